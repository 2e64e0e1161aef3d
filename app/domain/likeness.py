"""Whether two sets of particulars may be one person's: what the secretary is asked about before saving."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.persian.text import search_key

_SHORT = 4
"""Names of fewer letters are near only if they are equal: حسن and حسین are two names."""


class Why(StrEnum):
    """What the two have in common beside the name, the surest first."""

    ID = "id"
    """The id as typed is one digit off, or two neighbours are swapped."""
    MOBILE = "mobile"
    FATHER = "father"


@dataclass(frozen=True)
class Particulars:
    """What is compared. id: a right one; typed_id: ten digits that are none, as typed."""

    first_name: str
    last_name: str
    father_name: str = ""
    mobile: str = ""
    county: str = ""
    id: str = ""
    typed_id: str = ""


def why(typed: Particulars, known: Particulars) -> Why | None:
    """Why the two may be one person; None if nothing speaks for it.

    Two right ids are two people, or the same id is one: neither is a question.
    """
    if typed.id and known.id:
        return None
    if not _near_names(typed, known):
        return None
    if typed.typed_id and one_off(typed.typed_id, known.id):
        return Why.ID
    if typed.mobile and typed.mobile == known.mobile:
        return Why.MOBILE
    return Why.FATHER if _same_family(typed, known) else None


def _near_names(one: Particulars, other: Particulars) -> bool:
    return near(search_key(one.first_name), search_key(other.first_name)) and near(
        search_key(one.last_name), search_key(other.last_name)
    )


def _same_family(one: Particulars, other: Particulars) -> bool:
    """The father's name and the county; who has both names and the father's just so may have no county."""
    names = [[search_key(name) for name in (who.first_name, who.last_name, who.father_name)] for who in (one, other)]
    father, other_father = names[0][2], names[1][2]
    if not (father and other_father and near(father, other_father)):
        return False
    county, other_county = search_key(one.county), search_key(other.county)
    return county == other_county or (names[0] == names[1] and not (county and other_county))


def near(one: str, other: str) -> bool:
    """Equal, or one letter added, left out, changed or swapped with its neighbour; short ones only if equal."""
    if one == other:
        return True
    if min(len(one), len(other)) <= _SHORT or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def one_off(typed: str, known: str) -> bool:
    """Numbers of one length with one digit changed, or two neighbours swapped."""
    if len(typed) != len(known) or typed == known:
        return False
    differ = [at for at, (a, b) in enumerate(zip(typed, known, strict=True)) if a != b]
    swapped = [known[at] for at in differ] == [typed[at] for at in reversed(differ)]
    return len(differ) == 1 or (len(differ) == 2 and differ[1] == differ[0] + 1 and swapped)


def ids_one_off(typed: str) -> list[str]:
    """All numbers that are one digit off from this one, or have two neighbours swapped."""
    near_ones = {typed[:at] + digit + typed[at + 1 :] for at in range(len(typed)) for digit in "0123456789"}
    near_ones |= {typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :] for at in range(len(typed) - 1)}
    return sorted(near_ones - {typed})
