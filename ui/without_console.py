"""A start without a console, as by the Start menu of Windows: what would be printed is shown in the system's own box.

Only what keeps the window from opening comes to that; Qt itself may be what is missing.
"""

import ctypes
import io
import sys
from collections.abc import Callable

from app.domain.texts import _


class Heard(io.StringIO):
    """In place of the streams that are not there; a person reads it."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def show(self) -> None:
        if said := self.getvalue().strip():
            _box(said)


def shown(start: Callable[[], int]) -> int:
    """Start, and show in the end what was said if it came to nothing. Returns the exit code."""
    heard = sys.stdout = sys.stderr = Heard()
    try:
        code = start()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else bool(ended.code)
    except Exception as error:  # noqa: BLE001 - there is no console, and no window yet, that would tell of it
        heard.write(not_started(type(error).__name__))
        code = 1
    if code:
        heard.show()
    return code


def not_started(error: str) -> str:
    return _("Didar could not be started (%(error)s). Run its setup again; the office's data is untouched.") % {
        "error": error
    }


def _box(text: str) -> None:
    if sys.platform == "win32":
        error, right, right_to_left = 0x10, 0x80000, 0x100000
        ctypes.windll.user32.MessageBoxW(None, text, "دیدار", error | right | right_to_left)
