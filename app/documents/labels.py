"""Address labels: sheets of A4 with as many in a row and a column as the office's sheets have."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from app.documents.letterhead import postal_line
from app.documents.page import A4, Document, Page, identity_of, mm
from app.documents.text import setter
from app.domain.texts import fa

_INSIDE: Final = mm(4)


@dataclass(frozen=True)
class Sheet:
    """columns, rows: of labels; top, side: margins of the sheet in mm."""

    columns: int = 3
    rows: int = 8
    top: int = 0
    side: int = 0


@dataclass(frozen=True)
class Label:
    """to: the name, then the address."""

    to: tuple[str, ...]
    postal_code: str


def draw(labels: tuple[Label, ...], sheet: Sheet, made_at: dt.datetime, *, begin: int = 1) -> bytes:
    """The labels from right to left, row by row. begin: the first one that is free on a sheet used before."""
    identity = identity_of((labels, sheet, begin))
    document = Document(fa("Address labels"), made_at, identity, foot=lambda *_: None)
    on_sheet = sheet.columns * sheet.rows
    width = (A4[0] - 2 * mm(sheet.side)) // sheet.columns
    height = (A4[1] - 2 * mm(sheet.top)) // sheet.rows
    page: Page | None = None
    for place, label in enumerate(labels, (begin - 1) % on_sheet):
        if page is None or place % on_sheet == 0:
            page = document.page(A4)
        row, column = divmod(place % on_sheet, sheet.columns)
        right = A4[0] - mm(sheet.side) - column * width
        _draw(page, right, mm(sheet.top) + row * height, width, height, label)
    return document.done()


def _draw(page: Page, right: int, top: int, width: int, height: int, label: Label) -> None:
    """As large as fits into the label; the name bold, the postal code last."""
    room, high = width - 2 * _INSIDE, height - 2 * _INSIDE
    bold, plain = setter("F2"), setter("F1")
    name, *address = label.to
    code = [plain.line(postal_line(label.postal_code))] if label.postal_code else []
    for size in (1050, 950, 850, 750, 650):
        step = size * 138 // 100
        lines = [(line, bold) for line in bold.wrap(name, room * 1000 // size)]
        lines += [(line, plain) for text in address for line in plain.wrap(text, room * 1000 // size)]
        lines += [(line, plain) for line in code]
        if len(lines) * step <= high:
            break
    most = high // step
    if len(lines) > most:
        lines = [*lines[: most - len(code)], *lines[len(lines) - len(code) :]]
    y = top + (height - len(lines) * step) // 2 + size
    for line, words in lines:
        page.text(right - _INSIDE, y, line, words, size)
        y += step
