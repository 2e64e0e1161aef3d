"""A recovery code that is shown once, and which of its groups are asked back: whoever can write them has a copy."""

import secrets
from dataclasses import dataclass, field

from app.domain.persian.text import latin_digits, persian_digits
from app.domain.texts import _
from app.security import recovery

ASKED_BACK = 2


def _two_of_them() -> list[int]:
    return sorted(secrets.SystemRandom().sample(range(recovery.GROUPS), ASKED_BACK))


@dataclass
class AskedCode:
    """agency: stands over the code on paper. places: of the groups that are asked back, from 0."""

    agency: str
    code: str = field(repr=False)
    places: list[int] = field(default_factory=_two_of_them)

    def refused(self, typed: dict[int, str]) -> dict[int, str]:
        """What is wrong with the groups that were typed, by the group's place from 0."""
        right = recovery.groups(self.code)
        said = _("This is not group %(n)s of the code. Compare it with what you printed or copied.")
        return {
            place: said % {"n": persian_digits(place + 1)}
            for place in self.places
            if latin_digits(typed.get(place, "")).strip() != right[place]
        }
