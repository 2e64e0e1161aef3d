"""For whom a report is encrypted: the receiver's certificate, and at his side the key that opens it."""

import datetime as dt
import unicodedata
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from app.domain.errors import Refused
from app.domain.persian.text import latin_digits
from app.domain.texts import _
from app.files import read_bytes
from app.report import certificates
from app.report.envelope import Key

LARGEST = 64 * 1024
LEAST_RSA_BITS = 3072
CURVES = (ec.SECP256R1, ec.SECP384R1)


def load(pem: bytes) -> x509.Certificate:
    """The one certificate of a PEM or DER file. Raises Refused."""
    try:
        if b"-----BEGIN" in pem:
            (certificate,) = x509.load_pem_x509_certificates(pem)
        else:
            certificate = x509.load_der_x509_certificate(pem)
    except ValueError:
        raise Refused(_("The receiver's file holds no certificate, or more than one."), "encrypt-to") from None
    return certificate


def read(path: Path) -> x509.Certificate:
    """The receiver's certificate out of a file. Raises Unavailable when it can't be read, Refused as `load`."""
    return load(read_bytes(path, LARGEST))


def check(certificate: x509.Certificate, now: dt.datetime) -> None:
    """Raises Refused, with the reason, for a certificate to which nothing should be encrypted at that instant."""
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise Refused(
            _("The receiver's certificate is not in force (too old, or too new). Ask for the new one."),
            "encrypt-to",
        )
    public = certificate.public_key()
    is_rsa = isinstance(public, rsa.RSAPublicKey) and public.key_size >= LEAST_RSA_BITS
    is_curve = isinstance(public, ec.EllipticCurvePublicKey) and isinstance(public.curve, CURVES)
    if not is_rsa and not is_curve:
        raise Refused(
            _("The receiver's key must be RSA of 3072 bits and more, P-256 or P-384."),
            "encrypt-to",
        )
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.key_encipherment if is_rsa else usage.key_agreement):
        raise Refused(_("The receiver's certificate is not meant for encryption. Ask for another one."), "encrypt-to")


def described(certificate: x509.Certificate) -> tuple[str, str]:
    """Whose it is, and the fingerprint of the key, hex."""
    return certificates.common_name(certificate), certificates.fingerprint(certificate)


def private_key(path: Path, pin: str | None) -> Key:
    """The receiver's key out of a PEM or PKCS#12 file.

    pin: its passphrase, None for a key that is not protected; Persian digits do for Latin ones. Raises Unavailable
    when the file can't be read; Refused, with the field "pin" where it is about the passphrase, otherwise.
    """
    data = read_bytes(path, LARGEST)
    typed = unicodedata.normalize("NFC", pin.rstrip("\r\n")) if pin is not None else None
    locked = False
    for password in dict.fromkeys((typed, latin_digits(typed) if typed else typed)):
        secret = password.encode() if password is not None else None
        try:
            key = load_pem_private_key(data, secret) if b"-----BEGIN" in data else load_pkcs12(data, secret).key
        except TypeError:  # PEM alone says so
            raise _of_passphrase(pin) from None
        except ValueError as error:
            locked |= (
                "password" in str(error).lower()
            )  # the one error for all that is wrong; only this cause has the word
            continue
        if isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            return key
        raise Refused(_("A key of this kind opens no report. It must be RSA, P-256 or P-384."), "key")
    if not locked:
        raise Refused(_("The key file can't be opened: it holds no private key, or was damaged."), "key")
    if pin is None:
        raise _of_passphrase(pin)
    raise Refused(_("The key file can't be opened: its passphrase is not right."), "pin")


def _of_passphrase(pin: str | None) -> Refused:
    needed, needless = _("This key needs a passphrase."), _("This key needs no passphrase; leave it out.")
    return Refused(needed if pin is None else needless, "pin")
