"""One PDF value out of bytes, without recovery: what is not exactly right is refused (rule 4)."""

import re
from collections.abc import Callable

from app.report import limits
from app.report.broken import BrokenError
from app.report.objects import JSON_NAME, Name, Real, Ref

# Names carry no #xx, but for the one of the attachment's type, in one spelling.
_TOKEN = re.compile(
    rb"(?P<ref>(?:0|[1-9][0-9]{0,8}) 0 R(?![^\s/<>\[\]()]))"
    rb"|(?P<real>-?[0-9]{1,10}\.[0-9]{1,10})"
    rb"|(?P<int>-?[0-9]{1,15})"
    rb"|/(?P<json>application#2Fjson)(?![^\s/<>\[\]()])"
    rb"|/(?P<name>[!\"$&'*-.0-;=?-Z\\^-z|~]{1,127})"
    rb"|(?P<dict><<)"
    rb"|<(?P<hex>(?:[0-9A-Fa-f]{2})*+)>"
    rb"|\((?P<text>(?:[^()\\\x00-\x1f]++|\\[nrtbf()\\]|\\[0-3][0-7]{2})*+)\)"
    rb"|(?P<list>\[)"
    rb"|(?P<word>true|false|null)(?![^\s/<>\[\]()])"
)
_INTEGERS = re.compile(rb"-?[0-9]{1,15}(?: -?[0-9]{1,15})*+\]")  # a font's widths: thousands, so all at once
# the same in a list of mixed values: a number is taken unless it begins a reference
_SOME_INTEGERS = re.compile(rb"(?:-?[0-9]{1,15} (?!0 R(?![^\s/<>\[\]()])))++")
_REFERENCES = re.compile(  # the marks of a page, in the order of their elements: thousands too
    rb"(?:0|[1-9][0-9]{0,8}) 0 R(?: (?:0|[1-9][0-9]{0,8}) 0 R)*+\]"
)
# an element of the pages' structure, as we write it: thousands, so each at once
_ELEMENT = re.compile(
    rb"<</S /([A-Z][A-Za-z0-9]{0,15}) /P ([1-9][0-9]{0,8}) 0 R(?: /Pg ([1-9][0-9]{0,8}) 0 R)? /K "
    rb"(?:([0-9]{1,15})|([1-9][0-9]{0,8}) 0 R|\[([1-9][0-9]{0,8} 0 R(?: [1-9][0-9]{0,8} 0 R)*+)\]"
    rb"|\[([0-9]{1,15}(?: [0-9]{1,15})*+)\])>>"
)
_CONTENT = re.compile(rb"<</Filter /FlateDecode /Length ([1-9][0-9]{0,8})>>\nstream\n")
_NUMBER_ENDS = re.compile(rb"[\s/<>\[\]()]")
_ESCAPE = re.compile(rb"\\([nrtbf()\\]|[0-7]{3})")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"(": b"(", b")": b")", b"\\": b"\\"}
_WORDS = {b"true": True, b"false": False, b"null": None}

SPACE = re.compile(rb"[ \t\r\n]*")
SPACE_OR_COMMENT = re.compile(rb"(?:[ \t\r\n]|%[^\r\n]*[\r\n])*")
"""Only for the pages that we drew ourselves: reportlab says its name in a comment."""


class Parser:
    """Reads values at a position. `gaps` gathers where strings that are the value of `/Contents` lie."""

    def __init__(self, data: bytes, *, space: re.Pattern[bytes] = SPACE) -> None:
        self.data = data
        self.space = space
        self.gaps: list[tuple[int, int]] = []
        self._values = 0
        self._numbers = 0

    def element(self, at: int) -> tuple[dict[str, object], int] | None:
        """The element of a structure at `at`, where one stands there in our own form: the same that `value` gives."""
        found = _ELEMENT.match(self.data, at)
        if found is None:
            return None
        values = 9
        kind, parent, page, mark, part, parts, marks = found.groups()
        element: dict[str, object] = {"S": Name(kind.decode()), "P": Ref(int(parent))}
        if page is not None:
            element["Pg"] = Ref(int(page))
        if mark is not None:
            element["K"] = int(mark)
        elif part is not None:
            element["K"] = Ref(int(part))
        else:
            numbers = [int(number) for number in (parts or marks).split()[:: 3 if parts else 1]]
            values += len(numbers)
            element["K"] = [Ref(number) for number in numbers] if parts else numbers
        self._count(values)
        return element, found.end()

    def _count(self, values: int) -> None:
        self._values += values
        if self._values > limits.VALUES:
            raise BrokenError(4, "too many values")

    def passed_on(self, at: int) -> bytes | None:
        """The bytes of the element, or of the packed content of a page, that stands at `at` in our own form."""
        if (element := _ELEMENT.match(self.data, at)) is not None:
            return element[0]
        content = _CONTENT.match(self.data, at)
        return self.data[at : content.end() + int(content[1]) + len(b"\nendstream")] if content else None

    def skip(self, at: int) -> int:
        """The position behind white space."""
        found = self.space.match(self.data, at)
        return found.end() if found else at

    def value(self, at: int, depth: int = 0) -> tuple[object, int]:
        """The value that begins at `at` after white space, and the position behind it."""
        if depth > limits.NESTING:
            raise BrokenError(4, "nested too deeply")
        self._values += 1
        if self._values > limits.VALUES:
            raise BrokenError(4, "too many values")
        at = self.skip(at)
        found = _TOKEN.match(self.data, at)
        if found is None:
            raise BrokenError(4, f"no PDF value at {at}")
        kind, end = found.lastgroup, found.end()
        if kind == "list":
            return self._list(end, depth)
        if kind == "dict":
            return self._dict(end, depth)
        if kind in {"int", "real"} and end < len(self.data) and not _NUMBER_ENDS.match(self.data, end):
            raise BrokenError(4, f"a number that does not end at {end}")
        if kind == "name" and self.data[end : end + 1] == b"#":
            raise BrokenError(4, "an escaped name")
        return _READ[str(kind)](found[str(kind)]), end

    def _list(self, at: int, depth: int) -> tuple[list[object], int]:
        if (integers := _INTEGERS.match(self.data, at)) is not None:
            self._many(integers)
            return [int(number) for number in integers[0][:-1].split()], integers.end()
        if (references := _REFERENCES.match(self.data, at)) is not None:
            numbers = references[0].split()[::3]
            self._count(len(numbers))
            return [Ref(int(number)) for number in numbers], references.end()
        items: list[object] = []
        while True:
            at = self.skip(at)
            if (some := _SOME_INTEGERS.match(self.data, at)) is not None:
                self._many(some)
                items += [int(number) for number in some[0].split()]
                at = some.end()
                continue
            if self.data[at : at + 1] == b"]":
                return items, at + 1
            item, at = self.value(at, depth + 1)
            items.append(item)

    def _many(self, numbers: re.Match[bytes]) -> None:
        """Numbers in a row are one value, as long as all rows together stay within what fonts' widths need."""
        self._numbers += numbers.end() - numbers.start()
        if self._numbers > limits.NUMBERS:
            raise BrokenError(4, "too many numbers")

    def _dict(self, at: int, depth: int) -> tuple[dict[str, object], int]:
        entries: dict[str, object] = {}
        while True:
            at = self.skip(at)
            if self.data[at : at + 2] == b">>":
                return entries, at + 2
            key, at = self.value(at, depth + 1)
            if not isinstance(key, Name):
                raise BrokenError(4, "a key that is no name")
            if key in entries:
                raise BrokenError(4, "a key given twice")
            at = self.skip(at)
            entries[str(key)], end = self.value(at, depth + 1)
            if key == "Contents" and isinstance(entries[key], bytes):
                self.gaps.append((at, end))
            at = end


def _unescaped(found: re.Match[bytes]) -> bytes:
    what = found[1]
    return _ESCAPES[what] if what in _ESCAPES else bytes([int(what, 8)])


_READ: dict[str, Callable[[bytes], object]] = {
    "ref": lambda text: Ref(int(text.split()[0])),
    "int": int,
    "real": lambda text: Real(text.decode()),
    "json": lambda _text: Name(JSON_NAME),
    "name": lambda text: Name(text.decode()),
    "hex": lambda text: bytes.fromhex(text.decode()),
    "text": lambda text: _ESCAPE.sub(_unescaped, text),
    "word": _WORDS.__getitem__,
}
