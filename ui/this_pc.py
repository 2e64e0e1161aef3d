"""What belongs to this PC and not to the office: theme, text size, compact, window places."""

from enum import StrEnum
from typing import Final

from PySide6.QtCore import QByteArray, QSettings

from ui.palette import Theme

SMALLEST, LARGEST, STEP = 90, 150, 10
"""Text factor in percent."""


class Compact(StrEnum):
    AUTO = "auto"
    """Under 1180x620."""
    ON = "on"
    OFF = "off"


ORGANISATION: Final = "Didar"


class Settings:
    """A thin cover of QSettings with checked values. A value of another program's hand counts as absent."""

    def __init__(self, store: QSettings | None = None) -> None:
        self.store = store or QSettings(ORGANISATION, ORGANISATION)

    @property
    def theme(self) -> Theme:
        value = str(self.store.value("look/theme", Theme.SYSTEM))
        return Theme(value) if value in set(Theme) else Theme.SYSTEM

    @theme.setter
    def theme(self, theme: Theme) -> None:
        self.store.setValue("look/theme", theme.value)

    @property
    def text_percent(self) -> int:
        """90 to 150."""
        value = str(self.store.value("look/text", 100))
        return min(LARGEST, max(SMALLEST, int(value))) if value.isdecimal() else 100

    @text_percent.setter
    def text_percent(self, percent: int) -> None:
        self.store.setValue("look/text", min(LARGEST, max(SMALLEST, percent)))

    @property
    def compact(self) -> Compact:
        value = str(self.store.value("look/compact", Compact.AUTO))
        return Compact(value) if value in set(Compact) else Compact.AUTO

    @compact.setter
    def compact(self, compact: Compact) -> None:
        self.store.setValue("look/compact", compact.value)

    def place(self, window: str) -> QByteArray | None:
        """Where a window stood, for QWidget.restoreGeometry."""
        value = self.store.value(f"place/{window}")
        return value if isinstance(value, QByteArray) else None

    def keep_place(self, window: str, place: QByteArray) -> None:
        self.store.setValue(f"place/{window}", place)

    def widths(self, table: str) -> dict[str, int]:
        """Column widths as the user left them, by column key."""
        kept = str(self.store.value(f"widths/{table}", ""))
        pairs = (part.partition("=") for part in kept.split(";"))
        return {key: int(width) for key, _equals, width in pairs if width.isdecimal()}

    def keep_widths(self, table: str, widths: dict[str, int]) -> None:
        self.store.setValue(f"widths/{table}", ";".join(f"{key}={width}" for key, width in widths.items()))

    def hidden(self, table: str) -> set[str]:
        """Keys of the columns that the user has put away."""
        return set(filter(None, str(self.store.value(f"hidden/{table}", "")).split(";")))

    def keep_hidden(self, table: str, columns: set[str]) -> None:
        self.store.setValue(f"hidden/{table}", ";".join(sorted(columns)))
