"""Statements of SQLAlchemy's that are made once and then given to the driver as they are.

For what is asked and written at every save, or by the thousand: there SQLAlchemy's own way takes longer than SQLite's.
Values are converted by the columns' own types, and what the driver raises is SQLAlchemy's error, as everywhere.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Convert = Callable[[Any], Any] | None


def first(connection: Connection, statement: Select[*tuple[Any, ...]], **given: Any) -> Any | None:
    """The first row of an answer, with its columns as attributes; None if there is none.

    statement: kept by the module that asks it. given: a value for each `bindparam` without one of its own.
    """
    text, values, columns, row = _select(statement, connection.dialect)
    bound = [convert(given.get(name, own)) if convert else given.get(name, own) for name, own, convert in values]
    found = _run(connection, text, bound).fetchone()
    if found is None:
        return None
    return row(*(convert(value) if convert else value for value, convert in zip(found, columns, strict=True)))


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int | None:
    """Write rows, each with a value for every column. Returns a single one's id: if it came as None, the store gave it.

    Both raise DBAPIError, as the connection itself would.
    """
    text, columns = _insert(table, connection.dialect)
    bound = [[convert(row[key]) if convert else row[key] for key, convert in columns] for row in rows]
    if len(bound) == 1:
        return int(_run(connection, text, bound[0]).lastrowid)
    _run(connection, text, bound, many=True)
    return None


def run(connection: Connection, text: str, values: list[Any]) -> None:
    """Run a statement that is kept as text, with values as the driver takes them."""
    _run(connection, text, values)


def _run(connection: Connection, text: str, bound: list[Any], *, many: bool = False) -> Any:
    driver, dbapi = connection.connection.driver_connection, connection.dialect.dbapi
    assert driver is not None
    assert dbapi is not None
    try:
        return driver.executemany(text, bound) if many else driver.execute(text, bound)
    except dbapi.Error as error:
        raise DBAPIError.instance(text, None, error, dbapi.Error, dialect=connection.dialect) from error


def _to_driver(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).bind_processor(dialect)


@cache
def _select(
    statement: Select[*tuple[Any, ...]], dialect: Dialect
) -> tuple[str, list[tuple[str, Any, Convert]], list[Convert], type[Any]]:
    """The text; its values in order, each with its name and its own value; the columns' conversions; the row's type."""
    compiled = statement.compile(dialect=dialect)
    values = [compiled.binds[name] for name in compiled.positiontup or ()]
    columns = statement.selected_columns
    return (
        str(compiled),
        [(value.key, value.value, _to_driver(value.type, dialect)) for value in values],
        [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns],
        namedtuple("Found", columns.keys()),  # noqa: PYI024 - its columns are known only here
    )


@cache
def _insert(table: Table, dialect: Dialect) -> tuple[str, list[tuple[str, Convert]]]:
    """The INSERT of all columns, and the columns in its order, each with its conversion."""
    columns = [(column.key, _to_driver(column.type, dialect)) for column in table.columns]
    return str(table.insert().compile(dialect=dialect)), columns
