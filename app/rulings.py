"""What the head orders: the ruling, the units that act, the due date; recorded as the head's, by whom typed, when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import Role
from app.domain.dues import check_typed
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul, search_key
from app.domain.texts import _
from app.issues import IssueRow, _issue, _matter_id, _one, confidential
from app.office import Office
from app.security.rights import Right
from app.units import _ids, _named
from db.models import Head, Issue, Referral, Ruling, User, UserRole

_MOMENT = dt.timedelta(microseconds=1)


def give(
    office: Office, issue_id: int, text: str, *, unit: str | Sequence[str] = "", due: dt.date | None = None
) -> IssueRow:
    """Write down the head's ruling on an issue. A later ruling stands before an earlier one, which stays readable.

    unit: who acts; several units are several referrals, all with the same due date (charter, art. 20). A ruling that
    names neither unit nor due date leaves standing the referral that was there.
    Raises Refused for an empty ruling, a unit's name that is too long or a due date before the visit.
    """
    text = normalise(refuse_nul(text, "ruling"), lines=True)
    units = _named([unit] if isinstance(unit, str) else unit)
    if not text:
        raise Refused(_("Write the ruling or choose a phrase."), "ruling")
    with office.work("rulings.give", Right.RULE) as session:
        _brought, visit = _issue(session, issue_id)
        matter = _matter_id(session, issue_id)
        if due is not None and due < visit.date:
            raise Refused(_("The due date cannot be before the day of the visit."), "due")
        if due is not None:  # of a sheet that is typed in later it may have passed
            check_typed(due, office.today(), first=visit.date)
        at = _own_moment(session, matter, office.now())
        session.add(
            Ruling(agency_id=office.agency_id, issue_id=matter, text=text, given_at=at, typed_by=office.user.id)
        )
        known, given = _ids(session) if units else {}, {"agency_id": office.agency_id, "issue_id": matter}
        for one in units or ([""] if due else []):
            unit_id = known.get(search_key(one))
            session.add(Referral(unit=one or None, unit_id=unit_id, due=due, referred_at=at, **given))
        if units or due:
            _end_referrals(session, matter, at)
        session.flush()
        return _one(session, office, issue_id)


def _end_referrals(session: Session, matter_id: int, at: dt.datetime) -> None:
    """Others have taken the place of the referrals that stood until `at`."""
    before = select(Referral).where(
        Referral.issue_id == matter_id,
        Referral.referred_at < at,
        Referral.ended_at.is_(None),
        Referral.withdrawn_at.is_(None),
    )
    for referral in session.scalars(before):
        referral.ended_at = at


def _own_moment(session: Session, issue_id: int, now: dt.datetime) -> dt.datetime:
    """By its instant an act is known to belong with its referrals: no two acts on an issue share one."""
    given = select(Ruling.given_at).where(Ruling.issue_id == issue_id)
    referred = select(Referral.referred_at).where(Referral.issue_id == issue_id)
    taken = set(session.scalars(given)) | set(session.scalars(referred))
    while now in taken:
        now += _MOMENT
    return now


def take_back(office: Office, issue_id: int) -> IssueRow:
    """Undo the latest ruling on an issue, with the referrals that were given with it; those before stand again."""
    with office.work("rulings.take_back", Right.RULE) as session:
        matter = _matter_id(session, issue_id)
        ruling = session.scalar(
            select(Ruling)
            .where(Ruling.issue_id == matter, Ruling.withdrawn_at.is_(None))
            .order_by(Ruling.id.desc())
            .limit(1)
        )
        if ruling is None:
            raise Refused(_("No ruling is recorded for this issue."), "ruling")
        ruling.withdrawn_at = office.now()
        of_matter = select(Referral).where(Referral.issue_id == matter, Referral.withdrawn_at.is_(None))
        for referral in session.scalars(of_matter):
            if referral.referred_at == ruling.given_at:
                referral.withdrawn_at = office.now()
            elif referral.ended_at == ruling.given_at:
                referral.ended_at = None
        session.flush()
        return _one(session, office, issue_id)


@dataclass(frozen=True)
class Given:
    """One ruling on an issue, as it was written down. himself: the head typed it. stands: it was not taken back."""

    text: str
    given_at: dt.datetime
    typed_by: str
    himself: bool
    stands: bool


def of_issue(office: Office, issue_id: int) -> list[Given]:
    """All rulings on an issue, the latest first: the first that stands is the ruling, the others stay readable."""
    with office.read() as session:
        hidden = session.scalar(select(Issue.head_only).where(Issue.id == issue_id)) and not office.may(
            Right.CONFIDENTIAL
        )
        rows = session.execute(
            select(Ruling.text, Ruling.given_at, Ruling.typed_by, User.name, Ruling.withdrawn_at)
            .join(User, Ruling.typed_by == User.id)
            .where(Ruling.issue_id == _matter_id(session, issue_id))
            .order_by(Ruling.id.desc())
        ).all()
        return [
            Given(
                text=confidential() if hidden else text,
                given_at=at,
                typed_by=name,
                himself=_is_head(session, user_id, name, at.date()),
                stands=taken_back is None,
            )
            for text, at, user_id, name, taken_back in rows
        ]


def typed_by_head(office: Office) -> bool:
    """Whether what this user types now is in the head's own hand, or somebody writes it down by the head's order."""
    with office.read() as session:
        return _is_head(session, office.user.id, office.user.name, office.today())


def _is_head(session: Session, user_id: int, name: str, on: dt.date) -> bool:
    """The head's own account: it has the head's role and does no desk work, or bears the name of who was head then."""
    roles = set(session.scalars(select(UserRole.role).where(UserRole.user_id == user_id)))
    if Role.HEAD not in roles:
        return False
    heads = session.execute(select(Head.name, Head.since, Head.until))
    named = any(name == head and since <= on and (until is None or on <= until) for head, since, until in heads)
    return named or Role.SECRETARY not in roles
