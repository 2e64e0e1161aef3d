"""Visits that were written on paper slips while the power was out or the crowd too large: keyed in with the true hours.

Such a visit is marked as a late entry, which is no amendment of a closed day. Hours are checked against each other and
the clock; the number is the paper slip's, and numbers may have gaps. Who presided at that hour is told by the head's
own presence where it was noted; else it is asked for, and a deputy's visit does not count (c1).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import Kind, PresidedBy, QueueState
from app.domain.errors import Refused
from app.domain.persian.calendar import parse_time, typed_date
from app.domain.persian.text import latin_digits, normalise, persian_digits
from app.domain.texts import _
from app.meetings import _is_on, _meeting_on, _row
from app.office import Office
from app.queue import QueueRow
from app.rooms import _inside
from app.security.rights import Right
from app.visits import NewVisit, _register
from db.models import Meeting, Visit


@dataclass(frozen=True)
class Slip:
    """What the paper says, as typed. date: empty for today. number: empty for the next one.

    admitted, departed: empty for who was not received, or is still here. presided_by: head or deputy, where asked for.
    """

    date: str = ""
    number: str = ""
    arrived: str = ""
    admitted: str = ""
    departed: str = ""
    presided_by: str = ""


def register(office: Office, new: NewVisit, slip: Slip) -> QueueRow:
    """Register who came while nobody could type.

    State: seen with both hours; in the room without the hour of leaving, today and while the room is free; else left
    unseen, or today and without an hour of leaving waiting.
    Raises Refused with the slip's field, or as `visits.register` does; "presided_by" when it must be asked for.
    """
    with office.work("late_entry.register", Right.REGISTER) as work:
        today = office.today()
        date = typed_date(slip.date, today) if slip.date.strip() else today
        if date > today:
            raise Refused(_("A late entry is of today or of an earlier day."), "date")
        told = _hours(slip, office.time() if date == today else None)
        if new.kind is not Kind.WEEKLY:
            return _register(work, office, new, date, {"arrived": told["arrived"], "late_entry": True})
        if not _is_on(work, _row(work, date), date):
            raise Refused(_("There was no meeting on that day."), "date")
        meeting = _meeting_on(work, office, date)
        told["state"] = _state(work, date, told, today=date == today)
        told["number"] = _number(work, date, slip.number)
        if told["admitted"] is not None:
            told["presided_by"] = _presided(meeting, told["admitted"], slip.presided_by)
        told = {key: value for key, value in told.items() if value is not None}
        return _register(work, office, new, date, told | {"late_entry": True})


def _hours(slip: Slip, now: dt.time | None) -> dict[str, Any]:
    """The three hours in their order. now: the latest that may be, None on an earlier day."""
    if not slip.arrived.strip():
        raise Refused(_("Write the hour of arrival."), "arrived")
    hours: dict[str, Any] = {}
    last, said = dt.time.min, ""
    order = {
        "arrived": "",
        "admitted": _("The hour of admission cannot be before that of arrival."),
        "departed": _("The hour of leaving cannot be before that of admission."),
    }
    for key, said in order.items():
        text = getattr(slip, key)
        hours[key] = time = parse_time(text, field=key) if text.strip() else None
        if time is None:
            continue
        if now is not None and time > now:
            raise Refused(_("This hour has not come yet."), key)
        if time < last:
            raise Refused(said, key)
        last = time
    return hours


def _state(session: Session, date: dt.date, hours: dict[str, Any], *, today: bool) -> QueueState:
    admitted, departed = hours["admitted"], hours["departed"]
    if admitted is None:
        return QueueState.WAITING if today and departed is None else QueueState.LEFT
    if departed is not None or not today:
        return QueueState.SEEN
    if _inside(session, date, None):
        raise Refused(_("Somebody else is in the room; write the hour of leaving."), "departed")
    return QueueState.IN_ROOM


def _number(session: Session, date: dt.date, typed: str) -> int | None:
    """The slip's number, which nobody else of that day has; None for the next one."""
    text = latin_digits(normalise(typed))
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) <= MOST:
        raise Refused(_("The number of the slip is not right."), "number")
    taken = (Visit.date == date, Visit.number == int(text), Visit.withdrawn_at.is_(None))
    name = session.scalar(select(Visit.first_name + " " + Visit.last_name).where(*taken))
    if name is not None:
        said = _("Turn %(n)s of that day is %(name)s's.") % {"n": persian_digits(text), "name": name}
        raise Refused(said, "number")
    return int(text)


MOST = 9999


def _presided(meeting: Meeting, at: dt.time, said: str) -> PresidedBy:
    """By the head's noted presence; where that is not known, as it was said."""
    if meeting.head_from is not None:
        there = meeting.head_from <= at and (meeting.head_to is None or at <= meeting.head_to)
        return PresidedBy.HEAD if there else PresidedBy.DEPUTY
    if not said:
        raise Refused(_("The head's presence on that day is not noted. Who received this visitor?"), "presided_by")
    return PresidedBy(said)
