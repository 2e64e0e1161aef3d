"""The response times that are read in few large bites are those of a plain reading: issue by issue, row by row."""

import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import demo, response_times
from app.domain import response
from app.domain.codes import IssueType, Level, Status
from app.domain.persian.calendar import TEHRAN, to_jalali
from app.domain.persian.periods import Period
from app.office import Office
from app.report import figures
from app.report.figures import Figures, IssueFacts
from app.response_times import Content, Measured, ResponseTimes
from app.security.rights import Right
from app.unlock import unlock
from db.models import Contentment, Issue, Outcome, Pause, Referral, Reminder, Ruling
from tests.conftest import MEETING_DAY, PASSPHRASE, Clock

VISITS, EXTRA = 160, 40


@pytest.fixture(scope="module")
def busy(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office to whose matters everything happened: opened again, imported, paused twice, taken back, climbed."""
    import shutil

    folder = tmp_path_factory.mktemp("busy") / "home"
    shutil.copytree(founded, folder)
    clock = Clock(dt.datetime.combine(MEETING_DAY, dt.time(9, 42), TEHRAN))
    with unlock(folder, PASSPHRASE, clock=clock) as office:
        demo.fill(office, VISITS, until=office.today(), weeks=12)
        _much_happens(office, random.Random(5))
        yield office


def _much_happens(office: Office, chance: random.Random) -> None:
    with office.work("test.rows", Right.FOLLOW_UP) as session:
        ids = session.scalars(select(Issue.id)).all()
        referrals = session.scalars(select(Referral)).all()
        rulings = session.scalars(select(Ruling)).all()
        issues = {issue.id: issue for issue in session.scalars(select(Issue))}

        def at() -> dt.datetime:
            day = MEETING_DAY - dt.timedelta(days=chance.randrange(90))
            return dt.datetime.combine(day, dt.time(chance.randrange(24), chance.randrange(60)), TEHRAN)

        def row(kind: type, **given: object) -> None:
            back = at() if chance.random() < 0.2 else None
            session.add(kind(agency_id=office.agency_id, withdrawn_at=back, **given))

        for _number in range(EXTRA):
            row(Outcome, issue_id=chance.choice(ids), status=chance.choice([*Status]), recorded_at=at())
            again = {"status": Status.OPEN, "objected": chance.choice([True, False])}
            row(Outcome, issue_id=chance.choice(ids), recorded_at=at(), **again)
            since = at().date()
            until = chance.choice([None, since + dt.timedelta(days=chance.randrange(20))])
            row(Pause, issue_id=chance.choice(ids), papers="سند", since=since, until=until, asked_at=at())
            row(Contentment, issue_id=chance.choice(ids), content=chance.random() < 0.5, asked_at=at())
            level = chance.choice([*Level])
            row(Reminder, referral_id=chance.choice(referrals).id, level=level, reminded_at=at())
            ruling = chance.choice(rulings)
            row(Outcome, issue_id=ruling.issue_id, status=Status.RESOLVED, recorded_at=ruling.given_at)
            one, other = sorted(chance.sample(ids, 2))
            if issues[other].follows is None and issues[one].common_with is None:
                issues[other].common_with = one
            first, later = sorted(chance.sample(ids, 2))
            if issues[first].follows is None:
                issues[later].follows = first


@pytest.mark.parametrize("few", [0, 10_000])
@pytest.mark.parametrize(("first", "last"), [(200, 0), (40, 20), (10, 10), (300, 299)])
def test_it_is_what_a_plain_reading_gives(busy, monkeypatch, few, first, last):
    monkeypatch.setattr(response_times, "FEW", few, raising=False)
    counted = figures.count(busy, Period(*(MEETING_DAY - dt.timedelta(days=days) for days in (first, last))))
    found, plain = response_times.of(busy, counted), plainly(busy, counted)
    assert found == plain
    if first == 200:
        assert found.climbed > 1
        assert min(found.content.content, found.content.not_content, found.content.objected) > 1
        assert found.all.reopened > 1
        assert sum(one.course.stood > 0 for one in found.issues) > 1
        assert sum(one.course.decided is None for one in found.issues if one.issue.status is not Status.OPEN) > 1


def plainly(office: Office, counted: Figures) -> ResponseTimes:
    """One issue after another, each by itself."""
    with office.read() as session:
        issues = tuple(_plainly(session, issue) for issue in counted.counted())
        content = _content(session, [one.issue for one in issues])
    tables = []
    for key_of, order in (
        (lambda one: one.month, lambda month: month),
        (lambda one: one.unit, lambda unit: (unit is None, unit)),
        (lambda one: one.issue.type, [*IssueType].index),
    ):
        keys = sorted({key_of(one) for one in issues}, key=order)
        tables.append(tuple((key, response.sum_up(one.course for one in issues if key_of(one) == key)) for key in keys))
    climbed = sum(one.climbed_on is not None for one in issues)
    return ResponseTimes(response.sum_up(one.course for one in issues), *tables, content, climbed, issues)


def _matter(session: Session, issue_id: int) -> tuple[int, int]:
    """The issue on which its outcomes are recorded, and the person's own first one."""
    issue = session.get_one(Issue, issue_id)
    own = issue.follows or issue.id
    return issue.common_with or own, own


def _standing(session: Session, table: type, *of: int) -> list:
    return session.scalars(
        select(table).where(table.issue_id.in_(of), table.withdrawn_at.is_(None)).order_by(table.id)
    ).all()


def _plainly(session: Session, issue: IssueFacts) -> Measured:
    matter, own = _matter(session, issue.issue_id)
    decided, reopened, was_decided = None, 0, False
    for outcome in _standing(session, Outcome, matter):
        reopened += was_decided and outcome.status is Status.OPEN
        was_decided = outcome.status is not Status.OPEN
        of_register = any(
            outcome.recorded_at in session.scalars(select(instant).where(table.issue_id == matter)).all()
            for table, instant in ((Ruling, Ruling.given_at), (Referral, Referral.referred_at))
        )
        decided = None if of_register else outcome.recorded_at.astimezone(TEHRAN).date()
    course = response.course(
        issue.date,
        None if issue.status is Status.OPEN else decided,
        issue.told_on,
        None if issue.head_only else issue.due,
        tuple((pause.since, pause.until) for pause in _standing(session, Pause, matter, own)),
        reopened,
    )
    climbed = [
        reminder.reminded_at.astimezone(TEHRAN).date()
        for referral in _standing(session, Referral, matter)
        for reminder in session.scalars(select(Reminder).where(Reminder.referral_id == referral.id))
        if reminder.level is Level.AGENCY_HEAD and reminder.withdrawn_at is None
    ]
    return Measured(issue, course, max(min(climbed), issue.date) if climbed else None)


def _content(session: Session, issues: list[IssueFacts]) -> Content:
    of = [_matter(session, issue.issue_id) for issue in issues]
    said = {own: answers[-1].content for _m, own in of if (answers := _standing(session, Contentment, own))}
    objected = {matter for matter, _own in of if any(one.objected for one in _standing(session, Outcome, matter))}
    return Content(len(said), sum(said.values()), len(said) - sum(said.values()), len(objected))


def test_the_jalali_month_of_a_row_is_that_of_its_visit(busy):
    counted = figures.count(busy, Period(MEETING_DAY - dt.timedelta(days=200), MEETING_DAY))
    assert all(one.month == to_jalali(one.issue.date)[:2] for one in response_times.of(busy, counted).issues)
