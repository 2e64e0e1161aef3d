"""New rows by the hundred, as registers and the demonstration bring them: gathered, with their ids known beforehand."""

from typing import Any

from sqlalchemy import func, select

from app.work import Work
from db.models import Base


class Bulk:
    """Rows that are to be written together. tables: the tables that they go to, parents before children."""

    def __init__(self, work: Work, tables: tuple[type[Base], ...]) -> None:
        self._work = work
        self._rows: dict[type[Base], list[dict[str, Any]]] = {table: [] for table in tables}
        self._next = {table: (work.scalar(select(func.max(table.__table__.c.id))) or 0) + 1 for table in tables}

    def next_id(self, table: type[Base]) -> int:
        """The id that the next row of a table will have."""
        return self._next[table]

    def waiting(self, table: type[Base]) -> int:
        """How many rows of a table are not written yet."""
        return len(self._rows[table])

    def add(self, table: type[Base], **values: Any) -> int:
        """A row, by column; what is not given is the model's default, else empty. Returns its id."""
        id_ = self._next[table]
        self._next[table] = id_ + 1
        self._rows[table].append({**values, "id": id_})
        return id_

    def write(self) -> None:
        """Write what was added so far."""
        for table, rows in self._rows.items():
            self._work.insert_all(table, rows)
            self._rows[table] = []
