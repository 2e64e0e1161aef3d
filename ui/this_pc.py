"""What belongs to this PC and not to the office: theme, text size, compact, window places, printers, modem."""

import hashlib
import secrets
import sys
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths, QSysInfo

from app.carriers.ports import Chosen
from app.domain.codes import PaperSize
from app.domain.texts import _
from ui.palette import Theme

SMALLEST, LARGEST, STEP = 90, 150, 10
"""Text factor in percent."""


class Compact(StrEnum):
    AUTO = "auto"
    """Under 1180x620."""
    ON = "on"
    OFF = "off"


ORGANISATION: Final = "Didar"
AS_FILES: Final = "/files"
"""In place of a printer's name: papers become PDF files in `files_folder`. No printer is called so."""


def documents() -> Path:
    """The folder in which the user of this PC looks for what he saved."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return folder if folder.is_dir() else Path.home()


def _usual() -> QSettings:
    """On Windows a file beside the office's data: it stays and goes with that when Didar is removed."""
    if sys.platform != "win32":
        return QSettings(ORGANISATION, ORGANISATION)
    local = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    return QSettings(str(Path(local) / ORGANISATION / "pc.ini"), QSettings.Format.IniFormat)


class Settings:
    """A thin cover of QSettings with checked values. A value of another program's hand counts as absent."""

    def __init__(self, store: QSettings | None = None) -> None:
        self.store = store or _usual()
        self._made = False

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

    def board(self, name: str) -> tuple[str, str]:
        """The monitor on which a board stood, and how: "window", "full" or "" for hidden."""
        mode = str(self.store.value(f"board/{name}/mode", ""))
        return str(self.store.value(f"board/{name}/monitor", "")), mode if mode in ("window", "full") else ""

    def keep_board(self, name: str, monitor: str, mode: str) -> None:
        self.store.setValue(f"board/{name}/monitor", monitor)
        self.store.setValue(f"board/{name}/mode", mode)

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

    # printing

    @property
    def printer(self) -> str:
        """The printer of slips, by the name that the system knows it by; AS_FILES; "" where none was chosen."""
        return str(self.store.value("print/printer", ""))

    @printer.setter
    def printer(self, name: str) -> None:
        self.store.setValue("print/printer", name)

    @property
    def sheet_printer(self) -> str:
        """The printer of A5 sheets; "" for the one of slips, if that does not print on a roll."""
        return str(self.store.value("print/sheets", ""))

    @sheet_printer.setter
    def sheet_printer(self, name: str) -> None:
        self.store.setValue("print/sheets", name)

    @property
    def reports_folder(self) -> Path:
        """Where reports and lists go: as chosen on this PC, else a folder of the user's documents."""
        chosen = str(self.store.value("report/folder", ""))
        its_own = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(chosen) if chosen else Path(its_own) / "Didar"

    @reports_folder.setter
    def reports_folder(self, folder: Path) -> None:
        self.store.setValue("report/folder", str(folder))

    @property
    def files_folder(self) -> str:
        """Where AS_FILES writes; "" where no folder was chosen."""
        return str(self.store.value("print/folder", ""))

    @files_folder.setter
    def files_folder(self, folder: str) -> None:
        self.store.setValue("print/folder", folder)

    @property
    def scans_folder(self) -> str:
        """Into which the scanner of this PC puts its files; "" where no folder was chosen."""
        return str(self.store.value("scan/folder", ""))

    @scans_folder.setter
    def scans_folder(self, folder: str) -> None:
        self.store.setValue("scan/folder", folder)

    @property
    def slip_paper(self) -> PaperSize:
        """Roll or A6."""
        return PaperSize.A6 if self.store.value("print/paper") == PaperSize.A6 else PaperSize.ROLL

    @slip_paper.setter
    def slip_paper(self, size: PaperSize) -> None:
        self.store.setValue("print/paper", size.value)

    @property
    def print_at_registration(self) -> bool:
        """Whether the slip comes out when a visitor is registered; it does unless that was switched off."""
        return self._switch("print/at_registration", usual=True)

    @print_at_registration.setter
    def print_at_registration(self, on: bool) -> None:
        self.store.setValue("print/at_registration", on)

    @property
    def print_at_exit(self) -> bool:
        """Whether the exit slip comes out when the visit of somebody with a ruling is over."""
        return self._switch("print/at_exit", usual=False)

    @print_at_exit.setter
    def print_at_exit(self, on: bool) -> None:
        self.store.setValue("print/at_exit", on)

    def first_label(self, sheet: tuple[int, int]) -> int:
        """The first label that is free on the sheet in this PC's printer, of so many columns and rows; 1: a new one."""
        kept = str(self.store.value("print/first_label", ""))
        columns, rows, place = ([int(part) for part in kept.split(",") if part.isdecimal()] + [0, 0, 0])[:3]
        return place if (columns, rows) == sheet and 1 <= place <= columns * rows else 1

    def keep_first_label(self, sheet: tuple[int, int], place: int) -> None:
        self.store.setValue("print/first_label", "{},{},{}".format(*sheet, place))

    @property
    def number(self) -> str:
        """By what this PC is told from others: made by chance, once. Settings that came from another PC have its own
        number, not this one's.
        """
        key = f"pc/{hashlib.sha256(bytes(QSysInfo.machineUniqueId().data())).hexdigest()[:16]}"
        made = str(self.store.value(key, "")) or str(self.store.value("pc/number", ""))
        if not made:
            made, self._made = secrets.token_hex(16), True
            self.store.setValue("pc/new", True)
        if made != self.store.value(key):
            self.store.setValue(key, made)
            self.store.remove("pc/number")  # as it was kept before, whichever PC's it was
        return made

    @property
    def is_new(self) -> bool:
        """Whether this PC got its number anew and has not been known by it yet."""
        return self._switch("pc/new", usual=False)

    def known(self) -> None:
        """By its number, as the one that sends."""
        if self.is_new:
            self.store.remove("pc/new")

    @property
    def is_kept(self) -> bool:
        """Whether this PC has its number still at the next start: not where it was made now and can't be written."""
        return not self._made or self.can_be_written

    @property
    def can_be_written(self) -> bool:
        """Whether what is chosen on this PC still holds at the next start."""
        self.store.sync()
        return self.store.isWritable() and self.store.status() is not QSettings.Status.AccessError

    @property
    def what_became_of_it(self) -> str:
        """What is said when something was chosen."""
        return (
            _("Saved.")
            if self.can_be_written
            else _("It holds until Didar is closed: this PC's settings can't be written.")
        )

    # the SMS modem

    @property
    def modem(self) -> Chosen | None:
        """The port that this PC's modem is at, and by what it is known at another one; None: it has none."""
        name = str(self.store.value("modem/port", ""))
        return Chosen(name, str(self.store.value("modem/identity", ""))) if name else None

    @modem.setter
    def modem(self, chosen: Chosen | None) -> None:
        self.store.setValue("modem/port", chosen.name if chosen else "")
        self.store.setValue("modem/identity", chosen.identity if chosen else "")

    def _switch(self, key: str, *, usual: bool) -> bool:
        """An .ini file gives a switch back as a word."""
        said = str(self.store.value(key, usual)).lower()
        return said == "true" if said in ("true", "false") else usual
