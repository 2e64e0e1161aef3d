"""What stands on every page of a report: foot, number, and the mark of a draft or a demonstration."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from app.documents.fonts import Shaped
from app.documents.page import A4, MUTED, Align, Document, Page, mm
from app.documents.pdf import Size
from app.documents.table import PADDING, Column, Columns, Flow, Row, Style
from app.documents.tags import Element
from app.documents.text import Setter, setter
from app.domain.codes import AgencyKind, head_title
from app.domain.persian.calendar import Quarter
from app.domain.persian.periods import Span, of_report
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import fa

MARGIN: Final = mm(20)  # of the cover and the portrait pages
SIDE: Final = mm(12)  # of the landscape pages
TOP: Final = mm(14)
FOOT: Final = mm(18)  # from the page's foot up to where the room ends
NOTHING: Final = "—"
TABLE: Final = Style(950, 1450, 300, 250)
_HEADING: Final = Style(1100, 1650, 700, 250)
_PARAGRAPH: Final = Style(950, 1500, 100, 250)


class Frame:
    """The report's document, and what its parts share. digest: SHA-256 of the data, hex; for the rest see Document."""

    def __init__(
        self,
        report: dict[str, Any],
        digest: str,
        *,
        on_page: Callable[[int], None] | None,
        again: Callable[[], None],
        counts: bool,
    ) -> None:
        agency = report["agency"]
        self.quarter = of_report(report["quarter"])
        self.head_title = fa(head_title(AgencyKind(agency["kind"]) if agency["kind"] else None))
        self.running_title = title(self.quarter)
        self._agency: str = agency["name"]
        self._audit: dict[str, Any] = report["audit"]
        self.mark = mark(report)
        self._class = fa("Confidential") if report["confidential"] else None
        self.digest = digest
        self.again = again
        self.document = Document(
            f"{self.running_title} – {self.quarter.name} – {self._agency}",
            dt.datetime.fromisoformat(report["made_at"]),
            bytes.fromhex(digest)[:16],
            foot=self._foot,
            on_page=on_page,
            again=again,
            counts=counts,
            tagged=True,
            spaced=report["layout"] > 1,
        )

    def page(self, size: Size, chapter: str | None = None) -> Page:
        """A new page, with the mark on it if there is one."""
        page = self.document.page(size, chapter)
        if self.mark:
            page.background(page.width // 2, page.height // 2, setter("F2").line(self.mark), 7200, "F2")
        return page

    def _foot(self, page: Page, number: int, total: int) -> None:
        side = MARGIN if page.width < page.height else SIDE
        y = page.height - mm(11)
        regular, bold = setter("F1"), setter("F2")
        page.rule(side, y - mm(5), page.width - 2 * side)
        left = fa("Page %(number)s of %(total)s") % {
            "number": persian_digits(number),
            "total": persian_digits(total),
        }
        page.text(side, y, left, regular, 850, align=Align.LEFT)
        size = 850 if number > 1 else 700
        right = f"{self._agency} · {self.quarter.name}" if number > 1 else self._anchor()
        room = (page.width - 2 * side - mm(34)) * 1000 // size
        page.text(page.width - side, y, shortened(regular, right, room), regular, size, grey=MUTED)
        if top := " – ".join(filter(None, (self._class, self.mark))):
            page.text(page.width // 2, mm(9), top, bold, 1000, align=Align.CENTRE)
        if self._class:
            page.text(page.width // 2, page.height - mm(6), self._class, bold, 1000, align=Align.CENTRE)

    def _anchor(self) -> str:
        audit = self._audit
        return fa("Audit log: epoch %(epoch)s, entry %(seq)s, seal %(head)s") % {
            "epoch": isolate(audit["epoch"]),
            "seq": persian_digits(audit["seq"]),
            "head": isolate(in_fours(audit["head"][:16])),
        }


def title(span: Span) -> str:
    """What the report of a quarter is called, or the figures of other days."""
    if isinstance(span, Quarter):
        return fa("Quarterly report of face-to-face meetings with the public")
    return fa("Report of face-to-face meetings with the public")


def mark(report: dict[str, Any]) -> str | None:
    """The words that mark every page of a draft and of a demonstration."""
    marks = []
    if report["draft"]:
        marks.append(fa("Draft"))
    if report["demo"]:
        marks.append(fa("Demonstration – made-up data"))
    return " – ".join(marks) or None


def in_fours(digits: str) -> str:
    """A fingerprint as people read it out: in groups of four."""
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def shortened(words: Setter, text: str, width: int) -> Shaped:
    """A line that ends in dots where it would be wider (1/1000 em)."""
    lines = words.wrap(text, width)
    return lines[0] if len(lines) == 1 else Shaped.joined([words.line("…"), words.wrap(text, width - 1000)[0]])


def at_most(count: int, lines: list[Shaped]) -> list[Shaped]:
    """Lines where there is room for so many; one of dots stands for the rest."""
    return lines if len(lines) <= count else [*lines[: count - 1], setter("F1").line("…")]


class Part:
    """A part of the report: its title on each of its pages, and what flows down them."""

    def __init__(self, frame: Frame, title: str, size: Size = A4) -> None:
        self._frame, self._title, self._size = frame, title, size
        side = SIDE if size[0] > size[1] else MARGIN
        self.left, self.width, self.right = side, size[0] - 2 * side, size[0] - side
        self.section = frame.document.structure.add("Sect")
        self._title_element = self.section.add("H1")
        self._paragraph_line = Columns(self.right, [Column("", self.width)], _PARAGRAPH)
        self._heading_line = Columns(self.right, [Column("", self.width, bold=True)], _HEADING)
        self.flow = Flow(self._start, left=side, width=self.width, head=list)
        self._above: list[Row] = []

    def heading(self, text: str, *, bookmark: bool = True) -> None:
        """A heading; it is drawn with what follows."""
        row = self._heading_line.row([text], element=self.section.add("H2"), bookmark=text if bookmark else None)
        self._above.append(row)

    def paragraph(self, text: str) -> None:
        self.flow.block([*self._taken(), self._paragraph_line.row([text], element=self.section.add("P"))])

    def code(self, *lines: str, size: int = 950) -> None:
        """Lines that are read from the left to the right: a command, a fingerprint. Too long ones shrink."""
        leading, regular = size * 8 // 5, setter("F1")
        shaped = [regular.code(line) for line in lines]
        size = min(size, *((self.width - 2 * PADDING) * 1000 // line.width for line in shaped))
        page, y = self.flow.place(leading * len(lines) + mm(2))
        page.tag(self.section.add("P"))
        for line in shaped:
            y += leading
            page.text(self.left + PADDING, y, line, regular, size, align=Align.LEFT)
        page.tag(None)

    def begin_table(self, columns: Columns) -> Element:
        """A table under what is there; its headings stand on each page, the first time as part of the text."""
        table = self.section.add("Table")
        self._begin(columns, table.add("TR"))
        return table

    def begin_list(self, columns: Columns, title: str) -> None:
        """Rows under a heading, in columns whose cells the document's structure does not tell apart: there may be
        thousands.
        """
        self.heading(title)
        self._begin(columns, self.section.add("P"), fa("%(title)s (continued)") % {"title": title})

    def _begin(self, columns: Columns, element: Element, continued: str | None = None) -> None:
        above = [*self._taken(), columns.heading(element)]

        def head() -> list[Row]:
            rows = above[:]
            above.clear()
            if not rows:
                rows = [self._heading_line.row([continued])] if continued else []
                rows.append(columns.heading())
            return rows

        self.flow.begin(head)

    def end_table(self) -> None:
        """What follows bears no headings of a table."""
        self.flow.begin(list)

    def _taken(self) -> list[Row]:
        above, self._above = self._above, []
        return above

    def _start(self) -> tuple[Page, int, int]:
        first = self.flow.page is None
        page = self._frame.page(self._size, self._title if first else None)
        page.tag(self._title_element if first else None)
        page.text(self.right - PADDING, TOP + mm(3), self._title, setter("F2"), 1200)
        page.tag(None)
        page.accent(self.left, TOP + mm(6), self.width)
        return page, TOP + mm(8), self._size[1] - FOOT
