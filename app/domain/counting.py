"""What counts as the face-to-face meeting: the circular's rules, each with its clause.

c1: the head, in person, one day a week, in the hours, in the office. c2: ceremonies, tours, speeches and everyday
answering are not public meetings, and neither their figures nor their particulars are given as such.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.codes import Kind, MeetingState, PresidedBy, Weekday
from app.domain.persian.calendar import weekday
from app.domain.persian.periods import Span
from app.domain.texts import N_

BEGINNING = dt.date(1900, 1, 1)
"""A schedule without a start date holds from here: for all earlier dates too."""


@dataclass(frozen=True)
class Uncounted:
    """Why a contact is not counted: its code in `excluded`, the clause, the reason and what would change it."""

    code: str
    clause: str
    reason: str
    remedy: str


_OTHER_OCCASION = N_("If this was said at the weekly meeting, correct the kind of the contact to weekly meeting.")

UNCOUNTED = {
    kind: Uncounted(str(kind), "c2", reason, _OTHER_OCCASION)
    for kind, reason in {
        Kind.CEREMONY: N_("Answering people at a ceremony or an occasion is not the public meeting."),
        Kind.TOUR: N_("Answering people on a public tour is not the public meeting."),
        Kind.SPEECH: N_("A speech is not the public meeting."),
        Kind.DAILY: N_("Everyday answering, case by case, is not the public meeting."),
    }.items()
}
BY_DEPUTY = Uncounted(
    "deputy",
    "c1",
    N_("The circular wants the head in person; a visit that the deputy received is not counted."),
    N_("If the head himself received this visitor, correct who held the meeting."),
)


def why_not_counted(kind: Kind, presided_by: PresidedBy) -> Uncounted | None:
    """None for a contact that counts: weekly, and with the head in person (c1, c2)."""
    if kind is not Kind.WEEKLY:
        return UNCOUNTED[kind]
    return BY_DEPUTY if presided_by is PresidedBy.DEPUTY else None


@dataclass(frozen=True)
class Term:
    """A weekday and its hours, in force from `since` until the next term begins."""

    since: dt.date
    weekday: Weekday
    opens: dt.time
    closes: dt.time


def term_on(day: dt.date, terms: Iterable[Term]) -> Term | None:
    """The term in force on a day; None before the first."""
    begun = [term for term in terms if term.since <= day]
    return max(begun, key=lambda term: term.since) if begun else None


def is_meeting_day(day: dt.date, terms: Iterable[Term]) -> bool:
    """Whether the agency's weekday in force on that day is the day's own (c1)."""
    term = term_on(day, terms)
    return term is not None and term.weekday is weekday(day)


def scheduled_days(span: Span, terms: Iterable[Term]) -> list[dt.date]:
    """The agency's meeting weekdays in a span of days, marked holidays still among them."""
    known = list(terms)
    length = (span.last - span.first).days + 1
    days = (span.first + dt.timedelta(days=n) for n in range(length))
    return [day for day in days if is_meeting_day(day, known)]


def next_meeting_day(
    after: dt.date, terms: Iterable[Term], marked: Iterable[dt.date] = (), opened: Iterable[dt.date] = ()
) -> dt.date | None:
    """The first day after a date on which a meeting is to be held, whichever kind, within a year; else None.

    marked: days known as holiday or not held. opened: days with a meeting of their own, whatever their weekday: a day
    that was moved, or one more.
    """
    known, off, extra = list(terms), set(marked), set(opened)
    days = (after + dt.timedelta(days=n) for n in range(1, 367))
    return next((day for day in days if day not in off and (day in extra or is_meeting_day(day, known))), None)


@dataclass(frozen=True)
class DayFacts:
    """What is known of a day: what people marked, the head's own presence, and who received weekly visitors."""

    mark: MeetingState | None = None
    head_noted: bool = False
    by_head: int = 0
    by_deputy: int = 0


def state_of(day: DayFacts) -> MeetingState:
    """The state of a meeting day (c1).

    Facts come before marks: a day on which the head received people was held, whatever was marked beforehand.
    """
    if day.head_noted or day.by_head:
        return MeetingState.HELD
    if day.by_deputy:
        return MeetingState.HELD_BY_DEPUTY
    if day.mark is MeetingState.HOLIDAY:
        return MeetingState.HOLIDAY
    return MeetingState.NOT_HELD
