"""Putting a backup back: everything is checked first, what is in place is kept aside, and a cut is finished later.

The copy is made ready in a folder of its own. Then a note (`restoring.json`) says what is to be put in place and
what has to go; from that moment on whoever opens the store next finishes the work. Before it, nothing was touched.
"""

import datetime as dt
import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, select, update
from sqlalchemy.exc import DBAPIError

from app import home
from app.access import keep_private
from app.domain.errors import Refused, UserError
from app.domain.persian.calendar import TEHRAN, numeric
from app.domain.texts import _
from app.files import _unavailable, patiently, read_bytes, sync, write_new
from app.office import DAMAGED, _said_plainly, utc_now
from app.security import attempts, audit, backup_file, keys, recovery, store_lock
from db import migrate, whole
from db.engine import SCHEMA, open_engine, writing
from db.models import AuditEntry, StoreState, User, UserRole

INCOMING: Final = ".restoring"
NOTE: Final = home.RESTORING
_LARGEST_NOTE = 4096
_WAL = (f"{home.STORE}-wal", f"{home.STORE}-shm")
_PUT = (keys.PREVIOUS, keys.NAME, home.STORE)  # the store last: with it, all is in place
_KEPT = (*_PUT, _WAL[0])


def restore(
    folder: Path, file: Path, secret: str, login: str | None = None, *, clock: Callable[[], dt.datetime] = utc_now
) -> Path | None:
    """Put a backup in place of the store in `folder`, or where there is none.

    secret: the passphrase of any user of the copy (with `login`, of that one), or the copy's recovery code. Returns the
    folder in which the store that was in place is kept, None if there was none. Raises Refused for a wrong secret or a
    backup that is not whole, Unavailable while another process has the store open; nothing was touched then.
    """
    copy = backup_file.read(file)
    key_file = copy.key_file()
    unlocked = _unlocked(key_file, secret, login)
    try:
        copy.authenticate(unlocked)
        finish(folder)
        lock = store_lock.whole(folder)
        try:
            return _restore(folder, copy, key_file, unlocked, clock())
        except OSError as error:
            raise _unavailable(folder, error) from error
        finally:
            lock.release()
    finally:
        unlocked.wipe()


def _unlocked(key_file: keys.KeyFile, secret: str, login: str | None) -> keys.Unlocked:
    digits = sum(letter.isdecimal() for letter in secret)
    if digits == recovery.GROUPS * recovery.DIGITS and not any(letter.isalpha() for letter in secret):
        return key_file.recover(secret)
    return key_file.unlock(secret, login)


def _restore(
    folder: Path, copy: backup_file.BackupFile, key_file: keys.KeyFile, unlocked: keys.Unlocked, now: dt.datetime
) -> Path | None:
    keep_private(folder)  # where there was no store the folder may have been anybody's
    incoming = folder / INCOMING
    shutil.rmtree(incoming, ignore_errors=True)  # of a restore that was cut off before it began in earnest
    incoming.mkdir(mode=0o700)
    aside = None
    try:
        for member in copy.members:
            copy.extract(member, incoming / member.name)
        engine = open_engine(home.store(incoming), unlocked.store_key())
        try:
            with _said_plainly(), _as_the_copys_fault():
                _check(engine, copy.manifest, key_file)
                aside = _keep_aside(folder, now)
                _new_epoch(engine, folder, copy.manifest, key_file, unlocked, now)
        finally:
            engine.dispose()
        _fsync(home.store(incoming))
        put = [name for name in _PUT if (incoming / name).exists()]
        gone = [name for name in (*_WAL, keys.PREVIOUS, attempts.NAME) if name not in put]
        write_new(folder / NOTE, json.dumps({"put": put, "drop": gone}).encode(), overwrite=True)
        sync(folder)
    except BaseException:
        if not (folder / NOTE).exists():
            for path in filter(None, (incoming, aside)):
                shutil.rmtree(path, ignore_errors=True)
        raise
    _put_in_place(folder)
    return aside


@contextmanager
def _as_the_copys_fault() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        if getattr(error.orig, "sqlite_errorname", "") in DAMAGED:
            raise backup_file.damaged() from error
        raise


def _check(engine: Engine, manifest: backup_file.Manifest, key_file: keys.KeyFile) -> None:
    """The copy is a whole store of this key file, not of a newer Didar, and its trail is where the manifest says."""
    revision = migrate.revision(engine)
    if revision is None or not migrate.known(revision):
        raise Refused(_("This backup was made by a newer Didar. Install the newer version to put it back."))
    with engine.connect() as connection:
        faults = whole.faults(connection)
    if faults:
        raise backup_file.damaged()
    if revision != SCHEMA:
        migrate.upgrade(engine)
    with engine.connect() as connection:
        store = connection.scalar(select(StoreState.value).where(StoreState.key == "store"))
        schema = whole.differences(whole.schema(connection), whole.schema_of_migrations())
        if schema or {store, manifest.store} != {key_file.store_id} or audit.anchor(connection) != manifest.audit:
            raise backup_file.damaged()
        audit.check(connection)


def _keep_aside(folder: Path, now: dt.datetime) -> Path | None:
    """The store in place and its key files, in a dated folder too: nothing of it is lost by what follows."""
    present = [folder / name for name in _KEPT if (folder / name).exists()]
    if not present:
        return None
    local = now.astimezone(TEHRAN)
    name = f"set-aside-{numeric(local.date()).replace('/', '-')}-{local:%H%M%S}"
    aside = next(path for n in range(1, 1000) if not (path := folder / (name if n == 1 else f"{name}-{n}")).exists())
    aside.mkdir(mode=0o700)
    for path in present:
        try:
            os.link(path, aside / path.name)
        except OSError:  # a file system without links
            shutil.copyfile(path, aside / path.name)
            _fsync(aside / path.name)
    sync(aside)
    return aside


def _new_epoch(
    engine: Engine,
    folder: Path,
    manifest: backup_file.Manifest,
    key_file: keys.KeyFile,
    unlocked: keys.Unlocked,
    now: dt.datetime,
) -> None:
    """A fork of the trail under a new epoch, whose first entry says of what, and what was lost (docs/audit.md)."""
    epoch = os.urandom(8).hex()
    with writing(engine).begin() as connection:
        aside, lost = _set_aside(connection, folder, key_file, unlocked)
        told = {"copy": vars(manifest.audit), "made_at": manifest.made_at, "aside": aside, "lost": lost}
        actor = audit.Actor(unlocked.login or "recovery", _role(connection, unlocked), socket.gethostname())
        # `after` is None: it is about the store as a whole, no row of it has to be so
        entry = audit.Touched(StoreState.__tablename__, 0, told, None)
        audit.append(connection, epoch, actor, "store.restored", [entry], now)
        connection.execute(update(StoreState).where(StoreState.key == "epoch").values(value=epoch))


def _role(connection: Connection, unlocked: keys.Unlocked) -> str:
    roles = select(UserRole.role).join(User, UserRole.user_id == User.id).where(User.slot == unlocked.slot_id)
    return str(connection.scalar(roles.order_by(UserRole.id).limit(1)) or "")


def _set_aside(
    copy: Connection, folder: Path, key_file: keys.KeyFile, unlocked: keys.Unlocked
) -> tuple[dict[str, Any] | None, int | None]:
    """Where the trail of the store in place stands, and how many of its entries the copy lacks; None for unknown.

    Another store, or a damaged one, can't tell; it is set aside all the same.
    """
    try:
        same = home.has_store(folder) and keys.KeyFile.read(folder).store_id == key_file.store_id
    except UserError:
        same = home.has_store(folder)
    if not same:
        return None, None
    engine = open_engine(home.store(folder), unlocked.store_key())
    try:
        with engine.connect() as present:
            anchor = audit.anchor(present)
            return vars(anchor), anchor.seq - _common(copy, present, anchor.seq)
    except DBAPIError:
        return None, None
    finally:
        engine.dispose()


def _common(one: Connection, other: Connection, seq: int) -> int:
    """How many entries two trails have in common: where the hashes are equal, all before is."""
    low, high = 0, min(seq, audit.anchor(one).seq)
    while low < high:
        middle = (low + high + 1) // 2
        found = [each.scalar(select(AuditEntry.hash).where(AuditEntry.seq == middle)) for each in (one, other)]
        low, high = (middle, high) if found[0] == found[1] else (low, middle - 1)
    return low


def finish(folder: Path) -> None:
    """Finish a restore that was cut off while it put the files in place. For whoever is about to open the store.

    Raises Unavailable while another process is at it.
    """
    if not (folder / NOTE).exists():
        return
    lock = store_lock.whole(folder)
    try:
        if (folder / NOTE).exists():
            _put_in_place(folder)
    finally:
        lock.release()


def _put_in_place(folder: Path) -> None:
    """What the note says; as often as it takes. A log that belongs to the old store must never meet the new one."""
    incoming = folder / INCOMING
    try:
        note = json.loads(read_bytes(folder / NOTE, _LARGEST_NOTE))
        for name in note["drop"]:
            patiently(partial((folder / Path(name).name).unlink, missing_ok=True))
        sync(folder)
        for name in note["put"]:
            if (incoming / name).exists():
                patiently(partial((incoming / name).replace, folder / Path(name).name))
        sync(folder)
        shutil.rmtree(incoming, ignore_errors=True)
        patiently((folder / NOTE).unlink)
        sync(folder)
    except OSError as error:
        raise _unavailable(folder, error) from error


def _fsync(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())
