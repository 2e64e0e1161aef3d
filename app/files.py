"""Writing files for the user: whole or not at all, never over another one unless that was said."""

import errno
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from app.access import goes_elsewhere, keep_private
from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import isolate
from app.domain.texts import _

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PREFIX: Final = ".didar-"
_HELD: Final = {5, 32, 33}  # Windows' words for: access denied, open elsewhere, locked
_PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
_LEFT_OVER: Final = 60 * 60
"""Seconds after which a file without a name is nobody's work any more."""


def write_new(path: Path, data: bytes, *, overwrite: bool = False, private: bool = True) -> None:
    """Write a file under another name, sync it, then give it its name.

    overwrite: replace one that is there; otherwise it is refused by name. private: readable by the owner only, for
    personal data. Raises Refused when the file is there, Unavailable when the disk is full or the folder not writable.
    """
    if not overwrite:
        refuse_existing(path)
    try:
        unfinished = _unfinished(path.parent, data, private=private)
        try:
            if overwrite:
                patiently(lambda: unfinished.replace(path))
            else:
                _give_name(unfinished, path)
        finally:
            patiently(lambda: unfinished.unlink(missing_ok=True))
    except OSError as error:
        raise _unavailable(path, error) from error


def patiently(act: Callable[[], object]) -> None:
    """Rename or remove, again for some two seconds while another program holds the file, as virus scanners do.

    Only Windows keeps a file from that because it is open.
    """
    for pause in _PAUSES:
        try:
            act()
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(pause)
        else:
            return
    act()


def refuse_existing(path: Path) -> None:
    """Raises Refused with the name of a file that is there: what the office has sent is never written over."""
    if path.exists():
        raise Refused(_("%(path)s is there already; it was not overwritten.") % {"path": isolate(str(path))})


def _unfinished(folder: Path, data: bytes, *, private: bool) -> Path:
    """A file with these bytes, synced, that has no name of its own yet."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX)
    try:
        with os.fdopen(handle, "wb") as file:
            if private and not goes_elsewhere(folder):  # before the first word is in it
                with suppress(OSError):  # a file system that takes no such rights
                    keep_private(Path(name))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not private:
            Path(name).chmod(0o644)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


class NewFiles:
    """Several files that belong together: all are on the disk before the first gets its name.

    Use it as a context; what has not got its name by the end is gone. Raises as `write_new`.
    """

    def __init__(self) -> None:
        self._waiting: dict[Path, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for unfinished in self._waiting.values():
            unfinished.unlink(missing_ok=True)

    def add(self, path: Path, data: bytes, *, private: bool = True) -> None:
        """Write it under another name, in a folder that is made if need be."""
        refuse_existing(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _clear(path.parent)
            self._waiting[path] = _unfinished(path.parent, data, private=private)
        except OSError as error:
            raise _unavailable(path, error) from error

    def give_names(self) -> None:
        """In the order of adding; when one is refused, those before it go again."""
        named: list[Path] = []
        try:
            for path, unfinished in self._waiting.items():
                _give_name(unfinished, path)
                named.append(path)
        except BaseException as error:
            for path in named:
                path.unlink(missing_ok=True)
            if isinstance(error, OSError):
                raise _unavailable(path, error) from error
            raise


def _clear(folder: Path) -> None:
    """Remove what a process that was ended left behind: it may hold personal data."""
    for path in folder.glob(f"{_PREFIX}*"):
        if time.time() - path.stat().st_mtime > _LEFT_OVER:
            path.unlink(missing_ok=True)


def _give_name(unfinished: Path, path: Path) -> None:
    """Rename without overwriting, also when another process has made the file meanwhile."""
    try:
        patiently(lambda: os.link(unfinished, path))
    except FileExistsError as error:
        raise Refused(_("%(path)s is there already; it was not overwritten.") % {"path": isolate(str(path))}) from error
    except OSError:  # a file system without links (FAT on a stick): what was checked before has to do
        patiently(lambda: unfinished.rename(path))


def _unavailable(path: Path, error: OSError) -> Unavailable:
    if error.errno in NO_ROOM:
        return Unavailable(
            _("There is not enough room on the disk for %(path)s. Free some room and try again.") % {"path": path}
        )
    return Unavailable(
        _("%(path)s could not be written. Check the folder and your access to it, then try again.") % {"path": path}
    )


def read_bytes(path: Path, limit: int) -> bytes:
    """A regular file's bytes, at most `limit`. Raises Unavailable when it cannot be read, Refused when it is larger."""
    try:
        if not path.is_file():
            raise Unavailable(_("%(path)s is not a file that can be read.") % {"path": path})
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise Unavailable(_("%(path)s could not be read.") % {"path": path}) from error
    if len(data) > limit:
        raise Refused(_("%(path)s is larger than Didar takes.") % {"path": path})
    return data


def sync(folder: Path) -> None:
    """Make the names in a folder lasting, where a folder can be opened (not on Windows)."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
