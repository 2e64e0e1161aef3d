"""What came of an issue, and that it is opened again when the applicant comes back or objects (charter, art. 23)."""

from contextlib import suppress

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from app import issues, notices, outcomes, search, timeline
from app.domain.codes import Role, Status, Way
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.office import Office, SignedIn
from app.report import data
from app.story import What
from db.models import Issue, Notice, Outcome
from tests import make

QUARTER = Quarter(1405, 2)


@pytest.fixture
def issue_id(office: Office) -> int:
    return make.registered(office).issue_ids[0]


def tell(office: Office, issue_id: int, way: Way = Way.CALL) -> issues.IssueRow:
    return notices.record(office, issue_id, way, office.today())


def kept(office: Office, issue_id: int) -> Outcome:
    with office.read() as session:
        return session.scalars(select(Outcome).where(Outcome.issue_id == issue_id).order_by(Outcome.id.desc())).first()


def test_the_note_for_the_file_stands_apart_from_the_words_for_the_applicant(office, issue_id):
    row = outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد", note="با اعتبار سال آینده")
    assert row.outcome == "آسفالت شد"
    assert kept(office, issue_id).note == "با اعتبار سال آینده"


def test_who_is_sent_elsewhere_is_told_where_in_words_that_are_there(office, issue_id):
    row = outcomes.record(office, issue_id, Status.REDIRECTED, where_to="ادارهٔ برق اهواز")
    assert row.outcome == "رسیدگی به موضوع شما در صلاحیت ادارهٔ برق اهواز است. لطفاً به آن دستگاه مراجعه کنید."
    assert kept(office, issue_id).where_to == "ادارهٔ برق اهواز"


def test_words_of_the_offices_own_stand_in_place_of_the_usual_ones(office, issue_id):
    row = outcomes.record(office, issue_id, Status.REDIRECTED, "به ادارهٔ برق بروید", where_to="ادارهٔ برق")
    assert row.outcome == "به ادارهٔ برق بروید"


def test_an_issue_is_opened_again_with_the_reason_alone(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    with pytest.raises(Refused) as refused:
        outcomes.reopen(office, issue_id, " ")
    assert refused.value.field == "reason"
    row = outcomes.reopen(office, issue_id, "نیمی از کوچه مانده است")
    assert row.status is Status.OPEN
    assert kept(office, issue_id).objected is False


def test_what_is_open_is_not_opened_again(office, issue_id):
    with pytest.raises(Refused) as refused:
        outcomes.reopen(office, issue_id, "آمد")
    assert refused.value.field == "status"


def test_the_reason_for_opening_it_again_is_no_word_for_the_applicant(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    assert outcomes.reopen(office, issue_id, "راضی نیست", objected=True).outcome is None
    assert kept(office, issue_id).objected is True
    report, _figures = data.build(office, QUARTER, office.now())
    assert report["visits"][0]["issues"][0]["outcome"] is None


def test_it_is_found_by_the_reason_too(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    outcomes.reopen(office, issue_id, "ترک‌خوردگی دوباره")
    assert [one.id for one in search.more(office, "ترک‌خوردگی", nobody=True).issues] == [issue_id]


def test_c6_what_was_told_is_void_once_the_issue_is_open_again_and_counts_no_more(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    tell(office, issue_id)
    assert data.build(office, QUARTER, office.now())[1].totals.notified == 1
    row = outcomes.reopen(office, issue_id, "دوباره آمد")
    assert (row.told_by, row.told_on) == (None, None)
    assert data.build(office, QUARTER, office.now())[1].totals.notified == 0
    with office.read() as session:
        (notice,) = session.scalars(select(Notice))
        assert notice.withdrawn_at is None
        assert notice.void_at == kept(office, issue_id).recorded_at


def test_the_new_result_is_told_anew(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    tell(office, issue_id)
    outcomes.reopen(office, issue_id, "دوباره آمد")
    assert outcomes.record(office, issue_id, Status.RESOLVED, "کامل شد").told_by is None
    assert tell(office, issue_id, Way.LETTER).told_by is Way.LETTER


def test_another_result_is_told_anew_and_a_mended_word_is_not(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالط شد")
    tell(office, issue_id)
    assert outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد").told_by is Way.CALL
    assert outcomes.record(office, issue_id, Status.REJECTED, "ممکن نیست").told_by is None
    assert outcomes.take_back(office, issue_id).told_by is Way.CALL


def test_once_the_opening_is_taken_back_what_was_told_stands_again(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    tell(office, issue_id)
    outcomes.reopen(office, issue_id, "اشتباهی")
    row = outcomes.take_back(office, issue_id)
    assert (row.status, row.outcome, row.told_by) == (Status.RESOLVED, "آسفالت شد", Way.CALL)


def test_a_notice_that_was_void_before_stays_void(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "یک")
    tell(office, issue_id, Way.SMS)
    outcomes.reopen(office, issue_id, "بار نخست")
    outcomes.record(office, issue_id, Status.RESOLVED, "دو")
    tell(office, issue_id, Way.LETTER)
    outcomes.reopen(office, issue_id, "بار دوم")
    assert outcomes.take_back(office, issue_id).told_by is Way.LETTER


def test_an_outcome_that_was_told_is_not_taken_back_behind_the_applicants_back(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    tell(office, issue_id)
    with pytest.raises(Refused) as refused:
        outcomes.take_back(office, issue_id)
    assert refused.value.field == "status"
    notices.take_back(office, issue_id)
    assert outcomes.take_back(office, issue_id).status is Status.OPEN


def test_a_void_notice_is_not_taken_back_for_the_one_that_counts(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    tell(office, issue_id)
    outcomes.reopen(office, issue_id, "دوباره آمد")
    with pytest.raises(Refused):
        notices.take_back(office, issue_id)


def test_the_words_of_a_secret_matter_stay_secret_when_it_is_opened_again(office):
    issue_id = make.registered(office, issues=(make.issue(head_only=True),)).issue_ids[0]
    outcomes.record(office, issue_id, Status.RESOLVED, "رسیدگی شد")
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    assert "باز هم آزار" not in repr(outcomes.reopen(office, issue_id, "باز هم آزار"))
    assert not search.more(office, "آزار", nobody=True).issues


def test_other_words_than_those_that_were_told_are_told_anew_where_the_office_says_so(office, clock, issue_id):
    outcomes.record(office, issue_id, Status.REJECTED, "بودجه نیست")
    clock.tick()
    tell(office, issue_id)
    clock.tick()
    assert outcomes.record(office, issue_id, Status.REJECTED, "مدارک کافی نیست", anew=True).told_by is None
    (told,) = [event for event in timeline.of_issue(office, issue_id).events if event.kind is What.NOTICE]
    assert not told.stands
    assert "بودجه نیست" in told.detail
    assert "ثبت دوبارهٔ نتیجه" in told.detail
    assert outcomes.take_back(office, issue_id).told_by is Way.CALL


def test_words_that_were_told_anew_are_not_taken_back_as_though_nobody_had_heard_them(office, clock, issue_id):
    outcomes.record(office, issue_id, Status.REJECTED, "بودجه نیست")
    clock.tick()
    tell(office, issue_id)
    clock.tick()
    outcomes.record(office, issue_id, Status.REJECTED, "مدارک کافی نیست", anew=True)
    clock.tick()
    tell(office, issue_id)
    with pytest.raises(Refused):
        outcomes.take_back(office, issue_id)
    notices.take_back(office, issue_id)
    row = outcomes.take_back(office, issue_id)
    assert (row.outcome, row.told_by) == ("بودجه نیست", Way.CALL)


def test_the_record_says_in_which_words_it_was_told(office, clock, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالط شد")
    clock.tick()
    tell(office, issue_id)
    (told,) = [event for event in timeline.of_issue(office, issue_id).events if event.kind is What.NOTICE]
    assert "آسفالط" not in told.detail  # the outcome beside it says the same
    clock.tick()
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    (told,) = [event for event in timeline.of_issue(office, issue_id).events if event.kind is What.NOTICE]
    assert told.stands
    assert "آسفالط شد" in told.detail


class AnyOutcome(RuleBasedStateMachine):
    """Decided, told, opened again, taken back, in any order."""

    office: Office

    def __init__(self) -> None:
        super().__init__()
        self.issue = make.registered(self.office, again=True).issue_ids[0]

    @property
    def row(self) -> issues.IssueRow:
        return issues.one(self.office, self.issue)

    @rule(status=st.sampled_from([Status.RESOLVED, Status.REJECTED, Status.REDIRECTED]))
    def decide(self, status) -> None:
        outcomes.record(self.office, self.issue, status, "نتیجه")

    @rule()
    @precondition(lambda self: self.row.status is not Status.OPEN)
    def tell(self) -> None:
        tell(self.office, self.issue)

    @rule()
    @precondition(lambda self: self.row.status is not Status.OPEN)
    def reopen_and_think_better_of_it(self) -> None:
        before = self.row
        outcomes.reopen(self.office, self.issue, "آمد")
        assert outcomes.take_back(self.office, self.issue) == before

    @rule()
    @precondition(lambda self: self.row.status is not Status.OPEN)
    def reopen(self) -> None:
        assert outcomes.reopen(self.office, self.issue, "آمد").told_by is None

    @rule(which=st.sampled_from([outcomes.take_back, notices.take_back]))
    def take_back(self, which) -> None:
        with suppress(Refused):
            which(self.office, self.issue)

    @invariant()
    def an_open_issue_was_not_told_its_result(self) -> None:
        assert self.row.status is not Status.OPEN or self.row.told_by is None

    @invariant()
    def its_status_is_what_its_last_outcome_says(self) -> None:
        with self.office.read() as session:
            last = session.scalar(
                select(Outcome.status)
                .where(Outcome.issue_id == self.issue, Outcome.withdrawn_at.is_(None))
                .order_by(Outcome.id.desc())
                .limit(1)
            )
            assert session.get_one(Issue, self.issue).status is (last or Status.OPEN)


def test_in_any_order_of_acts_status_and_notices_agree(office):
    machine = type("OfOffice", (AnyOutcome,), {"office": office})
    run_state_machine_as_test(machine, settings=settings(max_examples=20, stateful_step_count=15, deadline=None))
