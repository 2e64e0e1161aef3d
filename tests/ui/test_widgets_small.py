"""Segment, tabs, the bar with its undo, progress, buttons: by the user's keys."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from tests.robots.keys import focused, press_here, type_here
from ui.style import look
from ui.widgets.banner import Bar, ProgressLine, page_of
from ui.widgets.buttons import FILLED, OUTLINED, Button
from ui.widgets.segment import Segment
from ui.widgets.tabs import Tabs
from ui.widgets.text import Text

Show = Callable[[QWidget], QWidget]
TYPES = [("request", "درخواست"), ("complaint", "شکایت"), ("suggestion", "پیشنهاد")]


# segment ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def types(show: Show) -> Segment:
    made = show(Segment(TYPES, "نوع مورد", numbered=True))
    made.resize(360, 36)
    return made


def test_arrows_move_by_the_eye_and_space_takes(types: Segment) -> None:
    heard: list[str] = []
    types.changed.connect(heard.append)
    press_here("Left")
    assert types.data() == "request"
    assert types.accessibleDescription() == "شکایت"
    press_here("Space")
    assert types.data() == "complaint"
    press_here("Left", "Left", "Space", "Right", "Right", "Right", "Space")
    assert heard == ["complaint", "suggestion", "request"]


def test_enter_takes_what_is_marked_and_goes_on(types: Segment) -> None:
    entered: list[str] = []
    types.entered.connect(lambda: entered.append(types.data()))
    press_here("Left", "Enter")
    assert entered == ["complaint"]


def test_a_mark_that_was_left_without_space_is_no_choice(types: Segment) -> None:
    press_here("Left", "Left")
    types.clearFocus()
    types.setFocus()
    press_here("Enter")
    assert types.data() == "request"
    assert types.accessibleDescription() == "درخواست"


def test_a_number_takes_and_ctrl_with_an_arrow_is_not_its_own(types: Segment) -> None:
    type_here("۲")
    assert types.data() == "complaint"
    press_here("Ctrl+Left", "Space")
    assert types.data() == "complaint"
    type_here("9")
    assert types.data() == "complaint"


def test_the_first_part_stands_at_the_right_and_a_click_takes(types: Segment) -> None:
    QTest.mouseClick(types, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert types.data() == "suggestion"
    QTest.mouseClick(types, Qt.MouseButton.LeftButton, pos=QPoint(types.width() - 10, 10))
    assert types.data() == "request"


# tabs ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tabs(show: Show) -> Tabs:
    return show(Tabs([("all", "همه"), ("waiting", "در انتظار"), ("seen", "دیدار کرده")], "صف امروز"))


def test_tabs_are_one_stop_and_arrows_choose_by_the_eye_and_stop_at_the_ends(tabs: Tabs) -> None:
    heard: list[str] = []
    tabs.changed.connect(heard.append)
    press_here("Right", "Left", "Left", "Left", "Right")
    assert heard == ["waiting", "seen", "waiting"]


def test_a_tab_is_read_with_its_count(tabs: Tabs) -> None:
    tabs.set_count("all", 20)
    assert (tabs.accessibleName(), tabs.accessibleDescription()) == ("صف امروز", "همه ۲۰")
    press_here("Left")
    assert tabs.accessibleDescription() == "در انتظار"
    tabs.set_count("waiting", 7)
    assert tabs.accessibleDescription() == "در انتظار ۷"


def test_a_click_chooses_a_tab(tabs: Tabs) -> None:
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs._places()[2].center())
    assert tabs.current == "seen"


# the bar ------------------------------------------------------------------------------------------------------------


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.bar, self.button = Bar(), Button("ثبت", kind=FILLED)
        column = QVBoxLayout(self)
        column.addWidget(self.button)
        column.addStretch(1)
        column.addWidget(self.bar)
        self.resize(600, 200)
        self.setFocusProxy(self.button)


@pytest.fixture
def page(show: Show, monkeypatch: pytest.MonkeyPatch) -> Page:
    monkeypatch.setattr("ui.widgets.banner._STAYS", 60)
    monkeypatch.setattr("ui.widgets.banner._ASK_AGAIN", 30)
    return show(Page())


def test_the_bar_stays_six_seconds() -> None:
    from ui.widgets import banner

    assert banner._STAYS == 6000


def test_what_was_done_goes_by_itself_and_its_undo_with_it(page: Page, qtbot) -> None:
    undone: list[bool] = []
    page.bar.say("مریم کعبی با نوبت ۲۱ ثبت شد.", lambda: undone.append(True))
    assert page.bar.isVisible()
    assert page.bar.text == "مریم کعبی با نوبت ۲۱ ثبت شد."
    qtbot.waitUntil(lambda: not page.bar.isVisible(), timeout=2000)
    assert not page.bar.undo()
    assert undone == []


def test_the_bar_stays_while_its_undo_has_the_focus(page: Page, qtbot) -> None:
    undone: list[bool] = []
    page.bar.say("ثبت شد.", lambda: undone.append(True))
    press_here("Tab")
    assert focused().accessibleName() == "برگرداندن"
    qtbot.wait(200)
    assert page.bar.isVisible()
    press_here("Enter")
    assert undone == [True]
    assert not page.bar.isVisible()


def test_the_bar_stays_while_the_mouse_is_over_it(page: Page, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page.bar, "underMouse", lambda: True)
    page.bar.say("ثبت شد.")
    qtbot.wait(200)
    assert page.bar.isVisible()
    monkeypatch.setattr(page.bar, "underMouse", lambda: False)
    qtbot.waitUntil(lambda: not page.bar.isVisible(), timeout=2000)


def test_the_next_replaces_it_and_undo_works_once(page: Page) -> None:
    undone: list[str] = []
    page.bar.say("اول", lambda: undone.append("first"))
    page.bar.say("دوم", lambda: undone.append("second"))
    assert page.bar.text == "دوم"
    assert page.bar.undo()
    assert not page.bar.undo()
    assert undone == ["second"]
    assert not page.bar.isVisible()


def test_what_comes_later_is_said_by_itself_and_the_earlier_act_is_undone_by_its_key(page: Page, qtbot) -> None:
    undone: list[str] = []
    page.bar.say("مریم کعبی با نوبت ۲۱ ثبت شد.", lambda: undone.append("registered"))
    page.bar.add("چاپگر پاسخ نمی‌دهد.")
    assert page.bar.text == "چاپگر پاسخ نمی‌دهد."
    assert not page.bar._undo_button.isVisible()  # it does not belong to the printer
    page.bar.take_back()
    assert undone == ["registered"]


def test_after_what_came_later_the_earlier_act_is_said_again_with_its_undo(page: Page, qtbot) -> None:
    undone: list[str] = []
    page.bar.say("مریم کعبی با نوبت ۲۱ ثبت شد.", lambda: undone.append("registered"))
    page.bar.add("چاپگر پاسخ نمی‌دهد.")
    page.bar.add("برگه فرستاده شد.", role="success")
    page.bar._timer.timeout.emit()
    assert (page.bar.text, page.bar.role) == ("مریم کعبی با نوبت ۲۱ ثبت شد.", "success")
    assert page.bar._undo_button.isVisible()
    page.bar._timer.timeout.emit()
    assert not page.bar.isVisible()
    assert not page.bar.undo()


def test_what_cannot_be_undone_has_no_button(page: Page) -> None:
    page.bar.say("اول", lambda: None)
    page.bar.say("پشتیبان تهیه شد.")
    assert not page.bar._undo_button.isVisible()
    assert not page.bar.undo()


def test_the_bar_takes_its_own_room_and_covers_nothing(page: Page) -> None:
    page.bar.say("ثبت شد.")
    assert page.bar.height() == look().measure("tall") == 40
    assert not page.bar.geometry().intersects(page.button.geometry())


def test_the_bar_goes_also_after_its_page_was_away(show: Show, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.widgets.banner._STAYS", 60)
    pages, desk = QStackedWidget(), Page()
    pages.addWidget(desk)
    pages.addWidget(QWidget())
    show(pages)
    desk.bar.say("ثبت شد.", lambda: None)
    pages.setCurrentIndex(1)
    qtbot.wait(120)
    pages.setCurrentIndex(0)
    assert desk.bar.isVisible()
    qtbot.waitUntil(lambda: not desk.bar.isVisible(), timeout=2000)


# progress -----------------------------------------------------------------------------------------------------------


def test_progress_says_the_page_and_stop_is_heard_once(show: Show) -> None:
    line, page = ProgressLine(), QWidget()
    QVBoxLayout(page).addWidget(line)
    show(page)
    heard: list[bool] = []
    line.stopped.connect(lambda: heard.append(True))
    line.stopped.connect(line.stopping)
    line.start("آماده‌سازی")
    assert line.isVisible()
    line.step(12, 48, page_of(12, 48))
    assert line.text == "صفحهٔ ۱۲ از ۴۸"
    assert page_of(3, 0) == "صفحهٔ ۳"
    (stop,) = line.findChildren(Button)
    assert stop.text() == "توقف"
    stop.setFocus()
    press_here("Space")
    stop.click()
    assert heard == [True]


# buttons ------------------------------------------------------------------------------------------------------------


def test_space_and_enter_press_a_button_and_a_sleeping_one_does_not_answer(show: Show) -> None:
    pressed: list[bool] = []
    button = show(Button("ثبت", key="save", on_click=lambda: pressed.append(True)))
    press_here("Space", "Enter")
    assert pressed == [True, True]
    button.setEnabled(False)
    button.click()
    assert pressed == [True, True]


def test_a_button_shows_its_key_and_tells_it(show: Show) -> None:
    button = show(Button("ثبت", key="save"))
    assert button.toolTip() == "ثبت (\u2066Ctrl+S\u2069)"
    assert button.accessibleName() == "ثبت"
    bare = Button("ثبت")
    assert button.sizeHint().width() > bare.sizeHint().width()


def test_an_icon_button_has_a_name_and_a_tooltip(show: Show) -> None:
    button = show(Button("", "lock_closed", key="lock", name="قفل"))
    assert button.accessibleName() == "قفل"
    assert button.toolTip() == "قفل (\u2066Ctrl+L\u2069)"
    plain = show(Button("", "dismiss", name="بستن"))
    assert plain.toolTip() == "بستن"


def test_with_large_text_key_caps_go_first_and_words_never(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    button = show(Button("فراخوان بعدی", "megaphone_loud", key="call_next"))
    wide = button.sizeHint().width()
    monkeypatch.setattr(look(), "caps", False)
    assert button.sizeHint().width() < wide
    assert button.text() == "فراخوان بعدی"


def test_buttons_are_narrower_and_lower_in_compact(show: Show) -> None:
    page = QWidget()
    row = QHBoxLayout(page)
    button = Button("پایان ملاقات", "checkmark_circle", key="finish", kind=OUTLINED)
    row.addWidget(button)
    row.addWidget(Text("متن"))
    show(page)
    usual = button.sizeHint()
    look().compact = True
    assert button.sizeHint().width() <= usual.width() - 8
    assert (usual.height(), button.sizeHint().height()) == (36, 32)
