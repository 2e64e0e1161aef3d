"""All bookings of a day that fell out go to others; and who has to be told of it."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, exists, not_, or_, select
from sqlalchemy.orm import Session

from app.booking_days import BookedDay, _coming, _day, _taking
from app.bookings import BookingRow, _checked, _is_unheard, _of_day, _one, _put, _same
from app.courtesies import _tell_moved, _untell_moved
from app.domain.codes import Kind, MeetingState, MessageState
from app.domain.errors import Refused
from app.domain.persian.calendar import long_date
from app.domain.texts import _
from app.meetings import _day as _state_of_day
from app.messages import IN_FLIGHT
from app.moved_turns import LEFT, Turn, _newest, _says, _turn, _words
from app.office import Office
from app.security.rights import Right
from app.work import Work
from db.models import Booking, Meeting, Visit


@dataclass(frozen=True)
class FallenDay:
    """A day whose meeting does not take place, with the bookings that still stand there. reason: why, if given."""

    date: dt.date
    mark: MeetingState | None
    reason: str | None
    rows: tuple[BookingRow, ...]


@dataclass(frozen=True)
class Telling:
    """Who has to be told that the turn is another one now: the phone, and a text ready to be sent or read out.

    by_sms: the outbox has it, or it went already. text: empty where there is no turn to tell yet.
    """

    booking_id: int
    name: str
    mobile: str | None
    text: str
    by_sms: bool = False


def move_all(office: Office, date: dt.date, to: dt.date | None = None) -> list[BookingRow]:
    """Everybody who is expected on a day goes to `to`, or to the next meeting that has places, then to the one after.

    They keep their order and, where it is free, their half hour; who has the first place keeps that, however full the
    day is. Where messages go by themselves they are told so. Raises Refused when there is nobody to move or nowhere to
    move them; then nobody is moved.
    """
    with office.work("booking_moves.move_all", Right.REGISTER) as work:
        rows = [row for row in _of_day(work, date) if not row.came]
        if not rows:
            raise Refused(_("Nobody is booked for %(date)s any more.") % {"date": long_date(date)}, "date")
        earliest = to or max(date, office.today())
        days = [day.date for day in _coming(work, office, 60) if day.date != date and day.date >= earliest]
        if to is not None and to not in days[:1]:
            _taking(work, office, to)  # says why not
        for row in rows:
            unheard = _is_unheard(work, row)
            _untell_moved(work, office, row.booking_id)
            _move_on(work, office, row, days, unheard=unheard)
        moved = [_one(work, row.booking_id) for row in rows]
        for row in moved:
            _tell_moved(work, office, row.booking_id)
        return moved


def _move_on(work: Work, office: Office, row: BookingRow, days: list[dt.date], *, unheard: bool) -> None:
    person = _checked(row.typed())
    for date in days:
        day = _day(work, office, date)
        there = _of_day(work, date)
        twice = any(_same(person, row.visitor_id, other) for other in there)
        if (row.first or not day.full) and not twice:
            hour = row.hour if row.first else _same_or_first_free(day, row.hour)
            _put(work.get_one(Booking, row.booking_id), date, hour, unheard=unheard)
            work.flush()
            return
    raise Refused(_("There is no meeting day with a free place for %(name)s.") % {"name": row.name}, "date")


def _same_or_first_free(day: BookedDay, hour: dt.time | None) -> dt.time | None:
    if not day.halves:
        return hour if hour is not None and day.opens <= hour < day.closes else None
    half = day.half(hour) if hour is not None else None
    return half.start if half is not None and half.free else day.first_free


def fallen(office: Office) -> list[FallenDay]:
    """The days with bookings on which there is no meeting after all, until the last of them is moved or cancelled.

    Marked as holiday or not held, no meeting day any more since the schedule changed, or past without that anybody
    was received: then it was not the visitors who did not come.
    """
    with office.read() as session:
        dates = session.scalars(_NOT_HELD.order_by(Booking.date), {"today": office.today()}).all()
        found = []
        for date in dates:
            day = _state_of_day(session, date)
            rows = tuple(row for row in _of_day(session, date) if not row.came)
            if rows and (date < office.today() or not day.meeting):
                found.append(FallenDay(date, day.mark, day.reason, rows))
        return found


_NOT_HELD = (
    select(Booking.date)
    .distinct()
    .where(
        Booking.withdrawn_at.is_(None),
        or_(
            Booking.date >= bindparam("today"),
            not_(
                or_(
                    exists().where(Visit.date == Booking.date, Visit.kind == Kind.WEEKLY, Visit.withdrawn_at.is_(None)),
                    exists().where(Meeting.date == Booking.date, Meeting.head_from.is_not(None)),
                )
            ),
        ),
    )
)
"""The days with bookings, today and later; of earlier ones those on which nobody was received. Asked at every visit."""


def telling(office: Office, rows: tuple[BookingRow, ...]) -> list[Telling]:
    """The text for each of these that were moved, to be sent as SMS or read out on the telephone."""
    with office.read() as session:
        turns = [(row.booking_id, _turn(session, row.booking_id)) for row in rows]
        return [
            _telling(session, office, one, turn)
            for one, turn in turns
            if turn is not None and (turn.moved_from or _knows_another(session, office, one, turn))
        ]


def told_otherwise(office: Office, rows: tuple[BookingRow, ...]) -> list[Telling]:
    """Who of these was told by SMS of another turn than he has now, as a move was undone after it had left.

    Without a text where he is on a day without a meeting: from there he is moved on, and told.
    """
    with office.read() as session:
        turns = [(row.booking_id, _turn(session, row.booking_id)) for row in rows]
        told = [
            (turn, _telling(session, office, one, turn))
            for one, turn in turns
            if turn is not None and _knows_another(session, office, one, turn)
        ]
        return [one if _state_of_day(session, turn.date).meeting else replace(one, text="") for turn, one in told]


def _knows_another(session: Session, office: Office, booking_id: int, turn: Turn) -> bool:
    heard = _newest(session, booking_id, *LEFT)
    return heard is not None and not _says(session, office, heard, turn)


def _telling(session: Session, office: Office, booking_id: int, turn: Turn) -> Telling:
    said = _newest(session, booking_id, *IN_FLIGHT, MessageState.DELIVERED)
    by_sms = said is not None and _says(session, office, said, turn)
    return Telling(booking_id, turn.name, turn.mobile, _words(session, office, turn), by_sms)
