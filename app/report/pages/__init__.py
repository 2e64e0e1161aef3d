"""The report's pages, drawn from its data alone: the same dict gives the same bytes (security.md 1, 24–28).

What is drawn here is layout 1. Verifying draws it again and compares, so whatever changes one byte (a word of
the catalogue too) is a new layout: this package is then kept beside the new one, as it is.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any, Final

from app.domain.canonical import dumps
from app.report.pages import cover, meetings, visits
from app.report.pages.frame import Frame

LAYOUTS: Final = frozenset({1})
# where the signing puts its stamp: page index, and (left, bottom, right, top) in pt; nothing is drawn inside
SIGNATURE_PAGE: Final = cover.SIGNATURE_PAGE
SIGNATURE_BOX: Final = cover.SIGNATURE_BOX


def draw(report: dict[str, Any], *, progress: Callable[[int, int | None], None] | None = None) -> bytes:
    """The unsigned pages of a report (contracts, "Report file") as a PDF.

    progress: told the number of each page that is finished, and None, as the total is not known before the
    last; it may raise, and then nothing is made. Raises ValueError for a layout that this
    program does not know.
    """
    if report["layout"] not in LAYOUTS:
        raise ValueError(f"layout {report['layout']} is not known")
    frame = Frame(
        report,
        dt.datetime.fromisoformat(report["made_at"]),
        hashlib.sha256(dumps(report)).digest()[:16],
        on_page=(lambda number: progress(number, None)) if progress else None,
    )
    too_long_for_the_cover = cover.draw(frame, report)
    meetings.draw(frame, report, too_long_for_the_cover)
    visits.draw(frame, report)
    return frame.document.done()
