"""Registers as .xlsx: the first sheet, read row by row. The zip is looked at before it is opened (docs/limits.md)."""

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from app.domain.errors import Refused, Unavailable
from app.domain.persian.calendar import FIRST_YEAR, LAST_YEAR, numeric
from app.domain.texts import _
from app.register import headings
from app.register.headings import Heading
from app.register.source import RawRow, Source

LARGEST = 64 << 20
LARGEST_MEMBER = 256 << 20
LARGEST_RATIO = 200
SMALL_MEMBER = 1 << 20
MOST_MEMBERS = 2_000
BLOCK = 1 << 16
_DOCTYPE = re.compile(rb"<!\s*DOCTYPE", re.IGNORECASE)


def open_xlsx(path: Path) -> Source:
    """Check the file's limits, then read its first sheet.

    Raises Refused for a file that is no workbook or goes beyond the limits, Unavailable for one that cannot be read.
    """
    _within_limits(path)
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
        rows = enumerate(sheet.iter_rows(values_only=True), 1)
        _number, cells = next(rows, (1, ()))
    except (InvalidFileException, BadZipFile, KeyError, ValueError, IndexError, TypeError) as error:
        raise _no_workbook() from error
    heading = headings.read([_text(cell, None) for cell in cells])
    return Source(heading, _rows(rows, heading))


def _rows(rows: Iterable[tuple[int, tuple[Any, ...]]], heading: Heading) -> Iterator[RawRow]:
    for number, cells in rows:
        texts = [_text(cell, key) for cell, key in zip(cells, heading.keys, strict=False)]
        if any(text.strip() for text in texts):
            yield RawRow(number, tuple(texts), heading.by_key(texts))


def _text(cell: Any, key: str | None) -> str:
    """A cell as the same text that a person would have typed into a .csv."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime) and key in ("arrived", "admitted"):
        return cell.strftime("%H:%M")
    if isinstance(cell, dt.date):
        return _date(cell)
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    if isinstance(cell, dt.timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _date(cell: dt.date) -> str:
    """A date cell is Gregorian unless its year is one of the Jalali years."""
    if FIRST_YEAR <= cell.year <= LAST_YEAR:
        return f"{cell.year}/{cell.month:02d}/{cell.day:02d}"
    return numeric(cell)


def _within_limits(path: Path) -> None:
    try:
        if path.stat().st_size > LARGEST:
            raise _too_large()
        with ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise _too_large()
            for member in members:
                _member_within_limits(archive, member)
    except OSError as error:
        raise Unavailable(_("%(path)s could not be read.") % {"path": path}) from error
    except (BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        raise _no_workbook() from error


def _member_within_limits(archive: ZipFile, member: zipfile.ZipInfo) -> None:
    """Inflate it once, in blocks: what its header says of its size is only said."""
    size, tail = 0, b""
    with archive.open(member) as file:
        while block := file.read(BLOCK):
            size += len(block)
            if size > LARGEST_MEMBER or (size > SMALL_MEMBER and size > LARGEST_RATIO * max(member.compress_size, 1)):
                raise _too_large()
            if _DOCTYPE.search(tail + block):
                raise _no_workbook()
            tail = block[-16:]


def _too_large() -> Refused:
    return Refused(_("This workbook is larger than Didar takes. Copy the register alone into a new workbook."))


def _no_workbook() -> Refused:
    return Refused(_("This file is not a workbook that Didar can read. Save it in Excel as .xlsx and import that."))
