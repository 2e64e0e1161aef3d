"""The list under a field: a child of the window, not a window of its own, so that the cursor stays in the field."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QShowEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui import icons
from ui.style import RADIUS, look
from ui.widgets.drawing import Flow, cap_size, paint_box, paint_cap, width_of, write
from ui.widgets.text import Text, rule

_PAD, _OFF, _EDGE = 12, 4, 1
_MOST = 8


@dataclass(frozen=True)
class Choice:
    """One line of a list.

    detail: said in muted after the text. own: the user's own phrase, which Delete forgets. icon: before the text.
    strong: the text in Bold (a person's name).
    """

    text: str
    data: Any = None
    detail: str = ""
    own: bool = False
    icon: str = ""
    strong: bool = False


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: list[Choice] = []

    def put(self, choices: list[Choice]) -> None:
        self.beginResetModel()
        self.choices = choices
        self.endResetModel()

    def rowCount(self, _parent: QModelIndex | None = None) -> int:
        return len(self.choices)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        choice = self.choices[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "، ".join(filter(None, (choice.text, choice.detail)))
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: QListView, measure: str) -> None:
        super().__init__(view)
        self._measure = measure

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex) -> QSize:
        return QSize(100, look().measure(self._measure))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        model = index.model()
        choice = model.choices[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(option.rect, look().colour("selection"))
        flow = Flow(option.rect, option.direction)
        flow.take(_PAD)
        flow.take_end(_PAD)
        ink = "selection_text" if chosen else "text"
        if chosen and look().caps:
            cap = cap_size("Enter")
            paint_cap(painter, flow.take_end(cap.width()), "Enter")
            flow.take_end(_PAD)
        if choice.icon:
            icons.paint(painter, flow.take(20), choice.icon, ink if chosen else "link", look().tokens)
            flow.take(8)
        font = look().font("words" if choice.strong or choice.icon else "body")
        font.setBold(choice.strong)
        wide = min(width_of(choice.text, font), flow.rect.width())
        write(painter, flow.take(wide), choice.text, font, look().colour(ink), rtl=flow.rtl)
        if choice.detail:
            flow.take(8)
            quiet = "selection_text" if chosen else "muted"
            write(painter, flow.rect, choice.detail, look().font(), look().colour(quiet), rtl=flow.rtl)


class Dropdown(QFrame):
    """A list under its owner, at most eight rows high. The owner keeps the focus and passes the keys on."""

    chosen = Signal(object)

    def __init__(self, owner: QWidget, *, measure: str = "row") -> None:
        super().__init__(owner.window())
        self._owner, self._measure = owner, measure
        self._watched: list[QWidget] = []
        self.least_below = _MOST
        """With room for so many rows under its owner it stays there, and is scrolled."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view = QListView(self)
        self._view.setFrameShape(QFrame.Shape.NoFrame)
        self._view.setStyleSheet("QListView { border: none; background: transparent; }")
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setUniformItemSizes(True)
        self._model = _Model(self)
        self._view.setModel(self._model)
        self._view.setItemDelegate(_Delegate(self._view, measure))
        self._view.clicked.connect(lambda index: self.chosen.emit(self._model.choices[index.row()]))
        self._rule = rule()
        self._footer = Text("", "caption", "muted")
        self._footer.setContentsMargins(_PAD, 6, _PAD, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, RADIUS // 2, _EDGE, RADIUS // 2)
        column.setSpacing(0)
        for part in (self._view, self._rule, self._footer):
            column.addWidget(part)
        owner.destroyed.connect(self.deleteLater)  # it is the window's child, and may hold names
        self.hide()

    def paintEvent(self, _event: object) -> None:
        paint_box(QPainter(self), self.rect(), ground="surface", edge="field")

    @property
    def count(self) -> int:
        return self._model.rowCount()

    @property
    def choices(self) -> list[Choice]:
        return list(self._model.choices)

    @property
    def marked(self) -> Choice | None:
        row = self._view.currentIndex().row()
        return self._model.choices[row] if self.isVisible() and 0 <= row < self.count else None

    def offer(self, choices: list[Choice], *, footer: str = "", mark: int = 0) -> None:
        """Show these; mark: the row that Enter takes, -1 for none."""
        self._model.put(choices)
        self._footer.setText(footer)
        self._footer.setVisible(bool(footer))
        self._rule.setVisible(bool(footer))
        if not choices and not footer:
            self.hide()
            return
        self.mark(mark)
        self._place()
        self.show()
        self.raise_()

    def mark(self, row: int) -> None:
        self._view.setCurrentIndex(self._model.index(row) if 0 <= row < self.count else QModelIndex())

    def move_mark(self, by: int) -> None:
        row = self._view.currentIndex().row()
        self.mark(min(self.count - 1, max(0, row + by)) if row >= 0 else 0 if by > 0 else self.count - 1)

    def showEvent(self, event: QShowEvent) -> None:
        """While it is open it goes along with its owner, whose form may only now get its height."""
        super().showEvent(event)
        self._watched = [self._owner]
        while self._watched[-1].parentWidget() not in (None, self._owner.window()):
            self._watched.append(self._watched[-1].parentWidget())
        for widget in self._watched:
            widget.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for widget in filter(isValid, self._watched):  # its form may be gone
            widget.removeEventFilter(self)
        self._watched = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._owner.window()
        if self.parent() is not window:
            self.setParent(window)
        corner = self._owner.mapTo(window, QPoint(0, 0))
        below = corner.y() + self._owner.height() + _OFF
        footer = self._footer.sizeHint().height() + 1 if self._footer.text() else 0
        row, rows = look().measure(self._measure), min(_MOST, self.count)
        room = (window.height() - below - footer - 2 * (RADIUS // 2) - _OFF) // row
        if self.least_below <= room < rows:
            rows = room
        self._view.setFixedHeight(rows * row)
        height = rows * row + footer + 2 * (RADIUS // 2)
        above = corner.y() - _OFF - height
        top = below if below + height <= window.height() or above < 0 else above
        self.setGeometry(QRect(corner.x(), top, self._owner.width(), height))
