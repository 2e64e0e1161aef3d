"""The report as a sheet (.xlsx) for whoever wants to sort and sum. It is unsigned: what counts is the report file.

Drawn from the report's data alone; the same data give the same bytes. Ids, phones and dates are text cells, and no
cell's text is ever taken for a formula or an address.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from app.domain.codes import AgencyKind, Code, IssueType, MeetingState, Status, Way, head_title
from app.domain.persian.calendar import WEEKDAY_NAMES, numeric, weekday
from app.domain.persian.periods import of_report
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.register.headings import PERSIAN
from app.report.pages.frame import mark, title
from app.report.pages.meetings import remarks
from app.report.pages.response import month_name
from app.report.sheet_rows import Cell, filled, fitting

VISIT: Final = (
    "date",
    "arrived",
    "admitted",
    "first_name",
    "last_name",
    "father_name",
    "national_id",
    "foreign_id",
    "no_id_reason",
    "mobile",
    "county",
    "address",
    "companions",
    "representing",
)
ISSUE: Final = (
    "type",
    "subject",
    "description",
    "ruling",
    "unit",
    "due",
    "status",
    "outcome",
    "notified_by",
    "notified_on",
    "samad_code",
)
DATES: Final = ("due", "notified_on")
CODES: Final[dict[str, type[Code]]] = {"type": IssueType, "status": Status, "notified_by": Way}
WIDTHS: Final = {
    "first_name": 16,
    "last_name": 20,
    "address": 36,
    "no_id_reason": 20,
    "representing": 24,
    "subject": 28,
    "description": 60,
    "ruling": 40,
    "unit": 20,
    "outcome": 40,
    "national_id": 14,
    "foreign_id": 16,
    "mobile": 14,
}
WIDTH: Final = 13
"""Of a column that is not named, in letters."""


def write(report: dict[str, Any], *, again: Callable[[], None] = lambda: None) -> bytes:
    """The sheet of a report (report.json's value): totals, meetings, and visits with one row an issue.

    again: asked between the rows; may raise to cancel. A draft and a demonstration are marked above each table, on each
    printed page and in the file's properties.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    span = of_report(report["quarter"])
    book.set_properties(
        {
            "title": f"{title(span)} – {span.name}",
            "company": report["agency"]["name"],
            "comments": mark(report) or "",
            # without a zone, or the writer takes the PC's
            "created": dt.datetime.fromisoformat(report["made_at"]).astimezone(dt.UTC).replace(tzinfo=None),
        }
    )
    sheets = _Sheets(book, report)
    totals, meetings = list(_totals(report)), list(_meetings(report))
    sheets.add(fa("Totals"), (fa("Figure"), fa("Number")), (48, 60), totals, len(totals))
    headings = (
        fa("Row"),
        fa("Date"),
        fa("Day"),
        fa("State"),
        fa("Reason"),
        fa("Presence from"),
        fa("Presence to"),
        fa("Visits"),
    )
    sheets.add(fa("Meetings"), headings, (6, 12, 12, 24, 44, WIDTH, WIDTH, 10), meetings, len(meetings))
    keys = (*VISIT, *ISSUE)
    number = sum(len(visit["issues"]) for visit in report["visits"])
    pattern = [(0, "-")] if number else []
    sheets.add(
        fa("Contacts"),
        (fa("Row"), *(PERSIAN[key] for key in keys)),
        (6, *(WIDTHS.get(key, WIDTH) for key in keys)),
        pattern,
        number,
    )
    if "response" in report:
        times = list(_times(report["response"]))
        sheets.add(fa("Response times"), _times_headings(), (24, 48, *[WIDTH] * 9), times, len(times))
    again()
    book.close()
    return filled(out.getvalue(), 3, _issues(report), number, again) if number else out.getvalue()


class _Sheets:
    """One table a sheet: right to left, heading frozen, with filters, printed on A4 across."""

    def __init__(self, book: Any, report: dict[str, Any]) -> None:
        self._book = book
        self._mark = mark(report)
        common = {"font_name": "Tahoma", "font_size": 10, "valign": "top", "text_wrap": True, "reading_order": 2}
        self._text = book.add_format({**common, "align": "right", "num_format": "@"})
        self._number = book.add_format({**common, "align": "right"})
        self._heading = book.add_format(
            {**common, "align": "center", "bold": True, "bg_color": "#0B5C63", "font_color": "#FFFFFF"}
        )
        self._marked = book.add_format(
            {**common, "align": "right", "bold": True, "font_color": "#B42318", "text_wrap": False}
        )

    def add(
        self,
        name: str,
        headings: tuple[str, ...],
        widths: tuple[int, ...],
        rows: Iterable[tuple[Cell, ...]],
        number: int,
    ) -> None:
        """number: of the rows, be they here or still to be filled in."""
        sheet = self._book.add_worksheet(name)
        sheet.right_to_left()
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        top = 0
        if self._mark:
            sheet.write_string(0, 0, self._mark, self._marked)
            sheet.set_header(f"&C{self._mark}")
            top = 1
        for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(top, column, heading, self._heading)
        for row, cells in enumerate(rows, top + 1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(row, column, cell, self._number)
                elif cell:
                    sheet.write_string(row, column, fitting(cell), self._text)
        last = top + number
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(0, top)
        sheet.autofilter(top, 0, last, len(headings) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})


@lru_cache(maxsize=4096)
def _date(iso: str | None) -> str | None:
    return numeric(dt.date.fromisoformat(iso)) if iso else None


def _totals(report: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    agency, quarter, totals, audit = report["agency"], report["quarter"], report["totals"], report["audit"]
    kind = AgencyKind(agency["kind"]) if agency["kind"] else None
    yield fa("Agency"), agency["name"]
    yield fa("Agency's code"), agency["code"]
    yield fa("Province"), agency["province"]
    yield fa("County"), agency["county"]
    for head in agency["heads"]:
        name = fa("%(name)s (acting)") % {"name": head["name"]} if head["acting"] else head["name"]
        span = {"first": _date(head["from"]), "last": _date(head["to"])}
        in_office = fa("%(first)s to %(last)s") % span
        yield fa(head_title(kind)), f"{name}، {in_office}"
    yield fa("Quarter"), of_report(report["quarter"]).name
    yield fa("From day"), _date(quarter["from"])
    yield fa("To day"), _date(quarter["to"])
    if report["amendment"]:
        amendment = report["amendment"]
        yield fa("Amendment number %(number)s") % {"number": amendment["number"]}, amendment["reason"] or ""
    yield fa("meetings planned"), totals["meetings_scheduled"]
    yield fa("meetings held"), totals["meetings_held"]
    yield fa("visits"), totals["visits"]
    yield fa("seen by the head"), totals["seen"]
    yield fa("visitors"), totals["visitors"]
    yield fa("issues"), totals["issues"]
    for heading, codes, counts in (
        (fa("Issues by type"), IssueType, totals["by_type"]),
        (fa("Issues by status"), Status, totals["by_status"]),
    ):
        for code in codes:
            yield f"{heading}: {fa(code.word)}", counts[code.value]
    yield fa("results told"), totals["notified"]
    for way in Way:
        told = fa("Results told by way")
        yield f"{told}: {fa(way.word)}", totals["notified_by"][way.value]
    yield fa("Audit log"), f"{audit['epoch']}.{audit['seq']}.{audit['head'][:16]}"
    yield fa("Note"), fa("This sheet is not signed; the signed report file is what counts.")


def _meetings(report: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    for number, meeting in enumerate(report["meetings"], 1):
        date = dt.date.fromisoformat(meeting["date"])
        yield (
            number,
            numeric(date),
            WEEKDAY_NAMES[weekday(date)],
            fa(MeetingState(meeting["state"]).word),
            remarks(meeting) or None,
            meeting["head_from"],
            meeting["head_to"],
            meeting["visits"],
        )


_FIGURES: Final = ("decided", "half", "most", "in_time", "late", "told", "told_half", "told_most", "reopened")


def _times_headings() -> tuple[str, ...]:
    return (
        fa("Counted by"),
        fa("Unit, month or type"),
        fa("with an outcome"),
        fa("half within (days)"),
        fa("nine of ten within (days)"),
        fa("in time"),
        fa("late"),
        fa("told"),
        fa("until told, half (days)"),
        fa("until told, nine of ten (days)"),
        fa("opened again"),
    )


def _times(response: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    """The report's response times, whole and by month, unit and type; then contentment and what climbed."""
    rows = [(fa("All"), "", response["times"])]
    rows += [(fa("Month"), month_name(row["month"]), row) for row in response["months"]]
    rows += [
        (fa("Unit that acts"), persian_digits(row["unit"] or fa("without a unit")), row) for row in response["units"]
    ]
    rows += [(fa("Type"), fa(IssueType(row["type"]).word), row) for row in response["types"]]
    for by, words, row in rows:
        yield (by, words, *[row[key] for key in _FIGURES])
    content = response["contentment"]
    for words, number in (
        (fa("applicants asked whether they were content"), content["asked"]),
        (fa("content"), content["content"]),
        (fa("not content"), content["not_content"]),
        (fa("objected"), content["objected"]),
        (fa("Brought before the agency's head as late"), response["climbed"]),
    ):
        yield (words, "", number, *[None] * 8)


def _issues(report: dict[str, Any]) -> Iterator[tuple[Cell, ...]]:
    """One row an issue, its visit's particulars repeated, as the register has it."""
    hidden = fa("Only the head knows the content of this issue.")
    words = {key: {code.value: fa(code.word) for code in codes} for key, codes in CODES.items()}
    number = 0
    for visit in report["visits"]:
        came = [visit[key] for key in VISIT]
        came[0] = _date(visit["date"])
        for issue in visit["issues"]:
            number += 1
            shown = {**issue, "subject": hidden} if issue["head_only"] else dict(issue)
            for key in DATES:
                shown[key] = _date(issue[key])
            for key, said in words.items():
                shown[key] = said[issue[key]] if issue[key] else None
            yield (number, *came, *[shown[key] for key in ISSUE])
