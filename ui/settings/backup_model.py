"""Where backups usually go, without widgets: kept at once, with its way back; and when the last one was made."""

import datetime as dt
from functools import partial

from PySide6.QtCore import QObject, Signal

from app import backup_folder, presets
from app.domain.errors import UserError
from app.domain.texts import _
from app.office import Change, Office
from app.security import backup
from app.security.rights import Right
from ui.worker import Worker


class BackupModel(QObject):
    """Signals: read_(folder, when the last backup was made or None); said(text, way back); refused(field, reason)."""

    read_ = Signal(str, object)
    said = Signal(str, object)
    refused = Signal(str, str)

    def __init__(self, office: Office, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        self.is_locked = backup_folder.SETTING in presets.of_this_pc().fixed
        self.may_change = office.may(Right.ADMINISTER)
        self._folder = ""
        worker.committed.connect(self._committed)

    def read(self) -> None:
        self._worker.read(self, partial(_as_it_is, self._office), self._show, self._failed, key="backups")

    def set(self, folder: str) -> None:
        before = self._folder
        if folder == before:
            return

        def kept(folder: str) -> None:
            self._folder = folder
            self.said.emit(_("Saved."), lambda: self.set(before))

        self._worker.write(self, partial(backup_folder.change, self._office, folder), kept, self._failed)

    def _show(self, now: tuple[str, dt.datetime | None]) -> None:
        self._folder = now[0]
        self.read_.emit(*now)

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind == "office_setting" for change in changes):
            self.read()


def _as_it_is(office: Office) -> tuple[str, dt.datetime | None]:
    return backup_folder.of(office), backup.last_backup(office)
