"""Backups: the folder in which Ctrl+B begins, and when the last one was made."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.backup_folder import SETTING
from app.domain.persian.calendar import TEHRAN, clock, long_date
from app.domain.persian.text import isolate
from app.domain.texts import _
from ui import keys
from ui.settings.backup_model import BackupModel
from ui.widgets.announce import announce
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.field import TextField
from ui.widgets.locked import lock, tell_waiting
from ui.widgets.note import Note

WIDEST = 640


class BackupPage(QWidget):
    """Enter, or leaving the field, keeps it. ask_folder: the tests have their own."""

    def __init__(self, model: BackupModel, ask_folder: Callable[[QWidget, str], str] | None = None) -> None:
        super().__init__()
        self._model, self._ask_folder = model, ask_folder or _ask_folder
        said = _("%(key)s begins here; a stick or another PC, so that the copy outlives this disk")
        self.folder = TextField(_("Folder of backups"), SETTING, hint=said % {"key": isolate(keys.cap("backup"))})
        self.choose = Button(_("Choose the folder"), "folder_open", kind=PLAIN, on_click=self._choose)
        self.last, self.state = Note("save"), Note()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addStretch(1)
        for part in (self.folder, self.last, self.state):
            part.setMaximumWidth(WIDEST)
        column.addWidget(self.folder)
        column.addLayout(row)
        column.addWidget(self.last)
        column.addWidget(self.state)
        column.addStretch(1)
        self.state.say("")
        self.folder.edit.literal = True
        self.folder.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if model.is_locked:
            lock(self.folder)
        elif not model.may_change:
            self.folder.lock(_("Only the administrator changes it."), short=_("Locked"))
        self.choose.setVisible(not self.folder.locked)
        self.folder.left.connect(self._keep)
        self.folder.entered.connect(self._keep)
        model.read_.connect(self._show)
        model.refused.connect(self._refused)

    def _show(self, folder: str, last: dt.datetime | None) -> None:
        """What is being typed, or was refused, stays."""
        if not self.folder.edit.hasFocus() and not self.folder.refused:
            self.folder.set_text(folder)
        tell_waiting(self.folder, folder)
        if last is None:
            self.last.say(_("No backup has been made yet."), "warning", "warning")
        else:
            at = last.astimezone(TEHRAN)
            said = _("The last backup was made on %(day)s at %(hour)s.")
            self.last.say(said % {"day": long_date(at.date()), "hour": clock(at.time())}, icon="save")

    def _keep(self) -> None:
        if not self.folder.locked:
            self._model.set(self.folder.text())

    def _choose(self) -> None:
        chosen = self._ask_folder(self, self.folder.text() or str(Path.home()))
        if chosen:
            self.folder.say("")
            self.folder.set_text(chosen)
            self._keep()

    def _refused(self, field: str, reason: str) -> None:
        if field == SETTING:
            self.folder.say(reason)
        else:
            self.state.say(reason, "danger", "error_circle")
        announce(self, reason)


def _ask_folder(parent: QWidget, at: str) -> str:
    return QFileDialog.getExistingDirectory(parent, _("Folder of backups"), at)
