"""The recovery code: 128 bits as eight groups of six digits, each group its own check (docs/key-file.md)."""

from typing import Final

from app.domain import digit_groups
from app.domain.digit_groups import DIGITS, GROUPS, LENGTH, encode, groups
from app.domain.persian.text import persian_digits
from app.domain.texts import N_, language

__all__ = ["DIGITS", "FIELD", "GROUPS", "LENGTH", "decode", "encode", "groups", "shown"]

FIELD: Final = "recovery_code"

_WORDS = digit_groups.Words(
    FIELD,
    wrong=N_("Group %(n)s of the recovery code is wrong; compare its six digits."),
    length=N_("Group %(n)s of the recovery code has %(digits)s digits; it must have six."),
    total=N_("The recovery code has 48 digits in eight groups; %(digits)s were typed."),
)


def shown(code: str) -> str:
    """The code for a person, in two lines of four groups, with the digits of the chosen language."""
    lines = "\n".join(digit_groups.lines(code))
    return persian_digits(lines) if language() == "fa" else lines


def decode(text: str) -> bytes:
    """The 16 bytes of a code as typed: any script's digits, any separators or none.

    Raises Refused (field "recovery_code") that names the group in which a digit is wrong, missing or too many.
    """
    return digit_groups.decode(text, _WORDS)
