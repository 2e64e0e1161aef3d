"""An archive's renewed copy (rule 30): behind a whole report only what keeps its signature provable for longer.

That is revocation data (DSS) and document time stamps. The report itself is judged as a file of its own, to the end of
its first revision; here is checked that what follows changes nothing that anybody sees.
"""

import re
from collections.abc import Iterable
from typing import Any

from app.report import cms, limits, second_opinion
from app.report.broken import BrokenError
from app.report.objects import Name, Ref, Stream, reachable, same_as
from app.report.scan import Scanned, entries, later_revision
from app.report.structure import dictionaries

MARK = b"/DocTimeStamp"
"""What a renewal holds at least: without it, bytes behind a report are a change, and no renewal."""

_GAP = re.compile(rb"<([0-9A-F]{2})+>|<([0-9a-f]{2})+>")
_STAMP_KEYS = {"Type", "Filter", "SubFilter", "Contents", "ByteRange"}
_FIELD_KEYS = {"Type", "Subtype", "FT", "T", "TU", "F", "Rect", "P", "V"}
_DSS_KEYS = {"Type", "Certs", "OCSPs", "CRLs", "VRI", "Cert", "OCSP", "CRL", "TU", "TS"}
_INFORMATION = {"ModDate", "Producer"}


def check(data: bytes, first: Scanned) -> None:
    """Whether all behind the first revision is an archive's renewal. data: whole. Raises BrokenError 30."""
    try:
        _check(data, first)
    except BrokenError as broken:
        raise BrokenError(30, f"behind the report: {broken.detail}") from None


def _check(data: bytes, first: Scanned) -> None:
    known, protected, fields = dict(first.objects), set(first.objects), 0
    catalogue = next(number for number in known if Ref(number) == first.trailer["Root"])
    before, stamps = first, dict[int, int]()
    while before.end < len(data):
        later = later_revision(data, before)
        now = known | later.objects
        if len(now) > limits.OBJECTS:
            raise BrokenError(30, "too many objects")
        _trailers(before, later, now)
        stamps = _stamps(data, later)
        _catalogue(entries(known[catalogue]), entries(now[catalogue]), stamps)
        revocation = set(reachable(now, entries(now[catalogue]).get("DSS")))
        if revocation & protected:
            raise BrokenError(30, "revocation data that lead into the report")
        _only_streams(now[number] for number in revocation)
        own = {*stamps, *stamps.values()}
        for number, value in later.objects.items():
            if number in protected:
                _replaced(first, number, known[number], value, stamps)
            elif number not in revocation | own:
                raise BrokenError(30, "an object that is no time stamp and no revocation data")
        known, before = now, later
        protected |= own
        fields += len(stamps)
    if not stamps:
        raise BrokenError(30, "the last revision bears no time stamp")
    second_opinion.check_renewed(data, fields)


def _trailers(before: Scanned, later: Scanned, now: dict[int, object]) -> None:
    old, new = before.trailer, later.trailer
    if new.keys() != {"Size", "Root", "Info", "ID", "Prev"} or new["Prev"] != before.xref:
        raise BrokenError(30, "a trailer with other keys, or that leads elsewhere")
    if (new["Root"], new["Info"]) != (old["Root"], old["Info"]) or new["Size"] != max(now) + 1:
        raise BrokenError(30, "another catalogue")
    ids = [_list(trailer["ID"]) for trailer in (old, new)]
    if len(ids[1]) != 2 or ids[0][:1] != ids[1][:1]:
        raise BrokenError(30, "another identity")


def _stamps(data: bytes, later: Scanned) -> dict[int, int]:
    """Fields of this revision's time stamps, with the number of each one's value. One at most: it covers all."""
    found = {}
    for number, value in later.objects.items():
        if entries(value).get("FT") is None:
            continue
        field = entries(value)
        stamp = field.get("V")
        if not field.keys() <= _FIELD_KEYS or field["FT"] != "Sig" or field.get("Rect") != [0, 0, 0, 0]:
            raise BrokenError(30, "a field that is seen, or no time stamp's")
        if not isinstance(stamp, Ref) or stamp.number not in later.objects:
            raise BrokenError(30, "a field without its time stamp")
        _stamp(data, later, entries(later.objects[stamp.number]))
        found[number] = stamp.number
    if len(found) > 1:
        raise BrokenError(30, "two time stamps in one revision")
    return found


def _stamp(data: bytes, later: Scanned, stamp: dict[str, object]) -> None:
    if stamp.keys() != _STAMP_KEYS or stamp["Type"] != "DocTimeStamp" or stamp["SubFilter"] != Name("ETSI.RFC3161"):
        raise BrokenError(30, "a signature in place of a time stamp")
    if len(later.gaps) != 1 or len(data[slice(*later.gaps[0])]) > 2 * limits.CMS:
        raise BrokenError(30, "not exactly one gap")
    start, end = later.gaps[0]
    if stamp["ByteRange"] != [0, start, end, later.end - end] or not _GAP.fullmatch(data, start, end):
        raise BrokenError(30, "a time stamp that does not cover all before it")
    _der, padding = cms.first_value(bytes.fromhex(data[start + 1 : end - 1].decode()))
    if padding.strip(b"\0"):
        raise BrokenError(30, "something in the time stamp's padding")


def _catalogue(old: dict[str, object], new: dict[str, object], stamps: dict[int, int]) -> None:
    """The same but for DSS, the level of the format, and the time stamps' fields behind the signature's."""
    added = {"DSS", "Extensions", "AcroForm"}
    if {key: old[key] for key in old.keys() - added} != {key: new[key] for key in new.keys() - added}:
        raise BrokenError(30, "a catalogue that says something else")
    forms = [entries(value.get("AcroForm")) for value in (old, new)]
    if forms[1] != {**forms[0], "Fields": [*_list(forms[0].get("Fields")), *map(Ref, stamps)]}:
        raise BrokenError(30, "fields other than those of time stamps")
    for level in entries(new.get("Extensions")).values():
        if not entries(level).keys() <= {"Type", "BaseVersion", "ExtensionLevel", "ExtensionRevision", "URL"}:
            raise BrokenError(30, "an extension that is more than a level")


def _replaced(first: Scanned, number: int, old: object, new: object, stamps: dict[int, int]) -> None:
    """An object of the report in a new version: the catalogue (looked at before), a page that bears a field, the facts
    about the file but for its title.
    """
    if Ref(number) == first.trailer["Root"]:
        return
    before, after = entries(old), entries(new)
    if Ref(number) == first.trailer["Info"]:
        kept = [{key: value for key, value in facts.items() if key not in _INFORMATION} for facts in (before, after)]
        if kept[0] != kept[1] or dict in map(type, after.values()):
            raise BrokenError(30, "another title")
    elif before.get("Type") == "Page" and stamps:
        added = [*_list(before.get("Annots")), *map(Ref, stamps)]
        if same_as({**before, "Annots": added}) != same_as(after):
            raise BrokenError(30, "another page")
    else:
        raise BrokenError(30, "an object of the report in another version")


def _only_streams(values: Iterable[object]) -> None:
    """Certificates, lists and answers lie in plain streams; nothing else is in a DSS."""
    total = 0
    for value in values:
        if isinstance(value, Stream):
            if not value.dict.keys() <= {"Filter", "Type"}:
                raise BrokenError(30, "revocation data with other keys")
            total += len(value.inflated())
            if total > limits.STREAMS:
                raise BrokenError(30, "more revocation data than the limit")
        elif any(not inner.keys() <= _DSS_KEYS for inner in _but_names_of_vri(value)):
            raise BrokenError(30, "a DSS with other keys")


def _but_names_of_vri(value: object) -> Iterable[dict[str, Any]]:
    """The dictionaries of a DSS; VRI's own keys are digests."""
    for inner in dictionaries(value):
        if not all(re.fullmatch("[0-9A-F]{40}", key) for key in inner):
            yield inner


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
