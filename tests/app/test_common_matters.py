"""Forty people, one water main: one ruling, one referral, one outcome, each told; and parted again without loss."""

import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app import (
    attachments,
    common_matters,
    issues,
    matters,
    notices,
    outcomes,
    pauses,
    referrals,
    rulings,
    timeline,
    visitors,
    visits,
    worklist,
)
from app.domain.codes import AnswerKind, Role, Status, Way
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.office import Office, SignedIn
from app.report import data, meaning
from app.security import audit
from app.story import What
from app.worklist import Tab
from db.models import Issue, Notice, Outcome, Referral
from tests import make
from tests.conftest import Clock

QUARTER = Quarter(1405, 2)
WATER = {"subject": "آب کوی گلستان", "place": "کوی گلستان"}


@pytest.fixture
def people(office: Office, clock: Clock) -> list[int]:
    """Five issues of five people on the same water main."""
    made = []
    for number in range(1, 6):
        clock.tick()
        made.append(make.registered(office, number, issues=(make.issue(**WATER),)).issue_ids[0])
    clock.tick()
    return made


def row(office: Office, issue_id: int) -> issues.IssueRow:
    return issues.one(office, issue_id)


def told(office: Office, issue_id: int) -> list[str]:
    return [event.detail for event in timeline.of_issue(office, issue_id).events]


def standing(office: Office, issue_id: int) -> list[str | None]:
    """Units of the referrals that stand on this very issue."""
    with office.read() as session:
        rows = select(Referral.unit).where(
            Referral.issue_id == issue_id, Referral.ended_at.is_(None), Referral.withdrawn_at.is_(None)
        )
        return list(session.scalars(rows))


def test_one_ruling_one_referral_and_one_outcome_stand_for_all(office, people):
    common_matters.link(office, people, people[0])
    rulings.give(office, people[3], "لوله عوض شود", unit="آبفا", due=office.today())
    outcomes.record(office, people[1], Status.RESOLVED, "آب وصل شد")
    for issue_id in people:
        issue = row(office, issue_id)
        assert (issue.ruling, issue.unit, issue.due) == ("لوله عوض شود", "آبفا", office.today())
        assert (issue.status, issue.outcome, issue.told_by) == (Status.RESOLVED, "آب وصل شد", None)
    assert standing(office, people[0]) == ["آبفا"]
    assert len({row(office, issue_id).code for issue_id in people}) == 5


def test_each_is_told_by_himself_and_each_counts_in_the_report(office, people):
    common_matters.link(office, people, people[0])
    outcomes.record(office, people[0], Status.RESOLVED, "آب وصل شد")
    notices.record(office, people[2], Way.CALL, office.today())
    assert [row(office, issue_id).told_by for issue_id in people] == [None, None, Way.CALL, None, None]
    report, counted = data.build(office, QUARTER, office.now())
    assert (counted.totals.issues, counted.totals.by_status["resolved"], counted.totals.notified) == (5, 5, 1)
    meaning.check(report)


def test_who_brought_it_is_told_with_who_was_told(office, people):
    assert common_matters.of_issue(office, people[0]) is None
    common_matters.link(office, people, people[1])
    outcomes.record(office, people[0], Status.RESOLVED, "آب وصل شد")
    notices.record(office, people[4], Way.SMS, office.today())
    common = common_matters.of_issue(office, people[4])
    assert common.lead_id == people[1]
    assert [one.issue_id for one in common.people] == [people[1], people[0], *people[2:]]
    assert [one.told_by for one in common.people] == [None, None, None, None, Way.SMS]


def test_in_the_worklist_they_are_one_row_until_each_is_to_be_told(office, people):
    common_matters.link(office, people, people[0])
    rulings.give(office, people[0], "لوله عوض شود", unit="آبفا", due=office.today())
    (only,) = worklist.page(office, Tab.TODAY).rows
    assert (only.issue_id, only.people) == (people[0], 5)
    outcomes.record(office, people[0], Status.RESOLVED, "آب وصل شد")
    assert {one.issue_id for one in worklist.page(office, Tab.UNTOLD).rows} == set(people)


def test_a_41st_joins_what_is_decided_already_and_is_to_be_told(office, people):
    common_matters.link(office, people[:4], people[0])
    outcomes.record(office, people[0], Status.RESOLVED, "آب وصل شد")
    common_matters.link(office, [people[4]], people[2])
    late = row(office, people[4])
    assert (late.status, late.outcome, late.told_by) == (Status.RESOLVED, "آب وصل شد", None)


def test_a_newcomer_is_offered_the_open_common_matter_that_somebody_came_with_not_long_ago(office, clock, people):
    common_matters.link(office, people, people[0])

    def newcomer(number: int, **given: str) -> list[int]:
        return make.registered(office, number, issues=(make.issue(**WATER | given),)).issue_ids

    same = newcomer(41)
    assert common_matters.offered(office, same) == common_matters.Offered(same[0], people[0], 5)
    assert common_matters.offered(office, newcomer(42, place="")).lead_id == people[0]
    assert common_matters.offered(office, newcomer(43, place="کوی لاله")) is None
    assert common_matters.offered(office, newcomer(44, type="complaint")) is None
    assert common_matters.offered(office, newcomer(45, subject="برق")) is None
    assert common_matters.offered(office, people[1:2]) is None  # of it already
    clock.set(9, day=office.today() + dt.timedelta(days=100))
    assert common_matters.offered(office, same) is None
    clock.set(9, day=office.today() - dt.timedelta(days=100))
    outcomes.record(office, people[0], Status.RESOLVED)
    assert common_matters.offered(office, same) is None


def test_who_brought_the_same_from_the_same_place_is_offered(office, people):
    other = make.registered(office, 7, issues=(make.issue(**WATER | {"place": "کوی دیگر"}),)).issue_ids[0]
    secret = make.registered(office, 8, issues=(make.issue(**WATER, head_only=True),)).issue_ids[0]
    assert [one.issue_id for one in common_matters.alike(office, people[0])] == people[1:]
    assert common_matters.alike(office, other) == common_matters.alike(office, secret) == ()
    common_matters.link(office, people[:4], people[0])
    assert [one.issue_id for one in common_matters.alike(office, people[1])] == [people[4]]
    assert common_matters.alike(office, people[4]) == (), "those of a common matter are joined from there"


def test_a_referral_of_the_own_ends_and_stays_in_the_story(office, people):
    rulings.give(office, people[1], "خودش برود", unit="خدمات شهری")
    rulings.give(office, people[0], "لوله عوض شود", unit="آبفا")
    linked = common_matters.link(office, people, people[0])
    assert standing(office, people[1]) == []
    assert row(office, people[1]).ruling == "لوله عوض شود"
    assert "«خودش برود»" in told(office, people[1])
    common_matters.take_link_back(office, linked)
    assert standing(office, people[1]) == ["خدمات شهری"]
    assert row(office, people[1]).ruling == "خودش برود"
    assert [row(office, one).ruling for one in people[2:]] == [None, None, None]


def test_what_cannot_be_linked_is_refused_with_the_persons_name(office, people):
    outcomes.record(office, people[1], Status.REJECTED, "ممکن نیست")
    with pytest.raises(Refused, match="نتیجه"):
        common_matters.link(office, people, people[0])
    outcomes.take_back(office, people[1])
    pauses.pause(office, people[1], "سند")
    with pytest.raises(Refused, match="مدارک"):
        common_matters.link(office, people, people[0])
    pauses.resume(office, people[1])
    rulings.give(office, people[1], "برود", unit="آبفا")
    with pytest.raises(Refused, match="واحد"):
        common_matters.link(office, people, people[0])
    common_matters.link(office, people[:2], people[1])
    common_matters.link(office, people[3:], people[3])
    with pytest.raises(Refused, match="مشترک"):
        common_matters.link(office, [people[4]], people[0])
    with pytest.raises(Refused, match="مشترک"):
        common_matters.link(office, [people[3]], people[0])
    with pytest.raises(Refused):
        common_matters.link(office, [people[0]], people[0])


def test_the_same_person_is_not_told_twice(office, clock, people):
    again = make.registered(office, 1, again=True, issues=(make.issue(**WATER),)).issue_ids[0]
    with pytest.raises(Refused, match="دو بار"):
        common_matters.link(office, [*people, again], people[0])


def test_what_is_for_the_head_alone_is_never_one_of_many(office, people):
    secret = make.registered(office, 7, issues=(make.issue(**WATER, head_only=True),)).issue_ids[0]
    with pytest.raises(Refused):
        common_matters.link(office, [secret], people[0])
    with pytest.raises(Refused):
        common_matters.link(office, people, secret)


@pytest.mark.parametrize("place", [0, 2])
def test_one_that_becomes_secret_goes_on_alone_and_the_others_stay_as_they_are(office, people, place):
    common_matters.link(office, people, people[0])
    rulings.give(office, people[0], "لوله عوض شود", unit="آبفا")
    hidden = people[place]
    visit_id = row(office, hidden).visit_id
    form = visits.written(office, visit_id).new
    visits.correct(
        office, visit_id, make.visit(place + 1, issues=({**form.issues[0], "head_only": True},), arrived=form.arrived)
    )
    others = [one for one in people if one != hidden]
    assert row(office, hidden).head_only
    assert not any(row(office, one).head_only for one in others)
    assert {row(office, one).ruling for one in people} == {"لوله عوض شود"}
    assert len(common_matters.of_issue(office, others[0]).people) == 4
    assert common_matters.of_issue(office, hidden) is None
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    assert "لوله" not in repr(timeline.of_issue(office, hidden))


def test_a_secret_later_visit_takes_its_matter_out(office, clock, people):
    common_matters.link(office, people, people[0])
    clock.tick(60 * 24 * 7)
    later = make.registered(office, 2, issues=(make.issue(follows=people[1], head_only=True),)).issue_ids[0]
    assert row(office, later).head_only
    assert row(office, people[1]).head_only
    assert common_matters.of_issue(office, people[1]) is None
    assert len(common_matters.of_issue(office, people[0]).people) == 4


def test_who_goes_takes_all_along_and_those_who_stay_keep_it(office, clock, people):
    common_matters.link(office, people, people[0])
    (referral,) = referrals.refer(office, people[0], ["آبفا"], note="فوری").ids
    clock.tick()
    answer = referrals.answer(office, referral, AnswerKind.FULL, "لوله عوض شد", number="77")
    attachments.attach(office, people[0], "پاسخ.pdf", b"%PDF-1.7", answer_id=answer)
    outcomes.record(office, people[0], Status.RESOLVED, "آب وصل شد")
    notices.record(office, people[2], Way.CALL, office.today())
    before = row(office, people[2])
    story = told(office, people[2])
    common_matters.unlink(office, people[2])
    assert row(office, people[2]) == before
    assert [line for line in told(office, people[2]) if line] == [line for line in story if line]
    assert row(office, people[0]).outcome == "آب وصل شد"
    outcomes.reopen(office, people[2], "دوباره قطع شد")
    assert row(office, people[0]).status is Status.RESOLVED


def test_a_units_answer_is_seen_by_all_from_whichever_of_them_it_was_attached(office, people):
    common_matters.link(office, people, people[0])
    (referral,) = referrals.refer(office, people[0], ["آبفا"]).ids
    answer = referrals.answer(office, referral, AnswerKind.FULL, "لوله عوض شد")
    scan = attachments.attach(office, people[3], "پاسخ.pdf", b"%PDF-1.7", answer_id=answer)
    attachments.attach(office, people[3], "عریضه.pdf", b"%PDF-1.4")
    shown = [[event.scan for event in timeline.of_issue(office, one).events if event.scan] for one in people]
    assert [[one.name for one in scans] for scans in shown] == [
        ["پاسخ.pdf"],
        ["پاسخ.pdf"],
        ["پاسخ.pdf"],
        ["عریضه.pdf", "پاسخ.pdf"],
        ["پاسخ.pdf"],
    ]
    assert attachments.content(office, scan.id) == b"%PDF-1.7"


def test_when_the_lead_goes_the_next_one_leads_with_all_that_stands(office, clock, people):
    common_matters.link(office, people, people[0])
    rulings.give(office, people[0], "لوله عوض شود", unit="آبفا", due=office.today())
    clock.tick()
    common_matters.unlink(office, people[0])
    common = common_matters.of_issue(office, people[4])
    assert (common.lead_id, len(common.people)) == (people[1], 4)
    assert {row(office, one).ruling for one in people} == {"لوله عوض شود"}
    assert standing(office, people[0]) == standing(office, people[1]) == ["آبفا"]
    rulings.take_back(office, people[3])
    assert standing(office, people[1]) == []
    assert standing(office, people[0]) == ["آبفا"]


@pytest.mark.parametrize("place", [0, 2])
def test_a_parting_is_undone_and_leaves_one_referral(office, clock, people, place):
    common_matters.link(office, people, people[0])
    rulings.give(office, people[0], "لوله عوض شود", unit="آبفا")
    outcomes.record(office, people[0], Status.RESOLVED, "آب وصل شد")
    notices.record(office, people[1], Way.SMS, office.today())
    before = [row(office, one) for one in people]
    stories = [told(office, one) for one in people]
    clock.tick()
    gone = common_matters.unlink(office, people[place])
    clock.tick()
    common_matters.take_unlink_back(office, gone)
    assert [row(office, one) for one in people] == before
    assert common_matters.of_issue(office, people[4]).lead_id == people[0]
    for one, story in zip(people, stories, strict=True):
        assert set(story) <= set(told(office, one))
    audit.check(office.connection())


def test_a_parting_is_not_undone_over_what_was_recorded_since(office, clock, people):
    common_matters.link(office, people, people[0])
    gone = common_matters.unlink(office, people[2])
    rulings.give(office, people[2], "جدا بررسی شود")
    with pytest.raises(Refused):
        common_matters.take_unlink_back(office, gone)
    common_matters.link(office, [people[2]], people[0])


def test_a_later_visit_of_one_of_them_is_part_of_the_common_matter(office, clock, people):
    common_matters.link(office, people, people[0])
    clock.tick(60 * 24 * 7)
    later = make.registered(office, 3, issues=(make.issue(subject="باز هم آب", follows=people[2]),)).issue_ids[0]
    rulings.give(office, later, "فوری")
    assert row(office, people[4]).ruling == "فوری"
    common_matters.unlink(office, later)
    assert row(office, later).ruling == row(office, people[2]).ruling == "فوری"
    matters.part(office, later)
    assert row(office, later).ruling is None
    assert row(office, people[2]).ruling == "فوری"


def test_the_history_of_each_at_the_desk_shows_what_became_of_the_common_matter(office, people):
    common_matters.link(office, people, people[0])
    outcomes.record(office, people[0], Status.RESOLVED, "آب وصل شد")
    with office.read() as session:
        person = session.scalar(
            select(visitors.Visit.visitor_id)
            .join(Issue, Issue.visit_id == visitors.Visit.id)
            .where(Issue.id == people[3])
        )
    (past,) = visitors.history(office, person).rows
    assert (past.issue_id, past.status, past.outcome) == (people[3], Status.RESOLVED, "آب وصل شد")


def test_a_registration_that_is_taken_back_leaves_the_others_together(office, people):
    common_matters.link(office, people, people[0])
    rulings.give(office, people[0], "لوله عوض شود")
    visits.withdraw(office, row(office, people[0]).visit_id)
    common = common_matters.of_issue(office, people[4])
    assert [one.issue_id for one in common.people] == people[1:]
    assert row(office, people[4]).ruling == "لوله عوض شود"


class AnyOrder(RuleBasedStateMachine):
    """Linked, parted, ruled, referred, decided, told, opened again, undone, in any order."""

    office: Office
    clock: Clock
    days = 0

    def __init__(self) -> None:
        super().__init__()
        self.people = [
            make.registered(self.office, number, again=True, issues=(make.issue(**WATER),)).issue_ids[0]
            for number in range(1, 5)
        ]
        self.heard: dict[int, set[str]] = {one: set() for one in self.people}
        self.count = 0

    def together(self, one: int) -> list[int]:
        common = common_matters.of_issue(self.office, one)
        return [other.issue_id for other in common.people] if common else [one]

    who = st.integers(0, 3)

    @rule(who=who)
    def rule_it(self, who) -> None:
        self.clock.tick()
        self.count += 1
        one, text = self.people[who], f"دستور {self.count}"
        rulings.give(self.office, one, text, unit=f"واحد {self.count}" if self.count % 2 else "")
        for other in self.together(one):
            self.heard[other].add(f"«{text}»")

    @rule(who=who, other=who)
    def link(self, who, other) -> None:
        self.clock.tick()
        with suppress(Refused):
            common_matters.link(self.office, [self.people[who]], self.people[other])
            lead = common_matters.of_issue(self.office, self.people[other]).lead_id
            self.heard[self.people[who]] |= self.heard[lead]

    @rule(who=who, other=who)
    def link_and_think_better_of_it(self, who, other) -> None:
        self.clock.tick()
        before = [row(self.office, one) for one in self.people]
        with suppress(Refused):
            linked = common_matters.link(self.office, [self.people[who]], self.people[other])
            common_matters.take_link_back(self.office, linked)
        assert [row(self.office, one) for one in self.people] == before

    @rule(who=who)
    def unlink(self, who) -> None:
        self.clock.tick()
        before = [row(self.office, one) for one in self.people]
        with suppress(Refused):
            common_matters.unlink(self.office, self.people[who])
        assert [row(self.office, one) for one in self.people] == before

    @rule(who=who)
    def unlink_and_think_better_of_it(self, who) -> None:
        self.clock.tick()
        groups = [self.together(one) for one in self.people]
        with suppress(Refused):
            gone = common_matters.unlink(self.office, self.people[who])
            self.clock.tick()
            common_matters.take_unlink_back(self.office, gone)
        assert [self.together(one) for one in self.people] == groups

    @rule(who=who, status=st.sampled_from([Status.RESOLVED, Status.REJECTED]))
    def decide(self, who, status) -> None:
        self.clock.tick()
        outcomes.record(self.office, self.people[who], status, "نتیجه")

    @rule(who=who, act=st.sampled_from(["tell", "reopen", "take outcome back", "take notice back"]))
    def follow_up(self, who, act) -> None:
        self.clock.tick()
        one = self.people[who]
        with suppress(Refused):
            if act == "tell":
                notices.record(self.office, one, Way.CALL, self.office.today())
            elif act == "reopen":
                outcomes.reopen(self.office, one, "آمد")
            elif act == "take outcome back":
                outcomes.take_back(self.office, one)
            else:
                notices.take_back(self.office, one)

    @invariant()
    def links_are_one_step_long_and_nobody_leads_and_is_led(self) -> None:
        with self.office.read() as session:
            found = {issue.id: issue for issue in session.scalars(select(Issue).where(Issue.id.in_(self.people)))}
        for issue in found.values():
            if issue.common_with is not None:
                lead = found[issue.common_with]
                assert (lead.common_with, lead.status) == (None, issue.status)

    @invariant()
    def the_status_is_what_the_last_outcome_says_and_an_open_one_is_not_told(self) -> None:
        with self.office.read() as session:
            for issue in session.scalars(select(Issue).where(Issue.id.in_(self.people))):
                last = session.scalar(
                    select(Outcome.status)
                    .where(Outcome.issue_id == (issue.common_with or issue.id), Outcome.withdrawn_at.is_(None))
                    .order_by(Outcome.id.desc())
                    .limit(1)
                )
                assert issue.status is (last or Status.OPEN)
                stands = select(Notice.id).where(
                    Notice.issue_id == issue.id, Notice.withdrawn_at.is_(None), Notice.void_at.is_(None)
                )
                assert issue.status is not Status.OPEN or session.scalar(stands) is None

    @invariant()
    def no_unit_is_asked_on_an_issue_that_another_leads(self) -> None:
        with self.office.read() as session:
            led = select(Referral.id).join(Issue, Referral.issue_id == Issue.id)
            stands = Referral.ended_at.is_(None) & Referral.withdrawn_at.is_(None)
            assert session.scalar(led.where(Issue.common_with.is_not(None), stands)) is None

    def teardown(self) -> None:
        for one in self.people:
            assert self.heard[one] <= set(told(self.office, one))


def test_in_any_order_of_acts_all_stays_whole_and_nothing_is_lost(office, clock):
    machine = type("OfOffice", (AnyOrder,), {"office": office, "clock": clock})
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=14, deadline=None))
    audit.check(office.connection())


def test_an_objection_names_whose_it_is_in_the_file_and_to_no_other_applicant(office, people):
    common_matters.link(office, people, people[0])
    outcomes.record(office, people[0], Status.RESOLVED)
    outcomes.reopen(office, people[2], "آب هنوز قطع است", objected=True)
    objector = row(office, people[2])
    for one in people:
        (again,) = [event for event in timeline.of_issue(office, one).events if event.kind is What.REOPENED]
        assert objector.visitor in again.what
        assert (again.detail, again.stands) == ("آب هنوز قطع است", True)
    with office.read() as session:
        of_another = timeline._told_applicant(session, office, row(office, people[1]))
    assert not any(objector.visitor in event.what + event.detail for event in of_another)
    assert any("یکی از متقاضیان" in event.what for event in of_another)


def test_nothing_is_offered_to_who_leads_or_has_a_result(office, people):
    common_matters.link(office, people[:3], people[0])
    assert common_matters.offered(office, [people[3]]).people == 3
    assert common_matters.offered(office, [people[0]]) is None
    outcomes.record(office, people[3], Status.RESOLVED)
    assert common_matters.offered(office, [people[3]]) is None
