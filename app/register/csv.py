"""Registers as CSV: whatever encoding and delimiter the office's Excel gave them (contracts, "Register")."""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path

from app.domain.errors import Refused, Unavailable
from app.domain.texts import _
from app.register import headings
from app.register.headings import Heading
from app.register.source import RawRow, Source

DELIMITERS = (",", ";", "\t")
BLOCK = 1 << 16
LONGEST_RECORD = 1 << 20
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so may be taken for a formula; on the way out it gets an apostrophe, here it loses it."""


def open_csv(path: Path) -> Source:
    """Recognise encoding, delimiter and heading, then read row by row.

    Raises Refused for UTF-16 or a file without the register's headings, Unavailable for one that cannot be read.
    """
    encoding = _encoding(path)
    first = _first_record(path, encoding)
    delimiter = max(DELIMITERS, key=lambda each: headings.known(next(csv.reader([first], delimiter=each), [])))
    records = _records(path, encoding, delimiter)
    _line, cells = next(records, (1, []))
    heading = headings.read(cells)
    return Source(heading, _rows(records, heading))


def _encoding(path: Path) -> str:
    """UTF-8 if it decodes strictly, with or without a byte-order mark; else Windows-1256."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            start = file.read(BLOCK)
            if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _looks_like_utf16(start):
                raise Refused(_("This file is in UTF-16. Save it as «CSV UTF-8» and import that."))
            block = start
            while block:
                decoder.decode(block)
                block = file.read(BLOCK)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1256"
    except OSError as error:
        raise Unavailable(_("%(path)s could not be read.") % {"path": path}) from error
    return "utf-8-sig"


def _looks_like_utf16(start: bytes) -> bool:
    """Without its mark: every other byte of a Latin heading is zero."""
    half = start[:64]
    return len(half) >= 8 and (half[::2].count(0) > len(half) // 3 or half[1::2].count(0) > len(half) // 3)


def _first_record(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        return file.readline(LONGEST_RECORD)


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the physical line where it starts."""
    csv.field_size_limit(LONGEST_RECORD)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        started = 1
        try:
            for cells in reader:
                yield started, [_without_apostrophe(cell) for cell in cells]
                started = reader.line_num + 1
        except csv.Error as error:
            raise Refused(
                _("The file is not a table from line %(line)s on. Open it in Excel and save it as CSV UTF-8.")
                % {"line": started}
            ) from error


def _without_apostrophe(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(DANGEROUS) else cell


def with_apostrophe(cell: str) -> str:
    """A cell for a .csv that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(DANGEROUS) else cell


def _rows(records: Iterator[tuple[int, list[str]]], heading: Heading) -> Iterator[RawRow]:
    for line, cells in records:
        if any(cell.strip() for cell in cells):
            yield RawRow(line, tuple(cells), heading.by_key(cells))
