"""Hands on the keyboard. qtbot.keyClicks aborts the process on a Persian letter; these send what a keyboard sends."""

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

HALF_SPACE = "\u200c"


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
