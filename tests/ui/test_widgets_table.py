"""The one table: whole rows, keys, the clipboard, pages fetched ahead, rows that reach the card's edge."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.domain.persian.text import isolate
from tests.robots.keys import press_here, type_here
from ui.style import look
from ui.this_pc import Settings
from ui.widgets.chips import State
from ui.widgets.row_lines import font_of
from ui.widgets.rows import Column
from ui.widgets.table import Table

Show = Callable[[QWidget], QWidget]


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    subject: str = "آسفالت"
    mobile: str = "0916 300 4172"


NAMES = ["مریم کعبی", "كاظم مرادی", "لیلا دهقان", "یوسف حمیدی", "محمد راد"]
ROWS = [Row(number, name) for number, name in enumerate(NAMES, 1)]
COLUMNS = [
    Column("number", "نوبت", lambda row: str(row.id), 60, align="middle", tabular=True),
    Column(
        "name", "نام", lambda row: row.name, aside=lambda row: ("star", "سالمند", "warning") if row.id == 2 else None
    ),
    Column("subject", "موضوع", lambda row: row.subject, 120, compact=False),
    Column("mobile", "تلفن", lambda row: isolate(row.mobile), 120),
    Column("state", "وضعیت", lambda _row: "", 100, state=lambda _row: State("در انتظار", "bare", "clock")),
]


@pytest.fixture
def table(show: Show) -> Table:
    made = show(Table(COLUMNS, name="desk.queue", label="صف امروز", empty="هنوز کسی نیامده است."))
    made.resize(640, 300)
    made.put(ROWS)
    made.choose_first()
    return made


def chosen(table: Table) -> str:
    return table.current.name if table.current else ""


def test_the_first_row_is_chosen_when_the_focus_comes_and_arrows_take_whole_rows(table: Table) -> None:
    assert chosen(table) == "مریم کعبی"
    press_here("Down", "Down")
    assert chosen(table) == "لیلا دهقان"
    assert len(table.selectionModel().selectedRows()) == 1
    assert len(table.selectionModel().selectedIndexes()) == len(COLUMNS)
    press_here("End")
    assert chosen(table) == "محمد راد"


def test_enter_opens_and_space_is_the_rows_next_step(table: Table) -> None:
    opened, stepped = [], []
    table.opened.connect(opened.append)
    table.stepped.connect(stepped.append)
    press_here("Down", "Enter", "Space")
    assert opened == stepped == [ROWS[1]]


def test_ctrl_c_copies_the_rows_with_their_headings_and_plain_numbers(table: Table) -> None:
    press_here("Down", "Shift+Down", "Ctrl+C")
    assert QGuiApplication.clipboard().text().split("\n") == [
        "نوبت\tنام\tموضوع\tتلفن\tوضعیت",
        "2\tكاظم مرادی سالمند\tآسفالت\t0916 300 4172\tدر انتظار",
        "3\tلیلا دهقان\tآسفالت\t0916 300 4172\tدر انتظار",
    ]


def test_typing_jumps_to_the_row_that_begins_so_by_the_search_key(table: Table) -> None:
    type_here("کا")
    assert chosen(table) == "كاظم مرادی"
    table._forget_typed()
    type_here("یو")
    assert chosen(table) == "یوسف حمیدی"
    table._forget_typed()
    type_here("xyz")
    assert chosen(table) == "یوسف حمیدی"


def test_the_same_letter_again_goes_to_the_next_row_and_round(table: Table) -> None:
    for name in ("محمد راد", "مریم کعبی", "محمد راد"):
        type_here("م")
        assert chosen(table) == name


def test_jumping_knows_a_row_that_has_changed(table: Table) -> None:
    type_here("ز")
    table._forget_typed()
    table.replace(replace(ROWS[3], name="زهرا حمیدی"))
    type_here("زه")
    assert chosen(table) == "زهرا حمیدی"


def test_the_menu_key_asks_once_at_the_row_and_so_does_shift_f10(table: Table) -> None:
    asked: list[tuple[Row, QPoint]] = []
    table.menu_wanted.connect(lambda row, point: asked.append((row, point)))
    press_here("Down", "Menu")
    place = table.viewport().mapToGlobal(table.visualRect(table.currentIndex()).bottomLeft())
    assert asked == [(ROWS[1], place)]
    keyboard = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    QCoreApplication.sendEvent(table.viewport(), keyboard)
    assert asked[1:] == [(ROWS[1], place)]
    menu = QMenu(table)
    menu.addAction("فراخوان")
    menu.popup(place)
    QCoreApplication.sendEvent(table.viewport(), keyboard)
    menu.close()
    assert len(asked) == 2


def test_the_mouse_asks_for_the_menu_of_the_row_under_it(table: Table) -> None:
    asked: list[Row] = []
    table.menu_wanted.connect(lambda row, _point: asked.append(row))
    at = table.visualRect(table.model().index(3, 1)).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, table.viewport().mapToGlobal(at))
    QCoreApplication.sendEvent(table.viewport(), event)
    assert asked == [ROWS[3]]


def test_rows_reach_both_edges_also_where_there_is_more_to_scroll(table: Table) -> None:
    table.put([Row(number, "مریم کعبی") for number in range(200)])
    QCoreApplication.processEvents()
    assert table._bar.isVisible()
    assert table.viewport().width() == table.width()
    assert table.horizontalHeader().width() == table.width()
    assert table._bar.y() == table.viewport().y()
    assert table._bar.x() == 0
    table._bar.setValue(360)
    assert table.verticalScrollBar().value() == 360
    press_here("End")
    assert table._bar.value() == table._bar.maximum() == table.verticalScrollBar().maximum()
    table.put(ROWS)
    QCoreApplication.processEvents()
    assert not table._bar.isVisible()


def test_pages_are_fetched_two_screens_ahead_and_once_each(show: Show) -> None:
    table = show(Table(COLUMNS))
    table.resize(640, 32 + 10 * look().measure("row"))
    asked: list[int] = []
    table.wanted.connect(lambda: asked.append(len(table.rows)))
    table.put([Row(number, "مریم") for number in range(50)], more=True)
    QCoreApplication.processEvents()
    assert asked == []
    table.verticalScrollBar().setValue(18 * look().measure("row"))
    assert asked == []
    table.verticalScrollBar().setValue(22 * look().measure("row"))
    table.verticalScrollBar().setValue(24 * look().measure("row"))
    assert asked == [50]
    table.append([Row(number, "مریم") for number in range(50, 100)], more=False)
    press_here("End")
    assert asked == [50]
    assert len(table.rows) == 100


def test_a_first_page_that_does_not_fill_the_screen_asks_for_the_next_at_once(show: Show) -> None:
    table = show(Table(COLUMNS))
    table.resize(640, 400)
    asked: list[int] = []
    table.wanted.connect(lambda: asked.append(len(table.rows)))
    table.put(ROWS, more=True)
    assert asked == [5]


def test_the_chosen_row_and_the_place_stay_when_the_list_is_read_again(table: Table) -> None:
    table.put([Row(number, f"مریم {number}") for number in range(100)])
    table.choose(60)
    QCoreApplication.processEvents()
    at = table.verticalScrollBar().value()
    assert at > 0
    table.put([Row(number, f"لیلا {number}") for number in range(100)])
    assert chosen(table) == "لیلا 60"
    assert table.verticalScrollBar().value() == at
    table.put([])
    assert table.current is None


def test_a_row_is_read_whole_by_a_screen_reader(table: Table) -> None:
    read = table.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert read == "نوبت 2، نام كاظم مرادی سالمند، موضوع آسفالت، تلفن 0916 300 4172، وضعیت در انتظار"
    assert table.accessibleName() == "صف امروز"


def test_columns_that_can_wait_go_in_compact(table: Table) -> None:
    look().compact = True
    look().changed.emit()
    assert [table.isColumnHidden(at) for at in range(len(COLUMNS))] == [False, False, True, False, False]
    look().compact = False
    look().changed.emit()
    assert not any(table.isColumnHidden(at) for at in range(len(COLUMNS)))


def test_columns_are_chosen_in_the_heads_menu_and_the_rest_fills_the_width(table: Table) -> None:
    table._column_menu(QPoint(10, 10))
    (menu,) = [menu for menu in table.findChildren(QMenu) if menu.isVisible()]
    assert [act.text() for act in menu.actions()] == ["نام", "موضوع", "تلفن", "وضعیت"]
    menu.actions()[1].trigger()
    menu.close()
    assert table.isColumnHidden(2)
    head = table.horizontalHeader()
    shown = sum(head.sectionSize(at) for at in range(len(COLUMNS)) if not table.isColumnHidden(at))
    assert shown == table.viewport().width()


def test_widths_and_chosen_columns_are_kept_for_the_next_time(show: Show, settings: Settings) -> None:
    windows = []

    def in_window(name: str) -> Table:
        window, table = QWidget(), Table(COLUMNS, name=name)
        window.settings = settings
        QVBoxLayout(window).addWidget(table)
        window.setMinimumSize(700, 300)
        windows.append(show(window))
        return table

    first = in_window("worklist")
    first.horizontalHeader().resizeSection(3, 180)
    first._show_column("subject", on=False)
    again, other = in_window("worklist"), in_window("other")
    assert again.columnWidth(3) == 180
    assert again.isColumnHidden(2)
    assert other.columnWidth(3) == 120
    assert not other.isColumnHidden(2)


def test_old_rows_stay_while_new_ones_load_and_the_bar_waits_150_ms(table: Table, qtbot) -> None:
    table.loading(True)
    assert not table.horizontalHeader().busy
    qtbot.waitUntil(lambda: table.horizontalHeader().busy)
    assert table.rows == ROWS
    table.put(ROWS)
    assert not table.horizontalHeader().busy


def test_a_changed_row_is_marked_for_a_moment(table: Table, qtbot) -> None:
    table.mark(3)
    assert table.marked == 3
    qtbot.waitUntil(lambda: table.marked is None, timeout=3000)


def test_a_lists_selection_is_grey_without_the_focus(table: Table) -> None:
    def colour() -> str:
        row = table.visualRect(table.model().index(0, 1))
        return table.viewport().grab().toImage().pixelColor(row.left() + 2, row.top() + 2).name().upper()

    assert colour() == look().tokens.selection
    table.clearFocus()
    assert colour() == look().tokens.selection_idle


def test_a_double_click_opens(table: Table) -> None:
    opened: list[Row] = []
    table.opened.connect(opened.append)
    at = table.visualRect(table.model().index(2, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened == [ROWS[2]]


def test_an_empty_table_says_so(show: Show) -> None:
    page = QWidget()
    table = Table(COLUMNS, empty="هنوز کسی نیامده است.")
    QVBoxLayout(page).addWidget(table)
    show(page)
    blank = table.viewport().grab().toImage()
    table.empty = ""
    table.viewport().update()
    assert table.viewport().grab().toImage() != blank
    assert table.event(QEvent(QEvent.Type.StyleChange))


def test_columns_that_may_go_go_before_a_name_is_cut_or_a_state_hangs_over_the_edge(table: Table) -> None:
    assert not table.isColumnHidden(2)
    table.resize(500, 300)
    QCoreApplication.processEvents()
    assert table.isColumnHidden(2)
    assert sum(table.columnWidth(at) for at in (0, 1, 3, 4)) <= table.viewport().width()
    table.resize(640, 300)
    QCoreApplication.processEvents()
    assert not table.isColumnHidden(2)


def test_a_persons_name_stands_out_in_its_row_and_more_so_in_the_row_that_matters_now() -> None:
    name = Column("name", "نام", lambda row: row.name, font="words")
    assert font_of(name).weight() == QFont.Weight.Medium
    assert font_of(name, strong=True).weight() == QFont.Weight.Bold


def test_a_column_that_comes_back_has_the_width_that_it_was_made_with(show: Show, settings: Settings) -> None:
    window = QWidget()
    window.settings = settings
    table = Table(COLUMNS, name="desk.queue", parent=window)
    show(window)
    table.resize(640, 300)
    table.put(ROWS)
    before = [table.columnWidth(at) for at in range(len(COLUMNS))]
    for wide in (220, 640):
        table.resize(wide, 300)
        QCoreApplication.processEvents()
    assert [table.columnWidth(at) for at in range(len(COLUMNS))] == before
    assert settings.widths("desk.queue") == {}
