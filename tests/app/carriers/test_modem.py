"""An SMS modem as an office has it: what it takes, what it reports, and what it refuses."""

import datetime as dt
import time
from contextlib import suppress

import pytest

from app.carriers import at, modem, ports
from app.carriers.pdu import Submit, divide, submit
from app.carriers.ports import Chosen
from app.domain.codes import MessageState
from app.domain.errors import Unavailable
from tests.app.carriers.desk import ABROAD, on_both
from tests.app.carriers.messages import LONG, NUMBER, SHORT, kept, sending
from tests.conftest import Clock


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


def test_behind_a_part_in_doubt_nothing_goes_by_itself(desk):
    desk.stick.acts = [(500, True)]
    assert desk.send(LONG).state is MessageState.UNKNOWN
    assert desk.modem.send(desk.outgoing).state is MessageState.UNKNOWN
    assert [part.index for part in desk.stick.accepted] == [1]


def test_what_was_laid_out_in_other_parts_goes_on_by_a_persons_word_alone(desk, monkeypatch):
    """By a Didar that divided texts otherwise: the second of three is no second of two."""
    desk.stick.acts = ["ok", (27, False)]
    assert desk.send(LONG).state is MessageState.WAITING
    monkeypatch.setattr(modem, "divide", lambda text: [text[:50], text[50:]])
    assert desk.modem.send(desk.outgoing).state is MessageState.UNKNOWN
    assert [part.index for part in desk.stick.accepted] == [1]


def test_stopping_between_two_parts_leaves_the_others_for_later(desk, monkeypatch):
    out = desk.modem._parts.out

    def the_last(*about):
        out(*about)
        desk.modem.cancel()

    monkeypatch.setattr(desk.modem._parts, "out", the_last)
    assert desk.send(LONG).state is MessageState.WAITING
    assert desk.parts == [("sent", 11), ("waiting", None), ("waiting", None)]


def test_so_long_a_modem_can_tell():
    assert modem.Modem.window == 72


def test_two_doubts_in_a_row_stop_the_line_until_somebody_has_seen_to_it(desk):
    desk.stick.acts = [(500, False), (500, False), "ok"]
    assert not desk.send(SHORT).stops
    assert desk.send(SHORT).stops


def test_a_doubt_that_was_followed_by_a_message_that_went_is_no_row_of_them(desk):
    desk.stick.acts = [(500, False), "ok", (500, False)]
    assert [desk.send(SHORT).stops for _message in range(3)] == [False] * 3


def test_six_parts_go_in_a_minute(office, stick, monkeypatch):
    """By a clock of the test's own, which goes on while the modem is listened to."""
    waited, real = list[float](), time.monotonic

    def hear(_line, seconds, _enough):
        waited.append(seconds)

    monkeypatch.setattr(at.Line, "hear", hear)
    monkeypatch.setattr(modem.time, "monotonic", lambda: real() + sum(waited))
    mine = modem.Modem(office, Chosen(stick.port))
    assert mine.send(sending(office, LONG)).state is MessageState.SENT
    assert len(waited) == 2  # before the second part, and before the third
    assert all(5 < seconds <= 10 for seconds in waited)
    mine.close()


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


def test_an_ok_without_the_parts_number_is_a_doubt():
    """It may be the answer to something else."""
    port = Breaking(b"nowhere")

    def write(content: bytes) -> None:
        port.answers = b"\r\nOK\r\n" if content == at.END else port.answers

    port.write = write
    with pytest.raises(at.InDoubt):
        at.Line(port).hand_over(submit(NUMBER, [SHORT], 0, 0), lambda: None)


def test_a_part_that_could_not_be_noted_is_broken_off_before_its_last_byte():
    written: list[bytes] = []

    def full() -> None:
        raise Unavailable("the disk is full")

    port = Breaking(b"nowhere")
    port.write = written.append
    with pytest.raises(Unavailable):
        at.Line(port).hand_over(submit(NUMBER, [SHORT], 0, 0), full)
    assert written[-1] == at.ESCAPE
    assert at.END not in written


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


def test_after_a_part_that_was_broken_off_the_dialogue_begins_anew(desk, monkeypatch):
    """What the modem says to that late would be taken for the answer to what is asked next."""
    opened, open_port = [], ports.open_port
    monkeypatch.setattr(ports, "open_port", lambda chosen: (opened.append(chosen), open_port(chosen))[1])
    desk.stick.acts = ["busy"]
    with suppress(Unavailable):
        desk.send(SHORT)
    assert desk.modem.send(desk.outgoing).state is MessageState.SENT
    assert len(opened) == 2


def test_a_wrong_length_is_refused_by_the_modem_itself(stick):
    line = at.Line(ports.open_port(Chosen(stick.port)))
    line.wake()
    right = submit(NUMBER, [SHORT], 0, 0)
    with pytest.raises(at.Said, match="CMS 304"):
        line.hand_over(Submit(right.hex, right.octets + 1), lambda: None)
    line._port.close()
