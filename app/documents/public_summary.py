"""One page for the agency's web page: the meetings in figures, without anybody's particulars."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents.page import A4, HAIRLINE, MUTED, Align, Document, Page, identity_of, mm
from app.documents.text import setter
from app.domain.persian.text import persian_digits
from app.domain.texts import fa

_SIDE: Final = mm(20)
_WIDTH: Final = A4[0] - 2 * _SIDE
_RIGHT: Final = A4[0] - _SIDE
_ROW: Final = mm(7)


@dataclass(frozen=True)
class Line:
    """One figure. count None: it is too small to be shown."""

    word: str
    count: int | None


@dataclass(frozen=True)
class PublicSummary:
    """period, hours, place: in words; sentences: how the meetings were held; tables: a title and its lines."""

    agency: str
    period: str
    sentences: tuple[str, ...]
    figures: tuple[Line, ...]
    tables: tuple[tuple[str, tuple[Line, ...]], ...]
    has_hidden: bool
    made_at: dt.datetime


def draw(data: PublicSummary) -> bytes:
    """The summary as a PDF, A4; the same data give the same bytes."""
    title = fa("Face-to-face meetings with the public in figures")
    document = Document(f"{title} – {data.period} – {data.agency}", data.made_at, identity_of(data), foot=_foot)
    page, regular, bold = document.page(A4, title), setter("F1"), setter("F2")
    page.text(A4[0] // 2, mm(24), data.agency, regular, 1400, align=Align.CENTRE)
    page.text(A4[0] // 2, mm(36), title, bold, 2000, align=Align.CENTRE)
    page.text(A4[0] // 2, mm(46), data.period, regular, 1400, align=Align.CENTRE)
    page.accent(_SIDE, mm(52), _WIDTH)
    y = _sentences(page, data.sentences, mm(60))
    y = _figures(page, data.figures, y + mm(6))
    for name, lines in data.tables:
        y = _table(page, name, lines, y + mm(12))
    if data.has_hidden:
        said = fa("Figures below 5, and those from which they could be worked out, are not shown.")
        page.text(_RIGHT, y + mm(8), said, regular, 850, grey=MUTED)
    return document.done()


def _sentences(page: Page, sentences: tuple[str, ...], y: int) -> int:
    regular = setter("F1")
    for sentence in sentences:
        for line in regular.wrap(sentence, _WIDTH * 1000 // 1100):
            page.text(_RIGHT, y, line, regular, 1100)
            y += 1900
    return y


def _figures(page: Page, figures: tuple[Line, ...], y: int) -> int:
    """In one row: 20 pt over a label of 10."""
    width, bold, regular = _WIDTH // len(figures), setter("F2"), setter("F1")
    for number, figure in enumerate(figures):
        middle = _RIGHT - width * number - width // 2
        if figure.count is None:  # words among figures: as large as these they would run into their neighbours
            page.text(middle, y + mm(8), _shown(figure), regular, 850, align=Align.CENTRE, grey=MUTED)
        else:
            page.text(middle, y + mm(8), _shown(figure), bold, 2000, align=Align.CENTRE)
        page.text(middle, y + mm(14), figure.word, regular, 1000, align=Align.CENTRE)
    page.rule(_SIDE, y, _WIDTH)
    page.rule(_SIDE, y + mm(18), _WIDTH)
    return y + mm(18)


def _table(page: Page, name: str, lines: tuple[Line, ...], y: int) -> int:
    """A word, its bar and its figure a line; a hidden figure has no bar."""
    regular = setter("F1")
    page.text(_RIGHT, y, name, setter("F2"), 1200)
    most = max([line.count or 0 for line in lines], default=0)
    words, room = mm(48), _WIDTH - mm(48) - mm(28)
    for line in lines:
        y += _ROW
        page.text(_RIGHT, y, line.word, regular, 1000)
        if line.count:
            long = max(room * line.count // most, 50)
            page.fill(_RIGHT - words - long, y - mm(3), long, mm(3) + 100, HAIRLINE)
        page.text(_SIDE, y, _shown(line), regular, 1000, align=Align.LEFT)
    return y


def _shown(line: Line) -> str:
    return fa("not shown") if line.count is None else persian_digits(line.count)


def _foot(page: Page, _number: int, _total: int) -> None:
    y = page.height - mm(11)
    page.rule(_SIDE, y - mm(5), _WIDTH)
    said = fa("Ceremonies, tours, speeches and everyday answering are not counted.")
    page.text(_RIGHT, y, said, setter("F1"), 850, grey=MUTED)
