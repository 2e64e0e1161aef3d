"""Registers as .xlsx: the first sheet, row by row. The zip's limits are checked before a workbook is made of it."""

import datetime as dt
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, repeat
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from app.domain.errors import Refused, Unavailable
from app.domain.persian.calendar import LAST_YEAR, numeric
from app.domain.texts import _
from app.register import headings
from app.register.source import Source, empty_file, raw_rows

LARGEST = 64 << 20
LARGEST_MEMBER = 256 << 20
LARGEST_INFLATED = 1 << 30
LARGEST_RATIO = 200
SMALL_MEMBER = 1 << 16
"""Below it the ratio says nothing: Excel's printer settings are kilobytes of zeros."""
MOST_MEMBERS = 2_000
MOST_ROWS = 1 << 20
MOST_COLUMNS = 1 << 14
"""A sheet's own bounds in Excel."""

BLOCK = 1 << 16
_DOCTYPE = re.compile(rb"<!\s*DOCTYPE", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_LONGEST_TAG = 64
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_HALF_PAIRS = re.compile("[\ud800-\udfff]")

# What zipfile, zlib, the XML parsers (their errors are SyntaxErrors) and openpyxl raise on a damaged workbook.
_DAMAGED = (
    *(BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError, SyntaxError),
    *(LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError, AssertionError),
)


def open_xlsx(path: Path) -> Source:
    """Check the file's limits, then read its first sheet.

    Raises Refused for a file that is no workbook or goes beyond the limits, Unavailable for one that cannot be read.
    """
    rows = _sheet(path, formulas=_within_limits(path))
    number, cells = next(((number, cells) for number, cells in rows if any(map(_shows, cells))), (0, ()))
    if not number:
        raise empty_file()
    heading = headings.read([_text(cell, None) for cell in cells])
    keys = heading.keys
    remarks: list[str] = []
    records = (
        (number, [_text(cell, key) for cell, key in zip(cells, chain(keys, repeat(None)), strict=False)])
        for number, cells in rows
    )
    return Source(heading, raw_rows(records, heading, remarks), remarks)


def _sheet(path: Path, *, formulas: bool) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The first sheet's rows with their numbers in the sheet; rows that the file leaves out are empty ones.

    formulas: some cell may hold one. It counts as what it showed; where a program that is no spreadsheet wrote it and
    nothing was ever shown, as the text that stands in it: it is not lost, and what reads it can refuse it.
    """
    with ExitStack() as stack:
        with _damage_refused():
            shown = _rows(path, stack, data_only=True)
            written = _rows(path, stack, data_only=False) if formulas else repeat(())
            rows = enumerate(zip(shown, written, strict=False), 1)
        while True:
            with _damage_refused():
                number, (cells, texts) = next(rows, (0, ((), ())))
            if not number:
                return
            if number > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise _too_large()
            yield number, tuple(map(_shown, cells, texts)) if texts else cells


def _rows(path: Path, stack: ExitStack, *, data_only: bool) -> Iterator[tuple[Any, ...]]:
    import openpyxl

    # It warns developers of what it leaves out, conditional formats and the like: no user can mend that.
    warnings.filterwarnings("ignore", category=UserWarning, module=r"openpyxl\.")
    file = stack.enter_context(path.open("rb"))
    workbook = openpyxl.load_workbook(file, read_only=True, data_only=data_only, keep_links=False)
    stack.callback(workbook.close)
    sheet = workbook.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)
    return rows


def _shown(cell: Any, written: Any) -> Any:
    return written if cell is None and isinstance(written, str) else cell


@contextmanager
def _damage_refused() -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise _no_workbook() from error


def _shows(cell: Any) -> bool:
    return cell is not None and not headings.is_blank(str(cell))


def _text(cell: Any, key: str | None) -> str:
    """A cell as the same text that a person would have typed into a .csv. Errors and truths as the sheet shows them."""
    match cell:
        case None:
            text = ""
        case bool():
            text = str(cell).upper()
        case dt.datetime() if key in ("arrived", "admitted"):
            text = _hour(cell - dt.datetime.combine(cell.date(), dt.time()))
        case dt.date():
            text = _date(cell)
        case dt.time():
            text = _hour(
                dt.timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second + cell.microsecond / 1e6)
            )
        case dt.timedelta():
            text = _hour(cell)
        case float() if cell.is_integer():
            text = str(int(cell))
        case _:
            text = _HALF_PAIRS.sub("\ufffd", str(cell))
    return text


def _hour(since_midnight: dt.timedelta) -> str:
    """Seconds dropped; but a minute that a spreadsheet's fraction of a day misses by a hair is that minute."""
    minutes = round(since_midnight.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _date(cell: dt.date) -> str:
    """A date cell is Gregorian unless its year is one of the Jalali years."""
    if cell.year <= LAST_YEAR:  # an earlier year than the Jalali ones is none of either calendar: it will be refused
        return f"{cell.year}/{cell.month:02d}/{cell.day:02d}"
    return numeric(cell)


def _within_limits(path: Path) -> bool:
    """Whether a formula may stand in a sheet. Raises Refused beyond the limits, Unavailable for what cannot be read."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_OLD_OFFICE))
            if file.seek(0, 2) > LARGEST:
                raise _too_large()
            if start == _OLD_OFFICE:
                raise Refused(
                    _(
                        "A password locks this file, or it is an old .xls. "
                        "Save it in Excel as .xlsx without a password and import that."
                    )
                )
            with _damage_refused():
                return _members_within_limits(file)
    except OSError as error:
        raise Unavailable(_("%(path)s could not be read.") % {"path": path}) from error


def _members_within_limits(file: IO[bytes]) -> bool:
    with ZipFile(file) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise _too_large()
        left, formulas = LARGEST_INFLATED, False
        for member in members:
            size, found = _inflated(archive, member, left)
            left, formulas = left - size, formulas or found
        return formulas


def _inflated(archive: ZipFile, member: zipfile.ZipInfo, left: int) -> tuple[int, bool]:
    """Inflate a member once, in blocks: what its header says of its size is only said.

    Returns its size in bytes, and whether a formula may stand in it.
    """
    size, tail, formula = 0, b"", False
    most = min(left, LARGEST_MEMBER, max(SMALL_MEMBER, LARGEST_RATIO * member.compress_size))
    with archive.open(member) as file:
        while block := file.read(BLOCK):
            size += len(block)
            if size > most:
                raise _too_large()
            tail = tail[-_LONGEST_TAG:] + block.replace(b"\0", b"")  # UTF-16 has a zero beside each letter
            if _DOCTYPE.search(tail):
                raise _no_workbook()
            formula = formula or _FORMULA.search(tail) is not None
    return size, formula


def _too_large() -> Refused:
    return Refused(_("This workbook is larger than Didar takes. Copy the register alone into a new workbook."))


def _no_workbook() -> Refused:
    return Refused(_("This file is not a workbook that Didar can read. Save it in Excel as .xlsx and import that."))
