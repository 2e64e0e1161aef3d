"""The wizard's right side: mark, the three steps, and the sentence that grows with the answers."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import N_, _
from ui import icons, mark
from ui.style import look
from ui.widgets.text import Icon, Text

STEPS = (
    (N_("Agency"), N_("Name, place and head")),
    (N_("Day and hours"), N_("The weekly day of the meeting")),
    (N_("First user"), N_("Your name and passphrase")),
)
WIDTH, COMPACT_WIDTH = 440, 320
MARGIN, COMPACT_MARGIN = 72, 32
ROOMY = 1180  # px of the page: from here on the usual measures


class Mark(QWidget):
    def __init__(self, side: int, *, on_paper: bool = False) -> None:
        super().__init__()
        self._on_paper = on_paper
        self.setFixedSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        mark.paint(QPainter(self), QRectF(self.rect()), on_paper=self._on_paper)


class Step(QWidget):
    """A circle with its number, a check once it is done; its name over what it asks."""

    def __init__(self, number: int, name: str, asks: str) -> None:
        super().__init__()
        self._number, self._name, self._asks = number, name, asks
        self.state = "to come"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_state(self, state: str) -> None:
        """One of "done", "now" and "to come"."""
        self.state = state
        self.setAccessibleName(_(self._name))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(44 * max(look().factor, 1)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = look().tokens
        now = self.state == "now"
        circle = QRect(self.width() - 36, (self.height() - 36) // 2, 36, 36)
        painter.setPen(Qt.PenStyle.NoPen if now else QPen(tokens.colour("rail_text"), 2))
        painter.setBrush(tokens.colour("badge") if now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle if now else circle.adjusted(1, 1, -1, -1))
        if self.state == "done":
            icons.paint(painter, circle, "checkmark", "rail_text", tokens)
        else:
            painter.setFont(look().font("lead"))
            painter.setPen(tokens.colour("badge_text" if now else "rail_text"))
            painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), persian_digits(self._number))
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        half = self.height() // 2
        text = QRect(0, 0, self.width() - 52, half)
        painter.setFont(look().font("lead"))
        painter.setPen(tokens.colour("rail_active" if now else "rail_text"))
        painter.drawText(text, right, _(self._name))
        painter.setFont(look().font("caption"))
        painter.setPen(tokens.colour("rail_text"))
        painter.drawText(text.translated(0, half), right, _(self._asks))


class Side(QWidget):
    """`show_step` from 0; beyond the last, all are done."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self.summary = Text("", "lead", "rail_active", wrap=True)
        self._steps = [Step(number, *step) for number, step in enumerate(STEPS, 1)]
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 48, 40, 32)
        column.setSpacing(24)
        column.addLayout(self._head())
        column.addSpacing(24)
        for step in self._steps:
            column.addWidget(step)
        column.addStretch(1)
        self._barred = _Barred(self.summary)
        column.addWidget(self._barred)
        column.addLayout(_locked())

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Text(_("Didar"), "name", "rail_active"))
        words.addWidget(Text(_("Face-to-face meetings with the public"), "body", "rail_text", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Mark(56))
        row.addLayout(words, 1)
        return row

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), look().colour("rail"))

    def fit(self, page: QWidget, beside: QVBoxLayout) -> None:
        """Take the room that the page can spare, and give what stands beside it its margins."""
        small = look().compact or page.width() < ROOMY
        margin = COMPACT_MARGIN if small else MARGIN
        beside.setContentsMargins(margin, margin, margin, 16 if small else 32)
        self.setFixedWidth(COMPACT_WIDTH if small else WIDTH)
        self.layout().setContentsMargins(24, 24 if small else 48, 24 if small else 40, 24 if small else 32)
        self.layout().setSpacing(12 if small else 24)

    def tell(self, sentence: str) -> None:
        """The summary; without one its place is empty."""
        self.summary.setText(sentence)
        self._barred.setVisible(bool(sentence))

    def show_step(self, current: int) -> None:
        for place, step in enumerate(self._steps):
            step.set_state("now" if place == current else "done" if place < current else "to come")


class _Barred(QWidget):
    """«خلاصه» and the sentence beside a saffron bar."""

    def __init__(self, sentence: Text) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 20, 0)
        column.setSpacing(4)
        column.addWidget(Text(_("Summary"), "caption", "rail_text"))
        column.addWidget(sentence)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(QRect(self.width() - 4, 0, 4, self.height()), look().colour("badge"))


def _locked() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(Icon("lock_closed", "rail_text", size=16))
    row.addWidget(Text(_("All data are encrypted and stay on this PC only."), "caption", "rail_text", wrap=True), 1)
    return row
