"""The recovery code: 128 bits as eight groups of six digits, each group its own check (docs/key-file.md)."""

import re
import unicodedata
from typing import Final

from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.domain.texts import _, language

LENGTH: Final = 16
"""Bytes that a code holds."""

GROUPS: Final = 8
DIGITS: Final = 6
FIELD: Final = "recovery_code"

_CHECK = 11
"""A group is 16 bits times 11: one wrong digit, or two neighbours exchanged, is no multiple of 11 any more."""


def encode(secret: bytes) -> str:
    """The code of 16 bytes: "123456-…", Latin digits."""
    if len(secret) != LENGTH:
        raise ValueError("a recovery code holds 16 bytes")
    numbers = (int.from_bytes(secret[at : at + 2], "big") for at in range(0, LENGTH, 2))
    return "-".join(f"{number * _CHECK:06}" for number in numbers)


def groups(code: str) -> list[str]:
    """The code's eight groups, for a screen that lays them out or asks for two of them."""
    return code.split("-")


def shown(code: str) -> str:
    """The code for a person, in two lines of four groups, with the digits of the chosen language."""
    each = groups(code)
    lines = "\n".join("  ".join(each[at : at + 4]) for at in (0, 4))
    return persian_digits(lines) if language() == "fa" else lines


def decode(text: str) -> bytes:
    """The 16 bytes of a code as typed: any script's digits, any separators or none.

    Raises Refused (field "recovery_code") that names the group in which a digit is wrong, missing or too many.
    """
    digits = "".join(_digit(letter) for letter in text)
    typed = re.findall(r"\d+", digits)
    joined = "".join(typed)
    if len(joined) != GROUPS * DIGITS:
        raise Refused(_wrong_length(typed), FIELD)
    return b"".join(_bytes(joined[at : at + DIGITS], at // DIGITS + 1) for at in range(0, len(joined), DIGITS))


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return " " if value is None else str(value)


def _bytes(group: str, number: int) -> bytes:
    value, rest = divmod(int(group), _CHECK)
    if rest or value >= 2**16:
        raise Refused(
            _("Group %(n)s of the recovery code is wrong; compare its six digits.") % {"n": _said(number)},
            FIELD,
        )
    return value.to_bytes(2, "big")


def _wrong_length(typed: list[str]) -> str:
    if len(typed) == GROUPS:
        number, group = next((n, group) for n, group in enumerate(typed, 1) if len(group) != DIGITS)
        return _("Group %(n)s of the recovery code has %(digits)s digits; it must have six.") % {
            "n": _said(number),
            "digits": _said(len(group)),
        }
    return _("The recovery code has 48 digits in eight groups; %(digits)s were typed.") % {
        "digits": _said(sum(map(len, typed)))
    }


def _said(number: int) -> str:
    return persian_digits(number) if language() == "fa" else str(number)
