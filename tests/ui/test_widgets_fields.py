"""The label line, text as the office keeps it, and the passphrase with its eye."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import Refused
from tests.robots.keys import focused, press_here, type_here
from ui.widgets.field import AreaField, DigitField, Field, TextField
from ui.widgets.form import Form
from ui.widgets.passphrase import PassphraseField

Show = Callable[[QWidget], QWidget]
LONG = "نام خانوادگی را همان‌گونه که در کارت ملی نوشته شده است، بی‌عنوان و بی‌نقطه، به فارسی بنویسید."


def refuse_digits(text: str) -> str:
    if any(letter.isdigit() for letter in text):
        raise Refused(LONG, "last_name")
    return text


class Page(QWidget):
    """Last name, description and number, as a form."""

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField(
            "نام خانوادگی",
            "last_name",
            rule=refuse_digits,
            required=True,
            missing="نام خانوادگی را بنویسید.",
            hint="طبق کارت",
        )
        self.text = AreaField("شرح", "description", lines=3)
        self.number = DigitField("تعداد همراهان", "companions", most=3)
        self.saved = self.set_aside = 0
        self.form = Form([self.name, self.text, self.number], self.save, self)
        self.form.aside.connect(self.put_aside)
        column = QVBoxLayout(self)
        for part in (self.name, self.text, self.number):
            column.addWidget(part)
        self.resize(320, 400)
        self.setFocusProxy(self.name)

    def save(self) -> None:
        self.saved += 1

    def put_aside(self) -> None:
        self.set_aside += 1


@pytest.fixture
def page(show: Show) -> Page:
    return show(Page())


def places(field: Field) -> tuple[object, ...]:
    return field.line.geometry(), field.edit.geometry()


def test_a_refusal_stands_on_the_label_line_elided_whole_for_mouse_and_reader_and_nothing_jumps(page: Page) -> None:
    before = [places(field) for field in (page.name, page.text, page.number)]
    type_here("کعبی ۲")
    press_here("Enter")
    said = page.name.line.message
    assert page.name.line.icon.isVisible()
    assert said.text == said.toolTip() == LONG
    assert said.width() < said.sizeHint().width()
    assert page.name.edit.accessibleDescription() == f"طبق کارت {LONG}"
    assert page.name.edit.property("refused") is True
    assert [places(field) for field in (page.name, page.text, page.number)] == before
    press_here("Shift+Tab", "End", "Backspace")
    assert page.name.refused == ""
    assert not page.name.line.icon.isVisible()
    assert page.name.edit.accessibleDescription() == "طبق کارت"


def test_a_label_is_its_edits_buddy_and_name_and_the_focus_is_the_edits(page: Page) -> None:
    for field in (page.name, page.text, page.number):
        (label,) = [label for label in field.line.findChildren(QLabel) if label.text() == field.label]
        assert label.buddy() is field.edit
        assert field.edit.accessibleName() == field.label
        field.setFocus()
        assert focused() is field.edit


def test_an_empty_field_is_asked_for_on_saving_not_on_passing_by(page: Page) -> None:
    press_here("Tab")
    assert page.name.refused == ""
    assert not page.form.check()
    assert page.name.refused == "نام خانوادگی را بنویسید."
    assert focused() is page.name.edit


def test_enter_goes_on_and_the_last_one_saves_shift_enter_begins_a_line(page: Page) -> None:
    type_here("کعبی")
    press_here("Enter")
    type_here("سطر اول\nسطر دوم")
    assert page.text.text() == "سطر اول\nسطر دوم"
    press_here("Enter")
    assert focused() is page.number.edit
    assert page.saved == 0
    press_here("Enter")
    assert page.saved == 1


def test_esc_takes_back_this_fields_change_then_puts_aside(page: Page) -> None:
    page.name.set_text("کعبی")
    press_here("Tab", "Shift+Tab")
    type_here("الف")
    press_here("Escape")
    assert page.name.text() == "کعبی"
    assert page.set_aside == 0
    press_here("Escape")
    assert page.set_aside == 1
    assert page.name.text() == "کعبی"


def test_shift_space_types_the_half_space_in_every_text_field(page: Page) -> None:
    for field in (page.name, page.text):
        field.setFocus()
        type_here("می\u200cرود")
        assert field.text() == "می\u200cرود"


@pytest.mark.parametrize(("typed", "kept"), [("علي كعبي", "علی کعبی"), ("موسى", "موسی"), ("آب", "آب"), ("Ali", "Ali")])
def test_letters_of_old_layouts_are_kept_as_the_office_keeps_them(page: Page, typed: str, kept: str) -> None:
    for field in (page.name, page.text):
        field.setFocus()
        type_here(typed)
        assert field.text() == kept
        press_here("Ctrl+Z")
        assert field.text() != kept


def test_what_an_input_method_writes_is_kept_so_too(page: Page) -> None:
    for field, kept in ((page.name, "کعبی"), (page.text, "کعبی"), (page.number, "12")):
        event = QInputMethodEvent()
        event.setCommitString("كعبي" if field is not page.number else "۱٢")
        QCoreApplication.sendEvent(field.edit, event)
        assert field.text() == kept


def test_spaces_around_a_text_are_not_its_own(page: Page) -> None:
    type_here("  کعبی ")
    assert page.name.text() == "کعبی"


def test_digit_fields_take_digits_of_any_script_up_to_their_number(page: Page) -> None:
    page.number.setFocus()
    type_here("1۲a٣۴")
    assert page.number.text() == "123"
    press_here("Ctrl+Z")
    assert page.number.text() != "123"
    press_here("Ctrl+A")
    QGuiApplication.clipboard().setText("نفر ۵")
    press_here("Ctrl+V")
    assert page.number.text() == "5"


def test_an_empty_line_has_its_caret_at_the_right(page: Page) -> None:
    line = page.name.edit
    assert line.cursorRect().center().x() > line.width() - 30
    assert page.number.edit.cursorRect().center().x() > page.number.edit.width() - 30


def test_alt_and_a_digit_is_not_typed(page: Page) -> None:
    for edit in (page.name.edit, page.text.edit):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier, "1")
        event.ignore()
        QCoreApplication.sendEvent(edit, event)
        assert not event.isAccepted()


def test_a_note_stands_at_the_far_end_of_the_label_line(page: Page) -> None:
    page.name.note("قبلاً: کعبی", icon="history")
    assert page.name.line.note.isVisible()
    assert page.name.line.note_icon.isVisible()
    assert page.name.line.note.x() < page.name.line.label.x()
    page.name.note("")
    assert not page.name.line.note.isVisible()
    assert not page.name.line.note_icon.isVisible()


def test_a_message_that_has_no_room_beside_the_label_takes_its_place(page: Page) -> None:
    """It names the field itself; cut short it would not say what to do."""
    page.resize(190, 400)
    page.name.check()
    assert page.name.line.message.width() >= page.name.line.message.sizeHint().width()
    assert not page.name.line.label.isVisible()
    page.name.say("")
    assert page.name.line.label.isVisible()
    page.resize(420, 400)
    page.name.check()
    assert page.name.line.label.isVisible()


# the passphrase -----------------------------------------------------------------------------------------------------


@pytest.fixture
def secret(show: Show) -> PassphraseField:
    made = show(PassphraseField("گذرواژه", "passphrase"))
    made.resize(360, 70)
    return made


def test_a_passphrase_is_hidden_until_the_eye_is_pressed_by_key(secret: PassphraseField) -> None:
    type_here("چهار واژه ")
    line = secret.edit
    assert line.echoMode() == QLineEdit.EchoMode.Password
    assert "چ" not in line.displayText()
    press_here("Tab")
    assert focused().accessibleName() == "نمایش گذرواژه"
    press_here("Space")
    assert line.displayText() == "چهار واژه "
    press_here("Space")
    assert line.echoMode() == QLineEdit.EchoMode.Password
    assert secret.text() == "چهار واژه "


def test_a_passphrase_is_taken_letter_by_letter_as_typed(secret: PassphraseField) -> None:
    type_here("علي 12")
    assert secret.text() == "علي 12"


@pytest.mark.parametrize(
    ("typed", "layout", "cause"),
    [
        ("چ", "FA", "صفحه‌کلید فارسی است؛ زبان را بررسی کنید."),
        ("a", "EN", "صفحه‌کلید انگلیسی است؛ زبان را بررسی کنید."),
        ("A", "EN", "Caps Lock روشن است."),
    ],
)
def test_the_field_tells_the_layout_and_caps_lock_by_what_arrives(
    secret: PassphraseField, typed: str, layout: str, cause: str
) -> None:
    type_here(typed)
    assert secret.edit.layout_now == layout
    assert secret.edit.usual_cause() == cause


def test_a_capital_by_shift_is_no_caps_lock(secret: PassphraseField) -> None:
    for letter, held in (("A", Qt.KeyboardModifier.ShiftModifier), ("a", Qt.KeyboardModifier.NoModifier)):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, held, letter)
        QCoreApplication.sendEvent(secret.edit, event)
        assert not secret.edit.caps


def test_what_was_typed_never_runs_under_the_eye(secret: PassphraseField) -> None:
    type_here("م" * 60)
    assert secret.edit.eye.geometry().right() < secret.edit.textMargins().left() + 12


def test_a_refusal_is_told_to_a_screen_reader(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    page.name.check()
    assert told == ["نام خانوادگی: نام خانوادگی را بنویسید."]


@pytest.mark.parametrize("sequence", ["Ctrl+U", "Ctrl+E"])
def test_a_line_leaves_the_desks_keys_to_the_desk(page: Page, sequence: str) -> None:
    """Under X11 Qt's own line would empty itself on Ctrl+U, which means priority here."""
    both = QKeySequence(sequence)[0]
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, both.key(), both.keyboardModifiers(), "")
    asked.ignore()
    QCoreApplication.sendEvent(page.name.edit, asked)
    assert not asked.isAccepted()
