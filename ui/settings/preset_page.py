"""What the IT department has set: each value, whether it holds here, and what was found and not taken."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.persian.text import isolate_path, persian_digits
from app.domain.texts import _
from app.preset_taking import Row, State
from ui.settings.preset_model import PresetModel
from ui.widgets.note import Note
from ui.widgets.rows import Column
from ui.widgets.table import Table
from ui.widgets.text import Text

MOST_TOLD = 20
"""Bad lines that are shown, as a wrong file has thousands; `didar preset` names them all."""


def _state(row: Row) -> str:
    return {
        State.SO: _("holds"),
        State.WAITS: _("waits for the administrator"),
        State.OWN: _("the office has its own"),
    }[row.state]


_ICONS = {
    State.SO: ("checkmark_circle", "success", True),
    State.WAITS: ("clock", "warning", False),
    State.OWN: ("person", "muted", False),
}


class PresetPage(QWidget):
    def __init__(self, model: PresetModel) -> None:
        super().__init__()
        preset = model.preset
        self.table = Table(
            [
                Column("title", _("Setting"), lambda row: row.given.title, 180, wraps=True),
                Column("value", _("Value"), lambda row: row.given.isolated, 0, "words", wraps=True),
                Column("state", _("State"), _state, 190, icon=lambda row: _ICONS[row.state]),
                Column("locked", _("Lock, of a setting"), lambda row: _("Locked") if row.locked else "", 60),
            ],
            row_id=lambda row: row.given.name,
            label=_("Settings of the IT department"),
        )
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.setMinimumHeight(180)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for source in preset.sources:
            said = _("Set in %(source)s") % {"source": isolate_path(source)}
            column.addWidget(Text(said, "caption", "muted", wrap=True))
        column.addWidget(self.table, 1)
        self.table.setVisible(bool(preset.given))
        if preset.told:
            column.addWidget(Text(_("What was found and not taken"), "strong"))
        for sentence in preset.told[:MOST_TOLD]:
            note = Note()
            note.say(sentence, "warning", "warning")
            column.addWidget(note)
        if len(preset.told) > MOST_TOLD:
            more = persian_digits(len(preset.told) - MOST_TOLD)
            column.addWidget(Text(_("and %(n)s more") % {"n": more}, "caption", "muted"))
        if not preset.given:
            column.addStretch(1)
        model.read_.connect(self._show)

    def _show(self, rows: tuple[Row, ...]) -> None:
        self.table.put(list(rows))
