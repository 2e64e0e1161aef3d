"""Where letters stand: to be written, to be numbered, to be posted, sent."""

import datetime as dt
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from app.domain.codes import LetterSize, Purpose, Stage, Way
from app.domain.persian.text import plain
from app.issues import CODE, confidential, latest
from app.letter_drafts import TO_APPLICANTS, TO_UNITS
from app.office import Office
from app.security.rights import Right
from db.models import Issue, Letter, Outcome, Reach, Referral, Standing, Unit, Visit, Visitor

MOST: Final = 1000
"""Rows that a list shows; what was sent is shown from the latest back."""


class Step(Enum):
    """What is to be done next with a letter."""

    WRITE = "write"
    NUMBER = "number"
    POST = "post"
    SENT = "sent"


@dataclass(frozen=True)
class LetterRow:
    """A letter, or (id None) an applicant to whom one is to be written. others: further matters on it.

    addressed: whether an address is known. goes: whether it leaves the agency; letters to its own units do not.
    handed_to: who took it, of one that was handed over. came_back: on which day the post brought it back.
    """

    id: int | None
    issue_id: int
    purpose: Purpose
    name: str
    code: str | None
    addressed: bool
    postal_code: str
    size: LetterSize | None = None
    made_at: dt.datetime | None = None
    number: str = ""
    date: dt.date | None = None
    posted_on: dt.date | None = None
    registered: str = ""
    others: int = 0
    goes: bool = True
    handed_to: str = ""
    came_back: dt.date | None = None


def rows(office: Office, step: Step) -> list[LetterRow]:
    """The letters at this step, the oldest first; of those that were sent the latest first."""
    with office.read() as session:
        if step is Step.WRITE:
            return [_to_write(row) for row in session.execute(_wanted().limit(MOST))]
        return _letters(session, office, step)


def counts(office: Office) -> dict[Step, int]:
    """How many are at each step; what was sent is not counted."""
    with office.read() as session:
        return {
            Step.WRITE: session.scalar(select(func.count()).select_from(_wanted().subquery())) or 0,
            Step.NUMBER: len(_letters(session, office, Step.NUMBER)),
            Step.POST: len(_letters(session, office, Step.POST)),
        }


def _wanted() -> Select[Any]:
    """Decided matters whose applicants take no SMS and have not been told, nor written to, yet."""
    main = aliased(Visitor)
    newest = select(latest(Outcome.id, Outcome)).correlate(Issue).scalar_subquery()
    written = select(Letter.id).where(
        Letter.issue_id == Issue.id, Letter.withdrawn_at.is_(None), Letter.outcome_id == newest
    )
    reach = Reach.visitor_id.in_([Visitor.id, Visitor.merged_into])
    no_sms = select(Reach.id).where(reach, Reach.no_sms | (Reach.prefers == Way.LETTER))
    return (
        select(
            Issue.id,
            Visit.first_name + " " + Visit.last_name,
            CODE,
            func.coalesce(main.address, Visitor.address, Visit.address),
            select(Reach.postal_code).where(reach, Reach.postal_code.is_not(None)).limit(1).scalar_subquery(),
        )
        .join(Standing, Standing.issue_id == Issue.id)
        .join(Visit, Issue.visit_id == Visit.id)
        .join(Visitor, Visit.visitor_id == Visitor.id)
        .outerjoin(main, Visitor.merged_into == main.id)
        .where(
            Standing.stage == Stage.DECIDED,
            Visitor.mobile.is_(None) | no_sms.exists(),
            ~written.exists(),
        )
        .order_by(Issue.id)
    )


def _to_write(row: Any) -> LetterRow:
    issue_id, name, code, address, postal_code = row
    return LetterRow(None, issue_id, Purpose.RESULT, name, code, bool(address), postal_code or "")


def _letters(session: Session, office: Office, step: Step) -> list[LetterRow]:
    other = aliased(Letter)
    others = select(func.count(other.id)).where(other.with_id == Letter.id).scalar_subquery()
    outside = select(Unit.id).where(Unit.id == Referral.unit_id, Unit.outside.is_(True))
    goes = Letter.purpose.in_(TO_APPLICANTS) | outside.exists()
    question = (
        select(Letter, CODE, others, goes, Issue.head_only)
        .join(Issue, Letter.issue_id == Issue.id)
        .outerjoin(Referral, Letter.referral_id == Referral.id)
        .where(Letter.withdrawn_at.is_(None), Letter.with_id.is_(None), Letter.paper.is_not(None))
    )
    if step is Step.NUMBER:
        question = question.where(Letter.number.is_(None), Letter.posted_on.is_(None)).order_by(Letter.id)
    elif step is Step.POST:
        question = question.where(Letter.number.is_not(None), Letter.posted_on.is_(None), goes).order_by(Letter.id)
    else:
        inside = Letter.number.is_not(None) & ~goes
        question = question.where(Letter.posted_on.is_not(None) | inside).order_by(Letter.id.desc())
    hides = not office.may(Right.CONFIDENTIAL)
    found = session.execute(question.limit(MOST)).all()
    return [_row(*row, hidden=hides and head_only) for *row, head_only in found]


def _row(letter: Letter, code: str | None, others: int, goes: Any, *, hidden: bool) -> LetterRow:
    paper = json.loads(letter.paper or "{}")
    to = paper["to"]
    return LetterRow(
        id=letter.id,
        issue_id=letter.issue_id,
        purpose=letter.purpose,
        name=confidential() if hidden and letter.purpose in TO_UNITS else plain(to[0]),
        code=code,
        addressed=letter.purpose in TO_APPLICANTS and not paper["by_hand"],  # no unit's address is kept
        postal_code=paper["postal_code"],
        size=LetterSize(paper["size"]),
        made_at=letter.made_at,
        number=letter.number or "",
        date=letter.date,
        posted_on=letter.posted_on,
        registered=letter.registered or "",
        others=others,
        goes=bool(goes),
        handed_to=letter.handed_to,
        came_back=letter.came_back,
    )
