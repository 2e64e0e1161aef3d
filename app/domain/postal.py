"""Numbers of registered post, as the post office's stickers bear them; how they and letters' numbers are shown."""

import re
from typing import Final

from app.domain.persian.text import isolate, latin_digits, normalise, persian_digits
from app.domain.texts import _

_WEIGHTS: Final = (8, 6, 4, 2, 3, 5, 9, 7)
_S10: Final = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")
_HOME: Final = re.compile(r"[0-9]{20}|[0-9]{24}")


def registered_number(text: str) -> tuple[str, str | None]:
    """The number as it is stored, and a warning if it looks odd: it is never refused, as a post office may have others.

    Two kinds are known: UPU S10 (two letters, eight digits, a check digit, the country) and the numbers of 20 or 24
    digits of Iran's own post, of which no check digit is known.
    """
    number = re.sub(r"[\s\-/]", "", latin_digits(normalise(text))).upper()
    if not number or _HOME.fullmatch(number):
        return number, None
    if found := _S10.fullmatch(number):
        if int(found[3]) == _check(found[2]):
            return number, None
        return number, _("The check digit does not fit the others. Compare the number with the sticker.")
    return number, _("A number of registered post has 20 or 24 digits, or 13 letters and digits. Please check it.")


def _check(digits: str) -> int:
    """S10: 11 less the remainder, where 10 becomes 0 and 11 becomes 5."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def shown_number(number: str) -> str:
    """A registry's or the post's number in Persian digits: from left to right, unless there are Persian letters in it,
    which are read from the right.
    """
    shown = persian_digits(number)
    return shown if re.search(r"[^\W\da-zA-Z]", shown) else isolate(shown)
