"""The modem as the outbox has it: a result is told when all of its parts were delivered, and reports are heard idle."""

import datetime as dt
from collections.abc import Iterator

import pytest

from app import carrier_settings, issues, outbox, outcomes, sending
from app.carrier_settings import CarrierRow
from app.carriers import Answer, Carrier, Hears
from app.carriers.modem import Modem
from app.carriers.ports import Chosen
from app.domain.codes import CarrierKind, MessageState, Purpose, Status, Way
from app.office import Office
from tests.app.carriers.messages import LONG
from tests.carrier import Scripted
from tests.conftest import Clock
from tests.make import registered
from tests.modem_emulator import Emulator

AT_THE_PHONE = "+989160000001"


@pytest.fixture
def stick() -> Iterator[Emulator]:
    with Emulator() as emulator:
        emulator.port = emulator.on_socket()
        yield emulator


@pytest.fixture
def modem(office: Office, stick: Emulator) -> Iterator[Modem]:
    carrier_settings.change(office, CarrierRow(CarrierKind.MODEM, active=True))
    modem = Modem(office, Chosen(stick.port), per_minute=10**6)
    yield modem
    modem.close()


@pytest.fixture
def own(office: Office) -> int:
    """An issue whose result is there, of somebody who has a mobile."""
    own = registered(office).issue_ids[0]
    outcomes.record(office, own, Status.RESOLVED, "انجام شد")
    return own


def run(office: Office, clock: Clock, modem: Carrier, minutes: int = 2) -> None:
    """As the client does: step by step, and between them it listens."""
    until = clock.at + dt.timedelta(minutes=minutes)
    while clock.at < until:
        done = sending.step(office, modem)
        if not done.did:
            if news := modem.listen(0.2) if isinstance(modem, Hears) else []:
                sending.ask_now(office, news)
            clock.at = min(until, clock.at + dt.timedelta(seconds=max(1, done.after)))


def shown(office: Office, message: outbox.MessageRow) -> outbox.MessageRow:
    return next(row for row in outbox.rows(office) if row.id == message.id)


def test_a_result_is_told_when_all_parts_of_its_message_were_delivered(office, clock, own, stick, modem):
    message = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, modem)
    assert shown(office, message).state is MessageState.SENT
    assert len(stick.accepted) == message.parts == 2
    stick.report(AT_THE_PHONE, 11)
    run(office, clock, modem)
    assert issues.one(office, own).told_by is None
    stick.report(AT_THE_PHONE, 12)
    run(office, clock, modem)
    assert shown(office, message).state is MessageState.DELIVERED
    assert issues.one(office, own).told_by is Way.SMS


@pytest.mark.parametrize("sent", [True, False])
def test_a_doubt_waits_for_a_person_and_what_is_missing_then_goes(office, clock, own, stick, modem, sent):
    stick.acts = [(500, True)]
    message = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, modem, minutes=30)
    row = shown(office, message)
    assert (row.state, row.code) == (MessageState.UNKNOWN, "CMS 500 1/2")
    assert row.words == "معلوم نیست بخش ۱ از ۲ ارسال شده باشد؛ بخش‌های پیش از آن ارسال شده است."
    assert len(stick.accepted) == 1
    outbox.decide(office, message.id, sent)
    run(office, clock, modem)
    assert shown(office, message).state is MessageState.SENT
    assert [part.index for part in stick.accepted] == ([1, 2] if sent else [1, 1, 2])
    assert stick.read_by(AT_THE_PHONE) == [message.text]


def test_a_decision_that_is_taken_back_sends_nothing(office, clock, own, stick, modem):
    stick.acts = [(500, True)]
    message = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, modem, minutes=1)
    outbox.decide(office, message.id, sent=False)
    outbox.take_back_decision(office, message.id)
    run(office, clock, modem, minutes=30)
    assert shown(office, message).state is MessageState.UNKNOWN
    assert len(stick.accepted) == 1
    outbox.decide(office, message.id, sent=True)
    run(office, clock, modem)
    assert [part.index for part in stick.accepted] == [1, 2]


def test_without_a_sim_card_the_line_stops_and_goes_on_when_somebody_has_seen_to_it(office, clock, own, stick, modem):
    stick.sim = "absent"
    message = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, modem, minutes=1)
    assert shown(office, message).state is MessageState.WAITING
    assert "سیم‌کارت در مودم نیست" in outbox.summary(office).stopped
    stick.sim = "READY"
    outbox.retry(office)
    run(office, clock, modem)
    assert shown(office, message).state is MessageState.SENT


def test_without_a_network_the_message_waits_and_is_not_blamed(office, clock, own, stick, modem):
    stick.creg = 2
    message = outbox.queue(office, own, Purpose.RESULT)
    run(office, clock, modem, minutes=1)
    assert shown(office, message).state is MessageState.WAITING
    assert outbox.summary(office).offline
    stick.creg = 1
    run(office, clock, modem, minutes=20)
    assert shown(office, message).state is MessageState.SENT


def test_in_a_store_that_was_restored_a_modem_knows_of_nothing_and_a_person_decides(office, clock, own, stick, modem):
    """Its parts are those of the copy: what went since is not among them."""
    first = outbox.queue(office, own, Purpose.REGISTERED)
    run(office, clock, modem)
    second = outbox.queue(office, own, Purpose.RESULT)
    office.epoch = "restored from a copy in which the second still waited"
    sent = len(stick.accepted)
    run(office, clock, modem, minutes=30)
    assert shown(office, first).state is MessageState.SENT
    assert shown(office, second).state is MessageState.UNKNOWN
    assert len(stick.accepted) == sent


@pytest.fixture
def half(office: Office, clock: Clock, own: int, stick: Emulator, modem: Modem) -> outbox.MessageRow:
    """Part of it is out when the office takes a gateway instead."""
    stick.acts = ["ok", ("38", False)]
    message = outbox.queue(office, own, Purpose.RESULT, LONG)
    sending.step(office, modem)
    assert shown(office, message).state is MessageState.WAITING
    carrier_settings.change(office, CarrierRow(CarrierKind.KAVENEGAR, line="10004346", active=True), "key")
    clock.tick(5)
    return message


def test_what_is_partly_out_goes_by_another_way_only_by_a_persons_word(office, clock, half, stick):
    carrier = Scripted()
    run(office, clock, carrier)
    asks = shown(office, half)
    assert (asks.state, carrier.got) == (MessageState.UNKNOWN, [])
    assert asks.words == (
        "۱ بخش از ۳ بخش با مودم ارسال شده است و اکنون پیامک‌ها از راه دیگری می‌رود. با ارسال دوباره، همهٔ پیامک می‌رود."
    )
    outbox.decide(office, half.id, sent=False)
    outbox.take_back_decision(office, half.id)
    run(office, clock, carrier)
    assert (shown(office, half).state, carrier.got) == (MessageState.UNKNOWN, [])
    outbox.decide(office, half.id, sent=False)
    run(office, clock, carrier)
    assert (shown(office, half).state, len(carrier.got)) == (MessageState.SENT, 1)


def test_a_gateway_that_is_busy_does_not_make_a_person_decide_anew(office, clock, half):
    carrier = Scripted(Answer(MessageState.WAITING, code="409"))
    run(office, clock, carrier)
    outbox.decide(office, half.id, sent=False)
    run(office, clock, carrier, minutes=5)
    assert (shown(office, half).state, len(carrier.got)) == (MessageState.SENT, 1)


def test_what_is_partly_out_counts_as_sent_if_a_person_says_so(office, clock, half):
    carrier = Scripted()
    run(office, clock, carrier)
    outbox.decide(office, half.id, sent=True)
    run(office, clock, carrier)
    assert (shown(office, half).state, carrier.got) == (MessageState.SENT, [])
    outbox.take_back_decision(office, half.id)
    assert shown(office, half).state is MessageState.UNKNOWN


def test_back_at_the_modem_only_the_missing_parts_go(office, clock, half, stick, modem):
    run(office, clock, Scripted())
    carrier_settings.change(office, CarrierRow(CarrierKind.MODEM, active=True))
    outbox.decide(office, half.id, sent=False)
    run(office, clock, modem)
    assert stick.read_by(AT_THE_PHONE) == [half.text]
    assert [part.index for part in stick.accepted] == [1, 2, 3]
