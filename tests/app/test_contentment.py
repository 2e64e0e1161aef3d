"""Were you content? Asked when the result is told; what was said comes before the head."""

import pytest

from app import contentment, outcomes, telling
from app.domain.codes import Status
from app.domain.errors import Refused
from tests import make


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
