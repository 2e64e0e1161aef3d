"""A line of the pages stands as Qt sets it: the same glyphs in the same order of the eye, at the same places."""

import importlib.util
import re
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QTextLayout, QTextOption

from app.documents.fonts import FOLDER, face
from app.documents.text import setter
from app.domain.persian.text import isolate
from tests.app.documents.test_text import MIXED, TYPED

LATIN = [
    "شرکت Green Co. (Ltd.) و شعبهٔ ۲",
    "نام Ali (علی) در [Tehran]",
    "کد A-1403/77 و B-12 (۴۰٪)",
    "خودروی Peugeot 405 GLX مدل ۱۴۰۲",
    "نشانی info@example.org است",
    "Windows Server 2022",
    "تلفن 061-33360000 داخلی 12",
    "۱۲ + ۳ = ۱۵ و 12 + 3 = 15",
    "بند ۳-۲ (الف)، «ماده (۵)»؛ آیا؟",
]
MARKS = ["مثلاً لطفاً جزءاً", "متّهم و بنّا", "رَبَّنا", "اللّٰه و موسیٰ", "قرآنِ کریم، گُل و پِی", "شٌسٍصًضَ طُظِعّغْفٰ"]
OTHERS = ["هەولێر ڕۆژ ڵ ۆ ێ", "ہمارے گھر ٹ ڈ ڑ ں ے", "Çağrı Əliyev İstanbul", "سلامـــت"]
BESIDE_ALEF = ["آگاهی آک‌بند آل‌کثیر", "می‌خواهم خانه‌ای آل‌کثیر"]
"""Vazirmatn opens up to 0.2 em between آ and a tall letter; the pages less, or readers take it for a space."""
UNSEEN = {"space", "uni200C"}
ROUNDING = 6
"""1/1000 em in a whole line: the pages count each letter in whole ones."""
OVERHANG = 18
"""Qt counts what the last letter's outline hangs over its width; the pages count widths."""
STEP = 20
"""Half a step of the places of marks (resources/fonts/cut.py)."""

Placed = list[tuple[str, float]]
"""Glyphs by the names that Vazirmatn has for them, with their places from the left in 1/1000 em."""


@cache
def whole(resource: str) -> TTFont:
    return TTFont(FOLDER / f"Vazirmatn-{face(resource).weight.capitalize()}.ttf")


@cache
def names(resource: str) -> list[str]:
    """The cut keeps no names: what its glyphs were called before."""
    spec = importlib.util.spec_from_file_location("cut", FOLDER / "cut.py")
    cut = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(cut)
    return cut.kept_of(face(resource).weight)[0].getGlyphOrder()


def seen(resource: str, placed: Placed) -> tuple[Placed, Placed]:
    """Letters and signs, and marks, from left to right."""
    metrics = whole(resource)["hmtx"]
    placed = sorted((one for one in placed if one[0] not in UNSEEN), key=lambda one: one[1])
    return [one for one in placed if metrics[one[0]][0]], [one for one in placed if not metrics[one[0]][0]]


def ours(resource: str, text: str) -> tuple[Placed, int]:
    weight, line, order = face(resource), setter(resource).line(text), names(resource)
    moved = {
        glyph: (base, int(place.split()[0]) * 2 * STEP)
        for base, places in weight._places.items()
        for place, glyph in places.items()
    }
    pen, placed = 0, []
    for glyph, kern in re.findall(r"<([0-9A-F]{4})>|r-?\d+;|(-?\d+)", line.glyphs):
        pen -= int(kern or 0)
        if glyph:
            base, aside = moved.get(int(glyph, 16), (int(glyph, 16), 0))
            if base < len(order):  # others are blanks: the second letter of a ligature, a half-space
                placed.append((order[base], pen + aside))
            pen += weight.widths[int(glyph, 16)]
    return placed, line.width


def of_qt(resource: str, text: str) -> tuple[Placed, float]:
    file = FOLDER / f"Vazirmatn-{face(resource).weight.capitalize()}.ttf"
    font = QFont(QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file))))
    font.setBold(resource == "F2")
    font.setPixelSize(1000)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setUseDesignMetrics(True)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(1_000_000)
    layout.endLayout()
    order = whole(resource).getGlyphOrder()
    placed = [
        (order[glyph], place.x())
        for run in layout.glyphRuns()
        for glyph, place in zip(run.glyphIndexes(), run.positions(), strict=True)
    ]
    return placed, line.naturalTextWidth()


@pytest.mark.parametrize("resource", ["F1", "F2"])
def test_a_line_of_the_pages_stands_as_qt_sets_it(qapp, resource):
    for text in [*TYPED, *MIXED, *LATIN, *MARKS, *OTHERS, *BESIDE_ALEF]:
        placed, width = ours(resource, text)
        qts, their_width = of_qt(resource, text)
        (letters, marks), (their_letters, their_marks) = seen(resource, placed), seen(resource, qts)
        assert [name for name, _x in letters] == [name for name, _x in their_letters], text
        assert sorted(name for name, _x in marks) == sorted(name for name, _x in their_marks), text
        if text in BESIDE_ALEF or "آل" in text:
            assert width < their_width
            continue
        assert -ROUNDING <= their_width - width <= OVERHANG, text
        for (name, x), (_name, their_x) in zip(letters, their_letters, strict=True):
            assert abs(x - their_x) <= ROUNDING, (text, name)
        for (name, x), (_name, their_x) in zip(sorted(marks), sorted(their_marks), strict=True):
            assert abs(x - their_x) <= ROUNDING + STEP, (text, name)


def test_an_isolate_stands_as_qt_sets_it_but_for_its_own_signs(qapp):
    """Qt gives glyphs without width to the isolates themselves; the pages have none."""
    text = f"نوبت {isolate('۱۲-۴')} و {isolate('AB 12')} بود"
    letters, _marks = seen("F1", ours("F1", text)[0])
    theirs = [name for name, _x in seen("F1", of_qt("F1", text)[0])[0] if name != "A.smcp"]
    assert [name for name, _x in letters] == theirs
