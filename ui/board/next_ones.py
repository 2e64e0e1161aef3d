"""Who comes next, beside who is in the room: number, name, matter, and how long they have waited."""

import datetime as dt

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.codes import Priority, QueueState
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.queue import QueueRow
from ui import icons
from ui.board.words import state_of, wait_of
from ui.desk.queue_rows import subjects_of, waits_long
from ui.style import look
from ui.widgets.chips import chip_width, paint_chip
from ui.widgets.drawing import Flow, width_of, write
from ui.widgets.text import Text, card, rule

MOST = 6
NUMBER, EDGE = 52, 16


class NextRows(QWidget):
    """As many as have room, at most six. Signal fitted: it may be another number now."""

    fitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._rows: tuple[QueueRow, ...] = ()
        self._now = dt.time()

    def put(self, rows: tuple[QueueRow, ...], now: dt.time) -> None:
        self._rows, self._now = rows, now
        words = [(persian_digits(r.number or 0), r.shown_name, subjects_of(r), wait_of(r, now)) for r in self.shown]
        said = [f"{number} {name}، {subjects}، {wait}" for number, name, subjects, wait in words]
        self.setAccessibleName("؛ ".join(said) or _("Nobody is waiting."))
        self.setToolTip("\n".join(said))
        self.update()

    @property
    def shown(self) -> tuple[QueueRow, ...]:
        return self._rows[: max(1, min(MOST, self.height() // self._pitch()))]

    def _pitch(self) -> int:
        """As high as six allow, within what two lines of words need and what the eye takes for one row."""
        least, most = (round(pixels * max(1.0, look().factor)) for pixels in (44, 56))
        return max(least, min(most, self.height() // MOST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fitted.emit()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, round(44 * max(1.0, look().factor)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        pitch = self._pitch()
        if not self._rows:
            place = self.rect().adjusted(EDGE, 8, -EDGE, 0)
            place.setHeight(pitch)
            write(painter, place, _("Nobody is waiting."), look().font("body"), look().colour("muted"))
        for at, row in enumerate(self.shown):
            self._paint(painter, QRect(1, at * pitch, self.width() - 2, pitch), row, "zebra" if at % 2 else "surface")

    def _paint(self, painter: QPainter, place: QRect, row: QueueRow, ground: str) -> None:
        painter.fillRect(place, look().colour(ground))
        flow = Flow(place, self.layoutDirection())
        flow.take(EDGE)
        flow.take_end(EDGE)
        figure = look().font("title")
        write(
            painter, flow.take(NUMBER), persian_digits(row.number or 0), figure, look().colour("text"), align="middle"
        )
        flow.take(12)
        half = flow.rect.height() // 2
        name, words = row.shown_name, look().font("lead")
        cause = "" if row.priority in (None, Priority.UNSAID) else row.priority.label
        small = look().font("caption")
        starred = 28 + width_of(cause, small) if row.priority is not None else 0
        beside_end = flow.rect.width() - self._end_width(row)
        upper = Flow(flow.rect.adjusted(0, 2, 0, -half), self.layoutDirection())
        lower = Flow(flow.rect.adjusted(0, half, 0, -4), self.layoutDirection())
        taken = starred if width_of(name, words) + 8 + starred > beside_end else 0
        if width_of(name, words) > beside_end:  # a long name has the line for itself
            self._paint_end(painter, lower, row)
        elif width_of(subjects_of(row), look().font("body")) + taken > beside_end:  # or a long matter
            self._paint_end(painter, upper, row)
        else:
            self._paint_end(painter, flow, row)
            for line in (upper, lower):
                line.rect = line.rect.intersected(flow.rect)
        write(
            painter,
            upper.take(min(width_of(name, words), upper.rect.width())),
            name,
            words,
            look().colour("text"),
            rtl=flow.rtl,
        )
        if starred:
            star = upper if starred + 8 <= upper.rect.width() else lower
            star.take(8 if star is upper else 0)
            icons.paint(painter, star.take(16), "star", "warning", look().tokens, size=16, filled=True)
            star.take(4)
            place = star.take(width_of(cause, small))
            write(painter, place, cause, small, look().colour("warning"), rtl=flow.rtl)
            star.take(8)
        write(painter, lower.rect, subjects_of(row), look().font("body"), look().colour("muted"), rtl=flow.rtl)

    def _end_width(self, row: QueueRow) -> int:
        if row.state is QueueState.CALLED:
            return chip_width(state_of(row, self._now)) + 8
        clock = 20 if waits_long(row, self._now) else 0
        return width_of(wait_of(row, self._now), look().font("body")) + clock + 8

    def _paint_end(self, painter: QPainter, flow: Flow, row: QueueRow) -> None:
        """The state of who was called; of who waits, how long."""
        if row.state is QueueState.CALLED:
            state = state_of(row, self._now)
            width = chip_width(state)
            paint_chip(painter, flow.take_end(width), state, rtl=flow.rtl)
        else:
            said, font = wait_of(row, self._now), look().font("body")
            long = waits_long(row, self._now)
            ink = look().colour("warning" if long else "muted")
            write(painter, flow.take_end(width_of(said, font)), said, font, ink, align="trailing", rtl=flow.rtl)
            if long:
                flow.take_end(4)
                icons.paint(painter, flow.take_end(16), "clock", "warning", look().tokens, size=16, filled=True)
        flow.take_end(8)


class NextOnes(QWidget):
    """The card: heading, «و ۱ نفر دیگر», the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.frame = card()
        self.heading, self.others = Text(_("Next ones"), "strong"), Text("", "caption", "muted")
        self.rows = NextRows()
        self.rows.fitted.connect(self._count)
        self._all: tuple[QueueRow, ...] = ()
        head = QHBoxLayout()
        head.setContentsMargins(EDGE, 8, EDGE, 8)
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.others)
        inside = QVBoxLayout(self.frame)
        inside.setContentsMargins(0, 0, 0, 8)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(rule())
        inside.addWidget(self.rows, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)

    def put(self, rows: tuple[QueueRow, ...], now: dt.time) -> None:
        self._all = rows
        self.rows.put(rows, now)
        self._count()

    def _count(self) -> None:
        """How many there are beside those that have room."""
        left = len(self._all) - len(self.rows.shown)
        self.others.setText(persian_digits(_("and %(n)s more people") % {"n": left}) if left > 0 else "")
