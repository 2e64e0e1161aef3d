import datetime as dt

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import texts
from app.domain.codes import Weekday
from app.domain.errors import Refused
from app.domain.persian.calendar import (
    MONTH_NAMES,
    TEHRAN,
    WEEKDAY_NAMES,
    Quarter,
    clock,
    days,
    days_in_month,
    jalali,
    long_date,
    numeric,
    parse_date,
    parse_time,
    short_date,
    to_jalali,
    typed_date,
    weekday,
)
from app.domain.persian.text import normalise, persian_digits

DAY = dt.date(2026, 9, 13)  # Sunday 1405/06/22
some_day = st.dates(dt.date(1921, 3, 21), dt.date(2121, 3, 20))
quarters = st.builds(Quarter, st.integers(1300, 1499), st.integers(1, 4))


@pytest.fixture
def english():
    texts.speak("en")
    yield
    texts.speak("fa")


def reason(ask, text, **options):
    with pytest.raises(Refused) as refused:
        ask(text, **options)
    return refused.value.reason


def test_leap_years_are_those_of_the_33_year_cycle():
    for year in range(1300, 1500):
        leap = (25 * year + 11) % 33 < 8
        assert jdatetime.date(year, 1, 1).isleap() == leap
        assert days_in_month(year, 12) == 29 + leap
        assert (jalali(year + 1, 1, 1) - jalali(year, 1, 1)).days == 365 + leap


def test_the_years_that_the_office_knows_to_be_leap():
    assert [year for year in range(1398, 1417) if days_in_month(year, 12) == 30] == [
        1399,
        1403,
        1408,
        1412,
        1416,
    ]


def test_six_months_have_31_days_five_have_30():
    assert [days_in_month(1405, month) for month in range(1, 13)] == [31] * 6 + [30] * 5 + [29]


@given(some_day)
def test_every_day_comes_back_from_the_jalali_calendar(day):
    assert jalali(*to_jalali(day)) == day
    assert to_jalali(day + dt.timedelta(days=1)) > to_jalali(day)


@given(some_day, st.sampled_from("/-.–"), st.booleans(), st.booleans())
def test_every_day_is_read_as_people_write_it(day, separator, padded, persian):
    year, month, number = to_jalali(day)
    text = separator.join([str(year), f"{month:02}" if padded else str(month), str(number)])
    assert parse_date(f" {persian_digits(text) if persian else text}\u200f") == day
    assert numeric(day) == f"{year}/{month:02}/{number:02}"


@pytest.mark.parametrize("text", ["1405/06/22", "۱۴۰۵-۶-۲۲", "١٤٠٥.٠٦.٢٢", "1405–6–22", "1405 / 6 / 22"])
def test_one_day_in_many_spellings(text):
    assert parse_date(text) == DAY


def test_a_day_that_is_not_in_the_calendar_is_said_with_the_months_length():
    assert reason(parse_date, "1405/07/31") == "چنین روزی در تقویم نیست؛ ماه مهر در سال ۱۴۰۵، ۳۰ روز دارد."
    assert reason(parse_date, "1404/12/30") == "چنین روزی در تقویم نیست؛ ماه اسفند در سال ۱۴۰۴، ۲۹ روز دارد."
    assert "۳۱ روز" in reason(parse_date, "1405/6/0")
    assert parse_date("1403/12/30") == dt.date(2025, 3, 20)


def test_a_refusal_in_english_has_latin_digits(english):
    assert reason(parse_date, "1405/07/31") == (
        "There is no such day in the calendar: Mehr of the year 1405 has 30 days."
    )


def test_a_year_of_two_digits_is_refused_in_its_own_words():
    assert reason(parse_date, "05/06/22") == "سال را با چهار رقم بنویسید؛ ۱۴۰۵، نه ۰۵."


@pytest.mark.parametrize("text", ["2026/09/13", "1299/12/29", "1500/1/1", "405/6/2"])
def test_years_outside_1300_to_1499_are_refused(text):
    assert reason(parse_date, text) == "سال باید میان ۱۳۰۰ و ۱۴۹۹ باشد."


def test_the_first_and_the_last_year_are_taken():
    assert to_jalali(parse_date("1300/01/01")) == (1300, 1, 1)
    assert to_jalali(parse_date("1499/12/29")) == (1499, 12, 29)


@pytest.mark.parametrize("month", ["0", "13"])
def test_there_are_twelve_months(month):
    assert reason(parse_date, f"1405/{month}/1") == "ماه باید میان ۱ و ۱۲ باشد."


@pytest.mark.parametrize(
    "text",
    ["", "فردا", "1405/06", "1405/06/022", "1405/06-22", "1405/06/22/1", "14050622", "1" * 5000 + "/1/1"],
)
def test_what_is_no_date_is_refused_with_an_example(text):
    assert reason(parse_date, text) == "تاریخ درست نیست؛ مانند \u2066۱۴۰۵/۰۶/۲۲\u2069 بنویسید."


def test_a_refused_date_and_hour_name_their_field():
    with pytest.raises(Refused) as refused:
        parse_date("x", field="due")
    assert refused.value.field == "due"
    with pytest.raises(Refused) as refused:
        parse_time("x", field="admitted")
    assert refused.value.field == "admitted"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("۱۴۰۵/۶/۲", "1405/06/02"),
        ("14050602", "1405/06/02"),
        ("۲", "1405/06/02"),
        ("31", "1405/06/31"),
        ("+۷", "1405/06/29"),
        ("-۲۲", "1405/05/31"),
        ("فردا", "1405/06/23"),
        ("امروز", "1405/06/22"),
        ("ديروز", "1405/06/21"),
        ("پس‌فردا", "1405/06/24"),
        ("پریروز", "1405/06/20"),
        ("دوشنبه", "1405/06/23"),
        ("سه شنبه", "1405/06/24"),
        ("پنج‌شنبه", "1405/06/26"),
        ("جمعه", "1405/06/27"),
        ("شنبه", "1405/06/28"),
    ],
)
def test_a_date_field_takes_short_forms(text, day):
    assert numeric(typed_date(text, DAY)) == day


def test_the_name_of_todays_weekday_is_a_week_ahead():
    assert typed_date("یک‌شنبه", DAY) == DAY + dt.timedelta(days=7)


@given(some_day, st.sampled_from(Weekday))
def test_the_name_of_a_weekday_is_the_coming_one(today, day):
    coming = typed_date(WEEKDAY_NAMES[day], today)
    assert weekday(coming) == day
    assert 1 <= (coming - today).days <= 7


def test_short_forms_that_are_no_day_are_refused():
    assert "۳۱ روز" in reason(typed_date, "32", today=DAY)
    assert "ماه مهر" in reason(typed_date, "14050731", today=DAY)
    assert "مانند" in reason(typed_date, "123", today=DAY)
    assert "مانند" in reason(typed_date, "", today=DAY)
    with pytest.raises(Refused) as refused:
        typed_date("هفته", DAY, field="due")
    assert refused.value.field == "due"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9:30", dt.time(9, 30)),
        ("۰۹:۳۰", dt.time(9, 30)),
        ("٠:٠٠", dt.time(0)),
        (" 23:59:59 ", dt.time(23, 59)),
    ],
)
def test_an_hour_is_read_without_its_seconds(text, time):
    assert parse_time(text) == time


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "9:5", "9", "0930", "9:30:60", "-1:00", "۹:۳۰ صبح", "123:00"])
def test_what_is_no_hour_is_refused_with_an_example(text):
    assert reason(parse_time, text) == "ساعت درست نیست؛ مانند ۰۹:۳۰ بنویسید."


@given(st.times())
def test_every_hour_shown_is_read_again(time):
    assert parse_time(clock(time)) == time.replace(second=0, microsecond=0)


def test_dates_are_shown_in_persian():
    assert long_date(DAY) == "یکشنبه ۲۲ شهریور ۱۴۰۵"
    assert short_date(DAY) == "۲۲ شهریور"
    assert numeric(DAY) == "1405/06/22"
    assert clock(dt.time(9, 30)) == "۰۹:۳۰"


def test_names_of_months_and_weekdays_are_in_their_stored_spelling():
    names = [*MONTH_NAMES, *WEEKDAY_NAMES.values()]
    assert [normalise(name) for name in names] == names
    assert [texts.fa(day.word) for day in WEEKDAY_NAMES] == list(WEEKDAY_NAMES.values())
    assert list(WEEKDAY_NAMES) == list(Weekday)


def test_the_week_begins_on_saturday():
    assert weekday(DAY) is Weekday.SUN
    week = [DAY + dt.timedelta(days=ahead) for ahead in range(-1, 6)]
    assert [weekday(day) for day in week] == list(Weekday)


def test_tehran_keeps_one_time_since_1402():
    assert dt.datetime(2026, 7, 1, tzinfo=TEHRAN).utcoffset() == dt.timedelta(hours=3, minutes=30)
    assert dt.datetime(2021, 7, 1, tzinfo=TEHRAN).utcoffset() == dt.timedelta(hours=4, minutes=30)


def test_the_quarters_of_1405():
    spans = [(Quarter(1405, season).first, Quarter(1405, season).last) for season in (1, 2, 3, 4)]
    assert spans == [
        (dt.date(2026, 3, 21), dt.date(2026, 6, 21)),
        (dt.date(2026, 6, 22), dt.date(2026, 9, 22)),
        (dt.date(2026, 9, 23), dt.date(2026, 12, 21)),
        (dt.date(2026, 12, 22), dt.date(2027, 3, 20)),
    ]


def test_a_quarter_is_written_with_its_year_and_named_by_its_season():
    quarter = Quarter.parse(" ۱۴۰۵-۲ ")
    assert quarter == Quarter(1405, 2)
    assert str(quarter) == "1405-2"
    assert quarter.name == "تابستان ۱۴۰۵"
    assert quarter.months == (4, 5, 6)


@pytest.mark.parametrize("text", ["", "1405", "1405-0", "1405-5", "05-2", "1405/2", "2026-2", "1299-4", "1500-1"])
def test_what_is_no_quarter_is_refused_with_an_example(text):
    assert "\u2066۱۴۰۵-۲\u2069" in reason(Quarter.parse, text)


def test_there_is_no_fifth_season():
    with pytest.raises(ValueError, match="no season 5"):
        Quarter(1405, 5)


@given(quarters)
def test_quarters_follow_each_other_without_a_gap(quarter):
    assert quarter.next.first == quarter.last + dt.timedelta(days=1)
    assert quarter.next.previous == quarter
    assert quarter.previous < quarter < quarter.next
    assert 89 <= (quarter.last - quarter.first).days + 1 <= 93


@given(some_day)
def test_every_day_lies_in_its_quarter(day):
    quarter = Quarter.of(day)
    assert quarter.first <= day <= quarter.last


@given(quarters, st.sampled_from(Weekday))
def test_a_weekdays_days_are_all_those_of_the_quarter(quarter, day):
    length = (quarter.last - quarter.first).days + 1
    every = [quarter.first + dt.timedelta(days=ahead) for ahead in range(length)]
    assert days(quarter, day) == [date for date in every if weekday(date) is day]
