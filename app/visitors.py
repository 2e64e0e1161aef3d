"""The people who come: found while typing, known by their id, shown with what was promised to them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select, text
from sqlalchemy.orm import Session

from app.domain import counting
from app.domain.codes import Kind, PresidedBy, Status, Way
from app.domain.persian.text import from_keyboard, latin_digits, search_key, search_words, sort_key
from app.issues import RESULT, confidential
from app.office import Office
from app.register import rows as checked
from app.security.rights import Right
from app.work import Work
from db import prepared
from db.models import Issue, Visit, Visitor

LIMIT = 8

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


@dataclass(frozen=True)
class Hit(Person):
    """A person that the search found. visits: how many so far; last_visit: the latest day."""

    visits: int = 0
    last_visit: dt.date | None = None


@dataclass(frozen=True)
class Found:
    """What the box shows. near: nothing fitted, these come near."""

    text: str
    hits: tuple[Hit, ...]
    near: bool = False


def find(office: Office, typed: str, limit: int = LIMIT) -> Found:
    """People by id, parts of names in any order, father's name or phone, newest first.

    What was typed with the keyboard in the wrong language is understood; when nothing fits, those who share a word
    are offered as near.
    """
    with office.read() as session:
        for words in (_words(typed), _words(from_keyboard(typed))):
            if hits := _matching(session, _all_of(words), limit):
                return Found(typed, hits)
        return Found(typed, _matching(session, _any_of(_words(typed)), limit), near=True)


def _words(typed: str) -> list[str]:
    digits = latin_digits(typed).replace("-", "")
    return ["".join(filter(str.isalnum, word)) for word in search_words(digits)]


def _quoted(word: str) -> str:
    return f'"{word}"*'


def _all_of(words: Iterable[str]) -> str:
    """Each word begins some word of the person's; or all of them together do («علی پور» is «علیپور»)."""
    kept = [word for word in words if word]
    if not kept:
        return ""
    query = " AND ".join(map(_quoted, kept))
    return f"({query}) OR {_quoted(''.join(kept))}" if len(kept) > 1 else query


def _any_of(words: Iterable[str]) -> str:
    return " OR ".join(_quoted(word) for word in words if len(word) > 2)


def _matching(session: Session, query: str, limit: int) -> tuple[Hit, ...]:
    if not query:
        return ()
    ids = session.scalars(
        text("SELECT rowid FROM visitor_search WHERE visitor_search MATCH :query ORDER BY rowid DESC LIMIT :limit"),
        {"query": query, "limit": limit},
    ).all()
    return _hits(session, ids)


def _hits(session: Session, ids: Iterable[int]) -> tuple[Hit, ...]:
    wanted = list(ids)
    count = select(func.count()).where(Visit.visitor_id == Visitor.id, Visit.withdrawn_at.is_(None)).scalar_subquery()
    last = (
        select(func.max(Visit.date))
        .where(Visit.visitor_id == Visitor.id, Visit.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(select(*_particulars(), count, last).where(Visitor.id.in_(wanted)))
    found = {row[0]: Hit(*row) for row in rows}
    return tuple(found[id_] for id_ in wanted if id_ in found)


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
    """The person with this id or document, or None. It is in stored form."""
    given = {Visitor.national_id: national_id, Visitor.foreign_id: foreign_id, Visitor.document: document}
    wanted = [column == id_ for column, id_ in given.items() if id_]
    with office.read() as session:
        row = session.execute(select(*_particulars()).where(*wanted[:1])).first() if wanted else None
        return Person(*row) if row else None


_LATEST = select(Visitor.id, *(getattr(Visitor, key) for key in GIVEN))
IDS = ("national_id", "foreign_id", "document")
_BY = {key: _LATEST.where(getattr(Visitor, key) == bindparam("id")) for key in ("id", *IDS)}


def _known(connection: Connection, person: checked.Person, taken: int | None) -> Any | None:
    """The one with this id or document, or the one that was taken from the box; None for somebody new.

    A person without an id cannot be told apart: unless he was taken from the box, he is somebody new. And who was
    taken from the box is somebody else when the form now holds another id.
    """
    for key in IDS:
        if id_ := getattr(person, key):
            known = prepared.first(connection, _BY[key], id=id_)
            if known is not None:
                return known
    if taken is None:
        return None
    known = prepared.first(connection, _BY["id"], id=taken)
    ids = (known.national_id, known.foreign_id) if known is not None else ()
    return known if ids in ((None, None), (person.national_id, person.foreign_id)) else None


def _latest(work: Work, known: Any | None, person: checked.Person) -> int:
    """The visitor's id, these particulars being the latest from now on; what is not given this time is kept."""
    given = {key: getattr(person, key) for key in GIVEN}
    if known is None:
        search, sort_key = index_of(person)
        return int(work.insert(Visitor, **given, search=search, sort_key=sort_key)["id"])
    changed = {key: value for key, value in given.items() if value is not None and value != getattr(known, key)}
    if changed:
        visitor = work.get_one(Visitor, known.id)
        for key, value in changed.items():
            setattr(visitor, key, value)
        visitor.search, visitor.sort_key = index_of(visitor)
    return int(known.id)


def index_of(person: Visitor | checked.Person) -> tuple[str, str]:
    """The words by which a person is found, and the key by which people are sorted."""
    names = (person.first_name, person.last_name, person.father_name or "")
    words = {word for name in names for word in search_words(name)} | {search_key(name) for name in names}
    words |= {
        person.national_id or "",
        person.foreign_id or "",
        (person.document or "").lower(),
        person.mobile or "",
        (person.mobile or "")[1:],
    }
    return " ".join(sorted(words - {""})), sort_key(person.last_name, person.first_name)


@dataclass(frozen=True)
class Past:
    """One issue of an earlier visit, as the history shows it."""

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

    def days_late(self, today: dt.date) -> int:
        """Days since the due date while the issue is open; 0 when it is not late."""
        if self.status is not Status.OPEN or self.due is None:
            return 0
        return max((today - self.due).days, 0)

    @property
    def uncounted(self) -> counting.Uncounted | None:
        return counting.why_not_counted(self.kind, self.presided_by)


@dataclass(frozen=True)
class History:
    """A person's past: how many visits and issues, how many open, the rows newest first, and the latest promise."""

    person_id: int
    visits: int
    issues: int
    open: int
    rows: tuple[Past, ...]
    promise: Past | None


def history(office: Office, visitor_id: int, *, before_visit: int | None = None) -> History:
    """What this person came for and what became of it. `promise` is the open issue whose due date is the most overdue.

    before_visit: leave this visit (the present one) out.
    """
    with office.read() as session:
        rows = session.execute(_past(visitor_id, before_visit)).all()
    past = tuple(_for_eyes_of(office, Past(*row[1:])) for row in rows)
    visits = len({row[0] for row in rows})
    promised = [row for row in past if row.status is Status.OPEN and row.due and row.due < office.today()]
    return History(
        visitor_id,
        visits,
        len(past),
        sum(row.status is Status.OPEN for row in past),
        past,
        min(promised, key=lambda row: row.due or dt.date.max, default=None),
    )


def _for_eyes_of(office: Office, past: Past) -> Past:
    if not past.head_only or office.may(Right.CONFIDENTIAL):
        return past
    return replace(past, subject=confidential(), ruling=None, unit=None, outcome=None)


def _past(visitor_id: int, before_visit: int | None) -> Select[*tuple[Any, ...]]:
    ruling, unit, due, outcome, way, _date = RESULT
    return (
        select(
            Visit.id,
            Issue.id,
            Visit.date,
            Visit.kind,
            Visit.presided_by,
            Issue.subject,
            ruling,
            unit,
            due,
            Issue.status,
            outcome,
            way,
            Issue.head_only,
        )
        .join(Visit, Issue.visit_id == Visit.id)
        .where(Visit.visitor_id == visitor_id, Visit.withdrawn_at.is_(None), Visit.id != (before_visit or 0))
        .order_by(Visit.date.desc(), Visit.id.desc(), Issue.position)
        .limit(50)
    )
