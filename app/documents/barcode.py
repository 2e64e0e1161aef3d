"""Code 128 of a follow-up code, so that a scanner at the desk finds the matter. Bars are drawn, not written."""

from functools import cache
from typing import Final

from app.documents.page import BLACK, Page

MODULE: Final = 142
"""1/100 pt: four dots of a thermal head with 203 dots an inch, so that every bar falls on whole dots."""


@cache
def bars(code: str) -> tuple[int, ...]:
    """The widths in modules, bars and gaps in turn, the first a bar."""
    from reportlab.graphics.barcode.code128 import Code128

    made = Code128(code)
    made.validate()
    made.encode()
    made.decompose()
    return tuple("abcd".index(width.lower()) + 1 for width in made.decomposed)


def width(code: str) -> int:
    """Of the bars, without the white beside them."""
    return sum(bars(code)) * MODULE


def draw(page: Page, x: int, y: int, code: str, height: int) -> None:
    """x: the middle of the bars; y: their top. The caller leaves white beside them, ten modules at least."""
    x -= width(code) // 2
    for place, modules in enumerate(bars(code)):
        if place % 2 == 0:
            page.fill(x, y, modules * MODULE, height, BLACK)
        x += modules * MODULE
