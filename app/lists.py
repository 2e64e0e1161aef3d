"""The day's list: before the meeting who is booked, during it where everybody stands, after it what was ruled."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import agency
from app.bookings import BookingRow
from app.bookings import _of_day as _bookings
from app.closing import DayEnd, Numbers
from app.closing import _of as _end
from app.domain.codes import Kind, PresidedBy, Priority, QueueState, Status, head_title
from app.domain.persian.calendar import TEHRAN, clock, short_date
from app.domain.persian.text import among_words, persian_digits
from app.domain.texts import fa
from app.issues import RESULT
from app.merging import same_person
from app.office import Office
from app.with_whom import said_on_paper
from db.models import Booking, Head, Issue, Visit

if TYPE_CHECKING:
    from app.documents.day_anchor import DayAnchor
    from app.documents.visitor_list import DayRow, Phase


def visitor_list(office: Office, date: dt.date) -> bytes:
    """The day's list as a PDF, by queue number: weekly visits alone, those that were taken back left out.

    What only the head may know stands in it as a matter without words: the list goes through other hands.
    """
    from app.documents.visitor_list import DayList, Phase, draw

    details = agency.details(office)
    with office.read() as session:
        end = _end(session, date)
        visits = _visits(session, date)
        booked = _bookings(session, date)
        phase = _phase(office, end, visits)
        data = DayList(
            agency=details.name,
            date=date,
            opens=end.day.opens or agency.OPENS,
            closes=end.day.closes or agency.CLOSES,
            rows=_rows(session, visits, date),
            made_at=office.now(),
            phase=phase,
            expected=tuple(_expected(session, row, date) for row in booked if not row.came),
            totals=in_words(
                end.numbers,
                companions=sum(visit.companions for visit in visits),
                absent=len(end.missing.absent),
                over=phase is Phase.AFTER,
            ),
            anchor=anchor_of(end, (fa(head_title(details.kind)), _head(session, date))),
            amendments=amended(end),
        )
    return draw(data)


def _head(session: Session, date: dt.date) -> str:
    """Who headed the agency on that day; empty where nobody is known."""
    serving = select(Head.name).where(Head.since <= date, Head.until.is_(None) | (Head.until >= date))
    return session.scalar(serving.order_by(Head.since.desc()).limit(1)) or ""


def _visits(session: Session, date: dt.date) -> list[Visit]:
    return list(
        session.scalars(
            select(Visit)
            .where(Visit.date == date, Visit.kind == Kind.WEEKLY, Visit.withdrawn_at.is_(None))
            .order_by(Visit.number, Visit.id)
        )
    )


def _phase(office: Office, end: DayEnd, visits: list[Visit]) -> "Phase":
    """By what has happened: over when it is closed or past, or when its hours are and nobody waits any more."""
    from app.documents.visitor_list import Phase

    date, today = end.day.date, office.today()
    over = date == today and end.day.closes and office.time() >= end.day.closes and not end.missing.waiting
    if end.closed_at is not None or date < today or (over and visits):
        return Phase.AFTER
    return Phase.DURING if visits else Phase.BEFORE


# rows ---------------------------------------------------------------------------------------------------------------


def _rows(session: Session, visits: list[Visit], date: dt.date) -> "tuple[DayRow, ...]":
    from app.documents.visitor_list import DayRow

    subjects, rulings = _brought(session, date)
    booked = session.execute(select(Booking.id, Booking.hour).where(Booking.date == date))
    hours = {booking_id: hour for booking_id, hour in booked}  # noqa: C416 - a row is no tuple to mypy
    return tuple(
        DayRow(
            number=visit.number or place,
            name=f"{visit.first_name} {visit.last_name}",
            father=visit.father_name,
            with_whom=said_on_paper(visit),
            national_id=visit.national_id or visit.foreign_id or visit.document,
            mobile=visit.mobile,
            subjects=tuple(subjects.get(visit.id, ())),
            history=_history(session, visit.visitor_id, date),
            state=_state(visit),
            ruling="\n".join(rulings.get(visit.id, ())) or None,
            hour=hours.get(visit.booking_id) if visit.booking_id else None,
            marks=_marks(visit),
        )
        for place, visit in enumerate(visits, 1)
    )


def _state(visit: Visit) -> str | None:
    if visit.state is QueueState.WAITING:
        return None
    hour = visit.admitted if visit.state is QueueState.SEEN else None
    word = fa(visit.state.word)
    return fa("%(state)s at %(hour)s") % {"state": word, "hour": clock(hour)} if hour else word


def _marks(visit: Visit) -> tuple[str, ...]:
    """What is particular about this one, a line each. A bodily cause of priority is never stored, hence never said."""
    marks = []
    if visit.priority is not None:
        cause = "" if visit.priority is Priority.UNSAID else f": {fa(visit.priority.word)}"
        marks.append(fa("Priority") + cause)
    if who := received(visit.presided_by, visit.lane):
        marks.append(who)
    if visit.late_entry:
        marks.append(fa("late entry"))
    if visit.carried_to:
        marks.append(fa("carried to the next meeting"))
    return tuple(marks)


def received(presided_by: PresidedBy, lane: str | None) -> str:
    """With whom it was, if not with the head; such a visit does not count."""
    if lane:
        return fa("received by %(who)s; not counted") % {"who": lane}
    return fa("With the deputy; not counted in the report") if presided_by is PresidedBy.DEPUTY else ""


def _brought(session: Session, date: dt.date) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """By visit: the subjects, and the rulings that were given already, each with its unit and due day."""
    hidden = fa("Only the head knows the content of this issue.")
    subjects: dict[int, list[str]] = {}
    rulings: dict[int, list[str]] = {}
    for visit_id, subject, head_only, text, unit, due in session.execute(
        select(Issue.visit_id, Issue.subject, Issue.head_only, *RESULT[:3])
        .join(Visit, Issue.visit_id == Visit.id)
        .where(Visit.date == date, Visit.withdrawn_at.is_(None))
        .order_by(Issue.visit_id, Issue.position)
    ):
        subjects.setdefault(visit_id, []).append(hidden if head_only else subject)
        if text and not head_only:
            rulings.setdefault(visit_id, []).append(ruled(text, unit, due))
    return subjects, rulings


def ruled(text: str, unit: str | None, due: dt.date | None) -> str:
    """A ruling in a line: what, by whom, by when."""
    by = fa("by %(date)s") % {"date": short_date(due)} if due else None
    if not (unit or by):
        return among_words(text)
    return "؛ ".join(filter(None, (among_words(text.rstrip(" .")), among_words(unit or ""), by)))


def _expected(session: Session, row: BookingRow, date: dt.date) -> "DayRow":
    from app.documents.visitor_list import DayRow

    companions = fa("%(n)s companions") % {"n": persian_digits(row.companions)} if row.companions else None
    return DayRow(
        number=None,
        name=row.name,
        father=row.father_name,
        with_whom=companions,
        national_id=row.national_id or row.foreign_id,
        mobile=row.mobile,
        subjects=(row.subject,) if row.subject else (),
        history=_history(session, row.visitor_id, date) if row.visitor_id else None,
        hour=row.hour,
        marks=(fa("first place"),) if row.first else (),
    )


def _history(session: Session, visitor_id: int, date: dt.date) -> str | None:
    """One line: how often the person came before and when last, and the open promise that is the most overdue."""
    earlier = session.scalars(
        select(Visit.date)
        .where(Visit.visitor_id.in_(same_person(visitor_id)), Visit.date < date, Visit.withdrawn_at.is_(None))
        .order_by(Visit.date)
    ).all()
    if not earlier:
        return None
    said = fa("%(n)s earlier visits, the last on %(date)s") % {
        "n": persian_digits(len(earlier)),
        "date": short_date(earlier[-1]),
    }
    due: Any = RESULT[2]
    promised = session.execute(
        select(Issue.subject, due)
        .join(Visit, Issue.visit_id == Visit.id)
        .where(
            Visit.visitor_id.in_(same_person(visitor_id)),
            Visit.date < date,
            Visit.withdrawn_at.is_(None),
            Issue.status == Status.OPEN,
            Issue.head_only.is_(False),
            due < date,
        )
        .order_by(due)
        .limit(1)
    ).first()
    if promised is None:
        return said
    promise = fa("«%(subject)s» was due on %(date)s") % {
        "subject": among_words(promised[0]),
        "date": short_date(promised[1]),
    }
    return f"{said}؛ {promise}"


# what the day comes to ----------------------------------------------------------------------------------------------


def in_words(numbers: Numbers, *, companions: int = 0, absent: int = 0, over: bool = True) -> tuple[str, ...]:
    """The day's figures, each with its word; what there is none of is left out. over: who is absent will not come."""
    said = (
        (fa("registered"), numbers.registered),
        (fa("companions of theirs"), companions),
        (fa(QueueState.SEEN.word), numbers.seen),
        (fa(QueueState.LEFT.word), numbers.left),
        (fa("carried to the next meeting"), numbers.carried),
        (fa("with the deputy (not counted)"), numbers.deputy),
        (fa("in the second lane (not counted)"), numbers.lane),
        (fa("late entry"), numbers.late),
        (fa("issues ruled"), numbers.ruled),
        (fa("issues referred"), numbers.referred),
        (fa("issues with a due date"), numbers.promised),
        (fa("booked and absent") if over else fa("still expected"), absent),
    )
    return tuple(f"{words}: {persian_digits(number)}" for words, number in said if number)


def anchor_of(end: DayEnd, signer: tuple[str, ...] = ()) -> "DayAnchor | None":
    from app.documents.day_anchor import DayAnchor

    if end.anchor is None or end.closed_at is None:
        return None
    closed_at = end.closed_at.astimezone(TEHRAN)
    return DayAnchor(end.anchor.text, end.anchor.seq, end.anchor.words, closed_at, signer)


def amended(end: DayEnd) -> tuple[str, ...]:
    """What was changed after the day was closed, a line each."""
    from app.documents import day_anchor

    return tuple(day_anchor.amended(one.at.astimezone(TEHRAN), one.by, one.whose, one.reason) for one in end.amendments)
