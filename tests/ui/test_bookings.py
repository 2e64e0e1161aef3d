"""Bookings at the desk: taken with the receiver in one hand, ticked in with two keys, moved with their day."""

import datetime as dt

import pytest
from PySide6.QtGui import QGuiApplication

from app import bookings, carrier_settings, drafts, meetings
from app.bookings import NewBooking
from app.carrier_settings import CarrierRow
from app.domain.codes import CarrierKind, MeetingState, MessageState
from app.domain.persian.calendar import jalali
from app.office import Office
from app.office_settings import OfficeSettings, change
from app.security.rights import Right
from db.models import Message
from tests import make
from tests.conftest import MEETING_DAY, Clock
from tests.robots.bookings import BookingsRobot
from tests.robots.desk import DeskRobot, Opens

NEXT = MEETING_DAY + dt.timedelta(days=7)
AFTER_NEXT = MEETING_DAY + dt.timedelta(days=14)


@pytest.fixture
def phone(desk: DeskRobot) -> BookingsRobot:
    return BookingsRobot(desk)


def booked(office: Office, date: dt.date = MEETING_DAY, number: int = 1, **given: str) -> bookings.BookingRow:
    names = [("نرگس", "شریفی"), ("یوسف", "حمیدی"), ("لیلا", "دهقان")]
    first, last = names[(number - 1) % 3]
    person = {"first_name": first, "last_name": last, "mobile": f"0916300{number:04d}"} | given
    return bookings.book(office, NewBooking(person, subject="آسفالت معابر"), date)


# taking ------------------------------------------------------------------------------------------------------------


def test_a_call_is_taken_from_anywhere_by_the_keyboard_and_ends_in_the_box(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    desk.search("کسی").press("Enter")
    phone.open()
    assert desk.focus == "نام"
    assert phone.day == "یکشنبه ۲۹ شهریور"
    desk.type_on("نرگس").press("Enter").type_on("شریفی").press("Enter").type_on("۰۹۱۶۳۰۰۴۱۷۲").press("Enter")
    desk.type_on("آسفالت معابر").press("Enter", "Enter", "Enter", "Enter")
    assert desk.says == "برای نرگس شریفی نوبت یکشنبه ۲۹ شهریور ۱۴۰۵ ثبت شد."
    assert desk.is_in_the_box
    assert not phone.is_open
    (row,) = bookings.of_day(desk_office, NEXT)
    assert (row.name, row.mobile, row.subject) == ("نرگس شریفی", "09163004172", "آسفالت معابر")


def test_who_is_in_the_visitors_form_stays_there_while_the_phone_rings(desk: DeskRobot, phone: BookingsRobot) -> None:
    desk.search("مریم کعبی").press("Enter")
    phone.take()
    assert desk.title == "مریم کعبی"


def test_a_booking_is_undone_and_what_was_typed_stands_in_its_form_again(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    phone.take()
    desk.undo()
    assert bookings.of_day(desk_office, NEXT) == []
    assert phone.is_open
    assert phone.text("تلفن همراه") == "09163004172"


def test_the_next_days_and_their_free_places_are_in_sight_and_plus_goes_on(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    change(desk_office, OfficeSettings(capacity=2))
    booked(desk_office, NEXT)
    phone.open()
    assert phone.count == "۱ از ۲"
    desk.go_to("روز دیدار").type_on("+")
    assert phone.day == "یکشنبه ۵ مهر"
    assert phone.count == "۰ از ۲"
    desk.press("Ctrl+PgUp", "Ctrl+PgUp")
    assert phone.day == "یکشنبه ۲۲ شهریور"


def test_a_full_day_is_passed_over_when_the_form_opens(phone: BookingsRobot, desk_office: Office) -> None:
    change(desk_office, OfficeSettings(capacity=1))
    booked(desk_office, NEXT)
    phone.open()
    assert phone.day == "یکشنبه ۵ مهر"


def test_a_day_that_filled_up_is_refused_beside_the_day_and_nothing_typed_is_lost(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    change(desk_office, OfficeSettings(capacity=1))
    phone.open()
    desk.type_on("مریم").press("Enter").type_on("کعبی")
    booked(desk_office, NEXT)
    desk.wait().press("Ctrl+S")
    assert phone.said_of("روز").startswith("ظرفیت یکشنبه ۲۹ شهریور ۱۴۰۵ تکمیل است. روز بعدی: یکشنبه ۵ مهر")
    assert desk.focus == "روز دیدار"
    assert phone.text("نام") == "مریم"
    desk.type_on("+").press("Ctrl+S")
    assert [row.name for row in bookings.of_day(desk_office, AFTER_NEXT)] == ["مریم کعبی"]


def test_half_hours_are_offered_where_the_office_gives_hours_the_first_free_one_first(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    change(desk_office, OfficeSettings(per_half_hour=1))
    phone.take()
    phone.take(first="مریم", last="کعبی", phone="09163004173")
    phone.open()
    desk.type_on("یوسف").press("Enter").type_on("حمیدی").go_to("نیم‌ساعت").press("Left", "Space", "Enter")
    assert [(row.name, row.hour) for row in bookings.of_day(desk_office, NEXT)] == [
        ("نرگس شریفی", dt.time(8)),
        ("مریم کعبی", dt.time(8, 30)),
        ("یوسف حمیدی", dt.time(9, 30)),
    ]


def test_a_wrong_phone_is_said_at_its_field(desk: DeskRobot, phone: BookingsRobot, desk_office: Office) -> None:
    phone.take(phone="0916300417")
    assert desk.focus == "تلفن همراه"
    assert phone.line_beside("تلفن همراه")
    assert bookings.of_day(desk_office, NEXT) == []


def test_the_same_name_for_the_same_day_is_asked_about(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    phone.take()
    phone.take()
    assert phone.asked == "نرگس شریفی برای یکشنبه ۲۹ شهریور ۱۴۰۵ نوبت دارد. دوباره نوبت داده شود؟"
    desk.press("Enter")
    assert len(bookings.of_day(desk_office, NEXT)) == 2


def test_esc_keeps_what_was_half_typed_for_the_next_time(desk: DeskRobot, phone: BookingsRobot) -> None:
    phone.open()
    desk.type_on("نرگس").press("Enter", "Esc")
    assert desk.is_in_the_box
    phone.open()
    assert phone.text("نام") == "نرگس"
    assert desk.focus == "نام خانوادگی"
    assert desk.sees("بازیابی شد."), "the next caller may be another"


def test_a_step_of_the_queue_does_not_tear_away_who_takes_a_call(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    make.registered(desk_office, 1)
    phone.open()
    desk.type_on("نر").press("F4").type_on("گس")
    assert phone.text("نام") == "نرگس"


@pytest.mark.parametrize("key", ["F9", "Ctrl+H"])
def test_no_form_opens_behind_the_bookings_where_its_keys_would_be_blind(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office, key: str
) -> None:
    make.registered(desk_office, 1, particulars={"first_name": "مریم", "last_name": "کعبی"})
    desk.search("کعبی").press("Enter", "F4", "F7")
    phone.open()
    desk.type_on("نرگس").press(key)
    assert not phone.is_open
    assert desk.focused.isVisible()
    phone.open()
    assert phone.text("نام") == "نرگس"


def test_a_half_typed_booking_comes_back_after_a_crash(opens: Opens, desk_office: Office) -> None:
    desk = opens()
    BookingsRobot(desk).open()
    desk.type_on("نرگس")
    desk.qtbot.waitUntil(lambda: drafts.take(desk_office, "desk.booking") is not None)
    again = opens()
    BookingsRobot(again).open()
    assert BookingsRobot(again).text("نام") == "نرگس"
    assert again.sees("۰۹:۴۲ بازیابی شد.")


def test_on_a_day_without_a_meeting_the_list_stays_while_calls_are_taken(
    desk: DeskRobot, phone: BookingsRobot, clock: Clock
) -> None:
    clock.set(10, day=jalali(1405, 6, 24))
    desk.desk.model.tick()
    desk.wait()
    phone.take()
    assert desk.is_in_the_box
    assert [name for _hour, name, _state in phone.rows] == ["نرگس شریفی"]
    phone.take(first="مریم", last="کعبی", phone="09163004173")
    assert len(phone.rows) == 2
    desk.press("Esc")
    assert not phone.is_open


def test_when_the_day_is_full_who_is_in_the_form_is_booked_instead(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    change(desk_office, OfficeSettings(capacity=1))
    desk.register(national_id=make.national_id(2), first_name="کاظم", last_name="مرادی")
    assert phone.full == "ظرفیت امروز تکمیل است؛ برای دیدار بعدی نوبت بدهید."
    desk.search(make.national_id(3)).press("Enter")
    desk.type("نام", "مریم").type("نام خانوادگی", "کعبی").type("موضوع", "مستمری")
    desk.press("Shift+F2", "Shift+F2", "Ctrl+S")
    (row,) = bookings.of_day(desk_office, NEXT)
    assert (row.name, row.national_id, row.subject) == ("مریم کعبی", make.national_id(3), "مستمری")
    assert desk.is_empty
    desk.undo()
    assert desk.title == "مریم کعبی"
    assert bookings.of_day(desk_office, NEXT) == []


# the list ----------------------------------------------------------------------------------------------------------


def test_a_booking_is_corrected_moved_and_cancelled_from_the_list(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    booked(desk_office, NEXT)
    phone.open()
    phone.go_to_list().press("Ctrl+E")
    desk.type("نام خانوادگی", "شریف‌زاده").go_to("روز دیدار").type_on("+").press("Ctrl+S")
    assert desk.says == "برای نرگس شریف‌زاده نوبت یکشنبه ۵ مهر ۱۴۰۵ ثبت شد."
    desk.undo()
    assert [row.name for row in bookings.of_day(desk_office, NEXT)] == ["نرگس شریفی"]
    phone.open()
    phone.go_to_list()
    desk.menu("لغو نوبت")
    assert phone.rows == []
    desk.undo()
    assert [name for _hour, name, _state in phone.rows] == ["نرگس شریفی"]


def test_phones_in_the_list_are_masked_until_f3_is_held(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    booked(desk_office, NEXT)
    phone.open()
    table = phone.view.panel.table
    assert "•" in desk._cells(table)[0]["تلفن همراه"]
    desk.desk.unmask(True)
    assert "•" not in desk._cells(table)[0]["تلفن همراه"]


def test_the_list_for_the_gate_is_shown_before_it_is_printed(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    booked(desk_office, NEXT)
    phone.open()
    made = []
    desk.desk.over_wanted.connect(made.append)
    desk.press("Ctrl+P")
    (preview,) = made
    assert preview.accessibleName() == "فهرست نگهبانی، یکشنبه ۲۹ شهریور ۱۴۰۵"


# arriving ----------------------------------------------------------------------------------------------------------


def test_who_is_booked_is_ticked_in_with_two_keys_from_the_queues_tab(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    booked(desk_office, number=1, national_id=make.national_id(5))
    booked(desk_office, number=2)
    desk.wait()
    assert phone.booked_tab == ["نرگس شریفی", "یوسف حمیدی"]
    phone.go_to_booked()
    desk.press("Space", "Ctrl+S")
    assert desk.says == "نرگس شریفی با نوبت ۱ ثبت شد."
    assert phone.booked_tab == ["یوسف حمیدی"]


def test_who_is_booked_is_offered_in_the_box_also_without_having_come_before(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    booked(desk_office, number=1, national_id=make.national_id(5))
    booked(desk_office, NEXT, number=2)
    desk.search("شریفی")
    assert desk.offers == ["نرگس شریفی، آسفالت معابر، نوبت قبلی", "ثبت مراجعه‌کنندهٔ جدید"]
    desk.press("Enter", "Ctrl+S")
    assert desk.says == "نرگس شریفی با نوبت ۱ ثبت شد."
    desk.search("شریفی")
    assert not any("نوبت قبلی" in offer for offer in desk.offers)
    assert not any("حمیدی" in offer for offer in desk.search("حمیدی").offers)


def test_a_known_person_who_is_booked_is_offered_once(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office, clock: Clock
) -> None:
    clock.set(9, day=MEETING_DAY - dt.timedelta(days=7))
    make.registered(desk_office, 5)
    clock.set(9, day=MEETING_DAY)
    booked(desk_office, number=1, national_id=make.national_id(5), first_name="مریم", last_name="کعبی")
    desk.desk.model.tick()
    desk.wait()
    offers = desk.search("کعبی").offers
    assert [offer.split("،")[0] for offer in offers] == ["مریم کعبی", "ثبت مراجعه‌کنندهٔ جدید"]
    assert "نوبت قبلی" in offers[0]
    desk.press("Enter")
    assert desk.text("نشانی") == "خیابان نرگس، پلاک ۱۷"
    assert desk.banner == "برای امروز نوبت دارد؛ سابقه: ۱ بار مراجعه، آخرین بار ۱۵ شهریور"


def test_the_form_asks_for_what_the_telephone_did_not(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    booked(desk_office)
    desk.wait()
    phone.go_to_booked()
    desk.press("Space")
    assert desk.focus == "شناسه"
    assert desk.banner == "برای امروز نوبت دارد"
    desk.type_on(make.national_id(6)).press("Ctrl+S")
    assert desk.says == "نرگس شریفی با نوبت ۱ ثبت شد."
    assert bookings.expected(desk_office, MEETING_DAY) == []


def test_undo_of_a_registration_frees_the_booking_and_saving_again_ties_it_again(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    booked(desk_office, national_id=make.national_id(5))
    desk.wait()
    phone.go_to_booked()
    desk.press("Space", "Ctrl+S").undo()
    assert phone.booked_tab == ["نرگس شریفی"]
    desk.press("Ctrl+S")
    assert phone.booked_tab == []


def test_a_booking_that_went_away_meanwhile_is_said_and_the_visit_can_do_without(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    row = booked(desk_office, national_id=make.national_id(5))
    desk.wait()
    phone.go_to_booked()
    desk.press("Space")
    bookings.correct(desk_office, row.booking_id, row.typed(), NEXT)
    desk.press("Ctrl+S")
    assert desk.banner.startswith("این نوبت برای یکشنبه ۲۹ شهریور ۱۴۰۵ است")
    desk.press("Enter")
    assert desk.says == "نرگس شریفی با نوبت ۱ ثبت شد."


def test_without_bookings_there_is_no_tab_for_them(desk: DeskRobot, phone: BookingsRobot, desk_office: Office) -> None:
    tabs = desk.desk.queue.tabs
    alone = tabs.sizeHint().width()
    booked(desk_office)
    desk.wait()
    assert tabs.sizeHint().width() > alone


# a day that falls out ----------------------------------------------------------------------------------------------


def test_bookings_of_a_day_that_fell_out_stay_in_sight_until_they_are_moved_in_one(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    for number in (1, 2):
        booked(desk_office, NEXT, number)
    meetings.mark(desk_office, NEXT, MeetingState.HOLIDAY, "عاشورا")
    desk.wait()
    assert phone.fallen == "دیدار یکشنبه ۲۹ شهریور ۱۴۰۵ برگزار نمی‌شود و ۲ نفر برای آن نوبت دارند."
    desk.go_to("انتقال همه به ۵ مهر").press("Enter")
    assert desk.says == "۲ نوبت از ۲۹ شهریور منتقل شد."
    assert phone.fallen == ""
    assert phone.day == "یکشنبه ۵ مهر"
    assert [state for _hour, _name, state in phone.rows] == ["از ۲۹ شهریور"] * 2
    assert phone.to_tell == "جابه‌جایی نوبت باید به ۲ نفر گفته شود."
    desk.undo()
    desk.press("Esc")
    assert phone.fallen.startswith("دیدار یکشنبه ۲۹ شهریور")


def test_names_phones_and_texts_of_who_has_to_be_told_are_copied(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    booked(desk_office, NEXT, 1)
    booked(desk_office, NEXT, 2, mobile="")
    meetings.mark(desk_office, NEXT, MeetingState.HOLIDAY)
    desk.wait()
    desk.go_to("انتقال همه به ۵ مهر").press("Enter")
    assert phone.to_tell.endswith("بدون تلفن: یوسف حمیدی")
    desk.go_to("کپی نام، تلفن و متن").press("Enter")
    head, first, _second = QGuiApplication.clipboard().text().split("\n")
    assert head == "نام و نام خانوادگی\tتلفن همراه\tمتن"
    assert first.startswith("نرگس شریفی\t09163000001\tمتقاضی گرامی نرگس شریفی دیدار یکشنبه ۲۹ شهریور")
    QGuiApplication.clipboard().clear()


def test_after_midnight_yesterdays_bookings_are_not_todays(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office, clock: Clock
) -> None:
    booked(desk_office)
    desk.wait()
    assert phone.booked_tab
    clock.set(0, 1, day=MEETING_DAY + dt.timedelta(days=1))
    desk.desk.model.tick()
    desk.wait()
    assert phone.booked_tab == []


def test_the_undo_of_a_move_says_who_knows_of_the_other_turn_already(
    desk: DeskRobot, phone: BookingsRobot, desk_office: Office
) -> None:
    """His SMS has left, and by now messages go by hand."""
    carrier_settings.change(desk_office, CarrierRow(CarrierKind.KAVENEGAR, line="10004346", active=True), "key")
    for number in (1, 2):
        booked(desk_office, NEXT, number)
    meetings.mark(desk_office, NEXT, MeetingState.HOLIDAY)
    desk.wait()
    desk.go_to("انتقال همه به ۵ مهر").press("Enter")
    assert desk.says == "۲ نوبت از ۲۹ شهریور منتقل شد. ۲ پیامک در صف"
    with desk_office.work("test.sent", Right.FOLLOW_UP) as work:
        for message in work.query(Message):
            message.state = MessageState.SENT
    carrier_settings.change(desk_office, CarrierRow(CarrierKind.BY_HAND, active=True))
    meetings.mark(desk_office, NEXT, None)
    desk.undo()
    said = "نوبت دیگری با پیامک به نرگس شریفی و ۱ نفر دیگر گفته شده است؛ تماس بگیرید و بگویید کدام نوبت برقرار است."
    assert desk.says == f"برگردانده شد. {said}"
    assert phone.to_tell == "جابه‌جایی نوبت باید به ۲ نفر گفته شود."
    desk.go_to("کپی نام، تلفن و متن").press("Enter")
    assert "نوبت شما یکشنبه ۲۹ شهریور ۱۴۰۵ است." in QGuiApplication.clipboard().text().split("\n")[1]
    QGuiApplication.clipboard().clear()
