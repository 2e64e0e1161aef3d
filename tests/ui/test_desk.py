"""The desk by keyboard: the box, the form, saving, undo, drafts."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import drafts, meetings, visits
from app.domain.codes import Kind
from app.domain.persian.calendar import jalali
from app.office import Office
from tests import make
from tests.conftest import Clock
from tests.robots.desk import DeskRobot, Opens
from tests.robots.keys import press_here, type_here
from ui.exporting import sheet_in_front
from ui.style import look
from ui.widgets.drawing import width_of

KNOWN = make.national_id(1)
NEW = make.national_id(77)


def earlier_visit(desk_office: Office, clock: Clock, **given) -> int:
    """Maryam Kaabi was here some weeks ago, and was seen by the head."""
    day = clock.at
    clock.set(9, day=jalali(1405, 5, 25))
    row = make.registered(desk_office, 1, **given)
    clock.at = day
    return row.visit_id


# the box --------------------------------------------------------------------------------------------------------------


def test_on_arrival_the_cursor_is_in_the_box(desk: DeskRobot) -> None:
    assert desk.is_in_the_box


def test_a_known_visitor_takes_four_keys_beyond_search_and_issue(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    earlier_visit(desk_office, clock)
    desk = opens()
    desk.type_on("کعبی").press("Enter")  # 1
    assert desk.focus == "موضوع"
    assert desk.title == "مریم کعبی"
    assert desk.text("تلفن همراه") == "09160000001"
    assert desk.banner == "سابقه دارد: ۱ بار مراجعه، آخرین بار ۲۵ مرداد"
    desk.type_on("سد معبر").press("Enter")  # 2
    desk.press("Enter") if desk.focus != "شرح" else None  # the list of subjects may stand open
    desk.type_on("باز هم نشد").press("Ctrl+S")  # 3, 4
    assert desk.list_of_the_day == [("۱", "مریم کعبی", "در انتظار")]
    assert desk.says == "مریم کعبی با نوبت ۱ ثبت شد."
    assert desk.is_in_the_box
    assert desk.is_empty


@pytest.mark.parametrize("typed", ["مريم كعبی", "کعبی مریم", "hplnd", "۰۹۱۶۰۰۰۰۰۰۱", "کعبي جاسم", "9160000001"])
def test_one_box_finds_people_however_it_is_typed(desk_office: Office, clock: Clock, opens: Opens, typed: str) -> None:
    earlier_visit(desk_office, clock, particulars={"last_name": "کعبی احمدی"})
    desk = opens()
    desk.search(typed)
    assert desk.offers[0].startswith("مریم کعبی احمدی")


def test_a_right_id_that_nobody_has_goes_to_its_field_and_the_cursor_to_the_phone(desk: DeskRobot) -> None:
    desk.search(NEW)
    assert desk.offers == ["ثبت مراجعه‌کنندهٔ جدید با این کد ملی"]
    desk.press("Enter")
    assert desk.text("شناسه") == NEW
    assert desk.focus == "تلفن همراه"


def test_a_phone_with_the_countrys_code_goes_to_its_field_as_it_is_dialled_here(desk: DeskRobot) -> None:
    desk.search("+98 916 300 4172").press("Enter")
    assert (desk.text("تلفن همراه"), desk.line_beside("تلفن همراه")) == ("09163004172", "")


def test_a_name_that_nobody_has_goes_to_the_name_fields(desk: DeskRobot) -> None:
    desk.search("نرگس شریفی").press("Enter")
    assert (desk.text("نام"), desk.text("نام خانوادگی")) == ("نرگس", "شریفی")
    assert desk.focus == "شناسه"


def test_enter_before_the_answer_is_not_lost(desk: DeskRobot, qtbot: QtBot) -> None:
    """A barcode scanner's burst of ten digits and Enter."""
    desk.press("F2")
    type_here(NEW)
    press_here("Enter")
    desk.wait()
    qtbot.waitUntil(lambda: desk.text("شناسه") == NEW)


def test_near_misses_are_offered_when_nobody_fits(desk_office: Office, clock: Clock, opens: Opens) -> None:
    earlier_visit(desk_office, clock)
    desk = opens()
    desk.search("کعبی سعید")
    assert desk.desk.box.offers.line.text() == "کسی با این مشخصات پیدا نشد. شاید منظورتان:"
    assert any(row.startswith("مریم کعبی") for row in desk.offers)
    assert desk.offers[-1] == "ثبت مراجعه‌کنندهٔ جدید"


def test_what_the_box_found_is_a_list_that_can_be_written_as_it_is_seen(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    """Ctrl+Shift+E: the rows under the box, ids masked, not the queue that lies beneath them."""
    earlier_visit(desk_office, clock)
    desk = opens()
    queue = sheet_in_front(desk.desk.window())
    assert queue is None or queue.name != "افراد و موردهای پیداشده"
    desk.search("کعبی")
    sheet = sheet_in_front(desk.desk.window())
    assert sheet is not None
    assert sheet.name == "افراد و موردهای پیداشده"
    assert sheet.headings == ("نام و نام خانوادگی", "مشخصات")
    assert sheet.rows[0][0] == "مریم کعبی"
    assert "••••••" in sheet.rows[0][1]
    assert len(sheet.rows) == len(desk.offers) - 1, "«ثبت مراجعه‌کنندهٔ جدید» is nobody"
    assert not any(sign in cell for row in sheet.rows for cell in row for sign in "\u2066\u2069")


def test_ids_in_the_list_are_masked_until_f3_is_held(desk_office: Office, clock: Clock, opens: Opens) -> None:
    earlier_visit(desk_office, clock)
    desk = opens()
    desk.search("کعبی")
    assert KNOWN[3:9] not in desk.offers[0]
    assert "••••••" in desk.offers[0]


def test_escape_one_step_a_press_closes_the_list_then_empties_the_box(desk_office: Office, clock, opens: Opens) -> None:
    earlier_visit(desk_office, clock)
    desk = opens()
    desk.search("کعبی").press("Esc")
    assert (desk.offers, desk.box_text) == ([], "کعبی")
    desk.press("Esc")
    assert desk.box_text == ""


# the form -------------------------------------------------------------------------------------------------------------


def test_a_new_visitor_never_needs_the_mouse(desk: DeskRobot) -> None:
    desk.search(NEW).press("Enter")
    for text in ("09163004172", "نرگس", "شریفی", "یوسف"):
        desk.type_on(text).press("Enter")
    assert desk.focus == "شهرستان"
    desk.press("Enter").type_on("کوچهٔ ۴").press("Enter")
    desk.go_to("موضوع").type_on("مستمری").press("Tab").type_on("سه ماه است").press("Ctrl+S")
    assert desk.list_of_the_day == [("۱", "نرگس شریفی", "در انتظار")]


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        ("شناسه", "0012345678", "کد ملی درست نیست؛ رقم‌ها را دوباره بررسی کنید."),
        ("تلفن همراه", "0916300417", "یک رقم کم است؛ باید ۱۱ رقم باشد."),
        ("نام", "", "نام را وارد کنید."),
        ("نام خانوادگی", "", "نام خانوادگی را وارد کنید."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    desk: DeskRobot, label: str, typed: str, said: str
) -> None:
    desk.search(NEW).press("Enter")
    desk.type("نام", "مریم").type("نام خانوادگی", "کعبی").type("موضوع", "آسفالت معابر")
    desk.type(label, typed).press("Ctrl+S")
    assert desk.line_beside(label) == said
    assert desk.focus == label
    assert desk.text("موضوع") == "آسفالت معابر"
    assert desk.list_of_the_day == []


def test_without_an_id_the_reason_is_asked_for_and_is_enough(desk: DeskRobot) -> None:
    desk.search("زهرا دهقان").press("Enter")
    desk.go_to("شناسه")
    desk.desk.form.person.id.set("no_id_reason", "")
    desk.type("موضوع", "مستمری").press("Ctrl+S")
    assert desk.focus == "شناسه"
    desk.type_on("کارت همراه نداشت").press("Ctrl+S")
    assert desk.list_of_the_day == [("۱", "زهرا دهقان", "در انتظار")]


def test_an_id_in_the_form_that_is_known_fills_the_rest(desk_office: Office, clock: Clock, opens: Opens) -> None:
    earlier_visit(desk_office, clock)
    desk = opens()
    desk.press("Ctrl+N").type_on(KNOWN)
    assert desk.text("نام خانوادگی") == "کعبی"
    assert desk.banner.startswith("سابقه دارد")


def test_a_changed_value_of_a_known_person_shows_what_stood_before(desk_office: Office, clock, opens: Opens) -> None:
    earlier_visit(desk_office, clock)
    desk = opens()
    desk.search("کعبی").press("Enter")
    desk.type("تلفن همراه", "09163004172").press("Tab")
    assert "قبلاً" in desk.field("تلفن همراه").line.note.text()


def test_several_issues_in_one_visit(desk: DeskRobot, desk_office: Office) -> None:
    desk.search(NEW).press("Enter").type("نام", "نرگس").type("نام خانوادگی", "شریفی")
    desk.type("موضوع", "مستمری").press("Ctrl+I")
    assert desk.focus == "موضوع"
    desk.type_on("سد معبر").press("Alt+2", "Ctrl+S")
    written = visits.written(desk_office, desk.desk.model.rows[0].visit_id)
    assert [(issue["subject"], str(issue["type"])) for issue in written.new.issues] == [
        ("مستمری", "request"),
        ("سد معبر", "complaint"),
    ]


def test_going_to_and_fro_between_issues_loses_nothing(desk: DeskRobot) -> None:
    desk.search(NEW).press("Enter").type("موضوع", "سد معبر").type("شرح", "از بهار").press("Ctrl+I")
    desk.type("موضوع", "مستمری").type("شرح", "از پارسال")
    desk.press("Alt+PgDown").press("Alt+PgDown")
    assert (desk.text("موضوع"), desk.text("شرح")) == ("مستمری", "از پارسال")
    desk.press("Alt+PgDown")
    assert (desk.text("موضوع"), desk.text("شرح")) == ("سد معبر", "از بهار")


def test_group_and_priority_are_one_key_away(desk: DeskRobot) -> None:
    desk.search(NEW).press("Enter").type("نام", "نرگس").type("نام خانوادگی", "شریفی").type("موضوع", "مستمری")
    desk.press("Ctrl+G").type_on("4").press("Enter").type_on("روستای چم‌سرخ")
    desk.press("Ctrl+U", "Ctrl+S")
    row = desk.desk.model.rows[0]
    assert (row.companions, row.representing, row.priority.label) == (4, "روستای چم‌سرخ", "سالمند")


def test_the_same_person_twice_today_is_asked_about_and_enter_means_it(desk: DeskRobot) -> None:
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    desk.search(NEW).press("Enter").type("موضوع", "سد معبر").press("Ctrl+S")
    assert desk.banner == "این مراجعه‌کننده امروز ثبت شده است. دوباره ثبت شود؟"
    assert len(desk.list_of_the_day) == 1
    desk.press("Enter")
    assert len(desk.list_of_the_day) == 2


@pytest.mark.parametrize("height", [697, 749])
def test_on_an_old_screen_the_whole_form_is_seen_under_its_banner_and_over_the_bar(
    desk: DeskRobot, qtbot: QtBot, height: int
) -> None:
    """What a 1366x768 screen leaves with and without a panel."""
    desk.screen.resize(1366, height)
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    desk.search(NEW).press("Enter")
    assert desk.banner
    assert desk.says
    scroll = desk.desk.form._scroll
    qtbot.waitUntil(lambda: scroll.widget().width() == scroll.viewport().width())
    assert scroll.widget().height() == scroll.viewport().height()


def test_where_the_form_must_scroll_it_shows_what_is_typed_into_and_cuts_no_side(desk: DeskRobot, qtbot: QtBot) -> None:
    desk.screen.resize(1366, 625)
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    desk.press("Ctrl+G").search(NEW).press("Enter")
    desk.press("Ctrl+U", "Ctrl+G")
    desk.desk.form.issues.subject.setFocus()
    scroll, field = desk.desk.form._scroll, desk.field("موضوع")
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().isVisible())
    qtbot.waitUntil(lambda: field.visibleRegion().boundingRect().height() == field.height())
    assert scroll.widget().width() == scroll.viewport().width()


@pytest.mark.parametrize("steps", range(6))
def test_with_larger_text_nothing_of_the_desk_is_pushed_over_its_edge(desk: DeskRobot, qtbot: QtBot, steps) -> None:
    """On a 1366 screen, 100 to 150 %: the names' and states' columns are there, whatever else goes."""
    desk.screen.resize(1366, 749)
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    desk.press(*["Ctrl++"] * steps)
    desk.go_to("رئیس آمد").press("Enter")
    table = desk.desk.queue.table
    shown = [at for at in range(table.model().columnCount()) if not table.isColumnHidden(at)]
    assert {0, 1, 4, 5} <= set(shown)
    qtbot.waitUntil(lambda: sum(table.columnWidth(at) for at in shown) <= table.viewport().width())
    assert desk.desk.minimumSizeHint().width() <= desk.desk.width()
    desk.press("Ctrl+0")


def test_with_the_largest_text_a_long_name_is_read_whole(desk: DeskRobot, qtbot: QtBot) -> None:
    desk.screen.resize(1366, 749)
    desk.register(national_id=NEW, first_name="سید محمدرضا", last_name="موسوی حیدری")
    desk.press(*["Ctrl++"] * 5)
    table = desk.desk.queue.table
    wanted = width_of("سید محمدرضا موسوی حیدری", look().font("words")) + 16
    qtbot.waitUntil(lambda: table.columnWidth(1) >= wanted)
    desk.press("Ctrl+0")


def test_help_in_a_narrow_window_lies_over_the_queue_and_leaves_the_form_whole(desk: DeskRobot) -> None:
    desk.screen.resize(1093, 600)
    desk.press("F1")
    assert desk.screen.help.isVisible()
    assert desk.desk.width() >= desk.desk.minimumSizeHint().width()
    assert not desk.screen.help.geometry().intersects(desk.desk._right.geometry())
    desk.press("Esc")
    assert desk.screen.help is None
    assert desk.is_in_the_box


# undo, aside, drafts --------------------------------------------------------------------------------------------------


def test_undo_takes_the_registration_back_and_what_was_typed_stands_there_again(desk: DeskRobot) -> None:
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    desk.undo()
    assert desk.list_of_the_day == []
    assert desk.text("نام خانوادگی") == "شریفی"
    desk.press("Ctrl+S")
    assert desk.list_of_the_day == [("۱", "نرگس شریفی", "در انتظار")]


def test_escape_puts_the_form_aside_and_it_is_taken_up_again(desk: DeskRobot) -> None:
    desk.search(NEW).press("Enter").type("نام", "نرگس").press("Ctrl+W")
    assert desk.is_empty
    assert desk.is_in_the_box
    assert desk.aside == "کنار گذاشته: نرگس"
    desk.undo()
    assert desk.text("نام") == "نرگس"
    assert desk.aside == ""


def test_of_several_that_were_put_aside_any_can_be_taken_up(desk: DeskRobot) -> None:
    for name in ("نرگس", "کاظم", "یوسف"):
        desk.press("Ctrl+N").type("نام", name).press("Ctrl+W")
    desk.go_to("کنار گذاشته (۳)").press("Enter").choose("نرگس")
    assert desk.text("نام") == "نرگس"
    assert desk.aside == "کنار گذاشته: یوسف، کاظم"


def test_the_buttons_under_the_form_keep_their_words_whatever_waits_beside_it(desk: DeskRobot) -> None:
    for name in ("نرگس شریفی", "کاظم مرادی"):
        desk.search(name).press("Enter", "Ctrl+W")
    form = desk.desk.form
    for text in ("ثبت نوبت ۱۲۰", "ثبت و چاپ نوبت ۱۲۰"):
        form.save.set_text(text)
        QApplication.processEvents()
        for button in (form.save, form.put_aside, form.take_up):
            assert button.width() >= button.sizeHint().width(), f"«{button.text()}» is cut"
    assert form.take_up.accessibleName() == "کنار گذاشته (۲)"


def test_another_person_taken_from_the_box_puts_the_half_filled_form_aside(
    desk_office: Office, clock, opens: Opens
) -> None:
    earlier_visit(desk_office, clock)
    desk = opens()
    desk.search(NEW).press("Enter").type("نام", "نرگس")
    desk.search("کعبی").press("Enter")
    assert desk.title == "مریم کعبی"
    assert desk.aside == "کنار گذاشته: نرگس"


def test_a_half_filled_form_is_there_again_after_a_crash(desk_office: Office, opens: Opens, qtbot: QtBot) -> None:
    first = opens()
    first.search(NEW).press("Enter").type("نام", "نرگس").type("موضوع", "مستمری")
    qtbot.waitUntil(lambda: drafts.take(desk_office, "desk") is not None and first.worker.idle)
    second = opens()
    qtbot.waitUntil(lambda: not second.is_empty)
    assert (second.text("شناسه"), second.text("نام"), second.text("موضوع")) == (NEW, "نرگس", "مستمری")
    assert second.banner == "نوشتهٔ ناتمام ساعت ۰۹:۴۲ بازیابی شد."


def test_a_registered_form_leaves_no_draft(desk_office: Office, desk: DeskRobot, qtbot: QtBot) -> None:
    desk.search(NEW).press("Enter").type("نام", "نرگس").type("نام خانوادگی", "شریفی").type("موضوع", "مستمری")
    qtbot.waitUntil(lambda: drafts.take(desk_office, "desk") is not None)
    desk.press("Ctrl+S")
    assert drafts.take(desk_office, "desk") is None


# other days -----------------------------------------------------------------------------------------------------------


def test_another_day_says_so_and_offers_two_ways_on(desk_office: Office, clock: Clock, opens: Opens) -> None:
    clock.set(10, 15, day=jalali(1405, 6, 24))
    desk = opens()
    assert desk.sees("امروز روز دیدار نیست. روز دیدار بعدی: یکشنبه ۲۹ شهریور ۱۴۰۵")
    desk.go_to("ثبت مراجعهٔ خارج از دیدار").press("Space")
    assert desk.says_not_counted
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    assert desk.says == "مراجعهٔ نرگس شریفی ثبت شد؛ در گزارش شمرده نمی‌شود."
    assert desk.list_of_the_day == [("", "نرگس شریفی", Kind.DAILY.label)]


def test_a_substitute_meeting_is_held_with_its_reason(desk_office: Office, clock: Clock, opens: Opens) -> None:
    clock.set(10, 15, day=jalali(1405, 6, 24))
    desk = opens()
    desk.go_to("برگزاری دیدار جبرانی").press("Space")
    desk.press("Enter", "Enter")
    assert desk.line_beside("علت دیدار جبرانی") == "علت را بنویسید."
    desk.type_on("دیدار ۲۲ شهریور برگزار نشد").press("Enter").type_on("1405/06/22").press("Enter")
    day = meetings.today(desk_office)
    assert (day.meeting, day.reason, day.instead_of) == (True, "دیدار ۲۲ شهریور برگزار نشد", jalali(1405, 6, 22))
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    assert desk.list_of_the_day == [("۱", "نرگس شریفی", "در انتظار")]


def test_a_weekly_visit_on_a_day_without_a_meeting_asks_what_it_was(clock: Clock, opens: Opens) -> None:
    clock.set(10, 15, day=jalali(1405, 6, 24))
    desk = opens()
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    assert desk.banner == "امروز روز دیدار نیست؛ نوع این مراجعه را برگزینید."
    assert desk.focus == "نوع دیدار"
    desk.press("Left", "Space", "Ctrl+S")
    assert desk.list_of_the_day == [("", "نرگس شریفی", Kind.CEREMONY.label)]


def test_the_closing_hour_with_people_waiting_is_said_over_the_queue(desk: DeskRobot, clock: Clock) -> None:
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    clock.set(12, 0)
    desk.desk.model.tick()
    assert desk.desk.queue.hours.text == "ساعت دیدار پایان یافت؛ ۱ نفر در انتظارند."


def test_the_window_title_never_names_a_person(desk: DeskRobot) -> None:
    desk.register(national_id=NEW, first_name="نرگس", last_name="شریفی")
    assert "شریفی" not in QApplication.activeWindow().windowTitle()


# matters in the box -------------------------------------------------------------------------------------------------


def well(desk_office: Office, clock: Clock) -> None:
    """A man was here about a well some weeks ago, and about his street."""
    given = {"first_name": "هاشم", "last_name": "دریس"}
    matters = (make.issue(), make.issue(subject="حفر چاه"))
    earlier_visit(desk_office, clock, particulars=given, issues=matters)


def test_the_man_about_the_well_is_found_and_his_history_shows_that_matter(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    well(desk_office, clock)
    desk = opens()
    desk.search("چاه")
    assert desk.desk.box.offers.line.text() == "کسی با این نام پیدا نشد؛ این واژه‌ها در این موردها آمده است:"
    assert desk.offers[0].startswith("هاشم دریس، حفر چاه · ۲۵ مرداد")
    assert desk.offers[0].endswith("در دست اقدام")
    desk.press("Enter")
    assert (desk.title, desk.focus) == ("هاشم دریس", "موضوع")
    assert desk.desk.area.history.table.current.subject == "حفر چاه"


def test_matters_come_after_the_people_and_move_nobody(desk_office: Office, clock: Clock, opens: Opens) -> None:
    well(desk_office, clock)
    make.registered(desk_office, 2, particulars={"first_name": "چاهک", "last_name": "ساکی"})
    make.registered(desk_office, 3, particulars={"first_name": "چاهبان", "last_name": "باوی"})
    desk = opens()
    desk.press("F2")
    type_here("چاه")
    desk.qtbot.waitUntil(lambda: len(desk.offers) == 3)
    press_here("Down")
    desk.wait()
    desk.qtbot.waitUntil(lambda: len(desk.offers) == 4)
    assert [offer.partition("،")[0] for offer in desk.offers] == [
        "چاهبان باوی",
        "چاهک ساکی",
        "هاشم دریس",
        "ثبت مراجعه‌کنندهٔ جدید",
    ]
    desk.press("Enter")
    assert desk.title == "چاهک ساکی"


def test_nobody_is_taken_unseen_who_only_comes_near(desk_office: Office, clock: Clock, opens: Opens) -> None:
    earlier_visit(desk_office, clock)
    desk = opens()
    desk.press("F2")
    type_here("مریم کعبس")
    press_here("Enter")
    desk.wait()
    desk.qtbot.waitUntil(lambda: bool(desk.offers))
    assert (desk.is_empty, desk.offers[0].startswith("مریم کعبی")) == (True, True)
    desk.press("Enter")
    assert (desk.text("نام"), desk.text("نام خانوادگی")) == ("مریم", "کعبس")


def test_f6_into_the_form_stands_in_a_field_so_that_what_is_typed_there_is_not_lost(desk: DeskRobot) -> None:
    desk.press("F2", "F6")
    assert desk.focus == "شناسه"
