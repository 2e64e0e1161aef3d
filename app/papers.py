"""The small papers of a visit: slip, exit slip, ruling sheet, and blank slips, as PDF from what the store holds."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import waiting
from app.agency import CLOSES, OPENS
from app.domain.codes import IssueType, Paper, PaperSize, QueueState, head_title
from app.domain.dues import DUES
from app.domain.errors import Refused
from app.domain.persian.calendar import numeric, short_date
from app.domain.persian.text import among_words, persian_digits
from app.domain.texts import _, fa
from app.issues import CODE, RESULT
from app.meetings import _day
from app.office import Office
from app.office_settings import OfficeSettings, _settings
from app.security.rights import Right
from app.visitors import _past
from app.with_whom import said_on_paper
from db.models import Agency, Issue, Unit, Visit


def slip(office: Office, visit_id: int, size: PaperSize) -> bytes:
    """The slip of a visit: number, hour, codes. Its name only if the office wants it; never a subject."""
    from app.documents.slip import Slip, draw

    expected = waiting.of_today(office).waits.get(visit_id)
    with office.read() as session:
        visit, settings = _visit(session, visit_id), _settings(session)
        wait = expected if visit.state is QueueState.WAITING else None
        data = Slip(
            where=_where(session, office, visit.date, settings),
            number=visit.number,
            date=visit.date,
            arrived=visit.arrived,
            codes=tuple(code for code in session.scalars(_issues(visit_id, CODE)) if code),
            made_at=office.now(),
            before=wait.ahead if wait else None,
            wait=wait.minutes or None if wait else None,
            name=_name(visit, settings),
        )
    return draw(data, size)


def exit_slip(office: Office, visit_id: int, size: PaperSize) -> bytes:
    """What the visitor takes home: what was ordered, which unit, by when, whom to call, the code (charter, art. 22)."""
    from app.documents.exit_slip import ExitSlip, Ordered, draw

    ruling, unit, due = RESULT[:3]
    proof = _proof(office, visit_id) if office.may(Right.REGISTER) else None
    with office.read() as session:
        visit, settings = _visit(session, visit_id), _settings(session)
        rows = session.execute(_issues(visit_id, CODE, Issue.head_only, ruling, unit, due))
        data = ExitSlip(
            where=_where(session, office, visit.date, settings),
            number=visit.number,
            date=visit.date,
            ordered=tuple(
                Ordered(row[0], head_only=True) if row[1] else Ordered(row[0], *row[2:]) for row in rows.all()
            ),
            made_at=office.now(),
            name=_name(visit, settings),
            proof=proof,
        )
    return draw(data, size)


def ruling_sheet(office: Office, visit_id: int) -> bytes:
    """The A5 sheet for the head's pen. It goes through other hands: a matter for his eyes alone is only named."""
    from app.documents.ruling_sheet import Matter, RulingSheet, draw

    with office.read() as session:
        visit = _visit(session, visit_id)
        agency = session.get_one(Agency, office.agency_id)
        matters = session.execute(
            _issues(visit_id, CODE, Issue.type, Issue.subject, Issue.description, Issue.head_only)
        ).all()
        data = RulingSheet(
            agency=agency.name,
            head=fa(head_title(agency.kind)),
            number=visit.number,
            date=visit.date,
            arrived=visit.arrived,
            name=f"{visit.first_name} {visit.last_name}",
            about=_about(visit),
            with_whom=said_on_paper(visit) or "",
            matters=tuple(
                Matter(code, fa(IssueType(type_).word), None if head_only else subject, None if head_only else told)
                for code, type_, subject, told, head_only in matters
            ),
            earlier=_earlier(session, visit, office.today()),
            units=tuple(session.scalars(select(Unit.name).where(Unit.active).order_by(Unit.position))),
            dues=tuple(fa(words) for words, _days in DUES),
            made_at=office.now(),
        )
    return draw(data)


def file_name(office: Office, visit_id: int, paper: Paper) -> str:
    """What a paper's file is called: by day and turn, never by a person."""
    with office.read() as session:
        visit = _visit(session, visit_id)
        day = numeric(visit.date).replace("/", "-")
        turn = str(visit.number) if visit.number is not None else f"c{visit.id}"
    return f"didar-{paper.value.replace('_', '-')}-{day}-{turn}.pdf"


def blank_slips(office: Office, first: int, last: int, size: PaperSize, date: dt.date | None = None) -> bytes:
    """Numbered blanks for a morning on paper; what is written on them is keyed in later as late entry.

    date: the meeting day, None: to be written by hand. Raises Refused for numbers that are none.
    """
    from app.documents.blank_slips import BlankSlips, draw

    with office.read() as session:
        agency = session.get_one(Agency, office.agency_id).name
    return draw(BlankSlips(agency, date, first, last, office.now()), size)


def _visit(session: Session, visit_id: int) -> Visit:
    visit = session.get(Visit, visit_id)
    if visit is None or visit.withdrawn_at is not None:
        raise Refused(_("This visit is not in the store any more. Read the list again."))
    return visit


def _issues(visit_id: int, *columns: Any) -> Any:
    return select(*columns).where(Issue.visit_id == visit_id).order_by(Issue.position)


def _where(session: Session, office: Office, date: dt.date, settings: OfficeSettings) -> Any:
    from app.documents.slip import Place

    day = _day(session, date)
    agency = session.get_one(Agency, office.agency_id).name
    return Place(agency, day.opens or OPENS, day.closes or CLOSES, settings.place, settings.telephone)


def _proof(office: Office, visit_id: int) -> Any:
    """By what the visitor finds out whether the visit was reported; only the desk signs it."""
    from app import slip_keys
    from app.documents.exit_slip import Proof
    from app.visit_slips import WHY_NOT

    slip = slip_keys.slip_of(office, visit_id)
    why = WHY_NOT.get(slip.kind)
    return Proof(slip.text(), slip.digits(), fa(why.reason) if why else None)


def _name(visit: Visit, settings: OfficeSettings) -> str | None:
    return f"{visit.first_name} {visit.last_name}" if settings.name_on_slip else None


def _about(visit: Visit) -> str:
    """Whose child, from where."""
    father = fa("child of %(father)s") % {"father": visit.father_name} if visit.father_name else ""
    return "، ".join(map(among_words, filter(None, (father, visit.county, visit.address))))


def _earlier(session: Session, visit: Visit, today: dt.date) -> tuple[str, ...]:
    """What was said to this person before, a line each, the newest first; nothing of what is for the head alone."""
    lines = []
    for past in _past(session, visit.visitor_id, visit.id):
        if past.head_only:
            continue
        ruling, state = f"«{among_words(past.ruling)}»" if past.ruling else "", fa(past.status.word)
        if late := past.days_late(today):
            state = fa("%(n)s days late") % {"n": persian_digits(late)}
        said = [f"{short_date(past.date)}: {among_words(past.subject)}", ruling, among_words(past.unit or ""), state]
        lines.append("؛ ".join(filter(None, said)))
    return tuple(lines)
