"""The day as the desk shows it, in one look: what each part would ask for by itself after every commit."""

import datetime as dt
from dataclasses import dataclass

from app.meetings import Day, _day
from app.office import Office
from app.queue import QueueRow, _hour, _next_number, _of_day
from app.waiting import Outlook, _outlook


@dataclass(frozen=True)
class WholeDay:
    """number: which the next visitor gets. outlook: how long who waits will wait."""

    day: Day
    rows: tuple[QueueRow, ...]
    number: int
    outlook: Outlook


def of(office: Office, date: dt.date) -> WholeDay:
    """One consistent look at the day."""
    with office.read() as session:
        day, rows = _day(session, date), _of_day(session, date, _hour(office, date))
        return WholeDay(day, tuple(rows), _next_number(session, date), _outlook(session, office, rows, day))
