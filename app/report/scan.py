"""Every byte of the file accounted for (rules 2 to 5): one header, objects, one xref, one trailer, nothing between.

No recovery: readers that mend what is broken each mend it their own way, and show different people different pages.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.report import limits
from app.report.broken import BrokenError, TooLargeError
from app.report.objects import Name, Ref, Stream, Written, reachable
from app.report.parse import SPACE_OR_COMMENT, Parser

_HEADER = re.compile(rb"%PDF-(?:1\.7|2\.0)\n(?:%[\x80-\xff]{4,8}\n)?")
_OBJECT = re.compile(rb"([1-9][0-9]{0,5}) 0 obj(?![^\s/<>\[\]()])")
_STREAM = re.compile(rb"[ \r\n]*stream\r?\n")
_END_STREAM = re.compile(rb"\r?\n?endstream")
_END = re.compile(rb"[ \r\n]*endobj[ \r\n]+")
_XREF = re.compile(rb"xref\n0 ([1-9][0-9]{0,5})\n")
_RUN = re.compile(rb"(0|[1-9][0-9]{0,5}) ([1-9][0-9]{0,5})\n")
_ENTRY = re.compile(rb"([0-9]{10}) 00000 n(?: \n| \r|\r\n)")
_FREE = re.compile(rb"0000000000 65535 f(?: \n| \r|\r\n)")
_TAIL = re.compile(rb"[ \r\n]*startxref\n([1-9][0-9]{0,9})\n%%EOF\n")
_TRAILER_KEYS = {"Size", "Root", "Info", "ID"}
_LATER = {"Prev", "XRefStm", "Encrypt"}


@dataclass
class Scanned:
    """What the bytes hold. `gaps` are the places of `/Contents <…>`, brackets included. xref: where the table begins;
    end: behind the revision's last byte. elements: the objects that are an element of the structure in our own form.
    """

    objects: dict[int, object] = field(default_factory=dict)
    trailer: dict[str, object] = field(default_factory=dict)
    gaps: list[tuple[int, int]] = field(default_factory=list)
    xref: int = 0
    end: int = 0
    elements: set[int] = field(default_factory=set)

    def get(self, value: object) -> object:
        """The value itself, or the object that it refers to."""
        return self.objects.get(value.number) if isinstance(value, Ref) else value

    def entry(self, container: object, *path: str) -> object:
        """A dictionary's value along keys, references followed; None where the way ends."""
        value = self.get(container)
        for key in path:
            value = self.get(entries(value).get(key))
        return value

    @property
    def root(self) -> dict[str, object]:
        return entries(self.get(self.trailer.get("Root")))


def entries(value: object) -> dict[str, object]:
    """A dictionary's or a stream's entries; empty for anything else."""
    if isinstance(value, Stream):
        return value.dict
    return value if isinstance(value, dict) else {}


def scan(data: bytes) -> Scanned:
    """Read a whole file by rules 2 to 5. Raises BrokenError with the rule's number."""
    found = first_revision(data)
    if found.end != len(data):
        raise BrokenError(3 if b"startxref" in data[found.end :] else 2, "something behind the end")
    return found


def first_revision(data: bytes) -> Scanned:
    """The file up to its first end; what follows is not looked at (app/report/archive.py)."""
    header = _HEADER.match(data)
    if header is None:
        raise BrokenError(2, "no PDF header")
    if not data.endswith(b"%%EOF\n"):
        raise BrokenError(2, "the last bytes are not %%EOF")
    parser, found = Parser(data), Scanned()
    starts, at = _objects(parser, found, header.end())
    found.xref = at
    at = _cross_references(data, at, starts)
    _end(parser, found, at)
    _one_revision(found)
    _no_orphans(found)
    return found


def later_revision(data: bytes, before: Scanned) -> Scanned:
    """One revision behind another, every byte accounted for in the same way. Raises BrokenError."""
    parser, found = Parser(data), Scanned()
    starts, at = _objects(parser, found, before.end)
    found.xref = at
    at = _more_references(data, at, starts)
    _end(parser, found, at)
    return found


def _objects(parser: Parser, found: Scanned, at: int) -> tuple[dict[int, int], int]:
    """The objects one after the other: where each begins, and the position behind them."""
    starts: dict[int, int] = {}
    while (head := _OBJECT.match(parser.data, at)) is not None:
        number = int(head[1])
        if number in starts:
            raise BrokenError(4, "an object number given twice")
        if len(starts) >= limits.OBJECTS:
            raise BrokenError(4, "too many objects")
        starts[number] = at
        at_once = parser.element(parser.skip(head.end()))
        if at_once is not None:
            found.elements.add(number)
            found.objects[number], at = at_once[0], _behind(parser, at_once[1])
        else:
            found.objects[number], at = _object(parser, head.end())
    return starts, at


def _end(parser: Parser, found: Scanned, at: int) -> None:
    """The trailer, and that startxref names the table before it."""
    trailer, at = parser.value(at)
    found.trailer, found.gaps = entries(trailer), parser.gaps
    tail = _TAIL.match(parser.data, at)
    if tail is None:
        raise BrokenError(4, "no end behind the trailer")
    if int(tail[1]) != found.xref:
        raise BrokenError(4, "startxref points elsewhere")
    if any(word in text for text in strings(found) for word in (b"startxref", b"%%EOF")):
        raise BrokenError(2, "a second end, in a string")
    found.end = tail.end()


def strings(found: Scanned) -> Iterator[bytes]:
    """All strings outside streams."""
    waiting: list[object] = [found.trailer, *found.objects.values()]
    while waiting:
        match waiting.pop():
            case bytes() as text:
                yield text
            case list() as items:
                waiting.extend(items)
            case dict() as items:
                waiting.extend(items.values())
            case Stream() as stream:
                waiting.append(stream.dict)


def _object(parser: Parser, at: int) -> tuple[object, int]:
    data = parser.data
    value, at = parser.value(at)
    stream = _STREAM.match(data, at)
    if stream is not None and isinstance(value, dict):
        length = value.pop("Length", None)
        if type(length) is not int or not 0 <= length <= len(data) - stream.end():
            raise BrokenError(4, "a stream without a length of its own")
        body = data[stream.end() : stream.end() + length]
        value, at = Stream(value, body), stream.end() + length
        end_of_stream = _END_STREAM.match(data, at)
        if end_of_stream is None:
            raise BrokenError(4, "a stream longer or shorter than it says")
        at = end_of_stream.end()
    return value, _behind(parser, at)


def _behind(parser: Parser, at: int) -> int:
    """The position behind an object's end."""
    end = _END.match(parser.data, at)
    if end is None:
        raise BrokenError(4, f"no endobj at {at}")
    return end.end()


def _cross_references(data: bytes, at: int, starts: dict[int, int]) -> int:
    """The one table: an entry for each object, in order, and the free head. Gives the trailer's position."""
    head = _XREF.match(data, at)
    if head is None:
        raise BrokenError(4, f"neither an object nor the xref at {at}")
    at = head.end()
    if int(head[1]) != len(starts) + 1 or max(starts, default=0) != len(starts):
        raise BrokenError(4, "the xref has more or fewer entries than there are objects")
    free = _FREE.match(data, at)
    if free is None:
        raise BrokenError(4, "the xref does not begin with the free entry")
    at = free.end()
    for number in range(1, len(starts) + 1):
        entry = _ENTRY.match(data, at)
        if entry is None or int(entry[1]) != starts[number]:
            raise BrokenError(4, f"object {number} is not where the xref says")
        at = entry.end()
    return _trailer(data, at)


def _more_references(data: bytes, at: int, starts: dict[int, int]) -> int:
    """The table of a later revision: the free head, and its own objects in runs. Gives the trailer's position."""
    if not data.startswith(b"xref\n", at):
        raise BrokenError(4, f"neither an object nor the xref at {at}")
    at, named = at + len(b"xref\n"), {}
    while (run := _RUN.match(data, at)) is not None:
        first, at = int(run[1]), run.end()
        for number in range(first, first + int(run[2])):
            entry = (_ENTRY if number else _FREE).match(data, at)
            if entry is None or number in named:
                raise BrokenError(4, f"object {number} is not named once")
            named[number] = int(entry[1]) if number else 0
            at = entry.end()
    named.pop(0, None)
    if named != starts or not starts:
        raise BrokenError(4, "the xref names other objects than there are")
    return _trailer(data, at)


def _trailer(data: bytes, at: int) -> int:
    if not data.startswith(b"trailer\n", at):
        raise BrokenError(4, "no trailer behind the xref")
    return at + len(b"trailer\n")


def _one_revision(found: Scanned) -> None:
    if _LATER & found.trailer.keys():
        raise BrokenError(3, "an earlier revision, or encryption")
    if found.trailer.keys() != _TRAILER_KEYS or found.trailer["Size"] != len(found.objects) + 1:
        raise BrokenError(4, "a trailer with other keys")
    for value in found.objects.values():
        kind = entries(value).get("Type")
        if kind in ("XRef", "ObjStm") or "Linearized" in entries(value):
            raise BrokenError(3, "a stream of objects, or linearised")


def _no_orphans(found: Scanned) -> None:
    if len(reachable(found.objects, found.trailer)) != len(found.objects):
        raise BrokenError(5, "an object that nothing refers to")


def read_drawn(data: bytes, again: Callable[[], None] = lambda: None, *, passed_on: bool = False) -> Scanned:
    """The objects of pages that this program drew a moment ago: by the xref, with reportlab's comments.

    again: asked now and then; may raise to cancel. passed_on: the pages' content and the elements of the structure,
    thousands that nobody looks into, stay as they are written. Never for a stranger's file. Raises BrokenError where
    the drawing is not what we expect.
    """
    parser, found = Parser(data, space=SPACE_OR_COMMENT), Scanned()
    start = int(data[data.rindex(b"startxref") + len("startxref") : data.rindex(b"%%EOF")])
    head = re.compile(rb"xref\s+0 ([0-9]+)\s+").match(data, start)
    if head is None:
        raise BrokenError(4, "no xref in the drawn pages")
    count, at = int(head[1]), head.end()
    for number in range(1, count):
        if number % 1000 == 0:
            again()
        offset = int(data[at + 20 * number : at + 20 * number + 10])
        begin = _OBJECT.match(data, offset)
        if begin is None:
            raise BrokenError(4, f"no object {number} in the drawn pages")
        start = parser.skip(begin.end())
        if passed_on and (written := parser.passed_on(start)) is not None:
            found.objects[number] = Written(written)
            continue
        at_once = parser.element(start)
        found.objects[number], _ = at_once or _object(parser, start)
    trailer, _ = parser.value(data.index(b"trailer", at) + len("trailer"))
    found.trailer = entries(trailer)
    return found


def pages(found: Scanned) -> list[int]:
    """The numbers of the page objects in order. Raises BrokenError 4 for a tree that is none."""
    out: list[int] = []
    _walk(found, found.root.get("Pages"), out, set())
    return out


def _walk(found: Scanned, node: object, out: list[int], seen: set[int], depth: int = 0) -> None:
    if not isinstance(node, Ref) or node.number in seen or depth > limits.NESTING:
        raise BrokenError(4, "a page tree that is none")
    seen.add(node.number)
    value = entries(found.get(node))
    kids = value.get("Kids")
    if value.get("Type") == Name("Pages") and isinstance(kids, list):
        for kid in kids:
            _walk(found, kid, out, seen, depth + 1)
        return
    if value.get("Type") != "Page":
        raise BrokenError(4, "a page tree that is none")
    out.append(node.number)
    if len(out) > limits.PAGES:
        raise TooLargeError(4, "too many pages")
