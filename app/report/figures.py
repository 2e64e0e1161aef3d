"""The figures of a quarter or of any other days, each with the rows that it counts (contracts, `totals`)."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.agency import _terms
from app.domain import counting
from app.domain.codes import IssueType, Kind, MeetingState, PresidedBy, Status, Way
from app.domain.counting import DayFacts
from app.domain.persian.periods import Span
from app.issues import AS_WRITTEN, MATTER, OWN, confidential
from app.office import Office
from app.security.rights import Right
from db.models import Amendment, Issue, Meeting, Visit

BATCH = 2_000
"""Rows that are read at a time."""
EXCLUDED = (*(kind for kind in Kind if kind is not Kind.WEEKLY), PresidedBy.DEPUTY)


@dataclass(frozen=True)
class MeetingRow:
    """A scheduled day, a marked holiday or another day with a weekly meeting.

    visits: counted ones only. holiday: marked as one, whatever became of the day. amendments: what was changed in it
    after it was closed.
    """

    date: dt.date
    state: MeetingState
    reason: str | None
    head_from: dt.time | None
    head_to: dt.time | None
    visits: int
    by_deputy: int
    scheduled: bool
    holiday: bool
    instead_of: dt.date | None
    amendments: int = 0


@dataclass(frozen=True)
class Totals:
    """The contracts' totals, over the weekly meetings that the head held in person."""

    meetings_scheduled: int
    meetings_held: int
    visits: int
    seen: int
    visitors: int
    issues: int
    by_type: dict[str, int]
    by_status: dict[str, int]
    notified: int
    notified_by: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class IssueFacts:
    """One issue of the quarter with its visit, as far as the figures need it.

    own: the first issue of the person's own matter. matter: the one on which its outcomes are recorded (app/issues.py).
    """

    issue_id: int
    visit_id: int
    visitor_id: int
    date: dt.date
    number: int | None
    arrived: dt.time
    admitted: dt.time | None
    kind: Kind
    presided_by: PresidedBy
    name: str
    has_id: bool
    type: IssueType
    subject: str
    status: Status
    ruling: str | None
    unit: str | None
    due: dt.date | None
    outcome: str | None
    told_by: Way | None
    told_on: dt.date | None
    head_only: bool
    own: int
    matter: int

    @property
    def uncounted(self) -> counting.Uncounted | None:
        return counting.why_not_counted(self.kind, self.presided_by)

    @property
    def counts(self) -> bool:
        return self.uncounted is None

    def told_after_it(self) -> "IssueFacts":
        """The same; what was told before this visit of the matter was no answer to it."""
        early = self.told_on is not None and self.told_on < self.date
        return replace(self, told_by=None, told_on=None) if early else self


@dataclass(frozen=True)
class Figures:
    """A span of days as it stands: the totals, what they leave out and why, and the days and issues behind them.

    until: the last day that is looked at; a span that is not over ends today. is_over: its last day has passed.
    """

    span: Span
    until: dt.date
    is_over: bool
    totals: Totals
    excluded: dict[str, int]
    meetings: tuple[MeetingRow, ...]
    issues: tuple[IssueFacts, ...]

    def counted(self) -> list[IssueFacts]:
        return [issue for issue in self.issues if issue.counts]

    def left_out(self, code: str) -> list[IssueFacts]:
        """The issues that are not counted for this reason (a code of `excluded`)."""
        return [issue for issue in self.issues if issue.uncounted is not None and issue.uncounted.code == code]


def count(office: Office, span: Span) -> Figures:
    """Count a quarter, or any other stretch of days. Days still to come, and what is dated on them, are left out.

    The words of issues that only the head may know are left out for everyone else.
    """
    with office.read() as session:
        figures = _count(session, span, office.today())
    if office.may(Right.CONFIDENTIAL):
        return figures
    return replace(figures, issues=tuple(_without_words(issue) for issue in figures.issues))


def _without_words(issue: IssueFacts) -> IssueFacts:
    if not issue.head_only:
        return issue
    return replace(issue, subject=confidential(), ruling=None, unit=None, outcome=None)


def _count(session: Session, span: Span, today: dt.date, again: Callable[[], None] = lambda: None) -> Figures:
    """again: asked now and then; may raise to cancel."""
    until = min(today, span.last)
    issues = _issues(session, span.first, until, again)
    again()
    meetings = _meetings(session, span, until, issues)
    return Figures(
        span,
        until,
        today > span.last,
        total(meetings, issues),
        excluded(issues),
        tuple(meetings),
        tuple(issues),
    )


def in_period(first: dt.date, last: dt.date) -> tuple[ColumnElement[bool], ...]:
    """The visits of a period that were not taken back."""
    return Visit.date >= first, Visit.date <= last, Visit.withdrawn_at.is_(None)


def _issues(session: Session, first: dt.date, last: dt.date, again: Callable[[], None]) -> list[IssueFacts]:
    facts: Select[*tuple[Any, ...]] = (
        select(
            Issue.id,
            Visit.id,
            Visit.visitor_id,
            Visit.date,
            Visit.number,
            Visit.arrived,
            Visit.admitted,
            Visit.kind,
            Visit.presided_by,
            Visit.first_name + " " + Visit.last_name,
            Visit.national_id.is_not(None) | Visit.foreign_id.is_not(None),
            Issue.type,
            Issue.subject,
            Issue.status,
            *AS_WRITTEN,
            Issue.head_only,
            OWN,
            MATTER,
        )
        .join(Visit, Issue.visit_id == Visit.id)
        .where(*in_period(first, last))
        .order_by(Visit.date, Visit.arrived, Visit.id, Issue.position)
        .execution_options(yield_per=BATCH)
    )
    issues: list[IssueFacts] = []
    for rows in session.execute(facts).partitions():
        again()
        issues += [IssueFacts(*row).told_after_it() for row in rows]
    return issues


def _meetings(session: Session, span: Span, until: dt.date, issues: list[IssueFacts]) -> list[MeetingRow]:
    scheduled = {day for day in counting.scheduled_days(span, _terms(session)) if day <= until}
    rows = {
        row.date: row
        for row in session.scalars(select(Meeting).where(Meeting.date >= span.first, Meeting.date <= until))
    }
    amended = _amended(session, span.first, until)
    by_head, by_deputy = _received(issues, PresidedBy.HEAD), _received(issues, PresidedBy.DEPUTY)
    meetings = []
    for day in sorted(scheduled | rows.keys()):
        row = rows.get(day)
        facts = DayFacts(
            mark=row.mark if row else None,
            head_noted=row is not None and row.head_from is not None,
            by_head=by_head[day],
            by_deputy=by_deputy[day],
        )
        if day not in scheduled and not (facts.head_noted or facts.by_head or facts.by_deputy):
            continue  # marked or opened on another weekday, and nobody came
        meetings.append(
            MeetingRow(
                date=day,
                state=counting.state_of(facts),
                reason=row.reason if row else None,
                head_from=row.head_from if row else None,
                head_to=row.head_to if row else None,
                visits=facts.by_head,
                by_deputy=facts.by_deputy,
                scheduled=day in scheduled,
                holiday=facts.mark is MeetingState.HOLIDAY,
                instead_of=row.instead_of if row else None,
                amendments=amended[day],
            )
        )
    return meetings


def _amended(session: Session, first: dt.date, last: dt.date) -> Counter[dt.date]:
    """Amendments of closed days, a day."""
    rows = session.execute(
        select(Meeting.date, func.count())
        .join(Amendment, Amendment.meeting_id == Meeting.id)
        .where(Meeting.date >= first, Meeting.date <= last)
        .group_by(Meeting.date)
    )
    return Counter({date: count for date, count in rows})  # noqa: C416 - a row is no tuple to mypy


def _received(issues: list[IssueFacts], who: PresidedBy) -> Counter[dt.date]:
    """Weekly visits a day that the head, or the deputy, received."""
    visits = {
        (issue.date, issue.visit_id) for issue in issues if issue.kind is Kind.WEEKLY and issue.presided_by is who
    }
    return Counter(day for day, _visit in visits)


def total(meetings: list[MeetingRow], issues: list[IssueFacts]) -> Totals:
    """Add up (contracts, `totals`). People without an id cannot be told apart: each visit counts as one visitor."""
    counted = [issue for issue in issues if issue.counts]
    visits = {issue.visit_id: issue for issue in counted}
    people = {("person", issue.visitor_id) if issue.has_id else ("visit", issue.visit_id) for issue in counted}
    told = Counter(issue.told_by for issue in counted if issue.told_by is not None)
    types, states = Counter(issue.type for issue in counted), Counter(issue.status for issue in counted)
    return Totals(
        meetings_scheduled=sum(day.scheduled and not day.holiday for day in meetings),
        meetings_held=sum(day.state is MeetingState.HELD for day in meetings),
        visits=len(visits),
        seen=sum(visit.admitted is not None for visit in visits.values()),
        visitors=len(people),
        issues=len(counted),
        by_type={str(kind): types[kind] for kind in IssueType},
        by_status={str(status): states[status] for status in Status},
        notified=sum(told.values()),
        notified_by={str(way): told[way] for way in Way},
    )


def excluded(issues: list[IssueFacts]) -> dict[str, int]:
    """Issues left out, by why. For the office's own eyes: the circular (c2) forbids giving even their counts."""
    left_out = Counter(issue.uncounted.code for issue in issues if issue.uncounted is not None)
    return {str(why): left_out[str(why)] for why in EXCLUDED}
