"""The store's side of an import: finding visits again, and writing what is new or changed."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.domain.codes import Kind, QueueState, Status
from app.domain.persian.ids import follow_up_code
from app.domain.texts import _
from app.issues import RESULT, _next_id
from app.meetings import _meeting_on
from app.office import Office
from app.queue import _next_number
from app.register.plan import VISIT_KEYS, Plan, PlannedVisit, VisitKey, visit_key
from app.register.rows import RegisterRow
from app.visitors import index_of
from db.models import Issue, Notice, Outcome, Referral, Ruling, Visit, Visitor, Withdrawable

CHUNK = 500

PARTICULARS = (
    "first_name",
    "last_name",
    "father_name",
    "national_id",
    "foreign_id",
    "mobile",
    "county",
    "address",
)
_ISSUE = ("type", "subject", "description", "status", "samad_code")
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

    def _read(self, kind: Kind, date: dt.date) -> dict[VisitKey, PlannedVisit]:
        visits: dict[VisitKey, PlannedVisit] = {}
        for found in self._session.execute(_rows().where(Visit.kind == kind, Visit.date == date)).mappings():
            values = dict(found)
            visit_id, issue_id = values.pop("visit_id"), values.pop("issue_id")
            row = RegisterRow(line=0, **values)
            visit = visits.setdefault(visit_key(row), PlannedVisit(visit_key(row), visit_id=visit_id))
            if visit.visit_id == visit_id:
                visit.stored[row.subject] = row
                self.issue_ids[visit_id, row.subject] = issue_id
        return visits


def _rows() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Visit.id.label("visit_id"),
            Issue.id.label("issue_id"),
            *(getattr(Visit, key) for key in VISIT_KEYS),
            *(getattr(Issue, key) for key in _ISSUE),
            *(column.label(key) for key, column in zip(_RESULT, RESULT, strict=True)),
        )
        .join(Issue, Issue.visit_id == Visit.id)
        .where(Visit.withdrawn_at.is_(None))
        .order_by(Visit.id, Issue.position)
    )


def write(
    session: Session, office: Office, made: Plan, stored: Stored, progress: Callable[[int, int | None], None] | None
) -> list[str]:
    """Write a plan's visits, some hundreds at a time. Returns remarks: the same id under another name."""
    writer = _Writer(session, office, stored)
    visits = list(made.visits.values())
    for start in range(0, len(visits), CHUNK):
        writer.write(visits[start : start + CHUNK])
        if progress is not None:
            progress(min(start + CHUNK, len(visits)), len(visits))
    return writer.remarks


class _Writer:
    def __init__(self, session: Session, office: Office, stored: Stored) -> None:
        self.remarks: list[str] = []
        self._session = session
        self._office = office
        self._stored = stored
        self._people: dict[str, Visitor] = {}
        self._latest: dict[str, dt.date] = {}
        self._meetings: dict[dt.date, int] = {}
        self._numbers: dict[dt.date, int] = {}
        self._next_issue = _next_id(session)

    def write(self, visits: list[PlannedVisit]) -> None:
        """New visits with their issues, then what came of each issue, which needs the issue's id in the store."""
        self._meet_people(visits)
        results: list[tuple[int, RegisterRow, RegisterRow | None]] = []
        for planned in visits:
            row = planned.leading
            assert row is not None
            if planned.visit_id is None:
                visit = self._new_visit(row, planned)
                position, visit_id = 0, None
            else:
                visit = self._session.get_one(Visit, planned.visit_id)
                self._correct_visit(visit, row, planned)
                position, visit_id = len(planned.stored), planned.visit_id
            for subject, each in planned.rows.items():
                before = planned.stored.get(subject)
                if before is None:
                    position += 1
                    results.append((self._new_issue(visit, each, position), each, None))
                elif visit_id is not None and before != _without_line(each):
                    results.append((self._changed_issue(visit_id, each), each, before))
        self._session.flush()
        for issue_id, each, before in results:
            self._result(issue_id, each, before)
        self._session.flush()

    def _meet_people(self, visits: list[PlannedVisit]) -> None:
        """Bring the known people of these visits into memory, with the day of their latest visit."""
        ids = {row.national_id or row.foreign_id or "" for visit in visits for row in visit.rows.values()}
        wanted = [id_ for id_ in ids if id_ and id_ not in self._people]
        if not wanted:
            return
        found = self._session.scalars(
            select(Visitor).where(Visitor.national_id.in_(wanted) | Visitor.foreign_id.in_(wanted))
        ).all()
        days = select(Visit.visitor_id, func.max(Visit.date)).where(Visit.visitor_id.in_([each.id for each in found]))
        latest = {id_: day for id_, day in self._session.execute(days.group_by(Visit.visitor_id))}  # noqa: C416
        for person in found:
            key = person.national_id or person.foreign_id or ""
            self._people[key] = person
            self._latest[key] = latest.get(person.id, dt.date.min)

    def _person(self, row: RegisterRow) -> Visitor:
        """The row's person. The latest particulars are those of the latest visit."""
        key = row.national_id or row.foreign_id or ""
        person = self._people.get(key) if key else None
        if person is None:
            person = Visitor(agency_id=self._office.agency_id)
            self._session.add(person)
            if key:
                self._people[key] = person
        elif (person.first_name, person.last_name) != (row.first_name, row.last_name):
            self.remarks.append(
                _("Line %(line)s: this id is known under another name; it is taken as the same person.")
                % {"line": row.line}
            )
        if row.date >= self._latest.get(key, dt.date.min):
            for name in PARTICULARS:
                value = getattr(row, name)
                if value is not None or person.id is None:
                    setattr(person, name, value)
            person.search, person.sort_key = index_of(person)
            self._latest[key] = row.date
        return person

    def _new_visit(self, row: RegisterRow, planned: PlannedVisit) -> Visit:
        weekly = row.kind is Kind.WEEKLY
        visit = Visit(
            agency_id=self._office.agency_id,
            visitor=self._person(row),
            meeting_id=self._meeting(row.date) if weekly else None,
            number=self._number(row.date) if weekly else None,
            state=self._state(row, planned.admitted),
            **{key: getattr(row, key) for key in VISIT_KEYS if key != "admitted"},
            admitted=planned.admitted,
        )
        self._session.add(visit)
        return visit

    def _correct_visit(self, visit: Visit, row: RegisterRow, planned: PlannedVisit) -> None:
        """Take the register's values; those that are the same leave no trace."""
        for key in VISIT_KEYS:
            value = planned.admitted if key == "admitted" else getattr(row, key)
            if getattr(visit, key) != value:
                setattr(visit, key, value)
        if visit.admitted is not None and visit.state is QueueState.LEFT:
            visit.state = QueueState.SEEN
        elif visit.admitted is None and visit.state is QueueState.SEEN:
            visit.state = self._state(row, None)

    def _state(self, row: RegisterRow, admitted: dt.time | None) -> QueueState:
        if admitted is not None or row.kind is not Kind.WEEKLY:
            return QueueState.SEEN
        return QueueState.LEFT if row.date < self._office.today() else QueueState.WAITING

    def _meeting(self, date: dt.date) -> int:
        if date not in self._meetings:
            self._meetings[date] = _meeting_on(self._session, self._office, date).id
        return self._meetings[date]

    def _number(self, date: dt.date) -> int:
        following = self._numbers.get(date) or _next_number(self._session, date)
        self._numbers[date] = following + 1
        return following

    def _new_issue(self, visit: Visit, row: RegisterRow, position: int) -> int:
        issue_id, self._next_issue = self._next_issue, self._next_issue + 1
        self._session.add(
            Issue(
                id=issue_id,
                agency_id=self._office.agency_id,
                visit=visit,
                position=position,
                code=follow_up_code(issue_id),
                **{key: getattr(row, key) for key in _ISSUE},
            )
        )
        return issue_id

    def _changed_issue(self, visit_id: int, row: RegisterRow) -> int:
        issue = self._session.get_one(Issue, self._stored.issue_ids[visit_id, row.subject])
        for key in _ISSUE:
            if getattr(issue, key) != getattr(row, key):
                setattr(issue, key, getattr(row, key))
        return issue.id

    def _result(self, issue_id: int, row: RegisterRow, before: RegisterRow | None) -> None:
        """Ruling, referral, outcome and notice, as far as the row has them and the store has not."""
        agency, now = self._office.agency_id, self._office.now()
        made: list[Withdrawable] = []
        if _changed(before, row, "ruling"):
            self._withdraw(Ruling, issue_id, before)
            if row.ruling:
                by = self._office.user.id
                made.append(Ruling(agency_id=agency, issue_id=issue_id, text=row.ruling, given_at=now, typed_by=by))
        if _changed(before, row, "unit", "due"):
            self._withdraw(Referral, issue_id, before)
            if row.unit or row.due:
                made.append(Referral(agency_id=agency, issue_id=issue_id, unit=row.unit, due=row.due, referred_at=now))
        if _changed(before, row, "status", "outcome"):
            self._withdraw(Outcome, issue_id, before)
            if row.outcome or row.status is not Status.OPEN:
                outcome = Outcome(agency_id=agency, issue_id=issue_id, status=row.status, recorded_at=now)
                outcome.text = row.outcome
                made.append(outcome)
        if _changed(before, row, "notified_by", "notified_on"):
            self._withdraw(Notice, issue_id, before)
            if row.notified_by is not None and row.notified_on is not None:
                made.append(Notice(agency_id=agency, issue_id=issue_id, way=row.notified_by, date=row.notified_on))
        self._session.add_all(made)

    def _withdraw(self, table: type[Any], issue_id: int, before: RegisterRow | None) -> None:
        """What stood before stays in the store, taken back."""
        if before is None:
            return
        standing = select(table).where(table.issue_id == issue_id, table.withdrawn_at.is_(None))
        for row in self._session.scalars(standing):
            row.withdrawn_at = self._office.now()


def _without_line(row: RegisterRow) -> RegisterRow:
    return replace(row, line=0)


def _changed(before: RegisterRow | None, row: RegisterRow, *keys: str) -> bool:
    return any(getattr(row, key) != (getattr(before, key) if before else None) for key in keys)
