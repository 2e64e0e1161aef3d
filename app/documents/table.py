"""Tables on pages: columns from right to left, wrapped cells, a heading on each page, rows kept whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.fonts import Shaped
from app.documents.page import BLACK, Align, Page
from app.documents.text import Setter, setter

PADDING: Final = 300  # beside the words of a cell


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


@dataclass(slots=True)
class Row:
    """A row whose cells are broken into lines: (x, lines, column) each."""

    cells: list[tuple[int, list[Shaped], Column]]
    height: int
    style: "Style"
    fill: int | None = None
    top_rule: int | None = None  # weight of a rule over it


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
        self._places: list[tuple[Column, Setter, int, int]] = []  # column, setter, x of the words, width in 1/1000 em
        for column in columns:
            left = right - column.width
            x = {
                Align.RIGHT: right - PADDING,
                Align.LEFT: left + PADDING,
                Align.CENTRE: left + column.width // 2,
            }
            inner = (column.width - 2 * PADDING) * 1000 // style.size
            self._places.append((column, column.setter, x[column.align], inner))
            right = left

    def row(
        self,
        cells: Sequence[str | None],
        *,
        fill: int | None = None,
        top_rule: int | None = None,
        least: int = 0,
    ) -> Row:
        """A row of one text a column; None leaves the place empty. least: its least height."""
        style = self.style
        most, laid = 1, []
        for (column, words, x, inner), text in zip(self._places, cells, strict=True):
            if not text:
                continue
            lines = words.wrap(text, inner)
            most = max(most, len(lines))
            laid.append((x, lines, column))
        return Row(laid, max(least, style.over + most * style.leading + style.under), style, fill, top_rule)

    def heading(self) -> Row:
        """The row of the columns' headings."""
        style = Style(self.style.size - 50, self.style.leading, self.style.over, self.style.under)
        bold, most, laid = setter("F2"), 1, []
        for column, _setter, x, _inner in self._places:
            if column.heading:
                lines = bold.wrap(column.heading, (column.width - 2 * PADDING) * 1000 // style.size)
                most = max(most, len(lines))
                laid.append((x, lines, Column("", column.width, column.align, bold=True)))
        return Row(laid, style.over + most * style.leading + style.under, style, fill=90)


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
        self._room = 0  # of a whole page, below the head

    def begin(self, head: Callable[[], list[Row]]) -> None:
        """Another table under what is there already, with a head of its own."""
        self._head = head
        rows = head()
        height = sum(row.height for row in rows)
        if self.page is None or 3 * height > self._bottom - self.y:
            self._turn()
            return
        self.y += height // 2
        for row in rows:
            self._draw(row)

    def block(self, rows: list[Row]) -> None:
        """Rows that stay on one page together, unless they are taller than a page."""
        height = sum(row.height for row in rows)
        if self.page is None or height > self._bottom - self.y:
            self._turn()
        if height <= self._room:
            for row in rows:
                self._draw(row)
            return
        for row in rows:
            self._broken(row)

    def _turn(self) -> None:
        self.page, self.y, self._bottom = self._start()
        for row in self._head():
            self._draw(row)
        self._room = self._bottom - self.y

    def _broken(self, row: Row) -> None:
        """A row of a block that is taller than a page: whole if a page can hold it, else line by line."""
        if row.height <= self._bottom - self.y:
            self._draw(row)
            return
        if row.height <= self._room:
            self._turn()
            self._draw(row)
            return
        style, most = row.style, max(len(lines) for _x, lines, _column in row.cells)
        done = 0
        while done < most:
            fit = (self._bottom - self.y - style.over - style.under) // style.leading
            if fit < 1:
                self._turn()
                continue
            part = min(fit, most - done)
            cells = [(x, lines[done : done + part], column) for x, lines, column in row.cells]
            self._draw(Row(cells, style.over + part * style.leading + style.under, style, row.fill, row.top_rule))
            done += part

    def _draw(self, row: Row) -> None:
        page, style = self.page, row.style
        assert page is not None
        if row.fill is not None:
            page.fill(self._left, self.y, self._width, row.height, row.fill)
        if row.top_rule is not None:
            page.rule(self._left, self.y, self._width, row.top_rule)
        first = self.y + style.over + (style.leading + style.size) // 2 - style.size // 8
        for x, lines, column in row.cells:
            words, y = column.setter, first
            for line in lines:
                page.text(x, y, line, words, style.size, align=column.align, grey=column.grey)
                y += style.leading
        self.y += row.height
