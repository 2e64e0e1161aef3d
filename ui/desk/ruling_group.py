"""Numbered choices that single digits take: one group of the ruling strip."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui.style import look, ring
from ui.widgets.buttons import Button
from ui.widgets.text import Icon, Text

PER_ROW = 5
LABEL_WIDTH, NARROWEST, CHOICE_PAD = 52, 48, 6


class Group(QWidget):
    """`picked` holds the places taken, in order; with `many` there may be more than one."""

    chosen = Signal(int)

    def __init__(
        self,
        heading: str,
        *,
        many: bool = False,
        per_row: int = PER_ROW,
        compact_per_row: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(heading)
        self.picked: list[int] = []
        self._heading, self._many = heading, many
        self._per_row = {False: per_row, True: compact_per_row or per_row}
        self._words: list[str] = []
        self._buttons: list[Button] = []
        self._listening = False
        self.label = Text(heading, "caption", "muted", wrap=True)
        self.label.setFixedWidth(LABEL_WIDTH)
        self.check = Icon("checkmark_circle", "success", size=16, filled=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(6)
        row.addWidget(self.check)
        row.addWidget(self.label)
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        row.addLayout(self._grid, 1)
        kept = self.check.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # nothing jumps when a choice is made
        self.check.setSizePolicy(kept)
        self.check.hide()
        look().changed.connect(self._place_buttons)

    @property
    def count(self) -> int:
        return len(self._buttons)

    def words(self, place: int) -> str:
        return self._words[place]

    def set_choices(self, choices: list[str]) -> None:
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.deleteLater()
        self._words = list(choices)
        self._buttons = []
        for place, words in enumerate(choices):
            button = Button(f"{persian_digits(place + 1)}  {words}", measure="small", name=words, pad=CHOICE_PAD)
            button.setToolTip(words)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setMinimumWidth(NARROWEST)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, place=place: self.choose(place))
            self._buttons.append(button)
        self._place_buttons()
        self.setVisible(bool(choices))
        self.clear()

    def _place_buttons(self) -> None:
        """In columns that are all alike, so that the eye finds a number where it was."""
        for button in self._buttons:
            self._grid.removeWidget(button)
        per_row = self._per_row[look().compact]
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place // per_row, place % per_row)
        for column in range(max(self._per_row.values())):
            self._grid.setColumnStretch(column, 1 if column < per_row else 0)

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
        self.pick([])

    def pick(self, places: list[int]) -> None:
        """These are taken, as they were before; a place that is no more is left out."""
        self.picked = [place for place in places if place < self.count]
        self._show()

    def _show(self) -> None:
        for place, button in enumerate(self._buttons):
            button.setChecked(place in self.picked)
        self.check.setVisible(bool(self.picked))
        picked = _(", ").join(self._words[place] for place in self.picked)
        self.setAccessibleDescription(picked)

    def listen(self, *, listening: bool) -> None:
        """Whether the digits are for this group now."""
        self._listening = listening
        now = _("%(group)s, now") % {"group": self._heading}
        self.label.setText(now if listening else self._heading)
        self.label.set_role("link" if listening else "muted")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._listening:
            ring(QPainter(self), self.rect())
