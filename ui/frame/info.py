"""What the frame around the screens says: day, hour, state of the day, who works here, backups. QtCore only.

The window shows an OfficeInfo and knows nothing of the office; `ui.frame.office` fills one from the store.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from ui.widgets.chips import State


@dataclass(frozen=True)
class Count:
    """A number in the header. id: what a click on it asks for (waiting, room, seen)."""

    id: str
    number: int
    words: str
    role: str = "text"


@dataclass(frozen=True)
class Note:
    """A word in the status line. act: what a press on it asks for (backup); "" for words only."""

    words: str
    icon: str
    role: str = "muted"
    act: str = ""


@dataclass(frozen=True)
class Shown:
    """All that the frame shows at one moment."""

    agency: str = ""
    user: str = ""
    role: str = ""
    date: str = ""
    clock: str = ""
    state: State | None = None
    counts: tuple[Count, ...] = ()
    notes: tuple[Note, ...] = ()
    badges: dict[str, int] = field(default_factory=dict)


class OfficeInfo(QObject):
    """Holds what is shown now; `changed` when it is another."""

    changed = Signal()

    def __init__(self, shown: Shown | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = shown or Shown()

    def put(self, shown: Shown) -> None:
        if shown != self.shown:
            self.shown = shown
            self.changed.emit()
