"""Where each matter stands, for the worklist: it follows whatever an act wrote, in the same transaction (`keep`).

It is no record of the office, but made of its records: what a stage means is said once, in db/standing.py.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from app.domain.codes import Status
from app.security.audit import Touched
from db import standing
from db.models import (
    Answer,
    DueMove,
    Issue,
    Letter,
    Message,
    Notice,
    Outcome,
    Pause,
    PhoneCall,
    Referral,
    Reminder,
    Ruling,
    Unit,
    Unreached,
    Visit,
    Visitor,
)

_OF_ISSUE = {
    table.__tablename__ for table in (Ruling, Referral, Pause, Outcome, Notice, Message, PhoneCall, Letter, Unreached)
}
_OF_REFERRAL = {table.__tablename__ for table in (Answer, Reminder, DueMove)}
_LINKS = ("follows", "common_with")
MOVES = frozenset(
    {*_OF_ISSUE, *_OF_REFERRAL, *(table.__tablename__ for table in (Issue, Visit, Visitor, Unit))},
)
"""The tables whose rows say where a matter stands."""


def keep(connection: Connection, touched: Iterable[Touched]) -> None:
    """Work out anew where every matter stands that an act has brought or changed."""
    new: set[int] = set()
    others: set[int] = set()
    for row in touched:
        if row.kind == Issue.__tablename__ and row.before is None and _is_plain(row.after or {}):
            new.add(row.object_id)
        else:
            others.update(_issues_of(connection, row))
    new -= others
    if new:
        standing.write_new(connection, new)
    if others:
        standing.write(connection, others)


def _is_plain(issue: dict[str, Any]) -> bool:
    """Of a new issue: an open matter of its own."""
    return issue["status"] == Status.OPEN and issue["follows"] is None and issue["common_with"] is None


def _issues_of(connection: Connection, row: Touched) -> Iterator[int]:
    """The issues whose matters may stand elsewhere now."""
    before, after = row.before or {}, row.after or {}
    if row.kind in _OF_ISSUE:
        yield from (issue for issue in (before.get("issue_id"), after["issue_id"]) if issue is not None)
    elif row.kind in _OF_REFERRAL:
        yield from connection.scalars(select(Referral.issue_id).where(Referral.id == after["referral_id"]))
    elif row.kind == Issue.__tablename__:
        yield row.object_id
        yield from (before[key] for key in _LINKS if before.get(key) is not None)
    elif (whose := _whose(row, before)) is not None:
        yield from connection.scalars(whose)


def _whose(row: Touched, before: dict[str, Any]) -> Select[Any] | None:
    """The issues that show something of this row."""
    if row.kind == Visit.__tablename__ and before:
        return select(Issue.id).where(Issue.visit_id == row.object_id)
    if row.kind == Visitor.__tablename__ and "sort_key" in before:
        return select(Issue.id).join(Visit, Issue.visit_id == Visit.id).where(Visit.visitor_id == row.object_id)
    if row.kind == Unit.__tablename__ and (row.before is None or not {"name", "outside"}.isdisjoint(before)):
        return select(Referral.issue_id).where(Referral.unit_id == row.object_id, Referral.ended_at.is_(None))
    return None
