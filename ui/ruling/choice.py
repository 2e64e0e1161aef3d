"""One numbered choice: the digit in a box of its own, then the words; taken ones stand out by ground, edge and box."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.persian.text import persian_digits
from ui.style import CAP_RADIUS, look
from ui.widgets.buttons import Button
from ui.widgets.drawing import Flow, paint_box, width_of, write
from ui.widgets.row_lines import broken, line_of

PAD, GAP, NARROWEST = 4, 5, 48


class Choice(Button):
    """digit: what takes it. measure: `small` at the desk, `tall` on the board."""

    def __init__(self, digit: int, words: str, *, measure: str = "small", parent: QWidget | None = None) -> None:
        super().__init__(words, measure=measure, name=words, parent=parent)
        self.digit = digit
        self.setAccessibleDescription(persian_digits(digit))
        self.setToolTip(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(NARROWEST)
        self._high = 1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)

    def set_measure(self, measure: str) -> None:
        self._measure = measure
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = width_of(self.text(), look().font("words")) + self._box() + 2 * PAD + GAP
        return QSize(width, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROWEST, self._height())

    def _height(self) -> int:
        return max(look().measure(self._measure), self._high * line_of("body") + PAD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that are longer than the choice is wide go on in its next line."""
        super().resizeEvent(event)
        high = len(self._lines())
        if high != self._high:
            self._high = high
            self.updateGeometry()

    def _lines(self) -> tuple[str, ...]:
        return broken(self.text(), look().font("body"), self.width() - 2 * PAD - self._box() - GAP)

    def _box(self) -> int:
        return look().measure("cap") + (4 if self._measure == "tall" else 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        taken, over = self.isChecked() or self.isDown(), self.underMouse() and self.isEnabled()
        awake = self.isEnabled()
        ground = "disabled" if not awake else "accent_soft" if taken else "raised" if over else "surface"
        edge = "border" if not awake else "accent" if taken else "field"
        paint_box(painter, self.rect(), ground=ground, edge=edge, width=2 if taken else 1)
        flow = Flow(self.rect(), self.layoutDirection())
        flow.take(PAD)
        flow.take_end(PAD)
        side = self._box()
        place = flow.take(side)
        box = QRect(place.x(), place.y() + (place.height() - side) // 2, side, side)
        paint_box(painter, box, ground="accent" if taken else "raised", edge="" if taken else edge, radius=CAP_RADIUS)
        ink = "disabled_text" if not awake else "accent_text" if taken else "text"
        write(painter, box, persian_digits(self.digit), look().font("caption"), look().colour(ink), align="middle")
        flow.take(GAP)
        words = "disabled_text" if not awake else "text"
        lines, high = self._lines(), line_of("body")
        top = flow.rect.y() + (flow.rect.height() - len(lines) * high) // 2
        for at, line in enumerate(lines):
            row = QRect(flow.rect.x(), top + at * high, flow.rect.width(), high)
            write(painter, row, line, look().font("body"), look().colour(words), rtl=flow.rtl)
