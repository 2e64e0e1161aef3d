"""A Jalali month to choose a day from: Saturday first at the right, arrows go by the eye, Friday in its colour."""

import datetime as dt

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.domain.codes import Weekday
from app.domain.persian.calendar import MONTH_NAMES, WEEKDAY_NAMES, days_in_month, jalali, long_date, to_jalali, weekday
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui import icons
from ui.style import look, ring
from ui.widgets.announce import announce
from ui.widgets.drawing import paint_box, write

_CELL, _PAD = QSize(32, 28), 8
_WEEK = list(Weekday)


def _cell() -> QSize:
    """A day's room, grown with the text."""
    return _CELL * max(1.0, look().factor)


class Month(QWidget):
    """Signals: chosen(date), closed."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Month"))
        self._at = self._today = dt.date(2026, 1, 1)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(7 * _cell().width() + 2 * _PAD, 8 * _cell().height() + 2 * _PAD)

    def show_at(self, corner: QPoint, date: dt.date, today: dt.date) -> None:
        """Show under the field whose lower right corner this is (in the parent's coordinates)."""
        self._today = today
        self._go(date)
        size = self.sizeHint()
        left = max(0, corner.x() - size.width())
        top = min(corner.y(), max(0, self.parentWidget().height() - size.height()))
        self.setGeometry(QRect(QPoint(left, top), size))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _go(self, date: dt.date) -> None:
        self._at = date
        self.setAccessibleDescription(long_date(date))
        announce(self, long_date(date))
        self.update()

    def _place(self, date: dt.date) -> QRect:
        year, month, day = to_jalali(date)
        before = _WEEK.index(weekday(jalali(year, month, 1)))
        row, column = divmod(before + day - 1, 7)
        return self._cell(row + 2, column)

    def _cell(self, row: int, column: int) -> QRect:
        wide, high = _cell().toTuple()
        return QRect(self.width() - _PAD - (column + 1) * wide, _PAD + row * high, wide, high)

    def _days(self) -> list[dt.date]:
        year, month, _day = to_jalali(self._at)
        return [jalali(year, month, day) for day in range(1, days_in_month(year, month) + 1)]

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self.rect(), ground="surface", edge="field", radius=8)
        year, month, _day = to_jalali(self._at)
        head = QRect(_PAD, _PAD, self.width() - 2 * _PAD, _cell().height())
        words = f"{MONTH_NAMES[month - 1]} {persian_digits(year)}"
        write(painter, head, words, look().font("words"), look().colour("text"), align="middle")
        icons.paint(painter, self._cell(0, 6), "chevron_right", "text", look().tokens)
        icons.paint(painter, self._cell(0, 0), "chevron_left", "text", look().tokens)
        for column, day in enumerate(_WEEK):
            role = "danger" if day is Weekday.FRI else "muted"
            letter = WEEKDAY_NAMES[day][0]
            write(painter, self._cell(1, column), letter, look().font("caption"), look().colour(role), align="middle")
        for date in self._days():
            self._paint_day(painter, date)

    def _paint_day(self, painter: QPainter, date: dt.date) -> None:
        place, marked = self._place(date).adjusted(1, 1, -1, -1), date == self._at
        if marked:
            paint_box(painter, place, ground="selection", radius=4)
            if self.hasFocus():
                ring(painter, place, radius=4)
        elif date == self._today:
            paint_box(painter, place, edge="field", radius=4)
        friday = weekday(date) is Weekday.FRI
        role = "danger" if friday else "selection_text" if marked else "text"
        words = persian_digits(to_jalali(date)[2])
        write(painter, place, words, look().font("body"), look().colour(role), align="middle")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        days = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: -1, Qt.Key.Key_Down: 7, Qt.Key.Key_Up: -7}
        if event.key() in days:
            self._go(self._at + dt.timedelta(days=days[Qt.Key(event.key())]))
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._turn(1 if event.key() == Qt.Key.Key_PageUp else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._take(self._at)
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def _turn(self, months: int) -> None:
        days = self._days()
        self._go(days[-1] + dt.timedelta(days=1) if months > 0 else days[0] - dt.timedelta(days=1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._cell(0, 6).contains(point):
            self._turn(1)
        elif self._cell(0, 0).contains(point):
            self._turn(-1)
        for date in self._days():
            if self._place(date).contains(point):
                self._take(date)
                return

    def _take(self, date: dt.date) -> None:
        self.chosen.emit(date)
        self._close()

    def _close(self) -> None:
        self.closed.emit()  # first: whoever opened it takes the focus back before Qt gives it to a neighbour
        self.hide()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.hide()
