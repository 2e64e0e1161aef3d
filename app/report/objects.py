"""PDF values as the report file holds them, and their bytes (ISO 32000-1, 7.3).

bool, int, None and list are themselves; bytes is a string, dict has plain str keys without the slash.
"""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.report import limits
from app.report.broken import BrokenError

JSON_NAME = "application/json"
"""The one name that can't be written without an escape: a slash ends a name."""
_JSON_WRITTEN = "application#2Fjson"

Value = "None | bool | int | Real | Name | Ref | bytes | list[Value] | dict[str, Value]"


class Name(str):
    """A name, without its slash."""

    __slots__ = ()


@dataclass(frozen=True)
class Ref:
    """The reference `number 0 R`."""

    number: int


@dataclass(frozen=True)
class Real:
    """A number with a point, as it is written: no float ever rounds it."""

    written: str


@dataclass(frozen=True)
class Stream:
    """A stream: its dictionary without Length, and its bytes as they lie in the file."""

    dict: "dict[str, object]"
    data: bytes

    def inflated(self) -> bytes:
        """The bytes behind at most one Flate filter. Raises BrokenError 18 for any other, and for bombs."""
        given = self.dict.get("Filter")
        if given is None:
            return self.data
        if given != "FlateDecode" or not isinstance(given, Name) or "DecodeParms" in self.dict:
            raise BrokenError(18, "a filter other than one FlateDecode")
        return inflate(self.data)

    def is_longer(self, most: int) -> bool:
        """Whether it surely inflates to more bytes than that; of bombs and of what is damaged `inflated` tells."""
        if "Filter" not in self.dict:
            return len(self.data) > most
        if limits.RATIO * len(self.data) <= most:
            return False
        try:
            return len(zlib.decompressobj().decompress(self.data, most + 1)) > most
        except zlib.error:
            return False


@dataclass(frozen=True)
class Written:
    """An object as it lies in the file, for who only passes it on: its references keep their numbers."""

    data: bytes


def inflate(data: bytes) -> bytes:
    """One zlib stream, whole, within the limits (rule 18)."""
    most = min(limits.STREAM, max(limits.MIB, limits.RATIO * len(data)))
    unpacker = zlib.decompressobj()
    try:
        out = unpacker.decompress(data, most + 1)
    except zlib.error:
        raise BrokenError(18, "a stream that does not inflate") from None
    if len(out) > most:
        raise BrokenError(18, "a stream that inflates beyond the limit")
    if not unpacker.eof or unpacker.unused_data:
        raise BrokenError(18, "a stream that is cut, or has something behind it")
    return out


def deflated(data: bytes, again: Callable[[], None] = lambda: None, **entries: object) -> Stream:
    """A stream packed once, with the given dictionary entries. again: asked between a MiB and the next."""
    packer, packed = zlib.compressobj(6), bytearray()
    for start in range(0, len(data), limits.MIB):
        again()
        packed += packer.compress(data[start : start + limits.MIB])
    packed += packer.flush()
    return Stream({**entries, "Filter": Name("FlateDecode")}, bytes(packed))


_PLAIN = re.compile(rb"[ -'*-\[\]-~]*")
_NAME = re.compile(r"[!\"$&'*-.0-;=?-Z\\^-z|~]+")


def written(value: object, *, ordered: bool = False) -> bytes:  # noqa: PLR0911 - a line for each kind of value
    """The bytes of a value; with `ordered`, dictionaries by key: equal values, equal bytes."""
    match value:
        case None:
            return b"null"
        case bool():
            return b"true" if value else b"false"
        case int():
            return b"%d" % value
        case Real():
            return value.written.encode()
        case Name():
            return _name(value)
        case Ref():
            return b"%d 0 R" % value.number
        case bytes():
            return b"(%s)" % value if _PLAIN.fullmatch(value) else b"<%s>" % value.hex().upper().encode()
        case list():
            return b"[%s]" % b" ".join(written(item, ordered=ordered) for item in value)
        case dict():
            keys = sorted(value) if ordered else list(value)
            return b"<<%s>>" % b" ".join(b"%s %s" % (_name(key), written(value[key], ordered=ordered)) for key in keys)
        case _:
            raise TypeError(type(value))


def _name(name: str) -> bytes:
    if name == JSON_NAME:
        name = _JSON_WRITTEN
    elif not _NAME.fullmatch(name):
        raise ValueError("a name that would need an escape")
    return b"/" + name.encode()


def object_written(value: object, *, ordered: bool = False) -> bytes:
    """An indirect object's value, as it stands between `obj` and `endobj`."""
    if isinstance(value, Written):
        return value.data
    if not isinstance(value, Stream):
        return written(value, ordered=ordered)
    head = written({**value.dict, "Length": len(value.data)}, ordered=ordered)
    return b"%s\nstream\n%s\nendstream" % (head, value.data)


def same_as(value: object) -> bytes:
    """What two equal objects have in common: canonical dictionary, digest of the inflated stream (rule 27)."""
    if not isinstance(value, Stream):
        return written(value, ordered=True)
    digest = hashlib.sha256(value.inflated()).digest()
    return b"stream " + written(value.dict, ordered=True) + digest


def references(value: object) -> Iterator[int]:
    """The numbers of the objects that a value names, in its own order."""
    match value:
        case Ref():
            yield value.number
        case list():
            for item in value:
                yield from references(item)
        case dict():
            for item in value.values():
                yield from references(item)
        case Stream():
            yield from references(value.dict)


def reachable(objects: dict[int, object], start: object) -> list[int]:
    """The numbers of all objects that can be reached, in the order of meeting them."""
    met: dict[int, None] = {}
    waiting = list(references(start))[::-1]
    while waiting:
        number = waiting.pop()
        if number in met:
            continue
        if number not in objects:
            raise BrokenError(5, "a reference to an object that is not there")
        met[number] = None
        waiting.extend(list(references(objects[number]))[::-1])
    return list(met)
