"""The one table's model: rows are the office's frozen dataclasses, pages come by key, one row changes at a time."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.domain.persian.text import plain, search_key
from ui.widgets.chips import State

ROW: Final = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """One column.

    get: row → what is shown. width: pixels at 100 %; 0 takes the rest. font: a step. align: leading, middle or
    trailing. tabular: digits of one width, for figures and clocks. state: row → a chip drawn instead of the text.
    aside: row → (icon, words, role) after the text (a priority, a group). colour: row → a role, or "" for the
    usual. icon: row → (name, role, filled) before the text. compact: whether it stays in compact measures.
    wraps: long words go on in a second line, and the row grows. stacks: where room is short it stands under the first
    column that takes the rest, instead of beside it.
    """

    key: str
    heading: str
    get: Callable[[Any], str]
    width: int = 0
    font: str = "body"
    align: str = "leading"
    tabular: bool = False
    state: Callable[[Any], State | None] | None = None
    aside: Callable[[Any], tuple[str, str, str] | None] | None = None
    colour: Callable[[Any], str] | None = None
    icon: Callable[[Any], tuple[str, str, bool] | None] | None = None
    compact: bool = True
    wraps: bool = False
    stacks: bool = False

    def words(self, row: Any) -> str:
        """All that it says of a row, for the clipboard and screen readers: icons never speak alone."""
        chip = self.state(row) if self.state else None
        beside = self.aside(row) if self.aside else None
        return " ".join(filter(None, (chip.text if chip else self.get(row), beside[1] if beside else "")))


class Rows(QAbstractTableModel):
    """row_id: what makes a row the same one when it has changed. Signal wanted: the next page, please."""

    wanted = Signal()

    def __init__(self, columns: Sequence[Column], row_id: Callable[[Any], Hashable]) -> None:
        super().__init__()
        self.columns = list(columns)
        self.rows: list[Any] = []
        self.more = False
        self._row_id = row_id
        self._asked = False
        self._keys: dict[int, list[str]] = {}

    def put(self, rows: Sequence[Any], *, more: bool = False) -> None:
        """All rows anew; more: whether further pages are to be had."""
        self.beginResetModel()
        self._keys.clear()
        self.rows = list(rows)
        self.more, self._asked = more, False
        self.endResetModel()

    def append(self, rows: Sequence[Any], *, more: bool) -> None:
        """The next page."""
        self.more, self._asked = more, False
        if rows:
            first = len(self.rows)
            self.beginInsertRows(QModelIndex(), first, first + len(rows) - 1)
            self.rows.extend(rows)
            self.endInsertRows()

    def replace(self, row: Any) -> bool:
        """Put the changed row where its earlier self stands. Whether it was there."""
        at = self.place(self._row_id(row))
        if at < 0:
            return False
        self._keys.clear()
        self.rows[at] = row
        self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
        return True

    def insert(self, at: int, row: Any) -> None:
        self.beginInsertRows(QModelIndex(), at, at)
        self.rows.insert(at, row)
        self.endInsertRows()

    def remove(self, row_id: Hashable) -> None:
        at = self.place(row_id)
        if at >= 0:
            self.beginRemoveRows(QModelIndex(), at, at)
            self._keys.clear()
            del self.rows[at]
            self.endRemoveRows()

    def place(self, row_id: Hashable) -> int:
        """Where the row with this id stands, or -1."""
        return next((at for at, row in enumerate(self.rows) if self._row_id(row) == row_id), -1)

    def id_of(self, row: Any) -> Hashable:
        return self._row_id(row)

    def keys_of(self, at: int) -> list[str]:
        """The search keys of what the row shows, made once: typing to jump goes through many rows a letter."""
        row = self.rows[at]
        if id(row) not in self._keys:
            self._keys[id(row)] = [search_key(column.get(row)) for column in self.columns]
        return self._keys[id(row)]

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def canFetchMore(self, _parent: _Index) -> bool:
        return self.more and not self._asked

    def fetchMore(self, _parent: _Index) -> None:
        if self.more and not self._asked:
            self._asked = True
            self.wanted.emit()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.get(row)
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "، ".join(f"{part.heading} {said}" for part in self.columns if (said := plain(part.words(row))))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].heading
        return None

    def tsv(self, places: Sequence[int]) -> str:
        """These rows with their headings, tab-separated: what a spreadsheet pastes. Ids and codes plain."""
        lines = [[column.heading for column in self.columns]]
        lines += [[plain(column.words(self.rows[at])) for column in self.columns] for at in places]
        return "\n".join("\t".join(line) for line in lines)
