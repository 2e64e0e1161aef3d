"""The minutes of a meeting morning, to be signed: who held it and sat in, who came, what was ordered."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents import day_anchor
from app.documents.day_anchor import DayAnchor
from app.documents.meeting_day import with_hours
from app.documents.page import A4, MUTED, ZEBRA, Align, Document, Page, identity_of, mm
from app.documents.table import Column, Columns, Flow, Row, Style
from app.documents.text import setter
from app.domain.persian.calendar import long_date
from app.domain.persian.text import among_words, persian_digits
from app.domain.texts import fa

_SIDE: Final = mm(18)
_WIDTH: Final = A4[0] - 2 * _SIDE
_RIGHT: Final = A4[0] - _SIDE
_STYLE: Final = Style(950, 1400, 280, 230)
_WORDS: Final = Style(1050, 1650, 200, 150)
_BLOCK: Final = mm(30)


@dataclass(frozen=True)
class MinutesRow:
    """One matter of one visitor. first: of the visitor's matters, so that the name stands once."""

    number: int
    name: str
    matter: str
    ruling: str
    first: bool = True


@dataclass(frozen=True)
class MinutesPaper:
    """A morning as it is signed. present: the head's hours, said; sat_in, orders: one each; totals: figures with words.

    signers: post and name of who signs first, then who sat in, then who wrote it. anchor: None while the day is open:
    then it is a draft and says so.
    """

    agency: str
    date: dt.date
    opens: dt.time
    closes: dt.time
    present: str
    state: str
    sat_in: tuple[str, ...]
    rows: tuple[MinutesRow, ...]
    orders: tuple[str, ...]
    totals: tuple[str, ...]
    signers: tuple[tuple[str, str], ...]
    anchor: DayAnchor | None
    amendments: tuple[str, ...]
    made_at: dt.datetime


def draw(data: MinutesPaper) -> bytes:
    """The minutes as a PDF, A4; the same data give the same bytes."""
    title = fa("Minutes of the face-to-face meeting")
    document = Document(
        f"{title} – {long_date(data.date)} – {data.agency}", data.made_at, identity_of(data), foot=_foot
    )

    def start() -> tuple[Page, int, int]:
        page = document.page(A4)
        first, y = document.pages == 1, mm(20)
        if first:
            page.text(page.width // 2, y - mm(6), fa("In the name of God"), setter("F1"), 950, align=Align.CENTRE)
        page.text(_RIGHT, y, title, setter("F2"), 1500)
        page.text(_SIDE, y, data.agency, setter("F1"), 1100, align=Align.LEFT)
        page.accent(_SIDE, y + mm(4), _WIDTH)
        return page, y + mm(7), page.height - mm(16)

    words = Columns(_RIGHT, [Column("", mm(34), grey=MUTED), Column("", _WIDTH - mm(34))], _WORDS)
    flow = Flow(start, left=_SIDE, width=_WIDTH, head=list)
    for name, said in _particulars(data):
        flow.block([words.row([name, said])])
    columns = _columns()
    flow.begin(head=lambda: [columns.heading()])
    pale = True
    for row in data.rows:
        pale = pale is not row.first  # one shade a visitor
        number = persian_digits(row.number) if row.first else ""
        cells = [number, among_words(row.name) if row.first else "", among_words(row.matter), row.ruling or "—"]
        flow.block([columns.row(cells, fill=ZEBRA if pale else None, top_rule=50 if row.first else None)])
    if not data.rows:
        flow.block([_whole().row([fa("Nobody came to this meeting.")])])
    _list(flow, fa("Ordered by telephone on the spot"), data.orders, numbered=True)
    _list(flow, fa("Amended after the day was closed"), data.amendments)
    _sign(flow, data)
    if data.anchor:
        flow.block([_whole().row([""], top_rule=80, least=day_anchor.HEIGHT)])
        if flow.page:
            day_anchor.draw(flow.page, _SIDE, _RIGHT, flow.y - day_anchor.HEIGHT, data.anchor)
    return document.done()


def _particulars(data: MinutesPaper) -> list[tuple[str, str]]:
    hours = with_hours(data.date, data.opens, data.closes)
    said = [
        (fa("Day and hours"), hours),
        (fa("Held"), f"{data.state}؛ {data.present}"),
        (fa("Who sat in"), "، ".join(data.sat_in) or "—"),
        (fa("Totals"), " · ".join(data.totals) or "—"),
    ]
    if data.anchor is None:
        said.append((fa("State"), fa("Draft: the day is not closed yet.")))
    return said


def _columns() -> Columns:
    number, name, ruling = mm(12), mm(38), mm(66)
    return Columns(
        _RIGHT,
        [
            Column(fa("Turn"), number, Align.CENTRE, bold=True),
            Column(fa("First and last name"), name),
            Column(fa("Subject"), _WIDTH - number - name - ruling),
            Column(fa("Ruling, unit and due date"), ruling),
        ],
        _STYLE,
    )


def _whole(*, bold: bool = False) -> Columns:
    return Columns(_RIGHT, [Column("", _WIDTH, bold=bold)], _STYLE)


def _list(flow: Flow, heading: str, lines: tuple[str, ...], *, numbered: bool = False) -> None:
    """A heading and its lines, together as far as a page allows; nothing where there is none."""
    if not lines:
        return
    rows: list[Row] = [_whole(bold=True).row([heading], fill=93)]
    for place, line in enumerate(lines, 1):
        rows.append(_whole().row([f"{persian_digits(place)}. {among_words(line)}" if numbered else line]))
    flow.block(rows[:2])
    for row in rows[2:]:
        flow.block([row])


def _sign(flow: Flow, data: MinutesPaper) -> None:
    """Room for the signatures, three in a row."""
    for place in range(0, len(data.signers), 3):
        flow.block([_whole().row([""], top_rule=None, least=_BLOCK)])
        if flow.page is None:
            return
        width = _WIDTH // 3
        for across, (post, name) in enumerate(data.signers[place : place + 3]):
            middle = _RIGHT - width * across - width // 2
            y = flow.y - _BLOCK + mm(7)
            flow.page.text(middle, y, post, setter("F1"), 900, align=Align.CENTRE, grey=MUTED)
            flow.page.text(middle, y + mm(5), name, setter("F2"), 1000, align=Align.CENTRE)
            flow.page.rule(middle - mm(22), flow.y - mm(3), mm(44), 40)


def _foot(page: Page, number: int, total: int) -> None:
    y = page.height - mm(9)
    words = fa("Page %(number)s of %(total)s") % {"number": persian_digits(number), "total": persian_digits(total)}
    page.text(_SIDE, y, words, setter("F1"), 850, align=Align.LEFT)
    page.text(_RIGHT, y, fa("Holds personal particulars; for the meeting only"), setter("F1"), 850, grey=MUTED)
