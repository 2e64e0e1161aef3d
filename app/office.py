"""The one door: whoever uses the store comes through an `Office`, which knows who is signed in.

`work` is one transaction that writes: it checks the right, gathers what changed, adds the audit trail's entries in
the same commit, and says after it what changed. `read` is a transaction that only looks. Sessions begin here alone.
"""

import datetime as dt
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, PoolProxiedConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app import amending
from app.domain.codes import Role
from app.domain.errors import Refused, Unavailable
from app.domain.persian.calendar import TEHRAN
from app.domain.texts import _
from app.security import audit, rights
from app.security.keys import Unlocked
from app.security.rights import Right
from app.security.store_lock import Lock
from app.work import Work
from db.engine import DriverError, writing

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True)
class Change:
    """A row of the office that a commit has changed: the table's name and the row's id."""

    kind: str
    id: int


@dataclass(frozen=True)
class SignedIn:
    id: int
    login: str
    name: str
    roles: tuple[Role, ...]


class Office:
    """An open store and the user who signed in.

    clock: gives an aware instant; tests set it. committed: is told, on the thread that wrote, what a commit changed.
    """

    def __init__(
        self,
        folder: Path,
        engine: Engine,
        unlocked: Unlocked,
        user: SignedIn,
        agency_id: int,
        epoch: str,
        lock: Lock,
        clock: Clock = utc_now,
        committed: Callable[[list[Change]], None] | None = None,
    ) -> None:
        self.folder = folder
        self.user = user
        self.agency_id = agency_id
        self.epoch = epoch
        self.keys = unlocked
        self._engine = engine
        self._writer = writing(engine)
        self._lookers: list[PoolProxiedConnection] = []
        self._lock = lock
        self._clock = clock
        self._committed = committed
        self._desk = socket.gethostname()

    def now(self) -> dt.datetime:
        """The instant, on the office's clock and in its zone."""
        return self._clock().astimezone(TEHRAN)

    def today(self) -> dt.date:
        return self.now().date()

    def time(self) -> dt.time:
        """The hour and minute on the wall."""
        return self.now().time().replace(second=0, microsecond=0)

    def may(self, right: Right) -> bool:
        return rights.role_for(right, self.user.roles) is not None

    def _role(self, right: Right) -> Role:
        role = rights.role_for(right, self.user.roles)
        if role is None:
            raise Refused(_("You have no access to this."))
        return role

    @contextmanager
    def work(self, act: str, right: Right, *, reason: str | None = None) -> Iterator[Work]:
        """One act of the office: a right, a transaction, an entry in the audit trail; or nothing at all.

        act: the use case's name, as `visits.register`. reason: why, for a correction.
        Raises Refused without the right, or (field "amendment") when a closed day would change without a reason
        (app/amending.py); Unavailable when the disk is full or the store is busy or damaged.
        """
        role = self._role(right)
        with self._writing() as connection, Work(connection, self.agency_id) as work:
            yield work
            reason = amending.note(work, work.touched(), act, by=self.user.id, at=self.now(), reason=reason)
            touched = work.finish()
            actor = audit.Actor(self.user.login, role.value, self._desk)
            audit.append(connection, self.epoch, actor, act, touched, self.now(), reason)
        if self._committed is not None and touched:
            self._committed([Change(row.kind, row.object_id) for row in touched])

    @contextmanager
    def read(self, right: Right = Right.READ) -> Iterator[Session]:
        """Look at one consistent state of the store. Nothing that is read here can be written."""
        self._role(right)
        with _said_plainly(), self._engine.connect() as connection, Session(connection) as session:
            yield session

    @contextmanager
    def look(self, right: Right = Right.READ) -> Iterator[Any]:
        """As `read`, by a driver's own connection, kept for it: the search asks at every key (db/search.py)."""
        self._role(right)
        with _said_plainly():
            try:
                pooled = self._lookers.pop()
            except IndexError:  # all are in use, or none was there yet
                pooled = self._engine.raw_connection()
            driver: Any = pooled.driver_connection
            try:
                driver.execute("BEGIN")
                yield driver
            finally:
                driver.rollback()
                self._lookers.append(pooled)

    @contextmanager
    def note(self) -> Iterator[Session]:
        """A write that is no act of the office and leaves no trace in the trail: drafts."""
        self._role(Right.READ)
        with self._writing() as connection, Session(connection) as session:
            yield session
            session.flush()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _said_plainly(), self._writer.begin() as connection:
            yield connection

    def connection(self) -> Connection:
        """A bare connection, for backup and check."""
        return self._engine.connect()

    def close(self) -> None:
        """Close the store and forget the keys (as far as Python can)."""
        while self._lookers:
            self._lookers.pop().close()
        self._engine.dispose()
        self.keys.wipe()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


FULL = {"SQLITE_FULL", "SQLITE_IOERR", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_SHMSIZE"}
DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}


@contextmanager
def _said_plainly() -> Iterator[None]:
    """The environment's faults as Unavailable, by SQLite's own names; a fault of ours stays what it is."""
    try:
        yield
    except (DBAPIError, DriverError) as error:
        name = getattr(getattr(error, "orig", error), "sqlite_errorname", "")
        if name in FULL:
            raise Unavailable(
                _("There is not enough room on the disk; this was not saved. Free some room and try again.")
            ) from error
        if name.startswith("SQLITE_BUSY"):
            raise Unavailable(_("The office's store is busy. Try again in a moment.")) from error
        if name in DAMAGED:
            raise Unavailable(_("The office's store could not be opened; restore the last backup.")) from error
        raise
