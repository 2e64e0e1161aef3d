"""Whether the applicant was content with how his matter was seen to, as he says when the result is told.

The offices' own forms ask it. Of several answers to one result the last counts. Who objects has his matter opened again
with his reason (app/outcomes.py). Both come before the head here, and as figures into the report.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, null, select
from sqlalchemy.orm import Session

from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN
from app.domain.texts import _
from app.issues import CODE, _issue, _own_id, confidential
from app.office import Office
from app.register.rows import check_text
from app.security.rights import Right
from app.work import Work
from db.models import Contentment, Issue, Outcome, Visit


@dataclass(frozen=True)
class Said:
    """What an applicant said of how his matter was seen to. content: None, he objected. at: in the office's zone."""

    issue_id: int
    code: str | None
    name: str
    subject: str
    at: dt.datetime
    content: bool | None
    reason: str | None
    head_only: bool


def note(office: Office, issue_id: int, content: bool, reason: str = "") -> None:
    """Note whether the applicant was content; reason: in his words. Only of a matter that has its result."""
    said = check_text(reason, "reason", lines=True)
    with office.work("contentment.note", Right.FOLLOW_UP) as work:
        issue, _visit = _issue(work, issue_id)
        if issue.status is Status.OPEN:
            raise Refused(_("Whether he was content is asked once the matter has its result."), "content")
        _note(work, _own_id(work, issue_id), content, said, office.now())


def _note(work: Work, own: int, content: bool, reason: str | None, at: dt.datetime) -> None:
    work.insert(Contentment, issue_id=own, content=content, reason=reason, asked_at=at)


def _withdraw(work: Work, office: Office, own: int, at: dt.datetime) -> None:
    """Take back what was said in the call of this instant."""
    said = select(Contentment).where(Contentment.issue_id == own, Contentment.asked_at == at)
    for row in work.scalars(said.where(Contentment.withdrawn_at.is_(None))):
        row.withdrawn_at = office.now()


def take_back(office: Office, issue_id: int) -> None:
    """Undo the last answer of a matter."""
    with office.work("contentment.take_back", Right.FOLLOW_UP) as work:
        rows = select(Contentment).where(
            Contentment.issue_id == _own_id(work, issue_id), Contentment.withdrawn_at.is_(None)
        )
        last = work.scalar(rows.order_by(Contentment.id.desc()).limit(1))
        if last is None:
            raise Refused(_("Whether the applicant was content is not noted."), "content")
        last.withdrawn_at = office.now()


def heard(office: Office, first: dt.date, last: dt.date) -> list[Said]:
    """For the head: what applicants said from one day to another, the newest first; the content ones last.

    Of an objection the reason is that for which the matter was opened again.
    """
    from_, until = (dt.datetime.combine(day, dt.time(), TEHRAN) for day in (first, last + dt.timedelta(days=1)))
    newest = select(func.max(Contentment.id)).where(Contentment.withdrawn_at.is_(None)).group_by(Contentment.issue_id)
    name = Visit.first_name + " " + Visit.last_name
    shown = (CODE, name, Issue.subject, Issue.head_only)
    with office.read() as session:
        asked = session.execute(
            select(Issue.id, *shown, Contentment.asked_at, Contentment.content, Contentment.reason)
            .join(Contentment, Contentment.issue_id == Issue.id)
            .join(Visit, Visit.id == Issue.visit_id)
            .where(Contentment.id.in_(newest), Contentment.asked_at >= from_, Contentment.asked_at < until)
        ).all()
        objected = session.execute(
            select(Issue.id, *shown, Outcome.recorded_at, null(), Outcome.text)
            .join(Outcome, Outcome.issue_id == Issue.id)
            .join(Visit, Visit.id == Issue.visit_id)
            .where(Outcome.withdrawn_at.is_(None), Outcome.objected.is_(True))
            .where(Outcome.recorded_at >= from_, Outcome.recorded_at < until)
        ).all()
    said = [_said(office, row) for row in (*asked, *objected)]
    return sorted(said, key=lambda one: (one.content is True, -one.at.timestamp()))


def _said(office: Office, row: Any) -> Said:
    issue_id, code, name, subject, head_only, at, content, reason = row
    if head_only and not office.may(Right.CONFIDENTIAL):
        subject, reason = confidential(), None
    return Said(issue_id, code, name, subject, at.astimezone(TEHRAN), content, reason, head_only)


def _content(session: Session, own: int) -> bool | None:
    """Whether the person was content, as he said last; None: he was not asked."""
    rows = select(Contentment.content).where(Contentment.issue_id == own, Contentment.withdrawn_at.is_(None))
    return session.scalar(rows.order_by(Contentment.id.desc()).limit(1))
