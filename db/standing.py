"""Where matters stand, worked out by the store in one statement: for the matters that an act touched, or for all.

It is SQL as it is, run by the driver: it goes with every act that writes. What the stages mean is `app.domain.codes`'.
"""

from collections.abc import Collection
from json import dumps
from typing import Final

from sqlalchemy import Connection

from db import prepared

_ANSWER = """(SELECT a.id FROM answer AS a WHERE a.referral_id = r.id AND a.withdrawn_at IS NULL
   ORDER BY a.id DESC LIMIT 1)"""
_STANDS = """r.issue_id = own.matter AND r.withdrawn_at IS NULL AND r.ended_at IS NULL"""
_BROUGHT = """FROM issue AS m JOIN visit AS t ON t.id = m.visit_id AND t.withdrawn_at IS NULL
   WHERE m.common_with = i.id AND m.follows IS NULL"""

_TOUCHED = """WITH matter(id) AS MATERIALIZED (SELECT coalesce(common_with, follows, id) FROM issue
  WHERE id IN (SELECT value FROM json_each(?1))),
 touched(id) AS MATERIALIZED (SELECT id FROM issue WHERE id IN matter AND follows IS NULL
  UNION SELECT id FROM issue WHERE common_with IN matter AND follows IS NULL),"""

_OWN = f"""own AS MATERIALIZED (SELECT i.id, coalesce(i.common_with, i.id) AS matter, i.common_with AS lead, i.type,
   i.status, i.code, i.subject, i.head_only, v.date, p.sort_key,
   coalesce(v.group_name, v.first_name || ' ' || v.last_name) AS name,
   (SELECT count(*) {_BROUGHT}) AS others,
   (SELECT max(o.recorded_at) FROM outcome AS o WHERE o.issue_id = coalesce(i.common_with, i.id)
    AND o.withdrawn_at IS NULL AND o.status <> 'open') AS decided_at
  FROM issue AS i JOIN visit AS v ON v.id = i.visit_id AND v.withdrawn_at IS NULL
  JOIN visitor AS p ON p.id = v.visitor_id
  WHERE i.follows IS NULL %s),"""  # noqa: S608
"""Each person's own matter, with the one on which what becomes of it is recorded. decided_at: of one that is open
again, when it was decided before: what was answered until then led to that.
"""

_SEEN = f"""seen AS MATERIALIZED (SELECT own.*,
   (SELECT r.id FROM referral AS r LEFT JOIN answer AS b ON b.id = {_ANSWER}
    WHERE {_STANDS} AND b.kind IS NOT 'full'
    ORDER BY b.kind IS 'returned' DESC, r.due IS NULL, r.due, r.id LIMIT 1) AS asked,
   (SELECT min(r.due) FROM referral AS r LEFT JOIN answer AS b ON b.id = {_ANSWER}
    WHERE {_STANDS} AND b.kind IS NOT 'full') AS asked_due,
   (SELECT r.id FROM referral AS r JOIN answer AS b ON b.id = {_ANSWER}
    WHERE {_STANDS} AND b.kind = 'full' AND b.recorded_at > coalesce(own.decided_at, '')
    ORDER BY r.due DESC, r.id DESC LIMIT 1) AS answered,
   EXISTS (SELECT 1 FROM referral AS r WHERE {_STANDS}) AS referred,
   EXISTS (SELECT 1 FROM pause AS w WHERE w.issue_id = own.matter AND w.withdrawn_at IS NULL AND w.until IS NULL
    AND w.asked_at > coalesce(own.decided_at, '')) AS waits,
   EXISTS (SELECT 1 FROM issue AS l JOIN visit AS t ON t.id = l.visit_id AND t.withdrawn_at IS NULL
    WHERE l.id = own.lead) AS led
  FROM own)"""  # noqa: S608
"""asked: the referral that is waited for, one that came back first, then the earliest due; answered: else the last."""

_LIVE = """EXISTS (SELECT 1 FROM message AS m WHERE m.issue_id = seen.id
    AND m.queued_at >= coalesce(seen.decided_at, '') AND (m.purpose = 'ready' AND m.state = 'delivered'
     OR m.purpose IN ('result', 'ready') AND m.state IN ('waiting', 'sending', 'sent', 'unknown')))
   OR EXISTS (SELECT 1 FROM letter AS e WHERE e.issue_id = seen.id AND e.withdrawn_at IS NULL AND e.purpose = 'result'
    AND e.posted_on IS NULL AND e.made_at >= coalesce(seen.decided_at, ''))"""
_UNREACHED = """EXISTS (SELECT 1 FROM unreached AS w WHERE w.issue_id = seen.id AND w.withdrawn_at IS NULL
    AND w.outcome_id = (SELECT o.id FROM outcome AS o WHERE o.issue_id = seen.matter AND o.withdrawn_at IS NULL
     ORDER BY o.id DESC LIMIT 1))"""

_STAGE = f"""CASE WHEN seen.status <> 'open' THEN CASE
    WHEN EXISTS (SELECT 1 FROM notice AS n WHERE n.issue_id = seen.id AND n.withdrawn_at IS NULL AND n.void_at IS NULL)
     THEN 'told'
    WHEN {_LIVE} THEN 'telling' WHEN {_UNREACHED} THEN 'unreached' ELSE 'decided' END
   WHEN seen.waits THEN 'papers'
   WHEN r.id IS NULL AND seen.answered IS NOT NULL THEN 'answered'
   WHEN b.kind IS NOT NULL THEN b.kind
   WHEN r.unit IS NOT NULL THEN CASE WHEN EXISTS (SELECT 1 FROM referral AS f WHERE f.issue_id = seen.matter
     AND f.withdrawn_at IS NULL AND f.unit IS NOT NULL AND f.ended_at <= r.referred_at)
     THEN 're_referred' ELSE 'referred' END
   WHEN EXISTS (SELECT 1 FROM ruling AS g WHERE g.issue_id = seen.matter AND g.withdrawn_at IS NULL) THEN 'unreferred'
   WHEN r.id IS NOT NULL THEN 'unreferred'
   ELSE 'unruled' END"""  # noqa: S608

_ROWS = f"""SELECT seen.id, {_STAGE}, CASE WHEN seen.status = 'open' AND seen.led THEN seen.lead END,
   CASE WHEN seen.status = 'open' AND seen.lead IS NULL THEN seen.others + 1 ELSE 1 END, seen.date,
   CASE WHEN seen.status = 'open' AND NOT seen.waits
    THEN coalesce(seen.asked_due, CASE WHEN r.id IS NULL THEN x.due END) END,
   CASE WHEN seen.status = 'open' THEN coalesce(u.name, r.unit, x.unit) ELSE coalesce(r.unit, x.unit) END,
   coalesce(u.outside, 0),
   CASE WHEN seen.status = 'open' AND r.id IS NOT NULL
    THEN (SELECT count(*) FROM reminder AS n WHERE n.referral_id = r.id AND n.withdrawn_at IS NULL) ELSE 0 END,
   seen.type, seen.code, seen.subject, seen.head_only, seen.name, seen.sort_key
  FROM seen LEFT JOIN referral AS r ON r.id = seen.asked LEFT JOIN referral AS x ON x.id = seen.answered
  LEFT JOIN unit AS u ON u.id = CASE WHEN r.unit IS NULL THEN x.unit_id ELSE r.unit_id END
  LEFT JOIN answer AS b ON b.id = {_ANSWER}
  WHERE seen.type <> 'thanks' OR seen.referred OR seen.others OR seen.lead IS NOT NULL"""  # noqa: S608

_INTO = """INSERT OR REPLACE INTO standing (issue_id, stage, lead, people, date, due, unit, outside, reminders, type,
   code, subject, head_only, name, sort_key) """

ALL: Final = f"{_INTO} WITH {_OWN % ''} {_SEEN} {_ROWS}"
SOME: Final = f"{_INTO} {_TOUCHED} {_OWN % 'AND i.id IN touched'} {_SEEN} {_ROWS}"
NEW: Final = f"""{_INTO} SELECT i.id, 'unruled', NULL, 1, v.date, NULL, NULL, 0, 0, i.type, i.code, i.subject,
   i.head_only, coalesce(v.group_name, v.first_name || ' ' || v.last_name), p.sort_key
  FROM json_each(?1) AS j CROSS JOIN issue AS i ON i.id = j.value
  CROSS JOIN visit AS v ON v.id = i.visit_id CROSS JOIN visitor AS p ON p.id = v.visitor_id
  WHERE i.type <> 'thanks'"""  # noqa: S608
"""What SOME would find of matters of which nothing was recorded so far: registering asks it of every visitor."""
GONE: Final = """DELETE FROM standing WHERE issue_id IN (SELECT value FROM json_each(?1)) OR issue_id IN (
 WITH matter(id) AS MATERIALIZED (SELECT coalesce(common_with, follows, id) FROM issue
  WHERE id IN (SELECT value FROM json_each(?1)))
 SELECT id FROM issue WHERE id IN matter UNION SELECT id FROM issue WHERE common_with IN matter)"""


def write(connection: Connection, issue_ids: Collection[int]) -> None:
    """Work out anew where the matters of these issues stand."""
    ids = [dumps(sorted(issue_ids))]
    prepared.run(connection, GONE, ids)
    prepared.run(connection, SOME, ids)


def write_new(connection: Connection, issue_ids: Collection[int]) -> None:
    """The same of open matters that were just brought, of which nothing is recorded and which belong to no other."""
    prepared.run(connection, NEW, [dumps(sorted(issue_ids))])


def write_all(connection: Connection) -> None:
    prepared.run(connection, "DELETE FROM standing", [])
    prepared.run(connection, ALL, [])
