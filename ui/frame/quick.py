"""What quick search (Ctrl+K) offers: what became of a follow-up code, screens by name; people are found at the desk."""

from collections.abc import Iterable
from typing import Protocol

from app.domain.persian.ids import is_follow_up_code, show_follow_up_code
from app.domain.persian.text import isolate, latin_digits, persian_digits, search_key
from app.domain.texts import _
from ui.widgets.dropdown import Choice


class Place(Protocol):
    """A screen, as ui.window.Screen."""

    id: str
    icon: str
    title: str


def found(text: str, screens: Iterable[Place]) -> list[Choice]:
    """Choices whose data is the screen's id, or the code itself; the last one's None: to be looked for at the desk."""
    key, places = search_key(text), list(screens)
    digits = latin_digits(text).replace("-", "").replace(" ", "")
    choices = [Choice(place.title, place.id, icon=place.icon) for place in places if key in search_key(place.title)]
    if is_follow_up_code(digits):
        code = isolate(persian_digits(show_follow_up_code(digits)))
        choices.insert(0, Choice(_("What became of %(code)s?") % {"code": code}, digits, icon="call"))
    if any(place.id == "desk" for place in places):
        choices.append(Choice(_("Find «%(text)s» at the meeting desk") % {"text": text}, icon="search"))
    return choices
