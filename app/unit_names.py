"""Names that a unit had before, as the trail knows them: who was asked under one of them is still to be reached."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.persian.text import search_key
from db.models import AuditEntry, AuditValue, Referral, Unit


class _Renamed(NamedTuple):
    """at: in the trail's microseconds."""

    row_id: int
    at: int
    act: str
    before: str
    after: str


def _outside_once(session: Session) -> list[str]:
    """What units that are other agencies were called before, as far as no unit is called so now."""
    units = {unit.id: unit for unit in session.scalars(select(Unit))}
    names = {search_key(unit.name) for unit in units.values()}
    return [
        one.before
        for one in _renamings(session, Unit, "name", units)
        if units[one.row_id].outside and search_key(one.before) not in names
    ]


def _follow(session: Session, referrals: Iterable[Referral]) -> None:
    """The names that their units were given since, while the matters were closed.

    A name that was given and taken back says nothing: others may have been asked under it.
    """
    units = {unit.id: unit.name for unit in session.scalars(select(Unit))}
    renamings = list(_renamings(session, Unit, "name", units))
    for referral in referrals:
        steps: list[_Renamed] = []
        for one in renamings:
            if one.at < _in_trail(referral.referred_at):
                continue
            back = next((step for step in steps if step.row_id == one.row_id and step.before == one.after), None)
            if back is not None and back.after == one.before:
                steps.remove(back)
            else:
                steps.append(one)
        name = referral.unit or ""
        for step in steps:
            name = step.after if search_key(name) == search_key(step.before) else name
        if name != referral.unit:
            referral.unit = name


def _unfollow(session: Session, referrals: Sequence[Referral], followed_at: dt.datetime) -> None:
    """Undo of the `_follow` of that instant, where nothing renamed the unit since."""
    last = {one.row_id: one for one in _renamings(session, Referral, "unit", [row.id for row in referrals])}
    for referral in referrals:
        one = last.get(referral.id)
        if one is not None and one.act != "words.change" and one.at >= _in_trail(followed_at):
            referral.unit = one.before


def _given_to(session: Session, referral_ids: Sequence[int]) -> dict[int, str]:
    """Under which name each of these was given, of those whose unit was renamed since."""
    first: dict[int, str] = {}
    for one in _renamings(session, Referral, "unit", referral_ids):
        first.setdefault(one.row_id, one.before)
    return first


def _in_trail(at: dt.datetime) -> int:
    return int(at.timestamp() * 1_000_000)


def _renamings(session: Session, table: type[Any], column: str, ids: Iterable[int]) -> Iterator[_Renamed]:
    """How the names in this column changed, oldest first."""
    rows = session.execute(
        select(AuditEntry.object_id, AuditEntry.at, AuditEntry.act, AuditValue.payload)
        .join(AuditValue, AuditValue.seq == AuditEntry.seq)
        .where(AuditEntry.kind == table.__tablename__, AuditEntry.object_id.in_(list(ids)))
        .order_by(AuditEntry.seq)
    )
    for row_id, at, act, payload in rows:
        written = json.loads(payload)
        before, after = (written["before"] or {}).get(column), (written["after"] or {}).get(column)
        if before and after and before != after:
            yield _Renamed(row_id, at, act, before, after)
