"""What was ruled, referred, answered and decided for many people, copied to one who goes on alone.

The copies keep their own instants, by which a ruling and its referrals, an opening again and the notices that it made
void belong together. Where one of these is taken on the other issue, all are moved by the same few microseconds.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models import (
    Answer,
    Attachment,
    AttachmentContent,
    DueMove,
    Letter,
    Message,
    Notice,
    Outcome,
    Pause,
    Referral,
    Reminder,
    Ruling,
    Unreached,
)

OF_MATTER: tuple[Any, ...] = (Ruling, Referral, Pause, Outcome)
OF_REFERRAL: tuple[Any, ...] = (Answer, Reminder, DueMove)
_INSTANTS = ("given_at", "referred_at", "ended_at", "recorded_at", "reminded_at", "moved_at", "asked_at")
_MOMENT = dt.timedelta(microseconds=1)


@dataclass(frozen=True)
class Copied:
    """rows: the copies, by table and id. outcomes: each outcome's id with its copy's. last: the highest id of each
    table after that, so that it is known whether anything came later.
    """

    source: int
    target: int
    rows: tuple[tuple[str, int], ...]
    outcomes: tuple[tuple[int, int], ...]
    last: tuple[tuple[str, int], ...]


def copy(session: Session, source: int, target: int) -> Copied:
    """Copy what stands on one issue to another, with the scans of its answers."""
    shift = _shift(session, source, target)
    made: list[Any] = []
    referrals: dict[int, int] = {}
    outcomes: dict[int, int] = {}
    for table in OF_MATTER:
        for row in _standing(session, table, table.issue_id == source):
            new = _clone(session, row, shift, issue_id=target)
            made.append(new)
            if table is Referral:
                referrals[row.id] = new.id
            elif table is Outcome:
                outcomes[row.id] = new.id
    answers: dict[int, int] = {}
    for table in OF_REFERRAL:
        for row in _standing(session, table, table.referral_id.in_(referrals)):
            new = _clone(session, row, shift, referral_id=referrals[row.referral_id])
            made.append(new)
            if table is Answer:
                answers[row.id] = new.id
    for scan in _standing(session, Attachment, Attachment.answer_id.in_(answers)):
        new = _clone(session, scan, shift, issue_id=target, answer_id=answers[scan.answer_id])
        kept = session.get_one(AttachmentContent, scan.id)
        session.add(AttachmentContent(attachment_id=new.id, content=kept.content))
        made.append(new)
    session.flush()
    rows = tuple((row.__tablename__, row.id) for row in made)
    return Copied(source, target, rows, tuple(outcomes.items()), _last(session))


def point(session: Session, issues: Iterable[int], outcomes: Sequence[tuple[int, int]]) -> None:
    """What told people on these issues of one outcome tells them of its copy now, or the other way round."""
    other, of = dict(outcomes), list(issues)
    for table in (Message, Letter, Unreached):
        rows: Any = session.scalars(select(table).where(table.issue_id.in_(of), table.outcome_id.in_(other)))
        for row in rows:
            row.outcome_id = other[row.outcome_id]


def take_back(session: Session, copied: Copied, at: dt.datetime) -> None:
    """The copies stand no more."""
    tables = {table.__tablename__: table for table in (*OF_MATTER, *OF_REFERRAL, Attachment)}
    for name, row_id in copied.rows:
        session.get_one(tables[name], row_id).withdrawn_at = at


def is_last(session: Session, copied: Copied) -> bool:
    """Whether nothing was recorded on either issue since."""
    both = (copied.source, copied.target)
    last = dict(copied.last)
    for table in OF_MATTER:
        newer = select(table.id).where(table.issue_id.in_(both), table.id > last.get(table.__tablename__, 0))
        if session.scalar(newer.limit(1)) is not None:
            return False
    asked = select(Referral.id).where(Referral.issue_id.in_(both))
    for table in OF_REFERRAL:
        newer = select(table.id).where(table.referral_id.in_(asked), table.id > last.get(table.__tablename__, 0))
        if session.scalar(newer.limit(1)) is not None:
            return False
    return True


def _standing(session: Session, table: Any, where: Any) -> list[Any]:
    return list(session.scalars(select(table).where(where, table.withdrawn_at.is_(None)).order_by(table.id)))


def _clone(session: Session, row: Any, shift: dt.timedelta, **other: int) -> Any:
    values = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    del values["id"], values["version"]
    values |= {key: values[key] + shift for key in _INSTANTS if values.get(key) is not None}
    new = type(row)(**values | other)
    session.add(new)
    session.flush()
    return new


def _last(session: Session) -> tuple[tuple[str, int], ...]:
    tables = (*OF_MATTER, *OF_REFERRAL)
    return tuple((table.__tablename__, session.scalar(select(func.max(table.id))) or 0) for table in tables)


def _shift(session: Session, source: int, target: int) -> dt.timedelta:
    """By how much the copies' instants are moved, so that none is one of the other issue's own: as a rule not at all.

    Notices that an opening again made void are moved with it.
    """
    taken, own = _instants(session, target), _instants(session, source)
    shift = dt.timedelta()
    while any(at + shift in taken for at in own):
        shift += _MOMENT
    if shift:
        void = select(Notice).where(Notice.issue_id == target, Notice.void_at.in_(own))
        for notice in session.scalars(void):
            assert notice.void_at is not None
            notice.void_at += shift
    return shift


def _instants(session: Session, issue_id: int) -> set[dt.datetime]:
    """By what rulings, referrals and outcomes on an issue belong together."""
    columns: tuple[tuple[Any, Any], ...] = (
        (Ruling.given_at, Ruling),
        (Referral.referred_at, Referral),
        (Referral.ended_at, Referral),
        (Outcome.recorded_at, Outcome),
    )
    found: set[dt.datetime] = set()
    for column, table in columns:
        found.update(session.scalars(select(column).where(table.issue_id == issue_id, column.is_not(None))))
    return found
