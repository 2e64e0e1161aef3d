"""A meeting day that falls out: who was booked for it goes to others, and is told."""

import datetime as dt

import pytest

from app import booking_moves, bookings, meetings
from app.domain.codes import MeetingState
from app.domain.errors import Refused
from app.office import Office
from app.office_settings import OfficeSettings, change
from app.security.rights import Right
from db.models import Booking
from tests.conftest import MEETING_DAY, Clock
from tests.make import by_phone, registered

NEXT = MEETING_DAY + dt.timedelta(days=7)
AFTER_NEXT = MEETING_DAY + dt.timedelta(days=14)


def test_bookings_of_a_holiday_are_shown_until_all_are_moved(office: Office) -> None:
    change(office, OfficeSettings(capacity=2))
    first, second = (bookings.book(office, by_phone(number), NEXT) for number in (0, 1))
    bookings.book(office, by_phone(2), AFTER_NEXT)
    meetings.mark(office, NEXT, MeetingState.HOLIDAY, "عاشورا")
    (day,) = booking_moves.fallen(office)
    assert (day.date, day.mark, day.reason, day.rows) == (NEXT, MeetingState.HOLIDAY, "عاشورا", (first, second))
    moved = booking_moves.move_all(office, NEXT, AFTER_NEXT)
    assert [(row.date, row.moved_from) for row in moved] == [
        (AFTER_NEXT, NEXT),
        (AFTER_NEXT + dt.timedelta(days=7), NEXT),
    ]
    assert booking_moves.fallen(office) == []


def test_who_has_the_first_place_keeps_it_on_a_day_that_is_full(office: Office) -> None:
    row = bookings.book(office, by_phone(0), NEXT)
    with office.work("turns.carry", Right.REGISTER) as work:
        work.get_one(Booking, row.booking_id).first = True
    change(office, OfficeSettings(capacity=1, per_half_hour=1))
    bookings.book(office, by_phone(1, hour="8:00"), AFTER_NEXT)
    meetings.mark(office, NEXT, MeetingState.HOLIDAY)
    (moved,) = booking_moves.move_all(office, NEXT)
    assert (moved.date, moved.hour, moved.first) == (AFTER_NEXT, None, True)


def test_moving_a_day_is_undone_in_one(office: Office) -> None:
    rows = tuple(bookings.book(office, by_phone(number), NEXT) for number in range(3))
    meetings.mark(office, NEXT, MeetingState.NOT_HELD, "مأموریت")
    booking_moves.move_all(office, NEXT)
    assert bookings.as_before(office, rows) == list(rows)
    assert booking_moves.fallen(office)[0].rows == rows


def test_who_has_to_be_told_stands_with_phone_and_text(office: Office) -> None:
    change(office, OfficeSettings(per_half_hour=2))
    bookings.book(office, by_phone(0, hour="9:30"), NEXT)
    meetings.mark(office, NEXT, MeetingState.HOLIDAY)
    (one,) = booking_moves.telling(office, tuple(booking_moves.move_all(office, NEXT)))
    assert (one.name, one.mobile) == ("مریم کعبی", "09160000000")
    assert one.text == (
        "متقاضی گرامی مریم کعبی\nدیدار یکشنبه ۲۹ شهریور ۱۴۰۵ برگزار نمی‌شود. "
        "نوبت شما به یکشنبه ۵ مهر ۱۴۰۵، ساعت ۰۹:۳۰ منتقل شد.\nشهرداری نخلستان"
    )


def test_a_day_that_passed_without_a_meeting_has_fallen_out(office: Office, clock: Clock) -> None:
    row = bookings.book(office, by_phone(0), NEXT)
    clock.set(9, day=AFTER_NEXT)
    assert booking_moves.fallen(office)[0].rows == (row,)


def test_who_did_not_come_to_a_meeting_that_was_held_is_not_moved(office: Office, clock: Clock) -> None:
    row = bookings.book(office, by_phone(0), NEXT)
    clock.set(9, day=NEXT)
    registered(office, 5)
    assert bookings.expected(office, NEXT) == [row]
    clock.set(0, 1, day=NEXT + dt.timedelta(days=1))
    assert bookings.expected(office, NEXT) == [row]
    assert booking_moves.fallen(office) == []


def test_a_substitute_meeting_takes_those_of_the_day_that_fell_out(office: Office, clock: Clock) -> None:
    row = bookings.book(office, by_phone(0), MEETING_DAY)
    meetings.mark(office, MEETING_DAY, MeetingState.NOT_HELD, "مأموریت")
    tuesday = MEETING_DAY + dt.timedelta(days=2)
    clock.set(8, day=tuesday)
    with pytest.raises(Refused, match="روز دیدار نیست"):
        booking_moves.move_all(office, MEETING_DAY, tuesday)
    meetings.hold_substitute(office, "به جای یکشنبه", instead_of=MEETING_DAY)
    (moved,) = booking_moves.move_all(office, MEETING_DAY, tuesday)
    assert (moved.booking_id, moved.date, moved.moved_from) == (row.booking_id, tuesday, MEETING_DAY)


def test_a_coming_day_that_falls_out_is_moved_to_a_later_one_not_to_today(office: Office) -> None:
    bookings.book(office, by_phone(0), NEXT)
    meetings.mark(office, NEXT, MeetingState.HOLIDAY)
    assert [row.date for row in booking_moves.move_all(office, NEXT)] == [AFTER_NEXT]


def test_with_nobody_left_there_is_nothing_to_move(office: Office) -> None:
    with pytest.raises(Refused, match="دیگر کسی"):
        booking_moves.move_all(office, NEXT)
