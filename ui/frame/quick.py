"""What quick search (Ctrl+K) offers: screens by name; people are found in the desk's own box."""

from collections.abc import Iterable
from typing import Protocol

from app.domain.persian.text import search_key
from app.domain.texts import _
from ui.widgets.dropdown import Choice


class Place(Protocol):
    """A screen, as ui.window.Screen."""

    id: str
    icon: str
    title: str


def found(text: str, screens: Iterable[Place]) -> list[Choice]:
    """Choices whose data is the screen's id; the last one's None: to be looked for at the desk."""
    key, places = search_key(text), list(screens)
    choices = [Choice(place.title, place.id, icon=place.icon) for place in places if key in search_key(place.title)]
    if any(place.id == "desk" for place in places):
        choices.append(Choice(_("Find «%(text)s» at the meeting desk") % {"text": text}, icon="search"))
    return choices
