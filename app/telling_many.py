"""The results of many matters told by SMS at once; of a common matter each who brought it is told.

Only those get one whose next way it is (app/domain/ways.py); who is left out stays among those that are to be told.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.codes import MessageState, Purpose, Way
from app.domain.errors import Refused
from app.domain.texts import _
from app.issues import MATTER, OWN, _matter_id
from app.office import Office
from app.outbox import _cancel, _queue
from app.security.rights import Right
from app.telling import Ways, _ways
from app.work import Work
from db.models import Issue, Message, Visit


@dataclass(frozen=True)
class Queued:
    """messages: their ids. left_out: whose result is told otherwise, or was; each with why."""

    messages: tuple[int, ...]
    left_out: tuple[tuple[str, str], ...]


def by_sms(office: Office, issue_ids: Sequence[int]) -> Queued:
    """Put a message with the result into the outbox for all whose matters these are.

    Raises Refused when there is nobody for whom an SMS is the next way; it says why of the first.
    """
    with office.work("telling_many.by_sms", Right.FOLLOW_UP) as work:
        messages: list[int] = []
        left_out: list[tuple[str, str]] = []
        for own in _people(work, issue_ids):
            stands = _ways(work, office, own)
            why = _why_not(stands)
            if not why:
                try:
                    messages.append(_queue(work, office, own, Purpose.RESULT).id)
                    continue
                except Refused as refused:
                    why = refused.reason
            left_out.append((stands.issue.visitor, why))
        if not messages:
            said = _("No SMS was put into the outbox. %(name)s: %(why)s")
            name, why = left_out[0] if left_out else ("", "")
            raise Refused(said % {"name": name, "why": why}, "way")
        return Queued(tuple(messages), tuple(left_out))


def take_back(office: Office, messages: Sequence[int]) -> int:
    """Cancel those of the messages that still wait. Returns how many; raises Refused when all have left already."""
    with office.work("telling_many.take_back", Right.FOLLOW_UP) as work:
        waiting = [one for id_ in messages if (one := work.get(Message, id_)) and one.state is MessageState.WAITING]
        if not waiting:
            raise Refused(_("These messages have left the queue already."))
        for message in waiting:
            _cancel(work, office, message)
        return len(waiting)


def _people(work: Work, issue_ids: Sequence[int]) -> list[int]:
    """Each person's own issue of these matters, whoever brought them."""
    matters = {_matter_id(work, issue_id) for issue_id in issue_ids}
    rows = select(OWN).join(Visit, Visit.id == Issue.visit_id).where(MATTER.in_(matters), Visit.withdrawn_at.is_(None))
    return sorted(set(work.scalars(rows)))


def _why_not(stands: Ways) -> str:
    """Why this person gets no SMS now; empty: he does."""
    if stands.issue.told_by:
        return _("the result was told already")
    if stands.next is Way.SMS:
        return ""
    return next((row.why_not for row in stands.ways if row.way is Way.SMS and row.why_not), "") or _(
        "he asked for another way"
    )
