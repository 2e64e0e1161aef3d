"""Hands on the keyboard. qtbot.keyClicks aborts the process on a Persian letter; these send what a keyboard sends."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

HALF_SPACE = "\u200c"
EVDEV = {
    letter: code
    for first, row in ((2, "1234567890"), (16, "QWERTYUIOP"), (30, "ASDFGHJKL"), (44, "ZXCVBNM"))
    for code, letter in enumerate(row, first)
}
"""Where Linux says that a key lies; events carry 8 more."""
PERSIAN_LETTERS = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ضصثقفغعهخحشسیبلاتنمظطزرذدپ", strict=True))
"""What the standard Persian layout types there."""


def type_into(widget: QWidget, text: str) -> None:
    """Letter by letter, in any script; a half-space by Shift+Space, a line end by Shift+Enter."""
    for letter in text:
        if letter == HALF_SPACE:
            press(widget, "Shift+Space")
        elif letter == "\n":
            press(widget, "Shift+Return")
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QCoreApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def type_here(text: str) -> None:
    """Into whatever has the focus, as a hand does: it may move while one types."""
    for letter in text:
        type_into(focused(), letter)


def press(widget: QWidget, sequence: str) -> None:
    """A key as it is named in ui/keys.py («Ctrl+S», «F4», «Enter»); shortcuts hear it first, as in life."""
    named = "Return" if sequence == "Enter" else sequence
    both = QKeySequence(named)[0]
    QTest.keyClick(widget, both.key(), both.keyboardModifiers())


def press_here(*sequences: str) -> None:
    """To whatever has the focus."""
    for sequence in sequences:
        press(focused(), sequence)


def focused() -> QWidget:
    """What has the focus. Raises AssertionError when nothing has."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the focus"
    return widget


def press_by_place(window: QWidget, sequence: str, *, scan_code: int | None = None, letter: str = "") -> None:
    """The keys of a sequence («Ctrl+S») as a Persian layout sends them to this window: Ctrl+س from the place of S.

    Qt knows no shortcut of this letter, so the press reaches the window; the release follows. scan_code: 0 as on
    Windows, where the virtual key tells the place. letter: another one than the layout's.
    """
    place = sequence.rpartition("+")[2]
    typed = letter or PERSIAN_LETTERS.get(place) or chr(0x6F0 + int(place))
    code = EVDEV[place] + 8 if scan_code is None else scan_code
    held = QKeySequence(sequence)[0].keyboardModifiers()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, ord(typed), held, code, ord(place), 0, typed)
        QCoreApplication.sendEvent(window.windowHandle(), event)
