"""The keys of those who send reports, without widgets: confirmed, revoked, and either taken back."""

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import senders
from app.domain.errors import UserError
from app.office import Office
from app.security.rights import Right
from app.senders import Sender
from ui.worker import Worker


class SendersModel(QObject):
    """Signals: read(keys); confirmed(Sender), revoked(before, after): which can be taken back; refused(field, reason);
    decided: a key is known now otherwise than before.
    """

    read = Signal(object)
    confirmed = Signal(object)
    revoked = Signal(object, object)
    refused = Signal(str, str)
    decided = Signal()

    def __init__(self, worker: Worker, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._office = worker, office

    @property
    def may_decide(self) -> bool:
        return self._office.may(Right.ADMINISTER)

    def today(self) -> dt.date:
        return self._office.today()

    def ask(self) -> None:
        self._worker.read(self, partial(senders.known, self._office), self.read.emit)

    def confirm(self, code: str, fingerprint: str, typed: str, how: str) -> None:
        """As its fingerprint was read out, or as one made sure."""
        job = partial(senders.confirm, self._office, code, fingerprint, how, typed=typed)
        self._write(job, self.confirmed.emit)

    def take_back(self, sender: Sender) -> None:
        """A confirmation."""
        self._write(partial(senders.take_back, self._office, sender.code, sender.fingerprint), lambda _sender: None)

    def revoke(self, code: str, fingerprint: str, how: str, since: dt.date) -> None:
        job = partial(_revoke, self._office, code, fingerprint, how, since)
        self._write(job, lambda both: self.revoked.emit(*both))

    def undo_revocation(self, before: Sender) -> None:
        self._write(partial(senders.undo_revocation, self._office, before), lambda _sender: None)

    def _write(self, job: Any, done: Any) -> None:
        def written(answer: Any) -> None:
            done(answer)
            self.decided.emit()
            self.ask()

        self._worker.write(self, job, written, self._refused)

    def _refused(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)


def _revoke(office: Office, code: str, fingerprint: str, how: str, since: dt.date) -> tuple[Sender | None, Sender]:
    """The key as it was, and as it is now."""
    there = [one for one in senders.known(office) if (one.code, one.fingerprint) == (code, fingerprint)]
    return (there[0] if there else None), senders.revoke(office, code, fingerprint, since, how)
