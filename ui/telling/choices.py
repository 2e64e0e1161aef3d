"""What happened, a digit each: it is done at once; where a word is needed, its field opens and Enter does it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.domain.persian.text import latin_digits
from app.domain.texts import _
from ui.style import focus_ring, look
from ui.widgets.announce import announce
from ui.widgets.buttons import OUTLINED, Button
from ui.widgets.field import TextField

TWO_COLUMNS = 560
"""Logical pixels at which there is room for two."""


@dataclass(frozen=True)
class Offer:
    """One choice. does: gets what was written, "" where nothing is asked. asks: the label of what is asked for it.

    missing: what is said when that stays empty; "": it may.
    """

    words: str
    icon: str
    does: Callable[[str], object]
    asks: str = ""
    missing: str = ""


class Choices(QWidget):
    """Digits, Up and Down while the focus is here; Enter takes the first. Esc in the field comes back here.

    Signal written: of what is typed in the field. kept: with what a field begins, left from before.
    """

    written = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = 1
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._offers: tuple[Offer, ...] = ()
        self._buttons: list[Button] = []
        self._asked: Offer | None = None
        self.field: TextField | None = None
        self.kept = ""
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(4, 4, 4, 4)
        self._grid.setSpacing(6)

    def put(self, offers: Sequence[Offer], *, kind: str = OUTLINED) -> None:
        """These choices; kind: of the first one's button."""
        self._drop_field()
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._offers, self._buttons = tuple(offers), []
        for number, offer in enumerate(offers, 1):
            shown = kind if number == 1 else OUTLINED
            button = Button(offer.words, offer.icon, cap=str(number), kind=shown, measure="small")
            button.clicked.connect(lambda _checked=False, offer=offer: self._take(offer))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._buttons.append(button)
        self._place()
        self.setAccessibleDescription(_(", ").join(offer.words for offer in offers))

    def _place(self) -> None:
        """The buttons in one column or two, as there is room; under each row there is one for a field."""
        for at, button in enumerate(self._buttons):
            self._grid.addWidget(button, 2 * (at // self._columns), at % self._columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        if self.field is not None and self._asked is not None:
            row = 2 * (self._offers.index(self._asked) // self._columns) + 1
            self._grid.addWidget(self.field, row, 0, 1, self._columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = 2 if self.width() >= TWO_COLUMNS * look().factor else 1
        if columns != self._columns:
            self._columns = columns
            self._place()

    @property
    def words(self) -> list[str]:
        return [offer.words for offer in self._offers]

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.field.text() if self.field is not None else ""

    def _take(self, offer: Offer) -> None:
        if not offer.asks:
            offer.does("")
            return
        if self._asked is offer and self.field is not None:
            self.field.setFocus()
            return
        kept = self.typed or self.kept
        self._drop_field()
        self._asked = offer
        field = TextField(offer.asks, "asked", required=bool(offer.missing), missing=offer.missing)
        field.set_text(kept)
        field.entered.connect(self._entered)
        field.changed.connect(self.written)
        self.field = field
        self._place()
        field.show()
        field.setFocus()

    def remember(self, kept: str) -> None:
        """What was typed before and not recorded; a field that stands open and empty has it too."""
        self.kept = kept
        if self.field is not None and not self.typed:
            self.field.set_text(kept)

    def _entered(self) -> None:
        offer, field = self._asked, self.field
        if offer is None or field is None:
            return
        if field.check():
            offer.does(field.text())
        else:
            field.setFocus()

    def say(self, reason: str) -> bool:
        """A refusal, beside the field where one stands open. Whether one does."""
        if self.field is None:
            announce(self, reason)
            return False
        self.field.say(reason)
        self.field.setFocus()
        return True

    def _drop_field(self) -> None:
        field, self.field, self._asked = self.field, None, None
        if field is not None:
            self._grid.removeWidget(field)
            field.hide()
            field.deleteLater()

    def hear(self, typed: str) -> None:
        """What was typed before the choices were there: a digit, and for its field the rest."""
        digit = latin_digits(typed[:1])
        if digit.isdecimal() and 1 <= int(digit) <= len(self._offers):
            self._take(self._offers[int(digit) - 1])
            if self.field is not None and typed[1:]:
                self.field.set_text(typed[1:])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit, key = latin_digits(event.text()), event.key()
        in_field = self.field is not None and self.field.isAncestorOf(self.focusWidget() or self)
        if key == Qt.Key.Key_Escape and in_field:
            self.setFocus()
        elif in_field or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif digit.isdecimal() and digit.isascii() and 1 <= int(digit) <= len(self._offers):
            self._take(self._offers[int(digit) - 1])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._offers:
            self._take(self._at() or self._offers[0])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._buttons:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _at(self) -> Offer | None:
        focused = next((at for at, button in enumerate(self._buttons) if button.hasFocus()), None)
        return None if focused is None else self._offers[focused]

    def _step(self, by: int) -> None:
        at = self._at()
        place = 0 if at is None else (self._offers.index(at) + by) % len(self._buttons)
        self._buttons[place].setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.hasFocus():
            focus_ring(self, QPainter(self))
