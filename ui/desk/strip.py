"""A line in place: what is so, with an icon and its word, and what can be done about it. Never a box in the way."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.style import look
from ui.widgets.announce import announce
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.drawing import paint_box
from ui.widgets.text import Elided, Icon

Act = tuple[str, str, Callable[[], object]]
"""Words, id of its key in ui/keys.py or "", and what it does."""


class Strip(QWidget):
    """Hidden until it has something to say. role: success, warning, danger or plain."""

    def __init__(self, parent: QWidget | None = None, *, plain: str = "raised") -> None:
        super().__init__(parent)
        self._ground = plain
        self._plain = plain
        self.icon = Icon("info", "muted")
        self.words = Elided("", "words")
        self.buttons: list[Button] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 0, 8, 0)
        self._row.setSpacing(8)
        self._row.addWidget(self.icon)
        self._row.addWidget(self.words, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def say(
        self, text: str, role: str = "plain", icon: str = "info", acts: tuple[Act, ...] = (), *, filled: bool = False
    ) -> None:
        """Show this; with no text the line goes."""
        self._ground = self._plain if role == "plain" else f"{role}_soft"
        ink = "muted" if role == "plain" else role
        self.icon.set_icon(icon, ink, filled=filled)
        self.words.set_text(text, "text" if role == "plain" else ink)
        for button in self.buttons:
            button.deleteLater()
        self.buttons = []
        for words, key, act in acts:
            button = Button(words, kind=PLAIN, key=key, measure="small", on_click=act)
            self._row.addWidget(button)
            button.show()  # at once, so that it can take the focus
            self.buttons.append(button)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        announce(self, text)
        self.update()

    @property
    def text(self) -> str:
        return "" if self.isHidden() else self.words.text

    def sizeHint(self) -> QSize:
        return QSize(200, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._height())

    def _height(self) -> int:
        return look().measure("small" if look().compact else "control")

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_box(QPainter(self), self.rect(), ground=self._ground)
