"""While the applicant's papers are waited for the clock stands; when they came the due dates are so much later."""

import datetime as dt

import pytest

from app import office_settings, outcomes, pauses, referrals
from app.domain.codes import AnswerKind, ClosedDue, Role, Status
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali
from app.office import SignedIn
from app.office_settings import OfficeSettings
from tests import make

TODAY = jalali(1405, 6, 22)
DUE = jalali(1405, 7, 1)
"""A Wednesday."""


@pytest.fixture
def issue_id(office):
    return make.registered(office).issue_ids[0]


def refused(call, *given):
    with pytest.raises(Refused) as error:
        call(*given)
    return error.value.field


def due_of(office, issue_id):
    return [row.due for row in referrals.of_issue(office, issue_id)]


def test_due_dates_are_so_much_later_as_the_clock_stood(office, clock, issue_id):
    referrals.refer(office, issue_id, "درآمد", DUE)
    pauses.pause(office, issue_id, "سند مالکیت")
    clock.set(9, day=TODAY + dt.timedelta(days=5))
    referrals.refer(office, issue_id, "حقوقی", DUE)  # while it stood: moved by the four days since
    clock.set(9, day=TODAY + dt.timedelta(days=9))
    done = pauses.resume(office, issue_id)
    assert (done.days, done.moved) == (9, 2)
    assert due_of(office, issue_id) == [jalali(1405, 7, 11), jalali(1405, 7, 5)]  # the tenth is a Friday
    (row, _later) = referrals.of_issue(office, issue_id)
    assert [(move.before, move.reason) for move in row.moves] == [(DUE, "در انتظار مدارک متقاضی")]


def test_only_working_days_are_added_where_the_office_counts_those(office, clock, issue_id):
    office_settings.change(office, OfficeSettings(closed_due=ClosedDue.WORKING))
    referrals.refer(office, issue_id, "درآمد", DUE)
    pauses.pause(office, issue_id, "سند مالکیت")
    clock.set(9, day=TODAY + dt.timedelta(days=7))
    pauses.resume(office, issue_id)
    assert due_of(office, issue_id) == [jalali(1405, 7, 8)]


def test_who_answered_meanwhile_keeps_his_due_date(office, clock, issue_id):
    given = referrals.refer(office, issue_id, "درآمد", DUE)
    pauses.pause(office, issue_id, "سند مالکیت")
    referrals.answer(office, given.ids[0], AnswerKind.FULL, "انجام شد")
    clock.set(9, day=TODAY + dt.timedelta(days=3))
    assert pauses.resume(office, issue_id).moved == 0
    assert due_of(office, issue_id) == [DUE]


def test_papers_that_came_are_taken_back_with_what_they_moved(office, clock, issue_id):
    referrals.refer(office, issue_id, "درآمد", DUE)
    pause_id = pauses.pause(office, issue_id, "سند مالکیت")
    clock.set(9, day=TODAY + dt.timedelta(days=3))
    pauses.resume(office, issue_id)
    pauses.take_back_resume(office, pause_id)
    assert due_of(office, issue_id) == [DUE]
    assert referrals.of_issue(office, issue_id)[0].moves == ()
    assert pauses.of_issue(office, issue_id)[0].until is None
    pauses.take_back_pause(office, pause_id)
    assert pauses.of_issue(office, issue_id) == []


def test_two_pauses_of_one_day_do_not_take_each_others_moves_back(office, clock, issue_id):
    referrals.refer(office, issue_id, "درآمد", DUE)
    pauses.pause(office, issue_id, "سند مالکیت")
    clock.set(9, day=TODAY + dt.timedelta(days=3))
    pauses.resume(office, issue_id)
    moved = due_of(office, issue_id)
    second = pauses.pause(office, issue_id, "کارت ملی")
    clock.tick()
    pauses.resume(office, issue_id)
    pauses.take_back_resume(office, second)
    assert due_of(office, issue_id) == moved


def test_a_clock_stands_once_and_runs_again_once(office, issue_id):
    assert refused(pauses.resume, office, issue_id) == "papers"
    assert refused(pauses.pause, office, issue_id, " ") == "papers"
    pause_id = pauses.pause(office, issue_id, "سند مالکیت")
    assert refused(pauses.pause, office, issue_id, "کارت ملی") == "papers"
    pauses.resume(office, issue_id)
    assert refused(pauses.take_back_pause, office, pause_id) == "papers"
    assert refused(pauses.resume, office, issue_id) == "papers"


def test_a_matter_with_its_outcome_waits_for_nothing(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "انجام شد")
    assert refused(pauses.pause, office, issue_id, "سند مالکیت") == "status"


def test_a_clock_that_stood_before_the_outcome_does_not_stand_after_a_reopening(office, clock, issue_id):
    pauses.pause(office, issue_id, "سند مالکیت")
    clock.tick()
    outcomes.record(office, issue_id, Status.RESOLVED, "انجام شد")
    clock.tick()
    outcomes.reopen(office, issue_id, "باز آمد")
    assert refused(pauses.resume, office, issue_id) == "papers"
    assert pauses.pause(office, issue_id, "کارت ملی")


def test_which_papers_only_the_head_may_know_is_hidden(office):
    hidden = make.registered(office, 2, issues=(make.issue(head_only=True),)).issue_ids[0]
    pauses.pause(office, hidden, "سخن محرمانه")
    office.user = SignedIn(office.user.id, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    assert [row.papers for row in pauses.of_issue(office, hidden)] == [""]
