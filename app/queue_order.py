"""In what order people stand in the day's queue, and why each stands where he does. No store, no clock: plain rules.

Who waits for the head's room is called in this order:
1. who has the first place: he came last time and was not received;
2. who has a priority (never for a bodily cause);
3. who was given an hour, from that hour on, if he came before its half hour was over: till then, and when he comes
   later, he stands by his number as everyone does, so an hour promised is kept and nobody loses by having asked;
4. everyone else, booked without an hour or not: by number, which is the order of arrival.
Within each the lower number goes first. Who was not there when called waits some turns: that many others are called
before him, whoever they are, and after them he stands where he stood; with fewer of them waiting he comes last.
Who is sent to the second lane stands behind those, in that lane's own order.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from app.domain.codes import Kind, QueueState

if TYPE_CHECKING:
    from app.queue import QueueRow

ORDER = (QueueState.IN_ROOM, QueueState.CALLED, QueueState.WAITING, QueueState.SEEN, QueueState.LEFT)
HALF_HOUR = 30


class Why(StrEnum):
    """Why someone who waits stands where he stands."""

    FIRST_PLACE = "first_place"
    PRIORITY = "priority"
    HOUR = "hour"
    NUMBER = "number"
    BEHIND = "behind"
    LANE = "lane"


_RANKS = (Why.FIRST_PLACE, Why.PRIORITY, Why.HOUR, Why.NUMBER)


def minutes_of(time: dt.time) -> int:
    """Since midnight."""
    return time.hour * 60 + time.minute


def why(row: "QueueRow", now: dt.time) -> Why:
    if row.lane is not None:
        return Why.LANE
    return Why.BEHIND if row.after else _claim(row, now)


def _claim(row: "QueueRow", now: dt.time) -> Why:
    if row.first:
        return Why.FIRST_PLACE
    if row.priority is not None:
        return Why.PRIORITY
    in_time = row.hour is not None and minutes_of(row.arrived) < minutes_of(row.hour) + HALF_HOUR
    return Why.HOUR if in_time and row.hour is not None and now >= row.hour else Why.NUMBER


def _natural(row: "QueueRow", now: dt.time) -> tuple[int, dt.time, int, int]:
    claim = _claim(row, now)
    hour = row.hour if claim is Why.HOUR and row.hour is not None else dt.time.max
    return _RANKS.index(claim), hour, row.number or 0, row.visit_id


def in_main_lane(row: "QueueRow") -> bool:
    """It is a weekly visit that goes to the head's room."""
    return row.kind is Kind.WEEKLY and row.lane is None


def called_so_far(rows: Iterable["QueueRow"]) -> int:
    """How many went to the head's room or were called to it today; those keyed in later call nobody."""
    gone = (row for row in rows if in_main_lane(row) and not row.late_entry)
    return sum(row.called is not None or row.admitted is not None for row in gone)


def arranged(rows: Iterable["QueueRow"], now: dt.time) -> list["QueueRow"]:
    """The day's rows in order: in the room, called, waiting, seen, left; then what does not count.

    `after` is filled in: how many others are called before who waits some turns.
    """
    rows = list(rows)
    called = called_so_far(rows)
    rows = [replace(row, after=max(row.behind - called, 0)) if row.behind and _waits(row) else row for row in rows]
    waiting = _with_those_behind([row for row in rows if _waits(row)], now)
    place = {row.visit_id: at for at, row in enumerate(waiting)}

    def key(row: "QueueRow") -> tuple[Any, ...]:
        done = row.state in (QueueState.SEEN, QueueState.LEFT)
        if row.visit_id in place:
            inside: tuple[Any, ...] = (place[row.visit_id],)
        elif done:
            inside = (-(row.number or 0), -row.visit_id)
        else:
            inside = (
                (row.called or dt.time.min) if row.state is QueueState.CALLED else dt.time.min,
                *_natural(row, now),
            )
        return row.kind is not Kind.WEEKLY, ORDER.index(row.state), not done and row.lane is not None, *inside

    return sorted(rows, key=key)


def _waits(row: "QueueRow") -> bool:
    return in_main_lane(row) and row.state is QueueState.WAITING


def _with_those_behind(waiting: Sequence["QueueRow"], now: dt.time) -> list["QueueRow"]:
    natural = sorted(waiting, key=lambda row: _natural(row, now))
    line = [row for row in natural if not row.after]
    behind = [row for row in reversed(natural) if row.after]  # of two at one place the later is put in first
    for row in sorted(behind, key=lambda row: row.after):
        line.insert(row.after, row)
    return line


def before(rows: Sequence["QueueRow"], visit_id: int, *states: QueueState) -> list["QueueRow"]:
    """Of rows in order: who stands before this one in the same lane, in one of these states."""
    ahead: list[QueueRow] = []
    for row in rows:
        if row.visit_id == visit_id:
            lane = row.lane
            return [one for one in ahead if one.lane == lane and one.kind is Kind.WEEKLY and one.state in states]
        ahead.append(row)
    return []
