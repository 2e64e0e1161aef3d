"""What head's board and hall board show, and what is done from the board. QtCore only.

The words of a matter for the head's eyes are never in what is shown: whoever signed in, others may stand before the
board. They come along apart, if the user may read them, and are seen only while the key is held.
"""

import datetime as dt
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import agency, issues, meetings, office_settings, queue, visitors, visits
from app.domain.codes import Kind, QueueState, head_title
from app.domain.errors import UserError
from app.domain.texts import _
from app.issues import IssueRow
from app.meetings import Day
from app.office import Change, Office
from app.queue import QueueRow
from app.security.rights import Right
from app.visitors import Past
from ui.desk.day_acts import DayActs
from ui.desk.queue_model import QueueModel

FOLLOWED = {
    "visit", "issue", "meeting", "schedule", "visitor", "ruling", "referral", "outcome", "notice", "agency", "head",
    "office_setting",
}  # fmt: skip
EARLIER = 2


@dataclass(frozen=True)
class Seat:
    """Who is before the head, without ids and phones. nth: which visit this is. past: the latest earlier rows.

    secret: the issues with the words that only the head may know; empty when the user may not read them.
    """

    row: QueueRow
    county: str
    nth: int
    issues: tuple[IssueRow, ...]
    past: tuple[Past, ...]
    promise: Past | None
    secret: tuple[IssueRow, ...]


@dataclass(frozen=True)
class Now:
    """One consistent look at the day. title: the head's; initials: the hall may show them."""

    agency: str
    title: str
    initials: bool
    day: Day
    rows: tuple[QueueRow, ...]
    seat: Seat | None

    @property
    def in_room(self) -> tuple[QueueRow, ...]:
        """Those with the head; a second lane is not his room."""
        return tuple(row for row in self._at_the_head if row.state is QueueState.IN_ROOM)

    @property
    def coming(self) -> tuple[QueueRow, ...]:
        """Called, then waiting, in the order of the queue."""
        return tuple(row for row in self._at_the_head if row.state in (QueueState.CALLED, QueueState.WAITING))

    @property
    def last_seen(self) -> QueueRow | None:
        """Who left the room last."""
        seen = [row for row in self._at_the_head if row.state is QueueState.SEEN]
        return max(seen, key=lambda row: (row.departed or dt.time(), row.number or 0), default=None)

    @property
    def _at_the_head(self) -> list[QueueRow]:
        return [row for row in self.rows if row.kind is Kind.WEEKLY and row.lane is None]


class BoardModel(QObject):
    """One for both windows. `acts` and `queue` are the desk's own, said on the board with their undo."""

    shown = Signal(object)
    """Now: after each commit that concerns it, and each minute."""
    failed = Signal(str)

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        self.now: Now | None = None
        self._held: int | None = None
        self._minute = office.time()
        self.acts = DayActs(office, worker, self)
        self.queue = QueueModel(office, worker, self)
        self._ticking = QTimer(self, interval=1000)
        self._ticking.timeout.connect(self.tick)
        worker.committed.connect(self._committed)

    def open(self) -> None:
        self._ticking.start()
        self.read()

    def close(self) -> None:
        self._ticking.stop()

    @property
    def time(self) -> dt.time:
        return self._office.time()

    @property
    def today(self) -> dt.date:
        return self._office.today()

    def read(self) -> None:
        job = partial(_read, self._office, self._held)
        self._worker.read(self, job, self._show, self._failed, key="board")

    def hold(self, visit_id: int | None) -> None:
        """Show this visit while the room is empty: a ruling is often written when the visitor has just left."""
        self._held = visit_id
        self.read()

    def _show(self, now: Now) -> None:
        if now.in_room:
            self._held = None
        self.now, self.acts.day = now, now.day
        self.shown.emit(now)

    def _failed(self, error: UserError) -> None:
        self.failed.emit(error.reason)

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in FOLLOWED for change in changes):
            self.read()

    def tick(self) -> None:
        """Minutes pass, and at midnight the day."""
        if self._minute == self._office.time():
            return
        self._minute = self._office.time()
        if self.now is None or self.now.day.date != self._office.today():
            self.read()
        else:
            self.shown.emit(self.now)


def _read(office: Office, held: int | None) -> Now:
    details = agency.details(office)
    rows = tuple(queue.of_day(office, office.today()))
    now = Now(
        agency=details.name,
        title=_(head_title(details.kind)),
        initials=office_settings.of(office).initials_in_hall,
        day=meetings.today(office),
        rows=rows,
        seat=None,
    )
    there = next(iter(now.in_room), None) or next((row for row in rows if row.visit_id == held), None)
    return replace(now, seat=_seat(office, there)) if there else now


def _seat(office: Office, row: QueueRow) -> Seat:
    brought = issues.of_visit(office, row.visit_id)
    history = visitors.history(office, row.visitor_id, before_visit=row.visit_id)
    return Seat(
        row=row,
        county=visits.written(office, row.visit_id).new.particulars.get("county", ""),
        nth=history.visits + 1,
        issues=tuple(issue.without_words() for issue in brought),
        past=tuple(past.without_words() for past in history.rows[:EARLIER]),
        promise=history.promise.without_words() if history.promise else None,
        secret=tuple(brought) if office.may(Right.CONFIDENTIAL) else (),
    )
