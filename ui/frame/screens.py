"""What the window knows of a screen: its place in the rail and how to make it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

PLACES = ("desk", "board", "followup", "calendar", "announcements", "samad", "report", "verify")
"""The order of Ctrl+1…8, whether the screen is there yet or not."""

SCREEN_OF_KEY = {
    "box": "desk",
    "papers": "desk",
    "outbox": "desk",
    "board": "board",
    "hall_board": "board",
    "screen_settings": "settings",
    **{f"screen_{at}": place for at, place in enumerate(PLACES, 1)},
}
"""Keys that are awake only where this screen is."""


@dataclass(frozen=True)
class Screen:
    """A screen for the rail. make: builds its widget when it is first shown. foot: at the rail's lower end.

    apart: it has a window of its own, which `make` brings to the front each time; no page is made for it.

    The widget may have, and the window then uses: arrive() when shown · refresh() F5 · own_search and focus_search()
    F2 and Ctrl+K · panes, a list of widgets for F6 · bar, whose undo is Ctrl+Z · unmask(bool) F3 · hints, a list of
    (cap, words) · show_count(id) for the header's numbers · leave_screen() before it goes · over_wanted, a signal with
    a page that is to lie over it until it says closed · box, at the desk, whose line takes what quick search itself
    does not find.
    """

    id: str
    icon: str
    title: str
    make: Callable[[], QWidget | None]
    foot: bool = False
    apart: bool = False

    def bring_up(self) -> bool:
        """Of one that is apart: its window comes to the front."""
        self.make()
        return True

    @property
    def key(self) -> str:
        if self.id in PLACES:
            return f"screen_{PLACES.index(self.id) + 1}"
        return "screen_settings" if self.id == "settings" else ""
