"""The head's board on top: mark, agency, whose board it is, the date; counts and the clock at the other end.

What was done is said between them, with its undo: it covers nothing there.
"""

import datetime as dt

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.persian.calendar import long_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui import mark
from ui.board.view_model import Now
from ui.frame.office import hour_of
from ui.style import look
from ui.widgets.banner import Bar
from ui.widgets.drawing import Flow, width_of, write
from ui.widgets.text import Elided

EDGE, MARK = 24, 32


class Figures(QWidget):
    """«۷ در انتظار» and the clock, painted on the rail's colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.counts: list[tuple[str, int]] = []
        self.clock = ""

    def put(self, counts: list[tuple[str, int]], clock: str) -> None:
        self.counts, self.clock = counts, clock
        said = [f"{words} {persian_digits(n)}" for words, n in counts]
        self.setAccessibleName("، ".join([*said, clock]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        small, large, tall = look().font("caption"), look().font("title"), look().font("figure", tabular=True)
        width = sum(width_of(w, small) + 5 + width_of(persian_digits(n), large) + 20 for w, n in self.counts)
        return QSize(width + 32 + width_of("۰۰:۰۰", tall), look().measure("header"))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        flow = Flow(self.rect(), self.layoutDirection())
        small, large, tall = look().font("caption"), look().font("title"), look().font("figure", tabular=True)
        ink, strong = look().colour("rail_text"), look().colour("rail_active")
        for words, n in self.counts:
            write(painter, flow.take(width_of(words, small)), words, small, ink, rtl=flow.rtl)
            flow.take(5)
            number = persian_digits(n)
            write(painter, flow.take(width_of(number, large)), number, large, strong, rtl=flow.rtl)
            flow.take(20)
        if self.counts:
            line = flow.take(1)
            painter.fillRect(line.adjusted(0, line.height() // 4, 0, -line.height() // 4), ink)
        write(painter, flow.rect, self.clock, tall, strong, align="trailing", rtl=flow.rtl)


class BoardHeader(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.agency, self.whose = Elided("", "lead", "rail_active"), Elided("", "caption", "rail_text")
        self.date = Elided("", "lead", "rail_text")
        self.figures = Figures()
        self.bar = Bar()
        for part in (self.agency, self.whose, self.date):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        named = QVBoxLayout()
        named.setSpacing(0)
        named.addStretch(1)
        named.addWidget(self.agency)
        named.addWidget(self.whose)
        named.addStretch(1)
        row = QHBoxLayout(self)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft  # margins are not mirrored
        row.setContentsMargins(EDGE, 0, EDGE + MARK + 12, 0) if rtl else row.setContentsMargins(68, 0, EDGE, 0)
        row.setSpacing(24)
        row.addLayout(named)
        row.addWidget(self.date)
        row.addWidget(self.bar, 100)
        row.addStretch(1)
        row.addWidget(self.figures)

    def put(self, now: Now | None, time: dt.time) -> None:
        """None: the desk is gone, and only whose board it was stays."""
        if now is not None:
            self.agency.set_text(now.agency)
            self.whose.set_text(_("The %(title)s's board") % {"title": now.title})
            self.date.set_text(long_date(now.day.date))
            day = now.day
            counts = [(_("Waiting"), len(now.coming)), (_("Seen"), day.seen), (_("Left unseen"), day.left)]
            self.figures.put(counts if day.meeting else [], hour_of(time))
        else:
            self.date.set_text("")
            self.figures.put([], "")
            self.bar.hide()

    def sizeHint(self) -> QSize:
        return QSize(800, look().measure("header") + (0 if look().compact else 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(400, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("rail"))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = self.width() - EDGE - MARK if rtl else EDGE
        mark.paint(painter, QRectF(left, (self.height() - MARK) / 2, MARK, MARK))
        line = self.date.geometry()
        at = line.right() + 16 if rtl else line.left() - 16
        if self.date.text:
            painter.fillRect(at, self.height() // 4, 1, self.height() // 2, look().colour("rail_text"))
