"""Whether a store is whole, and a whole copy of it while others write."""

import re
from pathlib import Path

from sqlalchemy import Connection, StaticPool, create_engine
from sqlalchemy.exc import DBAPIError

from db import migrate
from db.engine import SCHEMA

Tokens = tuple[str, ...]

Schema = dict[tuple[str, str], tuple[Tokens, ...]]
"""What sqlite_master has, by type and name, each statement in the form that `tokens` gives."""

_TOKENS = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|[^\s\w]""")


def copy(connection: Connection, path: Path) -> None:
    """A compact copy of one state of the store, encrypted under the same key; writers go on meanwhile.

    connection: one without a transaction, in which VACUUM cannot run. path: of a file that is not there.
    Raises DBAPIError, as the connection itself would.
    """
    import sqlcipher3.dbapi2 as sqlcipher

    raw = connection.connection.driver_connection
    assert raw is not None
    try:
        raw.execute("VACUUM INTO ?", (str(path.absolute()),))
    except sqlcipher.Error as error:
        raise DBAPIError("VACUUM INTO", None, error) from error


def faults(connection: Connection) -> list[str]:
    """What is damaged in the store, in SQLite's own words; empty when it is whole."""
    for pragma, good in (("cipher_integrity_check", ()), ("integrity_check(10)", ("ok",)), ("foreign_key_check", ())):
        found = _said(connection, pragma)
        if found != good and _said(connection, pragma) != good:  # a page may just have been under another's pen
            return list(found)
    return []


def _said(connection: Connection, pragma: str) -> tuple[str, ...]:
    rows = connection.exec_driver_sql(f"PRAGMA {pragma}")
    return tuple(", ".join(map(str, row)) for row in rows) if rows.returns_rows else ()


def schema(connection: Connection) -> Schema:
    """Tables, indexes, triggers as the store has them; SQLite's own left out, and alembic's."""
    rows = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
    )
    return {(kind, name): tokens(sql or "") for kind, name, sql in rows}


def tokens(sql: str) -> tuple[Tokens, ...]:
    """A statement without what means nothing: spaces, and the order of a table's columns and constraints.

    (alembic writes the constraints in an order of its own, and a column that came later stands behind.)
    """
    words = _TOKENS.findall(sql)
    if words[:2] != ["CREATE", "TABLE"]:
        return (tuple(words),)
    parts: list[list[str]] = [[]]
    depth = 0
    for word in words:
        depth += {"(": 1, ")": -1}.get(word, 0)
        if (depth, word) in ((0, ")"), (1, "("), (1, ",")):
            parts.append([])
        else:
            parts[-1].append(word)
    head, *rest, tail = map(tuple, parts)
    return head, *sorted(said for part in rest for said in _apart(part)), tail


def _apart(part: Tokens) -> tuple[Tokens, ...]:
    """A column that was added later says itself what it refers to; the same, as a table's own constraint says it."""
    if "REFERENCES" not in part or "FOREIGN" in part:
        return (part,)
    named = part.index("CONSTRAINT")
    return part[:named], (*part[named : named + 2], "FOREIGN", "KEY", "(", part[0], ")", *part[named + 2 :])


def schema_of_migrations(to: str = SCHEMA) -> Schema:
    """The schema that the migrations make, in a store of its own in memory."""
    import sqlcipher3.dbapi2 as sqlcipher

    engine = create_engine("sqlite://", module=sqlcipher, poolclass=StaticPool)
    try:
        migrate.upgrade(engine, to)
        with engine.connect() as connection:
            return schema(connection)
    finally:
        engine.dispose()


def differences(one: Schema, other: Schema) -> list[str]:
    """The names of what only one of them has or what reads otherwise in the other, in order."""
    return sorted({name for (_kind, name), _tokens in one.items() ^ other.items()})
