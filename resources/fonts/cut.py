"""Cut the fonts of the pages out of Vazirmatn. Run by hand: `python resources/fonts/cut.py` (needs fonttools and uharfbuzz).

A page's font is a constant: every report embeds the same bytes, so that a verifier knows them by their digest
(app/documents/fonts.py). Two weights are cut; for each are written

page-WEIGHT.ttf          what is embedded: outlines only, one glyph a letter
page-WEIGHT.layout.ttf   what words are shaped with: the same glyphs' tables of joining, kerning and marks
page-WEIGHT.tounicode    the CMap that says which letter each glyph stands for
page.json                widths (1/1000 em), heights, and the glyphs that are drawn for a ligature

A ligature stands for several letters, and PDF readers disagree on how to turn those round in right-to-left text
(spikes.md E). So each ligature is given one glyph a letter: the leftmost has the outline, the others are blank, and
they share its width. Then every glyph on a page is one letter, in the order of the eye.
"""

import io
import itertools
import json
import unicodedata
from pathlib import Path
from typing import Any

import uharfbuzz
from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

HERE = Path(__file__).parent
WEIGHTS = {"regular": "Vazirmatn-Regular.ttf", "bold": "Vazirmatn-Bold.ttf"}
# All that Vazirmatn has but controls, blanks other than the space, and ready-made joined forms: those are drawn by
# their letters. Kurdish, Azeri, Urdu and accented Latin letters of names and addresses are among what is kept.
LEFT_OUT = [
    *range(0x20), *range(0x7F, 0xA0), *range(0x2000, 0x200C), *range(0x200D, 0x2010), *range(0x2028, 0x2030),
    *range(0xFB00, 0xFDFC), *range(0xFE00, 0xFF00), 0xFFFC,
]  # fmt: skip
# A mark is moved to its letter by the font itself: a glyph for each place that it takes, to the nearest step. Moved by
# the page, as others do it, readers take it for a word or a line of its own: «مثلاً» was copied as two words.
BASES = [*"آأإابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیئؤءةيك", "لا", "لأ", "لآ", "لإ"]
MARKS = [*"ًٌٍَُِّْٰٕٔٓ", *(f"ّ{mark}" for mark in "ًٌٍَُِٰ")]
BEFORE, BEHIND = ["", *"ـنیآس"], ["", "ـ", *BASES]  # some letters have a higher tooth beside others
STEPS = (40, 25)  # along and over the line, 1/1000 em
# A letter that the font lacks is drawn as a frame round the digits of its code point, in two rows (1/1000 em)
HEX = "0123456789ABCDEF"
CELL, SIDE, LINE = 310, 60, 30  # widths: of a digit's cell, of the frame's left and right side, of its line
FOOT, LOWER, UPPER, TOP = -150, -62, 330, 731  # of the frame, of the lower and the upper row of digits
SMALL = 0.44  # of a digit's own size
FEATURES = ["ccmp", "locl", "init", "medi", "fina", "rlig", "calt", "liga", "kern", "mark", "mkmk"]
OUTLINES = {"head", "hhea", "maxp", "hmtx", "loca", "glyf"}
LAYOUT = {"head", "hhea", "maxp", "hmtx", "cmap", "GDEF", "GSUB", "GPOS"}
NEVER_ONE_LETTER = {0x6C0}  # stored text has it as two letters, so the glyph must say the two


def letters_of(font: TTFont) -> dict[str, str]:
    """Each glyph's letters in logical order: from the cmap, then through the substitutions that make it."""
    said: dict[str, str] = {}
    for code, glyph in sorted(font.getBestCmap().items()):
        if code not in NEVER_ONE_LETTER:
            said.setdefault(glyph, " " if code == 0xA0 else chr(code))
    made: list[tuple[list[str], str]] = []  # the glyphs that become another one
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in (getattr(table, "ExtSubTable", table) for table in lookup.SubTable):
            if table.LookupType == 1:
                made += [([source], result) for source, result in table.mapping.items()]
            elif table.LookupType == 4:
                made += [
                    ([first, *one.Component], one.LigGlyph) for first, ones in table.ligatures.items() for one in ones
                ]
    before = -1
    while len(said) != before:
        before = len(said)
        for parts, result in made:
            if all(part in said for part in parts):
                said.setdefault(result, "".join(said[part] for part in parts))
    # a letter with its mark is one letter where Unicode has it as one
    return {glyph: unicodedata.normalize("NFC", letters) for glyph, letters in said.items()}


def kept_of(weight: str) -> tuple[TTFont, list[int]]:
    """The font with what is kept of it, and the letters that this is."""
    options = subset.Options(
        layout_features=FEATURES,
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        name_IDs=[],
        recalc_timestamp=False,
    )
    font = TTFont(HERE / WEIGHTS[weight], recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    kept = sorted(set(font.getBestCmap()) - set(LEFT_OUT))
    cutter.populate(unicodes=kept)
    cutter.subset(font)
    return font, kept


def cut(weight: str) -> dict[str, Any]:
    font, kept = kept_of(weight)
    said = letters_of(font)
    layout = {table: font[table] for table in LAYOUT}
    unit = font["head"].unitsPerEm

    order, glyphs, metrics = list(font.getGlyphOrder()), font["glyf"], font["hmtx"]
    numbers = {name: number for number, name in enumerate(order)}
    (HERE / f"page-{weight}.layout.ttf").write_bytes(_only(font, layout.keys()))

    text = {numbers[name]: letters for name, letters in said.items()}
    widths = {numbers[name]: metrics[name][0] * 1000 / unit for name in order}
    parts: dict[int, list[int]] = {}
    names = [*order]
    for name in order:
        letters = text.get(numbers[name], "")
        if len(letters) < 2:
            continue
        # what the eye meets first from the left: the last letter of a Persian ligature, the first of a Latin one
        seen = letters[::-1] if ord(letters[-1]) >= 0x600 else letters
        number, share = numbers[name], widths[numbers[name]] / len(letters)
        parts[number] = [number]
        text[number], widths[number] = seen[0], share
        metrics[name] = (round(share * unit / 1000), metrics[name][1])
        for letter in seen[1:]:
            blank, new = f"blank{len(names)}", len(names)
            names.append(blank)
            glyphs[blank], metrics[blank] = Glyph(), (round(share * unit / 1000), 0)
            text[new], widths[new] = letter, share
            parts[number].append(new)

    def add(name: str, glyph: Glyph, width: int, letter: str = "\u200b") -> int:
        number = len(names)
        names.append(name)
        glyphs[name] = glyph
        glyph.recalcBounds(glyphs)
        metrics[name] = (round(width * unit / 1000), getattr(glyph, "xMin", 0))  # where its outline begins, or it moves
        widths[number], text[number] = width, letter
        return number

    joiners = {letter: add(f"joiner{ord(letter):04x}", Glyph(), 0, letter) for letter in "\u200c\u200d"}
    left = [(SIDE - LINE, FOOT, SIDE, TOP)]
    frame = [add("left", _lines(unit, left), SIDE, "\ufffd"), add("right", _lines(unit, [(0, FOOT, LINE, TOP)]), SIDE)]
    digits = {row: [_small(font, digit, row) for digit in HEX] for row in (UPPER, LOWER)}
    upper = [add(f"upper{digit}", glyph, 0) for digit, glyph in zip(HEX, digits[UPPER], strict=True)]
    lower = [add(f"lower{digit}", glyph, CELL) for digit, glyph in zip(HEX, digits[LOWER], strict=True)]
    places = {
        glyph: {f"{x} {y}": add(f"g{glyph}at{x},{y}", _moved(unit, order[glyph], x, y), 0, text[glyph]) for x, y in steps}
        for glyph, steps in _places(weight, unit).items()
    }
    font.setGlyphOrder(names)
    glyphs.glyphOrder = names
    (HERE / f"page-{weight}.ttf").write_bytes(_only(font, OUTLINES))
    (HERE / f"page-{weight}.tounicode").write_bytes(_tounicode(text))
    head, across = font["head"], font["hhea"]
    return {
        "em": unit,
        "ascent": round(across.ascent * 1000 / unit),
        "descent": round(across.descent * 1000 / unit),
        "box": [round(side * 1000 / unit) for side in (head.xMin, head.yMin, head.xMax, head.yMax)],
        "widths": [round(widths[number]) for number in range(len(names))],
        "parts": parts,
        "joiners": joiners,
        "places": places,
        "letters": _ranges(kept),
        "frame": frame,
        "upper": upper,
        "lower": lower,
        "unknown": numbers[_glyph(said, "\ufffd")],
    }


def _places(weight: str, unit: int) -> dict[int, list[tuple[int, int]]]:
    """Where marks come to stand with letters and with each other, in steps."""
    face = uharfbuzz.Face((HERE / f"page-{weight}.layout.ttf").read_bytes())
    font, found = uharfbuzz.Font(face), {}
    for base, mark, before, after in itertools.product(BASES, MARKS, BEFORE, BEHIND):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(before + base + mark + after)
        buffer.direction, buffer.script, buffer.language = "rtl", "Arab", "fa"
        uharfbuzz.shape(font, buffer)
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if (place.x_offset or place.y_offset) and not place.x_advance:
                steps = [
                    round(offset * 1000 / unit / step)
                    for offset, step in zip((place.x_offset, place.y_offset), STEPS, strict=True)
                ]
                found.setdefault(info.codepoint, set()).add(tuple(steps))
    return {glyph: sorted(steps) for glyph, steps in sorted(found.items())}


def _moved(unit: int, name: str, x: int, y: int) -> Glyph:
    pen = TTGlyphPen({name: None})
    along, up = (round(steps * step * unit / 1000) for steps, step in zip((x, y), STEPS, strict=True))
    pen.addComponent(name, (1, 0, 0, 1, along, up))
    return pen.glyph()


def _lines(unit: int, boxes: list[tuple[int, int, int, int]], pen: Any = None) -> Glyph:
    """A glyph of rectangles (left, foot, right, top; 1/1000 em), over what the pen has drawn."""
    pen = pen or TTGlyphPen(None)
    for box in boxes:
        left, foot, right, top = (round(side * unit / 1000) for side in box)
        pen.moveTo((left, foot))
        for corner in ((left, top), (right, top), (right, foot)):
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph(round=round)


def _small(font: TTFont, digit: str, row: int) -> Glyph:
    """A small digit in the middle of its cell, with its piece of the frame's upper or lower line."""
    unit, glyph = font["head"].unitsPerEm, font.getGlyphSet()[font.getBestCmap()[ord(digit)]]
    pen = TTGlyphPen(None)
    aside = (CELL * unit / 1000 - glyph.width * SMALL) / 2
    glyph.draw(TransformPen(pen, (SMALL, 0, 0, SMALL, aside, row * unit / 1000)))
    foot = TOP - LINE if row == UPPER else FOOT
    return _lines(unit, [(0, foot, CELL, foot + LINE)], pen)


def _ranges(codes: list[int]) -> list[list[int]]:
    """Sorted numbers as pairs of the first and the last that follow each other."""
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return ranges


def _glyph(said: dict[str, str], letter: str) -> str:
    return next(name for name, letters in said.items() if letters == letter)


def _only(font: TTFont, tables: Any) -> bytes:
    """The font's file with these tables alone."""
    whole = io.BytesIO()
    font.save(whole, reorderTables=False)
    rest = TTFont(io.BytesIO(whole.getvalue()), recalcTimestamp=False, lazy=False)
    for table in set(rest.keys()) - set(tables) - {"GlyphOrder"}:
        del rest[table]
    rest["head"].checkSumAdjustment = 0
    done = io.BytesIO()
    rest.save(done, reorderTables=True)
    return done.getvalue()


def _tounicode(text: dict[int, str]) -> bytes:
    rows = [f"<{number:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for number, letter in sorted(text.items())]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")


if __name__ == "__main__":
    made = {weight: cut(weight) for weight in WEIGHTS}
    made["steps"] = STEPS
    (HERE / "page.json").write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
