"""Response times, from layout 2 on: by month, unit and type; contentment; what was brought before the head as late."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from app.documents.page import A4, Align, mm
from app.documents.table import Column, Columns, Row, Style
from app.domain.codes import IssueType, Status
from app.domain.persian.calendar import MONTH_NAMES, numeric
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.report.pages import charts, evidence
from app.report.pages.evidence import Brought
from app.report.pages.frame import MARGIN, NOTHING, Frame, Part

_WIDTH: Final = A4[0] - 2 * MARGIN
_RIGHT: Final = A4[0] - MARGIN
_STYLE: Final = Style(850, 1250, 200, 180)
_BARS: Final = 6
"""Units that have a bar: the slowest ones."""
_FIGURES: Final = ("decided", "half", "most", "in_time", "late", "told", "told_half", "reopened")

Times = dict[str, Any]


def draw(frame: Frame, report: dict[str, Any]) -> None:
    response = report["response"]
    part = Part(frame, fa("Part five: response times"))
    part.paragraph(
        fa(
            "Times are days of the calendar, from each visit to the last outcome of what was brought; days on which "
            "the applicant's papers were waited for are left out."
        )
    )
    part.paragraph(_whole(response["times"]))
    months = [(month_name(row["month"]), row) for row in response["months"]]
    units = _units(response["units"])
    types = [(_type(row["type"]), row) for row in response["types"]]
    _table(part, fa("Response times by month"), fa("Month"), months)
    _table(part, fa("Response times by unit"), fa("Unit that acts"), units)
    part.end_table()
    _bars(part, [(words, row) for words, row in units if row["unit"] is not None])
    _table(part, fa("Response times by type"), fa("Type"), types)
    part.end_table()
    part.heading(fa("Contentment of the applicants"))
    part.paragraph(_content(response["contentment"]))
    part.heading(fa("Brought before the agency's head as late"))
    _climbed(part, report)


def _whole(times: Times) -> str:
    if not times["decided"]:
        return fa("No outcome of a known day is in this report.")
    said = [
        fa("Of %(n)s outcomes of a known day, half came within %(half)s days and nine of ten within %(most)s days.")
        % {key: persian_digits(times[of]) for key, of in (("n", "decided"), ("half", "half"), ("most", "most"))}
    ]
    if times["told"]:
        told = fa("Half of the results that were told reached the applicant within %(n)s days of the outcome.")
        said.append(told % {"n": persian_digits(times["told_half"])})
    if times["in_time"] + times["late"]:
        due = fa("%(n)s were decided by their due day and %(m)s after it.")
        said.append(due % {"n": persian_digits(times["in_time"]), "m": persian_digits(times["late"])})
    if times["reopened"]:
        said.append(fa("%(n)s issues were opened again.") % {"n": persian_digits(times["reopened"])})
    return " ".join(said)


def month_name(key: str) -> str:
    """«مهر ۱۴۰۵» of 1405-07."""
    year, month = key.split("-")
    return f"{MONTH_NAMES[int(month) - 1]} {persian_digits(year)}"


def _type(code: str) -> str:
    return fa(IssueType(code).word)


def _units(rows: Iterable[Times]) -> list[tuple[str, Times]]:
    """The slowest first, those without a unit or a known day last."""
    ordered = sorted(rows, key=lambda row: (row["unit"] is None, -1 if row["half"] is None else -row["half"]))
    return [(row["unit"] or fa("without a unit"), row) for row in ordered]


def _table(part: Part, title: str, heading: str, rows: Sequence[tuple[str, Times]]) -> None:
    if not rows:
        return
    part.heading(title)
    number = mm(14)
    headings = (
        fa("with an outcome"),
        fa("half within (days)"),
        fa("nine of ten within (days)"),
        fa("in time"),
        fa("late"),
        fa("told"),
        fa("half until told (days)"),
        fa("opened again"),
    )
    columns = Columns(
        _RIGHT,
        [
            Column(heading, _WIDTH - len(headings) * number, bold=True),
            *(Column(words, number, Align.CENTRE) for words in headings),
        ],
        _STYLE,
    )
    table = part.begin_table(columns)
    cells: Callable[[Times], list[str]] = lambda row: [_number(row[key]) for key in _FIGURES]  # noqa: E731
    part.flow.group(columns.row([words, *cells(row)], top_rule=30, element=table.add("TR")) for words, row in rows)


def _number(number: int | None) -> str:
    return NOTHING if number is None else persian_digits(number)


def _bars(part: Part, units: Sequence[tuple[str, Times]]) -> None:
    """The slowest units side by side; where there are fewer than two, there is nothing to compare."""
    shown = [(words, row["half"]) for words, row in units if row["half"] is not None][:_BARS]
    if len(shown) > 1:
        page, top = part.flow.place(charts.height_of(len(shown)) + mm(4))
        title = fa("Half of the outcomes within so many days: the slowest units")
        charts.bars(page, part.section, title, shown, (_RIGHT, top + mm(2), _WIDTH), _WIDTH // 2)


def _content(content: dict[str, int]) -> str:
    said = fa("No applicant was asked whether he was content.")
    if content["asked"]:
        said = fa("Of the applicants who were asked, %(n)s were content and %(m)s were not.") % {
            "n": persian_digits(content["content"]),
            "m": persian_digits(content["not_content"]),
        }
    if content["objected"]:
        said += " " + fa("%(n)s issues were opened again as the applicant objected.") % {
            "n": persian_digits(content["objected"])
        }
    return said


def _climbed(part: Part, report: dict[str, Any]) -> None:
    rows = [one for one in evidence.brought(report) if "climbed_on" in one.issue]
    if not rows:
        part.paragraph(fa("Nothing had to be brought before the agency's head as late."))
        return
    widths = (mm(18), mm(24), mm(24), mm(24), mm(34))
    row, date, due, climbed, state = widths
    columns = Columns(
        _RIGHT,
        [
            Column(fa("Row in part two"), row, Align.CENTRE),
            Column(fa("Date of the visit"), date, Align.CENTRE),
            Column(fa("Unit that acts"), _WIDTH - sum(widths), bold=True),
            Column(fa("Due"), due, Align.CENTRE),
            Column(fa("Told to the head"), climbed, Align.CENTRE),
            Column(fa("State"), state),
        ],
        _STYLE,
    )
    table = part.begin_table(columns)
    part.flow.group(_late(columns, one, table.add("TR")) for one in rows)


def _late(columns: Columns, one: Brought, element: Any) -> Row:
    issue = one.issue
    cells = [
        persian_digits(one.row),
        _date(one.visit["date"]),
        issue["unit"] or NOTHING,
        _date(issue["due"]) if issue["due"] else NOTHING,
        _date(issue["climbed_on"]),
        fa(Status(issue["status"]).word),
    ]
    return columns.row(cells, top_rule=30, element=element)


def _date(iso: str) -> str:
    return persian_digits(numeric(dt.date.fromisoformat(iso)))
