"""The ground of a row, the same in every list of the desk: zebra, selection, the bar at the leading edge."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.style import look
from ui.widgets.drawing import Flow

BAR, EDGE = 4, 8


@dataclass(frozen=True)
class Ink:
    """Roles of the palette for what is written on a row."""

    text: str
    muted: str


def ground(
    painter: QPainter,
    option: QStyleOptionViewItem,
    index: QModelIndex | QPersistentModelIndex,
    *,
    bar: bool = False,
) -> Ink:
    """Paint a cell's ground. Selection is strong only where the list has the focus; its text is never muted."""
    selected = bool(option.state & QStyle.StateFlag.State_Selected)
    focused = option.widget is not None and option.widget.hasFocus()
    if selected:
        role = "selection" if focused else "selection_idle"
    else:
        role = "zebra" if index.row() % 2 else "surface"
    painter.fillRect(option.rect, look().colour(role))
    if index.column() == 0 and (bar or (selected and focused)):
        painter.fillRect(Flow(option.rect, option.direction).take(BAR), look().colour("accent"))
    return Ink("selection_text", "selection_text") if selected and focused else Ink("text", "muted")
