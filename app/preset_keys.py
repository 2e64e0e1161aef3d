"""What a preset may say: each name with its meaning, and how its value is read. Nothing else is taken from it."""

import base64
import binascii
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING, Any, Final

from app.access import names_another_pc
from app.domain.codes import AgencyKind, Weekday
from app.domain.errors import Refused
from app.domain.persian.calendar import clock, parse_time
from app.domain.persian.text import latin_digits, normalise, persian_digits, search_key
from app.domain.texts import N_, _

if TYPE_CHECKING:
    from app.report_receiver import Receiver

RECEIVER, FINGERPRINT = "receiver_certificate", "receiver_fingerprint"
LONGEST_DUE: Final = 365
_LONGEST_NAME: Final = 60
_EXPANDED: Final = re.compile(r"%[^%\s]+%|\$\w|\$\{")
_FILE: Final = re.compile(r"[^/\\:*?\"<>|]+\.(pem|cer|crt|der)", re.IGNORECASE)


@dataclass(frozen=True)
class Beside:
    """What a value may lean on. folder: of the preset's file, None for the registry; trusted: whether a file is one
    that administrators alone can write; now: the instant at which certificates must be in force.
    """

    folder: Path | None
    trusted: Callable[[Path], bool]
    now: dt.datetime


@dataclass(frozen=True)
class Key:
    """title: the setting's name for people. outward: it says where data goes or whose program is loaded, so that an
    administrator of the office has to see it first. shown: a value as people read it; mark: as the store keeps it.
    """

    title: str
    read: Callable[[str, Beside], Any]
    outward: bool = False
    shown: Callable[[Any], str] = str
    mark: Callable[[Any], str] = str


def never(name: str) -> str:
    """Why a name that no preset may have is not taken; empty for any other."""
    parts = set(re.split(r"[^a-z]+", name))
    return _(_NEVER) if parts & _SECRET else ""


_NEVER = N_("Passphrases, users and rights, and the keys of updates are never taken from a preset. Leave the line out.")
_SECRET: Final = frozenset(
    {
        *("passphrase", "passphrases", "password", "passwords", "pass", "pin", "secret", "token", "recovery"),
        *(
            "key",
            "keys",
            "publisher",
            "update",
            "updates",
            "user",
            "users",
            "login",
            "right",
            "rights",
            "role",
            "roles",
        ),
    }
)


def _province(text: str, _beside: Beside) -> str:
    from app.domain import places  # reads its list, which no start has to wait for

    key = search_key(text)
    found = next((name for name in places.provinces() if search_key(name) == key), None)
    if found is None:
        raise Refused(_("There is no province of this name. Write it as the list of provinces has it."))
    return found


def _county(text: str, _beside: Beside) -> str:
    if len(text) > _LONGEST_NAME:
        raise Refused(_("The value is too long."))
    return normalise(text)


def _kind(text: str, _beside: Beside) -> AgencyKind:
    from app.register.codes import code

    return code(AgencyKind, text, "kind")


def _weekday(text: str, _beside: Beside) -> Weekday:
    from app.register.codes import code

    return code(Weekday, text, "weekday")


def _hours(text: str, _beside: Beside) -> tuple[dt.time, dt.time]:
    opens, _dash, closes = text.replace("–", "-").partition("-")
    read = parse_time(opens.strip()), parse_time(closes.strip())
    if read[0] >= read[1]:
        raise Refused(_("The meeting's end must be later than its beginning."))
    return read


def _days(text: str, _beside: Beside) -> int:
    digits = latin_digits(text)
    if not re.fullmatch("[0-9]{1,3}", digits) or not 1 <= int(digits) <= LONGEST_DUE:
        raise Refused(_("Write a number of days from 1 to 365."))
    return int(digits)


def switch(text: str) -> bool:
    """Yes or no. Raises Refused."""
    key = search_key(text)
    if key in {"1", "yes", "true", "on", search_key("بله")}:
        return True
    if key in {"0", "no", "false", "off", search_key("خیر")}:
        return False
    raise Refused(_("Write yes or no."))


def _path(text: str) -> str:
    """A whole path, as it stands: nothing is put in the place of %NAME%."""
    if _EXPANDED.search(text):
        raise Refused(_("Nothing is put in the place of %NAME% or $NAME. Write the whole path."))
    if not Path(text).is_absolute():
        raise Refused(_("Write the whole path."))
    return text


def _folder(text: str, _beside: Beside) -> str:
    return _path(text)


def _library(text: str, _beside: Beside) -> str:
    from app.signing_settings import checked_file

    return checked_file(_path(text), "pkcs11")


def _authority(text: str, _beside: Beside) -> str:
    from app.report.authority import checked

    return checked(text)


def _certificate(text: str, beside: Beside) -> "Receiver":
    """A file beside the preset, a file with its whole path, or the certificate itself in base64."""
    from app.files import read_bytes
    from app.report import receivers
    from app.report_receiver import described

    if not _FILE.fullmatch(PureWindowsPath(text.replace("/", "\\")).name):
        return described(_base64(text), beside.now)
    if _FILE.fullmatch(text):
        if beside.folder is None:
            raise Refused(_("Write the file's whole path, or the certificate itself in base64."))
        path = beside.folder / text
    else:
        path = Path(_path(text))
        if names_another_pc(text):
            raise Refused(_("Choose a file on this PC, with its whole path."))
    content = read_bytes(path, receivers.LARGEST)
    if not beside.trusted(path):
        raise Refused(_("Ordinary users of this PC can write this file. Put it beside the preset."))
    return described(content, beside.now)


def _base64(text: str) -> bytes:
    plain = "".join(re.sub("-----(BEGIN|END) CERTIFICATE-----", "", text).split())
    try:
        return base64.b64decode(plain, validate=True)
    except (ValueError, binascii.Error):
        raise Refused(_("This is neither the name of a certificate's file nor a certificate in base64.")) from None


def _fingerprint(text: str, _beside: Beside) -> str:
    digits = "".join(text.replace(":", "").split()).lower()
    if not re.fullmatch("[0-9a-f]{64}", digits):
        raise Refused(_("A fingerprint has 64 letters: digits, and a to f."))
    return digits


def _said(on: object) -> str:
    return _("yes") if on else _("no")


KEYS: Final[dict[str, Key]] = {
    "province": Key(N_("Province"), _province),
    "county": Key(N_("County"), _county),
    "kind": Key(N_("Kind of agency"), _kind, shown=lambda kind: kind.label),
    "weekday": Key(N_("Meeting day"), _weekday, shown=lambda day: day.label),
    "hours": Key(
        N_("Hours of the meeting"),
        _hours,
        shown=lambda hours: _("%(opens)s to %(closes)s") % {"opens": clock(hours[0]), "closes": clock(hours[1])},
    ),
    "due_days": Key(N_("Days for a unit's answer"), _days, shown=persian_digits),
    "thursdays_closed": Key(N_("Offices are closed on Thursdays too"), lambda text, _: switch(text), shown=_said),
    "confidential_reports": Key(
        N_("«Confidential» stands on each page of the report"), lambda text, _: switch(text), shown=_said
    ),
    RECEIVER: Key(
        N_("Receiver of the report"),
        _certificate,
        outward=True,
        shown=lambda receiver: receiver.name,
        mark=lambda receiver: receiver.pem,
    ),
    "backup_folder": Key(N_("Folder of backups"), _folder, outward=True),
    "tsa": Key(N_("Address of the time stamp authority"), _authority, outward=True),
    "pkcs11": Key(N_("Library of the tokens (PKCS#11)"), _library, outward=True),
}
"""By name, in the order in which they are shown."""

ASSERTED: Final = Key(N_("Fingerprint of the key"), _fingerprint)
"""Of `receiver_fingerprint`: no setting, but what the certificate's key must have."""
