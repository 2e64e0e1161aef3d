"""What was announced and the head's hours at SAMAD, in place of the charts: noted in one line, taken back by Delete."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.announcements import Announced, AtSamad, Beforehand
from app.domain.codes import About
from app.domain.persian.calendar import clock, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui.report.view_model import ReportModel
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.dates import DateField, TimeField
from ui.widgets.field import DigitField, TextField
from ui.widgets.form import Form
from ui.widgets.rows import Column
from ui.widgets.segment import Segment
from ui.widgets.table import Table
from ui.widgets.text import Text

_NONE = "–"
_HOURS = "hours"
"""In the choice of what is noted, beside the two codes of `About`: the head sat at SAMAD."""

Row = Announced | AtSamad


class BeforehandPane(QFrame):
    """Esc or the button leaves it; Enter in the last field notes."""

    left = Signal()

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setProperty("card", True)
        self.kind = Segment(
            [
                (About.MEETINGS, _("Announcement of the meeting days")),
                (About.SAMAD, _("Announcement of hours at SAMAD")),
                (_HOURS, _("Hours at SAMAD")),
            ],
            _("What is noted"),
        )
        self.date = DateField(_("Date"), today=model.office.today, required=True)
        self.medium = TextField(_("Where it was announced"), "medium")
        self.evidence = TextField(_("Address or number of the announcement"), "evidence")
        self.opens, self.closes = TimeField(_("From"), "opens"), TimeField(_("To"), "closes")
        self.calls = DigitField(_("Calls answered"), "calls", most=4)
        self._announcing, self._sitting = (self.medium, self.evidence), (self.opens, self.closes, self.calls)
        self.form = Form([self.kind, self.date, *self._announcing, *self._sitting], self._save, self)
        self.table = Table(
            _columns(), row_id=lambda row: (type(row), row.id), empty=_("Nothing is noted yet."), label=_("Announced")
        )
        self._lay_out()
        self.kind.changed.connect(self._turn)
        self.form.aside.connect(self.left)
        model.beforehand.connect(self._show)
        model.noted.connect(lambda _row: self._noted())
        self._turn()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(_("Announcements and SAMAD"), "lead"))
        head.addStretch(1)
        head.addWidget(Button(_("Back"), kind=PLAIN, cap="Esc", on_click=self.left.emit))
        fields = QHBoxLayout()
        fields.setSpacing(12)
        for field in (self.date, *self._announcing, *self._sitting):
            fields.addWidget(field, 0 if field in (self.date, *self._sitting) else 1)
        acts = QHBoxLayout()
        acts.addWidget(Button(_("Note it"), "checkmark", kind=FILLED, cap="Enter", on_click=self._save))
        acts.addStretch(1)
        acts.addWidget(Button(_("Take the row back"), kind=PLAIN, cap="Delete", on_click=self._take_back))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.kind)
        column.addLayout(fields)
        column.addLayout(acts)
        column.addWidget(self.table, 1)

    def open(self) -> None:
        """What is noted of the days that are shown, and the cursor in the form."""
        self._model.read_beforehand()
        self.form.focus_first()

    def refuse(self, field: str, reason: str) -> bool:
        """Show a refusal at its field. Whether there is such a field here."""
        return self.isVisible() and self.form.say(field, reason)

    def _turn(self, _data: object = None) -> None:
        sits = self.kind.data() == _HOURS
        for fields, shown in ((self._announcing, not sits), (self._sitting, sits)):
            for field in fields:
                field.setVisible(shown)

    def _save(self) -> None:
        if not self.form.check():
            return
        date = self.date.date()
        if date is None:
            self.date.setFocus()
        elif self.kind.data() != _HOURS:
            self._model.announce(self.kind.data(), date, self.medium.text(), self.evidence.text())
        elif self.opens.text() and self.closes.text():
            calls = int(self.calls.text()) if self.calls.text() else None
            self._model.note_samad(date, self.opens.value(), self.closes.value(), calls)
        else:
            self.form.say("opens" if not self.opens.text() else "closes", _("Write the hours."))

    def _noted(self) -> None:
        if self.isVisible():
            self.form.clear()
            self.open()

    def _take_back(self) -> None:
        if self.table.current is not None:
            self._model.take_back(self.table.current)

    def _show(self, beforehand: Beforehand) -> None:
        self.table.put(sorted((*beforehand.announced, *beforehand.samad), key=lambda row: row.date))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self._take_back()
        else:
            super().keyPressEvent(event)


def _columns() -> list[Column]:
    return [
        Column("date", _("Date"), lambda row: short_date(row.date), 104),
        Column("what", _("What"), _what, 200, "words"),
        Column("where", _("Where it was announced"), _where, 0),
        Column("evidence", _("Evidence"), _evidence, 0),
    ]


def _what(row: Row) -> str:
    if isinstance(row, AtSamad):
        return _("Hours at SAMAD")
    is_samad = row.about is About.SAMAD
    return _("Announcement of hours at SAMAD") if is_samad else _("Announcement of the meeting days")


def _where(row: Row) -> str:
    if isinstance(row, AtSamad):
        return _("%(first)s to %(last)s") % {"first": clock(row.opens), "last": clock(row.closes)}
    return row.medium


def _evidence(row: Row) -> str:
    if isinstance(row, Announced):
        return row.evidence or _NONE
    return _("%(n)s calls") % {"n": persian_digits(row.calls)} if row.calls is not None else _NONE
