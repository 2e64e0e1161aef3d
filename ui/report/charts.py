"""The quarter's bars, painted by our own hand; each bar is also read out and opens the rows behind it."""

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.codes import MeetingState
from app.domain.persian.calendar import short_date, to_jalali
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.report.figures import MeetingRow
from ui.style import focus_ring, look

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_STEPS = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: -1, Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000}
"""By the eye: the first day stands at the right."""


@dataclass(frozen=True)
class Bar:
    """A bar with its words. opens: what it is told to open when it is chosen."""

    label: str
    value: float
    said: str
    opens: str
    role: str = "accent"


class _Chart(QWidget):
    """What both charts share: one bar is current, arrows move, Enter or a click opens, readers hear it."""

    chosen = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.current = 0

    def count(self) -> int:
        raise NotImplementedError

    def said(self, position: int) -> str:
        """A bar in words, for who does not see it."""
        raise NotImplementedError

    def _place(self, position: int) -> QRectF:
        raise NotImplementedError

    def _moved(self) -> None:
        if self.count():
            self.setToolTip(self.said(self.current))
            event = QAccessibleAnnouncementEvent(self, self.said(self.current))
            QAccessible.updateAccessibility(event)
        self.update()

    def _describe(self) -> None:
        self.current = min(self.current, max(self.count() - 1, 0))
        self.setAccessibleDescription("؛ ".join(self.said(n) for n in range(self.count())))
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = self._steps().get(Qt.Key(event.key()))
        if step is not None and self.count():
            self.current = min(max(self.current + step, 0), self.count() - 1)
            self._moved()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.count():
            self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def _steps(self) -> dict[Qt.Key, int]:
        return _STEPS

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._moved()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for position in range(self.count()):
            if self._place(position).contains(event.position()):
                self.current = position
                self.chosen.emit(position)
                return

    def _ring(self, painter: QPainter) -> None:
        if self.hasFocus() and self.count():
            focus_ring(self, painter, self._place(self.current).toAlignedRect())


class DayBars(_Chart):
    """The visits of each meeting day; a day missed, a holiday and the deputy's days are shown as such."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Visits on each meeting day"), parent)
        self._days: tuple[MeetingRow, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._measure()
        look().changed.connect(self._measure)

    def _measure(self) -> None:
        self.setMinimumHeight(72 if look().compact else 150)

    def show_days(self, days: tuple[MeetingRow, ...]) -> None:
        self._days = days
        self._describe()

    def count(self) -> int:
        return len(self._days)

    def said(self, position: int) -> str:
        day = self._days[position]
        words = _("%(what)s %(n)s") % {"what": _("contacts"), "n": persian_digits(day.visits)}
        return f"{short_date(day.date)}: {words if day.state is MeetingState.HELD else day.state.label}"

    def day(self, position: int) -> dt.date:
        return self._days[position].date

    def _place(self, position: int) -> QRectF:
        width = self.width() / max(len(self._days), 1)
        return QRectF(self.width() - (position + 1) * width, 0, width, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = self.fontMetrics().height()
        base = self.height() - line - 8
        painter.setPen(QPen(look().colour("field"), 1))
        painter.drawLine(QPointF(0, base + 0.5), QPointF(self.width(), base + 0.5))
        most = max((day.visits for day in self._days), default=0)
        month = 0
        for position, day in enumerate(self._days):
            place = self._place(position)
            first_of_month = to_jalali(day.date)[1] != month
            month = to_jalali(day.date)[1]
            self._paint_day(painter, place, day, base, (base - line - 10) / max(most, 1))
            # the month is named at its first day, where there is room for it
            label = short_date(day.date) if first_of_month else persian_digits(to_jalali(day.date)[2])
            self._write(painter, label, QPointF(place.center().x(), base + line / 2 + 5), "text")
        self._ring(painter)

    def _paint_day(self, painter: QPainter, place: QRectF, day: MeetingRow, base: float, scale: float) -> None:
        line = self.fontMetrics().height()
        middle = place.center().x()
        width = min(32.0, place.width() * 0.6)
        if day.state is MeetingState.HELD:
            height = max(day.visits * scale, 1)
            painter.fillRect(QRectF(middle - width / 2, base - height, width, height), look().colour("accent"))
            self._write(painter, persian_digits(day.visits), QPointF(middle, base - height - line / 2 - 3), "text")
        elif day.state is MeetingState.HELD_BY_DEPUTY:
            height = min(56.0, base / 2)
            painter.setPen(QPen(look().colour("muted"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(middle - width / 2, base - height, width, height))
            self._write(painter, _("deputy"), QPointF(middle, base - height - line / 2 - 3), "muted")
        elif day.state is MeetingState.HOLIDAY:
            self._stand(painter, _("holiday"), place, base)
        else:
            y = self._stand(painter, _("not held"), place, base) - 9
            painter.setPen(QPen(look().colour("danger"), 1.5))
            painter.drawLine(QPointF(middle - 5, y - 5), QPointF(middle + 5, y + 5))
            painter.drawLine(QPointF(middle - 5, y + 5), QPointF(middle + 5, y - 5))

    def _stand(self, painter: QPainter, words: str, place: QRectF, base: float) -> float:
        """Words on the base line, under each other where a day has no room for them in one line. Gives their top."""
        line, middle = self.fontMetrics().height(), place.center().x()
        fits = self.fontMetrics().horizontalAdvance(words) <= place.width() - 4
        lines = [words] if fits else words.split(" ")
        for row, part in enumerate(reversed(lines)):
            self._write(painter, part, QPointF(middle, base - line / 2 - 2 - row * line * 0.8), "muted")
        return base - line - 2 - (len(lines) - 1) * line * 0.8

    def _write(self, painter: QPainter, text: str, at: QPointF, role: str) -> None:
        painter.setPen(look().colour(role))
        width = self.fontMetrics().horizontalAdvance(text) + 8
        height = self.fontMetrics().height()
        left = min(max(at.x() - width / 2, -4), self.width() - width + 4)  # a month's name at either end stays inside
        box = QRectF(left, at.y() - height / 2, width, height)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class SideBars(_Chart):
    """Bars lying on their side: types, states, days to an answer. Label at the right, figure at the bar's end."""

    ROW = 24

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        self._bars = bars
        self._describe()

    def bar(self, position: int) -> Bar:
        return self._bars[position]

    def count(self) -> int:
        return len(self._bars)

    def said(self, position: int) -> str:
        return f"{self._bars[position].label}: {self._bars[position].said}"

    def sizeHint(self) -> QSize:
        return QSize(200, self._row() * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, self.sizeHint().height())

    def _row(self) -> int:
        return round((22 if look().compact else self.ROW) * max(look().factor, 1))

    def _steps(self) -> dict[Qt.Key, int]:
        return {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000}

    def _place(self, position: int) -> QRectF:
        return QRectF(0, position * self._row(), self.width(), self._row())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((bar.value for bar in self._bars), default=0)
        labels = max((self.fontMetrics().horizontalAdvance(bar.label) for bar in self._bars), default=0) + 16
        figures = max((self.fontMetrics().horizontalAdvance(bar.said) for bar in self._bars), default=0) + 8
        labels = min(labels, self.width() * 2 // 5)
        room = self.width() - labels - figures
        for position, bar in enumerate(self._bars):
            place = self._place(position)
            right = place.right() - labels
            length = max(bar.value / most * room, 2) if most and bar.value else 0
            label = self.fontMetrics().elidedText(bar.label, Qt.TextElideMode.ElideRight, labels - 15)
            self._write(painter, label, QRectF(right, place.top(), labels, place.height()), "text")
            painter.fillRect(QRectF(right - length, place.center().y() - 7, length, 14), look().colour(bar.role))
            self._write(
                painter, bar.said, QRectF(right - length - figures, place.top(), figures - 8, place.height()), "muted"
            )
        self._ring(painter)

    @staticmethod
    def _write(painter: QPainter, text: str, box: QRectF, role: str) -> None:
        painter.setPen(look().colour(role))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | _RIGHT, text)
