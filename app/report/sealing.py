"""Whether a report goes out plain or for its receiver only, and who can open it then."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import presets, report_receiver
from app.office import Office
from app.preset_keys import RECEIVER

if TYPE_CHECKING:
    from cryptography import x509


@dataclass(frozen=True)
class Sealing:
    """certificates: who can open the files, the receiver first; nobody: they stay plain."""

    certificates: "tuple[x509.Certificate, ...]" = ()

    @property
    def fingerprint(self) -> str | None:
        """`receiver` of report.json: who can open it can't pass it on as made for somebody else."""
        if not self.certificates:
            return None
        from app.report import certificates

        return certificates.fingerprint(self.certificates[0])

    @property
    def ending(self) -> str:
        """What a sealed file's name has behind it."""
        return ".p7m" if self.certificates else ""

    def sealed(self, content: bytes) -> bytes:
        """The content as it is written: as it is, or for the receivers only."""
        if not self.certificates:
            return content
        from app.report import envelope

        return envelope.seal(content, self.certificates)


def sealing_for(office: Office, receiver: "x509.Certificate | None", now: dt.datetime) -> Sealing:
    """For this receiver, else for the office's usual one.

    Raises Refused when nothing should be encrypted to him, or when the preset of this PC has locked another receiver.
    """
    usual = report_receiver.usual(office)
    if receiver is None and usual is None:
        return Sealing()
    from cryptography.hazmat.primitives.serialization import Encoding

    from app.report import certificates, receivers

    certificate = receiver or receivers.load(usual.pem.encode() if usual else b"")
    receivers.check(certificate, now)
    if receiver is not None:
        pem = receiver.public_bytes(Encoding.PEM).decode()
        same_key = usual is not None and usual.fingerprint == certificates.fingerprint(receiver)
        presets.refuse_locked(RECEIVER, pem, pem if same_key else None)
    if usual is not None and usual.own_copy:
        return Sealing((certificate, report_receiver.own_certificate(office)))
    return Sealing((certificate,))
