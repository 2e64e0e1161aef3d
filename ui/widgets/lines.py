"""Edits that know Persian: the half-space on Shift+Space, digits in any script, an undo that gives way when empty."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QValidator,
)
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from app.domain.persian.text import ZWNJ, latin_digits, normalise
from ui.style import look


def is_half_space(event: QKeyEvent) -> bool:
    """Shift+Space, whatever the layout makes of it."""
    return event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ShiftModifier


def as_kept(text: str) -> str:
    """What was typed, in the letters that the office keeps: an old layout's ي and ك are ی and ک."""
    return "".join(normalise(letter) if letter.isalpha() else letter for letter in text)


_NOT_FOR_TEXT: Final = (Qt.Key.Key_U, Qt.Key.Key_E)


class Line(QLineEdit):
    """One line of text. `before` is what stood in it when the focus came: Esc brings that back."""

    literal = False
    """Letters stay as they come: a secret."""
    focused = Signal()
    blurred = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before = ""
        # absolute: Qt aligns an empty line by the keyboard's language, and the caret would stand at the far end
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            nothing = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            # What Qt's line edit would keep from the actions: empty undo, keys that only move in text, and under X11
            # Ctrl+U, which empties the line where the office's priority is meant, and Ctrl+E.
            emacs = event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() in _NOT_FOR_TEXT
            if nothing or emacs or (event.modifiers() & Qt.KeyboardModifier.AltModifier):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_half_space(event):
            self.insert(ZWNJ)
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            event.ignore()
        elif not self.literal and not self.isReadOnly() and (kept := as_kept(event.text())) != event.text():
            self.insert(kept)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString() and not self.literal:
            event.setCommitString(as_kept(event.commitString()))
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.before = self.text()
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.blurred.emit()


class Digits(QValidator):
    """Lets digits through, Persian ones as Latin, and drops what is no digit: a pasted id becomes plain."""

    def __init__(self, most: int, also: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.most, self.also = most, also

    def clean(self, text: str) -> str:
        return "".join(c for c in latin_digits(text) if (c.isascii() and c.isdigit()) or c in self.also)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        cleaned = self.clean(text)
        if sum(c.isdigit() for c in cleaned) > self.most:
            return QValidator.State.Invalid, text, position
        return QValidator.State.Acceptable, cleaned, len(self.clean(text[:position]))


class DigitLine(Line):
    """Holds ASCII digits and shows Persian ones by the FD cut: left to right, at the right edge.

    most: how many digits; also: further characters that may stand between them.
    Signal not_a_digit: a letter was typed and not taken; silence would lose a whole name typed one field too far.
    """

    not_a_digit = Signal()

    def __init__(self, most: int, also: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("digits", True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.digits = Digits(most, also, self)
        self.setValidator(self.digits)

    def clean_pasted(self, text: str) -> str:
        """What of a pasted text is taken; fields that know more (+98…) say more."""
        return text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_text(QGuiApplication.clipboard().text())
        elif event.text() and latin_digits(event.text()) != event.text():
            self.insert(latin_digits(event.text()))  # so that it can be undone; the validator's way cannot
        else:
            super().keyPressEvent(event)
            if event.text().isalpha() and not self.digits.clean(event.text()):
                self.not_a_digit.emit()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            event.setCommitString(latin_digits(event.commitString()))
        super().inputMethodEvent(event)

    def paste_text(self, text: str) -> None:
        self.insert(self.digits.clean(self.clean_pasted(text)))


class Area(QPlainTextEdit):
    """Some lines of text. Enter is the form's (next field); Shift+Enter begins a new line. Tab leaves."""

    focused = Signal()
    blurred = Signal()
    returnPressed = Signal()

    def __init__(self, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before = ""
        self._lines = lines
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(4)
        option = self.document().defaultTextOption()
        option.setTextDirection(self.layoutDirection())
        self.document().setDefaultTextOption(option)
        option = self.document().defaultTextOption()  # a plain text edit does not mirror its alignment by itself
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        option.setAlignment(Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft)
        self.document().setDefaultTextOption(option)

    def text(self) -> str:
        return self.toPlainText()

    def setText(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)

    def sizeHint(self) -> QSize:
        return QSize(200, self._height(self._lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._height(1))

    def _height(self, lines: int) -> int:
        return lines * QFontMetrics(look().font()).height() + 20

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable()
            if undo or (event.modifiers() & Qt.KeyboardModifier.AltModifier):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_half_space(event):
            self.insertPlainText(ZWNJ)
        elif enter and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.insertPlainText("\n")
        elif enter:
            self.returnPressed.emit()
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            event.ignore()
        elif (kept := as_kept(event.text())) != event.text():
            self.insertPlainText(kept)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString():
            event.setCommitString(as_kept(event.commitString()))
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.before = self.text()
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.blurred.emit()
