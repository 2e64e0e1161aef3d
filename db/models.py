"""The office's words as tables. Rows that people write are `Kept`: audited, never deleted, corrected by version.

Hours are wall-clock times of the office, as the register and the paper slip have them; what the program itself
notes (`*_at`) are UTC instants.
"""

import datetime as dt
import os

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, MetaData, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

from app.domain.codes import (
    About,
    AgencyKind,
    IssueType,
    KeyState,
    Kind,
    MeetingState,
    PresidedBy,
    Priority,
    QueueState,
    Role,
    Status,
    Way,
)
from app.domain.codes import Weekday as WeekdayCode
from db.types import Id, UtcInstant, Words, coded


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Words, dt.datetime: UtcInstant, int: Id, bytes: LargeBinary}  # noqa: RUF012


class Kept:
    """A row of the office: it belongs to an agency, has a version, and each change of it is in the audit trail."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)

    @declared_attr
    def agency_id(cls) -> Mapped[int]:  # noqa: N805
        return mapped_column(ForeignKey("agency.id"))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:  # noqa: N805
        return {"version_id_col": cls.version}


class Agency(Base):
    __tablename__ = "agency"
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(nullable=False)
    code: Mapped[str]
    name: Mapped[str]
    kind: Mapped[AgencyKind | None] = mapped_column(coded(AgencyKind, "kind"))
    province: Mapped[str]
    county: Mapped[str]
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Schedule(Kept, Base):
    """Weekday and hours of the meeting, in force from `since` until a later row (circular, c1)."""

    __tablename__ = "schedule"
    since: Mapped[dt.date]
    weekday: Mapped[WeekdayCode] = mapped_column(coded(WeekdayCode, "weekday"))
    opens: Mapped[dt.time]
    closes: Mapped[dt.time]
    __table_args__ = (UniqueConstraint("agency_id", "since"), CheckConstraint("opens < closes", "hours"))


class Head(Kept, Base):
    """Who heads the agency, or acts as its head, from `since` to `until` (null: still)."""

    __tablename__ = "head"
    name: Mapped[str]
    acting: Mapped[bool]
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]


class User(Kept, Base):
    __tablename__ = "user"
    login: Mapped[str]
    name: Mapped[str]
    slot: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    __table_args__ = (UniqueConstraint("agency_id", "login"),)


class UserRole(Kept, Base):
    __tablename__ = "user_role"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    role: Mapped[Role] = mapped_column(coded(Role, "role"))
    __table_args__ = (UniqueConstraint("user_id", "role"),)


class SigningKey(Kept, Base):
    """The office's own key, sealed under the signer's secret, and its certificate.

    replaces: the key that was before it; told_at: when the inspection office was told of this one in its place. vouch:
    what vouches for it, as `signer.vouched` of a report says it: the older key's signed statement, or a letter, whose
    number stands in letter too.
    """

    __tablename__ = "signing_key"
    sealed: Mapped[bytes]
    certificate: Mapped[bytes]
    made_at: Mapped[dt.datetime]
    retired_at: Mapped[dt.datetime | None]
    replaces: Mapped[int | None] = mapped_column(ForeignKey("signing_key.id"))
    told_at: Mapped[dt.datetime | None]
    letter: Mapped[str | None]
    vouch: Mapped[bytes | None]


class SlipKey(Kept, Base):
    """The desk's key: it signs each exit slip, so that nobody can invent one (docs/visit-proofs.md).

    sealed: PKCS#8 under a key made of the store's own, as any secretary signs with it; public: its
    SubjectPublicKeyInfo, DER.
    """

    __tablename__ = "slip_key"
    sealed: Mapped[bytes]
    public: Mapped[bytes]
    made_at: Mapped[dt.datetime]
    retired_at: Mapped[dt.datetime | None]


class Meeting(Kept, Base):
    """A day of the face-to-face meeting. What state it is in, `app.domain.counting` tells from these facts.

    sat_in: who sat in, a name a line; telephone_orders: what the head ordered by telephone on the spot, one a line.
    closed_at: when the day was closed, and anchor_seq, anchor_head where the audit trail stood then: the day's list
    carries them, so that a signature in ink holds the trail.
    """

    __tablename__ = "meeting"
    date: Mapped[dt.date]
    opens: Mapped[dt.time]
    closes: Mapped[dt.time]
    mark: Mapped[MeetingState | None] = mapped_column(coded(MeetingState, "mark"))
    reason: Mapped[str | None]
    head_from: Mapped[dt.time | None]
    head_to: Mapped[dt.time | None]
    instead_of: Mapped[dt.date | None]
    presided_by: Mapped[PresidedBy] = mapped_column(coded(PresidedBy, "presided_by"), default=PresidedBy.HEAD)
    sat_in: Mapped[str | None]
    telephone_orders: Mapped[str | None]
    closed_at: Mapped[dt.datetime | None]
    anchor_seq: Mapped[int | None]
    anchor_head: Mapped[str | None]
    __table_args__ = (
        UniqueConstraint("date", "agency_id"),
        CheckConstraint("mark is null or mark in ('holiday', 'not_held')", "mark_is_said_by_people"),
        CheckConstraint("head_to is null or head_from is not null", "presence"),
    )


class Withdrawable:
    """A row that can be taken back: it stays, and counts nowhere from then on."""

    withdrawn_at: Mapped[dt.datetime | None]


class Particulars:
    """What a person gives of himself. A visit keeps them as they were given then."""

    first_name: Mapped[str]
    last_name: Mapped[str]
    father_name: Mapped[str | None]
    national_id: Mapped[str | None]
    foreign_id: Mapped[str | None]
    mobile: Mapped[str | None]
    county: Mapped[str | None]
    address: Mapped[str | None]
    document: Mapped[str | None]
    """Number of a passport or an آمایش card, as written on it: for who has no id of twelve digits."""


class Visitor(Particulars, Kept, Base):
    """A person, with the latest particulars. Without an id each visit has a visitor of its own.

    merged_into: the same person's row that stands for this one, until the two are taken apart again.
    """

    __tablename__ = "visitor"
    search: Mapped[str]
    sort_key: Mapped[str]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("visitor.id"), index=True)
    visits: Mapped[list["Visit"]] = relationship(back_populates="visitor", lazy="raise")
    __table_args__ = (
        Index(
            "uq_visitor_national_id",
            "national_id",
            "agency_id",
            unique=True,
            sqlite_where=text("national_id is not null"),
        ),
        Index(
            "uq_visitor_foreign_id",
            "foreign_id",
            "agency_id",
            unique=True,
            sqlite_where=text("foreign_id is not null"),
        ),
        Index("ix_visitor_mobile", "mobile"),
        Index("ix_visitor_document", "document", sqlite_where=text("document is not null")),
        CheckConstraint("national_id is null or foreign_id is null", "one_id"),
        CheckConstraint("national_id is null or length(national_id) = 10", "national_id"),
        CheckConstraint("foreign_id is null or length(foreign_id) = 12", "foreign_id"),
    )


class Visit(Particulars, Withdrawable, Kept, Base):
    """One contact, of whatever kind (glossary: مراجعه); only weekly ones with the head count.

    group_name: the spokesperson's group, whose head-count is `companions` and himself. representing: the principal of
    who came for somebody else, with attorney_number and attorney_date of the power of attorney. lane: who receives in
    the second lane, null for the head's room. behind: how many will have been called of the day when the turn of who
    was asked to wait comes again. out_of_turn: why this one was called before others who should have gone first.
    booking_id: the booking that was ticked in; carried_to: the first place at the next meeting, for who could not be
    received. secret: 128 random bits that stand on the exit slip: with them, and with nothing else, it can be shown
    whether this visit is in a report.
    """

    __tablename__ = "visit"
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"), index=True)
    carried_to: Mapped[int | None] = mapped_column(ForeignKey("booking.id"))
    visitor_id: Mapped[int] = mapped_column(ForeignKey("visitor.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    kind: Mapped[Kind] = mapped_column(coded(Kind, "kind"))
    presided_by: Mapped[PresidedBy] = mapped_column(coded(PresidedBy, "presided_by"))
    date: Mapped[dt.date]
    number: Mapped[int | None]
    state: Mapped[QueueState] = mapped_column(coded(QueueState, "state"))
    arrived: Mapped[dt.time]
    called: Mapped[dt.time | None]
    admitted: Mapped[dt.time | None]
    departed: Mapped[dt.time | None]
    no_id_reason: Mapped[str | None]
    companions: Mapped[int] = mapped_column(default=0)
    representing: Mapped[str | None]
    attorney_number: Mapped[str | None]
    attorney_date: Mapped[dt.date | None]
    guardian_name: Mapped[str | None]
    guardian_id: Mapped[str | None]
    legal_name: Mapped[str | None]
    legal_id: Mapped[str | None]
    group_name: Mapped[str | None]
    lane: Mapped[str | None]
    behind: Mapped[int | None]
    out_of_turn: Mapped[str | None]
    priority: Mapped[Priority | None] = mapped_column(coded(Priority, "priority"))
    late_entry: Mapped[bool] = mapped_column(default=False)
    secret: Mapped[bytes | None] = mapped_column(default=lambda: os.urandom(16))
    visitor: Mapped[Visitor] = relationship(back_populates="visits", lazy="raise")
    issues: Mapped[list["Issue"]] = relationship(back_populates="visit", lazy="raise", order_by="Issue.position")
    __table_args__ = (
        Index("ix_visit_date", "date", "number"),
        CheckConstraint("companions >= 0", "companions"),
        CheckConstraint("(kind = 'weekly') = (meeting_id is not null)", "weekly_has_a_meeting"),
    )


class Issue(Kept, Base):
    """One matter that a visitor brought (glossary: مورد). `status` is what its last outcome says.

    follows: the open issue that a later visit on the same matter joined. search: its words, those of its ruling and of
    its outcome, by which the matter is found; null for one that only the head may know.
    """

    __tablename__ = "issue"
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)
    position: Mapped[int]
    code: Mapped[str | None]
    type: Mapped[IssueType] = mapped_column(coded(IssueType, "type"))
    subject: Mapped[str]
    place: Mapped[str | None]
    description: Mapped[str | None]
    words: Mapped[str | None]
    notes: Mapped[str | None]
    samad_code: Mapped[str | None]
    head_only: Mapped[bool] = mapped_column(default=False)
    follows: Mapped[int | None] = mapped_column(ForeignKey("issue.id"), index=True)
    search: Mapped[str | None]
    status: Mapped[Status] = mapped_column(coded(Status, "status"))
    visit: Mapped[Visit] = relationship(back_populates="issues", lazy="raise")
    __table_args__ = (
        UniqueConstraint("visit_id", "position"),
        Index("uq_issue_code", "agency_id", "code", unique=True),
        Index("ix_issue_status", "status"),
    )


class Ruling(Withdrawable, Kept, Base):
    """What the head ordered, with the minute and who typed it."""

    __tablename__ = "ruling"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    text: Mapped[str]
    given_at: Mapped[dt.datetime]
    typed_by: Mapped[int] = mapped_column(ForeignKey("user.id"))


class Referral(Withdrawable, Kept, Base):
    """Which unit acts, and by when (charter, art. 20: in a set and proportionate time)."""

    __tablename__ = "referral"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    unit: Mapped[str | None]
    due: Mapped[dt.date | None]
    referred_at: Mapped[dt.datetime]


class Outcome(Withdrawable, Kept, Base):
    """What came of the issue, in words for the applicant."""

    __tablename__ = "outcome"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    status: Mapped[Status] = mapped_column(coded(Status, "status"))
    text: Mapped[str | None]
    recorded_at: Mapped[dt.datetime]


class Notice(Withdrawable, Kept, Base):
    """The result reached the applicant, this way, on this day (circular, c6 to c8)."""

    __tablename__ = "notice"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    way: Mapped[Way] = mapped_column(coded(Way, "way"))
    date: Mapped[dt.date]


class Booking(Withdrawable, Kept, Base):
    """A turn that was asked for beforehand, for a coming meeting day. Only who comes gets a visit, and counts.

    hour: the beginning of a half hour, if the office gives hours. first: the first place, for who came last time and
    was not received (carried_from: that visit). moved_from: the day from which it was moved, when the meeting was.
    """

    __tablename__ = "booking"
    date: Mapped[dt.date]
    hour: Mapped[dt.time | None]
    first: Mapped[bool] = mapped_column(default=False)
    visitor_id: Mapped[int | None] = mapped_column(ForeignKey("visitor.id"), index=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    father_name: Mapped[str | None]
    national_id: Mapped[str | None]
    foreign_id: Mapped[str | None]
    mobile: Mapped[str | None]
    subject: Mapped[str | None]
    companions: Mapped[int] = mapped_column(default=0)
    note: Mapped[str | None]
    booked_at: Mapped[dt.datetime]
    moved_from: Mapped[dt.date | None]
    __table_args__ = (Index("ix_booking_date", "date", "hour"), CheckConstraint("companions >= 0", "companions"))


class Amendment(Kept, Base):
    """What was changed in a day after it was closed, and why; the report counts them.

    act: the use case's name, as in the trail. visit_id: null when it is the day's own hours or reason.
    """

    __tablename__ = "amendment"
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    act: Mapped[str]
    reason: Mapped[str]
    made_at: Mapped[dt.datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("user.id"))


class Attachment(Withdrawable, Kept, Base):
    """A scan that belongs to an issue. Its bytes lie beside it, so that the trail holds their digest alone.

    name: as the file was called; media_type: by its content; size: in bytes; digest: SHA-256 in hex.
    """

    __tablename__ = "attachment"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]
    added_at: Mapped[dt.datetime]


class AttachmentContent(Base):
    __tablename__ = "attachment_content"
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True, autoincrement=False)
    content: Mapped[bytes]


class OfficeSetting(Kept, Base):
    """How this office wants one thing (app/office_settings.py); what is not here is as Didar begins. value: JSON."""

    __tablename__ = "office_setting"
    key: Mapped[str]
    value: Mapped[str]
    __table_args__ = (UniqueConstraint("agency_id", "key"),)


class FailedPrint(Base):
    """A paper that the printer did not take; it waits to be printed again. No part of the office's record."""

    __tablename__ = "failed_print"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    paper: Mapped[str]
    reason: Mapped[str]
    failed_at: Mapped[dt.datetime]


class Subject(Kept, Base):
    """The office's own list of subjects, in two levels."""

    __tablename__ = "subject"
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Unit(Kept, Base):
    __tablename__ = "unit"
    name: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class Phrase(Kept, Base):
    """The head's usual words for a ruling."""

    __tablename__ = "phrase"
    text: Mapped[str]
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


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
