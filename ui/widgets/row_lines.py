"""What a cell says where one line has no room for it: names in two lines, what stood beside them under them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtGui import QFont, QFontMetrics

from app.domain.persian.text import is_isolated
from ui.style import look
from ui.widgets.drawing import width_of
from ui.widgets.rows import Column

ICON_ROOM: Final = 20
BESIDE_GAP: Final = 8
MOST: Final = 3
"""Lines of one text; longer ones end in … and are whole in the cell's tooltip."""

_kept: dict[tuple[str, str, int, int], tuple[str, ...]] = {}


def broken(text: str, font: QFont, width: int, most: int = MOST) -> tuple[str, ...]:
    """As many words a line as fit. The same texts come again at every reading of a list, so they are kept."""
    key = (text, font.key(), width, most)
    if key not in _kept:
        if len(_kept) > 2000:
            _kept.clear()
        _kept[key] = _break(text, QFontMetrics(font), width, most)
    return _kept[key]


def _break(text: str, metrics: QFontMetrics, width: int, most: int) -> tuple[str, ...]:
    if metrics.horizontalAdvance(text) < width or is_isolated(text):
        return (text,)
    lines: list[str] = []
    for word in text.split():
        if lines and (metrics.horizontalAdvance(f"{lines[-1]} {word}") < width or len(lines) == most):
            lines[-1] += f" {word}"
        elif len(lines) < most:
            lines.append(word)
    return tuple(lines) or ("",)


@dataclass(frozen=True)
class Cell:
    """The lines of one cell: its words, what stands beside them (in the last of these lines, or under them), and the
    columns that have no room of their own.
    """

    words: tuple[str, ...]
    beside: tuple[str, ...] = ()
    inline: bool = True
    under: tuple[tuple[Column, str], ...] = ()

    @property
    def height(self) -> int:
        """Beyond that of one line."""
        more = (len(self.words) - 1) * line_of("body")
        more += 0 if self.inline else len(self.beside) * line_of("caption")
        return more + len(self.under) * line_of("body")


def line_of(step: str) -> int:
    """A line in a row of several: closer than the font's own, which is made for pages."""
    return round(QFontMetrics(look().font(step)).height() * 0.95)


def font_of(column: Column, *, strong: bool = False) -> QFont:
    """Of a cell's words; in the row that matters now they are bold."""
    font = look().font(column.font, tabular=column.tabular)
    if strong:
        font.setBold(True)  # only then: a Medium that is told to be not bold becomes Regular
    return font


def cell(row: Any, column: Column, stacked: Sequence[Column], width: int, *, strong: bool = False) -> Cell:
    """How this column's words lie in that width, with the stacked columns' under them."""
    font = font_of(column, strong=strong)
    words = broken(column.get(row), font, width)
    said = column.aside(row) if column.aside else None
    under = tuple((one, text) for one in stacked if (text := _in_one(row, one)))
    if said is None:
        return Cell(words, under=under)
    icon, text, _role = said
    small = look().font("caption")
    taken = width_of(words[-1], font) + BESIDE_GAP + (ICON_ROOM if icon else 0)
    if len(words) == 1 and taken + width_of(text, small) <= width:
        return Cell(words, (text,), under=under)
    return Cell(words, broken(text, small, width - (ICON_ROOM if icon else 0)), inline=False, under=under)


def _in_one(row: Any, column: Column) -> str:
    """What a stacked column says, with what stands beside it elsewhere."""
    said = column.aside(row) if column.aside else None
    return " · ".join(filter(None, (column.get(row), said[1] if said else "")))


def height_of(row: Any, column: Column, stacked: Sequence[Column], width: int, *, strong: bool = False) -> int:
    """Beyond one line."""
    return cell(row, column, stacked, width, strong=strong).height
