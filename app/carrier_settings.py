"""By what this office sends messages. Key and password stay in the store: no screen and no trail shows them again."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import carriers
from app.agency import _is_demo
from app.carriers.http import checked_address
from app.domain.codes import CarrierKind
from app.domain.errors import Refused
from app.domain.persian.text import latin_digits, normalise
from app.domain.texts import _
from app.messages import _active
from app.office import Office
from app.outbox_line import _keep, _line
from app.security.rights import Right
from db.models import Carrier

_LINE = re.compile(r"\+?[0-9]{3,20}")
_SECRET = re.compile(r"[!-~]{1,200}")


@dataclass(frozen=True)
class CarrierRow:
    """A carrier as its settings show it. address: empty: the usual one. has_secret: a key or password is there.

    login: at Magfa "user name/domain". active: messages go by it.
    """

    kind: CarrierKind
    address: str = ""
    login: str = ""
    line: str = ""
    has_secret: bool = False
    active: bool = False


def of(office: Office) -> tuple[CarrierRow, ...]:
    """All carriers that there are, each as it is set up. Where none was chosen messages go by hand."""
    with office.read() as session:
        return _of(session)


def _of(session: Session) -> tuple[CarrierRow, ...]:
    kept = {row.kind: row for row in session.scalars(select(Carrier))}
    chosen = next((kind for kind, row in kept.items() if row.active), CarrierKind.BY_HAND)
    rows = []
    for kind in CarrierKind:
        row = kept.get(kind)
        shown = CarrierRow(kind, active=kind is chosen)
        if row is not None:
            shown = replace(shown, address=row.address or "", login=row.login or "", line=row.line or "")
            shown = replace(shown, has_secret=bool(row.secret))
        rows.append(shown)
    return tuple(rows)


def change(office: Office, wanted: CarrierRow, secret: str | None = None) -> tuple[CarrierRow, ...]:
    """Keep how a carrier is reached, and whether messages go by it: one at a time.

    secret: None: as it was; empty: forgotten. Raises Refused at its field.
    """
    address = checked_address(wanted.address)
    line = latin_digits(normalise(wanted.line)).replace(" ", "")
    login = normalise(wanted.login)
    if line and not _LINE.fullmatch(line):
        raise Refused(_("A line's number has digits alone."), "line")
    if secret and not _SECRET.fullmatch(secret):
        raise Refused(_("A key has Latin letters, digits and signs alone, and no spaces."), "secret")
    if wanted.kind is CarrierKind.MAGFA and login and login.count("/") != 1:
        raise Refused(_("The user name at Magfa is written as name/domain."), "login")
    with office.work("carrier_settings.change", Right.ADMINISTER) as session:
        row = session.scalars(select(Carrier).where(Carrier.kind == wanted.kind)).first()
        if row is None:
            row = Carrier(agency_id=office.agency_id, kind=wanted.kind, active=False)
            session.add(row)
        row.address, row.login, row.line = address or None, login or None, line or None
        if secret is not None:
            row.secret = secret or None
        if wanted.active:
            for other in session.scalars(select(Carrier).where(Carrier.active, Carrier.kind != wanted.kind)):
                other.active = False
        row.active = wanted.active
        _keep(session, _line(session).free())
        session.flush()
        return _of(session)


def active(office: Office, modem: Callable[[], carriers.Carrier | None] | None = None) -> carriers.Carrier | None:
    """The carrier by which messages go, ready to be called; None: by hand, not set up yet, or a demonstration.

    modem: makes the one of this PC, where there is one.
    """
    with office.read(Right.FOLLOW_UP) as session:
        row = _active(session)
        if row is None or _is_demo(session):  # made-up people have numbers that may be somebody's
            return None
        return _made(row, modem)


def credit(office: Office) -> str:
    """Ask the gateway what credit is left, which shows that address, key and line of communication are right.

    Takes as long as the network does. Raises Refused with the gateway's own reason, Unavailable when it isn't reached.
    """
    carrier = active(office)
    ask: Callable[[], str] | None = getattr(carrier, "credit", None)
    if ask is None:
        raise Refused(_("Choose a gateway first and type in its key."), "secret")
    return ask()


def forget_secret(office: Office, kind: CarrierKind) -> None:
    """A carrier refused it, and would lock itself if it were given again: a SIM card's PIN."""
    with office.work("carrier_settings.forget_secret", Right.FOLLOW_UP) as session:
        row = session.scalars(select(Carrier).where(Carrier.kind == kind)).first()
        if row is not None:
            row.secret = None


def _made(row: Carrier, modem: Callable[[], carriers.Carrier | None] | None) -> carriers.Carrier | None:
    if row.kind is CarrierKind.KAVENEGAR and row.secret:
        from app.carriers import kavenegar

        return kavenegar.Kavenegar(row.secret, row.line, row.address or kavenegar.USUAL)
    if row.kind is CarrierKind.MAGFA and row.secret and row.login:
        from app.carriers import magfa

        return magfa.Magfa(row.login, row.secret, row.line, row.address or magfa.USUAL)
    if row.kind is CarrierKind.MODEM and modem is not None:
        return modem()
    return None
