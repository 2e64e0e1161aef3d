"""What belongs together is linked: the turn that a message is about, the unit that a matter was given to."""

import datetime as dt
import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from app.domain.persian.text import search_key

revision = "0005"
down_revision = "0004"

COLUMNS = (
    "message ADD COLUMN booking_id INTEGER CONSTRAINT fk_message_booking_id REFERENCES booking (id)",
    "referral ADD COLUMN unit_id INTEGER CONSTRAINT fk_referral_unit_id REFERENCES unit (id)",
)

TURN = (
    "UPDATE message SET booking_id = (SELECT b.id FROM booking AS b"
    " WHERE b.mobile = message.number AND b.booked_at <= message.queued_at"
    " AND (instr(message.text, b.first_name || ' ' || b.last_name) > 0"
    " OR NOT EXISTS (SELECT 1 FROM booking AS o WHERE o.mobile = b.mobile AND o.id <> b.id))"
    " ORDER BY length(b.first_name || b.last_name) DESC, b.moved_from IS NULL, b.id DESC LIMIT 1)"
    " WHERE purpose = 'moved'"
)
"""So far a message about a moved turn was known by its number and the name in it."""

NAMED = "SELECT DISTINCT unit FROM referral WHERE unit IS NOT NULL"
TRAIL = sa.text(
    "SELECT e.object_id, e.at, v.payload FROM audit_entry AS e JOIN audit_value AS v ON v.seq = e.seq"
    " WHERE e.kind = :kind ORDER BY e.seq"
)

STANDING = (
    "INSERT OR REPLACE INTO standing (issue_id, stage, lead, people, date, due, unit, outside, reminders, type, code, "
    "subject, head_only, name, sort_key) WITH own AS MATERIALIZED (SELECT i.id, coalesce(i.common_with, i.id) AS "
    "matter, i.common_with AS lead, i.type, i.status, i.code, i.subject, i.head_only, v.date, p.sort_key, "
    "coalesce(v.group_name, v.first_name || ' ' || v.last_name) AS name, (SELECT count(*) FROM issue AS m JOIN visit "
    "AS t ON t.id = m.visit_id AND t.withdrawn_at IS NULL WHERE m.common_with = i.id AND m.follows IS NULL) AS "
    "others, (SELECT max(o.recorded_at) FROM outcome AS o WHERE o.issue_id = coalesce(i.common_with, i.id) AND "
    "o.withdrawn_at IS NULL AND o.status <> 'open') AS decided_at FROM issue AS i JOIN visit AS v ON v.id = "
    "i.visit_id AND v.withdrawn_at IS NULL JOIN visitor AS p ON p.id = v.visitor_id WHERE i.follows IS NULL ), seen "
    "AS MATERIALIZED (SELECT own.*, (SELECT r.id FROM referral AS r LEFT JOIN answer AS b ON b.id = (SELECT a.id FROM "
    "answer AS a WHERE a.referral_id = r.id AND a.withdrawn_at IS NULL ORDER BY a.id DESC LIMIT 1) WHERE r.issue_id = "
    "own.matter AND r.withdrawn_at IS NULL AND r.ended_at IS NULL AND b.kind IS NOT 'full' ORDER BY b.kind IS "
    "'returned' DESC, r.due IS NULL, r.due, r.id LIMIT 1) AS asked, (SELECT min(r.due) FROM referral AS r LEFT JOIN "
    "answer AS b ON b.id = (SELECT a.id FROM answer AS a WHERE a.referral_id = r.id AND a.withdrawn_at IS NULL ORDER "
    "BY a.id DESC LIMIT 1) WHERE r.issue_id = own.matter AND r.withdrawn_at IS NULL AND r.ended_at IS NULL AND b.kind "
    "IS NOT 'full') AS asked_due, (SELECT r.id FROM referral AS r JOIN answer AS b ON b.id = (SELECT a.id FROM answer "
    "AS a WHERE a.referral_id = r.id AND a.withdrawn_at IS NULL ORDER BY a.id DESC LIMIT 1) WHERE r.issue_id = "
    "own.matter AND r.withdrawn_at IS NULL AND r.ended_at IS NULL AND b.kind = 'full' AND b.recorded_at > "
    "coalesce(own.decided_at, '') ORDER BY r.due DESC, r.id DESC LIMIT 1) AS answered, EXISTS (SELECT 1 FROM referral "
    "AS r WHERE r.issue_id = own.matter AND r.withdrawn_at IS NULL AND r.ended_at IS NULL) AS referred, EXISTS "
    "(SELECT 1 FROM pause AS w WHERE w.issue_id = own.matter AND w.withdrawn_at IS NULL AND w.until IS NULL AND "
    "w.asked_at > coalesce(own.decided_at, '')) AS waits, EXISTS (SELECT 1 FROM issue AS l JOIN visit AS t ON t.id = "
    "l.visit_id AND t.withdrawn_at IS NULL WHERE l.id = own.lead) AS led FROM own) SELECT seen.id, CASE WHEN "
    "seen.status <> 'open' THEN CASE WHEN EXISTS (SELECT 1 FROM notice AS n WHERE n.issue_id = seen.id AND "
    "n.withdrawn_at IS NULL AND n.void_at IS NULL) THEN 'told' WHEN EXISTS (SELECT 1 FROM message AS m WHERE "
    "m.issue_id = seen.id AND m.queued_at >= coalesce(seen.decided_at, '') AND (m.purpose = 'ready' AND m.state = "
    "'delivered' OR m.purpose IN ('result', 'ready') AND m.state IN ('waiting', 'sending', 'sent', 'unknown'))) OR "
    "EXISTS (SELECT 1 FROM letter AS e WHERE e.issue_id = seen.id AND e.withdrawn_at IS NULL AND e.purpose = 'result' "
    "AND e.posted_on IS NULL AND e.made_at >= coalesce(seen.decided_at, '')) THEN 'telling' WHEN EXISTS (SELECT 1 "
    "FROM unreached AS w WHERE w.issue_id = seen.id AND w.withdrawn_at IS NULL AND w.outcome_id = (SELECT o.id FROM "
    "outcome AS o WHERE o.issue_id = seen.matter AND o.withdrawn_at IS NULL ORDER BY o.id DESC LIMIT 1)) THEN "
    "'unreached' ELSE 'decided' END WHEN seen.waits THEN 'papers' WHEN r.id IS NULL AND seen.answered IS NOT NULL "
    "THEN 'answered' WHEN b.kind IS NOT NULL THEN b.kind WHEN r.unit IS NOT NULL THEN CASE WHEN EXISTS (SELECT 1 FROM "
    "referral AS f WHERE f.issue_id = seen.matter AND f.withdrawn_at IS NULL AND f.unit IS NOT NULL AND f.ended_at <= "
    "r.referred_at) THEN 're_referred' ELSE 'referred' END WHEN EXISTS (SELECT 1 FROM ruling AS g WHERE g.issue_id = "
    "seen.matter AND g.withdrawn_at IS NULL) THEN 'unreferred' WHEN r.id IS NOT NULL THEN 'unreferred' ELSE 'unruled' "
    "END, CASE WHEN seen.status = 'open' AND seen.led THEN seen.lead END, CASE WHEN seen.status = 'open' AND "
    "seen.lead IS NULL THEN seen.others + 1 ELSE 1 END, seen.date, CASE WHEN seen.status = 'open' AND NOT seen.waits "
    "THEN coalesce(seen.asked_due, CASE WHEN r.id IS NULL THEN x.due END) END, CASE WHEN seen.status = 'open' THEN "
    "coalesce(u.name, r.unit, x.unit) ELSE coalesce(r.unit, x.unit) END, coalesce(u.outside, 0), CASE WHEN "
    "seen.status = 'open' AND r.id IS NOT NULL THEN (SELECT count(*) FROM reminder AS n WHERE n.referral_id = r.id "
    "AND n.withdrawn_at IS NULL) ELSE 0 END, seen.type, seen.code, seen.subject, seen.head_only, seen.name, "
    "seen.sort_key FROM seen LEFT JOIN referral AS r ON r.id = seen.asked LEFT JOIN referral AS x ON x.id = "
    "seen.answered LEFT JOIN unit AS u ON u.id = CASE WHEN r.unit IS NULL THEN x.unit_id ELSE r.unit_id END LEFT JOIN "
    "answer AS b ON b.id = (SELECT a.id FROM answer AS a WHERE a.referral_id = r.id AND a.withdrawn_at IS NULL ORDER "
    "BY a.id DESC LIMIT 1) WHERE seen.type <> 'thanks' OR seen.referred OR seen.others OR seen.lead IS NOT NULL"
)
"""Where each matter stands, as db/standing.py worked it out when this revision was made."""


def upgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE {column}")
    op.create_index(op.f("ix_message_booking_id"), "message", ["booking_id"], unique=False)
    op.execute(TURN)
    if _link_units(op.get_bind()):
        op.execute("DELETE FROM standing")
        op.execute(STANDING)


def _link_units(store: sa.Connection) -> bool:
    """So far a referral knew its unit by the name alone: by that which it has today, or rather which it had when the
    matter was given to it, as the trail says. Returns whether there was anything to link.
    """
    named = [(name, search_key(name)) for (name,) in store.exec_driver_sql(NAMED).all()]
    if not named:
        return False
    listed = store.exec_driver_sql("SELECT id, name FROM unit ORDER BY active, id DESC").all()
    today = {search_key(name): unit_id for unit_id, name in listed}
    store.exec_driver_sql(
        "UPDATE referral SET unit_id = ? WHERE unit = ?",
        [(today[key], name) for name, key in named if key in today] or [(None, "")],
    )
    earlier, rewritten = list(_earlier(store)), _rewritten(store)
    for unit_id, key, since, until in earlier:
        for name, typed in named:
            if typed == key:
                store.exec_driver_sql(
                    "UPDATE referral SET unit_id = ? WHERE unit = ? AND referred_at >= ? AND referred_at < ?",
                    (unit_id, name, since, until),
                )
    for referral_id, typed in rewritten.items():
        for unit_id, key, since, until in earlier:
            if typed == key:
                store.exec_driver_sql(
                    "UPDATE referral SET unit_id = ? WHERE id = ? AND referred_at >= ? AND referred_at < ?",
                    (unit_id, referral_id, since, until),
                )
    return True


def _earlier(store: sa.Connection) -> Iterator[tuple[int, str, str, str]]:
    """Each name that a unit had before, and from when until when."""
    given: dict[int, int] = {}
    for unit_id, at, payload in store.execute(TRAIL, {"kind": "unit"}).all():
        written = json.loads(payload)
        before, after = (written["before"] or {}).get("name"), (written["after"] or {}).get("name")
        if before and after and before != after:
            yield unit_id, search_key(before), _instant(given.get(unit_id, 0)), _instant(at)
        if before != after:
            given[unit_id] = at


def _rewritten(store: sa.Connection) -> dict[int, str]:
    """The name under which each referral was given whose unit was renamed while it had the matter: so far that put the
    new name into the referral.
    """
    first: dict[int, str] = {}
    for referral_id, _at, payload in store.execute(TRAIL, {"kind": "referral"}):
        written = json.loads(payload) if b'"unit"' in payload else {}
        before, after = (written.get("before") or {}).get("unit"), (written.get("after") or {}).get("unit")
        if before and after and before != after:
            first.setdefault(referral_id, search_key(before))
    return first


def _instant(microseconds: int) -> str:
    """As the store keeps one."""
    at = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=microseconds)
    return f"{at:%Y-%m-%d %H:%M:%S.%f}"
