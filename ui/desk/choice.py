"""A row of numbered choices that single digits take: one group of the ruling strip."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.domain.persian.text import persian_digits
from ui.desk.parts import caption, restyled


class Choice(QWidget):
    """`picked` holds the places taken, in order; with `many` there may be more than one."""

    chosen = Signal(int)

    def __init__(self, heading: str, *, many: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(heading)
        self.picked: list[int] = []
        self._heading = heading
        self._many = many
        self._buttons: list[QPushButton] = []
        self.label = caption(heading)
        self.label.setFixedWidth(76)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.label)
        self._row.addStretch(1)

    @property
    def count(self) -> int:
        return len(self._buttons)

    def words(self, place: int) -> str:
        return str(self._buttons[place].property("words"))

    def set_choices(self, choices: list[str]) -> None:
        for button in self._buttons:
            button.deleteLater()
        self._buttons = []
        for place, words in enumerate(choices):
            button = QPushButton(f"{persian_digits(place + 1)}  {words}")
            button.setProperty("role", "choice")
            button.setProperty("words", words)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setMaximumWidth(button.sizeHint().width())
            button.clicked.connect(lambda _checked, place=place: self.choose(place))
            self._row.insertWidget(place + 1, button, 100)
            self._buttons.append(button)
        self.clear()

    def choose(self, place: int) -> None:
        """Take one; a number that nobody has is not heard."""
        if not 0 <= place < self.count:
            return
        if not self._many:
            self.picked = []
        if place not in self.picked:
            self.picked.append(place)
        self._show()
        self.chosen.emit(place)

    def clear(self) -> None:
        self.picked = []
        self._show()

    def _show(self) -> None:
        for place, button in enumerate(self._buttons):
            button.setChecked(place in self.picked)

    def set_listening(self, *, listening: bool, hint: str) -> None:
        """Whether the digits are for this group now."""
        self.label.setText(f"{self._heading} · {hint}" if listening else self._heading)
        self.setProperty("listening", listening)
        self.label.setProperty("listening", listening)
        restyled(self.label)
