"""What the outbox's acts and its sender share: a message as it is shown, and the rules that stand for both."""

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.carriers import words
from app.domain import sms
from app.domain.codes import CarrierKind, MessageState, Purpose, Status, Way
from app.domain.errors import Refused
from app.domain.texts import _
from app.issues import MATTER
from app.moved_turns import _why_turn_untrue
from app.notices import _tell
from app.office import Office
from app.outbox_line import _keep, _line
from app.reach import _reach_of, _refuse_stopped
from app.sms_settings import _settings
from app.work import Work
from db.models import Booking, Carrier, Issue, Message, Outcome, Sending, Visit

IN_FLIGHT: Final = (MessageState.WAITING, MessageState.SENDING, MessageState.SENT, MessageState.UNKNOWN)
ABOUT_RESULT: Final = (Purpose.RESULT, Purpose.READY)


@dataclass(frozen=True)
class MessageRow:
    """A message as the outbox shows it. name: whose it is. words: the carrier's last answer, plainly; code: its own.

    Of one that was `sent`, settled_at says that its delivery will never be known. decided: a person said what became
    of it. asked: the carrier is still asked. overtaken: a later one with the same is on its way or has arrived.
    """

    id: int
    issue_id: int | None
    purpose: Purpose
    name: str
    number: str
    text: str
    parts: int
    state: MessageState
    carrier: CarrierKind | None
    line: str | None
    code: str | None
    words: str
    queued_at: dt.datetime
    sent_at: dt.datetime | None
    settled_at: dt.datetime | None
    decided: bool
    asked: bool
    overtaken: bool


@dataclass(frozen=True)
class Summary:
    """The outbox at a glance. by_hand: messages wait for a person who sends them. stopped: what stopped the line.

    why: nobody could be reached, where that is not the network's fault. carrier: by which they go; None: none was
    chosen, so by hand. under_way: some are asked for, or a person decides. hours: from which hour to which they go,
    while it is not one of these; None: they may go now.
    """

    carrier: CarrierKind | None
    waiting: int
    unknown: int
    by_hand: bool
    offline: bool
    why: str
    stopped: str
    under_way: bool
    hours: tuple[int, int] | None


def _queued(
    work: Work,
    office: Office,
    number: str,
    text: str,
    purpose: Purpose,
    *,
    issue_id: int | None = None,
    outcome_id: int | None = None,
    booking_id: int | None = None,
) -> Message:
    size = sms.measure(text)
    if size.parts > sms.MOST_PARTS:
        raise Refused(_("The text is longer than four messages; shorten it, or write a letter."), "text")
    message = Message(
        agency_id=office.agency_id,
        issue_id=issue_id,
        outcome_id=outcome_id,
        booking_id=booking_id,
        purpose=purpose,
        number=number,
        text=text,
        parts=size.parts,
        uid=_new_uid(),
        state=MessageState.WAITING,
        queued_at=office.now(),
    )
    work.add(message)
    work.flush()
    line = _line(work)
    _keep(work, line.of_store(office.epoch))
    return message


def _new_uid() -> int:
    """Our own number of a message. It goes through other people's JSON, which keeps 53 bits."""
    return secrets.randbelow(2**53 - 1) + 1


def _number(session: Session, issue_id: int, active: Carrier | None, purpose: Purpose) -> str:
    """Where the applicant of an issue gets messages. Raises Refused where he gets none."""
    reach = _reach_of(session, issue_id)
    if not reach.mobile:
        raise Refused(_("No mobile number is known; tell it by a call or a letter."), "mobile")
    if reach.mobile_of and purpose is Purpose.RESULT:
        raise Refused(_("The number is a relative's; tell the result by a call or a letter."), "mobile")
    _refuse_stopped(reach, active)
    return reach.mobile


def _active(session: Session) -> Carrier | None:
    return session.scalars(select(Carrier).where(Carrier.active)).first()


def _missing(active: Carrier | None) -> str:
    """What keeps a gateway that was chosen from being asked at all."""
    if active is None or active.kind not in (CarrierKind.KAVENEGAR, CarrierKind.MAGFA):
        return ""
    if active.secret and (active.login or active.kind is CarrierKind.KAVENEGAR):
        return ""
    return _("The gateway's key or user name is missing; type it in at the SMS settings.")


def _is_by_hand(session: Session) -> bool:
    active = _active(session)
    return active is None or active.kind is CarrierKind.BY_HAND


def _outcome_id(session: Session, issue_id: int) -> int | None:
    """The result of an issue's matter that stands; None while it is open."""
    row = session.execute(select(MATTER, Issue.status).where(Issue.id == issue_id)).one()
    if row[1] is Status.OPEN:
        return None
    latest = select(func.max(Outcome.id)).where(Outcome.issue_id == row[0], Outcome.withdrawn_at.is_(None))
    return session.scalar(latest)


def _stands(session: Session, message: Message) -> bool:
    """Whether what the message says is still so: the result that it tells may have been opened again meanwhile."""
    if message.purpose not in ABOUT_RESULT or message.issue_id is None:
        return True
    return message.outcome_id is not None and message.outcome_id == _outcome_id(session, message.issue_id)


def _why_untrue(session: Session, office: Office, message: Message) -> str:
    """Why the message may not go with its words: they are so no more; "" where they are."""
    if message.booking_id is not None:
        return _why_turn_untrue(session, office, message, message.booking_id)
    return "" if _stands(session, message) else _("The result that this message tells stands no more.")


def _refuse_twin(session: Session, issue_id: int, purpose: Purpose, outcome_id: int | None) -> None:
    twin = select(Message.id).where(
        Message.issue_id == issue_id,
        Message.purpose == purpose,
        Message.state.in_(IN_FLIGHT),
        Message.settled_at.is_(None),
        Message.outcome_id.is_(None) if outcome_id is None else Message.outcome_id == outcome_id,
    )
    if session.scalar(twin.limit(1)) is not None:
        raise Refused(_("The same message is on its way already; see the outbox."))


def _delivered(work: Work, office: Office, message: Message) -> None:
    """It reached: of a result this is the notice (circular, c6), unless the matter was opened again meanwhile.

    Raises Refused, with nothing changed, when the notice can't be made.
    """
    if message.purpose is Purpose.RESULT and message.issue_id is not None and _stands(work, message):
        _tell(work, office, message.issue_id, Way.SMS, office.today(), message_id=message.id)
    message.state, message.settled_at = MessageState.DELIVERED, office.now()
    _forget(work, message)


def _forget(session: Session, message: Message) -> None:
    note = session.get(Sending, message.id)
    if note is not None:
        session.delete(note)


def _there(session: Session, message_id: int) -> Message:
    message = session.get(Message, message_id)
    if message is None:
        raise Refused(_("This message is not in the store any more. Read the list again."))
    return message


def _rows() -> Select[*tuple[Any, ...]]:
    names = (func.coalesce(getattr(Visit, key), getattr(Booking, key)) for key in ("first_name", "last_name"))
    columns = select(Message, *names, Sending.message_id, _overtaken())
    return (
        columns.outerjoin(Issue, Message.issue_id == Issue.id)
        .outerjoin(Visit, Issue.visit_id == Visit.id)
        .outerjoin(Booking, Message.booking_id == Booking.id)
        .outerjoin(Sending, Sending.message_id == Message.id)
    )


def _overtaken() -> ColumnElement[bool]:
    """Of two about the same booked turn the later one says what stands."""
    later = aliased(Message)
    same_matter = later.issue_id == Message.issue_id, later.outcome_id.is_not_distinct_from(Message.outcome_id)
    return exists().where(
        later.id > Message.id,
        later.purpose == Message.purpose,
        later.state.in_((*IN_FLIGHT, MessageState.DELIVERED)),
        or_(and_(*same_matter), later.booking_id == Message.booking_id),
    )


def _row(session: Session, message_id: int) -> MessageRow:
    return _shown(session.execute(_rows().where(Message.id == message_id)).one())


def _shown(row: Any) -> MessageRow:
    message, first, last, noted, overtaken = row
    return MessageRow(
        id=message.id,
        issue_id=message.issue_id,
        purpose=message.purpose,
        name=f"{first} {last}" if first else "",
        number=message.number,
        text=message.text,
        parts=message.parts,
        state=message.state,
        carrier=message.carrier,
        line=message.line,
        code=message.code,
        words=words(message.carrier, message.code),
        queued_at=message.queued_at,
        sent_at=message.sent_at,
        settled_at=message.settled_at,
        decided=message.decided_by is not None,
        asked=noted is not None,
        overtaken=overtaken,
    )


def _summary(session: Session, now: dt.datetime) -> Summary:
    counted = select(Message.state, func.count()).where(Message.state.in_(IN_FLIGHT), Message.settled_at.is_(None))
    found = {row[0]: row[1] for row in session.execute(counted.group_by(Message.state))}
    line, active = _line(session), _active(session)
    missing, settings = _missing(active), _settings(session)
    return Summary(
        carrier=active.kind if active else None,
        waiting=found.get(MessageState.WAITING, 0) + found.get(MessageState.SENDING, 0),
        unknown=found.get(MessageState.UNKNOWN, 0),
        by_hand=_is_by_hand(session),
        offline=line.offline or bool(missing),
        why=missing or line.why,
        stopped=(words(line.stopped_by, line.stopped) or line.stopped) if line.stopped else "",
        under_way=bool(found.get(MessageState.SENT) or found.get(MessageState.UNKNOWN)),
        hours=None if settings.is_open(now) else (settings.opens, settings.closes),
    )
