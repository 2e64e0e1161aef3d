"""The key that opens encrypted files, held while somebody looks at them; it is never kept anywhere."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app import sealed_reports
from app.domain.errors import UserError
from app.domain.texts import _
from app.office import Office
from app.sealed_reports import OpeningKey
from app.security.rights import Right
from ui.worker import Worker


class Keyring(QObject):
    """Signals: changed: another key, or none; passphrase_wanted(why): of the file that was chosen, "" the first time;
    refused(reason).
    """

    changed = Signal()
    passphrase_wanted = Signal(str)
    refused = Signal(str)

    def __init__(self, worker: Worker, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._office = worker, office
        self._file: Path | None = None
        self.key: OpeningKey | None = None

    @property
    def may_use_own(self) -> bool:
        return self._office.may(Right.SIGN_REPORT)

    def use_file(self, path: Path) -> None:
        """First without a passphrase; one is asked for only where it is needed."""
        self._file = path
        self._read(path, None)

    def try_passphrase(self, typed: str) -> None:
        if self._file is not None and typed:
            self._read(self._file, typed)
        else:
            self.passphrase_wanted.emit(_("Type the passphrase."))

    def use_own(self) -> None:
        self._worker.read(self, partial(sealed_reports.of_office, self._office), self._take, self._refuse)

    def forget(self) -> None:
        """Nobody looks at the files any more."""
        self._file = None
        if self.key is not None:
            self.key = None
            self.changed.emit()

    def _read(self, path: Path, typed: str | None) -> None:
        job = partial(sealed_reports.of_file, path, typed)
        self._worker.read(self, job, self._take, partial(self._not_read, first=typed is None))

    def _take(self, key: OpeningKey) -> None:
        self._file, self.key = None, key
        self.changed.emit()

    def _not_read(self, error: UserError, *, first: bool) -> None:
        if error.field == "pin":
            self.passphrase_wanted.emit("" if first else error.reason)
        else:
            self._refuse(error)

    def _refuse(self, error: UserError) -> None:
        self.refused.emit(error.reason)
