"""The visitor list of a meeting day, for the manager's desk: who comes with what, and what was promised before."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import agency
from app.domain.codes import Kind, QueueState, Status
from app.domain.persian.calendar import short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import fa
from app.issues import RESULT
from app.meetings import _day
from app.merging import same_person
from app.office import Office
from app.with_whom import said_on_paper
from db.models import Issue, Visit


def visitor_list(office: Office, date: dt.date) -> bytes:
    """The day's list as a PDF, by queue number: weekly visits alone, those that were taken back left out.

    What only the head may know stands in it as a matter without words: the list goes through other hands.
    """
    from app.documents.visitor_list import DayList, DayRow, draw

    details = agency.details(office)
    with office.read() as session:
        day = _day(session, date)
        visits = session.scalars(
            select(Visit)
            .where(Visit.date == date, Visit.kind == Kind.WEEKLY, Visit.withdrawn_at.is_(None))
            .order_by(Visit.number, Visit.id)
        ).all()
        subjects, rulings = _brought(session, date)
        rows = tuple(
            DayRow(
                number=visit.number or place,
                name=f"{visit.first_name} {visit.last_name}",
                father=visit.father_name,
                with_whom=said_on_paper(visit),
                national_id=visit.national_id or visit.foreign_id or visit.document,
                mobile=visit.mobile,
                subjects=tuple(subjects.get(visit.id, ())),
                history=_history(session, visit, date),
                state=None if visit.state is QueueState.WAITING else fa(visit.state.word),
                ruling="\n".join(rulings.get(visit.id, ())) or None,
            )
            for place, visit in enumerate(visits, 1)
        )
    return draw(
        DayList(
            agency=details.name,
            date=date,
            opens=day.opens or agency.OPENS,
            closes=day.closes or agency.CLOSES,
            rows=rows,
            made_at=office.now(),
        )
    )


def _brought(session: Session, date: dt.date) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """By visit: the subjects, and the rulings that were given already."""
    ruling = RESULT[0]
    hidden = fa("Only the head knows the content of this issue.")
    subjects: dict[int, list[str]] = {}
    rulings: dict[int, list[str]] = {}
    for visit_id, subject, head_only, text in session.execute(
        select(Issue.visit_id, Issue.subject, Issue.head_only, ruling)
        .join(Visit, Issue.visit_id == Visit.id)
        .where(Visit.date == date, Visit.withdrawn_at.is_(None))
        .order_by(Issue.visit_id, Issue.position)
    ):
        subjects.setdefault(visit_id, []).append(hidden if head_only else subject)
        if text and not head_only:
            rulings.setdefault(visit_id, []).append(text)
    return subjects, rulings


def _history(session: Session, visit: Visit, date: dt.date) -> str | None:
    """One line: how often the person came before and when last, and the open promise that is the most overdue."""
    earlier = session.scalars(
        select(Visit.date)
        .where(Visit.visitor_id.in_(same_person(visit.visitor_id)), Visit.date < date, Visit.withdrawn_at.is_(None))
        .order_by(Visit.date)
    ).all()
    if not earlier:
        return None
    said = fa("%(n)s earlier visits, the last on %(date)s") % {
        "n": persian_digits(len(earlier)),
        "date": short_date(earlier[-1]),
    }
    _ruling, _unit, due = RESULT[:3]
    promised = session.execute(
        select(Issue.subject, due)
        .join(Visit, Issue.visit_id == Visit.id)
        .where(
            Visit.visitor_id.in_(same_person(visit.visitor_id)),
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
    promise = fa("«%(subject)s» was due on %(date)s") % {"subject": promised[0], "date": short_date(promised[1])}
    return f"{said}؛ {promise}"
