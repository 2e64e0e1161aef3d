"""Any stretch of days: a quarter, a month, a day, or from one day to another. Only a quarter's report is signed."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from app.domain.errors import Refused
from app.domain.persian.calendar import (
    MONTH_NAMES,
    Quarter,
    days_in_month,
    jalali,
    long_date,
    numeric,
    parse_date,
    short_date,
    to_jalali,
)
from app.domain.persian.text import latin_digits, normalise, persian_digits, search_key
from app.domain.texts import _

_MONTH = re.compile(r"(1[34][0-9]{2})[/.]([0-9]{1,2})")
_BETWEEN = re.compile(r"\s*(?:\.\.|\s(?:تا|to)\s)\s*")
_LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True)
class Period:
    """From one day to another, both in it."""

    first: dt.date
    last: dt.date

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls(jalali(year, month, 1), jalali(year, month, days_in_month(year, month)))

    def __str__(self) -> str:
        """As it stands in a file's name: 1405-05, 1405-05-12 or 1405-05-01--1405-05-15."""
        first, last = (numeric(day).replace("/", "-") for day in (self.first, self.last))
        if self.is_month:
            return first[:7]
        return first if first == last else f"{first}--{last}"

    @property
    def is_month(self) -> bool:
        year, month, day = to_jalali(self.first)
        return day == 1 and to_jalali(self.last) == (year, month, days_in_month(year, month))

    @property
    def months(self) -> tuple[int, ...]:
        """The numbers of the months that it touches, in order."""
        year, month, _day = to_jalali(self.first)
        until, last, _day = to_jalali(self.last)
        return tuple(number % 12 + 1 for number in range(month - 1, (until - year) * 12 + last))[:12]

    @property
    def next(self) -> "Period":
        """As long a period after this one; after a month the next."""
        after = self.last + dt.timedelta(days=1)
        if self.is_month:
            return Period.month(*to_jalali(after)[:2])
        return Period(after, after + (self.last - self.first))

    @property
    def previous(self) -> "Period":
        before = self.first - dt.timedelta(days=1)
        if self.is_month:
            return Period.month(*to_jalali(before)[:2])
        return Period(before - (self.last - self.first), before)

    @property
    def name(self) -> str:
        """مرداد ۱۴۰۵، یا دوشنبه ۱۲ مرداد ۱۴۰۵، یا ۱ مرداد تا ۱۵ شهریور ۱۴۰۵."""
        year, month, _day = to_jalali(self.first)
        if self.is_month:
            return f"{MONTH_NAMES[month - 1]} {persian_digits(year)}"
        if self.first == self.last:
            return long_date(self.first)
        until = to_jalali(self.last)[0]
        begins = short_date(self.first) if until == year else f"{short_date(self.first)} {persian_digits(year)}"
        return f"{begins} تا {short_date(self.last)} {persian_digits(until)}"


Span = Quarter | Period
"""What figures are counted for."""


def of_report(quarter: Mapping[str, Any]) -> Span:
    """The days of a report's data (`quarter` of report.json): a draft of other days has neither year nor season."""
    if quarter["year"] is not None:
        return Quarter(quarter["year"], quarter["season"])
    return Period(dt.date.fromisoformat(quarter["from"]), dt.date.fromisoformat(quarter["to"]))


def parse(text: str, *, today: dt.date, field: str = "period") -> Span:
    """A quarter (1405-2), a month (1405/05, مرداد, مرداد ۱۴۰۵), a day, or two days with «تا» or .. between them.

    today: gives the year to a month without one. Raises Refused with the field.
    """
    typed = normalise(latin_digits(text)).strip()
    if re.fullmatch(r"[0-9]+-[0-9]*", typed):
        return Quarter.parse(typed, field=field)
    if found := _MONTH.fullmatch(typed):
        return _month(int(found[1]), int(found[2]), field)
    if named := _named_month(typed, to_jalali(today)[0]):
        return named
    ends = _BETWEEN.split(typed)
    if len(ends) > 2 or not all(re.search(r"[0-9]", end) for end in ends):
        raise _unread(field)
    first, last = parse_date(ends[0], field=field), parse_date(ends[-1], field=field)
    if last < first:
        raise Refused(_("The period ends before it begins."), field)
    if last - first > _LONGEST:
        raise Refused(_("The period is longer than a year."), field)
    return Period(first, last)


def _month(year: int, month: int, field: str) -> Period:
    if not 1 <= month <= 12:
        raise _unread(field)
    return Period.month(year, month)


def _named_month(typed: str, year: int) -> Period | None:
    *name, last = typed.split(" ")
    if re.fullmatch(r"1[34][0-9]{2}", last):
        year = int(last)
    else:
        name = [*name, last]
    wanted = search_key(" ".join(name))
    for number, month in enumerate(MONTH_NAMES, 1):
        if wanted and search_key(month) == wanted:
            return Period.month(year, number)
    return None


def _unread(field: str) -> Refused:
    said = _("Write a quarter as 1405-2, a month as 1405/05, a day as 1405/05/12, or two days with .. between them.")
    return Refused(said, field)
