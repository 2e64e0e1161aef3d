"""Due dates skip the days on which offices are closed, as the office's setting says."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.codes import ClosedDue
from app.domain.dues import OfficeDays
from app.domain.persian.calendar import jalali
from app.domain.persian.holidays import solar

days = st.dates(jalali(1400, 1, 1), jalali(1420, 12, 29))
lengths = st.integers(0, 60)
clocks = st.builds(
    OfficeDays,
    st.frozensets(days, max_size=20),
    st.booleans(),
    st.sampled_from(ClosedDue),
)

THURSDAY, FRIDAY, SATURDAY = (jalali(1405, 6, day) for day in (26, 27, 28))


def test_fridays_are_closed_and_thursdays_where_the_office_says_so():
    assert OfficeDays().closed(FRIDAY)
    assert not OfficeDays().closed(THURSDAY)
    assert OfficeDays(thursdays=True).closed(THURSDAY)
    assert not OfficeDays(thursdays=True).closed(SATURDAY)


@pytest.mark.parametrize("day", [(1, 1), (1, 4), (1, 12), (1, 13), (3, 14), (3, 15), (11, 22), (12, 29)])
def test_the_solar_holidays_are_known_without_a_word_of_the_office(day):
    assert OfficeDays().closed(jalali(1406, *day))


def test_the_last_day_of_a_leap_year_is_closed_and_in_a_common_year_there_is_none():
    assert OfficeDays().closed(jalali(1408, 12, 30))
    assert (len(solar(1407)), len(solar(1408))) == (10, 11)


def test_what_the_office_confirmed_is_closed():
    assert OfficeDays(frozenset({SATURDAY})).closed(SATURDAY)


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        (ClosedDue.AS_IS, FRIDAY),
        (ClosedDue.NEXT, SATURDAY),
        (ClosedDue.WORKING, SATURDAY),
    ],
)
def test_five_days_after_sunday_is_a_friday(rule, due):
    assert OfficeDays(rule=rule).due(jalali(1405, 6, 22), 5) == due


def test_over_nowruz_only_working_days_are_counted_where_the_office_says_so():
    eve = jalali(1405, 12, 27)  # a Thursday; Friday, Saturday 29 Esfand and 1 to 4 Farvardin are closed
    assert OfficeDays(rule=ClosedDue.WORKING).due(eve, 3) == jalali(1406, 1, 8)
    assert OfficeDays(rule=ClosedDue.NEXT).due(eve, 3) == jalali(1406, 1, 5)


@given(clocks, days, lengths)
def test_a_due_date_is_never_before_its_days_are_over(clock, since, length):
    assert clock.due(since, length) >= since + dt.timedelta(days=length)


@given(clocks, days, st.integers(1, 60))
def test_a_due_date_falls_on_an_open_day_unless_it_stays_as_it_is(clock, since, length):
    assert clock.rule is ClosedDue.AS_IS or not clock.closed(clock.due(since, length))


@given(clocks, days, lengths, lengths)
def test_who_has_more_days_is_never_due_earlier(clock, since, length, more):
    assert clock.due(since, length) <= clock.due(since, length + more)


@given(clocks, days, lengths)
def test_working_days_are_counted_one_by_one(clock, since, length):
    working = OfficeDays(clock.holidays, clock.thursdays, ClosedDue.WORKING)
    due = working.due(since, length)
    between = [since + dt.timedelta(days=n) for n in range(1, (due - since).days + 1)]
    assert sum(not working.closed(day) for day in between) == length


@given(clocks, days, lengths, days, lengths)
def test_a_due_date_goes_as_much_later_as_the_clock_stood(clock, since, length, stood_from, stood):
    due = clock.due(since, length)
    later = clock.moved(due, stood_from, stood_from + dt.timedelta(days=stood))
    assert later >= due
    assert later == due or clock.rule is ClosedDue.AS_IS or not clock.closed(later)
    if clock.rule is not ClosedDue.WORKING:
        assert later >= due + dt.timedelta(days=stood)


@given(clocks, days, days)
def test_a_clock_that_stood_for_no_day_moves_nothing(clock, due, on):
    assert clock.moved(due, on, on) == due
