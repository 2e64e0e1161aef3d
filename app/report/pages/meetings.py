"""The first part: each meeting day of the quarter, and what became of it."""

import datetime as dt
from typing import Any, Final

from app.documents.page import A4, Align, Page, mm
from app.documents.table import Column, Columns, Flow, Row, Style
from app.documents.text import setter
from app.domain.codes import MeetingState
from app.domain.persian.calendar import WEEKDAY_NAMES, numeric, weekday
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.report.pages.frame import FOOT, MARGIN, NOTHING, TOP, Frame

_WIDTH: Final = A4[0] - 2 * MARGIN
_RIGHT: Final = A4[0] - MARGIN
_STYLE: Final = Style(950, 1450, 300, 250)


def draw(frame: Frame, report: dict[str, Any], sentences: list[str]) -> None:
    """The meetings, and before them the sentences that found no room on the cover."""
    started = False

    def start() -> tuple[Page, int, int]:
        nonlocal started
        title = fa("Part one: the meetings")
        page = frame.page(A4, None if started else title)
        top = TOP
        if not started:
            page.text(_RIGHT, TOP + mm(6), title, setter("F2"), 1400)
            page.accent(MARGIN, TOP + mm(10), _WIDTH)
            top += mm(14)
        started = True
        return page, top, A4[1] - FOOT

    columns = _columns(frame)
    if sentences:
        paragraphs = Columns(_RIGHT, [Column("", mm(4)), Column("", _WIDTH - mm(4))], _STYLE)
        flow = Flow(start, left=MARGIN, width=_WIDTH, head=list)
        for sentence in sentences:
            flow.block([paragraphs.row(["•", sentence])])
        flow.begin(head=lambda: [columns.heading()])
    else:
        flow = Flow(start, left=MARGIN, width=_WIDTH, head=lambda: [columns.heading()])
    for number, meeting in enumerate(report["meetings"], start=1):
        flow.block([_row(columns, number, meeting)])
    if not report["meetings"]:
        flow.block(
            [Columns(_RIGHT, [Column("", _WIDTH)], _STYLE).row([fa("No meeting day lies in this quarter yet.")])]
        )


def _columns(frame: Frame) -> Columns:
    widths = (mm(10), mm(22), mm(19), mm(29), mm(27), mm(15))
    number, date, day, state, presence, visits = widths
    return Columns(
        _RIGHT,
        [
            Column(fa("Row"), number, Align.CENTRE),
            Column(fa("Date"), date, Align.CENTRE),
            Column(fa("Day"), day),
            Column(fa("State"), state),
            Column(fa("Reason"), _WIDTH - sum(widths)),
            Column(fa("Presence of the %(title)s") % {"title": frame.head_title}, presence, Align.CENTRE),
            Column(fa("Visits"), visits, Align.CENTRE),
        ],
        _STYLE,
    )


def _row(columns: Columns, number: int, meeting: dict[str, Any]) -> Row:
    date = dt.date.fromisoformat(meeting["date"])
    cells = [
        persian_digits(number),
        persian_digits(numeric(date)),
        WEEKDAY_NAMES[weekday(date)],
        fa(MeetingState(meeting["state"]).word),
        remarks(meeting) or NOTHING,
        _presence(meeting["head_from"], meeting["head_to"]),
        persian_digits(meeting["visits"]),
    ]
    return columns.row(cells, fill=None if number % 2 else 96)


def remarks(meeting: dict[str, Any]) -> str:
    """Why it was not held, and how often it was amended after it was closed."""
    amended = _amendments(meeting["amendments"]) if "amendments" in meeting else ""
    return "\n".join(filter(None, (meeting["reason"], amended)))


def _amendments(count: int) -> str:
    return fa("%(n)s amendments after the day was closed") % {"n": persian_digits(count)}


def _presence(since: str | None, until: str | None) -> str:
    """From when to when the head was there, as far as it was noted."""
    if since and until:
        return fa("%(first)s to %(last)s") % {"first": persian_digits(since), "last": persian_digits(until)}
    return fa("from %(first)s") % {"first": persian_digits(since)} if since else NOTHING
