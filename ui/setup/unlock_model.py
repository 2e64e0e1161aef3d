"""Unlocking, without widgets: who may, with what, and how long to wait after wrong passphrases.

The card stands there before the store's libraries are loaded, so nothing here imports them at its head.
"""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.domain.errors import UserError
from app.domain.texts import _
from app.security import passphrases
from app.security.attempts import Attempts
from app.security.keys import Kdf, KeyFile
from ui.setup.pause import Pause
from ui.worker import Worker

if TYPE_CHECKING:
    from app.office import Clock, Office


class UnlockModel(QObject):
    """The store of a folder and its key file. Raises UserError when the key file cannot be read.

    refused: field ("passphrase", "recovery_code", "new", "again" or "") and reason. waits: the sentence with the
    seconds that are left, each second; empty when the waiting is over.
    """

    busy_changed = Signal(bool)
    refused = Signal(str, str)
    waits = Signal(str)
    opened = Signal(object)

    def __init__(
        self,
        worker: Worker,
        folder: Path,
        *,
        clock: "Clock | None" = None,
        kdf: Kdf | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        key_file = KeyFile.read(folder)
        self.agency = key_file.agency
        self.logins = key_file.logins
        self._worker = worker
        self._folder = folder
        self._clock = clock or partial(dt.datetime.now, dt.UTC)
        self._kdf = kdf
        self._pause = Pause(Attempts(folder, self._clock), self)
        self._pause.waits.connect(self.waits)

    def begin(self) -> None:
        """Say at once if there is still to wait since the last time."""
        self._pause.count_down()

    @property
    def is_waiting(self) -> bool:
        return self._pause.is_waiting

    def open(self, passphrase: str, login: str) -> None:
        if self.is_waiting:
            return
        self._run(partial(_unlock, self._folder, passphrase, login))

    def recover(self, code: str, login: str, new: str, again: str) -> None:
        """A new passphrase by the recovery code. A weak one is refused before the code is tried."""
        if self.is_waiting:
            return
        try:
            passphrases.check(new, self.agency)
        except UserError as error:
            self.refused.emit("new", error.reason)
            return
        if passphrases.fold(new) != passphrases.fold(again):
            self.refused.emit("again", _("The two passphrases are not the same."))
            return
        self._run(partial(_recover, self._folder, code, login, new, kdf=self._kdf))

    def _run(self, job: Callable[..., "Office"]) -> None:
        self.busy_changed.emit(True)
        job = partial(job, clock=self._clock, committed=self._worker.committed.emit)
        self._worker.write(self, job, self._opened, self._refused)

    def _opened(self, office: "Office") -> None:
        self._pause.stop()
        self.busy_changed.emit(False)
        self.opened.emit(office)

    def _refused(self, error: UserError) -> None:
        self.busy_changed.emit(False)
        self.refused.emit(error.field or "", error.reason)
        self._pause.count_down()


def _unlock(*given: Any, **more: Any) -> "Office":
    from app.unlock import unlock

    return unlock(*given, **more)


def _recover(*given: Any, **more: Any) -> "Office":
    from app.unlock import recover

    return recover(*given, **more)
