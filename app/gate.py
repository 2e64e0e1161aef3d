"""What the guard at the gate is given: the names of a meeting day, in the order in which they are let in."""

import datetime as dt

from app import agency
from app.booking_days import _day
from app.bookings import _of_day
from app.office import Office


def gate_list(office: Office, date: dt.date) -> bytes:
    """The day's list for the gate as a PDF: those with the first place, then by the hour."""
    from app.documents.gate_list import GateList, GateRow, draw

    details = agency.details(office)
    with office.read() as session:
        day = _day(session, office, date)
        rows = tuple(
            GateRow(name=row.name, hour=row.hour, companions=row.companions, first=row.first, came=row.came)
            for row in _of_day(session, date)
        )
    return draw(GateList(details.name, date, day.opens, day.closes, rows, made_at=office.now()))
