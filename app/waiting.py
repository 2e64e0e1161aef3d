"""How long who waits will wait: the day's median visit times those before. A hint for people, never a promise."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import queue_order
from app.domain.codes import Kind, QueueState
from app.meetings import Day, _day
from app.office import Office
from app.queue import QueueRow, _today
from app.queue_order import minutes_of
from db.models import Meeting, Visit

ENOUGH = 3
"""Visits that are over, from which a median says something."""
LAST_DAYS, LOOK_BACK = 4, 12
"""Meetings before today: of so many the median is told, and among so many they are looked for."""
STEP = 5
"""Minutes that are told are rounded up to this: «انتظار تقریبی ۳۵ دقیقه»."""
BEFORE = (QueueState.CALLED, QueueState.WAITING)


@dataclass(frozen=True)
class Wait:
    """ahead: how many are called before this one. minutes: about how long; None where nothing tells."""

    ahead: int
    minutes: int | None


@dataclass(frozen=True)
class Outlook:
    """each: minutes that a visit takes in the head's room; waits: by visit; next: of who would come now."""

    each: int | None
    waits: dict[int, Wait]
    next: Wait


def ahead(office: Office, visit_id: int) -> int:
    """The turns before this one («نوبت‌های پیش از شما»)."""
    wait = of_today(office).waits.get(visit_id)
    return wait.ahead if wait else 0


def expected(office: Office, visit_id: int) -> int | None:
    """About how many minutes this one still waits; None where nothing tells."""
    wait = of_today(office).waits.get(visit_id)
    return wait.minutes if wait else None


def of_today(office: Office) -> Outlook:
    """The waits of all who wait today, and of who comes next."""
    with office.read() as session:
        return _outlook(session, office, _today(session, office), _day(session, office.today()))


def _outlook(session: Session, office: Office, rows: Sequence[QueueRow], day: Day) -> Outlook:
    each = minutes_each(_lasted(rows)) or minutes_each(_lasted_before(session, office.today()))
    return outlook(rows, each, office.time(), day.opens)


def outlook(rows: Sequence[QueueRow], each: int | None, now: dt.time, opens: dt.time | None) -> Outlook:
    """Of the day's rows in order. opens: when the head begins, for those who come before."""
    main = [row for row in rows if queue_order.in_main_lane(row)]
    inside = next((row.admitted for row in main if row.state is QueueState.IN_ROOM and row.admitted), None)
    begun = any(row.admitted is not None for row in main)
    until_open = 0 if begun or opens is None else max(minutes_of(opens) - minutes_of(now), 0)
    in_room_for = None if inside is None else max(minutes_of(now) - minutes_of(inside), 0)
    line = [row.visit_id for row in main if row.state in BEFORE]
    waits = [Wait(n, about(n, each, in_room_for, until_open)) for n in range(len(line) + 1)]
    lanes = {
        row.visit_id: Wait(len(queue_order.before(rows, row.visit_id, *BEFORE)), None)
        for row in rows
        if row.lane is not None and row.kind is Kind.WEEKLY and row.state in BEFORE
    }
    return Outlook(each, dict(zip(line, waits, strict=False)) | lanes, waits[-1])


def about(before: int, each: int | None, in_room_for: int | None = None, until_open: int = 0) -> int | None:
    """Minutes until the turn comes.

    each: minutes that a visit takes, None: nobody knows. in_room_for: minutes since somebody went in, None: the room is
    free. until_open: minutes until the head begins.
    """
    if each is None:
        return None
    still_in = 0 if in_room_for is None else max(each - in_room_for, 0)
    return -(-(until_open + still_in + before * each) // STEP) * STEP


def minutes_each(lasted: Iterable[int]) -> int | None:
    """The median of minutes in the room, at least one; None of too few."""
    lasted = list(lasted)
    return max(round(median(lasted)), 1) if len(lasted) >= ENOUGH else None


def _lasted(rows: Iterable[QueueRow]) -> list[int]:
    return [
        minutes_of(row.departed) - minutes_of(row.admitted)
        for row in rows
        if queue_order.in_main_lane(row) and row.admitted and row.departed and row.departed >= row.admitted
    ]


def _lasted_before(session: Session, today: dt.date) -> list[int]:
    """Of the last days on which it was noted, if that is not long ago: imported registers have no hour of leaving."""
    meetings = select(Meeting.date).where(Meeting.date < today).order_by(Meeting.date.desc()).limit(LOOK_BACK)
    hours = session.execute(
        select(Visit.date, Visit.admitted, Visit.departed).where(
            Visit.date.in_(session.scalars(meetings).all()),
            Visit.kind == Kind.WEEKLY,
            Visit.lane.is_(None),
            Visit.withdrawn_at.is_(None),
            Visit.departed >= Visit.admitted,
        )
    ).all()
    days = sorted({date for date, _into, _out in hours})[-LAST_DAYS:]
    return [minutes_of(out) - minutes_of(into) for date, into, out in hours if into and out and date in days]
