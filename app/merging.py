"""Two records of one person are brought together, and taken apart again.

Nothing is moved: the record that goes into another keeps its visits, its particulars and the words by which it is
found; whoever asks for the person reads all records that are one (`same_person`). So both histories stay readable, and
what is taken apart is as it was. Records form a tree, each pointing to the one that it went into: only the one that
stands is ever put into another, so that nothing can go in a circle, and each of several joinings is undone by itself.

Who has an id always stands, and two ids are two people: an id is therefore never in a record that went into another.
What the report counts is not touched by it (contracts, `visitors`): a visit counts under the id that was given at it,
and one without an id counts as one visitor, since the report's own data could not show that two of them are one. To
have it counted with the others, correct the visit: give it the id.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from app.work import Work
from db.models import Visit, Visitor


@dataclass(frozen=True)
class Joined:
    """gone: the record that went into the one that stands, `into`."""

    gone: int
    into: int
    name: str


def merge(office: Office, one_id: int, other_id: int, reason: str = "") -> Joined:
    """Say that two records are of one person. The one with an id stands, else the one that came last.

    Raises Refused for two people of whom each has an id, and for records that are one already.
    """
    why = normalise(refuse_nul(reason, "reason")) or None
    with office.work("merging.merge", Right.REGISTER, reason=why) as work:
        one, other = (work.get_one(Visitor, standing(work, id_)) for id_ in (one_id, other_id))
        return _join(*_in_order(work, one, other))


def unmerge(office: Office, visitor_id: int, reason: str = "") -> Joined:
    """Take a record out of the one that it went into; what had gone into it before stays with it."""
    why = normalise(refuse_nul(reason, "reason")) or None
    with office.work("merging.unmerge", Right.REGISTER, reason=why) as work:
        gone = work.get(Visitor, visitor_id)
        if gone is None or gone.merged_into is None:
            raise Refused(_("This record stands by itself already. Read the list again."))
        into, gone.merged_into = gone.merged_into, None
        return Joined(gone.id, into, _name(gone))


def put_back(office: Office, before: Joined) -> Joined:
    """Undo taking apart: the record goes into the same one again."""
    with office.work("merging.merge", Right.REGISTER) as work:
        gone, into = work.get_one(Visitor, before.gone), work.get_one(Visitor, before.into)
        if gone.merged_into is not None or standing(work, into.id) == gone.id or _id(gone):
            raise Refused(_("These records have changed meanwhile. Read the list again."))
        return _join(into, gone)


def _join(stands: Visitor, gone: Visitor) -> Joined:
    if stands is gone:
        raise Refused(_("These two are one person already."), "other")
    if _id(stands) and _id(gone):
        said = _(
            "Each of these two has an id, so they are two people. If one id is wrong, correct it first in that visit "
            "(Ctrl+E)."
        )
        raise Refused(said, "other")
    gone.merged_into = stands.id
    return Joined(gone.id, stands.id, _name(stands))


def _in_order(work: Work, one: Visitor, other: Visitor) -> tuple[Visitor, Visitor]:
    """The one that stands, and the one that goes into it."""
    last = {
        visitor.id: work.execute(
            select(func.max(Visit.date), func.max(Visit.id)).where(
                Visit.visitor_id == visitor.id, Visit.withdrawn_at.is_(None)
            )
        ).one()
        for visitor in (one, other)
    }

    def rank(visitor: Visitor) -> tuple[Any, ...]:
        day, visit = last[visitor.id]
        return bool(_id(visitor)), day.isoformat() if day else "", visit or 0, visitor.id

    stands, gone = sorted((one, other), key=rank, reverse=True)
    return stands, gone


def _id(visitor: Visitor) -> str | None:
    return visitor.national_id or visitor.foreign_id


def _name(visitor: Visitor) -> str:
    return f"{visitor.first_name} {visitor.last_name}"


def standing(session: Session | Connection, visitor_id: int) -> int:
    """The record that stands for this one: itself, unless it went into another."""
    while into := session.scalar(select(Visitor.merged_into).where(Visitor.id == visitor_id)):
        visitor_id = into
    return visitor_id


def same_person(visitor_id: Any) -> Select[*tuple[int]]:
    """The ids of all records that are the same person as this one, itself among them. visitor_id: a value or a bind."""
    given = visitor_id if hasattr(visitor_id, "label") else literal(visitor_id, Visitor.id.type)
    one = select(given.label("id")).cte(recursive=True)
    under = select(Visitor.id).join(one, Visitor.merged_into == one.c.id)
    over = select(Visitor.merged_into).join(one, Visitor.id == one.c.id).where(Visitor.merged_into.is_not(None))
    one = one.union(under, over)
    return select(one.c.id)
