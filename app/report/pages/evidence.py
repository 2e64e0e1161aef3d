"""What the data give as evidence: counted from report.json alone, so that anyone can count it again."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, NamedTuple

from app.domain.codes import Status
from app.domain.persian.calendar import TEHRAN
from app.domain.texts import N_

BUCKETS: Final = (
    (7, N_("up to 7 days")),
    (15, N_("8 to 15 days")),
    (30, N_("16 to 30 days")),
    (None, N_("more than 30 days")),
)
"""Days from a visit until its result was told, up to and including."""
_NEVER: Final = "9999-12-31"


class Brought(NamedTuple):
    """An issue with its visit; row is the visit's in the second part."""

    row: int
    visit: dict[str, Any]
    issue: dict[str, Any]

    @property
    def days(self) -> int | None:
        """From the visit until the result was told."""
        told = self.issue["notified_on"]
        return (_date(told) - _date(self.visit["date"])).days if told else None


def made_on(report: dict[str, Any]) -> dt.date:
    """The day in Iran on which the report was made."""
    return dt.datetime.fromisoformat(report["made_at"]).astimezone(TEHRAN).date()


def brought(report: dict[str, Any]) -> Iterator[Brought]:
    for row, visit in enumerate(report["visits"], start=1):
        for issue in visit["issues"]:
            yield Brought(row, visit, issue)


def still_open(report: dict[str, Any]) -> list[Brought]:
    """Issues under way, the most overdue first, those without a deadline last."""
    rows = [one for one in brought(report) if one.issue["status"] == Status.OPEN]
    return sorted(rows, key=lambda one: (one.issue["due"] or _NEVER, one.row))


def not_told(report: dict[str, Any]) -> list[Brought]:
    """Issues that are decided, and whose result nobody was told."""
    return [one for one in brought(report) if one.issue["status"] != Status.OPEN and not one.issue["notified_by"]]


def bucket(days: int) -> int:
    """Which of BUCKETS."""
    return next(place for place, (most, _words) in enumerate(BUCKETS) if most is None or days <= most)


def median(numbers: list[int]) -> int | None:
    """The lower one of the two in the middle: half of them are no larger."""
    ordered = sorted(numbers)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def deadlines(report: dict[str, Any]) -> tuple[int, int] | None:
    """Issues whose result was told by their due day, and open ones past it; None where no issue has one (c5).

    When a result was found the data do not say, only when it was told: what is claimed here, anyone can count again.
    """
    today = made_on(report).isoformat()
    due = [one.issue for one in brought(report) if one.issue["due"]]
    if not due:
        return None
    in_time = sum(issue["status"] != Status.OPEN and (issue["notified_on"] or "9") <= issue["due"] for issue in due)
    return in_time, sum(issue["status"] == Status.OPEN and issue["due"] < today for issue in due)


def median_wait(report: dict[str, Any]) -> int | None:
    """Minutes from arrival to admission that half of those who were seen did not wait longer than."""
    visits = report["visits"]
    return median([_minutes(visit["admitted"]) - _minutes(visit["arrived"]) for visit in visits if visit["admitted"]])


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


@lru_cache(maxsize=4096)
def _date(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)
