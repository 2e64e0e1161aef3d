"""What happens to a turn beside the steps themselves: over and next, waiting some turns, carried to the next meeting.

Whatever was done here or by a step is taken back by `as_before`, whole or not at all.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import queue_order
from app.domain.codes import Priority, QueueState
from app.domain.errors import Refused
from app.domain.texts import _
from app.meetings import _day
from app.office import Office
from app.queue import (
    QueueRow,
    _carry,
    _changed,
    _first,
    _in_queue,
    _meant,
    _nobody_called,
    _of_day,
    _row,
    _step,
    _today,
)
from app.security.rights import Right
from db.models import Booking, Visit

USUAL_TURNS, MOST_TURNS = 3, 9
WAITING = (QueueState.WAITING, QueueState.CALLED)


@dataclass(frozen=True)
class OverAndNext:
    """over: who came out of the room; next: who was called or, called before, went in. Either may be None."""

    over: QueueRow | None
    next: QueueRow | None

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        return tuple(row for row in (self.over, self.next) if row is not None)


def over_and_next(office: Office) -> OverAndNext:
    """End the visit of who is in the head's room; who was called goes in, or else the next one is called.

    Raises Refused when there is neither.
    """
    with office.work("turns.over_and_next", Right.REGISTER) as session:
        inside = _first(session, office, QueueState.IN_ROOM)
        over = _step(session, office, inside.visit_id, QueueState.SEEN) if inside else None
        called = _first(session, office, QueueState.CALLED)
        waiting = None if called else _first(session, office, QueueState.WAITING)
        who, to = (called, QueueState.IN_ROOM) if called else (waiting, QueueState.CALLED)
        if over is None and who is None:
            raise Refused(_("Nobody is waiting."))
        return OverAndNext(over, _step(session, office, who.visit_id, to) if who else None)


def call_again(office: Office) -> QueueRow:
    """Call again the one who was called: the hour is the new one. Raises Refused when nobody was."""
    with office.work("turns.call_again", Right.REGISTER) as session:
        who = _first(session, office, QueueState.CALLED)
        return _step(session, office, _meant(who, _nobody_called()), QueueState.CALLED)


def come_back(office: Office, visit_id: int) -> QueueRow:
    """Who left is here again and stands where his number says; a first place that he was given falls away."""
    with office.work("turns.come_back", Right.REGISTER) as session:
        return _step(session, office, visit_id, QueueState.WAITING)


def put_behind(office: Office, visit_id: int | None = None, turns: int = USUAL_TURNS) -> QueueRow:
    """Who is not there when called waits until so many others were called; number, arrival and place stay his.

    visit_id: None for the one who was called. Raises Refused when nobody was.
    """
    if not 1 <= turns <= MOST_TURNS:
        raise Refused(_("Give a number of turns from 1 to 9."), "turns")
    with office.work("turns.put_behind", Right.REGISTER) as session:
        if visit_id is None:
            visit_id = _meant(_first(session, office, QueueState.CALLED), _nobody_called())
        visit = _still_waits(session, visit_id)
        if visit.lane is not None:
            raise Refused(_("This one is in the second lane; take him back to the main queue first."))
        before = _row(session, visit_id)
        rows = _of_day(session, visit.date)
        others = queue_order.called_so_far(row for row in rows if row.visit_id != visit_id)
        visit.state, visit.called, visit.behind = QueueState.WAITING, None, others + turns
        return _changed(session, before)


def _still_waits(session: Session, visit_id: int) -> Visit:
    visit = _in_queue(session, visit_id)
    if visit.state not in WAITING:
        raise Refused(_("This step does not follow from «%(state)s».") % {"state": visit.state.label})
    return visit


def set_priority(office: Office, visit_id: int, priority: Priority | None) -> QueueRow:
    """Why this one goes first, of causes that are never bodily (e-commerce law, art. 58); None: no priority."""
    with office.work("turns.set_priority", Right.REGISTER) as session:
        visit = _still_waits(session, visit_id)
        before = _row(session, visit_id)
        visit.priority = priority
        return _changed(session, before)


@dataclass(frozen=True)
class Carried:
    """Who was given the first place at the meeting of that date."""

    date: dt.date
    rows: tuple[QueueRow, ...]


def carry(office: Office, visit_ids: tuple[int, ...] = ()) -> Carried:
    """Who was not received comes to the next meeting with the first place: he came, was not seen, and is not lost.

    visit_ids: none for all who still wait today, in either lane.
    Raises Refused when nobody waits, or no next meeting is known.
    """
    with office.work("turns.carry", Right.REGISTER) as session:
        rows = _today(session, office)
        waiting = [row.visit_id for row in rows if row.state in WAITING and row.number is not None]
        meant = visit_ids or tuple(waiting)
        if not meant:
            raise Refused(_("Nobody is waiting."))
        date = _next_meeting(session, office, meant)
        if date is None:
            raise Refused(_("No next meeting is known; set the meeting's weekday first."))
        return Carried(date, tuple(_carried(session, office, visit_id, date) for visit_id in meant))


def _next_meeting(session: Session, office: Office, visit_ids: Sequence[int]) -> dt.date | None:
    """The next one that will be held; for who was left over on an earlier day it may be today's."""
    today = _day(session, office.today())
    came_today = session.scalar(select(Visit.id).where(Visit.id.in_(visit_ids), Visit.date >= today.date).limit(1))
    goes_on = today.meeting and today.closes is not None and office.time() < today.closes
    return today.date if goes_on and came_today is None else today.next_meeting


def _carried(session: Session, office: Office, visit_id: int, date: dt.date) -> QueueRow:
    visit = _in_queue(session, visit_id)
    if visit.state not in (*WAITING, QueueState.LEFT) or visit.carried_to is not None:
        raise Refused(_("This step does not follow from «%(state)s».") % {"state": visit.state.label})
    before = _row(session, visit_id)
    booking = Booking(
        agency_id=office.agency_id,
        date=date,
        first=True,
        visitor_id=visit.visitor_id,
        first_name=visit.first_name,
        last_name=visit.last_name,
        father_name=visit.father_name,
        national_id=visit.national_id,
        foreign_id=visit.foreign_id,
        mobile=visit.mobile,
        subject=next(iter(before.subjects), None),
        companions=visit.companions,
        booked_at=office.now(),
    )
    session.add(booking)
    session.flush()
    if visit.state is not QueueState.LEFT:
        visit.state, visit.departed = QueueState.LEFT, max(office.time(), visit.arrived)
    _carry(session, office, visit, booking.id)
    return _changed(session, before)


OF_THE_QUEUE = (
    "state",
    "called",
    "admitted",
    "departed",
    "presided_by",
    "priority",
    "lane",
    "behind",
    "out_of_turn",
)
"""The columns that steps in the queue write, beside `carried_to`."""


def as_before(office: Office, *rows: QueueRow) -> list[QueueRow]:
    """Undo steps, the last one first: each visit stands again as it stood before the step that gave its row.

    Who came out of the room because another went in is in it again.
    Raises Refused, and takes nothing back, where somebody has gone on with one of them since.
    """
    with office.work("turns.as_before", Right.REGISTER) as session:
        back = [_as_before(session, office, row, row.before) for row in reversed(rows) if row.before is not None]
        return back[::-1]


def _as_before(session: Session, office: Office, row: QueueRow, before: QueueRow) -> QueueRow:
    visit = _in_queue(session, row.visit_id)
    if any(getattr(visit, key) != getattr(row, key) for key in (*OF_THE_QUEUE, "carried_to")):
        raise Refused(_("%(name)s has gone on in the queue since; nothing was taken back.") % {"name": row.name})
    for key in OF_THE_QUEUE:
        setattr(visit, key, getattr(before, key))
    _carry(session, office, visit, before.carried_to)
    back = _changed(session, row)
    for one in row.over:
        if one.before is not None:
            _as_before(session, office, one, one.before)
    return back
