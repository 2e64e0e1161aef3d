"""The PIN of the modem's SIM card, where it has one. It is kept in the encrypted store, in no trail and no log."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.codes import CarrierKind
from app.domain.errors import Refused
from app.domain.persian.text import latin_digits
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from db.models import Carrier


def is_kept(office: Office) -> bool:
    with office.read(Right.FOLLOW_UP) as session:
        row = _row(session)
        return row is not None and row.secret is not None


def keep(office: Office, pin: str) -> None:
    """The card's PIN from now on; empty: it has none. Raises Refused (field "pin") for what can be none."""
    digits = latin_digits(pin).strip()
    if not re.fullmatch("(?:[0-9]{4,8})?", digits):
        raise Refused(_("A SIM card's PIN has 4 to 8 digits."), "pin")
    with office.work("modem_pin.keep", Right.FOLLOW_UP) as work:
        row = _row(work)
        if row is None:
            work.add(Carrier(agency_id=office.agency_id, kind=CarrierKind.MODEM, secret=digits or None))
        else:
            row.secret = digits or None


def of(office: Office) -> str:
    """For the modem alone; "" where there is none."""
    with office.read(Right.FOLLOW_UP) as session:
        row = _row(session)
        return (row.secret or "") if row is not None else ""


def _row(session: Session) -> Carrier | None:
    return session.scalars(select(Carrier).where(Carrier.kind == CarrierKind.MODEM)).first()
