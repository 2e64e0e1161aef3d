"""How papers name a meeting day."""

import datetime as dt

from app.domain.persian.calendar import clock, long_date
from app.domain.texts import fa


def with_hours(date: dt.date, opens: dt.time, closes: dt.time) -> str:
    """«سه‌شنبه ۳۱ شهریور ۱۴۰۵، ۰۸:۰۰ تا ۱۲:۰۰»."""
    words = {"date": long_date(date), "first": clock(opens), "last": clock(closes)}
    return fa("%(date)s, %(first)s to %(last)s") % words
