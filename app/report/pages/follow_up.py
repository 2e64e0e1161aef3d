"""The third part: what is still open, the most overdue first. The fourth: how results were told, and which were not."""

import datetime as dt
from collections import Counter
from typing import Any, Final

from app.documents.page import A4, A4_LANDSCAPE, Align, mm
from app.documents.table import Column, Columns, Row, Style
from app.domain.codes import IssueType, Status, Way
from app.domain.persian.calendar import numeric
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.report.pages import evidence
from app.report.pages.evidence import Brought
from app.report.pages.frame import MARGIN, NOTHING, SIDE, TABLE, Frame, Part

_STYLE: Final = Style(850, 1210, 160, 140)


def draw_open(frame: Frame, report: dict[str, Any]) -> None:
    part = Part(frame, fa("Part three: what is still open"), A4_LANDSCAPE)
    today = evidence.made_on(report)
    rows = evidence.still_open(report)
    frame.again()
    if not rows:
        part.paragraph(fa("No issue is still open."))
        return
    late = [one for one in rows if one.issue["due"] and one.issue["due"] < today.isoformat()]
    without = [one for one in rows if not one.issue["due"]]
    in_time = rows[len(late) : len(rows) - len(without)]
    columns = _open_columns()
    for title, group in (
        (fa("Overdue: %(n)s"), late),
        (fa("Deadline still to come: %(n)s"), in_time),
        (fa("Without a deadline: %(n)s"), without),
    ):
        if group:
            part.begin_list(columns, title % {"n": persian_digits(len(group))})
            part.flow.group(_open(columns, part, one, today) for one in group)


def _open_columns() -> Columns:
    widths = (mm(18), mm(22), mm(20), mm(22), mm(40), mm(17), mm(44), mm(54))
    row, due, late, date, name, kind, subject, ruling = widths
    right, width = A4_LANDSCAPE[0] - SIDE, A4_LANDSCAPE[0] - 2 * SIDE
    return Columns(
        right,
        [
            Column(fa("Row in part two"), row, Align.CENTRE),
            Column(fa("Due"), due, Align.CENTRE),
            Column(fa("Delay"), late, Align.CENTRE),
            Column(fa("Date of the visit"), date, Align.CENTRE),
            Column(fa("First and last name"), name, bold=True),
            Column(fa("Type"), kind),
            Column(fa("Subject"), subject),
            Column(fa("Ruling"), ruling),
            Column(fa("Unit that acts"), width - sum(widths)),
        ],
        _STYLE,
    )


def _open(columns: Columns, part: Part, one: Brought, today: dt.date) -> Row:
    issue, due = one.issue, one.issue["due"]
    late = (today - dt.date.fromisoformat(due)).days if due else 0
    cells = [
        persian_digits(one.row),
        _date(due) if due else NOTHING,
        fa("%(n)s days") % {"n": persian_digits(late)} if late > 0 else NOTHING,
        _date(one.visit["date"]),
        _name(one),
        fa(IssueType(issue["type"]).word),
        _subject(one),
        issue["ruling"] or NOTHING,
        issue["unit"] or NOTHING,
    ]
    return columns.row(cells, top_rule=30, element=part.section.add("P"))


def draw_told(frame: Frame, report: dict[str, Any]) -> None:
    part = Part(frame, fa("Part four: how results were told"))
    told = [one for one in evidence.brought(report) if one.days is not None]
    frame.again()
    left = evidence.not_told(report)
    frame.again()
    if not told:
        part.paragraph(fa("No result was told in this report."))
    else:
        part.heading(fa("By way, and days from the visit until it was told"))
        _ways(part, told)
    if left:
        columns = _left_columns()
        part.begin_list(columns, fa("Decided, and not told yet: %(n)s") % {"n": persian_digits(len(left))})
        part.flow.group(_left(columns, part, one) for one in left)
    elif told:
        part.end_table()
        part.paragraph(fa("There is no result that was decided and not told."))


def _ways(part: Part, told: list[Brought]) -> None:
    """How many were told by each way, and how soon."""
    first, one, half = mm(34), mm(22), mm(26)
    buckets = [Column(fa(said), one, Align.CENTRE) for _most, said in evidence.BUCKETS]
    columns = Columns(
        A4[0] - MARGIN,
        [
            Column(fa("Way"), first),
            *buckets,
            Column(fa("All"), A4[0] - 2 * MARGIN - first - len(buckets) * one - half, Align.CENTRE),
            Column(fa("Half within (days)"), half, Align.CENTRE),
        ],
        TABLE,
    )
    table, rows = part.begin_table(columns), []
    by_way: dict[str, list[Brought]] = {way: [] for way in Way}
    for one_told in told:
        by_way[one_told.issue["notified_by"]].append(one_told)
    lines = [(fa(way.word), by_way[way]) for way in Way]
    for words, issues in [*lines, (fa("All"), told)]:
        days = [one.days for one in issues if one.days is not None]
        places = Counter(evidence.bucket(number) for number in days)
        half_of_them = evidence.median(days)
        cells = [
            words,
            *(persian_digits(places[place]) for place in range(len(evidence.BUCKETS))),
            persian_digits(len(issues)),
            NOTHING if half_of_them is None else persian_digits(half_of_them),
        ]
        rows.append(columns.row(cells, fill=96 if issues is told else None, top_rule=30, element=table.add("TR")))
    part.flow.block(rows)


def _left_columns() -> Columns:
    widths = (mm(18), mm(22), mm(38), mm(44))
    row, date, name, subject = widths
    return Columns(
        A4[0] - MARGIN,
        [
            Column(fa("Row in part two"), row, Align.CENTRE),
            Column(fa("Date of the visit"), date, Align.CENTRE),
            Column(fa("First and last name"), name, bold=True),
            Column(fa("Subject"), subject),
            Column(fa("Status, outcome"), A4[0] - 2 * MARGIN - sum(widths)),
        ],
        _STYLE,
    )


def _left(columns: Columns, part: Part, one: Brought) -> Row:
    status, outcome = fa(Status(one.issue["status"]).word), one.issue["outcome"]
    cells = [
        persian_digits(one.row),
        _date(one.visit["date"]),
        _name(one),
        _subject(one),
        f"{status}: {outcome}" if outcome else status,
    ]
    return columns.row(cells, top_rule=30, element=part.section.add("P"))


def _subject(one: Brought) -> str:
    """An issue for the head alone shows only that it is there."""
    if one.issue["head_only"]:
        return fa("Only the head knows the content of this issue.")
    return one.issue["subject"] or NOTHING


def _name(one: Brought) -> str:
    return f"{one.visit['first_name']} {one.visit['last_name']}"


def _date(iso: str) -> str:
    return persian_digits(numeric(dt.date.fromisoformat(iso)))
