"""What the public is told beforehand, and the head's hours at SAMAD (circular, c9 to c11): the report's evidence."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.codes import About
from app.domain.errors import Refused
from app.domain.persian.periods import Span
from app.domain.persian.text import normalise, refuse_nul
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from db.models import Announcement, SamadHours

MOST_CALLS = 10_000


@dataclass(frozen=True)
class Announced:
    """about: meeting days or hours at SAMAD. medium: where it was told. evidence: an address, a page; or None."""

    id: int
    about: About
    date: dt.date
    medium: str
    evidence: str | None


@dataclass(frozen=True)
class AtSamad:
    """The head's hours at SAMAD on one day. calls: how many were answered, if it was noted."""

    id: int
    date: dt.date
    opens: dt.time
    closes: dt.time
    calls: int | None


@dataclass(frozen=True)
class Beforehand:
    """A span's announcements and hours at SAMAD, by date."""

    announced: tuple[Announced, ...]
    samad: tuple[AtSamad, ...]


def of_span(office: Office, span: Span) -> Beforehand:
    with office.read() as session:
        announced = session.scalars(
            select(Announcement)
            .where(Announcement.withdrawn_at.is_(None), Announcement.date.between(span.first, span.last))
            .order_by(Announcement.date, Announcement.id)
        )
        samad = session.scalars(
            select(SamadHours)
            .where(SamadHours.withdrawn_at.is_(None), SamadHours.date.between(span.first, span.last))
            .order_by(SamadHours.date, SamadHours.opens, SamadHours.id)
        )
        return Beforehand(tuple(map(_announced, announced)), tuple(map(_at_samad, samad)))


def announce(office: Office, about: About, date: dt.date, medium: str, evidence: str = "") -> Announced:
    """Note that it was told. Raises Refused without a medium, or for a day that has not come."""
    medium, evidence = (normalise(refuse_nul(text, key)) for text, key in ((medium, "medium"), (evidence, "evidence")))
    if not medium:
        raise Refused(_("Write where it was announced: a news site, a channel, a paper."), "medium")
    if date > office.today():
        raise Refused(_("This day has not come yet; note the announcement once it was made."), "date")
    with office.work("announcements.announce", Right.PREPARE_REPORT) as session:
        row = Announcement(agency_id=office.agency_id, about=about, date=date, medium=medium, evidence=evidence or None)
        session.add(row)
        session.flush()
        return _announced(row)


def take_back(office: Office, announcement_id: int) -> None:
    """It was noted by mistake."""
    with office.work("announcements.take_back", Right.PREPARE_REPORT) as session:
        row = session.get(Announcement, announcement_id)
        if row is None or row.withdrawn_at is not None:
            raise Refused(_("This entry is not there any more."), "announcement")
        row.withdrawn_at = office.now()


def note_samad(office: Office, date: dt.date, opens: dt.time, closes: dt.time, calls: int | None = None) -> AtSamad:
    """Note the head's hours at SAMAD. Raises Refused for hours that end before they begin, or are still to come."""
    if opens >= closes:
        raise Refused(_("The hours end before they begin."), "closes")
    if (date, closes) > (office.today(), office.time()) and date >= office.today():
        raise Refused(_("These hours are not over yet; note them afterwards."), "date")
    if calls is not None and not 0 <= calls <= MOST_CALLS:
        raise Refused(_("The number of calls is a whole number from 0."), "calls")
    with office.work("announcements.note_samad", Right.PREPARE_REPORT) as session:
        row = SamadHours(agency_id=office.agency_id, date=date, opens=opens, closes=closes, calls=calls)
        session.add(row)
        session.flush()
        return _at_samad(row)


def take_samad_back(office: Office, hours_id: int) -> None:
    """They were noted by mistake."""
    with office.work("announcements.take_samad_back", Right.PREPARE_REPORT) as session:
        row = session.get(SamadHours, hours_id)
        if row is None or row.withdrawn_at is not None:
            raise Refused(_("This entry is not there any more."), "samad")
        row.withdrawn_at = office.now()


def _announced(row: Announcement) -> Announced:
    return Announced(row.id, row.about, row.date, row.medium, row.evidence)


def _at_samad(row: SamadHours) -> AtSamad:
    return AtSamad(row.id, row.date, row.opens, row.closes, row.calls)
