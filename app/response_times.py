"""Response times (زمان پاسخ): how long what was brought took to its outcome, and this until it was told (c5, c6).

Each issue that counts is measured from its own visit, as all figures of the report are. Days are days of the calendar,
so that whoever has the report can count them again; those on which the clock stood for the applicant's papers are left
out. An issue that was opened again is measured to its last outcome. Units that act together are a row of their own, so
that the rows add up.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, String, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from app.cycles import uncollected
from app.domain import response
from app.domain.codes import ClosedDue, IssueType, Level, Status
from app.domain.dues import OfficeDays
from app.domain.persian.calendar import TEHRAN, to_jalali
from app.domain.response import Course, Times
from app.holidays import _office_days
from app.issues import SEVERAL
from app.office import Office
from app.report.figures import Figures, IssueFacts
from app.security.rights import Right
from db.models import Contentment, Issue, Outcome, Pause, Referral, Reminder, Ruling, Unit

Month = tuple[int, int]
"""Jalali year and month."""
FEW = 5_000
"""Up to so many ids are asked for one by one."""
_Decided = tuple[dt.date | None, int, bool]
"""What became of a matter: the day of its last outcome, where it is known; how often it was opened again; whether
somebody objected.
"""
_NOT_YET: _Decided = (None, 0, False)


class Measured(NamedTuple):
    """An issue that counts, and its course. climbed_on: when the agency's head was told that it is late. units: who
    acts, where a unit has another name today.
    """

    issue: IssueFacts
    course: Course
    climbed_on: dt.date | None
    units: str | None = None

    @property
    def month(self) -> Month:
        return _month(self.issue.date)

    @property
    def unit(self) -> str | None:
        """Who acts; of an issue that only the head may know, nobody is told."""
        return None if self.issue.head_only else self.units or self.issue.unit


@dataclass(frozen=True)
class Content:
    """Of the matters behind some issues: how many applicants were asked, were content, were not, and objected."""

    asked: int = 0
    content: int = 0
    not_content: int = 0
    objected: int = 0


@dataclass(frozen=True)
class ResponseTimes:
    """A span of days in response times; every issue is in one row of each table. units: None is nobody's.

    working: half and nine tenths in working days, where the office counts its due dates by these.
    """

    all: Times
    months: tuple[tuple[Month, Times], ...]
    units: tuple[tuple[str | None, Times], ...]
    types: tuple[tuple[IssueType, Times], ...]
    content: Content
    climbed: int
    issues: tuple[Measured, ...]
    working: tuple[int, int] | None = None


@lru_cache(maxsize=8192)
def _month(date: dt.date) -> Month:
    year, month, _day = to_jalali(date)
    return year, month


@dataclass(frozen=True)
class Discontent:
    """An issue whose applicant was not content (on which day, and why, in his words), or objected to the result.

    name: whose; of a common matter who objected, be the own visit among those that are counted or not.
    """

    issue: IssueFacts
    name: str
    on: dt.date
    reason: str | None
    objected: bool


def of(office: Office, figures: Figures) -> ResponseTimes:
    """The response times of what the figures count; a unit with another name by now is one row, under that."""
    with office.read() as session:
        times, days = _of(session, figures, today=True), _office_days(session)
        if days.rule is not ClosedDue.WORKING:
            return times
        return replace(times, working=_working(session, times.issues, days))


@uncollected()
def _of(
    session: Session, figures: Figures, again: Callable[[], None] = lambda: None, *, today: bool = False
) -> ResponseTimes:
    """again: asked now and then; may raise to cancel. today: with the names that units have today; else as the report
    has them, in the words of then.
    """
    counted = figures.counted()
    own, matters = {issue.own for issue in counted}, {issue.matter for issue in counted}
    decided = _outcomes(session, matters)
    again()
    renamed = _renamed(session) if today else {}
    issues = _measured(counted, decided, _pauses(session, own | matters), _climbed(session, matters), renamed)
    again()
    content = _content(_answers(session, own), decided)
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


def _measured(
    counted: Iterable[IssueFacts],
    decided: Mapping[int, _Decided],
    pauses: Mapping[int, tuple[response.Stretch, ...]],
    climbed: Mapping[int, dt.date],
    renamed: Mapping[int, str],
) -> list[Measured]:
    found = []
    for issue in counted:
        matter, brought, hidden = issue.matter, issue.date, issue.head_only
        on, reopened, _objected = decided.get(matter, _NOT_YET)
        stretches = pauses.get(matter, ()) if pauses else ()
        if pauses and issue.own != matter:
            stretches += pauses.get(issue.own, ())
        is_open, due = issue.status is Status.OPEN, None if hidden else issue.due
        course = response.course(brought, None if is_open else on, issue.told_on, due, stretches, reopened)
        at = climbed.get(matter)
        # a matter that climbed already is brought again: with that visit it is known to be late
        units = None if hidden else renamed.get(matter)
        found.append(Measured(issue, course, max(at, brought) if at else None, units))
    return found


def _working(session: Session, issues: Iterable[Measured], days: OfficeDays) -> tuple[int, int] | None:
    """In how many working days half and nine tenths of the outcomes came."""
    decided = [(one.issue, one.course.decided) for one in issues if one.course.decided is not None]
    if not decided:
        return None
    first, last = min(issue.date for issue, _on in decided), max(on for _issue, on in decided)
    before = [0]
    """How many open days there were from the first one until before each."""
    for number in range((last - first).days + 1):
        before.append(before[-1] + (not days.closed(first + dt.timedelta(days=number))))
    start = first.toordinal()
    pauses = _pauses(session, {one for issue, _on in decided for one in (issue.own, issue.matter)})
    counts = [
        response.working_days(
            issue.date,
            on,
            [pause for one in {issue.own, issue.matter} for pause in pauses.get(one, ())],
            lambda since, until: before[until.toordinal() - start] - before[since.toordinal() - start],
        )
        for issue, on in decided
    ]
    return response.at_most(counts, 50) or 0, response.at_most(counts, 90) or 0


def _rows(session: Session, asked: Select[*tuple[Any, ...]], key: Any, ids: set[Any]) -> list[Any]:
    """The rows whose `key`, their first column, is among the ids; as they come, without the mapper.

    A few are looked up by the key's index. Of many, all of the table is gone through at once: that is a fifth of the
    time of as many look-ups.
    """
    connection = session.connection()
    if len(ids) <= FEW:
        return [*connection.execute(asked.where(key.in_(ids)))]
    return [row for row in connection.execute(asked).all() if row[0] in ids]


def _outcomes(session: Session, matters: set[int]) -> dict[int, _Decided]:
    """Of each matter with an outcome what became of it.

    A register has no day of the outcome: what came from one bears the instant of its import, as its ruling does.
    """
    imported = or_(
        exists().where(Ruling.issue_id == Outcome.issue_id, Ruling.given_at == Outcome.recorded_at),
        exists().where(Referral.issue_id == Outcome.issue_id, Referral.referred_at == Outcome.recorded_at),
    )
    asked = (
        select(Outcome.issue_id, type_coerce(Outcome.status, String), Outcome.recorded_at, Outcome.objected, imported)
        .where(Outcome.withdrawn_at.is_(None))
        .order_by(Outcome.id)
    )
    found: dict[int, _Decided] = {}
    was_decided: set[int] = set()
    for matter, status, at, objected, unknown in _rows(session, asked, Outcome.issue_id, matters):
        _on, reopened, before = found.get(matter, _NOT_YET)
        if status != Status.OPEN:
            was_decided.add(matter)
        elif matter in was_decided:
            was_decided.remove(matter)
            reopened += 1
        found[matter] = (None if unknown else at.astimezone(TEHRAN).date(), reopened, before or objected is True)
    return found


def _renamed(session: Session) -> dict[int, str]:
    """The units of matters that were given to one under another name than it has today."""
    stands = (Referral.withdrawn_at.is_(None), Referral.ended_at.is_(None))
    other = select(Referral.issue_id).join(Unit, Unit.id == Referral.unit_id).where(*stands, Unit.name != Referral.unit)
    units = select(Referral.issue_id, func.coalesce(Unit.name, Referral.unit))
    units = units.outerjoin(Unit, Unit.id == Referral.unit_id).where(*stands, Referral.issue_id.in_(other))
    found: dict[int, str] = {}
    for matter, name in session.execute(units.order_by(Referral.issue_id, Referral.id)):
        if name:
            found[matter] = f"{found[matter]}{SEVERAL}{name}" if matter in found else name
    return found


def _pauses(session: Session, ids: set[int]) -> dict[int, tuple[response.Stretch, ...]]:
    """When the clock stood, be it for a person's own matter or for that of all who brought the same."""
    asked = select(Pause.issue_id, Pause.since, Pause.until).where(Pause.withdrawn_at.is_(None))
    found: dict[int, tuple[response.Stretch, ...]] = {}
    for issue, since, until in _rows(session, asked, Pause.issue_id, ids):
        found[issue] = (*found.get(issue, ()), (since, until))
    return found


def _climbed(session: Session, matters: set[int]) -> dict[int, dt.date]:
    """When the agency's head was first told that the matter's unit is late."""
    asked = (
        select(Referral.issue_id, func.min(Reminder.reminded_at))
        .join(Reminder, Reminder.referral_id == Referral.id)
        .where(Referral.withdrawn_at.is_(None), Reminder.withdrawn_at.is_(None), Reminder.level == Level.AGENCY_HEAD)
        .group_by(Referral.issue_id)
    )
    rows = _rows(session, asked, Referral.issue_id, matters)
    return {matter: at.astimezone(TEHRAN).date() for matter, at in rows}


def _answers(session: Session, own: set[int]) -> dict[int, bool]:
    """Who was content, by the last answer that stands."""
    asked = select(Contentment.issue_id, Contentment.content).where(Contentment.withdrawn_at.is_(None))
    rows = _rows(session, asked.order_by(Contentment.id), Contentment.issue_id, own)
    return {matter: content for matter, content in rows}  # noqa: C416 - a row is no tuple to mypy


def _content(answers: Mapping[int, bool], decided: Mapping[int, _Decided]) -> Content:
    """Each person's own matter once, each objection of a matter once."""
    content = sum(answers.values())
    return Content(
        len(answers), content, len(answers) - content, sum(objected for _on, _reopened, objected in decided.values())
    )


def discontent(office: Office, figures: Figures) -> list[Discontent]:
    """Who was not content with how his matter was seen to, or objected: the newest first.

    Each person's own matter is there once for each of the two. What was said of a matter that only the head may know
    is left out for everyone else.
    """
    counted = figures.counted()
    whose = {issue.own: issue for issue in counted}
    of_whom = {issue.matter: issue for issue in reversed(counted)}
    answers = select(Contentment.issue_id, Contentment.asked_at, Contentment.reason, Contentment.content)
    answers = answers.where(Contentment.withdrawn_at.is_(None)).order_by(Contentment.id)
    objections = select(Outcome.issue_id, Outcome.recorded_at, Outcome.text, Outcome.note)
    objections = objections.where(Outcome.withdrawn_at.is_(None), Outcome.objected.is_(True)).order_by(Outcome.id)
    with office.read() as session:
        last = {row[0]: row for row in _rows(session, answers, Contentment.issue_id, {*whose})}
        unhappy = [row for row in last.values() if not row.content]
        objected = [tuple(row) for row in _rows(session, objections, Outcome.issue_id, {*of_whom})]
        own_by_code = _own_by_code(session, {_objector(note)[1] for *_said, note in objected if note})
    found = [(whose[own], whose[own].name, at, reason, False) for own, at, reason, _content in unhappy]
    for matter, at, text, note in objected:
        issue = of_whom[matter]
        name, code = _objector(note) if note else (issue.name, "")
        found.append((whose.get(own_by_code.get(code, 0), issue), name, at, text, True))
    sees = office.may(Right.CONFIDENTIAL)
    return [
        Discontent(
            issue,
            name,
            at.astimezone(TEHRAN).date(),
            reason if sees or not issue.head_only else None,
            objected=objects,
        )
        for issue, name, at, reason, objects in sorted(found, key=lambda row: row[2], reverse=True)
    ]


def _objector(note: str) -> tuple[str, str]:
    """Name and follow-up code (digits) of who objected to many people's result, as app/outcomes.py files them."""
    name, _between, code = note.rpartition(SEVERAL)
    return (name, code.replace("-", "")) if name and code.replace("-", "").isdigit() else (note, "")


def _own_by_code(session: Session, codes: set[str]) -> dict[str, int]:
    rows = _rows(session, select(Issue.code, Issue.id).where(Issue.follows.is_(None)), Issue.code, codes)
    return dict(map(tuple, rows))
