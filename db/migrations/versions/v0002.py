"""Meeting mornings: bookings, groups and representatives, merged people, joined matters, closed days, scans, settings.

Columns are added in SQLite's own words, without a new copy of the table: a copy would lose the table's triggers.
"""

import sqlalchemy as sa
from alembic import op

from app.domain.persian.text import index_words

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

COLUMNS = (
    "issue ADD COLUMN follows INTEGER CONSTRAINT fk_issue_follows REFERENCES issue (id)",
    "issue ADD COLUMN search TEXT",
    "meeting ADD COLUMN sat_in TEXT",
    "meeting ADD COLUMN telephone_orders TEXT",
    "meeting ADD COLUMN closed_at DATETIME",
    "meeting ADD COLUMN anchor_seq INTEGER",
    "meeting ADD COLUMN anchor_head TEXT",
    "visit ADD COLUMN booking_id INTEGER CONSTRAINT fk_visit_booking_id REFERENCES booking (id)",
    "visit ADD COLUMN carried_to INTEGER CONSTRAINT fk_visit_carried_to REFERENCES booking (id)",
    "visit ADD COLUMN attorney_number TEXT",
    "visit ADD COLUMN attorney_date DATE",
    "visit ADD COLUMN guardian_name TEXT",
    "visit ADD COLUMN guardian_id TEXT",
    "visit ADD COLUMN legal_name TEXT",
    "visit ADD COLUMN legal_id TEXT",
    "visit ADD COLUMN group_name TEXT",
    "visit ADD COLUMN lane TEXT",
    "visit ADD COLUMN behind INTEGER",
    "visit ADD COLUMN out_of_turn TEXT",
    "visit ADD COLUMN document TEXT",
    "visitor ADD COLUMN merged_into INTEGER CONSTRAINT fk_visitor_merged_into REFERENCES visitor (id)",
    "visitor ADD COLUMN document TEXT",
)

PEOPLE = (
    "UPDATE visitor SET search = search || ' ' || substr(mobile, 5) || ' ' || substr(mobile, 8)"
    " WHERE mobile IS NOT NULL",
    "DROP TABLE visitor_search",
    "CREATE VIRTUAL TABLE visitor_search USING fts5(search, content='visitor', content_rowid='id',"
    " detail=none, columnsize=0, prefix='1 2 3 4 5', tokenize=\"unicode61 remove_diacritics 0\")",
    "INSERT INTO visitor_search(visitor_search) VALUES ('rebuild')",
    "CREATE TRIGGER visitor_search_update AFTER UPDATE OF search ON visitor BEGIN"
    " INSERT INTO visitor_search(visitor_search, rowid, search) VALUES ('delete', old.id, old.search);"
    " INSERT INTO visitor_search(rowid, search) VALUES (new.id, new.search); END",
)
"""Phones by each of their parts; what is typed is looked up by its first letter too, and without going through all the
words that begin alike.
"""

SEARCH = (
    "CREATE VIRTUAL TABLE issue_search USING fts5(search, content='issue', content_rowid='id',"
    " detail=none, columnsize=0, prefix='2 3 4', tokenize=\"unicode61 remove_diacritics 0\")",
    "CREATE TRIGGER issue_search_insert AFTER INSERT ON issue BEGIN"
    " INSERT INTO issue_search(rowid, search) VALUES (new.id, coalesce(new.search, '')); END",
    "CREATE TRIGGER issue_search_delete AFTER DELETE ON issue BEGIN"
    " INSERT INTO issue_search(issue_search, rowid, search) VALUES ('delete', old.id, coalesce(old.search, '')); END",
    "CREATE TRIGGER issue_search_update AFTER UPDATE OF search ON issue BEGIN"
    " INSERT INTO issue_search(issue_search, rowid, search) VALUES ('delete', old.id, coalesce(old.search, ''));"
    " INSERT INTO issue_search(rowid, search) VALUES (new.id, coalesce(new.search, '')); END",
)


def upgrade() -> None:
    op.create_table(
        "office_setting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_office_setting_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_setting")),
        sa.UniqueConstraint("agency_id", "key", name=op.f("uq_office_setting_agency_id_key")),
    )
    op.create_table(
        "booking",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("hour", sa.Time(), nullable=True),
        sa.Column("first", sa.Boolean(), nullable=False),
        sa.Column("visitor_id", ID, nullable=True),
        sa.Column("first_name", sa.Text(), nullable=False),
        sa.Column("last_name", sa.Text(), nullable=False),
        sa.Column("father_name", sa.Text(), nullable=True),
        sa.Column("national_id", sa.Text(), nullable=True),
        sa.Column("foreign_id", sa.Text(), nullable=True),
        sa.Column("mobile", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("companions", ID, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_from", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.CheckConstraint("companions >= 0", name=op.f("ck_booking_companions")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_booking_agency_id")),
        sa.ForeignKeyConstraint(["visitor_id"], ["visitor.id"], name=op.f("fk_booking_visitor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index("ix_booking_date", "booking", ["date", "hour"], unique=False)
    op.create_index(op.f("ix_booking_visitor_id"), "booking", ["visitor_id"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("meeting_id", ID, nullable=False),
        sa.Column("visit_id", ID, nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", ID, nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_amendment_agency_id")),
        sa.ForeignKeyConstraint(["made_by"], ["user.id"], name=op.f("fk_amendment_made_by")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_amendment_meeting_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_amendment_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    op.create_index(op.f("ix_amendment_meeting_id"), "amendment", ["meeting_id"], unique=False)

    op.create_table(
        "failed_print",
        sa.Column("id", ID, nullable=False),
        sa.Column("visit_id", ID, nullable=False),
        sa.Column("paper", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_failed_print_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_print")),
    )
    op.create_table(
        "attachment",
        sa.Column("issue_id", ID, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_attachment_agency_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_attachment_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_issue_id"), "attachment", ["issue_id"], unique=False)

    op.create_table(
        "attachment_content",
        sa.Column("attachment_id", ID, autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_content_attachment_id")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment_content")),
    )
    for column in COLUMNS:
        op.execute(f"ALTER TABLE {column}")
    op.create_index(op.f("ix_issue_follows"), "issue", ["follows"], unique=False)
    op.create_index(op.f("ix_visit_booking_id"), "visit", ["booking_id"], unique=False)
    op.create_index(op.f("ix_visitor_merged_into"), "visitor", ["merged_into"], unique=False)
    op.create_index(
        "ix_visitor_document", "visitor", ["document"], unique=False, sqlite_where=sa.text("document is not null")
    )
    op.execute("DROP TRIGGER visitor_search_update")
    for statement in PEOPLE:
        op.execute(statement)
    _give_words()
    for statement in SEARCH:
        op.execute(statement)
    op.execute("INSERT INTO issue_search(issue_search) VALUES ('rebuild')")


def _give_words() -> None:
    """The words by which each matter is found: its own, its rulings', its outcomes'; none for the head's eyes only."""
    connection = op.get_bind()
    texts: dict[int, list[str]] = {}
    for query in (
        "SELECT id, subject || ' ' || coalesce(place, '') || ' ' || coalesce(description, '') || ' '"
        " || coalesce(samad_code, '') FROM issue",
        "SELECT issue_id, text FROM ruling WHERE withdrawn_at IS NULL",
        "SELECT issue_id, coalesce(text, '') FROM outcome WHERE withdrawn_at IS NULL",
    ):
        for issue, text in connection.execute(sa.text(query)):
            texts.setdefault(issue, []).append(text)
    hidden = set(connection.execute(sa.text("SELECT id FROM issue WHERE head_only")).scalars())
    given = [{"id": issue, "search": index_words(*said)} for issue, said in texts.items() if issue not in hidden]
    if given:
        connection.execute(sa.text("UPDATE issue SET search = :search WHERE id = :id"), given)
