"""What the publisher says of a setup, signed and laid beside it: `DidarSetup-V.exe.didarsig` (docs/updates.md).

Canonical JSON with an Ed25519 signature over the format's name and what is said. It is a stranger's file until one of
the program's two publisher keys vouches for it.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.domain import canonical as form
from app.domain.errors import Refused
from app.domain.texts import _
from app.domain.versions import order
from app.report import canonical
from app.report.broken import BrokenError
from resources import ROOT

FORMAT: Final = "didar-update/1"
PRODUCT: Final = "didar"
ENDS: Final = ".didarsig"
LARGEST_NOTE: Final = 4096
LARGEST_SETUP: Final = 512 * 1024 * 1024
FIRST_DAY: Final = dt.date(2026, 1, 1)
"""No update was signed before there was a Didar."""

_DIGEST, _SIGNATURE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}")
_SAID: Final = {"date", "format", "least", "product", "sha256", "size", "version"}


class Which(Enum):
    """The key that vouched: an update may be signed by the next one before the present one is withdrawn."""

    PRESENT = "present"
    NEXT = "next"


Publisher = dict[Which, Ed25519PublicKey]


@dataclass(frozen=True)
class Update:
    """What the publisher signed: which setup it is, and from which version on it may be installed over another."""

    version: str
    size: int
    sha256: str
    least: str
    date: dt.date

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "date": self.date.isoformat(), "format": FORMAT, "product": PRODUCT}


def built_in() -> Publisher:
    """The publisher's keys of this copy. Empty where none were built in: then it can't tell whose an update is."""
    found: Publisher = {}
    for which in Which:
        path = key_file(which)
        if path.is_file() and (key := public_key(path.read_bytes())):
            found[which] = key
    return found


def key_file(which: Which) -> Path:
    return ROOT / "publisher" / f"{which.value}.pem"


def public_key(pem: bytes) -> Ed25519PublicKey | None:
    """None for whatever else it is: a release is not built with it, and a copy of Didar opens all the same."""
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm):
        return None
    return key if isinstance(key, Ed25519PublicKey) else None


def message(said: dict[str, Any]) -> bytes:
    """What is signed. It begins with the format's name, so no signature fits a second use."""
    return FORMAT.encode() + b"\0" + form.dumps(said)


def seal(update: Update, key: Ed25519PrivateKey) -> bytes:
    """The file's bytes."""
    said = update.as_dict()
    return form.dumps({"said": said, "signature": key.sign(message(said)).hex()})


def read(data: bytes, publisher: Publisher) -> tuple[Update, Which]:
    """What one of the publisher's keys vouches for. Raises Refused for everything else."""
    said, signature = _parsed(data)
    for which, key in publisher.items():
        try:
            key.verify(signature, message(said))
        except InvalidSignature:
            continue
        return _update(said), which
    raise Refused(
        _("This update is not signed by Didar's publisher. Do not install it; ask for the right stick."), "file"
    )


def _parsed(data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        if len(data) > LARGEST_NOTE:
            raise BrokenError(19, "larger than a note")
        note = canonical.unpack(data)
        said, signature = note.get("said"), note.get("signature")
        if note.keys() != {"said", "signature"} or not isinstance(said, dict) or not isinstance(signature, str):
            raise BrokenError(19, "not such a note")
        if not _SIGNATURE.fullmatch(signature):
            raise BrokenError(19, "no signature")
    except BrokenError:
        raise _broken() from None
    if said.get("format") != FORMAT:
        raise Refused(_("This update is meant for a newer Didar. Ask for the update that comes before it."), "file")
    return said, bytes.fromhex(signature)


def _update(said: dict[str, Any]) -> Update:
    """Even what the publisher signed is taken only as it should be: his tool may err too."""
    if said.get("product") != PRODUCT:
        raise Refused(_("This is the update of another program."), "file")
    try:
        if said.keys() != _SAID or type(said["size"]) is not int or not 0 < said["size"] <= LARGEST_SETUP:
            raise ValueError("other keys, or no size")
        if not all(isinstance(said[key], str) for key in _SAID - {"size"}) or not _DIGEST.fullmatch(said["sha256"]):
            raise ValueError("no digest")
        date = dt.date.fromisoformat(said["date"])
        if date.isoformat() != said["date"] or date < FIRST_DAY or order(said["least"]) >= order(said["version"]):
            raise ValueError("no date, or versions that do not rise")
    except ValueError:
        raise _broken() from None
    return Update(said["version"], said["size"], said["sha256"], said["least"], date)


def _broken() -> Refused:
    return Refused(_("The signature of this update is not whole, or was changed. Ask for the stick once more."), "file")
