"""Numbers of registered post: what looks odd is said, never refused."""

import pytest

from app.domain.postal import registered_number, shown_number


@pytest.mark.parametrize("number", ["RR473124829IR", "rr 47312482 9 ir", "RR۴۷۳۱۲۴۸۲۹IR"])
def test_an_international_number_with_its_check_digit_is_right(number):
    assert registered_number(number) == ("RR473124829IR", None)


def test_a_slip_of_the_finger_in_it_is_seen():
    stored, warning = registered_number("RR473124828IR")
    assert stored == "RR473124828IR"
    assert warning == "رقم کنترل با بقیه نمی‌خواند؛ شماره را با برچسب مرسوله مقایسه کنید."


@pytest.mark.parametrize("digits", [20, 24])
def test_the_posts_own_numbers_have_twenty_or_twenty_four_digits(digits):
    assert registered_number("۱" * digits) == ("1" * digits, None)


@pytest.mark.parametrize("number", ["12345", "1" * 23, "کد ۱۲"])
def test_another_number_is_taken_with_a_warning(number):
    stored, warning = registered_number(number)
    assert stored
    assert warning is not None


def test_nothing_typed_is_nothing():
    assert registered_number("  ") == ("", None)


def test_a_number_is_shown_in_persian_digits_and_keeps_its_order():
    assert shown_number("RR473124829IR") == "\u2066RR۴۷۳۱۲۴۸۲۹IR\u2069"
    assert shown_number("1405 / 112") == "\u2066۱۴۰۵ / ۱۱۲\u2069"
    assert shown_number("ص/1405/112") == "ص/۱۴۰۵/۱۱۲"  # read from the right
