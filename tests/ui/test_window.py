"""The window's frame: rail, header, status line, its keys, compact and large text, and what a lock leaves."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.robots.keys import focused, press, press_by_place, press_here, type_here
from ui.frame.header import Header, UserButton
from ui.frame.info import Count, Note, OfficeInfo, Shown
from ui.frame.room import fits_the_screen
from ui.keys import PhysicalKeys
from ui.palette import DARK, LIGHT, Theme
from ui.style import look
from ui.this_pc import Settings
from ui.widgets.banner import Bar
from ui.widgets.buttons import Button
from ui.widgets.chips import State
from ui.widgets.combo import ComboField
from ui.widgets.dropdown import Dropdown
from ui.widgets.field import TextField
from ui.widgets.lines import Line
from ui.window import Screen, Window

MEETING = Shown(
    agency="شهرداری نخلستان",
    user="زهرا موسوی",
    role="مسئول دفتر",
    date="یکشنبه ۲۲ شهریور ۱۴۰۵",
    clock="ساعت ۹:۴۲؛ تا پایان دیدار ۲ ساعت و ۱۸ دقیقه",
    state=State("دیدار در جریان", "success", "record", filled=True),
    counts=(Count("waiting", 7, "در انتظار"), Count("room", 1, "در اتاق", "link"), Count("seen", 11, "دیدار کرده")),
    notes=(Note("هنوز نسخهٔ پشتیبان گرفته نشده است؛ تهیهٔ نسخه", "warning", "warning", act="backup"),),
)


class Searched(QWidget):
    """A field that takes what is looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.line = Line()
        QVBoxLayout(self).addWidget(self.line)
        self.setFocusProxy(self.line)


class Desk(QWidget):
    """What the window asks of a desk, and no more."""

    own_search = True

    def __init__(self, heard: list[object]) -> None:
        super().__init__()
        self.heard = heard
        self.box, self.name, self.bar = Searched(), TextField("نام", "name"), Bar()
        self.county = ComboField("شهرستان", "county", choices=["اهواز", "آبادان"])
        self.panes = [self.box, self.name]
        column = QVBoxLayout(self)
        for part in (self.box, self.name, self.county, self.bar):
            column.addWidget(part)

    def arrive(self) -> None:
        self.box.setFocus()
        self.box.line.selectAll()

    focus_search = arrive

    def refresh(self) -> None:
        self.heard.append("refresh")

    def unmask(self, on: bool) -> None:
        self.heard.append(("unmask", on))

    def show_count(self, count: str) -> None:
        self.heard.append(("count", count))

    def leave_screen(self) -> None:
        self.heard.append("left")


class Report(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = Button("اول"), Button("دوم")
        column = QVBoxLayout(self)
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.setFocusProxy(self.first)


@pytest.fixture
def heard() -> list[object]:
    return []


@pytest.fixture
def window(qtbot: QtBot, settings: Settings, heard: list[object]) -> Iterator[Window]:
    made = Window(OfficeInfo(MEETING), settings, PhysicalKeys(platform="linux"))
    made.put_screens(
        [
            Screen("desk", "desk", "میز دیدار", lambda: Desk(heard)),
            Screen("report", "document_text", "گزارش", Report),
        ]
    )
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    made.go("desk")
    yield made
    settings.text_percent, settings.theme = 100, Theme.LIGHT
    look().choose(settings)
    look().compact = False
    look().put_on(QApplication.instance())


def menu_of(window: QWidget) -> QMenu:
    (menu,) = [menu for menu in window.findChildren(QMenu) if menu.isVisible()]
    return menu


# rail and screens ---------------------------------------------------------------------------------------------------


def test_the_rail_has_the_screens_that_exist_with_help_at_its_foot(window: Window) -> None:
    assert [item.title for item in window.rail.items] == ["میز دیدار", "گزارش", "راهنما"]
    places = window.rail.places()
    assert places[0].top() == look().measure("header")
    assert places[2].bottom() > window.rail.height() - 10
    assert window.rail.x() + window.rail.width() == window.width()


def test_ctrl_and_a_digit_go_to_the_screens_also_under_a_persian_layout(window: Window) -> None:
    press_here("Ctrl+7")
    assert window.current_id == "report"
    press_by_place(window, "Ctrl+1")
    assert window.current_id == "desk"
    press_here("Ctrl+5")
    assert window.current_id == "desk"


def test_keys_of_screens_that_are_not_there_are_free(window: Window) -> None:
    assert {"screen_1", "screen_7", "box", "undo", "refresh"} <= window.live_keys
    assert not {"screen_2", "screen_9", "screen_settings", "board"} & window.live_keys
    window.go("report")
    assert not {"undo", "refresh", "unmask"} & window.live_keys


def test_the_rail_is_one_stop_and_goes_by_up_down_and_enter(window: Window) -> None:
    window.rail.setFocus()
    assert window.rail.accessibleDescription() == "میز دیدار"
    press_here("Down")
    assert window.rail.accessibleDescription() == "گزارش"
    press_here("Enter")
    assert window.current_id == "report"
    assert focused() is window.current.first
    window.rail.setFocus()
    press_here("Up", "Up")
    window.current.first.setFocus()
    window.rail.setFocus()
    assert window.rail.accessibleDescription() == "گزارش"


def test_a_click_in_the_rail_opens_and_its_tooltip_tells_the_key(window: Window) -> None:
    QTest.mouseClick(window.rail, Qt.MouseButton.LeftButton, pos=window.rail.places()[1].center())
    assert window.current_id == "report"


def test_a_screen_is_made_once_and_the_cursor_is_where_it_puts_it(window: Window) -> None:
    desk = window.current
    assert focused() is desk.box.line
    window.go("report")
    window.go("desk")
    assert window.current is desk
    assert focused() is desk.box.line


def test_f2_comes_from_anywhere_to_the_desk_with_the_text_selected(window: Window) -> None:
    type_here("کعبی")
    press_here("Ctrl+7", "F2")
    assert window.current_id == "desk"
    assert window.current.box.line.selectedText() == "کعبی"


def test_f6_goes_round_the_panes_and_back(window: Window) -> None:
    desk = window.current
    press_here("F6")
    assert focused() is desk.name.edit
    press_here("F6")
    assert focused() is window.rail
    press_here("F6")
    assert focused() is desk.box.line
    press_here("Shift+F6", "Shift+F6")
    assert focused() is desk.name.edit


def test_f5_reads_again_and_f3_shows_while_it_is_held(window: Window, heard: list[object]) -> None:
    press_here("F5")
    QTest.keyPress(focused(), Qt.Key.Key_F3)
    QTest.keyRelease(focused(), Qt.Key.Key_F3)
    assert heard == ["refresh", ("unmask", True), ("unmask", False)]


def test_what_f3_shows_is_masked_again_when_another_window_comes_in_front(
    window: Window, heard: list[object], qtbot: QtBot
) -> None:
    """The key is let go where Didar does not hear it."""
    QTest.keyPress(focused(), Qt.Key.Key_F3)
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: heard[-1] == ("unmask", False))


def test_ctrl_z_is_the_bars_undo_when_the_text_has_nothing_to_undo(window: Window) -> None:
    undone: list[bool] = []
    window.current.bar.say("ثبت شد.", lambda: undone.append(True))
    type_here("م")
    press_here("Ctrl+Z")
    assert undone == []
    press_here("Ctrl+Z")
    assert undone == [True]


def test_ctrl_z_says_so_when_there_is_nothing_to_undo(window: Window) -> None:
    window.current.bar.say("ثبت شد.", lambda: None)
    press_here("Ctrl+Z", "Ctrl+Z")
    assert window.current.bar.isVisible()
    assert window.current.bar.text == "اکنون چیزی برای برگرداندن نیست."
    assert not window.current.bar.can_undo


# header and status line ---------------------------------------------------------------------------------------------


def test_the_header_says_day_hour_state_counts_and_who_works_here(window: Window) -> None:
    header = window.header
    assert header.date.text() == "یکشنبه ۲۲ شهریور ۱۴۰۵"
    assert header.clock.text() == "ساعت ۹:۴۲؛ تا پایان دیدار ۲ ساعت و ۱۸ دقیقه"
    assert header.chip.state.text == "دیدار در جریان"
    said = [button.accessibleName() for button in header.counts.values()]
    assert said == ["۷ در انتظار", "۱ در اتاق", "۱۱ دیدار کرده"]
    assert header.user.accessibleName() == "زهرا موسوی، مسئول دفتر"
    assert header.date.x() > header.chip.x() > header.user.x() > header.lock.x()


def test_a_press_on_a_count_filters_the_queue_from_any_screen(window: Window, heard: list[object]) -> None:
    window.go("report")
    window.header.counts["seen"].click()
    assert window.current_id == "desk"
    assert heard == [("count", "seen")]


def test_without_a_meeting_there_is_no_count_and_the_chip_says_so(window: Window) -> None:
    window.info.put(Shown(agency="شهرداری نخلستان", date="سه‌شنبه ۲۴ شهریور ۱۴۰۵", state=State("امروز روز دیدار نیست")))
    assert window.header.counts == {}
    assert window.header.chip.state.text == "امروز روز دیدار نیست"
    assert not window.header.user.isVisible()


def test_the_title_names_the_agency_and_never_a_person(window: Window) -> None:
    assert window.windowTitle() == "دیدار، شهرداری نخلستان"
    window.current.name.set_text("مریم کعبی")
    window.go("report")
    assert window.windowTitle() == "دیدار، شهرداری نخلستان"


def test_the_users_menu_locks_switches_and_chooses_the_theme(window: Window, qtbot: QtBot) -> None:
    user = window.findChild(UserButton)
    user.setFocus()
    press(user, "Space")
    menu = menu_of(window)
    words = [act.text() for act in menu.actions() if act.text()]
    assert words == ["قفل برنامه", "تعویض کاربر", "تغییر گذرواژه", "روشن", "تیره", "مانند ویندوز"]
    assert [act.text() for act in menu.actions() if act.isChecked()] == ["روشن"]
    with qtbot.waitSignal(window.lock_wanted):
        menu.actions()[0].trigger()
    with qtbot.waitSignal(window.switch_wanted):
        menu.actions()[1].trigger()
    with qtbot.waitSignal(window.header.passphrase_wanted):
        menu.actions()[2].trigger()
    next(act for act in menu.actions() if act.text() == "تیره").trigger()
    menu.close()
    assert look().tokens is DARK
    assert window.settings.theme is Theme.DARK
    assert QApplication.palette().window().color().name() == DARK.window.lower()
    user.click()
    assert [act.text() for act in menu_of(window).actions() if act.isChecked()] == ["تیره"]
    next(act for act in menu_of(window).actions() if act.text() == "روشن").trigger()
    menu_of(window).close()
    assert look().tokens is LIGHT


def test_ctrl_l_and_the_locks_button_lock_and_ctrl_b_backs_up(window: Window, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.lock_wanted):
        press_here("Ctrl+L")
    with qtbot.waitSignal(window.lock_wanted):
        window.header.lock.click()
    with qtbot.waitSignal(window.backup_wanted):
        press_here("Ctrl+B")


def test_an_old_backup_is_a_button_in_the_status_line(window: Window, qtbot: QtBot) -> None:
    (old,) = window.status.findChildren(Button)
    assert old.text() == "هنوز نسخهٔ پشتیبان گرفته نشده است؛ تهیهٔ نسخه"
    with qtbot.waitSignal(window.backup_wanted):
        old.click()
    window.info.put(Shown(notes=(Note("آخرین نسخهٔ پشتیبان: امروز ۹:۳۰", "checkmark_circle", "success"),)))
    qtbot.waitUntil(lambda: not window.status.findChildren(Button))


def test_the_lock_is_told_before_it_comes(window: Window) -> None:
    window.status.warn("برنامه تا ۳۰ ثانیهٔ دیگر قفل می‌شود.")
    assert window.status._warning.isVisible()
    assert window.status._warning.text() == "برنامه تا ۳۰ ثانیهٔ دیگر قفل می‌شود."


# quick search -------------------------------------------------------------------------------------------------------


def test_at_the_desk_ctrl_k_goes_to_its_own_box(window: Window) -> None:
    window.current.name.setFocus()
    press_here("Ctrl+K")
    assert focused() is window.current.box.line
    assert not window.header.quick.isVisible()


def test_elsewhere_ctrl_k_finds_screens_by_name(window: Window, qtbot: QtBot) -> None:
    window.go("report")
    assert window.header.quick.isVisible()
    press_here("Ctrl+K")
    assert focused() is window.header.quick.line
    type_here("ميز")
    quick = window.header.quick
    qtbot.waitUntil(lambda: quick.open)
    assert [choice.text for choice in quick.dropdown.choices] == ["میز دیدار", "یافتن «میز» در میز دیدار"]
    press_here("Enter")
    assert window.current_id == "desk"
    assert quick.text() == ""


def test_people_are_found_in_the_desks_own_box(window: Window, qtbot: QtBot) -> None:
    window.go("report")
    press_here("Ctrl+K")
    type_here("مریم کعبی")
    qtbot.waitUntil(lambda: window.header.quick.open)
    press_here("Enter")
    assert window.current_id == "desk"
    assert window.current.box.line.text() == "مریم کعبی"
    window.go("report")
    press_here("Ctrl+K")
    type_here("0499370899")
    press_here("Enter")  # before the list is there
    assert window.current.box.line.text() == "0499370899"


def test_esc_in_quick_search_gives_the_cursor_back_where_it_was(window: Window) -> None:
    window.go("report")
    window.current.second.setFocus()
    press_here("Ctrl+K", "Escape")
    assert focused() is window.current.second


# size ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "height", "compact"), [(1366, 768, False), (1180, 620, False), (1179, 768, True), (1093, 614, True)]
)
def test_compact_sets_itself_under_1180_by_620(window: Window, width: int, height: int, compact: bool) -> None:
    window.resize(width, height)
    assert look().compact is compact
    QCoreApplication.processEvents()
    assert (window.header.height(), window.rail.width(), window.status.height()) == (
        (48, 56, 24) if compact else (56, 80, 28)
    )


def test_the_settings_can_hold_it(window: Window, settings: Settings) -> None:
    from ui.this_pc import Compact

    settings.compact = Compact.ON
    window.resize(1366, 700)
    assert look().compact
    settings.compact = Compact.OFF
    window.resize(1093, 614)
    assert not look().compact


def test_text_grows_and_shrinks_from_90_to_150_and_is_kept(window: Window, settings: Settings) -> None:
    for _ in range(7):
        press_here("Ctrl++")
    assert settings.text_percent == 150
    assert QApplication.font().pixelSize() == 21
    for _ in range(9):
        press_here("Ctrl+-")
    assert settings.text_percent == 90
    press_here("Ctrl+0")
    assert settings.text_percent == 100
    press_here("Ctrl+=")
    assert settings.text_percent == 110


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_at_any_text_size_the_header_and_the_rail_hold_their_words(
    window: Window, settings: Settings, percent: int
) -> None:
    settings.text_percent = percent
    window.dress()
    QCoreApplication.processEvents()
    lines = [QFontMetrics(label.font()).height() for label in (window.header.date, window.header.clock)]
    assert sum(lines) <= window.header.height()
    caption = QFontMetrics(look().font("caption"))
    assert all(caption.horizontalAdvance(item.title) <= window.rail.width() - 8 for item in window.rail.items)


def test_large_text_in_a_narrow_window_takes_the_users_words_and_the_rest_of_the_clock_but_nothing_is_cut(
    window: Window, settings: Settings, qtbot: QtBot
) -> None:
    window.go("report")
    settings.text_percent = 150
    window.resize(1093, 614)
    window.dress()
    QCoreApplication.processEvents()
    header = window.header
    assert header.layout().minimumSize().width() <= header.width()
    assert header.clock.text() == "ساعت ۹:۴۲"
    assert header.clock.toolTip() == "ساعت ۹:۴۲؛ تا پایان دیدار ۲ ساعت و ۱۸ دقیقه"
    assert header.user.toolTip() == "زهرا موسوی، مسئول دفتر"
    before = Header(window.info)
    qtbot.addWidget(before)
    before.resize(1037, 72)
    assert before.clock.text() == "ساعت ۹:۴۲"  # measured right before it is shown
    settings.text_percent = 100
    window.resize(1366, 768)
    window.dress()
    QCoreApplication.processEvents()
    assert header.clock.text() == "ساعت ۹:۴۲؛ تا پایان دیدار ۲ ساعت و ۱۸ دقیقه"


def test_the_place_of_the_window_is_kept(window: Window, settings: Settings, qtbot: QtBot) -> None:
    """The screen of these tests is 800 wide, so only the height can be compared."""
    window.resize(1200, 700)
    window.close()
    again = Window(OfficeInfo(MEETING), settings)
    qtbot.addWidget(again)
    assert again.height() == 700


# what covers it, and what a lock leaves -----------------------------------------------------------------------------


def test_a_lock_hands_over_the_drafts_and_leaves_nothing_of_the_office(
    window: Window, heard: list[object], qtbot: QtBot
) -> None:
    window.current.county.setFocus()
    press_here("Alt+Down", "Escape")
    assert window.findChildren(Dropdown)
    press_here("F1")
    window.empty()
    assert heard == ["left"]
    assert window.current is None
    qtbot.waitUntil(lambda: not window.findChildren(Desk))
    qtbot.waitUntil(lambda: not window.findChildren(Dropdown))
    assert window.rail.items == []
    assert window.help is None


def test_under_a_cover_the_frames_keys_sleep_but_text_size_and_help_work(
    window: Window, heard: list[object], settings: Settings
) -> None:
    card = TextField("گذرواژه", "passphrase")
    card.help_page = "unlock"
    window.cover(card)
    assert window.covered
    assert focused() is card.edit
    press_here("F5", "Ctrl+7", "Ctrl++")
    assert heard == []
    assert window.current_id == "desk"
    assert settings.text_percent == 110
    press_here("F1")
    assert "گذرواژه را بنویسید" in window.help.view.toPlainText()
    assert window.help.geometry().left() == 0
    press_here("Escape")
    assert window.help is None
    assert focused() is card.edit
    window.uncover()
    assert not window.covered
    assert window.live_keys >= {"refresh", "screen_7"}


# for everyone -------------------------------------------------------------------------------------------------------


def named(parts: list[QWidget]) -> list[str]:
    return [f"{part}" for part in parts if not part.accessibleName()]


def test_whatever_takes_the_focus_in_the_frame_has_a_name(window: Window) -> None:
    window.go("report")
    press_here("F1")
    takes = [part for part in window.findChildren(QWidget) if part.focusPolicy() & Qt.FocusPolicy.TabFocus]
    shown = [part for part in takes if part.isVisible()]
    assert len(shown) > 8
    assert named(shown) == []


def test_the_wheel_of_a_theme_change_reaches_what_paints_itself(
    window: Window, settings: Settings, show: Callable[[QWidget], QWidget]
) -> None:
    light = window.rail.grab().toImage()
    window._choose_theme(Theme.DARK)
    QCoreApplication.processEvents()
    assert window.rail.grab().toImage() != light
    assert window.header.grab().toImage().pixelColor(2, 2).name() == DARK.surface.lower()
    assert window.event(QEvent(QEvent.Type.StyleChange))


@pytest.mark.parametrize(
    ("room", "fits"), [((1366, 768), False), ((1366, 728), False), ((1920, 1040), True), ((800, 600), True)]
)
def test_a_window_that_would_hang_over_the_screens_edge_is_opened_full(
    window: Window, room: tuple[int, int], fits: bool, monkeypatch
) -> None:
    """Its foot, with the last backup and the keys, would lie under the panel. 800x600 holds us no way."""
    monkeypatch.setattr(window, "screen", lambda: SimpleNamespace(availableSize=lambda: QSize(*room)))
    window.resize(1366, 768)
    assert fits_the_screen(window) is fits
