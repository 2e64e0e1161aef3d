"""The rows of a person's history: date, issue, ruling, unit, state; those that do not count say so."""

import datetime as dt
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.codes import Status
from app.domain.persian.calendar import short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.visitors import Past
from ui.desk.rows import EDGE, Ink, ground
from ui.style import look
from ui.widgets.chips import State, chip_width, paint_chip
from ui.widgets.drawing import Flow, write

Index = QModelIndex | QPersistentModelIndex
PastRole = Qt.ItemDataRole.UserRole
KEYS = ("date", "subject", "ruling", "unit", "state")


def state_of(past: Past, today: dt.date) -> State:
    """Where the issue stands: late, under way, or its result with the way it was told."""
    late = past.days_late(today)
    if late:
        return State(persian_digits(_("%(n)s days late") % {"n": late}), "danger", "warning", filled=True)
    if past.status is Status.OPEN:
        return State(past.status.label, "accent", "clock")
    if past.told_by:
        said = _("%(status)s; %(way)s") % {"status": past.status.label, "way": past.told_by.label}
        return State(said, "success", "checkmark")
    return State(_("%(status)s; not told yet") % {"status": past.status.label}, "warning", "clock")


def not_counted() -> State:
    return State(_("not counted in the report"), "warning", "info")


class HistoryRows(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Past, ...] = ()
        self.today = dt.date(1900, 1, 1)

    def set_rows(self, rows: tuple[Past, ...], today: dt.date) -> None:
        self.beginResetModel()
        self._rows, self.today = rows, today
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(KEYS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        past = self._rows[index.row()]
        if role == PastRole:
            return past
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(past, KEYS[index.column()])
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _(", ").join(filter(None, (self.text(past, key) for key in KEYS)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return _(past.uncounted.reason) if past.uncounted else self.text(past, KEYS[index.column()])
        return None

    def text(self, past: Past, key: str) -> str:
        match key:
            case "date":
                return short_date(past.date)
            case "subject":
                return _("for the head alone") if past.head_only else past.subject
            case "ruling":
                return past.ruling or ""
            case "unit":
                return past.unit or ""
            case _:
                words = state_of(past, self.today).text
                return f"{words}{_(', ')}{not_counted().text}" if past.uncounted else words


class HistoryDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), look().measure("row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, HistoryRows):
            return
        past: Past = index.data(PastRole)
        painter.save()
        ink = ground(painter, option, index)
        self._cell(painter, option.rect.adjusted(EDGE, 0, -EDGE, 0), past, model, KEYS[index.column()], ink)
        painter.restore()

    def _cell(self, painter: QPainter, rect: QRect, past: Past, model: HistoryRows, key: str, ink: Ink) -> None:
        if key == "state":
            flow = Flow(rect, Qt.LayoutDirection.RightToLeft)
            state = not_counted() if past.uncounted else state_of(past, model.today)
            paint_chip(painter, flow.take_end(chip_width(state)), state)
            return
        step = "words" if key == "subject" else "body"
        role = ink.muted if key == "unit" else ink.text
        write(painter, rect, model.text(past, key), look().font(step), look().colour(role))
