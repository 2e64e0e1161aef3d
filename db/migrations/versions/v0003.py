"""Reports that others can trust: known keys, receipts, the desk's key, each visit's secret, what was announced."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

COLUMNS = (
    "signing_key ADD COLUMN letter TEXT",
    "signing_key ADD COLUMN vouch BLOB",
    "visit ADD COLUMN secret BLOB",
)


def coded(*codes: str, name: str) -> sa.Enum:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=24)


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("about", coded("meetings", "samad", name="about"), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("medium", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_announcement_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_table(
        "received",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=False),
        sa.Column("amendment", ID, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("data_digest", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Text(), nullable=False),
        sa.Column("seq", ID, nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_received_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received")),
        sa.UniqueConstraint("agency_id", "digest", name=op.f("uq_received_agency_id_digest")),
    )
    op.create_index(op.f("ix_received_code"), "received", ["code"], unique=False)
    op.create_table(
        "samad_hours",
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("calls", ID, nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.CheckConstraint("opens < closes", name=op.f("ck_samad_hours_hours")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_samad_hours_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samad_hours")),
    )
    op.create_table(
        "sender_key",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", coded("seen", "confirmed", "revoked", name="state"), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_sender_key_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_key")),
        sa.UniqueConstraint("agency_id", "code", "fingerprint", name=op.f("uq_sender_key_agency_id_code_fingerprint")),
    )
    op.create_index(op.f("ix_sender_key_code"), "sender_key", ["code"], unique=False)
    op.create_table(
        "slip_key",
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_slip_key_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_key")),
    )
    op.create_table(
        "receipt",
        sa.Column("report_id", ID, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("version", ID, nullable=False),
        sa.Column("agency_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_receipt_agency_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_receipt_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_table(
        "signed_file",
        sa.Column("report_id", ID, autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_signed_file_report_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_signed_file")),
    )
    op.create_index(op.f("ix_receipt_report_id"), "receipt", ["report_id"], unique=False)
    for column in COLUMNS:
        op.execute(f"ALTER TABLE {column}")
    # no slip bears them, but each visit is a leaf of the report's tree and needs one
    op.execute("UPDATE visit SET secret = randomblob(16)")
