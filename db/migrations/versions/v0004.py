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
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_standing_issue_id")),
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
