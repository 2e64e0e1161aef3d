"""What the queue's keys and rows do. QtCore only; undo puts all back."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import lanes, queue, turns
from app.domain.codes import Priority, QueueState
from app.domain.errors import UserError
from app.domain.persian.calendar import short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.office import Office
from app.queue import FOLLOWS, QueueRow
from app.turns import Carried, OverAndNext


class QueueModel(QObject):
    """Each act is written in the order of the keys; who is meant is told when the store comes to it."""

    done = Signal(str, object)
    """What was done, in words, and the callable that takes it back, or None."""
    stepped = Signal(object)
    """QueueRow that made a step in the queue."""
    reason_wanted = Signal(object, object, str)
    """QueueRow and the step that would go before others' turns, and whose turn it is, in words."""
    failed = Signal(str)
    """What could not be done and what to do now."""
    lanes_read = Signal(object)
    """The names of who may receive beside the head."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._worker = worker

    def read_lanes(self) -> None:
        self._worker.read(self, partial(lanes.names, self._office), self.lanes_read.emit, self._failed, key="lanes")

    # the steps -----------------------------------------------------------------------------------------------------

    def step_next(self, to: QueueState) -> None:
        """The step of who is at it when the store comes to it: F4, F7, F8 in one breath follow one another."""
        calls = {
            QueueState.CALLED: queue.call_next,
            QueueState.IN_ROOM: queue.admit_called,
            QueueState.SEEN: queue.finish_in_room,
            QueueState.LEFT: queue.leave_called,
        }
        self._write(partial(calls[to], self._office), _stepped(to))

    def step(self, row: QueueRow, to: QueueState, reason: str = "") -> None:
        """One step of a row; one that needs a reason asks for it first."""
        calls = {
            QueueState.CALLED: partial(queue.call, reason=reason),
            QueueState.IN_ROOM: partial(queue.admit, reason=reason),
            QueueState.SEEN: queue.finish,
            QueueState.LEFT: queue.leave,
        }

        def refused(error: UserError) -> None:
            if error.field == "out_of_turn":
                self.reason_wanted.emit(row, to, error.reason)
            else:
                self._failed(error)

        self._write(partial(calls[to], self._office, row.visit_id), _stepped(to), refused)

    def next_step(self, row: QueueRow) -> None:
        """Space."""
        if row.number is not None and row.state in FOLLOWS:
            self.step(row, FOLLOWS[row.state])

    def step_back(self, row: QueueRow) -> None:
        self._write(partial(queue.step_back, self._office, row.visit_id), _("The last step of %(name)s was undone."))

    def call_again(self, row: QueueRow | None = None) -> None:
        call = turns.call_again if row is None else partial(queue.call, visit_id=row.visit_id)
        self._write(partial(call, self._office), _("%(name)s was called again: turn %(number)s."))

    def come_back(self, row: QueueRow) -> None:
        said = _("%(name)s is back in the queue with turn %(number)s.")
        self._write(partial(turns.come_back, self._office, row.visit_id), said)

    def over_and_next(self) -> None:
        """One key: who is in the room comes out, and the next is called or goes in."""

        def done(both: OverAndNext) -> None:
            self._tell(" ".join(_named(_stepped(row.state), row) for row in both.rows), *both.rows)

        self._worker.write(self, partial(turns.over_and_next, self._office), done, self._failed)

    def put_behind(self, row: QueueRow | None, number: int = turns.USUAL_TURNS) -> None:
        """row: None for the one who was called."""
        visit_id = row.visit_id if row is not None else None
        said = _("%(name)s is called after %(turns)s more turns; turn %(number)s stays.")
        words = {"turns": persian_digits(number)}
        self._write(partial(turns.put_behind, self._office, visit_id, number), said, **words)

    def set_priority(self, row: QueueRow, priority: Priority | None) -> None:
        said = _("%(name)s goes first.") if priority is not None else _("%(name)s has no priority any more.")
        self._write(partial(turns.set_priority, self._office, row.visit_id, priority), said)

    # the second lane, the next meeting -----------------------------------------------------------------------------

    def send(self, row: QueueRow, lane: str) -> None:
        said = _("%(name)s goes to %(lane)s; this is not counted in the report.")
        self._write(partial(lanes.send, self._office, row.visit_id, lane), said)

    def take_back(self, row: QueueRow) -> None:
        said = _("%(name)s is back in the head's queue with turn %(number)s.")
        self._write(partial(lanes.take_back, self._office, row.visit_id), said)

    def lane_goes_on(self) -> None:
        def done(row: QueueRow) -> None:
            self._tell(_("%(said)s %(lane)s.") % {"said": _named(_stepped(row.state), row), "lane": row.lane}, row)

        self._worker.write(self, partial(lanes.go_on, self._office), done, self._failed)

    def carry(self, row: QueueRow | None = None) -> None:
        """row: None for all who still wait."""

        def done(carried: Carried) -> None:
            said = _("%(n)s people have the first place at the meeting of %(date)s.")
            words = {"n": persian_digits(len(carried.rows)), "date": short_date(carried.date)}
            self.done.emit(said % words, partial(turns.as_before, self._office, *carried.rows))

        visits = (row.visit_id,) if row is not None else ()
        self._worker.write(self, partial(turns.carry, self._office, visits), done, self._failed)

    # how it is written ---------------------------------------------------------------------------------------------

    def _write(
        self,
        call: Callable[[], QueueRow],
        said: str,
        refused: Callable[[UserError], None] | None = None,
        **words: str,
    ) -> None:
        def done(row: QueueRow) -> None:
            over = [_named(_stepped(one.state), one) for one in row.over]
            self._tell(" ".join((*over, _named(said, row, **words))), row)

        self._worker.write(self, call, done, refused or self._failed)

    def _tell(self, said: str, *rows: QueueRow) -> None:
        self.done.emit(said, partial(turns.as_before, self._office, *rows))
        for row in rows:
            for each in (*row.over, row):
                self.stepped.emit(each)

    def _failed(self, error: UserError) -> None:
        self.failed.emit(error.reason)


def _named(said: str, row: QueueRow, **words: str) -> str:
    return said % {"name": row.name, "number": persian_digits(row.number or 0), "lane": row.lane or "", **words}


def _stepped(to: QueueState) -> str:
    said = {
        QueueState.CALLED: _("%(name)s was called: turn %(number)s."),
        QueueState.IN_ROOM: _("%(name)s went in: turn %(number)s."),
        QueueState.SEEN: _("The visit of %(name)s is over: turn %(number)s."),
        QueueState.LEFT: _("%(name)s left unseen: turn %(number)s."),
    }
    return said[to]
