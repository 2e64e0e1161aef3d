"""Meeting days: when there is one, who holds it, and what is written of one that was missed."""

import datetime as dt

import pytest

from app import agency, meetings
from app.domain.codes import Kind, MeetingState, PresidedBy, Weekday
from app.domain.counting import Term
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali
from tests import make

MONDAY = jalali(1405, 6, 23)


def test_c1_the_agencys_weekday_is_a_meeting_day_with_its_hours(office):
    day = meetings.today(office)
    assert (day.meeting, day.opens, day.closes) == (True, dt.time(8), dt.time(12))
    assert day.next_meeting == jalali(1405, 6, 29)


def test_another_day_is_no_meeting_day_and_names_the_next(office, clock):
    clock.set(9, day=MONDAY)
    day = meetings.today(office)
    assert (day.meeting, day.next_meeting) == (False, jalali(1405, 6, 29))
    with pytest.raises(Refused) as refused:
        make.registered(office)
    assert refused.value.field == "kind"


def test_a_substitute_meeting_needs_a_reason_and_then_counts(office, clock):
    clock.set(9, day=MONDAY)
    with pytest.raises(Refused) as refused:
        meetings.hold_substitute(office, "  ")
    assert refused.value.field == "reason"
    day = meetings.hold_substitute(office, "دیدار دیروز برگزار نشد", instead_of=jalali(1405, 6, 22))
    assert day.meeting
    assert make.registered(office).uncounted is None
    assert meetings.today(office).state is MeetingState.HELD


def test_a_substitute_on_a_meeting_day_is_refused(office):
    with pytest.raises(Refused):
        meetings.hold_substitute(office, "بی‌دلیل")


def test_a_contact_outside_the_meeting_is_taken_on_any_day(office, clock):
    clock.set(15, day=MONDAY)
    assert make.registered(office, kind=Kind.TOUR).uncounted.code == "tour"


def test_a_missed_day_keeps_its_reason(office):
    missed = jalali(1405, 6, 15)
    day = meetings.mark(office, missed, MeetingState.NOT_HELD, "مأموریت رئیس دستگاه")
    assert (day.state, day.reason, day.meeting) == (MeetingState.NOT_HELD, "مأموریت رئیس دستگاه", False)
    assert meetings.mark(office, missed, None).mark is None


def test_a_missed_day_without_a_reason_is_refused(office):
    with pytest.raises(Refused) as refused:
        meetings.mark(office, jalali(1405, 6, 15), MeetingState.NOT_HELD, "")
    assert refused.value.field == "reason"


def test_a_holiday_on_the_weekday_is_passed_over(office):
    meetings.mark(office, jalali(1405, 6, 29), MeetingState.HOLIDAY, "تعطیل رسمی")
    assert meetings.today(office).next_meeting == jalali(1405, 7, 5)


def test_facts_come_before_marks_a_day_on_which_people_came_stays_held(office):
    make.registered(office)
    with pytest.raises(Refused) as refused:
        meetings.mark(office, office.today(), MeetingState.NOT_HELD, "نشد")
    assert refused.value.field == "date"


def test_c1_the_heads_own_presence_is_kept_with_its_hours(office, clock):
    meetings.head_came(office, dt.time(8, 10))
    assert meetings.today(office).state is MeetingState.HELD
    clock.set(11)
    day = meetings.head_left(office)
    assert (day.head_from, day.head_to, day.presided_by) == (dt.time(8, 10), dt.time(11), PresidedBy.DEPUTY)
    assert meetings.head_came(office).head_to is None


def test_the_head_cannot_leave_before_coming(office):
    meetings.head_came(office, dt.time(9))
    with pytest.raises(Refused) as refused:
        meetings.head_left(office, dt.time(8, 30))
    assert refused.value.field == "head_to"


def test_a_day_that_the_deputy_holds_alone_is_not_the_heads(office):
    meetings.deputy_presides(office)
    assert make.registered(office).presided_by is PresidedBy.DEPUTY
    assert meetings.today(office).state is MeetingState.HELD_BY_DEPUTY


def test_the_weekday_changes_from_a_date_on_and_the_past_keeps_its_own(office, clock):
    agency.reschedule(office, Term(jalali(1405, 7, 1), Weekday.TUE, dt.time(9), dt.time(13)))
    assert meetings.on(office, jalali(1405, 6, 29)).meeting
    assert not meetings.on(office, jalali(1405, 7, 5)).meeting
    assert meetings.on(office, jalali(1405, 7, 7)).opens == dt.time(9)


def test_a_new_head_ends_the_term_of_the_one_before(office):
    agency.appoint(office, "ناصر امیری", jalali(1405, 6, 1), acting=True)
    first, second = agency.heads(office)
    assert (first.until, second.until, second.acting) == (jalali(1405, 5, 31), None, True)
    with pytest.raises(Refused):
        agency.appoint(office, "کس دیگر", jalali(1405, 5, 1))
