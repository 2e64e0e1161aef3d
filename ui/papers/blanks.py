"""Blank slips: from which number to which, for which day, on what; then they are looked at and printed."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from app import meetings, papers
from app.domain.codes import PaperSize
from app.domain.errors import Refused, UserError
from app.domain.persian.calendar import numeric
from app.domain.texts import _
from app.meetings import Day
from app.office import Office
from ui.printing import Printing
from ui.widgets.buttons import Button
from ui.widgets.dates import DateField
from ui.widgets.field import DigitField
from ui.widgets.segment import Segment
from ui.widgets.text import Text
from ui.worker import Worker

FIRST, LAST = "1", "60"
"""A crowded morning."""


class BlanksForm(QFrame):
    """The day that is proposed is the next meeting's; an empty one is left to the pen."""

    drawn = Signal(bytes, str)
    refused = Signal(str)

    def __init__(self, office: Office, worker: Worker, printing: Printing) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.setAccessibleName(_("Blank slips"))
        self._office, self._worker = office, worker
        self.first = DigitField(_("From turn"), "first", most=3)
        self.last = DigitField(_("To turn"), "last", most=3)
        self.date = DateField(_("Meeting day"), "date", today=office.today, placeholder=_("Empty: written by hand"))
        self.size = Segment([(size, size.label) for size in PaperSize], _("Printed on"))
        self.size.set_data(printing.size)
        self._of_slips = printing.size
        self.preview = Button(_("Preview"), "print", key="print", on_click=self.draw)
        self.setFocusProxy(self.first)
        self._lay_out()
        self.first.set_text(FIRST)
        self.last.set_text(LAST)
        for field in (self.first, self.last, self.date):
            field.entered.connect(self.draw)
        worker.read(self, partial(meetings.today, office), self._propose)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for field, width in ((self.first, 112), (self.last, 112), (self.date, 220)):
            field.setFixedWidth(width)
            row.addWidget(field)
        row.addWidget(self.size, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self.preview, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(Text(_("Blank slips"), "lead"))
        said = _("For a power cut or a rush: fill them in by hand, then key them in as late entry with the true hours.")
        column.addWidget(Text(said, "caption", "muted", wrap=True))
        column.addLayout(row)

    def _propose(self, day: Day) -> None:
        if not self.date.text():
            self.date.set_date(day.date if day.meeting else day.next_meeting)

    @property
    def on_slip_paper(self) -> bool:
        """Whether the printer of slips has this paper in it."""
        return bool(self.size.data() == self._of_slips)

    def draw(self) -> None:
        """Ctrl+P, Enter: make them to be looked at."""
        if not self.date.check():
            self.date.setFocus()
            return
        first, last = (int(field.text() or 0) for field in (self.first, self.last))
        job = partial(papers.blank_slips, self._office, first, last, self.size.data(), self.date.date())
        self._worker.read(self, job, partial(self._drawn, first, last), self._refused, key="blanks")

    def _drawn(self, first: int, last: int, pdf: bytes) -> None:
        date = self.date.date()
        day = f"-{numeric(date).replace('/', '-')}" if date else ""
        self.drawn.emit(pdf, f"didar-blank-slips{day}-{first}-{last}.pdf")

    def _refused(self, error: UserError) -> None:
        if isinstance(error, Refused) and error.field:
            self.last.say(error.reason)
            self.last.setFocus()
        else:
            self.refused.emit(error.reason)
