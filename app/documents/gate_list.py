"""The list for the guard at the gate: who is let in first, and lines for who comes without a booking.

It hangs where everybody reads it, so it says no more than a guard needs: no id, no phone, no subject.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents.meeting_day import with_hours
from app.documents.page import A4, BLACK, MUTED, ZEBRA, Align, Document, Page, identity_of, mm
from app.documents.table import Column, Columns, Flow, Style
from app.documents.text import setter
from app.domain.persian.calendar import clock
from app.domain.persian.text import among_words, persian_digits
from app.domain.texts import fa

_SIDE: Final = mm(15)
_WIDTH: Final = A4[0] - 2 * _SIDE
_RIGHT: Final = A4[0] - _SIDE
_HEAD: Final = mm(22)
_STYLE: Final = Style(1150, 1650, 350, 300)
_ROW: Final = mm(10)
_TICK: Final = mm(18)
_BOX: Final = mm(5)
_EMPTY_LINES: Final = 12


@dataclass(frozen=True)
class GateRow:
    """One who is booked. hour: of the half hour, if given; came: ticked in at the desk already."""

    name: str
    hour: dt.time | None = None
    companions: int = 0
    first: bool = False
    came: bool = False


@dataclass(frozen=True)
class GateList:
    """A meeting day's list for the guard, in the order in which people are let in. made_at: when it is printed."""

    agency: str
    date: dt.date
    opens: dt.time
    closes: dt.time
    rows: tuple[GateRow, ...]
    made_at: dt.datetime


def draw(data: GateList) -> bytes:
    """The list as a PDF, A4 portrait; the same data give the same bytes."""
    title = fa("List for the gate")
    day = with_hours(data.date, data.opens, data.closes)
    document = Document(f"{title} – {day} – {data.agency}", data.made_at, identity_of(data), foot=_foot)
    columns = _columns()

    def start() -> tuple[Page, int, int]:
        page = document.page(A4)
        y = mm(12) + mm(6)
        page.text(_RIGHT, y, title, setter("F2"), 1600)
        page.text(_SIDE, y, data.agency, setter("F1"), 1150, align=Align.LEFT)
        page.text(_RIGHT, y + mm(7), day, setter("F1"), 1150)
        page.accent(_SIDE, mm(12) + _HEAD - mm(5), _WIDTH)
        return page, mm(12) + _HEAD - mm(3), page.height - mm(18)

    flow = Flow(start, left=_SIDE, width=_WIDTH, head=lambda: [columns.heading()])
    for place, row in enumerate(data.rows, 1):
        hour = clock(row.hour) if row.hour else ""
        companions = persian_digits(row.companions) if row.companions else ""
        name = among_words(row.name)
        name = fa("%(name)s (first place)") % {"name": name} if row.first else name
        said = fa("has come") if row.came else ""
        cells = [persian_digits(place), hour, name, companions, said]
        flow.block([columns.row(cells, fill=None if place % 2 else ZEBRA, top_rule=30, least=_ROW)])
        if not row.came:
            _tick_box(flow)
    for place in range(len(data.rows) + 1, len(data.rows) + 1 + _EMPTY_LINES):
        flow.block([columns.row([persian_digits(place), "", "", "", ""], top_rule=30, least=_ROW)])
        _tick_box(flow)
    return document.done()


def _tick_box(flow: Flow) -> None:
    """A box for the pen in the last column of the row that was drawn last."""
    if flow.page is not None:
        top = flow.y - _ROW + (_ROW - _BOX) // 2
        flow.page.frame(_SIDE + (_TICK - _BOX) // 2, top, _BOX, _BOX, weight=70, grey=BLACK)


def _columns() -> Columns:
    number, hour, companions = mm(14), mm(24), mm(24)
    return Columns(
        _RIGHT,
        [
            Column(fa("Row"), number, Align.CENTRE, bold=True),
            Column(fa("Hour"), hour, Align.CENTRE),
            Column(fa("First and last name"), _WIDTH - number - hour - companions - _TICK),
            Column(fa("Companions"), companions, Align.CENTRE),
            Column(fa("Came"), _TICK, Align.CENTRE, grey=MUTED),
        ],
        _STYLE,
    )


def _foot(page: Page, number: int, total: int) -> None:
    y = page.height - mm(9)
    words = fa("Page %(number)s of %(total)s") % {"number": persian_digits(number), "total": persian_digits(total)}
    page.text(_SIDE, y, words, setter("F1"), 900, align=Align.LEFT)
    said = fa("The lower lines are for those who come without a booking.")
    page.text(_RIGHT, y, said, setter("F1"), 900, grey=MUTED)
