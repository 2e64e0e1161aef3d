"""The worklist as it is shown: the tab, its filters, the pages read so far, the counts. QtCore only."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import timeline, worklist
from app.domain.errors import UserError
from app.office import Change, Office
from app.security.rights import Right
from app.standing import MOVES
from app.timeline import Story
from app.worklist import Cursor, Filters, Matter, Page, Tab

OF_THE_LIST = {*MOVES, "attachment", "contentment"}
_MINUTE = 60_000
_MOST = 1000
"""Rows that are read again at once after something has changed; further ones come as one scrolls."""


class FollowUpModel(QObject):
    counted = Signal(object)
    """Counts under the present filters."""
    units_read = Signal(object)
    """tuple[str, …]: the units of all that is listed."""
    shown = Signal(object, bool)
    """list[WorkRow] of the tab from its beginning, and whether there are more."""
    added = Signal(object, bool)
    """list[WorkRow] that follow, and whether there are more."""
    matter_read = Signal(object, object)
    """Matter and Story: what the row that was chosen is about, and what happened so far."""
    undone = Signal()
    """What was done is taken back."""
    failed = Signal(str)
    day_passed = Signal()

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        self.tab, self.filters = Tab.OVERDUE, Filters()
        self.active = False
        self.stale = True
        self._after: Cursor | None = None
        self._read_so_far = 0
        self._day = office.today()
        self._minute = QTimer(self, interval=_MINUTE)
        self._minute.timeout.connect(self._look_at_the_clock)
        self._minute.start()
        worker.committed.connect(self._committed)

    @property
    def office(self) -> Office:
        """For the pages that are laid over the list."""
        return self._office

    @property
    def worker(self) -> Any:
        return self._worker

    @property
    def today(self) -> dt.date:
        return self._office.today()

    def may(self, right: Right) -> bool:
        return self._office.may(right)

    # the list ------------------------------------------------------------------------------------------------------

    def show(self, tab: Tab, filters: Filters) -> None:
        """Show this tab under these filters, from its beginning."""
        self.tab, self.filters = tab, filters
        self._read_so_far = 0
        self.read()

    def read(self) -> None:
        """The list as it is now, as far as it was read; and the counts."""
        self.stale = False
        self._after = None  # what follows the rows of before is not asked for any more
        limit = min(_MOST, max(worklist.LIMIT, self._read_so_far))
        ask = partial(worklist.page, self._office, self.tab, self.filters, limit=limit)
        self._worker.read(self, ask, self._page, self._unread, key="page")
        ask_counts = partial(worklist.counts, self._office, self.filters)
        self._worker.read(self, ask_counts, self.counted.emit, self._unread, key="counts")

    def read_units(self) -> None:
        self._worker.read(self, partial(worklist.units, self._office), self.units_read.emit, self._unread, key="units")

    def next_page(self) -> None:
        if self._after is not None:
            ask = partial(worklist.page, self._office, self.tab, self.filters, self._after)
            self._worker.read(self, ask, self._next, self._unread, key="page")

    def read_matter(self, issue_id: int) -> None:
        self._worker.read(self, partial(_whole, self._office, issue_id), self._matter, self._gone, key="matter")

    def _page(self, page: Page) -> None:
        self._after, self._read_so_far = page.after, len(page.rows)
        self.shown.emit(list(page.rows), page.after is not None)

    def _next(self, page: Page) -> None:
        self._after = page.after
        self._read_so_far += len(page.rows)
        self.added.emit(list(page.rows), page.after is not None)

    def _matter(self, whole: tuple[Matter, Story]) -> None:
        self.matter_read.emit(*whole)

    def _unread(self, error: UserError) -> None:
        self.failed.emit(error.reason)

    def _gone(self, _error: UserError) -> None:
        """It is not there any more; the list will say so."""

    # what others do, and the day -----------------------------------------------------------------------------------

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in OF_THE_LIST for change in changes):
            self._renew()

    def _look_at_the_clock(self) -> None:
        if self._day != self.today:
            self._day = self.today
            self.day_passed.emit()
            self._renew()

    def _renew(self) -> None:
        """Anew at once when it is seen, else when it is seen again."""
        if self.active:
            self.read()
            self.read_units()
        else:
            self.stale = True

    def undo(self, undo: Callable[[], object]) -> None:
        """Take back what was done."""
        self._worker.write(self, undo, lambda _none: self.undone.emit(), self._unread)


def _whole(office: Office, issue_id: int) -> tuple[Matter, Story]:
    return worklist.matter(office, issue_id), timeline.of_issue(office, issue_id)
