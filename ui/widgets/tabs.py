"""Tabs with counts, in the head of a card; the chosen one has a 2 px foot in the accent."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.persian.text import persian_digits
from ui.style import focus_ring, look
from ui.widgets.chips import badge_width, paint_badge
from ui.widgets.drawing import Flow, width_of, write

_GAP = 8
LARGE = 1.15
"""From this size of text on the words need the room between them."""


def _pad() -> int:
    return 4 if look().factor > LARGE else 8 if look().compact else 10


def _between() -> int:
    return 2 if look().compact or look().factor > LARGE else 8


class Tabs(QWidget):
    """tabs: (id, words). Signal changed(id). One tab stop; arrows move and choose."""

    changed = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = list(tabs)
        self._hidden: set[str] = set()
        self._counts: dict[str, tuple[int, str]] = {}
        self.current = self._all[0][0]
        self._name = name
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._say()

    def set_count(self, tab: str, count: int, role: str = "plain") -> None:
        """role: plain, accent, warning or danger; the chosen tab's plain count is shown as accent."""
        self._counts[tab] = (count, role)
        self._say()
        self.updateGeometry()
        self.update()

    @property
    def _tabs(self) -> list[tuple[str, str]]:
        return [(tab, words) for tab, words in self._all if tab not in self._hidden]

    def show_tab(self, tab: str, *, on: bool) -> None:
        """A tab that is not always there; the chosen one stays until another one is chosen."""
        hidden = self._hidden - {tab} if on or tab == self.current else self._hidden | {tab}
        if hidden != self._hidden:
            self._hidden = hidden
            self.updateGeometry()
            self.update()

    def count(self, tab: str) -> int:
        return self._counts.get(tab, (0, ""))[0]

    def choose(self, tab: str) -> None:
        """Choose, with the signal if it is another one."""
        if tab != self.current:
            self.current = tab
            self._say()
            self.update()
            self.changed.emit(tab)

    def _say(self) -> None:
        words = dict(self._all)[self.current]
        counted = f" {persian_digits(self.count(self.current))}" if self.current in self._counts else ""
        self.setAccessibleName(self._name or words)
        self.setAccessibleDescription(words + counted)

    def _width(self, tab: str, words: str) -> int:
        wide = 2 * _pad() + width_of(words, look().font("words"))
        return wide + (_GAP + badge_width(self.count(tab)) if tab in self._counts else 0)

    def sizeHint(self) -> QSize:
        wide = sum(self._width(tab, words) + _between() for tab, words in self._tabs) - _between()
        return QSize(wide, look().measure("tab"))

    def minimumSizeHint(self) -> QSize:
        high = self.heightForWidth(self.width()) if self.isVisible() else look().measure("tab")
        return QSize(max(self._width(tab, words) for tab, words in self._tabs), high)

    def heightForWidth(self, width: int) -> int:
        rows = len(self._rows(width))
        return look().measure("tab") if rows == 1 else rows * look().measure("small")

    def _rows(self, width: int) -> list[list[int]]:
        """The widths of the tabs, in as many rows as they need."""
        rows: list[list[int]] = [[]]
        for tab, words in self._tabs:
            wide = self._width(tab, words)
            if rows[-1] and sum(rows[-1]) + len(rows[-1]) * _between() + wide > width:
                rows.append([])
            rows[-1].append(wide)
        return rows

    def _places(self) -> list[QRect]:
        rows = self._rows(self.width())
        places, high = [], self.height() // len(rows)
        for at, row in enumerate(rows):
            flow = Flow(QRect(0, at * high, self.width(), high), self.layoutDirection())
            for wide in row:
                places.append(flow.take(wide))
                flow.take(_between())
        return places

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for (tab, words), place in zip(self._tabs, self._places(), strict=True):
            chosen = tab == self.current
            flow = Flow(place, self.layoutDirection())
            flow.take(_pad())
            font = look().font("words" if chosen else "body")
            ink = look().colour("link" if chosen else "muted")
            write(painter, flow.take(width_of(words, look().font("words"))), words, font, ink, rtl=flow.rtl)
            if tab in self._counts:
                count, role = self._counts[tab]
                flow.take(_GAP)
                shown = "accent" if chosen and role == "plain" else role
                paint_badge(painter, flow.take(badge_width(count)), count, shown)
            if chosen:
                painter.fillRect(QRect(place.x(), place.bottom() - 1, place.width(), 2), look().colour("accent"))
                if self.hasFocus():
                    focus_ring(self, painter, place.adjusted(0, 6, 0, -6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        onward = {Qt.Key.Key_Left: 1 if rtl else -1, Qt.Key.Key_Right: -1 if rtl else 1}
        if event.key() in onward:
            ids = [tab for tab, _words in self._tabs]
            at = ids.index(self.current) + onward[Qt.Key(event.key())]
            self.choose(ids[min(len(ids) - 1, max(0, at))])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for (tab, _words), place in zip(self._tabs, self._places(), strict=True):
            if place.contains(event.position().toPoint()):
                self.choose(tab)
