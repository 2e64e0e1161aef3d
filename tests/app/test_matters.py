"""A second visit on the same matter joins the open issue: one matter with several visits."""

import pytest

from app import corrections, issues, matters, merging, notices, outcomes, rulings, visitors, visits
from app.domain.codes import Role, Status, Way
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office, SignedIn
from app.queue import QueueRow
from app.report import data, meaning
from tests import make
from tests.conftest import MEETING_DAY, Clock

FIRST = jalali(1405, 6, 15)
QUARTER = Quarter(1405, 2)


@pytest.fixture
def first(office: Office, clock: Clock) -> QueueRow:
    """The visit of the week before, with a promise that is late today."""
    clock.set(9, day=FIRST)
    row = make.registered(office, 1, issues=(make.issue(type="complaint", subject="آسفالت کوچهٔ نرگس"),))
    rulings.give(office, row.issue_ids[0], "ظرف ۳ روز بازدید شود", unit="فنی و عمرانی", due=jalali(1405, 6, 18))
    clock.set(9, 42, day=MEETING_DAY)
    return row


def again(office: Office, first: QueueRow, number: int = 1, **given) -> QueueRow:
    follows = {"follows": first.issue_ids[0], "subject": "باز هم آسفالت"}
    return make.registered(office, number, issues=(make.issue(**follows, **given),))


def test_what_was_ruled_on_the_matter_stands_for_its_second_visit(office: Office, first: QueueRow) -> None:
    second = again(office, first)
    issue = issues.one(office, second.issue_ids[0])
    assert (issue.ruling, issue.unit, issue.due) == ("ظرف ۳ روز بازدید شود", "فنی و عمرانی", jalali(1405, 6, 18))
    assert (issue.subject, issue.follows) == ("باز هم آسفالت", first.issue_ids[0])


def test_the_code_told_to_the_visitor_stays_the_first_ones(office: Office, first: QueueRow) -> None:
    second = again(office, first)
    codes = {issues.one(office, row.issue_ids[0]).code for row in (first, second)}
    assert len(codes) == 1


def test_a_ruling_of_the_second_visit_is_the_matters(office: Office, first: QueueRow) -> None:
    second = again(office, first)
    rulings.give(office, second.issue_ids[0], "فوری اقدام شود")
    assert issues.one(office, first.issue_ids[0]).ruling == "فوری اقدام شود"
    rulings.take_back(office, second.issue_ids[0])
    assert issues.one(office, first.issue_ids[0]).ruling == "ظرف ۳ روز بازدید شود"


@pytest.mark.parametrize("on", [0, 1])
def test_an_outcome_on_either_visit_closes_the_matter_and_its_notice_tells_both(office, first, on) -> None:
    second = again(office, first)
    either = (first, second)[on].issue_ids[0]
    outcomes.record(office, either, Status.RESOLVED, "آسفالت شد")
    notices.record(office, either, Way.CALL, MEETING_DAY)
    for row in (first, second):
        issue = issues.one(office, row.issue_ids[0])
        assert (issue.status, issue.outcome, issue.told_by) == (Status.RESOLVED, "آسفالت شد", Way.CALL)
    notices.take_back(office, first.issue_ids[0])
    outcomes.take_back(office, first.issue_ids[0])
    assert issues.one(office, second.issue_ids[0]).status is Status.OPEN


def test_the_history_shows_one_matter_with_two_visits(office: Office, first: QueueRow) -> None:
    second = again(office, first)
    history = visitors.history(office, second.visitor_id)
    assert (history.visits, history.issues, history.open) == (2, 1, 1)
    (matter,) = history.rows
    assert (matter.issue_id, matter.subject, matter.visits) == (first.issue_ids[0], "آسفالت کوچهٔ نرگس", 2)
    assert (matter.date, matter.days_late(office.today())) == (MEETING_DAY, 4)


def test_the_report_counts_both_issues_and_holds_together(office: Office, first: QueueRow, clock: Clock) -> None:
    second = again(office, first)
    outcomes.record(office, second.issue_ids[0], Status.RESOLVED, "آسفالت شد")
    notices.record(office, first.issue_ids[0], Way.SMS, MEETING_DAY)
    report, counted = data.build(office, QUARTER, office.now())
    assert (counted.totals.issues, counted.totals.by_status["resolved"], counted.totals.notified) == (2, 2, 2)
    meaning.check(report)


def test_the_result_was_not_told_before_the_last_visit_on_the_matter(office: Office, first: QueueRow) -> None:
    again(office, first)
    outcomes.record(office, first.issue_ids[0], Status.RESOLVED, "آسفالت شد")
    with pytest.raises(Refused):
        notices.record(office, first.issue_ids[0], Way.CALL, jalali(1405, 6, 17))


def test_a_third_visit_follows_the_first_whichever_it_was_joined_to(office: Office, first: QueueRow, clock) -> None:
    second = again(office, first)
    clock.set(9, day=jalali(1405, 6, 29))
    third = again(office, second)
    assert issues.one(office, third.issue_ids[0]).follows == first.issue_ids[0]
    assert visitors.history(office, first.visitor_id).rows[0].visits == 3


def test_a_matter_that_is_closed_or_anothers_is_not_joined(office: Office, first: QueueRow) -> None:
    with pytest.raises(Refused, match="فرد دیگری"):
        again(office, first, number=2)
    outcomes.record(office, first.issue_ids[0], Status.RESOLVED, "آسفالت شد")
    with pytest.raises(Refused, match="نتیجه"):
        again(office, first)


def test_the_open_matter_of_a_merged_record_is_the_persons(office: Office, first: QueueRow) -> None:
    no_id = {"national_id": "", "no_id_reason": "همراه نداشت"}
    other = make.registered(office, 2, particulars=no_id)
    merging.merge(office, first.visitor_id, other.visitor_id)
    joined = matters.join(office, other.issue_ids[0], first.issue_ids[0])
    assert joined.follows == first.issue_ids[0]
    assert visitors.history(office, other.visitor_id).issues == 1


def test_parting_loses_nothing(office: Office, first: QueueRow) -> None:
    second = again(office, first)
    rulings.give(office, second.issue_ids[0], "فوری اقدام شود")
    parted = matters.part(office, second.issue_ids[0])
    assert (parted.follows, parted.ruling, parted.status, parted.subject) == (None, None, Status.OPEN, "باز هم آسفالت")
    assert parted.code != issues.one(office, first.issue_ids[0]).code
    assert issues.one(office, first.issue_ids[0]).ruling == "فوری اقدام شود"
    matters.join(office, second.issue_ids[0], first.issue_ids[0])
    assert issues.one(office, second.issue_ids[0]).ruling == "فوری اقدام شود"


def test_what_has_a_ruling_or_later_visits_of_its_own_stays_a_matter_of_its_own(office: Office, first) -> None:
    other = make.registered(office, 1, issues=(make.issue(subject="مستمری"),))
    with pytest.raises(Refused):
        matters.join(office, first.issue_ids[0], other.issue_ids[0])
    with pytest.raises(Refused):
        matters.join(office, first.issue_ids[0], first.issue_ids[0])


def test_a_correction_joins_and_parts_and_tells_so_among_the_earlier_values(office: Office, first, clock) -> None:
    second = again(office, first)
    form = visits.written(office, second.visit_id).new
    assert form.issues[0]["follows"] == first.issue_ids[0]
    alone = {**form.issues[0], "follows": None}
    visits.correct(office, second.visit_id, make.visit(1, issues=(alone,), arrived=form.arrived))
    assert issues.one(office, second.issue_ids[0]).follows is None
    code = issues.one(office, first.issue_ids[0]).code
    said = [(one.field, one.before, one.after) for one in corrections.of_visit(office, second.visit_id)]
    assert said == [("پیگیری مورد", code, None)]
    visits.correct(office, second.visit_id, form)
    assert issues.one(office, second.issue_ids[0]).follows == first.issue_ids[0]


def test_a_correction_that_says_nothing_of_it_leaves_it_joined(office: Office, first: QueueRow) -> None:
    second = again(office, first)
    visits.correct(office, second.visit_id, make.visit(1, arrived="9:40"))
    assert issues.one(office, second.issue_ids[0]).follows == first.issue_ids[0]


def sign_in(office: Office, *roles: Role) -> None:
    office.user = SignedIn(office.user.id, office.user.login, office.user.name, roles)


def test_what_is_secret_in_one_visit_of_a_matter_is_secret_in_all(office: Office, first: QueueRow) -> None:
    second = again(office, first, head_only=True)
    rulings.give(office, second.issue_ids[0], "محرمانه رسیدگی شود")
    sign_in(office, Role.SECRETARY)
    for row in (first, second):
        assert "محرمانه رسیدگی شود" not in repr(issues.one(office, row.issue_ids[0]))
    assert "محرمانه رسیدگی شود" not in repr(visitors.history(office, first.visitor_id))


def test_who_may_not_see_a_matter_does_not_join_it(office: Office, first: QueueRow) -> None:
    hidden = make.registered(office, 2, issues=(make.issue(head_only=True),))
    sign_in(office, Role.SECRETARY)
    with pytest.raises(Refused):
        make.registered(office, 2, again=True, issues=(make.issue(follows=hidden.issue_ids[0]),))


def test_a_later_visit_on_a_secret_matter_is_secret_too(office: Office) -> None:
    hidden = make.registered(office, 2, issues=(make.issue(head_only=True),))
    sign_in(office, Role.HEAD, Role.SECRETARY)
    later = make.registered(office, 2, again=True, issues=(make.issue(follows=hidden.issue_ids[0]),))
    assert issues.one(office, later.issue_ids[0]).head_only


def test_a_secret_issue_that_is_joined_makes_its_matter_secret(office: Office, first: QueueRow) -> None:
    sign_in(office, Role.HEAD, Role.SECRETARY)
    second = make.registered(office, 1, issues=(make.issue(head_only=True),))
    matters.join(office, second.issue_ids[0], first.issue_ids[0])
    assert issues.one(office, first.issue_ids[0]).head_only
