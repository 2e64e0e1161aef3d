"""A code as people write it: its key, or its Persian word, compared as the search key."""

from functools import cache
from typing import TypeVar

from app.domain.codes import Code, PresidedBy, Status
from app.domain.errors import Refused
from app.domain.persian.text import normalise, search_key
from app.domain.texts import N_, _, fa

AnyCode = TypeVar("AnyCode", bound=Code)

ALSO: dict[Code, tuple[str, ...]] = {
    PresidedBy.HEAD: (N_("head, in short"),),
    PresidedBy.DEPUTY: (N_("deputy's post"),),
    Status.OPEN: (N_("open, in short"),),
}
"""Further words that the contracts allow, as msgids."""


def code(kind: type[AnyCode], text: str, field: str) -> AnyCode:
    """The code that a text names. Raises Refused, naming the value, for one that is not known."""
    by_word = _words(kind)
    found: AnyCode | None = by_word.get(text) or by_word.get(search_key(text))  # a key mostly stands as it is
    if found is None:
        known = _(", ").join(member.label for member in kind)
        words = {"value": normalise(text)[:40], "known": known}
        raise Refused(_("The value «%(value)s» is not known here. Write one of these: %(known)s.") % words, field)
    return found


@cache
def _words(kind: type[AnyCode]) -> dict[str, AnyCode]:
    words = {}
    for member in kind:
        for word in (member.value, member.word, fa(member.word), *map(fa, ALSO.get(member, ()))):
            words[search_key(word)] = member
    return words
