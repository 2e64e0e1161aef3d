"""The day's queue: waiting, called, in the room, seen, left; each step with its hour, each step undone in one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from app.domain import counting
from app.domain.codes import Kind, PresidedBy, Priority, QueueState
from app.domain.errors import Refused
from app.domain.texts import _
from app.meetings import _meeting_on
from app.office import Office
from app.security.rights import Right
from db.models import Issue, Visit

ORDER = (QueueState.IN_ROOM, QueueState.CALLED, QueueState.WAITING, QueueState.SEEN, QueueState.LEFT)


@dataclass(frozen=True)
class QueueRow:
    """One visit of a day. subjects: of its issues, in order; head_only ones are None."""

    visit_id: int
    visitor_id: int
    number: int | None
    name: str
    father_name: str | None
    subjects: tuple[str | None, ...]
    issue_ids: tuple[int, ...]
    state: QueueState
    arrived: dt.time
    called: dt.time | None
    admitted: dt.time | None
    departed: dt.time | None
    companions: int
    representing: str | None
    priority: Priority | None
    kind: Kind
    presided_by: PresidedBy
    late_entry: bool
    booking_id: int | None
    carried_to: int | None
    group_name: str | None
    legal_name: str | None
    guardian_name: str | None
    lane: str | None
    behind: int | None
    out_of_turn: str | None

    @classmethod
    def of(cls, visit: Mapping[str, Any], issues: Sequence[Mapping[str, Any]]) -> "QueueRow":
        """Of rows that were just written, by column."""
        return cls(
            visit_id=visit["id"],
            name=f"{visit['first_name']} {visit['last_name']}",
            subjects=tuple(None if issue["head_only"] else issue["subject"] for issue in issues),
            issue_ids=tuple(issue["id"] for issue in issues),
            **{key: visit[key] for key in _SAME},
        )

    @property
    def shown_name(self) -> str:
        """Whom the desk shows: a group by its name, else the visitor."""
        return self.group_name or self.name

    @property
    def head_count(self) -> int:
        """How many people stand there: the visitor, and who came with him."""
        return self.companions + 1

    @property
    def uncounted(self) -> counting.Uncounted | None:
        return counting.why_not_counted(self.kind, self.presided_by)

    def waited(self, now: dt.time) -> int:
        """Minutes from arrival to admission, or to leaving, or until now."""
        until = self.admitted or (self.departed if self.state is QueueState.LEFT else None) or now
        return max(_minutes(until) - _minutes(self.arrived), 0)


_SAME = tuple(field.name for field in fields(QueueRow) if field.name in Visit.__table__.columns)
"""What a row of the queue and a visit have in common."""


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute


def of_day(office: Office, date: dt.date) -> list[QueueRow]:
    """The day's visits: in the room, called, waiting (priority, then number), seen, left; then what does not count."""
    with office.read() as session:
        return _of_day(session, date)


def one(office: Office, visit_id: int) -> QueueRow:
    with office.read() as session:
        return _row(session, visit_id)


def _of_day(session: Session, date: dt.date) -> list[QueueRow]:
    visits = session.execute(_visits().where(Visit.date == date, Visit.withdrawn_at.is_(None))).all()
    issues = session.execute(
        select(Issue.visit_id, Issue.id, Issue.subject, Issue.head_only)
        .join(Visit, Issue.visit_id == Visit.id)
        .where(Visit.date == date, Visit.withdrawn_at.is_(None))
        .order_by(Issue.visit_id, Issue.position)
    ).all()
    return sorted(_joined(visits, issues), key=_place)


def _row(session: Session, visit_id: int) -> QueueRow:
    visits = session.execute(_visits().where(Visit.id == visit_id)).all()
    if not visits:
        raise Refused(_("This visit is not in the store any more. Read the list again."))
    issues = session.execute(
        select(Issue.visit_id, Issue.id, Issue.subject, Issue.head_only)
        .where(Issue.visit_id == visit_id)
        .order_by(Issue.position)
    ).all()
    return _joined(visits, issues)[0]


def _visits() -> Select[*tuple[Any, ...]]:
    return select(
        Visit.id,
        Visit.visitor_id,
        Visit.number,
        Visit.first_name + " " + Visit.last_name,
        Visit.father_name,
        Visit.state,
        Visit.arrived,
        Visit.called,
        Visit.admitted,
        Visit.departed,
        Visit.companions,
        Visit.representing,
        Visit.priority,
        Visit.kind,
        Visit.presided_by,
        Visit.late_entry,
        Visit.booking_id,
        Visit.carried_to,
        Visit.group_name,
        Visit.legal_name,
        Visit.guardian_name,
        Visit.lane,
        Visit.behind,
        Visit.out_of_turn,
    )


def _joined(visits: Any, issues: Any) -> list[QueueRow]:
    subjects: dict[int, list[tuple[int, str | None]]] = {}
    for visit_id, issue_id, subject, head_only in issues:
        subjects.setdefault(visit_id, []).append((issue_id, None if head_only else subject))
    rows = []
    for row in visits:
        brought = subjects.get(row[0], [])
        subjects_of, ids_of = (
            tuple(subject for _id, subject in brought),
            tuple(id_ for id_, _subject in brought),
        )
        rows.append(QueueRow(*(*row[:5], subjects_of, ids_of, *row[5:])))
    return rows


def _place(row: QueueRow) -> tuple[Any, ...]:
    done = row.state in (QueueState.SEEN, QueueState.LEFT)
    number = row.number or 0
    return (
        row.kind is not Kind.WEEKLY,
        ORDER.index(row.state),
        row.priority is None if not done else False,
        -number if done else number,
    )


def call_next(office: Office) -> QueueRow:
    """Call the one who is next: priority first, then the lowest number. Raises Refused when nobody waits."""
    with office.work("queue.call", Right.REGISTER) as session:
        who = _first(session, office, QueueState.WAITING)
        return _step(session, office, _meant(who, _("Nobody is waiting.")), QueueState.CALLED)


def admit_called(office: Office) -> QueueRow:
    """Who was called goes in. Raises Refused when nobody was."""
    with office.work("queue.admit", Right.REGISTER) as session:
        who = _first(session, office, QueueState.CALLED)
        nobody = _("Nobody has been called. Call the next one with F4.")
        return _step(session, office, _meant(who, nobody), QueueState.IN_ROOM)


def finish_in_room(office: Office) -> QueueRow:
    """The visit of who is in the room is over. Raises Refused when nobody is there."""
    with office.work("queue.finish", Right.REGISTER) as session:
        who = _first(session, office, QueueState.IN_ROOM)
        return _step(session, office, _meant(who, _("Nobody is in the room.")), QueueState.SEEN)


def leave_called(office: Office) -> QueueRow:
    """Who was called is not there any more. Raises Refused when nobody was called."""
    with office.work("queue.leave", Right.REGISTER) as session:
        who = _first(session, office, QueueState.CALLED)
        return _step(session, office, _meant(who, _("Choose the row of who left first.")), QueueState.LEFT)


def _first(session: Session, office: Office, state: QueueState) -> QueueRow | None:
    """Whose turn it is among today's weekly visits in this state."""
    rows = _of_day(session, office.today())
    return next((row for row in rows if row.state is state and row.kind is Kind.WEEKLY), None)


def _meant(row: QueueRow | None, nobody: str) -> int:
    if row is None:
        raise Refused(nobody)
    return row.visit_id


def call(office: Office, visit_id: int) -> QueueRow:
    with office.work("queue.call", Right.REGISTER) as session:
        return _step(session, office, visit_id, QueueState.CALLED)


def admit(office: Office, visit_id: int) -> QueueRow:
    """The visitor goes in. Who presides at this moment is who received him: a deputy's visit does not count (c1)."""
    with office.work("queue.admit", Right.REGISTER) as session:
        return _step(session, office, visit_id, QueueState.IN_ROOM)


def finish(office: Office, visit_id: int) -> QueueRow:
    """The visit is over."""
    with office.work("queue.finish", Right.REGISTER) as session:
        return _step(session, office, visit_id, QueueState.SEEN)


def leave(office: Office, visit_id: int) -> QueueRow:
    """The visitor leaves without having been seen: counted in `visits`, not in `seen`."""
    with office.work("queue.leave", Right.REGISTER) as session:
        return _step(session, office, visit_id, QueueState.LEFT)


STEPS: dict[QueueState, frozenset[QueueState]] = {
    QueueState.WAITING: frozenset({QueueState.CALLED, QueueState.IN_ROOM, QueueState.LEFT}),
    QueueState.CALLED: frozenset({QueueState.IN_ROOM, QueueState.LEFT, QueueState.CALLED}),
    QueueState.IN_ROOM: frozenset({QueueState.SEEN}),
    QueueState.SEEN: frozenset(),
    QueueState.LEFT: frozenset({QueueState.CALLED}),
}


def _step(session: Session, office: Office, visit_id: int, to: QueueState) -> QueueRow:
    visit = session.get(Visit, visit_id)
    if visit is None or visit.withdrawn_at is not None or visit.kind is not Kind.WEEKLY:
        raise Refused(_("This visit is not in the queue."))
    if to not in STEPS[visit.state]:
        raise Refused(_("This step does not follow from «%(state)s».") % {"state": visit.state.label})
    now = office.time()
    visit.state = to
    match to:
        case QueueState.CALLED:
            visit.called, visit.departed = now, None
        case QueueState.IN_ROOM:
            visit.admitted = max(now, visit.arrived)
            visit.presided_by = _meeting_on(session, office, visit.date).presided_by
        case QueueState.SEEN | QueueState.LEFT:
            visit.departed = now
    session.flush()
    return _row(session, visit_id)


def step_back(office: Office, visit_id: int) -> QueueRow:
    """Undo the last step of a visit in the queue; its hour goes with it and stays in the trail."""
    with office.work("queue.step_back", Right.REGISTER) as session:
        visit = session.get(Visit, visit_id)
        if visit is None or visit.state is QueueState.WAITING:
            raise Refused(_("There is no step to take back."))
        match visit.state:
            case QueueState.CALLED:
                visit.state, visit.called = QueueState.WAITING, None
            case QueueState.IN_ROOM:
                visit.state, visit.admitted = QueueState.CALLED if visit.called else QueueState.WAITING, None
            case QueueState.SEEN:
                visit.state, visit.departed = QueueState.IN_ROOM, None
            case _:
                visit.state, visit.departed = QueueState.CALLED if visit.called else QueueState.WAITING, None
        session.flush()
        return _row(session, visit_id)


def _next_number(session: Session, date: dt.date) -> int:
    """The day's next queue number. One writer at a time (BEGIN IMMEDIATE), so it never races."""
    return session.scalar(select(NEXT_NUMBER), {"date": date}) or 1


NEXT_NUMBER = (
    select(func.coalesce(func.max(Visit.number), 0) + 1)
    .where(Visit.date == bindparam("date"), Visit.withdrawn_at.is_(None))
    .scalar_subquery()
)
"""The same, to select beside the day's other facts."""


def next_number(office: Office, date: dt.date) -> int:
    """The number that the next visitor of the day will get, for the button («ثبت نوبت ۲۱»)."""
    with office.read() as session:
        return _next_number(session, date)
