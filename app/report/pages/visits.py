"""The second part: who came, with particulars, and under each what was brought and what came of it (c3)."""

import datetime as dt
from itertools import groupby
from typing import Any, Final

from app.documents.page import A4_LANDSCAPE, ZEBRA, Align, mm
from app.documents.table import Column, Columns, Row, Style
from app.documents.tags import Element
from app.documents.text import in_groups
from app.domain.codes import IssueType, Status, Way
from app.domain.persian.calendar import Quarter, long_date, numeric
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.report.pages.frame import NOTHING, SIDE, Frame, Part

_WIDTH: Final = A4_LANDSCAPE[0] - 2 * SIDE
_RIGHT: Final = A4_LANDSCAPE[0] - SIDE
_STYLE: Final = Style(850, 1210, 160, 140)
_DAY: Final = Style(1000, 1500, 450, 200)


def draw(frame: Frame, report: dict[str, Any]) -> None:
    """All visits by day. Every page repeats the two rows of headings and says whose day it is."""
    part = _Part(frame)
    number = 0
    for date, visits in groupby(report["visits"], key=lambda visit: visit["date"]):
        visits_of_day = list(visits)
        part.begin_day(dt.date.fromisoformat(date), len(visits_of_day))
        for visit in visits_of_day:
            number += 1
            part.add(number, visit)
    if not number:
        part.add_nothing()


class _Part(Part):
    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, fa("Part two: visitors and their issues"), A4_LANDSCAPE)
        self._of_quarter = isinstance(frame.quarter, Quarter)
        self._people, self._issues = _people(), _issues()
        self._line = Columns(_RIGHT, [Column("", _WIDTH, bold=True)], _DAY)
        columns = self.section.add("P")
        self._first_head = [self._people.heading(columns), self._issues.heading(columns)]
        self._headings = [self._people.heading(), self._issues.heading()]
        self._day: str | None = None
        self._day_is_new = False
        self._of_day = self.section
        self.flow.begin(self._head)
        self._codes = {code.value: fa(code.word) for codes in (IssueType, Status, Way) for code in codes}
        self._dates: dict[str, str] = {}
        self._not_seen, self._unit, self._due = (
            fa("not seen"),
            fa("referred to %(unit)s"),
            fa("Due: %(date)s"),
        )
        self._for_head = fa("Only the head knows the content of this issue.")
        self._companions, self._for = fa("%(n)s companions"), fa("for %(whom)s")
        self._continued = fa("%(day)s (continued)")
        self._samad = fa("SAMAD: %(code)s")
        self._no_id = fa("no id: %(reason)s")
        self._row, self._number = fa("Row"), 0

    def begin_day(self, date: dt.date, visits: int) -> None:
        self._of_day = self.section.add("Sect")
        self._day = fa("%(date)s – %(n)s visits") % {"date": long_date(date), "n": persian_digits(visits)}
        self._day_is_new = True

    def add(self, number: int, visit: dict[str, Any]) -> None:
        """A visit with its issues, kept on one page unless it is taller than one."""
        rows = []
        self._number = number
        if self._day_is_new:
            rows.append(self._line.row([self._day], element=self._of_day.add("H2"), bookmark=self._day))
        element = self._of_day.add("P")
        rows.append(self._person(number, visit, element))
        rows += [self._issue(issue, element) for issue in visit["issues"]]
        self.flow.block(rows)
        self._day_is_new = False

    def add_nothing(self) -> None:
        said = (
            fa("No visit is registered at the meetings of this quarter.")
            if self._of_quarter
            else fa("No visit is registered at the meetings of these days.")
        )
        self.flow.block([self._line.row([said], element=self.section.add("P"))])

    def _head(self) -> list[Row]:
        if self.flow.page is None:
            return self._first_head
        if self._day_is_new and not self.flow.parted:
            return self._headings
        line = self._continued % {"day": self._day}
        if self.flow.parted:
            line = f"{line} – {self._row} {persian_digits(self._number)}"
        return [*self._headings, self._line.row([line])]

    def _person(self, number: int, visit: dict[str, Any], element: Element) -> Row:
        identity = visit["national_id"] or visit["foreign_id"]
        if identity is None and visit["no_id_reason"]:
            identity = self._no_id % {"reason": visit["no_id_reason"]}
        elif identity is not None:
            identity = in_groups(identity, (3, 6, 1) if visit["national_id"] else (4, 4, 4))
        with_whom = []
        if visit["companions"]:
            with_whom.append(self._companions % {"n": persian_digits(visit["companions"])})
        if visit["representing"]:
            with_whom.append(self._for % {"whom": visit["representing"]})
        cells = [
            persian_digits(number),
            persian_digits(visit["arrived"]),
            persian_digits(visit["admitted"]) if visit["admitted"] else self._not_seen,
            f"{visit['first_name']} {visit['last_name']}",
            visit["father_name"] or NOTHING,
            identity or NOTHING,
            in_groups(visit["mobile"], (4, 3, 4)) if visit["mobile"] else NOTHING,
            visit["county"] or NOTHING,
            visit["address"] or NOTHING,
            "، ".join(with_whom) or NOTHING,
        ]
        return self._people.row(cells, fill=ZEBRA, top_rule=50, element=element)

    def _issue(self, issue: dict[str, Any], element: Element) -> Row:
        codes = self._codes
        if issue["head_only"]:
            ruling = result = ""
            subject, description = self._for_head, None
        else:
            subject, description = issue["subject"], issue["description"] or NOTHING
            ruling = issue["ruling"] or ""
            who_and_when = []
            if issue["unit"]:
                who_and_when.append(self._unit % {"unit": issue["unit"]})
            if issue["due"]:
                who_and_when.append(self._due % {"date": self._date(issue["due"])})
            if who_and_when:
                ruling = f"{ruling}\n{' · '.join(who_and_when)}".strip("\n")
            result = issue["outcome"] or ""
        if issue["samad_code"]:
            subject = f"{subject or NOTHING}\n{self._samad % {'code': persian_digits(issue['samad_code'])}}"
        status = codes[issue["status"]] if issue["status"] else NOTHING
        told = ""
        if issue["notified_by"]:
            told = f"{codes[issue['notified_by']]}\n{self._date(issue['notified_on'])}"
        cells = [
            None,
            codes[issue["type"]],
            subject or NOTHING,
            description,
            ruling or NOTHING,
            f"{status}: {result}" if result else status,
            told or NOTHING,
        ]
        return self._issues.row(cells, element=element)

    def _date(self, date: str) -> str:
        shown = self._dates.get(date)
        if shown is None:
            shown = self._dates[date] = persian_digits(numeric(dt.date.fromisoformat(date)))
        return shown


def _people() -> Columns:
    widths = [mm(11), mm(17), mm(19), mm(42), mm(20), mm(28), mm(24), mm(20), mm(54)]
    headings = [
        (fa("Row"), Align.CENTRE, False),
        (fa("Arrived"), Align.CENTRE, False),
        (fa("Admitted"), Align.CENTRE, False),
        (fa("First and last name"), Align.RIGHT, True),
        (fa("Father's name"), Align.RIGHT, False),
        (fa("National or foreign id"), Align.RIGHT, False),
        (fa("Mobile"), Align.RIGHT, False),
        (fa("County"), Align.RIGHT, False),
        (fa("Address"), Align.RIGHT, False),
        (fa("Companions, on behalf of"), Align.RIGHT, False),
    ]
    widths.append(_WIDTH - sum(widths))
    columns = [
        Column(heading, width, align, bold) for (heading, align, bold), width in zip(headings, widths, strict=True)
    ]
    return Columns(_RIGHT, columns, _STYLE)


def _issues() -> Columns:
    columns = [
        Column("", mm(11)),
        Column(fa("Type"), mm(17)),
        Column(fa("Subject, SAMAD code"), mm(41)),
        Column(fa("Description"), mm(68)),
        Column(fa("Ruling, unit, due"), mm(64)),
        Column(fa("Status, outcome"), mm(48)),
    ]
    last = Column(fa("Result told"), _WIDTH - sum(column.width for column in columns))
    return Columns(_RIGHT, [*columns, last], _STYLE)
