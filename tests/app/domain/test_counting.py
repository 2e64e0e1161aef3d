"""The circular's rules of what counts, read one by one."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from app.domain import counting
from app.domain.codes import Kind, MeetingState, PresidedBy, Weekday
from app.domain.counting import BEGINNING, DayFacts, Term
from app.domain.persian.calendar import Quarter, jalali, weekday

SUMMER = Quarter(1405, 2)
EIGHT, TWELVE = dt.time(8), dt.time(12)
days = st.dates(jalali(1400, 1, 1), jalali(1410, 1, 1))
quarters = st.builds(Quarter, st.integers(1390, 1420), st.integers(1, 4))


def sundays(since: dt.date = BEGINNING) -> Term:
    return Term(since, Weekday.SUN, EIGHT, TWELVE)


def test_c1_a_weekly_meeting_that_the_head_holds_in_person_counts():
    assert counting.why_not_counted(Kind.WEEKLY, PresidedBy.HEAD) is None


def test_c1_a_weekly_meeting_that_the_deputy_holds_does_not_count():
    why = counting.why_not_counted(Kind.WEEKLY, PresidedBy.DEPUTY)
    assert (why.code, why.clause) == ("deputy", "c1")


@given(st.sampled_from([kind for kind in Kind if kind is not Kind.WEEKLY]), st.sampled_from(PresidedBy))
def test_c2_no_other_occasion_counts_whoever_presided_and_it_is_told_under_its_own_kind(kind, presided_by):
    why = counting.why_not_counted(kind, presided_by)
    assert (why.code, why.clause) == (str(kind), "c2")


@given(st.sampled_from(Kind), st.sampled_from(PresidedBy))
def test_whatever_is_not_counted_says_why_and_what_would_change_it(kind, presided_by):
    why = counting.why_not_counted(kind, presided_by)
    assert why is None or (why.reason and why.remedy and why.clause in ("c1", "c2"))


def test_the_sample_quarter_has_thirteen_sundays():
    assert len(counting.scheduled_days(SUMMER, [sundays()])) == 13


@given(quarters, st.sampled_from(Weekday))
def test_every_scheduled_day_is_the_weekday_and_lies_in_the_quarter(quarter, day):
    found = counting.scheduled_days(quarter, [Term(BEGINNING, day, EIGHT, TWELVE)])
    assert all(weekday(date) is day and quarter.first <= date <= quarter.last for date in found)
    assert 12 <= len(found) <= 14


@given(days)
def test_a_changed_weekday_holds_from_its_start_date_and_leaves_the_past(change):
    terms = [sundays(), Term(change, Weekday.TUE, EIGHT, TWELVE)]
    before, after = change - dt.timedelta(days=7), change + dt.timedelta(days=7)
    for offset in range(7):
        earlier, later = before + dt.timedelta(days=offset), after + dt.timedelta(days=offset)
        assert counting.is_meeting_day(earlier, terms) == (weekday(earlier) is Weekday.SUN)
        assert counting.is_meeting_day(later, terms) == (weekday(later) is Weekday.TUE)


def test_before_the_first_start_date_no_day_is_scheduled():
    assert counting.scheduled_days(SUMMER, [sundays(jalali(1405, 5, 1))])[0] == jalali(1405, 5, 4)
    assert not counting.is_meeting_day(jalali(1405, 4, 7), [sundays(jalali(1405, 5, 1))])


def test_the_next_meeting_day_passes_over_marked_holidays():
    first = counting.next_meeting_day(jalali(1405, 6, 22), [sundays()])
    assert first == jalali(1405, 6, 29)
    assert counting.next_meeting_day(jalali(1405, 6, 22), [sundays()], [first]) == jalali(1405, 7, 5)
    assert counting.next_meeting_day(jalali(1405, 6, 22), []) is None


def test_a_day_that_was_opened_is_the_next_meeting_whatever_its_weekday():
    day, sunday, wednesday = jalali(1405, 6, 22), jalali(1405, 6, 29), jalali(1405, 6, 25)
    assert counting.next_meeting_day(day, [sundays()], (), [wednesday]) == wednesday
    assert counting.next_meeting_day(wednesday, [sundays()], [sunday], [wednesday]) == jalali(1405, 7, 5)
    assert counting.next_meeting_day(day, [], (), [wednesday]) == wednesday  # though no weekday is set
    assert counting.next_meeting_day(day, [sundays()], (), [day]) == sunday


@given(st.sets(st.integers(1, 80)), st.sets(st.integers(1, 80)))
def test_the_next_meeting_is_the_first_day_that_is_one_and_will_be_held(marked, opened):
    day = jalali(1405, 6, 22)
    off, extra = ({day + dt.timedelta(days=n) for n in some} for some in (marked, opened - marked))
    found = counting.next_meeting_day(day, [sundays()], off, extra)
    days = [day + dt.timedelta(days=n) for n in range(1, (found - day).days + 1)]
    held = [one for one in days if one not in off and (one in extra or counting.is_meeting_day(one, [sundays()]))]
    assert held == [found]


@given(st.sampled_from([None, MeetingState.HOLIDAY, MeetingState.NOT_HELD]), st.integers(0, 60))
def test_c1_a_day_is_held_when_the_head_was_there_or_received_someone_whatever_was_marked(mark, deputy):
    assert counting.state_of(DayFacts(mark, head_noted=True, by_deputy=deputy)) is MeetingState.HELD
    assert counting.state_of(DayFacts(mark, by_head=1, by_deputy=deputy)) is MeetingState.HELD


def test_c1_a_day_of_the_deputy_alone_is_held_by_the_deputy():
    assert counting.state_of(DayFacts(by_deputy=3)) is MeetingState.HELD_BY_DEPUTY


def test_a_day_without_anybody_is_a_holiday_if_marked_so_and_else_not_held():
    assert counting.state_of(DayFacts()) is MeetingState.NOT_HELD
    assert counting.state_of(DayFacts(MeetingState.NOT_HELD)) is MeetingState.NOT_HELD
    assert counting.state_of(DayFacts(MeetingState.HOLIDAY)) is MeetingState.HOLIDAY
