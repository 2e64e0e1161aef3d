"""Type to find: letters in the ruling's words narrow the phrases, or with a phrase there the units.

A digit right behind the letters takes one; a digit after a space is a number in the head's own words.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from app.domain.persian.text import latin_digits
from ui.ruling.group import Group
from ui.widgets.field import AreaField


class Finder(QObject):
    """Signal found: what was looked for is taken, and the keys are the strip's again."""

    found = Signal()

    def __init__(self, text: AreaField, parent: QObject) -> None:
        super().__init__(parent)
        self._text = text
        self._group: Group | None = None
        self._kept = ""
        self._fewer = False
        text.edit.installEventFilter(self)

    def begin(self, group: Group | None) -> None:
        """What is typed behind the words that stand there is looked for in this group."""
        self.end()
        self._group, self._kept = group, self._text.edit.text()

    def typed(self) -> None:
        if self._group is not None:
            self._fewer = self._group.narrow(self._words())

    def end(self) -> None:
        """All is offered again."""
        group, self._group, self._fewer = self._group, None, False
        if group is not None:
            group.narrow("")

    def _words(self) -> str:
        text = str(self._text.edit.text())
        return text[len(self._kept) :] if text.startswith(self._kept) else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._take(event):
            return True
        return super().eventFilter(watched, event)

    def _take(self, event: QKeyEvent) -> bool:
        digit, group = latin_digits(event.text()), self._group
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if group is None or not self._fewer or held or not (digit.isascii() and digit.isdigit()):
            return False
        cursor = self._text.edit.textCursor()
        behind = cursor.atEnd() and not self._words()[-1:].isspace()
        place = group.place_of(int(digit))
        if not behind or place is None:
            return False
        kept = self._kept.rstrip()
        self.end()
        self._text.set_text(kept)
        group.choose(place)
        self.found.emit()
        return True
