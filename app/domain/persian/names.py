"""Names as people say them in one breath."""

from app.domain.persian.text import normalise

_HONORIFICS = ("سید", "سیده", "حاج", "حاجی")


def split(text: str) -> tuple[str, str]:
    """First and last name of a full name: the first word is the first name, with سید before it where it is said."""
    words = normalise(text).split(" ")
    first = 2 if len(words) > 2 and words[0] in _HONORIFICS else 1
    return " ".join(words[:first]), " ".join(words[first:])
