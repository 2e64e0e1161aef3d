"""Where a preset is looked for on this PC: only where administrators alone can write. Elsewhere it is named, not taken.

On Windows an ordinary user may make folders under %ProgramData%, so a file there may be anyone's.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app import home, program
from app.preset_lines import LARGEST

FILE: Final = "didar-preset.ini"
POLICY: Final = r"SOFTWARE\Policies\Didar"
POLICY_SHOWN: Final = r"HKEY_LOCAL_MACHINE\Software\Policies\Didar"
LINUX: Final = Path("/etc/didar/preset")


@dataclass(frozen=True)
class Places:
    """policy: reads the registry's values, None where there is none. file: the one that is taken if `trusted` says that
    administrators alone can write it and all folders up. elsewhere: where one may lie that is only named.
    """

    policy: Callable[[], list[tuple[str, object]] | None]
    file: Path | None
    elsewhere: tuple[Path, ...]
    trusted: Callable[[Path], bool]


def of_this_pc() -> Places:
    from app.access import administrators_alone_write

    return Places(_policy, _beside_the_program(), _elsewhere(), administrators_alone_write)


def _beside_the_program() -> Path | None:
    if sys.platform != "win32":
        return LINUX
    folder = program.folder()
    return folder / FILE if folder is not None else None


def _elsewhere() -> tuple[Path, ...]:
    shared = os.environ.get("PROGRAMDATA") if sys.platform == "win32" else None
    return (*((Path(shared) / "Didar" / FILE,) if shared else ()), home.folder() / FILE)


def _policy() -> list[tuple[str, object]] | None:
    """The values of the key, in Windows' own 64-bit view; what is no text and no number is None. None: no such key."""
    if sys.platform != "win32":
        return None
    import winreg

    plain = (winreg.REG_SZ, winreg.REG_DWORD, winreg.REG_MULTI_SZ)  # not REG_EXPAND_SZ: nothing is put in for %NAME%
    values: list[tuple[str, object]] = []
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, POLICY, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
            for number in range(winreg.QueryInfoKey(key)[1]):
                name, value, kind = winreg.EnumValue(key, number)
                values.append((name, value if kind in plain else None))
    except FileNotFoundError:
        return None
    return values


def read(path: Path) -> bytes:
    """At most one byte more than a preset may have. Raises OSError; what is no regular file is none."""
    if not path.is_file():
        raise FileNotFoundError(path)
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
