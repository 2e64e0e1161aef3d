"""The outbox: messages that are wanted, what became of each, and what a person says of those that nobody knows of.

What sends them is app/sending.py, step by step; here nothing waits for a network.
"""

from sqlalchemy import select

from app.domain.codes import CarrierKind, MessageState, Purpose
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.issues import _own_id
from app.messages import (
    ABOUT_RESULT,
    IN_FLIGHT,
    MessageRow,
    Summary,
    _active,
    _delivered,
    _forget,
    _is_by_hand,
    _new_uid,
    _number,
    _outcome_id,
    _queued,
    _refuse_twin,
    _row,
    _rows,
    _shown,
    _summary,
    _there,
    _why_untrue,
)
from app.modem_parts import _decided, _undecided
from app.moved_turns import _number_of, _turn
from app.notices import Heard, _refuse_unheard
from app.office import Office
from app.outbox_line import _keep, _line
from app.security.rights import Right
from app.sms_settings import _settings
from app.sms_text import _compose, _with_stop_line
from app.work import Work
from db.models import Message, Notice, Sending

MOST_SHOWN = 500


def queue(office: Office, issue_id: int, purpose: Purpose, text: str = "", *, heard: Heard | None = None) -> MessageRow:
    """Put a message to the applicant into the outbox.

    text: empty: the office's template. heard: the result of which it speaks. Raises Refused without a mobile number
    (field "mobile") or where it takes no messages from us; for a result that is not there yet, or is another one by now
    (field "status"); for a text that is too long (field "text"); while the same is on its way.
    """
    typed = normalise(refuse_nul(text, "text"), lines=True)
    with office.work("outbox.queue", Right.FOLLOW_UP) as work:
        _refuse_unheard(work, office, issue_id, heard)
        return _row(work, _queue(work, office, _own_id(work, issue_id), purpose, typed).id)


def _queue(work: Work, office: Office, own: int, purpose: Purpose, typed: str = "") -> Message:
    """The message itself. own: the first issue of the person's own matter."""
    number = _number(work, own, _active(work), purpose)
    outcome = _outcome_id(work, own) if purpose in ABOUT_RESULT else None
    if purpose in ABOUT_RESULT and outcome is None:
        raise Refused(_("Record the outcome first, then tell it."), "status")
    words = _with_stop_line(typed, _settings(work)) if typed else _compose(work, office, own, purpose)
    _refuse_twin(work, own, purpose, outcome)
    return _queued(work, office, number, words, purpose, issue_id=own, outcome_id=outcome)


def cancel(office: Office, message_id: int) -> MessageRow:
    """Not to be sent after all; as long as nothing was handed over."""
    with office.work("outbox.cancel", Right.FOLLOW_UP) as work:
        message = _there(work, message_id)
        if message.state is not MessageState.WAITING:
            raise Refused(_("This message has left the queue already. Read the list again."))
        _cancel(work, office, message)
        return _row(work, message_id)


def _cancel(work: Work, office: Office, message: Message) -> None:
    message.state, message.settled_at = MessageState.CANCELLED, office.now()
    _forget(work, message)
    work.flush()


def resume(office: Office, message_id: int) -> MessageRow:
    """Take `cancel` back."""
    with office.work("outbox.resume", Right.FOLLOW_UP) as work:
        message = _there(work, message_id)
        if message.state is not MessageState.CANCELLED:
            raise Refused(_("This message was not cancelled. Read the list again."))
        if why := _why_untrue(work, office, message):
            raise Refused(why)
        if message.issue_id is not None:
            _refuse_twin(work, message.issue_id, message.purpose, message.outcome_id)
        _refuse_overtaken(work, message_id)
        message.state, message.settled_at = MessageState.WAITING, None
        work.flush()
        return _row(work, message_id)


def decide(office: Office, message_id: int, sent: bool) -> MessageRow:
    """A person says what became of a message that nobody knows of; or, by hand, that it was sent.

    sent: it was; what the carrier still says of it counts. Else it goes into the queue again, under a new number of
    ours, so that an answer to the first try can't be taken for one to the second.
    """
    with office.work("outbox.decide", Right.FOLLOW_UP) as work:
        message = _there(work, message_id)
        by_hand = message.state is MessageState.WAITING and sent and _is_by_hand(work)
        if message.state is not MessageState.UNKNOWN and not by_hand:
            raise Refused(_("What became of this message is known meanwhile. Read the list again."))
        message.decided_by = office.user.id
        if by_hand:
            message.carrier, message.sent_at = CarrierKind.BY_HAND, office.now()
        active = _active(work)
        by_modem = active is not None and active.kind is CarrierKind.MODEM
        parts = None if by_hand else _decided(work, message.id, sent=sent, now=office.now(), by_modem=by_modem)
        if sent and parts is MessageState.WAITING:  # by modem: of what went there are parts that never did
            message.state, message.code = MessageState.WAITING, None
            _forget(work, message)
        elif sent:
            message.state = MessageState.SENT
            asked = work.get(Sending, message.id) is not None
            message.settled_at = None if by_hand or asked else office.now()
        else:
            message.state, message.uid, message.their_id = MessageState.WAITING, _new_uid(), None
            message.sent_at = message.settled_at = message.code = None
            _forget(work, message)
        work.flush()
        return _row(work, message_id)


def take_back_decision(office: Office, message_id: int) -> MessageRow:
    """Take `decide` back, as long as nothing came of it."""
    with office.work("outbox.take_back_decision", Right.FOLLOW_UP) as work:
        message = _there(work, message_id)
        if message.decided_by is None or message.state not in (MessageState.SENT, MessageState.WAITING):
            raise Refused(_("What became of this message is known meanwhile. Read the list again."))
        by_hand = message.carrier is CarrierKind.BY_HAND
        message.state = MessageState.WAITING if by_hand else MessageState.UNKNOWN
        message.decided_by = message.settled_at = None
        if by_hand:
            message.carrier = message.sent_at = None
        else:
            _undecided(work, message.id)
        work.flush()
        return _row(work, message_id)


def confirm_delivery(office: Office, message_id: int) -> MessageRow:
    """By hand: the phone from which it was sent says that it was delivered. A result counts as told with it."""
    with office.work("outbox.confirm_delivery", Right.FOLLOW_UP) as work:
        message = _there(work, message_id)
        if message.carrier is not CarrierKind.BY_HAND or message.state is not MessageState.SENT:
            raise Refused(_("Only a message that was sent by hand is confirmed by hand."))
        _delivered(work, office, message)
        work.flush()
        return _row(work, message_id)


def take_back_delivery(office: Office, message_id: int) -> MessageRow:
    """Take `confirm_delivery` back, with the notice that it made."""
    with office.work("outbox.take_back_delivery", Right.FOLLOW_UP) as work:
        message = _there(work, message_id)
        if message.carrier is not CarrierKind.BY_HAND or message.state is not MessageState.DELIVERED:
            raise Refused(_("What became of this message is known meanwhile. Read the list again."))
        made = select(Notice).where(Notice.message_id == message_id, Notice.withdrawn_at.is_(None))
        for notice in work.scalars(made):
            notice.withdrawn_at = office.now()
        message.state, message.settled_at = MessageState.SENT, None
        work.flush()
        return _row(work, message_id)


def send_again(office: Office, message_id: int) -> MessageRow:
    """A new message with the same words, in place of one that was not delivered or was cancelled."""
    with office.work("outbox.send_again", Right.FOLLOW_UP) as work:
        before = _there(work, message_id)
        if before.state not in (MessageState.FAILED, MessageState.CANCELLED):
            raise Refused(_("This message is on its way. Read the list again."))
        if why := _why_untrue(work, office, before):
            raise Refused(why)
        number = before.number
        if before.issue_id is not None:
            number = _number(work, before.issue_id, _active(work), before.purpose)
            _refuse_twin(work, before.issue_id, before.purpose, before.outcome_id)
        elif turn := _turn(work, before.booking_id or 0):
            number = _number_of(work, turn, _active(work))
        _refuse_overtaken(work, message_id)
        about = {key: getattr(before, key) for key in ("issue_id", "outcome_id", "booking_id")}
        return _row(work, _queued(work, office, number, before.text, before.purpose, **about).id)


def _refuse_overtaken(work: Work, message_id: int) -> None:
    if _row(work, message_id).overtaken:
        raise Refused(_("The same message was sent meanwhile; see the outbox."))


def retry(office: Office) -> Summary:
    """A person has seen to what stopped the line, or does not want to wait: the next step tries at once."""
    with office.work("outbox.retry", Right.FOLLOW_UP) as work:
        _keep(work, _line(work).free())
        work.flush()
        return _summary(work, office.now())


def rows(office: Office) -> list[MessageRow]:
    """What is not settled, the oldest first, but before them what a person decides; then what is, the newest first."""
    with office.read() as session:
        open_ = _rows().where(Message.state.in_(IN_FLIGHT), Message.settled_at.is_(None))
        open_ = open_.order_by(Message.state != MessageState.UNKNOWN, Message.id)
        settled = _rows().where(
            Message.state.not_in((MessageState.WAITING, MessageState.SENDING, MessageState.UNKNOWN)),
            (Message.state != MessageState.SENT) | Message.settled_at.is_not(None),
        )
        newest = settled.order_by(Message.id.desc()).limit(MOST_SHOWN)
        return [_shown(row) for row in (*session.execute(open_), *session.execute(newest))]


def of_issue(office: Office, issue_id: int) -> list[MessageRow]:
    """The messages to the person of an issue about its matter, the newest first."""
    with office.read() as session:
        found = _rows().where(Message.issue_id == _own_id(session, issue_id)).order_by(Message.id.desc())
        return [_shown(row) for row in session.execute(found)]


def summary(office: Office) -> Summary:
    with office.read() as session:
        return _summary(session, office.now())
