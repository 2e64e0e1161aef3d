"""Receivers of the tests' own: an inspection office with an RSA key, and others whose certificates won't do."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.report import certificates
from tests.app.report import hostile

FOR_KEYS = x509.KeyUsage(False, False, True, False, False, False, False, False, False)
FOR_AGREEMENT = x509.KeyUsage(False, False, False, False, True, False, False, False, False)
PEM = serialization.Encoding.PEM


@cache
def key(bits: int = 3072) -> Any:
    return hostile.rsa_key(bits)


def certificate(private: Any = None, **given: Any) -> x509.Certificate:
    made = {"key_usage": FOR_KEYS, "private": private or key(), **given}
    return hostile.certificate(hostile.name("دفتر بازرسی استانداری"), **made)


def on_a_curve(curve: ec.EllipticCurve | None = None) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    private = ec.derive_private_key(10**40 + 77, curve or ec.SECP256R1())
    return private, certificate(private, key_usage=FOR_AGREEMENT)


def without_usage() -> x509.Certificate:
    who = hostile.name("دفتر بازرسی استانداری")
    end = hostile.BEGIN + dt.timedelta(days=3650)
    made = x509.CertificateBuilder(who, who, key().public_key(), 7, hostile.BEGIN, end)
    return made.sign(key(), hashes.SHA256())


def chosen() -> tuple[bytes, str]:
    """The certificate's file, and what the receiver reads out of its fingerprint."""
    made = certificate()
    return made.public_bytes(PEM), certificates.fingerprint(made)[-8:]


def written(folder: Path, private: Any = None, passphrase: bytes | None = None) -> Path:
    """The receiver's key in a PEM file."""
    protected = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    path = folder / "key.pem"
    path.write_bytes((private or key()).private_bytes(PEM, serialization.PrivateFormat.PKCS8, protected))
    return path


EXPIRED = {"begin": dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "days": 365}
