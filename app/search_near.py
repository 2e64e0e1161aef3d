"""What comes near a word or a number in which one letter or digit is wrong: the words that it may have been.

They are made and looked up, a few hundred for a word: that takes a tenth of going through all the names that there are.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.domain.errors import Refused
from app.domain.persian import ids

LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
DIGITS = "0123456789"
SHORTEST = 3
"""Shorter words are all near each other."""
MOST_WORDS = 4

NATIONAL, MOBILE, FOREIGN, CODE = 10, 11, 12, 8


def slips(word: str, letters: str) -> Iterator[str]:
    """What was meant, if one letter has changed places with the next, is one too many, is missing or is another."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for (first, second), at in zip(pairwise(word), range(len(word)), strict=False):
        if first != second:
            yield word[:at] + second + first + word[at + 2 :]
    for before, after in cuts[:-1]:
        yield before + after[1:]
    for before, after in cuts:
        for letter in letters:
            yield before + letter + after
            if after and after[0] != letter:
                yield before + letter + after[1:]


def near_words(words: Sequence[str]) -> str:
    """FTS5's question for people who have all these words but one, and near it another."""
    asked = []
    for at, word in enumerate(words[:MOST_WORDS]):
        if len(word) < SHORTEST or not word.isalpha():
            continue
        others = "".join(f' AND "{other}"*' for place, other in enumerate(words) if place != at)
        meant = " OR ".join(f'"{one}"' for one in dict.fromkeys(slips(word, LETTERS)) if len(one) >= SHORTEST - 1)
        asked.append(f"(({meant}){others})")
    return " OR ".join(asked)


def near_numbers(digits: str) -> dict[str, list[str]]:
    """By column, the right numbers near a whole one: an id, a phone or a follow-up code (`code`)."""
    near = list(dict.fromkeys(slips(digits, DIGITS)))
    found = {
        "code": [one for one in near if len(one) == CODE and ids.is_follow_up_code(one)],
        "national_id": [one for one in near if len(one) == NATIONAL and _is_national(one)],
        "mobile": [one for one in near if len(one) == MOBILE and one.startswith("09")],
        "foreign_id": [one for one in near if len(one) == FOREIGN],
    }
    return {column: values for column, values in found.items() if values and _is_meant(column, len(digits))}


def _is_meant(column: str, length: int) -> bool:
    """A number of this length is a whole one of this column, or has one digit too many or too few."""
    whole = {"code": CODE, "national_id": NATIONAL, "mobile": MOBILE, "foreign_id": FOREIGN}[column]
    return length == whole or (column != "code" and abs(length - whole) == 1)


def _is_national(digits: str) -> bool:
    try:
        return ids.national_id(digits) == digits
    except Refused:
        return False
