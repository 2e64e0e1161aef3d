"""The people who come: found while typing, known by their id, shown with what was promised to them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.orm import Session

from app.domain import counting
from app.domain.codes import IssueType, Kind, PresidedBy, Status, Way
from app.domain.persian.text import search_key, search_words, sort_key, without_hamza
from app.issues import OWN, RESULT, confidential
from app.merging import same_person, standing
from app.office import Office
from app.passports import _numbers_of, _whose
from app.register import rows as checked
from app.security.rights import Right
from app.work import Work
from db import prepared
from db.models import Booking, Issue, Visit, Visitor

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
"""What a person gives of himself, by the register's keys."""

GIVEN = (*PARTICULARS, "document")
"""The same at the desk, which also takes the number of a passport or an آمایش card."""


@dataclass(frozen=True)
class Person:
    """A person's latest particulars, by the register's keys."""

    id: int
    first_name: str
    last_name: str
    father_name: str | None
    national_id: str | None
    foreign_id: str | None
    mobile: str | None
    county: str | None
    address: str | None
    document: str | None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


def _particulars() -> tuple[Any, ...]:
    return (
        Visitor.id,
        Visitor.first_name,
        Visitor.last_name,
        Visitor.father_name,
        Visitor.national_id,
        Visitor.foreign_id,
        Visitor.mobile,
        Visitor.county,
        Visitor.address,
        Visitor.document,
    )


def known(
    office: Office, *, national_id: str | None = None, foreign_id: str | None = None, document: str | None = None
) -> Person | None:
    """The person with this id or document, or None; of records that are one person the one that stands.

    It is in stored form.
    """
    given = {Visitor.national_id: national_id, Visitor.foreign_id: foreign_id, Visitor.document: document}
    wanted = [column == id_ for column, id_ in given.items() if id_]
    with office.read() as session:
        found = session.scalar(select(Visitor.id).where(*wanted[:1])) if wanted else None
        if found is None and document:
            found = _whose(session.connection(), document)
        if found is None:
            return None
        row = session.execute(select(*_particulars()).where(Visitor.id == standing(session, found))).one()
        return Person(*row)


_LATEST = select(Visitor.id, Visitor.merged_into, *(getattr(Visitor, key) for key in GIVEN))
IDS = ("national_id", "foreign_id", "document")
_BY = {key: _LATEST.where(getattr(Visitor, key) == bindparam("id")) for key in ("id", *IDS)}


def _known(connection: Connection, person: checked.Person, taken: int | None) -> Any | None:
    """The one with this id or document, or the one that was taken from the box; None for somebody new.

    A person without an id cannot be told apart: unless he was taken from the box, he is somebody new. And who was
    taken from the box is somebody else when the form now holds another id, or none in place of his own. Of records
    that are one person it is the one that stands.
    """
    for key in IDS:
        if id_ := getattr(person, key):
            known = _standing(connection, prepared.first(connection, _BY[key], id=id_))
            if known is not None:
                return known
    if person.document and (earlier := _whose(connection, person.document)):
        return _standing(connection, prepared.first(connection, _BY["id"], id=earlier))
    if taken is None:
        return None
    own = prepared.first(connection, _BY["id"], id=taken)
    known, given = _standing(connection, own), (person.national_id, person.foreign_id)
    ids = _ids(known) if any(given) else _ids(own)
    return known if ids in ((None, None), given) else None


def _ids(known: Any | None) -> tuple[str | None, str | None] | None:
    return None if known is None else (known.national_id, known.foreign_id)


def _standing(connection: Connection, known: Any | None) -> Any | None:
    """The record that stands for this one (app/merging.py)."""
    while known is not None and known.merged_into is not None:
        known = prepared.first(connection, _BY["id"], id=known.merged_into)
    return known


def _latest(work: Work, known: Any | None, person: checked.Person) -> int:
    """The visitor's id, these particulars being the latest from now on; what is not given this time is kept."""
    given = {key: getattr(person, key) for key in GIVEN}
    if known is None:
        search, sort_key = index_of(person)
        return int(work.insert(Visitor, **given, search=search, sort_key=sort_key)["id"])
    if given["document"]:
        numbers = _numbers_of(work.core, known.id)
        given["document"] = numbers[0] if given["document"] in numbers else given["document"]
    changed = {key: value for key, value in given.items() if value is not None and value != getattr(known, key)}
    if changed or given["document"]:
        _renew(work.core, work.get_one(Visitor, known.id), changed)
    return int(known.id)


def _renew(connection: Connection, visitor: Visitor, changed: Mapping[str, Any]) -> None:
    """These particulars are the latest, and the words by which the person is found are theirs."""
    for key, value in changed.items():
        setattr(visitor, key, value)
    earlier = _numbers_of(connection, visitor.id) if visitor.document else ()
    visitor.search, visitor.sort_key = index_of(visitor, earlier)


def index_of(person: Visitor | checked.Person, documents: Iterable[str] = ()) -> tuple[str, str]:
    """The words by which a person is found, and the key by which people are sorted.

    documents: numbers that were given at visits, earlier ones too.
    A phone is found by the start of each of its parts (0916 300 4172), as it is said aloud.
    """
    given = (person.first_name, person.last_name, person.father_name or "", person.document or "", *documents)
    names = {*given, *map(without_hamza, given)}
    words = {word for name in names for word in search_words(name)} | {search_key(name) for name in names}
    mobile = person.mobile or ""
    words |= {person.national_id or "", person.foreign_id or "", mobile, mobile[4:], mobile[7:]}
    return " ".join(sorted(words - {""})), sort_key(person.last_name, person.first_name)


@dataclass(frozen=True)
class Past:
    """One matter that a person brought, as the history shows it. issue_id: its first issue; date: of the last visit.

    visits: on how many visits it was brought.
    """

    issue_id: int
    date: dt.date
    kind: Kind
    presided_by: PresidedBy
    subject: str
    ruling: str | None
    unit: str | None
    due: dt.date | None
    status: Status
    outcome: str | None
    told_by: Way | None
    head_only: bool
    type: IssueType = IssueType.REQUEST
    place: str | None = None
    visits: int = 1

    def days_late(self, today: dt.date) -> int:
        """Days since the due date while the issue is open; 0 when it is not late."""
        if self.status is not Status.OPEN or self.due is None:
            return 0
        return max((today - self.due).days, 0)

    @property
    def uncounted(self) -> counting.Uncounted | None:
        return counting.why_not_counted(self.kind, self.presided_by)

    def without_words(self) -> "Past":
        """The same; of one that only the head may know, that there is one."""
        if not self.head_only:
            return self
        return replace(self, subject=confidential(), place=None, ruling=None, unit=None, outcome=None)


@dataclass(frozen=True)
class Record:
    """One of the records that are one person: as it was written, with the visits that it keeps."""

    id: int
    name: str
    father_name: str | None
    mobile: str | None
    visits: int


@dataclass(frozen=True)
class History:
    """A person's past, through all records that are one: visits, matters, how many open, and the latest promise.

    rows: the newest first; what is late is the `promise`. last: the day of the last visit. joined: the records that
    went into the one that stands. ahead: booked turns to come.
    """

    person_id: int
    visits: int
    issues: int
    open: int
    rows: tuple[Past, ...]
    promise: Past | None
    last: dt.date | None = None
    joined: tuple[Record, ...] = ()
    ahead: tuple[tuple[dt.date, dt.time | None], ...] = ()


def history(office: Office, visitor_id: int, *, before_visit: int | None = None) -> History:
    """What this person came for and what became of it. `promise` is the open issue whose due date is the most overdue.

    before_visit: leave this visit (the present one) out.
    """
    today = office.today()
    with office.read() as session:
        records = list(session.scalars(same_person(visitor_id)))
        brought = session.execute(_brought(records, before_visit)).all()
        joined = _joined(session, records) if len(records) > 1 else ()
        ahead = _ahead(session, records, today)
    past = [_for_eyes_of(office, row) for row in _matters(brought)]
    promised = [row for row in past if row.status is Status.OPEN and row.due and row.due < today]
    return History(
        visitor_id,
        len({row.visit_id for row in brought}),
        len(past),
        sum(row.status is Status.OPEN for row in past),
        tuple(past),
        min(promised, key=lambda row: row.due or dt.date.max, default=None),
        max((row.date for row in brought), default=None),
        joined,
        ahead,
    )


def _past(session: Session, visitor_id: int, before_visit: int | None = None) -> list[Past]:
    """The matters of a person, the newest first, with all their words: also those that only the head may know."""
    return _matters(session.execute(_brought(list(session.scalars(same_person(visitor_id))), before_visit)).all())


def _matters(brought: Iterable[Any]) -> list[Past]:
    matters: dict[int, list[Any]] = {}
    for row in brought:
        matters.setdefault(row.matter, []).append(row)
    return [_matter_of(rows) for rows in matters.values()]


def _matter_of(rows: list[Any]) -> Past:
    """What is said of a matter: in the words of its first visit, on the day of its last (rows are newest first)."""
    last, first = rows[0], rows[-1]
    return Past(
        issue_id=last.matter,
        date=last.date,
        kind=last.kind,
        presided_by=last.presided_by,
        subject=first.subject,
        ruling=last.ruling,
        unit=last.unit,
        due=last.due,
        status=last.status,
        outcome=last.outcome,
        told_by=last.way,
        head_only=last.head_only,
        type=first.type,
        place=first.place,
        visits=len({row.visit_id for row in rows}),
    )


def _for_eyes_of(office: Office, past: Past) -> Past:
    return past if office.may(Right.CONFIDENTIAL) else past.without_words()


def _brought(records: list[int], before_visit: int | None) -> Select[*tuple[Any, ...]]:
    ruling, unit, due, outcome, way, _date = RESULT
    return (
        select(
            Visit.id.label("visit_id"),
            OWN.label("matter"),
            Visit.date,
            Visit.kind,
            Visit.presided_by,
            Issue.type,
            Issue.subject,
            Issue.place,
            ruling.label("ruling"),
            unit.label("unit"),
            due.label("due"),
            Issue.status,
            outcome.label("outcome"),
            way.label("way"),
            Issue.head_only,
        )
        .join(Visit, Issue.visit_id == Visit.id)
        .where(Visit.visitor_id.in_(records), Visit.withdrawn_at.is_(None), Visit.id != (before_visit or 0))
        .order_by(Visit.date.desc(), Visit.id.desc(), Issue.position)
        .limit(50)
    )


def _joined(session: Session, records: list[int]) -> tuple[Record, ...]:
    """The records that went into another, with the visits of each."""
    visits = select(func.count()).where(Visit.visitor_id == Visitor.id, Visit.withdrawn_at.is_(None)).scalar_subquery()
    name = Visitor.first_name + " " + Visitor.last_name
    rows = session.execute(
        select(Visitor.id, name, Visitor.father_name, Visitor.mobile, visits)
        .where(Visitor.id.in_(records), Visitor.merged_into.is_not(None))
        .order_by(Visitor.id)
    )
    return tuple(Record(*row) for row in rows)


def _ahead(session: Session, records: list[int], today: dt.date) -> tuple[tuple[dt.date, dt.time | None], ...]:
    """Turns that were booked and are still to come."""
    came = select(Visit.id).where(Visit.booking_id == Booking.id, Visit.withdrawn_at.is_(None)).exists()
    rows = session.execute(
        select(Booking.date, Booking.hour)
        .where(Booking.visitor_id.in_(records), Booking.date >= today, Booking.withdrawn_at.is_(None), ~came)
        .order_by(Booking.date, Booking.hour)
    )
    return tuple((date, hour) for date, hour in rows)
