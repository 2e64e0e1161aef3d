"""What the worklist is narrowed to: unit, type, how long ago, and words; each said in its own field."""

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.codes import IssueType
from app.domain.texts import N_, _
from app.worklist import Filters
from ui import keys
from ui.style import look
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.combo import ComboLine
from ui.widgets.drawing import cap_size, width_of
from ui.widgets.dropdown import Choice
from ui.widgets.search import SearchBox
from ui.widgets.wrap import Wrap

AGES = (
    (0, N_("Any age")),
    (30, N_("The last month")),
    (92, N_("The last three months")),
    (365, N_("The last year")),
)
"""Days since the visit."""


class FilterRow(QWidget):
    """Signal changed: `filters` are others now."""

    changed = Signal()

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self.unit = self._choice(_("Unit"), [Choice(_("All units"), "")])
        types = [Choice(type_.label, type_) for type_ in IssueType]
        self.type = self._choice(_("Type"), [Choice(_("All types"), None), *types])
        self.age = self._choice(_("Age"), [Choice(_(words), days) for days, words in AGES])
        self.search = SearchBox(_("Search in this list"), key="find_in_list")
        self.search.typed.connect(lambda _text: self._tell())
        self.clear_button = Button(_("Remove the filter"), "dismiss", kind=PLAIN, on_click=self.clear)
        self._row = Wrap(gap=8, stretched=True)
        self.setLayout(self._row)
        for part in (self.unit, self.type, self.age, self.clear_button):
            self._row.addWidget(part)
        self._row.addWidget(self.search, 1)
        self._told = Filters()
        look().changed.connect(self._measure)
        self._measure()
        self._tell()

    def _choice(self, name: str, choices: Sequence[Choice]) -> ComboLine:
        line = ComboLine(choices, fixed=True)
        line.setAccessibleName(name)
        line.setText(choices[0].text)
        line.taken.connect(lambda _choice: self._tell())
        return line

    def _measure(self) -> None:
        edge = 8 if look().compact else 16
        self._row.setContentsMargins(edge, 8, edge, 8)
        wide = 116 if look().compact else 132
        for part in (self.unit, self.type, self.age):
            part.setFixedWidth(round(wide * look().factor))
        cap = cap_size(keys.cap("find_in_list")).width() + 14 if look().caps else 0
        self.search.setMinimumWidth(width_of(self.search.line.accessibleName(), look().font()) + 64 + cap)

    def set_units(self, units: Sequence[str]) -> None:
        """The units that are waited for; the chosen one stays, though nothing of it may be left."""
        chosen = self.filters.unit
        named = list(units) if not chosen or chosen in units else [*units, chosen]
        self.unit.choices = [Choice(_("All units"), ""), *(Choice(unit, unit) for unit in named)]

    @property
    def filters(self) -> Filters:
        days = _data(self.age) or 0
        return Filters(
            unit=_data(self.unit) or "",
            type=_data(self.type),
            since=self._today() - dt.timedelta(days=days) if days else None,
            text=self.search.text(),
        )

    def clear(self) -> None:
        """All of it again."""
        for line in (self.unit, self.type, self.age):
            line.setText(line.choices[0].text)
        self.search.clear()
        self._tell()

    def _tell(self) -> None:
        filters = self.filters
        self.clear_button.setVisible(filters.narrow)
        if filters != self._told:
            self._told = filters
            self.changed.emit()


def _data(line: ComboLine) -> object:
    found = line.found()
    return found.data if found else None
