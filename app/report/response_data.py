"""Response times as report.json has them: what an issue tells of its own course, and the sums over all issues.

The keys of an issue are there only where they say something, and all sums but contentment follow from them, so that
whoever has the file can count them again (app/report/meaning_response.py).
"""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from app.domain.response import Times
from app.report import tree
from app.response_times import Measured, ResponseTimes

OF_ISSUE: Final = ("decided_on", "stood", "reopened", "climbed_on")


def of_issue(one: Measured) -> dict[str, Any]:
    """When the issue was decided, how many days the clock stood, how often it was opened again, and when it climbed."""
    course = one.course
    said = {
        "decided_on": course.decided.isoformat() if course.decided else None,
        "stood": course.stood or None,
        "reopened": course.reopened or None,
        "climbed_on": one.climbed_on.isoformat() if one.climbed_on else None,
    }
    return {key: value for key, value in said.items() if value is not None}


def response(times: ResponseTimes) -> dict[str, Any]:
    """`response` of report.json."""
    return {
        "times": _times(times.all),
        "months": [{"month": f"{year}-{month:02}", **_times(row)} for (year, month), row in times.months],
        "units": [{"unit": unit, **_times(row)} for unit, row in times.units],
        "types": [{"type": str(kind), **_times(row)} for kind, row in times.types],
        "contentment": asdict(times.content),
        "climbed": times.climbed,
    }


def _times(times: Times) -> dict[str, Any]:
    return asdict(times)


def without(report: Mapping[str, Any]) -> dict[str, Any]:
    """The report as it was made before it told response times."""
    visits = [
        {**visit, "issues": [{key: issue[key] for key in issue if key not in OF_ISSUE} for issue in visit["issues"]]}
        for visit in report["visits"]
    ]
    rest = {key: value for key, value in report.items() if key != "response"}
    return {**rest, "visits": visits, "merkle": tree.tree(visits).as_signed()}
