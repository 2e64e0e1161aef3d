"""Due dates (charter, art. 20: in a set and proportionate time): what is usual, and the clock that they go by."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.domain.codes import ClosedDue, Weekday
from app.domain.persian.calendar import to_jalali, weekday
from app.domain.persian.holidays import SOLAR
from app.domain.texts import N_

DUES: Final = (
    (N_("3 days"), 3),
    (N_("one week"), 7),
    (N_("10 days"), 10),
    (N_("15 days"), 15),
    (N_("one month"), 30),
    (N_("no due date"), None),
)
"""What the ruling strip and the ruling sheet offer, in this order: words, and days from today."""

_DAY: Final = dt.timedelta(days=1)


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
