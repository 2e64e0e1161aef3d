"""Whom `verify` trusts: certificates given by hand, and keys that this office knows (rules 12, 13 and 16)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509

from app.domain.errors import Refused, Unavailable
from app.domain.texts import _
from app.files import read_bytes

if TYPE_CHECKING:
    from app.office import Office

LARGEST = 64 * 1024


@dataclass(frozen=True)
class Pin:
    """A key known for an agency's code.

    fingerprint: SHA-256 of SubjectPublicKeyInfo, hex. confirmed: compared by a person; otherwise it merely came first.
    revoked: the day, ISO, from which it is lost or stolen.
    """

    fingerprint: str
    confirmed: bool
    revoked: str | None = None


class Known(StrEnum):
    """How far a report's key is known for its agency."""

    GIVEN = "given"
    """Its certificate was given by hand."""
    CONFIRMED = "confirmed"
    VOUCHED = "vouched"
    """A confirmed key signed the statement that this one follows it."""
    SEEN = "seen"
    UNKNOWN = "unknown"
    CHANGED = "changed"
    """Another key is known for this agency."""
    REVOKED = "revoked"


@dataclass(frozen=True)
class Standing:
    """why: a sentence for who is not trusted, or is and yet should be looked at.

    others: fingerprints of the other keys known for this agency.
    """

    known: Known
    why: str | None = None
    others: tuple[str, ...] = ()

    @property
    def trusted(self) -> bool:
        return self.known in {Known.GIVEN, Known.CONFIRMED, Known.VOUCHED}


@dataclass(frozen=True)
class Trust:
    """certificates: given by `--trust`, DER. pins: by agency code, all keys known for it."""

    certificates: frozenset[bytes] = frozenset()
    pins: Mapping[str, tuple[Pin, ...]] = field(default_factory=dict)


def given(paths: Iterable[Path]) -> Trust:
    """Trust in the certificates of these PEM files. Raises Unavailable or Refused with the file's name."""
    from app.report.cms import der

    found: set[bytes] = set()
    for path in paths:
        data = read_bytes(path, LARGEST)
        try:
            found |= {der(certificate) for certificate in x509.load_pem_x509_certificates(data)}
        except ValueError:
            raise Refused(_("%(path)s holds no certificate in PEM form.") % {"path": path}, "trust") from None
    return Trust(frozenset(found))


def of_office(office: "Office", trusted: Trust) -> Trust:
    """The same, with the office's own keys, those before the present one too, and the keys of senders that it knows.

    Raises Unavailable without a store.
    """
    from sqlalchemy import select

    from app.domain.codes import KeyState
    from app.domain.persian.calendar import TEHRAN
    from app.report import certificates
    from db.models import Agency, SenderKey, SigningKey

    with office.read() as session:
        code = session.scalars(select(Agency.code)).first()
        own = session.scalars(select(SigningKey.certificate)).all()
        senders = session.scalars(select(SenderKey).order_by(SenderKey.id)).all()
    if code is None:
        raise Unavailable(_("The store holds no agency yet."))
    pins = {one: list(known) for one, known in trusted.pins.items()}
    mine = pins.setdefault(code, [])
    mine += [Pin(certificates.fingerprint(certificates.load(one)), confirmed=True) for one in own]
    for key in senders:
        since = key.decided_at if key.state is KeyState.REVOKED else None
        revoked = since.astimezone(TEHRAN).date().isoformat() if since else None
        pins.setdefault(key.code, []).append(Pin(key.fingerprint, key.state is KeyState.CONFIRMED, revoked))
    return replace(trusted, pins={one: tuple(known) for one, known in pins.items()})
