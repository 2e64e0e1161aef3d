"""The audit trail: who did what, when, each entry chained by SHA-256 to the one before (docs/audit.md).

The chain holds salted digests; the values lie beside it, so that an erasure with the archive's permit leaves it
whole. Whoever has the store's key could write the whole chain anew: its worth is in the anchors that leave the
office with each signed report.
"""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table, func, inspect, select
from sqlalchemy.orm import Session

from app.domain import canonical
from app.domain.errors import Refused
from app.domain.texts import _
from db import prepared
from db.models import Agency, AuditEntry, AuditValue, Base, Kept

VERSION = 1
FIRST = "0" * 64
DOMAIN = b"didar-audit/1\x00"
BATCH = 10_000
LEFT_OUT = frozenset({"search", "sort_key", "secret"})
"""Columns that are in no trail: made of others so that rows are found and sorted; or known to the visitor alone."""


@dataclass(frozen=True)
class Anchor:
    """Where the chain stands: goes out with each report (report.json `audit`)."""

    epoch: str
    seq: int
    head: str


@dataclass(frozen=True)
class Actor:
    """Who acts: login, the role that gave the right, the desk (this PC)."""

    login: str
    role: str
    desk: str


@dataclass(frozen=True)
class Touched:
    """One row that a transaction changed. `before` holds the earlier values of what changed, None for a new row."""

    kind: str
    object_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def is_kept(row: object) -> bool:
    return isinstance(row, Kept | Agency)


def touched(session: Session) -> Iterator[Touched]:
    """What a flush is about to have written, row by row. For `after_flush`, when ids are known."""
    for row in session.new:
        if is_kept(row):
            yield Touched(row.__tablename__, row.id, None, values(row))
    for row in session.dirty:
        if is_kept(row) and session.is_modified(row, include_collections=False):
            yield Touched(row.__tablename__, row.id, _earlier(row), values(row))


def values(row: Any) -> dict[str, Any]:
    """A row as plain JSON, column by column."""
    columns = inspect(row).mapper.column_attrs
    return {column.key: plain(getattr(row, column.key)) for column in columns if column.key not in LEFT_OUT}


_PLAIN = (str, int, bool)
_AS_IT_IS = frozenset((*_PLAIN, type(None)))


def plain(value: Any) -> Any:
    """A column's value as JSON has it: codes and dates as their text, bytes as hex, instants in UTC."""
    if value is None or type(value) in _PLAIN:  # nearly all are
        return value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, str) else value


_plain = lru_cache(maxsize=8192, typed=True)(plain)
"""Days and codes, of which there are few."""


def _earlier(row: Any) -> dict[str, Any]:
    state = inspect(row)
    changed = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if history.deleted and column.key not in LEFT_OUT:
            changed[column.key] = plain(history.deleted[0])
    return changed


def append(
    connection: Connection,
    epoch: str,
    actor: Actor,
    act: str,
    rows: list[Touched],
    at: dt.datetime,
    reason: str | None = None,
) -> None:
    """Add one entry a row to the chain, in the transaction of the act itself.

    at: an aware instant. reason: why, in the user's words, for corrections.
    """
    last = anchor(connection)
    seq, prev = last.seq, last.head
    instant = int(at.timestamp() * 1_000_000)
    entries, payloads = [], []
    for row in rows:
        seq += 1
        salt = os.urandom(32)
        payload = canonical.dumps({"before": row.before, "after": row.after, "reason": reason})
        entry: dict[str, Any] = {
            "v": VERSION,
            "epoch": epoch,
            "seq": seq,
            "at": instant,
            "by": actor.login,
            "role": actor.role,
            "desk": actor.desk,
            "act": act,
            "kind": row.kind,
            "object_id": row.object_id,
            "payload_digest": hashlib.sha256(salt + payload).hexdigest(),
            "prev": prev,
        }
        prev = entry["hash"] = _hash(entry)
        entries.append(entry)
        payloads.append({"seq": seq, "salt": salt, "payload": payload})
    if entries:
        prepared.insert(connection, _ENTRIES, entries)
        prepared.insert(connection, _VALUES, payloads)


def anchor(connection: Connection) -> Anchor:
    """The last link. An empty chain stands at seq 0 with a head of zeros."""
    last = prepared.first(connection, _LAST)
    return Anchor(*last) if last else Anchor("", 0, FIRST)


_ENTRIES, _VALUES = Base.metadata.tables["audit_entry"], Base.metadata.tables["audit_value"]
_LAST = select(_ENTRIES.c.epoch, _ENTRIES.c.seq, _ENTRIES.c.hash).order_by(_ENTRIES.c.seq.desc()).limit(1)


def _hash(entry: dict[str, Any]) -> str:
    return hashlib.sha256(DOMAIN + canonical.dumps(entry)).hexdigest()


def check(connection: Connection) -> int:
    """Walk the whole chain, and compare each row of the office with its last entry.

    Returns the number of entries. Raises Refused naming the first broken link, with its date. A page of the store
    put back to an older version passes SQLCipher's own checks; only this comparison shows it. Takes the same memory
    however long the trail is. connection: in a transaction, where others write meanwhile.
    """
    seq, prev = 0, FIRST
    chain = select(*_LINK, _ENTRIES.c.hash, AuditValue.salt, AuditValue.payload).outerjoin(
        AuditValue, AuditValue.seq == AuditEntry.seq
    )
    for row in connection.execute(chain.order_by(AuditEntry.seq).execution_options(yield_per=BATCH)):
        own_seq, *link, own_said, own_prev, digest, salt, payload = row
        seq += 1
        said = hashlib.sha256((salt or b"") + (payload or b"")).hexdigest()
        if (
            own_seq != seq
            or own_prev != prev
            or own_said != said
            or digest != hashlib.sha256(DOMAIN + _written(seq, said, prev, *link)).hexdigest()
        ):
            raise _broken(seq, row.at)
        prev = digest
    tables = [mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, Kept | Agency)]
    for table in tables:
        assert isinstance(table, Table)
        _check_rows(connection, table)
    return seq


_LINK = [column for column in _ENTRIES.c if column.key != "hash"]
_read = json.JSONDecoder().decode
_quoted = lru_cache(maxsize=1024, typed=True)(json.JSONEncoder(ensure_ascii=False).encode)


def _written(seq: int, said: str, prev: str, *link: Any) -> bytes:
    """The canonical bytes of an entry, the same that `_hash` has: by hand, as there are a hundred thousand of them.

    said, prev: its payload's digest, and the hash of the entry before. link: its columns from `v` to `object_id`.
    """
    v, epoch, at, by, role, desk, act, kind, object_id = link
    if not (v.__class__ is at.__class__ is object_id.__class__ is int):
        return b""  # SQLite keeps any value in any column
    return (
        f'{{"act":{_quoted(act)},"at":{at},"by":{_quoted(by)},"desk":{_quoted(desk)},"epoch":{_quoted(epoch)},'
        f'"kind":{_quoted(kind)},"object_id":{object_id},"payload_digest":"{said}","prev":"{prev}",'
        f'"role":{_quoted(role)},"seq":{seq},"v":{v}}}'
    ).encode()


def _check_rows(connection: Connection, table: Table) -> None:
    """Each row is as its last entry left it, and no row lacks an entry or an entry its row."""
    last = select(func.max(_ENTRIES.c.seq)).where(_ENTRIES.c.kind == table.name, _ENTRIES.c.object_id == table.c.id)
    keys = [column.key for column in table.c if column.key not in LEFT_OUT]
    rows = select(*[table.c[key] for key in keys], AuditValue.payload).outerjoin(
        AuditValue, AuditValue.seq == last.scalar_subquery()
    )
    for *values_now, payload in connection.execute(rows.execution_options(yield_per=BATCH)):
        now = {
            key: value if value.__class__ in _AS_IT_IS else _plain(value)
            for key, value in zip(keys, values_now, strict=True)
        }
        left = _read(payload.decode())["after"] if payload is not None else None
        # a column that a later revision added is not in older entries
        if left != now and (left is None or any(left[key] != value for key, value in now.items() if key in left)):
            raise Refused(
                _("A row of the table %(table)s (number %(id)s) is not as the audit trail left it.")
                % {"table": table.name, "id": now["id"]}
            )
    _check_gone(connection, table)


def _check_gone(connection: Connection, table: Table) -> None:
    """No row that the trail knows is missing: nothing is ever deleted."""
    gone = select(_ENTRIES.c.object_id).where(
        _ENTRIES.c.kind == table.name, ~select(table.c.id).where(table.c.id == _ENTRIES.c.object_id).exists()
    )
    missing = connection.scalar(gone.limit(1))
    if missing is not None:
        raise Refused(
            _("A row of the table %(table)s (number %(id)s) that the audit trail knows is missing.")
            % {"table": table.name, "id": missing}
        )


def _broken(seq: int, at: int) -> Refused:
    day = dt.datetime.fromtimestamp(at / 1_000_000, dt.UTC).date()
    from app.domain.persian.calendar import numeric

    return Refused(_("The audit trail is broken at entry %(seq)s of %(date)s.") % {"seq": seq, "date": numeric(day)})


def earlier_values(connection: Connection, kind: str, object_id: int) -> list[tuple[AuditEntry, dict[str, Any]]]:
    """All entries of one row, oldest first, with their payloads: a correction leaves the earlier value findable."""
    rows = connection.execute(
        select(AuditEntry.__table__, AuditValue.payload)
        .join(AuditValue, AuditValue.seq == AuditEntry.seq)
        .where(AuditEntry.kind == kind, AuditEntry.object_id == object_id)
        .order_by(AuditEntry.seq)
    ).mappings()
    return [
        (AuditEntry(**{key: row[key] for key in row if key != "payload"}), json.loads(row["payload"])) for row in rows
    ]
