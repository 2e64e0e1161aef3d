import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.text import persian_digits

NINE = st.text("0123456789", min_size=9, max_size=9)
NATIONAL_LENGTH = "کد ملی باید ۱۰ رقم باشد."
NATIONAL_WRONG = "کد ملی درست نیست؛ رقم‌ها را دوباره بررسی کنید."
MOBILE_WRONG = "شمارهٔ تلفن همراه باید ۱۱ رقم باشد و با ۰۹ آغاز شود."


def reason(ask, text):
    with pytest.raises(Refused) as refused:
        ask(text, field="here")
    assert refused.value.field == "here"
    return refused.value.reason


def with_check(nine):
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
    return nine + str(rest if rest < 2 else 11 - rest)


def test_the_worked_national_ids_are_right():
    assert ids.national_id("0012345679") == "0012345679"
    assert ids.national_id("1723456780") == "1723456780"


@given(NINE.filter(lambda nine: len(set(with_check(nine))) > 1))
def test_of_ten_check_digits_exactly_one_is_right(nine):
    right = with_check(nine)
    assert ids.national_id(right) == right
    for digit in set("0123456789") - {right[-1]}:
        with pytest.raises(Refused):
            ids.national_id(nine + digit)


@pytest.mark.parametrize("typed", ["۱۹۹۰۴۲۷۳۱۶", "١٩٩٠٤٢٧٣١٦", "199-042731-6", " 199 042731 6\u200f"])
def test_a_national_id_is_taken_as_people_type_it(typed):
    assert ids.national_id(typed) == "1990427316"


def test_zeros_that_excel_ate_are_filled_in_if_the_check_digit_is_then_right():
    assert ids.national_id("12345679") == "0012345679"
    assert ids.national_id(with_check("012345678")[1:]) == with_check("012345678")
    assert reason(ids.national_id, "12345678") == NATIONAL_LENGTH
    assert reason(ids.national_id, "123456781") == NATIONAL_LENGTH


@pytest.mark.parametrize("typed", ["", "1234567", "12345678901", "00123456a9", "0012345679\0"])
def test_a_national_id_of_another_length_is_refused(typed):
    assert reason(ids.national_id, typed) == NATIONAL_LENGTH


def test_seven_digits_are_not_filled_though_the_check_digit_would_be_right():
    assert reason(ids.national_id, with_check("000123456")[3:]) == NATIONAL_LENGTH


def test_a_wrong_check_digit_is_refused():
    assert reason(ids.national_id, "0012345678") == NATIONAL_WRONG


@pytest.mark.parametrize("digit", "0123456789")
def test_ten_equal_digits_are_refused_though_they_pass_the_sum(digit):
    assert with_check(digit * 9) == digit * 10
    assert reason(ids.national_id, digit * 10) == "کد ملی نمی‌تواند ده رقم یکسان باشد."


def test_eight_zeros_are_ten_equal_digits_too():
    assert reason(ids.national_id, "00000000") == "کد ملی نمی‌تواند ده رقم یکسان باشد."


def test_a_foreign_nationals_number_has_12_digits():
    assert ids.foreign_id("۱۰۱-۱۲۳۴۵۶۷۸۹") == "101123456789"
    for typed in ("10112345678", "1011234567890", "A01123456789", ""):
        assert reason(ids.foreign_id, typed) == "شناسهٔ اتباع باید ۱۲ رقم باشد."


def test_the_worked_legal_ids_are_right():
    assert ids.legal_id("10100234560") == "10100234560"
    assert ids.legal_id("۱۰۳۸۰۲۸۴۸۹۸") == "10380284898"


@pytest.mark.parametrize("typed", ["10100234561", "1010023456", "101002345600", ""])
def test_a_legal_id_of_another_length_or_check_digit_is_refused(typed):
    assert reason(ids.legal_id, typed) == "شناسهٔ ملی درست نیست؛ باید ۱۱ رقم باشد."


@pytest.mark.parametrize(
    "typed",
    ["09163004172", "+989163004172", "00989163004172", "9163004172", "۰۹۱۶ ۳۰۰ ۴۱۷۲", "+98 916-300-4172"],
)
def test_a_mobile_is_brought_to_one_form(typed):
    assert ids.mobile(typed) == "09163004172"


FOREIGN_LENGTH = "شناسهٔ اتباع باید ۱۲ رقم باشد."


@given(NINE.map(with_check).filter(lambda number: len(set(number)) > 1), st.integers(1, 10))
def test_a_national_id_is_known_for_one_from_its_first_digit_on(number, typed):
    assert ids.key_of(number[:typed]) == "national_id"
    assert ids.person_id(persian_digits(ids.show_national_id(number)), field="here") == number
    assert ids.right_id(ids.show_national_id(number)) == "national_id"


@given(st.text("0123456789", min_size=12, max_size=12))
def test_more_digits_than_a_national_id_has_are_a_foreign_nationals(number):
    assert {ids.key_of(number[:typed]) for typed in (11, 12)} == {"foreign_id"}
    assert ids.person_id(persian_digits(number), field="here") == number
    assert ids.right_id(number) == "foreign_id"
    assert reason(ids.person_id, number[:11]) == FOREIGN_LENGTH
    assert ids.right_id(number[:11]) is None


@given(NINE.map(with_check), st.integers(1, 9))
def test_a_wrong_id_is_refused_as_what_it_was_meant_to_be(number, step):
    wrong = number[:9] + str((int(number[9]) + step) % 10)
    assert reason(ids.person_id, wrong) in (NATIONAL_WRONG, "کد ملی نمی‌تواند ده رقم یکسان باشد.")
    assert ids.right_id(wrong) is None


def test_what_has_not_all_its_digits_yet_is_no_right_id():
    assert ids.right_id("12345679") is None  # a scanner or a hand may be in the middle of it
    assert ids.person_id("12345679", field="here") == "0012345679"


@given(st.from_regex("[A-Za-z]{1,3}[0-9]{5,17}", fullmatch=True))
def test_letters_with_a_number_behind_them_are_a_passports(number):
    assert ids.key_of(number) == ids.key_of(f" {persian_digits(number)} ") == "document"
    assert ids.document(number) == number.upper()
    assert ids.right_id(number) is None


@pytest.mark.parametrize("typed", ["", "  ", "مریم کعبی", "maryam", "مریم ۲", "A12"])
def test_words_are_nobodys_number(typed):
    assert ids.key_of(typed) is None
    assert ids.right_id(typed) is None


@given(NINE)
def test_every_mobile_is_read_in_all_its_forms(nine):
    assert {ids.mobile(start + nine) for start in ("09", "+989", "00989", "9")} == {f"09{nine}"}
    assert ids.mobile(ids.show_mobile(f"09{nine}")) == f"09{nine}"


@pytest.mark.parametrize(
    "typed", ["", "06142412345", "091630041722", "0916300", "+97163004172", "989163004172", "0916300417x"]
)
def test_what_is_no_mobile_is_refused(typed):
    assert reason(ids.mobile, typed) == MOBILE_WRONG


def test_one_digit_too_few_is_said_so():
    assert reason(ids.mobile, "0916300417") == "یک رقم کم است؛ باید ۱۱ رقم باشد."


def test_a_postal_code_is_never_refused_only_doubted():
    odd = "کد پستی ۱۰ رقم است؛ لطفاً بررسی کنید."
    assert ids.postal_code("۶۴۷۱۸-۱۳۵۲۰") == ("6471813520", None)
    assert ids.postal_code("") == ("", None)
    assert ids.postal_code("6407813520") == ("6407813520", odd)
    assert ids.postal_code("6427813520") == ("6427813520", odd)
    assert ids.postal_code("647181352") == ("647181352", odd)
    assert ids.postal_code("نمي‌دانم") == ("نمی‌دانم", odd)


@given(st.integers(0, 10**7 - 1), st.integers(0, 10**7 - 1))
def test_each_number_has_its_own_follow_up_code(one, other):
    assert (ids.follow_up_code(one) == ids.follow_up_code(other)) == (one == other)


def test_a_code_once_given_stays():
    assert [ids.follow_up_code(number) for number in (0, 1, 9_999_999)] == [
        "27182815",
        "88986203",
        "65379422",
    ]


@given(st.integers(0, 10**7 - 2))
def test_neighbours_have_codes_that_look_unlike_each_other(number):
    pair = zip(ids.follow_up_code(number), ids.follow_up_code(number + 1), strict=True)
    assert sum(one != other for one, other in pair) >= 3


@given(st.integers(0, 10**7 - 1), st.integers(0, 7), st.integers(1, 9))
def test_one_misread_digit_makes_no_follow_up_code(number, place, step):
    code = ids.follow_up_code(number)
    misread = code[:place] + str((int(code[place]) + step) % 10) + code[place + 1 :]
    assert ids.is_follow_up_code(code)
    assert ids.is_follow_up_code(persian_digits(ids.show_follow_up_code(code)))
    assert not ids.is_follow_up_code(misread)


@pytest.mark.parametrize("typed", ["", "0", "2718281", "271828150", "2718281x"])
def test_what_has_not_eight_digits_is_no_follow_up_code(typed):
    assert not ids.is_follow_up_code(typed)


@pytest.mark.parametrize("number", [-1, 10**7])
def test_follow_up_codes_end_at_seven_digits(number):
    with pytest.raises(ValueError, match="seven digits"):
        ids.follow_up_code(number)


def test_numbers_are_grouped_for_the_eye():
    assert ids.show_national_id("1990427316") == "199-042731-6"
    assert ids.show_mobile("09163004172") == "0916 300 4172"
    assert ids.show_follow_up_code("48273155") == "4827-3155"


def test_masked_numbers_keep_only_what_tells_two_people_apart():
    assert ids.masked_national_id("1990427316") == "199-••••••-6"
    assert ids.masked_mobile("09163004172") == "0916 ••• ••72"
    assert ids.masked_foreign_id("101123456789") == "101••••••••9"


@pytest.mark.parametrize("odd", ["", "123", "پاسپورت ۱۲", "²²²²²²²²²²", "²²²²²²²²²²²"])
def test_a_number_of_another_shape_is_shown_as_it_is_and_masked_whole(odd):
    for show in (ids.show_national_id, ids.show_mobile, ids.show_follow_up_code):
        assert show(odd) == odd
    for masked in (ids.masked_national_id, ids.masked_mobile, ids.masked_foreign_id):
        assert masked(odd) == "•" * len(odd)
