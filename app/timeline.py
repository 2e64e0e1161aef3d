"""The whole story of a matter, newest first: what is still to come, what was done, what was corrected or taken back.

It tells what other modules wrote and writes nothing. How each row is said is app/story_events.py's.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from app import story_events as said
from app.attachments import _scan
from app.domain.codes import Stage, Status
from app.domain.persian.calendar import TEHRAN
from app.domain.persian.ids import show_follow_up_code
from app.domain.texts import _
from app.issues import MATTER, OWN, IssueRow, _one
from app.office import Office
from app.referrals import _interim_pending
from app.security.rights import Right
from app.story import Event, Trace, What, noon
from app.units import _names
from db.models import (
    Agency,
    Answer,
    Attachment,
    AuditEntry,
    AuditValue,
    Contentment,
    DueMove,
    Issue,
    Letter,
    Message,
    Notice,
    Outcome,
    Pause,
    PhoneCall,
    Referral,
    Reminder,
    Ruling,
    Standing,
    Unreached,
    User,
    Visit,
)


@dataclass(frozen=True)
class Story:
    """A matter as it stands, and all that happened to it.

    issue: the first of the person's own. people: how many brought it. events: dues that are still to come (`ahead`)
    above the rest, the latest first. stage: None for one that the worklist has not. late: days since its due date.
    next: the key id (ui/keys.py) of the one act that it waits for, "" when there is none for this user.
    """

    issue: IssueRow
    mobile: str | None
    people: int
    events: tuple[Event, ...]
    stage: Stage | None
    late: int | None
    next: str


def of_issue(office: Office, issue_id: int) -> Story:
    """The story of the matter that this issue belongs to, whichever visit brought it; masked as `issues.one` is.

    Raises Refused when the issue is not in the store any more.
    """
    with office.read() as session:
        _one(session, office, issue_id)
        own_id, matter_id, mobile = session.execute(
            select(OWN, MATTER, Visit.mobile).join(Visit, Issue.visit_id == Visit.id).where(Issue.id == issue_id)
        ).one()
        issue = _one(session, office, own_id)
        stands = session.execute(
            select(Standing.stage, Standing.due, Standing.people).where(Standing.issue_id == own_id)
        ).first()
        stage, due, _people = stands or (None, None, 1)
        hidden = issue.head_only and not office.may(Right.CONFIDENTIAL)
        events = [*_events(session, own_id, matter_id, office.today(), open_=issue.status is Status.OPEN)]
        if hidden:
            events = [event.masked() for event in events if event.scan is None]
        late = (office.today() - due).days if due else 0
        act = NEXT[stage] if stage is not None else ""
        return Story(
            issue=issue,
            mobile=mobile,
            people=_people_of(session, matter_id),
            events=tuple(_in_order(events)),
            stage=stage,
            late=late if late > 0 else None,
            next=act if _may(office, act) else "",
        )


def _told_applicant(session: Session, office: Office, issue: IssueRow) -> list[Event]:
    """The story for the applicant himself, oldest first, without what is for the file alone; masked for this user."""
    own_id, matter_id = session.execute(select(OWN, MATTER).where(Issue.id == issue.id)).one()
    events = [*_events(session, own_id, matter_id, office.today(), open_=False, notes=False)]
    if issue.head_only and not office.may(Right.CONFIDENTIAL):
        events = [event.masked() for event in events if event.scan is None]
    return _in_order(events)[::-1]


def _in_order(events: Iterable[Event]) -> list[Event]:
    """Newest first; of one moment the later record first, and one event of what a copy tells again."""
    once: dict[tuple[Any, ...], Event] = {}
    for event in events:
        told = (event.kind, event.at, event.what, event.detail if event.kind is What.SCAN else "")
        key = told if event.kind in _COPIED else (event.kind, event.order, event.at, event.what)
        if key not in once or (event.stands and not once[key].stands):
            once[key] = event
    return sorted(once.values(), key=lambda one: (one.ahead, one.at, _RANK[one.kind], one.order), reverse=True)


_COPIED = (
    set(What)
    - {What.VISIT, What.CORRECTED, What.LINK, What.NOTICE}
    - {*(What.MESSAGE, What.CALL, What.UNANSWERED, What.LETTER, What.UNREACHED)}
)
"""What goes along as a copy when one parts from a common matter (app/common_copies.py)."""
_RANK = {kind: place for place, kind in enumerate(What)}
"""Of one moment: a ruling before its referrals, an outcome before its notice."""


NEXT: dict[Stage, str] = {
    Stage.UNRULED: "ruling",
    Stage.UNREFERRED: "referral",
    Stage.REFERRED: "remind",
    Stage.RE_REFERRED: "remind",
    Stage.PARTIAL: "remind",
    Stage.RETURNED: "referral",
    Stage.ANSWERED: "outcome",
    Stage.PAPERS: "applicant_papers",
    Stage.DECIDED: "notice",
    Stage.TELLING: "notice",
    Stage.UNREACHED: "notice",
    Stage.TOLD: "",
}
"""What a stage waits for, by key ids."""


def _may(office: Office, act: str) -> bool:
    return office.may(Right.RULE if act == "ruling" else Right.FOLLOW_UP)


def _people_of(session: Session, matter_id: int) -> int:
    others = select(func.count()).where(Issue.common_with == matter_id, Issue.follows.is_(None))
    return 1 + (session.scalar(others) or 0)


def _events(
    session: Session, own_id: int, matter_id: int, today: dt.date, *, open_: bool, notes: bool = True
) -> Iterator[Event]:
    """own_id: the person's first issue; matter_id: where rulings, referrals and outcomes are recorded. notes: with what
    was written down for the file alone.

    What stands on a person's own issue from before it became one with others is part of the story too.
    """
    title = session.scalar(select(Agency.kind))
    brought = session.execute(
        select(Issue, Visit)
        .join(Visit, Issue.visit_id == Visit.id)
        .where((Issue.id == own_id) | (Issue.follows == own_id))
        .order_by(Issue.id)
    ).all()
    issues = [issue.id for issue, _visit in brought]

    def on(table: Any, of: ColumnElement[bool] | None = None) -> list[Any]:
        where = of if of is not None else table.issue_id.in_({own_id, matter_id})
        return list(session.scalars(select(table).where(where).order_by(table.id)))

    def own(table: Any) -> list[Any]:
        return on(table, table.issue_id.in_(issues))

    rulings, outcomes, referrals, pauses = on(Ruling), on(Outcome), on(Referral), on(Pause)
    of_them = [referral.id for referral in referrals]
    answers, reminders, moves = (on(table, table.referral_id.in_(of_them)) for table in (Answer, Reminder, DueMove))
    notices, contents, messages, calls = own(Notice), own(Contentment), own(Message), own(PhoneCall)
    everywhere = {*issues, matter_id}
    letters = [
        letter
        for letter in on(Letter, Letter.issue_id.in_(everywhere))
        if letter.issue_id in issues or letter.referral_id in of_them
    ]
    unreached = own(Unreached)
    answered = [answer.id for answer in answers]
    scans = [
        scan
        for scan in on(Attachment, Attachment.issue_id.in_(everywhere))
        if scan.issue_id in issues or scan.answer_id in answered
    ]
    recorded = [rulings, outcomes, referrals, pauses, answers, reminders, moves, notices, contents, messages, calls]
    trace = _trace(session, [row for rows in (*recorded, letters, unreached, scans) for row in rows])
    trace.units = _names(session, of_them)
    units = {referral.id: referral for referral in referrals}

    yield from said.visits(brought)
    yield from said.rulings(rulings, title, trace)
    yield from said.referrals(referrals, moves, trace)
    yield from said.answers(answers, units, moves, trace)
    yield from said.reminders(reminders, units, trace)
    yield from said.due_moves(moves, units, trace)
    if open_ and moves and _interim_pending(session, own_id):
        silent = _("The applicant has not been told of it yet.")
        yield Event(What.DUE_MOVE, noon(today), What.DUE_MOVE.label, silent, exact=False, ahead=True)
    yield from said.pauses(pauses, trace)
    code = next((show_follow_up_code(issue.code) for issue, _visit in brought if issue.code and issue.id == own_id), "")
    yield from said.outcomes(outcomes, trace, notes=notes, code=code)
    yield from said.notices(notices, outcomes, trace)
    yield from said.contentments(contents, trace)
    yield from said.messages(messages, trace)
    yield from said.calls(calls, trace)
    yield from said.letters(letters, trace)
    yield from said.unreached(unreached, trace)
    yield from said.scans(scans, {answer.id: units[answer.referral_id] for answer in answers}, trace, _scan)
    if open_ and not any(pause.until is None and pause.withdrawn_at is None for pause in pauses):
        yield from said.dues([one for one in referrals if one.issue_id == matter_id], answers, today, trace)
    yield from said.corrections(_corrected(session, issues), trace.names)
    yield from said.links(_joined(session, matter_id), trace.names)


def _trace(session: Session, rows: Iterable[Any]) -> Trace:
    """Who wrote each row and when, and who took it back, as the trail knows."""
    pairs = [(row.__tablename__, row.id) for row in rows]
    entries = session.execute(
        select(AuditEntry.kind, AuditEntry.object_id, AuditEntry.at, AuditEntry.by)
        .where(tuple_(AuditEntry.kind, AuditEntry.object_id).in_(pairs))
        .order_by(AuditEntry.seq)
    )
    users = session.execute(select(User.id, User.login, User.name)).all()
    trace = Trace({login: name for _id, login, name in users}, {user_id: name for user_id, _login, name in users})
    for kind, object_id, at, by in entries:
        trace.note(kind, object_id, instant(at), by)
    return trace


def instant(at: int) -> dt.datetime:
    """The trail's microseconds as the office's wall clock."""
    return dt.datetime.fromtimestamp(at / 1_000_000, TEHRAN)


def _corrected(session: Session, issues: list[int]) -> list[tuple[dt.datetime, str, bytes]]:
    """The trail of the person's own issues: when, by whom, what was changed."""
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.by, AuditValue.payload)
        .join(AuditValue, AuditValue.seq == AuditEntry.seq)
        .where(AuditEntry.kind == Issue.__tablename__, AuditEntry.object_id.in_(issues))
        .order_by(AuditEntry.seq)
    )
    return [(instant(at), by, payload) for at, by, payload in rows]


def _joined(session: Session, matter_id: int) -> list[tuple[dt.datetime, str, int]]:
    """When other people's issues were linked to this one, by whom, how many at once."""
    members = select(Issue.id).where(Issue.common_with == matter_id, Issue.follows.is_(None))
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.by, func.count())
        .where(
            AuditEntry.kind == Issue.__tablename__,
            AuditEntry.object_id.in_(members),
            AuditEntry.act == "common_matters.link",
        )
        .group_by(AuditEntry.at, AuditEntry.by)
    )
    return [(instant(at), by, count) for at, by, count in rows]
