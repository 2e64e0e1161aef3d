"""How rows and headings of the one table are painted: QSS cannot tell a list with the focus from one without."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from ui import icons
from ui.style import look
from ui.widgets.chips import paint_chip
from ui.widgets.drawing import Flow, width_of, write
from ui.widgets.row_lines import BESIDE_GAP, cell, font_of, line_of
from ui.widgets.rows import ROW, Column
from ui.widgets.table_plan import CELL_PAD, PAD

if TYPE_CHECKING:
    from ui.widgets.table import Table

Says = Callable[[Any], bool]
_BAR: Final = 4


class RowPainter(QStyledItemDelegate):
    """Paints zebra, selection, the accent bar and chips. strong: rows in Bold with the bar; quiet: muted rows."""

    def __init__(self, view: "Table", strong: Says | None, quiet: Says | None) -> None:
        super().__init__(view)
        self._view, self._strong, self._quiet = view, strong, quiet

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return QSize(40, look().measure("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        row = index.data(ROW)
        column = self._view.model().columns[index.column()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        ground = self._ground(index.row(), row, selected=selected)
        painter.fillRect(option.rect, look().colour(ground))
        strong = bool(self._strong and self._strong(row))
        place = QRect(option.rect)
        first, last = self._view.is_edge(index.column())
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        flow = Flow(place, option.direction)
        if first and (strong or selected):
            left = place.right() - _BAR + 1 if rtl else place.x()
            painter.fillRect(QRect(left, place.y(), _BAR, place.height()), look().colour(self._bar(strong, selected)))
        flow.take(PAD if first else CELL_PAD)
        flow.take_end(PAD if last else CELL_PAD)
        state = column.state(row) if column.state else None
        if state:
            paint_chip(painter, flow.rect, state, rtl=rtl)
            return
        if place.height() > look().measure("row") and self._view.grows(column):
            self._lines(painter, flow, row, column, ground, strong=strong)
        else:
            self._words(painter, flow, row, column, ground, strong=strong)

    def _bar(self, strong: bool, selected: bool) -> str:
        return "accent" if strong or (selected and self._view.hasFocus()) else "selection_idle" if selected else ""

    def _ground(self, at: int, row: Any, *, selected: bool) -> str:
        if self._view.marked == self._view.model().id_of(row):
            return "accent_soft"
        if selected:
            return "selection" if self._view.hasFocus() else "selection_idle"
        return "zebra" if at % 2 else "surface"

    def _lines(self, painter: QPainter, flow: Flow, row: Any, column: Column, ground: str, *, strong: bool) -> None:
        """A cell of a row that has grown: its words, then what stands beside them, then columns without room."""
        said = cell(row, column, self._view.stacked_under(column), flow.rect.width(), strong=strong)
        font = font_of(column, strong=strong)
        quiet = self._quiet and self._quiet(row)
        own = column.colour(row) if column.colour else ""
        usual = "muted" if quiet else "text"
        high = line_of("body")
        top = flow.rect.y() + (flow.rect.height() - look().measure("row") - said.height) // 2
        top += (look().measure("row") - high) // 2

        def line(height: int) -> QRect:
            nonlocal top
            place = QRect(flow.rect.x(), top, flow.rect.width(), height)
            top += height
            return place

        for words in said.words:
            place = line(high)
            write(painter, place, words, font, look().colour(_ink(own or usual, ground)), rtl=flow.rtl)
        if said.beside:
            icon, _words, role = column.aside(row)  # type: ignore[misc]
            start = width_of(said.words[-1], font) + BESIDE_GAP if said.inline else 0
            for at, words in enumerate(said.beside):
                beside = Flow(place if said.inline else line(line_of("caption")), self._view.layoutDirection())
                beside.take(start)
                self._beside(painter, beside, icon if at == 0 else "", words, _ink(role, ground), indent=bool(icon))
        for one, words in said.under:
            ink = (one.colour(row) if one.colour else "") or "muted"
            write(painter, line(high), words, look().font("body"), look().colour(_ink(ink, ground)), rtl=flow.rtl)

    def _beside(self, painter: QPainter, flow: Flow, icon: str, words: str, role: str, *, indent: bool) -> None:
        if indent:
            place = flow.take(16)
            flow.take(4)
            if icon:
                filled = role in ("warning", "danger")
                icons.paint(painter, place, icon, role, look().tokens, size=16, filled=filled)
        write(painter, flow.rect, words, look().font("caption"), look().colour(role), rtl=flow.rtl)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: QModelIndex
    ) -> bool:
        """What has no room in its cell is whole in the tooltip."""
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return super().helpEvent(event, view, option, index)
        column = self._view.model().columns[index.column()]
        words = column.words(index.data(ROW))
        cut = width_of(words, look().font(column.font)) > option.rect.width() - 2 * CELL_PAD
        QToolTip.showText(event.globalPos(), words if cut else "", view)
        return True

    def _words(self, painter: QPainter, flow: Flow, row: Any, column: Column, ground: str, *, strong: bool) -> None:
        font = font_of(column, strong=strong)
        quiet = self._quiet and self._quiet(row)
        own = column.colour(row) if column.colour else ""
        ink = _ink(own or ("muted" if quiet else "text"), ground)
        if column.icon and (icon := column.icon(row)):
            name, role, filled = icon
            icons.paint(painter, flow.take(20), name, _ink(role, ground), look().tokens, size=16, filled=filled)
            flow.take(4)
        words = column.get(row)
        beside = column.aside(row) if column.aside else None
        place = flow.rect
        if beside:
            place = flow.take(min(width_of(words, font), flow.rect.width()))
        write(painter, place, words, font, look().colour(ink), align=column.align, rtl=flow.rtl)
        if beside and flow.rect.width() > 24:
            name, said, role = beside
            flow.take(BESIDE_GAP)
            self._beside(painter, flow, name, said, _ink(role, ground), indent=bool(name))


def _ink(role: str, ground: str) -> str:
    """The colour itself; on a selected row the selection's own where it would not be read."""
    unread = role in ("muted", "text") or look().tokens.contrast
    return "selection_text" if ground == "selection" and unread else role


class Head(QHeaderView):
    """Headings in caption on raised, with the accent bar of loading under them; its menu chooses columns."""

    def __init__(self, view: "Table") -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._table = view
        self.busy = False
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.setMinimumSectionSize(32)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().measure("head"))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        painter.fillRect(rect, look().colour("raised"))
        for edge in (rect.y(), rect.bottom()):
            painter.fillRect(QRect(rect.x(), edge, rect.width(), 1), look().colour("border"))
        column = self._table.model().columns[section]
        first, last = self._table.is_edge(section)
        flow = Flow(rect, self.layoutDirection())
        flow.take(PAD if first else CELL_PAD)
        flow.take_end(PAD if last else CELL_PAD)
        font = look().font("caption")
        write(painter, flow.rect, column.heading, font, look().colour("muted"), align=column.align, rtl=flow.rtl)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.busy:
            painter = QPainter(self.viewport())
            painter.fillRect(QRect(0, self.height() - 2, self.width(), 2), look().colour("accent"))
