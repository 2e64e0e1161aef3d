"""What stood in a visit before it was corrected, and what was taken back: the audit trail in the office's words."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app.domain.codes import IssueType, Kind, PresidedBy, Priority, Status, Way
from app.domain.persian.calendar import TEHRAN, numeric, short_date
from app.domain.persian.ids import follow_up_code
from app.domain.texts import N_, _
from app.merging import same_person
from app.office import Office
from app.security import audit
from app.security.rights import Right
from db.models import AuditEntry, Issue, Notice, Outcome, Ruling, User, Visit, Visitor

VISIT: Final = {
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "father_name": N_("Father's name"),
    "national_id": N_("National id"),
    "foreign_id": N_("Foreign national's id"),
    "document": N_("Passport or Amayesh card"),
    "no_id_reason": N_("Why there is no id"),
    "mobile": N_("Mobile"),
    "county": N_("County"),
    "address": N_("Address"),
    "arrived": N_("Arrived"),
    "companions": N_("Companions"),
    "representing": N_("On behalf of"),
    "group_name": N_("Group"),
    "attorney_number": N_("Power of attorney, number"),
    "attorney_date": N_("Power of attorney, date"),
    "legal_name": N_("Legal person"),
    "legal_id": N_("Legal person's id"),
    "guardian_name": N_("Guardian"),
    "guardian_id": N_("Guardian's id"),
    "kind": N_("Kind of contact"),
    "presided_by": N_("Received by"),
    "priority": N_("Priority"),
    "lane": N_("Received in the second lane by"),
    "out_of_turn": N_("Why out of turn"),
}
ISSUE: Final = {
    "type": N_("Type"),
    "subject": N_("Subject"),
    "place": N_("Place"),
    "description": N_("Description"),
    "words": N_("Words for the applicant"),
    "notes": N_("Notes for the file"),
    "samad_code": N_("SAMAD code"),
    "follows": N_("Same matter as"),
}
"""Columns that people write, with their names; what the program notes itself (state, hours) is no correction."""

_CODES: Final = {"type": IssueType, "kind": Kind, "presided_by": PresidedBy, "priority": Priority}


@dataclass(frozen=True)
class Earlier:
    """A value that was corrected, or a record that was taken back.

    at: in the office's zone. by: the user's name. field: what it is, in words. issue: the issue's place in the visit.
    taken_back: it was a record, which is no more; otherwise `after` stands in its place now.
    """

    at: dt.datetime
    by: str
    field: str
    before: str | None
    after: str | None
    reason: str | None
    issue: int | None = None
    taken_back: bool = False


def of_visit(office: Office, visit_id: int) -> list[Earlier]:
    """All corrections of a visit and its issues, the latest first.

    What only the head may know is left out for everyone else, also where it was hidden or laid open later.
    """
    with office.read() as session:
        names = {row.login: row.name for row in session.execute(select(User.login, User.name))}
        connection = session.connection()
        found = list(_of(connection, names, Visit.__tablename__, visit_id, VISIT))
        found += _joined(session, names, visit_id)
        issues = session.execute(select(Issue.id, Issue.position, Issue.head_only).where(Issue.visit_id == visit_id))
        for issue_id, position, head_only in issues.all():
            hidden = not office.may(Right.CONFIDENTIAL)
            if head_only and hidden:
                continue
            found += _of(connection, names, Issue.__tablename__, issue_id, ISSUE, position, hidden=hidden)
            found += _taken_back(session, names, issue_id, position)
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of(
    connection: Connection,
    names: dict[str, str],
    kind: str,
    object_id: int,
    fields: dict[str, str],
    issue: int | None = None,
    *,
    hidden: bool = False,
) -> Iterator[Earlier]:
    for entry, payload in audit.earlier_values(connection, kind, object_id):
        before, after = payload["before"] or {}, payload["after"] or {}
        if hidden and (before.get("head_only") or after.get("head_only")):
            continue
        for key, name in fields.items():
            if key in before:
                values = _said(key, before[key]), _said(key, after[key])
                yield _earlier(entry, names, name, *values, payload["reason"], issue)


def _joined(session: Session, names: dict[str, str], visit_id: int) -> Iterator[Earlier]:
    """When the visit's record, or one that is the same person, was made one with another, or taken apart again."""
    people = {row.id: row.name for row in session.execute(_RECORDS.where(Visitor.id.in_(_persons(visit_id))))}
    for visitor_id, own in people.items():
        for entry, payload in audit.earlier_values(session.connection(), Visitor.__tablename__, visitor_id):
            before, after = payload["before"] or {}, payload["after"] or {}
            if "merged_into" not in before:
                continue
            was, now = (_with(session, own, row["merged_into"]) for row in (before, after))
            yield _earlier(entry, names, N_("One person"), was, now, payload["reason"], None)


_RECORDS = select(Visitor.id, (Visitor.first_name + " " + Visitor.last_name).label("name"))


def _persons(visit_id: int) -> Any:
    return same_person(select(Visit.visitor_id).where(Visit.id == visit_id).scalar_subquery())


def _with(session: Session, name: str, visitor_id: int | None) -> str | None:
    if visitor_id is None:
        return None
    other = session.execute(_RECORDS.where(Visitor.id == visitor_id)).one().name
    return _("%(name)s with %(other)s") % {"name": name, "other": other}


def _taken_back(session: Session, names: dict[str, str], issue_id: int, position: int) -> Iterator[Earlier]:
    for table, name in ((Ruling, N_("Ruling")), (Outcome, N_("Outcome")), (Notice, N_("Result told"))):
        rows = select(table.id).where(table.issue_id == issue_id, table.withdrawn_at.is_not(None))
        for row_id in session.scalars(rows).all():
            for entry, payload in audit.earlier_values(session.connection(), table.__tablename__, row_id):
                if payload["before"] is not None and payload["after"]["withdrawn_at"] is not None:
                    said = _record(payload["after"])
                    one = _earlier(entry, names, name, said, None, payload["reason"], position)
                    yield replace(one, taken_back=True)


def _record(row: dict[str, Any]) -> str:
    """A ruling's, an outcome's or a notice's words."""
    if "way" in row:
        return f"{Way(row['way']).label}، {short_date(dt.date.fromisoformat(row['date']))}"
    return row["text"] or Status(row["status"]).label


def _said(key: str, value: Any) -> str | None:
    if value in (None, ""):
        return None
    if key in _CODES:
        return str(_CODES[key](value).label)
    if key == "attorney_date":
        return numeric(dt.date.fromisoformat(value))
    if key == "follows":
        return follow_up_code(value)
    return str(value)[:5] if key == "arrived" else str(value)


def _earlier(
    entry: AuditEntry,
    names: dict[str, str],
    name: str,
    before: str | None,
    after: str | None,
    reason: str | None,
    issue: int | None,
) -> Earlier:
    at = dt.datetime.fromtimestamp(entry.at / 1_000_000, TEHRAN)
    return Earlier(at, names.get(entry.by, entry.by), _(name), before, after, reason, issue)
