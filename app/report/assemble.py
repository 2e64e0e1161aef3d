"""The whole file but for the signature's value: written when signing, written again when verifying (rules 24 to 29).

One revision, one xref, one %%EOF, no object twice and none to spare; the same arguments give the same bytes.
"""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from cryptography import x509

from app.report import certificates, limits, stamp
from app.report.broken import TooLargeError
from app.report.objects import (
    Name,
    Ref,
    Stream,
    deflated,
    object_written,
    written,
)
from app.report.scan import Scanned, entries, pages, read_drawn

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
FILE_NAME = "report.json"
CATALOGUE_KEYS = frozenset(
    (
        *("Type", "Pages", "Names", "AF", "AcroForm", "Perms", "Lang", "MarkInfo", "StructTreeRoot", "Outlines"),
        *("PageLabels", "ViewerPreferences", "Metadata", "Version", "Extensions"),
    )
)
PAGE_KEYS = frozenset(("Type", "Parent", "MediaBox", "Resources", "Contents", "StructParents", "Tabs", "Annots"))


@dataclass(frozen=True)
class Unsigned:
    """A file whose gap, from `start` (its `<`) to `end` (behind its `>`), still holds zeros."""

    data: bytes
    start: int
    end: int

    @property
    def signed(self) -> bytes:
        """The two ranges that a signature covers."""
        return self.data[: self.start] + self.data[self.end :]

    def filled(self, der: bytes) -> bytes:
        """The file with the signature in its place, capitals, padded with zeros."""
        digits = der.hex().upper().encode()
        room = self.end - self.start - 2
        if len(digits) > room:
            raise ValueError("the signature is longer than its gap")
        return b"".join((self.data[: self.start + 1], digits.ljust(room, b"0"), self.data[self.end - 1 :]))


def assemble(
    base: bytes,
    report_json: bytes,
    certificate: x509.Certificate,
    made_at: dt.datetime,
    *,
    kind: str,
    box: stamp.Box,
    room: int,
    again: Callable[[], None] = lambda: None,
) -> Unsigned:
    """Pages, attachment and signature field in one file.

    base: the drawn pages. kind: of the certificate, as the data say. box: where the stamp stands on the cover.
    room: bytes that the gap holds. again: asked now and then; may raise to cancel.
    """
    found = read_drawn(base, again, passed_on=True)
    again()
    objects = found.objects  # keep their numbers: what is not looked into is passed on as it is
    cover = pages(found)[0]
    catalogue = {key: value for key, value in found.root.items() if key in CATALOGUE_KEYS}
    again()
    for number in pages(found):
        objects[number] = {key: value for key, value in entries(objects[number]).items() if key in PAGE_KEYS}
    attachment = _add(objects, _attachment(report_json, again))
    widget = _add(objects, {})
    form = stamp.draw(
        certificates.common_name(certificate),
        kind,
        made_at,
        box,
        entries(objects[cover])["Resources"],
    )
    appearance = _add(objects, form)
    entries(objects[cover])["Annots"] = [Ref(widget)]
    specification = _add(objects, _specification(attachment))
    signature = len(objects) + 1
    objects[widget] = _widget(box, cover, signature, appearance)
    catalogue |= {
        "Names": {"EmbeddedFiles": {"Names": [FILE_NAME.encode(), Ref(specification)]}},
        "AF": [Ref(specification)],
        "AcroForm": {"Fields": [Ref(widget)], "SigFlags": 3},
        "Perms": {"DocMDP": Ref(signature)},
    }
    identity = hashlib.sha256(report_json).digest()[:16]
    trailer = {"Root": found.trailer["Root"], "Info": found.trailer["Info"], "ID": [identity, identity]}
    information = _information(found, made_at)
    for entry, value in (("Root", catalogue), ("Info", information)):
        objects[_number(trailer[entry])] = value
    again()
    return _file(objects, trailer, made_at, room, again)


def _add(objects: dict[int, object], value: object) -> int:
    number = len(objects) + 1
    objects[number] = value
    return number


def _number(reference: object) -> int:
    assert isinstance(reference, Ref)
    return reference.number


def _attachment(report_json: bytes, again: Callable[[], None]) -> Stream:
    facts = {"Size": len(report_json)}
    return deflated(report_json, again, Type=Name("EmbeddedFile"), Subtype=Name("application/json"), Params=facts)


def _specification(attachment: int) -> dict[str, object]:
    return {
        "Type": Name("Filespec"),
        "F": FILE_NAME.encode(),
        "UF": FILE_NAME.encode(),
        "EF": {"F": Ref(attachment), "UF": Ref(attachment)},
        "AFRelationship": Name("Data"),
    }


def _widget(box: stamp.Box, cover: int, signature: int, form: int) -> dict[str, object]:
    return {
        "Type": Name("Annot"),
        "Subtype": Name("Widget"),
        "FT": Name("Sig"),
        "T": b"Signature",
        "F": 132,  # printed, locked
        "Rect": list(box),
        "P": Ref(cover),
        "V": Ref(signature),
        "AP": {"N": Ref(form)},
    }


def _information(found: Scanned, made_at: dt.datetime) -> dict[str, object]:
    title = entries(found.get(found.trailer.get("Info"))).get("Title", b"Didar")
    instant = pdf_time(made_at)
    return {"Title": title, "Producer": b"Didar", "CreationDate": instant, "ModDate": instant}


def pdf_time(instant: dt.datetime) -> bytes:
    """An instant as the file writes all of its dates: UTC, seconds."""
    return instant.astimezone(dt.UTC).strftime("D:%Y%m%d%H%M%SZ").encode()


def _file(
    objects: dict[int, object], trailer: dict[str, object], made_at: dt.datetime, room: int, again: Callable[[], None]
) -> Unsigned:
    """The objects by their numbers, and behind them the signature's dictionary."""
    if len(objects) >= limits.OBJECTS:
        raise TooLargeError(4, "too many objects")
    out = bytearray(HEADER)
    starts: list[int] = []
    for number in range(1, len(objects) + 1):
        if number % 1000 == 0:
            again()
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, object_written(objects[number]))
    starts.append(len(out))
    out += b"%d 0 obj\n<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /Contents " % len(starts)
    start = len(out)
    end = start + 2 * room + 2
    out += b"<" + b"0" * (2 * room) + b">"
    rest = _behind_the_gap(trailer, starts, (start, end), made_at)
    return Unsigned(bytes(out + rest), start, end)


def _behind_the_gap(trailer: object, starts: list[int], gap: tuple[int, int], made_at: dt.datetime) -> bytes:
    """From behind the gap to the end. The ByteRange tells the length that it is part of: tried until it is right."""
    reference = {
        "Type": Name("SigRef"),
        "TransformMethod": Name("DocMDP"),
        "TransformParams": {"Type": Name("TransformParams"), "P": 1, "V": Name("1.2")},
    }
    size, (start, end), length = len(starts) + 1, gap, 0
    while True:
        last = {"ByteRange": [0, start, end, length], "M": pdf_time(made_at), "Reference": [reference]}
        dictionary = b" " + written(last).removeprefix(b"<<") + b"\nendobj\n"
        table = b"xref\n0 %d\n0000000000 65535 f \n" % size
        table += b"".join(b"%010d 00000 n \n" % begin for begin in starts)
        tail = written({"Size": size, **entries(trailer)})
        rest = b"%s%strailer\n%s\nstartxref\n%d\n%%%%EOF\n" % (dictionary, table, tail, end + len(dictionary))
        if len(rest) == length:
            return rest
        length = len(rest)
