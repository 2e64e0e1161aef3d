"""Days on which offices are closed: known, proposed, confirmed by the office, and taken back."""

import pytest

from app import holidays, meetings, office_settings, referrals
from app.domain.codes import MeetingState
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali
from app.holidays import Known
from app.office_settings import OfficeSettings
from tests import make

ASHURA = jalali(1405, 4, 4)
DUE = jalali(1405, 7, 6)
"""Fifteen days after the tests' day: a Monday."""


def on(rows, date):
    return [(row.name, row.known) for row in rows if row.date == date]


def test_a_year_begins_with_what_is_known_and_what_is_proposed(office):
    rows = holidays.of_year(office, 1405)
    assert on(rows, jalali(1405, 1, 1)) == [("نوروز", Known.SOLAR)]
    assert on(rows, ASHURA) == [("عاشورا", Known.PROPOSED)]
    assert {row.known for row in rows} == {Known.SOLAR, Known.PROPOSED}


def test_what_lies_far_ahead_is_only_estimated(office):
    assert all(row.estimated for row in holidays.of_year(office, 1409) if row.known is Known.PROPOSED)


def test_what_is_only_proposed_closes_nothing(office):
    assert not holidays.office_days(office).closed(ASHURA)


def test_what_the_office_confirmed_is_closed_until_it_takes_it_back(office):
    rows = holidays.confirm(office, ASHURA)
    assert on(rows, ASHURA) == [("عاشورا", Known.CONFIRMED)]
    assert holidays.office_days(office).closed(ASHURA)
    kept = next(row for row in rows if row.date == ASHURA)
    assert on(holidays.take_back(office, kept.id), ASHURA) == [("عاشورا", Known.PROPOSED)]
    assert not holidays.office_days(office).closed(ASHURA)


def test_a_day_that_the_moon_moved_is_proposed_no_more(office):
    rows = holidays.confirm(office, jalali(1405, 4, 5), "عاشورا")
    assert on(rows, ASHURA) == []


def test_a_day_of_the_offices_own_has_a_name(office):
    day = jalali(1405, 5, 10)
    with pytest.raises(Refused) as refused:
        holidays.confirm(office, day)
    assert refused.value.field == "name"
    assert on(holidays.confirm(office, day, "تعطیلی به علت گرما"), day) == [("تعطیلی به علت گرما", Known.CONFIRMED)]


@pytest.mark.parametrize("day", [jalali(1405, 11, 22), ASHURA])
def test_a_day_is_in_the_list_once(office, day):
    holidays.confirm(office, ASHURA)
    with pytest.raises(Refused) as refused:
        holidays.confirm(office, day, "تعطیل")
    assert refused.value.field == "date"


def test_what_was_taken_back_is_not_taken_back_again(office):
    kept = next(row for row in holidays.confirm(office, ASHURA) if row.date == ASHURA)
    holidays.take_back(office, kept.id)
    with pytest.raises(Refused):
        holidays.take_back(office, kept.id)


def test_a_meeting_day_that_was_marked_as_a_holiday_is_closed(office):
    meetings.mark(office, jalali(1405, 7, 5), MeetingState.HOLIDAY, "تعطیلی استان")
    assert holidays.office_days(office).closed(jalali(1405, 7, 5))
    assert on(holidays.of_year(office, 1405), jalali(1405, 7, 5)) == [("تعطیلی استان", Known.MARKED)]


def test_a_due_date_on_a_confirmed_day_goes_to_the_next_working_day(office):
    holidays.confirm(office, DUE, "تعطیلی استان")
    assert referrals.refer(office, make.registered(office).issue_ids[0], "درآمد").due == jalali(1405, 7, 7)


def test_how_many_days_a_unit_has_is_the_offices_to_say(office):
    office_settings.change(office, OfficeSettings(due_days=5))  # a Friday
    assert referrals.refer(office, make.registered(office).issue_ids[0], "درآمد").due == jalali(1405, 6, 28)


def test_it_is_said_which_closed_day_moved_the_usual_due_date_on(office):
    assert referrals.usual_due(office) == referrals.UsualDue(jalali(1405, 7, 6))
    holidays.confirm(office, jalali(1405, 7, 6), "آلودگی هوا")
    assert referrals.usual_due(office) == referrals.UsualDue(jalali(1405, 7, 7), jalali(1405, 7, 6), "آلودگی هوا")
    office_settings.change(office, OfficeSettings(due_days=5))  # a Friday
    assert referrals.usual_due(office).closed == "جمعه"
