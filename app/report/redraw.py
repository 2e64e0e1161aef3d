"""Pages = data: the whole file is made again from its own data and compared, object by object (rules 24 to 29)."""

import datetime as dt
import hashlib
from typing import Any

from cryptography import x509

from app.report.assemble import assemble
from app.report.broken import BrokenError
from app.report.layouts import Layout
from app.report.objects import Ref, reachable, same_as, written
from app.report.scan import Scanned, entries, scan


def compare(
    found: Scanned,
    signed: bytes,
    report: dict[str, Any],
    report_json: bytes,
    certificate: x509.Certificate,
    drawing: Layout,
    room: int,
) -> None:
    """Raises BrokenError 25 (stamps of time and identity), 26 (fonts), 27 (pages) or 29 (the signature's appearance).

    found, signed: the file in hand and its signed bytes. room: bytes of its gap.
    """
    made_at = dt.datetime.fromisoformat(report["made_at"])
    again = assemble(
        drawing.draw(report, hashlib.sha256(report_json).hexdigest()),
        report_json,
        certificate,
        made_at,
        kind=report["signer"]["kind"] if report["signer"] else "own",
        box=drawing.box,
        room=room,
    )
    if again.signed == signed:
        return
    # zlib packs differently from one Python to another: then only what is inside can be compared
    ours = scan(again.data)
    if len(found.objects) != len(ours.objects):
        raise BrokenError(27, "more or fewer objects than the data give")
    _identity(found, ours)
    for number, value in ours.objects.items():
        if _comparable(value) != _comparable(found.objects[number]):
            raise BrokenError(_rule(ours, number), f"object {number} is not what the data give")


def _comparable(value: object) -> bytes:
    """What must be equal. The signature's dictionary: all but its value and its range, which rule 7 has checked."""
    if entries(value).get("Type") == "Sig":
        return written(
            {key: item for key, item in entries(value).items() if key not in {"Contents", "ByteRange"}}, ordered=True
        )
    return same_as(value)


def _identity(found: Scanned, ours: Scanned) -> None:
    if written(found.trailer, ordered=True) != written(ours.trailer, ordered=True):
        raise BrokenError(25, "another identity than the data give")


def _rule(ours: Scanned, number: int) -> int:
    value = entries(ours.objects[number])
    information = ours.trailer["Info"]
    if information == Ref(number) or value.get("Type") == "Sig":
        return 25
    if value.get("Subtype") == "Form":
        return 29
    return 26 if number in _font_parts(ours) else 27


def _font_parts(ours: Scanned) -> set[int]:
    parts: set[int] = set()
    for number, value in ours.objects.items():
        if entries(value).get("Type") in {"Font", "FontDescriptor"}:
            parts |= {number, *reachable(ours.objects, value)}
    return parts
