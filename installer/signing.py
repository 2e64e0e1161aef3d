"""Whose Authenticode signature the setup and what it installs bear: looked at first, then put there by osslsigncode."""

import datetime as dt
import shlex
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID

from installer.parts import Stopped


@dataclass(frozen=True)
class Signing:
    """A certificate with those above it, its key, and how the two are used."""

    certificate: Path
    key: Path
    timestamp: str = ""
    """The address of a time stamping service; without it the signature ends with the certificate."""
    passphrase: Path | None = None
    """The file that holds the key's: on a command line everybody on this PC could read it."""

    def look(self) -> None:
        """Stop unless Windows can believe what is signed now: osslsigncode signs with any certificate."""
        public = self._public()
        try:
            chain = x509.load_pem_x509_certificates(self.certificate.read_bytes())
        except ValueError as error:
            raise self._stopped("it holds no certificate in PEM") from error
        own = next((each for each in chain if each.public_key() == public), None)
        if own is None:
            raise Stopped(f"{self.key.name}: it is the key of no certificate in {self.certificate.name}")
        begins, ends = own.not_valid_before_utc, own.not_valid_after_utc
        if not begins <= dt.datetime.now(dt.UTC) <= ends:
            raise self._stopped(f"it was in force from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}")
        if not _for_programs(own):
            raise self._stopped("it is not for signing programs (codeSigning)")
        names = {each.subject for each in chain}
        if above := [each.issuer for each in chain if each.issuer not in names]:
            name = above[0].rfc4514_string()
            raise self._stopped(f"the certificate of {name} is missing in it: add all above it, up to the root")

    def script(self, folder: Path) -> Path:
        """A shell script that signs the file named after it, in its place: makensis calls it on the remover."""
        stamp = ("-ts", self.timestamp) if self.timestamp else ()
        keys = ("-certs", str(self.certificate.resolve()), "-key", str(self.key.resolve()))
        secret = ("-readpass", str(self.passphrase.resolve())) if self.passphrase else ()
        words = shlex.join(("osslsigncode", "sign", "-h", "sha256", "-n", "Didar", *stamp, *keys, *secret))
        path = folder / "sign.sh"
        path.write_text(f'set -e\n{words} -in "$1" -out "$1.signed"\nmv "$1.signed" "$1"\n', encoding="utf-8")
        return path

    def _public(self) -> PublicKeyTypes:
        data = self.key.read_bytes()
        if self.passphrase is None and b"ENCRYPTED" in data:
            raise Stopped(f"{self.key.name}: it is under a passphrase: name a file that holds it by --sign-pass")
        secret = self.passphrase.read_bytes().rstrip(b"\r\n") if self.passphrase else None
        try:
            return serialization.load_pem_private_key(data, secret).public_key()
        except (TypeError, ValueError, UnsupportedAlgorithm) as error:
            raise Stopped(f"{self.key.name}: the key cannot be read: {error}") from error

    def _stopped(self, why: str) -> Stopped:
        return Stopped(f"{self.certificate.name}: {why}")


def _for_programs(certificate: x509.Certificate) -> bool:
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.CODE_SIGNING in usages
