"""What stays late climbs: the unit, its head, the agency's head."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.climbing import level
from app.domain.codes import Level

DUE = dt.date(2026, 9, 10)


def day(late: int) -> dt.date:
    return DUE + dt.timedelta(days=late)


def reminded(*late: int) -> list[tuple[dt.date, Level]]:
    """A reminder on each of these days, to whom it was the turn then."""
    found: list[tuple[dt.date, Level]] = []
    for one in late:
        found.append((day(one), level(day(one), DUE, found, 3)))
    return found


@pytest.mark.parametrize(
    ("before", "today", "asked"),
    [
        ((), 1, Level.UNIT),
        ((1,), 4, Level.UNIT_HEAD),
        ((1, 4), 7, Level.AGENCY_HEAD),
        ((1, 4, 7), 30, Level.AGENCY_HEAD),  # there is nobody above
        ((1,), 3, Level.UNIT),  # its three days are not over
        ((1, 3), 6, Level.UNIT_HEAD),
        ((1, 4, 6), 9, Level.AGENCY_HEAD),
    ],
)
def test_the_first_reminder_goes_to_the_unit_the_next_one_level_up(before, today, asked):
    assert level(day(today), DUE, reminded(*before), 3) is asked


def test_what_is_not_late_is_asked_of_the_unit_alone():
    assert level(DUE, DUE, [(day(-9), Level.UNIT), (day(-5), Level.UNIT)], 3) is Level.UNIT


def test_reminders_before_the_due_date_do_not_make_it_climb():
    assert level(day(5), DUE, [(day(-9), Level.UNIT), (day(0), Level.UNIT)], 3) is Level.UNIT


def test_without_a_due_date_nothing_is_late():
    assert level(day(90), None, [(day(1), Level.UNIT)], 3) is Level.UNIT


def test_what_was_said_to_the_agencys_head_does_not_go_down_again():
    assert level(day(9), DUE, [(day(1), Level.AGENCY_HEAD), (day(8), Level.UNIT)], 3) is Level.AGENCY_HEAD


@given(st.lists(st.integers(-20, 200), max_size=8, unique=True).map(sorted), st.integers(0, 30))
def test_it_never_goes_down_and_climbs_one_level_at_a_time(days, patience):
    found: list[tuple[dt.date, Level]] = []
    for one in days:
        found.append((day(one), level(day(one), DUE, found, patience)))
    places = [list(Level).index(asked) for _date, asked in found]
    assert all(0 <= later - earlier <= 1 for earlier, later in pairwise(places))
