"""What is copied or searched on a page is what was typed, by two readers that others made; each exception is named."""

import re
import unicodedata

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.persian.text import normalise
from tests.app.documents.readers import pdfium, poppler_turned
from tests.app.documents.test_text import MIXED, TYPED, page_each

LETTERS = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئؤأإءة"
KURDISH, URDU = "ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ", "ابپتٹجچحخدڈرڑزسشصضعغفقکگلمنںوہھیے"
MARKS = "ًٌٍَُِّْٰٔ"

parts = st.tuples(st.sampled_from(LETTERS), st.sampled_from(["", "", "", *MARKS]))
words = st.lists(parts, min_size=1, max_size=7).map(lambda word: "".join(letter + mark for letter, mark in word))
bare = st.text(st.sampled_from(LETTERS), min_size=1, max_size=7)
compounds = st.tuples(bare, bare).map("\u200c".join)
other = st.text(st.sampled_from(KURDISH), min_size=2, max_size=6) | st.text(
    st.sampled_from(URDU), min_size=2, max_size=6
)
numbers = st.text(st.sampled_from("۰۱۲۳۴۵۶۷۸۹"), min_size=1, max_size=10)
dates = st.tuples(st.integers(1300, 1499), st.integers(10, 12), st.integers(10, 29)).map(
    lambda date: "/".join(map(str, date)).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
)
signed = st.tuples(bare, st.sampled_from("،؛؟.:!")).map("".join) | st.tuples(
    st.sampled_from(["«»", "()", "[]"]), bare
).map(lambda pair: pair[0][0] + pair[1] + pair[0][1])


def lines(*kinds):
    """Some lines at once: a page each, in one document."""
    line = st.lists(st.one_of(*kinds), min_size=1, max_size=6).map(" ".join).map(normalise)
    line = line.map(lambda text: re.sub(f"ل[{MARKS}]+(?=[اآأإ])", "ل", text))  # see the exceptions
    return st.lists(line, min_size=1, max_size=30)


def composed(texts):
    return [unicodedata.normalize("NFC", text) for text in texts]


@given(lines(words, compounds, other, numbers, dates, signed))
@example([*TYPED, "مثلاً لطفاً جزءاً قبلاً", "متّهم و بنّا و معلّم", "اللّٰه رَبَّنا موسیٰ", "قرآنِ کریم"])
@settings(max_examples=25)
def test_pdfium_copies_persian_and_numbers_as_they_were_typed(texts):
    assert composed(" ".join(read) for read in pdfium(page_each(texts))) == composed(texts)


@given(lines(compounds, other))
@example(["مثلاً لطفاً جزءاً قبلاً", "متّهم و بنّا و معلّم", "رَبَّنا و موسیٰ", "قرآنِ کریم", "پروندهٔ آقای رضائی"])
@settings(max_examples=10)
def test_poppler_copies_persian_as_it_was_typed(tmp_path_factory, texts):
    """Words of two letters and more: a line of single ones it takes for one word that is set wide."""
    read = poppler_turned(page_each(texts), tmp_path_factory.mktemp("read"))
    assert composed(read) == composed(texts)


@given(lines(words, compounds, other, numbers, dates, signed))
@settings(max_examples=10)
def test_poppler_loses_no_letter_and_no_digit(tmp_path_factory, texts):
    """Beside a number it puts the space on its other side, and a sign too: letters and digits are what counts."""
    read = "".join(poppler_turned(page_each(texts), tmp_path_factory.mktemp("read")))
    assert sorted(filter(str.isalnum, composed([read])[0])) == sorted(filter(str.isalnum, "".join(composed(texts))))


@pytest.mark.parametrize("text", [*TYPED, *MIXED, "مثلاً لطفاً", "شرکت Green و Ali", "هەولێر Əliyev ہمارے"])
@pytest.mark.parametrize("resource", ["F1", "F2"])
def test_each_word_is_found_on_its_page(text, resource):
    document = pypdfium2.PdfDocument(page_each([text], resource))
    page = document[0]
    read = page.get_textpage()
    for word in re.findall(r"[^\W_](?:[\w\u200c\u064b-\u0655\u0670]*\w)?", text):
        search = read.search(word)
        assert search.get_next() is not None, word
        search.close()
    read.close()
    page.close()
    document.close()


@pytest.mark.parametrize(
    ("typed", "copied"),
    [
        ("سرور Windows Server را", "سرور Server Windows را"),  # the space between Latin words has no way of its own
        ("مدل GLX ۱۴۰۲ بود", "مدل ۱۴۰۲ GLX بود"),
        ("پیامک (SMS) آمد", "پیامک (SMS (آمد"),
        ("تا ۴۰٪ هزینه", "تا ٪۴۰ هزینه"),
        ("دارد… ولی", "دارد... ولی"),  # and other letters that Unicode calls compatible with plain ones: ½ № ™
        ("ه‍.ش", "ه.‍ش"),  # a joiner beside a sign goes to its other side, and a half-space behind a mark before it
        ("نَ‌ما", "ن‌َما"),
        ("لَا", "لاَ"),  # poppler too: the two letters are drawn as one
    ],
)
def test_what_pdfium_and_so_chrome_turns_round_in_a_right_to_left_line(typed, copied):
    assert composed(pdfium(page_each([typed]))[0]) == composed([copied])
