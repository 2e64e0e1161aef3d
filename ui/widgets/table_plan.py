"""Which columns of a table are shown and how wide: where room is short, no wider than their words, then fewer, then
some under the words of another one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ui.style import look
from ui.widgets.chips import chip_width
from ui.widgets.drawing import width_of
from ui.widgets.row_lines import ICON_ROOM
from ui.widgets.rows import Column

PAD: Final = 16
CELL_PAD: Final = 8
"""At the table's edges, and between two cells."""

LEAST: Final = 120
"""What a column without a width of its own needs to be read."""

MARGINS: Final = 24
"""Of a cell's width: these do not grow with the text."""


@dataclass(frozen=True)
class Plan:
    """Widths of the shown columns by their keys, which ones are stacked, and under which they stand."""

    widths: dict[str, int]
    stacked: tuple[Column, ...]
    loose: Column | None
    own: frozenset[str] = frozenset()

    def is_loose(self, column: Column) -> bool:
        """Whether it takes what the others leave."""
        return column.key not in self.own


def planned(
    columns: Sequence[Column], rows: Sequence[Any], chosen: Mapping[str, int], hidden: set[str], room: int
) -> Plan:
    """chosen: widths that the user gave; hidden: columns that he put away."""
    kept = [column for column in columns if column.key not in hidden]
    own = frozenset(column.key for column in columns if chosen.get(column.key) or column.width)
    lesser = [column for column in kept if column.compact]
    stacked: tuple[Column, ...] = ()
    widths = _widths(lesser if look().compact else kept, rows, chosen, tight=False)
    if sum(widths.values()) > room:
        widths = _widths(lesser, rows, chosen, tight=True)
    if sum(widths.values()) > room:
        stacked = tuple(column for column in lesser if column.stacks)
        widths = _widths([column for column in lesser if not column.stacks], rows, chosen, tight=True)
    return Plan(widths, stacked, next((column for column in columns if column.key not in own), None), own)


def _widths(
    columns: Sequence[Column], rows: Sequence[Any], chosen: Mapping[str, int], *, tight: bool
) -> dict[str, int]:
    """tight: no wider than what is said in them. A chip is never cut."""
    widths = {}
    for at, column in enumerate(columns):
        wide = chosen.get(column.key) or _grown(column.width or LEAST)
        edge = PAD - CELL_PAD if at in (0, len(columns) - 1) else 0
        if column.width and column.key not in chosen:
            wide = max(wide, width_of(column.heading, look().font("caption")) + 2 * CELL_PAD + edge)
        if column.width and column.key not in chosen and (tight or column.state):
            needed = needed_width(column, rows) + 2 * CELL_PAD + edge
            wide = max(wide, needed) if not tight else needed if column.state else min(wide, needed)
        widths[column.key] = wide
    return widths


def _grown(width: int) -> int:
    """A column's width with larger text."""
    return round(MARGINS + (width - MARGINS) * max(1.0, look().factor))


def needed_width(column: Column, rows: Sequence[Any]) -> int:
    """The widest thing that a column of its own width says, its heading too."""
    widest = width_of(column.heading, look().font("caption"))
    if column.state:
        states = {state for row in rows if (state := column.state(row))}
        return max([widest, *(chip_width(state) for state in states)])
    font = look().font(column.font, tabular=column.tabular)
    icon = ICON_ROOM + 4 if column.icon else 0
    return max([widest, *(width_of(text, font) + icon for text in {column.get(row) for row in rows})])
