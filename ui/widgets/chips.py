"""Chips (a state: icon + word), badges (a count) and the painting of both for rows."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.persian.text import persian_digits
from ui import icons
from ui.style import CHIP_RADIUS, look
from ui.widgets.drawing import Flow, paint_box, width_of, write

_PAD, _ICON, _GAP = 8, 16, 4


@dataclass(frozen=True)
class State:
    """What a chip says. role: success, warning, danger, accent, plain (outlined on raised) or bare (no ground).

    solid: filled with the role's own colour (in the room). filled: the icon's filled drawing.
    """

    text: str
    role: str = "plain"
    icon: str = ""
    solid: bool = False
    filled: bool = False


def _inks(state: State) -> tuple[str, str, str]:
    """Ground, outline and text of a chip."""
    if state.solid:
        return state.role, "", "accent_text" if state.role == "accent" else f"{state.role}_text"
    if state.role == "plain":
        return "raised", "border", "muted"
    if state.role == "bare":
        return "", "", "muted"
    return f"{state.role}_soft", "", "link" if state.role == "accent" else state.role


def chip_width(state: State) -> int:
    pad = 0 if state.role == "bare" else 2 * _PAD
    return width_of(state.text, look().font("caption")) + pad + (_ICON + _GAP if state.icon else 0)


def paint_chip(painter: QPainter, rect: QRect, state: State, *, rtl: bool = True) -> None:
    """In the middle of rect's height, at its leading edge."""
    ground, edge, ink = _inks(state)
    width, height = chip_width(state), look().measure("chip")
    width = min(width, rect.width())
    left = rect.right() - width + 1 if rtl else rect.x()
    box = QRect(left, rect.y() + (rect.height() - height) // 2, width, height)
    if ground:
        paint_box(painter, box, ground=ground, edge=edge, radius=CHIP_RADIUS)
    flow = Flow(box, Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    flow.take(0 if state.role == "bare" else _PAD)
    if state.icon:
        icons.paint(painter, flow.take(_ICON), state.icon, ink, look().tokens, size=_ICON, filled=state.filled)
        flow.take(_GAP)
    write(painter, flow.rect, state.text, look().font("caption"), look().colour(ink), rtl=rtl)


class Chip(QWidget):
    """A state as a widget."""

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.state = state
        self.set_state(state)

    def set_state(self, state: State) -> None:
        self.state = state
        self.setAccessibleName(state.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(chip_width(self.state), look().measure("chip"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        paint_chip(QPainter(self), self.rect(), self.state, rtl=rtl)


def badge_width(count: int) -> int:
    return max(22, width_of(persian_digits(count), look().font("caption")) + 12)


def paint_badge(painter: QPainter, rect: QRect, count: int, role: str = "plain") -> None:
    """A count in a round box, in the middle of rect. role: plain, accent, warning, danger or badge (on the rail)."""
    width, height = badge_width(count), 22
    box = QRect(0, 0, width, height)
    box.moveCenter(rect.center())
    ground, edge, ink = {
        "plain": ("raised", "border", "text"),
        "accent": ("accent_soft", "", "link"),
        "badge": ("badge", "", "badge_text"),
    }.get(role, (f"{role}_soft", "", role))
    paint_box(painter, box, ground=ground, edge=edge, radius=height // 2)
    write(painter, box, persian_digits(count), look().font("caption"), look().colour(ink), align="middle")
