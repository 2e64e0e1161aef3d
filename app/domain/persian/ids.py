"""Numbers that stand for a person, a phone, a place or an issue.

Each reader takes any digits, spaces and hyphens, and gives Latin digits. The `show_` and `masked_` forms are
for screens; a value of another shape comes back as it is, or wholly masked.
"""

import re
from collections.abc import Iterable

from app.domain.errors import Refused
from app.domain.persian.text import ZWNJ, latin_digits, normalise
from app.domain.texts import _

_LEGAL_WEIGHTS = (29, 27, 23, 19, 17) * 2
_BETWEEN = re.compile(f"[ {ZWNJ}–-]")
_DOCUMENT = re.compile("[A-Za-z]{1,3}[0-9]{5,}")
_COUNTRY = re.compile(r"(?:\+98|0098|)(9[0-9]{9})")
_SPREAD, _SHIFT, _CODES = 6_180_339, 2_718_281, 10**7  # the spread has no factor in common with 10
_DOT = "•"


def national_id(text: str, *, field: str = "national_id") -> str:
    """Ten digits with a right check digit. Excel eats zeros: 8 or 9 are filled up, if it is then right.

    Raises Refused with the field: another length, ten equal digits, a wrong check digit.
    """
    digits = _digits(text)
    full = digits.zfill(10)
    if len(digits) not in {8, 9, 10} or (len(digits) < 10 and not _national_check(full)):
        raise Refused(_("A national id has 10 digits."), field)
    if len(set(full)) == 1:
        raise Refused(_("A national id can't be ten equal digits."), field)
    if not _national_check(full):
        raise Refused(_("The national id is not right. Check the digits again."), field)
    return full


def foreign_id(text: str, *, field: str = "foreign_id") -> str:
    """A foreign national's 12 digits; no check digit is known. Raises Refused with the field."""
    digits = _digits(text)
    if len(digits) != 12:
        raise Refused(_("A foreign national's number has 12 digits."), field)
    return digits


def legal_id(text: str, *, field: str = "legal_id") -> str:
    """A legal person's 11 digits with a right check digit. Raises Refused with the field.

    With t the tenth digit and 2, the sum of (digit + t) times its weight over the first ten, modulo 11 (10 is 0), is
    the eleventh; the same rule as in the package persian_tools.
    """
    digits = _digits(text)
    if len(digits) != 11 or not _legal_check(digits):
        raise Refused(_("The legal person's id is not right. It has 11 digits."), field)
    return digits


def document(text: str, *, field: str = "document") -> str:
    """Number of a passport or an آمایش card as it is kept: capitals and Latin digits, nothing between them.

    No common rule is known: 4 to 20 letters and digits, digits among them. Raises Refused with the field.
    """
    typed = _BETWEEN.sub("", latin_digits(normalise(text))).replace("/", "").upper()
    if not (4 <= len(typed) <= 20 and typed.isalnum() and re.search("[0-9]", typed)):
        raise Refused(_("Write the number as it stands on the passport or the card."), field)
    return typed


def key_of(text: str) -> str | None:
    """By which key a person's number is kept, from what is typed of it so far; None for what is no number.

    Digits are a national id's; more of them than it has, a foreign national's. Letters with a number behind them are
    a passport's or a card's. A legal person's id has a field of its own, where nothing else belongs.
    """
    typed = _BETWEEN.sub("", latin_digits(normalise(text)))
    if _DOCUMENT.fullmatch(typed):
        return "document"
    if not re.fullmatch("[0-9]+", typed):
        return None
    return "national_id" if len(typed) <= 10 else "foreign_id"


def person_id(text: str, *, field: str) -> str:
    """A national id or a foreign national's number, whichever was meant. Raises Refused with the field."""
    return foreign_id(text, field=field) if key_of(text) == "foreign_id" else national_id(text, field=field)


def right_id(text: str) -> str | None:
    """The key of the id that this is as it stands; None for anything else, also for one that lacks its zeros."""
    try:
        return key_of(text) if person_id(text, field="") == _digits(text) else None
    except Refused:
        return None


def mobile(text: str, *, field: str = "mobile") -> str:
    """09 and nine digits, also from +98…, 0098… and 9…. Raises Refused with the field."""
    typed = _BETWEEN.sub("", latin_digits(normalise(text)))
    if found := _COUNTRY.fullmatch(typed):
        return f"0{found[1]}"
    if not re.fullmatch("09[0-9]{8,9}", typed):
        raise Refused(_("A mobile number has 11 digits and begins with 09."), field)
    if len(typed) == 10:
        raise Refused(_("One digit is missing: it must have 11 digits."), field)
    return typed


def landline(text: str, *, field: str = "landline") -> str:
    """A telephone that is no mobile: with its area code (0613 …, 11 digits), or as it is dialled in the county.

    Raises Refused with the field.
    """
    digits = _digits(text)
    if not re.fullmatch("0[1-8][0-9]{9}|[1-9][0-9]{3,7}", digits):
        raise Refused(_("Write the telephone with its area code, such as 06133334444."), field)
    return digits


def postal_code(text: str) -> tuple[str, str | None]:
    """The code as it is stored, and a warning if it looks odd: it is never refused. Empty is not odd.

    Ten digits; 0 and 2 do not occur in the first five, as in handwriting they look like 5 and 3.
    """
    code = _digits(text) or normalise(text)
    if not code or re.fullmatch("[13-9]{5}[0-9]{5}", code):
        return code, None
    return code, _("A postal code has 10 digits. Please check it.")


def follow_up_code(number: int) -> str:
    """The 8 digits that the citizen takes home: 7 that stand for the number, and a Luhn check digit.

    number: 0 to 9,999,999. Each number has its own code, and neighbours' codes look unlike each other, so
    that one is not taken for the next on a list. It is no secret: whoever knows the rule can count.
    """
    if not 0 <= number < _CODES:
        raise ValueError("a follow-up code has room for seven digits")
    digits = f"{(number * _SPREAD + _SHIFT) % _CODES:07}"
    return digits + str(-_luhn_sum(digits + "0") % 10)


def is_follow_up_code(text: str) -> bool:
    """Whether it has 8 digits and the last is right."""
    digits = _digits(text)
    return len(digits) == 8 and _luhn_sum(digits) % 10 == 0


def show_national_id(number: str) -> str:
    """199-042731-6."""
    return f"{number[:3]}-{number[3:9]}-{number[9]}" if _has(10, number) else number


def show_mobile(number: str) -> str:
    """0916 300 4172."""
    return f"{number[:4]} {number[4:7]} {number[7:]}" if _has(11, number) else number


def show_follow_up_code(code: str) -> str:
    """4827-3155."""
    return f"{code[:4]}-{code[4:]}" if _has(8, code) else code


def masked_national_id(number: str) -> str:
    """199-••••••-6."""
    return f"{number[:3]}-{_DOT * 6}-{number[9]}" if _has(10, number) else _DOT * len(number)


def masked_foreign_id(number: str) -> str:
    """101••••••••7."""
    return f"{number[:3]}{_DOT * 8}{number[11]}" if _has(12, number) else _DOT * len(number)


def masked_mobile(number: str) -> str:
    """0916 ••• ••72."""
    return f"{number[:4]} {_DOT * 3} {_DOT * 2}{number[9:]}" if _has(11, number) else _DOT * len(number)


def _digits(text: str) -> str:
    """The digits of what was typed; nothing if there is anything else but spaces and hyphens."""
    typed = _BETWEEN.sub("", latin_digits(normalise(text)))
    return typed if re.fullmatch("[0-9]*", typed) else ""


def _has(length: int, number: str) -> bool:
    return len(number) == length and number.isascii() and number.isdigit()


def _national_check(digits: str) -> bool:
    rest = _weighed(digits, range(10, 1, -1)) % 11
    return int(digits[9]) == (rest if rest < 2 else 11 - rest)


def _legal_check(digits: str) -> bool:
    extra = (int(digits[9]) + 2) * sum(_LEGAL_WEIGHTS)
    return int(digits[10]) == (_weighed(digits, _LEGAL_WEIGHTS) + extra) % 11 % 10


def _weighed(digits: str, weights: Iterable[int]) -> int:
    """The sum of digits times weights; digits beyond the last weight stay out."""
    return sum(int(digit) * weight for weight, digit in zip(weights, digits, strict=False))


def _luhn_sum(digits: str) -> int:
    odd, even = digits[-1::-2], digits[-2::-2]
    return sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)
