"""The people of a register: known ones are found again by their id, and each keeps the latest particulars."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.bulk import Bulk
from app.domain.texts import _
from app.register.plan import PlannedVisit, VisitKey
from app.register.rows import RegisterRow
from app.visitors import PARTICULARS, _renew, index_of
from db.models import Visit, Visitor

CHUNK = 500


@dataclass
class _Person:
    """Somebody with the particulars of the latest visit. row: as the store has him, None for somebody new."""

    particulars: dict[str, Any]
    latest: dt.date
    row: Visitor | None = None

    def take(self, row: RegisterRow) -> None:
        """The row's particulars, if no later visit is known; what it does not give is kept."""
        if row.date < self.latest:
            return
        given = {name: getattr(row, name) for name in PARTICULARS}
        self.particulars |= {name: value for name, value in given.items() if value is not None}
        self.latest = row.date

    def is_called(self, row: RegisterRow) -> bool:
        return (self.particulars["first_name"], self.particulars["last_name"]) == (row.first_name, row.last_name)


class People:
    """visitor_ids: whose each new visit is. remarks: of ids that are known under another name."""

    def __init__(self, session: Session, bulk: Bulk) -> None:
        self.visitor_ids: dict[VisitKey, int] = {}
        self.remarks: list[str] = []
        self._session = session
        self._bulk = bulk

    def meet(self, visits: list[PlannedVisit]) -> None:
        """Find or make the person of each new visit. Without an id nobody can be told apart: each is somebody new."""
        rows = {visit.key: visit.leading for visit in visits if visit.visit_id is None}
        people = self._known({_id(row) for row in rows.values() if row is not None and _id(row)})
        whose: dict[VisitKey, _Person] = {}
        for key, row in rows.items():
            assert row is not None
            person = people.get(_id(row))
            if person is None:
                person = _Person(dict.fromkeys(PARTICULARS), dt.date.min)
                if _id(row):
                    people[_id(row)] = person
            elif not person.is_called(row):
                self.remarks.append(another_name(row))
            person.take(row)
            whose[key] = person
        ids: dict[int, int] = {}
        for key, person in whose.items():
            if id(person) not in ids:
                ids[id(person)] = self._keep(person)
            self.visitor_ids[key] = ids[id(person)]
        self._session.flush()

    def correct(self, visitor_id: int, row: RegisterRow) -> None:
        """A visit was corrected: if it is the person's latest, the person's particulars are."""
        later = select(Visit.id).where(
            Visit.visitor_id == visitor_id, Visit.date > row.date, Visit.withdrawn_at.is_(None)
        )
        if self._session.scalar(later.limit(1)) is None:
            self._take(self._session.get_one(Visitor, visitor_id), {name: getattr(row, name) for name in PARTICULARS})

    def _known(self, ids: set[str]) -> dict[str, _Person]:
        """The people of the store by these ids, with the day of their latest visit."""
        people: dict[str, _Person] = {}
        wanted = sorted(ids)
        for start in range(0, len(wanted), CHUNK):
            some = wanted[start : start + CHUNK]
            found = self._session.scalars(
                select(Visitor).where(Visitor.national_id.in_(some) | Visitor.foreign_id.in_(some))
            ).all()
            days = select(Visit.visitor_id, func.max(Visit.date)).where(
                Visit.visitor_id.in_([each.id for each in found]), Visit.withdrawn_at.is_(None)
            )
            latest = {id_: day for id_, day in self._session.execute(days.group_by(Visit.visitor_id))}  # noqa: C416
            for each in found:
                particulars = {name: getattr(each, name) for name in PARTICULARS}
                people[_id(each)] = _Person(particulars, latest.get(each.id, dt.date.min), each)
        return people

    def _take(self, visitor: Visitor, particulars: dict[str, Any]) -> None:
        given = {name: value for name, value in particulars.items() if value is not None}
        if changed := {name: value for name, value in given.items() if value != getattr(visitor, name)}:
            _renew(self._session.connection(), visitor, changed)

    def _keep(self, person: _Person) -> int:
        if person.row is not None:
            self._take(person.row, person.particulars)
            return person.row.id
        search, sort_key = index_of(Visitor(**person.particulars))
        return self._bulk.add(Visitor, **person.particulars, search=search, sort_key=sort_key)


def another_name(row: RegisterRow) -> str:
    """The remark on a row whose id is known with other names."""
    return _("Line %(line)s: this id is known under another name; it is taken as the same person.") % {"line": row.line}


def _id(row: Any) -> str:
    return row.national_id or row.foreign_id or ""
