"""What a register asks of the store, before anything is written: rows joined into visits, twins found, faults told."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from app.domain.errors import Refused
from app.domain.persian.text import plain, search_key
from app.domain.texts import _
from app.register.rows import KEYS, RegisterRow, check
from app.register.source import RawRow

VisitKey = tuple[Any, ...]
RowKey = tuple[Any, ...]

MUST_AGREE = ("presided_by", "companions", "representing")
VISIT_KEYS = KEYS[: KEYS.index("type")]
ISSUE_KEYS = KEYS[KEYS.index("type") :]


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
    """Who it is: by id; without one, by normalised names, father's name and mobile."""
    if row.national_id or row.foreign_id:
        return ("id", row.national_id or row.foreign_id)
    return (
        "name",
        search_key(row.first_name),
        search_key(row.last_name),
        search_key(row.father_name or ""),
        row.mobile or "",
    )


def visit_key(row: Any) -> VisitKey:
    """Rows with the same kind, person, date and arrival are one visit."""
    return (row.kind, person_key(row), row.date, row.arrived)


@dataclass
class PlannedVisit:
    """One visit of the register. rows: one an issue, by subject; stored: what the store has of it, by subject."""

    key: VisitKey
    rows: dict[str, RegisterRow] = field(default_factory=dict)
    stored: dict[str, RegisterRow] = field(default_factory=dict)
    visit_id: int | None = None

    @property
    def leading(self) -> RegisterRow | None:
        """The row that the others must agree with: of this file, else the store's."""
        return next(iter(self.rows.values()), None) or next(iter(self.stored.values()), None)


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


def plan(raw_rows: Iterable[RawRow], stored: Stored, *, update: bool) -> Plan:
    """Check each row and find its place. Nothing is written.

    stored: the visit that the store has under a key, or None. update: a row that is there with other values takes their
    place, also a later twin in the file.
    """
    made = Plan()
    for raw in raw_rows:
        made.read += 1
        try:
            _place(made, check(raw.by_key, raw.line), stored, update=update)
        except Refused as refused:
            made.rejected.append(Rejected(raw.line, refused.field or "", plain(refused.reason), raw.cells))
    return made


def _place(made: Plan, row: RegisterRow, stored: Stored, *, update: bool) -> None:
    key = visit_key(row)
    visit = made.visits.get(key)
    if visit is None:
        visit = stored(key) or PlannedVisit(key)
    if visit.rows or not update:
        _must_agree(visit.leading, row)
    twin = visit.rows.get(row.subject)
    before = twin or visit.stored.get(row.subject)
    if before is None:
        made.new += 1
    elif not (differing := _differing(before, row)):
        made.unchanged += 1
        if twin is not None:
            return
    elif not update:
        raise Refused(
            _("This row is there already with another value (%(fields)s). Import with --update to take this one.")
            % {"fields": "، ".join(differing)},
            "subject",
        )
    elif twin is None:
        made.changed += 1
    else:
        made.unchanged += 1  # one row of the store stands for both
    made.visits[key] = visit
    visit.rows[row.subject] = row


def _must_agree(leading: RegisterRow | None, row: RegisterRow) -> None:
    """Issues of one visit agree in who presided, companions, for whom, and when admitted, where given."""
    if leading is None:
        return
    for name in MUST_AGREE:
        if getattr(leading, name) != getattr(row, name):
            raise _disagrees(name, leading.line)
    if leading.admitted is not None and row.admitted is not None and leading.admitted != row.admitted:
        raise _disagrees("admitted", leading.line)


def _disagrees(name: str, line: int) -> Refused:
    if line:
        reason = _("Another row of the same visit (line %(line)s) says otherwise here; correct one of them.") % {"line": line}
    else:
        reason = _("The same visit is in the store with another value here; correct the row or import with --update.")
    return Refused(reason, name)


def _differing(before: RegisterRow, row: RegisterRow) -> list[str]:
    """The fields in which two rows differ. Another spelling of one subject is no difference: it is the key."""
    return [key for key in KEYS if getattr(before, key) != getattr(row, key)]
