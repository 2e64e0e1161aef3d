"""A register goes into the store: new visits many at a time, corrected ones each by itself."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.agency import CLOSES, OPENS, _terms
from app.bulk import Bulk
from app.domain import counting
from app.domain.codes import Kind, QueueState, Status
from app.domain.persian.ids import follow_up_code
from app.domain.persian.text import search_key
from app.issue_words import words_of_new
from app.issues import _matter
from app.meetings import _row
from app.office import Office
from app.queue import _next_number
from app.register.people import People
from app.register.plan import ISSUE_KEYS, VISIT_KEYS, Plan, PlannedVisit
from app.register.rows import RegisterRow
from app.register.store import ISSUE, Stored
from app.units import _ids
from app.visitors import PARTICULARS
from app.work import Work
from db.models import Issue, Meeting, Notice, Outcome, Referral, Ruling, Visit, Visitor

CHUNK = 500
TABLES = (Meeting, Visitor, Visit, Issue, Ruling, Referral, Outcome, Notice)


def write(
    work: Work, office: Office, made: Plan, stored: Stored, progress: Callable[[int, int | None], None] | None
) -> list[str]:
    """Write a plan's visits, some hundreds at a time. Returns remarks: the same id under another name."""
    writer = _Writer(work, office, stored)
    visits = list(made.visits.values())
    writer.people.meet(visits)
    visits.sort(key=_arrival)  # people get their numbers as they came, in whatever order they were typed
    for start in range(0, len(visits), CHUNK):
        writer.write(visits[start : start + CHUNK])
        if progress is not None:
            progress(min(start + CHUNK, len(visits)), len(visits))
    return writer.people.remarks


def _arrival(visit: PlannedVisit) -> tuple[dt.date, dt.time]:
    _kind, _person, date, arrived = visit.key
    return date, arrived


class _Writer:
    def __init__(self, work: Work, office: Office, stored: Stored) -> None:
        self._session = work
        self._office = office
        self._stored = stored
        self._bulk = Bulk(work, TABLES)
        self.people = People(work, self._bulk)
        self._terms, self._units = _terms(work), _ids(work)
        self._today, self._now = office.today(), office.now()
        self._meetings: dict[dt.date, int] = {}
        self._numbers: dict[dt.date, int] = {}
        self._said: dict[int, tuple[Any, ...]] = {}

    def write(self, visits: list[PlannedVisit]) -> None:
        for planned in visits:
            row = planned.leading
            assert row is not None
            visit_id = planned.visit_id
            position = None if visit_id else 0
            if visit_id is None:
                visit_id = self._new_visit(row, planned)
            elif _is_corrected(planned, row):
                self._correct_visit(self._session.get_one(Visit, visit_id), row, planned)
            for subject, each in planned.rows.items():
                before = planned.stored.get(subject)
                if before is None:
                    position = (self._stored.last_position(visit_id) if position is None else position) + 1
                    made = self._new_issue(visit_id, each, position)
                    self._result((made, made), each, None)
                elif planned.update and _changed(before, each, *ISSUE_KEYS):
                    self._result(self._changed_issue(visit_id, each), each, before)
        self._bulk.write()
        self._session.flush()

    def _new_visit(self, row: RegisterRow, planned: PlannedVisit) -> int:
        weekly = row.kind is Kind.WEEKLY
        values = {key: getattr(row, key) for key in VISIT_KEYS}
        values["admitted"] = planned.admitted
        return self._bulk.add(
            Visit,
            **values,
            visitor_id=self.people.visitor_ids[planned.key],
            meeting_id=self._meeting(row.date) if weekly else None,
            number=self._number(row.date) if weekly else None,
            state=self._state(row, planned.admitted),
        )

    def _correct_visit(self, visit: Visit, row: RegisterRow, planned: PlannedVisit) -> None:
        """Take the register's values; those that are the same leave no trace."""
        changed = {key: planned.admitted if key == "admitted" else getattr(row, key) for key in VISIT_KEYS}
        changed = {key: value for key, value in changed.items() if getattr(visit, key) != value}
        for key, value in changed.items():
            setattr(visit, key, value)
        if visit.admitted is not None and visit.state is QueueState.LEFT:
            visit.state = QueueState.SEEN
        elif visit.admitted is None and visit.state is QueueState.SEEN:
            visit.state = self._state(row, None)
        if not changed.keys().isdisjoint(PARTICULARS):
            self.people.correct(visit.visitor_id, row)

    def _state(self, row: RegisterRow, admitted: dt.time | None) -> QueueState:
        if admitted is not None or row.kind is not Kind.WEEKLY:
            return QueueState.SEEN
        return QueueState.LEFT if row.date < self._today else QueueState.WAITING

    def _meeting(self, date: dt.date) -> int:
        """The day's meeting, made with the hours in force if there is none yet."""
        if date not in self._meetings:
            found, term = _row(self._session, date), counting.term_on(date, self._terms)
            self._meetings[date] = (
                found.id
                if found
                else self._bulk.add(
                    Meeting,
                    date=date,
                    opens=term.opens if term else OPENS,
                    closes=term.closes if term else CLOSES,
                )
            )
        return self._meetings[date]

    def _number(self, date: dt.date) -> int:
        following = self._numbers.get(date) or _next_number(self._session, date)
        self._numbers[date] = following + 1
        return following

    def _new_issue(self, visit_id: int, row: RegisterRow, position: int) -> int:
        issue = {key: getattr(row, key) for key in ISSUE}
        return self._bulk.add(
            Issue,
            **issue,
            visit_id=visit_id,
            position=position,
            code=follow_up_code(self._bulk.next_id(Issue)),
            search=words_of_new(issue, row.ruling, row.outcome),
        )

    def _changed_issue(self, visit_id: int, row: RegisterRow) -> tuple[int, int]:
        issue = self._session.get_one(Issue, self._stored.issue_ids[visit_id, row.subject])
        matter, own_id = _matter(self._session, issue), issue.follows or issue.id
        if matter[0].status is not row.status:
            self._void([other.id for other in matter if own_id not in {other.id, other.follows}])
        for key in ISSUE:
            if getattr(issue, key) != getattr(row, key):
                setattr(issue, key, getattr(row, key))
        for other in matter:
            if other.status is not row.status:
                other.status = row.status
        return matter[0].id, own_id

    def _void(self, others: list[int]) -> None:
        """What other people of a common matter were told stands no more; each row tells of its own person alone."""
        told = select(Notice).where(
            Notice.issue_id.in_(others), Notice.withdrawn_at.is_(None), Notice.void_at.is_(None)
        )
        for notice in self._session.scalars(told):
            notice.void_at = self._now

    def _result(self, on: tuple[int, int], row: RegisterRow, before: RegisterRow | None) -> None:
        """Ruling, referral, outcome and notice, as far as the row has them and the store has not.

        on: the issue on which the first three are recorded, and the one for the notice.
        """
        add, (issue_id, own_id) = self._bulk.add, on
        self._result_of_matter(issue_id, row, before)
        if _changed(before, row, "notified_by", "notified_on"):
            self._withdraw(Notice, own_id, before)
            if row.notified_by is not None and row.notified_on is not None:
                add(Notice, issue_id=own_id, way=row.notified_by, date=row.notified_on)

    def _result_of_matter(self, issue_id: int, row: RegisterRow, before: RegisterRow | None) -> None:
        """Forty rows of one common matter say the same: it is written once."""
        if before is not None:
            said = (row.ruling, row.unit, row.due, row.status, row.outcome)
            if self._said.get(issue_id) == said:
                return
            if issue_id in self._said:
                self._bulk.write()  # what another row said of it is to be found, to be taken back
            self._said[issue_id] = said
        add = self._bulk.add
        if _changed(before, row, "ruling"):
            self._withdraw(Ruling, issue_id, before)
            if row.ruling:
                by = self._office.user.id
                add(Ruling, issue_id=issue_id, text=row.ruling, given_at=self._now, typed_by=by)
        if _changed(before, row, "unit", "due"):
            self._withdraw(Referral, issue_id, before)
            if row.unit or row.due:
                unit_id = self._units.get(search_key(row.unit)) if row.unit else None
                add(Referral, issue_id=issue_id, unit=row.unit, unit_id=unit_id, due=row.due, referred_at=self._now)
        if _changed(before, row, "status", "outcome"):
            self._withdraw(Outcome, issue_id, before)
            if row.outcome or row.status is not Status.OPEN:
                add(Outcome, issue_id=issue_id, status=row.status, text=row.outcome, recorded_at=self._now)

    def _withdraw(self, table: type[Any], issue_id: int, before: RegisterRow | None) -> None:
        """What stood before stays in the store, taken back."""
        if before is None:
            return
        standing = select(table).where(table.issue_id == issue_id, table.withdrawn_at.is_(None))
        for row in self._session.scalars(standing):
            row.withdrawn_at = self._now


def _is_corrected(planned: PlannedVisit, row: RegisterRow) -> bool:
    """Whether a visit of the store gets other values than it has; without an update, at most the hour of admission."""
    kept = next(iter(planned.stored.values()))
    return planned.admitted != kept.admitted or (planned.update and _changed(kept, row, *_BUT_ADMITTED))


_BUT_ADMITTED = tuple(key for key in VISIT_KEYS if key != "admitted")


def _changed(before: RegisterRow | None, row: RegisterRow, *keys: str) -> bool:
    return any(getattr(row, key) != (getattr(before, key) if before else None) for key in keys)
