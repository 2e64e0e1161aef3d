"""Bookings: a turn that was asked for beforehand, by phone or at the desk, for a coming meeting day.

They are the office's own arrangement and count nowhere: who comes gets a visit, and that is what counts.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.booking_days import _day, _hour_given, _refuse_if_taken, _taking
from app.courtesies import _retell_moved, _retell_undone, _untell_moved
from app.domain.codes import MessageState
from app.domain.errors import Refused
from app.domain.persian.calendar import clock, long_date, parse_time
from app.domain.persian.text import (
    from_keyboard,
    latin_digits,
    normalise,
    refuse_nul,
    search_key,
    search_words,
)
from app.domain.texts import _
from app.moved_turns import VISITOR, _newest
from app.office import Office
from app.register import rows as checked
from app.security.rights import Right
from app.visitors import _known
from app.work import Work
from db.models import Booking, Visit

GIVEN = ("first_name", "last_name", "father_name", "national_id", "foreign_id", "mobile")
"""What is asked of a person who books: enough to be told when the day moves, and to be known on arrival."""


@dataclass(frozen=True)
class NewBooking:
    """What the form holds, as typed: texts by the register's keys.

    hour: the beginning of a half hour, empty if none is given. visitor_id: the person that was taken from the box.
    again: the same name a second time for that day is meant.
    """

    particulars: Mapping[str, str]
    subject: str = ""
    hour: str = ""
    companions: str = ""
    note: str = ""
    visitor_id: int | None = None
    again: bool = False


@dataclass(frozen=True)
class BookingRow:
    """One booking of a day. visitor_id: who it is, where that is known. visit_id: the visit, once it was ticked in.

    first: it has the first place, since the person was not received last time.
    """

    booking_id: int
    date: dt.date
    hour: dt.time | None
    first: bool
    first_name: str
    last_name: str
    father_name: str | None
    national_id: str | None
    foreign_id: str | None
    mobile: str | None
    subject: str | None
    companions: int
    note: str | None
    booked_at: dt.datetime
    moved_from: dt.date | None
    visitor_id: int | None
    visit_id: int | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def came(self) -> bool:
        return self.visit_id is not None

    def typed(self) -> NewBooking:
        """As the form shows it, to be corrected."""
        return NewBooking(
            particulars={key: getattr(self, key) or "" for key in GIVEN},
            subject=self.subject or "",
            hour=f"{self.hour:%H:%M}" if self.hour else "",
            companions=str(self.companions) if self.companions else "",
            note=self.note or "",
            visitor_id=self.visitor_id,
        )


# reading -----------------------------------------------------------------------------------------------------------


def of_day(office: Office, date: dt.date) -> list[BookingRow]:
    """The day's bookings: those with the first place, then by hour, then as they were taken; who came among them."""
    with office.read() as session:
        return _of_day(session, date)


def one(office: Office, booking_id: int) -> BookingRow:
    """A booking that stands. Raises Refused when it was cancelled meanwhile."""
    with office.read() as session:
        return _one(session, booking_id)


def expected(office: Office, date: dt.date) -> list[BookingRow]:
    """Who is booked for the day and has not come yet."""
    return [row for row in of_day(office, date) if not row.came]


def matching(rows: Sequence[BookingRow], typed: str) -> list[BookingRow]:
    """Of these bookings those that fit what is typed: parts of names in any order, the id, the phone.

    What was typed with the keyboard in the wrong language is understood, as it is for people who came before.
    """
    digits = latin_digits(normalise(typed)).replace("-", "").replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return [row for row in rows if any(number.startswith(digits) for number in _numbers(row))]
    for text in (typed, from_keyboard(typed)):
        wanted = search_words(text)
        found = [row for row in rows if wanted and _has_words(row, wanted)]
        if found:
            return found
    return []


def _numbers(row: BookingRow) -> list[str]:
    mobile = row.mobile or ""
    return [number for number in (row.national_id, row.foreign_id, mobile, mobile[1:]) if number]


def _has_words(row: BookingRow, wanted: list[str]) -> bool:
    words = _words(f"{row.name} {row.father_name or ''}")
    return all(any(word.startswith(part) for word in words) for part in wanted)


@lru_cache(maxsize=512)
def _words(names: str) -> tuple[str, ...]:
    """The words by which somebody is found, kept: the box asks at each key."""
    words = search_words(names)
    return (*words, "".join(words))


def _of_day(session: Session, date: dt.date) -> list[BookingRow]:
    rows = [_made(row) for row in session.execute(_rows().where(Booking.date == date))]
    return sorted(rows, key=_place)


def _one(session: Session, booking_id: int) -> BookingRow:
    row = session.execute(_rows().where(Booking.id == booking_id)).first()
    if row is None:
        raise Refused(_("This booking is not in the store any more. Read the list again."))
    return _made(row)


def _rows() -> Select[*tuple[Any, ...]]:
    """Bookings that stand."""
    came = (
        select(func.max(Visit.id)).where(Visit.booking_id == Booking.id, Visit.withdrawn_at.is_(None)).scalar_subquery()
    )
    columns = [getattr(Booking, key) for key in _COLUMNS]
    found = select(Booking.id, *columns, VISITOR.label("visitor"), came.label("visit"))
    return found.where(Booking.withdrawn_at.is_(None))


_COLUMNS = [field.name for field in fields(BookingRow)][1:-2]
"""What a row and a booking have in common."""


def _made(row: Any) -> BookingRow:
    return BookingRow(*row)


def _place(row: BookingRow) -> tuple[bool, dt.time, dt.datetime, int]:
    return (not row.first, row.hour or dt.time.max, row.booked_at, row.booking_id)


# taking and changing -----------------------------------------------------------------------------------------------


def book(office: Office, new: NewBooking, date: dt.date) -> BookingRow:
    """Note a name for a meeting day, today's or a coming one.

    Raises Refused with the field: "date" for a day without a meeting, that is past, or full; "hour" for a half hour
    that is full or none of the day's; "national_id" when this person is booked for that day already; "again" when
    somebody of this name is, and nothing tells them apart.
    """
    given = _checked(new)
    with office.work("bookings.book", Right.REGISTER) as work:
        day = _taking(work, office, date)
        hour = _hour_given(office, day, new.hour)
        known = _known(work.core, given, new.visitor_id)
        visitor_id = known.id if known is not None else None
        _refuse_twice(work, given, visitor_id, date, again=new.again)
        booking = Booking(
            agency_id=office.agency_id,
            date=date,
            hour=hour,
            visitor_id=visitor_id,
            booked_at=office.now(),
            **_texts(new, given),
        )
        work.add(booking)
        work.flush()
        return _one(work, booking.id)


def correct(office: Office, booking_id: int, new: NewBooking, date: dt.date) -> BookingRow:
    """Correct what was noted, or move it to another day or half hour. The earlier values stay in the trail.

    Raises Refused as `book` does.
    """
    given = _checked(new)
    with office.work("bookings.correct", Right.REGISTER) as work:
        booking, before = _standing(work, booking_id), _one(work, booking_id)
        known = _known(work.core, given, new.visitor_id)
        booking.visitor_id = known.id if known is not None else None
        _refuse_twice(work, given, booking.visitor_id, date, again=new.again, but=booking_id)
        hour = parse_time(new.hour, field="hour") if new.hour.strip() else None
        if (date, hour) != (booking.date, booking.hour):
            day = _taking(work, office, date, but=booking if booking.date == date else None)
            _put(booking, date, _hour_given(office, day, new.hour), unheard=_is_unheard(work, before))
        for key, value in _texts(new, given).items():
            setattr(booking, key, value)
        work.flush()
        _retell_moved(work, office, booking_id)
        return _one(work, booking_id)


def _put(booking: Booking, date: dt.date, hour: dt.time | None, *, unheard: bool = False) -> None:
    """Another place; where it is another day, it is kept from which one it came. unheard: the person knows of the one
    before alone.
    """
    if unheard:
        booking.moved_from = booking.moved_from if date != booking.moved_from else None
    elif date != booking.date:
        booking.moved_from = booking.date
    booking.date, booking.hour = date, hour


def _is_unheard(session: Session, row: BookingRow) -> bool:
    """Whether this booking was moved and nobody has heard of it: what says so still waits."""
    return row.moved_from is not None and _newest(session, row.booking_id, MessageState.WAITING) is not None


def cancel(office: Office, booking_id: int) -> BookingRow:
    """The person does not want the turn any more, or the booking is taken back (undo). Returns it as it stood."""
    with office.work("bookings.cancel", Right.REGISTER) as work:
        before = _one(work, booking_id)
        _standing(work, booking_id).withdrawn_at = office.now()
        _untell_moved(work, office, booking_id)
        return before


def as_before(office: Office, rows: tuple[BookingRow, ...]) -> list[BookingRow]:
    """Undo: these bookings stand again as they stood, at their day and half hour.

    Raises Refused when somebody else has been given the place meanwhile.
    """
    with office.work("bookings.as_before", Right.REGISTER) as work:
        for row in rows:
            booking = work.get_one(Booking, row.booking_id)
            was_there = booking.withdrawn_at is None and (booking.date, booking.hour) == (row.date, row.hour)
            if not was_there and not row.first:
                _refuse_if_taken(office, _day(work, office, row.date), row.hour)
            cancelled_at = booking.withdrawn_at
            for key in ("date", "hour", "first", "subject", "companions", "note", "moved_from", "visitor_id", *GIVEN):
                setattr(booking, key, getattr(row, key))
            booking.withdrawn_at = None
            work.flush()
            _retell_undone(work, office, row.booking_id, cancelled_at)
        return [_one(work, row.booking_id) for row in rows]


def _standing(work: Work, booking_id: int) -> Booking:
    """A booking that can still be changed: not cancelled, and who it is for has not come yet."""
    if _one(work, booking_id).came:
        raise Refused(_("This person has come already; correct the visit instead."))
    return work.get_one(Booking, booking_id)


def _checked(new: NewBooking) -> checked.Person:
    """The particulars in stored form. An id may be missing until the person comes."""
    given = {key: new.particulars.get(key, "") for key in GIVEN}
    later = "" if given["national_id"].strip() or given["foreign_id"].strip() else _("not asked yet")
    return checked.check_visitor({**given, "no_id_reason": later})


def _texts(new: NewBooking, given: checked.Person) -> dict[str, Any]:
    return {
        **{key: getattr(given, key) for key in GIVEN},
        "subject": normalise(refuse_nul(new.subject, "subject")) or None,
        "companions": checked.check_companions(new.companions),
        "note": normalise(refuse_nul(new.note, "note")) or None,
    }


def _refuse_twice(
    work: Work,
    given: checked.Person,
    visitor_id: int | None,
    date: dt.date,
    *,
    again: bool = False,
    but: int | None = None,
) -> None:
    """The same person twice for one day: certain by the id or the record, to be asked by name and phone."""
    for row in _of_day(work, date):
        if row.booking_id == but:
            continue
        sure = _same(given, visitor_id, row)
        if sure:
            raise Refused(_booked_already(row), "national_id" if given.national_id else "last_name")
        if sure is None and not again:
            raise Refused(_("%(said)s Book once more?") % {"said": _booked_already(row)}, "again")


def _same(given: checked.Person, visitor_id: int | None, row: BookingRow) -> bool | None:
    """Whether this booking is the same person's; None: it may be."""
    ids = (given.national_id or given.foreign_id, row.national_id or row.foreign_id)
    if all(ids):
        return ids[0] == ids[1]
    if visitor_id is not None and row.visitor_id is not None:
        return visitor_id == row.visitor_id
    if search_key(f"{given.first_name} {given.last_name}") != search_key(row.name):
        return False
    return None if given.mobile == row.mobile or not (given.mobile and row.mobile) else False


def _booked_already(row: BookingRow) -> str:
    words = {"name": row.name, "date": long_date(row.date), "hour": clock(row.hour) if row.hour else ""}
    if row.hour:
        return _("%(name)s is booked for %(date)s at %(hour)s already.") % words
    return _("%(name)s is booked for %(date)s already.") % words


def _to_tick_in(work: Work, booking_id: int, today: dt.date) -> int:
    """The booking with which somebody is registered today. Raises Refused with the field "booking"."""
    row = _one(work, booking_id)
    if row.came:
        raise Refused(_("%(name)s was registered with this booking already.") % {"name": row.name}, "booking")
    if row.date != today:
        said = _("This booking is for %(date)s; move it to today first, or register without it.")
        raise Refused(said % {"date": long_date(row.date)}, "booking")
    return booking_id
