"""Dates and hours as people type them, and the month under the field."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.domain.persian.calendar import jalali
from tests.robots.keys import focused, press_here, type_here
from ui.widgets.dates import DateField, TimeField, month_later
from ui.widgets.field import TextField
from ui.widgets.form import Form
from ui.widgets.month import Month

TODAY = jalali(1405, 6, 22)
"""A Sunday."""
Show = Callable[[QWidget], QWidget]


class Page(QWidget):
    """A date with a field before and one after it, as in a form."""

    def __init__(self) -> None:
        super().__init__()
        self.before, self.after = TextField("پیش", "before"), TextField("پس", "after")
        self.date = DateField("مهلت", "due", today=lambda: TODAY)
        self.form = Form([self.before, self.date, self.after], lambda: None, self)
        column = QVBoxLayout(self)
        for part in (self.before, self.date, self.after):
            column.addWidget(part)
        column.addStretch(1)
        self.resize(400, 600)
        self.setFocusProxy(self.date)

    @property
    def month(self) -> Month | None:
        shown = [month for month in self.findChildren(Month) if month.isVisible()]
        return shown[0] if shown else None


@pytest.fixture
def page(show: Show) -> Page:
    return show(Page())


@pytest.mark.parametrize(
    ("typed", "date", "beside"),
    [
        ("۱۴۰۵/۶/۲", jalali(1405, 6, 2), "دوشنبه ۲ شهریور"),
        ("1405/06/02", jalali(1405, 6, 2), "دوشنبه ۲ شهریور"),
        ("14050602", jalali(1405, 6, 2), "دوشنبه ۲ شهریور"),
        ("۱۴۰۵۰۶۰۲", jalali(1405, 6, 2), "دوشنبه ۲ شهریور"),
        ("٢", jalali(1405, 6, 2), "دوشنبه ۲ شهریور"),
        ("۲", jalali(1405, 6, 2), "دوشنبه ۲ شهریور"),
        ("+۷", jalali(1405, 6, 29), "یکشنبه ۲۹ شهریور"),
        ("+10", jalali(1405, 7, 1), "چهارشنبه ۱ مهر"),
        ("امروز", TODAY, "یکشنبه ۲۲ شهریور"),
        ("فردا", jalali(1405, 6, 23), "دوشنبه ۲۳ شهریور"),
        ("شنبه", jalali(1405, 6, 28), "شنبه ۲۸ شهریور"),
        ("یک‌شنبه", jalali(1405, 6, 29), "یکشنبه ۲۹ شهریور"),
    ],
)
def test_a_date_is_taken_as_it_is_typed_and_its_day_stands_beside_the_label(
    page: Page, typed: str, date: dt.date, beside: str
) -> None:
    type_here(typed)
    assert page.date.value() == date
    assert page.date.line.note.text() == beside
    assert page.date.line.note.isVisible()
    press_here("Tab")
    assert page.date.text() == f"{date_numbers(date)}"
    assert page.date.line.note.text() == beside
    assert page.date.refused == ""


def date_numbers(date: dt.date) -> str:
    from app.domain.persian.calendar import numeric

    return numeric(date)


def test_a_date_holds_latin_digits_in_the_persian_looking_cut_left_to_right_at_the_right_edge(page: Page) -> None:
    type_here("۱۴۰۵/۶/۲")
    line = page.date.edit
    assert line.text() == "1405/6/2"
    assert line.font().family() == "Vazirmatn FD"
    assert line.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert line.alignment() & Qt.AlignmentFlag.AlignAbsolute
    assert line.alignment() & Qt.AlignmentFlag.AlignRight
    assert line.cursorRect().x() > line.width() - 40


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("۱۴۰۵/۷/۳۱", "چنین روزی در تقویم نیست؛ ماه مهر در سال ۱۴۰۵، ۳۰ روز دارد."),
        ("۳۲", "چنین روزی در تقویم نیست؛ ماه شهریور در سال ۱۴۰۵، ۳۱ روز دارد."),
    ],
)
def test_an_impossible_day_is_said_beside_the_label_on_leaving_and_the_typing_stays(
    page: Page, typed: str, reason: str
) -> None:
    type_here(typed)
    assert page.date.refused == ""
    press_here("Enter")
    assert page.date.refused == reason
    assert page.date.line.message.text == reason
    assert page.date.line.note.isHidden()
    assert page.date.edit.accessibleDescription() == reason
    assert focused() is page.after.edit


@pytest.mark.parametrize(
    ("key", "date"),
    [
        ("Up", jalali(1405, 6, 32 - 1)),
        ("Down", jalali(1405, 6, 29)),
        ("PgUp", jalali(1405, 7, 30)),
        ("PgDown", jalali(1405, 5, 30)),
    ],
)
def test_up_and_down_go_by_a_day_and_the_page_keys_by_a_month(page: Page, key: str, date: dt.date) -> None:
    type_here("۳۰")
    press_here(key)
    assert page.date.date() == date


def test_the_last_day_of_a_long_month_becomes_the_last_of_a_shorter_one() -> None:
    assert month_later(jalali(1405, 6, 31), 1) == jalali(1405, 7, 30)
    assert month_later(jalali(1405, 1, 31), -1) == jalali(1404, 12, 29)


def test_an_empty_date_begins_to_step_at_today(page: Page) -> None:
    press_here("Up")
    assert page.date.date() == jalali(1405, 6, 23)


def test_alt_down_opens_the_month_in_which_arrows_go_by_the_eye_and_enter_takes(page: Page) -> None:
    type_here("1405/6/10")
    press_here("Alt+Down")
    assert page.month is not None
    assert focused() is page.month
    assert page.month.accessibleDescription() == "سه‌شنبه ۱۰ شهریور ۱۴۰۵"
    press_here("Left", "Left", "Down", "Right", "Up", "Down", "Enter")  # +1 +1 +7 -1 -7 +7
    assert page.month is None
    assert focused() is page.date.edit
    assert page.date.date() == jalali(1405, 6, 18)
    assert page.date.line.note.text() == "چهارشنبه ۱۸ شهریور"


def test_the_page_keys_turn_the_months(page: Page) -> None:
    press_here("Alt+Down", "PgUp")
    assert page.month.accessibleDescription() == "چهارشنبه ۱ مهر ۱۴۰۵"
    press_here("PgDown")
    assert page.month.accessibleDescription() == "سه‌شنبه ۳۱ شهریور ۱۴۰۵"


def test_esc_in_the_month_changes_nothing(page: Page) -> None:
    type_here("1405/6/10")
    press_here("Alt+Down", "Left", "Escape")
    assert page.month is None
    assert focused() is page.date.edit
    assert page.date.text() == "1405/6/10"


def test_esc_after_the_month_still_knows_what_stood_in_the_field(page: Page) -> None:
    page.date.set_date(jalali(1405, 6, 10))
    press_here("Shift+Tab", "Tab", "Alt+Down", "Left", "Enter")
    assert page.date.date() == jalali(1405, 6, 11)
    press_here("Escape")
    assert page.date.date() == jalali(1405, 6, 10)
    assert page.date.line.note.text() == "سه‌شنبه ۱۰ شهریور"


def test_esc_works_on_after_the_month_was_left_by_the_mouse(page: Page) -> None:
    page.date.set_date(jalali(1405, 6, 10))
    press_here("Shift+Tab", "Tab", "Alt+Down")
    page.after.setFocus()
    assert page.month is None
    assert focused() is page.after.edit
    page.date.setFocus()
    press_here("Up", "Escape")
    assert page.date.date() == jalali(1405, 6, 10)


def test_a_day_is_taken_by_a_click_and_the_arrows_of_the_head_turn_the_month(page: Page) -> None:
    type_here("1405/6/10")
    press_here("Alt+Down")
    month = page.month
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=month._cell(0, 6).center())
    assert month.accessibleDescription() == "چهارشنبه ۱ مهر ۱۴۰۵"
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=month._cell(0, 0).center())
    QTest.mouseClick(month, Qt.MouseButton.LeftButton, pos=month._place(jalali(1405, 6, 1)).center())
    assert page.date.date() == jalali(1405, 6, 1)


def test_saturday_stands_first_at_the_right(page: Page) -> None:
    press_here("Alt+Down")
    month = page.month
    saturday, friday = month._place(jalali(1405, 6, 7)), month._place(jalali(1405, 6, 6))
    assert saturday.right() == month.width() - 1 - 8
    assert friday.x() == 8
    assert saturday.y() > friday.y()


def test_the_month_stays_inside_the_window(page: Page) -> None:
    page.resize(400, 300)
    press_here("Alt+Down")
    assert page.rect().contains(page.month.geometry())


def test_a_removed_field_takes_its_month_with_it(page: Page, qtbot) -> None:
    press_here("Alt+Down", "Escape")
    page.date.deleteLater()
    page.after.setFocus()
    qtbot.waitUntil(lambda: not page.findChildren(Month))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("۹", "09:00"), ("930", "09:30"), ("۰۹۳۰", "09:30"), ("۹:۰۵", "09:05"), ("21:15:40", "21:15")],
)
def test_an_hour_is_taken_as_it_is_typed(show: Show, typed: str, shown: str) -> None:
    hour = show(TimeField("ساعت ورود", "arrived"))
    type_here(typed)
    assert f"{hour.value():%H:%M}" == shown
    hour.edit.clearFocus()
    assert hour.text() == shown


def test_no_hour_of_the_day_is_refused_and_up_goes_on_by_five_minutes(show: Show) -> None:
    hour = show(TimeField("ساعت ورود", "arrived"))
    type_here("25:00")
    assert hour.ask() == "ساعت درست نیست؛ مانند ۰۹:۳۰ بنویسید."
    press_here("Ctrl+A")
    type_here("23:58")
    press_here("Up")
    assert hour.text() == "00:03"
    press_here("Down", "Down")
    assert hour.text() == "23:53"


def test_the_month_waits_while_another_program_is_in_front(page: Page, qtbot) -> None:
    press_here("Alt+Down")
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is other)
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    assert page.month is not None
    assert focused() is page.month
    assert page.month.pos() != QPoint(0, 0)
