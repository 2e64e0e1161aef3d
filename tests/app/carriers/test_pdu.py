"""What goes to a modem and comes from it, octet by octet; read back by python-gsmmodem, which is not ours."""

import datetime as dt

import pytest
from gsmmodem import pdu as theirs
from hypothesis import given
from hypothesis import strategies as st

from app.carriers.pdu import Report, divide, read_report, read_text_report, submit
from app.domain.codes import MessageState
from app.domain.sms import is_gsm, split
from tests.modem_emulator import Emulator

NUMBER = "09123456789"
GSM = [chr(letter) for letter in range(0x10000) if is_gsm(chr(letter)) and letter != 0x0C]
"""Without the form feed, which python-gsmmodem loses."""
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\f"), max_size=420),
    st.text(st.sampled_from(GSM), max_size=700),
    st.lists(
        st.sampled_from(["متقاضی", "گرامی", "رسیدگی\u200cشد", "کد", "۴۸۲۷", "لغو۱۱", "\n", "😀", "code"]),
        min_size=20,  # else nearly all go in one part
        max_size=70,
    ).map(" ".join),
)


def read_back(text: str, reference: int = 42) -> list:
    modem, parts = Emulator(), divide(text)
    made = [submit(NUMBER, parts, index, reference) for index in range(len(parts))]
    return [modem._read(part.octets, part.hex) for part in made]


def test_one_part_is_as_the_handbook_has_it():
    made = submit(NUMBER, ["سلام"], 0, 42)
    assert made.hex == "0031000C91891932547698" + "0008A7" + "08" + "0633064406270645"
    assert made.octets == 22


def test_the_first_of_two_parts_says_so_in_its_header():
    made = submit(NUMBER, divide("س" * 71), 0, 0x2A)
    assert made.hex.startswith("007100")
    assert made.hex[28:42] == "8C" + "0500032A0201"[:12]


@given(TEXTS, st.integers(0, 255))
def test_any_text_comes_back_as_it_was_written(text, reference):
    parts = read_back(text, reference)
    assert "".join(part.text for part in parts) == text
    assert {part.number for part in parts} == {"+989123456789"}
    assert {part.validity for part in parts} == {dt.timedelta(days=1)}
    if len(parts) > 1:
        assert [(part.reference, part.total, part.index) for part in parts] == [
            (reference, len(parts), place) for place in range(1, len(parts) + 1)
        ]


@given(TEXTS)
def test_a_modem_sends_as_many_parts_as_were_counted_while_it_was_typed(text):
    assert len(divide(text)) == len(split(text))


@pytest.mark.parametrize(
    ("letters", "parts"), [(1, 1), (70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (202, 4), (402, 6)]
)
def test_persian_takes_seventy_letters_in_one_part_and_sixty_seven_in_each_of_several(letters, parts):
    assert [len(part.text) for part in read_back("س" * letters)] == [*([67] * (parts - 1)), letters - 67 * (parts - 1)]


@pytest.mark.parametrize("words", ["به موضوع شما رسیدگی شد ", "Your matter was decided "])
def test_no_part_is_longer_than_the_air_takes(words):
    """140 octets, and 14 before them."""
    for times in range(1, 28):
        parts = divide(words * times)
        assert all(submit(NUMBER, parts, index, 7).octets <= 14 + 140 for index in range(len(parts)))


def test_words_stay_whole_where_that_costs_no_part_more():
    text = "رسیدگی " * 17  # 119 letters: there is room in two parts
    assert all(part.endswith("رسیدگی ") for part in divide(text))
    assert "".join(divide(text)) == text


def test_words_are_cut_rather_than_paid_for_with_one_more_part():
    text = "رسیدگی " * 19 + "ب"  # 134 letters: exactly two parts
    assert [len(part) for part in divide(text)] == [67, 67]


@given(st.text(st.sampled_from("س😀🏛 "), min_size=60, max_size=200))
def test_a_letter_of_two_halves_is_never_cut_in_two(text):
    assert "".join(part.text for part in read_back(text)) == text


# reports -------------------------------------------------------------------------------------------------------------


def made_report(mr: int, number: str, status: int, at: dt.datetime) -> tuple[str, int]:
    tpdu = bytes((6, mr)) + bytes(theirs._encodeAddressField(number)) + bytes(theirs._encodeTimestamp(at)) * 2
    return (b"\0" + tpdu + bytes((status,))).hex(), len(tpdu) + 1


@given(
    st.integers(0, 255),
    st.from_regex(r"\+989[0-9]{9}", fullmatch=True),
    st.integers(0, 255),
    st.integers(1_700_000_000, 2_900_000_000),
    st.sampled_from([-330, 0, 210, 270, 345]),
)
def test_a_delivery_report_is_read_as_it_was_sent(mr, number, status, at, minutes):
    instant = dt.datetime.fromtimestamp(at, dt.timezone(dt.timedelta(minutes=minutes)))
    assert read_report(*made_report(mr, number, status, instant)) == Report(mr, "0" + number[3:], status, instant)


@given(st.binary(max_size=60), st.integers(0, 60))
def test_what_is_no_report_is_none_and_never_an_error(content, octets):
    read_report(content.hex(), octets)


def test_a_damaged_report_is_none():
    whole, octets = made_report(7, "+989123456789", 0, dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC))
    for length in range(len(whole)):
        assert read_report(whole[:length], octets) is None
    assert read_report(whole.replace("06", "05", 1), octets) is None
    for place in range(0, len(whole), 2):  # an octet twice
        assert read_report(whole[:place] + whole[place : place + 2] + whole[place:], octets) is None


def test_a_report_in_words_is_the_same():
    report = read_text_report(' 6,7,"+989123456789",145,"26/11/26,13:30:00+14","26/11/26,13:30:04+14",0')
    tehran = dt.timezone(dt.timedelta(hours=3, minutes=30))
    assert report == Report(7, NUMBER, 0, dt.datetime(2026, 11, 26, 13, 30, tzinfo=tehran))
    assert read_text_report("6,7") is None


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (0x00, MessageState.DELIVERED),
        (0x01, None),  # passed on: nobody knows whether the phone has it
        (0x02, None),
        (0x10, MessageState.DELIVERED),
        (0x20, None),
        (0x30, None),
        (0x41, MessageState.FAILED),
        (0x46, MessageState.FAILED),
        (0x7F, MessageState.FAILED),
        (0x80, None),
    ],
)
def test_only_what_reached_the_phone_is_delivered(status, fate):
    assert Report(1, NUMBER, status, None).fate is fate
