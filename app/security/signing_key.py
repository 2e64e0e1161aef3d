"""The office's own signing key: made at first start, vouched for by its own certificate, sealed for the signer."""

import datetime as dt
import hashlib
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain import canonical
from app.domain.errors import Refused
from app.domain.texts import _

VALID = dt.timedelta(days=3650)
"""Not more than ten years (docs/report-format.md, rule 14)."""

_CLOCK_WRONG_BY = dt.timedelta(days=1)
_LONGEST_NAME = 64
_NONCE = 12


@dataclass(frozen=True)
class SigningKey:
    """A key pair. pkcs8: the private key, DER, never shown; certificate: DER."""

    pkcs8: bytes = field(repr=False)
    certificate: bytes


def make(agency_code: str, agency_name: str, head: str, now: dt.datetime) -> SigningKey:
    """A new P-256 key with a certificate that the agency issues to itself (docs/report-format.md, rule 14).

    Subject: the agency's name as CN (cut to the 64 bytes that X.509 gives it) and whole as O, its code as serialNumber,
    the head as title. Valid from a day before `now` (the PC's clock may be put right) for ten years.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, _cut(agency_name)),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, agency_code),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, agency_name),
            x509.NameAttribute(NameOID.TITLE, head),
        ]
    )
    begins = now.astimezone(dt.UTC).replace(microsecond=0) - _CLOCK_WRONG_BY
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**_USAGE), critical=True)
        # nothing new, but poppler's readers find fault with a certificate that has no other name
        .add_extension(x509.SubjectAlternativeName([x509.DirectoryName(subject)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pkcs8 = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SigningKey(pkcs8, certificate.public_bytes(Encoding.DER))


_USAGE = {
    "digital_signature": True,
    "content_commitment": True,
    "key_encipherment": False,
    "data_encipherment": False,
    "key_agreement": False,
    "key_cert_sign": False,
    "crl_sign": False,
    "encipher_only": False,
    "decipher_only": False,
}


def _cut(name: str) -> str:
    """The name, or as many of its words as X.509's common name holds."""
    if len(name.encode()) <= _LONGEST_NAME:
        return name
    words = name.encode()[: _LONGEST_NAME - len("…".encode()) + 1].decode(errors="ignore")
    return (words.rpartition(" ")[0] or words[:-1]) + "…"


def seal(pkcs8: bytes, sk: bytes | bytearray, store_id: str) -> bytes:
    """The private key under the signer's secret (AES-256-GCM: nonce, then box), bound to this store."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(sk).encrypt(nonce, pkcs8, _bound_to(store_id))


def open(box: bytes, sk: bytes | bytearray, store_id: str) -> bytes:  # noqa: A001 - the other half of seal
    """The private key, PKCS#8 DER. Raises Refused when the secret, the store or the box is another."""
    try:
        return AESGCM(sk).decrypt(box[:_NONCE], box[_NONCE:], _bound_to(store_id))
    except (InvalidTag, ValueError):  # ValueError: a box too short to hold a nonce
        raise Refused(
            _("The signing key does not open with this user's secret. Sign in as the one who signs, or make a new key.")
        ) from None


def _bound_to(store_id: str) -> bytes:
    return canonical.dumps({"format": "didar-signing-key/1", "store": store_id})


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of the certificate's SubjectPublicKeyInfo, in hexadecimal: it stays when a certificate is renewed."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = x509.load_der_x509_certificate(certificate).public_key()
    return hashlib.sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def show_fingerprint(digest: str) -> str:
    """A fingerprint for reading aloud, in groups of four."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
