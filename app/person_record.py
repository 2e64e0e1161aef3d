"""What the office holds of one person, on paper for him (free access law, art. 6 and 8).

Only the person himself or who lawfully represents him may ask for it. Who asked, and how he showed who he is, stands on
the paper and in the trail, which keeps the act. It is made in memory: nothing of it is written anywhere unasked.
"""

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app import agency, office_settings, timeline
from app.domain.codes import QueueState
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN, clock, numeric, short_date
from app.domain.persian.ids import show_mobile
from app.domain.persian.text import among_words, isolate, normalise, persian_digits, plain, read_digits, refuse_nul
from app.domain.texts import _, fa
from app.issues import CODE, IssueRow, _one
from app.merging import same_person, standing
from app.office import Office
from app.security import audit
from app.security.rights import Right
from app.story import What
from app.with_whom import BETWEEN, SPOKEN_FOR
from app.work import Work
from db.models import Booking, Issue, Message, Reach, Visit, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    asked = asked.checked()
    with office.work("person_record.give", Right.FOLLOW_UP) as work:
        _one(work, office, issue_id)
        asking = select(Visit.visitor_id).join(Issue, Issue.visit_id == Visit.id).where(Issue.id == issue_id)
        return _given(work, office, asked, visitor_id=work.scalars(asking).one())


def give_of_person(office: Office, visitor_id: int, asked: Asked) -> Given:
    """The same of a person who is known, also without a matter."""
    asked = asked.checked()
    with office.work("person_record.give_of_person", Right.FOLLOW_UP) as work:
        return _given(work, office, asked, visitor_id=visitor_id)


def give_of_booking(office: Office, booking_id: int, asked: Asked) -> Given:
    """The same of who was booked, also where he never came."""
    asked = asked.checked()
    with office.work("person_record.give_of_booking", Right.FOLLOW_UP) as work:
        booking = work.get(Booking, booking_id)
        if booking is None:
            raise Refused(_("This booking is not in the store any more. Read the list again."))
        return _given(work, office, asked, visitor_id=_whose(work, booking), booking=booking)


def _given(
    work: Work, office: Office, asked: Asked, *, visitor_id: int | None, booking: Booking | None = None
) -> Given:
    from app.documents.person_record import draw

    person = standing(work, visitor_id) if visitor_id is not None else None
    visitor = work.get(Visitor, person) if person is not None else booking
    if visitor is None:
        raise Refused(_("This person is not in the store any more. Read the list again."))
    paper = _paper(work, office, visitor, asked)
    told = {
        "list": "person record",
        "visitor": person,
        **({} if person is not None or booking is None else {"booking": booking.id}),
        "asked_by": asked.name or "self",
        "proof": asked.proof,
    }
    work.remember(audit.Touched("export", 0, None, told))
    return Given(draw(paper), paper.whose)


def _paper(session: Session, office: Office, visitor: Visitor | Booking, asked: Asked) -> "PersonPaper":
    """visitor: his record that stands; a booking of his, where he has none."""
    from app.documents.person_record import PersonPaper

    records = list(session.scalars(same_person(visitor.id))) if isinstance(visitor, Visitor) else []
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
    booked = _booked(session, visitor, records)
    return PersonPaper(
        agency=agency.details(office).name,
        whose=whose,
        particulars=tuple(_particulars(session, visitor, records)),
        earlier=tuple(_earlier(visitor, visits)),
        visits=tuple(_visit(visit) for visit in visits),
        turns=tuple(_turn(session, office, booking) for booking in booked),
        messages=tuple(_messages(session, whose, booked, {one.mobile for one in (visitor, *visits, *booked)})),
        matters=tuple(_matter(session, office, issue) for issue in matters),
        asked_by=fa("The person himself") if not asked.representative else read_digits(asked.name),
        proof=read_digits(asked.proof),
        given_by=office.user.name,
        confidential=office_settings._settings(session).confidential_reports,  # noqa: SLF001 - of the same state
        made_at=office.now(),
    )


def _whose(session: Session, booking: Booking) -> int | None:
    """Who was booked, where that is known: as noted, or whoever has this id by now."""
    if booking.visitor_id is not None:
        return booking.visitor_id
    ids = _ids(Visitor, booking)
    return session.scalar(select(Visitor.id).where(or_(*ids)).limit(1)) if ids else None


def _ids(table: type[Visitor] | type[Booking], of: Visitor | Booking) -> list[ColumnElement[bool]]:
    """Rows that have one of his ids; without an id nobody is found by it."""
    return [getattr(table, key) == id_ for key in ("national_id", "foreign_id") if (id_ := getattr(of, key))]


def _booked(session: Session, visitor: Visitor | Booking, records: list[int]) -> list[Booking]:
    """All turns that were booked for him: as his, under his id, or without an id under his name and phone."""
    by = [Booking.visitor_id.in_(records), *_ids(Booking, visitor)]
    if visitor.mobile:
        unnamed = (Booking.visitor_id.is_(None), Booking.national_id.is_(None), Booking.foreign_id.is_(None))
        same = (getattr(Booking, key) == getattr(visitor, key) for key in ("first_name", "last_name", "mobile"))
        by.append(and_(*unnamed, *same))
    if isinstance(visitor, Booking):
        by.append(Booking.id == visitor.id)
    return list(session.scalars(select(Booking).where(or_(*by)).order_by(Booking.date, Booking.hour, Booking.id)))


def _turn(session: Session, office: Office, booking: Booking) -> tuple[str, ...]:
    """A row: day and hour, what about, what became of it."""
    came = select(Visit.id).where(Visit.booking_id == booking.id, Visit.withdrawn_at.is_(None))
    became = fa("expected") if booking.date >= office.today() else fa("did not come")
    if session.scalar(came.limit(1)) is not None:
        became = fa("has come")
    elif booking.withdrawn_at is not None:
        became = fa("cancelled")
    said = [became]
    if booking.moved_from is not None:
        said.append(fa("moved from %(date)s") % {"date": short_date(booking.moved_from)})
    hour = clock(booking.hour) if booking.hour else ""
    return "، ".join(filter(None, (_day(booking.date), hour))), booking.subject or "", "، ".join(said)


def _messages(
    session: Session, whose: str, booked: list[Booking], numbers: set[str | None]
) -> "Iterator[tuple[str, str]]":
    """SMS that are about no matter: on his turns; an older one, that says not on which, if it names him, as his phone
    may be another's, too. Day and text.
    """
    of_turns = Message.booking_id.in_([booking.id for booking in booked])
    to_him = Message.booking_id.is_(None) & Message.number.in_(list(filter(None, numbers)))
    sent = select(Message).where(Message.issue_id.is_(None), Message.sent_at.is_not(None), of_turns | to_him)
    named = re.compile(rf"{re.escape(whose)}(?![\w\u200c])")  # not one whose name only begins so
    for message in session.scalars(sent.order_by(Message.id)):
        if message.sent_at is not None and (message.booking_id is not None or named.search(message.text)):
            yield _day(message.sent_at.astimezone(TEHRAN).date()), plain(message.text)


def _particulars(session: Session, visitor: Visitor | Booking, records: list[int]) -> "list[tuple[str, str]]":
    said: list[tuple[str, str | None]] = [
        (fa("First and last name"), f"{visitor.first_name} {visitor.last_name}"),
        (fa("Father's name"), visitor.father_name),
        (fa("National id"), visitor.national_id),
        (fa("Foreign id"), visitor.foreign_id),
        (fa("Number of the document"), getattr(visitor, "document", None)),
        (fa("Mobile"), isolate(show_mobile(visitor.mobile)) if visitor.mobile else None),
        (fa("County"), getattr(visitor, "county", None)),
        (fa("Address"), getattr(visitor, "address", None)),
    ]
    for reach in session.scalars(select(Reach).where(Reach.visitor_id.in_(records))):
        said += [
            (fa("The mobile belongs to"), reach.mobile_of),
            (fa("Landline"), isolate(reach.landline) if reach.landline else None),
            (fa("Postal code"), reach.postal_code),
            (fa("Way that he prefers"), fa(reach.prefers.word) if reach.prefers else None),
            (fa("SMS"), fa("wants none") if reach.no_sms else None),
        ]
    return [(name, read_digits(value)) for name, value in said if value]


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


def _earlier(visitor: Visitor | Booking, visits: Any) -> "list[tuple[str, str]]":
    """Particulars that he gave at a visit and that are others now: the day, and what was given."""
    found: dict[str, str] = {}
    for visit in visits:
        other = [getattr(visit, key) for key in _GIVEN if getattr(visit, key) not in (None, getattr(visitor, key))]
        if other:
            found.setdefault("، ".join(among_words(read_digits(one)) for one in other), _day(visit.date))
    return [(day, said) for said, day in found.items()]


def _visit(visit: Visit) -> tuple[str, ...]:
    """A row: day, kind and who received, hours, with whom he came."""
    hours = [fa("arrived %(hour)s") % {"hour": clock(visit.arrived)}]
    if visit.admitted is not None:
        hours.append(fa("admitted %(hour)s") % {"hour": clock(visit.admitted)})
    elif visit.state is QueueState.LEFT:
        hours.append(fa("not seen"))
    spoken = [getattr(visit, key) for key in SPOKEN_FOR]
    beside = (
        [fa("for %(whom)s") % {"whom": BETWEEN.join(map(among_words, filter(None, spoken)))}] if any(spoken) else []
    )
    if visit.companions:
        beside.append(fa("%(n)s companions") % {"n": persian_digits(visit.companions)})
    if visit.guardian_name:
        beside.append(fa("guardian: %(name)s") % {"name": among_words(visit.guardian_name)})
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
