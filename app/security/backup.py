"""One file with the encrypted store and its key file, made while the office works; and the store's own check."""

import datetime as dt
import shutil
import tempfile
import time
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app import home
from app.domain.errors import Refused, Unavailable
from app.domain.persian.text import isolate
from app.domain.texts import _
from app.files import _unavailable
from app.office import Office, _said_plainly
from app.security import audit, backup_file, keys
from app.security.backup_file import Manifest
from app.security.restore import finish, restore
from app.security.rights import Right
from db import whole
from db.engine import SCHEMA, open_engine
from db.models import StoreState

__all__ = ["backup", "check", "finish", "last_backup", "restore"]

_LEFT_OVER: Final = 24 * 60 * 60
"""Seconds after which the working folder of a backup that was cut off may go."""
_LAST = "backup_at"


def backup(office: Office, file: Path, *, replace: bool = False) -> None:
    """Write store and key file into one file, while others write. Its copy is checked before it gets its name.

    The file holds no plain text and opens with any passphrase of the office or the recovery code. replace: a file of
    that name makes way, once the new one is whole; never one in the store's own folder. Raises Refused without the
    right or when the file is there, Unavailable when there is no room or the store is damaged.
    """
    if not office.may(Right.BACKUP):
        raise Refused(_("You have no access to this."))
    replace = replace and not file.absolute().is_relative_to(office.folder.absolute())
    if file.exists() and not replace:
        raise Refused(_("%(path)s is there already; it was not overwritten.") % {"path": isolate(str(file))})
    _clear(office.folder)
    with _said_plainly(), office.connection() as connection:
        _pack(connection, office.folder, office.keys, file, office.now(), replace=replace)
    with office.note() as session:
        session.merge(StoreState(key=_LAST, value=office.now().astimezone(dt.UTC).isoformat()))


def _pack(
    connection: Connection,
    folder: Path,
    unlocked: keys.Unlocked,
    file: Path,
    now: dt.datetime,
    *,
    schema: str = SCHEMA,
    replace: bool = False,
    judged: bool = True,
) -> None:
    """A copy of the store and its key files, as one file.

    schema: the store's own revision. judged: a copy that is not whole is refused; else it is taken as it is.
    """
    try:
        working = Path(tempfile.mkdtemp(dir=folder, prefix=".backup-"))
    except OSError as error:
        raise _unavailable(folder, error) from error
    try:
        copied = {name: working / name for name in (keys.NAME, keys.PREVIOUS, home.STORE)}
        whole.copy(connection, copied[home.STORE])
        # after the store: the key file may be newer than the store knows, but never older
        for name in (keys.NAME, keys.PREVIOUS):
            if (folder / name).exists():
                shutil.copyfile(folder / name, copied[name])
        manifest = _checked_copy(copied[home.STORE], unlocked, now, schema, judged=judged)
        members = {name: path for name, path in copied.items() if path.exists()}
        backup_file.write(file, manifest, members, unlocked, replace=replace)
    except OSError as error:
        raise _unavailable(file, error) from error
    finally:
        shutil.rmtree(working, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Remove what a backup left behind whose process was ended; its contents are encrypted."""
    for path in folder.glob(".backup-*"):
        if time.time() - path.stat().st_mtime > _LEFT_OVER:
            shutil.rmtree(path, ignore_errors=True)


def _checked_copy(copy: Path, unlocked: keys.Unlocked, now: dt.datetime, schema: str, *, judged: bool) -> Manifest:
    engine = open_engine(copy, unlocked.store_key())
    try:
        with engine.connect() as connection:
            if judged:
                _must_be_whole(whole.faults(connection))
            with Session(connection) as session:
                store = session.scalars(select(StoreState.value).where(StoreState.key == "store")).one()
            anchor = audit.anchor(connection)
    finally:
        engine.dispose()
    made_at = now.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Manifest(made_at, schema, store, anchor)


def _must_be_whole(faults: list[str]) -> None:
    if faults:
        raise Unavailable(
            _("The office's store is damaged (%(fault)s). Restore the last backup.") % {"fault": faults[0][:200]}
        )


def last_backup(office: Office) -> dt.datetime | None:
    """When this store was last backed up, for the status line; None for never."""
    with office.read() as session:
        value = session.scalar(select(StoreState.value).where(StoreState.key == _LAST))
    return dt.datetime.fromisoformat(value) if value else None


def check(office: Office) -> int:
    """Check the store: pages, tables and links, schema, key file, audit trail and each row against it.

    Returns the number of entries in the trail. Raises Unavailable for a damaged store, Refused naming what was changed.
    """
    with office.read() as session:
        connection = session.connection()
        _must_be_whole(whole.faults(connection))
        wrong = whole.differences(whole.schema(connection), whole.schema_of_migrations())
        if wrong:
            raise Refused(
                _("The store's schema is not the one that Didar makes (%(name)s). Restore the last backup.")
                % {"name": wrong[0]}
            )
        state = {row.key: row.value for row in session.scalars(select(StoreState))}
        key_file = keys.KeyFile.read(office.folder)
        key_file.check(office.keys.mk)
        if (str(key_file.generation), key_file.digest()) != (state["key_generation"], state["key_digest"]):
            raise Refused(_("The key file is not the one that the store knows. Put the right key file back beside it."))
        return audit.check(connection)
