"""The first start of a newer version on an office's store: a copy of all before anything is written.

The store keeps the highest version that wrote it (`store_state.program`). An earlier one of the same schema opens it
too, and says nothing: what it writes a later one reads.
"""

import datetime as dt
import json
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from sqlalchemy import Engine, delete, select

from app import VERSION
from app.domain.versions import order
from app.files import _clear
from app.office import Office
from app.security import keys
from db.models import StoreState

PROGRAM: Final = "program"
_UNTOLD: Final = "program_copied"
_NAMES: Final = "before-*"
KEPT: Final = 4
"""Copies: of the last two updates the backup before it and the one before its first start."""


@dataclass(frozen=True)
class FirstStart:
    """A newer version has begun to work here. before: "" where it is not known; copy: the office as it was then."""

    before: str
    version: str
    copy: Path


def backup_file(folder: Path, version: str, now: dt.datetime) -> Path:
    """A free name for the copy that is made before this version writes."""
    stem = f"before-{version}-{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    names = (folder / (f"{stem}.didar" if n == 1 else f"{stem}-{n}.didar") for n in count(1))
    return next(path for path in names if not path.exists())


def is_due(state: dict[str, str], version: str = VERSION) -> bool:
    """Whether no version as new as this one has written this store yet."""
    try:
        return order(state[PROGRAM]) < order(version)
    except (KeyError, ValueError):
        return True


def keep_copy(engine: Engine, folder: Path, unlocked: keys.Unlocked, schema: str, now: dt.datetime) -> Path:
    """The office as it is, whole and with its key files, as a backup is. Raises Unavailable when it can't be kept.

    Whether the store is damaged is not asked: it opens as it did under the version before.
    """
    from app.security.backup import _pack

    _clear(folder)
    file = backup_file(folder, VERSION, now)
    with engine.connect() as connection:
        _pack(connection, folder, unlocked, file, now, schema=schema, judged=False)
    return file


def keep_newest(folder: Path) -> None:
    """Copies of earlier versions make way for the later ones."""
    with suppress(OSError):
        there = [path for path in folder.glob(_NAMES) if path.suffix in (".didar", ".db") and path.is_file()]
        for path in sorted(there, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
            path.unlink()


def _begin_here(office: Office, state: dict[str, str], copy: Path) -> None:
    """From now on the store knows this version, the trail says so, and the desk has something to tell."""
    from app.security.known_keys import _tell

    before = state.get(PROGRAM, "")
    with office.note() as session:
        session.merge(StoreState(key=PROGRAM, value=VERSION))
        session.merge(StoreState(key=_UNTOLD, value=json.dumps({"before": before, "copy": copy.name})))
        _tell(session, office, "program.first_start", **{"from": before, "to": VERSION, "copy": copy.name})
    keep_newest(office.folder)


def to_tell(office: Office) -> FirstStart | None:
    """What the desk has to say of a first start, once; None otherwise."""
    with office.read() as session:
        value = session.scalar(select(StoreState.value).where(StoreState.key == _UNTOLD))
    if value is None:
        return None
    with office.note() as session:
        session.execute(delete(StoreState).where(StoreState.key == _UNTOLD))
    said = json.loads(value)
    return FirstStart(said["before"], VERSION, office.folder / said["copy"])
