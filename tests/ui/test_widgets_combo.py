"""Choosing by typing: the search key forgives spelling, one's own phrase is taken, the wheel is dead."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.robots.keys import focused, press_here, type_here
from ui.widgets.combo import ComboField, SelectField
from ui.widgets.dropdown import Choice, Dropdown
from ui.widgets.field import TextField
from ui.widgets.form import Form

Show = Callable[[QWidget], QWidget]
COUNTIES = ["آبادان", "اهواز", "دشت آزادگان", "بهبهان", "اندیمشک"]
SUBJECTS = [Choice("آسفالت معابر", 1), Choice("آسفالت کوچه", 2), Choice("پارک محله", own=True), Choice("کمیسیون", 3)]


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.county = ComboField("شهرستان", "county", choices=COUNTIES, free=False, noun="شهرستان")
        self.subject = ComboField("موضوع", "subject", choices=SUBJECTS)
        self.kind = SelectField("نوع", "kind", choices=[Choice("همکار", 1), Choice("همسایه", 2), Choice("مهمان", 3)])
        self.last = TextField("شرح", "description")
        self.asides = 0
        self.form = Form([self.county, self.subject, self.kind, self.last], lambda: None, self)
        self.form.aside.connect(self.aside)
        column = QVBoxLayout(self)
        for part in self.form.parts:
            column.addWidget(part)
        column.addStretch(1)
        self.resize(400, 600)
        self.setFocusProxy(self.county)

    def aside(self) -> None:
        self.asides += 1

    @property
    def offered(self) -> list[str]:
        """What the open list shows."""
        return [choice.text for shown in self.findChildren(Dropdown) if shown.isVisible() for choice in shown.choices]


@pytest.fixture
def page(show: Show) -> Page:
    return show(Page())


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("اب", ["آبادان"]),
        ("ازادگان", ["دشت آزادگان"]),
        ("آزادگان", ["دشت آزادگان"]),
        ("انديمشك", ["اندیمشک"]),
        ("هواز", ["اهواز"]),
        ("ا", ["آبادان", "اهواز", "اندیمشک", "دشت آزادگان", "بهبهان"]),
    ],
)
def test_the_list_narrows_by_the_search_key_beginnings_first(page: Page, typed: str, offered: list[str]) -> None:
    type_here(typed)
    assert page.offered == offered


def test_enter_takes_the_marked_entry_and_goes_on(page: Page) -> None:
    type_here("ا")
    press_here("Down", "Enter")
    assert page.county.text() == "اهواز"
    assert focused() is page.subject.edit
    assert page.offered == []


def test_what_is_spelt_otherwise_becomes_the_lists_own_on_leaving(page: Page) -> None:
    type_here("ابادان")
    press_here("Tab")
    assert page.county.text() == "آبادان"
    assert page.county.refused == ""


def test_a_closed_list_takes_nothing_else(page: Page) -> None:
    type_here("تهران")
    press_here("Tab")
    assert page.county.refused == "یکی از فهرست را برگزینید."
    assert page.county.text() == "تهران"


def test_ones_own_phrase_is_taken_as_typed_and_enter_goes_on(page: Page) -> None:
    page.subject.setFocus()
    type_here("دیوار همسایه")
    assert page.offered == []
    press_here("Enter")
    assert page.subject.text() == "دیوار همسایه"
    assert page.subject.data() is None
    assert focused() is page.kind.edit
    assert page.subject.refused == ""


def test_a_phrase_that_begins_like_an_entry_stays_when_esc_closed_the_list(page: Page) -> None:
    page.subject.setFocus()
    type_here("آسفالت")
    assert page.offered == ["آسفالت معابر", "آسفالت کوچه"]
    press_here("Escape")
    assert page.offered == []
    assert page.subject.text() == "آسفالت"
    assert page.asides == 0
    press_here("Enter")
    assert page.subject.text() == "آسفالت"
    assert focused() is page.kind.edit


def test_an_entry_typed_in_full_is_the_marked_one(page: Page) -> None:
    page.subject.set_text("")
    page.subject.setFocus()
    type_here("آسفالت کوچه")
    press_here("Enter")
    assert page.subject.data() == 2


def test_delete_forgets_ones_own_phrase_and_no_other(page: Page) -> None:
    forgotten: list[str] = []
    page.subject.forgotten.connect(forgotten.append)
    page.subject.setFocus()
    press_here("Alt+Down")
    assert page.offered == [choice.text for choice in SUBJECTS]
    press_here("Down", "Delete")
    assert forgotten == []
    press_here("Down", "Down", "Delete")
    assert forgotten == ["پارک محله"]
    assert "پارک محله" not in page.offered


def test_alt_down_opens_the_whole_list_with_what_is_chosen_marked(page: Page) -> None:
    page.county.set_text("بهبهان")
    press_here("Alt+Down")
    assert page.offered == COUNTIES
    (shown,) = [shown for shown in page.findChildren(Dropdown) if shown.isVisible()]
    assert shown.marked.text == "بهبهان"
    assert shown._footer.text() == "۵ شهرستان"
    press_here("Up", "Enter")
    assert page.county.text() == "دشت آزادگان"


def test_the_list_floats_under_its_field_and_closes_with_the_focus(page: Page) -> None:
    press_here("Alt+Down")
    (shown,) = [shown for shown in page.findChildren(Dropdown) if shown.isVisible()]
    line = page.county.edit
    assert focused() is line
    assert shown.y() == line.mapTo(page, QPoint(0, line.height())).y() + 4
    assert shown.width() == line.width()
    press_here("Tab")
    assert page.offered == []


def test_a_click_in_the_list_takes(page: Page) -> None:
    press_here("Alt+Down")
    (shown,) = [shown for shown in page.findChildren(Dropdown) if shown.isVisible()]
    view = shown._view
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(1)).center())
    assert page.county.text() == "اهواز"
    assert page.offered == []


def test_the_wheel_changes_nothing(page: Page) -> None:
    page.kind.set_data(1)
    for field in (page.kind, page.county):
        before = field.text()
        for focus in (page.last, field):
            focus.setFocus()
            middle = QPointF(field.edit.rect().center())
            wheel = QWheelEvent(
                middle,
                field.edit.mapToGlobal(middle),
                QPoint(),
                QPoint(0, -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QCoreApplication.sendEvent(field.edit, wheel)
            assert field.text() == before
            assert not wheel.isAccepted()  # so the page under it scrolls


def test_a_choice_without_typing_goes_by_arrows_and_by_letters_again_the_next(page: Page) -> None:
    page.kind.setFocus()
    press_here("Down")
    assert page.kind.data() == 1
    press_here("Down", "Down", "Down")
    assert page.kind.data() == 3
    type_here("ه")
    assert page.kind.data() == 1
    type_here("ه")
    assert page.kind.data() == 2
    type_here("ه")
    assert page.kind.data() == 1
    type_here("x")
    assert page.kind.data() == 1
    press_here("Space")
    assert page.offered == ["همکار", "همسایه", "مهمان"]
    press_here("Escape")
    assert page.offered == []


def test_a_removed_field_leaves_no_list_in_the_window(page: Page, qtbot) -> None:
    """Lists are the window's children, and may hold people's names."""
    press_here("Alt+Down", "Escape")
    assert page.findChildren(Dropdown)
    page.county.deleteLater()
    page.last.setFocus()
    qtbot.waitUntil(lambda: not page.findChildren(Dropdown))


def test_esc_chooses_nothing_of_a_few_where_no_form_takes_it(show):
    field = show(SelectField("نوع", "kind", choices=[Choice("همکار", 1), Choice("همسایه", 2)]))
    field.set_data(1)
    press_here("Escape")
    assert field.data() == 1
