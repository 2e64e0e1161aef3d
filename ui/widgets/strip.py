"""A line in place: what is so, with an icon and its word, and what can be done about it. Never a box in the way."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget

from ui.style import look
from ui.widgets.announce import announce
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.drawing import paint_box
from ui.widgets.text import Elided, Icon, Text
from ui.widgets.wrap import Wrap

MOST_BESIDE = 200
"""Pixels of words that acts leave room for beside them."""

Act = tuple[str, str, Callable[[], object]]
"""Words, id of its key in ui/keys.py or "", and what it does."""


class Strip(QWidget):
    """Hidden until it has something to say. role: success, warning, danger or plain. wrap: in two lines if need be."""

    def __init__(self, parent: QWidget | None = None, *, wrap: bool = False) -> None:
        super().__init__(parent)
        self._ground = "raised"
        self._wrap = wrap
        self.icon = Icon("info", "muted")
        self.words: Text | Elided = Text("", "words", wrap=True) if wrap else Elided("", "words")
        self._text = ""
        self.buttons: list[Button] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 4 if wrap else 0, 8, 4 if wrap else 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.icon)
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(8 if not wrap else 4)
        self._beside.addWidget(self.words, 1)
        self._acts = Wrap(gap=4)
        self._beside.addLayout(self._acts)
        self._row.addLayout(self._beside, 1)
        upright = QSizePolicy.Policy.Minimum if wrap else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Preferred, upright)
        self.hide()

    def say(
        self, text: str, role: str = "plain", icon: str = "info", acts: tuple[Act, ...] = (), *, filled: bool = False
    ) -> None:
        """Show this; with no text the line goes."""
        self._ground = "raised" if role == "plain" else f"{role}_soft"
        ink = "muted" if role == "plain" else role
        self.icon.set_icon(icon, ink, filled=filled)
        self._text = text
        self._write("text" if role == "plain" else ink)
        for button in self.buttons:
            button.deleteLater()
        self.buttons = []
        for words, key, act in acts:
            button = Button(words, kind=PLAIN, key=key, measure="small", on_click=act)
            self._acts.addWidget(button)
            button.show()  # at once, so that it can take the focus
            self.buttons.append(button)
        self._turn()
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        announce(self, text)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """Acts stand under the words where both have no room beside one another."""
        acts = sum(button.sizeHint().width() + 8 for button in self.buttons)
        least = min(MOST_BESIDE, self.words.sizeHint().width()) if self._wrap else 0
        under = self._wrap and acts > 0 and acts + least > self.width() - 60
        way = QBoxLayout.Direction.TopToBottom if under else QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(way)

    def _write(self, ink: str) -> None:
        if isinstance(self.words, Text):
            self.words.setText(self._text)
            self.words.set_role(ink)
        else:
            self.words.set_text(self._text, ink)

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self._text

    def sizeHint(self) -> QSize:
        return super().sizeHint() if self._wrap else QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._height())

    def _height(self) -> int:
        return look().measure("small" if look().compact else "control")

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(QPainter(self), self.rect(), ground=self._ground)
