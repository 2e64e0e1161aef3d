"""Growing pauses after wrong passphrases.

They slow whoever sits at this PC; who has the key file guesses without them (docs/key-file.md).
"""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from app.domain.errors import Refused, UserError
from app.domain.persian.text import persian_digits
from app.domain.texts import _, language
from app.files import read_bytes, write_new

NAME: Final = "attempts.json"
FREE: Final = 3
"""Wrong passphrases without a pause."""

FIRST_PAUSE: Final = 30
LONGEST_PAUSE: Final = 15 * 60
"""Seconds; each wrong passphrase doubles the pause."""

_LARGEST = 1024
_MOST = 1000


class Attempts:
    """The wrong passphrases since the last right one: a count and a time, kept beside the key file.

    now: an aware instant. What the file holds is believed within bounds only: at worst one pause.
    """

    def __init__(self, folder: Path, now: Callable[[], dt.datetime]) -> None:
        self._path = folder / NAME
        self._now = now

    def check(self) -> None:
        """Raises Refused (field "passphrase") with the seconds that are left to wait."""
        left = self.left()
        if left > 0:
            said = persian_digits(left) if language() == "fa" else str(left)
            raise Refused(
                _("A wrong passphrase was entered several times; wait %(seconds)s seconds.") % {"seconds": said},
                "passphrase",
            )

    def left(self) -> int:
        """Seconds that are still to wait, 0 for none."""
        count, at = self._read()
        now = self._seconds()
        if count and at > now:  # the clock was put back, or the file is made up: the pause begins now
            self._write(count, now)
            at = now
        return max(at + pause(count) - now, 0)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """A passphrase is tried here: whether it was wrong or right counts."""
        try:
            yield
        except Refused as refused:
            if refused.field == "passphrase":
                self.failed()
            raise
        self.succeeded()

    def failed(self) -> None:
        """One more wrong passphrase, now."""
        self._write(min(self._read()[0] + 1, _MOST), self._seconds())

    def succeeded(self) -> None:
        """The right one: all is forgotten."""
        with suppress(OSError):  # a folder that can't be written must not lock out who knows the passphrase
            self._path.unlink(missing_ok=True)

    def _seconds(self) -> int:
        return int(self._now().timestamp())

    def _read(self) -> tuple[int, int]:
        """Count and instant; nothing, when there is no such file or it holds anything else."""
        try:
            value = json.loads(read_bytes(self._path, _LARGEST))
        except (UserError, ValueError, RecursionError):
            return 0, 0
        match value:
            case {"count": int(count), "at": int(at)} if count > 0 and at >= 0:
                return min(count, _MOST), at
        return 0, 0

    def _write(self, count: int, at: int) -> None:
        with suppress(UserError):  # a full disk must not hide that the passphrase was wrong
            write_new(self._path, json.dumps({"count": count, "at": at}).encode(), overwrite=True)


def pause(count: int) -> int:
    """Seconds to wait after so many wrong passphrases: none, none, 30, 60, 120 … 900."""
    if count < FREE:
        return 0
    doubled: int = FIRST_PAUSE * 2 ** (count - FREE)
    return min(doubled, LONGEST_PAUSE)
