"""Visits: a visitor is registered at the desk, corrected, or taken back; contacts outside the meeting too."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain.codes import Kind, PresidedBy, Priority, QueueState, Status
from app.domain.errors import Refused
from app.domain.persian.calendar import parse_time
from app.domain.persian.ids import follow_up_code
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.issues import _next_id, confidential
from app.meetings import _is_on, _meeting_on, _row
from app.office import Office
from app.queue import QueueRow, _next_number
from app.queue import _row as _queue_row
from app.register import rows
from app.security.rights import Right
from app.visitors import index_of
from db.models import Issue, Visit, Visitor

PARTICULARS = (
    "first_name",
    "last_name",
    "father_name",
    "national_id",
    "foreign_id",
    "mobile",
    "county",
    "address",
)

TEXTS = ("type", "subject", "place", "description", "words", "notes", "samad_code")


@dataclass(frozen=True)
class NewVisit:
    """What the desk's form holds, as typed: texts by the register's keys (contracts).

    particulars: first_name … address, and no_id_reason. issues: one mapping an issue (type, subject, place,
    description, words, notes, samad_code, head_only). visitor_id: the person that was taken from the box.
    kind: weekly, or what sort of contact it was. arrived: an hour as typed, empty for now; with `late_entry` it was
    keyed in afterwards. again: the same person a second time today is meant.
    """

    particulars: Mapping[str, str]
    issues: tuple[Mapping[str, Any], ...]
    visitor_id: int | None = None
    kind: Kind = Kind.WEEKLY
    companions: str = ""
    representing: str = ""
    priority: Priority | None = None
    arrived: str = ""
    late_entry: bool = False
    again: bool = False


def register(office: Office, new: NewVisit) -> QueueRow:
    """Log a visitor who has come (circular, c1 and c2: only the weekly meeting counts).

    Raises Refused with the field that breaks a rule; field "again" when the person was registered today already; field
    "kind" for a weekly visit on a day without a meeting.
    """
    person = rows.check_visitor(new.particulars)
    if not new.issues:
        raise Refused(_("Enter what the visitor has come for."), "subject")
    issues = [_checked_issue(issue) for issue in new.issues]
    companions = rows.check_companions(new.companions)
    arrived = parse_time(new.arrived) if new.arrived.strip() else office.time()
    with office.work("visits.register", Right.REGISTER) as session:
        today = office.today()
        weekly = new.kind is Kind.WEEKLY
        meeting = _row(session, today) if weekly else None
        if weekly and not _is_on(session, meeting, today):
            raise Refused(_("Today is no meeting day; choose what sort of contact this was."), "kind")
        meeting = (meeting or _meeting_on(session, office, today)) if weekly else None
        next_issue = _next_id(session)
        number = _next_number(session, today) if weekly else None
        visitor = _known_or_new(session, office, person, new.visitor_id)
        if not new.again and visitor.id is not None and _came(session, visitor.id, today):
            raise Refused(_("This visitor was registered today already. Register again?"), "again")
        visit = Visit(
            agency_id=office.agency_id,
            visitor=visitor,
            meeting_id=meeting.id if meeting else None,
            kind=new.kind,
            presided_by=meeting.presided_by if meeting else PresidedBy.HEAD,
            date=today,
            number=number,
            state=QueueState.WAITING if weekly else QueueState.SEEN,
            arrived=arrived,
            companions=companions,
            representing=normalise(new.representing) or None,
            priority=new.priority,
            late_entry=new.late_entry,
            no_id_reason=person.no_id_reason,
            **{key: getattr(person, key) for key in PARTICULARS},
        )
        session.add(visit)
        brought = _add_issues(session, office, visit, issues, next_id=next_issue)
        session.flush()
        return QueueRow.of(visit, brought)


_BY_NATIONAL_ID = select(Visitor).where(Visitor.national_id == bindparam("id"))


def _known_or_new(session: Session, office: Office, person: Any, visitor_id: int | None) -> Visitor:
    """The one with this id, or the one that was taken from the box, with the latest particulars; else somebody new.

    A person without an id cannot be told apart: unless he was taken from the box, he is somebody new.
    """
    known = None
    if person.national_id:
        known = session.scalar(_BY_NATIONAL_ID, {"id": person.national_id})
    elif person.foreign_id:
        known = session.scalar(select(Visitor).where(Visitor.foreign_id == person.foreign_id))
    if known is None and visitor_id is not None:
        known = _if_same(session.get(Visitor, visitor_id), person)
    visitor = known or Visitor(agency_id=office.agency_id)
    _take_particulars(visitor, person)
    return visitor


def _if_same(taken: Visitor | None, person: Any) -> Visitor | None:
    """Whom the box gave, unless the form now holds another id: then it is somebody else."""
    if taken is None:
        return None
    ids = (taken.national_id, taken.foreign_id)
    return taken if ids in ((None, None), (person.national_id, person.foreign_id)) else None


def _take_particulars(visitor: Visitor, person: Any) -> None:
    """The latest particulars; what is not given this time is kept."""
    for key in PARTICULARS:
        given = getattr(person, key)
        if given is not None or visitor.id is None:
            setattr(visitor, key, given)
    visitor.search, visitor.sort_key = index_of(visitor)


def _came(session: Session, visitor_id: int, date: dt.date) -> bool:
    found = select(Visit.id).where(Visit.visitor_id == visitor_id, Visit.date == date, Visit.withdrawn_at.is_(None))
    return session.scalar(found.limit(1)) is not None


def _add_issues(
    session: Session, office: Office, visit: Visit, issues: list[dict[str, Any]], *, next_id: int, first: int = 1
) -> list[Issue]:
    added = [
        Issue(
            id=next_id + place,
            agency_id=office.agency_id,
            visit=visit,
            position=first + place,
            code=follow_up_code(next_id + place),
            status=Status.OPEN,
            **issue,
        )
        for place, issue in enumerate(issues)
    ]
    session.add_all(added)
    return added


def withdraw(office: Office, visit_id: int) -> None:
    """Take a registration back (undo). The row stays in the store and in the trail, and counts nowhere."""
    with office.work("visits.withdraw", Right.REGISTER) as session:
        visit = _visit(session, visit_id)
        if visit.state not in (QueueState.WAITING, QueueState.CALLED) and visit.kind is Kind.WEEKLY:
            raise Refused(_("Who was in the room already cannot be taken back; correct the row instead."))
        visit.withdrawn_at = office.now()


def _visit(session: Session, visit_id: int) -> Visit:
    visit = session.get(Visit, visit_id)
    if visit is None or visit.withdrawn_at is not None:
        raise Refused(_("This visit is not in the store any more. Read the list again."))
    return visit


@dataclass(frozen=True)
class Written:
    """What stands in the store of a visit, as texts by the register's keys, to be corrected in the form."""

    visit_id: int
    visitor_id: int
    new: NewVisit
    issue_ids: tuple[int, ...]


def written(office: Office, visit_id: int) -> Written:
    """A visit as the form shows it; the words that only the head may know are left out for everyone else."""
    with office.read() as session:
        visit = _visit(session, visit_id)
        issues = session.scalars(select(Issue).where(Issue.visit_id == visit_id).order_by(Issue.position)).all()
        particulars = {key: getattr(visit, key) or "" for key in (*PARTICULARS, "no_id_reason")}
        texts = tuple(_texts(office, issue) for issue in issues)
        new = NewVisit(
            particulars=particulars,
            issues=texts,
            visitor_id=visit.visitor_id,
            kind=visit.kind,
            companions=str(visit.companions) if visit.companions else "",
            representing=visit.representing or "",
            priority=visit.priority,
            arrived=visit.arrived.strftime("%H:%M"),
            late_entry=visit.late_entry,
        )
        return Written(visit_id, visit.visitor_id, new, tuple(issue.id for issue in issues))


def _texts(office: Office, issue: Issue) -> dict[str, Any]:
    if not _may_see(office, issue):
        return {**dict.fromkeys(TEXTS, ""), "type": str(issue.type), "subject": confidential(), "head_only": True}
    return {**{key: str(getattr(issue, key) or "") for key in TEXTS}, "head_only": issue.head_only}


def _may_see(office: Office, issue: Issue) -> bool:
    return not issue.head_only or office.may(Right.CONFIDENTIAL)


def correct(office: Office, visit_id: int, new: NewVisit, reason: str = "") -> QueueRow:
    """Correct a visit: its particulars, hours, kind and issues. The earlier values stay findable in the trail.

    Issues are matched by position; more of them are added. An issue is not taken away: correct its subject instead.
    One that only the head may know stays as it is unless the head corrects it.
    """
    person = rows.check_visitor(new.particulars)
    issues = [_checked_issue(issue) for issue in new.issues]
    arrived = parse_time(new.arrived)
    companions = rows.check_companions(new.companions)
    with office.work("visits.correct", Right.REGISTER, reason=normalise(reason) or None) as session:
        visit = _visit(session, visit_id)
        if visit.admitted is not None and visit.admitted < arrived:
            raise Refused(_("The hour of admission cannot be before that of arrival."), "arrived")
        visitor = _known_or_new(session, office, person, visit.visitor_id)
        session.add(visitor)
        session.flush()
        visit.visitor_id = visitor.id
        visit.arrived, visit.companions = arrived, companions
        visit.representing, visit.priority = normalise(new.representing) or None, new.priority
        visit.no_id_reason = person.no_id_reason
        for key in PARTICULARS:
            setattr(visit, key, getattr(person, key))
        if new.kind is not visit.kind:
            _change_kind(session, office, visit, new.kind)
        standing = session.scalars(select(Issue).where(Issue.visit_id == visit_id).order_by(Issue.position)).all()
        if len(issues) < len(standing):
            raise Refused(_("An issue that was recorded is not taken away; correct it instead."), "subject")
        for row, issue in zip(standing, issues, strict=False):
            for key, value in issue.items() if _may_see(office, row) else ():
                setattr(row, key, value)
        _add_issues(session, office, visit, issues[len(standing) :], next_id=_next_id(session), first=len(standing) + 1)
        session.flush()
        return _queue_row(session, visit_id)


def _change_kind(session: Session, office: Office, visit: Visit, kind: Kind) -> None:
    """A contact becomes a weekly visit, with a number in the queue, or the other way round."""
    visit.kind = kind
    weekly = kind is Kind.WEEKLY
    visit.meeting_id = _meeting_on(session, office, visit.date).id if weekly else None
    visit.number = (visit.number or _next_number(session, visit.date)) if weekly else None
    if not weekly:
        visit.presided_by = PresidedBy.HEAD


def set_presided_by(office: Office, visit_id: int, presided_by: PresidedBy, reason: str = "") -> QueueRow:
    """Correct who received a visitor; a visit that the deputy received does not count (c1)."""
    with office.work("visits.set_presided_by", Right.REGISTER, reason=normalise(reason) or None) as session:
        visit = _visit(session, visit_id)
        if visit.kind is not Kind.WEEKLY:
            raise Refused(_("Only a visit at the weekly meeting is received by the head or the deputy."), "presided_by")
        visit.presided_by = presided_by
        session.flush()
        return _queue_row(session, visit_id)


def _checked_issue(raw: Mapping[str, Any]) -> dict[str, Any]:
    """An issue's columns from what the form holds; the register's keys by the register's own rules."""
    texts = {key: str(raw.get(key) or "") for key in TEXTS}
    issue = rows.check_issue(texts)
    for key in ("place", "words", "notes"):
        issue[key] = normalise(refuse_nul(texts[key], key), lines=key != "place") or None
    issue["head_only"] = bool(raw.get("head_only"))
    return issue
