"""A word in the interim: the applicant hears that the due date was moved, or which papers are waited for."""

from dataclasses import dataclass

from sqlalchemy import select

from app import outbox
from app.domain.codes import MessageState, Purpose
from app.domain.errors import UserError
from app.issues import _issue, _matter
from app.office import Office
from app.security.rights import Right
from db.models import Message


@dataclass(frozen=True)
class Word:
    """messages: what was put into the outbox, one a person who brought the matter; why: what stopped the others."""

    messages: tuple[int, ...] = ()
    why: str = ""


def usual(office: Office) -> bool:
    """Whether messages go out by themselves here, so that a word in the interim costs nobody anything."""
    return not outbox.summary(office).by_hand


def tell(office: Office, issue_id: int, purpose: Purpose) -> Word:
    """Put a message to each who brought the matter into the outbox.

    What was done stays done where one cannot be told so: that is said, not raised.
    """
    with office.read(Right.FOLLOW_UP) as session:
        issue, _visit = _issue(session, issue_id)
        people = [one.id for one in _matter(session, issue) if one.follows is None]
    sent, why = [], ""
    for one in people:
        try:
            sent.append(outbox.queue(office, one, purpose).id)
        except UserError as error:
            why = error.reason
    return Word(tuple(sent), why)


def take_back(office: Office, word: Word) -> None:
    """Cancel those that were not handed over yet; what has left is with the applicant already."""
    with office.read(Right.FOLLOW_UP) as session:
        wanted = select(Message.id).where(Message.id.in_(word.messages), Message.state == MessageState.WAITING)
        waiting = session.scalars(wanted).all()
    for message_id in waiting:
        outbox.cancel(office, message_id)
