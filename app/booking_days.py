"""The places of a coming meeting day: how many, in which half hours if the office gives hours, and who gets none."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.agency import _terms
from app.domain import counting
from app.domain.errors import Refused
from app.domain.persian.calendar import clock, long_date, parse_time
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.office import Office
from app.office_settings import OfficeSettings, _settings
from app.queue_order import HALF_HOUR, minutes_of
from db.models import Booking, Meeting, Visit

AHEAD = 366
"""Days in which a meeting with a free place is looked for."""


@dataclass(frozen=True)
class HalfHour:
    """free: how many more it takes; of a half hour that is past none."""

    start: dt.time
    booked: int
    free: int


@dataclass(frozen=True)
class BookedDay:
    """A meeting day as who takes bookings sees it.

    meeting: there is a meeting on it (a day that fell out may still have bookings). booked: names taken; came: of them
    ticked in. capacity: 0 without a bound. halves: () where the office gives no hours.
    """

    date: dt.date
    meeting: bool
    opens: dt.time
    closes: dt.time
    booked: int
    came: int
    capacity: int
    halves: tuple[HalfHour, ...]

    @property
    def free(self) -> int | None:
        """Places left, None without a bound."""
        left = [self.capacity - self.booked] if self.capacity else []
        left += [sum(half.free for half in self.halves)] if self.halves else []
        return max(0, min(left)) if left else None

    @property
    def full(self) -> bool:
        return self.free == 0

    def half(self, hour: dt.time) -> HalfHour | None:
        return next((half for half in self.halves if half.start == hour), None)

    @property
    def first_free(self) -> dt.time | None:
        """The first half hour with a place."""
        return next((half.start for half in self.halves if half.free), None)


def half_hours(opens: dt.time, closes: dt.time) -> list[dt.time]:
    """The beginnings of the half hours between these hours."""
    return [dt.time(minute // 60, minute % 60) for minute in range(minutes_of(opens), minutes_of(closes), HALF_HOUR)]


def days(office: Office, count: int = 8) -> list[BookedDay]:
    """The coming meeting days for which bookings are taken, today's among them until it is over."""
    with office.read() as session:
        return _coming(session, office, count)


def day(office: Office, date: dt.date) -> BookedDay:
    """One day, whether there is a meeting on it or not."""
    with office.read() as session:
        return _day(session, office, date)


def _coming(session: Session, office: Office, count: int) -> list[BookedDay]:
    first = office.today()
    found = _meetings(session, first, first + dt.timedelta(days=AHEAD))
    dates = [date for date, _opens, closes in found if date > first or office.time() < closes][:count]
    settings = _settings(session)
    return [_day(session, office, date, settings) for date in dates]


def _next_free(session: Session, office: Office, after: dt.date) -> BookedDay | None:
    """The first day after this one that has a place."""
    settings = _settings(session)
    for date, _opens, _closes in _meetings(session, after + dt.timedelta(days=1), after + dt.timedelta(days=AHEAD)):
        found = _day(session, office, date, settings)
        if not found.full:
            return found
    return None


def _meetings(session: Session, first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, dt.time, dt.time]]:
    """The days with a meeting, with their hours: scheduled and not marked, or opened as a substitute."""
    terms = _terms(session)
    rows = {row.date: row for row in session.scalars(select(Meeting).where(Meeting.date.between(first, last)))}
    known = tuple([date for date, row in rows.items() if (row.mark is None) is held] for held in (False, True))
    date: dt.date | None = first - dt.timedelta(days=1)
    while date is not None and (date := counting.next_meeting_day(date, terms, *known)) and date <= last:
        if hours := rows.get(date) or counting.term_on(date, terms):
            yield date, hours.opens, hours.closes


def _day(session: Session, office: Office, date: dt.date, settings: OfficeSettings | None = None) -> BookedDay:
    settings = settings or _settings(session)
    meeting = next(_meetings(session, date, date), None)
    row = session.scalar(select(Meeting).where(Meeting.date == date))
    term = counting.term_on(date, _terms(session))
    hours = row or term
    opens, closes = (hours.opens, hours.closes) if hours else (dt.time(8), dt.time(12))
    booked = Counter[dt.time | None]()
    for hour, names in session.execute(
        select(Booking.hour, func.count())
        .where(Booking.date == date, Booking.withdrawn_at.is_(None))
        .group_by(Booking.hour)
    ):
        booked[hour] = names
    came = session.scalar(
        select(func.count())
        .select_from(Booking)
        .where(
            Booking.date == date,
            Booking.withdrawn_at.is_(None),
            exists().where(Visit.booking_id == Booking.id, Visit.withdrawn_at.is_(None)),
        )
    )
    most = settings.per_half_hour
    halves = (
        HalfHour(start, booked[start], 0 if _past(office, date, start) else max(0, most - booked[start]))
        for start in (half_hours(opens, closes) if most and meeting else ())
    )
    return BookedDay(
        date=date,
        meeting=meeting is not None,
        opens=opens,
        closes=closes,
        booked=booked.total(),
        came=came or 0,
        capacity=settings.capacity,
        halves=tuple(halves),
    )


def _past(office: Office, date: dt.date, start: dt.time) -> bool:
    """Whether this half hour is over."""
    end = dt.datetime.combine(date, start) + dt.timedelta(minutes=HALF_HOUR)
    return end <= office.now().replace(tzinfo=None)


# giving a place --------------------------------------------------------------------------------------------------


def _taking(session: Session, office: Office, date: dt.date, but: Booking | None = None) -> BookedDay:
    """A day that takes one more booking. but: one that stands there and asks for another half hour only.

    Raises Refused with the field "date" and the next day that has a place.
    """
    day = _day(session, office, date)
    if date < office.today() or (date == office.today() and day.meeting and office.time() >= day.closes):
        raise Refused(
            _("The meeting of %(date)s is over.") % {"date": long_date(date)} + _next(session, office), "date"
        )
    if not day.meeting:
        said = _("There is no meeting on %(date)s.") % {"date": long_date(date)}
        raise Refused(said + _next(session, office), "date")
    taken = day.booked - (but is not None)
    if (day.capacity and taken >= day.capacity) or (day.halves and not any(half.free for half in day.halves)):
        said = _("All places of %(date)s are taken.") % {"date": long_date(date)}
        if date == office.today():
            said = _("Today is full; book a turn for the next meeting.")
        raise Refused(said + _next(session, office, date), "date")
    return day


def _next(session: Session, office: Office, after: dt.date | None = None) -> str:
    """The next day with a place, as a sentence of its own."""
    day = _next_free(session, office, after or office.today())
    if day is None:
        return ""
    words = {"date": long_date(day.date), "n": persian_digits(day.free or 0)}
    said = _("Next day: %(date)s") if day.free is None else _("Next day: %(date)s, %(n)s places free")
    return " " + said % words


def _hour_given(office: Office, day: BookedDay, typed: str) -> dt.time | None:
    """The half hour that is given. Raises Refused with the field "hour"."""
    hour = parse_time(typed, field="hour") if typed.strip() else None
    if hour is None:
        if day.halves:
            raise Refused(_("Choose the half hour."), "hour")
        return None
    if not day.halves:
        if not day.opens <= hour < day.closes:
            raise Refused(_outside(day), "hour")
        return hour
    half = day.half(hour)
    if half is None:
        raise Refused(_outside(day), "hour")
    if not half.free:
        raise Refused(_full_half(office, day, half), "hour")
    return hour


def _outside(day: BookedDay) -> str:
    said = _("The meeting's hours are from %(opens)s to %(closes)s; choose a half hour in them.")
    return said % {"opens": clock(day.opens), "closes": clock(day.closes)}


def _full_half(office: Office, day: BookedDay, half: HalfHour) -> str:
    if _past(office, day.date, half.start):
        return _("This half hour is over; choose a later one.")
    if day.first_free is None:
        return _("All places of this half hour are taken.")
    said = _("All places of this half hour are taken; the first free one is %(hour)s.")
    return said % {"hour": clock(day.first_free)}


def _refuse_if_taken(office: Office, day: BookedDay, hour: dt.time | None) -> None:
    """Whether a booking may stand again where it stood: its place may have been given away meanwhile.

    A day that fell out takes its bookings back; one that is past asks for no places any more.
    """
    if not day.meeting or day.date < office.today():
        return
    half = day.half(hour) if hour else None
    full = (0 < day.capacity <= day.booked) or (
        half is not None and not half.free and not _past(office, day.date, half.start)
    )
    if full:
        raise Refused(_("This place was given to somebody else meanwhile; choose another one."), "hour")
