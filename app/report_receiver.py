"""For whom this office's reports are encrypted: one certificate, whose fingerprint a person has compared."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import Refused
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from db.models import OfficeSetting, SigningKey

if TYPE_CHECKING:
    from cryptography import x509

_SETTING = "report_receiver"
_TYPED = 8
"""Letters at the end of the fingerprint that are typed: who types them has looked at both."""


@dataclass(frozen=True)
class Receiver:
    """pem: the certificate. name: its common name; fingerprint: of its key, hex. own_copy: the office's own key opens
    the files too, so that it can read what it sent.
    """

    pem: str
    name: str
    fingerprint: str
    own_copy: bool


def usual(office: Office) -> Receiver | None:
    """The receiver of this office's reports; None: they go out plain."""
    with office.read() as session:
        row = _row(session)
        return Receiver(**json.loads(row.value)) if row is not None and row.value != "null" else None


def described(content: bytes, now: dt.datetime) -> Receiver:
    """What a certificate's file says, before it is chosen. Raises Refused for one that won't do at that instant."""
    from cryptography.hazmat.primitives.serialization import Encoding

    from app.report import receivers

    certificate = receivers.load(content)
    receivers.check(certificate, now)
    name, fingerprint = receivers.described(certificate)
    return Receiver(certificate.public_bytes(Encoding.PEM).decode(), name, fingerprint, own_copy=False)


def choose(office: Office, content: bytes, typed: str, *, own_copy: bool) -> Receiver:
    """From now on reports are encrypted for this receiver.

    content: of the certificate's file. typed: the last eight letters of the fingerprint as the receiver read it out
    (by phone, from a letter): a wrong certificate would send the particulars to somebody else. Raises Refused.
    """
    wanted = described(content, office.now())
    said = "".join(typed.split()).lower()
    if len(said) != _TYPED or not wanted.fingerprint.endswith(said):
        raise Refused(
            _("These are not the last eight letters of the fingerprint. Ask the receiver for them."),
            "fingerprint",
        )
    value = json.dumps({**vars(wanted), "own_copy": own_copy}, ensure_ascii=False)
    with office.work("report_receiver.choose", Right.ADMINISTER) as session:
        _keep(session, office, value)
    return Receiver(wanted.pem, wanted.name, wanted.fingerprint, own_copy)


def forget(office: Office) -> None:
    """From now on reports go out plain."""
    with office.work("report_receiver.forget", Right.ADMINISTER) as session:
        _keep(session, office, "null")


def own_certificate(office: Office) -> "x509.Certificate":
    """The certificate of the office's own key that is in use."""
    from cryptography import x509

    newest = select(SigningKey.certificate).where(SigningKey.retired_at.is_(None)).order_by(SigningKey.id.desc())
    with office.read() as session:
        return x509.load_der_x509_certificate(session.scalars(newest.limit(1)).one())


def _row(session: Session) -> OfficeSetting | None:
    return session.scalars(select(OfficeSetting).where(OfficeSetting.key == _SETTING)).first()


def _keep(session: Session, office: Office, value: str) -> None:
    row = _row(session)
    if row is None:
        session.add(OfficeSetting(agency_id=office.agency_id, key=_SETTING, value=value))
    else:
        row.value = value
