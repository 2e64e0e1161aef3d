"""Whom `verify` trusts: certificates given by hand, and keys that this office knows (rules 12 and 13)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
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
    """

    fingerprint: str
    confirmed: bool


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
    """The same, with the office's own keys, those before the present one too. Raises Unavailable without a store."""
    from sqlalchemy import select

    from app.report import certificates
    from db.models import Agency, SigningKey

    with office.read() as session:
        code = session.scalars(select(Agency.code)).first()
        own = session.scalars(select(SigningKey.certificate)).all()
    if code is None:
        raise Unavailable(_("The store holds no agency yet."))
    pins = tuple(Pin(certificates.fingerprint(certificates.load(one)), confirmed=True) for one in own)
    return replace(trusted, pins={**trusted.pins, code: (*trusted.pins.get(code, ()), *pins)})
