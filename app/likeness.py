"""The same person is noticed before saving: somebody known who may be the one that is being typed in."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.likeness import Particulars, Why, ids_one_off, why
from app.domain.persian import ids
from app.domain.persian.text import latin_digits, search_words
from app.merging import same_person, standing
from app.office import Office
from app.search import find
from app.visitors import Person, _particulars
from db.models import Visit, Visitor

MOST = 200
_COMPARED = ("first_name", "last_name", "father_name", "mobile", "county")
_ORDER: list[Why | None] = [*Why, None]


@dataclass(frozen=True)
class Noticed:
    """Somebody known who may be the same person, and why: None where the secretary named him.

    visits, last_visit: of all records that are this person.
    """

    person: Person
    why: Why | None
    visits: int
    last_visit: dt.date | None


def notice(office: Office, typed: Mapping[str, str], *, but: int | None = None) -> Noticed | None:
    """Who of the known people may be this one: by name and mobile, by name and father's name, by name and an id that is
    nearly right. typed: the form's texts by the register's keys. but: the person who stands in the form already.
    """
    found = alike(office, typed, but=but, most=1)
    return found[0] if found else None


def alike(office: Office, typed: Mapping[str, str], *, but: int | None = None, most: int = 8) -> tuple[Noticed, ...]:
    """All of them, the surest first, then who came last."""
    given = _given(typed)
    if not (given.first_name and given.last_name):
        return ()
    with office.read() as session:
        but = None if but is None else standing(session, but)
        found: dict[int, Why] = {}
        for row in _candidates(session, given):
            known = Particulars(
                row.first_name,
                row.last_name,
                row.father_name or "",
                row.mobile or "",
                row.county or "",
                row.national_id or row.foreign_id or "",
            )
            if (because := why(given, known)) is None:
                continue
            who = standing(session, row.id)
            if who != but and _ORDER.index(because) < _ORDER.index(found.get(who)):
                found[who] = because
        noticed = [one for id_, because in found.items() if (one := _noticed(session, id_, because)).visits]
    noticed = [one for one in noticed if not _is_other(given, one.person)]
    noticed.sort(key=lambda one: one.last_visit or dt.date.min, reverse=True)
    return tuple(sorted(noticed, key=lambda one: _ORDER.index(one.why))[:most])


def others(office: Office, visitor_id: int, typed: str = "") -> tuple[Noticed, tuple[Noticed, ...]]:
    """Somebody with his visits, and who may be set beside him: found by what was typed, else those who are alike."""
    with office.read() as session:
        one = _noticed(session, standing(session, visitor_id), None)
    if not typed.strip():
        values = {key: getattr(one.person, key) or "" for key in (*_COMPARED, "national_id", "foreign_id")}
        return one, alike(office, values, but=one.person.id)
    hits = find(office, typed).hits
    return one, tuple(Noticed(hit, None, hit.visits, hit.last_visit) for hit in hits if hit.id != one.person.id)


def _noticed(session: Session, visitor_id: int, because: Why | None) -> Noticed:
    particulars = session.execute(select(*_particulars()).where(Visitor.id == visitor_id)).one()
    visits, last = session.execute(
        select(func.count(), func.max(Visit.date)).where(
            Visit.visitor_id.in_(same_person(visitor_id)), Visit.withdrawn_at.is_(None)
        )
    ).one()
    return Noticed(Person(*particulars), because, visits, last)


def _is_other(given: Particulars, person: Person) -> bool:
    """Whether the record that stands has an id which is another than the right one that was typed."""
    known = person.national_id or person.foreign_id
    return bool(given.id and known and given.id != known)


def _given(typed: Mapping[str, str]) -> Particulars:
    national, foreign = typed.get("national_id", ""), typed.get("foreign_id", "")
    right = _read(ids.national_id, national) or _read(ids.foreign_id, foreign)
    digits = latin_digits(national).replace("-", "").replace(" ", "")
    return Particulars(
        typed.get("first_name", ""),
        typed.get("last_name", ""),
        typed.get("father_name", ""),
        _read(ids.mobile, typed.get("mobile", "")),
        typed.get("county", ""),
        right,
        digits if not right and len(digits) == 10 and digits.isdecimal() else "",
    )


def _read(rule: Callable[[str], str], value: str) -> str:
    try:
        return rule(value) if value.strip() else ""
    except Refused:
        return ""


def _candidates(session: Session, given: Particulars) -> Iterable[Visitor]:
    """Records by mobile, by the ids that are one digit off, and by the last name with the first or the father's."""
    by = []
    if given.mobile:
        by.append(Visitor.mobile == given.mobile)
    if given.typed_id:
        by.append(Visitor.national_id.in_(ids_one_off(given.typed_id)))
    if query := _query(given):
        rowids = session.scalars(
            text("SELECT rowid FROM visitor_search WHERE visitor_search MATCH :query ORDER BY rowid DESC LIMIT :most"),
            {"query": query, "most": MOST},
        ).all()
        by.append(Visitor.id.in_(rowids))
    return session.scalars(select(Visitor).where(or_(*by)).limit(2 * MOST)).all() if by else ()


def _query(given: Particulars) -> str:
    """The father's name, and one of the names as it stands: the other may be spelled otherwise."""
    first, last, father = (_all(name) for name in (given.first_name, given.last_name, given.father_name))
    return f"({father} AND {last}) OR ({father} AND {first})" if first and last and father else ""


def _all(name: str) -> str:
    return " AND ".join(f'"{word}"' for word in search_words(name))
