"""What was looked at before signing, under three heads; a row that can be mended says by which act."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from app.report.preflight import Finding, Level
from ui import icons
from ui.style import look
from ui.widgets.drawing import cap_size, paint_cap

_HEADS = {
    Level.STOP: (N_("Stops the signing"), "danger", "dismiss_circle"),
    Level.BETTER: (N_("Better completed"), "warning", "warning"),
    Level.GOOD: (N_("Confirmed"), "success", "checkmark_circle"),
}
"""Of each level the head, the colour's role and the icon."""

_CAP = "Enter"
_ROLE = Qt.ItemDataRole.UserRole
_HEAD, _ONE_LINE, _TWO_LINES, _LINE = 28, 36, 52, 22
"""Pixels at 100 %."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex


def act_of(finding: Finding) -> str:
    """The word of what the row does, or nothing."""
    if finding.day is not None:
        return _("Write the reason")
    if finding.code == "announcement":
        return _("Add") if finding.level is Level.BETTER else _("Show")
    if finding.code == "key":
        return _("Show")
    if finding.code == "receiver":
        return _("To the settings")
    return _("Show the rows") if finding.issues else ""


class _Rows(QAbstractListModel):
    """Heads (a Level and its count) and findings, in their order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Finding | tuple[Level, int]] = []

    def show(self, findings: Sequence[Finding]) -> None:
        self.beginResetModel()
        self.rows = []
        for level in Level:
            found = [finding for finding in findings if finding.level is level]
            if found:
                self.rows += [(level, len(found)), *found]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == _ROLE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, Finding):
                return "، ".join(part for part in (row.said, row.detail) if part)
            return f"{_(_HEADS[row[0]][0])}: {persian_digits(row[1])}"
        return row.said if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Finding) else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], Finding):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled


class _Painter(QStyledItemDelegate):
    """A head on the raised ground; a row with its icon at the right and its act at the left."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        row = index.data(_ROLE)
        if isinstance(row, tuple):
            return QSize(0, _px(_HEAD))
        room = self.parent().viewport().width() - 64 - _act_width(row)  # type: ignore[attr-defined]
        lines = len(_lines(row.said, room)) + len(_lines(row.detail, room, "caption"))
        return QSize(0, _px(_ONE_LINE if lines == 1 else _TWO_LINES + (lines - 2) * _LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        row = index.data(_ROLE)
        if isinstance(row, tuple):
            self._paint_head(painter, option.rect, *row)
        else:
            self._paint_row(painter, option, row)
        painter.restore()

    @staticmethod
    def _paint_head(painter: QPainter, rect: QRect, level: Level, count: int) -> None:
        tokens = look().tokens
        words, role, _icon = _HEADS[level]
        painter.fillRect(rect, tokens.colour("raised"))
        painter.setPen(tokens.colour("border"))
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(look().font("caption"))
        painter.setPen(tokens.colour("muted"))
        painter.drawText(rect.adjusted(0, 0, -16, 0), int(_RIGHT), _(words))
        chip = QRect(rect.right() - 16 - _width("caption", _(words)) - 8 - 22, rect.center().y() - 8, 22, 18)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.colour(f"{role}_soft"))
        painter.drawRoundedRect(chip, 9, 9)
        painter.setPen(tokens.colour(role))
        painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), persian_digits(count))

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Finding) -> None:
        tokens, rect = look().tokens, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(self.parent().hasFocus())
        if chosen:
            painter.fillRect(rect, tokens.colour("selection" if focused else "selection_idle"))
            if focused:
                painter.fillRect(QRect(rect.right() - 3, rect.top(), 4, rect.height()), tokens.colour("accent"))
        text = tokens.colour("selection_text" if chosen and focused else "text")
        _words, role, icon = _HEADS[row.level]
        icons.paint(painter, QRect(rect.right() - 36, rect.center().y() - 10, 20, 20), icon, role, tokens, filled=True)
        act, left = act_of(row), 16
        if act and chosen and focused and look().caps:
            paint_cap(painter, rect.adjusted(left, 0, 0, 0), _CAP)
            left += cap_size(_CAP).width() + 8
        painter.setFont(look().font("words"))
        painter.setPen(text if chosen and focused else tokens.colour("link"))
        painter.drawText(rect.adjusted(left, 0, 0, 0), int(_LEFT), act)
        room = rect.adjusted(16 + _act_width(row), 0, -46, 0)
        painter.setFont(look().font("words" if row.level is not Level.GOOD else "body"))
        painter.setPen(text)
        lines = _lines(row.said, room.width() - 2)
        if not row.detail:
            first = room.center().y() - len(lines) * _px(_LINE) // 2
            _write(painter, lines, QRect(room.left(), first, room.width(), _px(_LINE)))
            return
        small = _lines(row.detail, room.width() - 2, "caption")
        under = room.bottom() - _px(24 + (len(small) - 1) * _LINE)
        detail = QRect(room.left(), under, room.width(), _px(18))
        first = detail.top() - len(lines) * _px(_LINE) + 1
        _write(painter, lines, QRect(room.left(), first, room.width(), _px(_LINE)))
        painter.setFont(look().font("caption"))
        painter.setPen(text if chosen and focused else tokens.colour("muted"))
        _write(painter, small, detail)


class PreflightList(QListView):
    """Enter, a double click or Space does the row's act: `wanted` carries the Finding."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(_("Before signing"))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setStyleSheet("QListView { border: none; }")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.clicked.connect(self._act)

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """The cursor stays at the place where it was; on arrival it is at the first thing to mend."""
        before = self.currentIndex().row()
        self._rows.show(findings)
        if self._rows.rows:
            self.setCurrentIndex(self._rows.index(min(max(before, 1), len(self._rows.rows) - 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # another width breaks the lines at other places

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._act(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _act(self, index: QModelIndex) -> None:
        row = index.data(_ROLE) if index.isValid() else None
        if isinstance(row, Finding) and act_of(row):
            self.wanted.emit(row)


def _px(pixels: int) -> int:
    """Grown with the text."""
    return round(pixels * max(1.0, look().factor))


def _lines(words: str, room: int, step: str = "words") -> list[str]:
    """As many words a line as fit. Qt's own wrapping leaves the space at a line's end, which shifts it."""
    lines: list[str] = []
    for word in words.split():
        if lines and _width(step, f"{lines[-1]} {word}") <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _write(painter: QPainter, lines: list[str], place: QRect) -> None:
    """Lines under each other, the first in `place`."""
    for row, line in enumerate(lines):
        painter.drawText(place.translated(0, row * _px(_LINE)), int(_RIGHT), line)


def _width(step: str, text: str) -> int:
    return QFontMetrics(look().font(step)).horizontalAdvance(text)


def _act_width(row: Finding) -> int:
    act = act_of(row)
    cap = cap_size(_CAP).width() + 8 if look().caps else 0  # that of the chosen row; its words break like the others'
    return _width("words", act) + cap + 12 if act else 0
