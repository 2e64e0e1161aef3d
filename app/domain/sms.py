"""What a text is on the air: its letters and parts, counted as they are typed, and the words of a template filled in.

GSM 03.38: a text of the GSM-7 alphabet has 160 letters in one message and 153 in each of several; any other letter
makes the whole UCS-2, with 70 and 67. Letters beyond the basic plane (most emoji) are two there, and never cut in two.
"""

import re
from dataclasses import dataclass
from typing import Final

from app.domain.errors import Refused
from app.domain.persian.text import in_order as kept_in_order
from app.domain.texts import _

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION: Final = frozenset("^{}\\[~]|€\f")
"""Two letters each: an escape goes before them."""

MOST_PARTS: Final = 4
"""Longer is a letter's business; and Kavenegar takes 268 Persian letters, which are four parts."""


@dataclass(frozen=True)
class _Alphabet:
    """alone: letters of a message that goes in one; each: of each part of a longer one."""

    alone: int
    each: int
    double: str

    def length(self, text: str) -> int:
        return len(text) + len(re.findall(self.double, text))


_GSM: Final = _Alphabet(160, 153, r"[\^{}\\\[~\]|€\f]")
_UCS: Final = _Alphabet(70, 67, "[\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Size:
    """letters: as the operator counts them; parts: as it bills them; left: letters that still fit into the last one."""

    letters: int
    parts: int
    left: int


def is_gsm(text: str) -> bool:
    """Whether the text goes in the GSM-7 alphabet: no Persian does."""
    return all(letter in _BASIC or letter in _EXTENSION for letter in text)


def in_order(text: str) -> str:
    """The text with its codes and telephones kept in order on the receiver's phone.

    By a mark before each: a single letter, which more phones know than they know isolates.
    """
    return text if is_gsm(text) else kept_in_order(text)


def split(text: str) -> list[str]:
    """The parts in which the text goes; an empty text is one empty part."""
    alphabet = _GSM if is_gsm(text) else _UCS
    if alphabet.length(text) <= alphabet.alone:
        return [text]
    parts, used = [""], 0
    for letter in text:
        wide = alphabet.length(letter)
        if used + wide > alphabet.each:
            parts.append("")
            used = 0
        parts[-1] += letter
        used += wide
    return parts


def measure(text: str) -> Size:
    """The text's letters and parts, as the screen says them while it is typed."""
    alphabet, parts = _GSM if is_gsm(text) else _UCS, split(text)
    room = alphabet.alone if len(parts) == 1 else alphabet.each
    return Size(alphabet.length(text), len(parts), room - alphabet.length(parts[-1]))


def placeholders(template: str) -> set[str]:
    """What is filled in: the names in braces."""
    return set(_PLACE.findall(template))


def fill(template: str, values: dict[str, str]) -> str:
    """The template with its places filled. A value's own braces stay what they are."""
    return _PLACE.sub(lambda found: values[found[1]], template)


_PLACE: Final = re.compile(r"\{([^{}\n]*)\}")


def check_template(template: str, known: frozenset[str], field: str) -> str:
    """The template itself. Raises Refused for a place that nothing fills, and for one that is never closed."""
    for name in sorted(placeholders(template) - known):
        raise Refused(_("Nothing fills {%(name)s} in. Take one of the words under the field.") % {"name": name}, field)
    if re.search(r"[{}]", _PLACE.sub("", template)):
        raise Refused(_("A brace is open in this text. Each place has one before and one after its name."), field)
    return template
