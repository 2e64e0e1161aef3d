"""Nothing promised is forgotten: answers and reminders, common matters, the outbox, calls and letters."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

COLUMNS = (
    "unit ADD COLUMN outside BOOLEAN",
    "unit ADD COLUMN contact TEXT",
    "unit ADD COLUMN telephone TEXT",
    "unit ADD COLUMN head TEXT",
    "issue ADD COLUMN common_with INTEGER CONSTRAINT fk_issue_common_with REFERENCES issue (id)",
    "referral ADD COLUMN ended_at DATETIME",
    "referral ADD COLUMN note TEXT",
    "referral ADD COLUMN letter_number TEXT",
    "referral ADD COLUMN letter_date DATE",
    "outcome ADD COLUMN note TEXT",
    "outcome ADD COLUMN where_to TEXT",
    "outcome ADD COLUMN objected BOOLEAN",
    "notice ADD COLUMN void_at DATETIME",
    "notice ADD COLUMN message_id INTEGER CONSTRAINT fk_notice_message_id REFERENCES message (id)",
    "notice ADD COLUMN call_id INTEGER CONSTRAINT fk_notice_call_id REFERENCES phone_call (id)",
    "notice ADD COLUMN letter_id INTEGER CONSTRAINT fk_notice_letter_id REFERENCES letter (id)",
    "attachment ADD COLUMN answer_id INTEGER CONSTRAINT fk_attachment_answer_id REFERENCES answer (id)",
)

ENDED = (
    "UPDATE referral SET ended_at = (SELECT min(later.referred_at) FROM referral later"
    " WHERE later.issue_id = referral.issue_id AND later.withdrawn_at IS NULL"
    " AND later.referred_at > referral.referred_at) WHERE withdrawn_at IS NULL"
)
"""So far the newest referrals of an issue took the place of those before; now each says itself when it ended."""

STANDING = (
    "INSERT OR REPLACE INTO standing (issue_id, stage, lead, people, date, due, unit, outside, reminders, type, "
    "code, subject, head_only, name, sort_key) WITH own AS MATERIALIZED (SELECT i.id, coalesce(i.common_with, i.id) "
    "AS matter, i.common_with AS lead, i.type, i.status, i.code, i.subject, i.head_only, v.date, p.sort_key, "
    "coalesce(v.group_name, v.first_name || ' ' || v.last_name) AS name, (SELECT count(*) FROM issue AS m JOIN "
    "visit AS t ON t.id = m.visit_id AND t.withdrawn_at IS NULL WHERE m.common_with = i.id AND m.follows IS NULL) "
    "AS others, (SELECT max(o.recorded_at) FROM outcome AS o WHERE o.issue_id = coalesce(i.common_with, i.id) AND "
    "o.withdrawn_at IS NULL AND o.status <> 'open') AS decided_at FROM issue AS i JOIN visit AS v ON v.id = "
    "i.visit_id AND v.withdrawn_at IS NULL JOIN visitor AS p ON p.id = v.visitor_id WHERE i.follows IS NULL ), seen "
    "AS MATERIALIZED (SELECT own.*, (SELECT r.id FROM referral AS r LEFT JOIN answer AS b ON b.id = (SELECT a.id "
    "FROM answer AS a WHERE a.referral_id = r.id AND a.withdrawn_at IS NULL ORDER BY a.id DESC LIMIT 1) WHERE "
    "r.issue_id = own.matter AND r.withdrawn_at IS NULL AND r.ended_at IS NULL AND b.kind IS NOT 'full' ORDER BY "
    "b.kind IS 'returned' DESC, r.due IS NULL, r.due, r.id LIMIT 1) AS asked, (SELECT min(r.due) FROM referral AS r "
    "LEFT JOIN answer AS b ON b.id = (SELECT a.id FROM answer AS a WHERE a.referral_id = r.id AND a.withdrawn_at IS "
    "NULL ORDER BY a.id DESC LIMIT 1) WHERE r.issue_id = own.matter AND r.withdrawn_at IS NULL AND r.ended_at IS "
    "NULL AND b.kind IS NOT 'full') AS asked_due, (SELECT r.id FROM referral AS r JOIN answer AS b ON b.id = "
    "(SELECT a.id FROM answer AS a WHERE a.referral_id = r.id AND a.withdrawn_at IS NULL ORDER BY a.id DESC LIMIT "
    "1) WHERE r.issue_id = own.matter AND r.withdrawn_at IS NULL AND r.ended_at IS NULL AND b.kind = 'full' AND "
    "b.recorded_at > coalesce(own.decided_at, '') ORDER BY r.due DESC, r.id DESC LIMIT 1) AS answered, EXISTS "
    "(SELECT 1 FROM referral AS r WHERE r.issue_id = own.matter AND r.withdrawn_at IS NULL AND r.ended_at IS NULL) "
    "AS referred, EXISTS (SELECT 1 FROM pause AS w WHERE w.issue_id = own.matter AND w.withdrawn_at IS NULL AND "
    "w.until IS NULL AND w.asked_at > coalesce(own.decided_at, '')) AS waits, EXISTS (SELECT 1 FROM issue AS l JOIN "
    "visit AS t ON t.id = l.visit_id AND t.withdrawn_at IS NULL WHERE l.id = own.lead) AS led FROM own) SELECT "
    "seen.id, CASE WHEN seen.status <> 'open' THEN CASE WHEN EXISTS (SELECT 1 FROM notice AS n WHERE n.issue_id = "
    "seen.id AND n.withdrawn_at IS NULL AND n.void_at IS NULL) THEN 'told' WHEN EXISTS (SELECT 1 FROM message AS m "
    "WHERE m.issue_id = seen.id AND m.queued_at >= coalesce(seen.decided_at, '') AND (m.purpose = 'ready' AND "
    "m.state = 'delivered' OR m.purpose IN ('result', 'ready') AND m.state IN ('waiting', 'sending', 'sent', "
    "'unknown'))) OR EXISTS (SELECT 1 FROM letter AS e WHERE e.issue_id = seen.id AND e.withdrawn_at IS NULL AND "
    "e.purpose = 'result' AND e.posted_on IS NULL AND e.made_at >= coalesce(seen.decided_at, '')) THEN 'telling' "
    "WHEN EXISTS (SELECT 1 FROM unreached AS w WHERE w.issue_id = seen.id AND w.withdrawn_at IS NULL AND "
    "w.outcome_id = (SELECT o.id FROM outcome AS o WHERE o.issue_id = seen.matter AND o.withdrawn_at IS NULL ORDER "
    "BY o.id DESC LIMIT 1)) THEN 'unreached' ELSE 'decided' END WHEN seen.waits THEN 'papers' WHEN r.id IS NULL AND "
    "seen.answered IS NOT NULL THEN 'answered' WHEN b.kind IS NOT NULL THEN b.kind WHEN r.unit IS NOT NULL THEN "
    "CASE WHEN EXISTS (SELECT 1 FROM referral AS f WHERE f.issue_id = seen.matter AND f.withdrawn_at IS NULL AND "
    "f.unit IS NOT NULL AND f.ended_at <= r.referred_at) THEN 're_referred' ELSE 'referred' END WHEN EXISTS (SELECT "
    "1 FROM ruling AS g WHERE g.issue_id = seen.matter AND g.withdrawn_at IS NULL) THEN 'unreferred' WHEN r.id IS "
    "NOT NULL THEN 'unreferred' ELSE 'unruled' END, CASE WHEN seen.status = 'open' AND seen.led THEN seen.lead END, "
    "CASE WHEN seen.status = 'open' AND seen.lead IS NULL THEN seen.others + 1 ELSE 1 END, seen.date, CASE WHEN "
    "seen.status = 'open' AND NOT seen.waits THEN coalesce(seen.asked_due, (SELECT x.due FROM referral AS x WHERE "
    "x.id = seen.answered AND r.id IS NULL)) END, coalesce(r.unit, (SELECT x.unit FROM referral AS x WHERE x.id = "
    "seen.answered)), EXISTS (SELECT 1 FROM unit AS u WHERE u.outside AND u.name = coalesce(r.unit, (SELECT x.unit "
    "FROM referral AS x WHERE x.id = seen.answered))), CASE WHEN seen.status = 'open' AND r.id IS NOT NULL THEN "
    "(SELECT count(*) FROM reminder AS n WHERE n.referral_id = r.id AND n.withdrawn_at IS NULL) ELSE 0 END, "
    "seen.type, seen.code, seen.subject, seen.head_only, seen.name, seen.sort_key FROM seen LEFT JOIN referral AS r "
    "ON r.id = seen.asked LEFT JOIN answer AS b ON b.id = (SELECT a.id FROM answer AS a WHERE a.referral_id = r.id "
    "AND a.withdrawn_at IS NULL ORDER BY a.id DESC LIMIT 1) WHERE seen.type <> 'thanks' OR seen.referred OR "
    "seen.others OR seen.lead IS NOT NULL"
)
"""Where each matter stands, as db/standing.py worked it out when this revision was made."""


def coded(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=24)


STAGE = coded(
    "unruled",
    "unreferred",
    "referred",
    "re_referred",
    "partial",
    "returned",
    "answered",
    "papers",
    "decided",
    "telling",
    "unreached",
    "told",
    name="stage",
)
PURPOSE = coded("registered", "result", "ready", "interim", "papers", "moved", "covering", "reminder", name="purpose")
STATE = coded("waiting", "sending", "sent", "delivered", "failed", "unknown", "cancelled", name="state")


def upgrade() -> None:
    op.create_table(
        "carrier",
        sa.Column("kind", coded("kavenegar", "magfa", "modem", "by_hand", name="kind"), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("login", sa.Text(), nullable=True),
        sa.Column("line", sa.Text(), nullable=True),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_carrier_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
        sa.UniqueConstraint("agency_id", "kind", name=op.f("uq_carrier_agency_id_kind")),
    )
    op.create_table(
        "holiday",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_holiday_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
    )
    op.create_index(op.f("ix_holiday_date"), "holiday", ["date"], unique=False)
    op.create_table(
        "reach",
        sa.Column("visitor_id", ID, nullable=False),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.Column("mobile_of", sa.Text(), nullable=True),
        sa.Column("no_sms", sa.Boolean(), nullable=False),
        sa.Column("blocked_line", sa.Text(), nullable=True),
        sa.Column("prefers", coded("sms", "letter", "call", name="prefers"), nullable=True),
        sa.Column("landline", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_reach_agency_id")),
        sa.ForeignKeyConstraint(["visitor_id"], ["visitor.id"], name=op.f("fk_reach_visitor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reach")),
        sa.UniqueConstraint("visitor_id", name=op.f("uq_reach_visitor_id")),
    )
    op.create_table(
        "contentment",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("content", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_contentment_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_contentment_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contentment")),
    )
    op.create_index(op.f("ix_contentment_issue_id"), "contentment", ["issue_id"], unique=False)
    op.create_table(
        "pause",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("papers", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_pause_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_pause_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
    )
    op.create_index(op.f("ix_pause_issue_id"), "pause", ["issue_id"], unique=False)
    op.create_table(
        "phone_call",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("incoming", sa.Boolean(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("spoke_to", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_phone_call_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_phone_call_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
    )
    op.create_index(op.f("ix_phone_call_issue_id"), "phone_call", ["issue_id"], unique=False)
    op.create_table(
        "standing",
        sa.Column("issue_id", ID, autoincrement=False, nullable=False),
        sa.Column(
            "stage",
            STAGE,
            nullable=False,
        ),
        sa.Column("lead", ID, nullable=True),
        sa.Column("people", ID, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.Column("reminders", ID, nullable=False),
        sa.Column(
            "type",
            coded("request", "complaint", "suggestion", "criticism", "report", "thanks", name="type"),
            nullable=False,
        ),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("head_only", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("issue_id", name=op.f("pk_standing")),
    )
    op.create_table(
        "answer",
        sa.Column("referral_id", ID, nullable=False),
        sa.Column("kind", coded("full", "partial", "returned", name="kind"), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_answer_agency_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_answer_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    op.create_index(op.f("ix_answer_referral_id"), "answer", ["referral_id"], unique=False)
    op.create_table(
        "due_move",
        sa.Column("referral_id", ID, nullable=False),
        sa.Column("before", sa.Date(), nullable=True),
        sa.Column("after", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_due_move_agency_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_due_move_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due_move")),
    )
    op.create_index(op.f("ix_due_move_referral_id"), "due_move", ["referral_id"], unique=False)
    op.create_table(
        "letter",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("referral_id", ID, nullable=True),
        sa.Column("outcome_id", ID, nullable=True),
        sa.Column(
            "purpose",
            PURPOSE,
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("paper", sa.Text(), nullable=True),
        sa.Column("with_id", ID, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("posted_on", sa.Date(), nullable=True),
        sa.Column("registered", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_letter_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_letter_issue_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_letter_outcome_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_letter_referral_id")),
        sa.ForeignKeyConstraint(["with_id"], ["letter.id"], name=op.f("fk_letter_with_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_issue_id"), "letter", ["issue_id"], unique=False)
    op.create_index(op.f("ix_letter_with_id"), "letter", ["with_id"], unique=False)
    op.create_table(
        "emblem",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_emblem")),
    )
    op.create_table(
        "message",
        sa.Column("issue_id", ID, nullable=True),
        sa.Column("outcome_id", ID, nullable=True),
        sa.Column(
            "purpose",
            PURPOSE,
            nullable=False,
        ),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parts", ID, nullable=False),
        sa.Column("uid", ID, nullable=False),
        sa.Column(
            "state",
            STATE,
            nullable=False,
        ),
        sa.Column("carrier", coded("kavenegar", "magfa", "modem", "by_hand", name="carrier"), nullable=True),
        sa.Column("line", sa.Text(), nullable=True),
        sa.Column("their_id", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_message_agency_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["user.id"], name=op.f("fk_message_decided_by")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_message_issue_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_message_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("uid", name=op.f("uq_message_uid")),
    )
    op.create_index(op.f("ix_message_issue_id"), "message", ["issue_id"], unique=False)
    op.create_index(op.f("ix_message_state"), "message", ["state", "id"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("referral_id", ID, nullable=False),
        sa.Column("level", coded("unit", "unit_head", "agency_head", name="level"), nullable=False),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_reminder_agency_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_reminder_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_referral_id"), "reminder", ["referral_id"], unique=False)
    op.create_table(
        "message_part",
        sa.Column("message_id", ID, autoincrement=False, nullable=False),
        sa.Column("number", ID, autoincrement=False, nullable=False),
        sa.Column("reference", ID, nullable=False),
        sa.Column(
            "state",
            STATE,
            nullable=False,
        ),
        sa.Column("mr", ID, nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_part_message_id")),
        sa.PrimaryKeyConstraint("message_id", "number", name=op.f("pk_message_part")),
    )
    op.create_table(
        "sending",
        sa.Column("message_id", ID, autoincrement=False, nullable=False),
        sa.Column("tries", ID, nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_sending_message_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_sending")),
    )
    op.create_table(
        "unreached",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("outcome_id", ID, nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_unreached_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_unreached_issue_id")),
        sa.ForeignKeyConstraint(["outcome_id"], ["outcome.id"], name=op.f("fk_unreached_outcome_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unreached")),
    )
    op.create_index(op.f("ix_unreached_issue_id"), "unreached", ["issue_id"], unique=False)
    for column in COLUMNS:
        op.execute(f"ALTER TABLE {column}")
    op.create_index(op.f("ix_issue_common_with"), "issue", ["common_with"], unique=False)
    op.execute(ENDED)
    op.execute(STANDING)
    listed = sa.text("lead IS NULL AND stage <> 'told'")
    by_due = ["due", "date", "issue_id", "stage", "unit", "type", "lead"]
    op.create_index("ix_standing_work", "standing", by_due, sqlite_where=listed)
    by_stage = ["stage", "unit", "type", "date", "lead"]
    op.create_index("ix_standing_stage", "standing", by_stage, sqlite_where=listed)
