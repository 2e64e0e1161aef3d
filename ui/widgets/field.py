"""A field: a label line, the edit under it, a hint under that. What is refused is said on the label line, in place."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.errors import Refused
from app.domain.texts import _
from ui.style import look
from ui.widgets.announce import announce
from ui.widgets.drawing import restyle
from ui.widgets.lines import Area, DigitLine, Line
from ui.widgets.text import Elided, Icon, Text

Rule = Callable[[str], Any]


class LabelLine(QWidget):
    """Label, then icon and message, then at the far end a note. Its height never changes, so nothing jumps."""

    def __init__(self, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.label = Text(label, "caption", "muted")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.label)
        self._row.addStretch()
        self.icon: Icon | None = None
        self.note_icon: Icon | None = None
        self._refused = self._noted_with_icon = False
        self._short = ""

    @cached_property
    def message(self) -> Elided:
        """Made with its icon when something is refused: of most fields nothing ever is."""
        self.icon = Icon("error_circle", "danger", size=16, filled=True)
        message = Elided("", "caption", "danger")
        self._row.insertWidget(1, self.icon, alignment=Qt.AlignmentFlag.AlignTop)
        self._row.insertWidget(2, message)
        return message

    @cached_property
    def note(self) -> Text:
        """Made with its icon when there is something to note."""
        self.note_icon = Icon("save", "muted", size=16)
        note = Text("", "caption", "muted")
        self._row.addWidget(self.note_icon)
        self._row.addWidget(note)
        return note

    def refuse(self, reason: str) -> None:
        """Say it after the label; "" takes it back."""
        if reason or self.icon is not None:
            self.message.set_text(reason, "danger")
            self.icon.setVisible(bool(reason))
            self.message.show()
        self._refused = bool(reason)
        self._give_room()
        self._row.activate()  # what was just made has its place at once
        self._show_note()

    def _give_room(self) -> None:
        """The message names the field and says what to do: where both have no room, the label gives way. A note
        that has none is said in short, where it can be.
        """
        if self._short:
            self.note.setText(self.note.toolTip())
            if self.note.sizeHint().width() > self.width() - self.label.sizeHint().width() - self._row.spacing():
                self.note.setText(self._short)
        if self.icon is None:
            return
        room = self.width() - self.label.sizeHint().width() - self.icon.width() - 2 * self._row.spacing()
        self.label.setVisible(not (self._refused and self.message.sizeHint().width() > room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def tell(self, text: str, role: str, icon: str, short: str = "") -> None:
        """Note this at the far end; "" takes it back. short: the same where there is little room."""
        self._short = short
        if not text and self.note_icon is None:
            return
        self.note.setText(text)
        self.note.setToolTip(text)  # beside a narrow field it may be cut
        self.note.set_role(role)
        self._noted_with_icon = bool(icon)
        if icon:
            self.note_icon.set_icon(icon, role)
        self._give_room()
        self._show_note()

    def _show_note(self) -> None:
        if self.note_icon is None:
            return
        shown = bool(self.note.text()) and not self._refused  # what is wrong needs the room
        self.note.setVisible(shown)
        self.note_icon.setVisible(shown and self._noted_with_icon)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().measure("label") + look().measure("label_gap"))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest or event.type() == QEvent.Type.StyleChange:
            self.layout().setContentsMargins(0, 0, 0, look().measure("label_gap"))
        return super().event(event)


class Field(QWidget):
    """Any labelled field. Screens find it by `name` (the register's key), users by `label`.

    rule: the same check that the office's door makes, given the text; its Refused becomes the message.
    required: whether it may stay empty; missing: what is said then.
    Signals: changed (typed or set), left (focus gone, already checked), entered (Enter).
    """

    changed = Signal()
    left = Signal()
    entered = Signal()

    def __init__(
        self,
        label: str,
        name: str,
        edit: QWidget,
        *,
        body: QWidget | None = None,
        rule: Rule | None = None,
        required: bool = False,
        missing: str = "",
        hint: str = "",
        placeholder: str = "",
        tall: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name, self.label = name, label
        self.rule, self.required, self._missing, self._hint = rule, required, missing, hint
        self.refused, self.locked = "", False
        self.edit: Any = edit
        self.line = LabelLine(label, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(body or edit)
        if hint:
            column.addSpacing(4)
            column.addWidget(Text(hint, "caption", "muted", wrap=True))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, edit.sizePolicy().verticalPolicy())
        self.setFocusProxy(edit)
        self.line.label.setBuddy(edit)
        self.line.label.setToolTip(label)  # beside a narrow field it may be cut
        edit.setAccessibleName(label)
        edit.setAccessibleDescription(hint)
        if placeholder:
            edit.setPlaceholderText(placeholder)
        if tall:
            edit.setProperty("tall", True)
        self.edit.textChanged.connect(self._typed)
        self.edit.blurred.connect(self._blurred)
        self.edit.returnPressed.connect(self.entered)
        if isinstance(edit, DigitLine):
            edit.not_a_digit.connect(lambda: self.say(_("Only digits are written here.")))

    # What is in it

    def text(self) -> str:
        """What the office gets: the text as typed, without the spaces around it."""
        return str(self.edit.text()).strip()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)
        self.edit.before = self.edit.text()

    def clear(self) -> None:
        self.set_text("")
        self.say("")
        self.note("")

    def value(self) -> Any:
        """The rule's own value, or the text where there is no rule; None when empty. Raises Refused."""
        text = self.text()
        if not text:
            return None
        return self.rule(text) if self.rule else text

    # What is said beside it

    def say(self, reason: str) -> None:
        """Show why it is refused, on its label line; "" takes that back."""
        self.refused = reason
        self.line.refuse(reason)
        self.edit.setAccessibleDescription(" ".join(filter(None, (self._hint, reason))))
        self.outline(refused=bool(reason))
        if reason:
            announce(self.edit, f"{self.label}: {reason}")

    def outline(self, *, refused: bool) -> None:
        restyle(self.edit, refused=refused)

    def note(self, text: str, *, role: str = "muted", icon: str = "", short: str = "") -> None:
        """A quiet word at the far end of the label line: «دوشنبه ۲ شهریور»، «قبلاً: …». short: where it has no room."""
        self.line.tell(text, role, icon, short)

    def lock(self, why: str, *, short: str = "") -> None:
        """It can be read and not changed, and keys and mouse pass over it. why: who has set it; short: the same where
        there is little room.
        """
        self.locked = True
        self.edit.setReadOnly(True)
        self.edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        restyle(self.edit, locked=True)
        self.edit.setAccessibleDescription(why)
        self.note(why, icon="lock_closed", short=short)

    # Checking

    def ask(self) -> str:
        """Why this cannot be taken, or "". Says nothing by itself."""
        if not self.text():
            return (self._missing or _("Fill in this field.")) if self.required else ""
        try:
            self.value()
        except Refused as refusal:
            return refusal.reason
        return ""

    def check(self) -> bool:
        """Ask, and show the answer. Whether it can be taken."""
        self.say(self.ask())
        return not self.refused

    def take_back(self) -> bool:
        """Esc: what stood here before the focus came. Whether there was a change to take back."""
        if self.edit.text() == self.edit.before:
            return False
        self.edit.setText(self.edit.before)
        return True

    def _typed(self) -> None:
        if self.refused:
            self.say("")
        self.changed.emit()

    def _blurred(self) -> None:
        if self.text():  # an empty field is asked for on saving, not on passing by
            self.check()
        self.left.emit()


class TextField(Field):
    """One line of words."""

    def __init__(self, label: str, name: str = "", **more: Any) -> None:
        super().__init__(label, name, Line(), **more)


class DigitField(Field):
    """A number as digits; text() is ASCII."""

    def __init__(self, label: str, name: str = "", *, most: int = 20, also: str = "", **more: Any) -> None:
        super().__init__(label, name, DigitLine(most, also), **more)


class AreaField(Field):
    """Some lines of words; it grows with the room it is given."""

    def __init__(self, label: str, name: str = "", *, lines: int = 2, **more: Any) -> None:
        super().__init__(label, name, Area(lines), **more)
