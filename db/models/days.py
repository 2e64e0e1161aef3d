"""Meeting days: who is booked, who comes, where everybody stands."""

import datetime as dt
import os
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.codes import Kind, MeetingState, PresidedBy, Priority, QueueState
from db.models.base import Base, Kept, Particulars, Withdrawable
from db.types import coded

if TYPE_CHECKING:
    from db.models.issues import Issue


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


class FailedPrint(Base):
    """A paper that the printer did not take; it waits to be printed again. No part of the office's record."""

    __tablename__ = "failed_print"
    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"))
    paper: Mapped[str]
    reason: Mapped[str]
    failed_at: Mapped[dt.datetime]
