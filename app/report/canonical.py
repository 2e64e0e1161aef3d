"""report.json as bytes: one form only, and a reader that takes no other (rules 19 and 20)."""

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any, NoReturn

from app.domain.canonical import by_parts, dumps
from app.report import limits
from app.report.broken import BrokenError

# Cc, and what turns the direction of the line round: they would show other words than the ones that are counted
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# no step back: a string without its end is read once, not once from each of its quotes
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_ODD = re.compile(r"[A-Z.]|[0-9]e|[0-9]{16}")
"""Outside strings: numbers that are not whole, or not small, and what JSON does not have."""
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_QUOTES = 2_000_000
_CONTAINERS = frozenset((dict, list))
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def pack(report: dict[str, Any], again: Callable[[], None] = lambda: None) -> bytes:
    """The bytes of a report's data that are signed: UTF-8, keys sorted, no spaces.

    again: asked now and then; may raise to cancel. Raises BrokenError if `unpack` would not take them: a value that
    nobody could verify is never signed.
    """
    containers = 0

    def comes_back(part: dict[str, Any], data: bytes) -> None:
        nonlocal containers
        again()
        text, count = data.decode(), _containers(part)
        is_plain = count is not None and "\\" not in text and not _CONTROL.search(text)
        if (json.loads(text) if is_plain else unpack(data)) != part:
            raise BrokenError(20, "a value that does not come back")
        containers += count or 0

    data = by_parts(report, comes_back)
    if len(data) > limits.JSON:
        raise BrokenError(19, "more bytes than a report has")
    if containers > limits.JSON_VALUES or any(_is_too_long(one) for one in (report, *report.values())):
        raise BrokenError(19, "too many objects and lists, or too many in one")
    return data


def unpack(data: bytes, again: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """The value of canonical bytes, within the limits. Raises BrokenError 19 (not such JSON) or 20 (another form).

    again: asked now and then; may raise to cancel.
    """
    value = _plain(data)
    again()
    if value is not None and dumps(value) == data:
        return value
    again()
    value = _looked_through(data, again)
    if dumps(value) != data:
        raise BrokenError(20, "not the canonical form")
    return value


def _plain(data: bytes) -> dict[str, Any] | None:
    """The value, where nothing in it is odd; None where more has to be looked at, by `_looked_through`.

    A key given twice does not show here, but in that the value's own bytes are others. Raises BrokenError 19.
    """
    text = _decoded(data)
    parts = _parts(text)
    if not parts:
        return None
    outside = "".join(parts[::2])
    _depth(outside.encode())
    if _ODD.search(outside) or _CONTROL.search(text):
        return None
    value = _loaded(text)
    return value if isinstance(value, dict) and _containers(value) is not None else None


def _looked_through(data: bytes, again: Callable[[], None]) -> dict[str, Any]:
    """The value, its strings and numbers one by one. Raises BrokenError."""
    text = _decoded(data)
    _depth(_STRING.sub(b"", data))
    again()
    value = _loaded(text, object_pairs_hook=_object, parse_constant=_refuse, parse_float=_refuse, parse_int=_integer)
    if not isinstance(value, dict):
        raise BrokenError(19, "not an object")
    again()
    _check(value, again)
    again()
    return value


def _decoded(data: bytes) -> str:
    if len(data) > limits.JSON:
        raise BrokenError(19, "more bytes than a report has")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise BrokenError(19, "not UTF-8") from None
    if text.startswith("\ufeff") or "\x00" in text:
        raise BrokenError(19, "a byte-order mark or a NUL")
    return text


def _loaded(text: str, **hooks: Any) -> Any:
    try:
        return json.loads(text, **hooks)
    except json.JSONDecodeError:
        raise BrokenError(19, "not JSON") from None


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


def _containers(value: dict[str, Any]) -> int | None:
    """How many objects and lists it is, each string looked at once; None where more has to be looked at."""
    found, level, strings = 0, [value], set[str]()
    for _depth in range(limits.JSON_DEPTH):
        if not level:
            break
        found += len(level)
        below = []
        for one in level:
            if _is_too_long(one):
                return None
            items: Any = one
            if one.__class__ is dict:
                strings.update(one)
                items = one.values()
            for item in items:
                kind = item.__class__
                if kind is str:
                    strings.add(item)
                elif kind in _CONTAINERS:
                    below.append(item)
                elif not _is_small(item):
                    return None
        level = below
    is_plain = (
        max(map(len, strings), default=0) <= limits.JSON_STRING
        # without an escape in the text: a lone surrogate, which has no bytes of its own, can't be there
        and all(unicodedata.is_normalized("NFC", one) for one in strings if not one.isascii())
    )
    return found if is_plain and not level and found <= limits.JSON_VALUES else None


def _is_small(item: object) -> bool:
    return item is None or isinstance(item, bool) or (isinstance(item, int) and abs(item) < limits.JSON_INTEGER)


def _is_too_long(value: object) -> bool:
    return (isinstance(value, list) and len(value) > limits.JSON_ARRAY) or (
        isinstance(value, dict) and len(value) > limits.JSON_KEYS
    )


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
