"""The visitor list of a meeting day, on paper: before, during and after the meeting."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.documents import day_anchor
from app.documents.day_anchor import DayAnchor
from app.documents.meeting_day import with_hours
from app.documents.page import A4_LANDSCAPE, MUTED, ZEBRA, Align, Document, Page, identity_of, mm
from app.documents.table import Column, Columns, Flow, Row, Style
from app.documents.text import in_groups, setter
from app.domain.persian.calendar import clock
from app.domain.persian.text import among_words, persian_digits
from app.domain.texts import N_, fa

_SIDE: Final = mm(12)
_WIDTH: Final = A4_LANDSCAPE[0] - 2 * _SIDE
_RIGHT: Final = A4_LANDSCAPE[0] - _SIDE
_HEAD: Final = mm(16)
_STYLE: Final = Style(950, 1350, 300, 250)
_ROW: Final = mm(9)
_PEN_LINE: Final = mm(8)
_RULING: Final = mm(70)


class Phase(Enum):
    """What has happened of the day: nobody was received yet, it runs, it is over."""

    BEFORE = N_("before the meeting")
    DURING = N_("during the meeting")
    AFTER = N_("after the meeting")


@dataclass(frozen=True)
class DayRow:
    """One visit of the day, or one booking. national_id: of whatever kind, or None; subjects: one line each.

    number: None for who has not come. hour: of the booking, if one was given.
    with_whom: one line on who came with him, or for whom he came.
    marks: priority, late entry, with whom it was if not with the head: a line each.
    history: one line on earlier visits and open promises; state: the queue's word in Persian; ruling: what
    was ruled already, by whom to be done and by when, or None: then there are lines for the pen.
    """

    number: int | None
    name: str
    father: str | None
    national_id: str | None
    mobile: str | None
    subjects: tuple[str, ...]
    history: str | None = None
    state: str | None = None
    ruling: str | None = None
    with_whom: str | None = None
    hour: dt.time | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class DayList:
    """A meeting day's list. opens, closes: the hours of the meeting; made_at: when it is printed, aware.

    expected: who is booked and has not come. totals: the day in figures, each with its word. anchor: of a day that is
    closed; amendments: what was changed in it since, a line each.
    """

    agency: str
    date: dt.date
    opens: dt.time
    closes: dt.time
    rows: tuple[DayRow, ...]
    made_at: dt.datetime
    phase: Phase = Phase.DURING
    expected: tuple[DayRow, ...] = ()
    totals: tuple[str, ...] = ()
    anchor: DayAnchor | None = None
    amendments: tuple[str, ...] = ()


def draw(data: DayList) -> bytes:
    """The list as a PDF, A4 landscape; the same data give the same bytes."""
    title = fa("Visitor list")
    day = with_hours(data.date, data.opens, data.closes)
    document = Document(f"{title} – {day} – {data.agency}", data.made_at, identity_of(data), foot=_foot)
    columns = _columns()

    def start() -> tuple[Page, int, int]:
        page = document.page(A4_LANDSCAPE)
        regular, y = setter("F1"), mm(10) + mm(6)
        page.text(_RIGHT, y, f"{title}؛ {fa(data.phase.value)}", setter("F2"), 1400)
        page.text(page.width // 2, y, data.agency, regular, 1100, align=Align.CENTRE)
        page.text(_SIDE, y, day, regular, 1100, align=Align.LEFT)
        page.accent(_SIDE, mm(10) + _HEAD - mm(5), _WIDTH)
        return page, mm(10) + _HEAD - mm(3), page.height - mm(17)

    flow = Flow(start, left=_SIDE, width=_WIDTH, head=lambda: [columns.heading()])
    whole = Columns(_RIGHT, [Column("", _WIDTH)], _STYLE)
    _rows(flow, columns, data.rows, pen=data.anchor is None)
    if not data.rows and not data.expected:
        flow.block([whole.row([fa("No visitors yet")])])
    if data.expected:
        said = fa("Booked, and did not come") if data.phase is Phase.AFTER else fa("Booked, and not here yet")
        if data.rows:
            flow.block([_heading(said)])
        _rows(flow, columns, data.expected, pen=data.phase is not Phase.AFTER)
    if data.totals:
        flow.block([whole.row([" · ".join(data.totals)], top_rule=80, least=_ROW)])
    if data.amendments:
        flow.block([_heading(fa("Amended after the day was closed"))])
        for line in data.amendments:
            flow.block([whole.row([line])])
    if data.anchor:
        flow.block([whole.row([""], top_rule=80, least=day_anchor.HEIGHT)])
        if flow.page:
            day_anchor.draw(flow.page, _SIDE, _RIGHT, flow.y - day_anchor.HEIGHT, data.anchor)
    return document.done()


def _heading(words: str) -> Row:
    return Columns(_RIGHT, [Column("", _WIDTH, bold=True)], _STYLE).row([words], fill=93, least=_ROW)


def _rows(flow: Flow, columns: Columns, rows: tuple[DayRow, ...], *, pen: bool) -> None:
    """pen: there are lines to write a ruling on where none is written yet."""
    for place, row in enumerate(rows):
        laid = _row(columns, row, ZEBRA if place % 2 else None, pen=pen)
        flow.block([laid])
        if pen and not row.ruling and flow.page:
            _pen_lines(flow.page, flow.y, laid.height)


def _columns() -> Columns:
    number, name, identity, mobile = mm(12), mm(42), mm(26), mm(28)
    matter = _WIDTH - number - name - identity - mobile - _RULING
    return Columns(
        _RIGHT,
        [
            Column(fa("Turn"), number, Align.CENTRE, bold=True),
            Column(fa("Name and father's name"), name),
            Column(fa("National id"), identity),
            Column(fa("Phone"), mobile),
            Column(fa("Subject and history"), matter),
            Column(fa("Ruling"), _RULING),
        ],
        _STYLE,
    )


def _row(columns: Columns, row: DayRow, fill: int | None, *, pen: bool) -> Row:
    father = fa("child of %(father)s") % {"father": among_words(row.father)} if row.father else ""
    matter = [*map(among_words, row.subjects), *([row.history] if row.history else [])]
    number = [persian_digits(row.number)] if row.number is not None else []
    cells = [
        "\n".join([*number, *([clock(row.hour)] if row.hour else [])]) or "—",
        "\n".join(part for part in (among_words(row.name), father, row.with_whom, *row.marks) if part),
        persian_digits(row.national_id) if row.national_id else "—",
        in_groups(row.mobile, (4, 3, 4)) if row.mobile else "—",
        "\n".join([*matter, *([row.state] if row.state else [])]) or "—",
        row.ruling if row.ruling or pen else "—",
    ]
    least = max(_ROW, 2 * _PEN_LINE) if pen and not row.ruling else _ROW
    return columns.row(cells, fill=fill, top_rule=50, least=least)


def _pen_lines(page: Page, bottom: int, height: int) -> None:
    """Lines for the pen in the last column of the row that ends at `bottom`; none where it was broken."""
    if bottom - height < mm(10) + _HEAD:
        return
    for line in range(1, height // _PEN_LINE + 1):
        y = bottom - height + line * _PEN_LINE - mm(1)
        page.rule(_SIDE + mm(2), y, _RULING - mm(4), 30)


def _foot(page: Page, number: int, total: int) -> None:
    y = page.height - mm(9)
    words = fa("Page %(number)s of %(total)s") % {
        "number": persian_digits(number),
        "total": persian_digits(total),
    }
    page.text(_SIDE, y, words, setter("F1"), 850, align=Align.LEFT)
    page.text(_RIGHT, y, fa("Holds personal particulars; for the meeting only"), setter("F1"), 850, grey=MUTED)
