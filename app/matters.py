"""A later visit on the same matter joins the open issue: one matter with several visits.

The first issue is the matter: what is ruled, answered and told, from whichever of its visits, is recorded on it and
stands for all of them; they share its status and its secrecy, and its code is the one that the visitor was told. The
later issues keep their own words. All of them point to the first, never to one another. Figures and the report go on
counting each as an issue that was brought (contracts).
"""

from typing import Any

from sqlalchemy import select

from app.common_matters import _leave
from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.issues import RECORDS, IssueRow, _issue, _one, _own_id, _own_matter
from app.merging import same_person
from app.office import Office
from app.security.rights import Right
from app.work import Work
from db.models import Issue, Visit


def join(office: Office, issue_id: int, matter_id: int, reason: str = "") -> IssueRow:
    """Say that an issue is the same matter as an open one of the same person. Nothing may be recorded on it so far."""
    with office.work("matters.join", Right.REGISTER, reason=normalise(reason) or None) as work:
        issue, visit = _issue(work, issue_id)
        _join(work, office, issue, visit.visitor_id, matter_id)
        work.flush()
        return _one(work, office, issue_id)


def part(office: Office, issue_id: int, reason: str = "") -> IssueRow:
    """Let an issue be a matter of its own again, open; what was recorded on the matter stays there."""
    with office.work("matters.part", Right.REGISTER, reason=normalise(reason) or None) as work:
        issue, _visit = _issue(work, issue_id)
        _part(issue)
        work.flush()
        return _one(work, office, issue_id)


def _follow(work: Work, office: Office, new: dict[str, Any], visitor_id: int | None) -> None:
    """An issue that is about to be written joins the matter that it names; its columns are set to what they share."""
    if new.get("follows") is None:
        return
    first = _open_matter(work, office, visitor_id, new["follows"])
    new["head_only"] = new["head_only"] or first.head_only
    if new["head_only"]:
        _hide(work, first)
    new["follows"], new["common_with"] = first.id, first.common_with


def _follow_or_part(work: Work, office: Office, issue: Issue, visitor_id: int, follows: int | None) -> None:
    """A correction: the issue joins a matter, another one, or none; all of its matter is as secret as it is."""
    if follows != issue.follows:
        if issue.follows is not None:
            _part(issue)
        if follows is not None:
            work.flush()
            _join(work, office, issue, visitor_id, follows)
    if issue.head_only:
        _hide(work, issue)
    for other in _own_matter(work, issue):
        other.head_only = issue.head_only


def _join(work: Work, office: Office, issue: Issue, visitor_id: int, matter_id: int) -> None:
    first = _open_matter(work, office, visitor_id, matter_id)
    if first.id == issue.follows:
        return
    leads = (Issue.follows == issue.id) | (Issue.common_with == issue.id)
    followed = issue.common_with or work.scalar(select(Issue.id).where(leads).limit(1))
    recorded = any(
        work.scalar(select(table.id).where(table.issue_id == issue.id, table.withdrawn_at.is_(None)).limit(1))
        for table in RECORDS
    )
    if first.id == issue.id or followed or recorded:
        raise Refused(
            _("This issue has a ruling, an outcome or later visits of its own, so it stays a matter of its own."),
            "subject",
        )
    if issue.head_only or first.head_only:
        issue.head_only = True
        _hide(work, first)
    issue.follows, issue.common_with, issue.status = first.id, first.common_with, first.status


def _part(issue: Issue) -> None:
    if issue.follows is None:
        raise Refused(_("This issue is a matter of its own already."))
    issue.follows, issue.common_with, issue.status = None, None, Status.OPEN


def _open_matter(work: Work, office: Office, visitor_id: int | None, matter_id: int) -> Issue:
    """The first issue of an open matter of this person."""
    found = work.execute(
        select(Issue, Visit.visitor_id)
        .join(Visit, Issue.visit_id == Visit.id)
        .where(Issue.id == _own_id(work, matter_id))
    ).first()
    if found is None or (found[0].head_only and not office.may(Right.CONFIDENTIAL)):
        raise Refused(_("This issue is not in the store any more. Read the list again."), "subject")
    first, whose = found
    if visitor_id is None or whose not in set(work.scalars(same_person(visitor_id))):
        raise Refused(_("That matter is another person's; this one is registered as a matter of its own."), "subject")
    if first.status is not Status.OPEN:
        raise Refused(_("That matter has its outcome meanwhile; register this one as a matter of its own."), "subject")
    return first


def _hide(work: Work, issue: Issue) -> None:
    """What is for the head alone in one visit of a matter is so in all: they share its ruling. It is never one of many
    people's.
    """
    own = _own_matter(work, issue)
    _leave(work, own[0])
    for other in own:
        other.head_only = True
