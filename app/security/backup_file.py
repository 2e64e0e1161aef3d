"""The backup's file, didar-backup/1: a plain tar of the encrypted store and its key files (docs/backup.md).

Any tar program opens it; Didar itself reads it so strictly that no byte of it is free: headers and padding are what
it would write, what the manifest lists has its digest, and the manifest has a MAC under a key from the store's.
"""

import hashlib
import hmac
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from app import home
from app.domain import canonical
from app.domain.errors import Refused, Unavailable
from app.domain.texts import _
from app.files import _give_name, _unavailable, patiently
from app.security import keys
from app.security.audit import Anchor
from app.security.key_layout import LARGEST as LARGEST_KEY_FILE

FORMAT: Final = "didar-backup/1"
MANIFEST: Final = "manifest.json"
LARGEST_MANIFEST: Final = 16 * 1024
LARGEST_STORE: Final = 64 * 1024**3
FIELDS: Final = {"format", "made_at", "schema", "store", "audit", "files", "mac"}

_PURPOSE = "backup"
_BLOCK = tarfile.BLOCKSIZE
_END = bytes(2 * _BLOCK)
_CHUNK = 1024 * 1024
_NAMES = ([keys.NAME, home.STORE], [keys.NAME, keys.PREVIOUS, home.STORE])
_TEXTS = {"made_at": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "schema": r"\d{4}", "store": r"[0-9a-f]{32}"}


@dataclass(frozen=True)
class Member:
    """A file within the backup. offset: where its bytes begin."""

    name: str
    offset: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. made_at: UTC; schema: the store's revision; audit: where its trail stood."""

    made_at: str
    schema: str
    store: str
    audit: Anchor

    def as_dict(self) -> dict[str, Any]:
        return {"format": FORMAT, **vars(self), "audit": vars(self.audit)}


def write(
    path: Path, manifest: Manifest, files: dict[str, Path], unlocked: keys.Unlocked, *, replace: bool = False
) -> None:
    """Write the backup under another name, read it back, and only then give it its name.

    files: by the names of the backup. replace: in place of a file of that name. Raises Refused when `path` is there,
    Unavailable when it can't be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".didar-")
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                _write(file, manifest, files, unlocked)
                file.flush()
                os.fsync(file.fileno())
            written = read(unfinished)
            written.authenticate(unlocked)
            for member in written.members:
                for _chunk in written.chunks(member):
                    pass
            if replace:
                patiently(lambda: unfinished.replace(path))
            else:
                _give_name(unfinished, path)
        finally:
            patiently(lambda: unfinished.unlink(missing_ok=True))
    except OSError as error:
        raise _unavailable(path, error) from error


def _write(file: BinaryIO, manifest: Manifest, files: dict[str, Path], unlocked: keys.Unlocked) -> None:
    listed = [{"name": name, "size": path.stat().st_size, "sha256": _digest(path)} for name, path in files.items()]
    value = {**manifest.as_dict(), "files": listed}
    whole = canonical.dumps({**value, "mac": _mac(value, unlocked)})
    file.write(_header(MANIFEST, len(whole)) + whole + _padding(len(whole)))
    for each in listed:
        file.write(_header(str(each["name"]), int(str(each["size"]))))
        with files[str(each["name"])].open("rb") as part:
            while chunk := part.read(_CHUNK):
                file.write(chunk)
        file.write(_padding(int(str(each["size"]))))
    file.write(_END)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _mac(value: dict[str, Any], unlocked: keys.Unlocked) -> str:
    return hmac.digest(unlocked.key_for(_PURPOSE), canonical.dumps(value), "sha256").hex()


def _header(name: str, size: int) -> bytes:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


@dataclass(frozen=True)
class BackupFile:
    """A backup whose outer form is right. Nothing in it is proved before `authenticate`."""

    path: Path
    manifest: Manifest
    members: tuple[Member, ...]
    value: dict[str, Any]

    def member(self, name: str) -> Member | None:
        return next((member for member in self.members if member.name == name), None)

    def key_file(self) -> keys.KeyFile:
        """The copy's key file. Raises Refused when it is not to be trusted."""
        member = self.member(keys.NAME)
        assert member is not None
        return keys.KeyFile.of(b"".join(self.chunks(member)))

    def authenticate(self, unlocked: keys.Unlocked) -> None:
        """Raises Refused when the manifest is not of this store's key."""
        value = {key: item for key, item in self.value.items() if key != "mac"}
        if not hmac.compare_digest(_mac(value, unlocked), str(self.value["mac"])):
            raise damaged()

    def chunks(self, member: Member) -> Iterator[bytes]:
        """A member's bytes; after the last, Refused if they are not those that the manifest lists."""
        digest, left = hashlib.sha256(), member.size
        with self.path.open("rb") as file:
            file.seek(member.offset)
            while chunk := file.read(min(left, _CHUNK)):
                digest.update(chunk)
                left -= len(chunk)
                yield chunk
        if left or digest.hexdigest() != member.sha256:
            raise damaged()

    def extract(self, member: Member, to: Path) -> None:
        """Write a member into a new file, synced. Raises Refused when it is damaged, OSError as files do."""
        with to.open("xb") as file:
            for chunk in self.chunks(member):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())


def read(path: Path) -> BackupFile:
    """Read a backup's outer form, within the limits.

    Raises Unavailable when the file can't be read, Refused when it is no whole backup or of a newer Didar.
    """
    try:
        if not path.is_file():
            raise Unavailable(_("%(path)s is not a file that can be read.") % {"path": path})
        with path.open("rb") as file:
            return _read(path, file)
    except OSError as error:
        raise Unavailable(_("%(path)s could not be read.") % {"path": path}) from error


def _read(path: Path, file: BinaryIO) -> BackupFile:
    value = _manifest(file)
    members = []
    for listed in value["files"]:
        if file.read(_BLOCK) != _header(listed["name"], listed["size"]):
            raise damaged()
        members.append(Member(offset=file.tell(), **listed))
        file.seek(listed["size"], os.SEEK_CUR)
        if file.read(-listed["size"] % _BLOCK) != _padding(listed["size"]):
            raise damaged()
    if file.read(len(_END) + 1) != _END:
        raise damaged()
    manifest = Manifest(value["made_at"], value["schema"], value["store"], Anchor(**value["audit"]))
    return BackupFile(path, manifest, tuple(members), value)


def _manifest(file: BinaryIO) -> dict[str, Any]:
    header = file.read(_BLOCK)
    try:
        size = tarfile.TarInfo.frombuf(header, "utf-8", "strict").size
    except (tarfile.HeaderError, UnicodeDecodeError):
        raise damaged() from None
    if not 0 < size <= LARGEST_MANIFEST or header != _header(MANIFEST, size):
        raise damaged()
    data = file.read(size)
    if file.read(-size % _BLOCK) != _padding(size):
        raise damaged()
    try:
        value = json.loads(data)
        if canonical.dumps(value) != data:
            raise damaged()
    except (ValueError, RecursionError):
        raise damaged() from None
    if not isinstance(value, dict):
        raise damaged()
    if value.get("format") != FORMAT:
        raise Refused(_("This backup was made by a newer Didar. Install the newer version to put it back."))
    if not _is_right(value):
        raise damaged()
    return value


def _is_right(value: dict[str, Any]) -> bool:
    """Fields, names, sizes and digests are what they must be."""
    if value.keys() != FIELDS or not isinstance(value["files"], list) or not isinstance(value["mac"], str):
        return False
    if not all(isinstance(value[key], str) and re.fullmatch(form, value[key]) for key, form in _TEXTS.items()):
        return False
    match value["audit"]:
        case {"epoch": str(), "seq": int(), "head": str(), **more} if not more:
            pass
        case _:
            return False
    for each in value["files"]:
        match each:
            case {"name": str(), "size": int(size), "sha256": str(), **more} if not more and size >= 0:
                pass
            case _:
                return False
    limits = {home.STORE: LARGEST_STORE}
    return [each["name"] for each in value["files"]] in _NAMES and all(
        each["size"] <= limits.get(each["name"], LARGEST_KEY_FILE) for each in value["files"]
    )


def damaged() -> Refused:
    return Refused(_("This is not a whole backup of Didar: it was cut off or changed. Take another copy of it."))
