"""What the store knows of itself: drafts, its state, the audit trail."""

import datetime as dt

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Draft(Base):
    """A half-filled form, so that nothing typed is lost. No part of the office's record, hence not audited."""

    __tablename__ = "draft"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True)
    form: Mapped[str] = mapped_column(primary_key=True)
    values: Mapped[str]
    kept_at: Mapped[dt.datetime]


class StoreState(Base):
    """What the store knows of itself: its id, epoch, the key file's generation."""

    __tablename__ = "store_state"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class AuditEntry(Base):
    """One link of the chain (security notes in docs/audit.md). Triggers refuse UPDATE and DELETE."""

    __tablename__ = "audit_entry"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    v: Mapped[int]
    epoch: Mapped[str]
    at: Mapped[int]
    by: Mapped[str]
    role: Mapped[str]
    desk: Mapped[str]
    act: Mapped[str]
    kind: Mapped[str]
    object_id: Mapped[int]
    payload_digest: Mapped[str]
    prev: Mapped[str]
    hash: Mapped[str]
    __table_args__ = (Index("ix_audit_entry_object", "kind", "object_id", "seq"),)


class AuditValue(Base):
    """The values beside the chain, which holds only their salted digest: a lawful erasure leaves it whole."""

    __tablename__ = "audit_value"
    seq: Mapped[int] = mapped_column(ForeignKey("audit_entry.seq"), primary_key=True, autoincrement=False)
    salt: Mapped[bytes]
    payload: Mapped[bytes]
