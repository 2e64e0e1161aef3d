"""Writing files for the user: whole or not at all, never over another one unless that was said."""

import errno
import os
import tempfile
from pathlib import Path

from app.domain.errors import Refused, Unavailable
from app.domain.texts import _

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def write_new(path: Path, data: bytes, *, overwrite: bool = False, private: bool = True) -> None:
    """Write a file under another name, sync it, then give it its name.

    overwrite: replace one that is there; otherwise it is refused by name. private: readable by the owner only, for
    personal data. Raises Refused when the file is there, Unavailable when the disk is full or the folder not writable.
    """
    if path.exists() and not overwrite:
        raise Refused(_("%(path)s is there already; it was not overwritten.") % {"path": path})
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".didar-")
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if not private:
                unfinished.chmod(0o644)
            if overwrite:
                unfinished.replace(path)
            else:
                _give_name(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise _unavailable(path, error) from error


def _give_name(unfinished: Path, path: Path) -> None:
    """Rename without overwriting, also when another process has made the file meanwhile."""
    try:
        os.link(unfinished, path)
    except FileExistsError as error:
        raise Refused(_("%(path)s is there already; it was not overwritten.") % {"path": path}) from error
    except OSError:  # a file system without links (FAT on a stick): what was checked before has to do
        unfinished.rename(path)


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
