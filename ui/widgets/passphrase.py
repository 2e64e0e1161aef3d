"""A field for a passphrase: an eye, and inside the field what makes it wrong, layout and Caps Lock."""

import sys
from typing import Any

from PySide6.QtCore import QEvent, QLocale, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.domain.texts import _
from ui import icons
from ui.style import focus_ring, look
from ui.widgets.drawing import cap_size, paint_cap
from ui.widgets.field import Field
from ui.widgets.lines import Line

PERSIAN, ENGLISH = "FA", "EN"
_EYE = 32


class _Eye(QAbstractButton):
    """Shows and hides what was typed; reached by Tab."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Show the passphrase"))
        self.setToolTip(_("Show the passphrase"))

    def sizeHint(self) -> QSize:
        return QSize(_EYE, _EYE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self.rect(), "eye_off" if self.isChecked() else "eye", "muted", look().tokens)
        if self.hasFocus():
            focus_ring(self, painter)


class PassphraseLine(Line):
    """layout: the layout that types here as far as it is known (FA, EN or nothing). caps: whether Caps Lock is on."""

    literal = True

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layout_now, self.caps = "", False
        # dots have no direction of their own: without this an empty field has its caret at the left
        leading = Qt.AlignmentFlag.AlignRight if self._is_rtl() else Qt.AlignmentFlag.AlignLeft
        self.setAlignment(leading | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self.setEchoMode(Line.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.eye = _Eye(self)
        self.eye.toggled.connect(self.reveal)
        QGuiApplication.inputMethod().localeChanged.connect(self._ask_system)

    def _is_rtl(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def reveal(self, shown: bool) -> None:
        self.setEchoMode(Line.EchoMode.Normal if shown else Line.EchoMode.Password)
        self.eye.setChecked(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            self.caps = not self.caps
        self._learn(event)
        super().keyPressEvent(event)
        self.update()

    def _learn(self, event: QKeyEvent) -> None:
        """The letters that arrive tell more than the system does: its answer may be another window's."""
        letter = event.text()
        if len(letter) != 1 or not letter.isalpha():
            return
        self.layout_now = ENGLISH if letter.isascii() else PERSIAN
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.caps = letter.isascii() and letter.isupper() != shift

    def _ask_system(self) -> None:
        language = QGuiApplication.inputMethod().locale().language()
        if language == QLocale.Language.Persian:
            self.layout_now = PERSIAN
        elif language == QLocale.Language.English:
            self.layout_now = ENGLISH
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - Windows only

            self.caps = bool(ctypes.windll.user32.GetKeyState(0x14) & 1)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ask_system()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.StyleChange:
            self._lay_out()
        return super().event(event)

    def _lay_out(self) -> None:
        caps = cap_size(PERSIAN).width() + 32
        left = self._is_rtl()
        self.setTextMargins(_EYE + caps if left else 0, 0, 0 if left else _EYE + caps, 0)
        place = 6 if left else self.width() - _EYE - 6
        self.eye.setGeometry(place, (self.height() - _EYE) // 2, _EYE, _EYE)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            return
        painter = QPainter(self)
        left = self._is_rtl()
        place = self.eye.geometry().right() + 4 if left else self.eye.x() - 4 - cap_size(PERSIAN).width()
        if self.layout_now:
            paint_cap(painter, QRect(place, 0, 40, self.height()), self.layout_now)
        if self.caps:
            place += cap_size(PERSIAN).width() + 4 if left else -24
            where = QRect(place, 0, 20, self.height())
            icons.paint(painter, where, "keyboard_shift_uppercase", "warning", look().tokens)

    def usual_cause(self) -> str:
        """Why it is usually wrong, as far as this field can tell: a sentence, or nothing."""
        if self.caps:
            return _("Caps Lock is on.")
        return {
            PERSIAN: _("The keyboard is Persian; check the language."),
            ENGLISH: _("The keyboard is English; check the language."),
        }.get(self.layout_now, "")


class PassphraseField(Field):
    """A passphrase with its label line; spaces at its ends belong to it until it is folded."""

    def __init__(self, label: str, name: str = "", **more: Any) -> None:
        super().__init__(label, name, PassphraseLine(), **more)

    def text(self) -> str:
        return str(self.edit.text())

    def take(self) -> str:
        """What was typed, once: the field is empty again, hidden, and has nothing to take back."""
        secret = self.text()
        self.set_text("")
        self.edit.reveal(False)
        return secret
