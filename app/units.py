"""The units that act: whom one reaches there, who heads each, and which are other agencies.

Their names and order are the words of the ruling strip (app/words.py). A referral keeps the words in which its unit was
named, and which of the list that is: one that is not in the list is as good, it only has no telephone here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul, search_key
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from db.models import Issue, Referral, Unit

LONGEST = 200


@dataclass(frozen=True)
class UnitParticulars:
    """contact: whom one reaches at `telephone`; head: who heads it; outside: it is another agency."""

    contact: str = ""
    telephone: str = ""
    head: str = ""
    outside: bool = False


@dataclass(frozen=True)
class UnitRow:
    """One unit that is offered. place: 1 is taken by the digit 1, and so on."""

    id: int
    name: str
    place: int
    particulars: UnitParticulars


def of_office(office: Office) -> list[UnitRow]:
    """Those in use, in their order."""
    with office.read() as session:
        return _of_office(session)


def describe(office: Office, unit_id: int, particulars: UnitParticulars) -> list[UnitRow]:
    """Write down whom one reaches in a unit. What is empty is not known."""
    contact, telephone, head = (
        _checked(text, field)
        for text, field in (
            (particulars.contact, "contact"),
            (particulars.telephone, "telephone"),
            (particulars.head, "head"),
        )
    )
    with office.work("units.describe", Right.REGISTER) as session:
        row = session.get(Unit, unit_id)
        if row is None or not row.active:
            raise Refused(_("This entry is not in the list any more. Read the list again."))
        row.contact, row.telephone, row.head = contact, telephone, head
        if bool(row.outside) != particulars.outside:
            row.outside = particulars.outside
        session.flush()
        return _of_office(session)


def _of_office(session: Session) -> list[UnitRow]:
    rows = session.scalars(select(Unit).where(Unit.active).order_by(Unit.position, Unit.id))
    return [UnitRow(row.id, row.name, place, _particulars(row)) for place, row in enumerate(rows, 1)]


def _ids(session: Session) -> dict[str, int]:
    """The units by their names' search keys: of two alike the one that is offered."""
    rows = session.execute(select(Unit.name, Unit.id).order_by(Unit.active, Unit.id.desc()))
    return {search_key(name): unit_id for name, unit_id in rows}


def _by_id(session: Session) -> dict[int | None, UnitParticulars]:
    """What is known of each unit; of one that is offered no more too."""
    return {row.id: _particulars(row) for row in session.scalars(select(Unit))}


NAME: Final = func.coalesce(
    select(Unit.name)
    .where(
        Unit.id == Referral.unit_id,
        Referral.ended_at.is_(None),
        exists().where(Issue.id == Referral.issue_id, Issue.status == Status.OPEN).correlate(Referral),
    )
    .correlate(Referral)
    .scalar_subquery(),
    Referral.unit,
)
"""The unit of a referral: by its name of today as long as it has the matter in hand, else as it was called then."""


def _names(session: Session, referral_ids: Iterable[int]) -> dict[int, str | None]:
    """NAME of each of these referrals."""
    rows = session.execute(select(Referral.id, NAME).where(Referral.id.in_(list(referral_ids))))
    return {referral_id: name for referral_id, name in rows}  # noqa: C416 - a row is no tuple to mypy


def _adopt(session: Session, unit: Unit) -> None:
    """What was given to a unit of this name before it was in the list is its own from now on."""
    nobodys = select(Referral).where(Referral.unit_id.is_(None))
    named = session.scalars(nobodys.with_only_columns(Referral.unit).where(Referral.unit.is_not(None)).distinct())
    same = [name for name in named if name and search_key(name) == search_key(unit.name)]
    if same:
        for row in session.scalars(nobodys.where(Referral.unit.in_(same))):
            row.unit_id = unit.id


def _named(units: Iterable[str]) -> list[str]:
    """Units as they were named for a matter, each once. Raises Refused for a name that is too long."""
    return list(dict.fromkeys(filter(None, (_checked(one, "unit") for one in units))))


def _particulars(row: Unit) -> UnitParticulars:
    return UnitParticulars(row.contact or "", row.telephone or "", row.head or "", bool(row.outside))


def _checked(text: str, field: str) -> str | None:
    text = normalise(refuse_nul(text, field))
    if len(text) > LONGEST:
        raise Refused(_("This is too long: at most 200 letters. Shorten it."), field)
    return text or None
