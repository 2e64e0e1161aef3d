"""Reminders (یادآوری): who is late with an answer is asked for it; what stays late climbs (app/domain/climbing.py)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import Level, Status
from app.domain.errors import Refused
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.issues import MATTER
from app.office import Office
from app.pauses import _standing
from app.referral_rows import ReferralRow, _day, _of_matters, _with_ids
from app.security.rights import Right
from app.work import Work
from db.models import Issue, Reminder

AT_ONCE = 10_000
"""More than any office has open: SQLite takes that many ids in one question."""


@dataclass(frozen=True)
class Reminded:
    """ids: of the reminders that were written; levels: to whom each went; units: who was asked, each once, but not of
    matters that only the head may know.
    """

    ids: tuple[int, ...]
    levels: tuple[Level, ...]
    units: tuple[str, ...]


def remind(office: Office, referral_ids: Iterable[int], how: str = "", level: Level | None = None) -> Reminded:
    """Ask again for the answers to these referrals. level: null for the one that is its turn.

    how: by letter or telephone, in the office's words. Those that are not waited for any more, whose clock stands, or
    that were reminded today already are left out (a key that is pressed twice must not climb); Refused when none is
    left.
    """
    how = normalise(refuse_nul(how, "how"))
    with office.work("reminders.remind", Right.FOLLOW_UP) as work:
        return _remind(work, office, _with_ids(work, office, list(referral_ids)[:AT_ONCE]), how, level)


def remind_matters(
    office: Office, issue_ids: Iterable[int], how: str = "", level: Level | None = None, *, only_late: bool = False
) -> Reminded:
    """The same for all that is waited for in these matters: of each the units that are late, or else all of them.

    only_late: of a matter of which no unit is late none.
    """
    how = normalise(refuse_nul(how, "how"))
    with office.work("reminders.remind_matters", Right.FOLLOW_UP) as work:
        wanted = Issue.id.in_(list(issue_ids)[:AT_ONCE])
        matters = set(work.scalars(select(MATTER).where(wanted)))
        awaited = [row for row in _of_matters(work, office, matters) if row.waited_for]
        late = {row.issue_id for row in awaited if _is_late(row, office)}
        rows = [row for row in awaited if _is_late(row, office) or not (only_late or row.issue_id in late)]
        return _remind(work, office, rows, how, level)


def take_back_remind(office: Office, reminder_ids: Sequence[int]) -> None:
    """Undo reminders: nobody was asked."""
    with office.work("reminders.take_back_remind", Right.FOLLOW_UP) as work:
        rows = work.scalars(
            select(Reminder).where(Reminder.id.in_(list(reminder_ids)), Reminder.withdrawn_at.is_(None))
        ).all()
        if not rows:
            raise Refused(_("These reminders were taken back already."))
        for row in rows:
            row.withdrawn_at = office.now()


def _is_late(row: ReferralRow, office: Office) -> bool:
    return row.due is not None and row.due < office.today()


def _remind(work: Work, office: Office, rows: list[ReferralRow], how: str, level: Level | None) -> Reminded:
    running = _running(work, rows)
    open_ = [row for row in rows if row.waited_for and row.issue_id in running]
    if not open_:
        raise Refused(_("No answer of a unit is waited for here."), "unit")
    today = office.today()
    asked = [row for row in open_ if level or not any(_day(one.reminded_at) == today for one in row.reminders)]
    if not asked:
        raise Refused(_("It was reminded today already."), "unit")
    hidden = set() if office.may(Right.CONFIDENTIAL) else _head_only(work, asked)
    written = [
        work.insert(
            Reminder,
            referral_id=row.id,
            level=level or row.next_level,
            how=how or None,
            reminded_at=office.now(),
        )
        for row in asked
    ]
    return Reminded(
        tuple(row["id"] for row in written),
        tuple(row["level"] for row in written),
        tuple(dict.fromkeys(row.unit for row in asked if row.unit and row.issue_id not in hidden)),
    )


def _head_only(session: Session, rows: list[ReferralRow]) -> set[int]:
    return set(session.scalars(select(Issue.id).where(Issue.id.in_({row.issue_id for row in rows}), Issue.head_only)))


def _running(session: Session, rows: list[ReferralRow]) -> set[int]:
    """Of these matters those that are open and whose clock runs."""
    matters = {row.issue_id for row in rows}
    still = set(session.scalars(select(Issue.id).where(Issue.id.in_(matters), Issue.status == Status.OPEN)))
    return {matter for matter in still if _standing(session, matter) is None}
