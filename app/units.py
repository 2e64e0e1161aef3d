"""The units that act: whom one reaches there, who heads each, and which are other agencies.

Their names and order are the words of the ruling strip (app/words.py). A referral names its unit in words: one that is
not in the list is as good, it only has no telephone here.
"""

from dataclasses import dataclass

from sqlalchemy import select
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


def _by_name(session: Session) -> dict[str, UnitParticulars]:
    """What is known of each unit, by its name's search key; of one that is offered no more too."""
    rows = session.scalars(select(Unit).order_by(Unit.active, Unit.id))
    return {search_key(row.name): _particulars(row) for row in rows}


def _rename_referrals(session: Session, before: str, after: str, apart: frozenset[int]) -> frozenset[int]:
    """A unit's new name on all that it has in hand; what is over keeps the name that the unit had then.

    Returns the referrals that had that name before.
    """
    standing = (
        select(Referral)
        .join(Issue, Referral.issue_id == Issue.id)
        .where(Issue.status == Status.OPEN, Referral.withdrawn_at.is_(None), Referral.ended_at.is_(None))
    )
    named = session.scalars(standing.with_only_columns(Referral.unit).where(Referral.unit.is_not(None)).distinct())
    known = {name: search_key(name) for name in named if name}

    def of(text: str) -> list[str]:
        return [name for name, key in known.items() if key == search_key(text)]

    had = session.scalars(standing.with_only_columns(Referral.id).where(Referral.unit.in_(of(after)))).all()
    for row in session.scalars(standing.where(Referral.unit.in_(of(before)), Referral.id.not_in(apart))):
        row.unit = after
    return frozenset(had) if search_key(before) != search_key(after) else frozenset()


def _particulars(row: Unit) -> UnitParticulars:
    return UnitParticulars(row.contact or "", row.telephone or "", row.head or "", bool(row.outside))


def _checked(text: str, field: str) -> str | None:
    text = normalise(refuse_nul(text, field))
    if len(text) > LONGEST:
        raise Refused(_("This is too long: at most 200 letters. Shorten it."), field)
    return text or None
