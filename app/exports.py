"""A list as a sheet (.xlsx): what the eye sees of it, for whoever wants to sort and sum. Each leaves a trace.

No cell's text is ever taken for a formula, a number or an address, so nothing that a visitor said can act in the sheet.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.domain.errors import Refused
from app.domain.texts import _, fa
from app.files import NewFiles
from app.office import Office
from app.security import audit
from app.security.rights import Right

_WIDEST = 60
LARGEST_CELL = 32_767
TOLD_AT = 500
"""Rows between two words of how far the drawing is."""
Progress = Callable[[int, int], None]
"""Told how many of how many rows are drawn; may raise to stop."""


@dataclass(frozen=True)
class ListSheet:
    """A list as it stands on the screen. name: of the list; headings, and rows of as many texts."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def write(office: Office, sheet: ListSheet, folder: Path, content: bytes = b"") -> Path:
    """Write the list into a new file of the folder, readable by its owner only. Returns its path.

    content: the sheet where it is drawn already, as a long one is before its turn to be written has come.

    Raises Refused without the right, or for an empty list; Unavailable when it can't be written.
    """
    if not sheet.rows:
        raise Refused(_("The list is empty; there is nothing to write."), "list")
    content = content or drawn(sheet)
    stem = "".join(letter if letter.isalnum() or letter in " \u200c" else "-" for letter in sheet.name).strip()
    path = folder / f"{stem} {office.now():%Y%m%d-%H%M%S}.xlsx"
    with NewFiles() as new:
        with office.work("exports.write", Right.PREPARE_REPORT) as work:
            new.add(path, content)
            told = {"list": sheet.name, "rows": len(sheet.rows)}
            work.remember(audit.Touched("export", 0, None, told))
        new.give_names()
    return path


def drawn(sheet: ListSheet, progress: Progress | None = None) -> bytes:
    """The sheet itself: right to left, heading frozen, with filters; made in memory alone."""
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    page = book.add_worksheet(fa("List"))
    page.right_to_left()
    page.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for column, heading in enumerate(sheet.headings):
        longest = max([len(heading), *(len(row[column]) for row in sheet.rows)])
        page.set_column(column, column, min(longest + 2, _WIDEST), plain)
        page.write_string(0, column, heading, bold)
    for number, row in enumerate(sheet.rows, 1):
        for column, text in enumerate(row):
            page.write_string(number, column, text[:LARGEST_CELL], plain)
        if progress is not None and number % TOLD_AT == 0:
            progress(number, len(sheet.rows))
    page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)
    book.close()
    return out.getvalue()
