"""A setup brought from a stick into a new folder of the user's own, and held there as it was checked.

A stick can show another file after the check than before it, and a setup loads libraries that lie beside it. So the
copy is what is checked, and the copy is what is started, from a folder in which nothing else lies.
"""

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import Final, Self

from app.access import keep_private, others_can_read
from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import isolate
from app.domain.texts import _
from app.files import _unavailable
from app.update_note import Update

FOLDER: Final = "updates"
_CHUNK = 1024 * 1024
_in_use: Final[set[Path]] = set()
"""Folders in which this process takes a setup just now."""

Progress = Callable[[int, int], None]
"""Told how many of how many bytes are there; may raise to stop."""


class Copy:
    """The checked copy, open: while it is held nobody can write to it (on Windows by the way it is opened).

    Use it as a context, or call `discard`: the folder then goes, unless the setup was started from it.
    """

    def __init__(self, setup: Path, held: BufferedReader) -> None:
        self.setup, self._held = setup, held

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()

    def let_go(self) -> None:
        """It has been started: the file stays until the next start of Didar."""
        self._held.close()
        _in_use.discard(self.setup.parent)

    def discard(self) -> None:
        if not self._held.closed:
            self._held.close()
            _drop(self.setup.parent)


def take(setup: Path, update: Update, home: Path, progress: Progress = lambda _done, _of: None) -> Copy:
    """Copy the setup into a new folder under `home` and check the copy.

    Raises Unavailable when the stick or the disk fails, Refused when it is not the setup that was signed. Nothing is
    left then.
    """
    folder = _new_folder(home)
    try:
        # named after what was signed: the name on the stick is a stranger's
        copy = folder / f"DidarSetup-{update.version}.exe"
        _write(setup, copy, update, progress)
        held = _held(copy)
        try:
            if hashlib.file_digest(held, "sha256").hexdigest() != update.sha256:
                raise _other()
        except BaseException:
            held.close()
            raise
        return Copy(copy, held)
    except BaseException as error:
        _drop(folder)
        if isinstance(error, OSError):
            raise _unavailable(folder, error) from error
        raise


def clear(home: Path) -> None:
    """Remove what earlier updates left; for the program's start. The setup that has just restarted it may stay on.

    While one is being taken all stays, until the next start: this one clears up when the user is at work already.
    """
    if not any(folder.parent == home / FOLDER for folder in _in_use):
        shutil.rmtree(home / FOLDER, ignore_errors=True)


def _drop(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    _in_use.discard(folder)


def _new_folder(home: Path) -> Path:
    """Where no other user can put a file beside the setup, or another in its place."""
    try:
        above = home / FOLDER
        above.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = Path(tempfile.mkdtemp(dir=above))
        _in_use.add(made)
        for folder in (above, made):
            keep_private(folder)
    except OSError as error:
        raise _unavailable(home, error) from error
    return made


def _write(setup: Path, copy: Path, update: Update, progress: Progress) -> None:
    """As many bytes as were signed. Whether they are those is asked of the copy alone, when it is held."""
    done = 0
    with copy.open("xb") as to:
        keep_private(copy)
        if others_can_read(copy):  # a file system that knows no owners
            said = _("No update starts from %(path)s: that folder can't be kept from other users.")
            raise Unavailable(said % {"path": isolate(str(copy.parent))})
        for chunk in _chunks(setup, update.size):
            to.write(chunk)
            done += len(chunk)
            progress(done, update.size)
        to.flush()
        os.fsync(to.fileno())


def _chunks(setup: Path, size: int) -> Iterator[bytes]:
    """The setup's bytes. Raises Refused when there are more or fewer than was signed, Unavailable without the stick."""
    left = size
    try:
        if not setup.is_file():
            raise _gone()
        with setup.open("rb") as file:
            while chunk := file.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    break
                yield chunk
    except OSError as error:
        raise _gone() from error
    if left:
        raise _other()


def _gone() -> Unavailable:
    return Unavailable(
        _("The setup could not be read: the stick was pulled out, or is damaged. Plug it in and try again.")
    )


def _other() -> Refused:
    return Refused(
        _("This is not the setup that was signed: it was cut off or changed. Ask for the stick once more."), "file"
    )


if sys.platform == "win32":
    import ctypes
    import msvcrt

    _GENERIC_READ, _SHARE_READ, _OPEN_EXISTING, _NORMAL = 0x80000000, 1, 3, 0x80

    def _held(path: Path) -> BufferedReader:
        """Open for reading; meanwhile others may read and start it, but neither write, rename nor delete it."""
        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        word, pointer = ctypes.c_uint32, ctypes.c_void_p
        create.argtypes, create.restype = (ctypes.c_wchar_p, word, word, pointer, word, word, pointer), pointer
        handle = create(str(path), _GENERIC_READ, _SHARE_READ, None, _OPEN_EXISTING, _NORMAL, None)
        if handle in (None, ctypes.c_void_p(-1).value):
            raise ctypes.WinError(ctypes.get_last_error())
        return os.fdopen(msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY), "rb")

else:

    def _held(path: Path) -> BufferedReader:
        return path.open("rb")
