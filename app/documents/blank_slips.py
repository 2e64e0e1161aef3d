"""Numbered blank slips, printed beforehand for the morning on which the power goes or the rush comes.

Each has two halves: the office keeps the one with room for name, hour and matter, and keys it in later with the true
time; the visitor takes the other with the number.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents.column import A6, A6_MARGIN, ROLL_SIDE, ROLL_TAIL, ROLL_TOP, ROLL_WIDTH, Column, Draw, document
from app.documents.page import A4, HAIRLINE, MUTED, Align, Document, Page, mm
from app.documents.text import setter
from app.domain.codes import PaperSize
from app.domain.errors import Refused
from app.domain.persian.calendar import long_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _, fa

MOST: Final = 300
"""Numbers of one printing."""
_WIDTH: Final = ROLL_WIDTH - 2 * ROLL_SIDE
_LINE: Final = mm(9)
_A_ROW, _ROWS = 2, 3
_CELL: Final = (A4[0] // _A_ROW, A4[1] // _ROWS)


@dataclass(frozen=True)
class BlankSlips:
    """first, last: the numbers, both included. date: the meeting day, or None to be written by hand."""

    agency: str
    date: dt.date | None
    first: int
    last: int
    made_at: dt.datetime


def draw(data: BlankSlips, size: PaperSize) -> bytes:
    """Raises Refused for numbers that are none."""
    if not 1 <= data.first <= data.last < data.first + MOST:
        raise Refused(_("Give the first and the last number, at most %(n)s slips.") % {"n": MOST}, "last")
    made = document(fa("Blank slips"), data.made_at, (data, size))
    numbers = range(data.first, data.last + 1)
    if size is PaperSize.A4:
        _sheets(made, data, numbers)
    for number in numbers if size is not PaperSize.A4 else ():
        slip = _slip(data, number)
        if size is PaperSize.ROLL:
            slip.put(made.page((ROLL_WIDTH, ROLL_TOP + slip.height + ROLL_TAIL)), ROLL_SIDE, ROLL_TOP)
        else:
            slip.put(made.page(A6), (A6[0] - _WIDTH) // 2, A6_MARGIN)
    return made.done()


def _sheets(made: Document, data: BlankSlips, numbers: range) -> None:
    """Six on a sheet, with lines to cut along."""
    a_sheet = _A_ROW * _ROWS
    page = None
    for place, number in enumerate(numbers):
        if place % a_sheet == 0:
            page = made.page(A4)
            for row in range(1, _ROWS):
                page.rule(0, row * _CELL[1], A4[0], 30, HAIRLINE)
            page.fill(A4[0] // 2, 0, 30, A4[1], HAIRLINE)
        assert page is not None
        row, from_right = divmod(place % a_sheet, _A_ROW)
        left = A4[0] - (from_right + 1) * _CELL[0] + (_CELL[0] - _WIDTH) // 2
        _slip(data, number).put(page, left, row * _CELL[1] + mm(8))


def _slip(data: BlankSlips, number: int) -> Column:
    """The office's half over the visitor's."""
    column = Column(_WIDTH)
    day = long_date(data.date) if data.date else fa("Date: ……/……/……")
    head, turn = Column(_WIDTH), Column(_WIDTH)
    head.text(fa("For the office"), 850, align=Align.RIGHT, grey=MUTED)
    head.text(day, 950, align=Align.RIGHT)
    turn.text(persian_digits(number), 2000, bold=True, align=Align.LEFT, leading=2600)
    column.beside(head, turn)
    for label in (fa("Name"), fa("National id or phone"), fa("Arrived"), fa("Subject")):
        column.add(_LINE, _written(label))
    column.gap(mm(4))
    column.add(mm(4), _cut)
    column.text(data.agency, 1000, bold=True)
    number_said = fa("Turn number: %(n)s") % {"n": persian_digits(number)}
    column.text(number_said, 1600, bold=True, leading=2300)
    column.text(day, 950)
    return column


def _written(label: str) -> Draw:
    """A label with a line for the pen beside it."""
    words = setter("F1")
    line = words.line(label)

    def draw_line(page: Page, x: int, y: int) -> None:
        page.text(x + _WIDTH, y + _LINE - mm(2), line, words, 950)
        taken = line.width * 950 // 1000 + mm(2)
        page.rule(x, y + _LINE - mm(1), _WIDTH - taken, 30)

    return draw_line


def _cut(page: Page, x: int, y: int) -> None:
    """Dashes to tear along."""
    for start in range(0, _WIDTH - mm(2), mm(4)):
        page.rule(x + start, y, mm(2), 40, MUTED)
