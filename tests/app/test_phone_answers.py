"""«What became of it?» on the telephone: found by the code, read aloud, nothing said that must not be."""

import datetime as dt

import pytest

from app import calls, outcomes, phone_answers, rulings, visits
from app.domain.codes import Role, Status, Way
from app.domain.errors import Refused
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import persian_digits
from app.office import SignedIn
from tests import make
from tests.conftest import MEETING_DAY


@pytest.fixture
def row(office):
    return make.registered(office)


def code(office, row):
    return phone_answers.of_issue(office, row.issue_ids[0]).issue.code


def test_the_matter_is_found_by_its_code_as_it_is_read_aloud(office, row):
    said = persian_digits(show_follow_up_code(code(office, row)))
    for typed in (said, said.replace("-", " "), code(office, row)):
        assert phone_answers.of_code(office, typed).issue.id == row.issue_ids[0]


@pytest.mark.parametrize("wrong", ["", "۱۲۳۴-۵۶۷۸", "کعبی", "00000000"])
def test_a_code_that_no_matter_has_is_refused(office, row, wrong):
    with pytest.raises(Refused) as refused:
        phone_answers.of_code(office, wrong)
    assert refused.value.field == "code"


def test_a_visit_that_was_taken_back_has_no_matter_to_ask_for(office, row):
    asked = code(office, row)
    visits.withdraw(office, row.visit_id)
    with pytest.raises(Refused):
        phone_answers.of_code(office, asked)


def test_the_state_is_said_in_plain_words(office, clock, row):
    issue_id = row.issue_ids[0]
    assert phone_answers.of_issue(office, issue_id).aloud.endswith("موضوع شما ثبت شده و در نوبت بررسی است.")
    due = MEETING_DAY + dt.timedelta(days=10)
    rulings.give(office, issue_id, "بازدید و اقدام شود", unit="فنی و عمرانی", due=due)
    aloud = phone_answers.of_issue(office, issue_id).aloud
    assert "موضوع شما به فنی و عمرانی فرستاده شده و در دست بررسی است." in aloud
    assert "۱ مهر" in aloud
    assert "بازدید و اقدام شود" not in aloud
    clock.set(9, day=due + dt.timedelta(days=3))
    assert "۱ مهر" not in phone_answers.of_issue(office, issue_id).aloud


@pytest.mark.parametrize(
    ("status", "text", "said"),
    [
        (Status.RESOLVED, "کوچه آسفالت شد", "به موضوع شما رسیدگی شد. نتیجه: کوچه آسفالت شد."),
        (Status.REJECTED, "خارج از محدوده است", "علت: خارج از محدوده است. می‌توانید پاسخ مکتوب بخواهید."),
        (Status.REDIRECTED, "رسیدگی در صلاحیت ادارهٔ آب است", ": رسیدگی در صلاحیت ادارهٔ آب است."),
        (Status.REDIRECTED, "ادارهٔ آب", "رسیدگی به موضوع شما در صلاحیت ادارهٔ آب است."),
    ],
)
def test_a_result_is_read_aloud_to_the_applicant_alone(office, row, status, text, said):
    outcomes.record(office, row.issue_ids[0], status, text)
    answer = phone_answers.of_issue(office, row.issue_ids[0])
    assert said in answer.aloud
    assert text not in answer.to_others
    assert answer.tells


def test_who_is_sent_elsewhere_hears_where_once(office, row):
    outcomes.record(office, row.issue_ids[0], Status.REDIRECTED, where_to="ادارهٔ آب")
    aloud = phone_answers.of_issue(office, row.issue_ids[0]).aloud
    assert aloud.count("ادارهٔ آب") == 1
    outcomes.record(office, row.issue_ids[0], Status.REDIRECTED, "رونوشت سند را ببرید", where_to="ادارهٔ آب")
    aloud = phone_answers.of_issue(office, row.issue_ids[0]).aloud
    assert "در صلاحیت ادارهٔ آب است" in aloud
    assert aloud.endswith("رونوشت سند را ببرید.")


def test_once_it_was_told_it_is_read_again_but_is_no_notice_any_more(office, row):
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "کوچه آسفالت شد")
    calls.log(office, row.issue_ids[0], answered=True, told=True, incoming=True)
    answer = phone_answers.of_issue(office, row.issue_ids[0])
    assert answer.issue.told_by is Way.CALL
    assert "این نتیجه در ۲۲ شهریور با تماس تلفنی به شما اطلاع داده شد." in answer.aloud
    assert not answer.tells


def test_of_what_only_the_head_may_know_nobody_else_reads_more_than_that_it_is_with_him(office):
    brought = make.issue(subject="موضوع محرمانه", head_only=True)
    row = make.registered(office, issues=(brought,))
    rulings.give(office, row.issue_ids[0], "دستور محرمانه", unit="واحد محرمانه")
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "نتیجهٔ محرمانه")
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    answer = phone_answers.of_issue(office, row.issue_ids[0])
    assert "محرمانه" not in repr(answer)
    assert answer.aloud.endswith("موضوع نزد رئیس دستگاه است و بررسی می‌شود.")
    assert not answer.tells
