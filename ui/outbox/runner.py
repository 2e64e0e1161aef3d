"""What sends while the client is open: step by step, on a thread that is neither the screen's nor the store's.

The thread is a daemon: when the program ends in the middle of a sending, what becomes of that message is found out at
the next start, as after any other end (app/sending.py).
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app import carrier_settings, outbox, sending
from app.carriers import Carrier, Hears
from app.domain.codes import CarrierKind
from app.domain.errors import UserError
from app.office import Change, Office
from app.outbox import Summary
from app.security.rights import Right
from ui.worker import Worker

_SHOWS = {"message", "carrier"}
_LISTENS = 1.0
"""Seconds at a stretch, so that a message that is wanted meanwhile goes soon."""
_ENDS_IN = 3.0
"""Seconds that the program waits for a sending to end when it is closed."""


class Outbox(QObject):
    """changed: `summary` is another one. stopped(reason): the line stopped just now.

    modem: makes the modem of this PC, where there is one; has_modem: whether there is. pc: its number; doubt: why it
    may be taken for another one, in words. elsewhere: another PC sends; None: not known yet. Nothing is sent while
    somebody without that right works.
    """

    changed = Signal()
    stopped = Signal(str)
    _ended = Signal(object)

    def __init__(
        self,
        office: Office,
        worker: Worker,
        parent: QObject | None = None,
        *,
        modem: Callable[[], Carrier | None] | None = None,
        has_modem: Callable[[], bool] = lambda: True,
        pc: str = "",
        doubt: Callable[[], str] = str,
    ) -> None:
        super().__init__(parent)
        self.summary: Summary | None = None
        self.elsewhere: bool | None = None
        self._office, self._worker, self._modem = office, worker, modem
        self._carrier: Carrier | None = None
        self._has_modem, self._pc, self.doubt = has_modem, pc, doubt
        self._stale, self._again = True, False
        self._thread: threading.Thread | None = None
        self._leaving = threading.Event()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._begin)
        self._ended.connect(self._take, Qt.ConnectionType.QueuedConnection)
        worker.committed.connect(self._committed)
        self.read()
        self.kick()

    def read(self) -> None:
        self._worker.read(self, partial(outbox.summary, self._office), self._show, lambda _error: None, key="outbox")

    def kick(self) -> None:
        """Look at once whether there is something to do."""
        if self._thread is not None:
            self._again = True
        elif not self._leaving.is_set() and self._office.may(Right.FOLLOW_UP):
            self._timer.start(0)

    def take_over(self, done: Callable[[], object], failed: Callable[[UserError], object]) -> None:
        """Let this PC send from now on."""
        job = partial(sending.take_over, self._office, self._pc)
        self._worker.write(self, job, lambda _none: (self.kick(), done()), failed)

    @property
    def lacks_modem(self) -> bool:
        """Whether messages go by a modem, and this PC has none: then they wait, and go by nothing else."""
        return self.summary is not None and self.summary.carrier is CarrierKind.MODEM and not self._has_modem()

    def renew(self) -> None:
        """The modem of this PC is at another port."""
        self._stale = True
        self.changed.emit()
        self.kick()

    def leave(self) -> None:
        """The office is about to be closed: no other step begins."""
        self._leaving.set()
        self._timer.stop()
        if cancel := getattr(self._carrier, "cancel", None):
            cancel()

    def wait(self, seconds: float | None = _ENDS_IN) -> None:
        """Until the step that is being done is over. On the thread that closes the office."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)
        if close := getattr(self._carrier, "close", None):
            close()

    def _committed(self, changes: list[Change]) -> None:
        if not self._leaving.is_set() and any(change.kind in _SHOWS for change in changes):
            self._stale = self._stale or any(change.kind == "carrier" for change in changes)
            self.read()
            self.kick()

    def _show(self, summary: Summary) -> None:
        if summary != self.summary:
            self.summary = summary
            self.changed.emit()

    def _begin(self) -> None:
        if self._thread is None and not self._leaving.is_set():
            self._again = False
            self._thread = threading.Thread(target=self._run, name="sending", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        """On the thread: steps, as long as there is something to do."""
        done: Any = sending.Step(sending.IDLE)
        try:
            carrier = self._ready()
            while not self._leaving.is_set():
                done = sending.step(self._office, carrier, self._pc)
                if done.stopped or done.elsewhere or not (done.did or self._hears(carrier, done.after)):
                    break
        except UserError:  # the store is busy or the disk full, which the desk says; later, then
            done = sending.Step(sending.IDLE)
        except Exception as error:  # noqa: BLE001 - a bug: raised again where the crash window hears it
            done = error
        if not self._leaving.is_set():
            self._ended.emit(done)

    def _ready(self) -> Carrier | None:
        if self._stale:
            self._stale = False
            if close := getattr(self._carrier, "close", None):
                close()
            self._carrier = carrier_settings.active(self._office, self._modem)
        return self._carrier

    def _hears(self, carrier: Carrier | None, seconds: float) -> bool:
        """A modem's reports come unasked, so it is listened to while nothing is sent, for so long or until one comes.

        One that is back, or ready again, was seen to by somebody: what waits goes at once. Whether to do another step.
        """
        if not isinstance(carrier, Hears):
            return False
        until = time.monotonic() + seconds
        while not (self._leaving.is_set() or self._again or self._stale):
            if news := carrier.listen(_LISTENS):
                sending.ask_now(self._office, news)
                return True
            if carrier.is_back():
                outbox.retry(self._office)
                return True
            if time.monotonic() >= until:
                return True
        return False

    @Slot(object)
    def _take(self, done: Any) -> None:
        self._thread = None
        if isinstance(done, Exception):
            raise done
        if done.elsewhere != self.elsewhere:
            self.elsewhere = done.elsewhere
            self.changed.emit()
        if done.stopped:
            self.stopped.emit(done.stopped)
        if not self._leaving.is_set():
            self.read()
            self._timer.start(0 if self._again else max(200, round(done.after * 1000)))
