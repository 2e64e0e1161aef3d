"""Who may be the same person: noticed while one types, set side by side, made one and parted again. QtCore only."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import likeness, merging
from app.domain.errors import UserError
from app.domain.texts import _
from app.likeness import Noticed
from app.merging import Joined
from app.office import Office
from app.visitors import Record

ASK_AFTER = 250  # ms after the last key


class LikenessModel(QObject):
    noticed = Signal(object)
    """likeness.Noticed for what stands in the form now, or None."""
    beside = Signal(object, object)
    """The Noticed whose record is to be made one with another, and tuple[Noticed, …] to choose from."""
    done = Signal(str, object)
    """What was done, in words, and the callable that takes it back."""
    refused = Signal(str, str)
    """Field and reason."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._worker = worker
        self._typed: dict[str, str] = {}
        self._rest = QTimer(self, singleShot=True, interval=ASK_AFTER)
        self._rest.timeout.connect(self.ask_now)

    def typed(self, values: dict[str, str]) -> None:
        """Somebody new is being typed in; asked about when the keys rest."""
        if not (values.get("first_name") and values.get("last_name")):  # nobody is found without
            if self._typed:
                self.stop()
                self.noticed.emit(None)
        elif values != self._typed:
            self._typed = values
            self._rest.start()

    def stop(self) -> None:
        """It is somebody known, or nobody: an answer that is on its way is not wanted any more."""
        self._rest.stop()
        self._typed = {}

    def ask_now(self) -> None:
        self._rest.stop()
        if self._typed:
            answered = partial(self._answered, self._typed)
            ask = partial(likeness.notice, self._office, self._typed)
            self._worker.read(self, ask, answered, lambda _busy: None, key="notice")

    def _answered(self, typed: dict[str, str], found: Noticed | None) -> None:
        if typed is self._typed:
            self.noticed.emit(found)

    # two records ---------------------------------------------------------------------------------------------------

    def set_beside(self, visitor_id: int, text: str = "") -> None:
        """Find who may be set beside this person: by this text, or who is alike."""
        ask = partial(likeness.others, self._office, visitor_id, text)
        self._worker.read(self, ask, lambda found: self.beside.emit(*found), self._failed, key="beside")

    def merge(self, one: int, other: int, reason: str) -> None:
        self._write(partial(merging.merge, self._office, one, other, reason), _("Two records of %(name)s are one now."))

    def part(self, record: Record) -> None:
        said = _("The record of %(name)s stands by itself again.")
        self._write(partial(merging.unmerge, self._office, record.id), said, put_back=True)

    def _write(self, call: Callable[[], Joined], said: str, *, put_back: bool = False) -> None:
        def done(joined: Joined) -> None:
            back = partial(merging.put_back, self._office, joined)
            self.done.emit(
                said % {"name": joined.name}, back if put_back else partial(merging.unmerge, self._office, joined.gone)
            )

        self._worker.write(self, call, done, self._failed)

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)
