"""Units and phrases of the ruling strip: the digit that takes each, new ones, other words, order, put away."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.words import Entry, Words
from ui.settings.view_model import SettingsModel
from ui.widgets.field import TextField
from ui.widgets.rows import Column
from ui.widgets.table import Table
from ui.widgets.text import Text

DIGITS = 9


def _digit(entry: Entry) -> str:
    return persian_digits(entry.place) if entry.place <= DIGITS else ""


class WordList(QWidget):
    """One list with its field. Enter on a row takes it into the field, to be worded otherwise; Delete puts it away;
    Alt+Up and Alt+Down move it.
    """

    def __init__(self, model: SettingsModel, words: Words, title: str, one: str) -> None:
        super().__init__()
        self._model, self._words = model, words
        self._editing: Entry | None = None
        self._on_its_way: tuple[Entry | None, str] | None = None
        self.field = TextField(one, "text", hint=_("Enter adds it at the end of the list"))
        self.table = Table(
            [
                Column("place", _("Digit"), _digit, 56, align="middle"),
                Column("text", title, lambda entry: entry.text, 0, "words"),
            ],
            label=title,
            empty=_("Nothing is in this list yet. Write the first entry above."),
        )
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.table, 1)
        self.field.entered.connect(self._enter)
        self.table.opened.connect(self._edit)
        self.table.installEventFilter(self)
        self.field.edit.installEventFilter(self)

    def put(self, entries: list[Entry]) -> None:
        self._on_its_way = None
        self.table.put(entries)

    def refuse(self, reason: str) -> bool:
        """What was typed stands in the field again, with the reason. Whether it was this list's."""
        if self._on_its_way is None:
            return False
        (entry, text), self._on_its_way = self._on_its_way, None
        if entry is not None:
            self._edit(entry)
        self.field.set_text(text)
        self.field.say(reason)
        self.field.setFocus()
        return True

    def _enter(self) -> None:
        text, editing = self.field.text(), self._editing
        if not text:
            self.field.say(_("Write the words first."))
            return
        self._editing, self._on_its_way = None, (editing, text)
        self.field.clear()
        if editing is None:
            self._model.add(self._words, text)
        else:
            self._model.change(self._words, editing, text)
            self.table.setFocus()

    def _edit(self, entry: Entry) -> None:
        self._editing = entry
        self.field.set_text(entry.text)
        self.field.note(_("changing entry %(n)s") % {"n": persian_digits(entry.place)})
        self.field.setFocus()
        self.field.edit.selectAll()

    def leave_editing(self) -> bool:
        """Esc in the field: the list is left as it is. Whether something was being worded."""
        typed, self._editing = bool(self._editing or self.field.text()), None
        self.field.clear()
        return typed

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if watched is self.field.edit:
            return event.key() == Qt.Key.Key_Escape and self.leave_editing()
        entry = self.table.current
        if entry is None:
            return False
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Delete:
                self._model.put_away(self._words, entry)
            case Qt.Key.Key_Up | Qt.Key.Key_Down if alt:
                self._model.move(self._words, entry, -1 if event.key() == Qt.Key.Key_Up else 1)
            case _:
                return False
        return True


class WordsPage(QWidget):
    """Phrases and units beside each other."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self.lists = {
            Words.PHRASES: WordList(model, Words.PHRASES, _("Phrases of the head's rulings"), _("New phrase")),
            Words.UNITS: WordList(model, Words.UNITS, _("Units that act"), _("New unit")),
        }
        row = QHBoxLayout()
        row.setSpacing(16)
        for one in self.lists.values():
            row.addWidget(one, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        said = _(
            "The first nine are taken by a digit when a ruling is recorded. Enter: other words; Alt+Up, Alt+Down: "
            "another place; Delete: offered no more."
        )
        column.addWidget(Text(said, "body", "muted", wrap=True))
        column.addLayout(row, 1)
        model.words_read.connect(lambda which, entries: self.lists[which].put(entries))
        model.refused.connect(self._refused)

    def _refused(self, field: str, reason: str) -> None:
        if field == "text":
            any(one.refuse(reason) for one in self.lists.values())
