"""The structure for who hears the pages is what the pages give it, and nothing more (rule 28).

Words that are heard and not seen would be a second report: no /ActualText but a framed letter's, no /E, no roles of
one's own.
"""

import re

from app.documents.tags import KINDS
from app.report.broken import BrokenError
from app.report.objects import Name, Ref, Stream
from app.report.scan import Scanned, entries

ATTRIBUTES = {"O": Name("Table"), "Scope": Name("Column")}
"""The one /A that is no action: that of a table's heading."""
_ELEMENT_KEYS = {"S", "P", "Pg", "K", "Alt", "A"}
_MARK = re.compile(rb"[\s>)\]](?:BDC|BMC|DP|MP)(?![^\s/<\[(])")
_MOST_MARKS = 100_000
_OURS = re.compile(
    rb"(?:/(?:%s) <</MCID [0-9]+>>BDC|/Artifact BMC)(?=\s)|/Span<</ActualText<FEFF[0-9A-F]{4}>>>BDC(?=\[<)"
    % b"|".join(sorted(k.encode() for k in KINDS))
)
"""The last is one letter that the font lacks, drawn as its number in a frame: which letter, redrawing compares."""


def check(found: Scanned, pages: list[int]) -> None:
    """pages: the numbers of the pages' objects. Raises BrokenError 28."""
    has = {"StructTreeRoot", "MarkInfo"} & found.root.keys()
    for place, number in enumerate(pages):
        page = entries(found.objects[number])
        tags = [page.get("StructParents"), page.get("Tabs")]
        if tags != ([place, Name("S")] if has else [None, None]) or isinstance(tags[0], bool):
            raise BrokenError(28, "a page in another place of the structure")
        _marks(found, page)
    if not has:
        return
    root = entries(found.get(found.root.get("StructTreeRoot")))
    if found.root.get("MarkInfo") != {"Marked": True} or root.get("Type") != "StructTreeRoot":
        raise BrokenError(28, "a structure without its root, or marks that are doubted")
    if root.keys() != {"Type", "K", "ParentTree", "ParentTreeNextKey"} or root["ParentTreeNextKey"] != len(pages):
        raise BrokenError(28, "a structure with other keys")
    _parents(found, root["ParentTree"], len(pages))
    _elements(found, root["K"], set(pages))


def _marks(found: Scanned, page: dict[str, object]) -> None:
    contents = found.get(page.get("Contents"))
    for one in contents if isinstance(contents, list) else [contents]:
        stream = found.get(one)
        inflated = stream.inflated() if isinstance(stream, Stream) else b""
        if inflated.count(b"BDC") > _MOST_MARKS:
            raise BrokenError(28, "more marks than any page has")
        marks, ours = (sum(1 for _found in kind.finditer(inflated)) for kind in (_MARK, _OURS))
        if marks != ours:
            raise BrokenError(28, "a mark that says more than what is seen")


def _parents(found: Scanned, tree: object, pages: int) -> None:
    numbers = entries(found.get(tree))
    listed = numbers.get("Nums")
    if numbers.keys() != {"Nums"} or not isinstance(listed, list) or listed[::2] != list(range(pages)):
        raise BrokenError(28, "marks that belong to no page")
    if not all(isinstance(one, list) and all(isinstance(ref, Ref) for ref in one) for one in listed[1::2]):
        raise BrokenError(28, "a mark that belongs to no element")


def _elements(found: Scanned, top: object, pages: set[int]) -> None:
    """Each element once, with known keys; their words are marks on the pages."""
    waiting: list[object] = [top]
    seen: set[int] = set()
    while waiting:
        reference = waiting.pop()
        if not isinstance(reference, Ref) or reference.number in seen:
            raise BrokenError(28, "an element twice in the structure, or none")
        seen.add(reference.number)
        element = found.get(reference)
        if not isinstance(element, dict) or not {"S", "P", "K"} <= element.keys() <= _ELEMENT_KEYS:
            raise BrokenError(28, "an element with other keys")
        kind = element["S"]
        if not isinstance(kind, Name) or kind not in KINDS or ("Alt" in element) != (kind == "Figure"):
            raise BrokenError(28, "an element of another kind")
        if element.get("A") != (ATTRIBUTES if kind == "TH" else None):
            raise BrokenError(28, "an element with other attributes")
        if not isinstance(element.get("Pg", top), Ref) or not isinstance(element.get("Alt", b""), bytes):
            raise BrokenError(28, "an element that is on no page")
        for kid in element["K"] if isinstance(element["K"], list) else [element["K"]]:
            if isinstance(kid, Ref):
                waiting.append(kid)
            elif type(kid) is not int and not _elsewhere(kid, pages):
                raise BrokenError(28, "words that are on no page")


def _elsewhere(kid: object, pages: set[int]) -> bool:
    """A mark on another page than the element's first one."""
    mark = entries(kid)
    page = mark.get("Pg")
    return (
        mark.keys() == {"Type", "Pg", "MCID"}
        and mark["Type"] == Name("MCR")
        and isinstance(page, Ref)
        and page.number in pages
        and type(mark["MCID"]) is int
    )
