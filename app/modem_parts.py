"""The parts of a message that goes by modem, each with a row of its own from before it goes out.

A modem forgets: what may be out is known only from these rows. `waiting`: certainly not out; `sending`: the last byte
may have been given to the modem, nobody can tell without its answer; `sent`: it took the part over. A part goes from
`sending` to `waiting` only by the modem's own refusal, or by a person's word.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.orm import Session

from app.carriers import Answer
from app.carriers.modem_words import words
from app.carriers.pdu import Report
from app.domain.codes import MessageState
from app.office import Office
from db.models import Message, MessagePart

REPORTS_COME: Final = dt.timedelta(days=3)
"""So long after a part's sending a delivery report can be its. A modem's numbers begin anew after 256 parts."""
TOGETHER: Final = dt.timedelta(days=1)
"""So long the receiver's phone is taken to wait for a message's other parts; the operator tries as long."""
_ANOTHER: Final = 101
"""From one reference to the next for the same message sent anew: odd, so that none comes again before 256 are used."""

_WAITING, _SENDING, _SENT = MessageState.WAITING, MessageState.SENDING, MessageState.SENT
_DELIVERED, _FAILED = MessageState.DELIVERED, MessageState.FAILED


@dataclass(frozen=True)
class Part:
    """number: from 1."""

    number: int
    reference: int
    state: MessageState


class Parts:
    """What a modem keeps in the office's store. Each call is a commit of its own, made before the modem's next step."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def begin(self, uid: int, total: int) -> list[Part]:
        """The message's parts, laid out when it is sent for the first time."""
        with self._office.note() as session:
            message_id = session.scalars(select(Message.id).where(Message.uid == uid)).one()
            rows = _rows(session, message_id)
            if len(rows) != total and all(row.state is _WAITING for row in rows):
                session.execute(delete(MessagePart).where(MessagePart.message_id == message_id))
                session.add_all(
                    MessagePart(message_id=message_id, number=number, reference=message_id % 256, state=_WAITING)
                    for number in range(1, total + 1)
                )
                session.flush()
                rows = _rows(session, message_id)
            return [Part(row.number, row.reference, row.state) for row in rows]

    def going(self, uid: int, number: int) -> None:
        """The part goes out now, if the next step comes about."""
        with self._office.note() as session:
            row = _of(session, uid, number)
            row.state, row.mr, row.sent_at = _SENDING, None, self._office.now()

    def out(self, uid: int, number: int, mr: int) -> None:
        """The modem took the part over, under this number of its own."""
        with self._office.note() as session:
            row = _of(session, uid, number)
            row.state, row.mr = _SENT, mr

    def not_out(self, uid: int, number: int) -> None:
        """The modem refused the part: it is certainly not out."""
        with self._office.note() as session:
            row = _of(session, uid, number)
            row.state, row.mr, row.sent_at = _WAITING, None, None

    def fate(self, uid: int) -> Answer:
        """What is known of the message by its parts."""
        with self._office.read() as session:
            rows = session.scalars(_select(Message.uid == uid)).all()
        return _fate(rows)

    def report(self, report: Report) -> int | None:
        """Note what became of a part. The message's uid, or None: it is no part of ours, or nothing new is known."""
        fate = report.fate
        if fate is None:
            return None
        with self._office.note() as session:
            since = self._office.now() - REPORTS_COME
            row = _meant(session, report, since)
            if row is None or row.state in (_DELIVERED, _FAILED):
                return None
            row.state, row.mr = fate, report.mr
            return session.scalars(select(Message.uid).where(Message.id == row.message_id)).one()


def _meant(session: Session, report: Report, since: dt.datetime) -> MessagePart | None:
    """The part that a report speaks of: by the modem's number, the receiver and the time.

    A part in doubt has no number of the modem's: a report to its receiver that is no other part's can only be its, if
    it is the only one. So a doubt may end without a person.
    """
    went = MessagePart.state != _WAITING
    lately = (Message.number == report.number, MessagePart.sent_at >= since, went)
    numbered = _select(*lately, MessagePart.mr == report.mr)
    if rows := session.scalars(numbered).all():
        taken = report.taken
        if taken is None:
            return max(rows, key=_instant)
        return min(rows, key=lambda row: abs(_instant(row) - taken))
    in_doubt = session.scalars(_select(*lately, MessagePart.mr.is_(None))).all()
    return in_doubt[0] if len(in_doubt) == 1 else None


def _instant(row: MessagePart) -> dt.datetime:
    if row.sent_at is None:
        raise ValueError("a part that never went")
    return row.sent_at


def _fate(rows: Sequence[MessagePart]) -> Answer:
    states, total = {row.state for row in rows}, len(rows)
    theirs = ",".join("" if row.mr is None else str(row.mr) for row in rows) or None
    if _SENDING in states:
        number = next(row.number for row in rows if row.state is _SENDING)
        return _answer(MessageState.UNKNOWN, f"{number}/{total}", theirs)
    if _FAILED in states:
        return Answer(_FAILED, theirs)
    if states == {_DELIVERED}:
        return Answer(_DELIVERED, theirs)
    if _WAITING not in states and rows:
        return Answer(_SENT, theirs)
    out = _out(rows)
    return _answer(_WAITING, f"+{out}/{total}", theirs) if out else Answer(_WAITING)


def _answer(state: MessageState, code: str, theirs: str | None) -> Answer:
    return Answer(state, theirs, code, words(code))


def _decided(
    session: Session, message_id: int, *, sent: bool, now: dt.datetime, by_modem: bool = True
) -> MessageState | None:
    """A person says whether what is in doubt went out. What the message is from now on; None: it has no parts.

    Sent: parts that certainly never went still go. Not sent: what is missing goes again under the same reference, so
    that the receiver's phone makes one message of it with what it has, and takes a part that it has already for the
    same one. After a day, or once the operator gave a part up, phones no longer wait for the rest: then all of it goes
    anew, under another reference. So it does by another way (by_modem: whether messages go by modem now), which knows
    nothing of parts; sent, then, is all that can be.
    """
    rows = _rows(session, message_id)
    if not rows:
        return None
    anew = not sent and (not by_modem or _is_too_late(rows, now))
    for row in rows:
        if sent and row.state is _SENDING:
            row.state = _SENT
        elif not sent and (anew or row.state is _SENDING):
            row.state = _WAITING  # when it went, and under which number, stays for `_undecided`
        row.reference = (row.reference + _ANOTHER * anew) % 256
    return _WAITING if any(row.state is _WAITING for row in rows) and (by_modem or not sent) else _SENT


def _is_too_late(rows: Sequence[MessagePart], now: dt.datetime) -> bool:
    went = [_instant(row) for row in rows if row.state is not _WAITING]
    return any(row.state is _FAILED for row in rows) or min(went, default=now) < now - TOGETHER


def _undecided(session: Session, message_id: int) -> None:
    """Take `_decided` back: what was in doubt is so again."""
    rows = _rows(session, message_id)
    anew = any(row.state is _WAITING and row.mr is not None for row in rows)
    for row in rows:
        if row.mr is None and row.sent_at is not None:
            row.state = _SENDING
        elif row.mr is not None and row.state is _WAITING:
            row.state = _SENT
        row.reference = (row.reference - _ANOTHER * anew) % 256


def _is_partly_out(session: Session, message_id: int) -> bool:
    """Whether the receiver may have some of it: then the rest goes nowhere else."""
    return _out(_rows(session, message_id)) > 0


def _left_behind(session: Session, message_id: int) -> str:
    """The code of a message that is partly out when messages go by another way."""
    rows = _rows(session, message_id)
    return f"MOVED +{_out(rows)}/{len(rows)}"


def _out(rows: Sequence[MessagePart]) -> int:
    return sum(row.state is not _WAITING for row in rows)


def _rows(session: Session, message_id: int) -> Sequence[MessagePart]:
    return session.scalars(_select(Message.id == message_id)).all()


def _of(session: Session, uid: int, number: int) -> MessagePart:
    return session.scalars(_select(Message.uid == uid, MessagePart.number == number)).one()


def _select(*which: ColumnElement[bool]) -> Select[MessagePart]:
    joined = select(MessagePart).join(Message, Message.id == MessagePart.message_id)
    return joined.where(*which).order_by(MessagePart.message_id, MessagePart.number)
