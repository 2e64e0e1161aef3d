"""What stands between a sign-in and the desk, without widgets: a code that nobody has, what the IT department has set
and leads out of the office, a signing key that is new.
"""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app import agency, own_key, preset_taking, recovery_code
from app.files import write_new
from app.office import Office
from app.own_key import Replaced
from app.preset_taking import Waiting
from app.security.rights import Right
from ui.setup.asked_code import AskedCode
from ui.worker import Worker

Asked = AskedCode | Waiting | Replaced


class AfterModel(QObject):
    """asks: one thing after the other, an AskedCode, a Waiting preset or a Replaced key; done: nothing (more), with the
    office.
    """

    asks = Signal(object)
    letter_saved = Signal(object)
    refused = Signal(object)
    done = Signal(object)

    def __init__(self, worker: Worker, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._office = worker, office

    def begin(self) -> None:
        self._worker.write(self, partial(_begun, self._office), self._go_on, self.refused.emit)

    def code_is_safe(self) -> None:
        """Two of its groups were written back."""
        self._worker.write(self, partial(_confirmed, self._office), self._go_on, self.refused.emit)

    def preset_is_seen(self, waiting: Waiting, *, taken: bool) -> None:
        """taken: what waits holds from now on; else the office stays as it is."""
        job = partial(_answered, self._office, waiting, taken=taken)
        self._worker.write(self, job, self._go_on, self.refused.emit)

    def save_letter(self, path: Path) -> None:
        """Write the letter that vouches for the new key. The dialog has asked whether a file may be replaced."""
        job = partial(_write_letter, self._office, path)
        self._worker.read(self, job, lambda _none: self.letter_saved.emit(path), self.refused.emit)

    @property
    def today(self) -> Callable[[], dt.date]:
        return self._office.today

    def key_is_seen(self, *, told: bool, number: str = "", date: dt.date | None = None) -> None:
        """told: the inspection office knows of the new key, by a letter of this number and date where they are known
        already; else it is said again at the next sign-in.
        """
        if told:
            job = partial(own_key.told, self._office, number, date)
            self._worker.write(self, job, self._go_on, self.refused.emit)
        else:
            self._go_on(None)

    def _go_on(self, asked: Asked | None) -> None:
        if asked is None:
            self.done.emit(self._office)
        else:
            self.asks.emit(asked)


def _begun(office: Office) -> Asked | None:
    """What is locked and stays within the office holds first, whoever signs in."""
    preset_taking.follow(office)
    return _asked(office)


def _asked(office: Office) -> Asked | None:
    if recovery_code.is_due(office):
        return AskedCode(agency.details(office).name, recovery_code.renew(office))
    if office.may(Right.ADMINISTER) and (waiting := preset_taking.waiting(office)):
        return waiting
    return _new_key(office)


def _new_key(office: Office) -> Replaced | None:
    return own_key.untold(office) if office.keys.sk else None  # it is for the signer to tell


def _confirmed(office: Office) -> Asked | None:
    recovery_code.confirm(office)
    return _asked(office)


def _answered(office: Office, waiting: Waiting, *, taken: bool) -> Replaced | None:
    (preset_taking.take if taken else preset_taking.leave)(office, waiting)
    return _new_key(office)


def _write_letter(office: Office, path: Path) -> None:
    write_new(path, own_key.letter(office), overwrite=True)
