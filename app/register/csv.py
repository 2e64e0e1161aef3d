"""Registers as CSV: whatever encoding and delimiter the office's Excel gave them (contracts, "Register")."""

import codecs
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from app.domain.errors import Refused, Unavailable
from app.domain.texts import _
from app.register import headings
from app.register.source import Source, empty_file, raw_rows

DELIMITERS = (",", ";", "\t")
BLOCK = 1 << 16
LONGEST_LINE = 1 << 24
"""Letters in one line of the file; a cell's own bound is told row by row (`rows.LONGEST_FIELD`)."""

_END = "\ue000"
_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_SURELY_UTF8 = 32
"""So many Persian letters in good UTF-8 do not happen by chance in Windows-1256."""

Record = tuple[int, list[str]]


def open_csv(path: Path) -> Source:
    """Recognise encoding, delimiter and heading, then read row by row.

    Raises Refused for UTF-16 or a file without the register's headings, Unavailable for one that cannot be read.
    """
    encoding, remarks = _encoding(path)
    delimiter = max(DELIMITERS, key=lambda each: _known_columns(path, encoding, each))
    records = _records(path, encoding, delimiter)
    first = next(_not_empty(records), None)
    if first is None:
        raise empty_file()
    heading = headings.read(first[1])
    return Source(heading, raw_rows(records, heading, remarks), remarks)


def with_apostrophe(cell: str) -> str:
    """A cell for a .csv that no spreadsheet takes for a formula; reading takes the apostrophe off again.

    One that has apostrophes before the sign gets one more, so that each text comes back as it was.
    """
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def _without_apostrophe(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell) else cell


def _encoding(path: Path) -> tuple[str, list[str]]:
    """UTF-8 if it decodes strictly, with or without a byte-order mark; else Windows-1256. With a remark if in doubt."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    start, lines, letters = b"", 1, 0
    try:
        with path.open("rb") as file:
            block = start = file.read(BLOCK)
            if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _looks_like_utf16(start):
                raise Refused(_("This file is in UTF-16. Save it as «CSV UTF-8» and import that."))
            while block:
                text = decoder.decode(block)
                lines, letters = lines + text.count("\n"), letters + _beyond_ascii(text)
                block = file.read(BLOCK)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        text = error.object[: error.start].decode("utf-8", "ignore")
        line = {"line": lines + text.count("\n")}
        if start.startswith(codecs.BOM_UTF8):
            damaged = _("Line %(line)s of this UTF-8 file is damaged. Save the register anew as «CSV UTF-8».")
            raise Refused(damaged % line) from error
        doubt = _("Line %(line)s is no UTF-8, so the file was read as Windows-1256. Check whether the names are right.")
        return "cp1256", [doubt % line] if letters + _beyond_ascii(text) >= _SURELY_UTF8 else []
    except OSError as error:
        raise Unavailable(_("%(path)s could not be read.") % {"path": path}) from error
    return "utf-8-sig", []


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _looks_like_utf16(start: bytes) -> bool:
    """Without its mark: every other byte of a Latin heading is zero, of a Persian one mostly six."""
    half = start[:64]
    high = max(sum(byte in (0, 6) for byte in half[offset::2]) for offset in (0, 1))
    return len(half) >= 8 and high > len(half) // 3


def _known_columns(path: Path, encoding: str, delimiter: str) -> int:
    """How many of the heading's columns are known if this is the delimiter."""
    try:
        _line, cells = next(_not_empty(_records(path, encoding, delimiter)), (1, []))
    except Refused:  # not even a record: it is not this one
        return 0
    return headings.known(cells)


def _not_empty(records: Iterator[Record]) -> Iterator[Record]:
    return (record for record in records if not all(map(headings.is_blank, record[1])))


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Record]:
    """Each record with the physical line where it starts."""
    csv.field_size_limit(LONGEST_LINE)  # the whole process's; only this module reads CSV
    with path.open(encoding=encoding, newline="") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, delimiter=delimiter)
        started = 1
        try:
            for cells in reader:
                if lines.ended:
                    if cells == [_END]:
                        return
                    raise Refused(
                        _("A quotation mark opens on line %(line)s and is never closed. Correct it and import again.")
                        % {"line": started}
                    )
                yield started, [_without_apostrophe(cell) for cell in cells]
                started = reader.line_num + 1
        except csv.Error as error:
            raise _no_table(started) from error


class _Lines:
    """The file's lines, and then a mark: where the mark lands inside a cell, a quotation mark was left open."""

    def __init__(self, file: IO[str]) -> None:
        self.ended = False
        self._file = file
        self._number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.ended:
            raise StopIteration
        line = self._file.readline(LONGEST_LINE)
        self._number += 1
        if len(line) == LONGEST_LINE:
            raise _no_table(self._number)
        self.ended = not line
        return line or _END


def _no_table(line: int) -> Refused:
    return Refused(
        _("The file is not a table from line %(line)s on. Open it in Excel and save it as CSV UTF-8.") % {"line": line}
    )
