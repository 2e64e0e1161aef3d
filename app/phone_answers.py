"""«What became of it?» on the telephone: what may be read aloud to the applicant, and what to anybody else.

Somebody else hears how far the matter is and nothing of it. Of one that only the head may know, nobody but the head
reads more than that it is with him.
"""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian.calendar import long_date, short_date
from app.domain.persian.ids import is_follow_up_code
from app.domain.persian.text import is_sentence
from app.domain.texts import _
from app.issues import MATTER, IssueRow, _issue, _one, _own_id
from app.office import Office
from app.reach import _reach_of
from app.search import number
from app.security.rights import Right
from app.telling import phone
from db.models import Issue, Outcome, Pause, Visit


@dataclass(frozen=True)
class PhoneAnswer:
    """What is said of one matter. aloud: to the applicant himself; to_others: to anybody else.

    father, mobile: what the voice can be asked for. tells: saying it tells the final result, which was not
    told so far.
    """

    issue: IssueRow
    date: dt.date
    aloud: str
    to_others: str
    father: str | None
    mobile: str
    tells: bool


def of_code(office: Office, code: str) -> PhoneAnswer:
    """The answer for a follow-up code, in any digits. Raises Refused for one that no matter has."""
    digits = number(code)
    with office.read() as session:
        stands = select(Issue.id).join(Visit, Visit.id == Issue.visit_id).where(Visit.withdrawn_at.is_(None))
        found = session.scalar(stands.where(Issue.code == digits)) if is_follow_up_code(digits) else None
        if found is None:
            raise Refused(_("No matter has this follow-up code. Ask for its digits again."), "code")
        return _answer(session, office, found)


def of_issue(office: Office, issue_id: int) -> PhoneAnswer:
    """The answer for the matter of this issue."""
    with office.read() as session:
        return _answer(session, office, issue_id)


def _answer(session: Session, office: Office, issue_id: int) -> PhoneAnswer:
    first, visit = _issue(session, _own_id(session, issue_id))
    issue = _one(session, office, first.id)
    person = _reach_of(session, first.id)
    hidden = issue.head_only and not office.may(Right.CONFIDENTIAL)
    opening = _("About your visit of %(date)s:") % {"date": long_date(visit.date)}
    return PhoneAnswer(
        issue,
        visit.date,
        f"{opening} {_with_the_head() if hidden else _state(session, office, issue)}",
        _with_the_head() if hidden else _to_others(issue),
        visit.father_name,
        phone(person.mobile) if person.mobile else "",
        issue.status is not Status.OPEN and issue.told_by is None and not hidden,
    )


def _with_the_head() -> str:
    return _("The matter is with the head of the agency and is being looked into.")


def _to_others(issue: IssueRow) -> str:
    if issue.status is Status.OPEN:
        return _("This matter is under way.")
    return _("This matter has its result; it is told to the applicant himself.")


def _state(session: Session, office: Office, issue: IssueRow) -> str:
    """How far the matter is, in sentences to be read aloud to the applicant."""
    if issue.status is Status.OPEN:
        return _under_way(session, office, issue)
    said = [_result(session, issue)]
    if issue.told_by and issue.told_on:
        told = _("You were told so by %(way)s on %(date)s.")
        said.append(told % {"way": issue.told_by.label, "date": short_date(issue.told_on)})
    return " ".join(said)


def _result(session: Session, issue: IssueRow) -> str:
    if issue.status is Status.RESOLVED:
        if not issue.outcome:
            return _("Your matter was seen to.")
        return _("Your matter was seen to. The result: %(outcome)s") % {"outcome": _ended(issue.outcome)}
    if issue.status is Status.REJECTED:
        said = _(
            "Your matter was looked into and, by the rules, it was not accepted. The reason: %(reason)s "
            "You may ask for the answer in writing."
        )
        return said % {"reason": _ended(issue.outcome or _("not written"))}
    said, where = issue.outcome or "", _where_to(session, issue.id)
    if (where and where in said) or (not where and is_sentence(said)):
        return _ended(said)
    to = _("Your matter belongs to %(where)s. Please go there.") % {"where": (where or said).rstrip(". ")}
    return f"{to} {_ended(said)}" if where and said else to


def _under_way(session: Session, office: Office, issue: IssueRow) -> str:
    papers = _papers(session, issue.id)
    if papers:
        return _("It goes on when these papers have come: %(papers)s") % {"papers": _ended(papers)}
    if not issue.unit:
        return _("Your matter is registered and waits to be looked into.")
    said = _("Your matter was sent to %(unit)s and is being looked into.") % {"unit": issue.unit}
    if issue.due and issue.due >= office.today():
        return " ".join([said, _("An answer is expected by %(date)s.") % {"date": short_date(issue.due)}])
    return said


def _ended(text: str) -> str:
    """With a full stop, for the sentence that follows."""
    text = " ".join(text.split())
    return text if text.endswith((".", "؟", "!", "؛")) else f"{text}."


def _where_to(session: Session, issue_id: int) -> str | None:
    """The agency that the applicant was guided to."""
    matter = select(MATTER).where(Issue.id == issue_id).scalar_subquery()
    rows = select(Outcome.where_to).where(Outcome.issue_id == matter, Outcome.withdrawn_at.is_(None))
    return session.scalar(rows.order_by(Outcome.id.desc()).limit(1))


def _papers(session: Session, issue_id: int) -> str | None:
    """The papers that the applicant is waited for."""
    matter = select(MATTER).where(Issue.id == issue_id).scalar_subquery()
    rows = select(Pause.papers).where(Pause.withdrawn_at.is_(None), Pause.until.is_(None))
    return session.scalar(rows.where(Pause.issue_id.in_([issue_id, matter])).order_by(Pause.id.desc()).limit(1))
