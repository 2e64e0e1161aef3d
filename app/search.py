"""One box finds everything: people by what they are called or numbered, matters by their code and their words.

`find` is what is shown at once, `more` what may come after it: matters that have the words, and who or what comes near
when nothing fits. How text becomes words, and what is forgiven, is app/domain/persian/text.py's.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from app.domain.codes import Status
from app.domain.errors import Refused
from app.domain.persian import ids
from app.domain.persian.text import from_keyboard, latin_digits, normalise, search_words, to_keyboard, without_hamza
from app.issues import confidential
from app.office import Office
from app.search_near import near_numbers, near_words
from app.security.rights import Right
from app.visitors import Person
from db import search

LIMIT = 8
MATTERS = 4
_NEAR = 24
"""Of so many that come near the newest, the nearest are shown."""
_WORD = 3
"""Letters of a word that means something by itself."""
_LATIN, _DIGIT, _HAMZAS = re.compile("[!-~]"), re.compile(r"\d"), re.compile("[أؤئ]")
_HONORIFICS = {"سید", "سیده"}


@dataclass(frozen=True)
class Hit(Person):
    """A person that the search found. visits: how many so far; last_visit: the latest day."""

    visits: int = 0
    last_visit: dt.date | None = None


@dataclass(frozen=True)
class IssueHit:
    """A matter that the search found, and whose it is. subject: what may be shown of it to whoever asks."""

    id: int
    code: str | None
    subject: str
    status: Status
    head_only: bool
    date: dt.date
    person: Hit


@dataclass(frozen=True)
class Found:
    """What the box shows for a text. near: nothing fitted, the people (or the matters, by their codes) come near."""

    text: str
    hits: tuple[Hit, ...] = ()
    issues: tuple[IssueHit, ...] = ()
    near: bool = False


def find(office: Office, typed: str, limit: int = LIMIT) -> Found:
    """People by id, parts of names in any order, father's name, phone or document, newest first; a matter by its code.

    A person who was merged into another is shown as the one who stands.
    """
    digits = number(typed)
    words = _people_words(typed, digits)
    with office.look() as connection:
        hits = _standing(connection, search.people(connection, words, limit)) if words else ()
        issues = _coded(connection, office, [digits]) if digits and ids.is_follow_up_code(digits) else ()
        return Found(typed, hits, issues)


def more(office: Office, typed: str, *, nobody: bool, limit: int = LIMIT) -> Found:
    """Matters by the words of subject, description, ruling and outcome, and by SAMAD's code.

    nobody: `find` found nothing. If no matter has the words either, whoever comes near: one letter is another, too
    many, missing or has changed places, or one digit of a whole number; and else those who share a word.
    """
    with office.look() as connection:
        words = _matter_words(typed)
        issues = _issues(connection, office, search.issues(connection, words, MATTERS)) if words else ()
        if issues or not nobody:
            return Found(typed, issues=issues)
        return _near(connection, office, typed, limit)


def _near(connection: search.Connection, office: Office, typed: str, limit: int) -> Found:
    digits = number(typed)
    if digits:
        rows: list[search.Row] = []
        for column, values in near_numbers(digits).items():
            if column == "code":
                if issues := _coded(connection, office, values):
                    return Found(typed, issues=issues, near=True)
            elif values:
                rows += search.people_by(connection, column, values, limit - len(rows))
        return Found(typed, _standing(connection, rows), near=True)
    tokens = _tokens(typed)
    for query in (near_words(tokens), _any_of(tokens)):
        if query and (rows := search.people(connection, query, limit)):
            return Found(typed, _standing(connection, rows), near=True)
    return Found(typed, near=True)


def list_words(typed: str) -> tuple[str, str]:
    """What to look for among people and among matters, when a list is searched for what was typed."""
    return _people_words(typed, number(typed)), _matter_words(typed)


def number(typed: str) -> str:
    """The digits, when nothing but a number was typed; a phone with the country's code as it is here."""
    digits = latin_digits(normalise(typed))
    for between in " -–()\u200c":
        digits = digits.replace(between, "")
    for country in ("+98", "0098"):
        if digits.startswith(country):
            digits = f"0{digits.removeprefix(country)}"
    return digits if digits.isascii() and digits.isdigit() else ""


# how a text is asked for -------------------------------------------------------------------------------------------


def _quoted(word: str) -> str:
    return f'"{word}"*'


def _people_words(typed: str, digits: str) -> str:
    """Each word begins some word of the person's; or all of them together do («علی پور» is «علیپور»)."""
    return _digits(digits) if digits else _all_of(_readings(typed))


def _digits(digits: str) -> str:
    """The beginning of an id, a phone or one of its parts; without its zeros too, as tables lose them."""
    asked = [digits]
    if digits.startswith("9"):
        asked.append(f"0{digits}")  # a phone as it is said without its zero
    elif digits.startswith("989"):
        asked.append(f"0{digits[2:]}")
    if len(digits) in {8, 9}:
        with suppress(Refused):
            asked.append(ids.national_id(digits))
    return " OR ".join(map(_quoted, asked))


def _matter_words(typed: str) -> str:
    """Each word begins some word of the matter's. What is short as a word means nothing by itself."""
    readings = [words for words in _readings(typed) if any(len(word) >= _WORD - 1 for word in words)]
    return _all_of(readings)


def _readings(typed: str) -> list[list[str]]:
    """The words as they were typed, as they would read with the keyboard in the other language, and without hamzas."""
    readings = [_tokens(typed)]
    if _LATIN.search(typed):
        readings.append(_tokens(" ".join(map(_other_keyboard, typed.split()))))
    elif _DIGIT.search(typed):
        readings.append(_tokens(to_keyboard(typed)))  # a passport's letter before its digits
    if _HAMZAS.search(typed):
        readings.append(_tokens(without_hamza(typed)))
    return [words for at, words in enumerate(readings) if words and words not in readings[:at]]


def _other_keyboard(token: str) -> str:
    return from_keyboard(token) if token.isascii() else token


def _tokens(typed: str) -> list[str]:
    """Its words. سید is left out wherever it is said, unless it is all that was typed."""
    words = [word for token in latin_digits(typed).replace("-", "").split() for word in search_words(token)]
    kept = [word for word in words if word not in _HONORIFICS]
    return kept or words


def _all_of(readings: Iterable[Sequence[str]]) -> str:
    """Each word of one of the readings, or all its words in one."""
    asked = []
    for words in readings:
        kept = [word for word in words if word]
        if kept:
            asked.append(" AND ".join(map(_quoted, kept)))
        if len(kept) > 1:
            asked.append(_quoted("".join(kept)))
    return " OR ".join(f"({part})" for part in asked)


def _any_of(words: Iterable[str]) -> str:
    return " OR ".join(_quoted(word) for word in words if len(word) >= _WORD)


# what was found ----------------------------------------------------------------------------------------------------


def _standing(connection: search.Connection, rows: Sequence[search.Row]) -> tuple[Hit, ...]:
    """The people of these rows, each once; whoever was merged into another is the other."""
    hits: dict[int, Hit] = {}
    for row in rows:
        while row[_INTO] is not None:
            row = search.people_by(connection, "id", (row[_INTO],), 1)[0]  # noqa: PLW2901 - the one who stands
        if row[0] not in hits:
            hits[row[0]] = _hit(row)
    return tuple(hits.values())


_INTO = 10


def _hit(row: search.Row) -> Hit:
    visits, _space, last = row[_INTO + 1].partition(" ")
    return Hit(*(*row[:_INTO], int(visits), dt.date.fromisoformat(last) if last else None))


def _coded(connection: search.Connection, office: Office, codes: Sequence[str]) -> tuple[IssueHit, ...]:
    return _issues(connection, office, search.issues_by_code(connection, office.agency_id, codes, MATTERS))


def _issues(connection: search.Connection, office: Office, rows: Sequence[search.Row]) -> tuple[IssueHit, ...]:
    """Matters with their people; of one that only the head may know nothing but that it is there."""
    if not rows:
        return ()
    whose = {row[6]: _standing(connection, search.people_by(connection, "id", (row[6],), 1))[0] for row in rows}
    hits = []
    for id_, code, subject, status, head_only, date, visitor in rows:
        shown = subject if not head_only or office.may(Right.CONFIDENTIAL) else confidential()
        day = dt.date.fromisoformat(date)
        hits.append(IssueHit(id_, code, shown, Status(status), bool(head_only), day, whose[visitor]))
    return tuple(hits)
