"""The SMS modem of this PC, without widgets: at which port, its SIM card's PIN, and what a test of it shows."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app import modem_pin
from app.carriers.modem import Modem, State
from app.carriers.ports import Chosen, Port, listed
from app.domain.errors import UserError
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from ui.this_pc import Settings
from ui.worker import Worker


class ModemModel(QObject):
    """Signals: ports_read(list of Port); pin_read(whether one is kept); testing; tested(State, or UserError);
    chosen: another port, for the outbox; said(text, way back or None); refused(field, reason).

    ports, state: the tests have their own.
    """

    ports_read = Signal(object)
    pin_read = Signal(bool)
    testing = Signal()
    tested = Signal(object)
    chosen = Signal()
    said = Signal(str, object)
    refused = Signal(str, str)

    def __init__(
        self,
        office: Office,
        worker: Worker,
        pc: Settings,
        parent: QObject | None = None,
        *,
        ports: Callable[[], list[Port]] = listed,
        state: Callable[[Office, Chosen], State] = Modem.state_at,
    ) -> None:
        super().__init__(parent)
        self._office, self._worker, self._pc = office, worker, pc
        self._ports, self._state = ports, state
        self.may = office.may(Right.FOLLOW_UP)

    @property
    def port(self) -> Chosen | None:
        return self._pc.modem

    def read(self) -> None:
        self._worker.read(self, self._ports, self.ports_read.emit, self._failed, key="ports")
        if self.may:
            job = partial(modem_pin.is_kept, self._office)
            self._worker.read(self, job, self.pin_read.emit, self._failed, key="pin")

    def choose(self, port: Chosen | None) -> None:
        before = self._pc.modem
        if port == before:
            return
        self._pc.modem = port
        self.chosen.emit()
        self.said.emit(self._pc.what_became_of_it, partial(self.choose, before))

    def keep_pin(self, pin: str) -> None:
        """It can't be read out again, so there is no way back to the one before."""
        said = _("The PIN is kept in the encrypted store.") if pin else _("Didar knows no PIN any more.")
        job = partial(modem_pin.keep, self._office, pin)
        self._worker.write(self, job, partial(self._kept, said, kept=bool(pin)), self._failed)

    def _kept(self, said: str, _none: object, *, kept: bool) -> None:
        self.pin_read.emit(kept)
        self.said.emit(said, None)

    def test(self) -> None:
        """Ask the modem itself: some seconds."""
        port = self._pc.modem
        if port is not None:
            self.testing.emit()
            job = partial(self._state, self._office, port)
            self._worker.read(self, job, self.tested.emit, self.tested.emit, key="modem")

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)
