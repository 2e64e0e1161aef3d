"""The head who writes by hand: which visits still wait for their ruling to be keyed in, in the list's order."""

import datetime as dt
from typing import Final

from sqlalchemy import func, select

from app.domain.codes import Kind, QueueState
from app.issues import RESULT
from app.office import Office
from app.queue import QueueRow, _of_day
from db.models import Issue, Visit

WITHIN: Final = dt.timedelta(days=30)
"""Older papers are no longer a morning's pile; F9 on a row of the history is for them."""


def to_key_in(office: Office) -> list[QueueRow]:
    """Who was received on the latest meeting day that lacks a ruling, and has a matter without one; by turn."""
    since = office.today() - WITHIN
    waits = (
        Visit.kind == Kind.WEEKLY,
        Visit.state == QueueState.SEEN,
        Visit.withdrawn_at.is_(None),
        RESULT[0].is_(None),
    )
    matters = select(Issue.visit_id).join(Visit, Issue.visit_id == Visit.id).where(*waits)
    with office.read() as session:
        latest = select(func.max(Visit.date)).select_from(Issue).join(Visit, Issue.visit_id == Visit.id)
        date = session.scalar(latest.where(*waits, Visit.date >= since, Visit.date <= office.today()))
        if date is None:
            return []
        visits = set(session.scalars(matters.where(Visit.date == date)))
        rows = [row for row in _of_day(session, date) if row.visit_id in visits]
        return sorted(rows, key=lambda row: row.number or 0)
