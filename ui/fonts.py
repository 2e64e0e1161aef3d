"""The type of Didar: Vazirmatn for all, its FD cut for digit fields, five steps in pixels at 96 dpi."""

from functools import lru_cache
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase

from resources import ROOT

FAMILY: Final = "Vazirmatn"
DIGITS: Final = "Vazirmatn FD"
"""Holds Latin digits that look Persian: models, validators and the clipboard see plain ones."""

STEPS: Final = {
    "caption": (12, QFont.Weight.Medium),
    "body": (14, QFont.Weight.Normal),
    "words": (14, QFont.Weight.Medium),
    "lead": (16, QFont.Weight.Medium),
    "title": (20, QFont.Weight.Bold),
    "figure": (28, QFont.Weight.Bold),
    "name": (36, QFont.Weight.Bold),
    "board": (18, QFont.Weight.Normal),
    "subject": (24, QFont.Weight.Medium),
    "number": (64, QFont.Weight.Bold),
    "hall": (160, QFont.Weight.Bold),
}
"""Pixels and weight. `words` is body in Medium: names in rows, words on buttons. The last five are the boards'."""
STILL: Final = {"number", "hall"}
"""Read across a room already: these do not grow with the text factor."""


def load() -> None:
    """Load the bundled files into the running application. Raises FileNotFoundError if one is missing."""
    for cut in ("Vazirmatn-Regular", "Vazirmatn-Medium", "Vazirmatn-Bold", "Vazirmatn-FD-Regular"):
        path = ROOT / "fonts" / f"{cut}.ttf"
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)


def make(step: str = "body", *, factor: float = 1.0, digits: bool = False, tabular: bool = False) -> QFont:
    """The font of a step.

    factor: the text factor (0.9 to 1.5). digits: the FD cut. tabular: digits of one width, for columns of
    figures and clocks; in sentences they stay proportional.
    """
    return QFont(_made(step, factor, digits, tabular))  # a copy, as some who ask go on to change it


@lru_cache(maxsize=256)  # asked for with every measure and every stroke
def _made(step: str, factor: float, digits: bool, tabular: bool) -> QFont:
    size, weight = STEPS[step]
    font = QFont(DIGITS if digits else FAMILY)
    font.setPixelSize(round(size * (1.0 if step in STILL else factor)))
    font.setWeight(weight)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font
