"""Where numbers are typed in, a row a time: Enter, or a scanner, writes it down and goes to the next letter."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.postal import registered_number
from app.domain.texts import _
from app.letter_drafts import TO_APPLICANTS
from app.letter_list import LetterRow
from ui.widgets.buttons import FILLED, Button
from ui.widgets.dates import DateField
from ui.widgets.field import Field, TextField
from ui.widgets.text import Elided


class RowEntry(QWidget):
    """The date stays for the next row, as a pile is numbered on one day; what was refused stands there again."""

    given = Signal(object, str, object)
    """The row, what was typed for it, and the date."""
    left = Signal()
    stepped = Signal(int)
    """By the arrows."""
    went_on = Signal()
    """One is written: the next."""

    def __init__(self, field: Field, date: DateField, record: str, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self.setAccessibleName(record)
        self.field, self.date = field, date
        self._row: LetterRow | None = None
        self._today, self._dated_on = today, today()
        self._sent: list[tuple[LetterRow, str]] = []  # on their way to the store
        self.about = Elided("", "words")
        self.record = Button(record, "checkmark", cap="Enter", kind=FILLED, on_click=self.save)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(12)
        row.addWidget(self.about, 3)
        row.addWidget(self.field, 5)
        row.addWidget(self.date, 4)
        row.addWidget(self.record, 0, Qt.AlignmentFlag.AlignBottom)
        self.date.set_date(today())
        self.field.entered.connect(self.save)
        self.date.entered.connect(self.field.setFocus)
        self.field.edit.installEventFilter(self)
        self.setFocusProxy(self.field)

    def take_focus(self) -> None:
        self.field.setFocus()

    def offered(self, _row: LetterRow) -> str:
        """What stands in the field when its row is come to."""
        return ""

    def show_row(self, row: LetterRow | None) -> None:
        if row is not None and (self._row is None or self._row.id != row.id):
            was_offered = self._row is None or self.field.text() == self.offered(self._row)
            if self.offered(row) or was_offered:
                self.field.set_text(self.offered(row))
        self._row = row
        if self._dated_on != self._today():  # the page stood open overnight: its date is yesterday's
            self._dated_on = self._today()
            self.date.set_date(self._dated_on)
        self.about.set_text(row.name if row is not None else "")
        self.setEnabled(row is not None)

    def typed_for(self, row: LetterRow) -> str:
        """What is on its way for this row."""
        return next((text for sent, text in self._sent if sent.id == row.id), "")

    def is_sent(self, row: LetterRow) -> bool:
        return any(sent.id == row.id for sent, _text in self._sent)

    def save(self) -> None:
        """The next letter at once: who scans a pile does not wait for the store."""
        row = self._row
        if row is None or self.is_sent(row):
            return
        checked = [self.field.check(), self.date.check()]
        if not all(checked):
            (self.date if checked[0] else self.field).setFocus()
            return
        text = self.field.text()
        self._sent.append((row, text))
        self.field.set_text("")  # not `clear`: Ctrl+Z would bring the number of this row into the next one's field
        self.field.setFocus()
        self.given.emit(row, text, self.date.date())
        self.went_on.emit()

    def written(self, row: LetterRow) -> None:
        self._sent = [(sent, text) for sent, text in self._sent if sent.id != row.id]

    def not_written(self, row: LetterRow, field: str, reason: str) -> bool:
        """What was typed stands there again, with why at its field. Whether it was about one of these."""
        text = self.typed_for(row)
        self.written(row)
        at = {self.field.name: self.field, self.date.name: self.date}.get(field)
        if at is None or self.field.text() not in ("", text, self.offered(row)):
            return False
        self.field.set_text(text)
        at.say(reason)
        at.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and not event.modifiers():
                self.stepped.emit(step)
                return True
            if event.key() == Qt.Key.Key_Escape:
                if not self.field.take_back():
                    self.left.emit()
                return True
        return super().eventFilter(watched, event)


class NumberEntry(RowEntry):
    def __init__(self, today: Callable[[], dt.date]) -> None:
        missing = _("Enter the number of the letter.")
        field = TextField(_("Number of the letter"), "number", required=True, missing=missing)
        super().__init__(field, DateField(_("Date of the letter"), "date", today=today), _("Record the number"), today)


class PostEntry(RowEntry):
    """A number that looks odd is said while it stands there; it is taken all the same."""

    def __init__(self, today: Callable[[], dt.date]) -> None:
        missing = _("Enter the number of the registered post.")
        field = TextField(_("Number of registered post"), "registered", required=True, missing=missing)
        super().__init__(field, DateField(_("Posted on"), "posted_on", today=today), _("Record as posted"), today)
        field.left.connect(self._warn)

    def _warn(self) -> None:
        _stored, warning = registered_number(self.field.text())
        if warning:
            self.field.say(warning)


class HandEntry(RowEntry):
    """Who took the letter: as a rule whose letter it is."""

    def __init__(self, today: Callable[[], dt.date]) -> None:
        missing = _("Enter the name of who took the letter.")
        field = TextField(_("Who took the letter"), "handed_to", required=True, missing=missing)
        super().__init__(
            field, DateField(_("Handed over on"), "posted_on", today=today), _("Record as handed over"), today
        )

    def offered(self, row: LetterRow) -> str:
        return row.name if row.purpose in TO_APPLICANTS else ""
