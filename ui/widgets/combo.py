"""Choosing by typing: a field whose list narrows by the search key (ی/ي, آ/ا and half-spaces are forgiven)."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent

from app.domain.errors import Refused
from app.domain.persian.text import persian_digits, search_key, search_words
from app.domain.texts import _
from ui import icons
from ui.style import look
from ui.widgets.dropdown import Choice, Dropdown
from ui.widgets.field import Field
from ui.widgets.lines import Line

_CHEVRON = 32


def matching(choices: Sequence[Choice], typed: str) -> list[Choice]:
    """Those whose text, or a word of it, begins like what was typed; then those that hold it."""
    key = search_key(typed)
    if not key:
        return list(choices)
    first, words, inside = [], [], []
    for choice in choices:
        whole = search_key(choice.text)
        if whole.startswith(key):
            first.append(choice)
        elif any(word.startswith(key) for word in search_words(choice.text)):
            words.append(choice)
        elif key in whole:
            inside.append(choice)
    return [*first, *words, *inside]


class ComboLine(Line):
    """The edit of a combo. fixed: only the list's entries, chosen by keys, nothing typed.

    Signals: taken(Choice), by whatever way; picked, by the mouse; forgotten(text).
    """

    taken = Signal(object)
    picked = Signal()
    forgotten = Signal(str)

    def __init__(self, choices: Sequence[Choice] = (), *, fixed: bool = False, free: bool = False) -> None:
        super().__init__()
        self.choices = list(choices)
        self.fixed, self.free = fixed, free
        self.noun = ""
        self._list: Dropdown | None = None
        self.setTextMargins(_CHEVRON - 8 if self._chevron_left() else 0, 0, 0 if self._chevron_left() else 24, 0)
        if fixed:
            self.setReadOnly(True)
            self.setProperty("select", True)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.textEdited.connect(self._narrow)

    def _chevron_left(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    @property
    def dropdown(self) -> Dropdown:
        if self._list is None:
            self._list = Dropdown(self.parentWidget() if self.property("bare") else self)
            self._list.chosen.connect(self._pick)
        return self._list

    @property
    def open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def found(self) -> Choice | None:
        """The entry that the text stands for, spelling forgiven."""
        key = search_key(self.text())
        return next((choice for choice in self.choices if search_key(choice.text) == key), None) if key else None

    def take(self, choice: Choice) -> None:
        self.close_list()
        self.setText(choice.text)
        self.taken.emit(choice)

    def _pick(self, choice: Choice) -> None:
        self.take(choice)
        self.picked.emit()

    def open_list(self, *, everything: bool = True) -> None:
        shown = self.choices if everything else matching(self.choices, self.text())
        at = self.found()
        mark = shown.index(at) if at in shown else 0 if (not self.free or not everything) else -1
        count = persian_digits(len(shown))
        self.dropdown.offer(list(shown), mark=mark, footer=f"{count} {self.noun}" if self.noun and shown else "")

    def close_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _narrow(self, text: str) -> None:
        if text.strip():
            self.open_list(everything=False)
        else:
            self.close_list()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._arrow(1 if key == Qt.Key.Key_Down else -1, alternate=bool(held & Qt.KeyboardModifier.AltModifier))
        elif key == Qt.Key.Key_Escape and self.open:
            self.close_list()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.open and self.dropdown.marked:
            self.take(self.dropdown.marked)
            self.returnPressed.emit()
        elif key == Qt.Key.Key_Delete and self.open and self.dropdown.marked and self.dropdown.marked.own:
            self._forget(self.dropdown.marked)
        elif self.fixed and key == Qt.Key.Key_Space:
            self.open_list()
        elif self.fixed and event.text().strip() and event.text().isprintable():  # Esc comes as a text too
            self._jump(event.text())
        else:
            super().keyPressEvent(event)

    def _arrow(self, by: int, *, alternate: bool) -> None:
        if self.open:
            self.dropdown.move_mark(by)
        elif self.fixed and not alternate:
            at = self.found()
            now = self.choices.index(at) if at else -1
            if self.choices:
                self.take(self.choices[min(len(self.choices) - 1, max(0, now + by))])
        else:
            self.open_list(everything=not self.text() or bool(self.found()))

    def _jump(self, letter: str) -> None:
        """The first entry that begins so; the same letter again: the next one."""
        found = [
            choice
            for choice in matching(self.choices, letter)
            if search_key(choice.text).startswith(search_key(letter))
        ]
        at = self.found()
        if found:
            self.take(found[(found.index(at) + 1) % len(found)] if at in found else found[0])

    def _forget(self, choice: Choice) -> None:
        self.choices.remove(choice)
        self.forgotten.emit(choice.text)
        self.open_list(everything=False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.property("locked"):
            return
        if self.fixed or self._chevron().contains(event.position().toPoint()):
            if self.open:
                self.close_list()
            else:
                self.open_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.close_list()
        super().focusOutEvent(event)

    def _chevron(self) -> QRect:
        left = 0 if self._chevron_left() else self.width() - _CHEVRON
        if self.property("bare"):
            left += -6 if self._chevron_left() else 6
        return QRect(left, 0, _CHEVRON, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.property("locked"):
            return
        role = "muted" if self.isEnabled() else "disabled_text"
        icons.paint(QPainter(self), self._chevron(), "chevron_down", role, look().tokens)


def _choices(given: Sequence[Choice | str]) -> list[Choice]:
    return [choice if isinstance(choice, Choice) else Choice(choice, choice) for choice in given]


class ComboField(Field):
    """A field with a list. free: it takes one's own phrase as typed; else only what is on the list.

    noun: what the entries are, counted at the list's foot («شهرستان»). Signals: taken (a Choice of the list),
    forgotten (Delete on an own phrase).
    """

    taken = Signal(object)
    forgotten = Signal(str)

    def __init__(
        self, label: str, name: str = "", *, choices: Sequence[Choice | str] = (), free: bool = True, **more: Any
    ) -> None:
        noun = more.pop("noun", "")
        line = ComboLine(_choices(choices), free=free)
        line.noun = noun
        super().__init__(label, name, line, **more)
        line.taken.connect(self.taken)
        line.forgotten.connect(self.forgotten)

    def set_choices(self, choices: Sequence[Choice | str]) -> None:
        self.edit.choices = _choices(choices)

    def data(self) -> Any:
        """The data of the entry that the text stands for; None for one's own phrase."""
        found = self.edit.found()
        return found.data if found else None

    def value(self) -> Any:
        if not self.edit.free and self.text() and self.edit.found() is None:
            raise Refused(_("Choose one of the list."), self.name)
        return super().value()

    def _blurred(self) -> None:
        if (found := self.edit.found()) and found.text != self.edit.text():
            self.edit.setText(found.text)
        super()._blurred()


class SelectField(Field):
    """A field whose few entries are chosen, not typed: arrows, first letters, or the list by Alt+Down or Space."""

    taken = Signal(object)

    def __init__(self, label: str, name: str = "", *, choices: Sequence[Choice | str] = (), **more: Any) -> None:
        line = ComboLine(_choices(choices), fixed=True)
        super().__init__(label, name, line, **more)
        line.taken.connect(self.taken)

    def set_choices(self, choices: Sequence[Choice | str]) -> None:
        self.edit.choices = _choices(choices)

    def data(self) -> Any:
        found = self.edit.found()
        return found.data if found else None

    def set_data(self, data: Any) -> None:
        found = next((choice for choice in self.edit.choices if choice.data == data), None)
        self.set_text(found.text if found else "")
