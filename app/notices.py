"""Telling the applicant the result: by SMS, letter or phone call, and on which day (circular, c6 to c8)."""

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.codes import Status, Way
from app.domain.errors import Refused
from app.domain.texts import _
from app.issues import IssueRow, _issue, _one, _own_id, _own_matter
from app.office import Office
from app.security.rights import Right
from db.models import Issue, Notice, Visit

Heard = tuple[Status, str | None]
"""The result that somebody was told, as whoever tells it read it: its status and words."""


def record(office: Office, issue_id: int, way: Way, date: dt.date, *, heard: Heard | None = None) -> IssueRow:
    """Note that the applicant was told. Only a result can be told, and not before the matter's last visit.

    heard: the one that is meant; of another one, that was recorded meanwhile, nothing was told.
    """
    with office.work("notices.record", Right.FOLLOW_UP) as session:
        _refuse_unheard(session, office, issue_id, heard)
        _tell(session, office, issue_id, way, date)
        return _one(session, office, issue_id)


def _tell(session: Session, office: Office, issue_id: int, way: Way, date: dt.date, **proof: int) -> Notice:
    """The notice itself. proof: message_id, call_id or letter_id, where the store has what tells that it reached.

    Of a letter it is known that it was made after the result: the applicant may have come again since, before anybody
    noted that it had been sent.
    """
    issue, _visit = _issue(session, issue_id)
    matter = [one.id for one in _own_matter(session, issue)]
    visits = select(func.max(Visit.date)).join(Issue, Issue.visit_id == Visit.id).where(Issue.id.in_(matter))
    last = session.scalar(visits.where(Visit.withdrawn_at.is_(None)))
    if issue.status is Status.OPEN:
        raise Refused(_("Record the outcome first, then tell it."), "status")
    if last is not None and date < last and "letter_id" not in proof:
        raise Refused(_("The notice's date cannot be before the day of the visit."), "notified_on")
    if date > office.today():
        raise Refused(_("The notice's date has not come yet."), "notified_on")
    notice = Notice(agency_id=office.agency_id, issue_id=matter[0], way=way, date=date, **proof)
    session.add(notice)
    session.flush()
    return notice


def _refuse_unheard(session: Session, office: Office, issue_id: int, heard: Heard | None) -> None:
    row = _one(session, office, issue_id)
    if heard not in (None, (row.status, row.outcome)):
        said = _("Meanwhile it was recorded: %(status)s. Close the form and look at it; your words are kept.")
        raise Refused(said % {"status": row.status.label}, "status")


def take_back(office: Office, issue_id: int) -> IssueRow:
    """Undo the latest notice of an issue."""
    with office.work("notices.take_back", Right.FOLLOW_UP) as session:
        matter = _own_id(session, issue_id)
        notice = session.scalar(
            select(Notice)
            .where(Notice.issue_id == matter, Notice.withdrawn_at.is_(None), Notice.void_at.is_(None))
            .order_by(Notice.id.desc())
            .limit(1)
        )
        if notice is None:
            raise Refused(_("No notice is recorded for this issue."), "notified_by")
        notice.withdrawn_at = office.now()
        session.flush()
        return _one(session, office, issue_id)
