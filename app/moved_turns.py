"""What a message about a booked turn says, whether it is so still, and where it goes."""

import datetime as dt
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain import sms
from app.domain.codes import MessageState, Purpose
from app.domain.errors import Refused
from app.domain.persian.calendar import clock, long_date
from app.domain.texts import _
from app.office import Office
from app.reach import _of_person, _refuse_stopped
from app.sms_settings import _settings
from app.sms_text import _moved, _turn_stands, _with_stop_line
from db.models import Booking, Carrier, Message, Visitor

LEFT: Final = (MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN, MessageState.DELIVERED)
"""Of such a message the person may know."""

_KNOWN = (
    select(Visitor.id)
    .where((Visitor.national_id == Booking.national_id) | (Visitor.foreign_id == Booking.foreign_id))
    .limit(1)
    .scalar_subquery()
)
_STANDS = select(Visitor.merged_into).where(Visitor.id == Booking.visitor_id).scalar_subquery()
VISITOR = func.coalesce(_STANDS, Booking.visitor_id, _KNOWN)
"""Whose a booking is: as noted, or whoever has this id by now; one record stands for merged ones."""


class Turn(NamedTuple):
    """A booking that stands, as far as a message tells of it. moved_from: the day that fell out."""

    name: str
    mobile: str | None
    date: dt.date
    hour: dt.time | None
    moved_from: dt.date | None
    visitor_id: int | None


def _turn(session: Session, booking_id: int) -> Turn | None:
    """None: it was cancelled."""
    found = session.execute(
        select(
            Booking.first_name + " " + Booking.last_name,
            Booking.mobile,
            Booking.date,
            Booking.hour,
            Booking.moved_from,
            VISITOR,
        ).where(Booking.id == booking_id, Booking.withdrawn_at.is_(None))
    ).first()
    return Turn(*found) if found else None


def _words(session: Session, office: Office, turn: Turn) -> str:
    """What the person is told of it: that it was moved; of one that was moved back, where it is."""
    if turn.moved_from is None:
        return _turn_stands(session, office, turn.name, turn.date, turn.hour)
    return _moved(session, office, turn.name, turn.moved_from, turn.date, turn.hour)


def _says(session: Session, office: Office, message: Message, turn: Turn) -> bool:
    """Whether the message says it as it stands."""
    return message.text.startswith(_words(session, office, turn))


def _newest(session: Session, booking_id: int, *states: MessageState) -> Message | None:
    """The last message about this booking that is in one of these states."""
    about = select(Message).where(Message.booking_id == booking_id, Message.purpose == Purpose.MOVED)
    return session.scalars(about.where(Message.state.in_(states)).order_by(Message.id.desc()).limit(1)).first()


def _why_turn_untrue(session: Session, office: Office, message: Message, booking_id: int) -> str:
    """Why a message about this booking may not go with its words: they are so no more; "" where they are."""
    turn = _turn(session, booking_id)
    if turn is None:
        return _("The booking that this message is about was cancelled.")
    if turn.date < office.today():
        return _("The day of the turn that this message tells is over.")
    if _says(session, office, message, turn):
        return ""
    stands = f"{long_date(turn.date)}، {clock(turn.hour)}" if turn.hour else long_date(turn.date)
    return _("This message does not tell the turn as it stands: %(turn)s. Tell it by a call.") % {"turn": stands}


def _number_of(session: Session, turn: Turn, active: Carrier | None) -> str:
    """Where the person of a turn gets messages. Raises Refused where he gets none."""
    if not turn.mobile:
        raise Refused(_("No mobile number is known; tell it by a call or a letter."), "mobile")
    if turn.visitor_id is not None:
        reach = _of_person(session, turn.visitor_id)
        _refuse_stopped(reach, active if reach.mobile == turn.mobile else None)
    return turn.mobile


def _brought_up_to_date(session: Session, office: Office, message: Message, booking_id: int) -> str | None:
    """Where a message that waits goes, with the words that stand: the office may have changed its own, and one of
    which nobody knew whether it had left may wait again. None: it is not to go. Raises Refused as `_number_of`.
    """
    turn, last = _turn(session, booking_id), _newest(session, booking_id, MessageState.WAITING, *LEFT)
    if turn is None or turn.date < office.today() or last is not message:
        return None
    if not _says(session, office, message, turn):
        message.text = _with_stop_line(_words(session, office, turn), _settings(session))
        message.parts = sms.measure(message.text).parts
    active = session.scalars(select(Carrier).where(Carrier.active)).first()
    return _number_of(session, turn, active)
