"""The papers of a day's end: the minutes to be signed, and the strip that the head takes along."""

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import agency
from app.closing import DayEnd
from app.closing import _of as _end
from app.domain.codes import Kind, PaperSize, PresidedBy, head_title
from app.domain.persian.calendar import clock
from app.domain.texts import fa
from app.issues import AS_WRITTEN
from app.lists import _head, amended, anchor_of, in_words, received, ruled
from app.office import Office
from db.models import Issue, Visit

if TYPE_CHECKING:
    from app.documents.head_strip import Promise
    from app.documents.minutes import MinutesRow


def minutes(office: Office, date: dt.date) -> bytes:
    """The minutes of the morning as a PDF. Of a matter for the head alone they say only that there is one."""
    from app.documents.minutes import MinutesPaper, draw

    details = agency.details(office)
    post = fa(head_title(details.kind))
    with office.read() as session:
        end = _end(session, date)
        head = _head(session, date)
        day = end.day
        data = MinutesPaper(
            agency=details.name,
            date=date,
            opens=day.opens or agency.OPENS,
            closes=day.closes or agency.CLOSES,
            present=_present(end, post),
            state="؛ ".join(filter(None, (fa(day.state.word), day.reason))),
            sat_in=end.sat_in,
            rows=tuple(_rows(session, date)),
            orders=end.telephone_orders,
            totals=in_words(end.numbers, absent=len(end.missing.absent)),
            signers=(
                (post, head),
                *((fa("sat in"), name) for name in end.sat_in),
                (fa("written by"), office.user.name),
            ),
            anchor=anchor_of(end),
            amendments=amended(end),
            made_at=office.now(),
        )
    return draw(data)


def _present(end: DayEnd, post: str) -> str:
    """From when to when the head was there himself (c1)."""
    since, until = end.day.head_from, end.day.head_to
    if since is None:
        return fa("the presence of the %(title)s is not noted") % {"title": post}
    if until is None:
        return fa("the %(title)s present from %(first)s") % {"title": post, "first": clock(since)}
    said = fa("the %(title)s present from %(first)s to %(last)s")
    return said % {"title": post, "first": clock(since), "last": clock(until)}


def _rows(session: Session, date: dt.date) -> "list[MinutesRow]":
    from app.documents.minutes import MinutesRow

    hidden = fa("Only the head knows the content of this issue.")
    rows: list[MinutesRow] = []
    before: int | None = None
    matters = session.execute(
        select(
            Visit.id,
            Visit.number,
            Visit.first_name + " " + Visit.last_name,
            Visit.presided_by,
            Visit.lane,
            Issue.subject,
            Issue.head_only,
            *AS_WRITTEN[:3],
        )
        .join(Visit, Issue.visit_id == Visit.id)
        .where(Visit.date == date, Visit.kind == Kind.WEEKLY, Visit.withdrawn_at.is_(None))
        .order_by(Visit.number, Visit.id, Issue.position)
    )
    for place, matter in enumerate(matters, 1):
        visit_id, number, name, presided_by, lane, subject, head_only, text, unit, due = matter
        rows.append(
            MinutesRow(
                number=number or place,
                name="\n".join(filter(None, (name, received(presided_by, lane)))),
                matter=hidden if head_only else subject,
                ruling="" if head_only or not text else ruled(text, unit, due),
                first=visit_id != before,
            )
        )
        before = visit_id
    return rows


def head_strip(office: Office, date: dt.date, size: PaperSize) -> bytes:
    """The day's sum for the head's pocket: what he promised, one line each."""
    from app.documents.head_strip import HeadStrip, draw

    details = agency.details(office)
    with office.read() as session:
        end = _end(session, date)
        data = HeadStrip(
            agency=details.name,
            head=_head(session, date),
            date=date,
            seen=end.numbers.seen,
            referred=end.numbers.referred,
            left=end.numbers.left,
            promises=_promises(session, date),
            made_at=office.now(),
        )
    return draw(data, size)


def _promises(session: Session, date: dt.date) -> "tuple[Promise, ...]":
    """What the head ordered by a day, by turn; of his own matters only that there is one."""
    from app.documents.head_strip import Promise

    text, unit, due = AS_WRITTEN[:3]
    rows = session.execute(
        select(Visit.number, Visit.first_name + " " + Visit.last_name, Issue.head_only, text, unit, due)
        .join(Visit, Issue.visit_id == Visit.id)
        .where(
            Visit.date == date,
            Visit.kind == Kind.WEEKLY,
            Visit.presided_by == PresidedBy.HEAD,
            Visit.withdrawn_at.is_(None),
            due.is_not(None),
        )
        .order_by(Visit.number, Visit.id, Issue.position)
    )
    return tuple(
        Promise(number, None, name) if head_only else Promise(number, said or "", name, to, by)
        for number, name, head_only, said, to, by in rows
    )
