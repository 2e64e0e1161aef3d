"""The day is closed at the desk: what is missing leads to its mend, and a change afterwards asks for its reason."""

import datetime as dt

import pytest

from app import closing, meetings, queue
from app.office import Office
from tests import make
from tests.app.documents.readers import barcodes
from tests.conftest import MEETING_DAY, Clock
from tests.robots.closing import ClosingRobot
from tests.robots.desk import DeskRobot, Opens
from ui.preview import Preview

WHY = "نام خانوادگی نادرست نوشته شده بود"


@pytest.fixture
def morning(desk_office: Office, clock: Clock) -> None:
    """A quarter past twelve: one was received without a ruling, one is in the room, two wait; the head has not left."""
    clock.set(8, 30)
    meetings.head_came(desk_office)
    rows = [
        make.registered(desk_office, number, particulars={"last_name": name}) for number, name in enumerate(NAMES, 1)
    ]
    clock.set(9)
    queue.admit(desk_office, rows[0].visit_id)
    queue.finish(desk_office, rows[0].visit_id)
    queue.admit(desk_office, rows[1].visit_id)
    clock.set(12, 15)


NAMES = ("شریفی", "سواری", "کعبی", "بهادری")


@pytest.fixture
def end(morning: None, desk: DeskRobot) -> ClosingRobot:
    return ClosingRobot(desk).open()


@pytest.fixture
def closed(desk_office: Office, clock: Clock, opens: Opens) -> DeskRobot:
    """The desk on a day that was closed, with one who left."""
    row = make.registered(desk_office, 1, particulars={"first_name": "نرگس", "last_name": "شریفی"})
    queue.leave(desk_office, row.visit_id)
    clock.set(12, 15)
    closing.close(desk_office, MEETING_DAY)
    return opens()


def test_what_is_missing_is_listed_with_what_holds_up_the_closing_first(end: ClosingRobot) -> None:
    assert [words.split(":")[0] for words in end.missing] == [
        "نوبت ۲، مریم سواری",
        "نوبت ۳، مریم کعبی",
        "نوبت ۴، مریم بهادری",
        "ساعت حضور رئیس دستگاه ثبت نشده است.",
        "نوبت ۱، مریم شریفی",
    ]
    assert "۳ نفر" in end.state


def test_a_day_on_which_somebody_waits_is_not_closed_and_says_why(end: ClosingRobot, desk_office: Office) -> None:
    end.close()
    assert "هنوز ۳ نفر" in end.says
    assert not meetings.on(desk_office, MEETING_DAY).closed


def test_the_whole_end_of_a_morning_by_keyboard(end: ClosingRobot, desk_office: Office) -> None:
    end.mend("سواری")  # in the room: the visit is over
    assert "پایان یافت" in end.says
    end.go_to("کعبی").desk.press("Shift+F8")
    assert "رفت" in end.says
    end.mend("بهادری")
    assert "نوبت اول" in end.says
    end.mend("شریفی").desk.press("3", "1", "3", "Enter")
    end.mend("سواری").desk.press("1", "2", "Enter")
    end.mend("ساعت حضور")
    assert end.desk.focus == "ساعت رفتن رئیس دستگاه"
    end.write("ساعت رفتن رئیس دستگاه", "1210")
    end.write("حاضران در جلسه", "علی رضایی؛ مینا کریمی")
    end.write("دستورهای تلفنی در جلسه", "آب روستا وصل شود")
    end.close()
    assert "بسته شد" in end.says
    done = closing.of_day(desk_office, MEETING_DAY)
    assert done.missing.nothing
    assert done.sat_in == ("علی رضایی", "مینا کریمی")
    assert done.telephone_orders == ("آب روستا وصل شود",)
    assert done.day.head_to == dt.time(12, 10)
    assert done.anchor
    assert all(word in end.state for word in done.anchor.words)
    assert end.missing == []


def test_closing_is_undone_in_one_press(closed: DeskRobot, desk_office: Office) -> None:
    closing.reopen(desk_office, MEETING_DAY)
    end = ClosingRobot(closed.wait()).open().close()
    assert meetings.on(desk_office, MEETING_DAY).closed
    end.desk.undo()
    assert not meetings.on(desk_office, MEETING_DAY).closed


def test_what_was_typed_is_there_again_when_one_comes_back(end: ClosingRobot) -> None:
    end.write("حاضران در جلسه", "علی رضایی")
    end.go_to("شریفی").desk.press("Esc")
    assert end.desk.is_in_the_box
    end.open()
    assert end.desk.text("حاضران در جلسه") == "علی رضایی"


def test_the_minutes_are_seen_before_they_are_printed_and_lead_back(closed: DeskRobot, desk_office: Office) -> None:
    end = ClosingRobot(closed).open()
    end.desk.press("Ctrl+P")
    previews = end.page.findChildren(Preview)
    assert len(previews) == 1
    assert len(barcodes(previews[0]._pdf)) == 1
    end.desk.press("Esc")
    assert end.desk.sees("پایان دیدار یکشنبه ۲۲ شهریور ۱۴۰۵")
    end.desk.press("Esc")
    assert end.desk.is_in_the_box


def test_the_heads_strip_and_the_days_list_are_a_key_each(closed: DeskRobot) -> None:
    end = ClosingRobot(closed).open()
    for key in ("F12", "Ctrl+D"):
        end.desk.press(key)
        assert len(end.page.findChildren(Preview)) == 1, key
        end.desk.press("Esc")


def test_the_desk_leads_to_the_closing_when_the_meeting_is_over(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    row = make.registered(desk_office, 1)
    queue.leave(desk_office, row.visit_id)
    clock.set(12, 5)
    desk = opens()
    assert desk.desk.closing.line.text == "دیدار پایان یافت؛ روز را می‌توان بست."


def test_yesterdays_day_that_nobody_closed_is_said_and_closed(desk_office: Office, clock: Clock, opens: Opens) -> None:
    row = make.registered(desk_office, 1)
    queue.leave(desk_office, row.visit_id)
    clock.set(8, day=MEETING_DAY + dt.timedelta(days=1))
    desk = opens()
    assert desk.desk.closing.line.text == "دیدار یکشنبه ۲۲ شهریور ۱۴۰۵ بسته نشده است."
    desk.desk.closing.line.buttons[0].setFocus()
    desk.press("Enter")
    ClosingRobot(desk).close()
    assert closing.of_day(desk_office, MEETING_DAY).closed_at
    desk.press("Esc", "Esc")
    assert desk.desk.closing.line.text == ""


def test_another_days_end_is_two_keys_away(closed: DeskRobot, clock: Clock, desk_office: Office) -> None:
    clock.set(9, day=MEETING_DAY + dt.timedelta(days=7))
    make.registered(desk_office, 2)
    end = ClosingRobot(closed).open()
    assert end.desk.sees("پایان دیدار یکشنبه ۲۹ شهریور ۱۴۰۵")
    end.desk.press("Ctrl+PgUp")
    assert end.desk.sees("پایان دیدار یکشنبه ۲۲ شهریور ۱۴۰۵")
    assert "با رویدادنامه می‌خواند" in end.state
    end.desk.press("Ctrl+PgUp")
    assert "روز دیدار دیگری نیست" in end.says


def test_what_was_typed_of_one_day_is_still_there_when_something_was_typed_of_another(
    end: ClosingRobot, clock: Clock, desk_office: Office
) -> None:
    end.write("حاضران در جلسه", "علی رضایی").go_to("شریفی").desk.press("Esc")
    clock.set(9, day=MEETING_DAY + dt.timedelta(days=7))
    make.registered(desk_office, 2)
    end.desk.desk.model.tick()
    end.desk.wait()
    assert end.open().desk.sees("پایان دیدار یکشنبه ۲۹ شهریور ۱۴۰۵")
    end.write("حاضران در جلسه", "مینا کریمی").page.model.keep_now()  # as after a moment without a key
    end.go_to("کعبی").desk.press("Ctrl+PgUp")
    assert end.desk.sees("پایان دیدار یکشنبه ۲۲ شهریور ۱۴۰۵")
    assert end.desk.text("حاضران در جلسه") == "علی رضایی"


# a change afterwards ------------------------------------------------------------------------------------------------


def test_a_change_of_a_closed_day_is_asked_for_its_reason_in_place_and_then_done(
    closed: DeskRobot, desk_office: Office
) -> None:
    closed.go_to_row("نرگس شریفی").press("F4")
    assert closed.focus == "علت اصلاحیه"
    assert closed.sees("روز ۲۲ شهریور بسته است؛ علت تغییر را بنویسید.")
    closed.type_on(WHY).press("Enter")
    assert closed.state_of("نرگس شریفی") == "فراخوانده"
    (amendment,) = closing.of_day(desk_office, MEETING_DAY).amendments
    assert amendment.reason == WHY


def test_without_a_reason_nothing_is_changed(closed: DeskRobot, desk_office: Office) -> None:
    closed.go_to_row("نرگس شریفی").press("F4", "Enter")
    assert closed.line_beside("علت اصلاحیه") == "علت را بنویسید."
    closed.press("Esc")
    assert closed.state_of("نرگس شریفی") == "رفته"
    assert closing.of_day(desk_office, MEETING_DAY).amendments == ()


def test_taking_the_change_back_offers_the_same_reason(closed: DeskRobot, desk_office: Office) -> None:
    closed.go_to_row("نرگس شریفی").press("F4").type_on(WHY).press("Enter")
    closed.undo()
    assert closed.text("علت اصلاحیه") == WHY
    closed.press("Enter")
    assert closed.state_of("نرگس شریفی") == "رفته"
    assert len(closing.of_day(desk_office, MEETING_DAY).amendments) == 2


def test_a_registration_on_a_closed_day_that_is_given_up_is_not_lost(closed: DeskRobot) -> None:
    closed.register(national_id=make.national_id(7), first_name="کاظم", last_name="سواری")
    assert closed.focus == "علت اصلاحیه"
    closed.press("Esc")
    assert closed.text("نام خانوادگی") == "سواری"


def test_the_minutes_of_a_closed_day_are_amended_on_its_own_page(closed: DeskRobot, desk_office: Office) -> None:
    end = ClosingRobot(closed).open()
    end.write("حاضران در جلسه", "علی رضایی").close()
    assert end.desk.focus == "علت اصلاحیه"
    end.desk.type_on("نامش فراموش شده بود").press("Enter")
    (amendment,) = closing.of_day(desk_office, MEETING_DAY).amendments
    assert (amendment.act, amendment.number) == ("closing.note", None)
    end.desk.qtbot.waitUntil(lambda: end.desk.sees("نامش فراموش شده بود"))
