"""Under the list of letters: what is typed for the row, its number, the post's, or who took it; then the next row's."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.postal import shown_number
from app.domain.texts import _
from app.letter_list import LetterRow, Step
from ui.letters.entry import HandEntry, NumberEntry, PostEntry, RowEntry
from ui.letters.view_model import LettersModel
from ui.widgets.buttons import Button
from ui.widgets.table import Table


class Entries(QWidget):
    """other_way: turns between post and hand. Signal said: a refusal for which there is no field any more."""

    said = Signal(str)

    def __init__(self, table: Table, model: LettersModel, other_way: Button) -> None:
        super().__init__()
        self._table, self._model = table, model
        self._aside = False
        self._correcting: LetterRow | None = None  # its number is typed anew
        self._other_way: set[int | None] = set()  # addressed ones that are handed over, others that are posted
        self.number, self.post = NumberEntry(lambda: model.today), PostEntry(lambda: model.today)
        self.hand = HandEntry(lambda: model.today)
        self.all: tuple[RowEntry, ...] = (self.number, self.post, self.hand)
        self.other_way = other_way
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        row.addLayout(column, 1)
        self.number.given.connect(self._number)
        self.post.given.connect(model.post)
        self.hand.given.connect(model.hand_over)
        model.not_written.connect(self._not_written)
        for entry in self.all:
            column.addWidget(entry)
            entry.left.connect(self.leave)
            entry.stepped.connect(self._step)
            entry.went_on.connect(partial(self._go_on, entry))
            model.written.connect(entry.written)
        row.addWidget(other_way, 0, Qt.AlignmentFlag.AlignBottom)

    @property
    def shown(self) -> RowEntry | None:
        return self._of(self._table.current)

    def _of(self, row: LetterRow | None) -> RowEntry | None:
        """Where something is typed for this row."""
        if not self._model.may or self._aside:
            return None
        if self._model.step is Step.NUMBER or self._correcting is not None:
            return self.number
        if self._model.step is not Step.POST:
            return None
        by_hand = row is not None and row.addressed == (row.id in self._other_way)
        return self.hand if by_hand else self.post

    def show_row(self) -> None:
        """The entry of the table's row."""
        row = self._table.current
        if self._correcting is not None and (row is None or row.id != self._correcting.id):
            self._correcting = None
        entry, at = self._of(row), self._with_focus
        for one in self.all:
            one.setVisible(one is entry)
            one.show_row(row)
        self.other_way.setVisible(entry in (self.post, self.hand))
        self.other_way.set_text(
            *((_("By post"), "mail") if entry is self.hand else (_("Handed over in person"), "person"))
        )
        if at is not None and (at is not entry or row is None):
            self._table.setFocus()  # the last of the pile is done, or what is typed now would be of another kind

    def put_aside(self, *, aside: bool) -> None:
        """Something else stands in their place."""
        self._aside = aside
        self.show_row()

    def leave(self) -> None:
        self._correcting = None
        self.show_row()
        self._table.setFocus()

    def turn_way(self) -> None:
        """The row's letter is handed over in person; of one without an address: it was posted after all."""
        row = self._table.current
        self._other_way ^= {row.id if row is not None else None}
        self._correcting = None
        self.show_row()
        if (entry := self.shown) is not None:
            entry.take_focus()

    def correct(self) -> None:
        """The number of the table's row is typed anew."""
        row = self._correcting = self._table.current
        self.show_row()
        if row is not None:
            self.number.field.set_text(row.number)
            self.number.date.set_date(row.date)
            self.number.take_focus()

    @property
    def _with_focus(self) -> RowEntry | None:
        focused = QApplication.focusWidget()
        return next((one for one in self.all if focused is not None and one.isAncestorOf(focused)), None)

    def _step(self, by: int) -> None:
        """From within the entry the rows are gone through, the cursor staying where something is typed."""
        rows = self._table.rows
        if not rows:
            return
        row = rows[min(max(self._table.currentIndex().row() + by, 0), len(rows) - 1)]
        self._table.choose((row.id, row.issue_id))
        if (entry := self._of(row)) is not None:
            entry.take_focus()

    def _go_on(self, entry: RowEntry) -> None:
        """One is on its way to the store: the next of its kind, so that a scanner never types into another field."""
        rows, at = self._table.rows, self._table.currentIndex().row()
        for row in (*rows[at + 1 :], *rows[:at]):
            if self._of(row) is entry and not entry.is_sent(row):
                self._table.choose((row.id, row.issue_id))
                return

    def _number(self, row: LetterRow, number: str, date: object) -> None:
        self._model.number(row, number, date)
        if self._correcting is not None:
            self.number.date.set_date(self._model.today)
            self.leave()

    def _not_written(self, row: LetterRow, field: str, reason: str) -> None:
        entry = next(one for one in self.all if one.is_sent(row))
        if self._model.step is Step.POST and entry is self.number:
            self._correcting = row
        self._table.choose((row.id, row.issue_id))
        self.show_row()
        typed = entry.typed_for(row)
        if not (self._of(row) is entry and entry.not_written(row, field, reason)):
            entry.written(row)
            said = _("%(name)s, %(number)s: %(reason)s") % {
                "name": row.name,
                "number": shown_number(typed),
                "reason": reason,
            }
            self.said.emit(said)
            self._model.read()
