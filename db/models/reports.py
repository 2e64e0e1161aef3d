"""Reports that were signed or received, whose keys are known, and what was told to the public."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.codes import About, KeyState
from db.models.base import Base, Kept, Withdrawable
from db.types import coded


class Report(Kept, Base):
    """A report that was signed. digest: of its report.json; meaning: of what it says, whenever it was made."""

    __tablename__ = "report"
    quarter: Mapped[str] = mapped_column(index=True)
    amendment: Mapped[int]
    digest: Mapped[str]
    meaning: Mapped[str]
    signed_at: Mapped[dt.datetime]
    file: Mapped[str]
    reason: Mapped[str | None]


class SignedFile(Base):
    """The report's file as it was signed, so that it can be given out again. Its own signature guards it, no trail."""

    __tablename__ = "signed_file"
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, autoincrement=False)
    content: Mapped[bytes]


class Receipt(Kept, Base):
    """The inspection office's signed word that it has a report of ours. body: the receipt as it came."""

    __tablename__ = "receipt"
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    body: Mapped[bytes]
    fingerprint: Mapped[str]
    received_at: Mapped[dt.datetime]
    filed_at: Mapped[dt.datetime]


class SenderKey(Kept, Base):
    """A key that came with a report, under an agency's code (docs/report-format.md, rules 12, 13 and 16).

    fingerprint: SHA-256 of SubjectPublicKeyInfo, hex. how: how it was confirmed or revoked, in words.
    """

    __tablename__ = "sender_key"
    code: Mapped[str] = mapped_column(index=True)
    fingerprint: Mapped[str]
    certificate: Mapped[bytes]
    name: Mapped[str]
    state: Mapped[KeyState] = mapped_column(coded(KeyState, "state"))
    seen_at: Mapped[dt.datetime]
    decided_at: Mapped[dt.datetime | None]
    how: Mapped[str | None]
    __table_args__ = (UniqueConstraint("agency_id", "code", "fingerprint"),)


class Received(Kept, Base):
    """A report of another agency's that was found good here. digest: SHA-256 of its signed ranges (rule 32);
    epoch, seq, head: where the sender's audit trail stood, to be compared with what later reports say of it.
    """

    __tablename__ = "received"
    code: Mapped[str] = mapped_column(index=True)
    quarter: Mapped[str]
    amendment: Mapped[int]
    digest: Mapped[str]
    data_digest: Mapped[str]
    fingerprint: Mapped[str]
    epoch: Mapped[str]
    seq: Mapped[int]
    head: Mapped[str]
    received_at: Mapped[dt.datetime]
    __table_args__ = (UniqueConstraint("agency_id", "digest"),)


class Announcement(Withdrawable, Kept, Base):
    """Meeting days or hours at SAMAD were told to the public (circular, c9 and c10). evidence: where it can be seen."""

    __tablename__ = "announcement"
    about: Mapped[About] = mapped_column(coded(About, "about"))
    date: Mapped[dt.date]
    medium: Mapped[str]
    evidence: Mapped[str | None]


class SamadHours(Withdrawable, Kept, Base):
    """The head answered the public at SAMAD, the line 111 (circular, c11). calls: how many, if it was noted."""

    __tablename__ = "samad_hours"
    date: Mapped[dt.date]
    opens: Mapped[dt.time]
    closes: Mapped[dt.time]
    calls: Mapped[int | None]
    __table_args__ = (CheckConstraint("opens < closes", "hours"),)
