"""The place that says where to drop files."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.domain.texts import _
from ui.style import CARD_RADIUS, focus_ring, look
from ui.widgets.drawing import write

OPEN = "Ctrl+O"


class DropZone(QWidget):
    """Dashed; files are dropped on the whole screen. Enter, Space or a click opens the file choice."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.over = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Drop the report's file here, or press %(key)s.") % {"key": OPEN})
        self.fit()

    def fit(self) -> None:
        self.setFixedHeight(round((48 if look().compact else 88) * max(1.0, look().factor)))

    def mark(self, *, over: bool) -> None:
        self.over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look().colour("accent_soft" if self.over else "surface"))
        painter.setPen(QPen(look().colour("accent" if self.over else "field"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(3, 3, -3, -3), CARD_RADIUS, CARD_RADIUS)
        said = _("Drop the report's file here, or press %(key)s.") % {"key": f"\u2066{OPEN}\u2069"}
        place = self.rect().adjusted(12, 0, -12, 0)
        write(painter, place, said, look().font("lead"), look().colour("text"), align="middle")
        if self.hasFocus():
            focus_ring(self, painter, self.rect())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.setFocus()
        self.wanted.emit()

    def focusInEvent(self, event: object) -> None:
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()
