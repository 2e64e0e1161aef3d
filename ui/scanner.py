"""A barcode scanner types as a keyboard does, only faster: digits and Enter. They mean somebody, wherever the focus is.

No hand types a whole number so fast, and a key that is held down says so of each repetition. So a digit waits for the
next one as long as a scanner would take; if none comes, it goes where it was meant for. In a field that is for
searching (`SCANS`) nothing waits: there the digits are what they are either way.
"""

import time

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.persian.text import latin_digits

BETWEEN = 35
"""Milliseconds between two keys of a scanner at the most."""
LENGTHS = frozenset({8, 10, 12})
"""Digits of a follow-up code, a national id and a foreign national's number."""
SCANS = "scans"
"""Property of a widget into which digits may go at once, because it takes them back out itself."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_OF_DIGITS = Qt.KeyboardModifier.KeypadModifier


class Scanner(QObject):
    """Event filter on windows, as keys.PhysicalKeys. Signal: scanned(digits), in Latin digits."""

    scanned = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._digits = ""
        self._at = 0.0
        self._held: list[QKeyEvent] = []
        self._window: QWindow | None = None
        self._released = True
        self._giving = False
        self._alone = QTimer(self, singleShot=True, interval=BETWEEN, timerType=Qt.TimerType.PreciseTimer)
        self._alone.timeout.connect(self._let_go)

    def watch(self, top: QWidget) -> None:
        """Listen to this top-level widget's window, which is there."""
        handle = top.windowHandle()
        handle.removeEventFilter(self)
        handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._giving or not isinstance(event, QKeyEvent) or not isinstance(watched, QWindow):
            return False
        if event.type() == QEvent.Type.KeyPress:
            return self._pressed(watched, event)
        return event.type() == QEvent.Type.KeyRelease and self._let_up(event)

    def _pressed(self, window: QWindow, event: QKeyEvent) -> bool:
        now = float(event.timestamp()) or time.monotonic() * 1000
        in_time = now - self._at <= BETWEEN
        digit = _digit(event)
        if digit:
            if not in_time:
                self._let_go()
            self._digits, self._at, self._window = self._digits + digit, now, window
            if not self._held and _takes_digits(QApplication.focusWidget()):
                return False
            self._held.append(event.clone())
            self._alone.start()
            return True
        if in_time and len(self._digits) in LENGTHS and event.key() in _ENTER and not event.isAutoRepeat():
            digits = self._digits
            self._forget()
            self._released = False
            self.scanned.emit(digits)
            return True
        self._let_go()
        return False

    def _let_up(self, event: QKeyEvent) -> bool:
        """The release of a key follows its press."""
        if event.key() in _ENTER and not self._released:
            self._released = True
            return True
        if self._held and any(press.key() == event.key() for press in self._held):
            self._held.append(event.clone())
            return True
        return False

    def _let_go(self) -> None:
        """It was a hand: each key goes where it would have gone."""
        held, window = self._held, self._window
        self._forget()
        self._giving = True
        try:
            for event in held:
                if window is not None:
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._giving = False

    def _forget(self) -> None:
        self._alone.stop()
        self._digits, self._at, self._held = "", 0.0, []


def _digit(event: QKeyEvent) -> str:
    """The Latin digit that a press types, in whatever script; nothing for another key or one that repeats itself."""
    typed = latin_digits(event.text())
    plain = not event.isAutoRepeat() and not event.modifiers() & ~_OF_DIGITS
    return typed if plain and len(typed) == 1 and typed.isascii() and typed.isdigit() else ""


def _takes_digits(focused: QWidget | None) -> bool:
    return focused is not None and bool(focused.property(SCANS))
