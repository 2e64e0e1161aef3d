"""How long the office took: from a visit to the outcome, and from the outcome until the applicant knew it (c5, c6)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

Stretch = tuple[dt.date, dt.date | None]
"""From the first day on until the last one, which is not in it; None: it still lasts."""
Key = TypeVar("Key", bound=Hashable)


class Course(NamedTuple):
    """What became of one issue that was brought, and how soon.

    decided: the day of the last outcome, None as long as it is open or where nobody knows that day. stood: days on
    which the clock stood, as the applicant was asked for papers. days: from the visit to the outcome, without those.
    telling: from the outcome until it was told. in_time: whether it was decided by its due day; None without either.
    reopened: how often it was opened again.
    """

    decided: dt.date | None
    stood: int
    days: int | None
    telling: int | None
    in_time: bool | None
    reopened: int


def course(
    brought: dt.date,
    decided: dt.date | None,
    told: dt.date | None,
    due: dt.date | None = None,
    pauses: tuple[Stretch, ...] = (),
    reopened: int = 0,
) -> Course:
    """The course of one issue. What was told was decided by then, and nothing before it was brought.

    told: on which day the first notice that stands reached.
    """
    if decided is None:
        return Course(None, 0, None, None, None, reopened)
    if told is not None and told < decided:
        decided = told
    decided = max(decided, brought)
    waited = stood(pauses, brought, decided) if pauses else 0
    return Course(
        decided,
        waited,
        (decided - brought).days - waited,
        None if told is None else (told - decided).days if told > decided else 0,
        None if due is None else decided <= due,
        reopened,
    )


def _all_days(first: dt.date, last: dt.date) -> int:
    return (last - first).days


def stood(
    pauses: Iterable[Stretch],
    first: dt.date,
    last: dt.date,
    days_of: Callable[[dt.date, dt.date], int] = _all_days,
) -> int:
    """The days from `first` until before `last` on which the clock stood, each once.

    days_of: how many of the days from one until before another are counted; all of them, unless it is given.
    """
    days, reached = 0, first
    for since, until in sorted(pauses, key=lambda pause: pause[0]):
        begins, ends = max(since, reached), min(until or last, last)
        if begins < ends:
            days += days_of(begins, ends)
            reached = ends
    return days


def working_days(
    brought: dt.date, decided: dt.date, pauses: Iterable[Stretch], open_days: Callable[[dt.date, dt.date], int]
) -> int:
    """The working days after the visit until the outcome, as due dates count them (app/domain/dues.py).

    open_days: how many days from one until before another the offices are open.
    """
    day = dt.timedelta(days=1)
    return max(open_days(brought + day, decided + day) - stood(pauses, brought, decided, open_days), 0)


def at_most(numbers: Sequence[int], percent: int) -> int | None:
    """The least of the numbers that so many percent of them do not exceed; None of none."""
    ordered = sorted(numbers)
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None


@dataclass(frozen=True, slots=True)
class Times:
    """Of some issues: how many were decided on a known day, in how many days half and nine tenths of them, how many of
    them by their due day and after it; the same of the telling; how many were opened again.
    """

    decided: int
    half: int | None
    most: int | None
    in_time: int
    late: int
    told: int
    told_half: int | None
    told_most: int | None
    reopened: int


def sum_up(courses: Iterable[Course]) -> Times:
    courses = list(courses)
    days = sorted([one.days for one in courses if one.days is not None])
    telling = sorted([one.telling for one in courses if one.telling is not None])
    in_time = [one.in_time for one in courses]
    return Times(
        decided=len(days),
        half=at_most(days, 50),
        most=at_most(days, 90),
        in_time=in_time.count(True),
        late=in_time.count(False),
        told=len(telling),
        told_half=at_most(telling, 50),
        told_most=at_most(telling, 90),
        reopened=len([one for one in courses if one.reopened]),
    )


def group(courses: Iterable[tuple[Key, Course]]) -> dict[Key, list[Course]]:
    """The courses by key, in the order in which the keys come."""
    found: dict[Key, list[Course]] = defaultdict(list)
    for key, one in courses:
        found[key].append(one)
    return found


def by(courses: Iterable[tuple[Key, Course]], order: Callable[[Key], object]) -> list[tuple[Key, Times]]:
    """The sums by key, sorted by `order`."""
    found = group(courses)
    return [(key, sum_up(found[key])) for key in sorted(found, key=order)]  # type: ignore[arg-type]
