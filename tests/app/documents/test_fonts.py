"""The pages' fonts are constants (docs/report-format.md, rule 26)."""

import datetime as dt
import hashlib
import re
import zlib

import pytest

from app.documents import fonts, pdf
from app.documents.fonts import DIGESTS, WEIGHTS, embedded, face
from app.documents.page import A4, Document


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
    weight = face("F1")
    fatha = int(weight.shape("َ", leftwards=True).glyphs[1:5], 16)
    stands = {glyph: place for place, glyph in weight._places[fatha].items()}
    over = [
        stands[int(glyph, 16)] for glyph in re.findall("<([0-9A-F]{4})>", weight.shape("أَ", leftwards=True).glyphs)[:1]
    ]
    assert [int(place.split()[1]) > 0 for place in over] == [True]


@pytest.mark.parametrize("level", [0, 1, 9])
def test_a_document_holds_the_known_fonts_however_they_are_packed(level, monkeypatch):
    """Counted on the inflated bytes: another zlib packs differently."""
    monkeypatch.setattr(pdf.zlib, "compress", lambda content, _level, pack=zlib.compress: pack(content, level))
    document = Document("آزمون", dt.datetime(2026, 9, 24, tzinfo=dt.UTC), bytes(16), foot=lambda *_: None)
    document.page(A4)
    data = document.done()
    streams = re.findall(rb"stream\n(.*?)endstream", data, re.DOTALL)
    held = {hashlib.sha256(zlib.decompress(stream)).hexdigest() for stream in streams}
    assert held >= {DIGESTS[name] for name in DIGESTS if name.endswith((".tounicode", "bold.ttf", "regular.ttf"))}
    for resource in WEIGHTS:
        widths = " ".join(map(str, face(resource).widths)).encode()
        assert b"/W [ 0 [ " + widths + b" ] ]" in b" ".join(data.split())
    assert data.count(b"/CIDToGIDMap /Identity") == data.count(b"/DW 1000") == len(WEIGHTS)


def test_both_weights_have_the_same_letters():
    import json

    facts = json.loads(embedded("page.json"))
    assert facts["regular"]["letters"] == facts["bold"]["letters"]


@pytest.mark.parametrize("resource", WEIGHTS)
def test_a_mark_is_moved_to_its_letter_by_the_font_and_not_by_the_page(resource):
    """Readers take what a page moves for a word or a line of its own."""
    for word in ("مثلاً", "متّهم", "رَبَّنا", "کتابِ", "موسیٰ", "اللّٰه"):
        assert re.fullmatch("(<[0-9A-F]{4}>|-?[0-9]{1,2}(?=<))+", face(resource).shape(word, leftwards=True).glyphs), (
            word
        )


def test_nothing_else_shapes_or_reorders():
    from resources import ROOT

    heavy = re.compile(r"^\s*(import|from) (uharfbuzz|bidi|arabic_reshaper)\b", re.MULTILINE)
    files = [file for room in ("app", "ui") for file in (ROOT.parent / room).rglob("*.py")]
    assert [file.name for file in files if heavy.search(file.read_text(encoding="utf-8"))] == ["fonts.py"]
