"""Letters on A4 and A5 for window envelopes: to an applicant, to a unit; one of them or hundreds in one document.

Nothing of the matter stands where an envelope's window is: name and address alone. Number and date are given by the
registry after signing, so their place is empty until somebody has typed them in.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.documents import letterhead
from app.documents.fonts import Shaped
from app.documents.page import Align, Document, Page, drawn, identity_of, mm
from app.documents.pdf import number
from app.documents.picture import Picture
from app.documents.table import Column, Columns, Flow, Row, Style
from app.documents.text import setter
from app.domain.codes import LetterSize
from app.domain.texts import fa

WIDEST_SPACE: Final = 300
"""1/1000 em that a space may grow by, for even lines; a line that would need more stays ragged."""
_SIGNATURE: Final = mm(26)
_TABLE: Final = Style(1000, 1500, 300, 250)


@dataclass(frozen=True)
class Letter:
    """All that stands on a letter, in words.

    emblem: the digest of the letterhead's picture, empty: its place stays free. to: what the window shows, the name
    first, then the address; postal_code: digits, empty where it is not known; by_hand: there is no address.
    salutation: whom it greets. body: its paragraphs, a line each, the last of them the closing words. matters: the rows
    of a letter on several matters, under `heads`. signer, post: who signs. copies: who gets one too. attachments: how
    many go with it. foot: the sender's address. number, date: empty until the registry gave them.
    """

    size: LetterSize
    agency: str
    emblem: str
    to: tuple[str, ...]
    postal_code: str
    salutation: str
    subject: str
    body: str
    signer: str
    post: str
    made_at: dt.datetime
    heads: tuple[str, ...] = ()
    matters: tuple[tuple[str, ...], ...] = ()
    copies: tuple[str, ...] = ()
    by_hand: bool = False
    attachments: int = 0
    foot: str = ""
    number: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class Measures:
    """A size of paper in 1/100 pt. first: where the text of the first page begins; fold: where it is folded."""

    width: int
    height: int
    right: int
    left: int
    top: int
    first: int
    bottom: int
    text: int
    leading: int
    folds: tuple[int, ...]

    @property
    def room(self) -> int:
        return self.width - self.right - self.left


_A4: Final = Measures(mm(210), mm(297), mm(20), mm(25), mm(25), mm(97), mm(24), 1250, 2200, (mm(99), mm(198)))
_A5: Final = Measures(mm(148), mm(210), mm(15), mm(15), mm(18), mm(92), mm(18), 1150, 1850, (mm(105),))
MEASURES: Final[Mapping[LetterSize, Measures]] = {LetterSize.A4: _A4, LetterSize.A5: _A5}


def draw(
    letters: Sequence[Letter],
    pictures: Mapping[str, Picture],
    *,
    on_letter: Callable[[int], None] = lambda _done: None,
) -> bytes:
    """The letters as one PDF, each on pages of its own; the same letters give the same bytes.

    pictures: those that `emblem` names. on_letter: told how many are drawn by now; may raise, and nothing is made.
    """
    title = fa("Letter") if len(letters) == 1 else fa("Letters")
    places: list[tuple[int, int]] = []  # of each page: which letter's, and which of its pages
    totals: dict[int, int] = {}

    def foot(page: Page, place: int, _pages: int) -> None:
        which, own = places[place - 1]
        letterhead.foot(page, MEASURES[letters[which].size], letters[which].foot, own, totals[which])

    made_at = max(letter.made_at for letter in letters)
    document = Document(f"{title} – {letters[0].agency}", made_at, identity_of(tuple(letters)), foot=foot)
    names = {digest: document.picture(picture) for digest, picture in pictures.items()}
    for which, letter in enumerate(letters):
        before = document.pages
        _draw(document, letter, names.get(letter.emblem), pictures.get(letter.emblem))
        totals[which] = document.pages - before
        places += [(which, own) for own in range(1, totals[which] + 1)]
        on_letter(which + 1)
    return document.done()


def _draw(document: Document, letter: Letter, emblem: str | None, picture: Picture | None) -> None:
    measures = MEASURES[letter.size]
    right = measures.width - measures.right
    first = True

    def start() -> tuple[Page, int, int]:
        nonlocal first
        page = document.page((measures.width, measures.height))
        bottom = measures.height - measures.bottom
        if first:
            first = False
            letterhead.head(page, measures, letter, emblem, picture)
            to = (*letter.to, fa("To be handed over in person")) if letter.by_hand else letter.to
            letterhead.window(page, to, letter.postal_code)
            return page, measures.first, bottom
        return page, letterhead.goes_on(page, measures, letter.agency), bottom

    flow = Flow(start, left=measures.left, width=measures.room, head=list)
    opening = [*_lines(measures, letter.salutation, bold=True)]
    opening += _lines(measures, fa("Subject: %(subject)s") % {"subject": letter.subject}, bold=True)
    opening[-1] = replace(opening[-1], height=opening[-1].height + mm(3))
    *paragraphs, closing = letter.body.split("\n")
    body = [row for paragraph in paragraphs for row in _lines(measures, paragraph)]
    end = _lines(measures, closing)
    flow.block([*opening, *body[:1]])
    if letter.matters:
        flow.group(body[1:])
        _table(flow, letter, right, measures)
    else:
        flow.group(body[1:-1])
        end = [*body[1:][-1:], *end]  # the signature never stands alone on a page
    _sign(flow, letter, measures, end)
    _copies(flow, letter, measures)


def _lines(measures: Measures, paragraph: str, *, bold: bool = False) -> list[Row]:
    """A paragraph, each line a row of its own: even at both edges, as office letters are; its last line ragged."""
    words = setter("F2" if bold else "F1")
    column = Column("", measures.room, bold=bold)
    room = measures.room * 1000 // measures.text
    lines = words.wrap(paragraph, room)
    right = measures.width - measures.right
    style = Style(measures.text, measures.leading, 0, 0)

    def row(line: Shaped) -> Row:
        left = right - (line.width * measures.text + 500) // 1000
        return Row([([(number(left), drawn(line, measures.text))], column)], measures.leading, style)

    even = lines[-1:] if bold else [words.justified(line, room, WIDEST_SPACE) for line in lines[:-1]] + lines[-1:]
    return [row(line) for line in (lines if bold else even)]


def _table(flow: Flow, letter: Letter, right: int, measures: Measures) -> None:
    """The matters of a letter that is about several."""
    shares = {3: (10, 38, 52), 5: (7, 23, 18, 34, 18)}[len(letter.heads)]
    widths = [measures.room * share // 100 for share in shares]
    columns = Columns(right, [Column(head, width) for head, width in zip(letter.heads, widths, strict=True)], _TABLE)
    flow.begin(head=lambda: [columns.heading()])
    for cells in letter.matters:
        flow.block([columns.row(cells, top_rule=50)])
    flow.begin(head=list)
    space = Columns(right, [Column("", measures.room)], _TABLE)
    flow.block([space.row([""], top_rule=50, least=mm(4))])


def _sign(flow: Flow, letter: Letter, measures: Measures, end: list[Row]) -> None:
    """The closing words, room for the hand, name and post left of the middle; all of it on one page."""
    room = Row([], _SIGNATURE, Style(measures.text, measures.leading, 0, 0))
    flow.block([*end, room])
    page = flow.page
    if page is None:
        return
    middle = measures.left + measures.room * 26 // 100
    y = flow.y - mm(9)
    widest = measures.room * 52 // 100
    for text, bold in ((letter.signer, True), (letter.post, False)):
        words = setter("F2" if bold else "F1")
        size = measures.text if bold else measures.text - 100
        line = words.line(text)
        if line.width * size > widest * 1000:
            size = widest * 1000 // line.width
        page.text(middle, y, line, words, size, align=Align.CENTRE)
        y += mm(6)


def _copies(flow: Flow, letter: Letter, measures: Measures) -> None:
    if not letter.copies:
        return
    style = Style(950, 1400, 0, 0)
    columns = Columns(measures.width - measures.right + 300, [Column("", measures.room)], style)
    rows = [columns.row([fa("Copy to:")], least=mm(7))]
    flow.block([*rows, *(columns.row([f"– {copy}"]) for copy in letter.copies)])
