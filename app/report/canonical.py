"""report.json as bytes: one form only, and a reader that takes no other (rules 19 and 20)."""

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any, NoReturn

from app.domain.canonical import dumps
from app.report import limits
from app.report.broken import BrokenError

# Cc, and what turns the direction of the line round: they would show other words than the ones that are counted
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# no step back: a string without its end is read once, not once from each of its quotes
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_QUOTES = 2_000_000
_CONTAINERS = frozenset((dict, list))
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def pack(report: dict[str, Any], again: Callable[[], None] = lambda: None) -> bytes:
    """The bytes of a report's data that are signed: UTF-8, keys sorted, no spaces.

    again: as for `unpack`. Raises BrokenError if `unpack` would not take them: a value that nobody could verify is
    never signed.
    """
    data = dumps(report)
    unpack(data, again)
    return data


def unpack(data: bytes, again: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """The value of canonical bytes, within the limits. Raises BrokenError 19 (not such JSON) or 20 (another form).

    again: asked now and then; may raise to cancel.
    """
    if len(data) > limits.JSON:
        raise BrokenError(19, "more bytes than a report has")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise BrokenError(19, "not UTF-8") from None
    if text.startswith("\ufeff") or "\x00" in text:
        raise BrokenError(19, "a byte-order mark or a NUL")
    parts = _parts(text)
    _depth("".join(parts[::2]).encode() if parts else _STRING.sub(b"", data))
    again()
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_refuse, parse_int=_integer
        )
    except json.JSONDecodeError:
        raise BrokenError(19, "not JSON") from None
    if not isinstance(value, dict):
        raise BrokenError(19, "not an object")
    again()
    if not parts or not _surely_plain(text, parts, value):
        _check(value, again)
    again()
    if dumps(value) != data:
        raise BrokenError(20, "not the canonical form")
    return value


def _depth(outside: bytes) -> None:
    """Brackets outside strings, counted before they are parsed, a level of the innermost at a time.

    200,000 in each other are a RecursionError.
    """
    brackets = outside.translate(_BRACKETS, _NO_BRACKETS)
    if len(brackets) > 2 * limits.JSON_VALUES:
        raise BrokenError(19, "too many objects and lists")
    for _level in range(limits.JSON_DEPTH):
        brackets = brackets.replace(b"[]", b"")
        if not brackets:
            return
    raise BrokenError(19, "nested too deeply")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > limits.JSON_KEYS:
        raise BrokenError(19, "an object with too many keys")
    entries = dict(pairs)
    if len(entries) != len(pairs):
        raise BrokenError(19, "a key given twice")
    return entries


def _refuse(_written: str) -> NoReturn:
    raise BrokenError(19, "a number that is not whole")


def _integer(written: str) -> int:
    # counted as text: a million digits are not worth the time that int() takes
    if len(written) > 17 or not -limits.JSON_INTEGER < int(written) < limits.JSON_INTEGER:
        raise BrokenError(19, "a number out of bounds")
    return int(written)


def _parts(text: str) -> list[str]:
    """What stands outside strings, and in turn what stands in them; nothing where it can't be told by the quotes alone,
    or there are so many that they would not be worth their memory.
    """
    return [] if "\\" in text or text.count('"') > _QUOTES else text.split('"')


def _surely_plain(text: str, parts: list[str], value: dict[str, Any]) -> bool:
    """Whether `_check` would find nothing, seen by looking at each string once; False: it has to look.

    parts: of `_parts`. There is no escape in them: a lone surrogate, which has no bytes of its own, can't be there.
    """
    if _CONTROL.search(text):
        return False
    strings = set(parts)
    return (
        max(map(len, strings)) <= limits.JSON_STRING
        and all(unicodedata.is_normalized("NFC", one) for one in strings if not one.isascii())
        and _lists_are_short(value)
    )


def _lists_are_short(value: object) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [item for item in one.values() if item.__class__ in _CONTAINERS]
        elif isinstance(one, list):
            if len(one) > limits.JSON_ARRAY:
                return False
            waiting += [item for item in one if item.__class__ in _CONTAINERS]
    return True


def _check(value: object, again: Callable[[], None]) -> None:
    match value:
        case str():
            _text(value)
        case dict():
            for key, item in value.items():
                _text(key)
                _check(item, again)
        case list():
            if len(value) > limits.JSON_ARRAY:
                raise BrokenError(19, "a list too long")
            for number, item in enumerate(value):
                if number % 100 == 99:
                    again()
                _check(item, again)


def _text(text: str) -> None:
    if text.isascii() and text.isprintable() and len(text) < 64:
        return
    if len(text) > limits.JSON_STRING:
        raise BrokenError(19, "a string too long")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BrokenError(19, "a lone surrogate")
    if not unicodedata.is_normalized("NFC", text):
        raise BrokenError(20, "a string that is not NFC")
    if _CONTROL.search(text):
        raise BrokenError(20, "a control character")
