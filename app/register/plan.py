"""What a register asks of the store, before anything is written: rows joined into visits, twins found, faults told."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import Refused
from app.domain.persian.text import plain
from app.domain.texts import _
from app.register.rows import KEYS, RegisterRow, check
from app.register.source import RawRow

VisitKey = tuple[Any, ...]
RowKey = tuple[Any, ...]

MUST_AGREE = ("presided_by", "companions", "representing")
VISIT_KEYS = KEYS[: KEYS.index("type")]
ISSUE_KEYS = KEYS[KEYS.index("type") :]


@dataclass(frozen=True)
class Checked:
    """A row as it stands in the file, and what it says: its values, or its first fault."""

    line: int
    cells: tuple[str, ...]
    found: RegisterRow | Refused


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken: its line, the field of its first fault, and the reason in the user's language."""

    line: int
    field: str
    reason: str
    cells: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {"line": self.line, "field": self.field, "reason": self.reason}


def person_key(row: Any) -> tuple[str, ...]:
    """Who it is: by id; without one, by names, father's name and mobile in their stored form."""
    if row.national_id or row.foreign_id:
        return ("id", row.national_id or row.foreign_id)
    return ("name", row.first_name, row.last_name, row.father_name or "", row.mobile or "")


def visit_key(row: Any) -> VisitKey:
    """Rows with the same kind, person, date and arrival are one visit."""
    return (row.kind, person_key(row), row.date, row.arrived)


@dataclass
class PlannedVisit:
    """One visit of the register. rows: one an issue, by subject; stored: what the store has of it, by subject.

    update: the register's values take the place of the store's. unseen: rows without an hour of admission where the
    store has one; another row of the visit may still give it.
    """

    key: VisitKey
    rows: dict[str, RegisterRow] = field(default_factory=dict)
    stored: dict[str, RegisterRow] = field(default_factory=dict)
    visit_id: int | None = None
    update: bool = False
    unseen: dict[str, Checked] = field(default_factory=dict)

    @property
    def leading(self) -> RegisterRow | None:
        """The row whose particulars are the visit's: what the store has stands, unless it is to be updated."""
        given, kept = next(iter(self.rows.values()), None), self._kept
        return (given or kept) if self.update else (kept or given)

    @property
    def admitted(self) -> dt.time | None:
        """When the visitor was seen: as a row says, else as the store does; never, if all its rows are here without."""
        given = _first_given(self.rows.values())
        if given is not None or self._kept is None:
            return given
        return None if self.stored.keys() <= self.rows.keys() else self._kept.admitted

    @property
    def _kept(self) -> RegisterRow | None:
        return next(iter(self.stored.values()), None)


@dataclass
class Plan:
    """read: rows that are not empty. unchanged: rows that are in the store, or in this file, already."""

    visits: dict[VisitKey, PlannedVisit] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0


Stored = Callable[[VisitKey], PlannedVisit | None]


def checked(raw_rows: Iterable[RawRow]) -> list[Checked]:
    """Each row by itself: what can be told before the store is asked, so that nobody waits for it meanwhile."""
    return [Checked(raw.line, raw.cells, _found(raw)) for raw in raw_rows]


def _found(raw: RawRow) -> RegisterRow | Refused:
    try:
        return check(raw.by_key, raw.line)
    except Refused as refused:
        return refused.with_traceback(None)


def plan(rows: Iterable[Checked], stored: Stored, *, update: bool) -> Plan:
    """Find each row's place. Nothing is written.

    stored: the visit that the store has under a key, or None. update: a row that is there with other values takes their
    place, also a later twin in the file.
    """
    made = Plan()
    for each in rows:
        made.read += 1
        if isinstance(each.found, Refused):
            _reject(made, each, each.found)
            continue
        try:
            _place(made, each, each.found, stored, update=update)
        except Refused as refused:
            _reject(made, each, refused)
    for visit in made.visits.values():
        if not update and visit.unseen and visit.admitted is None:
            for subject, each in visit.unseen.items():
                del visit.rows[subject]
                _reject(made, each, _there_already(["admitted"]))
        _count(made, visit)
    made.rejected.sort(key=lambda row: row.line)
    return made


def _reject(made: Plan, row: Checked, refused: Refused) -> None:
    made.rejected.append(Rejected(row.line, refused.field or "", plain(refused.reason), row.cells))


def _place(made: Plan, each: Checked, row: RegisterRow, stored: Stored, *, update: bool) -> None:
    key = visit_key(row)
    visit = made.visits.get(key) or stored(key) or PlannedVisit(key)
    visit.update = update
    twin, before = visit.rows.get(row.subject), visit.stored.get(row.subject)
    if not update:
        _must_be_the_same(visit, row, twin, before)
    _must_agree([each for each in visit.rows.values() if each is not twin], row)
    if twin is not None:
        made.unchanged += 1  # one row of the store stands for both
    elif before is not None and not update and row.admitted is None and before.admitted is not None:
        visit.unseen[row.subject] = each
    made.visits[key] = visit
    if twin is None or update:
        visit.rows[row.subject] = row


def _must_be_the_same(
    visit: PlannedVisit, row: RegisterRow, twin: RegisterRow | None, before: RegisterRow | None
) -> None:
    """A row that is in the file or in the store already has the values that stand there; a new one fits its visit."""
    if twin is not None:
        differing = [key for key in KEYS if getattr(twin, key) != getattr(row, key)]
    elif before is not None:
        differing = _differing(visit, before, row)
    else:
        _must_agree(list(visit.stored.values()), row)
        return
    if differing:
        raise _there_already(differing)


def _must_agree(others: list[RegisterRow], row: RegisterRow) -> None:
    """Issues of one visit agree in who presided, companions, for whom, and when admitted, where given."""
    if not others:
        return
    admitted = _first_given(others)
    if admitted is not None and row.admitted is not None and admitted != row.admitted:
        raise _disagrees("admitted", others[0].line)
    for name in MUST_AGREE:
        if getattr(others[0], name) != getattr(row, name):
            raise _disagrees(name, others[0].line)


def _first_given(rows: Iterable[RegisterRow]) -> dt.time | None:
    return next((row.admitted for row in rows if row.admitted is not None), None)


def _disagrees(name: str, line: int) -> Refused:
    in_file = _("Another row of the same visit (line %(line)s) says otherwise here; correct one of them.")
    in_store = _("The same visit is in the store with another value here; correct the row or import with --update.")
    return Refused(in_file % {"line": line} if line else in_store, name)


def _there_already(differing: list[str]) -> Refused:
    return Refused(
        _("This row is there already with another value (%(fields)s). Import with --update to take this one.")
        % {"fields": "، ".join(differing)},
        "subject",
    )


def _differing(visit: PlannedVisit, before: RegisterRow, row: RegisterRow) -> list[str]:
    """The fields in which a row differs from what the store has.

    A visit keeps the particulars of its first row, so a later row's are not compared; and an hour of admission that is
    not given is looked at when all rows of the visit are known.
    """
    first = next(iter(visit.rows.values()), row)
    keys = KEYS if first.subject == row.subject else (*MUST_AGREE, *ISSUE_KEYS)
    return [key for key in keys if getattr(before, key) != getattr(row, key) and (key != "admitted" or row.admitted)]


def _count(made: Plan, visit: PlannedVisit) -> None:
    for row in visit.rows.values():
        before = visit.stored.get(row.subject)
        if before is None:
            made.new += 1
        elif visit.update and (_differing(visit, before, row) or visit.admitted != before.admitted):
            made.changed += 1
        else:
            made.unchanged += 1
