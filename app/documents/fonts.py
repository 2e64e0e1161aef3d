"""The two fonts of the pages, as constants: cut beforehand (resources/fonts/cut.py), known by their digests.

A document embeds the cut as it lies in resources, so every report holds the same font bytes and a verifier
can name them (docs/report-format.md, rule 26). Words are shaped with the layout cut, which has the same glyphs.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from resources import ROOT

FOLDER: Final = ROOT / "fonts"
# SHA-256 of what a document embeds and of what decides where its glyphs stand; layout 1 of the report
DIGESTS: Final = {
    "page-bold.layout.ttf": "14533c9bf632fe46bb8cf698b7fba29ff22d0159b9f6107cb0fef4f7cc893034",
    "page-bold.tounicode": "c740afe4d0fe913cfb1b27aae902115884c7bbaf24b8d8550b71af2e676e4c11",
    "page-bold.ttf": "b167e4d21c6c795ed52935ffc166561446248031810d207d8a301aff26aa4c3f",
    "page-regular.layout.ttf": "8338582e20eacef5d3594f19994c6d8024df140644fb2b112b47218edd06df7e",
    "page-regular.tounicode": "c740afe4d0fe913cfb1b27aae902115884c7bbaf24b8d8550b71af2e676e4c11",
    "page-regular.ttf": "a3edcd703f493e768bb28d814059378fea3a2bf8ff7986ac58fdc40ed16d90f7",
    "page.json": "30409c16b9fee6245afa6e0686dfef2034bedef9b4ae0ab1d6d8079868776914",
}
WEIGHTS: Final = {"F1": "regular", "F2": "bold"}  # a page's resource name: the weight
ASCENT: Final = 1025  # 1/1000 em, the same in both weights
DESCENT: Final = -537
_WIDEST_GAP: Final = 20  # that kerning may make between two letters, 1/1000 em


@dataclass(frozen=True, slots=True)
class Shaped:
    """A piece of one line, ready to draw.

    width: in 1/1000 em. glyphs: the inside of a TJ array; `r-61;` in it asks for a rise of -61/1000 em.
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
        facts = json.loads(embedded("page.json"))[self.weight]
        self.widths: list[int] = facts["widths"]
        self.box: list[int] = facts["box"]
        self._em: int = facts["em"]
        self._parts: dict[int, list[int]] = {int(glyph): parts for glyph, parts in facts["parts"].items()}
        self._joiner: int = facts["joiner"]
        self._unknown: int = facts["unknown"]
        self._widest_gap = _WIDEST_GAP * self._em // 1000
        self._harfbuzz = uharfbuzz
        self._font = uharfbuzz.Font(uharfbuzz.Face(embedded(f"page-{self.weight}.layout.ttf")))

    def shape(self, text: str, *, leftwards: bool) -> Shaped:
        """Glyphs of `text`, which is all of one direction, in the order of the eye from left to right.

        leftwards: right-to-left text; brackets are mirrored.
        """
        if not text:
            return Shaped(0, "")
        buffer = self._harfbuzz.Buffer()
        buffer.add_str(text)
        buffer.direction = "rtl" if leftwards else "ltr"
        buffer.script = "Latn" if not leftwards and any("A" <= letter <= "ɏ" for letter in text) else "Arab"
        buffer.language = "fa"
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
            elif not advance and text[info.cluster] == "\u200c":
                glyph = self._joiner  # half-spaces have no width, yet whoever copies the page gets them back
            # with more, pdfium reads آگاه and poppler آل‌علی as two words
            advance = min(advance, self._font.get_glyph_h_advance(info.codepoint) + self._widest_gap)
            placed.append((glyph, pen + place.x_offset, place.y_offset))
            pen += advance
        return placed, pen

    def _milli(self, units: int) -> int:
        return (units * 2000 + self._em) // (2 * self._em)


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
