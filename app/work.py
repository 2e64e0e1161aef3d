"""The session of one act of the office: it remembers what it wrote, for the trail and for the screens.

Rows are read and changed through the unit of work. New rows that are written all day or by the thousand go in by
`insert` and `insert_all` (db/prepared.py): the unit of work costs several times the row itself.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table, event
from sqlalchemy.orm import Session

from app import issue_words, standing
from app.security import audit
from db import prepared
from db.models import Base, Issue

Values = dict[str, Any]
"""A whole row, by column."""
Makers = dict[str, Callable[[Any], Any]]
"""What makes a column's value for each new row; SQLAlchemy hands them a context, which none of ours needs."""


class Work(Session):
    """One transaction that writes. Rows that it loaded stay readable after the commit.

    core: its connection, for statements that need no objects; they do not see what is not flushed yet.
    """

    def __init__(self, connection: Connection, agency_id: int) -> None:
        super().__init__(connection, expire_on_commit=False)
        self.core = connection
        self._agency_id = agency_id
        self._touched: dict[tuple[str, int], audit.Touched] = self.info.setdefault("touched", {})
        self._in_bulk: set[int] = set()

    def insert(self, table: type[Base], **values: Any) -> Values:
        """Write one new row now. Returns all of it, with its id.

        values: by column. What is not given is the model's default, else empty; the agency is the office's own.
        """
        stored, empty, made = _new(table)
        row = {**empty, **_made(made), "agency_id": self._agency_id, **values}
        row["id"] = prepared.insert(self.core, stored, [row])
        self._remember(table, row)
        return row

    def insert_all(self, table: type[Base], many: Sequence[Mapping[str, Any]]) -> None:
        """Write many new rows now, each of which has its id; issues with the words of their results in `search`."""
        stored, empty, made = _new(table)
        whole = [{**empty, **_made(made), "agency_id": self._agency_id, **row} for row in many]
        prepared.insert(self.core, stored, whole)
        for row in whole:
            self._remember(table, row)
        if table is Issue:
            self._in_bulk.update(row["id"] for row in whole)

    def _remember(self, table: type[Base], row: Values) -> None:
        after = {key: audit.plain(value) for key, value in row.items() if key not in audit.LEFT_OUT}
        self.remember(audit.Touched(table.__tablename__, row["id"], None, after))

    def remember(self, row: audit.Touched) -> None:
        """Put a change into the trail of this act; of several changes of one row the trail tells the sum."""
        key = (row.kind, row.object_id)
        first = self._touched.get(key)
        if first is not None:
            before = None if first.before is None else {**(row.before or {}), **first.before}
            row = audit.Touched(row.kind, row.object_id, before, row.after)
        self._touched[key] = row

    def touched(self) -> list[audit.Touched]:
        """All that this act has written so far, in the order in which it was first written."""
        self.flush()
        return list(self._touched.values())

    def finish(self) -> list[audit.Touched]:
        """All that this act has written; the words by which its matters are found follow, and where they stand."""
        touched = self.touched()
        issue_words.keep(self.core, touched, self._in_bulk)
        standing.keep(self.core, touched)
        return touched


@event.listens_for(Work, "after_flush")
def _gather(work: Work, _context: Any) -> None:
    for row in audit.touched(work):
        work.remember(row)


@cache
def _new(model: type[Base]) -> tuple[Table, Values, Makers]:
    """The model's table, a row of it as it is before anything is given, and what is made anew for each row."""
    table = model.__table__
    assert isinstance(table, Table)
    defaults = {column.key: column.default for column in table.columns}
    makers = {key: default.arg for key, default in defaults.items() if default is not None and default.is_callable}
    plain = {key: getattr(default, "arg", None) for key, default in defaults.items() if key not in makers}
    return table, {**plain, "version": 1}, makers


def _made(makers: Makers) -> Values:
    return {key: make(None) for key, make in makers.items()}
