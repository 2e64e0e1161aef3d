"""The two fonts of the pages, as constants: cut beforehand (resources/fonts/cut.py), known by their digests.

A document embeds the cut as it lies in resources, so every report holds the same font bytes and a verifier
can name them (docs/report-format.md, rule 26). Words are shaped with the layout cut, which has the same glyphs.
"""

import hashlib
import json
import re
import unicodedata
from functools import cache, lru_cache
from typing import Any, Final, NamedTuple

from resources import ROOT

FOLDER: Final = ROOT / "fonts"
# SHA-256 of what a document embeds and of what decides where its glyphs stand; layout 1 of the report
DIGESTS: Final = {
    "page-bold.layout.ttf": "30c50b6b371c26b815bf67e4f96cfb6150adcd668b6f422140866bf31d093b6c",
    "page-bold.tounicode": "f027f44c4f60d31161980a4d7b05f065f8c356ecc46a7d6dbb38af6579c62225",
    "page-bold.ttf": "48151a0a21d30d13890523ccb837f6f68628a93034886f86f584d7195d30eada",
    "page-regular.layout.ttf": "feb15a9b1982247a2a90196c788fab445a665190027173eda50138e778241d99",
    "page-regular.tounicode": "c4d9d1702456c9eab9491e21d6876348eb0e9e267024b69d7a1ea8938a8905cf",
    "page-regular.ttf": "8fb049fbc20a15090d7f1e1465cd1c325c09d5f9c51a5750022e6e4ea420f0e3",
    "page.json": "27daeef16534281d7cf77b0247ae59154bcdf047c3a05f7b50cfa99910d668fe",
}
WEIGHTS: Final = {"F1": "regular", "F2": "bold"}  # a page's resource name: the weight
ASCENT: Final = 1025  # 1/1000 em, the same in both weights
DESCENT: Final = -537
_BASIC: Final = 0xFFFF
_SQUARE: Final = "25A1"
_HIGHEST, _DEEPEST = 300, -400  # 1/1000 em that a mark moves; a pile of them does not climb on and on
_WIDEST_GAP: Final = 20  # that kerning may make between two letters, 1/1000 em


class Shaped(NamedTuple):
    """A piece of one line, ready to draw.

    width: in 1/1000 em. glyphs: the inside of a TJ array, which a letter that the font lacks interrupts by marks round
    its frame; `r-61;` in it asks for a rise of -61/1000 em.
    """

    width: int
    glyphs: str

    @staticmethod
    def joined(pieces: "list[Shaped]") -> "Shaped":
        """The pieces side by side, the leftmost first."""
        return Shaped(sum(piece.width for piece in pieces), "".join([piece.glyphs for piece in pieces]))


class Face:
    """A weight of the pages' font: it turns letters of one direction into glyphs.

    resource: F1 or F2, the font's name on a page.
    """

    def __init__(self, resource: str) -> None:
        import uharfbuzz

        self.resource = resource
        self.weight = WEIGHTS[resource]
        whole = json.loads(embedded("page.json"))
        facts = whole[self.weight]
        self.widths: list[int] = facts["widths"]
        self.box: list[int] = facts["box"]
        self._em: int = facts["em"]
        self._parts: dict[int, list[int]] = {int(glyph): parts for glyph, parts in facts["parts"].items()}
        self._steps = [step * self._em / 1000 for step in whole["steps"]]
        self._places: dict[int, dict[str, int]] = {int(glyph): places for glyph, places in facts["places"].items()}
        for glyph in self._places.keys() & self._parts.keys():
            for moved in self._places[glyph].values():
                self._parts[moved] = [moved, *self._parts[glyph][1:]]
        self._joiners: dict[str, int] = facts["joiners"]
        self._unknown: int = facts["unknown"]
        self._left, self._right = facts["frame"]
        self._upper: list[int] = facts["upper"]
        self._lower: list[int] = facts["lower"]
        self._widest_gap = _WIDEST_GAP * self._em // 1000
        self._highest, self._deepest = (most * self._em // 1000 for most in (_HIGHEST, _DEEPEST))
        self._harfbuzz = uharfbuzz
        self._font = uharfbuzz.Font(uharfbuzz.Face(embedded(f"page-{self.weight}.layout.ttf")))

    def shape(self, text: str, *, leftwards: bool) -> Shaped:
        """Glyphs of `text`, which is all of one direction, in the order of the eye from left to right.

        leftwards: right-to-left text; brackets are mirrored. A letter that the font lacks is drawn as a frame with
        its number in it.
        """
        known, *rest = _not_cut().split(text)
        pieces: list[Shaped] = []
        for strange, more in zip(rest[::2], rest[1::2], strict=True):
            if lacks(strange):
                pieces += [self._shape(known, leftwards=leftwards), self._framed(strange)]
                known = more
            else:  # HarfBuzz takes it apart
                known += strange + more
        last = self._shape(known, leftwards=leftwards)
        return Shaped.joined([*pieces, last][:: -1 if leftwards else 1]) if pieces else last

    def _framed(self, letter: str) -> Shaped:
        """A letter's code point in hexadecimal digits, two rows of them in a frame.

        Whoever copies it gets the letter itself; beyond the first 65,536 a white square, as pdfium would leave an
        /ActualText with such a letter out.
        """
        basic = ord(letter) <= _BASIC
        code = f"{ord(letter):04X}" if basic else f"{ord(letter):06X}"
        half = len(code) // 2
        rows = zip(code[:half], code[half:], strict=True)
        digits = [
            glyph for above, below in rows for glyph in (self._upper[int(above, 16)], self._lower[int(below, 16)])
        ]
        shown = [self._left, *digits, self._right]
        glyphs = "".join([f"<{glyph:04X}>" for glyph in shown])
        copied = code if basic else _SQUARE
        return Shaped(
            sum(self.widths[glyph] for glyph in shown),
            f"]TJ /Span<</ActualText<FEFF{copied}>>>BDC[{glyphs}]TJ EMC[",
        )

    def _shape(self, text: str, *, leftwards: bool) -> Shaped:
        if not text:
            return Shaped(0, "")
        buffer = self._harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.direction = "rtl" if leftwards else "ltr"
        buffer.script = "Latn" if not leftwards and any("A" <= letter <= "ɏ" for letter in text) else "Arab"
        buffer.language = "fa"
        buffer.cluster_level = self._harfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        self._harfbuzz.shape(self._font, buffer)
        glyphs: list[str] = []
        drawn = raised = 0  # where the font's own widths have brought the pen
        placed, pen = self._placed(text, buffer)
        for glyph, across, up in placed:
            rise, target = self._milli(up), self._milli(across)
            if rise != raised:
                glyphs.append(f"r{rise};")
                raised = rise
            if abs(target - drawn) > 1:  # less is rounding
                glyphs.append(str(drawn - target))
                drawn = target
            for part in self._parts.get(glyph, (glyph,)):
                glyphs.append(f"<{part:04X}>")
                drawn += self.widths[part]
        if raised:
            glyphs.append("r0;")
        width = self._milli(pen)
        if abs(width - drawn) > 1:
            glyphs.append(str(drawn - width))
        else:
            width = drawn
        return Shaped(width, "".join(glyphs))

    def _placed(self, text: str, buffer: Any) -> tuple[list[tuple[int, int, int]], int]:
        """Each glyph with its place along and over the baseline, and the width, in font units."""
        placed: list[tuple[int, int, int]] = []
        pen = 0
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            glyph, advance = info.codepoint, place.x_advance
            if not glyph:
                glyph, advance = self._unknown, self.widths[self._unknown] * self._em // 1000
            elif not advance and text[info.cluster] in self._joiners:
                glyph = self._joiners[text[info.cluster]]  # no width, yet whoever copies the page gets them back
            moved = None
            if not advance and (place.x_offset or place.y_offset):
                moved = self._moved(glyph, place.x_offset, place.y_offset)
            if moved is not None:
                placed.append((moved, pen, 0))
                continue
            # with more, pdfium reads آگاه and poppler آل‌علی as two words
            advance = min(advance, self._font.get_glyph_h_advance(info.codepoint) + self._widest_gap)
            up = place.y_offset
            if up > self._highest or up < self._deepest:
                up = self._highest if up > 0 else self._deepest
            placed.append((glyph, pen + place.x_offset, up))
            pen += advance
        return placed, pen

    def _moved(self, glyph: int, along: int, up: int) -> int | None:
        """The glyph of a mark that stands so far from its place, if the cut has it."""
        x, y = (round(offset / step) for offset, step in zip((along, up), self._steps, strict=True))
        return self._places.get(glyph, {}).get(f"{x} {y}")

    def _milli(self, units: int) -> int:
        return (units * 2000 + self._em) // (2 * self._em)


@cache
def _ranges() -> tuple[tuple[int, int], ...]:
    """All that the cut has, from one letter to another; the joiners, which have no look, are drawn as well."""
    facts = json.loads(embedded("page.json"))["regular"]
    return (*((ord(joiner), ord(joiner)) for joiner in facts["joiners"]), *map(tuple, facts["letters"]))


@cache
def _letters() -> frozenset[str]:
    return frozenset(chr(code) for first, last in _ranges() for code in range(first, last + 1))


@cache
def _not_cut() -> re.Pattern[str]:
    ranges = (f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in _ranges())
    return re.compile(f"([^{''.join(ranges)}])")


@lru_cache(maxsize=4096)
def lacks(letter: str) -> bool:
    """Whether the font has neither the letter nor the parts that it is made of."""
    letters = _letters()
    return not any(letters.issuperset(unicodedata.normalize(form, letter)) for form in ("NFC", "NFD"))


@cache
def face(resource: str) -> Face:
    return Face(resource)


@cache
def embedded(name: str) -> bytes:
    """A cut's file. Raises RuntimeError if it is not the one that this program was made with."""
    content = (FOLDER / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != DIGESTS[name]:
        message = f"resources/fonts/{name} is not the cut that the pages are drawn with"
        raise RuntimeError(message)
    return content
