"""Messages that nobody has to think of: a visit was registered, with its follow-up code; a turn was moved.

They are put into the outbox with the act itself, where the office wants that and messages go by themselves, and are
withdrawn with it as long as they have not left. Who gets no messages is passed over: the act is done all the same.
"""

import datetime as dt
from contextlib import suppress
from typing import Final

from sqlalchemy import bindparam, select

from app.domain import sms
from app.domain.codes import MessageState, Purpose
from app.domain.errors import Refused
from app.issues import OWN, _own_id
from app.meetings import _day
from app.messages import _active, _is_by_hand, _number, _queued, _refuse_twin
from app.modem_parts import _is_partly_out
from app.moved_turns import LEFT, _newest, _number_of, _says, _turn, _words
from app.office import Office
from app.outbox import _cancel
from app.sms_settings import ON_MOVING, ON_REGISTERING, _settings
from app.sms_text import _compose, _with_stop_line
from app.work import Work
from db import prepared
from db.models import Issue, Message, OfficeSetting, Visit

_WANTED: Final = select(OfficeSetting.value).where(OfficeSetting.key == bindparam("key"))


def _acknowledge(work: Work, office: Office, issue_id: int) -> None:
    """A visit with this first issue was registered: the applicant is told its follow-up code."""
    if not _wants(work, ON_REGISTERING, usual=False):
        return
    own = _own_id(work, issue_id)
    with suppress(Refused):
        number = _number(work, own, _active(work), Purpose.REGISTERED)
        _refuse_twin(work, own, Purpose.REGISTERED, None)
        _queued(
            work, office, number, _compose(work, office, issue_id, Purpose.REGISTERED), Purpose.REGISTERED, issue_id=own
        )


def _withdraw_acknowledgement(work: Work, office: Office, visit: Visit) -> None:
    """The registration is taken back."""
    ids = work.scalars(select(Issue.id).where(Issue.visit_id == visit.id)).all()
    waiting = select(Message).where(
        Message.issue_id.in_({_own_id(work, issue_id) for issue_id in ids}),
        Message.purpose == Purpose.REGISTERED,
        Message.state == MessageState.WAITING,
    )
    for message in work.scalars(waiting).all():
        if message.queued_at.astimezone(office.now().tzinfo).date() >= visit.date:  # else of an earlier visit
            _cancel(work, office, message)


def _in_our_words(work: Work, office: Office, visit_id: int) -> list[Message]:
    """What waits to be sent about this visit's matters in the office's own words, as they stand now; none has left."""
    own = select(OWN).where(Issue.visit_id == visit_id)
    waiting = select(Message).where(Message.issue_id.in_(own), Message.state == MessageState.WAITING)
    return [
        one
        for one in work.scalars(waiting).all()
        if one.text == _words_of(work, office, one) and not _is_partly_out(work, one.id)
    ]


def _say_anew(work: Work, office: Office, messages: list[Message]) -> None:
    """Their words were filled in before a name, or whatever else they tell, was corrected."""
    for message in messages:
        words = _words_of(work, office, message)
        if words and words != message.text and sms.measure(words).parts <= sms.MOST_PARTS:
            message.text, message.parts = words, sms.measure(words).parts
    work.flush()


def _words_of(work: Work, office: Office, message: Message) -> str:
    """What the office's template says of its matter now; "": nothing."""
    with suppress(Refused):
        return _compose(work, office, message.issue_id or 0, message.purpose)
    return ""


def _tell_moved(work: Work, office: Office, booking_id: int) -> None:
    """A booking was moved with its day, or its person was told of another turn than he has: he is told what stands.

    Of a day on which there is no meeting nothing is told: from there he is moved on.
    """
    turn, heard = _turn(work, booking_id), _newest(work, booking_id, *LEFT)
    if turn is None or (turn.moved_from is None and heard is None) or not _wants(work, ON_MOVING, usual=True):
        return
    if not _day(work, turn.date).meeting or (heard is not None and _says(work, office, heard, turn)):
        return
    text = _with_stop_line(_words(work, office, turn), _settings(work))
    with suppress(Refused):  # who gets no messages; a text of the office's own that is too long with this name
        _queued(work, office, _number_of(work, turn, _active(work)), text, Purpose.MOVED, booking_id=booking_id)


def _untell_moved(work: Work, office: Office, booking_id: int) -> None:
    """It does not stand any more that this booking was moved to where it is: what waits does not go."""
    waits = _newest(work, booking_id, MessageState.WAITING)
    if waits is not None:
        _cancel(work, office, waits)


def _retell_moved(work: Work, office: Office, booking_id: int) -> None:
    """A moved booking was corrected, or moved once more by hand. What waits goes with what stands, or not at all."""
    waits, turn = _newest(work, booking_id, MessageState.WAITING), _turn(work, booking_id)
    if waits is None or turn is None or (waits.number == turn.mobile and _says(work, office, waits, turn)):
        return
    _cancel(work, office, waits)
    _tell_moved(work, office, booking_id)


def _retell_undone(work: Work, office: Office, booking_id: int, cancelled_at: dt.datetime | None) -> None:
    """What was done to a booking was taken back: who knows of that already is told anew.

    cancelled_at: when it was cancelled, of one that stands again; what waited then is to go after all.
    """
    _retell_moved(work, office, booking_id)
    if _newest(work, booking_id, MessageState.WAITING) is not None:
        return
    gone = _newest(work, booking_id, MessageState.CANCELLED) if cancelled_at is not None else None
    went_with_it = (
        gone is not None and gone.settled_at is not None and gone.settled_at >= (cancelled_at or office.now())
    )
    if went_with_it or _newest(work, booking_id, *LEFT) is not None:
        _tell_moved(work, office, booking_id)


def _wants(work: Work, key: str, *, usual: bool) -> bool:
    """Asked at every registration. usual: where the office said nothing."""
    kept = prepared.first(work.core, _WANTED, key=key)
    return (kept.value == "true" if kept is not None else usual) and not _is_by_hand(work)
