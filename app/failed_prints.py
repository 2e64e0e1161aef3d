"""Papers that the printer did not take: they wait in a list until they are printed or taken off it.

No part of the office's record, hence not in the trail. A reason says what ailed the printer, never whose paper it was.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, select

from app.domain.codes import Paper
from app.office import Office
from db.models import FailedPrint, Visit


@dataclass(frozen=True)
class Waiting:
    """One paper that waits. number: the turn; failed_at: when the printer did not take it."""

    visit_id: int
    paper: Paper
    number: int | None
    date: dt.date
    reason: str
    failed_at: dt.datetime


def waiting(office: Office) -> list[Waiting]:
    """What waits, the oldest first; not of visits that were taken back."""
    with office.read() as session:
        rows = session.execute(
            select(
                FailedPrint.visit_id,
                FailedPrint.paper,
                Visit.number,
                Visit.date,
                FailedPrint.reason,
                FailedPrint.failed_at,
            )
            .join(Visit, FailedPrint.visit_id == Visit.id)
            .where(Visit.withdrawn_at.is_(None))
            .order_by(FailedPrint.id)
        ).all()
    return [Waiting(row[0], Paper(row[1]), *row[2:]) for row in rows]


def note(office: Office, visit_id: int, paper: Paper, reason: str) -> None:
    """The printer did not take this paper; the same one waits once, with the latest reason."""
    with office.note() as session:
        row = session.scalar(
            select(FailedPrint).where(FailedPrint.visit_id == visit_id, FailedPrint.paper == paper.value)
        )
        if row is None:
            row = FailedPrint(visit_id=visit_id, paper=paper.value, reason=reason, failed_at=office.now())
            session.add(row)
        row.reason, row.failed_at = reason, office.now()


def remove(office: Office, visit_id: int, paper: Paper) -> None:
    """It was printed after all, or is not wanted any more."""
    with office.note() as session:
        session.execute(delete(FailedPrint).where(FailedPrint.visit_id == visit_id, FailedPrint.paper == paper.value))
