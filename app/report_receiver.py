"""For whom this office's reports are encrypted: one certificate, whose fingerprint a person has compared."""

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import presets
from app.domain.errors import Refused
from app.domain.persian.calendar import TEHRAN
from app.domain.persian.text import latin_digits
from app.domain.texts import _
from app.files import read_bytes
from app.office import Office
from app.preset_keys import RECEIVER
from app.security.rights import Right
from app.setting_rows import _put, _value
from db.models import SigningKey

if TYPE_CHECKING:
    from cryptography import x509

_SETTING = "report_receiver"
TYPED = 8
"""Letters at the end of the fingerprint that are typed: who types them has looked at both."""


@dataclass(frozen=True)
class Receiver:
    """pem: the certificate. name: its common name; fingerprint: of its key, hex. own_copy: the office's own key opens
    the files too, so that it can read what it sent. replaced: the fingerprint of the key that was the receiver's until
    the instant `since`, where it was another one.
    """

    pem: str
    name: str
    fingerprint: str
    own_copy: bool
    replaced: str = ""
    since: str = ""

    @property
    def begins(self) -> dt.date:
        """The first day on which the certificate is in force."""
        return self._certificate.not_valid_before_utc.astimezone(TEHRAN).date()

    @property
    def ends(self) -> dt.date:
        """The last day on which it is."""
        return self._certificate.not_valid_after_utc.astimezone(TEHRAN).date()

    @property
    def _certificate(self) -> "x509.Certificate":
        from cryptography import x509

        return x509.load_pem_x509_certificate(self.pem.encode())


def usual(office: Office) -> Receiver | None:
    """The receiver of this office's reports; None: they go out plain."""
    with office.read() as session:
        return _usual(session)


def _usual(session: Session) -> Receiver | None:
    kept = _kept(session)
    return Receiver(**kept) if "pem" in kept else None


def _kept(session: Session) -> dict[str, Any]:
    """A receiver's values; of one who was taken out `gone` alone, his fingerprint; nothing where there was none."""
    value = _value(session, _SETTING)
    return (json.loads(value) or {}) if value is not None else {}


def read(path: Path, now: dt.datetime) -> Receiver:
    """As `described`, of a file. Raises Unavailable when it can't be read."""
    from app.report import receivers

    return described(read_bytes(path, receivers.LARGEST), now)


def described(content: bytes, now: dt.datetime) -> Receiver:
    """What a certificate's file says, before it is chosen. Raises Refused for one that won't do at that instant."""
    from cryptography.hazmat.primitives.serialization import Encoding

    from app.report import receivers

    certificate = receivers.load(content)
    receivers.check(certificate, now)
    name, fingerprint = receivers.described(certificate)
    return Receiver(certificate.public_bytes(Encoding.PEM).decode(), name, fingerprint, own_copy=False)


def choose(office: Office, content: bytes, typed: str, *, own_copy: bool) -> Receiver:
    """From now on reports are encrypted for this receiver.

    content: of the certificate's file. typed: the last eight letters of the fingerprint as the receiver read it out
    (by phone, from a letter): a wrong certificate would send the particulars to somebody else. Raises Refused.
    """
    wanted = described(content, office.now())
    said = latin_digits("".join(typed.split())).lower()
    if len(said) != TYPED or not wanted.fingerprint.endswith(said):
        raise Refused(
            _("These are not the last eight letters of the fingerprint. Ask the receiver for them."),
            "fingerprint",
        )
    with office.work("report_receiver.choose", Right.ADMINISTER) as session:
        now = _usual(session)
        same_key = now is not None and now.fingerprint == wanted.fingerprint
        presets.refuse_locked(RECEIVER, wanted.pem, wanted.pem if same_key else None)
        return _chosen(session, office, replace(wanted, own_copy=own_copy))


def _chosen(session: Session, office: Office, wanted: Receiver) -> Receiver:
    """Keep this one, and what is to be said of the key that was there before."""
    kept, chosen = _kept(session), wanted
    former = kept.get("fingerprint") or kept.get("gone")
    if former == wanted.fingerprint:  # renewed for the same key: what was said of that key stays so
        chosen = replace(chosen, replaced=kept.get("replaced", ""), since=kept.get("since", ""))
    elif former and kept.get("replaced") != wanted.fingerprint:  # to go back to the key before is no change
        since = office.now().isoformat(timespec="seconds")
        chosen = replace(chosen, replaced=former, since=since)
    _put(session, office, _SETTING, json.dumps(vars(chosen), ensure_ascii=False))
    return chosen


def forget(office: Office) -> None:
    """From now on reports go out plain."""
    presets.refuse_locked(RECEIVER, "")
    with office.work("report_receiver.forget", Right.ADMINISTER) as session:
        kept = _kept(session)
        _put(session, office, _SETTING, json.dumps({"gone": kept.get("fingerprint") or kept.get("gone")}))


def own_certificate(office: Office) -> "x509.Certificate":
    """The certificate of the office's own key that is in use."""
    from cryptography import x509

    newest = select(SigningKey.certificate).where(SigningKey.retired_at.is_(None)).order_by(SigningKey.id.desc())
    with office.read() as session:
        return x509.load_der_x509_certificate(session.scalars(newest.limit(1)).one())
