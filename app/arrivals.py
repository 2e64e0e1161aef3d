"""Who was booked has come: what the desk's form is filled with, so that two keys register the visit."""

from app.bookings import GIVEN, _one
from app.domain.codes import IssueType, Priority
from app.office import Office
from app.visitors import GIVEN as LATEST
from app.visits import NewVisit
from db.models import Visitor


def arriving(office: Office, booking_id: int) -> NewVisit:
    """The visit as far as it is known from the booking and, for a known person, from the latest visit.

    Who has the first place goes first: he was not received last time.
    """
    with office.read() as session:
        row = _one(session, booking_id)
        known = session.get(Visitor, row.visitor_id) if row.visitor_id is not None else None
        latest = {key: getattr(known, key) or "" for key in LATEST} if known is not None else {}
        given = {key: value for key in GIVEN if (value := getattr(row, key))}
    if "national_id" in given or "foreign_id" in given:
        latest |= {"national_id": "", "foreign_id": ""}
    return NewVisit(
        particulars={**latest, **given},
        issues=({"type": str(IssueType.REQUEST), "subject": row.subject or ""},),
        visitor_id=row.visitor_id,
        companions=str(row.companions) if row.companions else "",
        priority=Priority.EARLIER_TURN if row.first else None,
        booking_id=booking_id,
    )
