"""What people may do with a message, and what not: nobody gets the same twice, or what stands no more."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app import issues, outbox, outcomes, reach, sending
from app.carriers import Answer
from app.domain.codes import CarrierKind, MessageState, Purpose, Status, Way
from app.domain.errors import Refused
from db.models import Message
from tests.app.test_outbox import run
from tests.carrier import LOST, Scripted, waiting_result
from tests.make import registered

BUSY = Answer(MessageState.WAITING, code="409")
REFUSED = Answer(MessageState.FAILED, code="411")
DELIVERED = Answer(MessageState.DELIVERED, code="10")


@pytest.fixture
def row(office):
    return waiting_result(office)


def again(office, row):
    """The same, wanted anew."""
    return outbox.queue(office, row.issue_id, row.purpose)


def shown(office, row):
    return next(one for one in outbox.rows(office) if one.id == row.id)


def person(office, **changed):
    reach.change(office, 1, replace(reach.of_person(office, 1), **changed))


def test_what_is_being_sent_is_not_cancelled(office, row):
    class Slow(Scripted):
        def send(self, outgoing):
            with pytest.raises(Refused):
                outbox.cancel(office, row.id)
            return super().send(outgoing)

    sending.step(office, Slow())
    assert shown(office, row).state is MessageState.SENT


def test_of_two_that_were_cancelled_one_goes(office, row):
    outbox.cancel(office, row.id)
    second = again(office, row)
    outbox.cancel(office, second.id)
    outbox.resume(office, row.id)
    with pytest.raises(Refused, match="در راه است"):
        outbox.resume(office, second.id)


def test_what_failed_is_not_sent_again_beside_an_earlier_one_that_goes_after_all(office, row):
    outbox.cancel(office, row.id)
    second = again(office, row)
    sending.step(office, Scripted(REFUSED))
    outbox.resume(office, row.id)
    with pytest.raises(Refused, match="در راه است"):
        outbox.send_again(office, second.id)


def test_what_was_cancelled_does_not_go_after_another_has_arrived(office, clock, row):
    outbox.cancel(office, row.id)
    again(office, row)
    carrier = Scripted()
    carrier.delivery = DELIVERED
    run(office, clock, carrier)
    with pytest.raises(Refused, match="دوباره فرستاده"):
        outbox.resume(office, row.id)


def test_the_same_is_wanted_again_once_nothing_more_will_be_known_of_the_first(office, clock, row):
    carrier = Scripted()
    run(office, clock, carrier)
    with pytest.raises(Refused, match="در راه است"):
        again(office, row)
    clock.tick(13 * 60)
    run(office, clock, carrier)
    assert again(office, row).state is MessageState.WAITING


def test_another_result_is_told_although_the_first_ones_message_is_on_its_way(office, clock, row):
    run(office, clock, Scripted())
    outcomes.reopen(office, row.issue_id, "متقاضی اعتراض دارد", objected=True)
    outcomes.record(office, row.issue_id, Status.REJECTED, "ضابطه ندارد")
    assert again(office, row).state is MessageState.WAITING


def test_sent_again_it_goes_to_the_number_that_stands_and_not_to_who_wants_none(office, row):
    sending.step(office, Scripted(REFUSED))
    person(office, mobile="09163004172", no_sms=True)
    with pytest.raises(Refused, match="پیامک نمی‌خواهد"):
        outbox.send_again(office, row.id)
    person(office, no_sms=False)
    assert outbox.send_again(office, row.id).number == "09163004172"


def test_a_result_that_stands_no_more_is_not_sent_again(office, row):
    sending.step(office, Scripted(REFUSED))
    assert shown(office, row).settled_at is not None
    outcomes.reopen(office, row.issue_id, "اشتباه بود")
    with pytest.raises(Refused, match="برقرار نیست"):
        outbox.send_again(office, row.id)


def test_only_a_decision_is_taken_back_and_only_while_nothing_came_of_it(office, row):
    with pytest.raises(Refused):
        outbox.take_back_decision(office, row.id)  # it waits, and nobody said anything of it
    sending.step(office, Scripted(Answer(MessageState.UNKNOWN)))
    outbox.decide(office, row.id, sent=False)
    assert not shown(office, row).asked  # of a try that is to come nobody is asked, and it does not have to wait
    outbox.cancel(office, row.id)
    with pytest.raises(Refused):
        outbox.take_back_decision(office, row.id)
    assert shown(office, row).state is MessageState.CANCELLED


def test_what_a_person_says_was_sent_is_asked_for_as_long_as_the_carrier_can_tell(office, clock, row):
    carrier = Scripted(LOST)
    sending.step(office, carrier)
    assert outbox.decide(office, row.id, sent=True).settled_at is None
    carrier.delivery = DELIVERED
    run(office, clock, carrier)
    assert issues.one(office, row.issue_id).told_by is Way.SMS


def test_what_a_person_says_was_sent_is_settled_where_nobody_can_be_asked(office, clock, row):
    carrier = Scripted(Answer(MessageState.UNKNOWN))
    carrier.window = 0
    run(office, clock, carrier)
    assert outbox.decide(office, row.id, sent=True).settled_at is not None


def test_what_a_gateway_delivered_is_no_persons_to_take_back(office, clock, row):
    carrier = Scripted()
    carrier.delivery = DELIVERED
    run(office, clock, carrier)
    with pytest.raises(Refused):
        outbox.take_back_delivery(office, row.id)
    assert issues.one(office, row.issue_id).told_by is Way.SMS


def test_who_wants_none_since_it_was_queued_gets_none(office, clock, row):
    person(office, no_sms=True)
    carrier = Scripted()
    run(office, clock, carrier)
    assert (carrier.got, shown(office, row).state) == ([], MessageState.CANCELLED)
    assert shown(office, row).settled_at is not None


def test_what_was_taken_over_does_not_go_again_whatever_is_said_of_it(office, clock, row):
    carrier = Scripted()
    carrier.delivery = Answer(MessageState.WAITING)
    run(office, clock, carrier, minutes=20)
    assert (len(carrier.got), shown(office, row).state) == (1, MessageState.SENT)


def test_the_first_that_is_wanted_goes_first_under_a_number_that_any_gateway_can_keep(office, clock, row):
    numbers = [outbox.queue(office, registered(office, n).issue_ids[0], Purpose.REGISTERED).number for n in (2, 3)]
    carrier = Scripted()
    run(office, clock, carrier)
    assert [one.number for one in carrier.got] == [row.number, *numbers]
    assert all(0 < one.uid < 2**53 for one in carrier.got)


def test_one_that_the_gateway_cannot_tell_of_does_not_hold_up_the_others(office, clock, row):
    other = outbox.queue(office, registered(office, 2).issue_ids[0], Purpose.REGISTERED)
    carrier = Scripted()
    run(office, clock, carrier, minutes=0.2)
    ask, first = carrier.ask, carrier.got[0].uid
    carrier.delivery = DELIVERED

    def half_deaf(uid, their_id):
        carrier.offline = uid == first
        return ask(uid, their_id)

    carrier.ask = half_deaf
    run(office, clock, carrier, minutes=5)
    assert (shown(office, row).state, shown(office, other).state) == (MessageState.SENT, MessageState.DELIVERED)


@pytest.mark.parametrize("what", ["asked", "sent", "put off"])
def test_nobody_is_asked_for_again_and_again(office, clock, row, what):
    """Half a minute, a whole one, two, four …: six or seven tries in half an hour, whatever is tried."""
    carrier, tried = Scripted(*[BUSY] * 60 * (what == "put off")), []
    if what == "asked":
        for number in (2, 3, 4):
            outbox.queue(office, registered(office, number).issue_ids[0], Purpose.REGISTERED)
        run(office, clock, carrier, minutes=0.3)
    carrier.offline = what != "put off"
    ask, send = carrier.ask, carrier.send
    carrier.ask = lambda *ids: tried.append(ids) or ask(*ids)
    carrier.send = lambda outgoing: tried.append(outgoing) or send(outgoing)
    run(office, clock, carrier, minutes=30)
    assert 4 <= len(tried) <= 8


def test_tries_before_a_stop_that_a_person_has_seen_to_are_not_held_against_a_message(office, clock, row):
    busy = [BUSY] * (sending.MOST_TRIES - 1)
    carrier = Scripted(*busy, replace(BUSY, code="418", stops=True), BUSY)
    run(office, clock, carrier, minutes=150)
    assert outbox.summary(office).stopped
    outbox.retry(office)
    run(office, clock, carrier)
    assert shown(office, row).state is MessageState.SENT


def test_by_modem_no_more_than_six_go_in_a_minute(office, clock, row):
    """Whatever is set: an operator may bar a private SIM card that sends many."""
    for number in range(2, 10):
        outbox.queue(office, registered(office, number).issue_ids[0], Purpose.REGISTERED)

    class Modem(Scripted):
        kind, line = CarrierKind.MODEM, None

    carrier = Modem()
    run(office, clock, carrier, minutes=0.99)
    assert len(carrier.got) == 6


def test_only_those_of_which_there_is_news_are_asked_for_at_once(office, clock, row):
    other = outbox.queue(office, registered(office, 2).issue_ids[0], Purpose.REGISTERED)
    carrier = Scripted()
    run(office, clock, carrier, minutes=10)
    asked, carrier.delivery = carrier.asked, DELIVERED
    sending.ask_now(office, [carrier.got[0].uid])
    while sending.step(office, carrier).did:
        pass
    assert carrier.asked == asked + 1
    assert (shown(office, row).state, shown(office, other).state) == (MessageState.DELIVERED, MessageState.SENT)


def test_a_message_that_is_wanted_after_a_restore_does_not_make_the_others_pass_for_new(office, clock, row):
    office.epoch = "after the restore"
    outbox.queue(office, registered(office, 2).issue_ids[0], Purpose.REGISTERED)
    carrier = Scripted()
    run(office, clock, carrier)
    assert (carrier.got, shown(office, row).state) == ([], MessageState.UNKNOWN)


def test_an_answer_does_not_bring_back_what_was_settled_while_it_was_asked_for(office, clock, row):
    class Slow(Scripted):
        def ask(self, *_ids):
            with office.note() as session:
                session.scalars(select(Message)).one().state = MessageState.CANCELLED
            return DELIVERED

    run(office, clock, Slow(), minutes=1)
    assert shown(office, row).state is MessageState.CANCELLED


def test_a_result_that_stands_again_is_told(office, clock, row):
    """It was opened again and decided anew by mistake; both are taken back before its message went."""
    outcomes.reopen(office, row.issue_id, "اشتباه شد")
    outcomes.record(office, row.issue_id, Status.REJECTED, "ضابطه ندارد")
    for _act in range(2):
        outcomes.take_back(office, row.issue_id)
    carrier = Scripted()
    run(office, clock, carrier)
    assert [one.text for one in carrier.got] == [row.text]


def test_four_parts_are_a_message_and_a_letter_more_is_none(office, row):
    other = registered(office, 2).issue_ids[0]
    with pytest.raises(Refused):
        outbox.queue(office, other, Purpose.REGISTERED, "س" * 263)
    assert outbox.queue(office, other, Purpose.REGISTERED, "س" * 262).parts == 4  # with the stop word under it
