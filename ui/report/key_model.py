"""The office's own signing key without widgets: how it stands, its hand-over, and the letter of one that was lost."""

import datetime as dt
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app import own_key
from app.domain.errors import UserError
from app.domain.texts import _
from app.files import write_new
from app.office import Change, Office
from app.security.rights import Right
from ui.worker import Worker


class KeyModel(QObject):
    """Signals: shown(OwnKey, name of the head in office); done(words); refused(field, reason)."""

    shown = Signal(object, str)
    done = Signal(str)
    refused = Signal(str, str)

    def __init__(self, worker: Worker, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._office = worker, office
        self.may_sign = office.may(Right.SIGN_REPORT)
        self._is_read = False
        worker.committed.connect(self._changed)

    def today(self) -> dt.date:
        return self._office.today()

    def read(self) -> None:
        self._is_read = True
        self._worker.read(self, partial(_read, self._office), self._show, self._failed, key="key")

    def hand_over(self) -> None:
        job = partial(own_key.hand_over, self._office)
        said = _("The key was handed over. The reports from now on carry the former key's statement.")
        self._worker.write(self, job, lambda _replaced: self.done.emit(said), self._failed)

    def letter_sent(self, number: str, date: dt.date | None) -> None:
        """The inspection office was told by the letter of this number and date."""
        job = partial(own_key.told, self._office, number, date)
        said = _("The letter is recorded; the reports name it from now on.")
        self._worker.write(self, job, lambda _none: self.done.emit(said), self._failed)

    def save_letter(self, path: Path, said: str) -> None:
        """Write the letter. The dialog has asked whether a file may be replaced."""
        job = partial(_write_letter, self._office, path)
        self._worker.read(self, job, lambda _none: self.done.emit(said), self._failed)

    def _show(self, read: tuple[own_key.OwnKey, str]) -> None:
        self.shown.emit(*read)

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    def _changed(self, changes: list[Change]) -> None:
        if self._is_read and any(change.kind in ("signing_key", "head") for change in changes):
            self.read()


def _read(office: Office) -> tuple[own_key.OwnKey, str]:
    return own_key.present(office), own_key.head_in_office(office)


def _write_letter(office: Office, path: Path) -> None:
    write_new(path, own_key.letter(office), overwrite=True)
