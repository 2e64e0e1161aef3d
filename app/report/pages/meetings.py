"""The first part: each meeting day of the quarter, and what became of it."""

import datetime as dt
from typing import Any, Final

from app.documents.page import A4, Align, mm
from app.documents.table import Column, Columns, Row
from app.documents.tags import Element
from app.domain.codes import MeetingState
from app.domain.persian.calendar import WEEKDAY_NAMES, Quarter, numeric, weekday
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.report.pages.frame import MARGIN, NOTHING, TABLE, Frame, Part

_WIDTH: Final = A4[0] - 2 * MARGIN
_RIGHT: Final = A4[0] - MARGIN


def draw(frame: Frame, report: dict[str, Any], sentences: list[str]) -> None:
    """The meetings, and before them the sentences that found no room on the cover."""
    part = Part(frame, fa("Part one: the meetings"))
    for sentence in sentences:
        part.paragraph(sentence)
    if not report["meetings"]:
        part.paragraph(
            fa("No meeting day lies in this quarter yet.")
            if isinstance(frame.quarter, Quarter)
            else fa("No meeting day lies among these days yet.")
        )
        return
    columns = _columns(frame)
    table = part.begin_table(columns)
    part.flow.group(
        [_row(columns, number, meeting, table.add("TR")) for number, meeting in enumerate(report["meetings"], start=1)]
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
        TABLE,
    )


def _row(columns: Columns, number: int, meeting: dict[str, Any], element: Element) -> Row:
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
    return columns.row(cells, fill=None if number % 2 else 96, element=element)


def remarks(meeting: dict[str, Any]) -> str:
    """Why it was not held, and how often it was amended after it was closed."""
    reason = meeting["reason"]
    if not reason and meeting["state"] in (MeetingState.NOT_HELD, MeetingState.HELD_BY_DEPUTY):
        reason = fa("none is recorded")
    amended = _amendments(meeting["amendments"]) if "amendments" in meeting else ""
    return "\n".join(filter(None, (reason, amended)))


def _amendments(count: int) -> str:
    return fa("%(n)s amendments after the day was closed") % {"n": persian_digits(count)}


def _presence(since: str | None, until: str | None) -> str:
    """From when to when the head was there, as far as it was noted."""
    if since and until:
        return fa("%(first)s to %(last)s") % {"first": persian_digits(since), "last": persian_digits(until)}
    return fa("from %(first)s") % {"first": persian_digits(since)} if since else NOTHING
