"""The outbox: what is wanted, sent once, asked for, and told only when it reached."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from app import carrier_settings, issues, outbox, outcomes, reach, sending, sms_settings
from app.carrier_settings import CarrierRow
from app.carriers import Answer
from app.domain.codes import CarrierKind, MessageState, Purpose, Status, Way
from app.domain.errors import Refused
from app.sms_settings import SmsSettings
from app.unlock import unlock
from db.models import Message, StoreState
from tests.carrier import LOST, OFFLINE, Scripted
from tests.conftest import PASSPHRASE
from tests.make import registered

CREDIT = Answer(MessageState.WAITING, code="418", words="اعتبار کافی نیست.", stops=True)
BUSY = Answer(MessageState.WAITING, code="409")


@pytest.fixture
def own(office):
    """An issue whose result is there, of somebody who has a mobile."""
    own = registered(office).issue_ids[0]
    outcomes.record(office, own, Status.RESOLVED, "انجام شد")
    return own


@pytest.fixture
def gateway(office):
    """The office has chosen a gateway."""
    carrier_settings.change(office, CarrierRow(CarrierKind.KAVENEGAR, line="10004346", active=True), "key")


@pytest.fixture
def carrier(gateway):
    return Scripted()


def run(office, clock, carrier, minutes=3):
    """Step by step for so long, as the client does."""
    until = clock.at + dt.timedelta(minutes=minutes)
    while clock.at < until:
        done = sending.step(office, carrier)
        if not done.did:
            clock.at = min(until, clock.at + dt.timedelta(seconds=max(0.1, done.after)))


def state(office, message):
    return next(row for row in outbox.rows(office) if row.id == message.id).state


# what is wanted


def test_a_message_waits_in_the_outbox_with_its_parts_counted(office, own):
    row = outbox.queue(office, own, Purpose.RESULT)
    assert (row.state, row.number, row.name, row.parts) == (MessageState.WAITING, "09160000001", "مریم کعبی", 2)
    assert outbox.rows(office) == [row] == outbox.of_issue(office, own)
    assert outbox.summary(office).waiting == 1


def test_what_was_typed_is_sent_with_the_stop_word_under_it(office, own):
    assert outbox.queue(office, own, Purpose.RESULT, "کار شما انجام شد.").text == "کار شما انجام شد.\nلغو۱۱"


@pytest.mark.parametrize("purpose", [Purpose.RESULT, Purpose.READY])
def test_a_result_is_not_told_before_it_is_there(office, purpose):
    own = registered(office).issue_ids[0]
    with pytest.raises(Refused) as refused:
        outbox.queue(office, own, purpose, "هر چه باشد")
    assert refused.value.field == "status"


def test_what_was_cancelled_is_not_wanted_again_beside_another_of_the_same(office, own):
    first = outbox.queue(office, own, Purpose.RESULT)
    outbox.cancel(office, first.id)
    outbox.queue(office, own, Purpose.RESULT)
    with pytest.raises(Refused, match="در راه است"):
        outbox.resume(office, first.id)


def test_without_a_number_and_for_who_wants_none_nothing_is_queued(office, own):
    whose = reach.of_person(office, 1)
    reach.change(office, 1, replace(whose, no_sms=True))
    with pytest.raises(Refused, match="پیامک نمی‌خواهد"):
        outbox.queue(office, own, Purpose.RESULT)
    reach.change(office, 1, replace(whose, no_sms=False, mobile_of="پسر"))
    with pytest.raises(Refused, match="بستگان"):
        outbox.queue(office, own, Purpose.RESULT)
    reach.change(office, 1, replace(whose, no_sms=False, mobile=None))
    with pytest.raises(Refused) as refused:
        outbox.queue(office, own, Purpose.RESULT)
    assert refused.value.field == "mobile"


def test_a_text_that_is_a_letter_is_refused(office, own):
    with pytest.raises(Refused) as refused:
        outbox.queue(office, own, Purpose.RESULT, "س" * 263)
    assert refused.value.field == "text"


def test_pressed_twice_it_is_queued_once(office, own):
    outbox.queue(office, own, Purpose.RESULT)
    with pytest.raises(Refused, match="در راه است"):
        outbox.queue(office, own, Purpose.RESULT)
    assert len(outbox.rows(office)) == 1


def test_a_message_is_cancelled_and_wanted_again(office, own):
    row = outbox.queue(office, own, Purpose.RESULT)
    assert outbox.cancel(office, row.id).state is MessageState.CANCELLED
    assert outbox.resume(office, row.id).state is MessageState.WAITING


# what becomes of it


def test_a_delivered_result_is_the_notice(office, clock, own, carrier):
    outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier)
    assert issues.one(office, own).told_by is None  # sent is not told
    carrier.delivery = Answer(MessageState.DELIVERED, code="10")
    run(office, clock, carrier)
    told = issues.one(office, own)
    assert (told.told_by, told.told_on) == (Way.SMS, office.today())
    row = outbox.rows(office)[0]
    assert (row.state, row.words, row.line) == (MessageState.DELIVERED, "به گوشی رسید.", "10004346")
    assert len(carrier.got) == 1


def test_a_delivery_that_cannot_be_the_notice_today_waits_and_holds_nobody_up(office, clock, own, carrier):
    """The PC's clock was put back behind the visit: a notice of that day would be refused."""
    row = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier)
    carrier.delivery = Answer(MessageState.DELIVERED, code="10")
    other = outbox.queue(office, own, Purpose.READY)
    right, clock.at = clock.at, clock.at - dt.timedelta(days=2)
    run(office, clock, carrier)
    assert (state(office, row), state(office, other)) == (MessageState.SENT, MessageState.DELIVERED)
    clock.at = right + dt.timedelta(minutes=5)
    run(office, clock, carrier)
    assert state(office, row) is MessageState.DELIVERED
    assert issues.one(office, own).told_by is Way.SMS


def test_that_a_result_is_ready_tells_nothing_yet(office, clock, own, carrier):
    carrier.delivery = Answer(MessageState.DELIVERED, code="10")
    row = outbox.queue(office, own, Purpose.READY)
    run(office, clock, carrier)
    assert state(office, row) is MessageState.DELIVERED
    assert issues.one(office, own).told_by is None


def test_a_result_that_was_opened_again_meanwhile_is_not_told_by_its_delivery(office, clock, own, carrier):
    outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier)
    outcomes.reopen(office, own, "متقاضی اعتراض دارد", objected=True)
    outcomes.record(office, own, Status.REJECTED, "ضابطه ندارد")
    carrier.delivery = Answer(MessageState.DELIVERED, code="10")
    run(office, clock, carrier)
    assert outbox.rows(office)[0].state is MessageState.DELIVERED
    assert issues.one(office, own).told_by is None


def test_a_result_that_stands_no_more_is_not_sent(office, clock, own, carrier):
    row = outbox.queue(office, own, Purpose.RESULT)
    outcomes.reopen(office, own, "اشتباه بود")
    run(office, clock, carrier)
    assert state(office, row) is MessageState.CANCELLED
    assert carrier.got == []
    with pytest.raises(Refused):
        outbox.resume(office, row.id)


def test_it_goes_to_the_number_that_was_corrected_meanwhile(office, clock, own, carrier):
    outbox.queue(office, own, Purpose.RESULT)
    reach.change(office, 1, replace(reach.of_person(office, 1), mobile="09163004172"))
    run(office, clock, carrier)
    assert [one.number for one in carrier.got] == ["09163004172"]


def test_a_receiver_who_has_stopped_the_line_gets_no_more_from_it(office, clock, own, carrier):
    carrier.says.append(Answer(MessageState.FAILED, code="14", blocked=True))
    outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier)
    assert outbox.rows(office)[0].state is MessageState.FAILED
    assert reach.of_person(office, 1).is_blocked_for("10004346")
    with pytest.raises(Refused, match="لغو کرده است"):
        outbox.queue(office, own, Purpose.RESULT)


def test_what_was_not_delivered_is_sent_again_as_a_message_of_its_own(office, clock, own, carrier):
    carrier.says.append(Answer(MessageState.FAILED, code="411"))
    row = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier)
    again = outbox.send_again(office, row.id)
    assert again.id != row.id
    run(office, clock, carrier)
    assert (state(office, row), state(office, again)) == (MessageState.FAILED, MessageState.SENT)


def test_delivery_that_nobody_told_of_in_the_carriers_window_is_asked_for_no_more(office, clock, own, carrier):
    row = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier)
    clock.tick(13 * 60)
    run(office, clock, carrier)
    shown = outbox.rows(office)[0]
    assert (shown.id, shown.state, shown.asked) == (row.id, MessageState.SENT, False)
    assert shown.settled_at is not None
    asked = carrier.asked
    run(office, clock, carrier)
    assert carrier.asked == asked


# when it goes


def test_outside_the_hours_nothing_goes(office, clock, own, carrier):
    clock.set(21)
    outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier, minutes=2)
    assert carrier.got == []
    clock.set(8, day=clock.at.date() + dt.timedelta(days=1))
    run(office, clock, carrier, minutes=2)
    assert len(carrier.got) == 1


def test_no_more_than_the_set_number_goes_in_a_minute(office, clock, gateway):
    sms_settings.change(office, SmsSettings(rate=4))
    for number in range(1, 11):
        outbox.queue(office, registered(office, number).issue_ids[0], Purpose.REGISTERED)
    carrier = Scripted()
    for minute in range(1, 4):
        run(office, clock, carrier, minutes=1)
        assert len(carrier.got) <= 4 * minute
    assert len(carrier.got) >= 10


def test_offline_the_line_rests_longer_each_time_and_no_message_is_blamed(office, clock, own, carrier):
    carrier.offline = True
    row = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier, minutes=120)
    assert state(office, row) is MessageState.WAITING
    assert outbox.summary(office).offline
    carrier.offline = False
    run(office, clock, carrier, minutes=16)  # a quarter of an hour is the longest
    assert state(office, row) is MessageState.SENT
    assert not outbox.summary(office).offline


def test_one_try_when_a_person_does_not_want_to_wait(office, clock, own, carrier):
    carrier.offline = True
    row = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier, minutes=120)
    carrier.offline = False
    outbox.retry(office)
    clock.tick(1)
    run(office, clock, carrier, minutes=1)
    assert state(office, row) is MessageState.SENT


def test_a_credit_that_is_used_up_stops_the_line_and_is_said_once(office, clock, gateway):
    for number in (1, 2):
        outbox.queue(office, registered(office, number).issue_ids[0], Purpose.REGISTERED)
    carrier = Scripted(CREDIT)
    said = [one.stopped for one in (sending.step(office, carrier) for _ in range(20)) if one.stopped]
    run(office, clock, carrier, minutes=30)
    assert said == ["اعتبار کافی نیست."]
    assert carrier.got == []
    assert outbox.summary(office).stopped == "اعتبار درگاه پیامک کافی نیست."
    outbox.retry(office)
    run(office, clock, carrier, minutes=2)
    assert len(carrier.got) == 2


def test_a_new_key_lets_a_stopped_line_go_on(office, clock, own, carrier):
    carrier.says.append(replace(CREDIT, code="403"))
    outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier)
    carrier_settings.change(office, CarrierRow(CarrierKind.KAVENEGAR, line="10004346", active=True), "another")
    run(office, clock, carrier)
    assert len(carrier.got) == 1


def test_a_message_that_is_put_off_again_and_again_gives_up_at_last(office, clock, own, carrier):
    carrier.says.extend([BUSY] * 40)
    row = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier, minutes=6 * 60)
    assert state(office, row) is MessageState.FAILED
    assert len(carrier.says) == 40 - sending.MOST_TRIES


def test_a_message_that_is_put_off_lets_others_go_first(office, clock, gateway):
    first, second = (outbox.queue(office, registered(office, n).issue_ids[0], Purpose.REGISTERED) for n in (1, 2))
    carrier = Scripted(BUSY, BUSY)
    run(office, clock, carrier, minutes=5)
    assert {state(office, first), state(office, second)} == {MessageState.SENT}


# never twice


def test_a_time_out_is_unknown_until_asked_and_found_by_our_own_number(office, clock, own, carrier):
    carrier.says.append(LOST)
    row = outbox.queue(office, own, Purpose.RESULT)
    sending.step(office, carrier)
    assert state(office, row) is MessageState.UNKNOWN
    run(office, clock, carrier)
    assert state(office, row) is MessageState.SENT
    assert len(carrier.got) == 1


@pytest.mark.parametrize("sent", [True, False])
def test_what_nobody_knows_of_a_person_decides(office, clock, own, carrier, sent):
    carrier.says.append(Answer(MessageState.UNKNOWN))
    row = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier, minutes=30)
    clock.tick(12 * 60)
    run(office, clock, carrier, minutes=30)
    assert state(office, row) is MessageState.UNKNOWN
    assert carrier.got == []
    decided = outbox.decide(office, row.id, sent=sent)
    assert decided.state is (MessageState.SENT if sent else MessageState.WAITING)
    clock.set(10, day=clock.at.date() + dt.timedelta(days=1))
    run(office, clock, carrier)
    assert len(carrier.got) == (0 if sent else 1)


def test_a_decision_is_taken_back(office, clock, own, carrier):
    carrier.says.append(Answer(MessageState.UNKNOWN))
    row = outbox.queue(office, own, Purpose.RESULT)
    sending.step(office, carrier)
    for sent in (True, False):
        outbox.decide(office, row.id, sent=sent)
        assert outbox.take_back_decision(office, row.id).state is MessageState.UNKNOWN


def test_a_decision_is_not_taken_back_once_the_message_went_by_it(office, clock, own, carrier):
    carrier.says.append(LOST)
    row = outbox.queue(office, own, Purpose.RESULT)
    sending.step(office, carrier)
    outbox.decide(office, row.id, sent=False)
    run(office, clock, carrier)
    assert (len(carrier.got), state(office, row)) == (2, MessageState.SENT)
    with pytest.raises(Refused):
        outbox.take_back_decision(office, row.id)
    assert state(office, row) is MessageState.SENT


@pytest.mark.parametrize(
    ("another", "state_"), [(1, MessageState.WAITING), (1, MessageState.SENDING), (0, MessageState.CANCELLED)]
)
def test_an_answer_tells_nothing_of_another_sending_than_its_own(office, own, gateway, another, state_):
    """The store that it comes back to may be another by then: put back from a copy, decided of."""

    class Late(Scripted):
        def send(self, outgoing):
            with office.note() as session:
                message = session.scalars(select(Message)).one()
                message.uid, message.state = message.uid + another, state_
            return super().send(outgoing)

    row = outbox.queue(office, own, Purpose.RESULT)
    sending.step(office, Late())
    assert state(office, row) is state_


def test_an_answer_that_comes_late_is_not_taken_for_one_to_the_second_try(office, clock, own, carrier):
    carrier.says.append(LOST)
    row = outbox.queue(office, own, Purpose.RESULT)
    sending.step(office, carrier)
    first = carrier.got[0].uid
    outbox.decide(office, row.id, sent=False)
    run(office, clock, carrier)
    assert [one.uid == first for one in carrier.got] == [True, False]


def crash(office, home, clock, carrier):
    """The process dies over a sending: it is opened anew, with the message as it was committed."""

    class Dies(Exception):
        pass

    def die(outgoing):
        carrier.got.append(outgoing) if carrier.says and carrier.says.popleft() == LOST else None
        raise Dies

    carrier.send = die
    with pytest.raises(Dies):
        sending.step(office, carrier)
    del carrier.send
    office.close()
    return unlock(home, PASSPHRASE, clock=clock)


@pytest.mark.parametrize("taken", [True, False])
def test_after_a_crash_the_carrier_is_asked_and_nothing_goes_again(office, home, clock, own, carrier, taken):
    carrier.says.append(LOST if taken else "")
    row = outbox.queue(office, own, Purpose.RESULT)
    with crash(office, home, clock, carrier) as opened:
        assert state(opened, row) is MessageState.SENDING
        run(opened, clock, carrier, minutes=60)
        assert state(opened, row) is (MessageState.SENT if taken else MessageState.UNKNOWN)
        assert len(carrier.got) == (1 if taken else 0)


def test_after_a_crash_where_nobody_can_be_asked_a_person_decides(office, home, clock, own, carrier):
    row = outbox.queue(office, own, Purpose.RESULT)
    carrier.window = 0
    with crash(office, home, clock, carrier) as opened:
        run(opened, clock, carrier, minutes=60)
        shown = outbox.rows(opened)[0]
        assert (shown.id, shown.state, shown.asked) == (row.id, MessageState.UNKNOWN, False)


def test_a_store_that_was_restored_does_not_send_anew_what_it_sent_since(office, clock, own, carrier):
    row = outbox.queue(office, own, Purpose.RESULT)
    office.epoch = "after the restore"  # as app/security/restore.py makes a new one
    run(office, clock, carrier, minutes=60)
    assert state(office, row) is MessageState.UNKNOWN
    assert carrier.got == []


def test_two_who_send_at_once_send_each_message_once(office, home, clock, gateway):
    """The one that comes while the other is at it does nothing."""
    for number in range(1, 4):
        outbox.queue(office, registered(office, number).issue_ids[0], Purpose.REGISTERED)
    inner = []

    class Meanwhile(Scripted):
        def send(self, outgoing):
            inner.append(sending.step(office, Scripted()).did)
            return super().send(outgoing)

    carrier = Meanwhile()
    run(office, clock, carrier)
    assert inner == [False] * 3
    assert len(carrier.got) == 3
    assert carrier.twice() == []


# by hand


def test_by_hand_the_secretary_sends_and_says_so(office, clock, own):
    row = outbox.queue(office, own, Purpose.RESULT)
    assert outbox.summary(office).by_hand
    assert outbox.decide(office, row.id, sent=True).carrier is CarrierKind.BY_HAND
    assert issues.one(office, own).told_by is None
    assert outbox.confirm_delivery(office, row.id).state is MessageState.DELIVERED
    assert issues.one(office, own).told_by is Way.SMS


def test_by_hand_a_delivery_is_taken_back_with_its_notice(office, own):
    row = outbox.queue(office, own, Purpose.RESULT)
    sent = outbox.decide(office, row.id, sent=True)
    outbox.confirm_delivery(office, row.id)
    assert outbox.take_back_delivery(office, row.id) == sent
    assert issues.one(office, own).told_by is None
    with pytest.raises(Refused):
        outbox.take_back_delivery(office, row.id)


def test_by_hand_it_is_taken_back(office, own):
    row = outbox.queue(office, own, Purpose.RESULT)
    outbox.decide(office, row.id, sent=True)
    assert outbox.take_back_decision(office, row.id) == row


def test_a_gateways_message_is_not_confirmed_by_hand(office, clock, own, carrier):
    row = outbox.queue(office, own, Purpose.RESULT)
    with pytest.raises(Refused):
        outbox.decide(office, row.id, sent=True)  # it waits for the gateway
    run(office, clock, carrier)
    with pytest.raises(Refused):
        outbox.confirm_delivery(office, row.id)


# settings


def test_key_and_password_are_shown_nowhere_and_stand_in_no_trail(office):
    changed = carrier_settings.change(office, CarrierRow(CarrierKind.KAVENEGAR, active=True), "6B4C7A5F")
    assert next(row for row in changed if row.active).has_secret
    assert "6B4C7A5F" not in repr(changed) + repr(carrier_settings.active(office))
    with office.read() as session:
        from sqlalchemy import select

        from db.models import AuditValue

        assert all(b"6B4C7A5F" not in row for row in session.scalars(select(AuditValue.payload)))


def test_one_carrier_is_active_at_a_time(office):
    carrier_settings.change(office, CarrierRow(CarrierKind.KAVENEGAR, active=True), "k")
    carrier_settings.change(office, CarrierRow(CarrierKind.MAGFA, login="a/b", line="3000", active=True), "p")
    assert [row.kind for row in carrier_settings.of(office) if row.active] == [CarrierKind.MAGFA]
    assert carrier_settings.active(office).kind is CarrierKind.MAGFA
    carrier_settings.change(office, CarrierRow(CarrierKind.BY_HAND, active=True))
    assert carrier_settings.active(office) is None


def test_a_demonstration_sends_nothing_to_anybody(office, gateway):
    """Its people are made up; their numbers may be somebody's."""
    with office.note() as session:
        session.get_one(StoreState, "demo").value = "1"
    assert carrier_settings.active(office) is None


def test_a_carrier_that_is_not_set_up_yet_is_none(office):
    carrier_settings.change(office, CarrierRow(CarrierKind.MAGFA, login="a/b", active=True))
    assert carrier_settings.active(office) is None
    with pytest.raises(Refused):
        carrier_settings.credit(office)


@pytest.mark.parametrize(
    ("wanted", "secret", "field"),
    [
        (CarrierRow(CarrierKind.KAVENEGAR, address="http://sms.example.ir"), None, "address"),
        (CarrierRow(CarrierKind.KAVENEGAR, line="ده هزار"), None, "line"),
        (CarrierRow(CarrierKind.KAVENEGAR), "با فاصله", "secret"),
        (CarrierRow(CarrierKind.MAGFA, login="a"), None, "login"),
    ],
)
def test_a_carriers_settings_are_refused_at_their_field(office, wanted, secret, field):
    with pytest.raises(Refused) as refused:
        carrier_settings.change(office, wanted, secret)
    assert refused.value.field == field


def test_offline_once_and_then_there(office, clock, own, gateway):
    carrier = Scripted(OFFLINE)
    outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, carrier, minutes=2)
    assert len(carrier.got) == 1
