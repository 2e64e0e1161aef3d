"""Opening the store: a passphrase or the recovery code, the store's own checks, and who is then signed in."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app import first_start, home, own_key
from app.domain.codes import Role
from app.domain.errors import Refused, Unavailable
from app.domain.texts import _
from app.first_start import _begin_here
from app.office import Clock, Office, SignedIn, _said_plainly, utc_now
from app.security import keys, store_lock
from app.security.attempts import Attempts
from app.security.kdf import KEY_LENGTH
from app.security.known_keys import _must_be_known, _tell
from db import migrate
from db.engine import SCHEMA, open_engine
from db.models import StoreState, User, UserRole


def unlock(
    folder: Path,
    passphrase: str,
    login: str | None = None,
    *,
    clock: Clock = utc_now,
    committed: Callable[..., None] | None = None,
) -> Office:
    """Open the store with a user's passphrase; with `login` only that user's slot is tried.

    Raises Refused for a wrong passphrase (with growing pauses, the store untouched), Unavailable when there is no
    store, when it is being restored, or when it is damaged.
    """
    _must_be_there(folder)
    attempts = Attempts(folder, clock)
    attempts.check()
    key_file = keys.KeyFile.read(folder)
    with attempts.counted():
        unlocked = key_file.unlock(passphrase, login)
    return _enter(folder, key_file, unlocked, clock, committed)


def recover(
    folder: Path,
    code: str,
    login: str,
    passphrase: str,
    *,
    clock: Clock = utc_now,
    committed: Callable[..., None] | None = None,
    kdf: keys.Kdf | None = None,
) -> Office:
    """Give a user a new passphrase by the recovery code.

    The code opens the store but not the signing key: if it was sealed to this user, a new one is made, and the reports
    that follow must be vouched for at the inspection office (`own_key`). A key file that is older than the store is
    taken here, since whoever has the code may: it is then the newest. The passphrase is set when all else holds.
    Raises Refused for a code, a user or a passphrase that is not right, else as `unlock`.
    """
    _must_be_there(folder)
    key_file = keys.KeyFile.read(folder)
    slot = key_file.slot_of(login)
    recovered = key_file.recover(code)  # no pause: nobody guesses 128 bits
    try:
        opened = _open(folder, key_file, recovered, clock)
        try:
            opened.user(slot.id)
            unlocked = keys.change_passphrase(
                folder,
                recovered,
                login,
                passphrase,
                kdf=kdf,
                new_sk=os.urandom(KEY_LENGTH) if opened.state["signer"] == slot.id else None,
                beyond=int(opened.state["key_generation"]),
            )
        finally:
            opened.close()
    finally:
        recovered.wipe()
    office = _enter(folder, keys.KeyFile.read(folder), unlocked, clock, committed, opened.copy)
    with office.note() as session:
        _tell(session, office, "keys.recovered", slot=slot.id)
    return office


def _must_be_there(folder: Path) -> None:
    if (folder / home.RESTORING).exists():  # a restore that was cut off
        from app.security.restore import finish

        finish(folder)
    if not home.has_store(folder):
        raise Unavailable(_("There is no office's store here yet. Make it with the first start, or restore a backup."))


@dataclass(frozen=True)
class _Opened:
    """A store that its key opened, of this program's schema. copy: as it was, if an older version wrote it last."""

    engine: Engine
    lock: store_lock.Lock
    state: dict[str, str]
    copy: Path | None

    def user(self, slot: str) -> SignedIn:
        """Whose slot it is. Raises Refused for one who has left."""
        with _said_plainly(), Session(self.engine) as session:
            row = session.scalar(select(User).where(User.slot == slot, User.active))
            if row is None:
                raise Refused(_("This user has no access to the store any more."))
            given = set(session.scalars(select(UserRole.role).where(UserRole.user_id == row.id)))
            return SignedIn(row.id, row.login, row.name, tuple(role for role in Role if role in given))

    def close(self) -> None:
        self.engine.dispose()
        self.lock.release()


def _open(
    folder: Path, key_file: keys.KeyFile, unlocked: keys.Unlocked, clock: Clock, copy: Path | None = None
) -> _Opened:
    """copy: that which was made already, by the same start."""
    with ExitStack() as undo:
        lock = store_lock.share(folder)
        undo.callback(lock.release)
        engine = open_engine(home.store(folder), unlocked.store_key())
        undo.callback(engine.dispose)
        with _said_plainly():
            revision = migrate.revision(engine)
            if revision is None or not (revision == SCHEMA or migrate.known(revision)):
                raise Refused(_("This store was made by a newer Didar. Install the newer version to open it."))
            state = _state(engine)
            if copy is None and (revision != SCHEMA or first_start.is_due(state)):
                copy = first_start.keep_copy(engine, folder, unlocked, revision, clock())
            if revision != SCHEMA:
                migrate.upgrade(engine)
                state = _state(engine)
        if state["store"] != key_file.store_id:
            raise Refused(_("This key file belongs to another store."))
        undo.pop_all()
    return _Opened(engine, lock, state, copy)


def _state(engine: Engine) -> dict[str, str]:
    with Session(engine) as session:
        return {row.key: row.value for row in session.scalars(select(StoreState))}


def _enter(
    folder: Path,
    key_file: keys.KeyFile,
    unlocked: keys.Unlocked,
    clock: Clock,
    committed: Callable[..., None] | None,
    copy: Path | None = None,
) -> Office:
    with ExitStack() as undo:
        undo.callback(unlocked.wipe)
        opened = _open(folder, key_file, unlocked, clock, copy)
        undo.callback(opened.close)
        user = opened.user(unlocked.slot_id)
        office = Office(folder, opened.engine, unlocked, user, 1, opened.state["epoch"], opened.lock, clock, committed)
        _must_be_known(office, key_file, opened.state)
        if opened.copy is not None:
            _begin_here(office, opened.state, opened.copy)
        if own_key.is_lost(office):  # its passphrase was lost, or a recovery was cut off before there was a new one
            own_key.replace_lost(office)
        undo.pop_all()
    return office
