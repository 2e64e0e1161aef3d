"""Who is in the chair, noted from the desk and from the board alike, and undo. QtCore only."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import meetings
from app.domain.errors import UserError
from app.domain.persian.calendar import clock
from app.domain.texts import _
from app.office import Office


class DayActs(QObject):
    """day: as it was read last, by whoever reads it; undo puts back what it tells."""

    said = Signal(str, object)
    """What was done, in words, and the callable that takes it back, or None."""
    failed = Signal(str)
    """What could not be done and what to do now."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._worker = worker
        self.day: meetings.Day | None = None

    def head_came(self) -> None:
        self._act(
            partial(meetings.head_came, self._office), _("The head's presence was noted."), self._presence_as_before()
        )

    def _presence_as_before(self) -> Callable[[], object] | None:
        return partial(meetings.presence_as_before, self._office, self.day) if self.day is not None else None

    def head_left(self) -> None:
        hour = clock(self._office.time())
        said = _(
            "The head is not present from %(hour)s; further visits are recorded in the deputy's name "
            "and stay out of the report."
        )
        self._act(partial(meetings.head_left, self._office), said % {"hour": hour}, self._presence_as_before())

    def deputy_presides(self) -> None:
        said = _("The deputy holds the meeting; it is not counted in the report.")
        self._act(partial(meetings.deputy_presides, self._office), said, self._presence_as_before())

    def undo(self, call: Callable[[], object]) -> None:
        """Take the last act back."""
        self._act(call, _("Undone."))

    def _act(
        self,
        call: Callable[[], object],
        said: str,
        undo: Callable[[], object] | None = None,
        refused: Callable[[UserError], None] | None = None,
    ) -> None:
        self._worker.write(self, call, lambda _answer: self.said.emit(said, undo), refused or self._failed)

    def _failed(self, error: UserError) -> None:
        self.failed.emit(error.reason)
