"""Visits: a visitor is registered at the desk, corrected, or taken back; contacts outside the meeting too."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from app import with_whom
from app.bookings import _to_tick_in
from app.common_matters import _leave
from app.courtesies import _acknowledge, _in_our_words, _say_anew, _withdraw_acknowledgement
from app.domain.codes import Kind, PresidedBy, Priority, QueueState, Status
from app.domain.errors import Refused
from app.domain.persian.calendar import parse_time
from app.domain.persian.ids import follow_up_code
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _, fa
from app.issue_words import words_of_new
from app.issues import NEXT_ID, UNSAID, _next_id, confidential
from app.matters import _follow, _follow_or_part
from app.meetings import _is_on, _meeting_on
from app.merging import same_person, standing
from app.office import Office
from app.queue import NEXT_NUMBER, QueueRow, _next_number
from app.queue import _row as _queue_row
from app.register import rows
from app.rooms import _refuse_second
from app.security.rights import Right
from app.visitors import GIVEN, _known, _latest
from app.work import Values, Work
from db import prepared
from db.models import Issue, Meeting, Visit

TEXTS = ("type", "subject", "place", "description", "words", "notes", "samad_code")


@dataclass(frozen=True)
class NewVisit:
    """What the desk's form holds, as typed: texts by the register's keys (contracts).

    particulars: first_name … address, document, and no_id_reason. issues: one mapping an issue (type, subject, place,
    description, words, notes, samad_code, head_only; follows: the open issue whose matter it is). visitor_id: the
    person that was taken from the box.
    companions … guardian_id: with whom or for whom he came (app/with_whom.py).
    kind: weekly, or what sort of contact it was. arrived: an hour as typed, empty for now; with `late_entry` it was
    keyed in afterwards; slip: what the paper slip says then (app/late_entry.py). again: the same person a second time
    today is meant. booking_id: the booking that is ticked in.
    """

    particulars: Mapping[str, str]
    issues: tuple[Mapping[str, Any], ...]
    visitor_id: int | None = None
    kind: Kind = Kind.WEEKLY
    companions: str = ""
    representing: str = ""
    group_name: str = ""
    attorney_number: str = ""
    attorney_date: str = ""
    legal_name: str = ""
    legal_id: str = ""
    guardian_name: str = ""
    guardian_id: str = ""
    priority: Priority | None = None
    arrived: str = ""
    late_entry: bool = False
    slip: Mapping[str, str] | None = None
    again: bool = False
    booking_id: int | None = None


def register(office: Office, new: NewVisit) -> QueueRow:
    """Log a visitor who has come (circular, c1 and c2: only the weekly meeting counts).

    Raises Refused with the field that breaks a rule; field "again" when the person was registered today already; field
    "kind" for a weekly visit on a day without a meeting; "booking" for one that is not today's, or was ticked in.
    """
    with office.work("visits.register", Right.REGISTER) as work:
        arrived = parse_time(new.arrived) if new.arrived.strip() else office.time()
        told = {"arrived": arrived, "late_entry": new.late_entry}
        row = _register(work, office, new, office.today(), told)
        _acknowledge(work, office, row.issue_ids[0])
        return row


def _register(work: Work, office: Office, new: NewVisit, date: dt.date, told: Mapping[str, Any]) -> QueueRow:
    """A visit of that day. told: columns of which more is known than that somebody has just come."""
    person = rows.check_visitor(new.particulars)
    if not new.issues:
        raise Refused(_("Enter what the visitor has come for."), "subject")
    issues = [_checked_issue(issue) for issue in new.issues]
    whom = with_whom.check(vars(new), date)
    weekly = new.kind is Kind.WEEKLY
    meeting = _meeting_now(work, office, date) if weekly else None
    booking_id = _to_tick_in(work, new.booking_id, date) if new.booking_id is not None else None
    known = _known(work.core, person, new.visitor_id)
    if known is not None and not new.again and _came(work.core, known.id, date):
        raise Refused(_("This visitor was registered today already. Register again?"), "again")
    for issue in issues:
        _follow(work, office, issue, known.id if known is not None else None)
    columns = {
        **vars(person),
        **whom,
        "visitor_id": _latest(work, known, person),
        "meeting_id": meeting.id if meeting else None,
        "kind": new.kind,
        "presided_by": meeting.presided_by if meeting else PresidedBy.HEAD,
        "date": date,
        "number": meeting.next_number if meeting else None,
        "state": QueueState.WAITING if weekly else QueueState.SEEN,
        "priority": new.priority,
        "booking_id": booking_id,
    }
    visit = work.insert(Visit, **{**columns, **told})
    next_issue = meeting.next_issue if meeting else _next_id(work.core)
    return QueueRow.of(visit, _add_issues(work, visit["id"], issues, next_issue))


_MEETING = select(
    Meeting.id, Meeting.mark, Meeting.presided_by, NEXT_NUMBER.label("next_number"), NEXT_ID.label("next_issue")
).where(Meeting.date == bindparam("date"))


def _meeting_now(work: Work, office: Office, today: dt.date) -> Any:
    """Today's meeting, who presides, the next number in its queue, the next issue's id.

    Raises Refused on a day without a meeting.
    """
    meeting = prepared.first(work.core, _MEETING, date=today)
    if not _is_on(work, meeting, today):
        raise Refused(_("Today is no meeting day; choose what sort of contact this was."), "kind")
    if meeting is None:
        _meeting_on(work, office, today)
        meeting = prepared.first(work.core, _MEETING, date=today)
    return meeting


_CAME = (
    select(Visit.id)
    .where(
        Visit.visitor_id.in_(same_person(bindparam("visitor", type_=Visit.id.type))),
        Visit.date == bindparam("date"),
        Visit.withdrawn_at.is_(None),
    )
    .limit(1)
)


def _came(connection: Connection, visitor_id: int, date: dt.date) -> bool:
    return prepared.first(connection, _CAME, visitor=visitor_id, date=date) is not None


def _add_issues(
    work: Work, visit_id: int, issues: list[dict[str, Any]], next_id: int, *, first: int = 1
) -> list[Values]:
    return [
        work.insert(
            Issue,
            id=next_id + place,
            visit_id=visit_id,
            position=first + place,
            code=follow_up_code(next_id + place),
            status=Status.OPEN,
            search=words_of_new(issue),
            **issue,
        )
        for place, issue in enumerate(issues)
    ]


def withdraw(office: Office, visit_id: int) -> None:
    """Take a registration back (undo). The row stays in the store and in the trail, and counts nowhere."""
    with office.work("visits.withdraw", Right.REGISTER) as session:
        visit = _visit(session, visit_id)
        if visit.state not in (QueueState.WAITING, QueueState.CALLED) and visit.kind is Kind.WEEKLY:
            raise Refused(_("Who was in the room already cannot be taken back; correct the row instead."))
        for issue in session.scalars(select(Issue).where(Issue.visit_id == visit_id, Issue.follows.is_(None))):
            _leave(session, issue)  # the others of a common matter stay together
        _withdraw_acknowledgement(session, office, visit)
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
        particulars = {key: getattr(visit, key) or "" for key in (*GIVEN, "no_id_reason")}
        texts = tuple(_texts(office, issue) for issue in issues)
        new = NewVisit(
            particulars=particulars,
            issues=texts,
            visitor_id=visit.visitor_id,
            kind=visit.kind,
            **with_whom.written(visit),
            priority=visit.priority,
            arrived=visit.arrived.strftime("%H:%M"),
            late_entry=visit.late_entry,
            booking_id=visit.booking_id,
        )
        return Written(visit_id, visit.visitor_id, new, tuple(issue.id for issue in issues))


def _texts(office: Office, issue: Issue) -> dict[str, Any]:
    if not _may_see(office, issue):
        shown = {"type": str(issue.type), "subject": confidential(), "head_only": True, "hidden": True}
        return {**dict.fromkeys(TEXTS, ""), **shown}
    texts = {key: str(getattr(issue, key) or "") for key in TEXTS}
    return {**texts, "head_only": issue.head_only, "follows": issue.follows}


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
    whom = with_whom.check(vars(new), office.today())
    with office.work("visits.correct", Right.REGISTER, reason=normalise(reason) or None) as work:
        visit = _visit(work, visit_id)
        if visit.admitted is not None and visit.admitted < arrived:
            raise Refused(_("The hour of admission cannot be before that of arrival."), "arrived")
        told = _in_our_words(work, office, visit_id)
        for key, value in {**whom, **{key: getattr(person, key) for key in GIVEN}}.items():
            setattr(visit, key, value)
        work.flush()  # what was a slip is no number of his any more
        whose = _latest(work, _known(work.core, person, visit.visitor_id), person)
        if person.national_id or person.foreign_id or whose != standing(work, visit.visitor_id):
            visit.visitor_id = whose  # a visit without an id stays with the record that it was written for
        visit.arrived, visit.priority, visit.no_id_reason = arrived, new.priority, person.no_id_reason
        if new.kind is not visit.kind:
            _change_kind(work, office, visit, new.kind)
        _correct_issues(work, office, visit, issues)
        work.flush()
        _say_anew(work, office, told)
        return _queue_row(work, visit_id)


def _correct_issues(work: Work, office: Office, visit: Visit, issues: list[dict[str, Any]]) -> None:
    """Matched by position; more of them are added."""
    brought = work.scalars(select(Issue).where(Issue.visit_id == visit.id).order_by(Issue.position)).all()
    if len(issues) < len(brought):
        raise Refused(_("An issue that was recorded is not taken away; correct it instead."), "subject")
    for row, issue in zip(brought, issues, strict=False):
        if not _may_see(office, row):
            if not issue["head_only"]:
                raise Refused(_("Only the head can open a matter that is for the head only."), "head_only")
            continue
        follows = issue.pop("follows", row.follows)
        for key, value in issue.items():
            setattr(row, key, value)
        _follow_or_part(work, office, row, visit.visitor_id, follows)
    for issue in issues[len(brought) :]:
        _follow(work, office, issue, visit.visitor_id)
    _add_issues(work, visit.id, issues[len(brought) :], _next_id(work.core), first=len(brought) + 1)


def _change_kind(session: Session, office: Office, visit: Visit, kind: Kind) -> None:
    """A contact becomes a weekly visit, with a number in the queue, or the other way round."""
    weekly = kind is Kind.WEEKLY
    meeting = _meeting_on(session, office, visit.date).id if weekly else None
    number = (visit.number or _next_number(session, visit.date)) if weekly else None
    visit.kind, visit.meeting_id, visit.number = kind, meeting, number  # at once: a query in between would write half
    if not weekly and visit.state in (QueueState.WAITING, QueueState.CALLED):
        visit.state = QueueState.SEEN  # a contact that does not count is over as it begins
    elif weekly and visit.state is QueueState.SEEN and visit.admitted is None and visit.date == office.today():
        visit.state = QueueState.CALLED if visit.called else QueueState.WAITING
    if not weekly:
        visit.presided_by = PresidedBy.HEAD
    _refuse_second(session, visit)


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
    if raw.get("head_only") and not texts["subject"].strip():
        texts["subject"] = fa(UNSAID)
    issue = rows.check_issue(texts)
    for key in ("place", "words", "notes"):
        issue[key] = normalise(refuse_nul(texts[key], key), lines=key != "place") or None
    issue["head_only"] = bool(raw.get("head_only"))
    if "follows" in raw:
        issue["follows"] = raw["follows"]
    return issue
