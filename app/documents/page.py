"""Pages with Persian on them: what all documents of the office are drawn with.

Lengths are integers of 1/100 pt; x counts from the left, y from the top. Nothing here depends on a clock, on
hash order or on floating point, so the same calls give the same bytes (docs/report-format.md, rule 25).
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from functools import lru_cache
from typing import Final

from app.documents import pdf
from app.documents.fonts import Shaped
from app.documents.picture import Picture
from app.documents.tags import Element
from app.documents.text import Setter

A4: Final = (59528, 84189)
A4_LANDSCAPE: Final = (84189, 59528)
BLACK, MUTED, HAIRLINE, PALE, ZEBRA = 0, 35, 75, 93, 96  # greys, percent of white: offices print in black
_ARTIFACT: Final = "/Artifact BMC"
_RISE: Final = re.compile(r"r(-?\d+);")
_number = lru_cache(maxsize=1 << 16)(pdf.number)


def drawn(shaped: Shaped, size: int) -> str:
    """The operator that draws a piece of a line."""
    glyphs = shaped.glyphs.replace("><", "")
    if "r" in glyphs:
        glyphs = _RISE.sub(lambda found: f"]TJ {_number(int(found[1]) * size // 1000)} Ts[", glyphs)
    return f"[{glyphs}]TJ"


def left_end(x: int, shaped: Shaped, size: int, align: "Align") -> int:
    """Where a piece of a line begins; x is its right end, its middle or its left end by `align`."""
    if align is Align.LEFT:
        return x
    width = (shaped.width * size + 500) // 1000
    return x - (width if align is Align.RIGHT else width // 2)


def mm(length: int) -> int:
    """Millimetres in 1/100 pt."""
    return (length * 720_000 + 1_270) // 2_540 // 10 * 10 if length else 0


class Align(Enum):
    RIGHT = "right"
    CENTRE = "centre"
    LEFT = "left"


_UNMARKED: Final = Element("")


class Page:
    """One page in the making. Fills and rules lie under the words, whatever was drawn first.

    number: its place in the document, from 0. tagged: its words are marked with what they are (`tag`). spaced: a space
    ends each line of what is text, left of it, so that the structure's words do not run together.
    """

    def __init__(self, size: pdf.Size, number: int = 0, *, tagged: bool = False, spaced: bool = False) -> None:
        self.width, self.height = size
        self.number, self.tagged, self.spaced = number, tagged, spaced
        self.marks: list[Element] = []  # the element of each mark, in their order
        self.bookmarks: list[str] = []  # lines of the outline, under the chapter's, that lead here
        self._element: Element | None = None  # of the words to come
        self._marked: Element | None = _UNMARKED if tagged else None  # of the words before
        self._ink: list[str] = []
        self._words: list[str] = []
        self._set: tuple[str, int] | None = None
        self._grey: int | None = None  # as the fills leave it

    def text(
        self,
        x: int,
        y: int,
        text: str | Shaped,
        setter: Setter,
        size: int,
        *,
        align: Align = Align.RIGHT,
        grey: int = BLACK,
    ) -> None:
        """One line with its baseline at y; x is its right end, its middle or its left end by `align`."""
        shaped = setter.line(text) if isinstance(text, str) else text
        if not shaped.glyphs:
            return
        x = left_end(x, shaped, size, align)
        self.lines(y, 0, [(_number(x), drawn(shaped, size))], setter, size, grey)

    def lines(
        self, y: int, leading: int, lines: Sequence[tuple[str, str]], setter: Setter, size: int, grey: int = BLACK
    ) -> None:
        """Lines under each other, each given by its left end and what draws it; the first has its baseline at y."""
        words = self._words
        if self._element is not self._marked:
            self._mark()
        if self._set != (setter.face.resource, size):
            self._set = (setter.face.resource, size)
            words.append(f"/{setter.face.resource} {_number(size)} Tf")
        if grey != self._grey:
            self._grey = grey
            words.append(f"{_number(grey)} g")
        y = self.height - y
        if self.spaced and self._element is not None:
            lines = [(x, f"[{setter.space_before}{line[1:]}") for x, line in lines]
        for x, line in lines:
            words.append(f"1 0 0 1 {x} {_number(y)} Tm{line}")
            y -= leading

    def tag(self, element: Element | None) -> None:
        """What the words to come are; None: no part of the text, like a page's number. Only on a tagged page."""
        if self.tagged:
            self._element = element

    @contextmanager
    def figure(self, element: Element) -> Iterator[None]:
        """All that is drawn within it, lines and words, is this figure."""
        self.tag(element)
        if self.tagged:
            self._ink += ["EMC", self._begun(element)]
        yield
        if self.tagged:
            self._ink += ["EMC", _ARTIFACT]
        self.tag(None)

    def _mark(self) -> None:
        if self._marked is not _UNMARKED:
            self._words.append("EMC")
        self._words.append(_ARTIFACT if self._element is None else self._begun(self._element))
        self._marked = self._element

    def _begun(self, element: Element) -> str:
        mark = len(self.marks)
        element.kids.append((self.number, mark))
        self.marks.append(element)
        return f"/{element.kind} <</MCID {mark}>>BDC"

    def background(self, x: int, y: int, text: Shaped, size: int, resource: str) -> None:
        """Large pale words under all else; (x, y) is their middle. They shrink where they do not fit."""
        size = min(size, self.width * 900 // text.width)
        x -= text.width * size // 2000
        place = f"1 0 0 1 {_number(x)} {_number(self.height - y - size // 4)} Tm"
        glyphs = text.glyphs.replace("><", "")
        self._ink.insert(0, f"BT /{resource} {_number(size)} Tf {_number(PALE)} g {place}[{glyphs}]TJ ET")

    def fill(self, x: int, y: int, width: int, height: int, grey: int = ZEBRA) -> None:
        """A filled rectangle; y is its top."""
        self._ink.append(f"{_number(grey)} g {self._rectangle(x, y, width, height)} f")

    def frame(
        self, x: int, y: int, width: int, height: int, *, weight: int = 50, grey: int = HAIRLINE, dashed: bool = False
    ) -> None:
        outline = f"{_number(grey)} G {_number(weight)} w {self._rectangle(x, y, width, height)} S"
        self._ink.append(f"[2 1.5] 0 d {outline} [] 0 d" if dashed else outline)

    def cross(self, x: int, y: int, size: int, *, weight: int = 100, grey: int = BLACK) -> None:
        """Two strokes that cross; (x, y) is their middle."""
        half = size // 2
        left, right = _number(x - half), _number(x + half)
        top, foot = _number(self.height - y + half), _number(self.height - y - half)
        strokes = f"{left} {top} m {right} {foot} l {left} {foot} m {right} {top} l S"
        self._ink.append(f"{_number(grey)} G {_number(weight)} w {strokes}")

    def picture(self, x: int, y: int, width: int, height: int, name: str) -> None:
        """A picture of the document by its name (`Document.picture`); y is its top."""
        place = f"{_number(width)} 0 0 {_number(height)} {_number(x)} {_number(self.height - y - height)}"
        self._ink.append(f"q {place} cm /{name} Do Q")

    def rule(self, x: int, y: int, width: int, weight: int = 50, grey: int = HAIRLINE) -> None:
        """A horizontal line."""
        self._ink.append(
            f"{_number(grey)} G {_number(weight)} w {_number(x)} {_number(self.height - y)} m "
            f"{_number(x + width)} {_number(self.height - y)} l S"
        )

    def accent(self, x: int, y: int, width: int) -> None:
        """The one coloured thing on a page: a rule of 0.8 pt in tile turquoise."""
        self._ink.append(
            f"0.043 0.376 0.412 RG 0.8 w {_number(x)} {_number(self.height - y)} m "
            f"{_number(x + width)} {_number(self.height - y)} l S"
        )

    def content(self) -> str:
        ink, words = self._ink, self._words
        if self.tagged:
            ink = [_ARTIFACT, *ink, "EMC"] if ink else ink
            words = [*words, "EMC"] if words else words
        words = ["BT", *words, "ET"] if words else words
        return "\n".join(["q", *ink, *words, "Q"])

    def _rectangle(self, x: int, y: int, width: int, height: int) -> str:
        return f"{_number(x)} {_number(self.height - y - height)} {_number(width)} {_number(height)} re"


def identity_of(data: object) -> bytes:
    """A document's identity, from the data that it is drawn from: the same data give the same bytes."""
    return hashlib.sha256(repr(data).encode()).digest()[:16]


class Document:
    """A document in the making, page by page.

    title, made_at, identity: as `pdf.File`. foot: draws what stands on every page, once the number of pages
    is known; it gets the page, its number from 1 and the total. on_page: told the number of each page that is
    finished; it may raise, and then nothing is made. again: asked where no page is finished; may raise too.
    counts: the pages are laid out and not kept; only `pages` is wanted. tagged: the words are marked with what they
    are, under `structure`; spaced: with a space behind each line.
    """

    def __init__(
        self,
        title: str,
        made_at: dt.datetime,
        identity: bytes,
        *,
        foot: Callable[[Page, int, int], None],
        on_page: Callable[[int], None] | None = None,
        again: Callable[[], None] = lambda: None,
        counts: bool = False,
        tagged: bool = False,
        spaced: bool = False,
    ) -> None:
        self._spaced = spaced
        self._counts = counts
        self.structure = Element("Document")
        self._tagged = tagged
        self._file = pdf.File(title, made_at, identity)
        self._foot = foot
        self._on_page, self._again = on_page, again
        self._page: Page | None = None
        self._sizes: list[pdf.Size] = []

    def page(self, size: pdf.Size, chapter: str | None = None) -> Page:
        """The next page; the one before is finished. chapter: the outline gets a line that leads here."""
        self._finish()
        self._page = Page(size, len(self._sizes), tagged=self._tagged, spaced=self._spaced)
        if chapter:
            self._file.add_chapter(chapter, len(self._sizes))
        self._sizes.append(size)
        return self._page

    def picture(self, picture: Picture) -> str:
        """The name under which its pages draw a picture."""
        return self._file.add_picture(picture)

    @property
    def pages(self) -> int:
        """How many there are by now."""
        return len(self._sizes)

    def done(self) -> bytes:
        self._finish()
        for number, size in enumerate(self._sizes):
            foot = Page(size, number, tagged=self._tagged)
            self._foot(foot, number + 1, len(self._sizes))
            self._file.add_content(number, foot.content())
            if number % 50 == 0:
                self._again()
        return self._file.done(self.structure if self._tagged else None, self._again)

    def _finish(self) -> None:
        if self._page is None:
            return
        if not self._counts:
            page = self._page
            self._file.add_page((page.width, page.height), page.content(), page.marks)
            for title in page.bookmarks:
                self._file.add_chapter(title, page.number, under=True)
        self._page = None
        if self._on_page:
            self._on_page(len(self._sizes))
