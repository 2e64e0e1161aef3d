"""Who has the store open. Locks of the operating system: they go when the process dies, however it dies.

Every process that opens the store holds a share; `restore` wants the whole. One client at a time holds the desk.
"""

import os
import sys
from pathlib import Path

from app.domain.errors import Unavailable
from app.domain.texts import _
from app.files import _unavailable

SHARES = 64


class Lock:
    """An open lock file. `release` or the end of the process gives it back."""

    def __init__(self, file: int) -> None:
        self._file: int | None = file

    def release(self) -> None:
        file, self._file = self._file, None  # a second release must not close what has the number by then
        if file is not None:
            os.close(file)


def path(folder: Path) -> Path:
    """The file of the store's lock."""
    return folder / "store.lock"


def share(folder: Path) -> Lock:
    """Hold a share in the store. Raises Unavailable while a restore or a first start holds the whole."""
    return _take(path(folder), whole=False)


def whole(folder: Path) -> Lock:
    """Hold the store alone. Raises Unavailable while any process has it open."""
    return _take(path(folder), whole=True)


def desk(folder: Path) -> Lock:
    """Be the one client on this store. Raises Unavailable when another window has it."""
    return _take(folder / "desk.lock", whole=True)


def outbox(folder: Path) -> Lock:
    """Be the one who sends this store's messages. Raises Unavailable while another process does."""
    return _take(folder / "outbox.lock", whole=True)


def _take(lock: Path, *, whole: bool) -> Lock:
    try:
        lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unavailable(lock, error) from error
    if not _locked(file, whole=whole):
        os.close(file)
        raise Unavailable(_("The office's store is open in another window or program. Close that one and try again."))
    return Lock(file)


if sys.platform == "win32":
    import msvcrt

    def _locked(file: int, *, whole: bool) -> bool:
        """msvcrt knows no shared locks: a share is one byte of many, the whole is all of them."""
        if whole:
            return _lock_bytes(file, 0, SHARES)
        return any(_lock_bytes(file, position, 1) for position in range(SHARES))

    def _lock_bytes(file: int, position: int, length: int) -> bool:
        os.lseek(file, position, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, length)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: int, *, whole: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_EX if whole else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
