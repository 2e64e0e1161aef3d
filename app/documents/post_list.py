"""The list that goes to the post office with a pile of registered letters: who, where to, and room for its stickers."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents.letterhead import postal_line
from app.documents.page import A4, MUTED, Align, Document, Page, identity_of, mm
from app.documents.table import Column, Columns, Flow, Style
from app.documents.text import setter
from app.domain.persian.text import persian_digits
from app.domain.postal import shown_number
from app.domain.texts import fa

_SIDE: Final = mm(12)
_WIDTH: Final = A4[0] - 2 * _SIDE
_RIGHT: Final = A4[0] - _SIDE
_STYLE: Final = Style(900, 1350, 300, 250)
_ROW: Final = mm(14)
_SIGN: Final = mm(24)


@dataclass(frozen=True)
class Piece:
    """registered: where it is known already."""

    name: str
    address: str
    postal_code: str
    number: str
    registered: str = ""


@dataclass(frozen=True)
class PostList:
    """sender, sender_address, sender_postal_code: the agency's. date: in words."""

    sender: str
    sender_address: str
    sender_postal_code: str
    date: str
    pieces: tuple[Piece, ...]
    made_at: dt.datetime


def draw(data: PostList) -> bytes:
    """The list as a PDF, A4; the same data give the same bytes."""
    title = fa("List of registered letters for the post office")
    document = Document(f"{title} – {data.sender}", data.made_at, identity_of(data), foot=_foot)
    columns = _columns()

    def start() -> tuple[Page, int, int]:
        page = document.page(A4)
        y = mm(18)
        page.text(_RIGHT, y, title, setter("F2"), 1400)
        page.text(_SIDE, y, data.date, setter("F1"), 1050, align=Align.LEFT)
        sender = fa("Sender: %(sender)s") % {"sender": data.sender}
        where = [sender, data.sender_address, postal_line(data.sender_postal_code) if data.sender_postal_code else ""]
        line = " · ".join(filter(None, where))
        for part in setter("F1").wrap(line, _WIDTH * 1000 // 950)[:2]:
            y += mm(6)
            page.text(_RIGHT, y, part, setter("F1"), 950)
        page.accent(_SIDE, y + mm(3), _WIDTH)
        return page, y + mm(6), page.height - mm(18)

    flow = Flow(start, left=_SIDE, width=_WIDTH, head=lambda: [columns.heading()])
    for place, piece in enumerate(data.pieces, 1):
        code = postal_line(piece.postal_code).split(": ", 1)[1] if piece.postal_code else "—"
        number = shown_number(piece.number) if piece.number else "—"
        registered = shown_number(piece.registered) if piece.registered else ""
        cells = [persian_digits(place), piece.name, piece.address or "—", code, number, registered]
        flow.block([columns.row(cells, top_rule=40, least=_ROW)])
    _sign(flow, len(data.pieces))
    return document.done()


def _columns() -> Columns:
    row, name, code, number, registered = mm(11), mm(34), mm(24), mm(26), mm(46)
    return Columns(
        _RIGHT,
        [
            Column(fa("Row"), row, Align.CENTRE),
            Column(fa("Receiver"), name, bold=True),
            Column(fa("Address"), _WIDTH - row - name - code - number - registered),
            Column(fa("Postal code"), code, Align.CENTRE),
            Column(fa("Letter number"), number, Align.CENTRE),
            Column(fa("Number of registered post"), registered, Align.CENTRE),
        ],
        _STYLE,
    )


def _sign(flow: Flow, count: int) -> None:
    """How many there are, and room for both hands."""
    whole = Columns(_RIGHT, [Column("", _WIDTH)], _STYLE)
    said = fa("In all %(n)s letters") % {"n": persian_digits(count)}
    flow.block([whole.row([said], top_rule=80), whole.row([""], least=_SIGN)])
    if flow.page is None:
        return
    y = flow.y - _SIGN + mm(6)
    for middle, who in (
        (_RIGHT - mm(40), fa("Handed over by")),
        (_SIDE + mm(40), fa("Post office: stamp and signature")),
    ):
        flow.page.text(middle, y, who, setter("F1"), 900, align=Align.CENTRE, grey=MUTED)
        flow.page.rule(middle - mm(28), flow.y - mm(2), mm(56), 40)


def _foot(page: Page, number: int, total: int) -> None:
    words = fa("Page %(number)s of %(total)s") % {"number": persian_digits(number), "total": persian_digits(total)}
    page.text(_SIDE, page.height - mm(9), words, setter("F1"), 850, align=Align.LEFT, grey=MUTED)
