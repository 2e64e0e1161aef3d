"""The store's file: SQLite through SQLCipher, opened with a raw 256-bit key (Argon2id was done elsewhere, once)."""

from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine, FromClause, QueuePool, create_engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

SCHEMA = "0005"
"""The newest revision in db/migrations: a store that has it is opened without importing alembic."""

DriverError = sqlcipher.Error
"""What the driver itself raises, where SQLAlchemy does not stand between."""

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -16000")
"""cache_size: at most 16 MB a connection. In the usual two the indexes of a few years have no room, and each page of
them is deciphered again and again while a common name is looked up.
"""


class _Compiler(SQLiteCompiler):
    """SQLite's, which by itself leaves out what `with_hint` says of a table: INDEXED BY."""

    def get_from_hint_text(self, table: FromClause, text: str | None) -> str | None:  # noqa: ARG002
        return text


class Dialect(SQLiteDialect_pysqlite):
    """SQLite's, but each transaction begins by its own statement: the driver would wait for the first write."""

    supports_statement_cache = True
    statement_compiler = _Compiler

    def __init__(self, begin: str = "BEGIN", **options: Any) -> None:
        super().__init__(**options)
        self._begin = begin

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.execute(self._begin)


registry.register("didar", __name__, Dialect.__name__)


def open_engine(path: Path, key: str, *, create: bool = False) -> Engine:
    """An engine on the encrypted file.

    key: 64 hex digits. create: make the file if it is not there; otherwise a missing file is an error.
    """
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if create else 'rw'}"

    def connect() -> Any:
        connection = sqlcipher.connect(uri, uri=True, check_same_thread=False, isolation_level=None, timeout=10)
        unlock(connection, key)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        return connection

    return create_engine("didar://", module=sqlcipher, creator=connect, poolclass=QueuePool, pool_size=4)


def writing(engine: Engine) -> Engine:
    """The same store for those who write: BEGIN IMMEDIATE, so that two writers queue instead of failing late."""
    return create_engine("didar://", module=engine.dialect.dbapi, pool=engine.pool, begin="BEGIN IMMEDIATE")


def unlock(connection: Any, key: str) -> None:
    """Give a raw SQLCipher connection its key, before any other statement."""
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    connection.execute("PRAGMA temp_store = MEMORY")
