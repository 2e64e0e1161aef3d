"""How one event of a matter's story is drawn: a circle with its picture, a line to the next, what, when, detail."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.story import Event, What, day_of
from ui import icons
from ui.style import look, ring
from ui.widgets.chips import State, paint_chip
from ui.widgets.drawing import Flow, width_of, write
from ui.widgets.row_lines import broken, line_of

EVENT: Final = Qt.ItemDataRole.UserRole
"""The event of a row; None in the row of today's line."""
SAID: Final = Qt.ItemDataRole.UserRole + 1
"""What went wrong with the row's scan."""

CIRCLE, GAP, ICON = 32, 12, 20
MOST: Final = 8
"""Lines of one text; longer ones are whole in the tooltip."""

PICTURES: Final[dict[What, tuple[str, str]]] = {
    What.VISIT: ("person", "plain"),
    What.RULING: ("pen", "accent"),
    What.REFERRAL: ("send", "accent"),
    What.DUE: ("clock", "plain"),
    What.OVERDUE: ("warning", "danger"),
    What.DUE_MOVE: ("calendar", "plain"),
    What.REMINDER: ("alert", "warning"),
    What.ANSWER: ("chat", "success"),
    What.PARTIAL: ("chat", "warning"),
    What.RETURNED: ("arrow_undo", "warning"),
    What.PAUSE: ("clipboard_task", "warning"),
    What.RESUMED: ("clipboard_task", "success"),
    What.OUTCOME: ("checkmark_circle", "success"),
    What.REOPENED: ("arrow_undo", "warning"),
    What.NOTICE: ("checkmark", "success"),
    What.CONTENT: ("star", "success"),
    What.NOT_CONTENT: ("star", "warning"),
    What.MESSAGE: ("chat", "plain"),
    What.CALL: ("call", "accent"),
    What.UNANSWERED: ("call", "plain"),
    What.LETTER: ("mail", "accent"),
    What.UNREACHED: ("dismiss_circle", "danger"),
    What.SCAN: ("document_text", "plain"),
    What.LINK: ("people", "accent"),
    What.CORRECTED: ("edit", "plain"),
}
"""Picture and colour of each kind of event."""
_FILLED: Final = {What.REFERRAL, What.RULING, What.REMINDER, What.OVERDUE, What.VISIT}


def scan_words(event: Event) -> str:
    """«عریضه.pdf، ۳۲۰ کیلوبایت»."""
    assert event.scan is not None
    size = persian_digits(max(1, round(event.scan.size / 1024)))
    return _("%(name)s, %(n)s kB") % {"name": event.scan.name, "n": size}


@dataclass
class _Lines:
    """An event's lines at some width. day: how wide the day beside them is."""

    what: tuple[str, ...]
    before: tuple[str, ...]
    detail: tuple[str, ...]
    said: tuple[str, ...]
    day: int


class StoryPainter(QStyledItemDelegate):
    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        width = self._view.viewport().width()
        event: Event | None = index.data(EVENT)
        if event is None:
            return QSize(width, line_of("caption") + 20)
        lines = self._lines(event, index.data(SAID) or "", width)
        height = len(lines.what) * line_of("words")
        height += (len(lines.before) + len(lines.detail) + len(lines.said)) * line_of("body")
        if event.scan is not None:
            height += look().measure("chip") + 4
        last = index.row() == index.model().rowCount() - 1
        return QSize(width, max(height, CIRCLE) + (10 if last else 18))

    def _lines(self, event: Event, said: str, width: int) -> _Lines:
        caption, words, body = (look().font(step) for step in ("caption", "words", "body"))
        room = width - 2 * look().measure("pad") - CIRCLE - GAP
        day = width_of(day_of(event), caption) + 4
        detail = "" if event.scan is not None else event.detail
        return _Lines(
            broken(event.what, words, room - day - 8, MOST),
            broken(event.before, body, room, MOST) if event.before else (),
            broken(detail, body, room, MOST) if detail else (),
            broken(said, body, room, MOST) if said else (),
            day,
        )

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        event: Event | None = index.data(EVENT)
        rtl = option.direction == Qt.LayoutDirection.RightToLeft
        if event is None:
            _paint_today(painter, option.rect, rtl=rtl)
        else:
            self._paint_event(painter, option, index, event, rtl=rtl)
        painter.restore()

    def _paint_event(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
        event: Event,
        *,
        rtl: bool,
    ) -> None:
        rect, pad = option.rect, look().measure("pad")
        if option.state & QStyle.StateFlag.State_Selected and self._view.hasFocus():
            box = rect.adjusted(4, 0, -4, -4)
            painter.fillRect(box, look().colour("accent_soft"))
            ring(painter, box)
        flow = Flow(rect.adjusted(pad, 4, -pad, 0), _direction(rtl=rtl))
        column = flow.take(CIRCLE)
        last = index.row() == index.model().rowCount() - 1
        if not last and index.model().index(index.row() + 1, 0).data(EVENT) is not None:
            painter.setPen(QPen(look().colour("border"), 2))
            painter.drawLine(column.center().x(), column.y() + CIRCLE, column.center().x(), rect.bottom() + 4)
        _paint_circle(painter, QRect(column.x(), column.y(), CIRCLE, CIRCLE), event)
        flow.take(GAP)
        said = index.data(SAID) or ""
        _paint_words(painter, flow.rect, event, self._lines(event, said, rect.width()), rtl=rtl)


def _paint_today(painter: QPainter, rect: QRect, *, rtl: bool) -> None:
    """The line between what is to come and what happened."""
    pad = look().measure("pad")
    flow = Flow(rect.adjusted(pad, 0, -pad, 0), _direction(rtl=rtl))
    word, font = _("Today"), look().font("caption")
    write(painter, flow.take(width_of(word, font) + 8), word, font, look().colour("muted"), rtl=rtl)
    painter.setPen(QPen(look().colour("border"), 1))
    painter.drawLine(flow.rect.left(), rect.center().y(), flow.rect.right(), rect.center().y())


def _paint_circle(painter: QPainter, box: QRect, event: Event) -> None:
    icon, role = PICTURES[event.kind]
    if not event.stands or event.ahead:
        role = "plain"
    ground, edge, ink = {
        "plain": ("raised", "border", "muted"),
        "accent": ("accent_soft", "", "link"),
    }.get(role, (f"{role}_soft", "", role))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(look().colour("surface" if event.ahead else ground))
    pen = QPen(look().colour(edge or ground), 1)
    if event.ahead:
        pen.setStyle(Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawEllipse(box.adjusted(0, 0, -1, -1))
    painter.restore()
    filled = event.kind in _FILLED and event.stands
    icons.paint(painter, box, icon, ink, look().tokens, size=ICON, filled=filled)


def _paint_words(painter: QPainter, room: QRect, event: Event, lines: _Lines, *, rtl: bool) -> None:
    """What, with its day at the end of the line, then what it was before, the detail, what went wrong."""
    first = Flow(QRect(room.x(), room.y(), room.width(), line_of("words")), _direction(rtl=rtl))
    day = first.take_end(lines.day)
    write(painter, day, day_of(event), look().font("caption"), look().colour("muted"), align="trailing", rtl=rtl)
    first.take_end(8)
    ink, gone = "text" if event.stands else "muted", not event.stands
    y = _put(painter, lines.what, first.rect, "words", ink, struck=gone, rtl=rtl)
    rest = QRect(room.x(), y, room.width(), 0)
    rest.moveTop(_put(painter, lines.before, rest, "body", "muted", struck=True, rtl=rtl))
    rest.moveTop(_put(painter, lines.detail, rest, "body", "muted", struck=gone, rtl=rtl))
    if event.scan is not None:
        chip = QRect(room.x(), rest.y() + 2, room.width(), look().measure("chip"))
        paint_chip(painter, chip, State(scan_words(event), "accent", "document_text"), rtl=rtl)
        rest.moveTop(rest.y() + look().measure("chip") + 4)
    _put(painter, lines.said, rest, "body", "danger", rtl=rtl)


def _put(
    painter: QPainter,
    texts: tuple[str, ...],
    at: QRect,
    step: str,
    role: str,
    *,
    struck: bool = False,
    rtl: bool,
) -> int:
    """Lines under one another from the top of `at`. Returns where the next one begins."""
    font = QFont(look().font(step))
    font.setStrikeOut(struck)
    y = at.y()
    for text in texts:
        write(painter, QRect(at.x(), y, at.width(), line_of(step)), text, font, look().colour(role), rtl=rtl)
        y += line_of(step)
    return y


def _direction(*, rtl: bool) -> Qt.LayoutDirection:
    return Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
