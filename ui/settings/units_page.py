"""Units: whom one reaches in each, who heads it, and which are other agencies."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.text import normalise, persian_digits
from app.domain.texts import _
from app.units import UnitParticulars, UnitRow
from app.words import Words
from ui.settings.view_model import SettingsModel
from ui.widgets.field import TextField
from ui.widgets.form import Form
from ui.widgets.rows import Column
from ui.widgets.table import Table
from ui.widgets.text import Text

FIELDS = 300


class UnitsPage(QWidget):
    """Enter on a row goes into its fields; each is saved when it is left. Enter in the last one comes back."""

    def __init__(self, model: SettingsModel) -> None:
        super().__init__()
        self._model, self._units = model, model.units
        self._unit: UnitRow | None = None
        self._added = ""
        self.new = TextField(_("New unit"), "text", hint=_("Enter adds it at the end of the list"))
        self.table = Table(
            [
                Column("place", _("Digit"), lambda row: persian_digits(row.place) if row.place <= 9 else "", 48),
                Column("name", _("Unit"), lambda row: row.name, 0, "words", aside=_outside, wraps=True),
                Column("contact", _("Contact person"), lambda row: row.particulars.contact, 150, wraps=True),
                Column("telephone", _("Telephone"), lambda row: row.particulars.telephone, 130),
            ],
            label=_("Units that act"),
            empty=_("Nothing is in this list yet. Write the first entry above."),
        )
        self.heading = Text("", "strong", wrap=True)
        self.contact = TextField(_("Contact person"), "contact", hint=_("Whom one reaches there"))
        self.telephone = TextField(_("Telephone"), "telephone")
        self.head = TextField(_("Head of the unit"), "head", hint=_("To whom the second reminder goes"))
        self.outside = QCheckBox(_("It is another agency"))
        self.form = Form([self.contact, self.telephone, self.head], self.table.setFocus, self)
        self._lay_out()
        self.new.entered.connect(self._add)
        self.table.chosen.connect(self._show)
        self.table.opened.connect(lambda _row: self.contact.setFocus())
        self.form.aside.connect(self.table.setFocus)
        for field in (self.contact, self.telephone, self.head):
            field.left.connect(self._save)
        self.outside.clicked.connect(self._save)
        self._units.read_.connect(self._put)
        self._units.refused.connect(self.form.say)
        model.refused.connect(self._refused)
        self._show(None)

    def _lay_out(self) -> None:
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        lists = QVBoxLayout()
        lists.setSpacing(8)
        lists.addWidget(self.new)
        lists.addWidget(self.table, 1)
        fields = QVBoxLayout()
        fields.setSpacing(8)
        for part in (self.heading, self.contact, self.telephone, self.head, self.outside):
            part.setFixedWidth(FIELDS)
            fields.addWidget(part)
        fields.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(lists, 1)
        row.addLayout(fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        said = _("A referral may name any other unit too. Names and their order are changed in «Phrases and units».")
        column.addWidget(Text(said, "body", "muted", wrap=True))
        column.addLayout(row, 1)

    def _add(self) -> None:
        text = self.new.text()
        if text:
            self._added = text
            self.new.clear()
            self._model.add(Words.UNITS, text)
        else:
            self.new.say(_("Write the words first."))

    def _refused(self, field: str, reason: str) -> None:
        """A name that is there already stands in its field again."""
        if field == "text" and self._added:
            self.new.set_text(self._added)
            self.new.say(reason)
            self.new.setFocus()
        self._added = ""

    def _put(self, rows: list[UnitRow]) -> None:
        self._added = ""
        self.table.put(rows)
        if self._unit is None:
            self.table.choose_first()
        now = next((row for row in rows if self._unit is not None and row.id == self._unit.id), None)
        self._show(now)

    def _show(self, row: UnitRow | None) -> None:
        same = row is not None and self._unit is not None and row.id == self._unit.id
        self._unit = row
        self.heading.setText(row.name if row else "")
        known = row.particulars if row else UnitParticulars()
        for field in (self.contact, self.telephone, self.head):
            field.setEnabled(row is not None)
            if not (same and field.edit.hasFocus()):
                field.set_text(getattr(known, field.name))
        self.outside.setEnabled(row is not None)
        self.outside.setChecked(known.outside)

    def _save(self) -> None:
        if self._unit is None:
            return
        wanted = UnitParticulars(
            normalise(self.contact.text()),
            normalise(self.telephone.text()),
            normalise(self.head.text()),
            self.outside.isChecked(),
        )
        self._units.describe(self._unit, wanted)
        self._unit = replace(self._unit, particulars=wanted)


def _outside(row: UnitRow) -> tuple[str, str, str] | None:
    return ("send", _("another agency"), "muted") if row.particulars.outside else None
