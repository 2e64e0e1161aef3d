"""Made-up people and what they bring: believable, and nobody's. The same chance gives the same people."""

import json
import random
from collections import deque
from functools import cache
from typing import Any, Final

from app import starting_lists
from app.domain.codes import AgencyKind, IssueType, Status, Way
from app.domain.persian.text import persian_digits
from resources import ROOT

REMEMBERED: Final = 3_000
"""People who may come again: those of the last visits, so that memory stays bounded."""

_SPREAD, _SHIFT, _NUMBERS = 618_033_989, 199_042_731, 10**9  # no factor in common: each number once
PREFIXES = ("0916", "0916", "0916", "0917", "0912", "0936", "0901", "0991")
_TYPES = dict(zip(IssueType, (60, 18, 6, 6, 5, 5), strict=True))
_FIXED = {IssueType.SUGGESTION: 1, IssueType.REPORT: 2, IssueType.THANKS: 0}
"""Place of the subject, in the last heading of the common ones, for types that speak of no plot of land."""

Person = dict[str, Any]


@cache
def words() -> dict[str, Any]:
    """The names, streets and sentences of the demonstration (resources/data/demo.json)."""
    value: dict[str, Any] = json.loads((ROOT / "data" / "demo.json").read_text("utf-8"))
    return value


@cache
def falling(number: int) -> list[float]:
    """Weights for a list whose first words are the most common ones."""
    return [1 / (place + 3) for place in range(number)]


def pick(chance: random.Random, among: list[str]) -> str:
    return chance.choices(among, falling(len(among)))[0]


def national_id(number: int) -> str:
    """A valid national id, another one for each number below 10⁹."""
    digits = f"{(number * _SPREAD + _SHIFT) % _NUMBERS:09}"
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(digits)) % 11
    made = digits + str(rest if rest < 2 else 11 - rest)
    return made if len(set(made)) > 1 else national_id(number + _NUMBERS // 2)


class People:
    """Who comes: somebody new, or one of those who came lately."""

    def __init__(self, chance: random.Random, first: int) -> None:
        self._chance = chance
        self._next = first
        self._known: deque[tuple[int, Person]] = deque(maxlen=REMEMBERED)

    def again(self, share: float, but: set[int]) -> tuple[int, Person] | None:
        """With this probability one who came before and is not among `but`: visitor's id and particulars."""
        if not self._known or self._chance.random() >= share:
            return None
        found = self._known[self._chance.randrange(len(self._known))]
        return None if found[0] in but else found

    def remember(self, visitor_id: int, person: Person) -> None:
        """Who has no id cannot be told apart the next time, and is not remembered."""
        if person["national_id"] or person["foreign_id"]:
            self._known.append((visitor_id, person))

    def new(self) -> Person:
        """Particulars of somebody new, with `no_id_reason` among them."""
        chance, said = self._chance, words()
        self._next += 1
        foreign, no_id = chance.random() < 0.04, chance.random() < 0.02
        first = pick(chance, said["men"] if chance.random() < 0.62 else said["women"])
        last = pick(chance, said["last_names"])
        if foreign:
            first, last = chance.choice(said["foreign_first"]), chance.choice(said["foreign_last"])
        elif chance.random() < 0.12:
            last = f"{last} {chance.choice(said['last_names'])}"
        return {
            "first_name": first,
            "last_name": last,
            "father_name": None if foreign else pick(chance, said["men"]),
            "national_id": None if foreign or no_id else national_id(self._next),
            "foreign_id": f"101{(self._next * _SPREAD) % _NUMBERS:09}" if foreign else None,
            "no_id_reason": chance.choice(said["no_id_reasons"]) if no_id and not foreign else None,
            "mobile": f"{chance.choice(PREFIXES)}{chance.randrange(2_000_000, 9_999_999)}"
            if chance.random() > 0.03
            else None,
            "county": chance.choice(said["counties"]),
            "address": self._address() if chance.random() > 0.08 else None,
        }

    def _mobile(self) -> str:
        return f"{self._chance.choice(PREFIXES)}{self._chance.randrange(2_000_000, 9_999_999)}"

    def _address(self) -> str:
        chance, said = self._chance, words()
        if chance.random() < 0.15:
            return f"روستای {chance.choice(said['villages'])}"
        numbers = f"کوچهٔ {persian_digits(chance.randrange(1, 30))}، پلاک {persian_digits(chance.randrange(1, 120))}"
        return f"{chance.choice(said['streets'])}، {numbers}"

    def group(self) -> tuple[int, str]:
        """How many more came, and for whom they speak."""
        chance, said = self._chance, words()
        return chance.randrange(2, 20), chance.choice(said["groups"]) % chance.choice(said["villages"])


class Matters:
    """What they bring and what becomes of it, in the words of an agency of this kind."""

    def __init__(self, chance: random.Random, kind: AgencyKind | None) -> None:
        self._chance = chance
        subjects, self.units, self._phrases = starting_lists.for_kind(kind)
        *_others, self._general = subjects.values()
        self._subjects = [subject for below in subjects.values() for subject in below if below is not self._general]

    def issue(self) -> dict[str, Any]:
        """Type, subject, description and so on, by the columns of an issue."""
        chance = self._chance
        type_ = chance.choices(list(_TYPES), list(_TYPES.values()))[0]
        fixed = _FIXED.get(type_)
        subject = self._general[fixed % len(self._general)] if fixed is not None else pick(chance, self._subjects)
        return {
            "type": type_,
            "subject": subject,
            "place": chance.choice(words()["streets"]) if chance.random() < 0.25 else None,
            "description": chance.choice(words()["descriptions"]) if chance.random() < 0.8 else None,
            "samad_code": str(chance.randrange(10**9, 10**10)) if chance.random() < 0.12 else None,
            "head_only": chance.random() < 0.015,
        }

    def ruling(self) -> tuple[str, str, int]:
        """The head's words, the unit, and the days that it has."""
        chance = self._chance
        return pick(chance, self._phrases), pick(chance, self.units), chance.choice((7, 10, 10, 15, 15, 15, 30))

    def outcome(self) -> tuple[Status, str]:
        status = self._chance.choices((Status.RESOLVED, Status.REJECTED, Status.REDIRECTED), (75, 13, 12))[0]
        return status, self._chance.choice(words()["outcomes"][status.value])

    def way(self) -> Way:
        return self._chance.choices((Way.SMS, Way.CALL, Way.LETTER), (60, 28, 12))[0]
