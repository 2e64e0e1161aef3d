"""The applicant hears in the interim that a due date was moved, or which papers are waited for."""

import datetime as dt

from app import carrier_settings, interim, outbox, referrals, timeline
from app.carrier_settings import CarrierRow
from app.domain.codes import CarrierKind, MessageState, Purpose
from app.security.rights import Right
from app.story import What
from db.models import Issue
from tests.conftest import MEETING_DAY
from tests.make import registered


def states(office):
    return [row.state for row in outbox.rows(office)]


def test_a_word_is_usual_where_messages_go_out_by_themselves(office):
    assert not interim.usual(office)
    carrier_settings.change(office, CarrierRow(CarrierKind.KAVENEGAR, line="10004346", active=True), "key")
    assert interim.usual(office)


def test_after_the_word_nothing_is_pending_until_it_is_taken_back(office, clock):
    issue_id = registered(office).issue_ids[0]
    given = referrals.refer(office, issue_id, "درآمد")
    referrals.move_due(office, given.ids[0], MEETING_DAY + dt.timedelta(days=40), "واحد مهلت خواست")
    clock.tick()
    word = interim.tell(office, issue_id, Purpose.INTERIM)
    assert states(office) == [MessageState.WAITING]
    assert not referrals.interim_pending(office, issue_id)
    interim.take_back(office, word)
    assert states(office) == [MessageState.CANCELLED]
    assert referrals.interim_pending(office, issue_id)


def test_the_story_says_that_nobody_was_told_of_a_moved_due_date(office, clock):
    issue_id = registered(office).issue_ids[0]
    given = referrals.refer(office, issue_id, "درآمد")
    referrals.move_due(office, given.ids[0], MEETING_DAY + dt.timedelta(days=40), "واحد مهلت خواست")

    def said():
        story = timeline.of_issue(office, issue_id)
        return [event.detail for event in story.events if event.kind is What.DUE_MOVE and event.ahead]

    assert said() == ["هنوز به متقاضی خبر داده نشده است."]
    clock.tick()
    interim.tell(office, issue_id, Purpose.INTERIM)
    assert said() == []


def test_each_who_brought_the_matter_hears_of_it(office):
    first, second = (registered(office, number).issue_ids[0] for number in (1, 2))
    with office.work("tests.common", Right.REGISTER) as work:
        work.get_one(Issue, second).common_with = first
    word = interim.tell(office, second, Purpose.PAPERS)
    assert len(word.messages) == 2


def test_who_cannot_be_told_so_is_said_and_not_raised(office):
    issue_id = registered(office, particulars={"mobile": ""}).issue_ids[0]
    word = interim.tell(office, issue_id, Purpose.PAPERS)
    assert word.messages == ()
    assert word.why
