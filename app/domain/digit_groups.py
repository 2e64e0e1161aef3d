"""128 bits as eight groups of six digits, each group its own check: what people copy from paper into a field."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.domain.texts import _, language

LENGTH: Final = 16
"""Bytes that a code holds."""

GROUPS: Final = 8
DIGITS: Final = 6

_CHECK = 11
"""A group is 16 bits times 11: one wrong digit, or two neighbours exchanged, is no multiple of 11 any more."""


@dataclass(frozen=True)
class Words:
    """What is said of a code that is mistyped: msgids with n (the group) and digits (how many). field: whose they are.

    wrong: a group is no such number. length: a group has too many or too few digits. total: the whole has.
    """

    field: str
    wrong: str
    length: str
    total: str


def encode(secret: bytes) -> str:
    """The code of 16 bytes: "123456-…", Latin digits."""
    if len(secret) != LENGTH:
        raise ValueError("a code holds 16 bytes")
    numbers = (int.from_bytes(secret[at : at + 2], "big") for at in range(0, LENGTH, 2))
    return "-".join(f"{number * _CHECK:06}" for number in numbers)


def groups(code: str) -> list[str]:
    """The code's eight groups, for a screen that lays them out or asks for two of them."""
    return code.split("-")


def lines(code: str) -> list[str]:
    """The code in two lines of four groups, Latin digits."""
    each = groups(code)
    return ["  ".join(each[at : at + 4]) for at in (0, 4)]


def decode(text: str, words: Words) -> bytes:
    """The 16 bytes of a code as typed: any script's digits, any separators or none.

    Raises Refused that names the group in which a digit is wrong, missing or too many.
    """
    digits = "".join(_digit(letter) for letter in text)
    typed = re.findall(r"\d+", digits)
    joined = "".join(typed)
    if len(joined) != GROUPS * DIGITS:
        raise Refused(_wrong_length(typed, words), words.field)
    return b"".join(_bytes(joined[at : at + DIGITS], at // DIGITS + 1, words) for at in range(0, len(joined), DIGITS))


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return " " if value is None else str(value)


def _bytes(group: str, number: int, words: Words) -> bytes:
    value, rest = divmod(int(group), _CHECK)
    if rest or value >= 2**16:
        raise Refused(_(words.wrong) % {"n": _said(number)}, words.field)
    return value.to_bytes(2, "big")


def _wrong_length(typed: list[str], words: Words) -> str:
    if len(typed) == GROUPS:
        number, group = next((n, group) for n, group in enumerate(typed, 1) if len(group) != DIGITS)
        return _(words.length) % {"n": _said(number), "digits": _said(len(group))}
    return _(words.total) % {"digits": _said(sum(map(len, typed)))}


def _said(number: int) -> str:
    return persian_digits(number) if language() == "fa" else str(number)
