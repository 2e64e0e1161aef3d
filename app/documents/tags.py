"""What the words of a document are, for whoever hears its pages instead of seeing them (ISO 32000-1, 14.7 and 14.8).

A tagged page marks each run of words with the element that it belongs to; all else (rules, fills, the foot, headings
said again on the next page) is an artifact. No /ActualText: readers turn it round (docs/report-format.md, rule 28).
"""

from dataclasses import dataclass, field
from typing import Final

KINDS: Final = frozenset(("Document", "Sect", "H1", "H2", "P", "Table", "TR", "TH", "TD", "Figure"))
"""The standard kinds that our documents have; a report with another one is refused."""


@dataclass(slots=True, eq=False)
class Element:
    """A part of the text. alt: a figure in words. kids: elements, or where its words stand: (page, mark on it)."""

    kind: str
    alt: str | None = None
    kids: "list[Element | tuple[int, int]]" = field(default_factory=list)

    def add(self, kind: str, alt: str | None = None) -> "Element":
        """A part at its end."""
        element = Element(kind, alt)
        self.kids.append(element)
        return element
