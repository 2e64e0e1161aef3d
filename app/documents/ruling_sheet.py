"""The sheet for the head who writes by hand: who came before him with what, wide room for the pen, boxes to tick.

A5, a page an issue. The code and its bars lead back to the issue when the rulings are keyed in; the boxes have the
digits of the ruling strip.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.barcode import draw as draw_bars
from app.documents.column import Column, document, shown_code
from app.documents.page import HAIRLINE, MUTED, Align, Document, Page, mm
from app.documents.text import setter
from app.domain.persian.calendar import clock, long_date
from app.domain.persian.text import among_words, persian_digits
from app.domain.texts import fa

A5: Final = (mm(148), mm(210))
MARGIN: Final = mm(10)
WIDTH: Final = A5[0] - 2 * MARGIN
_BOX: Final = mm(4)
_CELL: Final = mm(7)
_PEN_LINE: Final = mm(10)
_UNITS_A_ROW: Final = 3
_DUES_A_ROW: Final = 6
_MOST_UNITS: Final = 12
_WITH_DIGIT: Final = 9
_MOST_LINES: Final = 6
"""Of what was written about the matter: the pen needs the room."""
_MOST_EARLIER: Final = 3


@dataclass(frozen=True)
class Matter:
    """One issue. subject None: only the head may know it. description: as told at the desk."""

    code: str | None
    type: str
    subject: str | None
    description: str | None = None


@dataclass(frozen=True)
class RulingSheet:
    """head: his title. about: whose child, from where; with_whom: companions, group, principal. earlier: a line each,
    the newest first.
    """

    agency: str
    head: str
    number: int | None
    date: dt.date
    arrived: dt.time
    name: str
    about: str
    with_whom: str
    matters: tuple[Matter, ...]
    earlier: tuple[str, ...]
    units: tuple[str, ...]
    dues: tuple[str, ...]
    made_at: dt.datetime


def draw(data: RulingSheet) -> bytes:
    title = fa("ruling sheet")
    made = document(f"{title} – {long_date(data.date)}", data.made_at, data)
    for place, matter in enumerate(data.matters, 1):
        _sheet(made, data, matter, place)
    return made.done()


def _sheet(made: Document, data: RulingSheet, matter: Matter, place: int) -> None:
    page = made.page(A5)
    y = _head(data, place).put(page, MARGIN, MARGIN)
    page.accent(MARGIN, y, WIDTH)
    y = _matter(data, matter).put(page, MARGIN, y + mm(2))
    foot = _foot_height(data)
    bottom = A5[1] - MARGIN - foot
    page.text(MARGIN + WIDTH, y + mm(6), fa("Ruling of the %(head)s:") % {"head": data.head}, setter("F2"), 1000)
    _pen_lines(page, y + mm(8), bottom - mm(2))
    y = _boxes(page, bottom, [*data.units[:_MOST_UNITS], ""], _UNITS_A_ROW)
    y = _boxes(page, y + mm(2), data.dues, _DUES_A_ROW)
    _last(page, y + mm(3), matter)


def _head(data: RulingSheet, place: int) -> Column:
    column, left = Column(WIDTH), Column(WIDTH * 2 // 5)
    right = Column(WIDTH - left.width)
    column.text(data.agency, 1000, align=Align.RIGHT)
    right.text(among_words(data.name), 1500, bold=True, align=Align.RIGHT, leading=2300)
    for line in filter(None, (data.about, data.with_whom)):
        right.text(line, 950, align=Align.RIGHT, grey=MUTED)
    if data.number is not None:
        left.text(fa("turn %(n)s") % {"n": persian_digits(data.number)}, 1500, bold=True, align=Align.LEFT)
    day = fa("%(day)s, %(clock)s") % {"day": long_date(data.date), "clock": clock(data.arrived)}
    left.text(day, 950, align=Align.LEFT, grey=MUTED)
    if len(data.matters) > 1:
        said = fa("Issue %(n)s of %(total)s") % {"n": persian_digits(place), "total": persian_digits(len(data.matters))}
        left.text(said, 950, align=Align.LEFT, grey=MUTED)
    column.beside(right, left)
    column.gap(mm(1))
    return column


def _matter(data: RulingSheet, matter: Matter) -> Column:
    column = Column(WIDTH)
    for line in data.earlier[:_MOST_EARLIER]:
        column.text(line, 900, align=Align.RIGHT, grey=MUTED)
    if data.earlier:
        column.gap(mm(1))
    if matter.subject is None:
        column.text(fa("Only the head knows the content of this issue."), 1100, bold=True, align=Align.RIGHT)
        return column
    column.text(f"{matter.type}: {among_words(matter.subject)}", 1200, bold=True, align=Align.RIGHT)
    if matter.description:
        told = Column(WIDTH)
        told.text(among_words(matter.description), 1000, align=Align.RIGHT)
        column.things += told.things[:_MOST_LINES]
        if len(told.things) > _MOST_LINES:
            column.text(fa("The rest stands in Didar."), 850, align=Align.RIGHT, grey=MUTED)
    return column


def _pen_lines(page: Page, top: int, bottom: int) -> None:
    y = top + _PEN_LINE // 2
    while y <= bottom:
        page.rule(MARGIN, y, WIDTH, 30)
        y += _PEN_LINE


def _rows(count: int, a_row: int) -> int:
    return -(-count // a_row)


def _foot_height(data: RulingSheet) -> int:
    units = _rows(min(len(data.units), _MOST_UNITS) + 1, _UNITS_A_ROW)
    return (units + _rows(len(data.dues), _DUES_A_ROW)) * _CELL + mm(2) + mm(3) + mm(16)


def _boxes(page: Page, y: int, words: Sequence[str], a_row: int) -> int:
    """Boxes to tick, from right to left, with the digits that key them in; one without words has a line to write on."""
    regular, width = setter("F1"), WIDTH // a_row
    room = width - _BOX - mm(3)
    for place, word in enumerate(words):
        right = MARGIN + WIDTH - place % a_row * width
        top = y + place // a_row * _CELL
        page.frame(right - _BOX, top, _BOX, _BOX, weight=60, grey=MUTED)
        x = right - _BOX - mm(1)
        if not word:
            page.rule(x - room, top + _BOX, room, 30, HAIRLINE)
            continue
        if place < _WITH_DIGIT:
            page.text(
                right - _BOX // 2,
                top + _BOX - mm(1),
                persian_digits(place + 1),
                regular,
                700,
                align=Align.CENTRE,
                grey=MUTED,
            )
        lines = regular.wrap(word, room * 1000 // 900)
        size, step = (900, 0) if len(lines) == 1 else (650, 850)
        lines = regular.wrap(word, room * 1000 // size)[:2]
        for line, text in enumerate(lines):
            page.text(x, top + _BOX - mm(1) + (2 * line - len(lines) + 1) * step // 2, text, regular, size)
    return y + _rows(len(words), a_row) * _CELL


def _last(page: Page, y: int, matter: Matter) -> None:
    """The code with its bars at the left, the head's signature at the right."""
    page.text(MARGIN + WIDTH, y + mm(4), fa("Signature:"), setter("F1"), 900, grey=MUTED)
    if matter.code:
        bold, middle = setter("F2"), MARGIN + mm(24)
        draw_bars(page, middle, y, matter.code, mm(9))
        page.text(middle, y + mm(14), shown_code(matter.code), bold, 1200, align=Align.CENTRE)
