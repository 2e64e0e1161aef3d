"""Small helpers of widgets that paint themselves."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from app.domain.persian.text import is_isolated
from ui.style import CAP_RADIUS, look

_LEADING, _TRAILING, _MIDDLE = "leading", "trailing", "middle"
CAP_PAD = 6


class Flow:
    """Takes rectangles off a row, from its leading edge (the right one in Persian) or from its end."""

    def __init__(self, rect: QRect, direction: Qt.LayoutDirection) -> None:
        self.rect = QRect(rect)
        self.rtl = direction == Qt.LayoutDirection.RightToLeft

    def take(self, width: int) -> QRect:
        return self._right(width) if self.rtl else self._left(width)

    def take_end(self, width: int) -> QRect:
        return self._left(width) if self.rtl else self._right(width)

    def _right(self, width: int) -> QRect:
        taken = QRect(self.rect.right() - width + 1, self.rect.y(), width, self.rect.height())
        self.rect.setRight(self.rect.right() - width)
        return taken

    def _left(self, width: int) -> QRect:
        taken = QRect(self.rect.x(), self.rect.y(), width, self.rect.height())
        self.rect.setLeft(self.rect.x() + width)
        return taken


def write(
    painter: QPainter,
    rect: QRect,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    align: str = _LEADING,
    rtl: bool = True,
) -> None:
    """One line in rect, elided at its end, or a path by itself in its middle. align: leading, trailing or middle."""
    painter.setFont(font)
    painter.setPen(colour)
    painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    right = (align == _LEADING) == rtl
    side = (
        Qt.AlignmentFlag.AlignHCenter
        if align == _MIDDLE
        else Qt.AlignmentFlag.AlignRight
        if right
        else Qt.AlignmentFlag.AlignLeft
    )
    mode = Qt.TextElideMode.ElideMiddle if is_isolated(text) else Qt.TextElideMode.ElideRight
    shown = QFontMetrics(font).elidedText(text, mode, rect.width())
    flags = side | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
    painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)


def width_of(text: str, font: QFont) -> int:
    return QFontMetrics(font).horizontalAdvance(text) + 1


def cap_size(text: str) -> QSize:
    """Size of a key cap with this text."""
    return QSize(width_of(text, look().font("caption")) + 2 * CAP_PAD, look().measure("cap"))


def paint_cap(painter: QPainter, rect: QRect, text: str, *, edge: str = "field", ground: str = "raised") -> None:
    """A key cap in the middle of rect's height. edge: role of outline and text; ground: "" for none."""
    size = cap_size(text)
    box = QRect(rect.x(), rect.y() + (rect.height() - size.height()) // 2, size.width(), size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look().colour(edge), 1))
    painter.setBrush(look().colour(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.translate(0.5, 0.5)
    painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), CAP_RADIUS, CAP_RADIUS)
    painter.translate(-0.5, -0.5)
    ink = "text" if edge == "field" else edge
    write(painter, box, text, look().font("caption"), look().colour(ink), align=_MIDDLE, rtl=False)
    painter.restore()


def paint_box(
    painter: QPainter, rect: QRect, *, ground: str = "", edge: str = "", radius: int = 6, width: int = 1
) -> None:
    """A rounded box by roles, its outline inside rect."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(look().colour(ground) if ground else Qt.BrushStyle.NoBrush)
    if edge:
        painter.setPen(QPen(look().colour(edge), width))
        inset = width / 2
        box = rect.toRectF().adjusted(inset, inset, -inset, -inset)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        box = rect.toRectF()
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def restyle(widget: QWidget, **properties: object) -> None:
    """Set properties that the style sheet looks at, and let it look again if one has changed."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed:
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
