"""What an exit slip carries for its visit: a secret, and the desk's word for it; as a QR code's text, or as digits.

How both are made and read, so that others can do it again: docs/visit-proofs.md.
"""

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from app.domain import canonical, digit_groups
from app.domain.counting import BY_DEPUTY, UNCOUNTED, Uncounted
from app.domain.errors import Refused
from app.domain.texts import N_, _
from app.report import tree
from app.security import slip_key

FORMAT: Final = "didar-slip/1"
FIELD: Final = "visit"
WEEKLY: Final = "weekly"
WHY_NOT: Final[dict[str, Uncounted]] = {why.code: why for why in (*UNCOUNTED.values(), BY_DEPUTY)}
"""The kinds of slips whose visit is in no report, by their code."""

_TEXT = re.compile(
    r"didar-slip/1/(?P<code>[A-Za-z0-9-]{1,32})/(?P<date>[12][0-9]{3}-[01][0-9]-[0-3][0-9])/(?P<kind>[a-z]{1,16})"
    r"/(?P<secret>[A-Za-z0-9_-]{22})/(?P<signature>[A-Za-z0-9_-]{86})"
)
_WORDS = digit_groups.Words(
    FIELD,
    wrong=N_("Group %(n)s of the visit's code is wrong; compare its six digits."),
    length=N_("Group %(n)s of the visit's code has %(digits)s digits; it must have six."),
    total=N_("The visit's code has 48 digits in eight groups; %(digits)s were typed."),
)


@dataclass(frozen=True)
class Slip:
    """A slip as it left the desk. code: the agency's. kind: "weekly", or why the visit does not count."""

    code: str
    date: dt.date
    kind: str
    secret: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    def text(self) -> str:
        """What the QR code says."""
        secret, signature = (
            base64.urlsafe_b64encode(part).decode().rstrip("=") for part in (self.secret, self.signature)
        )
        return f"{FORMAT}/{self.code}/{self.date.isoformat()}/{self.kind}/{secret}/{signature}"

    def digits(self) -> str:
        """The secret to be typed in by hand: 48 digits, eight groups."""
        return digit_groups.encode(self.secret)

    @property
    def key(self) -> bytes:
        """The key of the visit's leaf."""
        return tree.key_of(self.code, self.secret)


@dataclass(frozen=True)
class VisitCode:
    """What a visitor shows: the slip's QR code, or its digits alone (slip None), which the desk has not signed."""

    secret: bytes = field(repr=False)
    slip: Slip | None = None


def message(code: str, date: str, kind: str, key: bytes) -> bytes:
    """What the desk signs. date: ISO. key: the leaf's, so that the secret need not be shown to check the signature."""
    return canonical.dumps({"format": FORMAT, "code": code, "date": date, "kind": kind, "k": key.hex()})


def signed(pkcs8: bytes, code: str, date: dt.date, kind: str, secret: bytes) -> Slip:
    """The slip of a visit. pkcs8: the desk's key."""
    words = message(code, date.isoformat(), kind, tree.key_of(code, secret))
    return Slip(code, date, kind, secret, slip_key.sign(pkcs8, words))


def read(text: str) -> VisitCode:
    """The QR code's text, or the digits as typed. Raises Refused (field "visit") that says where it is mistyped."""
    text = text.strip()
    if not text.startswith("didar-slip/"):
        return VisitCode(digit_groups.decode(text, _WORDS))
    if not text.startswith(f"{FORMAT}/"):
        raise _newer()
    found = _TEXT.fullmatch(text)
    if found is None:
        raise _unreadable()
    if found["kind"] not in (WEEKLY, *WHY_NOT):
        raise _newer()
    try:
        date = dt.date.fromisoformat(found["date"])
        secret, signature = _bytes(found["secret"]), _bytes(found["signature"])
    except (ValueError, binascii.Error):
        raise _unreadable() from None
    return VisitCode(secret, Slip(found["code"], date, found["kind"], secret, signature))


def _bytes(text: str) -> bytes:
    """base64url without padding, in the one form that these bytes have."""
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise ValueError("bits that mean nothing")
    return data


def _newer() -> Refused:
    return Refused(_("This slip was made by a newer Didar; this version can't read it."), FIELD)


def _unreadable() -> Refused:
    return Refused(
        _("This is not the text of an exit slip's QR code. Read it again, or type the digits below it."), FIELD
    )
