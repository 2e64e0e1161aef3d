"""Numbered choices that single digits take: one group of the ruling strip, a row at the desk, a card on the board.

A group shows nine at a time; 0 turns to the next nine. Where room is short only the group that hears the keys shows
its choices, and the others what was taken of them.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.text import persian_digits, search_key
from app.domain.texts import _
from ui.ruling.choice import Choice
from ui.style import CARD_RADIUS, look, ring
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.chips import Chip, State
from ui.widgets.drawing import paint_box
from ui.widgets.tabs import LARGE
from ui.widgets.text import Elided, Icon, Text

PER_ROW, PER_PAGE, ROWS = 5, 9, 3
LABEL_WIDTH = 52


class Group(QWidget):
    """`picked` holds the places taken, in order; with `many` there may be more than one.

    card: with its heading over the choices. compact_per_row: at the desk, in a low window.
    """

    chosen = Signal(int)
    wanted = Signal()
    """It was pressed while it was folded: the keys should be its."""

    def __init__(
        self,
        heading: str,
        *,
        many: bool = False,
        per_row: int = PER_ROW,
        compact_per_row: int = 0,
        card: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(heading)
        self.picked: list[int] = []
        self._heading, self._many, self._card = heading, many, card
        self._per_row = {False: per_row, True: compact_per_row or per_row}
        self._words: list[str] = []
        self._offered: list[int] = []
        self._folds = False
        self._buttons: list[Choice] = []
        self._page = 0
        self._listening = False
        self._measure = "tall" if card else "small"
        self.label = Text(heading, "lead" if card else "caption", "text" if card else "muted", wrap=not card)
        self.check = Icon("checkmark_circle", "success", size=20 if card else 16, filled=True)
        self.now = Chip(State(_("now"), "accent"))
        self.more = Button("", kind=PLAIN, measure="chip" if card else "small", pad=0, on_click=self.turn)
        self.more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.aside = Elided("", "caption", "muted")
        self.said = Elided("", "body")
        self.said.hide()
        self._grid = QGridLayout()
        self._lay_out()
        if not card:
            kept = self.check.sizePolicy()
            kept.setRetainSizeWhenHidden(True)  # nothing jumps when a choice is made
            self.check.setSizePolicy(kept)
        self.check.hide()
        self.now.hide()
        self.more.hide()
        look().changed.connect(self._place_buttons)

    def _lay_out(self) -> None:
        if self._card:
            outer: QBoxLayout = QVBoxLayout(self)
            outer.setContentsMargins(12, 8, 12, 12)
            outer.setSpacing(8)
            head = QHBoxLayout()
            head.setSpacing(8)
            head.addWidget(self.label)
            head.addWidget(self.check)
            head.addWidget(self.now)
            head.addWidget(self.aside, 1)
            head.addWidget(self.more)
            outer.addLayout(head)
            self._grid.setSpacing(8)
        else:
            outer = QHBoxLayout(self)
            outer.setContentsMargins(6, 3, 6, 3)
            outer.setSpacing(6)
            named = QVBoxLayout()
            named.setSpacing(0)
            for part in (self.label, self.more):
                part.setFixedWidth(LABEL_WIDTH)
                named.addWidget(part)
            outer.addWidget(self.check)
            outer.addLayout(named)
            self._grid.setSpacing(4)
            self.now.setParent(self)
            self.aside.setParent(self)
            self.aside.hide()
        outer.addWidget(self.said, 1)
        outer.addLayout(self._grid, 1)

    def set_small(self, *, small: bool) -> None:
        """A card in a low window."""
        if not self._card:
            return
        self._measure = "small" if small else "tall"
        self.layout().setContentsMargins(8, 4, 8, 8) if small else self.layout().setContentsMargins(12, 8, 12, 12)
        self.layout().setSpacing(4 if small else 8)
        self._grid.setSpacing(4 if small else 8)
        for button in self._buttons:
            button.set_measure(self._measure)

    @property
    def count(self) -> int:
        return len(self._words)

    def words(self, place: int) -> str:
        return self._words[place]

    @property
    def taken(self) -> list[str]:
        """The words of what was taken, in the order of taking."""
        return [self._words[place] for place in self.picked]

    # what is offered -------------------------------------------------------------------------------------------------

    def set_choices(self, choices: list[str]) -> None:
        self._words = list(choices)
        self._offered = list(range(len(choices)))
        self._page = 0
        self._fill()
        self.setVisible(bool(choices))
        self.clear()

    def narrow(self, typed: str) -> bool:
        """Offer only what has words beginning like those that are typed; all of it if nothing has. Whether it is fewer
        now.
        """
        keys = [key for word in typed.split() if (key := search_key(word))]
        found = [place for place, words in enumerate(self._words) if _has(words, keys)] if keys else []
        offered = found or list(range(self.count))
        if offered != self._offered:
            self._offered, self._page = offered, 0
            self._fill()
            self._show()
        return bool(found)

    def turn(self) -> None:
        """The next nine; after the last the first again."""
        if len(self._offered) > PER_PAGE:
            self._page = (self._page + 1) % -(-len(self._offered) // PER_PAGE)
            self._fill()
            self._show()

    def _fill(self) -> None:
        for button in self._buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for at, place in enumerate(self._on_page()):
            button = Choice(at + 1, self._words[place], measure=self._measure)
            button.clicked.connect(lambda _checked=False, place=place: self.choose(place))
            self._buttons.append(button)
        self._place_buttons()
        self.more.setVisible(len(self._offered) > PER_PAGE)
        self.more.set_text(persian_digits(_("0  more")))

    def _on_page(self) -> list[int]:
        """The places of the nine that are shown."""
        return self._offered[self._page * PER_PAGE : (self._page + 1) * PER_PAGE]

    def fold(self, *, folds: bool) -> None:
        """Whether its choices are shown only while it hears the keys."""
        if folds != self._folds:
            self._folds = folds
            self._place_buttons()
            self._show()

    @property
    def _folded(self) -> bool:
        return self._folds and not self._listening

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._folded:
            self.wanted.emit()
        else:
            super().mousePressEvent(event)

    def _place_buttons(self) -> None:
        """In columns that are all alike, so that the eye finds a number where it was."""
        for button in self._buttons:
            self._grid.removeWidget(button)
        per_row = self._per_row[look().compact and not self._card]
        if self._folds and not self._card:
            per_row = 1 if look().factor > LARGE and self.count > 6 else 2
        elif self._folds:
            per_row = ROWS  # a card has the whole width
        if self._card and min(self.count, PER_PAGE) > ROWS * per_row:
            per_row += 1  # a card has three rows
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place // per_row, place % per_row)
        for column in range(max(self._per_row.values()) + 1):
            self._grid.setColumnStretch(column, 1 if column < per_row else 0)
        if self._card:
            self._grid.setRowStretch(PER_PAGE, 1)

    # what is taken ---------------------------------------------------------------------------------------------------

    def press(self, digit: int) -> None:
        """A digit of the keyboard: one of the nine that are shown, or 0 for the next nine."""
        if digit == 0:
            self.turn()
        elif (place := self.place_of(digit)) is not None:
            self.choose(place)

    def place_of(self, digit: int) -> int | None:
        """Which one it is of those that are shown; a number that nobody has is not heard."""
        shown = self._on_page()
        return shown[digit - 1] if 0 < digit <= len(shown) else None

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
        page = self.picked[0] // PER_PAGE if self.picked else 0
        everything = list(range(self.count))
        if page != self._page or self._offered != everything:
            self._page, self._offered = page, everything
            self._fill()
        self._show()

    def _show(self) -> None:
        folded = self._folded
        for place, button in zip(self._on_page(), self._buttons, strict=True):
            button.setChecked(place in self.picked)
            button.setVisible(not folded)
        self.said.set_text(_(", ").join(self.taken))
        self.said.setVisible(folded)
        self.more.setVisible(not folded and len(self._offered) > PER_PAGE)
        if self._card:
            self.setVisible(bool(self.count) and not folded)
        self.check.setVisible(bool(self.picked) and not (self._card and self._listening))
        self.setAccessibleDescription(_(", ").join(self.taken))

    def listen(self, *, listening: bool) -> None:
        """Whether the digits are for this group now."""
        self._listening = listening
        now = _("%(group)s, now") % {"group": self._heading}
        if self._card:
            self.now.setVisible(listening)
            self.setAccessibleName(now if listening else self._heading)
        else:
            self.label.setText(now if listening else self._heading)
            self.label.set_role("link" if listening else "muted")
        self._show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._card:
            paint_box(painter, self.rect(), ground="surface", edge="border", radius=CARD_RADIUS)
        if self._listening:
            ring(painter, self.rect(), radius=CARD_RADIUS if self._card else 6)


def _has(words: str, keys: list[str]) -> bool:
    """Whether each of the keys begins one of its words."""
    own = [search_key(word) for word in words.split()]
    return all(any(word.startswith(key) for word in own) for key in keys)
