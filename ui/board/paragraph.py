"""Some lines of words in the board's size; what has no room ends in …, the whole is in the tooltip."""

import math

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.style import look
from ui.widgets.drawing import write


class Paragraph(QWidget):
    """most: how many lines at most. align: leading, or middle."""

    def __init__(self, step: str = "board", *, most: int = 3, align: str = "leading") -> None:
        super().__init__()
        self._step, self.most, self._align, self.text = step, most, align, ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_text(self, text: str) -> None:
        self.text = " ".join(text.split("\n"))
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def set_most(self, lines: int) -> None:
        if lines != self.most:
            self.most = lines
            self.updateGeometry()

    def _line(self) -> int:
        return QFontMetrics(look().font(self._step)).height()

    def _lines(self, width: int) -> list[tuple[int, int]]:
        """Where each line begins and how long it is."""
        layout = QTextLayout(self.text, look().font(self._step))
        option = QTextOption()
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        found = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 40))
            line.setPosition(QPointF(0, 0))
            found.append((line.textStart(), line.textLength()))
        layout.endLayout()
        return found

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._line() * min(self.most, max(1, len(self._lines(width))))

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(look().font(self._step)).horizontalAdvance(self.text)
        return QSize(400, self._line() * min(self.most, max(1, math.ceil(wide / 400))))

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._line())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, font, height = QPainter(self), look().font(self._step), self._line()
        room = max(1, min(self.most, self.height() // height))
        lines = self._lines(self.width())
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for at, (start, length) in enumerate(lines[:room]):
            last = at == room - 1
            words = self.text[start:] if last else self.text[start : start + length]
            place = self.rect()
            place.setTop(at * height)
            place.setHeight(height)
            write(painter, place, words.strip(), font, look().colour("text"), align=self._align, rtl=rtl)
