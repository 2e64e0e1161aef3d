"""Units by digits or by typing: one field, several with «+» between them; what is not in the list is taken too."""

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent

from app.domain.persian.text import latin_digits, persian_digits, search_key
from app.domain.texts import _
from app.issues import SEVERAL
from app.units import UnitRow
from ui.widgets.combo import ComboLine, matching
from ui.widgets.dropdown import Choice
from ui.widgets.field import Field

_COMMA = SEVERAL.strip()
_BETWEEN = ("+", ",", _COMMA)
DIGITS = 9


class _UnitsLine(ComboLine):
    """The list is that of the last unit: those before it stand."""

    def __init__(self) -> None:
        super().__init__(free=True)

    @property
    def _before(self) -> str:
        first, comma, _last = self.text().rpartition(_COMMA)
        return first.strip() if comma else ""

    @property
    def _last(self) -> str:
        return str(self.text().rpartition(_COMMA)[2].strip())

    def found(self) -> Choice | None:
        key = search_key(self._last)
        return next((choice for choice in self.choices if search_key(choice.text) == key), None) if key else None

    def open_list(self, *, everything: bool = True) -> None:
        shown = self.choices if everything else matching(self.choices, self._last)
        self.dropdown.least_below = 3  # at the desk it would cover whose matter it is
        self.dropdown.offer(list(shown), mark=-1 if everything else 0)

    def take(self, choice: Choice) -> None:
        self.close_list()
        self.setText(SEVERAL.join(filter(None, (self._before, choice.text))))
        self.taken.emit(choice)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One more unit comes behind what stands, also where Tab has marked that."""
        if event.text() in _BETWEEN and self.selectedText() == self.text():
            self.setCursorPosition(len(self.text()))
        super().keyPressEvent(event)

    def _narrow(self, text: str) -> None:
        last = latin_digits(self._last)
        if text.rstrip().endswith(_BETWEEN):
            self._one_more(text)
        elif len(last) == 1 and last.isascii() and last.isdigit():
            self._by_digit(int(last))
        elif last:
            self.open_list(everything=False)
        else:
            self.close_list()

    def _one_more(self, text: str) -> None:
        """«+»: the unit stands, and another one is written."""
        kept = text.rstrip().rstrip("".join(_BETWEEN) + " ")
        self.setText(kept + SEVERAL if kept else "")
        self.open_list()

    def _by_digit(self, digit: int) -> None:
        if 1 <= digit <= min(DIGITS, len(self.choices)):
            self.take(self.choices[digit - 1])


class UnitsField(Field):
    def __init__(self, label: str, name: str = "unit") -> None:
        super().__init__(label, name, _UnitsLine(), required=True, missing=_("Name the unit that acts."))

    def offer(self, units: Sequence[UnitRow]) -> None:
        """The office's list, the first nine with their digits."""
        self.edit.choices = [
            Choice(row.name, row.id, detail=persian_digits(row.place) if row.place <= DIGITS else "") for row in units
        ]

    def units(self) -> list[str]:
        """All that stand in it."""
        return [one.strip() for one in self.text().split(_COMMA) if one.strip()]
