"""SIM card, network and port of a modem: what is wrong is said plainly, and heals where it can."""

import os
import threading

import pytest

from app import modem_pin
from app.carriers import at, modem, ports
from app.carriers.modem import Modem
from app.carriers.ports import Chosen
from app.domain.codes import MessageState
from app.domain.errors import Refused, Unavailable
from tests.app.carriers.desk import Desk, on_both
from tests.app.carriers.messages import LONG, NUMBER, SHORT, sending
from tests.modem_emulator import Emulator


@pytest.mark.parametrize(
    ("sim", "words"),
    [
        ("absent", "سیم‌کارت در مودم نیست"),
        ("SIM PIN", "سیم‌کارت رمز (PIN) می‌خواهد"),
        ("SIM PUK", "سیم‌کارت قفل است"),
        ("failing", "مودم نمی‌تواند سیم‌کارت را بخواند"),
    ],
)
def test_what_is_wrong_with_the_sim_card_is_said_plainly(desk, sim, words):
    desk.stick.sim = sim
    answer = desk.send(SHORT)
    assert (answer.state, answer.stops) == (MessageState.WAITING, True)
    assert words in answer.words
    assert words in desk.modem.state().trouble
    assert desk.parts == [("waiting", None)]


def test_a_network_that_is_not_the_cards_own_takes_messages_too(desk):
    desk.stick.creg = 5
    assert desk.send(SHORT).state is MessageState.SENT


def test_a_sim_card_that_wakes_up_late_is_waited_for(desk, monkeypatch):
    desk.stick.sim = "busy"
    with pytest.raises(Unavailable, match="سیم‌کارت هنوز آماده نیست"):
        desk.send(SHORT)
    monkeypatch.setattr(modem, "_SIM_WAKES", 30)
    threading.Timer(0.7, lambda: setattr(desk.stick, "sim", "READY")).start()
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT


@on_both
def test_a_sim_card_with_a_pin_is_unlocked_by_it_each_time_it_wakes(desk):
    desk.stick.sim = "SIM PIN"
    modem_pin.keep(desk.office, "۱۲۳۴")
    assert desk.send(SHORT).state is MessageState.SENT
    desk.stick.unplug()
    desk.hear(0.1)
    desk.replug()
    assert desk.send(SHORT).state is MessageState.SENT


def test_a_pin_that_was_taken_and_opened_nothing_is_not_given_twice(desk, monkeypatch):
    """Nobody knows whether the card counts it among the three."""
    tried: list[str] = []

    def takes(pin: str) -> None:
        tried.append(pin)
        desk.stick.sim = "SIM PIN" if len(tried) < 3 else "UNLOCKED"
        desk.stick._say("OK")

    monkeypatch.setattr(desk.stick, "_try_pin", takes)
    desk.stick.sim = "SIM PIN"
    modem_pin.keep(desk.office, "1234")
    assert [desk.send(SHORT).stops for _message in range(2)] == [True, True]
    assert tried == ["1234"]


def test_a_wrong_pin_is_given_once_and_forgotten_also_by_the_next_start(desk):
    desk.stick.sim = "SIM PIN"
    modem_pin.keep(desk.office, "0000")
    assert "درست نبود" in desk.send(SHORT).words
    for _ in range(3):
        desk.modem.close()
        desk.modem = Modem(desk.office, Chosen(desk.stick.port))
        assert "رمز (PIN) می‌خواهد" in desk.send(SHORT).words
    assert desk.stick.tries == 2
    assert not modem_pin.is_kept(desk.office)


@pytest.mark.parametrize("pin", ["12", '1234";+CMGS="', "123456789", "abcd"])
def test_what_can_be_no_pin_is_refused(office, pin):
    with pytest.raises(Refused) as refused:
        modem_pin.keep(office, pin)
    assert refused.value.field == "pin"


@pytest.mark.parametrize(("creg", "raises"), [(0, True), (2, True), (3, False)])
def test_without_a_network_nothing_is_begun(desk, creg, raises):
    desk.stick.creg = creg
    if raises:
        with pytest.raises(Unavailable, match="شبکهٔ تلفن همراه"):
            desk.send(SHORT)
    else:
        assert "سیم‌کارت را نپذیرفت" in desk.send(SHORT).words
    assert not any(words.startswith("AT+CMGS") for words in desk.stick.said)


def test_a_modem_that_does_not_answer_is_said_to(desk):
    desk.stick.mute = True
    with pytest.raises(Unavailable, match="مودم پیامک پاسخ نمی‌دهد"):
        desk.send(SHORT)


def test_a_port_that_is_not_there_is_said_in_words(office, tmp_path):
    nowhere = Modem(office, Chosen(str(tmp_path / "ttyUSB9")))
    with pytest.raises(Unavailable, match="مودم پیامک پیدا نشد؛ کابل و سیم‌کارت را بررسی کنید"):
        nowhere.send(sending(office))
    assert nowhere.listen(0.01) == []


@pytest.mark.skipif(os.name != "posix", reason="a pty")
def test_a_port_that_another_program_has_is_said_in_words(office):
    with Emulator() as stick:
        name = stick.on_pty()
        other = ports.open_port(Chosen(name))
        mine = Modem(office, Chosen(name))
        with pytest.raises(Unavailable, match="برنامهٔ دیگری"):
            mine.send(sending(office))
        other.close()
        assert mine.send(sending(office, SHORT)).state is MessageState.SENT
        mine.close()


@on_both
def test_unplugged_while_idle_and_plugged_in_again_it_goes_on(desk):
    desk.send(SHORT)
    desk.stick.unplug()
    assert desk.hear(0.3) == []
    with pytest.raises(Unavailable, match="مودم پیامک پیدا نشد"):
        desk.send(SHORT)
    desk.replug()
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT


@pytest.mark.parametrize("trouble", ["unplugged", "SIM PUK", "mute"])
def test_while_it_listens_it_notices_that_the_modem_is_back(desk, trouble):
    desk.hear(0.1)
    assert not desk.modem.is_back()
    desk.stick.unplug()
    if trouble != "unplugged":
        desk.replug()
        desk.stick.sim, desk.stick.mute = (trouble, False) if trouble != "mute" else ("READY", True)
    desk.hear(0.1)
    desk.hear(0.1)
    assert not desk.modem.is_back()
    desk.stick.sim, desk.stick.mute = "READY", False
    if trouble == "unplugged":
        desk.replug()
    desk.hear(0.1)
    desk.hear(0.1)
    assert desk.modem.is_back()
    assert not desk.modem.is_back()


def test_at_another_port_the_same_device_is_found_again(monkeypatch):
    def there(*found):
        monkeypatch.setattr(ports, "listed", lambda: list(found))

    mine = ports.Port("COM5", "12d1:1436::PC UI", "PC UI")
    there(mine)
    assert ports._found(mine.chosen) == "COM5"
    moved = ports.Port("COM9", mine.identity, "PC UI")
    there(ports.Port("COM5", "0403:6001:A1:", "FT232"), moved)
    assert ports._found(mine.chosen) == "COM9"
    there(ports.Port("COM5", "0403:6001:A1:", "FT232"))
    assert ports._found(mine.chosen) is None
    there(moved, ports.Port("COM11", mine.identity, "PC UI"))  # two alike: better none than the wrong one
    assert ports._found(mine.chosen) is None


@on_both
def test_the_test_of_a_modem_shows_signal_and_network(desk):
    state = desk.modem.state()
    assert (state.trouble, state.signal, state.network, state.model) == (None, 58, "IR-MCI", "E173")
    desk.stick.csq, desk.stick.creg = 99, 2
    state = desk.modem.state()
    assert state.signal is None
    assert "شبکهٔ تلفن همراه" in state.trouble


def test_a_test_while_the_outbox_has_the_port_asks_the_same_modem(desk):
    desk.send(SHORT)
    assert Modem.state_at(desk.office, Chosen(desk.stick.port)).network == "IR-MCI"
    desk.modem.close()
    again = desk.stick.on_pty() if os.name == "posix" else desk.stick.on_socket()
    assert Modem.state_at(desk.office, Chosen(again)).network == "IR-MCI"
    assert not modem._HELD


@on_both
def test_stopping_ends_the_wait_at_once(office, stick):
    desk = Desk(office, stick)
    desk.modem.cancel()
    assert desk.send(LONG).state is MessageState.WAITING
    assert desk.hear(60) == []
    assert stick.accepted == []
    desk.modem.close()


def test_stopping_gives_a_part_that_is_going_out_a_little_time_and_leaves_it_in_doubt(desk, monkeypatch):
    monkeypatch.setattr(at, "AT_THE_OPERATOR", 3600)
    desk.stick.acts = ["mute"]
    threading.Timer(1.0, desk.modem.cancel).start()
    assert desk.send(LONG).state is MessageState.UNKNOWN
    assert desk.parts == [("sending", None), ("waiting", None), ("waiting", None)]


def test_nothing_of_it_is_logged(office, stick, caplog, capfd):
    caplog.set_level(0)
    stick.sim = "SIM PIN"
    modem_pin.keep(office, "1234")
    desk = Desk(office, stick)
    desk.send(SHORT)
    out, err = capfd.readouterr()
    for text in (caplog.text, out, err):
        assert not any(secret in text for secret in ("1234", NUMBER, NUMBER[1:], SHORT))
    assert "1234" not in repr(desk.modem)
    desk.modem.close()
