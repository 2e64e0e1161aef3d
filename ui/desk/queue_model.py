"""The queue's rows as a table model: what each cell says, to the eye and to a screen reader. QtCore only."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.codes import Kind, QueueState
from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from app.queue import QueueRow

LONG_WAIT = 45  # minutes: from here on the waiting time warns (look 5)
RowRole = Qt.ItemDataRole.UserRole
"""The QueueRow of an index."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    key: str
    heading: str
    width: int | None
    """Logical pixels; None: what is left."""


NUMBER = Column("number", N_("Turn"), 44)
NAME = Column("name", N_("First and last name"), None)
SUBJECT = Column("subject", N_("Subject"), 150)
ARRIVED = Column("arrived", N_("Arrived"), 64)
WAITED = Column("waited", N_("Waiting"), 100)
STATE = Column("state", N_("Status"), 150)
WIDE = (NUMBER, NAME, SUBJECT, ARRIVED, WAITED, STATE)
COMPACT = (NUMBER, NAME, WAITED, STATE)

TABS: dict[str, tuple[QueueState, ...] | None] = {
    "all": None,
    "waiting": (QueueState.WAITING, QueueState.CALLED),
    "seen": (QueueState.SEEN,),
    "left": (QueueState.LEFT,),
}
"""The queue's tabs: which states each shows; None: all, the contacts that do not count too."""


def in_tab(row: QueueRow, tab: str) -> bool:
    states = TABS[tab]
    return states is None or (row.state in states and row.kind is Kind.WEEKLY)


def waits_long(row: QueueRow, now: dt.time) -> bool:
    return row.state in (QueueState.WAITING, QueueState.CALLED) and row.waited(now) >= LONG_WAIT


def spoken(row: QueueRow, now: dt.time) -> str:
    """A row as a screen reader says it: turn, name, state, minutes of waiting."""
    parts = [_("turn %(n)s") % {"n": row.number}] if row.number is not None else []
    parts += [row.name, row.state.label if row.kind is Kind.WEEKLY else row.kind.label]
    if row.kind is Kind.WEEKLY:
        parts.append(_("%(n)s minutes of waiting") % {"n": row.waited(now)})
    if row.uncounted:
        parts.append(_("not counted in the report"))
    return _(", ").join(parts)


class QueueModel(QAbstractTableModel):
    """The rows of one tab. A new list replaces only the rows that differ, so the selection stays where it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = WIDE
        self._rows: list[QueueRow] = []
        self._now = dt.time()

    def set_columns(self, columns: tuple[Column, ...]) -> None:
        self.beginResetModel()
        self.columns = columns
        self.endResetModel()

    def set_rows(self, rows: list[QueueRow]) -> None:
        if [row.visit_id for row in rows] != [row.visit_id for row in self._rows]:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        for place, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
            if old != new:
                self._rows[place] = new
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def set_now(self, now: dt.time) -> None:
        self._now = now
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))

    @property
    def now(self) -> dt.time:
        return self._now

    def row_of(self, visit_id: int) -> int | None:
        return next((place for place, row in enumerate(self._rows) if row.visit_id == visit_id), None)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(self.columns[section].heading)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, self.columns[index.column()].key)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row, self._now)
        if role == Qt.ItemDataRole.ToolTipRole and row.uncounted:
            return _(row.uncounted.reason)
        return None

    def text(self, row: QueueRow, key: str) -> str:
        """What a cell says."""
        match key:
            case "number":
                return "" if row.number is None else persian_digits(row.number)
            case "name":
                return row.name
            case "subject":
                return subjects_of(row)
            case "arrived":
                return persian_digits(f"{row.arrived:%H:%M}")
            case "waited":
                if row.kind is not Kind.WEEKLY:
                    return ""
                return persian_digits(_("%(n)s minutes") % {"n": row.waited(self._now)})
            case _:
                return row.state.label if row.kind is Kind.WEEKLY else row.kind.label


def subjects_of(row: QueueRow) -> str:
    """The subjects of a row's issues; what is for the head alone is not said."""
    return _(", ").join(subject or _("for the head alone") for subject in row.subjects)
