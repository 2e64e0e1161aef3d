"""Where labels begin on a sheet that was used before: a picture of it, on which the first free label is chosen."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui.style import focus_ring, look
from ui.widgets.announce import announce
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.drawing import paint_box
from ui.widgets.text import Text

_WIDTH, _HEIGHT, _GAP = 34, 12, 2


class SheetPicker(QWidget):
    """Arrows go by the eye, a click takes; Enter is `entered`. place: 1 is the first label, at the top right."""

    changed = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.columns, self.rows, self.place, self._wanted = 3, 8, 1, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("First free label of the sheet"))

    def put(self, sheet: tuple[int, int], place: int, wanted: int) -> None:
        """wanted: how many labels are to be printed."""
        self.columns, self.rows = sheet
        self._wanted = wanted
        self.updateGeometry()
        self.choose(place)

    def choose(self, place: int) -> None:
        self.place = min(max(place, 1), self.columns * self.rows)
        self.setAccessibleDescription(self.said)
        self.update()
        self.changed.emit()

    @property
    def said(self) -> str:
        row, column = divmod(self.place - 1, self.columns)
        words = {"n": self.place, "row": row + 1, "column": column + 1}
        return persian_digits(_("label %(n)s: row %(row)s, column %(column)s from the right") % words)

    def sizeHint(self) -> QSize:
        return QSize(self.columns * (_WIDTH + _GAP) + 8, self.rows * (_HEIGHT + _GAP) + 8)

    def _box(self, at: int) -> QRect:
        row, column = divmod(at, self.columns)
        right = self.width() - 5 - column * (_WIDTH + _GAP)
        return QRect(right - _WIDTH + 1, 5 + row * (_HEIGHT + _GAP), _WIDTH, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self.rect(), ground="surface", edge="field")
        for at in range(self.columns * self.rows):
            used, filled = at < self.place - 1, self.place - 1 <= at < self.place - 1 + self._wanted
            ground = (
                "disabled" if used else "accent" if at == self.place - 1 else "accent_soft" if filled else "surface"
            )
            box = self._box(at)
            paint_box(painter, box, ground=ground, edge="border", radius=2)
            if used:  # struck out: the ground alone says too little in the dark
                painter.setPen(look().colour("muted"))
                painter.drawLine(box.bottomLeft() + QPoint(4, -3), box.topRight() + QPoint(-4, 3))
        if self.hasFocus():
            focus_ring(self, painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: 1,
            Qt.Key.Key_Right: -1,
            Qt.Key.Key_Down: self.columns,
            Qt.Key.Key_Up: -self.columns,
        }.get(Qt.Key(event.key()))
        if step is not None:
            if 1 <= self.place + step <= self.columns * self.rows:
                self.choose(self.place + step)
                announce(self, self.said)
        elif event.key() == Qt.Key.Key_Home:
            self.choose(1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at in range(self.columns * self.rows):
            if self._box(at).contains(event.position().toPoint()):
                self.choose(at + 1)


class LabelsPanel(QWidget):
    """Signals wanted(place), left."""

    wanted = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Labels"))
        self.picker = SheetPicker()
        self.about, self.where = Text("", "words"), Text("", "body", "muted")
        self.hint = Text(_("Arrows choose the first free label; used ones are grey."), "caption", "muted")
        self.show_them = Button(_("Show the labels"), "mail", kind=FILLED, cap="Enter", on_click=self._want)
        self.not_now = Button(_("Cancel"), kind=PLAIN, cap="Esc", on_click=self.left.emit)
        words = QVBoxLayout()
        words.setSpacing(4)
        for part in (self.about, self.where, self.hint):
            words.addWidget(part)
        words.addStretch(1)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.show_them)
        acts.addWidget(self.not_now)
        acts.addStretch(1)
        words.addLayout(acts)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 0)
        row.setSpacing(16)
        row.addWidget(self.picker)
        row.addLayout(words, 1)
        self.picker.changed.connect(self._say)
        self.picker.entered.connect(self._want)
        self.picker.left.connect(self.left)
        self.setFocusProxy(self.picker)
        self.hide()

    def put(self, sheet: tuple[int, int], place: int, count: int) -> None:
        self.about.setText(persian_digits(_("%(n)s labels") % {"n": count}))
        self.picker.put(sheet, place, count)

    def _want(self) -> None:
        self.wanted.emit(self.picker.place)

    def _say(self) -> None:
        self.where.setText(_("They begin at %(where)s.") % {"where": self.picker.said})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def after(sheet: tuple[int, int], place: int, count: int) -> int:
    """The first label that is free once so many are printed."""
    return (place - 1 + count) % (sheet[0] * sheet[1]) + 1
