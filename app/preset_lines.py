"""A preset as text: `name = value` line by line, as UTF-8. What is no such line is named, and the rest stands."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.domain.persian.text import ZWNJ, isolate, isolate_path, persian_digits
from app.domain.texts import _, language

LARGEST: Final = 256 * 1024
LONGEST: Final = 16 * 1024
"""Letters of one value: a certificate has some thousands."""
LOCK, LOCK_ONE = "lock", "lock_"
"""`lock = name, name`, and for group policy, where each has its own box, `lock_name = yes`."""
LISTS: Final = {LOCK, "receiver_certificate"}
"""What a registry value of several lines may be."""
_SHOWN: Final = 40
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Line:
    """number: of the line in its file; 0 for a registry value, which has its name alone."""

    number: int
    name: str
    value: str


@dataclass(frozen=True)
class Fault:
    """What was not taken, and why. place: the file, or the key of the registry. number, name: as of a Line."""

    place: str
    number: int
    name: str
    reason: str

    def sentence(self) -> str:
        """For people: where it stands, then what to do."""
        if self.number:
            number = persian_digits(self.number) if language() == "fa" else self.number
            where = _("Line %(n)s") % {"n": number}
            if self.name:
                where = _("%(line)s, %(name)s") % {"line": where, "name": isolate(self.name)}
        else:
            where = isolate_path(self.name or self.place)
        return _("%(where)s: %(reason)s") % {"where": where, "reason": self.reason}


def of_text(content: bytes, place: str) -> Iterator[Line | Fault]:
    """Each line that says something, or why it says nothing. Any bytes will do."""
    if content.startswith(_UTF_16) or b"\x00" in content[:LARGEST]:
        yield Fault(place, 0, "", _("The file is not UTF-8 text. Save it as UTF-8."))
        return
    if len(content) > LARGEST:
        yield Fault(place, 0, "", _("The file is larger than 256 KiB. Leave in it what is meant for Didar alone."))
        return
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        try:
            text = line.decode().strip()
        except UnicodeDecodeError:
            yield Fault(place, number, "", _("The line is not UTF-8 text. Save the file as UTF-8."))
            continue
        if not text or text[0] in "#;":
            continue
        name, equals, value = text.partition("=")
        if not equals:
            yield Fault(place, number, _short(text), _("The line is not «name = value»."))
        else:
            yield _line(place, number, name, _unquoted(value.strip()))


def of_values(values: list[tuple[str, object]], place: str) -> Iterator[Line | Fault]:
    """The same of the registry's values: text, a number, or for a few names several lines. None: of another kind."""
    if sum(len(name) + len(str(value)) for name, value in values) > LARGEST:
        yield Fault(place, 0, "", _("The file is larger than 256 KiB. Leave in it what is meant for Didar alone."))
        return
    for name, value in values:
        if isinstance(value, list) and name.strip().lower() in LISTS:
            yield _line(place, 0, name, ",".join(map(str, value)) if name.strip().lower() == LOCK else "".join(value))
        elif isinstance(value, str | int):
            yield _line(place, 0, name, str(value).strip())
        else:
            said = _("A value of this kind is not taken. Write it as text (REG_SZ) or as a number (REG_DWORD).")
            yield Fault(place, 0, _short(name), said)


def _line(place: str, number: int, name: str, value: str) -> Line | Fault:
    name = name.strip().lower()
    if _unseen(name) or _unseen(value):
        return Fault(place, number, _short(name), _("There are letters in it that can't be seen. Type it anew."))
    if len(value) > LONGEST:
        return Fault(place, number, _short(name), _("The value is too long."))
    if not value:
        return Fault(place, number, _short(name), _("It has no value. Write one, or leave the line out."))
    return Line(number, name, value)


def _unquoted(value: str) -> str:
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] == '"' else value


def _unseen(text: str) -> bool:
    """Control letters and marks of direction, which would make it look like something else."""
    return any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} and letter != ZWNJ for letter in text)


def _short(text: str) -> str:
    """What is shown of a name that may be anything."""
    shown = "".join(letter if letter.isprintable() else "·" for letter in text.strip())
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
