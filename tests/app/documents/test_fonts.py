"""The pages' fonts are constants (docs/report-format.md, rule 26)."""

import re

import pytest

from app.documents import fonts
from app.documents.fonts import DIGESTS, WEIGHTS, embedded, face


@pytest.mark.parametrize("name", DIGESTS)
def test_a_cut_that_is_not_the_known_one_is_refused(name, tmp_path, monkeypatch):
    changed = bytearray(embedded(name))
    changed[-1] ^= 1
    (tmp_path / name).write_bytes(changed)
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(RuntimeError, match=re.escape(name)):
        embedded.__wrapped__(name)


@pytest.mark.parametrize("resource", WEIGHTS)
def test_each_glyph_says_at_most_one_letter_of_the_stored_form(resource):
    weight = face(resource)
    rows = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", embedded(f"page-{weight.weight}.tounicode"))
    rows = [row for row in rows if row != (b"0000", b"FFFF")]
    assert len({glyph for glyph, _letter in rows}) == len(rows)
    letters = {bytes.fromhex(letter.decode()).decode("utf-16-be") for _glyph, letter in rows}
    assert all(len(letter) == 1 for letter in letters)
    assert set("آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئأؤإءةۀ۰۱۲۳۴۵۶۷۸۹0Zz«»،؛؟\u200c\u0654 ") - {"ۀ"} <= letters
    assert "ۀ" not in letters  # stored text has it as ه and ٔ
    assert not any("\ufb50" <= letter <= "\ufefc" and letter != "﷼" for letter in letters)


@pytest.mark.parametrize("resource", WEIGHTS)
def test_a_ligature_is_drawn_as_one_glyph_a_letter(resource):
    weight = face(resource)
    for word in ("لا", "الله", "هٔ"):
        assert len(re.findall("<", weight.shape(word, leftwards=True).glyphs)) == len(word)


def test_brackets_are_mirrored_in_right_to_left_text():
    weight = face("F1")
    opening, closing = weight.shape("(", leftwards=False), weight.shape(")", leftwards=False)
    assert weight.shape("(", leftwards=True) == closing != opening


def test_kerning_never_opens_a_gap_that_readers_take_for_a_space():
    shaped = face("F2").shape("آک", leftwards=True).glyphs
    assert all(int(gap) > -25 for gap in re.findall(r">(-?\d+)<", shaped))


def test_marks_stand_over_their_letters():
    assert "r" in face("F1").shape("أَ", leftwards=True).glyphs
