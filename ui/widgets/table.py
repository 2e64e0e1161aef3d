"""The one table: no grid, whole rows, columns declared by the screen, painted by one delegate."""

from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from app.domain.persian.text import search_key
from ui import keys
from ui.style import look
from ui.widgets.row_lines import height_of
from ui.widgets.row_painter import Head, RowPainter, Says
from ui.widgets.rows import ROW, Column, Rows
from ui.widgets.scroll import OverlayBar
from ui.widgets.table_plan import CELL_PAD, PAD, Plan, planned

if TYPE_CHECKING:
    from ui.this_pc import Settings

_MARKED_FOR, _BUSY_AFTER, _TYPING = 600, 150, 1000
"""Milliseconds."""

MOST_GROWING = 500
"""Rows; in longer lists each is one line high, and the whole is in the tooltip."""


class Table(QTableView):
    """Columns, then `put` the rows. Signals: opened(row) Enter, stepped(row) Space, chosen(row or None), wanted (next
    page), menu_wanted(row, global point), blurred when the focus goes elsewhere.

    strong: row → whether it is the one that matters now. quiet: row → whether it is done with. empty: what is said
    when there is no row. label: for screen readers. name: under which widths and chosen columns are kept, in the
    `settings` of the window that it stands in.
    """

    opened = Signal(object)
    stepped = Signal(object)
    chosen = Signal(object)
    wanted = Signal()
    menu_wanted = Signal(object, QPoint)
    blurred = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        row_id: Callable[[Any], Hashable] = lambda row: row.id,
        strong: Says | None = None,
        quiet: Says | None = None,
        empty: str = "",
        name: str = "",
        label: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.empty, self.marked, self._name = empty, None, name
        self.stacked: tuple[Column, ...] = ()
        self._plan = Plan({}, (), None)
        self._strong = strong
        self._settings: Settings | None = None
        self._rows = Rows(columns, row_id)
        self._widths: dict[str, int] = {}
        self._typed, self._hidden = "", set[str]()
        self.setModel(self._rows)
        self.setHorizontalHeader(Head(self))
        self.setItemDelegate(RowPainter(self, strong, quiet))
        self.setAccessibleName(label or name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._bar = OverlayBar(self)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(20)
        self._rows.wanted.connect(self.wanted)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ROW)))
        self.horizontalHeader().customContextMenuRequested.connect(self._column_menu)
        self.horizontalHeader().sectionResized.connect(self._resized)
        self._busy, self._forget, self._unmark = QTimer(self), QTimer(self), QTimer(self)
        for timer, act in (
            (self._busy, self._show_busy),
            (self._forget, self._forget_typed),
            (self._unmark, self._fade),
        ):
            timer.setSingleShot(True)
            timer.timeout.connect(act)
        keys.action("copy", self, self.copy, context=Qt.ShortcutContext.WidgetShortcut)
        look().changed.connect(self._measure)
        self._measure()

    def model(self) -> Rows:
        return self._rows

    # Rows

    def put(self, rows: Sequence[Any], *, more: bool = False) -> None:
        """All rows anew; the rows that were chosen stay so, and the place scrolled to."""
        before, at = self.current, self.verticalScrollBar().value()
        chosen = [self._rows.id_of(index.data(ROW)) for index in self.selectionModel().selectedRows()]
        self._rows.put(rows, more=more)
        self._spread()
        self.loading(False)
        self._look_ahead()
        if before is not None:
            self._choose_again(self._rows.id_of(before), chosen)
        self.verticalScrollBar().setValue(at)

    def append(self, rows: Sequence[Any], *, more: bool) -> None:
        self._rows.append(rows, more=more)
        self._fit_rows()
        self.loading(False)
        self._look_ahead()

    def replace(self, row: Any) -> bool:
        there = self._rows.replace(row)
        self._fit_rows()
        return there

    @property
    def rows(self) -> list[Any]:
        return list(self._rows.rows)

    @property
    def current(self) -> Any | None:
        """The row that the keys act on."""
        index = self.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def choose(self, row_id: Hashable) -> bool:
        """Select the row and bring it into sight. Whether it is there."""
        at = self._rows.place(row_id)
        if at >= 0:
            self._select(at)
        return at >= 0

    def _choose_again(self, current: Hashable, chosen: Sequence[Hashable]) -> None:
        """Those of the rows that are still there; the cursor in its own, or in the last of the others."""
        places = [at for at in map(self._rows.place, chosen) if at >= 0]
        cursor = self._rows.place(current)
        if cursor < 0 and not places:
            return
        self._select(cursor if cursor >= 0 else places[-1])
        flags = QItemSelectionModel.SelectionFlag
        for at in places:
            self.selectionModel().select(self._rows.index(at, 0), flags.Select | flags.Rows)

    def _select(self, at: int) -> None:
        index = self._rows.index(at, 0)  # QTableView.selectRow finds no column in a right-to-left head
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def choose_first(self) -> None:
        if self._rows.rows:
            self._select(0)

    def mark(self, row_id: Hashable) -> None:
        """Show for 600 ms that this row is new or has changed."""
        self.marked = row_id
        at = self._rows.place(row_id)
        if at >= 0:
            self.scrollTo(self._rows.index(at, 0))
        self._unmark.start(_MARKED_FOR)
        self.viewport().update()

    def loading(self, on: bool) -> None:
        """Old rows stay; after 150 ms a bar under the head says that new ones are on their way."""
        if on:
            self._busy.start(_BUSY_AFTER)
        else:
            self._busy.stop()
            self.horizontalHeader().busy = False
            self.horizontalHeader().viewport().update()

    def copy(self) -> None:
        """The selected rows to the clipboard as TSV with headings."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        QGuiApplication.clipboard().setText(self._rows.tsv(places))

    # Columns

    def is_edge(self, section: int) -> tuple[bool, bool]:
        shown = [at for at in range(len(self._rows.columns)) if not self.isColumnHidden(at)]
        return section == shown[0], section == shown[-1]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        kept = getattr(self.window(), "settings", None) if self._name and self._settings is None else None
        if kept is not None:
            self._settings = kept
            self._widths, self._hidden = kept.widths(self._name), kept.hidden(self._name)
            self._measure()

    def _measure(self) -> None:
        self.verticalHeader().setDefaultSectionSize(look().measure("row"))
        self._spread()

    def _spread(self) -> None:
        """Columns without a width of their own share the room that the others leave.

        Where that is too little, first the lesser columns go, then some stand under the words of another one.
        """
        self._plan = planned(self._rows.columns, self._rows.rows, self._widths, self._hidden, self.viewport().width())
        plan, self.stacked = self._plan.widths, self._plan.stacked
        self.horizontalHeader().blockSignals(True)  # also a column that comes back has a width that nobody chose
        for at, column in enumerate(self._rows.columns):
            self.setColumnHidden(at, column.key not in plan)
        shown = [(at, c) for at, c in enumerate(self._rows.columns) if c.key in plan]
        own = {at: 0 if self._plan.is_loose(c) else plan[c.key] for at, c in shown}
        loose = [at for at, _column in shown if not own[at]]
        rest = self.viewport().width() - sum(own.values())
        for at, _column in shown:
            self.horizontalHeader().resizeSection(at, own[at] or max(60, rest // max(1, len(loose))))
        if not loose and shown and rest > 0:
            self.horizontalHeader().resizeSection(shown[-1][0], own[shown[-1][0]] + rest)
        self.horizontalHeader().blockSignals(False)
        self._fit_rows()
        self.viewport().update()

    # Rows that need more than a line

    def stacked_under(self, column: Column) -> tuple[Column, ...]:
        """The columns that stand under this one's words."""
        return self.stacked if self.stacked and column is self._plan.loose else ()

    def grows(self, column: Column) -> bool:
        """Whether a row may be higher for this column's sake."""
        return column.wraps or column.aside is not None or bool(self.stacked_under(column))

    def _fit_rows(self) -> None:
        """Rows whose words have no room in one line grow; the others stay as they are."""
        usual, head = look().measure("row"), self.verticalHeader()
        places = [at for at, column in enumerate(self._rows.columns) if self.grows(column)]
        growing = [(self._rows.columns[at], self._room(at)) for at in places if not self.isColumnHidden(at)]
        if not growing or len(self._rows.rows) > MOST_GROWING:
            return
        for at, row in enumerate(self._rows.rows):
            strong = bool(self._strong and self._strong(row))
            more = [height_of(row, one, self.stacked_under(one), room, strong=strong) for one, room in growing]
            if head.sectionSize(at) != usual + max(more):
                head.resizeSection(at, usual + max(more))

    def _room(self, section: int) -> int:
        first, last = self.is_edge(section)
        return self.columnWidth(section) - (PAD if first else CELL_PAD) - (PAD if last else CELL_PAD)

    def _resized(self, section: int, _before: int, after: int) -> None:
        self._widths[self._rows.columns[section].key] = after
        if self._settings is not None:
            self._settings.keep_widths(self._name, self._widths)
        self.viewport().update()

    def _column_menu(self, point: QPoint) -> None:
        menu = QMenu(self)
        for column in self._rows.columns[1:]:
            act = QAction(column.heading, menu, checkable=True, checked=column.key not in self._hidden)
            act.toggled.connect(lambda on, key=column.key: self._show_column(key, on))
            menu.addAction(act)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(point))

    def _show_column(self, key: str, on: bool) -> None:
        self._hidden = self._hidden - {key} if on else self._hidden | {key}
        if self._settings is not None:
            self._settings.keep_hidden(self._name, self._hidden)
        self._measure()

    # Keys and events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        elif row is not None and event.key() == Qt.Key.Key_Space and not self._typed:
            self.stepped.emit(row)
        elif row is not None and event.key() == Qt.Key.Key_Menu:
            self._ask_menu()
        elif row is not None and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers():
            self._select(0 if event.key() == Qt.Key.Key_Home else len(self._rows.rows) - 1)
        elif (
            event.text().strip()
            and event.text().isprintable()
            and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        ):
            self._jump(event.text())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:  # Shift+F10
            if self.current is not None:
                self._ask_menu()
        elif (index := self.indexAt(event.pos())).isValid():
            self.menu_wanted.emit(index.data(ROW), event.globalPos())

    def _ask_menu(self) -> None:
        if QApplication.activePopupWidget() is None:  # Windows says the Menu key twice
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            self.menu_wanted.emit(self.current, self.viewport().mapToGlobal(corner))

    def _jump(self, letters: str) -> None:
        """Type to jump: the row whose words begin like what is typed within a second; a letter again: the next."""
        again = self._typed == letters
        onward = 1 if again or not self._typed else 0
        self._typed = letters if again else self._typed + letters
        self._forget.start(_TYPING)
        key, start = search_key(self._typed), self.currentIndex().row() + onward
        if not key:
            return
        for step in range(len(self._rows.rows)):
            at = (start + step) % len(self._rows.rows)
            if any(word.startswith(key) for word in self._rows.keys_of(at)):
                self._select(at)
                return

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen.emit(self.current)

    def wheelEvent(self, event: QWheelEvent) -> None:
        super().wheelEvent(event)
        self._look_ahead()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        super().scrollContentsBy(dx, dy)
        self._look_ahead()

    def _look_ahead(self) -> None:
        """Ask for the next page two screens before the end."""
        whole = len(self._rows.rows) * look().measure("row")  # the bar's own range is known only once it is shown
        below = whole - self.verticalScrollBar().value() - self.viewport().height()
        if below < 2 * self.viewport().height() and self._rows.canFetchMore(QModelIndex()):
            self._rows.fetchMore(QModelIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.place()
        self._spread()

    def focusInEvent(self, event: Any) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.choose_first()
        else:
            self.chosen.emit(self.current)
        self.viewport().update()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.viewport().update()
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.blurred.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._rows.rows and self.empty:
            painter = QPainter(self.viewport())
            place = self.viewport().rect().adjusted(24, 24, -24, -24)
            painter.setFont(look().font())
            painter.setPen(look().colour("muted"))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap), self.empty)

    def _show_busy(self) -> None:
        self.horizontalHeader().busy = True
        self.horizontalHeader().viewport().update()

    def _forget_typed(self) -> None:
        self._typed = ""

    def _fade(self) -> None:
        self.marked = None
        self.viewport().update()
