"""The day's queue: waiting, called, in the room, seen, left; each step with its hour, each step undone in one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from app import queue_order
from app.domain import counting
from app.domain.codes import Kind, PresidedBy, Priority, QueueState
from app.domain.errors import Refused
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.meetings import _meeting_on
from app.office import Office
from app.rooms import _inside, _refuse_second
from app.security.rights import Right
from db.models import Booking, Issue, Visit


@dataclass(frozen=True)
class QueueRow:
    """One visit of a day. subjects: of its issues, in order; head_only ones are None.

    first, hour: of the booking that was ticked in: the first place, for who was not received last time; the hour that
    was given. carried_on: the day of the first place that this one was given. after: how many others are called before
    who waits some turns. before: as it stood before the step that gave this row, if one did; over: who came out of the
    room as this one went in.
    """

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
    first: bool = False
    hour: dt.time | None = None
    carried_on: dt.date | None = None
    after: int = 0
    before: "QueueRow | None" = field(default=None, compare=False, repr=False)
    over: tuple["QueueRow", ...] = field(default=(), compare=False, repr=False)

    @classmethod
    def of(cls, visit: Mapping[str, Any], issues: Sequence[Mapping[str, Any]]) -> "QueueRow":
        """Of rows that were just written, by column."""
        return cls(
            visit_id=visit["id"],
            name=f"{visit['first_name']} {visit['last_name']}",
            subjects=tuple(None if issue["head_only"] else issue["subject"] for issue in issues),
            issue_ids=tuple(issue["id"] for issue in issues),
            **{key: visit[key] for key in _OF_THE_VISIT},
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
        return max(queue_order.minutes_of(until) - queue_order.minutes_of(self.arrived), 0)


_OF_THE_VISIT = tuple(one.name for one in fields(QueueRow) if one.name in Visit.__table__.columns)


def of_day(office: Office, date: dt.date) -> list[QueueRow]:
    """The day's visits: in the room, called, waiting (app/queue_order.py), seen, left; then what does not count."""
    with office.read() as session:
        return _of_day(session, date, _hour(office, date))


def one(office: Office, visit_id: int) -> QueueRow:
    """One visit as a row of the queue. Raises Refused when it is not in the store any more."""
    with office.read() as session:
        return _row(session, visit_id)


def _today(session: Session, office: Office) -> list[QueueRow]:
    return _of_day(session, office.today(), office.time())


def _of_day(session: Session, date: dt.date, now: dt.time = dt.time.max) -> list[QueueRow]:
    """now: the hour by which the order is told; of another day than today its end."""
    visits = session.execute(_VISITS_OF_DAY, {"date": date}).all()
    issues = session.execute(_ISSUES_OF_DAY, {"date": date}).all()
    return queue_order.arranged(_joined(visits, issues), now)


def _hour(office: Office, date: dt.date) -> dt.time:
    return office.time() if date == office.today() else dt.time.max


def _row(session: Session, visit_id: int) -> QueueRow:
    visits = session.execute(_visits().where(Visit.id == visit_id)).all()
    if not visits:
        raise Refused(_("This visit is not in the store any more. Read the list again."))
    return _joined(visits, session.execute(_issues().where(Issue.visit_id == visit_id)).all())[0]


_Carried = aliased(Booking)


def _visits() -> Select[*tuple[Any, ...]]:
    columns = select(
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
        func.coalesce(Booking.first, False),
        Booking.hour,
        _Carried.date,
    )
    booked = columns.outerjoin(Booking, Booking.id == Visit.booking_id)
    return booked.outerjoin(_Carried, _Carried.id == Visit.carried_to)


def _issues() -> Select[*tuple[Any, ...]]:
    return select(Issue.visit_id, Issue.id, Issue.subject, Issue.head_only).order_by(Issue.visit_id, Issue.position)


_VISITS_OF_DAY = _visits().where(Visit.date == bindparam("date"), Visit.withdrawn_at.is_(None))
_ISSUES_OF_DAY = _issues().join(Visit).where(Visit.date == bindparam("date"), Visit.withdrawn_at.is_(None))
"""Made once: they are asked after every commit, and making them takes as long as asking."""


def _joined(visits: Any, issues: Any) -> list[QueueRow]:
    brought: dict[int, list[tuple[str | None, int]]] = {}
    for visit_id, issue_id, subject, head_only in issues:
        brought.setdefault(visit_id, []).append((None if head_only else subject, issue_id))
    of = {visit_id: zip(*each, strict=True) for visit_id, each in brought.items()}
    return [QueueRow(*row[:5], *of.get(row[0], ((), ())), *row[5:]) for row in visits]


def call_next(office: Office) -> QueueRow:
    """Call the one who is next (app/queue_order.py). Raises Refused when nobody waits."""
    with office.work("queue.call", Right.REGISTER) as session:
        who = _first(session, office, QueueState.WAITING)
        return _step(session, office, _meant(who, _("Nobody is waiting.")), QueueState.CALLED)


def admit_called(office: Office) -> QueueRow:
    """Who was called goes in. Raises Refused when nobody was."""
    with office.work("queue.admit", Right.REGISTER) as session:
        who = _first(session, office, QueueState.CALLED)
        return _step(session, office, _meant(who, _nobody_called()), QueueState.IN_ROOM)


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
    """Whose turn it is among today's weekly visits in this state, for the head's room."""
    rows = _today(session, office)
    return next((row for row in rows if row.state is state and queue_order.in_main_lane(row)), None)


def _nobody_called() -> str:
    return _("Nobody has been called. Call the next one with F4.")


def _meant(row: QueueRow | None, nobody: str) -> int:
    if row is None:
        raise Refused(nobody)
    return row.visit_id


def call(office: Office, visit_id: int, reason: str = "") -> QueueRow:
    """Call this one; who was called already is called again.

    reason: why before others who should have gone first; it stays with the visit.
    Raises Refused with the field "out_of_turn" when there are such others and no reason is given.
    """
    with office.work("queue.call", Right.REGISTER, reason=normalise(reason) or None) as session:
        return _step(session, office, visit_id, QueueState.CALLED, reason)


def admit(office: Office, visit_id: int, reason: str = "") -> QueueRow:
    """The visitor goes in. Who presides at this moment is who received him: a deputy's visit does not count (c1).

    One at a time (a group is one visit): whoever is in that room still comes out of it, as the next one goes in.
    reason, and Refused with "out_of_turn": as in `call`; those who were called go before who was not.
    """
    with office.work("queue.admit", Right.REGISTER, reason=normalise(reason) or None) as session:
        return _step(session, office, visit_id, QueueState.IN_ROOM, reason)


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
    QueueState.LEFT: frozenset({QueueState.CALLED, QueueState.WAITING}),
}


FOLLOWS = {
    QueueState.WAITING: QueueState.CALLED,
    QueueState.CALLED: QueueState.IN_ROOM,
    QueueState.IN_ROOM: QueueState.SEEN,
    QueueState.LEFT: QueueState.CALLED,
}
"""A row's natural next step; none for who was seen already."""


def _step(session: Session, office: Office, visit_id: int, to: QueueState, reason: str = "") -> QueueRow:
    visit = _in_queue(session, visit_id)
    if to not in STEPS[visit.state]:
        raise Refused(_("This step does not follow from «%(state)s».") % {"state": visit.state.label})
    before = _row(session, visit_id)
    if to in (QueueState.CALLED, QueueState.IN_ROOM):
        _in_turn(session, office, visit, to, normalise(reason))
    if visit.state is QueueState.LEFT:
        _carry(session, office, visit, None)
    inside = _inside(session, visit.date, visit.lane) if to is QueueState.IN_ROOM else ()
    over = tuple(_step(session, office, one.id, QueueState.SEEN) for one in inside)
    now = office.time()
    visit.state = to
    match to:
        case QueueState.WAITING:
            visit.called = visit.departed = None
        case QueueState.CALLED:
            visit.called, visit.departed = now, None
        case QueueState.IN_ROOM:
            visit.admitted = max(now, visit.arrived)
            presides = _meeting_on(session, office, visit.date).presided_by
            visit.presided_by = presides if visit.lane is None else PresidedBy.DEPUTY
        case QueueState.SEEN | QueueState.LEFT:
            visit.departed = max(now, visit.admitted or visit.arrived)
    return replace(_changed(session, before), over=over)


def _in_queue(session: Session, visit_id: int) -> Visit:
    visit = session.get(Visit, visit_id)
    if visit is None or visit.withdrawn_at is not None or visit.kind is not Kind.WEEKLY:
        raise Refused(_("This visit is not in the queue."))
    return visit


def _changed(session: Session, before: QueueRow) -> QueueRow:
    """The row after a step, with the one before it. Raises Refused if the step brings a second one into a room."""
    session.flush()
    _refuse_second(session, session.get_one(Visit, before.visit_id))
    return replace(_row(session, before.visit_id), before=before)


def _in_turn(session: Session, office: Office, visit: Visit, to: QueueState, reason: str) -> None:
    """Who goes before others who should have gone first goes with a reason, which stays with the visit."""
    if visit.lane is not None or visit.state is QueueState.CALLED:
        return
    day = _of_day(session, visit.date)
    as_waiting = [replace(row, state=QueueState.WAITING) if row.visit_id == visit.id else row for row in day]
    rows = queue_order.arranged(as_waiting, _hour(office, visit.date))
    called = (QueueState.CALLED,) if to is QueueState.IN_ROOM else ()
    first = queue_order.before(rows, visit.id, QueueState.WAITING, *called)
    if first and not reason:
        said = _("It is the turn of %(name)s. Write why this one goes first.")
        raise Refused(said % {"name": first[0].name}, "out_of_turn")
    visit.out_of_turn = reason if first else None


def step_back(office: Office, visit_id: int) -> QueueRow:
    """Undo the last step of a visit in the queue; its hour goes with it and stays in the trail."""
    with office.work("queue.step_back", Right.REGISTER) as session:
        visit = session.get(Visit, visit_id)
        if visit is None or visit.state is QueueState.WAITING:
            raise Refused(_("There is no step to take back."))
        before = _row(session, visit_id)
        back = QueueState.CALLED if visit.called else QueueState.WAITING
        match visit.state:
            case QueueState.CALLED:
                visit.state, visit.called, visit.out_of_turn = QueueState.WAITING, None, None
            case QueueState.IN_ROOM:
                visit.state, visit.admitted = back, None
                visit.out_of_turn = visit.out_of_turn if visit.called else None
            case QueueState.SEEN:
                visit.state, visit.departed = QueueState.IN_ROOM, None
            case _:
                _carry(session, office, visit, None)
                visit.state, visit.departed = back, None
        return _changed(session, before)


def _carry(session: Session, office: Office, visit: Visit, to: int | None) -> None:
    """The first place that this visit was given elsewhere is `to`; the one that is not meant any more is withdrawn."""
    if visit.carried_to == to:
        return
    if visit.carried_to is not None:
        if session.scalar(select(Visit.id).where(Visit.booking_id == visit.carried_to, Visit.withdrawn_at.is_(None))):
            raise Refused(_("This visitor has come with the place that was given; it stays."))
        session.get_one(Booking, visit.carried_to).withdrawn_at = office.now()
    if to is not None:
        session.get_one(Booking, to).withdrawn_at = None
    visit.carried_to = to


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
