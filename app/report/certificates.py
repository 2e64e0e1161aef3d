"""What a certificate says of its owner, and whether it may sign a report (rules 10, 13 and 14)."""

import datetime as dt
import hashlib
import warnings

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID, NameOID

from app.report.broken import BrokenError

LONGEST = dt.timedelta(days=3653)
"""Ten years: how long an office's own certificate may hold."""


def load(der: bytes) -> x509.Certificate:
    """Raises BrokenError 9 for bytes that are no certificate."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a name too long is odd, no more
            certificate = x509.load_der_x509_certificate(der)
            # read at once, as cryptography finds out late that these are nothing
            _ = certificate.subject, certificate.issuer, certificate.version, certificate.serial_number
            _ = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    except (ValueError, x509.InvalidVersion):
        raise BrokenError(9, "no certificate") from None
    return certificate


def common_name(certificate: x509.Certificate) -> str:
    """The subject's common name, else the whole subject as text: an attacker may have written it."""
    return _attribute(certificate, NameOID.COMMON_NAME) or certificate.subject.rfc4514_string()


def code(certificate: x509.Certificate) -> str | None:
    """The agency's code in the subject (serialNumber), where there is one."""
    return _attribute(certificate, NameOID.SERIAL_NUMBER)


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str | None:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else None


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of SubjectPublicKeyInfo in hex: it stays when a certificate is renewed for the same key."""
    spki = public_key(certificate).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki).hexdigest()


def public_key(certificate: x509.Certificate) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    """P-256, P-384 or RSA from 2048 bits. Raises BrokenError 10 for any other key."""
    try:
        return supported(certificate.public_key())
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise BrokenError(10, "a key that can't be read") from None


def supported(key: object) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    """The key itself. Raises BrokenError 10 unless it is P-256, P-384 or RSA from 2048 bits."""
    if isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1 | ec.SECP384R1):
        return key
    if isinstance(key, rsa.RSAPublicKey) and 2048 <= key.key_size <= 8192:
        return key
    raise BrokenError(10, "a key of another kind or too short")


def is_own(certificate: x509.Certificate) -> bool:
    """Whether an agency issued it to itself: self-issued, with a code in the subject."""
    return certificate.issuer == certificate.subject and code(certificate) is not None


def may_sign(certificate: x509.Certificate) -> bool:
    """Whether keyUsage, where given, allows signatures on documents; a key for time stamps has no other use."""
    if stamps_only(certificate):
        return False
    usage = _extension(certificate, ExtensionOID.KEY_USAGE)
    if usage is None:
        return True
    value = usage.value
    return isinstance(value, x509.KeyUsage) and (value.digital_signature or value.content_commitment)


def stamps_only(certificate: x509.Certificate) -> bool:
    """Whether it is for time stamps and nothing else: extended key usage of that alone, critical (RFC 3161, 2.3)."""
    extended = _extension(certificate, ExtensionOID.EXTENDED_KEY_USAGE)
    if extended is None or not extended.critical or not isinstance(extended.value, x509.ExtendedKeyUsage):
        return False
    return list(extended.value) == [ExtendedKeyUsageOID.TIME_STAMPING]


def is_authority(certificate: x509.Certificate) -> bool:
    """CA:TRUE."""
    basic = _extension(certificate, ExtensionOID.BASIC_CONSTRAINTS)
    return basic is not None and isinstance(basic.value, x509.BasicConstraints) and basic.value.ca


def check_own(certificate: x509.Certificate) -> None:
    """An office's own certificate is exactly of the kind that Didar makes. Raises BrokenError 14."""
    basic = _extension(certificate, ExtensionOID.BASIC_CONSTRAINTS)
    usage = _extension(certificate, ExtensionOID.KEY_USAGE)
    if certificate.version is not x509.Version.v3:
        raise BrokenError(14, "not v3")
    if basic is None or not basic.critical or is_authority(certificate):
        raise BrokenError(14, "CA:FALSE is not there, or not critical")
    if usage is None or not usage.critical or not _signs_only(usage.value):
        raise BrokenError(14, "keyUsage is not exactly digitalSignature and nonRepudiation, critical")
    known = {ExtensionOID.BASIC_CONSTRAINTS, ExtensionOID.KEY_USAGE}
    if any(extension.critical and extension.oid not in known for extension in certificate.extensions):
        raise BrokenError(14, "an unknown critical extension")
    if not isinstance(certificate.signature_hash_algorithm, hashes.SHA256 | hashes.SHA384 | hashes.SHA512):
        raise BrokenError(14, "its own signature is of a weak kind")
    if certificate.not_valid_after_utc - certificate.not_valid_before_utc > LONGEST:
        raise BrokenError(14, "valid for more than ten years")
    try:
        certificate.verify_directly_issued_by(certificate)
    except (InvalidSignature, ValueError, TypeError):
        raise BrokenError(14, "its own signature does not hold") from None


def _signs_only(value: object) -> bool:
    if not isinstance(value, x509.KeyUsage) or not (value.digital_signature and value.content_commitment):
        return False
    return not any(
        (value.key_encipherment, value.data_encipherment, value.key_agreement, value.key_cert_sign, value.crl_sign)
    )


def _extension(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> x509.Extension[x509.ExtensionType] | None:
    try:
        return certificate.extensions.get_extension_for_oid(oid)
    except x509.ExtensionNotFound:
        return None
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        raise BrokenError(14, "extensions that can't be read") from None
