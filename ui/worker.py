"""The one who crosses threads: the UI thread never touches the store.

Writes run one after another on one thread, reads on two beside it (with WAL a search does not wait for an
import). Answers come back by one queued signal, so never inside the call that asked. QtCore only.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.errors import UserError
from app.reasons import FIELD, because

Done = Callable[[Any], object]
Failed = Callable[[UserError], object]


@dataclass
class ReasonWanted:
    """A write would change a closed day, and waits for its reason. Whoever asks for it sets `taken` at once.

    said: which day, in words. again: does the write with the reason. give_up: the write is refused, as any other.
    """

    said: str
    again: Callable[[str], object]
    give_up: Callable[[], object]
    taken: bool = False


class Job:
    """One errand for the store, as its owner holds it."""

    def __init__(self, owner: QObject, done: Done | None, failed: Failed | None) -> None:
        self._owner = owner
        self._done = done
        self._failed = failed
        self._wanted = True
        self._asks: Callable[[UserError], bool] | None = None
        self._future: Future[Any] | None = None

    def cancel(self) -> None:
        """Its answer is not wanted any more; what has not begun does not begin. A write that runs goes on."""
        self._wanted = False
        if self._future:
            self._future.cancel()

    def _deliver(self) -> None:
        """On the UI thread. An answer nobody waits for is dropped, a bug never."""
        future = self._future
        if future is None or future.cancelled():
            return
        error = future.exception()
        heard = self._wanted and shiboken6.isValid(self._owner)
        if error is None:
            if heard and self._done:
                self._done(future.result())
        elif not isinstance(error, UserError):
            raise error
        elif heard:
            if self._failed is None:
                raise error
            if not (error.field == FIELD and self._asks is not None and self._asks(error)):
                self._failed(error)


class Worker(QObject):
    """Runs what is asked on its threads and answers on the thread it lives on.

    committed: the list of changes of a commit. Offices are built with `committed.emit`; it arrives before
    the use case's own answer.
    """

    committed = Signal(object)
    reason_wanted = Signal(object)
    """ReasonWanted: whoever is seen just now asks; if nobody does, the write is refused."""
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writing = ThreadPoolExecutor(1, thread_name_prefix="writing")
        self._reading = ThreadPoolExecutor(2, thread_name_prefix="reading")
        self._jobs: set[Job] = set()
        self._closed = False
        self._latest: dict[tuple[int, str], Job] = {}
        # A job that is done at once calls back on this very thread: only a queued connection answers later.
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def write(
        self, owner: QObject, job: Callable[[], Any], done: Done | None = None, failed: Failed | None = None
    ) -> Job:
        """Run job on the writing thread; then done(result) or failed(UserError) on the UI thread.

        owner: when it is deleted before the answer comes, the answer is dropped; the write is not.
        Anything else than a UserError is raised on the UI thread, where the crash window hears it.
        """
        errand = Job(owner, done, failed)
        if failed is not None:
            errand._asks = partial(self._ask, owner, job, done, failed)  # noqa: SLF001 - the two classes are one thing
        return self._start(self._writing, errand, job)

    def _ask(self, owner: QObject, job: Callable[[], Any], done: Done | None, failed: Failed, error: UserError) -> bool:
        """Whether somebody asks the user for the reason."""
        wanted = ReasonWanted(
            error.reason,
            again=lambda reason: self.write(owner, partial(because, reason, job), done, failed),
            give_up=lambda: failed(error) if shiboken6.isValid(owner) else None,
        )
        self.reason_wanted.emit(wanted)
        return wanted.taken

    def read(
        self,
        owner: QObject,
        job: Callable[[], Any],
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str = "",
    ) -> Job:
        """As `write`, on a reading thread.

        key: a later read of this owner with the same key makes this one stale: its answer is dropped.
        """
        errand = Job(owner, done, failed)
        if self._closed:  # what was being sent is written down at the very end, and screens hear of it
            return errand
        if key:
            slot = (id(owner), key)
            if earlier := self._latest.get(slot):
                earlier.cancel()
            self._latest[slot] = errand
        return self._start(self._reading, errand, job)

    @property
    def idle(self) -> bool:
        """Whether every answer has been delivered."""
        return not self._jobs

    def close(self) -> None:
        """At the end: wait for what was handed over to be written; reads that have not begun are dropped."""
        self._closed = True
        self._reading.shutdown(wait=False, cancel_futures=True)
        self._writing.shutdown(wait=True)
        self._reading.shutdown(wait=True)

    def _start(self, pool: ThreadPoolExecutor, errand: Job, job: Callable[[], Any]) -> Job:
        self._jobs.add(errand)
        errand._future = pool.submit(job)  # noqa: SLF001 - the two classes are one thing
        errand._future.add_done_callback(lambda _future: self._finished.emit(errand))  # noqa: SLF001
        return errand

    @Slot(object)
    def _deliver(self, errand: Job) -> None:
        self._jobs.discard(errand)
        for slot in [slot for slot, job in self._latest.items() if job is errand]:
            del self._latest[slot]
        errand._deliver()  # noqa: SLF001
