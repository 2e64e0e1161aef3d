"""Words on a page: labels by step and role, elided where room is short, and rules between them."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from ui import icons
from ui.style import look
from ui.widgets.drawing import restyle, write


class Text(QLabel):
    """A label. step: caption, body, words, lead, strong (lead in Bold), title, figure, name; role: a colour of the
    palette (muted, link, success, warning, danger, …).
    """

    def __init__(
        self,
        text: str = "",
        step: str = "body",
        role: str = "text",
        *,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("step", step)
        self.setProperty("role", role)
        self.setWordWrap(wrap)

    def set_role(self, role: str) -> None:
        restyle(self, role=role)


class Elided(QWidget):
    """One line that is cut with … where room is short; the whole is in its tooltip and for screen readers."""

    def __init__(self, text: str = "", step: str = "body", role: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step, self._role, self._text = step, role, ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_text(text)

    @property
    def text(self) -> str:
        return self._text

    def set_text(self, text: str, role: str | None = None) -> None:
        self._text = text
        self._role = role or self._role
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_step(self, step: str) -> None:
        if step != self._step:
            self._step = step
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(look().font(self._step))
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, QFontMetrics(look().font(self._step)).height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        role = self._role if self.isEnabled() else "disabled_text"
        write(QPainter(self), self.rect(), self._text, look().font(self._step), look().colour(role), rtl=rtl)


class Icon(QWidget):
    """An icon by itself, beside words: it says nothing that they don't."""

    def __init__(
        self, name: str, role: str = "text", *, size: int = 20, filled: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._role, self._size, self._filled = name, role, size, filled
        self.setFixedSize(size, size)

    def set_icon(self, name: str, role: str, *, filled: bool = False) -> None:
        self._name, self._role, self._filled = name, role, filled
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, self.rect(), self._name, self._role, look().tokens, size=self._size, filled=self._filled)


def card(parent: QWidget | None = None) -> QFrame:
    """White ground with a hairline, radius 8."""
    frame = QFrame(parent)
    frame.setProperty("card", True)
    return frame


def rule(parent: QWidget | None = None) -> QFrame:
    """A hairline across."""
    line = QFrame(parent)
    line.setProperty("rule", True)
    line.setFixedHeight(1)
    return line
