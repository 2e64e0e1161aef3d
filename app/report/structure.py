"""What the objects of a report file may be (rules 6, 7, 17, 18 and 28), before anyone believes what they say."""

import hashlib
import re
from collections.abc import Iterator

from app.domain.texts import N_
from app.report import limits, tagged
from app.report.assemble import CATALOGUE_KEYS, FILE_NAME, PAGE_KEYS
from app.report.broken import BrokenError
from app.report.objects import JSON_NAME, Name, Ref, Stream
from app.report.scan import Scanned, entries, pages

_SIGNATURE_KEYS = {"Type", "Filter", "SubFilter", "Contents", "ByteRange", "M", "Reference"}
_SPOKEN_KEYS = {"Name", "Reason", "Location", "ContactInfo"}
_FIELD_KEYS = {"Type", "Subtype", "FT", "T", "F", "Rect", "P", "V", "AP"}
_RANGE = re.compile(rb"/ByteRange ?\[ ?0 ([1-9][0-9]{0,9}) ([1-9][0-9]{0,9}) ([1-9][0-9]{0,9}) ?\]")
_TIME = re.compile(rb"D:[0-9]{14}Z")
# keys that bring in other files, actions or layers; none of them has a place in a report
_FILES = {"RF", "EP", "URI", "FS", "FFilter", "FDecodeParms"}
_ACTIONS = {"JS", "JavaScript", "OpenAction", "AA", "XFA", "OCProperties", "OC", "RichMediaContent", "3DD", "SMask"}
_RESOURCES = {"Font", "XObject", "ProcSet"}
# each begins with its letters, which are looked for at the speed of memory: there may be 256 MiB of them
_RENDERING, _IMAGE = re.compile(rb"Tr\b"), re.compile(rb"BI(?=\s)")
_MODE = re.compile(rb"(?:^|[\s\]>)])[1-7]\s+\Z")
TOO_MUCH = N_("They are more than can be checked.")
_FEW = 1_000
"""So often either stands in a font at most, by chance; Didar's own pages have neither."""


def not_too_much(found: Scanned) -> None:
    """What is attached can be read in the time and memory of a file: asked before anything makes a copy of it.

    Raises BrokenError 19.
    """
    for value in found.objects.values():
        if isinstance(value, Stream) and value.dict.get("Type") == "EmbeddedFile" and value.is_longer(limits.ATTACHED):
            raise BrokenError(19, "more bytes than can be checked", TOO_MUCH)


def signature(found: Scanned, data: bytes) -> tuple[dict[str, object], tuple[int, int]]:
    """The one signature dictionary, and its gap, brackets included. Raises BrokenError 6 or 7."""
    numbers = [
        number for number, value in found.objects.items() if entries(value).get("Type") in ("Sig", "DocTimeStamp")
    ]
    inner = [one for value in found.objects.values() for one in dictionaries(value)]
    if len(numbers) != 1 or sum(one.get("Type") in ("Sig", "DocTimeStamp") for one in inner) != 1:
        raise BrokenError(6, "not exactly one signature")
    if sum("FT" in one for one in inner) != 1:
        raise BrokenError(6, "a field other than the signature's")
    if sum("ByteRange" in one for one in inner) != 1:
        raise BrokenError(7, "a second range")
    number = numbers[0]
    value = entries(found.objects[number])
    if value["Type"] != "Sig" or value.get("SubFilter") != Name("ETSI.CAdES.detached"):
        raise BrokenError(6, "a signature of another kind")
    if not value.keys() >= _SIGNATURE_KEYS or not value.keys() <= _SIGNATURE_KEYS | _SPOKEN_KEYS:
        raise BrokenError(6, "a signature with other keys")
    if not isinstance(value["M"], bytes) or not _TIME.fullmatch(value["M"]):
        raise BrokenError(6, "a signature without its time in UTC")
    _field(found, number)
    _certifies(found, value, number)
    return value, _gap(found, value, data)


def _field(found: Scanned, signature_: int) -> None:
    form = entries(found.get(found.root.get("AcroForm")))
    fields = found.get(form.get("Fields"))
    if not isinstance(fields, list) or len(fields) != 1 or not form.keys() <= {"Fields", "SigFlags"}:
        raise BrokenError(6, "not exactly one field")
    field = entries(found.get(fields[0]))
    if field.get("FT") != "Sig" or field.get("V") != Ref(signature_) or form.get("SigFlags") != 3:
        raise BrokenError(6, "a field other than the signature's")
    if not field.keys() <= _FIELD_KEYS:
        raise BrokenError(6, "a field with other keys")


def _certifies(found: Scanned, value: dict[str, object], number: int) -> None:
    reference = value["Reference"]
    if found.get(found.root.get("Perms")) != {"DocMDP": Ref(number)}:
        raise BrokenError(6, "permissions other than DocMDP")
    if not isinstance(reference, list) or len(reference) != 1:
        raise BrokenError(6, "not exactly one reference")
    only = entries(reference[0])
    transform = entries(only.get("TransformParams"))
    if only.get("TransformMethod") != "DocMDP" or not only.keys() <= {"Type", "TransformMethod", "TransformParams"}:
        raise BrokenError(6, "a transform other than DocMDP")
    if type(transform.get("P")) is not int or transform["P"] != 1 or not transform.keys() <= {"Type", "P", "V"}:
        raise BrokenError(6, "changes would be allowed")


def _gap(found: Scanned, value: dict[str, object], data: bytes) -> tuple[int, int]:
    if len(found.gaps) != 1 or not isinstance(value["Contents"], bytes):
        raise BrokenError(7, "not exactly one gap")
    start, end = found.gaps[0]
    written = _RANGE.findall(data)
    numbers = [int(number) for number in written[0]] if len(written) == 1 else []
    if value["ByteRange"] != [0, *numbers] or numbers != [start, end, len(data) - end]:
        raise BrokenError(7, "the range leaves out something else than the gap")
    if data[start : start + 1] != b"<" or data[end - 1 : end] != b">":
        raise BrokenError(7, "the gap is no hex string")
    return start, end


def attachment(found: Scanned) -> bytes:
    """The bytes of report.json, the only file inside. Raises BrokenError 17 or 18."""
    _streams(found)
    name_tree = entries(found.entry(found.trailer.get("Root"), "Names"))
    leaf = found.get(name_tree.get("EmbeddedFiles"))
    leaves = found.get(entries(leaf).get("Names"))
    if name_tree.keys() != {"EmbeddedFiles"} or entries(leaf).keys() != {"Names"}:
        raise BrokenError(17, "a name tree with more than the one file")
    if not isinstance(leaves, list) or len(leaves) != 2 or leaves[0] != FILE_NAME.encode():
        raise BrokenError(17, "not exactly one file in the name tree")
    reference = leaves[1]
    if not isinstance(reference, Ref) or found.get(found.root.get("AF")) != [reference]:
        raise BrokenError(17, "the associated file is another one")
    specification = entries(found.get(reference))
    embedded = entries(specification.get("EF"))
    if specification.keys() != {"Type", "F", "UF", "EF", "AFRelationship"}:
        raise BrokenError(17, "a file specification with other keys")
    if (
        not (specification["F"] == specification["UF"] == FILE_NAME.encode())
        or specification["AFRelationship"] != "Data"
    ):
        raise BrokenError(17, "a file of another name or relation")
    if not {"F"} <= embedded.keys() <= {"F", "UF"} or len({str(one) for one in embedded.values()}) != 1:
        raise BrokenError(17, "two embedded files in one specification")
    _only_this_file(found, embedded["F"])
    return _embedded(found.get(embedded["F"]))


def _only_this_file(found: Scanned, stream: object) -> None:
    specifications = files = 0
    for value in found.objects.values():
        for inner in dictionaries(value):
            if inner.get("Subtype") == "FileAttachment" or _FILES & inner.keys():
                raise BrokenError(17, "a way to another file")
            specifications += "EF" in inner
            files += inner.get("Type") == "EmbeddedFile"
    if specifications != 1 or files != 1 or not isinstance(stream, Ref):
        raise BrokenError(17, "more than one embedded file")


def _embedded(stream: object) -> bytes:
    head = entries(stream)
    if not isinstance(stream, Stream) or head.get("Type") != "EmbeddedFile" or head.get("Subtype") != JSON_NAME:
        raise BrokenError(17, "not an embedded JSON file")
    content, facts = stream.inflated(), entries(head.get("Params"))
    if content.count(b'"') > limits.ATTACHED_QUOTES:
        raise BrokenError(19, "more strings than can be checked", TOO_MUCH)
    if not facts.keys() <= {"Size", "CheckSum"} or facts.get("Size") != len(content):
        raise BrokenError(17, "a size that is not so")
    md5 = hashlib.md5(content, usedforsecurity=False).digest()
    if facts.get("CheckSum", md5) != md5:
        raise BrokenError(17, "a checksum that is not so")
    return content


def _streams(found: Scanned) -> None:
    """Each stream inflates, and all together stay within the limit (rule 18)."""
    total = 0
    for value in found.objects.values():
        if isinstance(value, Stream):
            if {"F", "FFilter", "FDecodeParms"} & value.dict.keys():
                raise BrokenError(18, "a stream that lies in another file")
            total += len(value.inflated())
            if total > limits.STREAMS:
                raise BrokenError(18, "more inflated bytes than the limit")


def dictionaries(value: object) -> Iterator[dict[str, object]]:
    """All dictionaries in a value, references not followed."""
    match value:
        case Stream():
            yield from dictionaries(value.dict)
        case dict():
            yield value
            for item in value.values():
                yield from dictionaries(item)
        case list():
            for item in value:
                yield from dictionaries(item)


def nothing_active(found: Scanned) -> None:
    """Only pages of text: no actions, layers, images, foreign fonts or annotations. Raises BrokenError 28."""
    if not found.root.keys() <= CATALOGUE_KEYS:
        raise BrokenError(28, "a catalogue with other keys")
    form = found.get(found.root.get("AcroForm"))
    widget = entries(form).get("Fields")
    annotations, all_pages = [], pages(found)
    for number in all_pages:
        page = entries(found.objects[number])
        if not page.keys() <= PAGE_KEYS:
            raise BrokenError(28, "a page with other keys")
        annotations += [found.get(page["Annots"])] if "Annots" in page else []
        if not entries(found.get(page.get("Resources"))).keys() <= _RESOURCES:
            raise BrokenError(28, "resources other than fonts")
    if annotations != [widget]:
        raise BrokenError(28, "an annotation other than the signature's")
    tagged.check(found, all_pages)
    for value in found.objects.values():
        for inner in dictionaries(value):
            _passive(found, inner)
        drawn = isinstance(value, Stream) and ("Type" not in value.dict or value.dict.get("Subtype") == "Form")
        if isinstance(value, Stream) and drawn and _other_text(value.inflated()):
            raise BrokenError(28, "text that is not plainly drawn, or an image in the line")
    _forms(found)


def _other_text(content: bytes) -> bool:
    """Whether letters are drawn in another mode than filled, or an image stands in the line."""
    if content.count(b"Tr") > _FEW or content.count(b"BI") > _FEW:
        return True
    for found in _RENDERING.finditer(content):
        before = content[max(0, found.start() - 64) : found.start()]
        if _MODE.search(before) or not before.strip():
            return True
    return any(not content[max(0, found.start() - 1) : found.start()].strip() for found in _IMAGE.finditer(content))


def _passive(found: Scanned, value: dict[str, object]) -> None:
    if _ACTIONS & value.keys():
        raise BrokenError(28, "an action, a layer or a mask")
    if "A" in value and value["A"] != tagged.ATTRIBUTES and entries(found.get(value["A"])).get("S") != "GoTo":
        raise BrokenError(28, "an action that leads out of the report")
    kind = value.get("Type")
    if kind == "Action" and value.get("S") != "GoTo":
        raise BrokenError(28, "an action that leads out of the report")
    if kind == "Font":
        _font(found, value)
    if kind == "Pattern" or value.get("Subtype") in ("Image", "PS") or "PatternType" in value or "ShadingType" in value:
        raise BrokenError(28, "an image or a pattern")


def _font(found: Scanned, font: dict[str, object]) -> None:
    if font.get("Subtype") == "Type0" and font.get("Encoding") == "Identity-H":
        return
    descriptor = entries(found.get(font.get("FontDescriptor")))
    if (
        font.get("Subtype") not in ("CIDFontType0", "CIDFontType2")
        or not {"FontFile2", "FontFile3"} & descriptor.keys()
    ):
        raise BrokenError(28, "a font that is not embedded as Type0")


def _forms(found: Scanned) -> None:
    fields = found.get(entries(found.get(found.root.get("AcroForm"))).get("Fields"))
    stamp = found.entry(fields[0] if isinstance(fields, list) else None, "AP", "N")
    for value in found.objects.values():
        if entries(value).get("Subtype") == "Form" and value is not stamp:
            raise BrokenError(28, "a form other than the stamp")
