"""What people do while a message is on its way: decide of it, choose another carrier, put a copy of the store back."""

import shutil
from dataclasses import replace

import pytest
from sqlalchemy import select

from app import carrier_settings, outbox, reach, sending, sms_settings
from app.carrier_settings import CarrierRow
from app.carriers import Answer, http
from app.carriers.kavenegar import Kavenegar
from app.domain.codes import CarrierKind, MessageState
from app.domain.errors import Refused
from app.security.backup import backup
from app.security.restore import restore
from app.sms_settings import SmsSettings
from app.unlock import unlock
from db.models import Visit
from tests.app.test_outbox import run
from tests.carrier import LOST, Scripted, waiting_result
from tests.conftest import PASSPHRASE


@pytest.fixture
def row(office):
    return waiting_result(office)


@pytest.mark.parametrize("back", [True, False])
@pytest.mark.parametrize("said", [MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED])
def test_an_answer_that_comes_after_a_persons_word_changes_nothing(office, clock, row, said, back):
    class Slow(Scripted):
        def ask(self, *_ids):
            outbox.decide(office, row.id, sent=False)
            if back:
                outbox.take_back_decision(office, row.id)
            return Answer(said, "1")

    carrier = Slow(Answer(MessageState.UNKNOWN))
    sending.step(office, carrier)
    clock.tick(1)
    sending.step(office, carrier)
    stands = outbox.rows(office)[0].state
    assert stands is (MessageState.UNKNOWN if back else MessageState.WAITING)


def test_another_carrier_is_not_asked_for_what_the_first_one_took(office, clock, row):
    run(office, clock, Scripted(), minutes=0.1)

    class Magfa(Scripted):
        kind, line = CarrierKind.MAGFA, "3000"

    other = Magfa()
    run(office, clock, other)
    shown = outbox.rows(office)[0]
    assert (other.asked, other.got) == (0, [])
    assert (shown.state, shown.asked) == (MessageState.SENT, False)
    assert shown.settled_at is not None


def test_after_a_crash_another_carrier_leaves_it_to_a_person(office, clock, row):
    class Dies(Exception):
        pass

    first = Scripted()
    first.send = lambda _outgoing: (_ for _ in ()).throw(Dies)
    with pytest.raises(Dies):
        sending.step(office, first)

    class Magfa(Scripted):
        kind, line = CarrierKind.MAGFA, "3000"

    other = Magfa()
    run(office, clock, other)
    assert (other.asked, other.got) == (0, [])
    assert outbox.rows(office)[0].state is MessageState.UNKNOWN


@pytest.mark.parametrize("knows", [True, False])
def test_a_copy_that_was_put_back_sends_nothing_that_went_since(office, home, clock, row, tmp_path, knows):
    """By a real backup and a real restore: it waits in the copy, and the gateway has it."""
    backup(office, tmp_path / "copy.didar")
    carrier = Scripted()
    run(office, clock, carrier)
    assert len(carrier.got) == 1
    office.close()
    restore(home, tmp_path / "copy.didar", PASSPHRASE, clock=clock)
    if not knows:
        carrier.ask = lambda _uid, _their_id: Answer(MessageState.UNKNOWN, code="100")
    with unlock(home, PASSPHRASE, clock=clock) as opened:
        assert outbox.rows(opened)[0].state is MessageState.WAITING
        run(opened, clock, carrier, minutes=60)
        shown = outbox.rows(opened)[0]
        assert shown.state is (MessageState.SENT if knows else MessageState.UNKNOWN)
        assert shown.asked is knows  # of the one it hears whether it was delivered; nobody knows of the other
        assert len(carrier.got) == 1
        if not knows:  # and a person's word counts as ever
            outbox.decide(opened, shown.id, sent=False)
            run(opened, clock, carrier)
            assert len(carrier.got) == 2


def test_what_a_person_cancelled_while_it_waits_to_be_sent_again_does_not_go(office, clock, row):
    carrier = Scripted(LOST)
    carrier.ask = lambda _uid, _their_id: None
    run(office, clock, carrier)
    assert outbox.rows(office)[0].state is MessageState.UNKNOWN
    outbox.decide(office, row.id, sent=False)
    outbox.cancel(office, row.id)
    run(office, clock, carrier)
    assert len(carrier.got) == 1


def test_a_clock_that_was_put_back_does_not_stop_the_asking(office, clock, row):
    carrier = Scripted()
    run(office, clock, carrier, minutes=20)
    asked = carrier.asked
    clock.tick(-90)
    run(office, clock, carrier)
    assert carrier.asked > asked
    assert (len(carrier.got), outbox.rows(office)[0].id) == (1, row.id)


@pytest.mark.parametrize("said", [None, LOST])
def test_what_was_handed_over_cannot_be_cancelled(office, row, said):
    carrier = Scripted(*filter(None, [said]))
    sending.step(office, carrier)
    before = outbox.rows(office)[0]
    assert before.state is (MessageState.UNKNOWN if said else MessageState.SENT)
    for call in (outbox.cancel, outbox.resume, outbox.send_again):
        with pytest.raises(Refused):
            call(office, row.id)
    assert outbox.rows(office) == [before]


def test_what_keeps_this_pc_from_reaching_anybody_is_said_and_the_message_waits(
    office, clock, row, tmp_path, monkeypatch
):
    """Certificates that can't be read: no bug of ours, and no message is blamed for it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setattr(http, "_HERE", ())
    http._authorities.cache_clear()
    assert sending.step(office, Kavenegar("key", gateway=http.Gateway("https://127.0.0.1:9/"))).did
    summary = outbox.summary(office)
    assert (summary.waiting, summary.offline) == (1, True)
    assert summary.why.startswith("گواهی‌هایی که درگاه پیامک")
    carrier = Scripted()
    run(office, clock, carrier)
    assert (len(carrier.got), outbox.summary(office).why) == (1, "")


def test_a_night_in_which_the_line_may_not_send_is_waited_for(office, clock, row):
    """Magfa's 8: from 22 to 7. What passes is no reason to give a message up."""
    sms_settings.change(office, SmsSettings(opens=0, closes=24))
    clock.set(22, 30)
    carrier = Scripted(*[Answer(MessageState.WAITING, code="8", patient=True)] * 34)
    run(office, clock, carrier, minutes=6 * 60)
    assert outbox.rows(office)[0].state is MessageState.WAITING
    run(office, clock, carrier, minutes=3 * 60)
    assert outbox.rows(office)[0].state is MessageState.SENT


def test_what_was_sent_again_and_arrived_is_not_sent_once_more(office, clock, row):
    carrier = Scripted(Answer(MessageState.FAILED, code="6"))
    run(office, clock, carrier, minutes=1)
    assert not outbox.rows(office)[0].overtaken
    again = outbox.send_again(office, row.id)
    carrier.delivery = Answer(MessageState.DELIVERED, code="10")
    run(office, clock, carrier, minutes=5)
    shown = {one.id: one for one in outbox.rows(office)}
    assert shown[again.id].state is MessageState.DELIVERED
    assert (shown[row.id].state, shown[row.id].overtaken, shown[again.id].overtaken) == (
        MessageState.FAILED,
        True,
        False,
    )
    with pytest.raises(Refused, match="دوباره فرستاده"):
        outbox.send_again(office, row.id)


@pytest.mark.parametrize("knows", [True, False])
def test_a_store_that_was_copied_by_hand_sends_nothing_at_another_pc_until_a_person_says_so(
    office, home, clock, row, tmp_path, knows
):
    """Same epoch, same messages: only the PC is another one."""
    carrier = Scripted()
    assert not sending.step(office, None, "first").elsewhere
    office.close()
    copy = shutil.copytree(home, tmp_path / "copy")
    with unlock(home, PASSPHRASE, clock=clock) as first:
        while sending.step(first, carrier, "first").did:
            pass
    assert len(carrier.got) == 1
    if not knows:
        carrier.ask = lambda _uid, _their_id: Answer(MessageState.UNKNOWN, code="100")
    with unlock(copy, PASSPHRASE, clock=clock) as second:
        assert sending.step(second, carrier, "second").elsewhere
        assert outbox.rows(second)[0].state is MessageState.WAITING
        sending.take_over(second, "second")
        assert sending.step(second, carrier, "first").elsewhere
        for _minute in range(20):
            while sending.step(second, carrier, "second").did:
                pass
            clock.tick(1)
        assert outbox.rows(second)[0].state is (MessageState.SENT if knows else MessageState.UNKNOWN)
        assert len(carrier.got) == 1
        assert sending.step(second, carrier, "first").elsewhere


def test_the_pc_that_puts_a_copy_back_is_the_one_that_sends(office, home, clock, row, tmp_path):
    sending.step(office, None, "first")
    backup(office, tmp_path / "copy.didar")
    office.close()
    restore(home, tmp_path / "copy.didar", PASSPHRASE, clock=clock)
    with unlock(home, PASSPHRASE, clock=clock) as opened:
        carrier = Scripted()
        for _step in range(2):
            assert not sending.step(opened, carrier, "second").elsewhere
        assert outbox.rows(opened)[0].state is MessageState.UNKNOWN


def test_a_number_that_stopped_our_line_says_nothing_of_the_one_that_was_given_since(office, clock, row):
    carrier = Scripted()
    sending.step(office, carrier)
    with office.read() as session:
        visitor = session.scalars(select(Visit.visitor_id)).one()
    reach.change(office, visitor, replace(reach.of_person(office, visitor), mobile="09125556677"))
    carrier.delivery = Answer(MessageState.FAILED, code="14", blocked=True)
    run(office, clock, carrier)
    assert outbox.rows(office)[0].state is MessageState.FAILED
    assert reach.of_person(office, visitor).blocked_line is None


def test_that_a_gateway_has_no_key_is_said(office, row):
    assert outbox.summary(office).why == ""
    carrier_settings.change(office, CarrierRow(CarrierKind.KAVENEGAR, active=True), "")
    assert carrier_settings.active(office) is None
    assert outbox.summary(office).why.startswith("کلید یا نام کاربری")
    carrier_settings.change(office, CarrierRow(CarrierKind.MAGFA, active=True), "password")
    assert outbox.summary(office).why.startswith("کلید یا نام کاربری")
    carrier_settings.change(office, CarrierRow(CarrierKind.MAGFA, login="a/b", active=True))
    assert outbox.summary(office).why == ""
