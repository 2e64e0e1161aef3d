"""The id with its kind joined at the right, and the mobile: checked while one types, grouped on leaving."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from tests.make import national_id
from tests.robots.keys import focused, press_here, type_here
from ui.widgets.dropdown import Dropdown
from ui.widgets.field import TextField
from ui.widgets.form import Form
from ui.widgets.ids import FOREIGN, NATIONAL, NO_ID, IdentityField, MobileField

RIGHT = national_id(199_042_730)
WRONG = RIGHT[:9] + str((int(RIGHT[9]) + 1) % 10)
Show = Callable[[QWidget], QWidget]


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.id, self.mobile, self.name = IdentityField("شناسه"), MobileField("تلفن همراه"), TextField("نام", "name")
        self.form = Form([self.id, self.mobile, self.name], lambda: None, self)
        self.completed: list[str] = []
        self.id.completed.connect(self.completed.append)
        column = QVBoxLayout(self)
        for part in (self.id, self.mobile, self.name):
            column.addWidget(part)
        column.addStretch(1)
        self.resize(400, 400)
        self.setFocusProxy(self.id)

    @property
    def check(self) -> bool:
        """Whether the check stands in the id's box."""
        return self.id._check.isVisible()


@pytest.fixture
def page(show: Show) -> Page:
    return show(Page())


@pytest.mark.parametrize("script", ["0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"], ids=["Latin", "Persian", "Arabic"])
def test_the_tenth_digit_makes_the_check_in_any_script(page: Page, script: str) -> None:
    typed = RIGHT.translate(str.maketrans("0123456789", script))
    type_here(typed[:9])
    assert not page.check
    assert page.id.refused == ""
    type_here(typed[9])
    assert page.check
    assert page.completed == [RIGHT]
    assert page.id.text() == RIGHT


def test_a_wrong_tenth_digit_is_said_at_once_and_taken_back_with_the_next_key(page: Page) -> None:
    type_here(WRONG)
    said = "کد ملی درست نیست؛ رقم‌ها را دوباره بررسی کنید."
    assert page.id.refused == said
    assert page.id.edit.accessibleDescription() == said
    assert not page.check
    assert not page.completed
    press_here("Backspace")
    assert page.id.refused == ""
    type_here(RIGHT[9])
    assert page.check


def test_letters_and_an_eleventh_digit_do_not_get_in(page: Page) -> None:
    type_here("ک" + RIGHT + "7x")
    assert page.id.text() == RIGHT


def test_a_name_typed_one_field_too_far_is_not_lost_in_silence(page: Page) -> None:
    press_here("Tab")
    type_here("کعبی")
    assert page.mobile.refused == "اینجا فقط رقم نوشته می‌شود."
    assert page.mobile.text() == ""
    press_here("Tab")
    assert page.mobile.refused == "اینجا فقط رقم نوشته می‌شود."
    page.mobile.setFocus()
    type_here("۰۹")
    assert page.mobile.refused == ""


@pytest.mark.parametrize("pasted", ["کد ملی: {}", "{0:.3}-{1}", " {} \n", "\u2067{}\u2069"])
def test_a_pasted_id_is_cleaned(page: Page, pasted: str) -> None:
    QGuiApplication.clipboard().setText(pasted.format(RIGHT, RIGHT[3:]))
    press_here("Ctrl+V")
    assert page.id.text() == RIGHT
    assert page.check


def test_an_id_is_grouped_on_leaving_and_plain_while_one_types(page: Page) -> None:
    type_here(RIGHT)
    press_here("Tab")
    assert page.id.edit.text() == f"{RIGHT[:3]}-{RIGHT[3:9]}-{RIGHT[9]}"
    assert page.id.text() == RIGHT
    press_here("Shift+Tab")
    assert page.id.edit.text() == RIGHT
    assert page.id.edit.selectedText() == RIGHT


@pytest.mark.parametrize(("short", "said"), [(8, "دو صفر به ابتدا افزوده شد."), (9, "یک صفر به ابتدا افزوده شد.")])
def test_zeros_that_were_left_out_are_filled_up_on_leaving(page: Page, short: int, said: str) -> None:
    whole = national_id(3 * 10 ** (short - 2))
    assert whole.startswith("0" * (10 - short))
    type_here(whole[10 - short :])
    assert page.id.line.note.text() == ""
    press_here("Tab")
    assert page.id.text() == whole
    assert page.id.line.note.text() == said
    assert page.id.refused == ""
    assert page.check
    press_here("Shift+Tab", "End", "Backspace")
    assert page.id.line.note.text() == ""


def test_too_few_digits_are_said_on_leaving(page: Page) -> None:
    type_here("123456")
    press_here("Tab")
    assert page.id.refused == "کد ملی باید ۱۰ رقم باشد."
    assert page.id.line.message.text == page.id.refused


def test_alt_down_in_the_number_opens_the_kinds(page: Page) -> None:
    press_here("Alt+Down")
    assert focused().accessibleName() == "نوع شناسه"
    press_here("Down", "Enter")
    assert page.id.kind == FOREIGN


def test_the_kind_is_chosen_by_arrows_and_keeps_the_focus_until_enter_goes_on(page: Page) -> None:
    press_here("Shift+Tab")
    assert focused().accessibleName() == "نوع شناسه"
    press_here("Down")
    assert page.id.kind == FOREIGN
    press_here("Down")
    assert page.id.kind == NO_ID
    assert focused().accessibleName() == "نوع شناسه"
    press_here("Enter")
    assert focused().accessibleName() == "علت نداشتن شناسه"
    type_here("فراموش کرده است")
    assert page.id.particulars() == {"no_id_reason": "فراموش کرده است"}
    press_here("Shift+Tab", "Up", "Up", "Enter")
    assert page.id.kind == NATIONAL
    assert focused() is page.id.edit


def test_the_kind_is_chosen_from_its_list_by_its_first_letter_and_by_the_mouse(page: Page) -> None:
    press_here("Shift+Tab", "Alt+Down")
    offered = page.findChild(Dropdown)
    assert [choice.text for choice in offered.choices] == ["کد ملی", "شناسهٔ اتباع", "بدون کد ملی", "گذرنامه، آمایش"]
    press_here("Down", "Enter")
    assert page.id.kind == FOREIGN
    assert focused() is page.id.edit
    press_here("Shift+Tab")
    type_here("ب")
    assert page.id.kind == NO_ID
    press_here("Alt+Down")
    view = offered._view
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(0)).center())
    assert page.id.kind == NATIONAL
    assert focused() is page.id.edit


def test_a_foreign_id_has_twelve_digits(page: Page) -> None:
    press_here("Shift+Tab", "Down", "Enter")
    type_here("12345678901")
    press_here("Tab")
    assert page.id.refused == "شناسهٔ اتباع باید ۱۲ رقم باشد."
    press_here("Shift+Tab")
    press_here("End")
    type_here("23")
    assert page.id.text() == "123456789012"
    assert page.check


def test_without_an_id_the_reason_is_asked_for_and_its_line_reads_the_refusal(page: Page) -> None:
    page.id.set(NO_ID, "")
    assert not page.id.check()
    assert page.id.refused == "مدرک شناسایی ارائه نشد؛ علت را بنویسید."
    assert page.id._reason.accessibleDescription() == page.id.refused


def test_esc_brings_back_the_id_that_stood_there(page: Page) -> None:
    page.id.set(NATIONAL, RIGHT)
    press_here("Tab", "Shift+Tab", "Backspace", "Escape")
    assert page.id.text() == RIGHT
    assert page.check


@pytest.mark.parametrize(
    "typed", ["09163004172", "+989163004172", "00989163004172", "9163004172", "۰۹۱۶۳۰۰۴۱۷۲", "0916 300 4172"]
)
def test_a_mobile_is_brought_to_09_and_grouped_on_leaving(page: Page, typed: str) -> None:
    page.mobile.setFocus()
    type_here(typed)
    assert page.mobile.text() == "09163004172"
    assert " " not in page.mobile.edit.text() or " " in typed
    press_here("Tab")
    assert page.mobile.edit.text() == "0916 300 4172"
    assert page.mobile.refused == ""
    press_here("Shift+Tab")
    assert page.mobile.edit.text() == "09163004172"


@pytest.mark.parametrize(
    ("typed", "shown", "said"),
    [
        ("0916300417", "0916 300 417", "یک رقم کم است؛ باید ۱۱ رقم باشد."),
        ("0613", "0613", "شمارهٔ تلفن همراه باید ۱۱ رقم باشد و با ۰۹ آغاز شود."),
        ("091630041725", "0916 300 41725", "شمارهٔ تلفن همراه باید ۱۱ رقم باشد و با ۰۹ آغاز شود."),
    ],
)
def test_a_wrong_mobile_is_said_on_leaving_and_stays_as_it_is(page: Page, typed: str, shown: str, said: str) -> None:
    page.mobile.setFocus()
    type_here(typed)
    press_here("Enter")
    assert page.mobile.refused == said
    assert page.mobile.edit.text() == shown
    assert page.mobile.edit.property("refused") is True
    press_here("Shift+Tab", "End", "Backspace")
    assert page.mobile.refused == ""


def test_copying_a_grouped_number_gives_plain_digits(page: Page) -> None:
    page.mobile.setFocus()
    type_here("۰۹۱۶۳۰۰۴۱۷۲")
    press_here("Tab", "Shift+Tab", "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "09163004172"
