"""The client with a modem: it sends, listens while nothing is sent, and goes on when the modem is back."""

import datetime as dt
from collections.abc import Iterator

import pytest

from app import carrier_settings, issues, outbox, outcomes
from app.carrier_settings import CarrierRow
from app.carriers import modem
from app.carriers.modem import Modem
from app.carriers.ports import Chosen
from app.domain.codes import CarrierKind, MessageState, Purpose, Status, Way
from tests.make import registered
from tests.modem_emulator import Emulator
from ui.outbox.runner import Outbox

PACE = dt.timedelta(seconds=11)
"""Between two messages by modem; the clock of these tests stands."""
AT_THE_PHONE = "+989160000001"


@pytest.fixture
def stick() -> Iterator[Emulator]:
    with Emulator() as emulator:
        emulator.port = emulator.on_socket()
        yield emulator


@pytest.fixture
def client(desk_office, worker, qtbot, stick) -> Iterator[Outbox]:
    carrier_settings.change(desk_office, CarrierRow(CarrierKind.MODEM, active=True))
    made = Outbox(desk_office, worker, modem=lambda: Modem(desk_office, Chosen(stick.port), per_minute=10**6))
    yield made
    made.leave()
    made.wait(None)


def wanted(office) -> int:
    own = registered(office).issue_ids[0]
    outcomes.record(office, own, Status.RESOLVED, "انجام شد")
    outbox.queue(office, own, Purpose.RESULT)
    return own


def is_(office, qtbot, state: MessageState) -> None:
    qtbot.waitUntil(lambda: outbox.rows(office)[0].state is state, timeout=20_000)


def test_a_result_is_told_by_what_a_modem_reports_while_nothing_is_sent(client, desk_office, qtbot, stick):
    own = wanted(desk_office)
    is_(desk_office, qtbot, MessageState.SENT)
    for mr in (11, 12):
        stick.report(AT_THE_PHONE, mr)
    is_(desk_office, qtbot, MessageState.DELIVERED)
    assert issues.one(desk_office, own).told_by is Way.SMS
    client.leave()
    client.wait(None)
    assert not modem._HELD  # the port is free for who comes next


def test_what_waits_goes_by_itself_when_the_modem_is_plugged_in_again(client, desk_office, clock, qtbot, stick):
    stick.unplug()
    wanted(desk_office)
    qtbot.waitUntil(lambda: outbox.summary(desk_office).offline, timeout=20_000)
    assert outbox.rows(desk_office)[0].state is MessageState.WAITING
    clock.at += PACE  # the line rests for longer than that
    stick.on_socket(again=stick.port)
    is_(desk_office, qtbot, MessageState.SENT)
    assert [part.index for part in stick.accepted] == [1, 2]


def test_what_waits_goes_by_itself_once_the_sim_card_is_there(client, desk_office, clock, qtbot, stick):
    stick.sim = "absent"
    wanted(desk_office)
    with qtbot.waitSignal(client.stopped, timeout=20_000) as said:
        pass
    assert "سیم‌کارت در مودم نیست" in said.args[0]
    clock.at += PACE
    stick.sim = "READY"
    client.kick()  # what the client does by itself within a minute
    is_(desk_office, qtbot, MessageState.SENT)


def test_the_client_ends_while_the_operator_is_waited_for_and_asks_a_person_at_the_next_start(
    client, desk_office, qtbot, stick
):
    stick.acts = ["mute"]
    wanted(desk_office)
    qtbot.waitUntil(lambda: bool(stick.accepted), timeout=20_000)
    client.leave()
    client.wait()
    assert outbox.rows(desk_office)[0].state in (MessageState.SENDING, MessageState.UNKNOWN)
