"""Where a matter stands is what its records say, after whatever acts: held against a plain reading of them."""

import datetime as dt
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import calls, matters, notices, outcomes, pauses, referrals, reminders, rulings, telling, visits
from app.domain.codes import AnswerKind, IssueType, MessageState, Purpose, Stage, Status, Way
from app.domain.errors import Refused
from app.office import Office
from app.security.rights import Right
from db import standing
from db.models import (
    Answer,
    Issue,
    Letter,
    Message,
    Notice,
    Outcome,
    Pause,
    Referral,
    Reminder,
    Ruling,
    Standing,
    Unit,
    Unreached,
    Visit,
    Visitor,
)
from tests import make
from tests.conftest import MEETING_DAY, Clock

UNITS = ("فنی و عمرانی", "درآمد", "شهرداری دزفول")
LIVE = {MessageState.WAITING, MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN}
Row = tuple[Any, ...]


# what the records say, read plainly ---------------------------------------------------------------------------------


class Records:
    """All rows of the matters from one issue on, as plain lists."""

    def __init__(self, session: Session, first: int) -> None:
        self._session, self._first = session, first
        self.visits = {visit.id: visit for visit in self.of(Visit)}
        self.visitors = {visitor.id: visitor for visitor in self.of(Visitor)}
        self.issues = {issue.id: issue for issue in self.of(Issue)}
        self.rulings, self.referrals, self.answers = self.of(Ruling), self.of(Referral), self.of(Answer)
        self.outcomes, self.notices, self.pauses = self.of(Outcome), self.of(Notice), self.of(Pause)
        self.reminders, self.unreached = self.of(Reminder), self.of(Unreached)
        self.messages, self.letters, self.units = self.of(Message), self.of(Letter), self.of(Unit)

    def of(self, table: type[Any]) -> list[Any]:
        wanted = select(table).order_by(table.id)
        if table is Issue:
            wanted = wanted.where(table.id >= self._first)
        elif "issue_id" in table.__table__.columns:
            wanted = wanted.where(table.issue_id >= self._first)
        rows = list(self._session.scalars(wanted))
        return [row for row in rows if getattr(row, "withdrawn_at", None) is None or table is Visit]

    def is_there(self, issue: Issue) -> bool:
        return self.visits[issue.visit_id].withdrawn_at is None

    def stands(self, issue: Issue) -> Row | None:
        """The issue's row of the worklist."""
        if issue.follows is not None or not self.is_there(issue):
            return None
        matter = issue.common_with or issue.id
        visit = self.visits[issue.visit_id]
        is_open = issue.status is Status.OPEN
        others = [
            other
            for other in self.issues.values()
            if other.common_with == issue.id and other.follows is None and self.is_there(other)
        ]
        given = [one for one in self.referrals if one.issue_id == matter and one.ended_at is None]
        if issue.type is IssueType.THANKS and not given and not others and issue.common_with is None:
            return None
        decided = [one.recorded_at for one in self.outcomes if one.issue_id == matter and one.status is not Status.OPEN]
        since = max(decided, default=None)
        asked, done = self._asked(given), self._done(given, since)
        waits = any(
            one.issue_id == matter and one.until is None and (since is None or one.asked_at > since)
            for one in self.pauses
        )
        shown = asked[0] if asked else done[-1] if done else None
        due = min((one.due for one in asked if one.due), default=None) if asked else shown.due if shown else None
        led = issue.common_with is not None and self.is_there(self.issues[issue.common_with])
        stage = self._open_stage(matter, asked, done, waits) if is_open else self._decided_stage(issue, matter, since)
        return (
            issue.id,
            stage,
            issue.common_with if is_open and led else None,
            1 + len(others) if is_open and issue.common_with is None else 1,
            visit.date,
            due if is_open and not waits else None,
            shown.unit if shown else None,
            shown is not None and any(one.name == shown.unit and one.outside for one in self.units),
            sum(one.referral_id == asked[0].id for one in self.reminders) if asked and is_open else 0,
            issue.type,
            issue.code,
            issue.subject,
            issue.head_only,
            visit.group_name or f"{visit.first_name} {visit.last_name}",
            self.visitors[visit.visitor_id].sort_key,
        )

    def _last(self, referral: Referral) -> Answer | None:
        answers = [one for one in self.answers if one.referral_id == referral.id]
        return answers[-1] if answers else None

    def _asked(self, given: list[Referral]) -> list[Referral]:
        """Of whom something is waited for: what came back first, then the earliest due."""
        kinds = {one.id: answer.kind if (answer := self._last(one)) else None for one in given}
        waiting = [one for one in given if kinds[one.id] is not AnswerKind.FULL]
        return sorted(
            waiting,
            key=lambda one: (kinds[one.id] is not AnswerKind.RETURNED, one.due is None, one.due or dt.date.max, one.id),
        )

    def _done(self, given: list[Referral], since: dt.datetime | None) -> list[Referral]:
        """Who has answered, the latest due last; not what led to a result that was opened again."""
        answered = [
            one
            for one in given
            if (answer := self._last(one))
            and answer.kind is AnswerKind.FULL
            and (not since or answer.recorded_at > since)
        ]
        return sorted(answered, key=lambda one: (one.due or dt.date.min, one.id))

    def _open_stage(self, matter: int, asked: list[Referral], done: list[Referral], waits: bool) -> Stage:
        if waits:
            return Stage.PAPERS
        if not asked and done:
            return Stage.ANSWERED
        if asked and (answer := self._last(asked[0])):
            return Stage(answer.kind)
        if asked and asked[0].unit is not None:
            before = [one for one in self.referrals if one.issue_id == matter and one.ended_at and one.unit]
            again = any(one.ended_at <= asked[0].referred_at for one in before)
            return Stage.RE_REFERRED if again else Stage.REFERRED
        ruled = any(one.issue_id == matter for one in self.rulings)
        return Stage.UNREFERRED if ruled or asked else Stage.UNRULED

    def _decided_stage(self, issue: Issue, matter: int, since: dt.datetime | None) -> Stage:
        if any(one.issue_id == issue.id and one.void_at is None for one in self.notices):
            return Stage.TOLD
        new = [one for one in self.messages if one.issue_id == issue.id and (not since or one.queued_at >= since)]
        results = [one for one in new if one.purpose in (Purpose.RESULT, Purpose.READY)]
        ready = any(one.purpose is Purpose.READY and one.state is MessageState.DELIVERED for one in results)
        written = any(
            one.issue_id == issue.id
            and one.purpose is Purpose.RESULT
            and one.posted_on is None
            and (not since or one.made_at >= since)
            for one in self.letters
        )
        if ready or written or any(one.state in LIVE for one in results):
            return Stage.TELLING
        last = max((one.id for one in self.outcomes if one.issue_id == matter), default=None)
        said = any(one.issue_id == issue.id and one.outcome_id == last for one in self.unreached)
        return Stage.UNREACHED if said else Stage.DECIDED


def as_it_is(office: Office, first: int = 0) -> dict[int, Row]:
    keys = [column.key for column in Standing.__table__.columns]
    with office.read() as session:
        rows = session.scalars(select(Standing).where(Standing.issue_id >= first))
        return {row.issue_id: tuple(getattr(row, key) for key in keys) for row in rows}


def as_the_records_say(office: Office, first: int = 0) -> dict[int, Row]:
    with office.read() as session:
        records = Records(session, first)
        rows = (records.stands(issue) for issue in records.issues.values())
        return {row[0]: row for row in rows if row is not None}


# acts, as they come -------------------------------------------------------------------------------------------------


class Acts:
    """A few matters of one office, and what may happen to them; what is refused does not happen."""

    def __init__(self, office: Office, clock: Clock, numbers: Iterator[int]) -> None:
        self.office, self.clock, self.numbers = office, clock, numbers
        self.issues: list[int] = []
        self.visits: dict[int, int] = {}
        self.people: dict[int, int] = {}
        self.answers: list[int] = []
        for _matter in range(3):
            self.register(IssueType.REQUEST)

    def register(self, type_: IssueType, *, group: str = "", follows: int | None = None) -> None:
        number = self.people[follows] if follows else next(self.numbers)
        issue = make.issue(type=type_, **({"follows": follows} if follows else {}))
        row = make.registered(self.office, number, issues=(issue,), group_name=group, again=True)
        self.issues.append(row.issue_ids[0])
        self.visits[row.issue_ids[0]], self.people[row.issue_ids[0]] = row.visit_id, number

    def referral(self, issue_id: int, chance: Random) -> int:
        rows = [row for row in referrals.of_issue(self.office, issue_id) if row.ended_at is None]
        if not rows:
            raise Refused("there is none")
        return chance.choice(rows).id

    def message(self, issue_id: int, purpose: Purpose, state: MessageState) -> None:
        said = {"purpose": purpose, "state": state, "number": "09160000001", "text": "متن", "parts": 1}
        uid = 1_000_000 + next(self.numbers)
        with self.office.work("tests.message", Right.FOLLOW_UP) as work:
            work.add(Message(agency_id=1, issue_id=issue_id, queued_at=self.office.now(), uid=uid, **said))

    def letter(self, issue_id: int, posted: dt.date | None) -> None:
        said = {"purpose": Purpose.RESULT, "body": "", "posted_on": posted}
        with self.office.work("tests.letter", Right.FOLLOW_UP) as work:
            work.add(Letter(agency_id=1, issue_id=issue_id, made_at=self.office.now(), **said))

    def link(self, member: int, lead: int | None) -> None:
        with self.office.work("tests.link", Right.FOLLOW_UP) as work:
            for issue in work.scalars(select(Issue).where((Issue.id == member) | (Issue.follows == member))):
                if issue.follows in (None, member):
                    issue.common_with = lead
                    issue.status = work.get_one(Issue, lead).status if lead else issue.status

    def outside(self, *, outside: bool) -> None:
        with self.office.work("tests.outside", Right.FOLLOW_UP) as work:
            for unit in work.scalars(select(Unit).where(Unit.name == UNITS[0])):
                unit.outside = outside


LIKELY = {
    "register": 2,
    "rule": 3,
    "refer": 4,
    "refer_again": 4,
    "answer": 8,
    "move": 2,
    "remind": 3,
    "pause": 1,
    "resume": 2,
    "decide": 4,
    "reopen": 2,
    "tell": 2,
    "call": 1,
    "unreached": 2,
    "message": 2,
    "letter": 1,
    "link": 2,
    "unlink": 1,
    "join": 1,
    "withdraw": 0.3,
    "take_back_ruling": 1,
    "take_back_refer": 1,
    "take_back_answer": 1,
    "take_back_outcome": 1,
    "take_back_notice": 2,
    "outside": 1,
    "tomorrow": 3,
}
"""How often each act is tried."""


def happens(acts: Acts, name: str, chance: Random) -> None:  # noqa: C901, PLR0912, PLR0915 - one line an act
    office, today, issue = acts.office, acts.office.today(), chance.choice(acts.issues)
    due = chance.choice((None, today + dt.timedelta(chance.randrange(-3, 20))))
    match name:
        case "register":
            type_, group = chance.choice(list(IssueType)), chance.choice(("", "هیئت محلهٔ گلستان"))
            acts.register(type_, group=group, follows=chance.choice((None, issue)))
        case "rule":
            rulings.give(office, issue, "اقدام شود", unit=chance.sample(UNITS, chance.randrange(4)), due=due)
        case "refer":
            referrals.refer(office, issue, chance.sample(UNITS, chance.randrange(1, 3)), due)
        case "refer_again":
            referrals.refer_again(office, acts.referral(issue, chance), chance.choice(UNITS))
        case "answer":
            acts.answers.append(
                referrals.answer(office, acts.referral(issue, chance), chance.choice(list(AnswerKind)), "متن")
            )
        case "move":
            referrals.move_due(office, acts.referral(issue, chance), due or today + dt.timedelta(9), "علت")
        case "remind":
            reminders.remind_matters(office, [issue])
        case "pause":
            pauses.pause(office, issue, "سند")
        case "resume":
            pauses.resume(office, issue)
        case "decide":
            outcomes.record(office, issue, chance.choice(list(Status)), "متن")
        case "reopen":
            outcomes.reopen(office, issue, "دوباره آمد")
        case "tell":
            notices.record(office, issue, Way.CALL, today)
        case "call":
            calls.log(office, issue, answered=False)
        case "unreached":
            telling.could_not_be_told(office, issue)
        case "message":
            acts.message(issue, chance.choice([Purpose.RESULT, Purpose.READY]), chance.choice(list(MessageState)))
        case "letter":
            acts.letter(issue, chance.choice((None, today)))
        case "link":
            lead = chance.choice(acts.issues)
            if lead != issue and _alone(office, issue) and _alone(office, lead, may_lead=True):
                acts.link(issue, lead)
        case "unlink":
            acts.link(issue, None)
        case "join":
            matters.join(office, issue, chance.choice(acts.issues))
        case "withdraw":
            visits.withdraw(office, acts.visits[issue])
        case "take_back_ruling":
            rulings.take_back(office, issue)
        case "take_back_refer":
            referrals.take_back_refer(office, acts.referral(issue, chance))
        case "take_back_answer" if acts.answers:
            referrals.take_back_answer(office, chance.choice(acts.answers))
        case "take_back_outcome":
            outcomes.take_back(office, issue)
        case "take_back_notice":
            notices.take_back(office, issue)
        case "outside":
            acts.outside(outside=chance.choice((True, False)))
        case "tomorrow":
            acts.clock.at += dt.timedelta(days=1)
    acts.clock.tick()


def _alone(office: Office, issue_id: int, *, may_lead: bool = False) -> bool:
    """Whether it may be brought under another one, or others under it (app/common_matters.py)."""
    with office.read() as session:
        issue = session.get_one(Issue, issue_id)
        led = session.scalar(select(Issue.id).where(Issue.common_with == issue_id).limit(1))
        return issue.follows is None and issue.common_with is None and (may_lead or led is None)


@pytest.fixture
def numbers() -> Iterator[int]:
    return iter(range(1, 100_000))


@settings(max_examples=20)
@given(chance=st.randoms(use_true_random=True))
def test_each_matter_stands_where_its_records_say(
    office: Office, clock: Clock, numbers: Iterator[int], chance: Random
) -> None:
    clock.set(9, 42, day=MEETING_DAY)
    here = Acts(office, clock, numbers)
    first = here.issues[0]
    for name in chance.choices(list(LIKELY), list(LIKELY.values()), k=40):
        with suppress(Refused):
            happens(here, name, chance)
        assert as_it_is(office, first) == as_the_records_say(office, first), name


def test_worked_out_for_all_at_once_it_is_the_same(office: Office, clock: Clock, numbers: Iterator[int]) -> None:
    chance = Random(1405)
    for _some in range(12):
        clock.set(9, 42, day=MEETING_DAY)
        here = Acts(office, clock, numbers)
        for name in chance.choices(list(LIKELY), list(LIKELY.values()), k=20):
            with suppress(Refused):
                happens(here, name, chance)
    before = as_it_is(office)
    with office.work("tests.all", Right.FOLLOW_UP) as work:
        standing.write_all(work.core)
    assert as_it_is(office) == before
    assert len({row[1] for row in before.values()}) > 6
