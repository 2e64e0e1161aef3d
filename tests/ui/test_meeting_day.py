"""A whole meeting day by the keyboard alone, and what of it is counted at the quarter's end (circular, c1 to c8)."""

import pytest

from app import issues
from app.domain.codes import PresidedBy, QueueState
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office
from app.report import figures
from app.security import audit
from tests import make
from tests.conftest import Clock
from tests.robots.desk import DeskRobot, Opens
from tests.robots.telling import TellingRobot

NARGES, KAZEM, YOUSEF, LEILA = (make.national_id(n) for n in (11, 12, 13, 14))


def come(desk: DeskRobot) -> None:
    """Four visitors, as they stand before the desk."""
    desk.register(national_id=NARGES, first_name="نرگس", last_name="شریفی", subject="عوارض نوسازی")
    desk.register(national_id=KAZEM, first_name="کاظم", last_name="مرادی", subject="مستمری")
    desk.register(national_id=YOUSEF, first_name="یوسف", last_name="حمیدی", subject="آسفالت معابر")
    desk.register(national_id=LEILA, first_name="لیلا", last_name="دهقان", subject="سد معبر")


def test_a_meeting_day_from_the_first_visitor_to_the_result_told(
    desk: DeskRobot, desk_office: Office, clock: Clock
) -> None:
    clock.set(8, 5)
    desk.go_to("رئیس آمد").press("Enter")
    assert desk.says == "حضور رئیس دستگاه ثبت شد."
    come(desk)
    assert [turn for turn, _name, _state in desk.list_of_the_day] == ["۱", "۲", "۳", "۴"]

    clock.set(8, 20)
    desk.press("F4")
    assert desk.state_of("نرگس شریفی") == "فراخوانده"
    clock.tick()
    desk.press("F7")
    assert desk.state_of("نرگس شریفی") == "در اتاق"
    assert desk.is_in_the_box
    desk.press("F9").type_on("3").type_on("1").type_on("3").press("Enter")
    assert desk.says == "دستور دربارهٔ «عوارض نوسازی» ثبت شد."
    clock.tick(6)
    desk.press("F8")
    assert desk.state_of("نرگس شریفی") == "دیدار کرده"

    desk.press("F4", "F7", "F8")
    assert desk.state_of("کاظم مرادی") == "دیدار کرده"
    desk.go_to_row("یوسف حمیدی").press("Shift+F8")
    assert desk.state_of("یوسف حمیدی") == "رفته"

    clock.set(10)
    desk.press("F2").go_to("رئیس رفت").press("Enter")
    assert desk.sees("دیدار با جانشین؛ در گزارش شمرده نمی‌شود")
    desk.press("F2", "F4", "F7", "F8")
    assert desk.state_of("لیلا دهقان") == "دیدار کرده؛ با جانشین"

    desk.go_to_row("نرگس شریفی").press("Ctrl+O")
    desk.press("Enter").type_on("عوارض از نو حساب شد").press("Enter")
    assert desk.says == "نتیجهٔ «عوارض نوسازی» ثبت شد."
    desk.go_to_row("نرگس شریفی").press("Ctrl+T")
    TellingRobot(desk).by("تماس تلفنی").say("3")
    assert desk.says.startswith("اطلاع‌رسانی نتیجهٔ «عوارض نوسازی» ثبت شد")

    totals = figures.count(desk_office, Quarter(1405, 2)).totals
    assert (totals.meetings_held, totals.visits, totals.seen, totals.visitors) == (1, 3, 2, 3)
    assert (totals.notified, totals.notified_by["call"]) == (1, 1)
    with desk_office.connection() as connection:
        assert audit.check(connection) > 0


def test_the_ruling_is_recorded_with_unit_and_due_date_in_four_keys(
    desk: DeskRobot, desk_office: Office, clock: Clock
) -> None:
    come(desk)
    desk.press("F4", "F7", "F9")
    for digit in "۳۱۳":
        desk.type_on(digit)
    desk.press("Enter")
    row = next(row for row in desk.desk.model.rows if row.state is QueueState.IN_ROOM)
    (issue,) = issues.of_visit(desk_office, row.visit_id)
    words = desk.desk.area.ruling
    assert issue.ruling == words.groups[0].words(2)
    assert issue.unit == words.groups[1].words(0)
    assert issue.due == jalali(1405, 7, 1)


def test_a_ruling_in_ones_own_words_begins_with_any_letter(desk: DeskRobot, desk_office: Office) -> None:
    come(desk)
    desk.press("F4", "F7", "F9").type_on("خودم پیگیری می‌کنم").press("Enter")
    (issue,) = issues.of_visit(desk_office, desk.desk.model.rows[0].visit_id)
    assert (issue.ruling, issue.unit, issue.due) == ("خودم پیگیری می‌کنم", None, None)


def test_an_empty_ruling_is_refused_in_its_place(desk: DeskRobot) -> None:
    come(desk)
    desk.press("F4", "F7", "F9", "Enter")
    assert desk.line_beside("متن دستور") == "دستور را بنویسید یا عبارتی برگزینید."


def test_each_act_is_undone_by_ctrl_z(desk: DeskRobot) -> None:
    come(desk)
    desk.press("F4").undo()
    assert desk.state_of("نرگس شریفی") == "در انتظار"
    desk.press("F4", "F7").undo()
    assert desk.state_of("نرگس شریفی") == "فراخوانده"
    desk.press("F7", "F8").undo()
    assert desk.state_of("نرگس شریفی") == "در اتاق"


def test_space_on_a_row_is_its_natural_next_step(desk: DeskRobot) -> None:
    come(desk)
    desk.go_to_row("نرگس شریفی").press("Space")
    assert desk.state_of("نرگس شریفی") == "فراخوانده"
    desk.press("Space", "Space")
    assert desk.state_of("نرگس شریفی") == "دیدار کرده"


def test_f4_on_a_chosen_row_calls_that_one(desk: DeskRobot) -> None:
    come(desk)
    desk.go_to_row("لیلا دهقان").press("F4").type_on("فوریت اداری").press("Enter")
    assert desk.state_of("لیلا دهقان خارج از نوبت") == "فراخوانده"
    assert desk.state_of("نرگس شریفی") == "در انتظار"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("F4", "کسی در انتظار نیست."),
        ("F7", "کسی فراخوانده نشده است؛ ابتدا با F4 نفر بعد را فراخوانید."),
        ("F8", "کسی در اتاق نیست."),
        ("Shift+F8", "ابتدا سطر کسی را که رفته است برگزینید."),
        ("F9", "ابتدا سطری از صف را برگزینید."),
        ("Ctrl+E", "ابتدا سطری از صف را برگزینید."),
        ("Ctrl+S", "هنوز چیزی نوشته نشده است."),
    ],
)
def test_a_key_with_nobody_to_act_on_says_so(desk: DeskRobot, key: str, said: str) -> None:
    desk.press(key)
    assert desk.says == said


def test_undoing_the_heads_leaving_leaves_no_trace_in_the_meeting(
    desk: DeskRobot, desk_office: Office, clock: Clock
) -> None:
    """Nothing is noted of the head's presence that nobody saw: a meeting would count as held by it (c1)."""
    desk.go_to("برگزاری با جانشین").press("Enter")
    clock.tick(3)
    desk.undo()
    day = desk.desk.model.day
    assert (day.head_from, day.head_to, day.presided_by) == (None, None, PresidedBy.HEAD)
    desk.go_to("رئیس آمد").press("Enter").undo()
    assert desk.desk.model.day.head_from is None


def test_a_correction_keeps_the_earlier_values_findable(desk: DeskRobot, desk_office: Office) -> None:
    come(desk)
    desk.go_to_row("یوسف حمیدی").press("Ctrl+E")
    assert desk.banner == "اصلاح مراجعهٔ نوبت ۳"
    assert desk.focus == "نام"
    desk.type("نام خانوادگی", "حمیدیان").type("علت اصلاح", "اشتباه در نوشتن").press("Ctrl+S")
    assert desk.state_of("یوسف حمیدیان") == "در انتظار"
    visit = next(row.visit_id for row in desk.desk.model.rows if row.name == "یوسف حمیدیان")
    with desk_office.connection() as connection:
        entries = audit.earlier_values(connection, "visit", visit)
    last_entry, last = entries[-1]
    assert last["before"]["last_name"] == "حمیدی"
    assert last["reason"] == "اشتباه در نوشتن"
    assert last_entry.by == "zahra"
    desk.undo()
    assert desk.state_of("یوسف حمیدی") == "در انتظار"


def test_the_head_himself_received_one_of_the_deputys(desk: DeskRobot, desk_office: Office) -> None:
    come(desk)
    desk.go_to("برگزاری با جانشین").press("Enter").press("F2", "F4", "F7", "F8")
    assert desk.state_of("نرگس شریفی") == "دیدار کرده؛ با جانشین"
    desk.go_to_row("نرگس شریفی").menu("رئیس دستگاه خود او را پذیرفت")
    desk.type_on("رئیس بازگشت").press("Enter")
    assert desk.state_of("نرگس شریفی") == "دیدار کرده"


def test_the_history_shows_what_was_promised_and_why_a_contact_was_not_counted(
    opens: Opens, desk_office: Office, clock: Clock
) -> None:
    at = clock.at
    clock.set(9, day=jalali(1405, 5, 25))
    first = opens()
    first.register(national_id=NARGES, first_name="نرگس", last_name="شریفی", subject="آسفالت معابر")
    first.press("F4", "F7", "F9").type_on("313").press("Enter", "F8")
    clock.set(9, day=jalali(1405, 5, 27))
    first.desk.model.tick()
    first.wait().go_to("ثبت مراجعهٔ خارج از دیدار").press("Enter")
    first.register(national_id=NARGES, subject="پرسش")
    clock.at = at
    first.screen.close()
    desk = opens()
    desk.search(NARGES).press("Enter")
    assert [row["موضوع"] for row in desk.history] == ["پرسش شمرده‌نشده", "آسفالت معابر"]
    assert "روز تأخیر" in desk.history[1]["وضعیت"]
    assert desk.promise.endswith("هنوز پاسخ نداده است.")
    desk.press("Ctrl+H", "Home")
    assert desk.why.startswith("چرا شمرده نشد؟ بند ۲ بخشنامه:")
