"""Whether a report's response times follow from its own issues (rule 22). Contentment can only be bounded: what each
applicant answered is not in the file.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from app.domain.codes import IssueType
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN, to_jalali
from app.domain.texts import _
from app.report.response_data import OF_ISSUE

LAYOUT = 2
"""The one whose data tell them."""


def check(report: dict[str, Any]) -> None:
    """Raises Refused, with the key that is at fault. The report has passed its schema, and its days are days."""
    told = "response" in report
    if told != (report["layout"] == LAYOUT) and report["layout"] <= LAYOUT:  # what a newer one tells, is not known
        raise Refused(_("Response times belong to a report of another layout."), "response")
    made_on = dt.datetime.fromisoformat(report["made_at"]).astimezone(TEHRAN).date()
    brought = [(visit["date"], issue) for visit in report["visits"] for issue in visit["issues"]]
    for day, issue in brought:
        if not told and any(key in issue for key in OF_ISSUE):
            raise Refused(_("Response times belong to a report of another layout."), "issues")
        _course(issue, _day(day), made_on)
    if told and report["response"] != {**_counted(brought), "contentment": _content(report)}:
        raise Refused(_("The response times do not follow from the issues."), "response")


def _day(iso: str) -> dt.date:
    try:
        return dt.date.fromisoformat(iso)
    except ValueError:
        raise Refused(_("The report holds a day that is not in the calendar."), "date") from None


def _course(issue: dict[str, Any], brought: dt.date, made_on: dt.date) -> None:
    """Nothing is decided before it was brought, after it was told, or after the report was made."""
    if "decided_on" in issue:
        decided = _day(issue["decided_on"])
        last = _day(issue["notified_on"]) if issue["notified_on"] else made_on
        if issue["status"] == "open" or not brought <= decided <= max(last, brought):
            raise Refused(_("An outcome lies outside the time between the visit and its telling."), "decided_on")
        if issue.get("stood", 0) > (decided - brought).days:
            raise Refused(_("The clock stood longer than the issue took."), "stood")
    elif "stood" in issue:
        raise Refused(_("The clock stood longer than the issue took."), "stood")
    if "climbed_on" in issue and not brought <= _day(issue["climbed_on"]) <= made_on:
        raise Refused(_("An issue climbed outside the time from its visit until the report was made."), "climbed_on")


Brought = tuple[str, dict[str, Any]]


def _counted(brought: list[Brought]) -> dict[str, Any]:
    months: dict[str, list[Brought]] = {}
    units: dict[str | None, list[Brought]] = {}
    types: dict[str, list[Brought]] = {}
    for one in brought:
        year, month, _of_month = to_jalali(_day(one[0]))
        months.setdefault(f"{year}-{month:02}", []).append(one)
        units.setdefault(one[1]["unit"], []).append(one)
        types.setdefault(one[1]["type"], []).append(one)
    return {
        "times": _times(brought),
        "months": [{"month": month, **_times(months[month])} for month in sorted(months)],
        "units": [
            {"unit": unit, **_times(units[unit])} for unit in sorted(units, key=lambda unit: (unit is None, unit))
        ],
        "types": [{"type": str(kind), **_times(types[kind])} for kind in IssueType if kind in types],
        "climbed": sum("climbed_on" in issue for _date, issue in brought),
    }


def _times(brought: list[Brought]) -> dict[str, int | None]:
    decided = [(day, issue) for day, issue in brought if "decided_on" in issue]
    days = sorted(_between(day, issue["decided_on"]) - issue.get("stood", 0) for day, issue in decided)
    told = sorted(_told(decided))
    return {
        "decided": len(days),
        "half": _rank(days, 50),
        "most": _rank(days, 90),
        "in_time": sum(bool(issue["due"]) and issue["decided_on"] <= issue["due"] for _date, issue in decided),
        "late": sum(bool(issue["due"]) and issue["decided_on"] > issue["due"] for _date, issue in decided),
        "told": len(told),
        "told_half": _rank(told, 50),
        "told_most": _rank(told, 90),
        "reopened": sum("reopened" in issue for _date, issue in brought),
    }


def _told(decided: Iterable[Brought]) -> Iterator[int]:
    return (_between(issue["decided_on"], issue["notified_on"]) for _date, issue in decided if issue["notified_on"])


def _between(first: str, last: str) -> int:
    return (_day(last) - _day(first)).days


def _rank(ordered: list[int], percent: int) -> int | None:
    """The least that so many percent do not exceed."""
    reached = (number for place, number in enumerate(ordered, start=1) if place * 100 >= percent * len(ordered))
    return next(reached, None)


def _content(report: dict[str, Any]) -> dict[str, int]:
    """Contentment as the report gives it, once its figures hold together."""
    content: dict[str, int] = report["response"]["contentment"]
    whole = content["content"] + content["not_content"] == content["asked"]
    if not whole or max(content["asked"], content["objected"]) > report["totals"]["issues"]:
        raise Refused(_("The figures of contentment do not add up."), "contentment")
    return content
