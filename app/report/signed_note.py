"""Small signed JSON that offices send each other: bulletins and receipts (docs/senders.md).

What is signed begins with the format's name, so no signature fits a second use. Only offices' own keys sign notes:
their certificates say whose they are.
"""

from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from app.domain import canonical as form
from app.domain.errors import Refused
from app.domain.texts import _
from app.report import canonical, certificates, cms, limits
from app.report.broken import BrokenError
from app.report.signers import Signer

BULLETIN, RECEIPT = "didar-bulletin/1", "didar-receipt/1"
LARGEST = limits.MIB
_KEYS = {"certificate", "format", "said", "signature"}


@dataclass(frozen=True)
class SignedNote:
    """What was said, and the certificate of who signed it: held to be right, not to be trusted."""

    said: dict[str, Any]
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        return certificates.fingerprint(self.certificate)

    @property
    def code(self) -> str:
        return certificates.code(self.certificate) or ""

    @property
    def name(self) -> str:
        return certificates.common_name(self.certificate)


def format_of(data: bytes) -> str | None:
    """Which kind of note these bytes claim to be; None if none."""
    if len(data) > LARGEST or not data.startswith(b"{"):
        return None
    return next((kind for kind in (BULLETIN, RECEIPT) if b'"format":"%s"' % kind.encode() in data), None)


def seal(kind: str, said: dict[str, Any], signer: Signer) -> bytes:
    """The note's bytes: canonical JSON with certificate and signature."""
    note = {
        "certificate": cms.der(signer.chain[0]).hex(),
        "format": kind,
        "said": said,
        "signature": signer.sign(_message(kind, said)).hex(),
    }
    return form.dumps(note)


def _message(kind: str, said: dict[str, Any]) -> bytes:
    return kind.encode() + b"\0" + form.dumps(said)


def read(kind: str, data: bytes) -> SignedNote:
    """A note of this kind whose signature holds. Raises Refused for anything else."""
    try:
        if len(data) > LARGEST:
            raise BrokenError(19, "larger than a note")
        note = canonical.unpack(data)
        if note.keys() != _KEYS or note["format"] != kind or not isinstance(note["said"], dict):
            raise BrokenError(19, "not such a note")
        certificate = certificates.load(_bytes(note["certificate"]))
        certificates.check_own(certificate)
        key, value = certificates.public_key(certificate), _bytes(note["signature"])
        if not certificates.is_own(certificate) or not isinstance(key, ec.EllipticCurvePublicKey):
            raise BrokenError(14, "not an office's own key")
        if cms.low_s(value, key) != value or not cms.signed_by(key, value, _message(kind, note["said"])):
            raise BrokenError(11, "the signature does not hold")
    except (BrokenError, ValueError):
        raise Refused(_("The file was changed, or is not signed in the way of Didar."), "file") from None
    return SignedNote(note["said"], certificate)


def _bytes(written: object) -> bytes:
    if not isinstance(written, str):
        raise BrokenError(19, "not hex")
    value = bytes.fromhex(written)
    if value.hex() != written:
        raise BrokenError(20, "hex in another form")
    return value
