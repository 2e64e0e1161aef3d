"""Sending, one durable step at a time: nothing is lost and nothing goes twice, whenever the power goes.

That a message is being sent, under our own number of it, is committed before the carrier hears of it. Who finds such a
message without anybody sending it knows that a process died over it: the carrier is asked, and where that leads
nowhere a person decides. One process at a time sends, by a lock that goes with it.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.carriers import Answer, Carrier, Outgoing
from app.carriers.http import unreachable
from app.domain.codes import CarrierKind, MessageState
from app.domain.errors import Refused, Unavailable
from app.messages import _active, _delivered, _forget, _number, _stands
from app.modem_parts import _is_partly_out, _left_behind
from app.moved_turns import VISITOR, _brought_up_to_date
from app.office import Office
from app.outbox_line import _keep, _line, pause
from app.reach import _line_blocked
from app.security import store_lock
from app.security.rights import Right
from app.sms_settings import _settings
from app.work import Work
from db.models import Booking, Issue, Message, Sending, Visit

MOST_TRIES = 12
"""Of a message that the carrier puts off again and again for no reason that passes: some three hours."""
MODEM_RATE = 6
"""A private SIM that sends more a minute may be barred."""
_TAKEN_OVER = "taken over"
"""In place of the store's epoch: no store has it."""
IDLE = 60.0
"""Seconds."""


@dataclass(frozen=True)
class Step:
    """What a step did. after: seconds until another one may find something to do. stopped: the line stopped in it, for
    this reason in words; said once. elsewhere: another PC sends for this store.
    """

    after: float
    did: bool = False
    stopped: str = ""
    elsewhere: bool = False


@dataclass(frozen=True)
class _Asked:
    """A message of which the carrier is asked. over: its time is over, and the carrier knows nothing of it any more."""

    id: int
    uid: int
    their_id: str | None
    over: bool


def step(office: Office, carrier: Carrier | None, pc: str = "") -> Step:
    """Do the next thing: see to what a crash left, ask for one message, or send one.

    carrier: None where messages go by hand: then only what a crash left is seen to. pc: this PC, by a number that is
    kept outside the store, as a store that was copied by hand sends nothing at a second PC (`take_over`); empty: nobody
    asks. Raises Unavailable when the store can't be written; what was handed over meanwhile is found again.
    """
    try:
        lock = store_lock.outbox(office.folder)
    except Unavailable:
        return Step(IDLE)
    try:
        if pc and _is_elsewhere(office, pc):
            return Step(IDLE, elsewhere=True)
        if _recover(office, carrier):
            return Step(0.0, did=True)
        return (_ask(office, carrier) or _send(office, carrier)) if carrier else Step(IDLE)
    finally:
        lock.release()


def _is_elsewhere(office: Office, pc: str) -> bool:
    """Whether another PC sends. The first one that looks is it; one that restored a copy is, too."""
    with office.read(Right.FOLLOW_UP) as session:
        line = _line(session)
    if line.pc == pc:
        return False
    if line.pc and line.epoch in ("", office.epoch, _TAKEN_OVER):
        return True
    with office.note() as session:
        _keep(session, replace(_line(session), pc=pc))
    return False


def take_over(office: Office, pc: str) -> None:
    """From now on this PC sends. What waits may have gone from the other one, so it is asked for first, or a person
    decides, as after a restore.
    """
    with office.work("sending.take_over", Right.FOLLOW_UP) as work:
        _keep(work, replace(_line(work), pc=pc, epoch=_TAKEN_OVER))


def ask_now(office: Office, uids: list[int]) -> None:
    """The carrier has news of these messages (a modem hears reports): the next steps ask for them."""
    with office.work("sending.ask_now", Right.FOLLOW_UP) as session:
        notes = select(Sending).join(Message, Message.id == Sending.message_id).where(Message.uid.in_(uids))
        for note in session.scalars(notes):
            note.next_at = office.now()


# After a crash


def _recover(office: Office, carrier: Carrier | None) -> bool:
    """Nobody sends but who holds the lock, so what is being sent was left behind. Returns whether there was any.

    A store that was restored from a copy may have sent since what waits in it: that too has to be asked for.
    """
    left = select(Message).where(Message.state == MessageState.SENDING)
    with office.read(Right.FOLLOW_UP) as session:
        line = _line(session)
        restored = line.epoch not in ("", office.epoch)
        if not restored and session.scalar(left.limit(1)) is None:
            return False
    with office.work("sending.recover", Right.FOLLOW_UP) as work:
        if restored:
            left = select(Message).where(Message.state.in_((MessageState.SENDING, MessageState.WAITING)))
            _keep(work, replace(_line(work), epoch=office.epoch))
        for message in work.scalars(left).all():
            message.state = MessageState.UNKNOWN
            _forget(work, message)
            if carrier is not None:
                message.carrier = message.carrier or carrier.kind
            if carrier is not None and not (restored and carrier.kind is CarrierKind.MODEM):  # that knows by the store
                work.add(Sending(message_id=message.id, tries=0, next_at=office.now(), said=None))
    return True


# Asking


def _ask(office: Office, carrier: Carrier) -> Step | None:
    """Ask for the message whose turn it is; None when there is none."""
    now = office.now()
    with office.read() as session:
        if _line(session).rests(now):
            return None
        asked = _next_asked(session, carrier, now)
    if asked is None:
        return None
    answer = None
    if not asked.over:
        try:
            answer = carrier.ask(asked.uid, asked.their_id)
        except Unavailable as error:
            return _unreached(office, asked.id, error)
    with office.work("sending.ask", Right.FOLLOW_UP) as work:
        _keep(work, _line(work).reached() if answer else _line(work))
        message = work.get_one(Message, asked.id)
        if message.uid == asked.uid and message.state in (MessageState.SENT, MessageState.UNKNOWN):
            _heard(work, office, message, answer)
    return Step(0.0, did=True)


def _next_asked(session: Session, carrier: Carrier, now: dt.datetime) -> _Asked | None:
    turn = (
        select(Message, Sending.tries)
        .join(Sending, Sending.message_id == Message.id)
        .where(_due(now), Message.state.in_((MessageState.SENT, MessageState.UNKNOWN)))
        .order_by(Sending.next_at, Message.id)
        .limit(1)
    )
    found = session.execute(turn).first()
    if found is None:
        return None
    message, tries = found
    if message.sent_at is None:  # from a restored store: one answer is all that can be had
        over = tries > 0
    else:
        over = now - message.sent_at > dt.timedelta(hours=carrier.window)
    return _Asked(message.id, message.uid, message.their_id, over or message.carrier is not carrier.kind)


def _heard(work: Work, office: Office, message: Message, answer: Answer | None) -> None:
    """What the carrier said when it was asked. None: it can't be asked any more."""
    if answer is None:
        _forget(work, message)
        if message.state is MessageState.SENT:
            message.settled_at = office.now()
    elif answer.state is MessageState.WAITING and message.state is MessageState.UNKNOWN:
        message.state, message.sent_at = MessageState.WAITING, None
        _note(work, message, office.now(), tries=0)
    elif answer.state in (MessageState.DELIVERED, MessageState.FAILED):
        _settle(work, office, message, answer)
    else:
        if answer.state is MessageState.SENT:
            message.state, message.their_id = MessageState.SENT, answer.their_id or message.their_id
            message.code = answer.code or message.code
            message.sent_at = message.sent_at or office.now()  # a restored store's: how long it is asked for counts now
        else:
            message.code = message.code or answer.code
        _note(work, message, office.now())


# Sending


def _send(office: Office, carrier: Carrier) -> Step:
    """Send the message whose turn it is."""
    with office.read() as session:
        wait = _wait(session, office, carrier)
        if wait or _next_id(session, office.now()) is None:
            return Step(wait or _until_due(session, office.now()))
    claimed = _claim(office, carrier)
    if claimed is None:
        return Step(0.0, did=True)
    message_id, outgoing = claimed
    try:
        answer = carrier.send(outgoing)
    except Unavailable as error:
        return _unreached(office, message_id, error)
    with office.work("sending.answer", Right.FOLLOW_UP) as work:
        line = _line(work).reached()
        if answer.stops:
            line = replace(line, stopped=answer.code or "-", by=carrier.kind.value)
        _keep(work, line)
        message = work.get(Message, message_id)
        if message is not None and message.uid == outgoing.uid and message.state is MessageState.SENDING:
            _answered(work, office, message, answer)
    return Step(0.0, did=True, stopped=(answer.words or answer.code or "-") if answer.stops else "")


def _wait(session: Session, office: Office, carrier: Carrier) -> float:
    """Seconds until a message may go at all."""
    now, line, settings = office.now(), _line(session), _settings(session)
    if line.stopped or carrier.kind is CarrierKind.BY_HAND:
        return IDLE
    rate = min(settings.rate, MODEM_RATE) if carrier.kind is CarrierKind.MODEM else settings.rate
    return max(line.rests(now), line.paced(now, rate), 0.0 if settings.is_open(now) else IDLE)


def _next_id(session: Session, now: dt.datetime) -> int | None:
    turn = (
        select(Message.id)
        .outerjoin(Sending, Sending.message_id == Message.id)
        .where(Message.state == MessageState.WAITING, Sending.next_at.is_(None) | _due(now))
    )
    return session.scalar(turn.order_by(Message.id).limit(1))


def _due(now: dt.datetime) -> ColumnElement[bool]:
    """Whose time has come; also what lies further ahead than any pause, as the PC's clock was put back."""
    return (Sending.next_at <= now) | (Sending.next_at > now + dt.timedelta(hours=1))


def _until_due(session: Session, now: dt.datetime) -> float:
    """Seconds until a message is to be looked at again."""
    next_at = session.scalar(select(func.min(Sending.next_at)))
    return min(IDLE, max(1.0, (next_at - now).total_seconds())) if next_at else IDLE


def _claim(office: Office, carrier: Carrier) -> tuple[int, Outgoing] | None:
    """Write down that the next message is being sent. None: there is none, what it tells stands no more, or a
    person has to say first whether all of it goes although a modem sent some.
    """
    now = office.now()
    with office.work("sending.claim", Right.FOLLOW_UP) as work:
        message_id = _next_id(work, now)
        if message_id is None:
            return None
        message = work.get_one(Message, message_id)
        number = _number_now(work, office, message)
        if number is None:
            message.state, message.settled_at = MessageState.CANCELLED, now
            _forget(work, message)
            return None
        if carrier.kind is not CarrierKind.MODEM and _is_partly_out(work, message_id):
            message.state, message.code = MessageState.UNKNOWN, _left_behind(work, message_id)  # all of it would go
            _forget(work, message)
            return None
        message.state, message.sent_at = MessageState.SENDING, now
        message.decided_by = None  # what a person said was of the try before: it can't be taken back any more
        message.number, message.carrier, message.line, message.code = number, carrier.kind, carrier.line, None
        _keep(work, replace(_line(work), last_at=now.isoformat(), epoch=office.epoch))
        return message_id, Outgoing(message.uid, message.number, message.text)


def _number_now(work: Work, office: Office, message: Message) -> str | None:
    """Where it goes, which may have been corrected since; None: what it tells stands no more, or none is wanted."""
    if not _stands(work, message):
        return None
    if _is_partly_out(work, message.id):
        return message.number
    with suppress(Refused):
        if message.booking_id is not None:
            return _brought_up_to_date(work, office, message, message.booking_id)
        if message.issue_id is not None:
            return _number(work, message.issue_id, _active(work), message.purpose)
        return message.number
    return None


def _answered(work: Work, office: Office, message: Message, answer: Answer) -> None:
    """What the carrier said when the message was handed over."""
    message.code, message.their_id = answer.code, answer.their_id
    if answer.state is MessageState.WAITING:
        message.state, message.sent_at = MessageState.WAITING, None
        if answer.stops:
            _forget(work, message)
        elif _note(work, message, office.now()).tries >= MOST_TRIES and not answer.patient:
            _settle(work, office, message, replace(answer, state=MessageState.FAILED))
    elif answer.state in (MessageState.DELIVERED, MessageState.FAILED):
        _settle(work, office, message, answer)
    else:  # sent; or nobody knows, and it is asked for
        message.state = answer.state
        _note(work, message, office.now(), tries=0)


# What both share


def _settle(work: Work, office: Office, message: Message, answer: Answer) -> None:
    message.code, message.their_id = answer.code or message.code, answer.their_id or message.their_id
    if answer.state is MessageState.DELIVERED:
        try:
            _delivered(work, office, message)
        except Refused:  # no notice can be made today, as when the PC's clock was put back: nobody else waits for it
            message.state = MessageState.SENT
            _note(work, message, office.now())
        return
    message.state, message.settled_at = MessageState.FAILED, office.now()
    _forget(work, message)
    if not answer.blocked:
        return
    whose = select(Visit.visitor_id).join(Issue, Issue.visit_id == Visit.id).where(Issue.id == message.issue_id)
    of_turn = select(VISITOR).where(Booking.id == message.booking_id)
    visitor: Any = work.scalar(whose) or work.scalar(of_turn)
    if visitor is not None:
        _line_blocked(work, visitor, message.line, message.number)


def _note(work: Work, message: Message, now: dt.datetime, tries: int | None = None) -> Sending:
    """When the message is looked at next: each time later than the time before. tries: so many, else one more."""
    note = work.get(Sending, message.id)
    if note is None:
        note = Sending(message_id=message.id, tries=0, next_at=now, said=None)
        work.add(note)
    note.tries = note.tries + 1 if tries is None else tries
    note.next_at = now + pause(note.tries)
    return note


def _unreached(office: Office, message_id: int, error: Unavailable) -> Step:
    """Nobody was reached: the line rests, longer each time, and the message is as it was before."""
    why = "" if error.reason == unreachable().reason else error.reason
    with office.work("sending.unreached", Right.FOLLOW_UP) as work:
        _keep(work, _line(work).resting(office.now(), why))
        message = work.get_one(Message, message_id)
        if message.state is MessageState.SENDING:
            message.state, message.sent_at = MessageState.WAITING, None
        elif work.get(Sending, message_id) is not None:  # others are asked for first
            _note(work, message, office.now())
    return Step(1.0, did=True)
