"""The days of the demonstration: which meetings were held, by whom, which were missed, and how many people came."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import cycle
from typing import Final

from app.demo_people import words
from app.domain import counting
from app.domain.codes import Kind, MeetingState, Weekday
from app.domain.counting import Term
from app.domain.persian.calendar import Quarter, weekday

LEAST_WEEKS, USUAL_WEEKS, MOST_WEEKS = 16, 104, 1040
USUAL, FULL = 20, 60
"""Visits of a morning; a county governor's office had 60."""

TODAY: Final = 20
"""Visits of the morning in progress."""

OTHER: Final = 0.06
"""Share of the contacts that are no weekly meeting."""


FATES: Final = (1, 1, 1, 0.15, 1, 0.08, 1, 1, 0.02, 1, 0.22)
"""Of the last meetings, newest first, so that each sort of day is to be seen: the fourth was the deputy's and so on."""


@dataclass
class Plan:
    """A day and how many come. head_leaves: until when the head was there, if not to the end."""

    date: dt.date
    opens: dt.time
    closes: dt.time
    kind: Kind = Kind.WEEKLY
    visits: int = 0
    by_deputy: bool = False
    mark: MeetingState | None = None
    reason: str | None = None
    instead_of: dt.date | None = None
    head_leaves: dt.time | None = None
    in_progress: bool = False


def plan(
    chance: random.Random, visits: int, terms: list[Term], now: dt.datetime, *, until: dt.date, weeks: int | None
) -> list[Plan]:
    """The days up to `until`, oldest first, with exactly so many visits in all.

    now: on the office's clock: if `until` is today and the meeting is on, the morning is in progress.
    """
    usual = min(max(LEAST_WEEKS, visits // USUAL), max(USUAL_WEEKS, visits // FULL), MOST_WEEKS)
    first = until - dt.timedelta(days=7 * (weeks or usual) - 1)
    if weeks is None:
        first = Quarter.of(first).first  # a quarter that began before the first visit would look neglected
    days = [first + dt.timedelta(days=day) for day in range((until - first).days + 1)]
    meetings = [day for day in days if counting.is_meeting_day(day, terms)]
    plans: list[Plan] = []
    for back, date in enumerate(reversed(meetings)):
        term = counting.term_on(date, terms)
        assert term is not None
        fate = FATES[back] if back < len(FATES) else chance.random()
        plans += _meeting(chance, Plan(date, term.opens, term.closes), now, fate)
    plans.sort(key=lambda each: each.date)
    share_out(chance, plans, visits - (others := int(visits * OTHER)))
    plans += _others(chance, [day for day in days if weekday(day) is not Weekday.FRI], others)
    return sorted((each for each in plans if each.date <= until), key=lambda each: each.date)


def _meeting(chance: random.Random, day: Plan, now: dt.datetime, fate: float) -> Iterable[Plan]:
    """A scheduled day as it went; a missed one may bring its substitute three days later. fate: from 0 to 1."""
    if day.date == now.date() and day.opens < now.time() < day.closes:
        day.in_progress = True
        return [day]
    if day.date >= now.date():
        return [day]
    if fate < 0.05:
        day.mark, day.reason = MeetingState.HOLIDAY, chance.choice(words()["holidays"])
    elif fate < 0.12:
        day.mark, day.reason = MeetingState.NOT_HELD, chance.choice(words()["missed"])
        later = day.date + dt.timedelta(days=3)
        if fate < 0.09 and later < now.date() and weekday(later) is not Weekday.FRI:
            said = words()["substitute"]
            return [day, Plan(later, day.opens, day.closes, reason=said, instead_of=day.date)]
    elif fate < 0.18:
        day.by_deputy, day.reason = True, chance.choice(words()["by_deputy"])
    elif fate < 0.26:
        day.head_leaves = dt.time(day.opens.hour + 2, chance.choice((15, 30, 45)))
    return [day]


def share_out(chance: random.Random, plans: list[Plan], visits: int) -> None:
    """Visits for the days that were held, more or fewer as it happens."""
    today = next((day for day in plans if day.in_progress), None)
    if today is not None:
        today.visits = min(TODAY, visits)
        visits -= today.visits
    held = [day for day in plans if day.mark is None and not day.in_progress]
    if not held and today is not None:
        today.visits += visits
    weights = [chance.uniform(0.7, 1.3) * (0.5 if day.by_deputy else 1) for day in held]
    whole, given, sum_ = sum(weights), 0, 0.0
    for day, weight in zip(held, weights, strict=True):
        sum_ += weight
        day.visits = round(visits * sum_ / whole) - given
        given += day.visits


def _others(chance: random.Random, days: list[dt.date], visits: int) -> Iterable[Plan]:
    """Ceremonies, tours, speeches with a few people each, and everyday answering one by one."""
    kinds = (Kind.DAILY, Kind.CEREMONY, Kind.DAILY, Kind.TOUR, Kind.DAILY, Kind.SPEECH)
    for kind in cycle(kinds):
        if visits <= 0:
            return
        some = min(visits, 1 if kind is Kind.DAILY else chance.randrange(2, 6))
        visits -= some
        hour = chance.choice((9, 10, 11, 16, 17))
        yield Plan(chance.choice(days), dt.time(hour), dt.time(hour + 1), kind, some)
