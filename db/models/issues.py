"""The issues that visitors bring, and what becomes of them: ruled, referred, answered, decided."""

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.codes import AnswerKind, IssueType, Level, Stage, Status, Way
from db.models.base import Base, Kept, Withdrawable
from db.types import coded

if TYPE_CHECKING:
    from db.models.days import Visit


class Issue(Kept, Base):
    """One matter that a visitor brought (glossary: مورد). `status` is what its last outcome says.

    follows: the open issue that a later visit on the same matter joined. common_with: the issue of another person on
    which what becomes of this one is recorded too, as many people brought the same (app/common_matters.py). search: its
    words, those of its ruling and of its outcome, by which the matter is found; null for one that only the head may
    know.
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
    common_with: Mapped[int | None] = mapped_column(ForeignKey("issue.id"), index=True)
    search: Mapped[str | None]
    status: Mapped[Status] = mapped_column(coded(Status, "status"))
    visit: Mapped["Visit"] = relationship(back_populates="issues", lazy="raise")
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
    """Which unit acts, and by when (charter, art. 20: in a set and proportionate time).

    unit: as it was called when the matter was given to it; unit_id: which of the office's list that is, null: none.
    ended_at: when another referral took its place. note: what is asked of the unit beside the ruling. letter_number and
    letter_date: of the covering letter, as the registry gave them.
    """

    __tablename__ = "referral"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    unit: Mapped[str | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    due: Mapped[dt.date | None]
    referred_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    note: Mapped[str | None]
    letter_number: Mapped[str | None]
    letter_date: Mapped[dt.date | None]


class Answer(Withdrawable, Kept, Base):
    """What a unit answered to a referral, or that it returned it. number, date: of its letter."""

    __tablename__ = "answer"
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    kind: Mapped[AnswerKind] = mapped_column(coded(AnswerKind, "kind"))
    text: Mapped[str | None]
    number: Mapped[str | None]
    date: Mapped[dt.date]
    recorded_at: Mapped[dt.datetime]


class Reminder(Withdrawable, Kept, Base):
    """A unit was reminded of a referral. level: to whom it went; how: by letter or telephone, in the office's words."""

    __tablename__ = "reminder"
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    level: Mapped[Level] = mapped_column(coded(Level, "level"))
    how: Mapped[str | None]
    reminded_at: Mapped[dt.datetime]


class DueMove(Withdrawable, Kept, Base):
    """A referral's due date was moved, and why."""

    __tablename__ = "due_move"
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id"), index=True)
    before: Mapped[dt.date | None]
    after: Mapped[dt.date | None]
    reason: Mapped[str]
    moved_at: Mapped[dt.datetime]


class Pause(Withdrawable, Kept, Base):
    """The applicant was asked for papers; the clock stands from `since` until they came, on `until`."""

    __tablename__ = "pause"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    papers: Mapped[str]
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]
    asked_at: Mapped[dt.datetime]


class Outcome(Withdrawable, Kept, Base):
    """What came of the issue, in words for the applicant; `note` is for the file alone.

    where_to: the agency that the applicant was guided to. Of one that opens the issue again (status `open`), text is
    the reason, and objected says that the applicant objected to the result; of many people's matter, note says who.
    """

    __tablename__ = "outcome"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    status: Mapped[Status] = mapped_column(coded(Status, "status"))
    text: Mapped[str | None]
    recorded_at: Mapped[dt.datetime]
    note: Mapped[str | None]
    where_to: Mapped[str | None]
    objected: Mapped[bool | None]


class Notice(Withdrawable, Kept, Base):
    """The result reached the applicant, this way, on this day (circular, c6 to c8).

    void_at: when the issue was opened again after it; from then on it told a result that stands no more. message_id,
    call_id, letter_id: what proves it, where Didar has it.
    """

    __tablename__ = "notice"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    way: Mapped[Way] = mapped_column(coded(Way, "way"))
    date: Mapped[dt.date]
    void_at: Mapped[dt.datetime | None]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("phone_call.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))


class Contentment(Withdrawable, Kept, Base):
    """Whether the applicant was content with how his matter was seen to; reason: in his words."""

    __tablename__ = "contentment"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    content: Mapped[bool]
    reason: Mapped[str | None]
    asked_at: Mapped[dt.datetime]


class Attachment(Withdrawable, Kept, Base):
    """A scan that belongs to an issue. Its bytes lie beside it, so that the trail holds their digest alone.

    answer_id: the unit's answer whose scan it is; null: the applicant's petition or the head's handwriting. name: as
    the file was called; media_type: by its content; size: in bytes; digest: SHA-256 in hex.
    """

    __tablename__ = "attachment"
    issue_id: Mapped[int] = mapped_column(ForeignKey("issue.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str]
    added_at: Mapped[dt.datetime]
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"))


class AttachmentContent(Base):
    __tablename__ = "attachment_content"
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachment.id"), primary_key=True, autoincrement=False)
    content: Mapped[bytes]


class Standing(Base):
    """Where each matter of each person stands, made of its records (app/standing.py): the worklist reads this alone.

    No record of the office, hence in no trail. lead: the matter under which it is shown while that is open, as many
    people brought the same; people: how many. due: the earliest that is still waited for. reminders: since the unit was
    asked last. name, sort_key: of the visitor, as the visit has him.
    """

    __tablename__ = "standing"
    issue_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stage: Mapped[Stage] = mapped_column(coded(Stage, "stage"))
    lead: Mapped[int | None]
    people: Mapped[int]
    date: Mapped[dt.date]
    due: Mapped[dt.date | None]
    unit: Mapped[str | None]
    outside: Mapped[bool]
    reminders: Mapped[int]
    type: Mapped[IssueType] = mapped_column(coded(IssueType, "type"))
    code: Mapped[str | None]
    subject: Mapped[str]
    head_only: Mapped[bool]
    name: Mapped[str]
    sort_key: Mapped[str]
    __table_args__ = (
        Index(
            "ix_standing_work",
            "due",
            "date",
            "issue_id",
            "stage",
            "unit",
            "type",
            "lead",
            sqlite_where=text("lead IS NULL AND stage <> 'told'"),
        ),
        Index(
            "ix_standing_stage",
            "stage",
            "unit",
            "type",
            "date",
            "lead",
            sqlite_where=text("lead IS NULL AND stage <> 'told'"),
        ),
    )
