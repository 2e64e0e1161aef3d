"""Versions of Didar, as they are compared and as they are shown."""

import re
from typing import Final

from app.domain.persian.text import isolate, persian_digits

_NUMBER: Final = r"(0|[1-9]\d{0,4})"
_VERSION: Final = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}", re.ASCII)


def order(version: str) -> tuple[int, int, int]:
    """A version as what is compared: 0.10.0 comes after 0.9.9. Raises ValueError for what is none."""
    found = _VERSION.fullmatch(version)
    if found is None:
        raise ValueError("no version")
    first, second, third = map(int, found.groups())
    return first, second, third


def shown(version: str) -> str:
    """A version within Persian words."""
    return isolate(persian_digits(version))
