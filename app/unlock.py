"""Opening the store: a passphrase or the recovery code, the store's own checks, and who is then signed in."""

import datetime as dt
import os
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from app import agency, home
from app.domain.codes import Role
from app.domain.errors import Refused, Unavailable
from app.domain.texts import _
from app.office import Clock, Office, SignedIn, _said_plainly, utc_now
from app.security import keys, store_lock
from app.security.attempts import Attempts
from app.security.rights import Right
from db import migrate
from db.engine import SCHEMA, open_engine
from db.models import SigningKey, StoreState, User, UserRole


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
    try:
        unlocked = key_file.unlock(passphrase, login)
    except Refused as refused:
        if refused.field == "passphrase":
            attempts.failed()
        raise
    attempts.succeeded()
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
    that follow must be vouched for at the inspection office.
    """
    _must_be_there(folder)
    key_file = keys.KeyFile.read(folder)
    slot_id = key_file.slot_of(login).id
    recovered = key_file.recover(code)  # no pause: nobody guesses 128 bits
    unlocked = keys.change_passphrase(folder, recovered, login, passphrase, kdf=kdf)
    recovered.wipe()
    office = _enter(folder, keys.KeyFile.read(folder), unlocked, clock, committed)
    if _signer(office) == slot_id:
        _replace_lost_key(office)
    return office


def _signer(office: Office) -> str | None:
    """The slot that holds the signing secret."""
    with office.read() as session:
        return session.scalar(select(StoreState.value).where(StoreState.key == "signer"))


def _no_core_dumps() -> None:
    """From here on the keys are in memory: a crash must not write them to the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _must_be_there(folder: Path) -> None:
    if (folder / home.RESTORING).exists():  # a restore that was cut off
        from app.security.restore import finish

        finish(folder)
    if not home.has_store(folder) or not keys.exists(folder):
        raise Unavailable(_("There is no office's store here yet. Make it with the first start, or restore a backup."))


def _enter(
    folder: Path,
    key_file: keys.KeyFile,
    unlocked: keys.Unlocked,
    clock: Clock,
    committed: Callable[..., None] | None,
) -> Office:
    _no_core_dumps()
    lock = store_lock.share(folder)
    engine = open_engine(home.store(folder), unlocked.store_key())
    try:
        with _said_plainly():
            _bring_up_to_date(engine, folder)
            with Session(engine) as session:
                user = _user(session, unlocked.slot_id)
                state = {row.key: row.value for row in session.scalars(select(StoreState))}
        if int(state["key_generation"]) > key_file.generation:
            raise Refused(_("The key file is older than the store. Put the newer key file back beside the store."))
        if state["store"] != key_file.store_id:
            raise Refused(_("This key file belongs to another store."))
    except BaseException:
        engine.dispose()
        lock.release()
        raise
    office = Office(folder, engine, unlocked, user, 1, state["epoch"], lock, clock, committed)
    if int(state["key_generation"]) < key_file.generation:
        _remember_key_file(office, key_file)
    return office


def _bring_up_to_date(engine: Engine, folder: Path) -> None:
    """Run the migrations that this store lacks, after a copy; refuse a store of a newer Didar."""
    revision = migrate.revision(engine)
    if revision == SCHEMA:
        return
    if revision is None or not migrate.known(revision):
        raise Refused(_("This store was made by a newer Didar. Install the newer version to open it."))
    with engine.connect() as connection:
        copy = home.store(folder).with_name(f"before-{SCHEMA}-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}.db")
        from db import whole

        whole.copy(connection, copy)
    migrate.upgrade(engine)


def _user(session: Session, slot: str) -> SignedIn:
    row = session.scalar(select(User).where(User.slot == slot, User.active))
    if row is None:
        raise Refused(_("This user has no access to the store any more."))
    given = set(session.scalars(select(UserRole.role).where(UserRole.user_id == row.id)))
    return SignedIn(row.id, row.login, row.name, tuple(role for role in Role if role in given))


def _remember_key_file(office: Office, key_file: keys.KeyFile) -> None:
    """The store keeps the key file's generation, so that an older file put back is noticed."""
    with office.note() as session:
        for key, value in {
            "key_generation": str(key_file.generation),
            "key_digest": key_file.digest(),
        }.items():
            session.execute(update(StoreState).where(StoreState.key == key).values(value=value))


def _replace_lost_key(office: Office) -> None:
    """After a recovery: a new signing key for the one who signs, since nobody can open the old one any more."""
    key_file, office.keys.sk = keys.give_signing_secret(office.folder, office.keys, os.urandom(32))
    _remember_key_file(office, key_file)
    details = agency.details(office)
    from app.security import signing_key

    made = signing_key.make(details.code, details.name, agency.heads(office)[-1].name, office.now())
    with office.work("signing_key.replace", Right.SIGN_REPORT, reason=_("The passphrase was lost.")) as session:
        for old in session.scalars(select(SigningKey).where(SigningKey.retired_at.is_(None))):
            old.retired_at = office.now()
        session.add(
            SigningKey(
                agency_id=office.agency_id,
                sealed=signing_key.seal(made.pkcs8, office.keys.sk, key_file.store_id),
                certificate=made.certificate,
                made_at=office.now(),
                retired_at=None,
            )
        )
