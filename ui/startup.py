"""didar --time-startup: how long from the start of the process to the first frame and to a desk that takes keys."""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.cli import passphrase_file
from app.domain.errors import UserError

if TYPE_CHECKING:
    from app.office import Office

_LONGEST = 60_000  # milliseconds that a start may take


def process_age() -> float:
    """Seconds since this process began, by the system's own clock; from the import of this module where it has none."""
    if sys.platform == "win32":
        return _windows_age()
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        uptime = float(Path("/proc/uptime").read_text().split()[0])
    except OSError:
        return time.perf_counter() - _IMPORTED
    # the kernel keeps the start in hundredths; uptime has as many digits
    return uptime - int(fields[19]) / os.sysconf("SC_CLK_TCK")


_IMPORTED = time.perf_counter()


def _windows_age() -> float:
    import ctypes

    times = [ctypes.c_ulonglong() for _ in range(4)]
    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined]
    kernel.GetProcessTimes(kernel.GetCurrentProcess(), *(ctypes.byref(one) for one in times))
    return time.time() - (times[0].value / 10**7 - 11_644_473_600)


def resident_mib() -> float:
    """Memory that the process holds now."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [("cb", wintypes.DWORD), ("faults", wintypes.DWORD)] + [
                (name, ctypes.c_size_t) for name in ("peak", "working", "a", "b", "c", "d", "e", "f")
            ]

        counters = Counters(cb=ctypes.sizeof(Counters))
        ctypes.windll.psapi.GetProcessMemoryInfo(  # type: ignore[attr-defined]
            ctypes.windll.kernel32.GetCurrentProcess(),  # type: ignore[attr-defined]
            ctypes.byref(counters),
            counters.cb,
        )
        return float(counters.working) / 2**20
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Watch(QObject):
    """Made right after the first frame; `arguments` name the passphrase's file, or the environment does."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        super().__init__()
        self._first_paint = process_age()
        self._usable = self._resident = 0.0
        self._file: Path = passphrase_file(arguments) or Path()
        self._login: str | None = getattr(arguments, "user", None)
        self._passphrase = ""
        QTimer.singleShot(_LONGEST, self, lambda: QApplication.exit(1))  # a bug on the way leaves its report

    def unlock(self, folder: Path, committed: Callable[..., None]) -> "Office":
        """Open the store, on the writing thread. Raises what `app.unlock.unlock` raises, and for the file."""
        from app.security.passphrases import read_passphrase_file
        from app.unlock import unlock

        self._passphrase, _warning = read_passphrase_file(self._file)
        return unlock(folder, self._passphrase, self._login, committed=committed)

    def failed(self, error: UserError) -> None:
        sys.stderr.write(error.reason + "\n")
        QApplication.exit(1)

    def until_usable(self, window: Any, folder: Path) -> None:
        """Wait until the desk has its list and the focus is in the box; then print and end."""
        window.current.opened.connect(lambda: self._opened(window, folder))

    def _opened(self, window: Any, folder: Path) -> None:
        if window.current.usable:
            self._usable, self._resident = process_age(), resident_mib()
            QTimer.singleShot(0, self, lambda: self._close(window, folder))

    def _close(self, window: Any, folder: Path) -> None:
        window.close()
        self._tell(folder)  # nothing else is read any more: it would count as unlocking

    def _tell(self, folder: Path) -> None:
        """Argon2id is meant to be slow: how long it takes is measured by doing it once more, and left out of usable_s.

        So it may be, because nothing else is done meanwhile: the client waits for the key before it goes on.
        """
        from app.security.keys import KeyFile

        key_file = KeyFile.read(folder)
        before = time.perf_counter()
        key_file.unlock(self._passphrase, self._login)
        unlock = time.perf_counter() - before
        measured = {
            "first_paint_s": round(self._first_paint, 3),
            "unlock_s": round(unlock, 3),
            "usable_s": round(self._usable - unlock, 3),
            "rss_mib": round(self._resident, 1),
        }
        sys.stdout.write(json.dumps(measured) + "\n")
        sys.stdout.flush()
