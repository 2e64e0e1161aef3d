"""Waiting for the applicant's papers stops the clock: nothing of the matter is overdue meanwhile."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import Stage, Status
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _, fa
from app.holidays import _office_days
from app.issues import _issue, _matter_id
from app.office import Office
from app.referral_rows import _day, _of_matters
from app.referrals import _move, _open_matter
from app.security.rights import Right
from db.models import DueMove, Outcome, Pause, Referral


@dataclass(frozen=True)
class PauseRow:
    """papers: what the applicant was asked for. until: the day on which they came; null: they are waited for."""

    id: int
    issue_id: int
    papers: str
    since: dt.date
    until: dt.date | None
    asked_at: dt.datetime


@dataclass(frozen=True)
class Resumed:
    """days: how long the clock stood; moved: how many due dates went so much later."""

    pause_id: int
    days: int
    moved: int


def of_issue(office: Office, issue_id: int) -> list[PauseRow]:
    """When the matter waited for papers, oldest first; without what they were for who may not know it."""
    with office.read() as session:
        issue, _visit = _issue(session, issue_id)
        hidden = issue.head_only and not office.may(Right.CONFIDENTIAL)
        rows = session.scalars(
            select(Pause)
            .where(Pause.issue_id == _matter_id(session, issue_id), Pause.withdrawn_at.is_(None))
            .order_by(Pause.id)
        )
        return [
            PauseRow(row.id, row.issue_id, "" if hidden else row.papers, row.since, row.until, row.asked_at)
            for row in rows
        ]


def pause(office: Office, issue_id: int, papers: str) -> int:
    """The applicant is asked for papers; from today on the clock stands. Returns the pause's id."""
    papers = normalise(refuse_nul(papers, "papers"), lines=True)
    if not papers:
        raise Refused(_("Write which papers are waited for."), "papers")
    with office.work("pauses.pause", Right.FOLLOW_UP) as session:
        matter = _open_matter(session, issue_id)
        if _standing(session, matter) is not None:
            raise Refused(_("The applicant's papers are waited for already."), "papers")
        row = Pause(
            agency_id=office.agency_id,
            issue_id=matter,
            papers=papers,
            since=office.today(),
            until=None,
            asked_at=office.now(),
        )
        session.add(row)
        session.flush()
        return row.id


def resume(office: Office, issue_id: int) -> Resumed:
    """The papers came: the clock runs again, and each due date is so much later as it stood."""
    with office.work("pauses.resume", Right.FOLLOW_UP) as session:
        matter = _matter_id(session, issue_id)
        row = _standing(session, matter)
        if row is None:
            raise Refused(_("No papers are waited for in this matter."), "papers")
        row.until = today = office.today()
        days, moved, at = _office_days(session), 0, office.now()
        for referral in _of_matters(session, office, [matter]):
            if not referral.waited_for or referral.due is None:
                continue
            due = days.moved(referral.due, max(row.since, _day(referral.referred_at)), today)
            if due != referral.due:
                reason = fa(Stage.PAPERS.word)
                session.add(_move(office, session.get_one(Referral, referral.id), due, reason, at))
                moved += 1
        session.flush()
        return Resumed(row.id, (today - row.since).days, moved)


def take_back_pause(office: Office, pause_id: int) -> None:
    """Undo: the applicant was not asked, and the clock never stood."""
    with office.work("pauses.take_back_pause", Right.FOLLOW_UP) as session:
        row = session.get(Pause, pause_id)
        if row is None or row.withdrawn_at is not None:
            raise Refused(_("This was taken back already."), "papers")
        if row.until is not None:
            raise Refused(_("The papers came meanwhile; take that back first."), "papers")
        row.withdrawn_at = office.now()


def take_back_resume(office: Office, pause_id: int) -> None:
    """Undo: the papers have not come, the clock still stands; due dates are again what they were."""
    with office.work("pauses.take_back_resume", Right.FOLLOW_UP) as session:
        row = session.get(Pause, pause_id)
        if row is None or row.withdrawn_at is not None or row.until is None:
            raise Refused(_("This was taken back already."), "papers")
        if _standing(session, row.issue_id) is not None:
            raise Refused(_("The applicant's papers are waited for already."), "papers")
        moves = session.execute(
            select(DueMove, Referral)
            .join(Referral, DueMove.referral_id == Referral.id)
            .where(
                Referral.issue_id == row.issue_id,
                DueMove.withdrawn_at.is_(None),
                DueMove.reason == fa(Stage.PAPERS.word),
            )
        ).all()
        # A pause that ended on the day on which it began moved nothing: what was moved then is an earlier one's.
        for move, referral in moves if row.until > row.since else ():
            if _day(move.moved_at) != row.until:
                continue
            if referral.due != move.after:
                raise Refused(_("The due date was moved again meanwhile; take that back first."), "due")
            move.withdrawn_at, referral.due = office.now(), move.before
        row.until = None


def _standing(session: Session, matter: int) -> Pause | None:
    """The pause that stands: one from before the matter was decided does not, when it is opened again."""
    decided = (
        select(Outcome.id)
        .where(
            Outcome.issue_id == matter,
            Outcome.withdrawn_at.is_(None),
            Outcome.status != Status.OPEN,
            Outcome.recorded_at >= Pause.asked_at,
        )
        .exists()
    )
    stands = select(Pause).where(Pause.issue_id == matter, Pause.withdrawn_at.is_(None), Pause.until.is_(None))
    return session.scalar(stands.where(~decided).order_by(Pause.id.desc()).limit(1))
