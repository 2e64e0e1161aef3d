"""The rows of a long table, put into a sheet as XML: xlsxwriter's object a cell would be most of a large report's time.

xlsxwriter makes the book with one row in the table's place, whose two cells show how numbers and texts are written.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

LARGEST_CELL: Final = 32_767
"""UTF-16 units that a cell holds; a longer text would be left out by Excel."""
STRINGS: Final = "xl/sharedStrings.xml"
_PATTERN: Final = re.compile(
    rb'<row r="([0-9]+)"[^>]*><c r="A[0-9]+" s="([0-9]+)"><v>0</v></c>'
    rb'<c r="B[0-9]+" s="([0-9]+)" t="s"><v>[0-9]+</v></c></row>(?=</sheetData>)'
)
_LAST: Final = re.compile(rb'(<dimension ref="A1:[A-Z]+)[0-9]+"')
_COUNTS: Final = re.compile(rb' count="([0-9]+)" uniqueCount="([0-9]+)">')
_SIGNS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# what XML can't hold is written as its number, and so is what only looks like that
_ODD: Final = re.compile("_(?=x[0-9a-fA-F]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_AT_ONCE: Final = 100

Cell = str | int | None


def filled(book: bytes, sheet: int, rows: Iterable[tuple[Cell, ...]], number: int, again: Callable[[], None]) -> bytes:
    """The book with so many rows in the place of the pattern's, which ends that sheet (counted from 1).

    again: asked now and then; may raise to cancel.
    """
    out, part = io.BytesIO(), f"xl/worksheets/sheet{sheet}.xml"
    with ZipFile(io.BytesIO(book)) as made, ZipFile(out, "w", ZIP_DEFLATED) as whole:
        for name in made.namelist():
            if name not in {part, STRINGS}:
                whole.writestr(made.getinfo(name), made.read(name))
        strings = _Strings(made.read(STRINGS))
        for name, pieces in (
            (part, _with_rows(made.read(part), rows, number, strings)),
            (STRINGS, strings.written()),  # those of the rows are known only then
        ):
            with whole.open(made.getinfo(name), "w") as file:
                while some := b"".join(islice(pieces, _AT_ONCE)):
                    again()
                    file.write(some)
    return out.getvalue()


def _with_rows(xml: bytes, rows: Iterable[tuple[Cell, ...]], number: int, strings: "_Strings") -> Iterator[bytes]:
    from xlsxwriter.utility import xl_col_to_name

    pattern = _PATTERN.search(xml)
    assert pattern is not None, "xlsxwriter writes numbers and texts so"
    first, of_number, of_text = (int(shown) for shown in pattern.groups())
    begun: list[str] = []
    number_begins, text_begins = f'" s="{of_number}"><v>', f'" s="{of_text}" t="s"><v>'
    yield _LAST.sub(rb'\g<1>%d"' % (first + number - 1), xml[: pattern.start()], count=1)
    for row, cells in enumerate(rows, first):
        begun = begun or [f'<c r="{xl_col_to_name(column)}' for column in range(len(cells))]
        out = [f'<row r="{row}">']
        for cell, value in zip(begun, cells, strict=True):
            if isinstance(value, int):
                out.append(f"{cell}{row}{number_begins}{value}</v></c>")
            elif value:
                out.append(f"{cell}{row}{text_begins}{strings.place(value)}</v></c>")
        out.append("</row>")
        yield "".join(out).encode()
    yield xml[pattern.end() :]


class _Strings:
    """The strings of the book, each once; the cells name them by their place."""

    def __init__(self, known: bytes) -> None:
        self._known = known
        counts = _COUNTS.search(known)
        assert counts is not None, "xlsxwriter counts its strings"
        self._named, self._first = int(counts[1]), int(counts[2])
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        self._named += 1
        place = self._places.get(text)
        if place is None:
            place = self._places[text] = self._first + len(self._places)
        return place

    def written(self) -> Iterator[bytes]:
        counts = b' count="%d" uniqueCount="%d">' % (self._named, self._first + len(self._places))
        yield _COUNTS.sub(counts, self._known, count=1).removesuffix(b"</sst>")
        for text in self._places:
            kept = "" if text == text.strip() else ' xml:space="preserve"'
            yield f"<si><t{kept}>{_escaped(fitting(text))}</t></si>".encode()
        yield b"</sst>"


def _escaped(text: str) -> str:
    return _ODD.sub(lambda odd: f"_x{ord(odd[0]):04X}_", text).translate(_SIGNS)


def fitting(text: str) -> str:
    """The text as far as a cell holds it."""
    if len(text) <= LARGEST_CELL // 2:
        return text
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * LARGEST_CELL else units[: 2 * LARGEST_CELL].decode("utf-16-le", "ignore")
