"""The worklist, by the keyboard alone: what hurts most is on top, and an act is never more than two keys away."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app import issues, outcomes, rulings, units, visits, worklist, worklist_sheet
from app.domain.codes import Status
from app.office import Office
from app.units import UnitParticulars
from app.worklist import Filters, Tab, pressing
from tests.conftest import MEETING_DAY, Clock
from tests.make import registered
from tests.robots.followup import LIST, TABS, FollowUpRobot
from tests.robots.keys import press
from ui.followup.person_record_form import PersonRecordForm
from ui.followup.screen import FollowUpScreen
from ui.followup.view_model import FollowUpModel
from ui.frame.info import OfficeInfo
from ui.keys import PhysicalKeys
from ui.preview import Preview
from ui.this_pc import Settings
from ui.widgets.buttons import Button
from ui.window import Screen, Window
from ui.worker import Worker

LATER = MEETING_DAY + dt.timedelta(days=20)


@pytest.fixture
def matters(desk_office: Office, clock: Clock) -> dict[str, int]:
    """Who came on the meeting day, and what became of it; today is twenty days after."""
    days = {"مریم": 3, "نرگس": 12, "یوسف": 20, "لیلا": 30}
    made = {}
    for number, (first, due) in enumerate(days.items(), 1):
        row = registered(desk_office, number, particulars={"first_name": first})
        made[first] = row.issue_ids[0]
        rulings.give(desk_office, made[first], "اقدام شود", unit="درآمد", due=MEETING_DAY + dt.timedelta(days=due))
    made["کاظم"] = registered(desk_office, 9, particulars={"first_name": "کاظم"}).issue_ids[0]
    made["زهرا"] = registered(desk_office, 10, particulars={"first_name": "زهرا"}).issue_ids[0]
    outcomes.record(desk_office, made["زهرا"], Status.RESOLVED, "انجام شد")
    clock.set(10, 15, day=LATER)
    return made


@pytest.fixture
def sits_down(
    desk_office: Office, worker: Worker, settings: Settings, qtbot: QtBot, matters: dict[str, int]
) -> Iterator[Callable[[], FollowUpRobot]]:
    windows: list[Window] = []

    def open_() -> FollowUpRobot:
        window = Window(OfficeInfo(), settings, PhysicalKeys())
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(1366, 768)
        window.put_screens([Screen("followup", "timer", "پیگیری", lambda: FollowUpScreen(desk_office, worker))])
        window.go("followup")
        return FollowUpRobot(qtbot, window, worker)

    yield open_
    for window in windows:
        window.empty()


@pytest.fixture
def followup(sits_down: Callable[[], FollowUpRobot]) -> FollowUpRobot:
    return sits_down()


def test_what_hurts_most_is_on_top_and_the_cursor_is_there(followup: FollowUpRobot) -> None:
    assert followup.tabs == {
        "سررسید گذشته": 2,
        "امروز": 1,
        "در انتظار پاسخ واحد": 4,
        "اطلاع داده نشده": 1,
        "همهٔ باز": 6,
    }
    assert followup.focus == LIST
    assert followup.names == ["مریم کعبی", "نرگس کعبی"]
    assert followup.row == followup.whose == "مریم کعبی"
    assert followup.rows[0]["تأخیر یا مهلت"] == "۱۷ روز"


def test_all_that_is_open_stands_in_the_order_of_what_hurts(followup: FollowUpRobot) -> None:
    followup.go_to_tab("همهٔ باز")
    assert [name.split()[0] for name in followup.names] == ["مریم", "نرگس", "یوسف", "زهرا", "لیلا", "کاظم"]


def test_that_a_unit_is_another_agency_is_said_beside_its_name(followup: FollowUpRobot, desk_office: Office) -> None:
    unit = next(unit for unit in units.of_office(desk_office) if unit.name == "درآمد")
    units.describe(desk_office, unit.id, UnitParticulars(outside=True))
    followup.press("F5")
    assert {row["واحد"] for row in followup.rows} == {"درآمد دستگاه دیگر"}


def test_an_outcome_is_two_keys_away_and_the_row_goes_where_it_belongs(followup: FollowUpRobot) -> None:
    with followup.counting() as pressed:
        followup.press("Ctrl+O")
        assert followup.form == "ثبت نتیجه"
        followup.press("Enter")
    followup.type_on("آسفالت شد.").press("Enter")
    assert len(pressed) == 2
    assert followup.form == ""
    assert followup.focus == LIST
    assert followup.names == ["نرگس کعبی"]
    assert followup.row == followup.whose == "نرگس کعبی"
    assert followup.tabs["اطلاع داده نشده"] == 2
    followup.press("Ctrl+Z")
    assert followup.names == ["مریم کعبی", "نرگس کعبی"]


def test_what_is_decided_is_told_next(followup: FollowUpRobot) -> None:
    followup.go_to_tab("اطلاع داده نشده")
    assert followup.next_act == "اطلاع‌رسانی نتیجه"


def test_an_act_that_is_not_to_be_done_with_a_matter_says_so(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+T")
    assert followup.form == ""
    assert "در دسترس نیست" in followup.said


def test_the_list_is_searched_by_name_words_and_code(followup: FollowUpRobot, desk_office: Office) -> None:
    followup.go_to_tab("همهٔ باز")
    followup.press("Ctrl+F").type_on("یوسف").press("Enter")
    assert followup.names == ["یوسف کعبی"]
    assert followup.focus == LIST
    assert followup.tabs["سررسید گذشته"] == 0
    followup.press("Esc")
    assert len(followup.names) == 6
    code = followup.list.table.rows[2].code
    followup.press("Ctrl+F").type_on(f"{code[:4]}-{code[4:]}").press("Enter")
    assert followup.names == ["یوسف کعبی"]


def test_a_filter_that_nothing_fits_says_so_and_esc_removes_it(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+F").type_on("زعفران").press("Enter")
    assert followup.empty == "موردی با این فیلتر نیست. حذف فیلتر: Esc"
    followup.press("Esc")
    assert followup.names == ["مریم کعبی", "نرگس کعبی"]


def test_when_nothing_is_overdue_it_says_so(
    sits_down: Callable[[], FollowUpRobot], matters: dict[str, int], desk_office: Office
) -> None:
    for name in ("مریم", "نرگس"):
        outcomes.record(desk_office, matters[name], Status.RESOLVED, "انجام شد")
    assert sits_down().empty == "مهلت هیچ موردی نگذشته است."


def test_what_others_do_is_seen_at_once(
    followup: FollowUpRobot, matters: dict[str, int], desk_office: Office, worker: Worker
) -> None:
    worker.write(followup.list, lambda: rulings.take_back(desk_office, matters["نرگس"]))
    followup.wait()
    followup.qtbot.waitUntil(lambda: followup.names == ["مریم کعبی"])
    assert pressing(desk_office) == 2


def test_a_visit_that_is_taken_back_is_gone(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int], worker: Worker
) -> None:
    visit = followup.list.table.rows[0]
    assert visit.name == "مریم کعبی"
    worker.write(followup.list, lambda: visits.withdraw(desk_office, followup.list.pane.matter.issue.visit_id))
    followup.wait()
    followup.qtbot.waitUntil(lambda: followup.names == ["نرگس کعبی"])


def test_all_units_that_are_late_are_reminded_in_one_and_it_is_taken_back_in_one(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+Shift+U")
    assert "۲ یادآوری ثبت شد" in followup.said
    assert [row.reminders for row in followup.list.table.rows] == [1, 1]
    followup.press("Ctrl+Shift+U")
    assert followup.said == "امروز یادآوری شده است."
    followup.press("Ctrl+Z")


def test_rows_that_are_chosen_together_are_reminded_together(followup: FollowUpRobot) -> None:
    followup.press("Shift+Down", "Ctrl+R")
    assert [row.reminders for row in followup.list.table.rows] == [1, 1]
    followup.press("Ctrl+Z")
    assert [row.reminders for row in followup.list.table.rows] == [0, 0]


def test_the_list_is_printed_and_the_cursor_is_in_it_again(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+P")
    preview = followup.screen.current
    assert isinstance(preview, Preview)
    followup.qtbot.waitUntil(lambda: followup.worker.idle)
    followup.press("Esc")
    assert followup.focus == LIST


def test_the_chosen_rows_are_written_as_a_sheet_else_all_of_the_list(
    followup: FollowUpRobot, settings: Settings, tmp_path: Path, clock: Clock
) -> None:
    settings.reports_folder = tmp_path / "lists"
    followup.screen.export_wanted.connect(lambda: followup.list.write_sheet(settings.reports_folder))
    assert "Ctrl+Shift+E" in followup.list.copies.sheet_button.toolTip()
    followup.go_to_tab("در انتظار پاسخ واحد").press("Shift+Down", "Ctrl+Shift+E")
    assert "رمز" in followup.said
    assert [len(page) for page in _sheets(settings.reports_folder)] == [3]
    clock.tick()
    followup.press("Home")
    followup.list.copies.sheet_button.click()
    followup.wait()
    pages = _sheets(settings.reports_folder)
    assert sorted(len(page) for page in pages) == [3, 5]
    assert all(page[0][0] == "مراجعه‌کننده" for page in pages)


def _sheets(folder: Path) -> list[list[tuple[str, ...]]]:
    import openpyxl

    return [list(openpyxl.load_workbook(path).active.iter_rows(values_only=True)) for path in folder.iterdir()]


def test_a_long_sheet_says_how_far_it_is_and_is_stopped(
    followup: FollowUpRobot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist_sheet, "AT_ONCE", 1)
    copies, seen, pages = followup.list.copies, [], worklist.page
    stopped = Event()

    def slow(*asked: object, **more: object) -> worklist.Page:
        if len(asked) > 3:  # not the first of its pages
            assert stopped.wait(10)
        return pages(*asked, **more)

    monkeypatch.setattr(worklist, "page", slow)
    copies._told.connect(lambda *_far: (seen.append(copies.progress.text), copies.stop(), stopped.set()))
    copies.write_sheet(tmp_path)
    followup.wait()
    assert seen[0] == "سطر ۱ از ۲"
    assert followup.said == "متوقف شد؛ خروجی گرفته نشد."
    assert copies.progress.isHidden()
    assert not list(tmp_path.glob("*.xlsx"))


def test_tab_goes_through_the_head_of_the_page_as_it_is_read(followup: FollowUpRobot) -> None:
    while followup.focus != "نامه‌ها":
        followup.press("Tab")
    seen = []
    for _button in range(4):
        followup.press("Tab")
        seen.append(followup.focus)
    assert seen == ["چاپ فهرست", "گرفتن خروجی", "یادآوری به همهٔ واحدها", TABS]


def test_an_empty_list_is_not_printed(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+F").type_on("زعفران").press("Enter", "Ctrl+P")
    assert followup.said == "فهرست خالی است؛ چیزی برای چاپ نیست."


def test_the_day_that_begins_at_midnight_makes_others_late(followup: FollowUpRobot, clock: Clock) -> None:
    clock.set(0, 1, day=LATER + dt.timedelta(days=1))
    followup.list.model._look_at_the_clock()
    followup.wait()
    assert followup.tabs["سررسید گذشته"] == 3
    assert followup.tabs["امروز"] == 0


def test_all_that_can_be_done_with_a_row_is_in_its_menu_each_with_its_key(followup: FollowUpRobot) -> None:
    followup.press("Menu")
    followup.qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    lines = {action.text(): action.shortcut().toString() for action in menu.actions()}
    assert lines["یادآوری"] == "Ctrl+R"
    assert lines["نتیجه"] == "Ctrl+O"
    assert len(lines) > len(followup.acts)
    menu.close()


def test_what_is_scrolled_to_before_another_tab_is_read_is_not_put_into_it(
    desk_office: Office, worker: Worker, matters: dict[str, int], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worklist, "LIMIT", 2)
    model, got = FollowUpModel(desk_office, worker), []
    model.shown.connect(lambda rows, _more: got.__setitem__(slice(None), rows))
    model.added.connect(lambda rows, _more: got.extend(rows))
    model.show(Tab.OPEN, Filters())
    qtbot.waitUntil(lambda: len(got) == 2 and worker.idle)
    model.show(Tab.TODAY, Filters())
    model.next_page()  # in one breath
    qtbot.waitUntil(lambda: worker.idle)
    assert [row.issue_id for row in got] == [matters["یوسف"]]
    model.deleteLater()


# a form that stands open ------------------------------------------------------------------------------------------


def test_what_was_half_typed_is_there_again_after_the_lock(
    followup: FollowUpRobot, sits_down: Callable[[], FollowUpRobot]
) -> None:
    followup.press("Ctrl+O", "Enter").type_on("آسفالت")
    followup.screen.empty()  # as the lock does
    after = sits_down().press("Ctrl+O", "Enter")
    assert after.text("شرح نتیجه برای متقاضی") == "آسفالت"
    after.press("Esc", "Down", "Ctrl+O", "Enter").type_on("لوله")
    after.screen.empty()
    last = sits_down().press("Ctrl+O", "Enter")
    assert last.text("شرح نتیجه برای متقاضی") == "آسفالت", "what is typed elsewhere takes nothing away"


def test_while_a_form_stands_open_its_button_is_the_filled_one(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+O")
    shown = [button for button in followup.list.findChildren(Button) if button.isVisible() and button.kind == "filled"]
    assert [button.text() for button in shown] == ["ثبت نتیجه"]


def test_an_act_on_another_row_puts_aside_the_form_that_stands_open(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+O", "Enter").type_on("آسفالت")
    followup.list.table.setFocus()
    followup.press("Down", "Ctrl+Shift+M")
    assert (followup.form, followup.whose) == ("تغییر مهلت", "نرگس کعبی")
    followup.press("Esc", "Up", "Ctrl+O", "Enter")
    assert followup.whose == "مریم کعبی"
    assert followup.text("شرح نتیجه برای متقاضی") == "آسفالت"


def test_after_a_form_the_pane_shows_the_row_where_the_cursor_is(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+O")
    followup.list.table.setFocus()
    followup.press("Down")
    followup.list.pane.form.back.click()
    followup.wait()
    assert followup.row == followup.whose == "نرگس کعبی"


def test_a_key_that_does_nothing_here_leaves_the_way_back(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.press("Ctrl+O", "Enter").type_on("آسفالت شد.").press("Enter")
    followup.press("Ctrl+T")
    assert "در دسترس نیست" in followup.said
    followup.press("Ctrl+Z")
    assert followup.names == ["مریم کعبی", "نرگس کعبی"]


def test_the_cursor_is_at_the_next_act_however_often_the_matter_is_opened(followup: FollowUpRobot) -> None:
    for _time in range(2):
        followup.press("Enter")
        assert followup.is_whole
        assert followup.focus == followup.next_act == "یادآوری"
        followup.press("Esc")
        assert followup.focus == LIST


def test_after_an_act_by_its_button_the_cursor_is_at_what_comes_next(followup: FollowUpRobot) -> None:
    followup.press("Enter", "Enter")
    assert "یادآوری" in followup.said
    assert followup.focus == followup.next_act == "یادآوری"
    followup.press("Esc")
    assert followup.focus == LIST


def test_who_asked_for_the_record_is_there_again_after_the_lock(
    followup: FollowUpRobot, sits_down: Callable[[], FollowUpRobot]
) -> None:
    followup.press("Ctrl+Shift+H", "Left", "Space", "Enter").type_on("نرگس کعبی").press("Enter").type_on("وکالت‌نامه")
    followup.screen.empty()
    after = sits_down().press("Ctrl+Shift+H")
    assert after.text("نام وکیل یا نماینده") == "نرگس کعبی"
    after.press("Esc", "Down", "Ctrl+Shift+H")
    form = after.list.pane.form
    assert isinstance(form, PersonRecordForm)
    assert (form.who.data(), form.name.text(), form.proof.text()) == (False, "", "")


def test_a_form_that_comes_late_is_not_opened_for_another_person(followup: FollowUpRobot) -> None:
    followup.go_to_tab("همهٔ باز").press("Home")
    for key in ("Down", "Ctrl+O", "Down"):  # in one breath: the matter is still being read
        press(followup.focused, key)
    followup.wait()
    assert followup.row == "یوسف کعبی"
    assert followup.form == ""


def test_rows_that_are_chosen_together_stay_so_while_others_work(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.go_to_tab("همهٔ باز").press("Home", "Shift+Down", "Shift+Down")
    outcomes.record(desk_office, matters["لیلا"], Status.RESOLVED, "انجام شد")
    followup.wait()
    assert [row.name.split()[0] for row in followup.list._chosen] == ["مریم", "نرگس", "یوسف"]
    assert followup.row == "یوسف کعبی"
    visits.withdraw(desk_office, issues.one(desk_office, matters["یوسف"]).visit_id)
    followup.wait()
    assert [row.name.split()[0] for row in followup.list._chosen] == ["مریم", "نرگس"]
