"""Closing a meeting day: what is still missing, who sat in, what was ordered by telephone, where the trail stood."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, exists, func, select
from sqlalchemy.orm import Session

from app.bookings import _of_day as _booked
from app.domain import anchor
from app.domain.codes import Kind, PresidedBy, QueueState
from app.domain.errors import Refused
from app.domain.persian.calendar import parse_time
from app.domain.persian.text import normalise, persian_digits, refuse_nul
from app.domain.texts import _
from app.issues import RESULT
from app.meetings import Day, _day, _meeting_on
from app.office import Office
from app.queue import QueueRow, _of_day
from app.security import audit
from app.security.rights import Right
from db.models import Agency, Amendment, AuditEntry, Issue, Meeting, User, Visit

OPEN: Final = (QueueState.IN_ROOM, QueueState.CALLED, QueueState.WAITING)
REMEMBERED: Final = 12
FORGOTTEN_WITHIN: Final = dt.timedelta(days=8)


@dataclass(frozen=True)
class Missing:
    """What a day still lacks. waiting: who is neither seen nor left; unruled: seen, and a matter is without a ruling.

    hours: the head's coming or going is not noted. absent: names booked for the day who have not come.
    """

    waiting: tuple[QueueRow, ...]
    unruled: tuple[QueueRow, ...]
    hours: bool
    absent: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        return not (self.waiting or self.unruled or self.hours)


@dataclass(frozen=True)
class Numbers:
    """The morning in figures. Visits: registered, seen (by the head), left, carried to the next meeting, uncounted (the
    deputy's and the second lane's). Issues of the head's: ruled, referred to a unit, promised by a day.
    """

    registered: int
    seen: int
    left: int
    carried: int
    deputy: int
    lane: int
    late: int
    ruled: int
    referred: int
    promised: int


@dataclass(frozen=True)
class Anchor:
    """Where the trail stood when the day was closed. words: the hash's beginning, to be compared with the paper.

    text: what the QR code says. holds: the trail still has this entry, with this hash.
    """

    epoch: str
    seq: int
    head: str
    words: tuple[str, ...]
    text: str
    holds: bool


@dataclass(frozen=True)
class AmendmentRow:
    """A change after the day was closed. number, name: of the visitor; None when it is the day itself."""

    at: dt.datetime
    by: str
    act: str
    reason: str
    number: int | None
    name: str | None

    @property
    def whose(self) -> str | None:
        """Turn and name of the visitor."""
        number = persian_digits(self.number) if self.number is not None else None
        return " ".join(filter(None, (number, self.name))) or None


@dataclass(frozen=True)
class DayEnd:
    """A meeting day at its end. sat_in, telephone_orders: a name, an order each. closed_at: None while it is open."""

    day: Day
    missing: Missing
    numbers: Numbers
    sat_in: tuple[str, ...]
    telephone_orders: tuple[str, ...]
    usual: tuple[str, ...]
    closed_at: dt.datetime | None
    anchor: Anchor | None
    amendments: tuple[AmendmentRow, ...]


@dataclass(frozen=True)
class Minutes:
    """What is written down at the end, as typed: one name, one order a line, or between «؛»; the head's hours."""

    sat_in: str = ""
    telephone_orders: str = ""
    head_from: str = ""
    head_to: str = ""


def missing(office: Office, date: dt.date) -> Missing:
    """What is asked for before the day is closed."""
    with office.read() as session:
        return _missing(session, _day(session, date))


def of_day(office: Office, date: dt.date) -> DayEnd:
    """The day as the closing page shows it."""
    with office.read() as session:
        return _of(session, date)


def _of(session: Session, date: dt.date) -> DayEnd:
    day = _day(session, date)
    row = session.scalar(select(Meeting).where(Meeting.date == date))
    return DayEnd(
        day=day,
        missing=_missing(session, day),
        numbers=_numbers(session, date),
        sat_in=_lines(row.sat_in if row else None),
        telephone_orders=_lines(row.telephone_orders if row else None),
        usual=_usual(session, date),
        closed_at=row.closed_at if row else None,
        anchor=_anchor_of(session, row),
        amendments=_amendments(session, row),
    )


def _missing(session: Session, day: Day) -> Missing:
    rows = [row for row in _of_day(session, day.date) if row.kind is Kind.WEEKLY]
    with_ruling = select(Issue.id).join(Visit, Issue.visit_id == Visit.id)
    ruled = set(session.scalars(with_ruling.where(Visit.date == day.date, RESULT[0].is_not(None))))
    unruled = [row for row in rows if row.state is QueueState.SEEN and not ruled.issuperset(row.issue_ids)]
    unruled.sort(key=lambda row: row.number or 0)
    met = any(row.state is QueueState.SEEN and row.presided_by is PresidedBy.HEAD for row in rows)
    hours = (day.head_from is not None and day.head_to is None) or (day.head_from is None and met)
    return Missing(tuple(row for row in rows if row.state in OPEN), tuple(unruled), hours, _absent(session, day.date))


def _absent(session: Session, date: dt.date) -> tuple[str, ...]:
    return tuple(row.name for row in _booked(session, date) if not row.came)


def _numbers(session: Session, date: dt.date) -> Numbers:
    rows = [row for row in _of_day(session, date) if row.kind is Kind.WEEKLY]
    deputy = [row for row in rows if row.presided_by is PresidedBy.DEPUTY and row.lane is None]
    lane = [row for row in rows if row.lane is not None]
    counted = [row for row in rows if row.uncounted is None]
    ruling, unit, due = RESULT[:3]
    results = session.execute(
        select(ruling, unit, due).select_from(Issue).where(Issue.visit_id.in_([row.visit_id for row in counted]))
    ).all()
    return Numbers(
        registered=len(rows),
        seen=sum(row.state is QueueState.SEEN for row in counted),
        left=sum(row.state is QueueState.LEFT for row in rows),
        carried=sum(row.carried_to is not None for row in rows),
        deputy=len(deputy),
        lane=len(lane),
        late=sum(row.late_entry for row in rows),
        ruled=sum(text is not None for text, _unit, _due in results),
        referred=sum(to is not None for _text, to, _due in results),
        promised=sum(by is not None for _text, _unit, by in results),
    )


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").replace("؛", "\n").split("\n") if line.strip())


def _usual(session: Session, date: dt.date) -> tuple[str, ...]:
    """Who sat in at earlier meetings, the latest first: offered, so that no name is typed twice."""
    kept = session.scalars(
        select(Meeting.sat_in)
        .where(Meeting.date < date, Meeting.sat_in.is_not(None))
        .order_by(Meeting.date.desc())
        .limit(REMEMBERED)
    )
    return tuple(dict.fromkeys(name for text in kept for name in _lines(text)))[:REMEMBERED]


# what is written down, and the closing itself -----------------------------------------------------------------------


def note(office: Office, date: dt.date, minutes: Minutes) -> DayEnd:
    """Write down who sat in, what was ordered by telephone, and the head's hours. What stays as it is writes nothing.

    Raises Refused with the field: an hour that is none, a going before the coming.
    """
    come, gone = _hour(minutes.head_from, "head_from"), _hour(minutes.head_to, "head_to")
    if gone is not None and (come is None or gone < come):
        raise Refused(_("The head cannot leave before coming."), "head_to")
    with office.work("closing.note", Right.REGISTER) as session:
        row = _meeting_on(session, office, date)
        row.sat_in = _text(minutes.sat_in, "sat_in")
        row.telephone_orders = _text(minutes.telephone_orders, "telephone_orders")
        row.head_from, row.head_to = come, gone
        session.flush()
        return _of(session, date)


def _hour(text: str, field: str) -> dt.time | None:
    return parse_time(text, field=field) if text.strip() else None


def _text(text: str, field: str) -> str | None:
    return "\n".join(_lines(normalise(refuse_nul(text, field), lines=True))) or None


def close(office: Office, date: dt.date) -> DayEnd:
    """Close the day. From now on its list bears the trail's head, and a change of it is an amendment with its reason.

    The anchor is the last entry before the closing's own, so all that the list and the minutes say lies behind it.
    Raises Refused while somebody waits or is in the room, for a day to come, or for one that is closed already.
    """
    with office.work("closing.close", Right.REGISTER) as work:
        row = work.scalar(select(Meeting).where(Meeting.date == date))
        if row is None or date > office.today():
            raise Refused(_("There is no meeting on this day to be closed."), "date")
        if row.closed_at is not None:
            raise Refused(_("This day is closed already."), "date")
        waiting = _missing(work, _day(work, date)).waiting
        if waiting:
            raise Refused(still_open(len(waiting)), "waiting")
        stands = audit.anchor(work.core)
        row.closed_at, row.anchor_seq, row.anchor_head = office.now(), stands.seq, stands.head
        work.flush()
        return _of(work, date)


def still_open(people: int) -> str:
    """Why a day cannot be closed yet."""
    said = _("%(n)s people are still waiting or in the room; carry them to the next meeting, or mark how it ended.")
    return persian_digits(said % {"n": people})


def reopen(office: Office, date: dt.date) -> DayEnd:
    """Take the closing back (undo). Once the day was amended it stays closed: its paper may be signed by now."""
    with office.work("closing.reopen", Right.REGISTER) as work:
        row = work.scalar(select(Meeting).where(Meeting.date == date))
        if row is None or row.closed_at is None:
            raise Refused(_("This day is not closed."), "date")
        if _amendments(work, row):
            raise Refused(_("The day was amended after it was closed; it cannot be opened again."), "date")
        row.closed_at = row.anchor_seq = row.anchor_head = None
        work.flush()
        return _of(work, date)


def forgotten(office: Office) -> dt.date | None:
    """The last meeting day before today on which people came and which nobody closed, not older than about a week."""
    with office.read() as session:
        return session.scalar(
            select(func.max(Meeting.date)).where(
                Meeting.date < office.today(),
                Meeting.date >= office.today() - FORGOTTEN_WITHIN,
                Meeting.closed_at.is_(None),
                exists().where(Visit.meeting_id == Meeting.id, Visit.withdrawn_at.is_(None)),
            )
        )


def beside(office: Office, date: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The meeting day before this one, and the one after it, on which people came."""
    people_came = exists().where(Visit.meeting_id == Meeting.id, Visit.withdrawn_at.is_(None))
    with office.read() as session:
        before = session.scalar(select(func.max(Meeting.date)).where(Meeting.date < date, people_came))
        return before, session.scalar(select(func.min(Meeting.date)).where(Meeting.date > date, people_came))


# the anchor and the amendments -------------------------------------------------------------------------------------


def _anchor_of(session: Session, row: Meeting | None) -> Anchor | None:
    if row is None or row.anchor_seq is None or row.anchor_head is None:
        return None
    epoch, now = _entry(session.connection(), row.anchor_seq)
    code = _code(session)
    return Anchor(
        epoch=epoch,
        seq=row.anchor_seq,
        head=row.anchor_head,
        words=anchor.words(row.anchor_head),
        text=anchor.text(code, row.date, epoch, row.anchor_seq, row.anchor_head),
        holds=now == row.anchor_head,
    )


def _entry(connection: Connection, seq: int) -> tuple[str, str]:
    """Epoch and hash of an entry of the trail; empty where it is missing."""
    found = connection.execute(select(AuditEntry.epoch, AuditEntry.hash).where(AuditEntry.seq == seq)).first()
    return (found[0], found[1]) if found else ("", "")


def _code(session: Session) -> str:
    return session.scalars(select(Agency.code)).one()


def _amendments(session: Session, row: Meeting | None) -> tuple[AmendmentRow, ...]:
    if row is None:
        return ()
    found = session.execute(
        select(
            Amendment.made_at,
            User.name,
            Amendment.act,
            Amendment.reason,
            Visit.number,
            Visit.first_name + " " + Visit.last_name,
        )
        .join(User, User.id == Amendment.made_by)
        .outerjoin(Visit, Visit.id == Amendment.visit_id)
        .where(Amendment.meeting_id == row.id)
        .order_by(Amendment.id)
    )
    return tuple(AmendmentRow(*each) for each in found)
