"""A person's own record, for him or who represents him: particulars, visits, and what became of each matter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.documents.page import A4, MUTED, ZEBRA, Align, Document, Page, identity_of, mm
from app.documents.table import Column, Columns, Flow, Row, Style
from app.documents.tags import Element
from app.documents.text import setter
from app.domain.persian.calendar import TEHRAN, numeric
from app.domain.persian.text import among_words, persian_digits
from app.domain.texts import fa

_SIDE: Final = mm(18)
_WIDTH: Final = A4[0] - 2 * _SIDE
_RIGHT: Final = A4[0] - _SIDE
_STYLE: Final = Style(900, 1350, 180, 160)
_HEADING: Final = Style(1100, 1650, 600, 250)
_TITLE: Final = Style(1000, 1500, 350, 120)


@dataclass(frozen=True)
class Matter:
    """title: its subject; said: code, type and state; events: day, what, and in words, oldest first."""

    title: str
    said: str
    events: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class PersonPaper:
    """particulars: names with values. earlier: what he gave at a visit and is another now. visits: rows of four.
    turns: that were booked, rows of three. messages: about no matter, day and text.

    asked_by: who asked for it; proof: how he showed who he is; given_by: who gave it out. confidential: «محرمانه»
    stands on each page.
    """

    agency: str
    whose: str
    particulars: tuple[tuple[str, str], ...]
    earlier: tuple[tuple[str, str], ...]
    visits: tuple[tuple[str, ...], ...]
    turns: tuple[tuple[str, ...], ...]
    messages: tuple[tuple[str, str], ...]
    matters: tuple[Matter, ...]
    asked_by: str
    proof: str
    given_by: str
    confidential: bool
    made_at: dt.datetime


def draw(data: PersonPaper) -> bytes:
    """The record as a PDF, A4; the same data give the same bytes."""
    return _Record(data).document.done()


class _Record:
    def __init__(self, data: PersonPaper) -> None:
        self._data = data
        self._title = fa("A person's own record")
        # the name stands on the pages alone, not where a viewer's list of files shows it
        title = f"{self._title} – {data.agency}"
        self.document = Document(title, data.made_at, identity_of(data), foot=self._foot, tagged=True, spaced=True)
        self._section = self.document.structure.add("Sect")
        self._heading_element = self._section.add("H1")
        self._words = Columns(_RIGHT, [Column("", mm(40), grey=MUTED), Column("", _WIDTH - mm(40))], _STYLE)
        self._whole = Columns(_RIGHT, [Column("", _WIDTH)], _STYLE)
        self._flow = Flow(self._start, left=_SIDE, width=_WIDTH, head=list)
        self._about()
        self._visits()
        self._turns()
        self._matters()
        self._messages()

    def _start(self) -> tuple[Page, int, int]:
        first = self._flow.page is None
        page, y = self.document.page(A4, self._title if first else None), mm(20)
        if first:
            page.text(page.width // 2, y - mm(6), fa("In the name of God"), setter("F1"), 950, align=Align.CENTRE)
        page.tag(self._heading_element if first else None)
        page.text(_RIGHT, y, f"{self._title}: {among_words(self._data.whose)}", setter("F2"), 1300)
        page.tag(None)
        page.text(_SIDE, y, self._data.agency, setter("F1"), 1000, align=Align.LEFT)
        page.accent(_SIDE, y + mm(4), _WIDTH)
        return page, y + mm(7), page.height - mm(18)

    def _heading(self, words: str) -> Row:
        columns = Columns(_RIGHT, [Column("", _WIDTH, bold=True)], _HEADING)
        return columns.row([words], element=self._section.add("H2"), bookmark=words)

    def _about(self) -> None:
        data = self._data
        asked = fa("Given on %(date)s at the request of %(name)s, who showed: %(proof)s. Given out by %(user)s.") % {
            "date": persian_digits(numeric(data.made_at.astimezone(TEHRAN).date())),
            "name": among_words(data.asked_by),
            "proof": among_words(data.proof),
            "user": data.given_by,
        }
        law = fa("By articles 6 and 8 of the law on publication of and free access to information.")
        self._flow.block([self._whole.row([f"{asked} {law}"], element=self._section.add("P"))])
        table = self._section.add("Table")
        self._flow.block([self._heading(fa("Particulars")), *self._pairs(data.particulars[:1], table)])
        for pair in self._pairs(data.particulars[1:], table):
            self._flow.block([pair])
        if data.earlier:
            table = self._section.add("Table")
            rows = self._pairs(data.earlier, table)
            self._flow.block([self._heading(fa("Given otherwise at earlier visits")), rows[0]])
            for row in rows[1:]:
                self._flow.block([row])

    def _pairs(self, pairs: tuple[tuple[str, str], ...], table: Element) -> list[Row]:
        return [self._words.row([name, among_words(value)], element=table.add("TR")) for name, value in pairs]

    def _visits(self) -> None:
        widths = (mm(24), mm(44), mm(52))
        columns = Columns(
            _RIGHT,
            [
                Column(fa("Date"), widths[0]),
                Column(fa("Kind of contact"), widths[1]),
                Column(fa("Hours"), widths[2]),
                Column(fa("With whom"), _WIDTH - sum(widths)),
            ],
            _STYLE,
        )
        table = self._section.add("Table")
        above = [self._heading(fa("Visits: %(n)s") % {"n": persian_digits(len(self._data.visits))})]
        above.append(columns.heading(table.add("TR")))
        again = columns.heading()

        def head() -> list[Row]:
            rows = above[:]
            above.clear()
            return rows or [again]

        self._flow.begin(head)
        for place, row in enumerate(self._data.visits):
            fill = ZEBRA if place % 2 else None
            self._flow.block([columns.row([cell or "—" for cell in row], fill=fill, element=table.add("TR"))])
        self._flow.begin(list)

    def _turns(self) -> None:
        day, became = mm(40), mm(52)
        said = fa("Turns booked: %(n)s") % {"n": persian_digits(len(self._data.turns))}
        self._list(said, (day, _WIDTH - day - became, became), self._data.turns)

    def _messages(self) -> None:
        said = fa("SMS about no matter: %(n)s") % {"n": persian_digits(len(self._data.messages))}
        self._list(said, (mm(24), _WIDTH - mm(24)), self._data.messages)

    def _list(self, heading: str, widths: tuple[int, ...], rows: Sequence[tuple[str, ...]]) -> None:
        """Rows without a heading of their own; the first stands under the list's."""
        columns = Columns(_RIGHT, [Column("", width) for width in widths], _STYLE)
        above = [self._heading(heading)] if rows else []
        table = self._section.add("Table") if rows else None
        for row in rows:
            cells = [among_words(cell) or "—" for cell in row]
            self._flow.block([*above, columns.row(cells, element=table.add("TR") if table else None)])
            above = []

    def _matters(self) -> None:
        said = fa("Matters: %(n)s") % {"n": persian_digits(len(self._data.matters))}
        before = [self._heading(said)]
        for matter in self._data.matters:
            self._matter(before, matter)
            before = []

    def _matter(self, before: list[Row], matter: Matter) -> None:
        title = Columns(_RIGHT, [Column("", _WIDTH, bold=True)], _TITLE)
        day, what = mm(24), mm(56)
        columns = Columns(_RIGHT, [Column("", day), Column("", what), Column("", _WIDTH - day - what)], _STYLE)
        head = [
            title.row([among_words(matter.title)], top_rule=60, element=self._section.add("H2")),
            self._whole.row([matter.said], element=self._section.add("P")),
        ]
        table = self._section.add("Table") if matter.events else None
        rows = [
            columns.row([on, words, among_words(detail) or "—"], element=table.add("TR") if table else None)
            for on, words, detail in matter.events
        ]
        self._flow.block([*before, *head, *rows[:1]])
        for row in rows[1:]:
            self._flow.block([row])

    def _foot(self, page: Page, number: int, total: int) -> None:
        y = page.height - mm(11)
        said = fa("Page %(number)s of %(total)s") % {
            "number": persian_digits(number),
            "total": persian_digits(total),
        }
        page.text(_SIDE, y, said, setter("F1"), 850, align=Align.LEFT)
        whose = fa("Holds personal particulars; for the one who asked for it alone")
        page.text(_RIGHT, y, whose, setter("F1"), 850, grey=MUTED)
        if self._data.confidential:
            for at in (mm(9), page.height - mm(6)):
                page.text(page.width // 2, at, fa("Confidential"), setter("F2"), 1000, align=Align.CENTRE)
