"""Tables on pages: columns from right to left, wrapped cells, a heading on each page, rows kept whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from app.documents.fonts import Shaped
from app.documents.page import BLACK, Align, Page, drawn, left_end
from app.documents.pdf import number
from app.documents.tags import Element
from app.documents.text import Setter, setter

PADDING: Final = 300  # beside the words of a cell
_SHORT, _KEPT = 100, 4_000  # letters of a cell that is remembered, and how many of a column
_BETWEEN: Final = 600  # two tables on one page
BULLET: Final = "• "  # a line of a cell that begins with it hangs: what is wrapped of it begins under its words


@dataclass(frozen=True, slots=True)
class Column:
    """heading: its words, in Persian. width: in 1/100 pt."""

    heading: str
    width: int
    align: Align = Align.RIGHT
    bold: bool = False
    grey: int = BLACK

    @property
    def setter(self) -> Setter:
        return setter("F2" if self.bold else "F1")


Line = tuple[str, str]


@dataclass(slots=True)
class Row:
    """A row whose cells are broken into lines, each with its left end and what draws it.

    element: what it is in the document's structure; the cells of a TR are elements of their own, in any other one they
    are its words. bookmark: a line of the outline that leads to it.
    """

    cells: list[tuple[list[Line], Column]]
    height: int
    style: "Style"
    fill: int | None = None
    top_rule: int | None = None  # weight of a rule over it
    element: Element | None = None
    bookmark: str | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """size, leading: of the words; over, under: the room above the first line and below the last."""

    size: int = 850
    leading: int = 1300
    over: int = 250
    under: int = 250


class Columns:
    """Columns side by side from the right edge; they set rows.

    right: the right edge. indent: room left free at the right of the first column.
    """

    def __init__(self, right: int, columns: Sequence[Column], style: Style = Style()) -> None:
        self.columns = columns
        self.style = style
        self.width = sum(column.width for column in columns)
        self._places: list[tuple[Column, int, dict[str, list[Line]]]] = []  # column, x of its words, what they became
        for column in columns:
            left = right - column.width
            x = {
                Align.RIGHT: right - PADDING,
                Align.LEFT: left + PADDING,
                Align.CENTRE: left + column.width // 2,
            }
            self._places.append((column, x[column.align], {}))
            right = left

    def row(
        self,
        cells: Sequence[str | None],
        *,
        fill: int | None = None,
        top_rule: int | None = None,
        least: int = 0,
        element: Element | None = None,
        bookmark: str | None = None,
    ) -> Row:
        """A row of one text a column; None leaves the place empty. least: its least height. For the rest see `Row`."""
        style = self.style
        most, laid = 1, []
        for (column, x, known), text in zip(self._places, cells, strict=True):
            if not text:
                continue
            lines = known.get(text)
            if lines is None:
                lines = self._lines(column, column.setter, x, text, style.size)
                if len(text) <= _SHORT and len(known) < _KEPT:
                    known[text] = lines
            most = max(most, len(lines))
            laid.append((lines, column))
        _cells(element, "TD", len(laid))
        height = max(least, style.over + most * style.leading + style.under)
        return Row(laid, height, style, fill, top_rule, element, bookmark)

    def heading(self, element: Element | None = None) -> Row:
        """The row of the columns' headings."""
        style = Style(self.style.size - 50, self.style.leading, self.style.over, self.style.under)
        most, laid = 1, []
        for column, x, _known in self._places:
            if column.heading:
                lines = self._lines(column, setter("F2"), x, column.heading, style.size)
                most = max(most, len(lines))
                laid.append((lines, Column("", column.width, column.align, bold=True)))
        _cells(element, "TH", len(laid))
        return Row(laid, style.over + most * style.leading + style.under, style, fill=90, element=element)

    def _lines(self, column: Column, words: Setter, x: int, text: str, size: int) -> list[Line]:
        room = (column.width - 2 * PADDING) * 1000 // size
        if BULLET in text and column.align is Align.RIGHT:
            return [line for one in text.split("\n") for line in self._hanging(words, x, one, size, room)]
        lines = words.wrap(text, room)
        return [(number(left_end(x, line, size, column.align)), drawn(line, size)) for line in lines]

    def _hanging(self, words: Setter, x: int, text: str, size: int, room: int) -> list[Line]:
        mark = words.line(BULLET) if text.startswith(BULLET) else words.line("")
        first, *rest = words.wrap(text.removeprefix(BULLET), room - mark.width)
        placed = [(x, Shaped.joined([first, mark]))] + [(x - mark.width * size // 1000, line) for line in rest]
        return [(number(left_end(right, line, size, Align.RIGHT)), drawn(line, size)) for right, line in placed]


def _cells(row: Element | None, kind: str, count: int) -> None:
    if row is not None and row.kind == "TR":
        for _cell in range(count):
            row.add(kind)


class Flow:
    """Rows that flow down pages.

    start: begins a page and gives it with the top and the foot of the room on it. left, width: of fills and
    rules.
    head: the rows that stand on top of each page's part of the table; asked anew for each page.
    """

    def __init__(
        self,
        start: Callable[[], tuple[Page, int, int]],
        *,
        left: int,
        width: int,
        head: Callable[[], list[Row]],
    ) -> None:
        self._start, self._head = start, head
        self._left, self._width = left, width
        self.page: Page | None = None
        self.y = 0
        self._bottom = 0
        self._whole = 0  # the room of a whole page
        self._room = 0  # the same, below the head
        self._begun = False  # another table, whose head is not drawn yet
        self.parted = False  # within a block that goes on from the page before

    def begin(self, head: Callable[[], list[Row]]) -> None:
        """Another table under what is there already; its head is drawn with its first rows, never alone."""
        self._head, self._begun = head, True

    def block(self, rows: list[Row]) -> None:
        """Rows that stay on one page together, unless they are taller than a page."""
        height = sum(row.height for row in rows)
        head = self._head() if self._begun else []
        over = sum(row.height for row in head)
        if self.page is None or height + over + _BETWEEN > self._bottom - self.y:
            self._turn(head if self._begun else self._head())
        elif self._begun:
            self.y += _BETWEEN if head else 0
            self._below(head)
        self._begun = False
        if height <= self._room:
            for row in rows:
                self._draw(row)
            return
        for row in rows:
            self._broken(row)
            self.parted = True
        self.parted = False

    def group(self, rows: Iterable[Row]) -> None:
        """Rows that belong together: none of them stands alone at a page's foot, or on the next one's top.

        They are set one by one as they are drawn: there may be thousands.
        """
        coming = iter(rows)
        held = list(islice(coming, 4))
        if len(held) > 3:
            self.block(held[:2])
            held = held[2:]
        for row in coming:
            self.block([held[0]])
            held = [*held[1:], row]
        self.block(held)

    def place(self, height: int) -> tuple[Page, int]:
        """Room for what is no row: the page, and the top of the room on it."""
        if self.page is None or height > self._bottom - self.y:
            self._turn(self._head())
        assert self.page is not None
        self.y += height
        return self.page, self.y - height

    def _turn(self, head: list[Row]) -> None:
        self.page, self.y, self._bottom = self._start()
        self._whole = self._bottom - self.y
        self._below(head)

    def _below(self, head: list[Row]) -> None:
        for row in head:
            self._draw(row)
        self._room = self._whole - sum(row.height for row in head)

    def _broken(self, row: Row) -> None:
        """A row of a block that is taller than a page: whole if a page can hold it, else line by line."""
        if row.height <= self._bottom - self.y:
            self._draw(row)
            return
        if row.height <= self._room:
            self._turn(self._head())
            self._draw(row)
            return
        style, most = row.style, max(len(lines) for lines, _column in row.cells)
        done = 0
        while done < most:
            fit = (self._bottom - self.y - style.over - style.under) // style.leading
            if fit < min(2, most - done):  # two lines at least, here as on the next page
                self._turn(self._head())
                continue
            self.parted = True
            part = min(fit, most - done)
            if part == most - done - 1 and part > 2:
                part -= 1
            cells = [(lines[done : done + part], column) for lines, column in row.cells]
            height = style.over + part * style.leading + style.under
            self._draw(
                Row(cells, height, style, row.fill, row.top_rule, row.element, row.bookmark if not done else None)
            )
            done += part

    def _draw(self, row: Row) -> None:
        page, style = self.page, row.style
        assert page is not None
        if row.fill is not None:
            page.fill(self._left, self.y, self._width, row.height, row.fill)
        if row.top_rule is not None:
            page.rule(self._left, self.y, self._width, row.top_rule)
        first = self.y + style.over + (style.leading + style.size) // 2 - style.size // 8
        if row.bookmark:
            page.bookmarks.append(row.bookmark)
        element = row.element
        own = element.kids if element is not None and element.kind == "TR" else None
        page.tag(element)
        for place, (lines, column) in enumerate(row.cells):
            if own is not None:
                page.tag(own[place])  # type: ignore[arg-type] # a row's parts are its cells
            page.lines(first, style.leading, lines, column.setter, style.size, column.grey)
        self.y += row.height
