"""Who is in the room: number, name, matter, what was said before and what was promised. Never an id, never a phone."""

import datetime as dt

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.persian.calendar import short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.issues import IssueRow
from app.visitors import Past
from ui.board.paragraph import Paragraph
from ui.board.view_model import Seat
from ui.board.words import late, promised, ruling_of, state_of, who
from ui.desk.history_rows import state_of as state_of_past
from ui.style import look
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.chips import Chip, State
from ui.widgets.drawing import Flow, paint_box, width_of, write
from ui.widgets.text import Elided, Icon, Text, card, rule
from ui.widgets.wrap import Wrap

DATE = 92


class Number(QWidget):
    """The turn, white on turquoise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.number, self.small, self.tiny = "", False, False

    def put(self, number: int | None) -> None:
        self.number = persian_digits(number or 0)
        self.setAccessibleName(_("Turn %(n)s") % {"n": self.number})
        self.update()

    def set_small(self, *, small: bool, tiny: bool = False) -> None:
        self.small, self.tiny = small, tiny
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = 48 if self.tiny else 80 if self.small else 112
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self.rect(), ground="accent", radius=6)
        ink, words = look().colour("accent_text"), look().font("caption" if self.small else "words")
        head = 6 if self.tiny else round(self.height() * 0.3)
        if not self.tiny:
            write(painter, QRect(0, 2, self.width(), head), _("Turn"), words, ink, align="middle")
        font = look().font("number")
        font.setPixelSize(round(font.pixelSize() * self.height() / 112))
        while width_of(self.number, font) > self.width() - 8 and font.pixelSize() > 20:
            font.setPixelSize(font.pixelSize() - 4)
        body = QRect(0, head - 6, self.width(), self.height() - head)
        write(painter, body, self.number, font, ink, align="middle")


class PastRow(QWidget):
    """One earlier ruling: the day, its words, what became of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day, self.words = Elided("", "lead", "muted"), Elided("", "lead")
        self.day.setFixedWidth(DATE)
        self.state = Chip(State(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.day)
        row.addWidget(self.words, 1)
        row.addWidget(self.state)

    def put(self, past: Past | None, today: dt.date) -> None:
        self.day.set_text(short_date(past.date) if past else "")
        self.words.set_text(past.ruling or past.subject if past else "")
        self.state.set_state(state_of_past(past, today) if past else State(""))


class Promise(QWidget):
    """«۱ شهریور به او گفتید: …» and how many days it is late."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.said = self.words = ""
        self.icon = Icon("history", "warning")
        self.late = Chip(State(""))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.icon)
        row.addStretch(1)
        row.addWidget(self.late)

    def put(self, past: Past | None, today: dt.date) -> None:
        self.setVisible(past is not None)
        self.said, self.words = promised(past) if past is not None else ("", "")
        self.late.set_state(late(past, today) if past is not None else State(""))
        self.setAccessibleName(f"{self.said} {self.words}".strip())
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, look().measure("control" if look().compact else "box"))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self.rect(), ground="warning_soft")
        flow = Flow(self.rect(), self.layoutDirection())
        flow.take(48)
        flow.take_end(self.late.width() + 28)
        plain, strong = look().font("lead"), look().font("lead")
        plain.setWeight(look().font("body").weight())
        strong.setBold(True)
        for words, font in ((self.said, plain), (self.words, strong)):
            width = min(width_of(words, font), flow.rect.width())
            write(painter, flow.take(width), words, font, look().colour("text"), rtl=flow.rtl)
            flow.take(6)


class SeatCard(QWidget):
    """reveal: asked while the button is held down; the words go when it is let go."""

    reveal = Signal(bool)
    write_wanted = Signal()
    """The head wants to write down what was told to nobody else."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seat: Seat | None = None
        self._place = 0
        self._revealed = self._fitting = False
        self._today = dt.date.min
        self.frame = card()
        self.number = Number()
        self.name, self.who = Elided("", "name"), Elided("", "board", "muted")
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.state, self.type = Chip(State("")), Chip(State(""))
        self.subject, self.which = Elided("", "subject"), Elided("", "caption", "muted")
        self.which.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.words = Paragraph(most=3)
        self.show_words = Button(_("Show to the head"), "eye", kind=PLAIN, key="unmask", measure="small")
        self.write_words = Button(_("Write down"), "pen", kind=PLAIN, key="correct", measure="small")
        for button in (self.show_words, self.write_words):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.write_words.clicked.connect(self.write_wanted)
        self.ruling = Elided("", "lead", "success")
        self.ruled = Icon("checkmark_circle", "success", filled=True)
        self.before = Text(_("Earlier"), "caption", "muted")
        self.past = (PastRow(), PastRow())
        self.promise = Promise()
        self.message = Paragraph("subject", most=3, align="middle")
        self._instead = QWidget()
        self._lay_out()
        self.show_words.pressed.connect(lambda: self.reveal.emit(True))
        self.show_words.released.connect(lambda: self.reveal.emit(False))
        look().changed.connect(self.fit)

    def _lay_out(self) -> None:
        names = QHBoxLayout()
        names.setSpacing(12)
        names.addWidget(self.name)
        names.addWidget(self.state, 0, Qt.AlignmentFlag.AlignVCenter)
        names.addStretch(1)
        beside = QVBoxLayout()
        beside.setSpacing(4)
        beside.addStretch(1)
        beside.addLayout(names)
        beside.addWidget(self.who)
        beside.addStretch(1)
        self._top = QHBoxLayout()
        self._top.setSpacing(24)
        self._top.addWidget(self.number)
        self._top.addLayout(beside, 1)
        matter = Wrap(gap=12)  # the subject is read whole, and what a matter for the head alone says in its place
        matter.line_gap = 2
        matter.addWidget(self.type)
        matter.addWidget(self.subject)
        matter.addWidget(self.show_words)
        matter.addWidget(self.write_words)
        matter.addWidget(self.which)
        ruled = QHBoxLayout()
        ruled.setSpacing(8)
        ruled.addWidget(self.ruled)
        ruled.addWidget(self.ruling, 1)
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.addLayout(self._top)
        self._column.addWidget(rule())
        self._column.addLayout(matter)
        self._column.addWidget(self.words)
        self._column.addLayout(ruled)
        self._column.addStretch(1)
        self._column.addWidget(self.before)
        for row in self.past:
            self._column.addWidget(row)
        self._column.addWidget(self.promise)
        outer = QVBoxLayout(self.frame)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(self._inside, 1)
        outer.addWidget(self._instead, 1)
        instead = QVBoxLayout(self._instead)
        instead.setContentsMargins(24, 24, 24, 24)
        instead.addStretch(1)
        instead.addWidget(self.message)
        instead.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.frame)

    # what is shown -------------------------------------------------------------------------------------------------

    def empty(self, message: str) -> None:
        """Nobody is in the room: this stands in the place."""
        self._seat, self._revealed = None, False
        self._inside.hide()
        self._instead.show()
        for part in (self.name, self.who, self.subject, self.ruling, self.words):
            part.set_text("")  # nothing of who was here stays in any part, seen or not
        for row in self.past:
            row.put(None, self._today)
        self.promise.put(None, self._today)
        for chip in (self.state, self.type):
            chip.set_state(State(""))
        self.message.set_text(message)
        self.setAccessibleName(message)

    def put(self, seat: Seat, now: dt.time, today: dt.date) -> None:
        if self._seat is None or self._seat.row.visit_id != seat.row.visit_id:
            self._place, self._revealed = 0, False
        self._seat, self._today = seat, today
        self._instead.hide()
        self._inside.show()
        self.number.put(seat.row.number)
        self.name.set_text(seat.row.name)
        self.who.set_text(who(seat))
        self.state.set_state(state_of(seat.row, now))
        self.setAccessibleName(f"{self.number.accessibleName()}، {seat.row.name}، {self.who.text}")
        self._show_issue()
        self.fit()

    @property
    def secret(self) -> IssueRow | None:
        """The issue that is shown, with its words, if it is for the head's eyes and the user may read it."""
        seat = self._seat
        if seat is None or not seat.secret or not seat.issues[self._place].head_only:
            return None
        return seat.secret[self._place]

    def show_issue(self, place: int) -> None:
        """The ruling strip is about this issue now."""
        self._place, self._revealed = place, False
        self._show_issue()

    def set_revealed(self, *, on: bool) -> None:
        """The words that only the head may know, while the key is held."""
        if on != self._revealed:
            self._revealed = on
            self._show_issue()

    def _show_issue(self) -> None:
        seat = self._seat
        if seat is None or not seat.issues:
            return
        self._place = min(self._place, len(seat.issues) - 1)
        issue = seat.issues[self._place]
        shown = seat.secret[self._place] if self._revealed and seat.secret else issue
        hidden = shown is issue and issue.head_only
        self.type.set_state(
            State(_("for the head alone"), "warning", "lock_closed") if hidden else State(issue.type.label)
        )
        self.subject.set_text(shown.subject)
        self.show_words.setVisible(issue.head_only and bool(seat.secret))
        self.write_words.setVisible(issue.head_only and bool(seat.secret))
        numbers = {"n": persian_digits(self._place + 1), "total": persian_digits(len(seat.issues))}
        self.which.set_text(_("Issue %(n)s of %(total)s") % numbers if len(seat.issues) > 1 else "")
        self.words.set_text(shown.words or shown.description or "")
        self._show_ruling(shown)
        for row, past in zip(self.past, seat.past, strict=False):
            row.put(past, self._today)
        self.promise.put(seat.promise, self._today)

    def _show_ruling(self, issue: IssueRow) -> None:
        said = ruling_of(issue) if issue.ruling else ""
        self.ruling.set_text(_("Ruling: %(text)s") % {"text": said} if said else "")
        self.ruling.setVisible(bool(said))
        self.ruled.setVisible(bool(said))

    # room ----------------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """What has no room gives way: the older rows first, then the longer words; the promise stays."""
        if self._seat is None or self._fitting:
            return
        self._fitting = True  # what comes and goes here lays the card out anew
        self._fit(self._seat)
        self._fitting = False

    def _fit(self, seat: Seat) -> None:
        small = look().compact or self.height() < 360
        edge = 12 if small else 23
        self._column.setContentsMargins(edge, 8 if small else 19, edge, 8 if small else 16)
        self._column.setSpacing(4 if small else 8)
        self.number.set_small(small=small)
        rows = len(seat.past)
        for lines, kept, step in (
            (3, rows, "name"),
            (2, rows, "name"),
            (2, min(1, rows), "name"),
            (1, min(1, rows), "name"),
            (1, 0, "name"),
            (1, 0, "title"),
            (0, 0, "title"),
        ):
            tiny = step == "title"
            self.name.set_step(step)
            self.number.set_small(small=small, tiny=tiny)
            self.who.setVisible(not tiny)
            self._column.setSpacing(2 if tiny else 4 if small else 8)
            self.words.set_most(max(1, lines))
            self.words.setVisible(lines > 0 and bool(self.words.text))
            self.before.setVisible(kept > 0)
            for at, row in enumerate(self.past):
                row.setVisible(at < kept)
            self._column.invalidate()
            width = self._inside.width() or self.width()
            if self._column.heightForWidth(width) <= self.height() - 2:
                return

    def resizeEvent(self, event) -> None:  # noqa: ANN001
        super().resizeEvent(event)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 120)
