import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import search_key
from app.security import passphrases
from app.security.passphrases import check, fold, offer, read_passphrase_file, strength
from tests.app.security.conftest import AGENCY

TOO_SHORT, COMMON, NAME = "دست‌کم ۱۲ نویسه", "رایج", "نام دستگاه"


# one spelling


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("كتاب هاي من", "کتاب های من"),
        ("نيمه‌شب", "نیمهشب"),
        ("خانهٔ خالۀ مدرسة", "خانه خاله مدرسه"),
        ("ﻛﺘﺎب", "کتاب"),
        ("۱۲۳٤٥", "12345"),
        ("\u200f\u202bسلام\u202c\ufeff", "سلام"),
        ("دیـــدار", "دیدار"),
        (" سلام\u00a0دنیا\n", "سلام دنیا"),
        ("Ａbc", "Abc"),
        ("cafe\u0301", "café"),
        ("ا\u0653سمان", "آسمان"),
    ],
)
def test_two_layouts_give_one_passphrase(typed, folded):
    assert fold(typed) == fold(folded) == folded


def test_capitals_and_spaces_inside_stay():
    assert fold("Ab  cD") == "Ab  cD"


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("هۀةيىكﻷﹷ\u0654\u0653\u200c\u0640 ۱١"))))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


# what is refused


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", TOO_SHORT),
        ("یازده حرف هم", TOO_SHORT),
        ("a b c d e f g h i j k", TOO_SHORT),
        ("\u200c".join("کوتاه است"), TOO_SHORT),
        ("123456789012", COMMON),
        ("۱۴۰۵/۰۶/۲۲ ۰۹:۳۰:۰۰", COMMON),
        ("0912-000-0000 0912", COMMON),
        ("aaaaaaaabbbb", COMMON),
        ("abcabcabcabcabc", COMMON),
        ("Password123!", COMMON),
        ("P@ssw0rd!2026", COMMON),
        ("password password", COMMON),
        ("qwertyuiopasdfghjkl", COMMON),
        ("1qaz2wsx3edc", COMMON),
        ("poiuytrewq!!", COMMON),
        ("ضصثقفغعهخحجچ", COMMON),
        ("شسیبلاتنمکگ1405", COMMON),
        ("sghl123456789", COMMON),  # سلام with the keyboard in English
        ("سلام سلام سلام", COMMON),
        ("السلام علیک ۱۴۰۵", COMMON),
        ("بسم الله الرحمن الرحيم", COMMON),
        ("correct horse battery staple", COMMON),
        ("شهرداری نخلستان", NAME),
        ("شهرداري نخلستان ۱۴۰۵", NAME),
        ("شهرداری‌نخلستان!", NAME),
        ("هرداری نخلستا", NAME),
    ],
)
def test_what_a_guesser_tries_early_is_refused(text, reason):
    with pytest.raises(Refused, match=reason) as refused:
        check(text, AGENCY)
    assert refused.value.field == "passphrase"
    assert strength(text, AGENCY) == "weak"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("چهار واژهٔ دور از هم", "fair"),
        ("دوازده حرف شد", "weak"),
        ("دوازده حرف شده", "fair"),
        ("زرافهٔ آبی روی بام همسایه", "strong"),
        ("kettle 7 yonder!", "fair"),
        ("شهرداری نخلستان و زرافهٔ آبی روی بام", "strong"),
    ],
)
def test_twelve_letters_that_are_nobodys_first_guess_are_taken(text, code):
    assert strength(text, AGENCY) == code
    assert code in passphrases.STRENGTHS


def test_an_agency_whose_name_is_not_known_yet_refuses_nothing_more():
    check(AGENCY, "")


# what is offered


def test_four_offered_words_are_always_taken():
    for _time in range(50):
        words = offer()
        assert len(set(words.split())) == 4
        assert strength(words, AGENCY) == "strong"


def test_four_offered_words_are_taken_even_when_short(monkeypatch):
    monkeypatch.setattr(passphrases, "_words", lambda: ("نی", "مو", "پا", "سر"))
    check("نی مو پا سر", AGENCY)
    with pytest.raises(Refused, match=TOO_SHORT):
        check("نی مو پا پا", AGENCY)


def test_the_words_are_many_plain_and_unlike_each_other():
    words = passphrases._words()
    assert len(words) >= 2048
    assert len({search_key(word) for word in words}) == len(words)
    for word in words:
        assert word.isalpha(), word
        assert 3 <= len(word) <= 8, word
        assert fold(word) == word, word


def test_the_list_of_the_commonest_can_be_met():
    common = passphrases._common()
    assert 5000 <= len(common) <= 10_000
    assert all(fold(each).casefold() == each and " " not in each for each in common)


# the file


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "passphrase"
    path.touch(mode=0o600)
    return path


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"secret", "secret"),
        (b"secret\n", "secret"),
        (b"secret\r\nmore\n", "secret"),
        (b" two spaces  \n", " two spaces  "),
        (b"\xef\xbb\xbfsecret\n", "secret"),
        (b"secret\r\r\n", "secret\r"),
        ("cafe\u0301\n".encode(), "café"),
        (b"secret\n\xff", "secret"),
    ],
)
def test_the_passphrase_is_the_files_first_line(file, content, text):
    file.write_bytes(content)
    assert read_passphrase_file(file) == (text, None)


def test_a_file_that_others_can_read_is_warned_of(file):
    file.write_bytes(b"secret\n")
    for mode in (0o640, 0o604):
        file.chmod(mode)
        text, warning = read_passphrase_file(file)
        assert text == "secret"
        assert str(file) in warning


def test_a_pipe_is_taken_without_a_warning():
    reading, writing = os.pipe()
    os.write(writing, b"secret\n")
    os.close(writing)
    assert read_passphrase_file(passphrases.Path(f"/dev/fd/{reading}")) == ("secret", None)
    os.close(reading)


@pytest.mark.parametrize(
    ("content", "reason"), [(b"\xff\n", "UTF-8 نیست"), (b"", "خالی"), (b"\nsecret", "خالی"), (b"\r\n", "خالی")]
)
def test_a_file_without_a_passphrase_is_refused(file, content, reason):
    file.write_bytes(content)
    with pytest.raises(Refused, match=reason):
        read_passphrase_file(file)


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    for path in (tmp_path, tmp_path / "missing"):
        with pytest.raises(Unavailable, match="خوانده نشد"):
            read_passphrase_file(path)
