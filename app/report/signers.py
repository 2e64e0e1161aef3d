"""Who signs: the office's own key, or a certificate with its key from a PKCS#12 file (tokens: app/report/tokens.py)."""

import datetime as dt
import unicodedata
from pathlib import Path
from typing import Any, Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12

from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import latin_digits
from app.domain.texts import _
from app.report import certificates, cms
from app.report.broken import BrokenError

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
LARGEST_FILE = 1024 * 1024


class Signer(Protocol):
    """A certificate whose key is at hand: own key, PKCS#12, or a token."""

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The signer's certificate first, then its issuers as far as they are known."""
        ...

    def sign(self, message: bytes) -> bytes:
        """ECDSA (low s, DER) or RSA PKCS#1 v1.5 over the SHA-256 of the message."""
        ...

    def check(self, now: dt.datetime) -> None:
        """Raises Refused when this certificate may not sign at that instant."""
        ...

    def described(self) -> dict[str, Any]:
        """`signer` of report.json: name, kind and fingerprint of the public key; `vouched` is the maker's to fill."""
        ...

    def certificate_pem(self) -> bytes:
        """The signer's certificate, as it lies beside the report."""
        ...


class CertifiedSigner:
    """What all signers share: a certificate, its issuers, and whether it may sign.

    kind: where a certificate that is not the agency's own lies, "pkcs12" or "pkcs11".
    """

    kind = "pkcs12"

    def __init__(self, chain: tuple[x509.Certificate, ...]) -> None:
        self.chain = chain

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def check(self, now: dt.datetime) -> None:
        """Raises Refused: expired, not yet valid, not meant for signing, or a key that reports do not have."""
        certificate = self.chain[0]
        if now > certificate.not_valid_after_utc:
            raise Refused(_("The signing certificate has expired."), "certificate")
        if now < certificate.not_valid_before_utc:
            raise Refused(_("The signing certificate is not valid yet. Check this PC's date."), "certificate")
        try:
            certificates.public_key(certificate)
            if not certificates.may_sign(certificate):
                raise Refused(_("This certificate is not meant for signing. Choose another one."), "certificate")
            if certificates.is_own(certificate):
                certificates.check_own(certificate)
        except BrokenError as broken:
            if broken.rule == 14:
                raise Refused(
                    _("This certificate is not meant for signing. Choose another one."), "certificate"
                ) from None
            raise Refused(
                _("A key of this kind can't sign a report. Take P-256, P-384 or RSA of 2048 bits and more."),
                "certificate",
            ) from None

    def described(self) -> dict[str, Any]:
        certificate = self.chain[0]
        return {
            "name": certificates.common_name(certificate),
            "kind": "own" if certificates.is_own(certificate) else self.kind,
            "fingerprint": certificates.fingerprint(certificate),
            "vouched": [],
        }

    def certificate_pem(self) -> bytes:
        return self.chain[0].public_bytes(serialization.Encoding.PEM)


class KeySigner(CertifiedSigner):
    """A private key in memory with its certificate."""

    def __init__(self, key: Key, chain: tuple[x509.Certificate, ...]) -> None:
        super().__init__(chain)
        self._key = key

    def key(self) -> Key:
        """The key itself: it opens what was encrypted for it, too."""
        return self._key

    def sign(self, message: bytes) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return cms.low_s(self._key.sign(message, ec.ECDSA(hashes.SHA256())), self._key.public_key())


class OwnKeySigner(KeySigner):
    """The office's own key pair.

    pkcs8, certificate: DER, as the store keeps them once they are opened.
    """

    def __init__(self, pkcs8: bytes, certificate: bytes) -> None:
        key = serialization.load_der_private_key(pkcs8, password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError("an office's own key is an elliptic curve's")
        super().__init__(key, (x509.load_der_x509_certificate(certificate),))


class Pkcs12Signer(KeySigner):
    """A certificate and its key from a PKCS#12 file (.p12, .pfx).

    pin: the file's passphrase as typed; Persian digits are taken for Latin ones where the pin as typed does not open.
    Raises Unavailable when the file can't be read, Refused for each thing that is wrong with it.
    """

    def __init__(self, path: Path, pin: str) -> None:
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST_FILE + 1)
        except OSError:
            raise Unavailable(_("The file %(path)s can't be read.") % {"path": path}, "pkcs12") from None
        opened = _opened(data, pin)
        if not isinstance(opened.key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise Refused(_("The certificate file holds no key that can sign a report."), "pkcs12")
        if opened.cert is None:
            raise Refused(_("The certificate file holds a key, but no certificate for it."), "pkcs12")
        others = [one.certificate for one in opened.additional_certs]
        super().__init__(opened.key, path_of(opened.cert.certificate, others))


def _opened(data: bytes, pin: str) -> PKCS12KeyAndCertificates:
    if len(data) > LARGEST_FILE or not data.startswith(b"\x30"):
        raise Refused(_("This is not a certificate file (PKCS#12)."), "pkcs12")
    typed = unicodedata.normalize("NFC", pin.rstrip("\r\n"))
    for password in dict.fromkeys((typed, latin_digits(typed))):
        try:
            return load_pkcs12(data, password.encode())
        except ValueError as error:
            # the one library error of both causes; only a wrong passphrase speaks of it
            if "password" not in str(error).lower():
                raise Refused(_("This is not a certificate file (PKCS#12)."), "pkcs12") from None
    raise Refused(_("The passphrase of the certificate file is not right."), "pin")


def path_of(certificate: x509.Certificate, others: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """The certificate, its issuer, and so on up to a root: what is on no path does not go into the report."""
    path = [certificate]
    while path[-1].issuer != path[-1].subject and len(path) < 6:
        above = [one for one in others if one.subject == path[-1].issuer and one not in path]
        if len(above) != 1:
            break
        path.append(above[0])
    return tuple(path)
