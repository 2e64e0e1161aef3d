"""Dates and hours as people type them, Jalali to the eye and `datetime` to the office."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.domain.errors import Refused
from app.domain.persian.calendar import (
    WEEKDAY_NAMES,
    days_in_month,
    jalali,
    numeric,
    parse_time,
    short_date,
    to_jalali,
    typed_date,
    weekday,
)
from app.domain.persian.text import latin_digits
from app.domain.texts import _
from ui.widgets.field import Field
from ui.widgets.lines import Line
from ui.widgets.month import Month


def month_later(date: dt.date, months: int) -> dt.date:
    """The same day some months on, or the last day of a shorter month."""
    year, month, day = to_jalali(date)
    at = year * 12 + month - 1 + months
    year, month = at // 12, at % 12 + 1
    return jalali(year, month, min(day, days_in_month(year, month)))


class _DateLine(Line):
    """Left to right, FD cut, at the right edge; arrows step, Alt+Down opens the month."""

    stepped = Signal(int, int)
    month_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("digits", True)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        steps = {
            Qt.Key.Key_Up: (1, 0),
            Qt.Key.Key_Down: (-1, 0),
            Qt.Key.Key_PageUp: (0, 1),
            Qt.Key.Key_PageDown: (0, -1),
        }
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.month_wanted.emit()
        elif key in steps and not event.modifiers():
            self.stepped.emit(*steps[Qt.Key(key)])
        elif event.text() and latin_digits(event.text()) != event.text():
            self.insert(latin_digits(event.text()))
        else:
            super().keyPressEvent(event)


class DateField(Field):
    """A day. text() is 1405/06/22 or what was typed; value() and date() a `datetime.date`.

    today: the day from which «فردا» and «۲» count, by the office's clock. closed: tells of a day whether offices are
    closed on it, where that is worth a word.
    """

    def __init__(
        self,
        label: str,
        name: str = "date",
        *,
        today: Callable[[], dt.date],
        closed: Callable[[dt.date], bool] = lambda _date: False,
        **more: Any,
    ) -> None:
        line = _DateLine()
        self._today, self._closed = today, closed
        self._month: Month | None = None
        super().__init__(label, name, line, rule=lambda text: typed_date(text, today(), field=name), **more)
        line.stepped.connect(self._step)
        line.month_wanted.connect(self.open_month)

    def date(self) -> dt.date | None:
        """The day, or None when it is empty or no day."""
        return None if self.ask() or not self.text() else self.value()

    def set_date(self, date: dt.date | None) -> None:
        self.set_text(numeric(date) if date else "")
        self._tell()

    def open_month(self) -> None:
        """The month under the field, with this day marked."""
        if self._month is None:
            self._month = Month(self.window())
            self._month.chosen.connect(self._chosen)
            # a popup's focus: the field is neither left nor entered, so Esc still knows what stood here before
            self._month.closed.connect(lambda: self.edit.setFocus(Qt.FocusReason.PopupFocusReason))
            self.destroyed.connect(self._month.deleteLater)
        corner = self.edit.mapTo(self.window(), QPoint(self.edit.width(), self.edit.height() + 4))
        self._month.show_at(corner, self.date() or self._today(), self._today())

    def _chosen(self, date: dt.date) -> None:
        self.edit.setText(numeric(date))
        self.say("")
        self._tell()

    def _step(self, days: int, months: int) -> None:
        at = self.date() or self._today()
        self.edit.setText(numeric(month_later(at, months) if months else at + dt.timedelta(days=days)))
        self._tell()

    def _tell(self) -> None:
        date = self.date()
        name = WEEKDAY_NAMES[weekday(date)] if date else ""
        day, closed = f"{name} {short_date(date)}" if date else "", date is not None and self._closed(date)
        whole, short = (_("%(day)s, closed") % {"day": said} if closed else said for said in (day, name))
        self.note(whole, short=short)

    def _typed(self) -> None:
        super()._typed()
        self._tell()

    def _blurred(self) -> None:
        if (date := self.date()) and self.text() != numeric(date):
            self.edit.setText(numeric(date))
        super()._blurred()


def typed_time(text: str, *, field: str = "arrived") -> dt.time:
    """Beyond `parse_time`: 930 and 0930, and 9 for 9:00. Raises Refused with the field."""
    digits = latin_digits(text).strip()
    if found := re.fullmatch("([0-9]{1,2})([0-9]{2})?", digits):
        return parse_time(f"{found[1]}:{found[2] or '00'}", field=field)
    return parse_time(text, field=field)


class TimeField(Field):
    """An hour. text() is 09:30 or what was typed; value() a `datetime.time`. Up and Down go by five minutes."""

    def __init__(self, label: str, name: str = "arrived", **more: Any) -> None:
        line = _DateLine()
        super().__init__(label, name, line, rule=lambda text: typed_time(text, field=name), **more)
        line.stepped.connect(self._step)

    def time(self) -> dt.time | None:
        try:
            return self.value()
        except Refused:
            return None

    def _step(self, days: int, months: int) -> None:
        at = self.time() or dt.time(8)
        minutes = (at.hour * 60 + at.minute + 5 * days + 60 * months) % (24 * 60)
        self.edit.setText(f"{minutes // 60:02}:{minutes % 60:02}")

    def _blurred(self) -> None:
        if (time := self.time()) and self.text() != f"{time:%H:%M}":
            self.edit.setText(f"{time:%H:%M}")
        super()._blurred()
