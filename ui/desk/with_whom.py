"""With whom, or for whom, the visitor came (Ctrl+G): companions, a group, a principal, a legal person, a guardian."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import with_whom
from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from app.register.rows import FIELD_CHECKS
from ui.style import look
from ui.widgets.dates import DateField
from ui.widgets.field import DigitField, Field, TextField
from ui.widgets.segment import Segment
from ui.widgets.tabs import LARGE


@dataclass(frozen=True)
class Way:
    """One way to come, and the fields that it asks for, the first one first."""

    name: str
    fields: tuple[str, ...]


COMPANY = Way(N_("Companion"), ("companions", "representing"))
GROUP = Way(N_("Group"), ("group_name", "companions"))
REPRESENTATIVE = Way(N_("Representative"), ("representing", "attorney_number", "attorney_date"))
LEGAL = Way(N_("Legal person"), ("legal_name", "legal_id"))
GUARDIAN = Way(N_("Guardian"), ("guardian_name", "guardian_id"))
WAYS = (COMPANY, GROUP, REPRESENTATIVE, LEGAL, GUARDIAN)

_SHARES = {
    "group_name": 3,
    "companions": 2,
    "representing": 3,
    "attorney_number": 2,
    "attorney_date": 2,
    "legal_name": 4,
    "legal_id": 3,
    "guardian_name": 4,
    "guardian_id": 3,
}
"""The fields in the order in which they stand, and how much of a line each takes."""
_LINE, _LARGE_LINE = 8, 5
_FIRST = {"legal_name", "guardian_name"}
"""What begins a line, so that what belongs together stands together."""


class WithWhom(QWidget):
    """A line of ways, and under it the fields of the chosen one and every other field that holds something.

    Thus all that will be stored is in sight, whichever way was looked at last.
    """

    opened = Signal()
    """It stands there, or has gone: the form has less room, or more."""
    closed = Signal()
    """Nothing stands in it and it has gone: the cursor needs another place."""

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("With whom, for whom"))
        self._today = today
        self._lines: list[QHBoxLayout] = []
        self.way = Segment([(way, _(way.name)) for way in WAYS], _("With whom, for whom"), numbered=False)
        count = FIELD_CHECKS["companions"]
        guardian_id = partial(ids.person_id, field="guardian_id")
        date = DateField(_("Power of attorney, date"), "attorney_date", today=today)
        date.rule = self._attorney_date
        self.fields: dict[str, Field] = {
            "group_name": TextField(_("Name of the group"), "group_name"),
            "companions": DigitField(_("Companions"), "companions", most=6, rule=count),
            "representing": TextField(_("On behalf of"), "representing"),
            "attorney_number": TextField(_("Power of attorney, number"), "attorney_number"),
            "attorney_date": date,
            "legal_name": TextField(_("Company or body"), "legal_name"),
            "legal_id": DigitField(_("Its national id"), "legal_id", most=11, rule=ids.legal_id),
            "guardian_name": TextField(_("Name of the guardian"), "guardian_name"),
            "guardian_id": DigitField(_("Guardian's id"), "guardian_id", most=12, rule=guardian_id),
        }
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.way)
        for field in self.fields.values():
            field.setParent(self)
            field.hide()
        self.way.changed.connect(lambda _way: self._fit())
        for key in ("companions", "group_name"):
            self.fields[key].changed.connect(self._tell_count)
        look().changed.connect(self._fit)
        self._fit()

    @property
    def parts(self) -> list[Field | Segment]:
        """In the order of the Enter key."""
        return [self.way, *self.fields.values()]

    # what stands in it ---------------------------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """By the columns of a visit (app/with_whom.py)."""
        return {key: field.text() for key, field in self.fields.items()}

    def fill(self, texts: dict[str, Any]) -> None:
        for key, field in self.fields.items():
            field.clear()
            field.set_text(str(texts.get(key) or ""))
        held = {key for key, text in self.texts().items() if text}
        self.way.set_data(max(WAYS, key=lambda way: len(held.intersection(way.fields))))
        self._tell_count()
        self._fit()
        self.setVisible(bool(held))

    # Ctrl+G --------------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Open it; with the cursor in it already, go on to the next way, and after the last one away again."""
        focus = self.focusWidget()
        if self.isVisible() and focus is not None and focus.hasFocus():
            at = WAYS.index(self.way.data()) + 1
            if at == len(WAYS) and not any(self.texts().values()):
                self.way.set_data(COMPANY)
                self.hide()
                self.closed.emit()
                return
            self.way.set_data(WAYS[at % len(WAYS)])
            self._fit()
        self.show()
        self._into()

    def open(self, way: Way) -> None:
        """Ask for this one; the cursor stays where it is."""
        self.way.set_data(way)
        self._fit()
        self.show()

    def _into(self) -> None:
        self.fields[self.way.data().fields[0]].setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.opened.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.opened.emit()

    # checks --------------------------------------------------------------------------------------------------------

    def first_refused(self) -> Field | None:
        """By the same rules as saving asks; the first field that is refused, or None."""
        refused = [field for field in self.fields.values() if not field.check()]
        if not refused:
            try:
                with_whom.check(self.texts(), self._today())
            except Refused as refusal:
                self.say(refusal.field or "", refusal.reason)
                return self.fields.get(refusal.field or "")
        return refused[0] if refused else None

    def say(self, key: str, reason: str) -> None:
        """A refusal at its field, whose way is opened if it was not."""
        if self.fields[key].isHidden():
            self.way.set_data(next(way for way in WAYS if key in way.fields))
            self._fit()
        self.show()
        self.fields[key].say(reason)

    def _attorney_date(self, text: str) -> dt.date:
        return with_whom.attorney_date(text, self._today())

    def _tell_count(self) -> None:
        """A group is counted with its spokesperson; the field asks for those beside him."""
        count, group = self.fields["companions"], self.fields["group_name"]
        known = bool(group.text() and count.text() and not count.ask())
        said = _("%(n)s people in all") % {"n": persian_digits(int(count.text()) + 1)} if known else ""
        count.note(said)

    # layout --------------------------------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Show the chosen way's fields and those of ways that hold something, as many in a line as there is room."""
        chosen = self.way.data()
        shown = {key for key, field in self.fields.items() if key in chosen.fields or field.text()}
        for line in self._lines:
            for field in self.fields.values():
                line.removeWidget(field)
        used, room = 0, 0
        for key, share in _SHARES.items():
            field = self.fields[key]
            field.setVisible(key in shown)
            if key not in shown:
                continue
            if room < share or key in _FIRST:
                used += 1
                room = _LARGE_LINE if look().factor > LARGE else _LINE
            self._line(used).addWidget(field, share)
            room -= share
        self._column.setSpacing(2 if look().compact else look().measure("row_gap"))

    def _line(self, number: int) -> QHBoxLayout:
        """The first, second … line. An empty one takes no room and waits: taking layouts out is what crashed once."""
        while len(self._lines) < number:
            line = QHBoxLayout()
            line.setSpacing(12)
            self._column.addLayout(line)
            self._lines.append(line)
        return self._lines[number - 1]
