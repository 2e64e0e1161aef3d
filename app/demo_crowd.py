"""Made-up people by the hundred thousand, as a province has them: for searching among many. Nobody's particulars.

A few names are very common and most are rare, in first names, fathers' and last names alike; names come compound,
joined or with a half-space; some are سید; families share a last name, a father and often a telephone. The same seed
gives the same people.
"""

import json
import random
from collections.abc import Iterator
from itertools import accumulate, islice
from typing import Any, Final

from app.demo_people import PREFIXES, national_id
from resources import ROOT

_FAMILY: Final = (30, 25, 20, 15, 10)
"""How many families of a hundred have one member, two, three and so on."""
_SAYYID, _COMPOUND, _SHARED, _NO_MOBILE = 0.06, 0.18, 0.5, 0.04
_Names = tuple[list[str], list[float]]


class _Crowd:
    """Names with their weights, and people made of them."""

    def __init__(self, chance: random.Random, first: int) -> None:
        self._chance = chance
        self._next = first
        words: dict[str, list[str]] = json.loads((ROOT / "data" / "crowd.json").read_text("utf-8"))
        self._men = _skewed([*words["men"][:20], *words["joined"], *words["men"][20:]], 2)
        self._women = _skewed(words["women"], 2)
        made = [stem + ending for ending in words["endings"] for stem in words["stems"]]
        self._last = _skewed([*words["last_names"], *made], 8)
        self._places = words["places"]

    def _pick(self, names: _Names, number: int) -> list[str]:
        return self._chance.choices(names[0], cum_weights=names[1], k=number)

    def families(self) -> Iterator[dict[str, Any]]:
        """One person after another, family by family, without an end."""
        chance, many = self._chance, 1_000
        while True:
            sizes = chance.choices(range(1, len(_FAMILY) + 1), _FAMILY, k=many)
            lasts, fathers = self._pick(self._last, many), self._pick(self._men, many)
            for size, last, father in zip(sizes, lasts, fathers, strict=True):
                if chance.random() < _COMPOUND:
                    last = f"{last} {chance.choice(self._places)}"  # noqa: PLW2901 - the same name, made compound
                yield from self._family(size, last, father)

    def _family(self, size: int, last: str, father: str) -> Iterator[dict[str, Any]]:
        chance = self._chance
        sayyid = chance.random() < _SAYYID
        shared = self._mobile() if chance.random() < _SHARED else None
        for _member in range(size):
            man = chance.random() < 0.6
            (first,) = self._pick(self._men if man else self._women, 1)
            self._next += 1
            mobile = shared or self._mobile()
            yield {
                "first_name": f"{'سید' if man else 'سیده'} {first}" if sayyid else first,
                "last_name": last,
                "father_name": f"سید {father}" if sayyid else father,
                "national_id": national_id(self._next),
                "mobile": None if chance.random() < _NO_MOBILE else mobile,
                "county": "اهواز",
            }

    def _mobile(self) -> str:
        return f"{self._chance.choice(PREFIXES)}{self._chance.randrange(10**7):07}"


def _skewed(names: list[str], flat: int) -> _Names:
    """Names with running weights after Zipf: the first ones are common. flat: how little the first stand out."""
    return names, list(accumulate(1 / (place + flat) for place in range(len(names))))


def people(number: int, *, first: int = 0, seed: int = 0) -> Iterator[dict[str, Any]]:
    """So many people, by a visitor's columns. first: the number of the first one's national id, less one."""
    return islice(_Crowd(random.Random(seed), first).families(), number)  # noqa: S311 - no secret
