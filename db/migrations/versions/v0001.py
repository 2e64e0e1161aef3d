"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TRIGGERS = (
    "CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE TRIGGER audit_value_no_update BEFORE UPDATE ON audit_value BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE TRIGGER audit_value_no_delete BEFORE DELETE ON audit_value BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE VIRTUAL TABLE visitor_search USING fts5(search, content='visitor', content_rowid='i"
    "d', detail=none, columnsize=0, prefix='2 3', tokenize=\"unicode61 remove_diacritics 0\")",
    "CREATE TRIGGER visitor_search_insert AFTER INSERT ON visitor BEGIN INSERT INTO visitor_sea"
    "rch(rowid, search) VALUES (new.id, new.search); END",
    "CREATE TRIGGER visitor_search_delete AFTER DELETE ON visitor BEGIN INSERT INTO visitor_sea"
    "rch(visitor_search, rowid, search) VALUES ('delete', old.id, old.search); END",
    "CREATE TRIGGER visitor_search_update AFTER UPDATE OF search ON visitor BEGIN INSERT INTO v"
    "isitor_search(visitor_search, rowid, search) VALUES ('delete', old.id, old.search); INSERT"
    " INTO visitor_search(rowid, search) VALUES (new.id, new.search); END",
)


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "directorate",
                "county_governor",
                "district_governor",
                "municipality",
                "organisation",
                "university",
                "company",
                "office",
                "bank",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("county", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("seq", ID, autoincrement=False, nullable=False),
        sa.Column("v", ID, nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("at", ID, nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object_id", ID, nullable=False),
        sa.Column("payload_digest", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_object", "audit_entry", ["kind", "object_id", "seq"], unique=False)
    op.create_table(
        "store_state",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_store_state")),
    )
    op.create_table(
        "audit_value",
        sa.Column("seq", ID, autoincrement=False, nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["seq"], ["audit_entry.seq"], name=op.f("fk_audit_value_seq")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_value")),
    )
    op.create_table(
        "head",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_head_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head")),
    )
    op.create_table(
        "meeting",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum(
                "held",
                "held_by_deputy",
                "not_held",
                "holiday",
                name="mark",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("head_from", sa.Time(), nullable=True),
        sa.Column("head_to", sa.Time(), nullable=True),
        sa.Column("instead_of", sa.Date(), nullable=True),
        sa.Column(
            "presided_by",
            sa.Enum("head", "deputy", name="presided_by", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.CheckConstraint(
            "mark is null or mark in ('holiday', 'not_held')", name=op.f("ck_meeting_mark_is_said_by_people")
        ),
        sa.CheckConstraint("head_to is null or head_from is not null", name=op.f("ck_meeting_presence")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_meeting_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("date", "agency_id", name=op.f("uq_meeting_date_agency_id")),
    )
    op.create_table(
        "phrase",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_phrase_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    op.create_table(
        "report",
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("amendment", ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_report_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_quarter"), "report", ["quarter"], unique=False)
    op.create_table(
        "schedule",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column(
            "weekday",
            sa.Enum(
                "sat",
                "sun",
                "mon",
                "tue",
                "wed",
                "thu",
                "fri",
                name="weekday",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.CheckConstraint("opens < closes", name=op.f("ck_schedule_hours")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_schedule_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
        sa.UniqueConstraint("agency_id", "since", name=op.f("uq_schedule_agency_id_since")),
    )
    op.create_table(
        "signing_key",
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces", ID, nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_signing_key_agency_id")),
        sa.ForeignKeyConstraint(["replaces"], ["signing_key.id"], name=op.f("fk_signing_key_replaces")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
    )
    op.create_table(
        "subject",
        sa.Column("parent_id", ID, nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_subject_agency_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["subject.id"], name=op.f("fk_subject_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
    )
    op.create_table(
        "unit",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_unit_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
    )
    op.create_table(
        "user",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_user_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("agency_id", "login", name=op.f("uq_user_agency_id_login")),
    )
    op.create_table(
        "visitor",
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("father_name", sa.Text(), nullable=True),
        sa.Column("national_id", sa.Text(), nullable=True),
        sa.Column("foreign_id", sa.Text(), nullable=True),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.Column("county", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.CheckConstraint("foreign_id is null or length(foreign_id) = 12", name=op.f("ck_visitor_foreign_id")),
        sa.CheckConstraint("national_id is null or foreign_id is null", name=op.f("ck_visitor_one_id")),
        sa.CheckConstraint("national_id is null or length(national_id) = 10", name=op.f("ck_visitor_national_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_visitor_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor")),
    )
    op.create_index("ix_visitor_mobile", "visitor", ["mobile"], unique=False)
    op.create_index(
        "uq_visitor_foreign_id",
        "visitor",
        ["foreign_id", "agency_id"],
        unique=True,
        sqlite_where=sa.text("foreign_id is not null"),
    )
    op.create_index(
        "uq_visitor_national_id",
        "visitor",
        ["national_id", "agency_id"],
        unique=True,
        sqlite_where=sa.text("national_id is not null"),
    )
    op.create_table(
        "draft",
        sa.Column("user_id", ID, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_draft_user_id")),
        sa.PrimaryKeyConstraint("user_id", "form", name=op.f("pk_draft")),
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", ID, nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "administrator",
                "head",
                "secretary",
                "follow_up",
                "reader",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_user_role_agency_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_role_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_role")),
        sa.UniqueConstraint("user_id", "role", name=op.f("uq_user_role_user_id_role")),
    )
    op.create_table(
        "visit",
        sa.Column("visitor_id", ID, nullable=False),
        sa.Column("meeting_id", ID, nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "weekly",
                "ceremony",
                "tour",
                "speech",
                "daily",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column(
            "presided_by",
            sa.Enum("head", "deputy", name="presided_by", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("number", ID, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "called",
                "in_room",
                "seen",
                "left",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("arrived", sa.Time(), nullable=False),
        sa.Column("called", sa.Time(), nullable=True),
        sa.Column("admitted", sa.Time(), nullable=True),
        sa.Column("departed", sa.Time(), nullable=True),
        sa.Column("no_id_reason", sa.Text(), nullable=True),
        sa.Column("companions", ID, nullable=False),
        sa.Column("representing", sa.Text(), nullable=True),
        sa.Column(
            "priority",
            sa.Enum(
                "elderly",
                "from_afar",
                "earlier_turn",
                "unsaid",
                name="priority",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("late_entry", sa.Boolean(), nullable=False),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("father_name", sa.Text(), nullable=True),
        sa.Column("national_id", sa.Text(), nullable=True),
        sa.Column("foreign_id", sa.Text(), nullable=True),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.Column("county", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.CheckConstraint("(kind = 'weekly') = (meeting_id is not null)", name=op.f("ck_visit_weekly_has_a_meeting")),
        sa.CheckConstraint("companions >= 0", name=op.f("ck_visit_companions")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_visit_agency_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_visit_meeting_id")),
        sa.ForeignKeyConstraint(["visitor_id"], ["visitor.id"], name=op.f("fk_visit_visitor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_date", "visit", ["date", "number"], unique=False)
    op.create_index(op.f("ix_visit_meeting_id"), "visit", ["meeting_id"], unique=False)
    op.create_index(op.f("ix_visit_visitor_id"), "visit", ["visitor_id"], unique=False)
    op.create_table(
        "issue",
        sa.Column("visit_id", ID, nullable=False),
        sa.Column("position", ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column(
            "type",
            sa.Enum(
                "request",
                "complaint",
                "suggestion",
                "criticism",
                "report",
                "thanks",
                name="type",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("samad_code", sa.Text(), nullable=True),
        sa.Column("head_only", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "resolved",
                "rejected",
                "redirected",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_issue_agency_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_issue_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
        sa.UniqueConstraint("visit_id", "position", name=op.f("uq_issue_visit_id_position")),
    )
    op.create_index("ix_issue_status", "issue", ["status"], unique=False)
    op.create_index(op.f("ix_issue_visit_id"), "issue", ["visit_id"], unique=False)
    op.create_index("uq_issue_code", "issue", ["agency_id", "code"], unique=True)
    op.create_table(
        "notice",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column(
            "way",
            sa.Enum("sms", "letter", "call", name="way", native_enum=False, create_constraint=True, length=24),
            nullable=False,
        ),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_notice_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_notice_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index(op.f("ix_notice_issue_id"), "notice", ["issue_id"], unique=False)
    op.create_table(
        "outcome",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "resolved",
                "rejected",
                "redirected",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_outcome_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_outcome_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
    )
    op.create_index(op.f("ix_outcome_issue_id"), "outcome", ["issue_id"], unique=False)
    op.create_table(
        "referral",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_referral_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_referral_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
    )
    op.create_index(op.f("ix_referral_issue_id"), "referral", ["issue_id"], unique=False)
    op.create_table(
        "ruling",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("typed_by", ID, nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_ruling_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_ruling_issue_id")),
        sa.ForeignKeyConstraint(["typed_by"], ["user.id"], name=op.f("fk_ruling_typed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    op.create_index(op.f("ix_ruling_issue_id"), "ruling", ["issue_id"], unique=False)
    for trigger in TRIGGERS:
        op.execute(trigger)
