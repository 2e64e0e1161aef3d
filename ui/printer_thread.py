"""A thread beside all others, for what may never answer: a printer. Nobody waits for it, not even the end."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from app.domain.errors import Unavailable, UserError
from app.domain.texts import _

PATIENCE = 15_000
"""Milliseconds after which a printer is taken for silent."""

Done = Callable[[UserError | None], object]


@dataclass(eq=False)
class _Errand:
    job: Callable[[], object]
    done: Done
    error: Exception | None = None


class PrinterThread(QObject):
    """One errand after another. What is not done within its time is given up, and so is what comes while it hangs."""

    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None, patience: int = PATIENCE) -> None:
        super().__init__(parent)
        self._queue: deque[_Errand] = deque()
        self._now: _Errand | None = None
        self._hanging: _Errand | None = None
        self._patience = QTimer(self, singleShot=True, interval=patience)
        self._patience.timeout.connect(self._give_up)
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether something is on its way that was not given up."""
        return self._now is not None

    def run(self, job: Callable[[], object], done: Done) -> None:
        """Run job on the thread, then done(None), or done(why not) here.

        Of what was given up `done` hears a second time, should it be done after all.
        """
        self._queue.append(_Errand(job, done))
        self._next()

    def leave(self) -> None:
        """The end: nothing is waited for, nothing is answered any more."""
        self._patience.stop()
        self._queue.clear()
        self._now = self._hanging = None

    def _next(self) -> None:
        if self._hanging is not None:
            while self._queue:
                self._queue.popleft().done(Unavailable(_("The printer does not answer.")))
        if self._now is None and self._queue:
            self._now = self._queue.popleft()
            self._patience.start()
            Thread(target=self._do, args=(self._now,), name="printing", daemon=True).start()

    def _do(self, errand: _Errand) -> None:
        try:
            errand.job()
        except Exception as error:  # noqa: BLE001 - a bug is raised again where the crash window hears it
            errand.error = error
        if shiboken6.isValid(self):
            self._answered.emit(errand)

    @Slot(object)
    def _deliver(self, errand: _Errand) -> None:
        error, late = errand.error, errand is self._hanging
        if late:
            self._hanging = None
        elif errand is self._now:
            self._patience.stop()
            self._now = None
        else:
            return
        if error is not None and not isinstance(error, UserError):
            self._next()
            raise error
        if error is None or not late:
            errand.done(error)
        self._next()

    def _give_up(self) -> None:
        self._hanging, self._now = self._now, None
        if self._hanging is not None:
            self._hanging.done(Unavailable(_("The printer does not answer.")))
        self._next()
