"""A closed day says what it said: whatever is changed in it later is an amendment, with its reason.

`Office.work` asks here at the end of every act, so that no use case can forget it. What makes an amendment: a row that
stood on the closed day's list is changed in what the list or the minutes say of it (or taken back), a visitor is added
to the day, the day's own hours, reason or minutes are changed. What does not: a late entry, which has its own flag,
and all that follows for it; a ruling, a unit or a due date that is given later or moved with its reason, which is the
issue's own way on; another name of the unit that has it, as it is the same unit.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import bindparam, select

from app.domain.errors import Refused
from app.domain.persian.calendar import short_date
from app.domain.texts import _
from app.reasons import FIELD, given
from app.security.audit import Touched
from app.work import Work
from db import prepared
from db.models import Amendment, AuditEntry, Issue, Meeting, Visit

SAID: Final[dict[str, frozenset[str]]] = {
    "visit": frozenset(
        {
            *("first_name", "last_name", "father_name", "national_id", "foreign_id", "document", "no_id_reason"),
            *("mobile", "legal_name", "legal_id", "guardian_name", "guardian_id", "representing", "group_name"),
            *("kind", "presided_by", "date", "number", "state", "arrived", "admitted", "departed", "companions"),
            *("lane", "priority", "late_entry", "withdrawn_at"),
        }
    ),
    "issue": frozenset({"type", "subject", "head_only"}),
    "ruling": frozenset({"text", "withdrawn_at"}),
    "referral": frozenset({"unit", "due", "withdrawn_at"}),
    "meeting": frozenset(
        {
            *("opens", "closes", "mark", "reason", "head_from", "head_to", "instead_of", "presided_by"),
            *("sat_in", "telephone_orders"),
        }
    ),
}
"""By table: the columns that the day's list or its minutes say."""


def note(
    work: Work, touched: Iterable[Touched], act: str, *, by: int, at: dt.datetime, reason: str | None
) -> str | None:
    """Write an amendment for each visit of a closed day, and for the day itself, that this act changed.

    reason: what the act was given with. Returns the reason that counts, for the trail; raises Refused (field
    "amendment") where a closed day would change without one.
    """
    amended = _amended(work, touched)
    said = given() or reason
    if not amended:
        return reason
    if not said:
        date = work.get_one(Meeting, next(iter(amended))[0]).date
        raise Refused(_("The day %(date)s is closed. Write why it is changed.") % {"date": short_date(date)}, FIELD)
    for meeting_id, visit_id in amended:
        work.insert(Amendment, meeting_id=meeting_id, visit_id=visit_id, act=act, reason=said, made_at=at, made_by=by)
    return said


def _amended(work: Work, touched: Iterable[Touched]) -> dict[tuple[int, int | None], None]:
    """Meeting and visit of each amendment, in order; the visit is None for the day itself."""
    closed: dict[int, int | None] = {}  # by meeting: where the trail stood when it was closed; None: it is open
    found: dict[tuple[int, int | None], None] = {}
    rows = list(touched)
    moved = {(row.after or {})["referral_id"] for row in rows if row.kind == "due_move"}
    renamed = {(row.after or {})["name"] for row in rows if row.kind == "unit" and "name" in (row.before or {})}
    rows = [row for row in rows if _says_otherwise(row) and not (_is_moved(row, moved) or _is_renamed(row, renamed))]
    new = {row.object_id for row in rows if row.kind == "visit" and row.before is None}
    for row in rows:
        if row.kind == "issue" and (row.after or {})["visit_id"] in new:
            continue  # its visit tells for it
        meeting_id, visit_id = _place(work, row)
        if meeting_id is None:
            continue
        if meeting_id not in closed:
            closed[meeting_id] = _closed_at(work, meeting_id)
        anchor = closed[meeting_id]
        if anchor is not None and _is_amendment(work, row, visit_id, anchor):
            found[meeting_id, visit_id] = None
    return found


def _says_otherwise(row: Touched) -> bool:
    said = SAID.get(row.kind)
    if said is None:
        return False
    if row.before is None:  # new: a visitor or an issue is more on the list; a later ruling is the issue's own way on
        return row.kind in ("visit", "issue")
    if row.kind == "issue" and (row.after or {})["head_only"] and "head_only" not in row.before:
        return "type" in row.before  # of what only the head may know the list says no more than that there is one
    return not said.isdisjoint(row.before)


def _is_moved(row: Touched, moved: set[int]) -> bool:
    """Nothing but a due date that was moved, or moved back, which keeps its own reason and what was before."""
    changed = SAID["referral"].intersection(row.before or ())
    return row.kind == "referral" and row.object_id in moved and changed == {"due"}


def _is_renamed(row: Touched, renamed: set[str]) -> bool:
    """Nothing but the unit's name, which this very act gave it; what it was before is in the story."""
    changed = SAID["referral"].intersection(row.before or ())
    return row.kind == "referral" and changed == {"unit"} and (row.after or {})["unit"] in renamed


def _place(work: Work, row: Touched) -> tuple[int | None, int | None]:
    """The meeting and the visit that a row belongs to."""
    after, before = row.after or {}, row.before or {}
    if row.kind == "meeting":
        return row.object_id, None
    if row.kind == "visit":
        return before.get("meeting_id") or after["meeting_id"], row.object_id
    if row.kind == "issue":
        found = prepared.first(work.core, _OF_VISIT, visit=after["visit_id"])
    else:
        found = prepared.first(work.core, _OF_ISSUE, issue=after["issue_id"])
    return (found.meeting_id, found.id) if found else (None, None)


def _is_amendment(work: Work, row: Touched, visit_id: int | None, anchor: int) -> bool:
    if row.kind == "meeting":
        return True
    if row.kind == "visit" and row.before is None:
        return not (row.after or {})["late_entry"]
    if row.before is not None and not _stood(work, row.kind, row.object_id, anchor):
        return False
    return visit_id is not None and _stood(work, "visit", visit_id, anchor)


def _stood(work: Work, kind: str, object_id: int, anchor: int) -> bool:
    """Whether the row was there when the day was closed: its first entry is not behind the anchor."""
    first = prepared.first(work.core, _FIRST, kind=kind, object=object_id)
    return first is not None and first.seq <= anchor


def _closed_at(work: Work, meeting_id: int) -> int | None:
    row: Any = prepared.first(work.core, _CLOSED, meeting=meeting_id)
    return row.anchor_seq if row else None


_CLOSED = select(Meeting.anchor_seq).where(Meeting.id == bindparam("meeting"), Meeting.closed_at.is_not(None))
_OF_VISIT = select(Visit.id, Visit.meeting_id).where(Visit.id == bindparam("visit"))
_OF_ISSUE = (
    select(Visit.id, Visit.meeting_id).join(Issue, Issue.visit_id == Visit.id).where(Issue.id == bindparam("issue"))
)
_FIRST = (
    select(AuditEntry.seq)
    .where(AuditEntry.kind == bindparam("kind"), AuditEntry.object_id == bindparam("object"))
    .order_by(AuditEntry.seq)
    .limit(1)
)
