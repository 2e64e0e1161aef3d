"""What the store has of a register: its visits as the register's rows, so that a row is found again."""

import datetime as dt
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domain.codes import Kind
from app.issues import AS_WRITTEN
from app.register.plan import VISIT_KEYS, PlannedVisit, VisitKey, visit_key
from app.register.rows import RegisterRow
from db.models import Issue, Visit

ISSUE = ("type", "subject", "description", "status", "samad_code")
"""The register's keys that are an issue's own columns."""

_RESULT = ("ruling", "unit", "due", "outcome", "notified_by", "notified_on")


class Stored:
    """The store's visits as register rows, read a day at a time when a row of that day is met."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._days: dict[tuple[Kind, dt.date], dict[VisitKey, PlannedVisit]] = {}
        self.issue_ids: dict[tuple[int, str], int] = {}
        """(visit, subject) → issue, of what was read."""

    def find(self, key: VisitKey) -> PlannedVisit | None:
        kind, _person, date, _arrived = key
        if (kind, date) not in self._days:
            self._days[kind, date] = self._read(kind, date)
        return self._days[kind, date].get(key)

    def last_position(self, visit_id: int) -> int:
        """The place of a visit's last issue. There may be more issues than subjects."""
        return self._session.scalar(select(func.max(Issue.position)).where(Issue.visit_id == visit_id)) or 0

    def _read(self, kind: Kind, date: dt.date) -> dict[VisitKey, PlannedVisit]:
        visits: dict[VisitKey, PlannedVisit] = {}
        for found in self._session.execute(_rows().where(Visit.kind == kind, Visit.date == date)).mappings():
            values = dict(found)
            visit_id, issue_id = values.pop("visit_id"), values.pop("issue_id")
            row = RegisterRow(line=0, **values)
            visit = visits.setdefault(visit_key(row), PlannedVisit(visit_key(row), visit_id=visit_id))
            if visit.visit_id == visit_id and row.subject not in visit.stored:
                visit.stored[row.subject] = row
                self.issue_ids[visit_id, row.subject] = issue_id
        return visits


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Visit.id.label("visit_id"),
            Issue.id.label("issue_id"),
            *(getattr(Visit, key) for key in VISIT_KEYS),
            *(getattr(Issue, key) for key in ISSUE),
            *(column.label(key) for key, column in zip(_RESULT, AS_WRITTEN, strict=True)),
        )
        .join(Issue, Issue.visit_id == Visit.id)
        .where(Visit.withdrawn_at.is_(None))
        .order_by(Visit.id, Issue.position)
    )
