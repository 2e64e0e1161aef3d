"""One at a time in a room: the head's, and the one of each who receives beside him. A group is one visit."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import Kind, QueueState
from app.domain.errors import Refused
from app.domain.texts import _
from db.models import Visit


def _inside(session: Session, date: dt.date, lane: str | None, *, but: int = 0) -> Sequence[Visit]:
    """Who is in the head's room, or with the second lane's receiver of this name."""
    there = select(Visit).where(Visit.date == date, Visit.state == QueueState.IN_ROOM, Visit.kind == Kind.WEEKLY)
    mine = (Visit.lane.is_not_distinct_from(lane), Visit.withdrawn_at.is_(None), Visit.id != but)
    return session.scalars(there.where(*mine)).all()


def _refuse_second(session: Session, visit: Visit) -> None:
    """Raises Refused where this visit would be the second one in its room."""
    if visit.state is not QueueState.IN_ROOM or visit.kind is not Kind.WEEKLY:
        return
    for other in _inside(session, visit.date, visit.lane, but=visit.id):
        name = other.group_name or f"{other.first_name} {other.last_name}"
        raise Refused(_("%(name)s is in the room; that visit must be over first.") % {"name": name})
