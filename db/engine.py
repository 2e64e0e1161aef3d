"""The store's file: SQLite through SQLCipher, opened with a raw 256-bit key (Argon2id was done elsewhere, once)."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, QueuePool, create_engine, event
from sqlalchemy.engine import Connection

SCHEMA = "0001"
"""The newest revision in db/migrations: a store that has it is opened without importing alembic."""

IMMEDIATE = "immediate"
"""Execution option of connections that write: BEGIN IMMEDIATE, so that two writers queue instead of failing late."""


def open_engine(path: Path, key: str, *, create: bool = False) -> Engine:
    """An engine on the encrypted file.

    key: 64 hex digits. create: make the file if it is not there; otherwise a missing file is an error.
    """
    import sqlcipher3.dbapi2 as sqlcipher

    uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> Any:
        connection = sqlcipher.connect(uri, uri=True, check_same_thread=False, isolation_level=None, timeout=10)
        unlock(connection, key)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    engine = create_engine("sqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get(IMMEDIATE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def unlock(connection: Any, key: str) -> None:
    """Give a raw SQLCipher connection its key, before any other statement."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("PRAGMA temp_store = MEMORY")
