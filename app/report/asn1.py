"""DER (ITU-T X.690) put together out of parts that are DER already.

asn1crypto reads, and writes the small things. What it has read it is not asked to write again: a length whose last
octet is 0x80 it takes for an indefinite one, and encodes all that lies within anew, each level several times over. One
time stamp in 256 took it a minute so.
"""

from typing import Any


def value(tag: int, *parts: bytes) -> bytes:
    """A value of this tag (its octet, "constructed" included) that has these parts in this order."""
    contents = b"".join(parts)
    if len(contents) < 0x80:
        return bytes((tag, len(contents))) + contents
    length = len(contents).to_bytes((len(contents).bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + contents


def sequence(*parts: bytes) -> bytes:
    return value(0x30, *parts)


def set_of(*parts: bytes, tag: int = 0x31) -> bytes:
    """The parts in the order of their octets (X.690, 11.6). tag: where the context gives another one."""
    return value(tag, *sorted(parts))


def read_sequence(read: Any) -> bytes:
    """A SEQUENCE that asn1crypto has read and nobody changed, with the contents as they stood."""
    return sequence(read.contents)
