"""What the office holds of one person, on paper for him (free access law, art. 6 and 8).

Only the person himself or who lawfully represents him may ask for it. Who asked, and how he showed who he is, stands on
the paper and in the trail, which keeps the act. It is made in memory: nothing of it is written anywhere unasked.
"""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import agency, office_settings, timeline
from app.domain.codes import QueueState
from app.domain.errors import Refused
from app.domain.persian.calendar import clock, numeric
from app.domain.persian.ids import show_mobile
from app.domain.persian.text import isolate, normalise, persian_digits, refuse_nul
from app.domain.texts import _, fa
from app.issues import CODE, IssueRow, _one
from app.merging import same_person, standing
from app.office import Office
from app.security import audit
from app.security.rights import Right
from app.story import What
from app.with_whom import BETWEEN, SPOKEN_FOR
from db.models import Issue, Reach, Visit, Visitor

if TYPE_CHECKING:
    from app.documents.person_record import Matter, PersonPaper

_OF_THE_OFFICE = frozenset({What.CORRECTED, What.LINK, What.DUE, What.OVERDUE})
"""What tells of the office's own work on the matter, or of other people, and not of this person."""


@dataclass(frozen=True)
class Asked:
    """Who asks: the person himself, or by `name` who represents him. proof: how he showed who he is."""

    proof: str
    representative: bool = False
    name: str = ""

    def checked(self) -> "Asked":
        """Raises Refused with the field."""
        proof, name = (
            normalise(refuse_nul(text, field)) for text, field in ((self.proof, "proof"), (self.name, "name"))
        )
        if self.representative and not name:
            raise Refused(_("Write who represents him."), "name")
        if not proof:
            raise Refused(_("Write how the one who asks showed who he is."), "proof")
        return Asked(proof, self.representative, name if self.representative else "")


@dataclass(frozen=True)
class Given:
    """The record as it was given out. pdf: its pages; whose: the person's name."""

    pdf: bytes
    whose: str


def give(office: Office, issue_id: int, asked: Asked) -> Given:
    """The record of the person whose issue this is, through all records that are one.

    Of matters that only the head may know there stands that there are such, unless the head gives it out.
    """
    from app.documents.person_record import draw

    asked = asked.checked()
    with office.work("person_record.give", Right.FOLLOW_UP) as work:
        _one(work, office, issue_id)
        asking = select(Visit.visitor_id).join(Issue, Issue.visit_id == Visit.id).where(Issue.id == issue_id)
        person = standing(work, work.scalars(asking).one())
        paper = _paper(work, office, person, asked)
        told = {
            "list": "person record",
            "visitor": person,
            "asked_by": asked.name or "self",
            "proof": asked.proof,
        }
        work.remember(audit.Touched("export", 0, None, told))
    return Given(draw(paper), paper.whose)


def _paper(session: Session, office: Office, person: int, asked: Asked) -> "PersonPaper":
    from app.documents.person_record import PersonPaper

    records = list(session.scalars(same_person(person)))
    visitor = session.get_one(Visitor, person)
    whose = f"{visitor.first_name} {visitor.last_name}"
    visits = session.scalars(
        select(Visit)
        .where(Visit.visitor_id.in_(records), Visit.withdrawn_at.is_(None))
        .order_by(Visit.date, Visit.arrived, Visit.id)
    ).all()
    own = select(Issue.id).join(Visit, Issue.visit_id == Visit.id)
    matters = session.scalars(
        own.where(Visit.visitor_id.in_(records), Visit.withdrawn_at.is_(None), Issue.follows.is_(None)).order_by(
            Visit.date, Visit.arrived, Issue.id
        )
    ).all()
    return PersonPaper(
        agency=agency.details(office).name,
        whose=whose,
        particulars=tuple(_particulars(session, visitor, records)),
        earlier=tuple(_earlier(visitor, visits)),
        visits=tuple(_visit(visit) for visit in visits),
        matters=tuple(_matter(session, office, issue) for issue in matters),
        asked_by=fa("The person himself") if not asked.representative else asked.name,
        proof=asked.proof,
        given_by=office.user.name,
        confidential=office_settings._settings(session).confidential_reports,  # noqa: SLF001 - of the same state
        made_at=office.now(),
    )


def _particulars(session: Session, visitor: Visitor, records: list[int]) -> "list[tuple[str, str]]":
    said: list[tuple[str, str | None]] = [
        (fa("First and last name"), f"{visitor.first_name} {visitor.last_name}"),
        (fa("Father's name"), visitor.father_name),
        (fa("National id"), visitor.national_id),
        (fa("Foreign id"), visitor.foreign_id),
        (fa("Number of the document"), visitor.document),
        (fa("Mobile"), isolate(show_mobile(visitor.mobile)) if visitor.mobile else None),
        (fa("County"), visitor.county),
        (fa("Address"), visitor.address),
    ]
    for reach in session.scalars(select(Reach).where(Reach.visitor_id.in_(records))):
        said += [
            (fa("The mobile belongs to"), reach.mobile_of),
            (fa("Landline"), isolate(reach.landline) if reach.landline else None),
            (fa("Postal code"), reach.postal_code),
            (fa("Way that he prefers"), fa(reach.prefers.word) if reach.prefers else None),
            (fa("SMS"), fa("wants none") if reach.no_sms else None),
        ]
    return [(name, persian_digits(value)) for name, value in said if value]


_GIVEN = (
    "first_name",
    "last_name",
    "father_name",
    "national_id",
    "foreign_id",
    "document",
    "mobile",
    "county",
    "address",
)


def _earlier(visitor: Visitor, visits: Any) -> "list[tuple[str, str]]":
    """Particulars that he gave at a visit and that are others now: the day, and what was given."""
    found: dict[str, str] = {}
    for visit in visits:
        other = [getattr(visit, key) for key in _GIVEN if getattr(visit, key) not in (None, getattr(visitor, key))]
        if other:
            found.setdefault("، ".join(persian_digits(isolate(one)) for one in other), _day(visit.date))
    return [(day, said) for said, day in found.items()]


def _visit(visit: Visit) -> tuple[str, ...]:
    """A row: day, kind and who received, hours, with whom he came."""
    hours = [fa("arrived %(hour)s") % {"hour": clock(visit.arrived)}]
    if visit.admitted is not None:
        hours.append(fa("admitted %(hour)s") % {"hour": clock(visit.admitted)})
    elif visit.state is QueueState.LEFT:
        hours.append(fa("not seen"))
    spoken = [getattr(visit, key) for key in SPOKEN_FOR]
    beside = [fa("for %(whom)s") % {"whom": BETWEEN.join(filter(None, spoken))}] if any(spoken) else []
    if visit.companions:
        beside.append(fa("%(n)s companions") % {"n": persian_digits(visit.companions)})
    if visit.guardian_name:
        beside.append(fa("guardian: %(name)s") % {"name": visit.guardian_name})
    return _day(visit.date), f"{fa(visit.kind.word)}، {fa(visit.presided_by.word)}", "، ".join(hours), "، ".join(beside)


def _matter(session: Session, office: Office, issue_id: int) -> "Matter":
    from app.documents.person_record import Matter

    issue = _one(session, office, issue_id)
    code = session.scalar(select(CODE).where(Issue.id == issue_id))
    return Matter(
        title=issue.subject,
        said=_said(issue, code),
        events=tuple(
            (_day(event.date), event.what, event.detail)
            for event in timeline._told_applicant(session, office, issue)  # noqa: SLF001 - one transaction
            if event.stands and not event.ahead and event.kind not in _OF_THE_OFFICE
        ),
    )


def _said(issue: IssueRow, code: str | None) -> str:
    parts = [fa(issue.type.word), fa(issue.status.word)]
    if code:
        parts.insert(0, fa("Follow-up code %(code)s") % {"code": isolate(persian_digits(f"{code[:4]}-{code[4:]}"))})
    return " · ".join(parts)


def _day(date: dt.date) -> str:
    return persian_digits(numeric(date))
