"""A report as an archive keeps it provable: revocation data and document time stamps behind it, by pyHanko itself."""

import datetime as dt
import io
from functools import cache
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.report import cms
from tests.app.report import hostile


@cache
def authority() -> Any:
    """The tests' own time-stamp authority."""
    from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

    key, subject = hostile.rsa_key(2048), hostile.name("مرکز مهر زمانی آزمون")
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(5)
        .not_valid_before(hostile.BEGIN)
        .not_valid_after(hostile.BEGIN + dt.timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    pkcs8 = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return DummyTimeStamper(
        asn1_x509.Certificate.load(cms.der(certificate)),
        asn1_keys.PrivateKeyInfo.load(pkcs8),
        fixed_dt=hostile.NOW,
    )


def with_revocation_data(data: bytes) -> bytes:
    """The signer's certificate in a DSS."""
    from pyhanko.sign.validation.dss import DocumentSecurityStore

    out = io.BytesIO(data)
    certificate = asn1_x509.Certificate.load(cms.der(hostile.office().chain[0]))
    DocumentSecurityStore.add_dss(out, None, certs=[certificate])
    return out.getvalue()


def writer(data: bytes) -> Any:
    """pyHanko's own, for what it puts behind a file."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    return IncrementalPdfFileWriter(io.BytesIO(data))


def stamped(data: Any, name: str = "Archive1") -> bytes:
    """A document time stamp over all of it. data: bytes, or a writer with changes of its own."""
    from pyhanko.sign.signers import PdfTimeStamper

    behind = writer(data) if isinstance(data, bytes) else data
    done: bytes = PdfTimeStamper(authority(), field_name=name).timestamp_pdf(behind, "sha256").getvalue()
    return done


def pdf(value: Any) -> Any:
    """A value of ours as pyHanko has it; a str that begins with a slash is a name."""
    from pyhanko.pdf_utils import generic

    match value:
        case dict():
            return generic.DictionaryObject({generic.NameObject(key): pdf(item) for key, item in value.items()})
        case list():
            return generic.ArrayObject([pdf(item) for item in value])
        case str():
            return generic.NameObject(value) if value.startswith("/") else generic.TextStringObject(value)
        case bytes():
            return generic.StreamObject(stream_data=value)
        case int():
            return generic.NumberObject(value)
    return value


@cache
def once() -> bytes:
    """The good report, renewed once."""
    return stamped(with_revocation_data(hostile.good()))


@cache
def twice() -> bytes:
    """And years later once more."""
    return stamped(with_revocation_data(once()), "Archive2")
