"""Due dates (charter, art. 20: in a set and proportionate time): what is usual, and the clock that they go by."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.domain.codes import ClosedDue, Weekday
from app.domain.errors import Refused
from app.domain.persian.calendar import days_in_month, jalali, numeric, to_jalali, weekday
from app.domain.persian.holidays import SOLAR
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import N_, _

DUES: Final = (
    (N_("3 days"), 3),
    (N_("one week"), 7),
    (N_("10 days"), 10),
    (N_("15 days"), 15),
    (N_("one month"), 30),
    (N_("no due date"), None),
)
"""What the ruling strip and the ruling sheet offer, in this order: words, and days from today."""

MOST_YEARS: Final = 2
"""So far ahead a due date may lie: works that wait for the next year's budget are done within it. What is later is a
slip of the keys (1415 for 1405), and nobody would ever be asked for the answer.
"""

_DAY: Final = dt.timedelta(days=1)


def check_typed(due: dt.date, today: dt.date, *, first: dt.date) -> None:
    """Raises Refused for a due date before `first`, or beyond what anybody means."""
    if due < first:
        said = _("A new due date is a day to come. Write one after today.")
        raise Refused(said if first > today else _("This due date has passed. Write today or a later day."), "due")
    year, month, day = to_jalali(today)
    last = jalali(year + MOST_YEARS, month, min(day, days_in_month(year + MOST_YEARS, month)))
    if due > last:
        said = _("A due date lies within two years: at the latest on %(date)s. Check its year.")
        raise Refused(said % {"date": isolate(persian_digits(numeric(last)))}, "due")


@dataclass(frozen=True)
class OfficeDays:
    """On which days offices are open: never on Fridays and the solar holidays.

    holidays: the others that the office confirmed. thursdays: they are closed on Thursdays too. rule: what becomes of
    a due date on a closed day.
    """

    holidays: frozenset[dt.date] = frozenset()
    thursdays: bool = False
    rule: ClosedDue = ClosedDue.NEXT

    def closed(self, date: dt.date) -> bool:
        on = weekday(date)
        if on is Weekday.FRI or (self.thursdays and on is Weekday.THU):
            return True
        return date in self.holidays or to_jalali(date)[1:] in SOLAR

    def due(self, since: dt.date, days: int) -> dt.date:
        """So many days after `since`, never before it."""
        if self.rule is ClosedDue.WORKING:
            due = since
            for _day in range(days):
                due = self._next(due + _DAY)
            return due
        due = since + days * _DAY
        return due if self.rule is ClosedDue.AS_IS else self._next(due)

    def moved(self, due: dt.date, stood_from: dt.date, stood_until: dt.date) -> dt.date:
        """A due date after the clock stood: as much later as it stood. On stood_until it runs again."""
        stood = [stood_from + n * _DAY for n in range((stood_until - stood_from).days)]
        if self.rule is ClosedDue.WORKING:
            return self.due(due, sum(not self.closed(day) for day in stood))
        return self.due(due, len(stood)) if stood else due

    def _next(self, date: dt.date) -> dt.date:
        """The date itself, or the first open day after it."""
        while self.closed(date):
            date += _DAY
        return date
