"""What is known of each referral (ارجاع): its unit, due date, letter, what was answered, when it was reminded."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain import climbing
from app.domain.codes import AnswerKind, Level
from app.domain.persian.calendar import TEHRAN
from app.office import Office
from app.office_settings import _settings
from app.units import UnitParticulars, _by_id, _names
from db.models import Answer, DueMove, Referral, Reminder


@dataclass(frozen=True)
class AnswerRow:
    """What a unit answered. text: of a return the reason; number, date: of its letter."""

    id: int
    kind: AnswerKind
    text: str | None
    number: str | None
    date: dt.date
    recorded_at: dt.datetime


@dataclass(frozen=True)
class ReminderRow:
    id: int
    level: Level
    how: str | None
    reminded_at: dt.datetime


@dataclass(frozen=True)
class MoveRow:
    """A due date that was moved. before, after: null for none."""

    id: int
    before: dt.date | None
    after: dt.date | None
    reason: str
    moved_at: dt.datetime


@dataclass(frozen=True)
class ReferralRow:
    """One referral with all that came of it, oldest first; nothing that was taken back.

    unit: by its name of today while it has the matter in hand (`app.units.NAME`). ended_at: another referral took its
    place. of_unit: whom one reaches there, empty for a unit that is not in the
    office's list. next_level: to whom a reminder would go today.
    """

    id: int
    issue_id: int
    unit: str | None
    due: dt.date | None
    referred_at: dt.datetime
    ended_at: dt.datetime | None
    note: str | None
    letter_number: str | None
    letter_date: dt.date | None
    of_unit: UnitParticulars
    answers: tuple[AnswerRow, ...]
    reminders: tuple[ReminderRow, ...]
    moves: tuple[MoveRow, ...]
    next_level: Level

    @property
    def stands(self) -> bool:
        return self.ended_at is None

    @property
    def answered(self) -> AnswerKind | None:
        """What its unit said last."""
        return self.answers[-1].kind if self.answers else None

    @property
    def waited_for(self) -> bool:
        """An answer of the unit is still waited for; an incomplete one is none."""
        return self.stands and self.answered in (None, AnswerKind.PARTIAL)

    def without_words(self) -> "ReferralRow":
        """The same without what only the head may know: that there is one, by when, and when it was asked for."""
        return replace(
            self,
            unit=None,
            note=None,
            of_unit=UnitParticulars(),
            answers=tuple(replace(one, text=None) for one in self.answers),
            reminders=tuple(replace(one, how=None) for one in self.reminders),
            moves=tuple(replace(one, reason="") for one in self.moves),
        )


def _of_matters(session: Session, office: Office, matter_ids: Iterable[int]) -> list[ReferralRow]:
    """All referrals of these matters that were not taken back, in the order in which they were given."""
    wanted = Referral.issue_id.in_(list(matter_ids))
    return _rows(session, office, session.scalars(_KEPT.where(wanted).order_by(Referral.id)).all())


def _with_ids(session: Session, office: Office, referral_ids: Iterable[int]) -> list[ReferralRow]:
    wanted = Referral.id.in_(list(referral_ids))
    return _rows(session, office, session.scalars(_KEPT.where(wanted).order_by(Referral.id)).all())


_KEPT = select(Referral).where(Referral.withdrawn_at.is_(None))


def _rows(session: Session, office: Office, referrals: Sequence[Referral]) -> list[ReferralRow]:
    ids = [referral.id for referral in referrals]
    answers = _by_referral(session, Answer, ids)
    reminders = _by_referral(session, Reminder, ids)
    moves = _by_referral(session, DueMove, ids)
    units, names = _by_id(session), _names(session, ids)
    patience, today = _settings(session).climb_days, office.today()
    return [
        ReferralRow(
            id=one.id,
            issue_id=one.issue_id,
            unit=names[one.id],
            due=one.due,
            referred_at=one.referred_at,
            ended_at=one.ended_at,
            note=one.note,
            letter_number=one.letter_number,
            letter_date=one.letter_date,
            of_unit=units.get(one.unit_id, UnitParticulars()),
            answers=tuple(
                AnswerRow(row.id, row.kind, row.text, row.number, row.date, row.recorded_at) for row in answers[one.id]
            ),
            reminders=tuple(ReminderRow(row.id, row.level, row.how, row.reminded_at) for row in reminders[one.id]),
            moves=tuple(MoveRow(row.id, row.before, row.after, row.reason, row.moved_at) for row in moves[one.id]),
            next_level=climbing.level(
                today, one.due, [(_day(row.reminded_at), row.level) for row in reminders[one.id]], patience
            ),
        )
        for one in referrals
    ]


def _by_referral(session: Session, table: Any, ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.scalars(
        select(table).where(table.referral_id.in_(ids), table.withdrawn_at.is_(None)).order_by(table.id)
    ):
        found[row.referral_id].append(row)
    return found


def _day(at: dt.datetime) -> dt.date:
    """The office's day of an instant."""
    return at.astimezone(TEHRAN).date()
