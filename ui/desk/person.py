"""The visitor's particulars in the form, each checked beside its field by the rules that saving asks."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.persian import ids
from app.domain.persian.text import isolate, normalise, persian_digits
from app.domain.texts import _
from app.register.rows import FIELD_CHECKS
from ui.style import look
from ui.widgets.combo import ComboField
from ui.widgets.field import Field, TextField
from ui.widgets.ids import NO_ID, IdentityField, MobileField

ID_KEYS = ("national_id", "foreign_id", "document", "no_id_reason")


class PersonFields(QWidget):
    """Who came. `values` are texts by the register's keys."""

    id_is_right = Signal(str, str)
    """Key and digits of a whole, right id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: dict[str, str] = {}
        missing = _("Enter the id, or why there is none.")
        self.id = IdentityField(_("Id"), required=True, missing=missing)
        self.mobile = MobileField(_("Mobile"), "mobile")
        self.county = ComboField(_("County"), "county")
        self.fields: dict[str, Field] = {
            "id": self.id,
            "mobile": self.mobile,
            "first_name": _name("first_name", _("First name")),
            "last_name": _name("last_name", _("Last name")),
            "father_name": TextField(_("Father's name"), "father_name"),
            "county": self.county,
            "address": TextField(_("Address"), "address"),
        }
        self._lay_out()
        self.id.completed.connect(self._completed)
        self.id.kind_changed.connect(self._place_id)
        for key, field in self.fields.items():
            field.changed.connect(lambda key=key: self._say_before(key))
            field.left.connect(lambda key=key: self._say_before(key))
        look().changed.connect(self._space)

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._space()
        for place in range(6):
            self._grid.setColumnStretch(place, 1)
            self._grid.setColumnMinimumWidth(place, 40)
        self._place_id()
        for place, key in enumerate(("first_name", "last_name", "father_name")):
            self._grid.addWidget(self.fields[key], 1, 2 * place, 1, 2)
        self._grid.addWidget(self.county, 2, 0, 1, 2)
        self._grid.addWidget(self.fields["address"], 2, 2, 1, 4)

    def _space(self) -> None:
        self._grid.setVerticalSpacing(2 if look().compact else look().measure("row_gap"))

    def _place_id(self) -> None:
        """The reason why there is no id takes more room than an id."""
        wide = 4 if self.id.kind == NO_ID else 3
        for field in (self.id, self.mobile):
            self._grid.removeWidget(field)
        self._grid.addWidget(self.id, 0, 0, 1, wide)
        self._grid.addWidget(self.mobile, 0, wide, 1, 6 - wide)

    # values --------------------------------------------------------------------------------------------------------

    def values(self) -> dict[str, str]:
        values = {key: field.text() for key, field in self.fields.items() if key != "id"}
        return values | self.id.particulars()

    @property
    def name(self) -> str:
        return f"{self.fields['first_name'].text()} {self.fields['last_name'].text()}".strip()

    def fill(self, values: Mapping[str, str | None]) -> None:
        """Show these values; keys that are missing become empty, but the county stays as it is."""
        self._before = {}
        for key, field in self.fields.items():
            if key == "id" or (key == "county" and values.get("county") is None):
                continue
            text = values.get(key) or ""
            field.clear()
            field.set_text(text)
        key = next((key for key in ID_KEYS if values.get(key)), "national_id")
        self.id.clear()
        self.id.set(key, values.get(key) or "")

    def check_filled(self) -> None:
        """What was brought from elsewhere is checked as if it had been typed here; empty fields are not asked for."""
        for field in self.fields.values():
            if field.text():
                field.check()

    def remember(self, values: Mapping[str, str | None]) -> None:
        """A known person's particulars: a value that is changed shows the one before on its label line."""
        self._before = {key: value for key, value in values.items() if value}
        for key in self.fields:
            self._say_before(key)

    def fill_gaps(self, values: Mapping[str, str | None]) -> None:
        """Take what is known where nothing was typed yet."""
        for key, field in self.fields.items():
            known = values.get(key) or ""
            if key != "id" and known and (not field.text() or key == "county"):
                field.set_text(known)
        if not (self.id.kind in ID_KEYS[:2] and self.id.text() and not self.id.ask()):
            key = next((key for key in ID_KEYS[:2] if values.get(key)), None)
            if key is not None:
                self.id.set(key, values[key] or "")

    def set_counties(self, counties: tuple[str, ...], usual: str) -> None:
        self.county.set_choices(list(counties))
        if not self.county.text():
            self.county.set_text(usual)

    # checks --------------------------------------------------------------------------------------------------------

    def field_of(self, key: str) -> Field | None:
        return self.id if key in ID_KEYS else self.fields.get(key)

    def first_refused(self) -> Field | None:
        """Ask every field by the same rules as saving does; the first that is refused, or None."""
        refused = [field for field in self.fields.values() if not field.check()]
        return refused[0] if refused else None

    def first_empty(self) -> Field:
        """Where to go on typing: the first empty field of those that one always asks for."""
        wanted = ("id", "mobile", "first_name", "last_name", "father_name")
        return next((self.fields[key] for key in wanted if not self.fields[key].text()), self.fields["address"])

    def _completed(self, digits: str) -> None:
        self.id_is_right.emit(self.id.kind, digits)

    def _say_before(self, key: str) -> None:
        if key == "id":
            return
        before, now = self._before.get(key, ""), self.fields[key].text()
        same = not before or normalise(now) == before
        shown = isolate(persian_digits(ids.show_mobile(before))) if key == "mobile" else before
        self.fields[key].note("" if same else _("Before: %(value)s") % {"value": shown})


def _name(key: str, label: str) -> TextField:
    return TextField(label, key, required=True, rule=FIELD_CHECKS[key], missing=_missing(key))


def _missing(key: str) -> str:
    return {"first_name": _("Enter the first name."), "last_name": _("Enter the last name.")}[key]
