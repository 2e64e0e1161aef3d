"""The history of who is in the form: what he came for and what was promised. QtCore only."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import visitors
from app.domain.errors import UserError
from app.office import Change, Office
from app.visitors import History

OF_A_PERSON = {"visit", "issue", "ruling", "referral", "outcome", "notice", "visitor"}


class HistoryModel(QObject):
    shown = Signal(object)
    """History, or None when nobody is in the form."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._worker = worker
        self._visitor_id: int | None = None
        self._before: int | None = None
        worker.committed.connect(self._committed)

    def show(self, visitor_id: int | None, *, before_visit: int | None = None) -> None:
        """Whose history is wanted; before_visit: the present visit, which is left out."""
        self._visitor_id, self._before = visitor_id, before_visit
        if visitor_id is None:
            self.shown.emit(None)
        else:
            self.read()

    def read(self) -> None:
        if self._visitor_id is None:
            return
        ask = partial(visitors.history, self._office, self._visitor_id, before_visit=self._before)
        self._worker.read(self, ask, self._read, self._unread, key="history")

    def _read(self, history: History) -> None:
        if history.person_id == self._visitor_id:
            self.shown.emit(history)

    def _unread(self, _error: UserError) -> None:
        self.shown.emit(None)

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in OF_A_PERSON for change in changes):
            self.read()
