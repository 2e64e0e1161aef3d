"""The program itself: its version, where it is installed, how a Python and how the program are started anew.

An installation on Windows has launchers that load Python's library: there `sys.executable` is no Python.
"""

import sys
from pathlib import Path
from typing import Final

from app import VERSION, access

__all__ = ["VERSION", "folder", "interpreter", "is_for_all_users", "is_installed", "keep_heap_at_home", "restart"]

LAUNCHER: Final = "Didar.exe"
REMOVER: Final = "Uninstall.exe"
_VERSION: Final = Path(__file__).resolve().parents[2]
"""An installed version's own folder: runtime, site and program lie in it."""


def folder() -> Path | None:
    """The folder of the installation, with the launcher and the versions in it; None where it runs from its sources."""
    above = _VERSION.parent
    installed = (_VERSION / "runtime").is_dir() and (above / LAUNCHER).is_file()
    return above if installed else None


def is_installed() -> bool:
    return folder() is not None


def is_for_all_users() -> bool:
    """Whether it was installed for all users of this PC: then its administrator alone changes it."""
    installation = folder()
    return installation is not None and (access.administrators_alone_write(installation) or _is_in_the_machine_s_part())


def _is_in_the_machine_s_part() -> bool:
    """Whether something is here that the setup for all users installed, as the one for a single user asks
    (installer/setup): an antivirus may have taken the launcher.
    """
    if sys.platform != "win32":
        return False
    import winreg

    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"Software\Didar", 0, winreg.KEY_READ | 0x100) as key:
            said, _kind = winreg.QueryValueEx(key, "InstallDir")
    except OSError:
        return False
    installation = Path(str(said))
    return bool(said) and (
        any((installation / name).is_file() for name in (LAUNCHER, REMOVER)) or any(installation.glob("*-*/runtime"))
    )


def keep_heap_at_home() -> None:
    """No heap in what Windows would send away after a crash; for the processes that no launcher starts, which asks it
    for its own (installer/launcher).
    """
    if sys.platform == "win32":
        import ctypes

        ctypes.WinDLL("kernel32").WerSetFlags(1)  # WER_FAULT_REPORTING_FLAG_NOHEAP


def interpreter() -> str:
    """A Python that runs this program's modules: the one that runs now, or under a launcher the one beside it."""
    if Path(sys.executable).stem.lower().startswith("python"):
        return sys.executable
    return str(_VERSION / "runtime" / "python.exe")


def restart(words: list[str]) -> tuple[str, list[str]]:
    """The command that opens the program anew with these arguments: what to start, and what to tell it."""
    installation = folder()
    if installation is None:
        return interpreter(), ["-m", "ui.start", *words]
    return str(installation / LAUNCHER), words
