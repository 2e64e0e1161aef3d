"""Who is late with an answer is asked for it, one or many at once; what stays late climbs."""

import datetime as dt

import pytest

from app import office_settings, outcomes, pauses, referrals, reminders, worklist
from app.domain.codes import AnswerKind, Level, Role, Status
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali
from app.office import SignedIn
from app.office_settings import OfficeSettings
from tests import make

TODAY = jalali(1405, 6, 22)
DUE = TODAY + dt.timedelta(days=7)


@pytest.fixture
def issue_id(office):
    return make.registered(office).issue_ids[0]


@pytest.fixture
def given(office, issue_id):
    return referrals.refer(office, issue_id, "درآمد", DUE).ids[0]


def late(clock, days):
    clock.set(9, day=DUE + dt.timedelta(days=days))


def refused(call, *given):
    with pytest.raises(Refused) as error:
        call(*given)
    return error.value.reason


def test_what_stays_late_climbs_to_the_units_head_and_to_the_agencys(office, clock, given):
    asked = []
    for days in (1, 4, 7, 10):
        late(clock, days)
        asked += reminders.remind(office, [given]).levels
    assert asked == [Level.UNIT, Level.UNIT_HEAD, Level.AGENCY_HEAD, Level.AGENCY_HEAD]


def test_how_soon_it_climbs_is_the_offices_to_say(office, clock, given):
    office_settings.change(office, OfficeSettings(climb_days=10))
    late(clock, 1)
    reminders.remind(office, [given])
    late(clock, 10)
    assert reminders.remind(office, [given]).levels == (Level.UNIT,)


def test_it_may_be_said_to_whom_it_goes_and_how(office, given, issue_id):
    assert reminders.remind(office, [given], "با تلفن", Level.AGENCY_HEAD).levels == (Level.AGENCY_HEAD,)
    (row,) = referrals.of_issue(office, issue_id)
    assert [(one.level, one.how) for one in row.reminders] == [(Level.AGENCY_HEAD, "با تلفن")]


def test_a_key_that_is_pressed_twice_reminds_once(office, clock, given):
    late(clock, 1)
    reminders.remind(office, [given])
    assert refused(reminders.remind, office, [given]) == "امروز یادآوری شده است."


def test_a_reminder_is_taken_back(office, clock, given, issue_id):
    late(clock, 1)
    sent = reminders.remind(office, [given])
    reminders.take_back_remind(office, sent.ids)
    assert referrals.of_issue(office, issue_id)[0].reminders == ()
    assert reminders.remind(office, [given]).levels == (Level.UNIT,)


def test_many_are_reminded_at_once_each_at_its_level(office, clock):
    late_ones = [make.registered(office, n).issue_ids[0] for n in (2, 3)]
    first = referrals.refer(office, late_ones[0], ["درآمد", "حقوقی"], DUE)
    referrals.refer(office, late_ones[1], "شهرسازی", DUE + dt.timedelta(days=20))
    late(clock, 1)
    reminders.remind(office, [first.ids[0]])
    late(clock, 5)
    sent = reminders.remind_matters(office, late_ones)
    assert sent.levels == (Level.UNIT_HEAD, Level.UNIT, Level.UNIT)
    assert sent.units == ("درآمد", "حقوقی", "شهرسازی")


def test_of_a_matter_with_a_late_unit_only_that_one_is_reminded(office, clock, issue_id, given):
    referrals.refer(office, issue_id, "حقوقی", DUE + dt.timedelta(days=30))
    late(clock, 1)
    assert reminders.remind_matters(office, [issue_id]).units == ("درآمد",)


def test_who_answered_is_not_reminded(office, clock, issue_id, given):
    referrals.answer(office, given, AnswerKind.FULL, "انجام شد")
    late(clock, 1)
    assert refused(reminders.remind_matters, office, [issue_id]) == "در اینجا پاسخ واحدی در انتظار نیست."


def test_nobody_is_reminded_of_a_matter_that_has_its_outcome(office, clock, given, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "انجام شد")
    assert refused(reminders.remind, office, [given])


def test_nobody_is_reminded_while_the_applicants_papers_are_waited_for(office, clock, given, issue_id):
    pauses.pause(office, issue_id, "سند مالکیت")
    late(clock, 3)
    assert refused(reminders.remind, office, [given])


def test_another_agency_is_chased_like_ones_own_unit(office, clock, issue_id):
    outside = referrals.refer(office, issue_id, "ادارهٔ برق شهرستان", DUE).ids[0]
    late(clock, 2)
    assert reminders.remind(office, [outside]).units == ("ادارهٔ برق شهرستان",)


def test_which_unit_has_what_only_the_head_may_know_is_not_said_to_others(office, clock):
    hidden = make.registered(office, 2, issues=(make.issue(head_only=True),)).issue_ids[0]
    referrals.refer(office, hidden, "واحد رازدار", DUE)
    late(clock, 1)
    office.user = SignedIn(office.user.id, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    sent = reminders.remind_matters(office, [hidden])
    assert len(sent.ids) == 1
    assert sent.units == ()


def test_who_is_late_is_reminded_also_where_another_unit_returned_the_matter(office, clock, given, issue_id):
    referrals.refer(office, issue_id, "حقوقی", DUE + dt.timedelta(days=1))
    referrals.answer(office, given, AnswerKind.RETURNED, "مربوط نیست")
    late(clock, 2)
    assert worklist.late(office) == (issue_id,)
    assert reminders.remind_matters(office, worklist.late(office), only_late=True).units == ("حقوقی",)


def test_where_all_who_are_late_are_reminded_nobody_else_is(office, clock, given, issue_id):
    referrals.refer(office, issue_id, "حقوقی", DUE + dt.timedelta(days=9))
    referrals.answer(office, given, AnswerKind.RETURNED, "مربوط نیست")
    late(clock, 2)
    with pytest.raises(Refused):
        reminders.remind_matters(office, worklist.late(office), only_late=True)
