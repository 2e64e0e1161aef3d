"""The mark: two half discs face to face, a gap of 4 in 36, white and saffron on the rail's colour."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from ui.palette import LIGHT

_DISC, _GAP, _OF = 32, 4, 36


def paint(painter: QPainter, rect: QRectF, *, on_paper: bool = False) -> None:
    """Draw it in the middle of rect. on_paper: turquoise and saffron, for a white ground."""
    unit = min(rect.width(), rect.height()) / _OF
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.translate(rect.center())
    radius, gap = _DISC / 2 * unit, _GAP / 2 * unit
    for side, colour in ((1, LIGHT.badge), (-1, LIGHT.accent if on_paper else LIGHT.rail_active)):
        painter.setBrush(QColor(colour))
        disc = QRectF(side * gap - radius, -radius, 2 * radius, 2 * radius)
        painter.drawPie(disc, -90 * 16 * side, 180 * 16)
    painter.restore()


def icon() -> QIcon:
    """For the window and the task bar: the mark on a rounded square of the rail's colour."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 256):
        drawn = QPixmap(side, side)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.rail))
        painter.drawRoundedRect(0, 0, side, side, side / 5, side / 5)
        paint(painter, QRectF(side * 0.12, side * 0.12, side * 0.76, side * 0.76))
        painter.end()
        made.addPixmap(drawn)
    return made
