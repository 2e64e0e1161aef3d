"""What came of an issue, in words for the applicant."""

from sqlalchemy import select

from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.issues import IssueRow, _issue, _matter, _one
from app.office import Office
from app.security.rights import Right
from db.models import Notice, Outcome


def record(office: Office, issue_id: int, status: Status, text: str = "") -> IssueRow:
    """Record an issue's outcome; `open` opens it again.

    One that is not accepted or is sent elsewhere needs the reason or the place: the applicant may have it in writing
    (charter, art. 23). Recorded from any visit of a matter, it closes the matter for all of them.
    """
    text = normalise(refuse_nul(text, "outcome"), lines=True)
    if status is Status.REJECTED and not text:
        raise Refused(
            _("Write the reason why it is not accepted; the applicant may ask for an answer in writing."),
            "outcome",
        )
    if status is Status.REDIRECTED and not text:
        raise Refused(_("Write where the applicant was guided to."), "outcome")
    with office.work("outcomes.record", Right.FOLLOW_UP) as session:
        matter = _matter(session, _issue(session, issue_id)[0])
        told = select(Notice.id).where(Notice.issue_id == matter[0].id, Notice.withdrawn_at.is_(None))
        if status is Status.OPEN and session.scalar(told.limit(1)) is not None:
            raise Refused(_("The result was told to the applicant already; take the notice back first."), "status")
        for issue in matter:
            issue.status = status
        session.add(
            Outcome(
                agency_id=office.agency_id,
                issue_id=matter[0].id,
                status=status,
                text=text or None,
                recorded_at=office.now(),
            )
        )
        session.flush()
        return _one(session, office, issue_id)


def take_back(office: Office, issue_id: int) -> IssueRow:
    """Undo the latest outcome: the issue is again what the one before it says, or open."""
    with office.work("outcomes.take_back", Right.FOLLOW_UP) as session:
        matter = _matter(session, _issue(session, issue_id)[0])
        standing = session.scalars(
            select(Outcome)
            .where(Outcome.issue_id == matter[0].id, Outcome.withdrawn_at.is_(None))
            .order_by(Outcome.id.desc())
            .limit(2)
        ).all()
        if not standing:
            raise Refused(_("No outcome is recorded for this issue."), "outcome")
        standing[0].withdrawn_at = office.now()
        for issue in matter:
            issue.status = standing[1].status if len(standing) > 1 else Status.OPEN
        session.flush()
        return _one(session, office, issue_id)
