"""What the head orders, what came of it, and that the applicant was told."""

from functools import partial

import pytest
from sqlalchemy import select

from app import issues, notices, outcomes, queue, rulings
from app.domain.codes import Role, Status, Way
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali
from app.office import SignedIn
from app.referrals import refer
from app.security.rights import Right
from db.models import Referral, User, UserRole
from tests import make


@pytest.fixture
def issue_id(office):
    return make.registered(office).issue_ids[0]


def test_a_ruling_is_kept_with_unit_and_due_date(office, issue_id):
    row = rulings.give(office, issue_id, "ظرف ۱۰ روز اقدام شود", unit="فنی و عمرانی", due=jalali(1405, 7, 1))
    assert (row.ruling, row.unit, row.due) == ("ظرف ۱۰ روز اقدام شود", "فنی و عمرانی", jalali(1405, 7, 1))


def test_a_ruling_may_stand_without_unit_or_due_date(office, issue_id):
    row = rulings.give(office, issue_id, "پرونده بایگانی شود")
    assert (row.unit, row.due) == (None, None)


def test_an_empty_ruling_is_refused_at_its_field(office, issue_id):
    with pytest.raises(Refused) as refused:
        rulings.give(office, issue_id, " ‌ ")
    assert refused.value.field == "ruling"


def test_a_due_date_before_the_visit_is_refused(office, issue_id):
    with pytest.raises(Refused) as refused:
        rulings.give(office, issue_id, "اقدام شود", due=jalali(1405, 6, 1))
    assert refused.value.field == "due"


def test_a_later_ruling_stands_and_taking_it_back_shows_the_earlier(office, clock, issue_id):
    rulings.give(office, issue_id, "بررسی شود", unit="حقوقی")
    clock.tick()
    rulings.give(office, issue_id, "اقدام شود", unit="درآمد")
    assert issues.one(office, issue_id).unit == "درآمد"
    back = rulings.take_back(office, issue_id)
    assert (back.ruling, back.unit) == ("بررسی شود", "حقوقی")


def test_several_units_are_several_referrals_with_one_due_date(office, issue_id):
    due = jalali(1405, 7, 1)
    row = rulings.give(office, issue_id, "با هم بررسی کنند", unit=("شهرسازی", "درآمد", "شهرسازی", " "), due=due)
    assert (row.unit, row.due) == ("شهرسازی، درآمد", due)
    with office.read() as session:
        kept = session.execute(select(Referral.unit, Referral.due).order_by(Referral.id)).all()
    assert kept == [("شهرسازی", due), ("درآمد", due)]
    back = rulings.take_back(office, issue_id)
    assert (back.ruling, back.unit, back.due) == (None, None, None)


def test_a_correction_in_the_same_instant_names_its_own_units_alone(office, issue_id):
    rulings.give(office, issue_id, "بررسی شود", unit=("شهرسازی", "درآمد"))
    assert rulings.give(office, issue_id, "نخست حقوقی", unit="حقوقی").unit == "حقوقی"
    assert rulings.take_back(office, issue_id).unit == "شهرسازی، درآمد"


def test_a_ruling_without_unit_and_due_date_leaves_the_referral_standing(office, clock, issue_id):
    rulings.give(office, issue_id, "بررسی شود", unit=("شهرسازی", "درآمد"), due=jalali(1405, 7, 1))
    clock.tick()
    row = rulings.give(office, issue_id, "زودتر")
    assert (row.ruling, row.unit, row.due) == ("زودتر", "شهرسازی، درآمد", jalali(1405, 7, 1))


def test_a_ruling_after_the_visit_is_over_is_recorded_as_any_other(office, issue_id):
    visit_id = issues.one(office, issue_id).visit_id
    for step in (queue.call, queue.admit, queue.finish):
        step(office, visit_id)
    assert rulings.give(office, issue_id, "اقدام شود").ruling == "اقدام شود"


def test_each_ruling_stays_readable_with_the_minute_and_who_typed_it(office, clock, issue_id):
    first = clock.at
    rulings.give(office, issue_id, "بررسی شود")
    clock.tick(7)
    rulings.give(office, issue_id, "اقدام شود")
    clock.tick()
    rulings.give(office, issue_id, "اشتباه")
    rulings.take_back(office, issue_id)
    given = rulings.of_issue(office, issue_id)
    assert [(one.text, one.stands) for one in given] == [
        ("اشتباه", False),
        ("اقدام شود", True),
        ("بررسی شود", True),
    ]
    assert given[2].given_at == first
    assert {(one.typed_by, one.himself) for one in given} == {("زهرا موسوی", False)}


def test_earlier_rulings_on_what_only_the_head_may_know_are_for_the_heads_eyes(office):
    hidden = make.registered(office, 2, issues=(make.issue(head_only=True),)).issue_ids[0]
    rulings.give(office, hidden, "محرمانه رسیدگی شود")
    office.user = SignedIn(office.user.id, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    assert "محرمانه" not in repr(rulings.of_issue(office, hidden))
    office.user = SignedIn(office.user.id, "zahra", "زهرا موسوی", (Role.HEAD,))
    assert [one.text for one in rulings.of_issue(office, hidden)] == ["محرمانه رسیدگی شود"]


@pytest.mark.parametrize(
    ("name", "roles", "himself"),
    [
        ("زهرا موسوی", (Role.ADMINISTRATOR, Role.HEAD, Role.SECRETARY), False),  # the first user does all
        ("زهرا موسوی", (Role.SECRETARY,), False),
        ("فرهاد بهرامی", (Role.HEAD, Role.SECRETARY), True),  # the head's own name
        ("دفتر شهردار", (Role.HEAD,), True),
    ],
)
def test_a_ruling_in_the_heads_own_hand_says_so(office, issue_id, name, roles, himself):
    with office.work("tests.roles", Right.ADMINISTER) as session:
        session.get_one(User, office.user.id).name = name
        for row in session.scalars(select(UserRole)):
            session.delete(row)
        session.flush()
        for role in roles:
            session.add(UserRole(agency_id=office.agency_id, user_id=office.user.id, role=role))
    office.user = SignedIn(office.user.id, "zahra", name, roles)
    rulings.give(office, issue_id, "اقدام شود")
    assert rulings.typed_by_head(office) is himself
    assert rulings.of_issue(office, issue_id)[0].himself is himself


def test_article_23_who_is_refused_or_sent_elsewhere_is_given_the_reason(office, issue_id):
    for status in (Status.REJECTED, Status.REDIRECTED):
        with pytest.raises(Refused) as refused:
            outcomes.record(office, issue_id, status)
        assert refused.value.field == "outcome"
    assert outcomes.record(office, issue_id, Status.REJECTED, "برابر ضوابط ممکن نیست").status is Status.REJECTED


def test_c6_only_a_result_is_told_and_not_before_the_visit(office, issue_id):
    with pytest.raises(Refused) as refused:
        notices.record(office, issue_id, Way.SMS, office.today())
    assert refused.value.field == "status"
    outcomes.record(office, issue_id, Status.RESOLVED, "انجام شد")
    for wrong in (jalali(1405, 6, 1), jalali(1405, 7, 1)):
        with pytest.raises(Refused) as refused:
            notices.record(office, issue_id, Way.SMS, wrong)
        assert refused.value.field == "notified_on"
    told = notices.record(office, issue_id, Way.CALL, office.today())
    assert (told.told_by, told.told_on) == (Way.CALL, office.today())


def test_the_first_notice_that_reached_is_the_one_that_counts(office, clock, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED)
    clock.set(9, day=jalali(1405, 6, 29))
    notices.record(office, issue_id, Way.SMS, jalali(1405, 6, 25))
    assert notices.record(office, issue_id, Way.CALL, jalali(1405, 6, 24)).told_by is Way.CALL
    assert notices.take_back(office, issue_id).told_by is Way.SMS


def test_an_issue_that_was_told_is_not_opened_again_behind_the_applicants_back(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED)
    notices.record(office, issue_id, Way.LETTER, office.today())
    with pytest.raises(Refused) as refused:
        outcomes.record(office, issue_id, Status.OPEN)
    assert refused.value.field == "status"


def test_an_outcome_taken_back_leaves_the_one_before(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "انجام شد")
    outcomes.record(office, issue_id, Status.REJECTED, "ممکن نیست")
    assert outcomes.take_back(office, issue_id).outcome == "انجام شد"
    assert outcomes.take_back(office, issue_id).status is Status.OPEN
    with pytest.raises(Refused):
        outcomes.take_back(office, issue_id)


def test_an_issue_for_the_heads_eyes_shows_no_subject_in_the_list(office):
    make.registered(office, issues=(make.issue(subject="آزار در محل کار", head_only=True),))
    assert queue.of_day(office, office.today())[0].subjects == (None,)


def test_each_issue_has_a_follow_up_code_of_its_own(office):
    row = make.registered(office, issues=(make.issue(), make.issue(subject="روشنایی کوچه")))
    codes = [issue.code for issue in issues.of_visit(office, row.visit_id)]
    assert len(set(codes)) == 2
    assert all(len(code) == 8 for code in codes)


def test_a_units_name_by_hand_is_no_longer_than_a_referrals(office, issue_id):
    named, said = ["درآمد", "ن" * 201], []
    for give in (
        partial(rulings.give, office, issue_id, "اقدام شود", unit=named),
        partial(refer, office, issue_id, named),
    ):
        with pytest.raises(Refused) as refused:
            give()
        said.append((refused.value.field, refused.value.reason))
    assert said == [("unit", "این نوشته بلند است؛ حداکثر ۲۰۰ نویسه. کوتاهش کنید.")] * 2
    assert rulings.give(office, issue_id, "اقدام شود", unit="ن" * 200).unit == "ن" * 200
