"""With what a report is signed: the office's own key, a certificate file or a token; chosen by a form or by options."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from app import presets, signing_settings
from app.domain.errors import Refused
from app.domain.texts import _
from app.office import Office

if TYPE_CHECKING:
    from app.report.signers import Signer


class With(StrEnum):
    """The kinds of key, as `signer.kind` of report.json names them."""

    OWN = "own"
    FILE = "pkcs12"
    TOKEN = "pkcs11"  # noqa: S105 - the name of a kind


@dataclass(frozen=True)
class Chosen:
    """file: of the certificate, for FILE. library, label: of the token, for TOKEN; serial, fingerprint: which one of
    several tokens, and which of its owners; None: the only one, the likeliest.
    """

    kind: With = With.OWN
    file: str = ""
    library: str = ""
    label: str = ""
    serial: str | None = None
    fingerprint: str | None = None

    def signer(self, office: Office, secret: str) -> "Signer | None":
        """Whoever signs; None: the office's own key. secret: the file's passphrase or the token's PIN, as typed.

        May ask a token, so never on the UI thread. Raises Refused or Unavailable at the field that can mend it:
        "pkcs12", "pkcs11", "token" or "pin"; also for a library that is neither the office's nor the locked one.
        """
        if self.kind is With.TOKEN:
            if self.library != signing_settings.of(office).pkcs11:  # until the locked one is taken the office's signs
                presets.refuse_locked("pkcs11", self.library)
            from app.report.tokens import TokenSigner

            return TokenSigner(self.library, self.label, secret, serial=self.serial, fingerprint=self.fingerprint)
        if self.kind is With.FILE:
            from app.report.signers import Pkcs12Signer

            if not self.file:
                raise Refused(_("Choose the certificate file."), "pkcs12")
            return Pkcs12Signer(Path(self.file), secret)
        return None
