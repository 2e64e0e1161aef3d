"""The rail at the right edge: the screens that exist, one tab stop, Up and Down and Enter."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.domain.persian.text import persian_digits
from ui import icons, keys, mark
from ui.style import CARD_RADIUS, look, ring
from ui.widgets.chips import badge_width, paint_badge
from ui.widgets.drawing import paint_box, write

_INSET, _GAP = 4, 4


@dataclass(frozen=True)
class Item:
    """A place in the rail. foot: at its lower end. key: id of its key in ui/keys.py."""

    id: str
    icon: str
    title: str
    key: str = ""
    foot: bool = False


class Rail(QWidget):
    """Signal chosen(id): by click, or Enter on the marked one."""

    chosen = Signal(str)

    def __init__(self, items: Sequence[Item], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = list(items)
        self.current = ""
        self._marked = 0
        self._badges: dict[str, int] = {}
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return QSize(look().measure("rail"), 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(look().measure("rail"), 200)

    def choose(self, item: str) -> None:
        """Show as chosen, without a signal."""
        self.current = item
        self._marked = next((at for at, one in enumerate(self.items) if one.id == item), 0)
        self._say()
        self.update()

    def set_badge(self, item: str, count: int) -> None:
        self._badges[item] = count
        self.update()

    def _say(self) -> None:
        if self.items:
            item = self.items[self._marked]
            count = self._badges.get(item.id)
            self.setAccessibleDescription(f"{item.title}: {persian_digits(count)}" if count else item.title)

    def places(self) -> list[QRect]:
        """Where each item lies."""
        height, pitch = look().measure("rail_item"), look().measure("rail_item") + (0 if look().compact else _GAP)
        top, foot = look().measure("header"), self.height() - _GAP
        foot -= pitch * sum(item.foot for item in self.items) - (pitch - height)
        found = []
        for item in self.items:
            at = foot if item.foot else top
            found.append(QRect(_INSET, at, self.width() - 2 * _INSET, height))
            if item.foot:
                foot += pitch
            else:
                top += pitch
        return found

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("rail"))
        head = look().measure("header")
        side = 36
        mark.paint(painter, QRectF((self.width() - side) / 2, (head - side) / 2, side, side))
        for at, (item, place) in enumerate(zip(self.items, self.places(), strict=True)):
            self._paint_item(painter, item, place)
            if self.hasFocus() and at == self._marked:
                ring(painter, place, "focus_on_rail", CARD_RADIUS)

    def _paint_item(self, painter: QPainter, item: Item, place: QRect) -> None:
        chosen = item.id == self.current
        if chosen:
            paint_box(painter, place, ground="rail_active_ground", radius=CARD_RADIUS)
        role = "rail_active" if chosen else "rail_text"
        worded = not look().compact
        above = QRect(place.x(), place.y() + 8, place.width(), 25) if worded else place
        icons.paint(painter, above, item.icon, role, look().tokens, size=24, filled=chosen)
        if worded:
            words = QRect(place.x(), above.bottom() + 1, place.width(), place.height() - above.height() - 12)
            write(painter, words, item.title, look().font("caption"), look().colour(role), align="middle")
        if count := self._badges.get(item.id):
            width = badge_width(count)
            middle = above.center()
            left = max(1, middle.x() - 5 - width)
            paint_badge(painter, QRect(left, middle.y() - 18, width, 22), count, "badge")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.choose(self.current)  # the mark begins at the screen that is shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._marked = min(len(self.items) - 1, max(0, self._marked + step))
            self._say()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.items:
            self.chosen.emit(self.items[self._marked].id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for item, place in zip(self.items, self.places(), strict=True):
            if place.contains(event.position().toPoint()):
                self.chosen.emit(item.id)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            for item, place in zip(self.items, self.places(), strict=True):
                if place.contains(event.pos()):
                    said = keys.tooltip(item.key, item.title) if item.key else item.title
                    QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)
