"""What stands on every page of a report: foot, number, and the mark of a draft or a demonstration."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from app.documents.page import MUTED, Align, Document, Page, mm
from app.documents.pdf import Size
from app.documents.text import setter
from app.domain.codes import AgencyKind, head_title
from app.domain.persian.calendar import Quarter
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import fa

MARGIN: Final = mm(20)  # of the cover and the portrait pages
SIDE: Final = mm(12)  # of the landscape pages
TOP: Final = mm(14)
FOOT: Final = mm(18)  # from the page's foot up to where the room ends
NOTHING: Final = "—"


class Frame:
    """The report's document, and what its parts share. digest: SHA-256 of the data, hex; for the rest see Document."""

    def __init__(
        self, report: dict[str, Any], digest: str, *, on_page: Callable[[int], None] | None, counts: bool
    ) -> None:
        agency, quarter = report["agency"], report["quarter"]
        self.quarter = Quarter(quarter["year"], quarter["season"])
        self.head_title = fa(head_title(AgencyKind(agency["kind"]) if agency["kind"] else None))
        self.running_title = fa("Quarterly report of face-to-face meetings with the public")
        self._agency: str = agency["name"]
        self._audit: dict[str, Any] = report["audit"]
        self.mark = mark(report)
        self.digest = digest
        self.document = Document(
            f"{self.running_title} – {self.quarter.name} – {self._agency}",
            dt.datetime.fromisoformat(report["made_at"]),
            bytes.fromhex(digest)[:16],
            foot=self._foot,
            on_page=on_page,
            counts=counts,
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
        regular = setter("F1")
        page.rule(side, y - mm(5), page.width - 2 * side)
        left = fa("Page %(number)s of %(total)s") % {
            "number": persian_digits(number),
            "total": persian_digits(total),
        }
        page.text(side, y, left, regular, 850, align=Align.LEFT)
        right = f"{self._agency} · {self.quarter.name}" if number > 1 else self._anchor()
        page.text(page.width - side, y, right, regular, 850 if number > 1 else 700, grey=MUTED)
        if self.mark:
            page.text(page.width // 2, mm(9), self.mark, setter("F2"), 1000, align=Align.CENTRE)

    def _anchor(self) -> str:
        audit = self._audit
        return fa("Audit log: epoch %(epoch)s, entry %(seq)s, seal %(head)s") % {
            "epoch": isolate(audit["epoch"]),
            "seq": persian_digits(audit["seq"]),
            "head": isolate(in_fours(audit["head"][:16])),
        }


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
