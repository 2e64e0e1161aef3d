"""Passphrases: one spelling of each, which are too weak, four words to offer, the file that holds one."""

import re
import secrets
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from app.access import others_can_read
from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import from_keyboard, latin_digits, search_key
from app.domain.texts import N_, _
from resources import ROOT

SHORTEST: Final = 12
WORDS: Final = 4
FIELD: Final = "passphrase"

# half-spaces and joiners, tatweel, soft hyphen, byte-order mark, marks and controls of direction
_DROPPED = re.compile("[\u200b-\u200f\u0640\u00ad\ufeff\u202a-\u202e\u2060\u2066-\u2069\u061c]")
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "ە": "ه"})
_HEH_WITH_HAMZA = re.compile("ه\u0654+")
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_LOOK_ALIKES = str.maketrans("@$!013457", "asioieast")
_FEWEST_LETTERS = 5
_LARGEST_FILE = 64 * 1024

STRENGTHS: Final = {
    "weak": N_("Weak: at least 12 letters, or four words."),
    "fair": N_("Fair: a few more letters make it strong."),
    "strong": N_("Strong"),
}
"""The code that `strength` gives, and its words."""


def fold(text: str) -> str:
    """Rule 1 (`norm` of the key file): two Persian layouts type one key, so they give one passphrase. Idempotent.

    NFKC; half-spaces, tatweel and controls of direction dropped; ی, ک, ه in one form; Latin digits; ends stripped.
    """
    text = _DROPPED.sub("", unicodedata.normalize("NFKC", text))
    text = unicodedata.normalize("NFKC", text).translate(_LETTERS)  # again: what was dropped may have parted two
    return latin_digits(_HEH_WITH_HAMZA.sub("ه", text)).strip()


def check(text: str, agency: str) -> None:
    """Raises Refused (field "passphrase") for one that a guesser tries early.

    At least 12 letters, digits or signs (spaces not counted) or four of the words that Didar offers; not one of the
    commonest, nor little more than the agency's name.
    """
    text = fold(text)
    if _is_offered(text):
        return
    bare = "".join(text.split())
    if len(bare) < SHORTEST:
        raise Refused(_("A passphrase has at least 12 letters, or four words that Didar offers."), FIELD)
    if len(set(bare)) < _FEWEST_LETTERS or _is_common(bare):
        raise Refused(
            _("This passphrase is too common and is soon guessed. Choose four words that do not belong together."),
            FIELD,
        )
    if _is_mostly(search_key(agency), search_key(text)):
        raise Refused(_("The agency's name is soon guessed. Choose another passphrase."), FIELD)


def strength(text: str, agency: str = "") -> str:
    """A key of STRENGTHS: "weak" is refused by `check`, "strong" has 16 letters or is four offered words."""
    try:
        check(text, agency)
    except Refused:
        return "weak"
    folded = fold(text)
    return "strong" if _is_offered(folded) or len("".join(folded.split())) >= 16 else "fair"


def offer() -> str:
    """Four random words, each from a list of more than 2,048: over 2^44 possibilities."""
    return " ".join(secrets.SystemRandom().sample(_words(), WORDS))


def read_passphrase_file(path: Path) -> tuple[str, str | None]:
    """The file's first line (UTF-8; a byte-order mark and one line end dropped; NFC), and a warning or None.

    The warning is for a file that others can read. Raises Unavailable when it can't be read, Refused when it is not
    UTF-8 or its first line is empty.
    """
    return _first_line(path, FIELD, _PASSPHRASES)


def read_pin_file(path: Path) -> tuple[str, str | None]:
    """The same of the file with the PIN, or the passphrase, of a certificate, a token or a receiver's key."""
    return _first_line(path, "pin", _PINS)


_PASSPHRASES: Final = (
    N_("The passphrase's file %(path)s can't be read."),
    N_("The passphrase's file %(path)s is not UTF-8 text."),
    N_("The first line of the passphrase's file %(path)s is empty."),
    N_("Others on this PC can read the passphrase's file %(path)s. Take that right from them."),
)
_PINS: Final = (
    N_("The PIN's file %(path)s can't be read."),
    N_("The PIN's file %(path)s is not UTF-8 text."),
    N_("The first line of the PIN's file %(path)s is empty."),
    N_("Others on this PC can read the PIN's file %(path)s. Take that right from them."),
)


def _first_line(path: Path, field: str, words: tuple[str, str, str, str]) -> tuple[str, str | None]:
    unread, undecoded, empty, open_to_others = (_(said) % {"path": path} for said in words)
    try:
        with path.open("rb") as file:
            line = file.readline(_LARGEST_FILE)
            is_open = others_can_read(path)
    except OSError:
        raise Unavailable(unread, field) from None
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(undecoded, field) from None
    text = unicodedata.normalize("NFC", text.removesuffix("\n").removesuffix("\r"))
    if not text:
        raise Refused(empty, field)
    return text, open_to_others if is_open else None


def _is_common(bare: str) -> bool:
    """Whether it is one of the commonest, also repeated, between digits and signs, or typed on the other keyboard."""
    text = bare.casefold()
    whole = {text, re.sub(r"^(.+?)\1+$", r"\1", text, flags=re.DOTALL)}
    cores = whole | {_ENDS.sub("", each) for each in whole}
    cores |= {each.translate(_LOOK_ALIKES) for each in cores}
    cores |= {fold(from_keyboard(each)) for each in cores}
    return "" in cores or not cores.isdisjoint(_common())  # "": digits and signs alone, as dates and phone numbers are


def _is_mostly(name: str, key: str) -> bool:
    return bool(name) and (key in name or (name in key and len(key) - len(name) < SHORTEST))


def _is_offered(text: str) -> bool:
    words = text.split()
    return len(set(words)) >= WORDS and set(words) <= {fold(word) for word in _words()}


@cache
def _words() -> tuple[str, ...]:
    return _lines("words.txt")


@cache
def _common() -> frozenset[str]:
    return frozenset(_lines("common-passphrases.txt"))


def _lines(name: str) -> tuple[str, ...]:
    text = (ROOT / "data" / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("# "))
