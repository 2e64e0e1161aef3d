"""Were you content? Asked when the result is told; what was said comes before the head."""

import datetime as dt

import pytest

from app import contentment, outcomes, telling
from app.domain.codes import Role, Status
from app.domain.errors import Refused
from app.office import SignedIn
from tests import make
from tests.conftest import MEETING_DAY

MONTH = (MEETING_DAY, MEETING_DAY + dt.timedelta(days=30))


@pytest.fixture
def decided(office):
    issue_id = make.registered(office).issue_ids[0]
    outcomes.record(office, issue_id, Status.REJECTED, "خارج از محدوده است")
    return issue_id


def test_the_last_answer_counts_and_is_taken_back(office, decided):
    contentment.note(office, decided, content=True)
    contentment.note(office, decided, content=False, reason="دیر شد")
    assert telling.ways(office, decided).content is False
    contentment.take_back(office, decided)
    assert telling.ways(office, decided).content is True
    contentment.take_back(office, decided)
    assert telling.ways(office, decided).content is None
    with pytest.raises(Refused):
        contentment.take_back(office, decided)


def test_it_is_asked_once_there_is_a_result(office):
    issue_id = make.registered(office).issue_ids[0]
    with pytest.raises(Refused):
        contentment.note(office, issue_id, content=True)


def test_the_head_sees_who_was_not_content_first(office, clock, decided):
    second = make.registered(office, 2).issue_ids[0]
    outcomes.record(office, second, Status.RESOLVED, "انجام شد")
    contentment.note(office, decided, content=False, reason="دیر شد")
    clock.tick()
    contentment.note(office, second, content=True)
    heard = contentment.heard(office, *MONTH)
    assert [(said.issue_id, said.content, said.reason) for said in heard] == [
        (decided, False, "دیر شد"),
        (second, True, None),
    ]
    assert contentment.heard(office, *(day + dt.timedelta(days=60) for day in MONTH)) == []


def test_what_only_the_head_may_know_is_told_to_nobody_else(office):
    brought = make.issue(subject="موضوع محرمانه", head_only=True)
    issue_id = make.registered(office, issues=(brought,)).issue_ids[0]
    outcomes.record(office, issue_id, Status.RESOLVED, "انجام شد")
    contentment.note(office, issue_id, content=False, reason="علت محرمانه")
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    assert "محرمانه" not in repr(contentment.heard(office, *MONTH))
