"""F1: the page of the screen that is shown, true to the keys that live there; search on top, Esc closes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.office import Office
from tests.robots.keys import focused, press_here, type_here
from ui import keys
from ui.desk.screen import DeskScreen
from ui.frame.info import OfficeInfo
from ui.help import COMMON, PAGES, HelpPane, keys_of, page
from ui.report.screen import ReportScreen
from ui.report.view_model import ReportModel
from ui.this_pc import Settings
from ui.window import Screen, Window
from ui.worker import Worker

SCREENS = ("desk", "report")


@pytest.fixture
def window(qtbot: QtBot, settings: Settings, office: Office, worker: Worker) -> Iterator[Window]:
    """The client's own two screens."""
    made = Window(OfficeInfo(), settings)
    desk = Screen("desk", "desk", "میز دیدار", lambda: DeskScreen(office, worker))
    model = ReportModel(worker, office, settings.store, parent=made)
    made.put_screens([desk, Screen("report", "document_text", "گزارش", lambda: ReportScreen(model))])
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    made.go("desk")
    qtbot.waitUntil(lambda: worker.idle and made.current.usable, timeout=10_000)
    yield made
    made.empty()
    qtbot.waitUntil(lambda: worker.idle, timeout=10_000)


def told(window: Window) -> str:
    return window.help.view.toPlainText()


def test_f1_shows_this_screens_page_and_keys_first_and_what_holds_everywhere(window: Window) -> None:
    press_here("F1")
    text = told(window)
    assert text.startswith("میز دیدار")
    assert text.index("کلیدها") < text.index("در همهٔ صفحه‌ها")
    assert text.index("F4") < text.index("F1\n")
    assert window.help.width() == 360
    assert window.help.mapTo(window, window.help.rect().topLeft()).x() == 0


def test_the_page_follows_the_screen(window: Window, worker: Worker, qtbot: QtBot) -> None:
    press_here("F1", "Ctrl+7")
    qtbot.waitUntil(lambda: worker.idle, timeout=20_000)
    assert told(window).startswith("گزارش فصل")


@pytest.mark.parametrize("screen", SCREENS)
def test_only_keys_that_do_something_are_told(window: Window, worker: Worker, qtbot: QtBot, screen: str) -> None:
    window.go(screen)
    qtbot.waitUntil(lambda: worker.idle, timeout=20_000)
    press_here("F1")
    actions = {act.objectName() for act in (*window.actions(), *window._body.actions()) if act.isEnabled()}
    for key, cap in ((key, keys.cap(key.id)) for key in keys.TABLE if not key.id.startswith(("screen_", "type_"))):
        inside = window.current.findChildren(keys.QAction, key.id) or [
            act for act in window.current.actions() if act.objectName() == key.id
        ]
        lives = key.id in actions or bool(inside) or (key.held and hasattr(window.current, "unmask"))
        assert (cap in told(window).split("\n")) == lives, key.id
    assert "Ctrl+1, 7" in told(window)
    assert "F11" not in told(window)
    assert "Ctrl+9" not in told(window)


def test_every_screen_that_exists_has_its_page_and_every_key_in_it_is_one(window: Window) -> None:
    known = {keys.cap(key.id) for key in keys.TABLE} | {"Enter", "Esc", "Shift+Enter", "Shift+Space", "Alt+Down"}
    known |= {"PgUp", "PgDn", "Caps Lock"}
    for screen in (*SCREENS, "setup", "unlock", COMMON):
        assert (PAGES / f"{screen}.md").exists()
        named = re.findall(r"[A-Z][A-Za-z0-9]*(?:[+ ][A-Z][A-Za-z]*[0-9]*)*", page(screen))
        assert set(named) <= known, screen


def test_a_screen_without_a_page_shows_what_holds_everywhere() -> None:
    assert page("samad") == page(COMMON)


@pytest.mark.parametrize("path", sorted(Path(PAGES).glob("*.md")), ids=lambda path: path.stem)
def test_pages_are_a_heading_and_paragraphs_in_kept_letters(path: Path) -> None:
    heading, *parts = path.read_text(encoding="utf-8").strip().split("\n\n")
    assert heading.startswith("# ")
    assert len(parts) >= 2
    for part in parts:
        assert not part.startswith(("#", "-", "*"))
        assert not re.search("[يك\u0640\n]", part)


def test_search_goes_through_the_pages_of_all_screens_and_the_keys(window: Window, qtbot: QtBot) -> None:
    press_here("F1")
    assert focused() is window.help.search.line
    type_here("اصلاحيه")
    qtbot.waitUntil(lambda: told(window).startswith("گزارش فصل"))
    assert "میز دیدار" not in told(window)
    press_here("Ctrl+A")
    type_here("نیم‌فاصله")
    qtbot.waitUntil(lambda: "Shift+Space" in told(window))
    press_here("Ctrl+A")
    type_here("فراخوان")
    qtbot.waitUntil(lambda: "F4" in told(window))
    press_here("Ctrl+A")
    type_here("کهکشان")
    qtbot.waitUntil(lambda: told(window) == "موردی با این مشخصات پیدا نشد.")
    press_here("Ctrl+A", "Delete")
    qtbot.waitUntil(lambda: told(window).startswith("میز دیدار"))


@pytest.mark.parametrize("leave", ["Escape", "F1"])
def test_esc_or_f1_closes_and_the_cursor_is_where_it_was(window: Window, leave: str) -> None:
    last = window.current.form.person.fields["last_name"]
    last.setFocus()
    press_here("F1")
    type_here("نوبت")
    if leave == "Escape" and window.help.search.open:
        press_here("Escape")
    press_here(leave)
    assert window.help is None
    assert focused() is last.edit


def test_help_is_a_pane_of_f6(window: Window) -> None:
    press_here("F1")
    inside: Callable[[], bool] = lambda: window.help.isAncestorOf(focused())  # noqa: E731
    assert inside()
    press_here("F6")
    assert not inside()
    press_here("Shift+F6")
    assert inside()


def test_keys_that_go_by_a_number_are_told_in_one_row() -> None:
    rows = keys_of({f"type_{n}" for n in range(1, 7)} | {"screen_1", "screen_7", "save"})
    assert rows == [
        ("Alt+1, 2, 3, 4, 5, 6", "نوع مورد"),
        ("Ctrl+1, 7", "رفتن به صفحه"),
        ("Ctrl+S", "ثبت این فرم"),
    ]


def test_what_was_found_is_shown_again_in_the_colours_of_a_new_theme(qtbot: QtBot) -> None:
    from ui.palette import DARK, LIGHT
    from ui.style import look

    pane = HelpPane()
    qtbot.addWidget(pane)
    pane.tell("desk", set())
    look().tokens = DARK
    look().changed.emit()
    assert DARK.text.lower() in pane.view.toHtml()
    look().tokens = LIGHT
    look().changed.emit()
    assert DARK.text.lower() not in pane.view.toHtml()
