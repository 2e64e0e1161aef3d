"""The Jalali calendar at the edges; inside, dates are Gregorian `datetime.date`."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, Self
from zoneinfo import ZoneInfo

import jdatetime

from app.domain.codes import Weekday
from app.domain.errors import Refused
from app.domain.persian.text import latin_digits, normalise, persian_digits, search_key
from app.domain.texts import N_, _, language

TEHRAN: Final = ZoneInfo("Asia/Tehran")
FIRST_YEAR, LAST_YEAR = 1300, 1499
MONTH_NAMES: Final = (
    *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
    *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
)
SEASON_NAMES: Final = ("بهار", "تابستان", "پاییز", "زمستان")
WEEKDAY_NAMES: Final = {
    Weekday.SAT: "شنبه",
    Weekday.SUN: "یکشنبه",
    Weekday.MON: "دوشنبه",
    Weekday.TUE: "سه‌شنبه",
    Weekday.WED: "چهارشنبه",
    Weekday.THU: "پنج‌شنبه",
    Weekday.FRI: "جمعه",
}
_MONTHS = (
    *(N_("Farvardin"), N_("Ordibehesht"), N_("Khordad"), N_("Tir"), N_("Mordad"), N_("Shahrivar")),
    *(N_("Mehr"), N_("Aban"), N_("Azar"), N_("Dey"), N_("Bahman"), N_("Esfand")),
)
_FROM_MONDAY = (*list(Weekday)[2:], *list(Weekday)[:2])

_DATE = re.compile(r"([0-9]{1,6}) ?([/.–-]) ?([0-9]{1,2}) ?\2 ?([0-9]{1,2})")
_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::[0-5][0-9])?")
_QUARTER = re.compile(r"([0-9]{4})-([1-4])")
_EIGHT_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SHIFT = re.compile(r"([+-]) ?([0-9]{1,3})")
_DAY_WORDS = {"پریروز": -2, "دیروز": -1, "امروز": 0, "فردا": 1, "پسفردا": 2}  # by search key
_WEEKDAY_WORDS = {search_key(name): day for day, name in WEEKDAY_NAMES.items()}


@lru_cache(maxsize=4096)
def jalali(year: int, month: int, day: int) -> dt.date:
    """The Gregorian date of a Jalali day. Raises ValueError if there is no such day."""
    gregorian: dt.date = jdatetime.date(year, month, day).togregorian()
    return gregorian


@lru_cache(maxsize=4096)
def to_jalali(date: dt.date) -> tuple[int, int, int]:
    """Year, month and day in the Jalali calendar."""
    day = jdatetime.date.fromgregorian(date=date)
    return day.year, day.month, day.day


@lru_cache(maxsize=4096)
def days_in_month(year: int, month: int) -> int:
    """31, 30 or 29 (Esfand of a common year)."""
    if month == 12:
        return 30 if jdatetime.date(year, 1, 1).isleap() else 29
    return 31 if month <= 6 else 30


def parse_date(text: str, *, field: str = "date") -> dt.date:
    """A Jalali date as people write it: 1405/06/22, ۱۴۰۵-۶-۲۲. Source: contracts, Register.

    Raises Refused with the field: not a date, a year of two digits or outside 1300-1499, no such day.
    """
    found = _DATE.fullmatch(_typed(text))
    if not found:
        raise Refused(_("The date is not right. Write it as 1405/06/22."), field)
    if len(found[1]) == 2:
        raise Refused(_("Write the year with four digits: 1405, not 05."), field)
    return _day(int(found[1]), int(found[3]), int(found[4]), field)


def typed_date(text: str, today: dt.date, *, field: str = "date") -> dt.date:
    """What a date field takes beyond `parse_date`: 14050602, «۲» this month, «+۷», فردا, شنبه.

    today: the day from which the short forms count; a weekday's name is the coming one, never today.
    """
    typed = _typed(text)
    key = search_key(typed)
    if key in _DAY_WORDS:
        return today + dt.timedelta(days=_DAY_WORDS[key])
    if key in _WEEKDAY_WORDS:
        ahead = _FROM_MONDAY.index(_WEEKDAY_WORDS[key]) - today.weekday()
        return today + dt.timedelta(days=(ahead - 1) % 7 + 1)
    if found := _SHIFT.fullmatch(typed):
        return today + dt.timedelta(days=int(found[1] + found[2]))
    if found := _EIGHT_DIGITS.fullmatch(typed):
        return _day(int(found[1]), int(found[2]), int(found[3]), field)
    if typed.isascii() and typed.isdigit() and len(typed) <= 2:
        year, month, _today = to_jalali(today)
        return _day(year, month, int(typed), field)
    return parse_date(typed, field=field)


def _typed(text: str) -> str:
    return latin_digits(normalise(text))


def _day(year: int, month: int, day: int, field: str) -> dt.date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused(
            _("The year must lie between %(first)s and %(last)s.")
            % {"first": _number(FIRST_YEAR), "last": _number(LAST_YEAR)},
            field,
        )
    if not 1 <= month <= 12:
        raise Refused(_("The month must lie between 1 and 12."), field)
    length = days_in_month(year, month)
    if not 1 <= day <= length:
        raise Refused(
            _("There is no such day in the calendar: %(month)s of the year %(year)s has %(n)s days.")
            % {"month": _(_MONTHS[month - 1]), "year": _number(year), "n": _number(length)},
            field,
        )
    return jalali(year, month, day)


def _number(number: int) -> str:
    return persian_digits(number) if language() == "fa" else str(number)


def parse_time(text: str, *, field: str = "arrived") -> dt.time:
    """H:MM or HH:MM; seconds are dropped. Raises Refused with the field if it is no hour of the day."""
    found = _TIME.fullmatch(_typed(text))
    if not found or int(found[1]) > 23:
        raise Refused(_("The hour is not right. Write it as 09:30."), field)
    return dt.time(int(found[1]), int(found[2]))


def numeric(date: dt.date) -> str:
    """1405/06/22, in Latin digits."""
    year, month, day = to_jalali(date)
    return f"{year:04}/{month:02}/{day:02}"


def short_date(date: dt.date) -> str:
    """۲۲ شهریور."""
    _year, month, day = to_jalali(date)
    return f"{persian_digits(day)} {MONTH_NAMES[month - 1]}"


def long_date(date: dt.date) -> str:
    """یکشنبه ۲۲ شهریور ۱۴۰۵."""
    return f"{WEEKDAY_NAMES[weekday(date)]} {short_date(date)} {persian_digits(to_jalali(date)[0])}"


def weekday(date: dt.date) -> Weekday:
    return _FROM_MONDAY[date.weekday()]


def clock(time: dt.time) -> str:
    """۰۹:۳۰, in Persian digits."""
    return persian_digits(f"{time:%H:%M}")


@dataclass(frozen=True, order=True)
class Quarter:
    """A season of a Jalali year: 1 spring to 4 winter. Written 1405-2."""

    year: int
    season: int

    def __post_init__(self) -> None:
        if self.season not in {1, 2, 3, 4}:
            raise ValueError(f"no season {self.season}")

    @classmethod
    def parse(cls, text: str, *, field: str = "quarter") -> Self:
        """From 1405-2, in any digits. Raises Refused with the field."""
        found = _QUARTER.fullmatch(_typed(text))
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            raise Refused(_("Write a quarter as 1405-2: the year, a hyphen and a season from 1 to 4."), field)
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, date: dt.date) -> Self:
        """The quarter in which the date lies."""
        year, month, _day = to_jalali(date)
        return cls(year, (month + 2) // 3)

    def __str__(self) -> str:
        return f"{self.year}-{self.season}"

    @property
    def name(self) -> str:
        """تابستان ۱۴۰۵."""
        return f"{SEASON_NAMES[self.season - 1]} {persian_digits(self.year)}"

    @property
    def months(self) -> tuple[int, int, int]:
        """The numbers of its three months."""
        first = self.season * 3 - 2
        return first, first + 1, first + 2

    @cached_property
    def first(self) -> dt.date:
        return jalali(self.year, self.months[0], 1)

    @cached_property
    def last(self) -> dt.date:
        return jalali(self.year, self.months[2], days_in_month(self.year, self.months[2]))

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year + self.season // 4, self.season % 4 + 1)

    @property
    def previous(self) -> "Quarter":
        return Quarter(self.year - (self.season == 1), (self.season - 2) % 4 + 1)


def days(quarter: Quarter, on: Weekday) -> list[dt.date]:
    """The days of the quarter that fall on this weekday, in order."""
    ahead = (_FROM_MONDAY.index(on) - quarter.first.weekday()) % 7
    first = quarter.first.toordinal() + ahead
    return [dt.date.fromordinal(day) for day in range(first, quarter.last.toordinal() + 1, 7)]
