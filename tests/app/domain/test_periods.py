"""Any stretch of days: as it is typed, as it is said, as it stands in a file's name."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import Refused
from app.domain.persian import periods
from app.domain.persian.calendar import Quarter, jalali, to_jalali
from app.domain.persian.periods import Period

TODAY = jalali(1405, 6, 22)


def read(text):
    return periods.parse(text, today=TODAY)


@pytest.mark.parametrize(
    ("typed", "name", "in_a_file"),
    [
        ("1405-2", "تابستان ۱۴۰۵", "1405-2"),
        ("۱۴۰۵/۵", "مرداد ۱۴۰۵", "1405-05"),
        ("مرداد", "مرداد ۱۴۰۵", "1405-05"),
        ("اسفند ۱۴۰۴", "اسفند ۱۴۰۴", "1404-12"),
        ("1405/05/12", "دوشنبه ۱۲ مرداد ۱۴۰۵", "1405-05-12"),
        ("1405/05/01..1405/05/15", "۱ مرداد تا ۱۵ مرداد ۱۴۰۵", "1405-05-01--1405-05-15"),
        ("۱۴۰۴/۱۲/۲۰ تا ۱۴۰۵/۰۱/۱۰", "۲۰ اسفند ۱۴۰۴ تا ۱۰ فروردین ۱۴۰۵", "1404-12-20--1405-01-10"),
        ("1405/05/01 to 1405/05/31", "مرداد ۱۴۰۵", "1405-05"),
    ],
)
def test_days_are_read_as_people_write_them(typed, name, in_a_file):
    span = read(typed)
    assert (span.name, str(span)) == (name, in_a_file)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "ماه را"),
        ("1405/13", "ماه را"),
        ("1405-5", "فصل را"),
        ("فردا", "روز را"),
        ("1405/05/12..1405/05/01", "پیش از آغاز"),
        ("1403/01/01..1405/01/01", "بیش از یک سال"),
        ("1405/01/01..1405/01/02..1405/01/03", "ماه را"),
        ("1405/06/32", "چنین روزی"),
    ],
)
def test_what_is_no_period_is_refused_with_the_way_out(typed, words):
    with pytest.raises(Refused) as refused:
        read(typed)
    assert words in refused.value.reason
    assert refused.value.field == "period"


@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 1, 1)), st.integers(0, 200))
def test_the_next_period_begins_where_this_one_ends(first, length):
    period = Period(first, first + dt.timedelta(days=length))
    assert period.next.first == period.last + dt.timedelta(days=1)
    assert period.previous.last == period.first - dt.timedelta(days=1)
    if not period.is_month:
        assert period.next.last - period.next.first == period.last - period.first


@given(st.integers(1390, 1420), st.integers(1, 12))
def test_after_a_month_comes_the_next(year, month):
    period = Period.month(year, month)
    assert period.next.previous == period
    assert period.next.is_month
    assert period.months == (month,)


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 365))
def test_its_months_are_those_of_its_days(first, length):
    period = Period(first, first + dt.timedelta(days=length))
    days = (first + dt.timedelta(days=n) for n in range(length + 1))
    assert set(period.months) == {to_jalali(day)[1] for day in days}


def test_a_quarter_of_a_report_is_read_back():
    summer = Quarter(1405, 2)
    assert periods.of_report({"year": 1405, "season": 2, "from": "x", "to": "x"}) == summer
    assert periods.of_report({"year": None, "season": None, "from": "2026-07-23", "to": "2026-08-22"}) == Period(
        dt.date(2026, 7, 23), dt.date(2026, 8, 22)
    )
