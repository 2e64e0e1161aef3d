"""Figures for everybody's eyes: a count so small that it points at a person is not shown, and can't be worked out."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

LEAST = 5
"""A count below this, if it is not zero, is hidden (statistical disclosure control, rule of the smallest cell)."""

Cell = TypeVar("Cell", bound=Hashable)


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def hidden(counts: Mapping[Cell, int]) -> frozenset[Cell]:
    """The cells of one table that are not shown beside its total, which is.

    From the total the sum of all hidden cells can be worked out: so there are at least two, and together they are not
    small either; as far as there are cells to choose from.
    """
    small = {cell for cell, count in counts.items() if is_small(count)}
    if not small:
        return frozenset()
    others = sorted((cell for cell, count in counts.items() if count >= LEAST), key=lambda cell: counts[cell])
    for cell in others:
        if len(small) > 1 and sum(counts[one] for one in small) >= LEAST:
            break
        small.add(cell)
    return frozenset(small)
