"""The order of letters on a line, held against what Unicode itself publishes for it (Debian package unicode-data)."""

import hashlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents.bidi import kind_of, levels, order
from app.documents.fonts import _letters
from app.documents.text import _levels, _ordered

UNICODE = Path("/usr/share/unicode")
DIRECTIONS = {"0": 0, "1": 1, "2": None}
KINDS = "L R EN ES ET AN CS B S WS ON LRE LRO RLE RLO PDF NSM BN AL LRI RLI FSI PDI".split()  # noqa: SIM905
STANDS_FOR = {kind: chr(ord("a") + number) for number, kind in enumerate(KINDS)}
EACH = 41  # of the 490,000 lines of BidiTest.txt, which has every short mixture of kinds


def published(name):
    file = UNICODE / name
    if not file.exists():
        pytest.skip(
            f"{file} is missing (apt install unicode-data): the bidirectional algorithm was NOT held against it"
        )
    with file.open(encoding="utf-8") as lines:
        yield from (line.strip() for line in lines if line.strip() and not line.startswith("#"))


def drawn(text, base, kind=kind_of):
    """As Unicode's files have it: the paragraph's level, the letters' levels (x: taken out), their visual order."""
    paragraph, found = levels(text, base, kind)
    kept = [place for place, level in enumerate(found) if level is not None]
    visual = [kept[place] for place in order([found[place] for place in kept])]
    return paragraph, ["x" if level is None else str(level) for level in found], [str(place) for place in visual]


def test_every_line_of_unicodes_own_test_has_its_levels_and_its_order():
    wrong, lines, letters = [], 0, set()
    for line in published("BidiCharacterTest.txt"):
        codes, direction, paragraph, expected, visual = line.split(";")
        text = "".join(chr(int(code, 16)) for code in codes.split())
        if drawn(text, DIRECTIONS[direction]) != (int(paragraph), expected.split(), visual.split()):
            wrong.append(line)
        lines += 1
        letters |= set(text)
    assert wrong == []
    assert lines > 90_000
    assert len(letters) > 70


def test_mixtures_of_kinds_have_their_levels_and_their_order():
    expected, visual, wrong = [], [], []
    kind = {letter: kind for kind, letter in STANDS_FOR.items()}.get
    for number, line in enumerate(published("BidiTest.txt")):
        if line.startswith("@"):
            name, _, said = line.partition(":")
            expected, visual = (said.split(), visual) if name == "@Levels" else (expected, said.split())
        elif number % EACH == 0:
            kinds, directions = line.split(";")
            text = "".join(STANDS_FOR[one] for one in kinds.split())
            for bit, base in ((1, None), (2, 0), (4, 1)):
                if int(directions, 16) & bit and drawn(text, base, kind)[1:] != (expected, visual):
                    wrong.append((base, line))
    assert wrong == []


def test_the_letters_of_unicodes_file_are_of_the_same_kind_in_this_python():
    """But for those it does not know yet: 64 signs and marks of Unicode 15 in Python 3.11, which has 14."""
    differing = {}
    for line in published("UnicodeData.txt"):
        code, _name, _category, _combining, kind, *_ = line.split(";")
        if kind_of(chr(int(code, 16))) != kind:
            differing[int(code, 16)] = kind
    assert [hex(code) for code in differing if unicodedata.category(chr(code)) != "Cn"] == []


@given(
    st.text(st.sampled_from("ابجABC12۱۲()[]<>«»،. -/:%\u200c\u0654\u2066\u2067\u2068\u2069\u202a\u202b\u202e\u202c"))
)
@settings(max_examples=200)
def test_each_letter_has_one_place_and_a_level_that_is_not_below_its_paragraphs(text):
    paragraph, found, visual = drawn(text, None)
    assert sorted(map(int, visual)) == [place for place, level in enumerate(found) if level != "x"]
    assert all(int(level) >= paragraph for level in found if level != "x")


@given(st.text(st.sampled_from("ابجABC12۱۲()[]«»،. -/:%\u200c\u0654"), max_size=40))
def test_a_line_of_ours_loses_no_letter_on_the_way(text):
    assert sorted("".join(run for _level, run in _ordered(_levels(text)))) == sorted(text)


def test_the_letters_of_the_pages_are_of_the_same_kind_in_every_python():
    """A report is drawn again by its receiver, whose Python may know another Unicode."""
    kinds = "".join(f"{letter}{kind_of(letter)}" for letter in sorted(_letters()))
    assert hashlib.sha256(kinds.encode()).hexdigest()[:16] == "14c566d659c3ba7a"
