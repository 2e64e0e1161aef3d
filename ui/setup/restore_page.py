"""A backup put back on a PC that has no store: the file, and a passphrase of the copy or its recovery code."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from app.domain.texts import _
from ui.setup.pages import GAP, Page
from ui.widgets.buttons import Button
from ui.widgets.field import TextField
from ui.widgets.passphrase import PassphraseField


class RestorePage(Page):
    """`wanted` carries the file and the secret, once both are there."""

    wanted = Signal(object, str)

    def __init__(self) -> None:
        super().__init__(
            "",
            _("Restore from a backup"),
            _("The backup is checked first; what is in this PC stays as it is till then."),
        )
        self.file = TextField(_("Backup file"), "file", tall=True)
        self.secret = PassphraseField(_("The passphrase of the backup, or its recovery code"), "passphrase", tall=True)
        choose = Button(_("Choose the file"), "folder_open", measure="tall", on_click=self._choose)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(choose, alignment=Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(row)
        self.column.addSpacing(GAP)
        self.column.addWidget(self.secret)
        self.column.addStretch(1)
        for field in (self.file, self.secret):
            self.form.add(field)
        self.done.connect(self.go)

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(self, _("Backup file"))
        if chosen:
            self.file.set_text(chosen)
            self.secret.setFocus()

    def go(self) -> None:
        refusals = {}
        if not self.file.text():
            refusals["file"] = _("Choose a backup file.")
        if not self.secret.text():
            refusals["passphrase"] = _("Enter the passphrase.")
        self.say(refusals)
        if not refusals:
            self.wanted.emit(Path(self.file.text()), self.secret.text())
