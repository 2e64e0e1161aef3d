"""Tabs with counts: one tab stop, arrows move."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui.style import focus_ring, look
from ui.widgets.chips import badge_width, paint_badge
from ui.widgets.drawing import Flow, width_of, write

PAD, GAP, FOOT = 10, 8, 2


class Tabs(QWidget):
    chosen = Signal(str)
    """The key of the tab."""

    def __init__(self, tabs: dict[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = tabs
        self._counts = dict.fromkeys(tabs, 0)
        self._hidden: set[str] = set()
        self.current = next(iter(tabs))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    def set_counts(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._name()
        self.updateGeometry()
        self.update()

    def hide_tabs(self, hidden: set[str]) -> None:
        self._hidden = hidden
        self.updateGeometry()
        self.update()

    def choose(self, key: str) -> None:
        self.current = key
        self._name()
        self.update()
        self.chosen.emit(key)

    def _name(self) -> None:
        said = _("%(tab)s, %(n)s")
        self.setAccessibleName(said % {"tab": self._words[self.current], "n": persian_digits(self._counts[self.current])})

    def _shown(self) -> list[str]:
        return [key for key in self._words if key not in self._hidden]

    def _places(self) -> dict[str, QRect]:
        flow = Flow(self.rect(), self.layoutDirection())
        font = look().font("words")
        return {
            key: flow.take(width_of(self._words[key], font) + badge_width(self._counts[key]) + GAP + 2 * PAD)
            for key in self._shown()
        }

    def sizeHint(self) -> QSize:
        font = look().font("words")
        wide = sum(
            width_of(self._words[key], font) + badge_width(self._counts[key]) + GAP + 2 * PAD for key in self._shown()
        )
        return QSize(wide, look().measure("tab"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for key, place in self._places().items():
            chosen = key == self.current
            flow = Flow(place.adjusted(PAD, 0, -PAD, 0), self.layoutDirection())
            font = look().font("words")
            colour = look().colour("link" if chosen else "muted")
            write(painter, flow.take(width_of(self._words[key], font)), self._words[key], font, colour)
            flow.take(GAP)
            paint_badge(painter, flow.take(badge_width(self._counts[key])), self._counts[key], "accent" if chosen else "plain")
            if chosen:
                foot = QRect(place.x(), place.bottom() - FOOT + 1, place.width(), FOOT)
                painter.fillRect(foot, look().colour("accent"))
                if self.hasFocus():
                    focus_ring(self, painter, place.adjusted(0, 6, 0, -6))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point: QPoint = event.position().toPoint()
        for key, place in self._places().items():
            if place.contains(point):
                self.choose(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        steps = {Qt.Key.Key_Left: 1 if rtl else -1, Qt.Key.Key_Right: -1 if rtl else 1}
        if event.key() in steps:
            shown = self._shown()
            place = shown.index(self.current) if self.current in shown else 0
            self.choose(shown[(place + steps[Qt.Key(event.key())]) % len(shown)])
        else:
            super().keyPressEvent(event)
