import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.persian.text import (
    _folded,
    _made_folded,
    _made_stored,
    from_keyboard,
    isolate,
    latin_digits,
    normalise,
    persian_digits,
    plain,
    refuse_nul,
    search_key,
    search_words,
    sort_key,
)

ZWNJ = "\u200c"
PERSIAN = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیيىكۀةئؤأإءٱ"
MARKS = "\u064b\u064e\u0651\u0653\u0654\u0655\u0670"
INVISIBLE = "\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u061c\ufeff\u00ad\u0640"
typed = st.text(st.sampled_from(PERSIAN + MARKS + INVISIBLE + " \u00a0\t\n\r0۱٢aZ'،.ﻻﷲﹱ\u06d5")) | st.text()


@given(typed, st.booleans())
def test_what_is_stored_once_is_stored_the_same_again(text, lines):
    once = normalise(text, lines=lines)
    assert normalise(once, lines=lines) == once


@given(typed | st.text(st.sampled_from("آابئؤیه٫،«»؟aZ1۵٢! " + ZWNJ)), st.booleans())
def test_a_text_that_is_taken_as_it_stands_is_what_the_long_way_makes_of_it(text, lines):
    assert normalise(text, lines=lines) == _made_stored(text, lines=lines)


@given(typed | st.text(st.sampled_from("آابکی سده aZ1۵ئ" + ZWNJ)))
def test_a_text_that_is_its_own_folded_form_is_what_the_long_way_makes_of_it(text):
    assert _folded(text).split() == _made_folded(text).split()


@given(typed)
def test_what_is_stored_can_be_written_as_utf8_and_has_no_control_but_nul(text):
    stored = normalise(text)
    stored.encode()
    assert not set(stored) & (set(map(chr, range(1, 32))) | set(INVISIBLE[2:]))


@pytest.mark.parametrize(
    ("as_typed", "stored"),
    [
        ("علي كريمي", "علی کریمی"),
        ("مصطفى", "مصطفی"),
        ("نامۀ", "نامه\u0654"),
        ("نامه\u0654", "نامه\u0654"),
        ("نام\u06d5\u0654", "نامه\u0654"),
        ("مسئول", "مسئول"),
        ("مسي\u0654ول", "مسئول"),
        ("مو\u0640\u0654من", "مؤمن"),
        ("عـــلی", "علی"),
        ("\u202eعلی\u202c \u2066x\u2069\u200e\u200f\u061c\ufeff\u00ad", "علی x"),
        ("ﻋﻠﻲ", "علی"),
        ("ﻻ", "لا"),
        ("\u00a0علی \t \u2003پور ", "علی پور"),
        (f"علی{ZWNJ}{ZWNJ}پور", f"علی{ZWNJ}پور"),
        (f"{ZWNJ}علی{ZWNJ} {ZWNJ}پور{ZWNJ}", "علی پور"),
        ("أحمد إبراهیم مؤمن رضائی سوء فاطمة عَلّامه", "أحمد إبراهیم مؤمن رضائی سوء فاطمة عَلّامه"),
        ("مادهٔ ۱۰۰ و ١٢", "مادهٔ ۱۰۰ و ١٢"),
        ("½ ² ﬁ", "½ ² ﬁ"),
        ("a\x07b\x1b", "ab"),
        ("a\x7f\x80\udc80b", "ab"),
        ("نامۀ\u064b", "نامه\u064b\u0654"),
        ("a\0b", "a\0b"),
    ],
)
def test_each_text_has_one_stored_form(as_typed, stored):
    assert normalise(as_typed) == stored


def test_the_line_ends_of_a_description_are_kept_and_of_a_name_are_spaces():
    assert normalise(" یک \r\n\nدو\u2028سه\r چهار\n", lines=True) == "یک\n\nدو\nسه\nچهار"
    assert normalise(" یک \r\n\nدو\u2028سه\r چهار\n") == "یک دو سه چهار"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_sort_of_line_end_is_one(end):
    assert normalise(f"یک{end}دو", lines=True) == "یک\nدو"
    assert normalise(f"یک{end}دو") == "یک دو"


def test_a_nul_is_refused_at_its_field():
    with pytest.raises(Refused) as refused:
        refuse_nul("علی\0", "first_name")
    assert refused.value.field == "first_name"
    assert refused.value.reason == "این نوشته نویسه‌ای دارد که نگه داشته نمی‌شود؛ آن را دوباره بنویسید."
    assert refuse_nul("علی", "first_name") == "علی"


def test_any_digits_come_in_and_persian_ones_are_shown():
    assert latin_digits("۰۱۲۳۴۵۶۷۸۹ ٠١٢٣٤٥٦٧٨٩ 09") == "0123456789 0123456789 09"
    assert persian_digits("0123456789 ٠١٢٣٤٥٦٧٨٩ x") == "۰۱۲۳۴۵۶۷۸۹ ۰۱۲۳۴۵۶۷۸۹ x"
    assert persian_digits(1405) == "۱۴۰۵"


@pytest.mark.parametrize(
    "spellings",
    [
        (f"علی{ZWNJ}پور", "علی پور", "علیپور", "علي پور"),
        ("عبد الله", "عبدالله"),
        ("رضائی", "رضایی", "رضائي"),
        ("آل‌کثیر", "ال کثیر", "آل\u200dکثیر"),
        ("مؤمن", "مومن"),
        ("فاطمة", "فاطمه"),
        ("نامۀ", "نامهٔ", "نامه"),
        ("رحمٰن", "رحمن"),
        ("أمیر", "امیر", "إمیر", "ٱمیر"),
        ("بهاء", "بها"),
        ("سید علی", "سیدعلی", f"سید{ZWNJ}علی", "علی", "سید سید علی"),
        ("سیده زهرا", f"سیده{ZWNJ}زهرا", "زهرا"),
        ("مادهٔ ۱۰۰", "ماده 100", "ماده ١٠٠"),
        ("SAMAD", "samad"),
    ],
)
def test_spellings_of_one_name_have_one_search_key(spellings):
    assert len({search_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("سیدی", "ی"), ("سیدان", "ان"), ("سید", ""), ("آب", "آبان"), ("کرم", "گرم")]
)
def test_different_names_have_different_search_keys(one, other):
    assert search_key(one) != search_key(other)


@given(typed)
def test_a_search_key_has_no_spaces_and_is_its_own_key(text):
    key = search_key(text)
    assert not any(letter.isspace() or letter == ZWNJ for letter in key)
    assert search_key(key) == key


def test_search_words_are_the_key_word_by_word_without_a_leading_sayyid():
    assert search_words(f"سید محمد علی{ZWNJ}پور") == ["محمد", "علی", "پور"]
    assert search_words("سیدمحمد موسوی") == ["محمد", "موسوی"]
    assert search_words("سید") == ["سید"]
    assert search_words("آب، برق (مادهٔ ۱۰۰)") == ["اب", "برق", "ماده", "100"]
    assert search_words(" ،") == []


def test_names_are_listed_in_the_order_of_the_persian_alphabet():
    alphabet = "آاءأؤئبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
    for earlier, later in itertools.pairwise(alphabet):
        assert sort_key(earlier).encode() < sort_key(later).encode()
        assert sort_key("کرم" + earlier + "ی").encode() < sort_key("کرم" + later).encode()


def test_digits_latin_and_other_scripts_come_after_persian_letters():
    names = ["یاسر", "۱۲ فروردین", "2", "Ali", "zebra", "Ωmega"]
    for earlier, later in itertools.pairwise(names):
        assert sort_key(earlier).encode() < sort_key(later).encode()


def test_arabic_letters_are_listed_with_the_persian_ones():
    names = ["علي", f"علی{ZWNJ}پور", "عليرضا", "فاطمة آ", "فاطمه ب", "كريم", "گلي", "ٱوا"]
    assert sorted(names, key=sort_key) == ["ٱوا", *names[:-1]]


def test_spaces_and_half_spaces_decide_only_between_equal_letters():
    names = ["علی پ", "علی پور", f"علی{ZWNJ}پور", "علیپور", "علی پورا"]
    assert sorted(names, key=sort_key) == ["علی پ", "علی پور", "علیپور", f"علی{ZWNJ}پور", "علی پورا"]


def test_people_are_listed_by_last_name_then_first_whatever_the_spaces():
    people = [("علی پور", "ب"), ("علیپور", "پ"), ("علی پور", "ت"), ("علی پورا", "آ")]
    for earlier, later in itertools.pairwise(people):
        assert sort_key(*earlier).encode() < sort_key(*later).encode()


def test_an_isolated_run_is_plain_again_without_its_marks():
    assert isolate("1405-2") == "\u20661405-2\u2069"
    assert plain(isolate("1405-2")) == "1405-2"


def test_persian_typed_on_english_keys_is_understood():
    assert from_keyboard("hplnd") == "احمدی"
    assert from_keyboard("qwertyuiop[]asdfghjkl;'zxcvbnm,./") == "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو./"
    assert from_keyboard("Hfhnhk") == "آبادان"
    assert from_keyboard("lCni") == "مژده"
    assert from_keyboard("uhdBaD") == f"عای{ZWNJ}شي"
    assert from_keyboard("lAlk LSG[K?") == "مؤمن «ئأج»؟"
    assert from_keyboard("احمدی 12") == "احمدی 12"
