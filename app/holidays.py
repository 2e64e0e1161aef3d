"""Days on which offices are closed: proposed by a package, confirmed by the office; and the clock that goes by them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import MeetingState
from app.domain.dues import OfficeDays
from app.domain.errors import Refused
from app.domain.persian.calendar import WEEKDAY_NAMES, days_in_month, jalali, to_jalali, weekday
from app.domain.persian.holidays import LUNAR, ONCE, solar
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.office import Office
from app.office_settings import _settings
from app.security.rights import Right
from db.models import Holiday, Meeting

_SIGHTED = 3
"""So many days may lie between a lunar day as it is proposed and as the office confirmed it: it is the same one."""
_ESTIMATED = " (estimated)"


class Known(StrEnum):
    """How a closed day is known: by the solar calendar, by a meeting day that was marked so, by the office's word, or
    only proposed; what is proposed closes nothing.
    """

    SOLAR = "solar"
    MARKED = "marked"
    CONFIRMED = "confirmed"
    PROPOSED = "proposed"


@dataclass(frozen=True)
class HolidayRow:
    """id: of one that the office confirmed. estimated: nobody has announced the day so far; it may still move."""

    date: dt.date
    name: str
    known: Known
    id: int | None = None
    estimated: bool = False


def of_year(office: Office, year: int) -> list[HolidayRow]:
    """The closed days of a Jalali year, by date, with the proposed ones that nobody has confirmed so far."""
    with office.read() as session:
        return _of_year(session, year)


def confirm(office: Office, date: dt.date, name: str = "") -> list[HolidayRow]:
    """Offices are closed on that day. name: empty takes the one that is proposed for it. Returns the day's year."""
    name = normalise(refuse_nul(name, "name"))
    with office.work("holidays.confirm", Right.REGISTER) as session:
        there = {row.date: row for row in _of_year(session, to_jalali(date)[0])}.get(date)
        if there is not None and there.known in (Known.SOLAR, Known.CONFIRMED):
            raise Refused(_("This day is in the list already: %(name)s.") % {"name": there.name}, "date")
        said = name or (there.name if there else "")
        if not said:
            raise Refused(_("Write what day it is."), "name")
        session.add(Holiday(agency_id=office.agency_id, date=date, name=said))
        session.flush()
        return _of_year(session, to_jalali(date)[0])


def take_back(office: Office, holiday_id: int) -> list[HolidayRow]:
    """Offices are open on that day after all. Due dates that were given stay as they are."""
    with office.work("holidays.take_back", Right.REGISTER) as session:
        row = session.get(Holiday, holiday_id)
        if row is None or row.withdrawn_at is not None:
            raise Refused(_("This day is not in the list any more. Read the list again."), "date")
        row.withdrawn_at = office.now()
        session.flush()
        return _of_year(session, to_jalali(row.date)[0])


def office_days(office: Office) -> OfficeDays:
    """The clock by which due dates go, as the office set it."""
    with office.read() as session:
        return _office_days(session)


def _office_days(session: Session) -> OfficeDays:
    wanted = _settings(session)
    confirmed = session.scalars(select(Holiday.date).where(Holiday.withdrawn_at.is_(None)))
    marked = session.scalars(select(Meeting.date).where(Meeting.mark == MeetingState.HOLIDAY))
    return OfficeDays(frozenset([*confirmed, *marked]), wanted.thursdays_closed, wanted.closed_due)


def _why_closed(session: Session, date: dt.date) -> str:
    """What day a closed one is: «عید مبعث», «جمعه»."""
    confirmed = select(Holiday.name).where(Holiday.date == date, Holiday.withdrawn_at.is_(None)).order_by(Holiday.id)
    marked = select(Meeting.reason).where(Meeting.date == date, Meeting.mark == MeetingState.HOLIDAY)
    named = solar(to_jalali(date)[0]).get(date) or session.scalar(confirmed) or session.scalar(marked)
    return named or WEEKDAY_NAMES[weekday(date)]


def _of_year(session: Session, year: int) -> list[HolidayRow]:
    first, last = jalali(year, 1, 1), jalali(year, 12, days_in_month(year, 12))
    found = [HolidayRow(date, name, Known.SOLAR) for date, name in solar(year).items()]
    rows = session.execute(
        select(Holiday.date, Holiday.name, Holiday.id)
        .where(Holiday.date.between(first, last), Holiday.withdrawn_at.is_(None))
        .order_by(Holiday.id)
    )
    found += [HolidayRow(date, name, Known.CONFIRMED, holiday_id) for date, name, holiday_id in rows]
    days = {row.date for row in found}
    marked = session.execute(
        select(Meeting.date, Meeting.reason).where(
            Meeting.date.between(first, last), Meeting.mark == MeetingState.HOLIDAY
        )
    )
    found += [HolidayRow(date, why or ONCE, Known.MARKED) for date, why in marked if date not in days]
    found += [row for row in _proposed(year) if not any(_is_same(row, other) for other in found)]
    return sorted(found, key=lambda row: row.date)


def _is_same(proposed: HolidayRow, other: HolidayRow) -> bool:
    """The day itself, or the same occasion on the day on which it was announced."""
    apart = abs((proposed.date - other.date).days)
    return apart == 0 or (apart <= _SIGHTED and proposed.name == other.name)


def _proposed(year: int) -> list[HolidayRow]:
    """What package `holidays` expects in a Jalali year; its lunar days are one day off where the moon is seen late."""
    from holidays.countries.iran import Iran

    first, last = jalali(year, 1, 1), jalali(year, 12, days_in_month(year, 12))
    found = []
    for date, names in Iran(years=[first.year, last.year], language="en_US").items():
        for name in names.split("; ") if first <= date <= last else ():
            plain = name.removesuffix(_ESTIMATED)
            ours = LUNAR.get(plain) or (ONCE if plain == "Public Holiday" else None)
            if ours is not None:
                found.append(HolidayRow(date, ours, Known.PROPOSED, estimated=plain != name))
    return found
