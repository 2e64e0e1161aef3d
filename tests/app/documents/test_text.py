"""Persian lines: what is drawn is read back as it was typed, by two readers that others made."""

import datetime as dt
import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.fonts import face
from app.documents.page import A4, Document, mm
from app.documents.text import GAP, Setter, _levels, _ordered, in_groups, missing, setter
from app.domain.persian.text import among_words, isolate, plain
from tests.app.documents.readers import pdfium, poppler_turned
from tests.app.report import example

TYPED = [
    "غلامرضا شریفی",
    "پروندهٔ مسکن روستایی",
    "می‌شود و نمی‌توانم",
    "عبدالله نعمت‌الله",
    "رؤیا، ژاله و هیئت مسئول؛ آیا؟",
    "لا إله لأن لآ",
    "آگاهی آک‌بند آل‌کثیر",
    "«گفته» (بله) [نه]",
    "علمی-کاربردی",
    "۱۴۰۵/۰۶/۲۲",
    "نشانی: کوچهٔ شهید بهرامی",
    *example.MEN,
    *example.WOMEN,
    *example.LAST_NAMES,
    *example.FATHERS,
    *example.SUBJECTS["request"],
]
MIXED = [
    "ساعت ۰۹:۳۰ تا ۱۲:۰۰",
    "پیامک (SMS) تأیید",
    "مبلغ ۱۲٬۵۰۰٬۰۰۰ ریال (۴۰٪ هزینه)",
    "سرور Windows Server را",
    "کوچهٔ ۵، پلاک ۱۲",
    *example.ADDRESSES,
]


@given(
    st.lists(st.sampled_from(["پلاک", "(سابق)", "نادری،", "14", "۱۴", "12/5", "3:", "«7»", "08,", "1."]), min_size=1)
)
def test_latin_digits_among_persian_words_stand_where_the_whole_algorithm_puts_them(line):
    text, words = " ".join(line), setter("F1")
    plain = words._plain(text)
    if plain is not None:
        assert glyphs(words._joined(plain)) == glyphs(words._bidi(text))
    assert ("08," in line) == (plain is None)


def page_each(texts, resource="F1"):
    document = Document("آزمون", dt.datetime(2026, 9, 24, tzinfo=dt.UTC), bytes(16), foot=lambda *_: None)
    for text in texts:
        document.page(A4).text(mm(190), mm(20), text, setter(resource), 1000)
    return document.done()


def words(text):
    return re.findall(r"[\w\u200c\u0654]+", text)


def glyphs(shaped):
    return re.findall("[0-9A-F]{4}", shaped.glyphs)


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("شرکت Green Co. (Ltd.)", ["Green Co. (Ltd.)", "شرکت "]),
        ("شرکت A [B] (C) رفت", [" رفت", "A [B] (C)", "شرکت "]),
        ("پیامک (SMS) آمد", [") آمد", "SMS", "پیامک ("]),
        ("(A) ب", [") ب", "A", "("]),
        ("نام Ali (علی)", [" (علی)", "Ali", "نام "]),
        ("به A (ب C) د", [") د", "C", " (ب ", "A", "به "]),
        ("به A (!", [" (!", "A", "به "]),
        ("به A ([B)]", ["]", "A ([B)", "به "]),
    ],
)
def test_both_brackets_of_a_pair_look_the_same_way(typed, seen):
    assert [run for _level, run in _ordered(_levels(typed))] == seen


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("IT", ["IT", "به "]),
        ("(B/12", ["(B/12", "به "]),
        ("پلاک (B/12", ["(B/12", "به پلاک "]),
        ("پلاک B/12)", ["B/12)", "به پلاک "]),
        ("Green Co. (Ltd.)", ["Green Co. (Ltd.)", "به "]),
        ("سرور B", ["B", "به سرور "]),
        ("تلفن 021-12345678", ["021-12345678", "به تلفن "]),
        ("تلفن 0916 300 4172", ["0916 300 4172", "به تلفن "]),
        ("تلفن +989163004172", ["+989163004172", "به تلفن "]),
        ("شمارهٔ ۱۹۹-۰۴۲۷۳۱-۶", ["۱۹۹-۰۴۲۷۳۱-۶", "به شمارهٔ "]),
        ("قطعهٔ 12-B", ["12-B", "به قطعهٔ "]),
        ("۱۵-۲۰", ["۲۰", "-", "۱۵", "به "]),  # a span, which is read from the right
    ],
)
def test_what_people_typed_keeps_its_order_within_our_words_and_takes_no_number_of_ours(typed, seen):
    line = f"به {among_words(typed)} · ۳"
    assert [run for _level, run in _ordered(_levels(line))] == ["۳", " · ", *seen]
    assert plain(line) == f"به {typed} · ۳"


@pytest.mark.parametrize("resource", ["F1", "F2"])
def test_pdfium_reads_persian_as_it_was_typed_half_spaces_too(resource):
    assert pdfium(page_each(TYPED, resource)) == [[text] for text in TYPED]


@pytest.mark.parametrize("resource", ["F1", "F2"])
def test_poppler_reads_persian_words_in_the_order_they_were_typed(resource, tmp_path):
    read = poppler_turned(page_each(TYPED, resource), tmp_path)
    assert [words(line) for line in read] == [words(text) for text in TYPED]


def test_no_letter_or_digit_of_a_mixed_line_is_lost_to_either_reader(tmp_path):
    data = page_each(MIXED)
    for read in (poppler_turned(data, tmp_path), [" ".join(lines) for lines in pdfium(data)]):
        assert [sorted(filter(str.isalnum, line)) for line in read] == [
            sorted(filter(str.isalnum, text)) for text in MIXED
        ]


@pytest.mark.parametrize(
    ("logical", "seen"),
    [
        ("سلام دنیا", "دنیا سلام"),
        ("پیامک (SMS) تأیید", "تأیید (SMS) پیامک"),
        ("کد A-14 و B", "B و A-14 کد"),
        ("تا ۱۲ نفر", "نفر ۱۲ تا"),
        ("Windows Server را", "را Windows Server"),
    ],
)
def test_runs_stand_in_the_order_of_the_eye(logical, seen):
    runs = [run if level % 2 == 0 else " ".join(run.split(" ")[::-1]) for level, run in _ordered(_levels(logical))]
    line = "".join(runs)  # brackets are mirrored later, by the shaping
    assert line.translate(str.maketrans("()", ")(")) == seen


PIECES = st.sampled_from(
    "سلام می‌شود پروندهٔ ۱۲ ۱۴۰۵/۰۶/۲۲ ۰۹:۳۰ (بله) «نام»، علمی-کاربردی (۱۲) ۵، خانه؛ و".split()  # noqa: SIM905
)


@given(st.lists(PIECES, min_size=1, max_size=7))
def test_the_short_way_sets_a_line_exactly_as_the_whole_algorithm_does(pieces):
    text = " ".join(pieces)
    short, whole = setter("F1").line(text), setter("F1")._bidi(text, keep=False)
    assert glyphs(short) == glyphs(whole)
    assert abs(short.width - whole.width) <= 40 * len(pieces)  # kerning with the spaces


@given(
    st.text(st.sampled_from("آابپتمن‌هٔ ۱۲۳/:()«»،.ABcd12-_٪\U0001f600漢"), max_size=120),
    st.integers(min_value=1500, max_value=20_000),
)
@settings(max_examples=150)
def test_broken_lines_fit_the_column_and_lose_nothing(text, width):
    text = " ".join(text.split())
    laid = setter("F1")
    lines = laid.wrap(text, width)
    assert all(line.width <= width + 100 for line in lines)
    whole = [glyph for word in text.split(" ") for glyph in glyphs(laid._bidi(word, keep=False))]
    letters = sum(letter != " " for letter in text)
    drawn = sum(glyph != glyphs(laid._space)[0] for line in lines for glyph in glyphs(line))
    assert drawn == len(whole) or len(lines) > 1  # a word that is broken may lose a joined form
    assert bool(drawn) == bool(letters)


def test_a_word_wider_than_the_column_is_broken():
    lines = setter("F1").wrap("ب" * 100 + " آمد", 10_000)
    assert len(lines) > 3
    assert all(line.width <= 10_000 for line in lines)


def test_an_isolate_wider_than_the_column_is_one_on_each_of_its_lines():
    laid = setter("F1")
    address = "https://example.ir/" + "abcdef/" * 30
    width = laid.code(address[:40]).width
    for text in (f"نشانی: {isolate(address)}", isolate(address), f"{isolate(address)} تمام"):
        lines = laid.wrap(text, width)
        assert all(line.width <= width for line in lines)
        assert laid.line("\u202e").glyphs not in "".join(line.glyphs for line in lines), "a control that is seen"
    lines = laid.wrap(isolate(address), width)
    assert "".join(line.glyphs for line in lines).count("<") == laid.code(address).glyphs.count("<")
    assert lines[0].glyphs == laid.code(address[: lines[0].glyphs.count("<")]).glyphs


def test_lines_are_broken_in_the_order_of_speech():
    words_of_it = ["نخست", "سپس", "آنگاه", "سرانجام"]
    laid = setter("F1")
    lines = laid.wrap(" ".join(words_of_it), max(laid.line(word).width for word in words_of_it))
    assert lines == [laid.line(word) for word in words_of_it]


def test_an_isolate_keeps_its_order_and_is_not_broken():
    laid = setter("F1")
    number = isolate("۱۹۹-۰۴۲۷۳۱-۶")
    digits = glyphs(laid.code("۱۹۹-۰۴۲۷۳۱-۶"))
    line = glyphs(laid.line(f"کد {number} و {isolate('12 AB')} بود"))
    assert "".join(digits) in "".join(line)
    assert "".join(glyphs(laid.code("12 AB"))) in "".join(line)
    assert len(laid.wrap(f"کد {isolate('12 34')}", laid.code("12 34").width)) == 2


def test_groups_of_digits_are_seen_but_neither_copied_nor_searched(tmp_path):
    mobile = in_groups("09163004172", (4, 3, 4))
    assert mobile.count(GAP) == 2
    data = page_each([mobile])
    assert pdfium(data) == [["۰۹۱۶۳۰۰۴۱۷۲"]]
    assert setter("F1").line(mobile).width > setter("F1").line("۰۹۱۶۳۰۰۴۱۷۲").width
    assert poppler_turned(data, tmp_path) == ["۰۹۱۶۳۰۰۴۱۷۲"]


@pytest.mark.parametrize("unknown", ["漢", "😀", "ܐ", "М"])
def test_a_letter_that_the_font_lacks_is_drawn_as_a_frame_with_its_number(unknown):
    weight = setter("F1").face
    drawn = setter("F1").line(unknown)
    shown = [int(glyph, 16) for glyph in re.findall("<([0-9A-F]{4})>", drawn.glyphs)]
    rows = [
        [weight._upper.index(glyph) for glyph in shown[1:-1:2]],
        [weight._lower.index(glyph) for glyph in shown[2::2]],
    ]
    assert int("".join(f"{digit:X}" for row in rows for digit in row), 16) == ord(unknown)
    assert drawn.width == sum(weight.widths[glyph] for glyph in shown) > 500


def test_missing_letters_are_named_each_once_and_others_are_not():
    assert missing("نام 漢字 و 漢 و Москва") == ["漢", "字", *"Москва"]
    assert missing("".join([*TYPED, *MIXED])) == []
    assert missing(f"{isolate('۱۲')}\u202e\n\u200d{GAP}") == []  # a control is seen as a sign


@pytest.mark.parametrize(
    "names",
    [
        "هەولێر ڕۆژ ڵ ۆ ێ ە ھ ڤ",  # Kurdish
        "ہمارے گھر ٹ ڈ ڑ ں ے ۓ ۂ",  # Urdu
        "Çağrı Əliyev İstanbul ğış ş Å ß ñ Šimić Łódź ḥadīth",  # Azeri, Turkish, and other Latin letters
        "ۀ ﷼ ﷲ ﷺ ﺳﻼﻡ ه‍.ش ـ ٪ ٫ ٬ № € ™ ½ ²",
    ],
)
@pytest.mark.parametrize("resource", ["F1", "F2"])
def test_letters_that_names_and_addresses_may_have_are_in_the_font(names, resource):
    assert missing(names) == []
    drawn = setter(resource).line(names).glyphs
    assert f"<{setter(resource).face._unknown:04X}>" not in drawn
    assert "/Span" not in drawn


def test_two_letters_that_the_font_lacks_differ_and_are_copied_as_what_they_are(tmp_path):
    data = page_each(["نام 漢 است", "نام М است", "نام 😀 است"])
    assert pdfium(data) == [["نام 漢 است"], ["نام М است"], ["نام □ است"]]
    for line, letter in zip(poppler_turned(data, tmp_path), "漢М□", strict=True):
        assert letter in line


def test_old_joined_forms_are_drawn_by_their_letters():
    assert setter("F1").line("ﺳﻼﻡ") == setter("F1").line("سلام")


def test_a_control_in_a_text_is_seen_and_turns_nothing_round():
    line = glyphs(setter("F1").line("نام\u202eabc"))
    assert f"{setter('F1').face._unknown:04X}" in line
    assert "".join(glyphs(setter("F1").code("abc"))) in "".join(line)


@pytest.mark.parametrize(
    "hostile",
    ["ب" * 20_000, "A" * 20_000, "\u200c" * 20_000, "َ" * 20_000, "(۱-A " * 4_000, ("i" * 30 + "W" * 370) * 50],
)
def test_a_text_made_to_be_slow_is_broken_in_a_moment(hostile):
    """Counted in calls, not in seconds: twice the text is twice the work, and no letter is shaped over and over."""
    half, whole = (calls_to_wrap(hostile[:length]) for length in (len(hostile) // 2, len(hostile)))
    assert whole < 2.2 * half
    assert whole < 100 * len(hostile)
    lines = setter("F1").wrap(hostile, 20_000)
    assert len(lines) > 30 or not lines[0].width


@given(st.text(alphabet="iWlM.ابش", min_size=1, max_size=120), st.integers(1_000, 30_000))
@settings(max_examples=40)
def test_a_word_too_wide_is_broken_where_not_one_letter_more_would_fit(word, width):
    here = setter("F1")
    fits = here._fitting(word, width)
    assert fits == 1 or here.line(word[:fits]).width <= width
    assert fits == len(word) or here.line(word[: fits + 1]).width > width


def calls_to_wrap(text):
    """How many functions, Python's and C's, are called until a text is broken by a setter that remembers nothing."""
    fresh, calls = Setter(face("F1")), 0

    def count(_frame, event, function):
        nonlocal calls
        watching = event == "c_call" and function.__module__ == "slipcover.probe"  # who covers what, not our work
        calls += event in ("call", "c_call") and not watching

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        fresh.wrap(text, 20_000)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("mark", ["ً", "ٔ", "ٍ", "ّ"])
def test_a_pile_of_marks_stays_in_its_line(mark):
    """None stands over or under the room that a line has."""
    for letter in ("ب", "ل", ""):
        rises = [int(rise) for rise in re.findall(r"r(-?[0-9]+);", setter("F1").line(letter + mark * 30).glyphs)]
        assert rises
        assert -400 <= min(rises) <= max(rises) <= 300
