"""Tokens in software: softhsm2's own library on a folder of the test's own, where it is installed."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization

from app.report import cms
from tests.app.report import hostile

PIN = "۱۲۳۴"
LATIN_PIN = "1234"
PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so")
LIBRARY = next((str(Path(path).resolve()) for path in PLACES if Path(path).is_file()), None)


@dataclass
class SoftHsm:
    """A folder of tokens, which the library finds by its environment."""

    folder: Path
    library: str

    def token(self, label: str = "didar") -> None:
        self._util("--init-token", "--free", "--label", label, "--pin", LATIN_PIN, "--so-pin", "12345678")

    def hold(
        self,
        certificate: x509.Certificate | None,
        key: Any = None,
        *,
        label: str = "didar",
        key_id: bytes = b"\1",
        named: str = "head",
    ) -> None:
        """Put a certificate and its key on the token."""
        import pkcs11

        if key is not None:
            path = self.folder / "key.pem"
            path.write_bytes(
                key.private_bytes(
                    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
                )
            )
            told = ("--token", label, "--label", named, "--id", key_id.hex(), "--pin", LATIN_PIN)
            self._util("--import", str(path), *told)
        if certificate is None:
            return
        lib = pkcs11.lib(self.library)
        lib.reinitialize()
        with lib.get_token(token_label=label).open(rw=True, user_pin=LATIN_PIN) as session:
            session.create_object(
                {
                    pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                    pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                    pkcs11.Attribute.TOKEN: True,
                    pkcs11.Attribute.LABEL: named,
                    pkcs11.Attribute.ID: key_id,
                    pkcs11.Attribute.VALUE: cms.der(certificate),
                    pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                }
            )

    def _util(self, *words: str) -> None:
        subprocess.run(["softhsm2-util", *words], check=True, capture_output=True, env=os.environ)


def plugged_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> SoftHsm:
    assert LIBRARY is not None
    (folder / "tokens").mkdir(parents=True)
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    return SoftHsm(folder, LIBRARY)


def person(key: Any, **given: Any) -> x509.Certificate:
    """A head's certificate from somewhere outside."""
    return hostile.certificate(hostile.name("عدنان غزی"), private=key, **given)
