"""The meeting days: today's state, the head's own presence, days marked as holiday or not held, substitutes."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.agency import _terms
from app.domain import counting
from app.domain.codes import Kind, MeetingState, PresidedBy, QueueState
from app.domain.errors import Refused
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from db.models import Meeting, Visit


@dataclass(frozen=True)
class Day:
    """One day as the desk sees it.

    scheduled: it is the agency's weekday. meeting: there is a meeting on it (scheduled and no holiday, or opened as a
    substitute). state: held and so on, of what happened so far. head_present: the head came and has not left.
    closed: a change of it is an amendment (app/amending.py).
    """

    date: dt.date
    scheduled: bool
    meeting: bool
    state: MeetingState
    opens: dt.time | None
    closes: dt.time | None
    mark: MeetingState | None
    reason: str | None
    head_from: dt.time | None
    head_to: dt.time | None
    instead_of: dt.date | None
    presided_by: PresidedBy
    next_meeting: dt.date | None
    waiting: int
    in_room: int
    seen: int
    left: int
    closed: bool = False


def on(office: Office, date: dt.date) -> Day:
    """The day, with its counts and the meeting after it."""
    with office.read() as session:
        return _day(session, date)


def today(office: Office) -> Day:
    """Today: whether there is a meeting, who presides, how many wait, are in the room, were seen or left."""
    return on(office, office.today())


def _day(session: Session, date: dt.date) -> Day:
    terms = _terms(session)
    term = counting.term_on(date, terms)
    row = _row(session, date)
    scheduled = counting.is_meeting_day(date, terms)
    received = _received(session, date)
    counts = Counter[QueueState]()
    for state, _who, count in received:
        counts[state] += count
    facts = _facts(row, received)
    return Day(
        date=date,
        scheduled=scheduled,
        meeting=_is_on(session, row, date),
        state=counting.state_of(facts),
        opens=row.opens if row else term.opens if term else None,
        closes=row.closes if row else term.closes if term else None,
        mark=row.mark if row else None,
        reason=row.reason if row else None,
        head_from=row.head_from if row else None,
        head_to=row.head_to if row else None,
        instead_of=row.instead_of if row else None,
        presided_by=row.presided_by if row else PresidedBy.HEAD,
        next_meeting=counting.next_meeting_day(date, terms, *_known_after(session, date)),
        waiting=counts[QueueState.WAITING] + counts[QueueState.CALLED],
        in_room=counts[QueueState.IN_ROOM],
        seen=counts[QueueState.SEEN],
        left=counts[QueueState.LEFT],
        closed=row is not None and row.closed_at is not None,
    )


_ON_DATE = select(Meeting).where(Meeting.date == bindparam("date"))


def _row(session: Session, date: dt.date) -> Meeting | None:
    return session.scalar(_ON_DATE, {"date": date})


def _received(session: Session, date: dt.date) -> list[tuple[QueueState, PresidedBy, int]]:
    """The day's weekly visits: how many in each state, and with whom."""
    rows = session.execute(
        select(Visit.state, Visit.presided_by, func.count())
        .where(Visit.date == date, Visit.kind == Kind.WEEKLY, Visit.withdrawn_at.is_(None))
        .group_by(Visit.state, Visit.presided_by)
    )
    return [(state, who, count) for state, who, count in rows]  # a row is no tuple to mypy


def _facts(row: Meeting | None, received: list[tuple[QueueState, PresidedBy, int]]) -> counting.DayFacts:
    return counting.DayFacts(
        mark=row.mark if row else None,
        head_noted=row is not None and row.head_from is not None,
        by_head=sum(count for _state, who, count in received if who is PresidedBy.HEAD),
        by_deputy=sum(count for _state, who, count in received if who is PresidedBy.DEPUTY),
    )


def _known_after(session: Session, date: dt.date) -> tuple[list[dt.date], list[dt.date]]:
    """Later days that are known of: those without a meeting, and those with one."""
    marked, opened = list[dt.date](), list[dt.date]()
    for day, mark in session.execute(select(Meeting.date, Meeting.mark).where(Meeting.date > date)):
        (opened if mark is None else marked).append(day)
    return marked, opened


def _meeting_on(session: Session, office: Office, date: dt.date) -> Meeting:
    """The day's row, made with the hours in force if there is none yet."""
    row = _row(session, date)
    if row is None:
        term = counting.term_on(date, _terms(session))
        row = Meeting(
            agency_id=office.agency_id,
            date=date,
            opens=term.opens if term else dt.time(8),
            closes=term.closes if term else dt.time(12),
        )
        session.add(row)
        session.flush()
    return row


def _is_on(session: Session, meeting: Any | None, date: dt.date) -> bool:
    """Whether there is a meeting on the day: its row says so, else its weekday."""
    if meeting is not None:
        return meeting.mark is None
    return counting.is_meeting_day(date, _terms(session))


def hold_substitute(office: Office, reason: str, *, instead_of: dt.date | None = None) -> Day:
    """Open a meeting today although it is another weekday: a substitute for a missed one, with the reason."""
    reason = _reason(reason)
    today = office.today()
    with office.work("meetings.hold_substitute", Right.REGISTER) as session:
        day = _day(session, today)
        if day.meeting:
            raise Refused(_("Today is a meeting day already."), "date")
        row = _meeting_on(session, office, today)
        row.mark, row.reason, row.instead_of = None, reason, instead_of
        session.flush()
        return _day(session, today)


def mark(office: Office, date: dt.date, state: MeetingState | None, reason: str = "") -> Day:
    """Mark a day as a holiday or as not held, with the reason; None takes the mark back.

    A day on which people were received stays held: facts come before marks, and the mark is refused.
    """
    if state not in (None, MeetingState.HOLIDAY, MeetingState.NOT_HELD):
        raise ValueError(state)
    reason = _reason(reason) if state is MeetingState.NOT_HELD else normalise(reason)
    with office.work("meetings.mark", Right.REGISTER) as session:
        day = _day(session, date)
        if state is not None and day.state is MeetingState.HELD:
            raise Refused(_("The head received people on this day; it cannot be marked as not held."), "date")
        row = _meeting_on(session, office, date)
        row.mark, row.reason = state, reason or None
        session.flush()
        return _day(session, date)


def give_reason(office: Office, date: dt.date, reason: str) -> Day:
    """Why the head did not hold the meeting himself on that day (told in the report)."""
    reason = _reason(reason)
    with office.work("meetings.give_reason", Right.REGISTER) as session:
        row = _meeting_on(session, office, date)
        row.reason = reason
        session.flush()
        return _day(session, date)


def _reason(text: str) -> str:
    text = normalise(text)
    if not text:
        raise Refused(_("Write the reason."), "reason")
    return text


def head_came(office: Office, at: dt.time | None = None) -> Day:
    """The head is in the room from now, or from the given hour (c1: in person)."""
    with office.work("meetings.head_came", Right.REGISTER) as session:
        row = _meeting_on(session, office, office.today())
        if row.mark is not None:
            raise Refused(_("This day is marked as not held; take the mark back first."), "head_from")
        row.head_from = row.head_from or at or office.time()
        row.head_to = None
        row.presided_by = PresidedBy.HEAD
        session.flush()
        return _day(session, row.date)


def head_left(office: Office, at: dt.time | None = None) -> Day:
    """The head has left: visits after this are the deputy's and do not count (c1)."""
    with office.work("meetings.head_left", Right.REGISTER) as session:
        row = _meeting_on(session, office, office.today())
        at = at or office.time()
        if row.head_from is None:
            row.head_from = min(row.opens, at)
        if at < row.head_from:
            raise Refused(_("The head cannot leave before coming."), "head_to")
        row.head_to = at
        row.presided_by = PresidedBy.DEPUTY
        session.flush()
        return _day(session, row.date)


def presence_as_before(office: Office, before: Day) -> Day:
    """Undo what was noted of the head's coming and going: who presides and the head's hours as they stood `before`."""
    with office.work("meetings.presence_as_before", Right.REGISTER) as session:
        row = _meeting_on(session, office, before.date)
        row.head_from, row.head_to, row.presided_by = before.head_from, before.head_to, before.presided_by
        session.flush()
        return _day(session, row.date)


def deputy_presides(office: Office) -> Day:
    """The deputy holds today's meeting from now on, the head not having come: what follows does not count (c1)."""
    with office.work("meetings.deputy_presides", Right.REGISTER) as session:
        row = _meeting_on(session, office, office.today())
        row.presided_by = PresidedBy.DEPUTY
        session.flush()
        return _day(session, row.date)
