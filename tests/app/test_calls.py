"""The telephone: tries are kept, and only a call in which the applicant heard the result tells it."""

import pytest
from sqlalchemy import select

from app import calls, issues, notices, outbox, outcomes, telling
from app.domain.codes import Purpose, Status, Way
from app.domain.errors import Refused
from db.models import AuditEntry
from tests import make
from tests.conftest import MEETING_DAY


@pytest.fixture
def issue_id(office):
    return make.registered(office).issue_ids[0]


@pytest.fixture
def decided(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آسفالت شد")
    return issue_id


def test_a_call_that_nobody_answers_is_a_try(office, clock, decided):
    call = calls.log(office, decided, answered=False, note="دو بار زنگ خورد")
    assert (call.answered, call.told, call.note) == (False, False, "دو بار زنگ خورد")
    assert call.at == office.now()
    assert issues.one(office, decided).told_by is None


def test_a_call_in_which_the_applicant_heard_the_result_is_its_notice(office, decided):
    calls.log(office, decided, answered=True, told=True)
    told = issues.one(office, decided)
    assert (told.told_by, told.told_on) == (Way.CALL, MEETING_DAY)


def test_taking_the_call_back_takes_its_notice_back(office, decided):
    call = calls.log(office, decided, answered=True, told=True)
    calls.take_back(office, call.id)
    assert issues.one(office, decided).told_by is None
    assert calls.of_issue(office, decided) == []
    with pytest.raises(Refused):
        calls.take_back(office, call.id)


def test_told_and_objected_is_one_act_and_taken_back_in_one(office, decided):
    """A power cut finds both or neither."""
    with pytest.raises(Refused):
        calls.log(office, decided, answered=True, told=True, objects=True)
    assert calls.of_issue(office, decided) == []
    call = calls.log(office, decided, answered=True, told=True, content=False, reason="ناتمام است", objects=True)
    assert issues.one(office, decided).status is Status.OPEN
    with office.read() as session:
        acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.seq.desc()).limit(4)).all()
    assert set(acts) == {"calls.log"}
    calls.take_back(office, call.id, objected=True)
    stands = issues.one(office, decided)
    assert (stands.status, stands.told_by) == (Status.RESOLVED, None)
    assert telling.ways(office, decided).content is None


def test_an_objection_is_not_taken_back_once_the_matter_went_on(office, decided):
    call = calls.log(office, decided, answered=True, told=True, content=False, reason="ناتمام است", objects=True)
    outcomes.record(office, decided, Status.REJECTED, "ضابطه ندارد")
    with pytest.raises(Refused):
        calls.take_back(office, call.id, objected=True)
    assert issues.one(office, decided).status is Status.REJECTED


def test_a_call_that_a_relative_answered_tells_nothing(office, decided):
    call = calls.log(office, decided, answered=True, spoke_to="پسر")
    assert (call.spoke_to, call.told) == ("پسر", False)
    assert issues.one(office, decided).told_by is None
    with pytest.raises(Refused) as refused:
        calls.log(office, decided, answered=True, spoke_to="پسر", told=True)
    assert refused.value.field == "spoke_to"


def test_his_representative_may_hear_it_in_his_place(office, decided):
    call = calls.log(office, decided, answered=True, spoke_to="وکیل", told=True, representative=True)
    assert (call.spoke_to, call.told) == ("وکیل", True)
    assert issues.one(office, decided).told_by is Way.CALL


def test_nothing_is_told_where_nobody_answered_or_where_there_is_no_result(office, issue_id):
    for answered in (False, True):
        with pytest.raises(Refused):
            calls.log(office, issue_id, answered=answered, told=True)
    assert calls.of_issue(office, issue_id) == []


@pytest.mark.parametrize(
    ("status", "words"), [(Status.REJECTED, "نبود اعتبار"), (Status.RESOLVED, "پل ساخته شد")], ids=["status", "words"]
)
def test_a_result_that_was_recorded_while_another_was_read_to_him_is_not_told(office, decided, status, words):
    heard = (Status.RESOLVED, "آسفالت شد")
    outcomes.record(office, decided, status, words)
    for tell in (
        lambda: calls.log(office, decided, answered=True, told=True, heard=heard),
        lambda: notices.record(office, decided, Way.LETTER, MEETING_DAY, heard=heard),
        lambda: outbox.queue(office, decided, Purpose.RESULT, "کوچه آسفالت شد", heard=heard),
    ):
        with pytest.raises(Refused) as refused:
            tell()
        assert refused.value.field == "status"
    assert issues.one(office, decided).told_by is None
    assert calls.of_issue(office, decided) == outbox.of_issue(office, decided) == []
    assert calls.log(office, decided, answered=False, heard=heard).told is False
    assert calls.log(office, decided, answered=True, told=True, heard=(status, words)).told


def test_calls_are_kept_on_the_persons_own_matter_newest_first(office, clock, issue_id):
    calls.log(office, issue_id, answered=False)
    clock.tick(5)
    calls.log(office, issue_id, answered=True, incoming=True, note="پیگیری")
    assert [(call.incoming, call.note) for call in calls.of_issue(office, issue_id)] == [
        (True, "پیگیری"),
        (False, None),
    ]


def test_whether_he_was_content_is_noted_with_the_call_and_taken_back_with_it(office, decided):
    call = calls.log(office, decided, answered=True, told=True, content=False, reason="دیر شد")
    assert telling.ways(office, decided).content is False
    calls.take_back(office, call.id)
    assert telling.ways(office, decided).content is None
