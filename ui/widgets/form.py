"""How one goes through a form with the keyboard: Enter onward, Esc back, and the first refused field on saving."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.field import Field
from ui.widgets.segment import Segment

Part = Field | Segment


class Form(QObject):
    """The order of a form's fields, which is the paper form's; the layout is the screen's.

    Enter goes to the next, the last one's Enter calls `save`. Esc takes back this field's change; with nothing to
    take back it emits `aside`. `changed` comes with every change of a field, for drafts.
    """

    changed = Signal()
    aside = Signal()

    def __init__(self, parts: Sequence[Part], save: Callable[[], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._save = save
        self.parts: list[Part] = []
        for part in parts:
            self.add(part)

    def add(self, part: Part) -> None:
        self.parts.append(part)
        part.entered.connect(lambda: self._onward(part))
        part.changed.connect(lambda *_changed: self.changed.emit())
        for widget in (part, *part.findChildren(QWidget)):
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                widget.installEventFilter(self)

    @property
    def fields(self) -> dict[str, Field]:
        return {part.name: part for part in self.parts if isinstance(part, Field)}

    def texts(self) -> dict[str, str]:
        """What is typed, by the fields' names."""
        return {name: field.text() for name, field in self.fields.items()}

    def put(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            if name in self.fields:
                self.fields[name].set_text(text)

    def clear(self) -> None:
        for field in self.fields.values():
            field.clear()

    def say(self, field: str, reason: str) -> bool:
        """Show a refusal at its field and put the focus there. Whether there is such a field."""
        found = self.fields.get(field)
        if found is None:
            return False
        found.say(reason)
        found.setFocus()
        return True

    def check(self) -> bool:
        """Ask every field that is shown; the focus goes to the first that is refused. Whether none is."""
        refused = [field for field in self.fields.values() if not field.isHidden() and not field.check()]
        if refused:
            refused[0].setFocus()
        return not refused

    def focus_first(self) -> None:
        """The first field that is empty, else the first."""
        shown = [part for part in self.parts if not (part.isHidden() or part.locked) and part.isEnabled()]
        empty = [part for part in shown if isinstance(part, Field) and not part.text()]
        for part in [*empty, *shown][:1]:
            part.setFocus()

    def _onward(self, part: Part) -> None:
        for following in self.parts[self.parts.index(part) + 1 :]:
            if following.isVisible() and following.isEnabled() and not following.locked:
                following.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self._save()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if getattr(watched, "open", False) is True:
                return False  # the open list closes first
            field = next((part for part in self.parts if part is watched or part.isAncestorOf(watched)), None)
            if not (isinstance(field, Field) and field.take_back()):
                self.aside.emit()
            return True
        return super().eventFilter(watched, event)
