"""Provinces and their counties, as dated. A field accepts a county that is not listed: new ones are made."""

import json
from functools import cache
from typing import Any, Final

from app.domain.persian.text import search_key, sort_key
from resources import ROOT

_FILE: Final[dict[str, Any]] = json.loads((ROOT / "data" / "counties.json").read_text(encoding="utf-8"))
AS_OF: Final[str] = _FILE["as_of"]  # the Jalali year whose division of the country the list follows


@cache
def provinces() -> tuple[str, ...]:
    """The provinces, in Persian order."""
    return tuple(sorted(_FILE["provinces"], key=sort_key))


@cache
def counties(province: str) -> tuple[str, ...]:
    """The province's counties, in Persian order; none for a province that is not known."""
    known = {search_key(name): names for name, names in _FILE["provinces"].items()}
    return tuple(sorted(known.get(search_key(province), ()), key=sort_key))
