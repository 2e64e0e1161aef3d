"""The system's own colours, by which high contrast speaks.

Windows' contrast themes are eight colours, which Windows alone tells: Fusion, the style that we are drawn in, has a
palette of its own making.
"""

import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

_ROLE: Final = QPalette.ColorRole
_OF_WINDOWS: Final = {
    _ROLE.Window: 5,
    _ROLE.WindowText: 8,
    _ROLE.Highlight: 13,
    _ROLE.HighlightedText: 14,
    _ROLE.Link: 26,
}
"""By the numbers of winuser.h: the window and its text, what is chosen and its text, a link."""
_GRAY_TEXT: Final = 17


def palette() -> QPalette:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - only in high contrast

        return of_windows(ctypes.windll.user32.GetSysColor)
    return QApplication.style().standardPalette()


def of_windows(told: Callable[[int], int]) -> QPalette:
    """told: what Windows says a colour is, as 0xBBGGRR."""

    def colour(number: int) -> QColor:
        value = told(number)
        return QColor(value & 0xFF, value >> 8 & 0xFF, value >> 16 & 0xFF)

    made = QPalette()
    for role, number in _OF_WINDOWS.items():
        made.setColor(role, colour(number))
    made.setColor(QPalette.ColorGroup.Disabled, _ROLE.WindowText, colour(_GRAY_TEXT))
    return made
