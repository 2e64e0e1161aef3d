import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.domain.texts import speak
from app.security import recovery

SECRETS = st.binary(min_size=16, max_size=16)
SECRET = bytes(range(16))
CODE = "000011-005665-011319-016973-022627-028281-033935-039589"
"""Groups of 0x0001, 0x0203 … 0x0e0f, times 11: worked out by hand."""


def test_a_group_is_sixteen_bits_times_eleven():
    assert recovery.encode(SECRET) == CODE
    assert recovery.encode(b"\xff" * 16) == "-".join(["720885"] * 8)


@given(SECRETS)
def test_every_code_gives_its_bytes_back(secret):
    assert recovery.decode(recovery.encode(secret)) == secret


@given(SECRETS, st.integers(0, 47), st.integers(1, 9))
def test_one_wrong_digit_shows_in_its_group(secret, place, more):
    digits = list(recovery.encode(secret).replace("-", ""))
    digits[place] = str((int(digits[place]) + more) % 10)
    with pytest.raises(Refused) as refused:
        recovery.decode("".join(digits))
    assert refused.value.field == "recovery_code"
    assert persian_digits(place // 6 + 1) in refused.value.reason


@given(SECRETS, st.integers(0, 46).filter(lambda place: place % 6 != 5))
def test_two_neighbours_exchanged_show(secret, place):
    digits = list(recovery.encode(secret).replace("-", ""))
    changed = [*digits[:place], digits[place + 1], digits[place], *digits[place + 2 :]]
    if changed != digits:
        with pytest.raises(Refused):
            recovery.decode("".join(changed))


@pytest.mark.parametrize(
    "typed",
    [
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", " ـ "),
        persian_digits(CODE),
        CODE.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        " \u200f" + " ".join(CODE) + "\n",
    ],
)
def test_any_digits_and_any_separators_are_taken(typed):
    assert recovery.decode(typed) == SECRET


def test_a_group_above_sixteen_bits_is_refused():
    with pytest.raises(Refused, match="۸"):
        recovery.decode(CODE[:-6] + f"{2**16 * 11:06}")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "۰ رقم وارد شد"),
        (CODE[:-7], "۴۲ رقم وارد شد"),
        (CODE + "0", "گروه ۸ کد بازیابی ۷ رقم دارد"),
        (CODE.replace("005665", "05665"), "گروه ۲ کد بازیابی ۵ رقم دارد"),
    ],
)
def test_a_digit_that_is_missing_or_too_many_is_said(typed, reason):
    with pytest.raises(Refused, match=reason):
        recovery.decode(typed)


def test_the_reason_has_the_digits_of_the_language():
    speak("en")
    with pytest.raises(Refused, match="Group 2 of the recovery code has 5 digits"):
        recovery.decode(CODE.replace("005665", "05665"))


def test_a_code_is_shown_in_two_lines_of_four_groups():
    assert recovery.shown(CODE).splitlines()[1] == "۰۲۲۶۲۷  ۰۲۸۲۸۱  ۰۳۳۹۳۵  ۰۳۹۵۸۹"
    speak("en")
    assert recovery.shown(CODE).splitlines()[0] == "000011  005665  011319  016973"
    assert recovery.decode(recovery.shown(CODE)) == SECRET
    assert recovery.groups(CODE)[1] == "005665"


def test_only_sixteen_bytes_make_a_code():
    with pytest.raises(ValueError, match="16"):
        recovery.encode(b"short")
