"""Many results told at once: each who brought a common matter, and nobody for whom an SMS is not the next way."""

from dataclasses import replace

import pytest

from app import common_matters, notices, outbox, outcomes, reach, telling_many
from app.domain.codes import MessageState, Status, Way
from app.domain.errors import Refused
from tests.conftest import MEETING_DAY
from tests.make import registered


@pytest.fixture
def three(office):
    return [registered(office, number) for number in (1, 2, 3)]


def decide(office, issue_id):
    outcomes.record(office, issue_id, Status.RESOLVED, "آب وصل شد")


def sent(office, row):
    return [message.state for message in outbox.of_issue(office, row.issue_ids[0])]


def test_each_who_brought_a_common_matter_gets_a_message_with_his_own_code(office, three):
    first, *others = (row.issue_ids[0] for row in three)
    common_matters.link(office, others, first)
    decide(office, first)
    done = telling_many.by_sms(office, [first])
    assert len(done.messages) == 3
    assert done.left_out == ()
    texts = {outbox.of_issue(office, row.issue_ids[0])[0].text for row in three}
    assert len(texts) == 3
    assert telling_many.take_back(office, done.messages) == 3
    assert [sent(office, row) for row in three] == [[MessageState.CANCELLED]] * 3


def test_who_is_told_otherwise_or_was_told_is_left_out_with_why(office, three):
    for row in three:
        decide(office, row.issue_ids[0])
    stands = reach.of_person(office, three[0].visitor_id)
    reach.change(office, three[0].visitor_id, replace(stands, mobile_of="پسر"))
    notices.record(office, three[1].issue_ids[0], Way.CALL, MEETING_DAY)
    done = telling_many.by_sms(office, [row.issue_ids[0] for row in three])
    assert [sent(office, row) for row in three] == [[], [], [MessageState.WAITING]]
    assert [why for _name, why in done.left_out] == [
        "شماره از بستگان است؛ پیامک نتیجه به آن فرستاده نمی‌شود",
        "نتیجه پیش‌تر گفته شده است",
    ]


def test_when_nobody_gets_one_it_is_refused_with_why(office, three):
    with pytest.raises(Refused):
        telling_many.by_sms(office, [three[0].issue_ids[0]])
    decide(office, three[0].issue_ids[0])
    telling_many.by_sms(office, [three[0].issue_ids[0]])
    with pytest.raises(Refused) as refused:
        telling_many.by_sms(office, [three[0].issue_ids[0]])
    assert "در راه است" in refused.value.reason
    assert len(sent(office, three[0])) == 1
