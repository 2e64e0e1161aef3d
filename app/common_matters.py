"""Common matters (مورد مشترک): forty people, one water main.

Other people's issues are linked to one of them, the lead: what is ruled, referred, answered and decided is recorded on
that one and stands for all; each person has the own code and is told by himself. Nothing is lost: what stood on an
issue before it was linked stays in its story, its referrals ended, and who goes on alone takes a copy of all that
stands along. A matter for the head alone is never one of many.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased

from app import common_copies
from app.common_copies import Copied
from app.domain.codes import Status, Way
from app.domain.errors import Refused
from app.domain.texts import _
from app.issues import CODE, MATTER, _issue, _matter_id, _own_id, _own_matter, first_notice
from app.office import Office
from app.security.rights import Right
from db.models import Issue, Notice, Outcome, Pause, Referral, Visit, Visitor


@dataclass(frozen=True)
class OfMany:
    """One of those who brought the same. issue_id: the first of the own ones. told_on: of the present result."""

    issue_id: int
    name: str
    code: str | None
    date: dt.date
    told_by: Way | None
    told_on: dt.date | None


@dataclass(frozen=True)
class CommonMatter:
    """people: the lead first, then in the order in which they came."""

    lead_id: int
    people: tuple[OfMany, ...]


@dataclass(frozen=True)
class Offered:
    """A common matter that a newcomer's issue may belong to: it leads, and so many people brought it."""

    issue_id: int
    lead_id: int
    people: int


@dataclass(frozen=True)
class Linked:
    """What `take_link_back` needs: the persons' issues that were linked, to which, and when."""

    lead_id: int
    issue_ids: tuple[int, ...]
    at: dt.datetime


@dataclass(frozen=True)
class Unlinked:
    """What `take_unlink_back` needs: who went, from which lead, who was given another lead, and the copies."""

    issue_id: int
    lead_id: int
    others: tuple[int, ...]
    copied: Copied


def of_issue(office: Office, issue_id: int) -> CommonMatter | None:
    """All who brought the same matter; None for one that is a single person's."""
    with office.read() as session:
        lead_id = _matter_id(session, issue_id)
        people = _people(session, (Issue.id == lead_id) | (Issue.common_with == lead_id))
        return CommonMatter(lead_id, people) if len(people) > 1 else None


def alike(office: Office, issue_id: int) -> tuple[OfMany, ...]:
    """Open matters of other people with the same subject and place, which are of no common matter yet."""
    with office.read() as session:
        issue, visit = _issue(session, _own_id(session, issue_id))
        if issue.place is None or issue.head_only:
            return ()
        follower = aliased(Issue)
        leads = select(follower.id).where(follower.common_with == Issue.id).exists()
        return _people(
            session,
            (Issue.status == Status.OPEN)
            & (Issue.subject == issue.subject)
            & (Issue.place == issue.place)
            & Issue.head_only.is_(False)
            & Issue.common_with.is_(None)
            & (Issue.id != issue.id)
            & (Issue.id != (issue.common_with or 0))
            & (Visit.visitor_id != visit.visitor_id)
            & ~leads,
        )


def offered(office: Office, issue_ids: Sequence[int]) -> Offered | None:
    """The open common matter that one of these new issues seems to be: of the same type and subject, from no other
    place, and brought by somebody not long ago. The one that most people brought, where there are several.
    """
    follower, member = aliased(Issue), aliased(Visit)
    follows_it = select(follower.id).where(follower.common_with == Issue.id)
    people = select(func.count(follower.id)).where(follower.common_with == Issue.id, follower.follows.is_(None))
    fresh = (
        select(follower.id)
        .join(member, follower.visit_id == member.id)
        .where(follower.common_with == Issue.id, member.date >= office.today() - _FRESH)
    )
    with office.read() as session:
        for new in session.scalars(
            select(Issue).where(
                Issue.id.in_(issue_ids), Issue.status == Status.OPEN, Issue.head_only.is_(False), ~follows_it.exists()
            )
        ):
            if new.follows is not None or new.common_with is not None:
                continue
            leads = (
                select(Issue.id, people.scalar_subquery())
                .where(
                    Issue.id.in_(select(Issue.common_with).where(Issue.common_with.is_not(None))),
                    Issue.status == Status.OPEN,
                    Issue.type == new.type,
                    Issue.subject == new.subject,
                    Issue.place.is_(None) | (Issue.place == (new.place or Issue.place)),
                    Issue.head_only.is_(False),
                    fresh.exists(),
                )
                .order_by(people.scalar_subquery().desc())
                .limit(1)
            )
            if (found := session.execute(leads).first()) is not None:
                return Offered(new.id, found[0], found[1] + 1)
        return None


_FRESH = dt.timedelta(days=90)
"""A quarter: what nobody has come with since is another burst of the pipe."""


def link(office: Office, issue_ids: Sequence[int], lead_id: int) -> Linked:
    """Let other people's open matters be one with the lead's: one ruling, one referral, one outcome for all.

    The lead's may be decided already: then it is for those who join to be told. Referrals that stood on an issue end.
    Raises Refused, naming the person, where one has a result or a common matter of its own, is the head's alone, waits
    for papers, or is with a unit while the lead is not.
    """
    with office.work("common_matters.link", Right.FOLLOW_UP) as session:
        lead, _visit = _issue(session, _matter_id(session, lead_id))
        chosen = dict.fromkeys(_own_id(session, issue_id) for issue_id in issue_ids)
        firsts = [_issue(session, issue_id)[0] for issue_id in chosen if issue_id != lead.id]
        joining = [issue for issue in firsts if issue.common_with != lead.id]
        if not joining:
            raise Refused(_("Choose the matters of at least two people."), "common")
        _check(session, lead, joining)
        at = office.now()
        for issue in joining:
            for referral in session.scalars(_referrals(issue.id)):
                referral.ended_at = at
            for own in _own_matter(session, issue):
                own.common_with, own.status = lead.id, lead.status
        return Linked(lead.id, tuple(issue.id for issue in joining), at)


def take_link_back(office: Office, linked: Linked) -> None:
    """Undo a linking: each is again as it was, its referrals stand again."""
    with office.work("common_matters.take_link_back", Right.FOLLOW_UP) as session:
        for issue_id in linked.issue_ids:
            issue, _visit = _issue(session, issue_id)
            if issue.common_with != linked.lead_id:
                raise Refused(_("This was changed meanwhile; read the list again."), "common")
            status = session.scalar(_last_status(issue.id)) or Status.OPEN
            if status is not issue.status and _told(session, issue.id):
                raise Refused(_("The result was told to the applicant already; take the notice back first."), "status")
            for own in _own_matter(session, issue):
                own.common_with, own.status = None, status
            ended = select(Referral).where(Referral.issue_id == issue.id, Referral.ended_at == linked.at)
            for referral in session.scalars(ended):
                referral.ended_at = None


def unlink(office: Office, issue_id: int) -> Unlinked:
    """Let one person's matter go on alone, also the lead's: all that stands goes along as a copy.

    When the lead goes, the next one leads, with a copy of all.
    """
    with office.work("common_matters.unlink", Right.FOLLOW_UP) as session:
        issue, _visit = _issue(session, _own_id(session, issue_id))
        gone = _leave(session, issue)
        if gone is None:
            raise Refused(_("This issue is a matter of its own already."), "common")
        return gone


def take_unlink_back(office: Office, unlinked: Unlinked) -> None:
    """Undo a parting, as long as nothing was recorded on either side since."""
    with office.work("common_matters.take_unlink_back", Right.FOLLOW_UP) as session:
        issue, _visit = _issue(session, unlinked.issue_id)
        lead, _visit = _issue(session, unlinked.lead_id)
        target, _visit = _issue(session, unlinked.copied.target)
        others = [_issue(session, other_id)[0] for other_id in unlinked.others or (issue.id,)]
        alone = {issue.common_with, lead.common_with, target.common_with} == {None}
        same = all(target.id in {other.id, other.common_with} for other in others) and target.status is lead.status
        if not (alone and same and common_copies.is_last(session, unlinked.copied)):
            raise Refused(_("Something was recorded since; link them again instead."), "common")
        common_copies.take_back(session, unlinked.copied, office.now())
        back = [(new, old) for old, new in unlinked.copied.outcomes]
        for other in others:
            for own in _own_matter(session, other):
                own.common_with = lead.id
                common_copies.point(session, [own.id], back)


def _leave(session: Session, issue: Issue) -> Unlinked | None:
    """The same for an act that has its own reason; None where the issue is a matter of its own.

    issue: the first of the person's own.
    """
    if issue.common_with is not None:
        lead_id = issue.common_with
        copied = common_copies.copy(session, lead_id, issue.id)
        _give(session, [issue], None, copied)
        return Unlinked(issue.id, lead_id, (), copied)
    others = list(
        session.scalars(select(Issue).where(Issue.common_with == issue.id, Issue.follows.is_(None)).order_by(Issue.id))
    )
    if not others:
        return None
    copied = common_copies.copy(session, issue.id, others[0].id)
    _give(session, others[:1], None, copied)
    _give(session, others[1:], others[0].id, copied)
    return Unlinked(issue.id, issue.id, tuple(other.id for other in others), copied)


def _give(session: Session, firsts: Sequence[Issue], lead_id: int | None, copied: Copied) -> None:
    for first in firsts:
        own = _own_matter(session, first)
        for issue in own:
            issue.common_with = lead_id
        common_copies.point(session, [issue.id for issue in own], copied.outcomes)
    session.flush()


def _check(session: Session, lead: Issue, joining: Sequence[Issue]) -> None:
    if lead.head_only or any(issue.head_only for issue in joining):
        raise Refused(_("A matter for the head alone stays a matter of its own."), "common")
    rows = session.execute(_persons(Issue.id.in_([lead.id, *(issue.id for issue in joining)])))
    whose = dict(rows.all())
    of_lead = set(session.scalars(_persons(Issue.common_with == lead.id).with_only_columns(_PERSON)))
    there = {whose[lead.id], *of_lead}
    with_unit = session.scalar(_referrals(lead.id).limit(1)) is not None
    for issue in joining:
        name = {"name": _name(session, issue.id)}
        if issue.status is not Status.OPEN:
            raise Refused(_("The matter of %(name)s has its result already.") % name, "common")
        if issue.common_with is not None or session.scalar(_led_by(issue.id)) is not None:
            raise Refused(_("The matter of %(name)s is another common one; part it first.") % name, "common")
        if whose[issue.id] in there:
            raise Refused(_("%(name)s is there twice; join the later visit to the first instead.") % name, "common")
        if session.scalar(_pauses(issue.id)) is not None:
            raise Refused(_("Papers of %(name)s are waited for; note that they came first.") % name, "common")
        if lead.status is Status.OPEN and not with_unit and session.scalar(_referrals(issue.id).limit(1)) is not None:
            raise Refused(
                _("The matter of %(name)s is with a unit and the leading one is not; refer that one first.") % name,
                "common",
            )
        there.add(whose[issue.id])


_PERSON = func.coalesce(Visitor.merged_into, Visitor.id)


def _persons(where: ColumnElement[bool]) -> Select[int, int]:
    """Issue and person, one record standing for all that were made one."""
    return (
        select(Issue.id, _PERSON)
        .join(Visit, Issue.visit_id == Visit.id)
        .join(Visitor, Visit.visitor_id == Visitor.id)
        .where(where)
    )


def _people(session: Session, where: ColumnElement[bool]) -> tuple[OfMany, ...]:
    rows = session.execute(
        select(
            Issue.id,
            Visit.first_name + " " + Visit.last_name,
            CODE,
            Visit.date,
            first_notice(Notice.way),
            first_notice(Notice.date),
        )
        .join(Visit, Issue.visit_id == Visit.id)
        .where(where, Issue.follows.is_(None), Visit.withdrawn_at.is_(None))
        .order_by(Issue.id != MATTER, Visit.date, Issue.id)
    )
    return tuple(OfMany(*row) for row in rows)


def _name(session: Session, issue_id: int) -> str:
    name = select(Visit.first_name + " " + Visit.last_name).join(Issue, Issue.visit_id == Visit.id)
    return session.scalar(name.where(Issue.id == issue_id)) or ""


def _referrals(issue_id: int) -> Select[Referral]:
    """Those that stand."""
    return select(Referral).where(
        Referral.issue_id == issue_id, Referral.withdrawn_at.is_(None), Referral.ended_at.is_(None)
    )


def _pauses(issue_id: int) -> Select[int]:
    return select(Pause.id).where(Pause.issue_id == issue_id, Pause.withdrawn_at.is_(None), Pause.until.is_(None))


def _led_by(issue_id: int) -> Select[int]:
    return select(Issue.id).where(Issue.common_with == issue_id).limit(1)


def _last_status(issue_id: int) -> Select[Status]:
    return (
        select(Outcome.status)
        .where(Outcome.issue_id == issue_id, Outcome.withdrawn_at.is_(None))
        .order_by(Outcome.id.desc())
        .limit(1)
    )


def _told(session: Session, issue_id: int) -> bool:
    notice = select(Notice.id).where(
        Notice.issue_id == issue_id, Notice.withdrawn_at.is_(None), Notice.void_at.is_(None)
    )
    return session.scalar(notice.limit(1)) is not None
