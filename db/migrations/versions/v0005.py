"""What belongs together is linked: the turn that a message is about."""

from alembic import op

revision = "0005"
down_revision = "0004"

TURN = (
    "UPDATE message SET booking_id = (SELECT b.id FROM booking AS b"
    " WHERE b.mobile = message.number AND b.booked_at <= message.queued_at"
    " AND (instr(message.text, b.first_name || ' ' || b.last_name) > 0"
    " OR NOT EXISTS (SELECT 1 FROM booking AS o WHERE o.mobile = b.mobile AND o.id <> b.id))"
    " ORDER BY b.moved_from IS NULL, b.id DESC LIMIT 1) WHERE purpose = 'moved'"
)
"""So far a message about a moved turn was known by its number and the name in it."""


def upgrade() -> None:
    op.execute(
        "ALTER TABLE message ADD COLUMN booking_id INTEGER CONSTRAINT fk_message_booking_id REFERENCES booking (id)"
    )
    op.create_index(op.f("ix_message_booking_id"), "message", ["booking_id"], unique=False)
    op.execute(TURN)
