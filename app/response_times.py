"""Response times (زمان پاسخ): how long what was brought took to its outcome, and this until it was told (c5, c6).

Each issue that counts is measured from its own visit, as all figures of the report are. Days are days of the calendar,
so that whoever has the report can count them again; those on which the clock stood for the applicant's papers are left
out. An issue that was opened again is measured to its last outcome. Units that act together are a row of their own, so
that the rows add up.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import ColumnElement, distinct, exists, func, or_, select
from sqlalchemy.orm import Session

from app.domain import response
from app.domain.codes import IssueType, Kind, Level, PresidedBy, Status
from app.domain.persian.calendar import TEHRAN, to_jalali
from app.domain.response import Course, Times
from app.issues import MATTER, OWN
from app.office import Office
from app.report.figures import Figures, IssueFacts, in_period
from app.security.rights import Right
from db.models import Contentment, Issue, Outcome, Pause, Referral, Reminder, Ruling, Visit

Month = tuple[int, int]
"""Jalali year and month."""


class Measured(NamedTuple):
    """An issue that counts, and its course. climbed_on: when the agency's head was told that it is late."""

    issue: IssueFacts
    course: Course
    climbed_on: dt.date | None

    @property
    def month(self) -> Month:
        return _month(self.issue.date)

    @property
    def unit(self) -> str | None:
        """Who acts; of an issue that only the head may know, nobody is told."""
        return None if self.issue.head_only else self.issue.unit


@dataclass(frozen=True)
class Content:
    """Of the matters behind some issues: how many applicants were asked, were content, were not, and objected."""

    asked: int = 0
    content: int = 0
    not_content: int = 0
    objected: int = 0


@dataclass(frozen=True)
class ResponseTimes:
    """A span of days in response times; every issue is in one row of each table. units: None is nobody's."""

    all: Times
    months: tuple[tuple[Month, Times], ...]
    units: tuple[tuple[str | None, Times], ...]
    types: tuple[tuple[IssueType, Times], ...]
    content: Content
    climbed: int
    issues: tuple[Measured, ...]


@lru_cache(maxsize=8192)
def _month(date: dt.date) -> Month:
    year, month, _day = to_jalali(date)
    return year, month


@dataclass(frozen=True)
class Discontent:
    """An issue whose applicant was not content (on which day, and why, in his words), or objected to the result."""

    issue: IssueFacts
    on: dt.date
    reason: str | None
    objected: bool


def of(office: Office, figures: Figures) -> ResponseTimes:
    """The response times of what the figures count."""
    with office.read() as session:
        return _of(session, figures)


def _of(session: Session, figures: Figures, again: Callable[[], None] = lambda: None) -> ResponseTimes:
    """again: asked now and then; may raise to cancel."""
    issues = _measured(session, figures)
    again()
    content = _content(session, figures)
    again()
    return ResponseTimes(
        all=response.sum_up(one.course for one in issues),
        months=tuple(response.by(((one.month, one.course) for one in issues), order=lambda month: month)),
        units=tuple(response.by(((one.unit, one.course) for one in issues), order=lambda unit: (unit is None, unit))),
        types=tuple(response.by(((one.issue.type, one.course) for one in issues), order=list(IssueType).index)),
        content=content,
        climbed=sum(one.climbed_on is not None for one in issues),
        issues=tuple(issues),
    )


def _counted(figures: Figures) -> tuple[ColumnElement[bool], ...]:
    return (
        *in_period(figures.span.first, figures.until),
        Visit.kind == Kind.WEEKLY,
        Visit.presided_by == PresidedBy.HEAD,
    )


def _measured(session: Session, figures: Figures) -> list[Measured]:
    decided, pauses, climbed = _outcomes(session, figures), _pauses(session, figures), _climbed(session, figures)
    found = []
    for issue in figures.counted():
        on, reopened = decided.get(issue.issue_id, (None, 0))
        course = response.course(
            issue.date,
            None if issue.status is Status.OPEN else on,
            issue.told_on,
            None if issue.head_only else issue.due,
            pauses.get(issue.issue_id, ()),
            reopened,
        )
        at = climbed.get(issue.issue_id)
        # a matter that climbed already is brought again: with that visit it is known to be late
        found.append(Measured(issue, course, max(at, issue.date) if at else None))
    return found


def _outcomes(session: Session, figures: Figures) -> dict[int, tuple[dt.date | None, int]]:
    """Of each issue with an outcome: the day of the last one, and how often it was opened again.

    A register has no day of the outcome: what came from one bears the instant of its import, as its ruling does.
    """
    imported = or_(
        exists().where(Ruling.issue_id == Outcome.issue_id, Ruling.given_at == Outcome.recorded_at),
        exists().where(Referral.issue_id == Outcome.issue_id, Referral.referred_at == Outcome.recorded_at),
    )
    rows = session.execute(
        select(Issue.id, Outcome.status, Outcome.recorded_at, imported)
        .join(Visit, Issue.visit_id == Visit.id)
        .join(Outcome, Outcome.issue_id == MATTER)
        .where(*_counted(figures), Outcome.withdrawn_at.is_(None))
        .order_by(Issue.id, Outcome.id)
    )
    found: dict[int, tuple[dt.date | None, int]] = {}
    was_decided: set[int] = set()
    for issue, status, at, unknown in rows:
        _on, reopened = found.get(issue, (None, 0))
        if status is not Status.OPEN:
            was_decided.add(issue)
        elif issue in was_decided:
            was_decided.remove(issue)
            reopened += 1
        found[issue] = (None if unknown else at.astimezone(TEHRAN).date(), reopened)
    return found


def _pauses(session: Session, figures: Figures) -> dict[int, tuple[response.Stretch, ...]]:
    """When the clock stood for the issue's matter, be it the person's own or that of all who brought the same."""
    rows = session.execute(
        select(Issue.id, Pause.since, Pause.until)
        .join(Visit, Issue.visit_id == Visit.id)
        .join(Pause, or_(Pause.issue_id == MATTER, Pause.issue_id == OWN))
        .where(*_counted(figures), Pause.withdrawn_at.is_(None))
    )
    found: dict[int, tuple[response.Stretch, ...]] = {}
    for issue, since, until in rows:
        found[issue] = (*found.get(issue, ()), (since, until))
    return found


def _climbed(session: Session, figures: Figures) -> dict[int, dt.date]:
    """When the agency's head was first told that the issue's unit is late."""
    rows = session.execute(
        select(Issue.id, func.min(Reminder.reminded_at))
        .join(Visit, Issue.visit_id == Visit.id)
        .join(Referral, Referral.issue_id == MATTER)
        .join(Reminder, Reminder.referral_id == Referral.id)
        .where(
            *_counted(figures),
            Referral.withdrawn_at.is_(None),
            Reminder.withdrawn_at.is_(None),
            Reminder.level == Level.AGENCY_HEAD,
        )
        .group_by(Issue.id)
    )
    return {issue: at.astimezone(TEHRAN).date() for issue, at in rows}


def _content(session: Session, figures: Figures) -> Content:
    """Each person's own matter once, by the last answer that stands; each objection of a matter once."""
    brought = exists().where(*_counted(figures), Visit.id == Issue.visit_id)
    its_own = or_(Issue.id == Contentment.issue_id, Issue.follows == Contentment.issue_id)
    answers = session.execute(
        select(Contentment.issue_id, Contentment.content)
        .where(Contentment.withdrawn_at.is_(None), brought.where(its_own))
        .order_by(Contentment.id)
    )
    said = dict(map(itemgetter(0, 1), answers))
    of_it = or_(Issue.id == Outcome.issue_id, Issue.follows == Outcome.issue_id, Issue.common_with == Outcome.issue_id)
    objections = select(func.count(distinct(Outcome.issue_id))).where(
        Outcome.withdrawn_at.is_(None), Outcome.objected.is_(True), brought.where(of_it)
    )
    objected = session.scalar(objections)
    content = sum(said.values())
    return Content(len(said), content, len(said) - content, objected or 0)


def discontent(office: Office, figures: Figures) -> list[Discontent]:
    """Who was not content with how his matter was seen to, or objected: the newest first.

    Each person's own matter is there once for each of the two. What was said of a matter that only the head may know
    is left out for everyone else.
    """
    counted = {issue.issue_id: issue for issue in figures.counted()}
    with office.read() as session:
        said = session.execute(
            select(Issue.id, OWN, Contentment.asked_at, Contentment.reason, Contentment.content, Contentment.id)
            .join(Visit, Issue.visit_id == Visit.id)
            .join(Contentment, Contentment.issue_id == OWN)
            .where(*_counted(figures), Contentment.withdrawn_at.is_(None))
            .order_by(Contentment.id)
        ).all()
        objections = session.execute(
            select(Issue.id, Outcome.id, Outcome.recorded_at, Outcome.text)
            .join(Visit, Issue.visit_id == Visit.id)
            .join(Outcome, Outcome.issue_id == MATTER)
            .where(*_counted(figures), Outcome.withdrawn_at.is_(None), Outcome.objected.is_(True))
            .order_by(Issue.id.desc())
        ).all()
    last = {own: (issue, at, reason, content) for issue, own, at, reason, content, _id in said}
    found = [
        (issue, at, reason, False) for issue, at, reason, content in last.values() if not content and issue in counted
    ]
    of_matters = {outcome: (issue, at, text, True) for issue, outcome, at, text in objections if issue in counted}
    found += of_matters.values()
    sees = office.may(Right.CONFIDENTIAL)
    return [
        Discontent(
            counted[issue],
            at.astimezone(TEHRAN).date(),
            reason if sees or not counted[issue].head_only else None,
            objected,
        )
        for issue, at, reason, objected in sorted(found, key=lambda row: row[1], reverse=True)
    ]
