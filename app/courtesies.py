"""Messages that nobody has to think of: a visit was registered, with its follow-up code; a turn was moved.

They are put into the outbox with the act itself, where the office wants that and messages go by themselves, and are
withdrawn with it as long as they have not left. Who gets no messages is passed over: the act is done all the same.
"""

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain.codes import MessageState, Purpose
from app.domain.errors import Refused
from app.issues import _own_id
from app.messages import _active, _is_by_hand, _number, _queued, _refuse_twin
from app.office import Office
from app.outbox import _cancel
from app.reach import _of_person
from app.sms_settings import ON_MOVING, ON_REGISTERING, _settings
from app.sms_text import _compose, _moved, _with_stop_line
from app.work import Work
from db import prepared
from db.models import Issue, Message, OfficeSetting, Visit

if TYPE_CHECKING:
    from app.bookings import BookingRow

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


def _tell_moved(work: Work, office: Office, row: "BookingRow") -> None:
    """A booking was moved with its day. row: as it stands now."""
    if row.moved_from is None or not row.mobile or not _wants(work, ON_MOVING, usual=True):
        return
    if row.visitor_id is not None:
        reach, active = _of_person(work, row.visitor_id), _active(work)
        same = reach.mobile == row.mobile
        if reach.no_sms or (same and active is not None and reach.is_blocked_for(active.line)):
            return
    text = _with_stop_line(_moved_text(work, office, row), _settings(work))
    with suppress(Refused):  # a text of the office's own that is too long with this name
        _queued(work, office, row.mobile, text, Purpose.MOVED)


def _untell_moved(work: Work, office: Office, row: "BookingRow") -> None:
    """It does not stand any more that this booking was moved to where it is. row: as it stood until now."""
    message = _of_move(work, office, row, MessageState.WAITING)
    if message is not None:
        _cancel(work, office, message)


def _retell_moved(work: Work, office: Office, before: "BookingRow", after: "BookingRow") -> None:
    """A moved booking was corrected, or moved once more by hand. What waits goes with what stands, or not at all."""
    message = _of_move(work, office, before, MessageState.WAITING)
    said = (before.mobile, _moved_text(work, office, before))
    if message is not None and said != (after.mobile, _moved_text(work, office, after)):
        _cancel(work, office, message)
        _tell_moved(work, office, after)


def _is_unheard(session: Session, office: Office, row: "BookingRow") -> bool:
    """Whether this booking was moved and nobody has heard of it: what says so still waits."""
    return _of_move(session, office, row, MessageState.WAITING) is not None


def _of_move(session: Session, office: Office, row: "BookingRow", *states: MessageState) -> Message | None:
    """The message that tells of this move. It is about no matter, hence known by its number and words."""
    if row.moved_from is None or not row.mobile:
        return None
    about = (Message.purpose == Purpose.MOVED, Message.number == row.mobile, Message.state.in_(states))
    words = _moved_text(session, office, row)
    found = session.scalars(select(Message).where(*about).order_by(Message.id.desc())).all()
    return next((one for one in found if one.text.startswith(words)), None)


def _moved_text(session: Session, office: Office, row: "BookingRow") -> str:
    return _moved(session, office, row.name, row.moved_from or row.date, row.date, row.hour)


def _wants(work: Work, key: str, *, usual: bool) -> bool:
    """Asked at every registration. usual: where the office said nothing."""
    kept = prepared.first(work.core, _WANTED, key=key)
    return (kept.value == "true" if kept is not None else usual) and not _is_by_hand(work)
