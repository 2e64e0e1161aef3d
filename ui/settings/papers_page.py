"""Slips and printers: where this PC prints, on what and when, and what the office has on its slips."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.codes import PaperSize
from app.domain.persian.text import isolate, normalise
from app.domain.texts import _
from app.office_settings import OfficeSettings
from ui.settings.view_model import SettingsModel
from ui.this_pc import AS_FILES, documents
from ui.widgets.buttons import Button
from ui.widgets.combo import SelectField
from ui.widgets.dropdown import Choice
from ui.widgets.field import Field, TextField
from ui.widgets.segment import Segment
from ui.widgets.text import Text

WIDEST = 560


class PapersPage(QWidget):
    """ask_folder: where papers go as files; the tests have their own."""

    def __init__(self, model: SettingsModel, ask_folder: Callable[[QWidget, str], str] | None = None) -> None:
        super().__init__()
        self._model, self._ask_folder = model, ask_folder or _ask_folder
        self.printer = SelectField(_("Printer of slips"), "printer")
        self.folder = Button(_("Folder of the files"), "folder_open", on_click=self._choose_folder)
        self.folder_said = Text("", "caption", "muted", wrap=True)
        self.size = Segment([(size, size.label) for size in (PaperSize.ROLL, PaperSize.A6)], _("Paper of slips"))
        self.sheets = SelectField(_("Printer of A5 sheets"), "sheet_printer")
        self.at_registration = QCheckBox(_("Print the slip when a visitor is registered"))
        self.at_exit = QCheckBox(_("Print the exit slip when a visit with a ruling is over"))
        self.sheet = QCheckBox(_("Print the head's ruling sheet with each slip"))
        self.name = QCheckBox(_("The visitor's name stands on slips"))
        said = _("For the foot of A6 slips")
        self.place = TextField(_("Where the meeting is held"), "place", hint=said)
        said = _("Whom the visitor calls to follow up; it stands on the exit slip")
        self.telephone = TextField(_("Telephone of the office"), "telephone", hint=said)
        self._lay_out()
        self.printer.changed.connect(lambda: self._chosen(self.printer))
        self.sheets.changed.connect(lambda: self._chosen(self.sheets))
        self.size.changed.connect(lambda size: model.print_by(slip_paper=size))
        self.at_registration.clicked.connect(lambda on: model.print_by(print_at_registration=on))
        self.at_exit.clicked.connect(lambda on: model.print_by(print_at_exit=on))
        self.sheet.clicked.connect(lambda on: model.set(ruling_sheet=on))
        self.name.clicked.connect(lambda on: model.set(name_on_slip=on))
        self._saves(self.place, lambda: model.set(place=normalise(self.place.text())))
        self._saves(self.telephone, lambda: model.set(telephone=normalise(self.telephone.text())))
        model.office_read.connect(self._show)
        model.printers_read.connect(self._offer)
        model.printing_changed.connect(self._show_pc)
        self._offer([])

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for field in (self.printer, self.sheets, self.size, self.place, self.telephone):
            field.setMaximumWidth(WIDEST)
        files = QHBoxLayout()
        files.addWidget(self.folder)
        files.addWidget(self.folder_said, 1)
        column.addWidget(Text(_("On this PC"), "strong"))
        column.addWidget(self.printer)
        column.addLayout(files)
        column.addWidget(Text(_("Paper of slips"), "caption", "muted"))
        column.addWidget(self.size)
        column.addWidget(self.sheets)
        column.addWidget(self.at_registration)
        column.addWidget(self.at_exit)
        column.addWidget(Text(_("In the whole office"), "strong"))
        for part in (self.sheet, self.name, self.place, self.telephone):
            column.addWidget(part)
        column.addStretch(1)

    def _chosen(self, field: SelectField) -> None:
        if field.data() is not None:
            self._model.print_by(**{field.name: field.data()})

    @staticmethod
    def _saves(field: Field, save: Callable[[], object]) -> None:
        field.left.connect(save)
        field.entered.connect(save)

    def _offer(self, names: list[str]) -> None:
        """The printers that the system knows; the chosen one too, if it is away."""
        pc = self._model.pc
        for field, chosen, none in (
            (self.printer, pc.printer, _("No printer")),
            (self.sheets, pc.sheet_printer, _("The printer of slips, unless it prints on a roll")),
        ):
            away = [chosen] if chosen and chosen not in (*names, AS_FILES) else []
            files = [Choice(_("PDF files in a folder"), AS_FILES)] if field is self.printer else []
            field.set_choices([Choice(none, ""), *(Choice(name, name) for name in (*names, *away)), *files])
        self._show_pc()

    def _show_pc(self) -> None:
        pc = self._model.pc
        for field, chosen in ((self.printer, pc.printer), (self.sheets, pc.sheet_printer)):
            if field.data() != chosen:
                field.set_data(chosen)
        self.size.set_data(pc.slip_paper)
        self.at_registration.setChecked(pc.print_at_registration)
        self.at_exit.setChecked(pc.print_at_exit)
        to_files = pc.printer == AS_FILES
        self.folder.setVisible(to_files)
        self.folder_said.setVisible(to_files)
        chosen = isolate(pc.files_folder) if pc.files_folder else ""
        self.folder_said.setText(chosen or _("Choose the folder for the papers' files in the settings."))

    def _show(self, settings: OfficeSettings) -> None:
        for field, text in ((self.place, settings.place), (self.telephone, settings.telephone)):
            if not field.edit.hasFocus():
                field.set_text(text)
        self.sheet.setChecked(settings.ruling_sheet)
        self.name.setChecked(settings.name_on_slip)

    def _choose_folder(self) -> None:
        chosen = self._ask_folder(self, self._model.pc.files_folder or str(documents()))
        if chosen:
            self._model.print_by(files_folder=chosen)


def _ask_folder(parent: QWidget, folder: str) -> str:
    return QFileDialog.getExistingDirectory(parent, _("Folder of the files"), folder)
