"""A PDF file, by reportlab, with nothing in it that a report may not have (docs/report-format.md, rules 25 to 28).

reportlab's Canvas would add Helvetica, ProcSets, /Trans and /PageMode: so its document and objects are used,
and the catalogue, the pages and the fonts are ours. The same arguments give the same bytes.
"""

import datetime as dt
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from app.documents.fonts import ASCENT, DESCENT, WEIGHTS, Face, embedded, face
from app.documents.picture import Picture
from app.documents.tags import Element

Size = tuple[int, int]  # in 1/100 pt
_AT_ONCE = 500  # objects, before who waits is asked again


class File:
    """A PDF in the making.

    title: what the viewer shows above the page. made_at: the one instant in it. identity: 16 bytes for /ID.
    """

    def __init__(self, title: str, made_at: dt.datetime, identity: bytes) -> None:
        from reportlab.pdfbase import pdfdoc

        self._pdf = pdfdoc
        self._file = pdfdoc.PDFDocument(invariant=1, pdfVersion=(1, 7))
        self._identity = f"[<{identity.hex()}><{identity.hex()}>]".encode()
        self._made_at, self._title = made_at, title
        self._pages = pdfdoc.PDFDictionary({"Type": "/Pages"})
        self._pages_reference = self._file.Reference(self._pages)
        self._kids: list[tuple[Size, list[bytes]]] = []
        self._streams = 0
        self._marks: list[Sequence[Element]] = []
        self._chapters: list[tuple[str, int, list[tuple[str, int]]]] = []
        self._pictures: dict[Picture, str] = {}

    def add_picture(self, picture: Picture) -> str:
        """The name under which pages draw this picture; it lies in the file once."""
        return self._pictures.setdefault(picture, f"P{len(self._pictures) + 1}")

    def add_page(self, size: Size, content: str, marks: Sequence[Element] = ()) -> None:
        """A page with its content, which is packed at once: a long document stays small in memory.

        marks: the elements of the marks in it, in their order.
        """
        self._kids.append((size, [_packed(content.encode("ascii"))]))
        self._marks.append(marks)

    def add_content(self, page: int, content: str) -> None:
        """More content on a page that is there, drawn over the first; pages count from 0."""
        self._kids[page][1].append(_packed(content.encode("ascii")))

    def add_chapter(self, title: str, page: int, *, under: bool = False) -> None:
        """A line of the outline that the viewer shows beside the pages; under: one of the chapter before."""
        if under:
            self._chapters[-1][2].append((title, page))
        else:
            self._chapters.append((title, page, []))

    def done(self, structure: Element | None = None, again: Callable[[], None] = lambda: None) -> bytes:
        """The whole file. structure: what the marks on the pages belong to; None where they bear none.

        again: asked now and then; may raise to cancel.
        """
        fonts = self._dictionary({resource: self._font(face(resource)) for resource in WEIGHTS})
        resources = self._file.Reference(self._dictionary({"Font": fonts}))
        parent, shared = self._number(self._pages_reference), self._number(resources)
        kids = []
        for place, ((width, height), contents) in enumerate(self._kids):
            if place % _AT_ONCE == 0:
                again()
            references = b" ".join([b"%d 0 R" % self._number(self._stream(content)) for content in contents])
            tags = b" /StructParents %d /Tabs /S" % place if structure is not None else b""
            page = b"<</Type /Page /Parent %d 0 R /MediaBox [0 0 %s %s] /Resources %d 0 R /Contents [%s]%s>>" % (
                *(parent, number(width).encode(), number(height).encode(), shared),
                *(references, tags),
            )
            kids.append(self._file.Reference(page, f"Page{place}"))
        self._pages.dict |= {"Kids": self._pdf.PDFArrayCompact(kids), "Count": len(kids)}
        catalogue = self._dictionary(
            {
                "Type": "/Catalog",
                "Pages": self._pages_reference,
                "Lang": self._pdf.PDFString("fa"),
                "ViewerPreferences": self._dictionary({"Direction": "/R2L", "DisplayDocTitle": "true"}),
            }
        )
        if self._chapters:
            catalogue["Outlines"] = self._outline(kids)
        if structure is not None:
            catalogue["MarkInfo"] = self._dictionary({"Marked": "true"})
            catalogue["StructTreeRoot"] = self._structure(structure, [self._number(kid) for kid in kids], again)
        self._file.Catalog = catalogue
        stamp = self._pdf.PDFString(self._made_at.astimezone(dt.UTC).strftime("D:%Y%m%d%H%M%SZ"))
        self._file.info = self._dictionary(
            {
                "Title": _words(self._title),
                "Producer": self._pdf.PDFString("Didar"),
                "CreationDate": stamp,
                "ModDate": stamp,
            }
        )
        # reportlab numbers its own empty font dictionary first: an object that nothing points to
        self._file.idToObject["BasicFonts"].dict = fonts.dict
        resources_dictionary = self._file.idToObject[resources.name]
        resources_dictionary["Font"] = self._pdf.PDFObjectReference("BasicFonts")
        if self._pictures:
            shown = {name: self._picture(picture) for picture, name in self._pictures.items()}
            resources_dictionary["XObject"] = self._dictionary(shown)
        return self._written(again)

    def _written(self, again: Callable[[], None]) -> bytes:
        """The objects one after the other, and the table of them.

        By hand: reportlab would write thousands of objects without anyone being asked whether to go on.
        """
        file = self._file
        root, information = self._number(file.Reference(file.Catalog)), self._number(file.Reference(file.info))
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        starts: list[int] = []
        while (name := file.numberToId.get(number_ := len(starts) + 1)) is not None:
            if number_ % _AT_ONCE == 0:
                again()
            starts.append(len(out))
            value = file.idToObject[name]  # more may be named while it is written
            inside = value if isinstance(value, bytes) else self._pdf.format(value, file, toplevel=1)
            out += b"%d 0 obj\n%s\nendobj\n" % (number_, inside.rstrip(b"\n"))
        table = b"".join([b"%010d 00000 n \n" % start for start in starts])
        at, size = len(out), len(starts) + 1
        out += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n" % (size, table)
        out += b"<</ID %s /Info %d 0 R /Root %d 0 R /Size %d>>\n" % (self._identity, information, root, size)
        out += b"startxref\n%d\n%%%%EOF\n" % at
        return bytes(out)

    def _outline(self, kids: list[Any]) -> Any:
        """Chapters, and under each its lines, which the viewer shows when they are asked for."""
        root = self._dictionary({"Type": "/Outlines", "Count": len(self._chapters)})
        reference = self._file.Reference(root)
        items = self._lines([(title, page) for title, page, _under in self._chapters], root, reference, kids)
        for item, (_title, _page, under) in zip(items, self._chapters, strict=True):
            if under:
                item["Count"] = -len(under)
                self._lines(under, item, self._file.Reference(item), kids)
        return reference

    def _lines(self, lines: list[tuple[str, int]], parent: Any, reference: Any, kids: list[Any]) -> list[Any]:
        items = [
            self._dictionary(
                {
                    "Title": _words(title),
                    "Parent": reference,
                    "Dest": self._pdf.PDFArrayCompact([kids[page], "/Fit"]),
                }
            )
            for title, page in lines
        ]
        references = [self._file.Reference(item) for item in items]
        for item, after in zip(items, references[1:], strict=False):
            item["Next"] = after
        for item, before in zip(items[1:], references, strict=False):
            item["Prev"] = before
        parent["First"], parent["Last"] = references[0], references[-1]
        return items

    def _structure(self, root: Element, pages: list[int], again: Callable[[], None]) -> Any:
        """The structure's elements, an object each, written by hand: there may be thousands.

        pages: the numbers of the pages' objects.
        """
        top = self._file.Reference(b"", "Structure")
        above: dict[Element, int] = {root: self._number(top)}
        numbers: dict[Element, int] = {}
        for place, element in enumerate(_all(root)):
            if place % _AT_ONCE == 0:
                again()
            number_ = numbers[element] = self._number(self._file.Reference(b"", f"Structure{place}"))
            above.update((kid, number_) for kid in element.kids if isinstance(kid, Element))
        marks = b" ".join(
            b"%d [%s]" % (page, b" ".join([b"%d 0 R" % numbers[element] for element in marks]))
            for page, marks in enumerate(self._marks)
        )
        tree = self._file.Reference(b"<</Nums [%s]>>" % marks, "ParentTree")
        objects = self._file.idToObject
        objects[top.name] = b"<</Type /StructTreeRoot /K %d 0 R /ParentTree %d 0 R /ParentTreeNextKey %d>>" % (
            numbers[root],
            self._number(tree),
            len(pages),
        )
        for place, element in enumerate(numbers):
            if place % _AT_ONCE == 0:
                again()
            objects[f"Structure{place}"] = _element(element, above[element], numbers, pages)
        return top

    def _number(self, reference: Any) -> int:
        number_: int = self._file.idToObjectNumberAndVersion[reference.name][0]
        return number_

    def _font(self, weight: Face) -> Any:
        """The font as a Type0 font with Identity-H, all of it embedded as it lies in resources."""
        name = f"/Vazirmatn-Page-{weight.weight.capitalize()}"
        array = self._pdf.PDFArrayCompact
        outlines = embedded(f"page-{weight.weight}.ttf")
        program = self._stream(_packed(outlines), b"/Length1 %d " % len(outlines))
        descriptor = self._dictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": name,
                "Flags": 4,
                "FontBBox": array([str(side) for side in weight.box]),
                "ItalicAngle": 0,
                "Ascent": ASCENT,
                "Descent": DESCENT,
                "CapHeight": 800,
                "StemV": 80 if weight.weight == "regular" else 140,
                "FontFile2": program,
            }
        )
        descendant = self._dictionary(
            {
                "Type": "/Font",
                "Subtype": "/CIDFontType2",
                "BaseFont": name,
                "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
                "FontDescriptor": self._file.Reference(descriptor),
                "DW": 1000,
                "W": f"[ 0 [ {' '.join(map(str, weight.widths))} ] ]",
                "CIDToGIDMap": "/Identity",
            }
        )
        meaning = self._stream(_packed(embedded(f"page-{weight.weight}.tounicode")))
        return self._file.Reference(
            self._dictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/Type0",
                    "BaseFont": name,
                    "Encoding": "/Identity-H",
                    "DescendantFonts": array([self._file.Reference(descendant)]),
                    "ToUnicode": meaning,
                }
            )
        )

    def _picture(self, picture: Picture) -> Any:
        space, planes = (b"/DeviceGray", 1) if picture.grey else (b"/DeviceRGB", 3)
        size = b"/Width %d /Height %d /BitsPerComponent 8 " % (picture.width, picture.height)
        packing = b"/DecodeParms <</Predictor 15 /Colors %d /Columns %d>> " % (planes, picture.width)
        return self._stream(
            picture.packed, b"/Type /XObject /Subtype /Image %s/ColorSpace %s %s" % (size, space, packing)
        )

    def _stream(self, packed: bytes, entries: bytes = b"") -> Any:
        """A stream, written by hand like the structure: there are two a page. entries: more of its dictionary."""
        written = b"<<%s/Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream" % (entries, len(packed), packed)
        self._streams += 1
        return self._file.Reference(written, f"Stream{self._streams}")

    def _dictionary(self, entries: dict[str, Any]) -> Any:
        return self._pdf.PDFDictionary(entries)


def _packed(content: bytes) -> bytes:
    return zlib.compress(content, 3)


def _words(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def _all(element: Element) -> Iterator[Element]:
    """An element and all under it, each before its parts; those that nothing came into are left out."""
    yield element
    for kid in element.kids:
        if isinstance(kid, Element) and kid.kids:
            yield from _all(kid)


def _element(element: Element, above: int, numbers: dict[Element, int], pages: list[int]) -> bytes:
    page = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
    kids = []
    for kid in element.kids:
        if isinstance(kid, Element):
            if kid in numbers:
                kids.append(b"%d 0 R" % numbers[kid])
        elif kid[0] == page:
            kids.append(b"%d" % kid[1])
        else:
            kids.append(b"<</Type /MCR /Pg %d 0 R /MCID %d>>" % (pages[kid[0]], kid[1]))
    more = b" /Pg %d 0 R" % pages[page] if page is not None else b""
    if element.alt is not None:
        more += b" /Alt %s" % _words(element.alt).encode("ascii")
    if element.kind == "TH":
        more += b" /A <</O /Table /Scope /Column>>"
    inside = kids[0] if len(kids) == 1 else b"[%s]" % b" ".join(kids)
    return b"<</S /%s /P %d 0 R%s /K %s>>" % (element.kind.encode("ascii"), above, more, inside)


def number(hundredths: int) -> str:
    """A length in 1/100 pt as PDF writes it, by integers alone: 950 is 9.5."""
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    if not rest:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{rest:02}".rstrip("0")
