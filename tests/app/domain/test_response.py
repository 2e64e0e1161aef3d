"""How long an answer took: days that the clock stood are no part of it, and what is said of half and nine tenths."""

import datetime as dt
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import ClosedDue
from app.domain.dues import OfficeDays
from app.domain.response import Course, at_most, by, course, stood, sum_up, working_days

BROUGHT = dt.date(2026, 9, 13)


def day(number: int) -> dt.date:
    return BROUGHT + dt.timedelta(days=number)


days = st.integers(0, 60).map(day)
pauses = st.lists(st.tuples(days, st.none() | days), max_size=4).map(tuple)
courses = st.builds(course, days, st.none() | days, st.none() | days, st.none() | days, pauses, st.integers(0, 3))


def one(decided: int | None = None, told: int | None = None, due: int | None = None, **rest: object) -> Course:
    return course(BROUGHT, *(None if number is None else day(number) for number in (decided, told, due)), **rest)


def test_days_are_counted_from_the_visit_to_the_outcome_and_from_there_to_the_telling():
    assert (one(10, 13).days, one(10, 13).telling) == (10, 3)
    assert (one(0, 0).days, one(0, 0).telling) == (0, 0)
    assert (one().days, one(5).telling) == (None, None)


def test_what_was_told_was_decided_by_then():
    assert (one(20, 8).days, one(20, 8).telling) == (8, 0)


def test_nothing_is_decided_before_it_was_brought():
    assert one(-4).days == 0


def test_the_due_day_itself_is_in_time():
    assert (one(15, due=15).in_time, one(16, due=15).in_time, one(16).in_time, one(due=15).in_time) == (
        True, False, None, None,
    )  # fmt: skip


def test_the_clock_stands_from_when_papers_were_asked_for_until_they_came():
    assert one(20, pauses=((day(5), day(9)),)).days == 16
    assert one(20, pauses=((day(5), None),)).days == 5, "they never came, and it was decided without them"
    assert one(20, pauses=((day(5), day(9)), (day(7), day(11)))).days == 14, "a day is left out once"


@given(days, days, st.none() | days, st.none() | days, pauses)
def test_no_time_is_ever_negative_nor_longer_than_the_calendar_says(brought, decided, told, due, stretches):
    found = course(brought, decided, told, due, stretches)
    assert brought <= found.decided <= max(brought, decided)
    assert found.days >= 0
    assert found.days + found.stood == (found.decided - brought).days
    assert (found.telling is None) == (told is None)
    assert found.telling is None or found.telling >= 0
    assert (found.in_time is None) == (due is None)


@given(pauses, days, days)
def test_the_days_that_the_clock_stood_are_those_that_lie_in_a_pause(stretches, first, last):
    lying = {
        day(number)
        for number in range(61)
        if first <= day(number) < last and any(since <= day(number) < (until or last) for since, until in stretches)
    }
    assert stood(stretches, first, last) == len(lying)


@given(days, st.integers(0, 40), st.booleans())
def test_what_was_decided_on_its_due_day_took_as_many_working_days_as_were_given(brought, given_days, thursdays):
    """The same clock as that of the due dates: also where it stood meanwhile."""
    office = OfficeDays(frozenset([day(9), day(30)]), thursdays, ClosedDue.WORKING)
    due = office.due(brought, given_days)
    assert working_days(brought, due, (), partial(_open, office)) == given_days
    stands = brought + dt.timedelta(days=1), due
    if stands[0] < stands[1]:
        later = office.moved(due, *stands)
        assert working_days(brought, later, (stands,), partial(_open, office)) == given_days


def _open(office, since, until):
    return sum(not office.closed(since + dt.timedelta(days=number)) for number in range((until - since).days))


@given(st.lists(st.integers(0, 400), max_size=50), st.sampled_from([50, 90]))
def test_so_many_of_a_hundred_took_no_longer_and_no_fewer_days_would_do(numbers, percent):
    least = at_most(numbers, percent)
    if not numbers:
        assert least is None
        return
    assert sum(number <= least for number in numbers) * 100 >= percent * len(numbers)
    assert sum(number < least for number in numbers) * 100 < percent * len(numbers)


@given(st.lists(st.tuples(st.sampled_from("abc"), courses), max_size=40))
def test_the_rows_of_a_table_add_up_to_the_whole(brought):
    whole, rows = sum_up(one for _key, one in brought), [times for _key, times in by(brought, order=str)]
    for figure in ("decided", "in_time", "late", "told", "reopened"):
        assert sum(getattr(row, figure) for row in rows) == getattr(whole, figure)
    assert whole.in_time + whole.late <= whole.decided
    assert whole.told <= whole.decided
    assert (whole.half is None) == (whole.decided == 0)
    assert whole.half is None or whole.half <= whole.most
