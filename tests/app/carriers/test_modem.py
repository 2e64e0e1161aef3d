"""An SMS modem as an office has it: what it takes, what it refuses, what it reports, and what nobody can know."""

import datetime as dt
import os
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from app import modem_pin
from app.carriers import at, modem, ports
from app.carriers.modem import Modem
from app.carriers.pdu import Submit, divide, submit
from app.carriers.ports import Chosen
from app.domain.codes import MessageState
from app.domain.errors import Refused, Unavailable
from app.modem_parts import Parts, _decided, _rows, _undecided
from app.office import Office
from tests.app.carriers.messages import LONG, NUMBER, SHORT, kept, message_id, sending
from tests.conftest import Clock
from tests.modem_emulator import Emulator

ABROAD = "+98" + NUMBER[1:]
KINDS = ["socket", *(["pty"] if os.name == "posix" else [])]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a real line, in tenths of the time."""
    for name, seconds in (("USUAL", 1.0), ("PROMPT", 0.5), ("AT_THE_OPERATOR", 1.0), ("GRACE", 0.3)):
        monkeypatch.setattr(at, name, seconds)
    monkeypatch.setattr(modem, "_SIM_WAKES", 0.4)


on_both = pytest.mark.parametrize("stick", KINDS, indirect=True)


@pytest.fixture
def stick(request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """A modem that is plugged in: at a pty where there are any, or behind a socket."""
    with Emulator() as emulator:
        kind = getattr(request, "param", KINDS[-1])
        emulator.port = emulator.on_pty() if kind == "pty" else emulator.on_socket()
        yield emulator


class Desk:
    """The office with its modem."""

    def __init__(self, office: Office, stick: Emulator) -> None:
        self.office, self.stick = office, stick
        self.modem = Modem(office, Chosen(stick.port), per_minute=10**6)

    def send(self, text: str = LONG, number: str = NUMBER):
        self.outgoing = sending(self.office, text, number)
        return self.modem.send(self.outgoing)

    def hear(self, seconds: float = 1.0):
        return self.modem.listen(seconds)

    @property
    def parts(self):
        return kept(self.office, self.outgoing)


@pytest.fixture
def desk(office: Office, stick: Emulator) -> Iterator[Desk]:
    desk = Desk(office, stick)
    yield desk
    desk.modem.close()


@on_both
def test_a_message_in_three_parts_is_one_on_the_phone(desk):
    answer = desk.send(LONG)
    assert (answer.state, answer.their_id) == (MessageState.SENT, "11,12,13")
    assert desk.parts == [("sent", 11), ("sent", 12), ("sent", 13)]
    assert desk.stick.read_by(ABROAD) == [LONG]


def test_a_message_is_delivered_when_all_its_parts_are_in_whatever_order_they_say_so(desk):
    desk.send(LONG)
    for mr in (13, 11):
        desk.stick.report(ABROAD, mr)
        assert desk.hear() == [desk.outgoing.uid]
        assert desk.modem.ask(desk.outgoing.uid, None).state is MessageState.SENT
    desk.stick.report(ABROAD, 12)
    assert desk.hear() == [desk.outgoing.uid]
    assert desk.modem.ask(desk.outgoing.uid, None).state is MessageState.DELIVERED


@pytest.mark.parametrize("parts", range(1, 7))
def test_a_message_of_any_length_arrives_whole(desk, parts):
    text = ("نتیجهٔ موضوع شما آماده است. " * 40)[: 67 * parts - 6] + "😀"
    assert len(divide(text)) == parts
    desk.send(text)
    assert desk.stick.read_by(ABROAD) == [text]


@pytest.mark.parametrize("form", ["pdu", "text", "stored"])
@pytest.mark.parametrize("act", ["ok", "report first", "slow", "garbage"])
def test_reports_are_heard_in_each_form_also_between_other_lines(desk, form, act):
    desk.stick.reports, desk.stick.chatty = form, True
    desk.stick.acts, desk.stick.each = [act], 0
    assert desk.send(SHORT).state in (MessageState.SENT, MessageState.DELIVERED)
    desk.hear()
    assert desk.parts == [("delivered", 11)]
    assert not desk.stick._memory


@on_both
def test_a_modem_that_wants_each_report_acknowledged_gets_that(desk):
    desk.stick.csms, desk.stick.csms_stuck, desk.stick.each = "1", True, 0
    desk.send(LONG)
    desk.hear()
    desk.hear(0.1)
    assert desk.parts == [("delivered", 11), ("delivered", 12), ("delivered", 13)]
    assert desk.stick.unacknowledged == 0


def test_a_damaged_report_changes_nothing(desk):
    desk.send(SHORT)
    desk.stick.report(ABROAD, 11, damaged=True)
    assert desk.hear(0.3) == []
    assert desk.parts == [("sent", 11)]


def test_a_report_that_gives_up_says_so_with_its_code(desk):
    desk.send(SHORT)
    desk.stick.report(ABROAD, 11, 0x46)
    desk.hear()
    answer = desk.modem.ask(desk.outgoing.uid, None)
    assert (answer.state, answer.code) == (MessageState.FAILED, "ST 46")


@pytest.mark.parametrize("status", [0x01, 0x20, 0x30])
def test_a_report_that_settles_nothing_is_no_news(desk, status):
    desk.send(SHORT)
    desk.stick.report(ABROAD, 11, status)
    assert desk.hear(0.3) == []
    assert desk.parts == [("sent", 11)]


def test_two_receivers_with_the_same_number_of_the_modem_are_told_apart(desk):
    first = desk.send(SHORT, NUMBER), desk.outgoing
    desk.stick.mr = 10
    second = desk.send(SHORT, "09121112233"), desk.outgoing
    assert first[0].their_id == second[0].their_id == "11"
    desk.stick.report("+989121112233", 11)
    assert desk.hear() == [second[1].uid]
    assert kept(desk.office, first[1]) == [("sent", 11)]
    assert kept(desk.office, second[1]) == [("delivered", 11)]


def test_after_256_parts_the_numbers_begin_anew_and_the_report_is_the_later_ones(desk, clock):
    clock.at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=30)
    desk.stick.mr = 254
    desk.send(LONG)
    assert desk.parts == [("sent", 255), ("sent", 0), ("sent", 1)]
    earlier = desk.outgoing
    clock.at = dt.datetime.now(dt.UTC)
    desk.stick.mr = 254
    desk.send(SHORT)
    desk.stick.report(ABROAD, 255)
    assert desk.hear() == [desk.outgoing.uid]
    assert kept(desk.office, earlier)[0] == ("sent", 255)


def test_a_report_after_three_days_is_nobodys(desk, clock: Clock):
    desk.send(SHORT)
    clock.at += dt.timedelta(days=3, minutes=1)
    desk.stick.report(ABROAD, 11)
    assert desk.hear(0.3) == []


def test_the_same_report_twice_is_news_once(desk):
    desk.send(SHORT)
    desk.stick.report(ABROAD, 11)
    assert desk.hear() == [desk.outgoing.uid]
    desk.stick.report(ABROAD, 11)
    assert desk.hear(0.3) == []


# refusals ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "state", "stops"),
    [
        (27, MessageState.WAITING, False),
        (21, MessageState.FAILED, False),
        (304, MessageState.FAILED, False),
        (8, MessageState.WAITING, True),
        (330, MessageState.WAITING, True),
        (310, MessageState.WAITING, True),
    ],
)
def test_a_refusal_that_names_its_cause_leaves_no_doubt(desk, code, state, stops):
    desk.stick.acts = [(code, False)]
    answer = desk.send(SHORT)
    assert (answer.state, answer.code, answer.stops) == (state, f"CMS {code}", stops)
    assert answer.words
    assert desk.parts == [("waiting", None)]


@pytest.mark.parametrize("code", [38, 42, 331, 314])
def test_a_network_that_takes_nothing_now_is_not_the_messages_fault(desk, code):
    desk.stick.acts = ["ok", (code, False)]
    with pytest.raises(Unavailable):
        desk.send(LONG)
    assert desk.parts == [("sent", 11), ("waiting", None), ("waiting", None)]
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert desk.stick.read_by(ABROAD) == [LONG]
    assert [part.index for part in desk.stick.accepted] == [1, 2, 3]


@pytest.mark.parametrize("code", [332, 500, 512, None])
@pytest.mark.parametrize("taken", [True, False])
def test_a_refusal_that_names_none_is_a_doubt_for_a_person(desk, code, taken):
    desk.stick.acts = [(code, taken)]
    answer = desk.send(SHORT)
    assert (answer.state, answer.code) == (MessageState.UNKNOWN, (f"CMS {code}" if code else "ERROR") + " 1/1")
    assert answer.words == "معلوم نیست این پیامک ارسال شده باشد."
    assert desk.modem.send(desk.outgoing).state is MessageState.UNKNOWN  # and nothing goes by itself
    assert len(desk.stick.accepted) == taken


def test_two_doubts_in_a_row_stop_the_line_until_somebody_has_seen_to_it(desk):
    desk.stick.acts = [(500, False), (500, False), "ok"]
    assert not desk.send(SHORT).stops
    assert desk.send(SHORT).stops


@on_both
@pytest.mark.parametrize("act", ["no prompt", "busy"])
def test_what_is_refused_before_the_last_byte_is_certainly_not_out(desk, act):
    desk.stick.acts = [act]
    with suppress(Unavailable):
        assert desk.send(SHORT).state is MessageState.WAITING
    assert desk.parts == [("waiting", None)]
    assert desk.stick.accepted == []


@on_both
def test_a_line_that_breaks_in_the_middle_of_a_part_sends_nothing(desk):
    desk.stick.acts = ["cut"]
    try:  # whether that was noticed before the last byte was written is the system's affair
        assert desk.send(SHORT).state is MessageState.UNKNOWN
    except Unavailable:
        assert desk.parts == [("waiting", None)]
    assert desk.stick.accepted == []


class Breaking:
    """A port that breaks at the write in which a byte stands; a modem that is always ready."""

    def __init__(self, at_byte: bytes) -> None:
        self.at_byte, self.answers, self.in_waiting = at_byte, b"\r\n> ", 0

    def write(self, content: bytes) -> None:
        if self.at_byte in content:
            raise OSError(5, "gone")

    def read(self, _size: int) -> bytes:
        answers, self.answers = self.answers, b""
        return answers


@pytest.mark.parametrize(
    ("at_byte", "raised", "marked"), [(b"A", at.Lost, 0), (b"0031", at.Lost, 0), (at.END, at.InDoubt, 1)]
)
def test_only_at_the_last_byte_a_broken_line_is_a_doubt(at_byte, raised, marked):
    going = []
    with pytest.raises(raised):
        at.Line(Breaking(at_byte)).hand_over(submit(NUMBER, [SHORT], 0, 0), lambda: going.append(1))
    assert len(going) == marked


@on_both
@pytest.mark.parametrize(("act", "taken"), [("cut taken", 1), ("cut lost", 0), ("mute", 1)])
def test_what_breaks_off_at_the_last_byte_is_a_doubt(desk, act, taken):
    desk.stick.acts = [act]
    assert desk.send(SHORT).state is MessageState.UNKNOWN
    assert desk.parts == [("sending", None)]
    assert len(desk.stick.accepted) == taken


def test_after_a_prompt_that_did_not_come_the_next_message_goes(desk):
    desk.stick.acts = ["no prompt"]
    with pytest.raises(Unavailable):
        desk.send(SHORT)
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert desk.stick.read_by(ABROAD) == [SHORT]


def test_a_wrong_length_is_refused_by_the_modem_itself(stick):
    line = at.Line(ports.open_port(Chosen(stick.port)))
    line.wake()
    right = submit(NUMBER, [SHORT], 0, 0)
    with pytest.raises(at.Said, match="CMS 304"):
        line.hand_over(Submit(right.hex, right.octets + 1), lambda: None)
    line._port.close()


# parts, and what is in doubt -----------------------------------------------------------------------------------------


def decide(desk, *, sent: bool):
    with desk.office.note() as session:
        return _decided(session, message_id(desk.office, desk.outgoing), sent=sent, now=desk.office.now())


def replugged(desk) -> None:
    """The emulator at another port: it gives none twice."""
    stick = desk.stick
    desk.modem._chosen = Chosen(stick.on_pty() if stick.port.startswith("/") else stick.on_socket())


def test_where_the_store_could_not_note_that_a_part_is_out_it_does_not_go_again(desk, monkeypatch):
    def full(*_arguments):
        raise Unavailable("فضای دیسک کافی نیست.")

    with monkeypatch.context() as patch:
        patch.setattr(Parts, "out", full)
        with pytest.raises(Unavailable):
            desk.send(LONG)
    assert desk.modem.send(desk.outgoing).state is MessageState.UNKNOWN
    assert [part.index for part in desk.stick.accepted] == [1]


def test_where_the_store_could_not_note_that_a_part_goes_it_does_not_go(desk, monkeypatch):
    def full(*_arguments):
        raise Unavailable("فضای دیسک کافی نیست.")

    with monkeypatch.context() as patch:
        patch.setattr(Parts, "going", full)
        with pytest.raises(Unavailable):
            desk.send(LONG)
    assert desk.stick.accepted == []
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert desk.stick.read_by(ABROAD) == [LONG]


@pytest.mark.parametrize("out", [1, 2])
def test_after_a_power_cut_between_two_parts_only_the_others_go(desk, out):
    desk.stick.acts = ["ok"] * (out - 1) + ["gone"]
    with pytest.raises(Unavailable):
        desk.send(LONG)
    assert [state for state, _mr in desk.parts] == ["sent"] * out + ["waiting"] * (3 - out)
    replugged(desk)
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert [part.index for part in desk.stick.accepted] == [1, 2, 3]
    assert desk.stick.read_by(ABROAD) == [LONG]


@on_both
@pytest.mark.parametrize("act", ["cut taken", "cut lost"])
def test_sent_again_the_missing_parts_join_what_the_phone_has(desk, act):
    desk.stick.acts = ["ok", act]
    answer = desk.send(LONG)
    assert answer.words == "معلوم نیست بخش ۲ از ۳ ارسال شده باشد؛ بخش‌های پیش از آن ارسال شده است."
    assert decide(desk, sent=False) is MessageState.WAITING
    replugged(desk)
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert desk.stick.read_by(ABROAD) == [LONG]
    assert [part.index for part in desk.stick.accepted].count(1) == 1
    assert len({part.reference for part in desk.stick.accepted}) == 1


def test_said_to_be_sent_the_parts_that_never_went_still_go(desk):
    desk.stick.acts = ["ok", "cut taken"]
    desk.send(LONG)
    assert decide(desk, sent=True) is MessageState.WAITING
    replugged(desk)
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert [part.index for part in desk.stick.accepted] == [1, 2, 3]


def test_said_to_be_sent_the_last_part_is(desk):
    desk.stick.acts = ["ok", "ok", "cut taken"]
    desk.send(LONG)
    assert decide(desk, sent=True) is MessageState.SENT
    assert desk.modem.ask(desk.outgoing.uid, None).state is MessageState.SENT


@pytest.mark.parametrize("sent", [True, False])
@pytest.mark.parametrize("hours", [1, 25])
def test_a_decision_that_is_taken_back_leaves_the_doubt_as_it_was(desk, clock: Clock, sent, hours):
    desk.stick.acts = ["ok", "cut lost"]
    desk.send(LONG)
    before = whole(desk)
    clock.at += dt.timedelta(hours=hours)
    decide(desk, sent=sent)
    with desk.office.note() as session:
        _undecided(session, message_id(desk.office, desk.outgoing))
    assert whole(desk) == before


def whole(desk) -> list[tuple]:
    with desk.office.read() as session:
        return [
            (row.number, row.reference, row.state, row.mr, row.sent_at)
            for row in _rows(session, message_id(desk.office, desk.outgoing))
        ]


def test_after_a_day_all_of_it_goes_anew_under_another_reference(desk, clock: Clock):
    desk.stick.acts = ["ok", "cut lost"]
    desk.send(LONG)
    clock.at += dt.timedelta(days=1, minutes=1)
    decide(desk, sent=False)
    replugged(desk)
    desk.modem.send(desk.outgoing)
    assert [part.index for part in desk.stick.accepted] == [1, 1, 2, 3]
    assert len({part.reference for part in desk.stick.accepted}) == 2
    assert desk.stick.read_by(ABROAD) == [LONG]


@on_both
def test_a_report_ends_a_doubt_without_a_person(desk):
    desk.stick.acts = ["cut taken"]
    desk.send(SHORT)
    replugged(desk)
    desk.hear(0.3)
    desk.stick.report(ABROAD, desk.stick.accepted[0].mr)
    assert desk.hear() == [desk.outgoing.uid]
    assert desk.modem.ask(desk.outgoing.uid, None).state is MessageState.DELIVERED


def test_a_report_that_may_be_of_either_of_two_ends_no_doubt(desk):
    doubtful = []
    for _ in range(2):
        desk.stick.acts = ["cut taken"]
        desk.send(SHORT)
        doubtful.append(desk.outgoing)
        replugged(desk)
        desk.hear(0.3)
    desk.stick.report(ABROAD, desk.stick.accepted[0].mr)
    assert desk.hear(0.5) == []
    assert [kept(desk.office, outgoing) for outgoing in doubtful] == [[("sending", None)]] * 2


def test_a_message_that_never_began_is_certainly_not_out(desk):
    assert desk.modem.ask(sending(desk.office).uid, None).state is MessageState.WAITING


# SIM card, network, port ---------------------------------------------------------------------------------------------


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
    replugged(desk)
    assert desk.send(SHORT).state is MessageState.SENT


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
    replugged(desk)
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT


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
