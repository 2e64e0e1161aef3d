"""The first start of a newer version on an office's store: a copy of all before anything is written.

The store keeps the highest version that wrote it (`store_state.program`). An earlier one of the same schema opens it
too, and says nothing: what it writes a later one reads.
"""

import datetime as dt
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Engine, delete, select

from app.domain.errors import UserError
from app.domain.versions import order
from app.files import _clear
from app.office import Office
from app.program import VERSION
from app.security import keys
from db.models import StoreState

if TYPE_CHECKING:
    from app.security.audit import Anchor

PROGRAM: Final = "program"
BEGUN: Final = "program_update"
"""The version whose setup was started from here."""
_UNTOLD: Final = "program_copied"
_MADE: Final = re.compile(r"before-([0-9.]+)-([0-9]{8}T[0-9]{6}Z(-[0-9]+)?\.didar|[0-9]{14}\.db)")
"""Names that are given here, or were by earlier versions; no other file is ours to remove."""
KEPT: Final = 4
KEPT_OF_ONE: Final = 2
"""Copies: of the last two updates the backup before it and the one before its first start."""


@dataclass(frozen=True)
class FirstStart:
    """A newer version has begun to work here. before: "" where it is not known; copy: the office as it was then."""

    before: str
    version: str
    copy: Path


@dataclass(frozen=True)
class NotInstalled:
    """A setup was started, and the version is still the one before."""

    wanted: str
    version: str


def backup_file(folder: Path, version: str, now: dt.datetime) -> Path:
    """A free name for the copy that is made before this version writes."""
    stem = f"before-{version}-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    names = (folder / (f"{stem}.didar" if n == 1 else f"{stem}-{n}.didar") for n in count(1))
    return next(path for path in names if not path.exists())


def is_due(state: dict[str, str]) -> bool:
    """Whether no version as new as this one has written this store yet."""
    try:
        return order(state[PROGRAM]) < order(VERSION)
    except (KeyError, ValueError):
        return True


def keep_copy(engine: Engine, folder: Path, unlocked: keys.Unlocked, schema: str, now: dt.datetime) -> Path:
    """The office as it is, whole and with its key files, as a backup is. Raises Unavailable when it can't be kept.

    One that an earlier start made before it was cut off holds, if nobody has worked since: that start may have brought
    the store up to date. Whether the store is damaged is not asked: it opens as it did under the version before.
    """
    from app.security import audit
    from app.security.backup import _pack

    with engine.connect() as connection:
        there = kept(folder, VERSION)
        if there is not None and _stands_at(there, unlocked, audit.anchor(connection)):
            return there
        _clear(folder)
        file = backup_file(folder, VERSION, now)
        _pack(connection, folder, unlocked, file, now, schema=schema, judged=False)
    return file


def _stands_at(copy: Path, unlocked: keys.Unlocked, anchor: "Anchor") -> bool:
    """Whether it is a copy of this office, with the trail as it stands."""
    from app.security import backup_file

    try:
        found = backup_file.read(copy)
        found.authenticate(unlocked)
    except UserError:
        return False
    return found.manifest.audit == anchor


def _made(folder: Path) -> list[tuple[Path, str]]:
    """The copies that lie there, each with the version that came after it; the newest first."""
    try:
        files = [path for path in folder.iterdir() if path.is_file()]
        made = [(path, found[1]) for path in files if (found := _MADE.fullmatch(path.name))]
        return sorted(made, key=lambda one: one[0].stat().st_mtime, reverse=True)
    except OSError:
        return []


def keep_newest(folder: Path) -> None:
    """Copies of earlier versions make way for the later ones; so do those that one update made before, if it was
    stopped and begun anew.
    """
    left: list[str] = []
    for path, version in _made(folder):
        if len(left) < KEPT and left.count(version) < KEPT_OF_ONE:
            left.append(version)
        else:
            with suppress(OSError):
                path.unlink()


def kept(folder: Path, version: str) -> Path | None:
    """The office as it was before this version first wrote it, if that copy is still there."""
    return next((path for path, after in _made(folder) if after == version), None)


def _begin_here(office: Office, state: dict[str, str], copy: Path) -> None:
    """From now on the store knows this version, the trail says so, and the desk has something to tell."""
    from app.security.known_keys import _tell

    before = state.get(PROGRAM, "")
    with office.note() as session:
        session.merge(StoreState(key=PROGRAM, value=VERSION))
        session.merge(StoreState(key=_UNTOLD, value=json.dumps({"before": before, "copy": copy.name})))
        _tell(session, office, "program.first_start", **{"from": before, "to": VERSION, "copy": copy.name})
    keep_newest(office.folder)


def to_tell(office: Office) -> FirstStart | NotInstalled | None:
    """What the desk has to say of an update, once; None otherwise."""
    with office.read() as session:
        rows = session.execute(select(StoreState.key, StoreState.value).where(StoreState.key.in_((_UNTOLD, BEGUN))))
        found = {row.key: row.value for row in rows}
    if not found:
        return None
    with office.note() as session:
        session.execute(delete(StoreState).where(StoreState.key.in_(found)))
    if _UNTOLD in found:
        said = json.loads(found[_UNTOLD])
        return FirstStart(said["before"], VERSION, office.folder / said["copy"])
    return NotInstalled(found[BEGUN], VERSION) if found[BEGUN] != VERSION else None
