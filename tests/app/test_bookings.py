"""Bookings: names taken beforehand for a meeting day, with places; they count nowhere until somebody comes."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import arrivals, booking_days, booking_moves, bookings, meetings, queue, search, visitors, visits
from app.bookings import BookingRow
from app.domain.codes import MeetingState, Priority
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office
from app.office_settings import OfficeSettings, change
from app.report import data, figures
from app.security.rights import Right
from db.models import Booking
from tests.conftest import MEETING_DAY, Clock
from tests.make import by_phone, issue, national_id, registered, visit

NEXT = MEETING_DAY + dt.timedelta(days=7)
AFTER_NEXT = MEETING_DAY + dt.timedelta(days=14)


def reason(refused: pytest.ExceptionInfo[Refused]) -> tuple[str | None, str]:
    return refused.value.field, refused.value.reason


def move(office: Office, booking_id: int, to: dt.date, hour: str | None = None) -> BookingRow:
    """To another day, or half hour, and nothing else changed."""
    new = bookings.one(office, booking_id).typed()
    return bookings.correct(office, booking_id, new if hour is None else replace(new, hour=hour), to)


# taking ------------------------------------------------------------------------------------------------------------


def test_a_name_and_a_phone_are_enough_for_a_booking(office: Office) -> None:
    row = bookings.book(office, by_phone(), NEXT)
    assert (row.name, row.mobile, row.national_id, row.subject) == ("مریم کعبی", "09160000000", None, "آسفالت معابر")
    assert bookings.of_day(office, NEXT) == [row]


def test_a_day_without_a_meeting_takes_no_bookings_and_the_next_one_is_named(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        bookings.book(office, by_phone(), jalali(1405, 6, 27))
    assert reason(refused) == ("date", "جمعه ۲۷ شهریور ۱۴۰۵ روز دیدار نیست. روز بعدی: یکشنبه ۲۹ شهریور ۱۴۰۵")


@pytest.mark.parametrize("state", [MeetingState.HOLIDAY, MeetingState.NOT_HELD])
def test_a_day_that_is_marked_takes_no_bookings(office: Office, state: MeetingState) -> None:
    meetings.mark(office, NEXT, state, "تعطیل رسمی")
    with pytest.raises(Refused) as refused:
        bookings.book(office, by_phone(), NEXT)
    assert reason(refused) == ("date", "یکشنبه ۲۹ شهریور ۱۴۰۵ روز دیدار نیست. روز بعدی: یکشنبه ۵ مهر ۱۴۰۵")


def test_a_day_that_is_past_takes_no_bookings(office: Office) -> None:
    with pytest.raises(Refused, match="پایان یافته"):
        bookings.book(office, by_phone(), MEETING_DAY - dt.timedelta(days=7))


def test_today_takes_bookings_until_the_meeting_is_over_by_the_clock_in_tehran(office: Office, clock: Clock) -> None:
    clock.set(11, 59)
    bookings.book(office, by_phone(0), MEETING_DAY)
    clock.set(12)
    with pytest.raises(Refused, match="پایان یافته"):
        bookings.book(office, by_phone(1), MEETING_DAY)


def test_shortly_after_midnight_in_tehran_the_new_day_is_today(office: Office, clock: Clock) -> None:
    """At 00:30 in Tehran it is still yesterday in London."""
    clock.set(0, 30, day=NEXT)
    assert booking_days.days(office, 1)[0].date == NEXT
    with pytest.raises(Refused, match="پایان یافته"):
        bookings.book(office, by_phone(), MEETING_DAY)


def test_a_full_day_refuses_and_names_the_next_one_with_its_places(office: Office) -> None:
    change(office, OfficeSettings(capacity=2))
    bookings.book(office, by_phone(0), NEXT)
    bookings.book(office, by_phone(1), NEXT)
    bookings.book(office, by_phone(2), AFTER_NEXT)
    with pytest.raises(Refused) as refused:
        bookings.book(office, by_phone(3), NEXT)
    assert reason(refused) == (
        "date",
        "ظرفیت یکشنبه ۲۹ شهریور ۱۴۰۵ تکمیل است. روز بعدی: یکشنبه ۵ مهر ۱۴۰۵، ۱ جای خالی",
    )


def test_of_a_full_today_the_way_out_is_said(office: Office) -> None:
    change(office, OfficeSettings(capacity=1))
    bookings.book(office, by_phone(0), MEETING_DAY)
    with pytest.raises(Refused) as refused:
        bookings.book(office, by_phone(1), MEETING_DAY)
    assert refused.value.reason.startswith("ظرفیت امروز تکمیل است؛ برای دیدار بعدی نوبت بدهید.")


def test_where_the_office_gives_hours_a_half_hour_is_chosen_among_the_days_own(office: Office) -> None:
    change(office, OfficeSettings(per_half_hour=1))
    for hour, said in (
        ("", "نیم‌ساعت را برگزینید."),
        ("12:00", "ساعت دیدار از ۰۸:۰۰ تا ۱۲:۰۰ است"),
        ("7:30", "ساعت دیدار"),
        ("9:10", "ساعت دیدار"),
        ("9 و نیم", "ساعت درست نیست"),
    ):
        with pytest.raises(Refused, match=said) as refused:
            bookings.book(office, by_phone(hour=hour), NEXT)
        assert refused.value.field == "hour"
    assert bookings.book(office, by_phone(hour="۹:۳۰"), NEXT).hour == dt.time(9, 30)


def test_a_full_half_hour_refuses_and_names_the_first_free_one(office: Office) -> None:
    change(office, OfficeSettings(per_half_hour=1))
    bookings.book(office, by_phone(0, hour="8:00"), NEXT)
    with pytest.raises(Refused) as refused:
        bookings.book(office, by_phone(1, hour="8:00"), NEXT)
    assert reason(refused) == ("hour", "ظرفیت این نیم‌ساعت تکمیل است؛ نخستین نیم‌ساعت خالی ۰۸:۳۰ است.")


def test_of_today_a_half_hour_that_is_over_takes_nobody(office: Office, clock: Clock) -> None:
    change(office, OfficeSettings(per_half_hour=1))
    clock.set(9, 42)
    with pytest.raises(Refused, match="گذشته است"):
        bookings.book(office, by_phone(hour="9:00"), MEETING_DAY)
    assert bookings.book(office, by_phone(hour="9:30"), MEETING_DAY).hour == dt.time(9, 30)


@settings(max_examples=12)
@given(
    capacity=st.integers(0, 6),
    per_half_hour=st.integers(0, 2),
    wanted=st.lists(st.integers(0, 7), max_size=12),
)
def test_no_day_and_no_half_hour_ever_takes_more_than_the_office_said(
    office: Office, capacity: int, per_half_hour: int, wanted: list[int]
) -> None:
    change(office, OfficeSettings(capacity=capacity, per_half_hour=per_half_hour))
    day = AFTER_NEXT
    halves = booking_days.half_hours(dt.time(8), dt.time(12))
    for number, at in enumerate(wanted):
        free = booking_days.day(office, day).free
        try:
            row = bookings.book(office, by_phone(hour=f"{halves[at]:%H:%M}", particulars=named(number)), day)
        except Refused:
            continue
        assert free != 0
        assert row.hour == halves[at]
    there = booking_days.day(office, day)
    taken = [sum(row.hour == start for row in bookings.of_day(office, day)) for start in halves]
    assert there.booked == sum(taken)
    assert not capacity or there.booked <= capacity
    assert not per_half_hour or (max(taken) <= per_half_hour and [half.booked for half in there.halves] == taken)
    if not capacity and not per_half_hour:
        assert there.free is None
        assert there.booked == len(wanted)
    for row in bookings.of_day(office, day):
        bookings.cancel(office, row.booking_id)


def named(number: int) -> dict[str, str]:
    letters = "ابپتجچحخدذرز"
    return {"first_name": "علی", "last_name": f"خانواده{letters[number]}", "mobile": f"0917{number:07d}"}


@given(
    opens=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    closes=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_the_half_hours_begin_with_the_meeting_and_all_begin_within_it(opens: dt.time, closes: dt.time) -> None:
    halves = booking_days.half_hours(opens, closes)
    assert bool(halves) == (opens < closes)
    assert all(opens <= start < closes for start in halves)
    assert halves[:1] == ([opens] if opens < closes else [])
    assert len(set(halves)) == len(halves)


# twice -------------------------------------------------------------------------------------------------------------


def test_the_same_id_is_not_booked_twice_for_one_day(office: Office) -> None:
    with_id = {"national_id": national_id(1)}
    bookings.book(office, by_phone(0, particulars=with_id), NEXT)
    with pytest.raises(Refused) as refused:
        bookings.book(office, by_phone(1, particulars=with_id, again=True), NEXT)
    assert reason(refused) == ("national_id", "مریم کعبی برای یکشنبه ۲۹ شهریور ۱۴۰۵ نوبت دارد.")
    bookings.book(office, by_phone(0, particulars=with_id), AFTER_NEXT)


@pytest.mark.parametrize("other", [{}, {"mobile": ""}, {"last_name": "كعبي"}])
def test_the_same_name_is_asked_about_where_nothing_tells_them_apart(office: Office, other: dict[str, str]) -> None:
    bookings.book(office, by_phone(0), NEXT)
    with pytest.raises(Refused) as refused:
        bookings.book(office, by_phone(0, particulars=other), NEXT)
    assert reason(refused) == ("again", "مریم کعبی برای یکشنبه ۲۹ شهریور ۱۴۰۵ نوبت دارد. دوباره نوبت داده شود؟")
    bookings.book(office, by_phone(0, particulars=other, again=True), NEXT)


def test_two_of_one_name_with_phones_or_ids_of_their_own_are_two_people(office: Office) -> None:
    bookings.book(office, by_phone(0, particulars={"national_id": national_id(1)}), NEXT)
    bookings.book(office, by_phone(0, particulars={"national_id": national_id(2)}), NEXT)
    bookings.book(office, by_phone(0, particulars={"mobile": "09170000001"}), NEXT)
    bookings.book(office, by_phone(1, particulars={"mobile": "09160000000"}), NEXT)  # a relative's phone
    assert len(bookings.of_day(office, NEXT)) == 4


# correcting, cancelling, moving ------------------------------------------------------------------------------------


def test_a_booking_is_corrected_and_the_correction_undone(office: Office) -> None:
    before = bookings.book(office, by_phone(0), NEXT)
    after = bookings.correct(office, before.booking_id, by_phone(0, particulars={"last_name": "کعبی‌نژاد"}), NEXT)
    assert after.name == "مریم کعبی‌نژاد"
    assert bookings.as_before(office, (before,)) == [before]


def test_an_id_that_is_learnt_later_is_added_and_tells_who_it_is(office: Office) -> None:
    known = registered(office, 4)
    row = bookings.book(office, by_phone(1), NEXT)
    assert row.visitor_id is None
    corrected = bookings.correct(office, row.booking_id, by_phone(1, particulars={"national_id": national_id(4)}), NEXT)
    assert corrected.visitor_id == known.visitor_id


def test_who_becomes_known_after_booking_is_known_in_the_list(office: Office) -> None:
    row = bookings.book(office, by_phone(0, particulars={"national_id": national_id(8)}), NEXT)
    assert row.visitor_id is None
    came = registered(office, 8)
    assert bookings.one(office, row.booking_id).visitor_id == came.visitor_id


def test_a_cancelled_booking_frees_its_place_and_comes_back_by_undo(office: Office) -> None:
    change(office, OfficeSettings(capacity=1))
    row = bookings.book(office, by_phone(0), NEXT)
    bookings.cancel(office, row.booking_id)
    assert bookings.of_day(office, NEXT) == []
    assert bookings.as_before(office, (row,)) == [row]
    with pytest.raises(Refused):
        bookings.book(office, by_phone(1), NEXT)


def test_undo_does_not_take_the_place_from_who_was_given_it_meanwhile(office: Office) -> None:
    change(office, OfficeSettings(capacity=1))
    row = bookings.book(office, by_phone(0), NEXT)
    bookings.cancel(office, row.booking_id)
    bookings.book(office, by_phone(1), NEXT)
    with pytest.raises(Refused, match="به دیگری داده شده"):
        bookings.as_before(office, (row,))


def test_a_booking_goes_to_another_day_or_half_hour_where_there_is_a_place(office: Office) -> None:
    change(office, OfficeSettings(per_half_hour=1))
    bookings.book(office, by_phone(0, hour="9:00"), AFTER_NEXT)
    row = bookings.book(office, by_phone(1, hour="9:00"), NEXT)
    with pytest.raises(Refused) as refused:
        move(office, row.booking_id, AFTER_NEXT)
    assert refused.value.field == "hour"
    assert move(office, row.booking_id, AFTER_NEXT, "10:00").hour == dt.time(10)
    assert move(office, row.booking_id, AFTER_NEXT, "11:00").hour == dt.time(11)
    assert bookings.of_day(office, NEXT) == []


def test_moved_people_keep_their_half_hour_where_it_is_free(office: Office) -> None:
    change(office, OfficeSettings(per_half_hour=1))
    bookings.book(office, by_phone(0, hour="9:00"), AFTER_NEXT)
    for number, hour in ((1, "9:00"), (2, "10:00")):
        bookings.book(office, by_phone(number, hour=hour), NEXT)
    meetings.mark(office, NEXT, MeetingState.HOLIDAY)
    moved = booking_moves.move_all(office, NEXT)
    assert [(row.name, row.hour) for row in moved] == [("نرگس شریفی", dt.time(8)), ("یوسف حمیدی", dt.time(10))]


def test_a_booking_that_is_moved_twice_tells_the_day_it_came_from(office: Office) -> None:
    row = bookings.book(office, by_phone(), MEETING_DAY)
    move(office, row.booking_id, NEXT)
    moved = move(office, row.booking_id, AFTER_NEXT)
    assert (moved.date, moved.moved_from) == (AFTER_NEXT, NEXT)
    assert bookings.as_before(office, (row,)) == [row]


def test_a_booking_is_not_moved_to_where_the_person_is_booked_already(office: Office) -> None:
    row = bookings.book(office, by_phone(0), NEXT)
    bookings.book(office, by_phone(0), AFTER_NEXT)
    with pytest.raises(Refused) as refused:
        move(office, row.booking_id, AFTER_NEXT)
    assert refused.value.field == "again"


# arriving ----------------------------------------------------------------------------------------------------------


def test_who_is_booked_is_registered_with_what_was_noted_and_is_expected_no_more(office: Office) -> None:
    row = bookings.book(office, by_phone(0, particulars={"national_id": national_id(3)}), MEETING_DAY)
    came = visits.register(office, arrivals.arriving(office, row.booking_id))
    assert (came.name, came.subjects, came.booking_id) == ("مریم کعبی", ("آسفالت معابر",), row.booking_id)
    assert bookings.expected(office, MEETING_DAY) == []
    assert bookings.one(office, row.booking_id).visit_id == came.visit_id
    assert booking_days.day(office, MEETING_DAY).came == 1


def test_a_known_person_comes_with_the_latest_particulars_and_the_phone_given_now(office: Office, clock: Clock) -> None:
    registered(office, 3)
    row = bookings.book(office, by_phone(0, particulars={"national_id": national_id(3)}), NEXT)
    clock.set(9, day=NEXT)
    new = arrivals.arriving(office, row.booking_id)
    assert new.particulars["address"] == "خیابان نرگس، پلاک ۱۷"
    assert new.particulars["mobile"] == "09160000000"
    assert visitors.history(office, new.visitor_id or 0).visits == 1


def test_the_id_given_with_the_booking_stands_alone_in_the_form(office: Office) -> None:
    came = registered(office, 3, particulars={"national_id": "", "no_id_reason": "همراه نداشت"})
    new = by_phone(0, particulars={"national_id": national_id(3)}, visitor_id=came.visitor_id)
    row = bookings.book(office, new, MEETING_DAY)
    foreign = {"national_id": "", "foreign_id": "112233445566"}
    visits.correct(office, came.visit_id, visit(3, particulars=foreign, arrived="9:40"))
    given = arrivals.arriving(office, row.booking_id).particulars
    assert (given["national_id"], given["foreign_id"]) == (national_id(3), "")


def test_a_booking_is_ticked_in_once(office: Office) -> None:
    row = bookings.book(office, by_phone(0), MEETING_DAY)
    visits.register(office, visit(1, booking_id=row.booking_id))
    with pytest.raises(Refused) as refused:
        visits.register(office, visit(2, booking_id=row.booking_id))
    assert reason(refused) == ("booking", "مریم کعبی با این نوبت قبلی ثبت شده است.")


def test_taking_the_visit_back_frees_the_booking_again(office: Office) -> None:
    row = bookings.book(office, by_phone(0), MEETING_DAY)
    came = visits.register(office, visit(1, booking_id=row.booking_id))
    visits.withdraw(office, came.visit_id)
    assert [row.booking_id for row in bookings.expected(office, MEETING_DAY)] == [row.booking_id]
    assert visits.register(office, visit(1, booking_id=row.booking_id)).booking_id == row.booking_id


def test_a_booking_of_another_day_is_not_ticked_in_today(office: Office) -> None:
    row = bookings.book(office, by_phone(0), NEXT)
    with pytest.raises(Refused) as refused:
        visits.register(office, visit(1, booking_id=row.booking_id))
    assert refused.value.field == "booking"
    move(office, row.booking_id, MEETING_DAY)
    visits.register(office, visit(1, booking_id=row.booking_id))


def test_who_came_is_neither_moved_nor_cancelled(office: Office) -> None:
    row = bookings.book(office, by_phone(0), MEETING_DAY)
    visits.register(office, visit(1, booking_id=row.booking_id))
    for act in (
        lambda: bookings.cancel(office, row.booking_id),
        lambda: move(office, row.booking_id, NEXT),
        lambda: bookings.correct(office, row.booking_id, by_phone(0), MEETING_DAY),
    ):
        with pytest.raises(Refused, match="آمده و ثبت شده"):
            act()


def test_who_has_the_first_place_stands_first_and_goes_first(office: Office) -> None:
    bookings.book(office, by_phone(0, hour="8:00"), MEETING_DAY)
    late = bookings.book(office, by_phone(1, hour="11:00"), MEETING_DAY)
    with office.work("queue.carry", Right.REGISTER) as work:
        work.get_one(Booking, late.booking_id).first = True
    assert [row.name for row in bookings.of_day(office, MEETING_DAY)] == ["نرگس شریفی", "مریم کعبی"]
    assert arrivals.arriving(office, late.booking_id).priority is Priority.EARLIER_TURN


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("کعبی", True),
        ("كعبي مریم", True),
        ("مریم‌کع", True),
        ("lvdl", True),  # مریم with the keyboard in the wrong language
        ("۰۹۱۶۰۰۰", True),
        ("9160000000", True),
        (national_id(3)[:6], True),
        ("کعب شریفی", False),
        ("0917", False),
        ("", False),
    ],
)
def test_todays_bookings_are_found_by_parts_of_the_name_the_phone_or_the_id(
    office: Office, typed: str, found: bool
) -> None:
    bookings.book(office, by_phone(0, particulars={"national_id": national_id(3)}), MEETING_DAY)
    assert len(bookings.matching(bookings.expected(office, MEETING_DAY), typed)) == int(found)


# never counted -----------------------------------------------------------------------------------------------------


def test_bookings_change_no_figure_and_stand_in_no_report(office: Office, clock: Clock) -> None:
    registered(office, 1)
    clock.set(9, day=jalali(1405, 7, 5))
    quarter = Quarter(1405, 2)
    before = reported(office, quarter)
    clock.set(9, day=MEETING_DAY)
    for number in range(1, 4):
        bookings.book(office, by_phone(number), MEETING_DAY)
        bookings.book(office, by_phone(number), NEXT)
    day = meetings.on(office, MEETING_DAY)
    clock.set(9, day=jalali(1405, 7, 5))
    assert reported(office, quarter) == before
    assert (day.waiting, day.in_room, day.seen, day.left) == (1, 0, 0, 0)
    assert len(queue.of_day(office, MEETING_DAY)) == 1
    assert "شریفی" not in str(data.build(office, quarter, office.now()))
    assert not search.find(office, "شریفی").hits


def reported(office: Office, quarter: Quarter) -> tuple[object, object]:
    """All that a report says, but where the audit trail stands: that bookings were taken is in it, as every act."""
    report, counted = data.build(office, quarter, office.now())
    return {key: value for key, value in report.items() if key != "audit"}, counted


def test_who_came_with_a_booking_counts_as_one_who_came_without(office: Office) -> None:
    row = bookings.book(office, by_phone(0), MEETING_DAY)
    visits.register(office, visit(1, booking_id=row.booking_id, issues=(issue(),)))
    visits.register(office, visit(2))
    totals = figures.count(office, Quarter(1405, 2)).totals
    assert (totals.visits, totals.visitors) == (2, 2)
