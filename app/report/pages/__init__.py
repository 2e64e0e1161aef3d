"""The report's pages, drawn from its data alone: the same dict gives the same bytes (docs/report-format.md).

What is drawn here is layouts 1 and 2: the second has a part on response times, and a space behind each line, so that
who hears the pages does not hear two words as one. Verifying draws a report again and compares, so whatever changes one
byte (a word of the catalogue too) is a new layout.
"""

import hashlib
from collections.abc import Callable
from typing import Any, Final

from app.cycles import uncollected
from app.documents.page import Document
from app.domain.canonical import by_parts
from app.domain.persian.calendar import Quarter
from app.domain.texts import fa
from app.report.pages import checking, compliance, cover, follow_up, meetings, response, visits
from app.report.pages.frame import Frame

LAYOUTS: Final = frozenset({1, 2})
# where the signing puts its stamp: page index, and (left, bottom, right, top) in pt; nothing is drawn inside
SIGNATURE_PAGE: Final = cover.SIGNATURE_PAGE
SIGNATURE_BOX: Final = cover.SIGNATURE_BOX


Progress = Callable[[int, int | None], None]


def draw(
    report: dict[str, Any],
    *,
    digest: str | None = None,
    progress: Progress | None = None,
    again: Callable[[], None] = lambda: None,
) -> bytes:
    """The unsigned pages of a report (contracts, "Report file") as a PDF.

    digest: SHA-256 of the data's bytes, hex, from who has them at hand. progress: told the number of each page that is
    finished and of how many; before, while these are counted, 0 and None for each. It may raise, and then nothing is
    made; so may `again`, which is asked besides. Raises ValueError for a layout that this program does not know.
    """
    if report["layout"] not in LAYOUTS:
        raise ValueError(f"layout {report['layout']} is not known")
    if digest is None:
        digest = hashlib.sha256(by_parts(report, lambda _part, _data: again())).hexdigest()
    with uncollected():
        if progress is None:
            return _laid_out(report, digest).done()
        # laid out twice: words are shaped once, so it is the smaller part, and who waits is told the true number
        total = _laid_out(report, digest, lambda _number: progress(0, None), again, counts=True).pages
        return _laid_out(report, digest, lambda number: progress(number, total), again).done()


def _laid_out(
    report: dict[str, Any],
    digest: str,
    on_page: Callable[[int], None] | None = None,
    again: Callable[[], None] = lambda: None,
    *,
    counts: bool = False,
) -> Document:
    frame = Frame(report, digest, on_page=on_page, again=again, counts=counts)
    too_long_for_the_cover = cover.draw(frame, report)
    meetings.draw(frame, report, too_long_for_the_cover)
    visits.draw(frame, report)
    follow_up.draw_open(frame, report)
    follow_up.draw_told(frame, report)
    circular, check = fa("Part five: how the circular was kept"), fa("Part six: how to check this report")
    if report["layout"] > 1:
        response.draw(frame, report)
        circular, check = fa("Part six: how the circular was kept"), fa("Part seven: how to check this report")
    if isinstance(frame.quarter, Quarter):  # the circular asks for one a quarter
        compliance.draw(frame, report, circular)
    checking.draw(frame, report, check)
    return frame.document
