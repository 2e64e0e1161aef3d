"""Cut the fonts of the pages out of Vazirmatn. Run by hand: `python resources/fonts/cut.py` (needs fonttools).

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
import json
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

HERE = Path(__file__).parent
WEIGHTS = {"regular": "Vazirmatn-Regular.ttf", "bold": "Vazirmatn-Bold.ttf"}
LETTERS = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *range(0x600, 0x700),
    0x200C, 0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2030, 0x2039, 0x203A,
    0x20AC, 0x2116, 0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0xFDFC, 0xFFFD,
]  # fmt: skip
FEATURES = ["ccmp", "locl", "init", "medi", "fina", "rlig", "calt", "liga", "kern", "mark", "mkmk"]
OUTLINES = {"head", "hhea", "maxp", "hmtx", "loca", "glyf"}
LAYOUT = {"head", "hhea", "maxp", "hmtx", "cmap", "GDEF", "GSUB", "GPOS"}
# stored text has these as two letters (domain.md 5), so the glyph must say the two
NEVER_ONE_LETTER = {0x6C0, 0x6C2, 0x6D3}


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
    return said


def cut(weight: str) -> dict[str, Any]:
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
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
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
    joiner = len(names)
    names.append("joiner")
    glyphs["joiner"], metrics["joiner"] = Glyph(), (0, 0)
    text[joiner], widths[joiner] = "\u200c", 0
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
        "joiner": joiner,
        "unknown": numbers[_glyph(said, "\ufffd")],
    }


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
    (HERE / "page.json").write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
