"""Column types that both stores (SQLCipher now, PostgreSQL later) keep alike."""

import datetime as dt
from collections.abc import Callable
from enum import Enum as PyEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Enum, Integer, Text, TypeDecorator
from sqlalchemy.engine import Dialect

Id = BigInteger().with_variant(Integer(), "sqlite")  # INTEGER, else SQLite gives no rowid alias


def _instant(kept: str | None) -> dt.datetime | None:
    """As SQLite keeps it, read in one go: a report has hundreds of thousands of them."""
    return dt.datetime.fromisoformat(f"{kept}+00:00") if kept is not None else None


class UtcInstant(TypeDecorator[dt.datetime]):
    """An aware instant, kept in UTC. SQLite forgets the zone; this puts it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is no instant")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        return _instant if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


class Words(TypeDecorator[str]):
    """Text as people write it. A NUL cuts text short in other programs, so it never gets in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is not None and "\x00" in value:
            raise ValueError("NUL in text")
        return value


def coded(kind: type[PyEnum], name: str) -> Enum:
    """A code of the contracts, held to its values by a CHECK."""

    def values(members: Any) -> list[str]:
        return [member.value for member in members]

    return Enum(kind, name=name, native_enum=False, create_constraint=True, values_callable=values, length=24)
