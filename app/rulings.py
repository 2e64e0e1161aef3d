"""What the head orders: the ruling, the unit that acts, the due date; recorded as the head's, by whom typed, when."""

import datetime as dt

from sqlalchemy import select

from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.issues import IssueRow, _issue, _one
from app.office import Office
from app.security.rights import Right
from db.models import Referral, Ruling


def give(office: Office, issue_id: int, text: str, *, unit: str = "", due: dt.date | None = None) -> IssueRow:
    """Write down the head's ruling on an issue. A later ruling stands before an earlier one, which stays findable.

    unit: who acts; due: by when (charter, art. 20). Raises Refused for an empty ruling or a due date before the visit.
    """
    text = normalise(refuse_nul(text, "ruling"), lines=True)
    unit = normalise(refuse_nul(unit, "unit"))
    if not text:
        raise Refused(_("Write the ruling or choose a phrase."), "ruling")
    with office.work("rulings.give", Right.RULE) as session:
        issue, visit = _issue(session, issue_id)
        if due is not None and due < visit.date:
            raise Refused(_("The due date cannot be before the day of the visit."), "due")
        session.add(
            Ruling(
                agency_id=office.agency_id,
                issue_id=issue.id,
                text=text,
                given_at=office.now(),
                typed_by=office.user.id,
            )
        )
        if unit or due:
            session.add(
                Referral(
                    agency_id=office.agency_id,
                    issue_id=issue.id,
                    unit=unit or None,
                    due=due,
                    referred_at=office.now(),
                )
            )
        session.flush()
        return _one(session, office, issue_id)


def take_back(office: Office, issue_id: int) -> IssueRow:
    """Undo the latest ruling on an issue, with the referral that was given with it. Both stay in the trail."""
    with office.work("rulings.take_back", Right.RULE) as session:
        ruling = session.scalar(
            select(Ruling)
            .where(Ruling.issue_id == issue_id, Ruling.withdrawn_at.is_(None))
            .order_by(Ruling.id.desc())
            .limit(1)
        )
        if ruling is None:
            raise Refused(_("No ruling is recorded for this issue."), "ruling")
        ruling.withdrawn_at = office.now()
        given_with = select(Referral).where(
            Referral.issue_id == issue_id,
            Referral.withdrawn_at.is_(None),
            Referral.referred_at >= ruling.given_at,
        )
        for referral in session.scalars(given_with):
            referral.withdrawn_at = office.now()
        session.flush()
        return _one(session, office, issue_id)
