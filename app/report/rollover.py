"""Who vouches for a signer's key: the key before it by its own signature, or a letter that a person must look up.

`signer.vouched` of report.json, newest first: the first entry is about the key that signed, each further one about the
`old` of the entry before it. So whoever knows any of these keys can tell how the present one follows from it.
"""

import datetime as dt
import hashlib
from typing import Any, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

from app.domain import canonical
from app.report import certificates, cms
from app.report.broken import BrokenError

FORMAT = "didar-rollover/1"
KEY, LETTER = "key", "letter"
RULE = 16


class Signs(Protocol):
    def sign(self, message: bytes) -> bytes: ...


def spki(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> bytes:
    """SubjectPublicKeyInfo, DER."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(spki_: bytes) -> str:
    """SHA-256 of a SubjectPublicKeyInfo, hex: as `signer.fingerprint` and the pins have it."""
    return hashlib.sha256(spki_).hexdigest()


def statement(code: str, old: bytes, new: bytes, since: str) -> bytes:
    """What the older key signs. old, new: SubjectPublicKeyInfo. since: UTC as in report.json."""
    return canonical.dumps({"format": FORMAT, "code": code, "old": old.hex(), "new": new.hex(), "from": since})


def by_key(code: str, old: bytes, new: bytes, since: dt.datetime, signer: Signs) -> dict[str, Any]:
    """The entry by which the holder of `old`, who signs, vouches for `new`."""
    instant = written(since)
    value = signer.sign(statement(code, old, new, instant))
    return {"by": KEY, "old": old.hex(), "from": instant, "signature": value.hex()}


def by_letter(old: bytes, number: str, date: dt.date) -> dict[str, Any]:
    """The entry of a letter: it proves nothing by itself."""
    return {"by": LETTER, "old": old.hex(), "number": number, "date": date.isoformat()}


def written(instant: dt.datetime) -> str:
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def check(report: dict[str, Any], new: bytes) -> tuple[str, ...]:
    """The fingerprints of the older keys that lead to the one that signed, statement by statement, newest first.

    report: as the schema has it. new: SubjectPublicKeyInfo of the key that signed. The way ends at a letter: only a
    person can tell whether that one came. Raises BrokenError 16 for a statement that does not hold.
    """
    led: list[str] = []
    proven, latest, met = True, report["made_at"], {new}
    for entry in report["signer"]["vouched"]:
        old = bytes.fromhex(entry["old"])
        if old in met:
            raise BrokenError(RULE, "a key that vouches for itself")
        if entry["by"] == LETTER:
            proven = False
        else:
            if entry["from"] > latest:
                raise BrokenError(RULE, "a key vouched for before it was there")
            latest = entry["from"]
            _holds(entry, report["agency"]["code"], old, new)
        if proven:
            led.append(fingerprint(old))
        new = old
        met.add(old)
    return tuple(led)


def letters(report: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The letters that are said to vouch: for people, who have to look each up."""
    return tuple(entry for entry in report["signer"]["vouched"] if entry["by"] == LETTER)


def _holds(entry: dict[str, Any], code: str, old: bytes, new: bytes) -> None:
    key = _key(old)
    value = bytes.fromhex(entry["signature"])
    if isinstance(key, ec.EllipticCurvePublicKey):
        try:
            lower = cms.low_s(value, key)
        except ValueError:
            raise BrokenError(RULE, "no ECDSA signature on a statement") from None
        if lower != value:
            raise BrokenError(RULE, "the larger of the two values of s on a statement")
    if not cms.signed_by(key, value, statement(code, old, new, entry["from"]), pss=False):
        raise BrokenError(RULE, "a statement that the older key did not sign")


def _key(der: bytes) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    try:
        key = certificates.supported(load_der_public_key(der))
    except (ValueError, TypeError, UnsupportedAlgorithm, BrokenError):
        raise BrokenError(RULE, "an older key that can't be read") from None
    if spki(key) != der:
        raise BrokenError(RULE, "an older key in another encoding than its own")
    return key
