"""Updates from a stick, without widgets: what is found, the copying with its progress, the start of the setup."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal

from app import updates
from app.domain.errors import UserError
from app.domain.texts import _
from app.office import Office
from app.update_copy import Copy, Progress
from app.update_places import drives
from app.updates import Found, Standing, ThisCopy
from ui.worker import Worker


class StoppedError(UserError):
    """The user has stopped it, or the screen is gone."""

    def __init__(self) -> None:
        super().__init__(_("Stopped. Nothing was changed."))


@dataclass(frozen=True)
class Seen:
    """Where this PC stands and, of what is there, the setup that fits best; chosen: the user has named it."""

    standing: Standing
    best: Found | None
    chosen: bool = False


class UpdateModel(QObject):
    """Signals: looking; seen(Seen); copying(bytes done, of all); backing_up; begun: the setup waits for us to close;
    stopped(reason); refused(UserError).

    here, places: the tests have their own.
    """

    looking = Signal()
    seen = Signal(object)
    copying = Signal(int, int)
    backing_up = Signal()
    begun = Signal()
    stopped = Signal(str)
    refused = Signal(object)

    def __init__(
        self,
        office: Office,
        worker: Worker,
        parent: QObject | None = None,
        *,
        here: ThisCopy | None = None,
        places: Callable[[], Iterable[Path]] = drives,
    ) -> None:
        super().__init__(parent)
        self._office, self._worker, self._places = office, worker, places
        self._here = here or ThisCopy()
        self._stop = Event()
        self.is_at_work = False
        self.destroyed.connect(self._stop.set)  # of the event alone: by then there is no model any more

    def look(self) -> None:
        """On all sticks."""
        if not self.is_at_work:
            self.looking.emit()
            job = partial(_look, self._office, self._here, self._places)
            self._worker.read(self, job, self.seen.emit, self._refused, key="look")

    def choose(self, file: Path) -> None:
        if not self.is_at_work:
            self.looking.emit()
            job = partial(_chosen, self._office, self._here, file)
            self._worker.read(self, job, self.seen.emit, self._refused, key="look")

    def install(self, found: Found) -> None:
        """Copy, check and back up; then start what was copied. `begun` when it is time to close."""
        if self.is_at_work:
            return
        self.is_at_work = True
        self._stop.clear()
        self.copying.emit(0, found.update.size if found.update else 0)
        job = partial(_prepare, self._office, self._here, found, self._stop, self.copying.emit, self.backing_up.emit)
        # what a look still finds is not wanted any more
        self._worker.read(self, job, partial(self._begin, found), self._refused, key="look")

    def stop(self) -> None:
        self._stop.set()

    def _begin(self, found: Found, prepared: tuple[Copy, Path]) -> None:
        copy, saved = prepared
        job = partial(_begin, self._office, self._here, found, copy, saved, self._stop)
        self._worker.write(self, job, lambda _none: self.begun.emit(), self._refused)

    def _refused(self, error: UserError) -> None:
        self.is_at_work = False
        if isinstance(error, StoppedError):
            self.stopped.emit(error.reason)
        else:
            self.refused.emit(error)


def _look(office: Office, here: ThisCopy, places: Callable[[], Iterable[Path]]) -> Seen:
    standing = updates.standing(office, here)
    found = updates.look(office, here, places()) if here.publisher else ()
    return Seen(standing, next(iter(found), None))


def _chosen(office: Office, here: ThisCopy, file: Path) -> Seen:
    return Seen(updates.standing(office, here), updates.examine(office, here, file), chosen=True)


def _prepare(
    office: Office,
    here: ThisCopy,
    found: Found,
    stop: Event,
    copying: Progress,
    backing_up: Callable[[], object],
) -> tuple[Copy, Path]:
    """On a reading thread. Whoever stops it leaves nothing behind."""
    copy = updates.take(office, here, found, lambda done, of: _told(stop, partial(copying, done, of)))
    try:
        _told(stop, backing_up)
        saved = updates.back_up(office, found)
        _told(stop)
    except BaseException:
        copy.discard()
        raise
    return copy, saved


def _begin(office: Office, here: ThisCopy, found: Found, copy: Copy, saved: Path, stop: Event) -> None:
    """On the writing thread, when all other writes have ended: until then it may be stopped."""
    try:
        _told(stop)
    except StoppedError:
        copy.discard()
        raise
    updates.begin(office, here, found, copy, saved)


def _told(stop: Event, tell: Callable[[], object] = lambda: None) -> None:
    if stop.is_set():
        raise StoppedError
    try:
        tell()
    except RuntimeError:  # the screen went this very moment
        raise StoppedError from None
