"""The chosen matters before their letters are written: whom each goes to, which cannot be written and why."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.codes import Purpose
from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from app.letter_drafts import ChosenRow
from ui.letters.rows import chosen_columns
from ui.widgets.buttons import FILLED, Button
from ui.widgets.rows import ROW
from ui.widgets.segment import Segment
from ui.widgets.table import Table
from ui.widgets.text import Text, rule
from ui.widgets.wrap import Wrap

PURPOSES = (
    (Purpose.RESULT, N_("The result")),
    (Purpose.INTERIM, N_("Interim word")),
    (Purpose.PAPERS, N_("Papers needed")),
    (Purpose.COVERING, N_("To the unit")),
    (Purpose.REMINDER, N_("Reminder to the unit")),
)


class ChosenPanel(QFrame):
    """Signals asked (another purpose, or fewer matters), wanted (the letters), taken_off(what is said, undo)."""

    asked = Signal()
    wanted = Signal()
    taken_off = Signal(str, object)

    def __init__(self, issue_ids: Sequence[int], likely: Purpose) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.issue_ids = tuple(issue_ids)
        self.purpose = Segment([(one, _(words)) for one, words in PURPOSES], _("What the letter is for"))
        self.purpose.set_data(likely)
        self.count, self.cannot = Text("", "strong"), Text("", "words", "warning")
        self.table = Table(
            chosen_columns(), row_id=lambda row: row.issue_ids, name="letters.chosen", label=_("Chosen matters")
        )
        self.make = Button(
            _("Make the letters"), "document_text", kind=FILLED, key="write_letter", on_click=self.wanted.emit
        )
        self.off = Button(_("Take off the list"), "dismiss", cap="Del", on_click=self.take_off)
        self._lay_out()
        self.purpose.changed.connect(lambda _purpose: self.asked.emit())
        self.purpose.entered.connect(self.wanted)
        self.table.opened.connect(lambda _row: self.wanted.emit())
        self.setFocusProxy(self.purpose)
        self._say([])

    def _lay_out(self) -> None:
        head = QWidget()
        about = Wrap(gap=8)
        head.setLayout(about)
        about.setContentsMargins(12, 8, 12, 8)
        for part in (self.count, self.purpose, self.cannot):
            about.addWidget(part)
        acts = QHBoxLayout()
        acts.setContentsMargins(12, 8, 12, 0)
        acts.setSpacing(8)
        acts.addWidget(self.make)
        acts.addWidget(self.off)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 8)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(rule())
        column.addWidget(self.table, 1)
        column.addWidget(rule())
        column.addLayout(acts)

    def put(self, rows: list[ChosenRow]) -> None:
        self.table.put(rows)
        if rows and self.table.current is None:
            self.table.choose_first()
        self._say(rows)

    def _say(self, rows: list[ChosenRow]) -> None:
        chosen = _("For %(n)s chosen matters") % {"n": len(rows) or len(self.issue_ids)}
        self.count.setText(persian_digits(chosen))
        cannot = sum(row.why is not None for row in rows)
        said = _("%(n)s of them cannot be written") % {"n": cannot} if cannot else ""
        self.cannot.setText(persian_digits(said))
        self.cannot.setVisible(bool(cannot))
        self.make.setEnabled(cannot < len(rows))
        self.off.setEnabled(len(rows) > 1)

    def take_off(self) -> None:
        """The row, or the selected rows, are not written to; one at least stays."""
        rows = [index.data(ROW) for index in self.table.selectionModel().selectedRows()]
        left = [row for row in self.table.rows if row not in rows]
        if not rows or not left:
            return
        before, place = self.issue_ids, self.table.currentIndex().row()
        gone = {issue_id for row in rows for issue_id in row.issue_ids}
        self._change(tuple(issue_id for issue_id in before if issue_id not in gone))
        self.put(left)
        self.table.choose(left[min(place, len(left) - 1)].issue_ids)
        said = _("%(name)s was taken off the list.") % {"name": rows[0].name}
        if len(rows) > 1:
            said = persian_digits(_("%(n)s were taken off the list.") % {"n": len(rows)})
        self.taken_off.emit(said, lambda: self._change(before))

    def _change(self, issue_ids: tuple[int, ...]) -> None:
        self.issue_ids = issue_ids
        self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.table.hasFocus():
            self.take_off()
        else:
            super().keyPressEvent(event)
