"""A picture as a page can bear it: a PNG without transparency, whose packed rows go into the PDF as they are."""

import zlib
from dataclasses import dataclass
from typing import Final

_FIRST: Final = b"\x89PNG\r\n\x1a\n"
_GREY, _COLOUR = 0, 2


@dataclass(frozen=True)
class Picture:
    """width, height: in dots. packed: its rows, eight bits a colour, as PNG packs them."""

    width: int
    height: int
    grey: bool
    packed: bytes


def of_png(content: bytes) -> Picture:
    """Raises ValueError for any other than `app.letterhead` keeps: eight bits, grey or colours, not interlaced."""
    if not content.startswith(_FIRST):
        raise ValueError("no PNG")
    at, head, packed = len(_FIRST), b"", []
    while at < len(content):
        length, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        body = content[at + 8 : at + 8 + length]
        if int.from_bytes(content[at + 8 + length : at + 12 + length]) != zlib.crc32(kind + body):
            raise ValueError("a damaged PNG")
        head = body if kind == b"IHDR" else head
        if kind == b"IDAT":
            packed.append(body)
        at += 12 + length
    bits, colours, *_methods, interlaced = head[8:13]
    if bits != 8 or colours not in {_GREY, _COLOUR} or interlaced:
        raise ValueError("a PNG that no page can bear as it is")
    return Picture(int.from_bytes(head[:4]), int.from_bytes(head[4:8]), grey=colours == _GREY, packed=b"".join(packed))
