"""One of a few, all in sight: arrows move, Space takes."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.persian.text import persian_digits
from ui.style import RADIUS, focus_ring, look
from ui.widgets.drawing import Flow, paint_box, width_of, write

_GAP = 6
_NARROW = 8


class Segment(QWidget):
    """parts: (data, words). numbered: each with its number, as its Alt+digit. Signal changed(data)."""

    changed = Signal(object)
    entered = Signal()

    def __init__(
        self, parts: Sequence[tuple[Any, str]], name: str, *, numbered: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts = list(parts)
        self._numbered = numbered
        self._chosen = self._marked = 0
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows = 1
        self.locked = False
        self._say()

    def lock(self) -> None:
        """It shows what is chosen, and keys and mouse pass over it."""
        self.locked = True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.update()

    def data(self) -> Any:
        return self._parts[self._chosen][0]

    def set_data(self, data: Any) -> None:
        """Choose without a signal. Raises ValueError if there is no such part."""
        self._chosen = self._marked = [part for part, _words in self._parts].index(data)
        self._say()
        self.update()

    def set_parts(self, parts: Sequence[tuple[Any, str]], chosen: Any) -> None:
        """Other parts, one of them chosen, without a signal."""
        self._parts = list(parts)
        self.set_data(chosen)
        self._fit()
        self.updateGeometry()

    def take(self, row: int) -> None:
        """Choose the part at this place, as the user does."""
        self._marked = row
        self._say()
        if row != self._chosen:
            self._chosen = row
            self._say()
            self.changed.emit(self.data())
        self.update()

    def _say(self) -> None:
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self._parts[self._marked][1])

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._marked = self._chosen  # a mark that was left without Space is no choice
        self._say()

    def sizeHint(self) -> QSize:
        font = look().font("words")
        wide = sum(width_of(words, font) + (36 if self._numbered else 24) for _data, words in self._parts)
        return QSize(wide, self._rows * look().measure("control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(max(self._needed(), default=40), self._rows * look().measure("control"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """A second row is asked for once it is known to be needed; forms need no height that depends on the width."""
        rows = len(_in_rows(self._needed(), self.width())) if self.width() else 1
        if rows != self._rows:
            self._rows = rows
            self.updateGeometry()

    def _needed(self) -> list[int]:
        """How wide each part has to be for its words."""
        font, small = look().font("words"), look().font("caption")
        number = width_of(persian_digits(8), small) + _GAP if self._numbered and look().caps else 0
        return [width_of(words, font) + number + _NARROW for _data, words in self._parts]

    def _places(self) -> list[QRect]:
        """Parts of one width; where the longest words would be cut by that, each as its own words need.

        Where even so they have no room beside one another, they go on in a second row.
        """
        needed = self._needed()
        rows = _in_rows(needed, self.width())
        places, first, high = [], 0, self.height() // len(rows)
        for at, row in enumerate(rows):
            place = QRect(0, at * high, self.width(), high if at + 1 < len(rows) else self.height() - at * high)
            places += self._row(place, needed[first : first + row])
            first += row
        return places

    def _row(self, place: QRect, needed: list[int]) -> list[QRect]:
        flow, count = Flow(place, self.layoutDirection()), len(needed)
        if max(needed) * count <= place.width():
            return [flow.take(round(flow.rect.width() / (count - at))) for at in range(count)]
        spare = (place.width() - sum(needed)) / count
        return [*(flow.take(round(need + spare)) for need in needed[:-1]), flow.rect]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = "disabled" if not self.isEnabled() else "raised" if self.locked else "surface"
        paint_box(painter, self.rect(), ground=ground, radius=RADIUS)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        shape = QPainterPath()
        shape.addRoundedRect(self.rect().toRectF(), RADIUS, RADIUS)
        places = self._places()
        for at, place in enumerate(places):
            chosen = at == self._chosen
            painter.save()
            painter.setClipPath(shape)
            if chosen:
                painter.fillRect(place, look().colour("accent_soft"))
                painter.fillRect(QRect(place.x(), place.bottom() - 1, place.width(), 2), look().colour("accent"))
            if place.y():
                painter.fillRect(QRect(place.x(), place.y(), place.width(), 1), look().colour("border"))
            if at and places[at - 1].y() == place.y():
                edge = place.right() if rtl else place.x()
                painter.fillRect(
                    QRect(edge, place.y(), 1, place.height()), look().colour("field" if chosen else "border")
                )
            painter.restore()
            self._words(painter, place, at, chosen=chosen)
        edge = "field" if self.isEnabled() and not self.locked else "border"
        paint_box(painter, self.rect(), edge=edge, radius=RADIUS)
        if self.hasFocus():
            focus_ring(self, painter, places[self._marked])

    def _words(self, painter: QPainter, place: QRect, at: int, *, chosen: bool) -> None:
        words = self._parts[at][1]
        font = look().font("words" if chosen else "body")
        ink = "disabled_text" if not self.isEnabled() else "link" if chosen else "muted" if self.locked else "text"
        number = persian_digits(at + 1) if self._numbered and look().caps else ""
        small = look().font("caption")
        total = width_of(words, font) + (width_of(number, small) + _GAP if number else 0)
        flow = Flow(place, self.layoutDirection())
        flow.take(max(0, (place.width() - total) // 2))
        if number:
            write(
                painter, flow.take(width_of(number, small)), number, small, look().colour("link" if chosen else "muted")
            )
            flow.take(_GAP)
        write(painter, flow.rect, words, font, look().colour(ink), rtl=flow.rtl)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        onward = {
            Qt.Key.Key_Left: 1 if rtl else -1,
            Qt.Key.Key_Right: -1 if rtl else 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
        }
        if event.key() in onward and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._marked = min(len(self._parts) - 1, max(0, self._marked + onward[Qt.Key(event.key())]))
            self._say()
            self.update()
        elif event.key() == Qt.Key.Key_Space:
            self.take(self._marked)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take(self._marked)
            self.entered.emit()
        elif (digit := persian_digits(event.text())) and self._numbered and digit in self._numbers():
            self.take(self._numbers().index(digit))
        else:
            super().keyPressEvent(event)

    def _numbers(self) -> list[str]:
        return [persian_digits(at + 1) for at in range(len(self._parts))]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.locked:
            return
        point = event.position().toPoint()
        for at, place in enumerate(self._places()):
            if place.contains(point):
                self.take(at)


def _in_rows(needed: list[int], width: int) -> list[int]:
    """How many parts stand in each row: all in one if they have room, else in as few as it takes, alike."""
    for rows in range(1, len(needed)):
        per_row = -(-len(needed) // rows)
        parts = [needed[at : at + per_row] for at in range(0, len(needed), per_row)]
        if all(sum(row) <= width for row in parts):
            return [len(row) for row in parts]
    return [1] * max(1, len(needed))
