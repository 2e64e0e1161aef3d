"""The history of who is in the form: the promise, the rows, and why one of them does not count."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.calendar import clock, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.issues import why_not_counted
from app.visitors import History, Past
from ui.desk.history_rows import columns
from ui.style import look
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.strip import Strip
from ui.widgets.table import Table
from ui.widgets.text import Elided, Text


class HistoryPanel(QFrame):
    left = Signal()
    """The focus went out of its rows."""
    parting = Signal(object)
    """tuple[visitors.Record, …] that are one person, of which one is to stand by itself again."""

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(_("History"))
        self.history: History | None = None
        self._compact = False
        self.title = Text("", "strong")
        self.counts = Elided("", "caption", "muted")
        self.apart = Button(_("Take apart"), "person_swap", kind=PLAIN, measure="small")
        self.apart.setToolTip(_("Let a record that was made one with another stand by itself again"))
        self.apart.clicked.connect(self._part)
        self.promise = Strip(wrap=True)
        self.table = Table(columns(today), row_id=lambda past: past.issue_id, name="desk.history", label=_("History"))
        self.table.horizontalHeader().hide()
        self.why = Strip(wrap=True)
        self.head = QWidget()
        row = QHBoxLayout(self.head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.title)
        row.addWidget(self.counts, 1)
        row.addWidget(self.apart)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 6, 16, 8)
        self.column.setSpacing(6)
        for part in (self.head, self.promise):
            self.column.addWidget(part)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.why)
        self.table.chosen.connect(self._say_why)
        self.table.blurred.connect(self._leave)

    def set_compact(self, *, compact: bool) -> None:
        """In a low window only the promise stays, in one line."""
        self._compact = compact
        self.head.setVisible(not compact)
        self.table.setVisible(not compact)
        edge = 0 if compact else 16
        self.column.setContentsMargins(edge, 0 if compact else 6, edge, 0 if compact else 8)
        if self.history:
            self._say_promise(self.history)

    def set_history(self, history: History | None, name: str) -> None:
        """Whose history this is; None: nobody's."""
        self.history = history
        if history is None:
            self.table.put(())
            return
        self.title.setText(_("History of %(name)s") % {"name": name})
        self.counts.set_text(_(", ").join(_counted(history)))
        self.apart.setVisible(bool(history.joined))
        self.table.put(history.rows)
        self._say_promise(history)
        self.why.say("")

    def height_for(self, width: int) -> int:
        """Of the promise alone, as it stands in a low window."""
        for layout in (self.promise.layout(), self.column):
            layout.invalidate()  # words that have not been shown yet do not say that they have changed
        return max(self.column.heightForWidth(width), look().measure("control"))

    @property
    def worth_showing(self) -> bool:
        """Whether there is anything to show: in a low window, a promise."""
        if self.history is None or not self.history.rows:
            return False
        return self.history.promise is not None if self._compact else True

    def _say_promise(self, history: History) -> None:
        promise = history.promise
        if promise is None or promise.due is None:
            self.promise.say("")
            return
        words = {
            "ruling": promise.ruling or promise.subject,
            "due": short_date(promise.due),
            "unit": _unit(promise.unit),
        }
        if self._compact:
            said = _("«%(ruling)s» was said; the due date was %(due)s.")
        elif promise.unit:
            said = _(
                "«%(ruling)s» was said to this visitor; the due date was %(due)s and %(unit)s has not answered yet."
            )
        else:
            said = _("«%(ruling)s» was said to this visitor; the due date was %(due)s and no outcome is recorded.")
        self.promise.say(said % words, "warning", "history")

    def _part(self) -> None:
        if self.history is not None and self.history.joined:
            self.parting.emit(self.history.joined)

    def _leave(self) -> None:
        self.why.say("")
        self.left.emit()

    def _say_why(self, past: Past | None) -> None:
        """چرا شمرده نشد؟ The reason, its clause and what would change it, for the chosen row."""
        why = why_not_counted(past.kind, past.presided_by) if past else None
        if why is None or not self.table.hasFocus():
            self.why.say("")
            return
        said = _("Why was it not counted? Clause %(clause)s of the circular: %(reason)s %(remedy)s")
        clause = persian_digits(why.clause.lstrip("c"))
        self.why.say(said % {"clause": clause, "reason": why.reason, "remedy": why.remedy}, "warning", "info")


def _counted(history: History) -> list[str]:
    """How much there is of it, in how many records, and when the person is to come again."""
    numbers = {"visits": history.visits, "issues": history.issues, "open": history.open}
    said = [persian_digits(_("%(visits)s visits, %(issues)s issues, %(open)s open") % numbers)]
    if history.joined:
        said.append(_("%(n)s records of one person") % {"n": persian_digits(len(history.joined) + 1)})
    if history.ahead:
        day, hour = history.ahead[0]
        when = _("%(day)s, %(clock)s") % {"day": short_date(day), "clock": clock(hour)} if hour else short_date(day)
        said.append(_("booked for %(when)s") % {"when": when})
    return said


def _unit(name: str | None) -> str | None:
    """«واحد فنی و عمرانی», but not «واحد واحد آمار»."""
    said = _("unit %(name)s")
    return name if not name or name.startswith(said.split("%", 1)[0]) else said % {"name": name}
