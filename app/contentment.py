"""Whether the applicant was content with how his matter was seen to, as he says when the result is told.

The offices' own forms ask it. Of several answers to one result the last counts. Who objects has his matter opened again
with his reason (app/outcomes.py). Both come before the head, and as figures into the report (app/response_times.py).
"""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.texts import _
from app.issues import _issue, _own_id
from app.office import Office
from app.register.rows import check_text
from app.security.rights import Right
from app.work import Work
from db.models import Contentment


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


def _content(session: Session, own: int) -> bool | None:
    """Whether the person was content, as he said last; None: he was not asked."""
    rows = select(Contentment.content).where(Contentment.issue_id == own, Contentment.withdrawn_at.is_(None))
    return session.scalar(rows.order_by(Contentment.id.desc()).limit(1))
