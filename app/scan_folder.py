"""The folder into which a scanner of this PC puts its files: what is there, what is whole, what the store has already.

A file is read only to be kept with an issue; in the folder it is left alone until a user says that it may go, and then
only if the store has its very bytes.
"""

import datetime as dt
import hashlib
import time
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from app import attachments
from app.attachments import KINDS, LARGEST, Scan
from app.domain.errors import Refused, Unavailable
from app.domain.persian.calendar import TEHRAN
from app.domain.texts import _
from app.office import Office
from app.security.rights import Right
from db.models import Attachment

MOST = 30
"""Files, the newest first: who scans looks for what came just now."""
AT_REST = 1.0
"""Seconds since the last byte, until a file counts as written to its end."""

_ENDS = {
    "application/pdf": (b"%%EOF", 1024),
    "image/png": (b"IEND\xaeB`\x82", 64),
    "image/jpeg": (b"\xff\xd9", 64),
}
"""By what a whole file ends, and within how many bytes of its end."""


class FileState(Enum):
    READY = auto()
    GROWING = auto()
    """The scanner is still writing it."""
    TOO_LARGE = auto()
    KEPT = auto()
    """Its very bytes are in the store."""


@dataclass(frozen=True)
class FoundFile:
    """A file of the folder. size: in bytes; changed_at: in the office's zone."""

    path: Path
    size: int
    changed_at: dt.datetime
    state: FileState

    @property
    def name(self) -> str:
        return self.path.name


def look(office: Office, folder: Path) -> tuple[FoundFile, ...]:
    """PDF, PNG and JPEG files by what they hold, the newest first. Raises Unavailable when it cannot be read."""
    found: list[FoundFile] = []
    digests: dict[Path, str] = {}
    for path, size, changed in _newest(folder):
        media_type = _kind(path)
        if media_type is None:
            continue
        state = FileState.READY
        if size > LARGEST:
            state = FileState.TOO_LARGE
        elif not _is_whole(path, media_type, changed):
            state = FileState.GROWING
        else:
            digests[path] = _digest(path, size, changed)
        at = dt.datetime.fromtimestamp(changed / 1_000_000_000, TEHRAN)
        found.append(FoundFile(path, size, at, state))
        if len(found) == MOST:
            break
    with office.read() as session:
        known = select(Attachment.digest).where(
            Attachment.digest.in_(digests.values()), Attachment.withdrawn_at.is_(None)
        )
        kept = set(session.scalars(known))
    return tuple(
        FoundFile(one.path, one.size, one.changed_at, FileState.KEPT) if digests.get(one.path) in kept else one
        for one in found
    )


def take(office: Office, issue_id: int, path: Path, *, answer_id: int | None = None) -> Scan:
    """Keep a file of the folder with an issue. It stays where it is. Raises Refused for one that is not whole."""
    with office.read(Right.ATTACH):  # the right before the file
        content = _whole(path)
    return attachments.attach(office, issue_id, path.name, content, answer_id=answer_id)


def _whole(path: Path) -> bytes:
    try:
        media_type, changed = _kind(path), path.stat().st_mtime_ns
        if media_type is not None and not _is_whole(path, media_type, changed):
            raise Refused(_("This file is still being written. Wait a moment, then take it."), "scan")
        with path.open("rb") as file:
            return file.read(LARGEST + 1)  # no more than it takes to know that it is too large
    except OSError as error:
        raise Unavailable(_("The file could not be read. Choose it again.")) from error


def remove(office: Office, path: Path) -> None:
    """Delete a file from the folder, by a user's word. Raises Refused when the store has not its bytes."""
    with office.read(Right.ATTACH) as session:
        try:
            status = path.stat()
            digest = _digest(path, status.st_size, status.st_mtime_ns)
            kept = select(Attachment.id).where(Attachment.digest == digest, Attachment.withdrawn_at.is_(None))
            if session.scalar(kept.limit(1)) is None:
                raise Refused(_("This file is attached nowhere, so it is left in the folder."), "scan")
            path.unlink()
        except OSError as error:
            raise Unavailable(_("The file could not be removed from the folder.")) from error


def _newest(folder: Path) -> list[tuple[Path, int, int]]:
    try:
        there = [(path, path.stat()) for path in folder.iterdir() if not path.name.startswith(".") and path.is_file()]
    except OSError as error:
        raise Unavailable(_("The folder of scans cannot be read; choose it again.")) from error
    found = [(path, status.st_size, status.st_mtime_ns) for path, status in there]
    return sorted(found, key=lambda one: one[2], reverse=True)


def _kind(path: Path) -> str | None:
    """By the first bytes: a name proves nothing. None: no scan, or it cannot be read yet."""
    try:
        with path.open("rb") as file:
            begin = file.read(8)
    except OSError:
        return None
    return next((kind for first, kind in KINDS.items() if begin.startswith(first)), None)


def _is_whole(path: Path, media_type: str, changed: int) -> bool:
    if time.time() - changed / 1_000_000_000 < AT_REST:
        return False
    mark, within = _ENDS[media_type]
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - within))
        return mark in file.read(within)


@lru_cache(maxsize=256)
def _digest(path: Path, _size: int, _changed: int) -> str:
    """Of the file as it is with that size and time: it is read once."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
