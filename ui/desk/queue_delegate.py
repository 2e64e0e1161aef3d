"""How a row of the queue looks: state as icon and word, priority star, group, long waits."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.domain.codes import Kind, Priority, QueueState
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.queue import QueueRow
from ui import icons
from ui.desk.queue_model import QueueModel, RowRole, waits_long
from ui.desk.rows import EDGE, Ink, ground
from ui.style import look
from ui.widgets.chips import State, chip_width, paint_chip
from ui.widgets.drawing import Flow, width_of, write

SIGN, GAP = 16, 6

STATES = {
    QueueState.WAITING: ("bare", "clock", False),
    QueueState.CALLED: ("accent", "megaphone_loud", False),
    QueueState.IN_ROOM: ("accent", "door_arrow_right", True),
    QueueState.SEEN: ("success", "checkmark", False),
    QueueState.LEFT: ("bare", "sign_out", False),
}
"""Role, icon, and whether the chip is solid."""


def state_chip(row: QueueRow) -> State:
    """The chip of a row: its state in the queue, or what sort of contact it was."""
    if row.kind is not Kind.WEEKLY:
        return State(row.kind.label, "warning", "info")
    role, icon, solid = STATES[row.state]
    return State(row.state.label, role, icon, solid=solid, filled=solid)


class QueueDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), look().measure("row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        if not isinstance(model, QueueModel):
            return
        row: QueueRow = index.data(RowRole)
        in_room = row.state is QueueState.IN_ROOM and row.kind is Kind.WEEKLY
        painter.save()
        ink = ground(painter, option, index, bar=in_room)
        rect = option.rect.adjusted(EDGE, 0, -EDGE, 0)
        self._cell(painter, rect, row, model, model.columns[index.column()].key, ink)
        painter.restore()

    def _cell(self, painter: QPainter, rect: QRect, row: QueueRow, model: QueueModel, key: str, ink: Ink) -> None:
        words = model.text(row, key)
        in_room = row.state is QueueState.IN_ROOM
        body = look().font("words" if in_room else "body")
        flow = Flow(rect, Qt.LayoutDirection.RightToLeft)
        match key:
            case "number":
                ink_of = ink.muted if row.state is QueueState.LEFT else ink.text
                write(painter, rect, words, look().font("strong"), look().colour(ink_of), align="middle")
            case "name":
                self._name(painter, flow, row, ink)
            case "waited":
                role = ink.text
                if waits_long(row, model.now):
                    role = "warning"
                    self._sign(painter, flow, "clock", role)
                write(painter, flow.rect, words, body, look().colour(role))
            case "state":
                self._state(painter, flow, row)
            case _:
                write(painter, rect, words, body, look().colour(ink.text))

    def _name(self, painter: QPainter, flow: Flow, row: QueueRow, ink: Ink) -> None:
        font = look().font("strong" if row.state is QueueState.IN_ROOM else "words")
        role = ink.muted if row.state is QueueState.LEFT else ink.text
        place = flow.take(min(width_of(row.name, font), flow.rect.width()))
        write(painter, place, row.name, font, look().colour(role))
        flow.take(GAP)
        caption = look().font("caption")
        if row.priority is not None:
            self._sign(painter, flow, "star", "warning")
            if row.priority is not Priority.UNSAID:
                place = flow.take(min(width_of(row.priority.label, caption), max(flow.rect.width(), 0)))
                write(painter, place, row.priority.label, caption, look().colour("warning"))
                flow.take(GAP)
        if row.companions:
            people = persian_digits(_("%(n)s people") % {"n": row.companions + 1})
            self._sign(painter, flow, "people", ink.muted, filled=False)
            write(painter, flow.rect, people, caption, look().colour(ink.muted))

    def _sign(self, painter: QPainter, flow: Flow, icon: str, role: str, *, filled: bool = True) -> None:
        icons.paint(painter, flow.take(SIGN), icon, role, look().tokens, size=SIGN, filled=filled)
        flow.take(GAP)

    def _state(self, painter: QPainter, flow: Flow, row: QueueRow) -> None:
        state = state_chip(row)
        paint_chip(painter, flow.take(chip_width(state)), state)
        if row.kind is Kind.WEEKLY and row.uncounted:
            flow.take(GAP)
            more = State(_("with the deputy"), "warning", "info")
            if chip_width(more) <= flow.rect.width():
                paint_chip(painter, flow.take(chip_width(more)), more)
