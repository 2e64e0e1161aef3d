"""A narrow paper: things under one another, on a roll that is as long as they are or on as many A6 pages."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from app.documents import barcode
from app.documents.fonts import Shaped
from app.documents.page import BLACK, MUTED, Align, Document, Page, identity_of, mm
from app.documents.text import setter
from app.domain.codes import PaperSize
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import persian_digits

Draw = Callable[[Page, int, int], object]
"""What draws one thing: on the page, from this x (the left edge) and this y (its top)."""

ROLL_WIDTH: Final = mm(80)
ROLL_SIDE: Final = mm(4)
ROLL_TOP: Final = mm(3)
ROLL_TAIL: Final = mm(6)
"""White below, where the printer cuts."""
A6: Final = (mm(105), mm(148))
A6_MARGIN: Final = mm(8)
BAR_HEIGHT: Final = mm(10)


def drawn_width(size: PaperSize) -> int:
    return ROLL_WIDTH - 2 * ROLL_SIDE if size is PaperSize.ROLL else A6[0] - 2 * A6_MARGIN


class Column:
    """Things under one another; each stays whole. width: what is drawn on."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.things: list[tuple[int, Draw]] = []

    @property
    def height(self) -> int:
        return sum(height for height, _draw in self.things)

    def add(self, height: int, draw: Draw) -> None:
        self.things.append((height, draw))

    def put(self, page: Page, x: int, y: int) -> int:
        """Draw all of it from here down. Returns where it ends."""
        return _draw(page, x, y, self.things)

    def gap(self, height: int) -> None:
        self.add(height, lambda _page, _x, _y: None)

    def text(
        self,
        text: str,
        size: int,
        *,
        bold: bool = False,
        align: Align = Align.CENTRE,
        grey: int = BLACK,
        leading: int | None = None,
        indent: int = 0,
    ) -> None:
        """Words, wrapped; each line a thing of its own. indent: room left free at the right."""
        words = setter("F2" if bold else "F1")
        step = leading or size * 3 // 2
        x = {Align.RIGHT: self.width - indent, Align.CENTRE: (self.width - indent) // 2, Align.LEFT: 0}[align]
        for line in words.wrap(text, (self.width - indent) * 1000 // size):

            def draw(page: Page, left: int, top: int, line: Shaped = line) -> None:
                baseline = top + (step + size) // 2 - size // 8
                page.text(left + x, baseline, line, words, size, align=align, grey=grey)

            self.add(step, draw)

    def rule(self, *, over: int = mm(2), under: int = mm(2)) -> None:
        """Strong enough for a printer that knows black and white only."""
        self.add(over + under, lambda page, x, y: page.rule(x, y + over, self.width, 80, MUTED))

    def code(self, label: str, code: str) -> None:
        """A follow-up code to be read out, and its bars to be scanned, in one piece."""
        part = Column(self.width)
        part.text(label, 950)
        part.text(shown_code(code), 1600, bold=True, leading=2200)
        part.gap(mm(1))
        part.add(BAR_HEIGHT, lambda page, x, y: barcode.draw(page, x + self.width // 2, y, code, BAR_HEIGHT))
        part.gap(mm(2))
        self.together(part)

    def together(self, part: "Column") -> None:
        """Another column that may not be parted."""
        self.add(part.height, part.put)

    def beside(self, part: "Column", other: "Column") -> None:
        """Two columns over the same room: the first at its right edge, the other at its left."""

        def draw(page: Page, x: int, y: int) -> None:
            part.put(page, x + self.width - part.width, y)
            other.put(page, x, y)

        self.add(max(part.height, other.height), draw)


def shown_code(code: str) -> str:
    """۴۸۲۷-۳۱۵۵, a left-to-right run."""
    return f"\u2066{persian_digits(show_follow_up_code(code))}\u2069"


def document(title: str, made_at: dt.datetime, data: object) -> Document:
    """A document of small papers, with nothing at its foot; the same data give the same bytes."""
    return Document(title, made_at, identity_of(data), foot=lambda *_: None)


def put(made: Document, size: PaperSize, column: Column, foot: Column | None = None) -> None:
    """Draw a column. foot: stands below it, on A6 at the foot of the last page."""
    foot = foot or Column(column.width)
    if size is PaperSize.ROLL:
        height = ROLL_TOP + column.height + foot.height + ROLL_TAIL
        page = made.page((ROLL_WIDTH, height))
        _draw(page, ROLL_SIDE, ROLL_TOP, [*column.things, *foot.things])
        return
    room = A6[1] - 2 * A6_MARGIN
    left = list(column.things)
    while True:
        fitting = _fitting(left, room)
        last = fitting == len(left) and sum(height for height, _thing in left) + foot.height <= room
        page = made.page(A6)
        _draw(page, A6_MARGIN, A6_MARGIN, left[:fitting])
        left = left[fitting:]
        if last:
            foot.put(page, A6_MARGIN, A6[1] - A6_MARGIN - foot.height)
            return


def _fitting(things: Sequence[tuple[int, Draw]], room: int) -> int:
    """How many of them a page holds; one at least."""
    used = 0
    for place, (height, _thing) in enumerate(things):
        used += height
        if used > room and place:
            return place
    return len(things)


def _draw(page: Page, x: int, y: int, things: Sequence[tuple[int, Draw]]) -> int:
    for height, thing in things:
        thing(page, x, y)
        y += height
    return y
