"""Telling the result: each way with what is known of it, the tries, the next one, and when none is left."""

from dataclasses import replace

import pytest

from app import calls, issues, merging, notices, office_settings, outcomes, reach, telling
from app.domain.codes import MessageState, Purpose, Status, Way
from app.domain.errors import Refused
from app.security.rights import Right
from db.models import Message, Unreached
from tests import make
from tests.conftest import MEETING_DAY


@pytest.fixture
def row(office):
    return make.registered(office)


@pytest.fixture
def issue_id(office, row):
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "آسفالت شد")
    return row.issue_ids[0]


def message(office, issue_id, state, **given):
    """An SMS with the result, as the outbox would leave it."""
    with office.work("test.message", Right.FOLLOW_UP) as work:
        values = {
            "purpose": Purpose.RESULT,
            "number": "09160000001",
            "text": "رسیدگی شد.",
            "parts": 1,
            "uid": issue_id * 100 + len(work.new),
            "outcome_id": telling._outcome(work, issue_id),
            "queued_at": office.now(),
            **given,
        }
        work.add(Message(agency_id=1, issue_id=issue_id, state=state, **values))


def way(ways, one):
    return next(row for row in ways.ways if row.way is one)


def plain(text):
    return text.replace("\u2066", "").replace("\u2067", "").replace("\u2068", "").replace("\u2069", "")


def test_each_way_says_what_is_known_of_it(office, issue_id):
    stands = telling.ways(office, issue_id)
    assert [(row.way, plain(row.known), row.why_not, row.possible) for row in stands.ways] == [
        (Way.SMS, "پیامک به ۰۹۱۶ ۰۰۰ ۰۰۰۱", "", True),
        (Way.CALL, "تماس با ۰۹۱۶ ۰۰۰ ۰۰۰۱", "", True),
        (Way.LETTER, "نامه به خیابان نرگس، پلاک ۱۷", "", True),
    ]
    assert (stands.next, stands.tries, stands.exhausted) == (Way.SMS, (), False)


def test_a_relatives_number_gets_no_sms_with_the_result_and_it_is_said_why(office, row, issue_id):
    reach.change(office, row.visitor_id, replace(reach.of_person(office, row.visitor_id), mobile_of="پسر"))
    stands = telling.ways(office, issue_id)
    assert not way(stands, Way.SMS).possible
    assert "بستگان" in way(stands, Way.SMS).why_not
    assert plain(way(stands, Way.CALL).known) == "تماس با ۰۹۱۶ ۰۰۰ ۰۰۰۱ (پسر)"
    assert stands.next is Way.CALL


def test_the_way_that_he_asked_for_stands_first(office, row, issue_id):
    reach.change(office, row.visitor_id, replace(reach.of_person(office, row.visitor_id), prefers=Way.LETTER))
    stands = telling.ways(office, issue_id)
    assert ([row.way for row in stands.ways], stands.next) == ([Way.LETTER, Way.SMS, Way.CALL], Way.LETTER)


def test_while_a_message_is_under_way_nothing_else_is_due_and_when_it_failed_a_call_is(office, issue_id):
    message(office, issue_id, MessageState.WAITING)
    stands = telling.ways(office, issue_id)
    assert (stands.next, stands.exhausted) == (None, False)
    with office.work("test.fail", Right.FOLLOW_UP) as work:
        work.get_one(Message, 1).state = MessageState.FAILED
    stands = telling.ways(office, issue_id)
    assert stands.next is Way.CALL
    assert way(stands, Way.SMS).possible
    assert [plain(one.said) for one in stands.tries] == ["پیامک به ۰۹۱۶ ۰۰۰ ۰۰۰۱: تحویل نشد"]


def test_a_message_of_which_nothing_will_be_known_any_more_leads_to_a_call(office, issue_id):
    message(office, issue_id, MessageState.SENT, sent_at=office.now(), settled_at=office.now())
    assert telling.ways(office, issue_id).next is Way.CALL


def test_calls_that_nobody_or_a_relative_answered_lead_to_a_letter_as_the_office_wants_it(office, clock, issue_id):
    message(office, issue_id, MessageState.FAILED)
    settings = office_settings.of(office)
    office_settings.change(office, replace(settings, calls_before_letter=2))
    calls.log(office, issue_id, answered=False)
    assert telling.ways(office, issue_id).next is Way.CALL
    clock.tick()
    calls.log(office, issue_id, answered=True, spoke_to="پسر")
    stands = telling.ways(office, issue_id)
    assert stands.next is Way.LETTER
    assert [one.said for one in stands.tries][:2] == ["تماس: پسر پاسخ داد", "تماس: پاسخ داده نشد"]


def test_calls_before_the_result_are_no_tries_to_tell_it(office, clock, row):
    calls.log(office, row.issue_ids[0], answered=False)
    clock.tick()
    outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "آسفالت شد")
    assert telling.ways(office, row.issue_ids[0]).tries == ()


def without_any_way(office, row):
    stands = reach.of_person(office, row.visitor_id)
    reach.change(office, row.visitor_id, replace(stands, mobile=None, address=None))


def test_that_he_could_not_be_told_is_said_with_the_tries_and_taken_back(office, row, issue_id):
    message(office, issue_id, MessageState.FAILED)
    for _try in range(3):
        calls.log(office, issue_id, answered=False)
    with pytest.raises(Refused) as refused:
        telling.could_not_be_told(office, issue_id)
    assert "نامه" in refused.value.reason
    reach.change(office, row.visitor_id, replace(reach.of_person(office, row.visitor_id), address=None))
    stands = telling.could_not_be_told(office, issue_id)
    assert stands.unreached == office.now()
    with office.read() as session:
        kept = session.query(Unreached).one()
    lines = plain(kept.evidence).splitlines()
    assert len([line for line in lines if "پاسخ داده نشد" in line]) == 3
    assert any("تحویل نشد" in line for line in lines)
    assert any("نشانی" in line for line in lines)
    assert telling.take_back(office, issue_id).unreached is None
    with pytest.raises(Refused):
        telling.take_back(office, issue_id)


def test_without_number_and_address_it_is_said_at_once_but_once_and_never_of_what_was_told(office, row, issue_id):
    without_any_way(office, row)
    telling.could_not_be_told(office, issue_id)
    with pytest.raises(Refused):
        telling.could_not_be_told(office, issue_id)
    telling.take_back(office, issue_id)
    notices.record(office, issue_id, Way.CALL, MEETING_DAY)
    with pytest.raises(Refused):
        telling.could_not_be_told(office, issue_id)


def test_it_says_nothing_of_a_later_result(office, clock, row, issue_id):
    without_any_way(office, row)
    telling.could_not_be_told(office, issue_id)
    clock.tick()
    outcomes.record(office, issue_id, Status.REDIRECTED, "ادارهٔ آب")
    assert telling.ways(office, issue_id).unreached is None


def test_nothing_is_tried_before_there_is_a_result(office, row):
    without_any_way(office, row)
    with pytest.raises(Refused):
        telling.could_not_be_told(office, row.issue_ids[0])


def test_an_incoming_call_is_no_try_that_led_nowhere(office, issue_id):
    message(office, issue_id, MessageState.FAILED)
    for _call in range(5):
        calls.log(office, issue_id, answered=True, spoke_to="برادر", incoming=True)
    assert telling.ways(office, issue_id).next is Way.CALL


def test_merged_records_are_reached_as_one(office, row, issue_id):
    other = make.registered(office, 2, particulars={"national_id": "", "no_id_reason": "همراه نداشت"})
    outcomes.record(office, other.issue_ids[0], Status.RESOLVED, "انجام شد")
    reach.change(office, row.visitor_id, replace(reach.of_person(office, row.visitor_id), no_sms=True))
    merging.merge(office, row.visitor_id, other.visitor_id)
    assert telling.ways(office, other.issue_ids[0]).next is Way.CALL
    assert issues.one(office, other.issue_ids[0]).told_by is None
