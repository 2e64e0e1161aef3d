"""What a user does with any form: goes to a field by its label, types, reads what is said beside it."""

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.robots.keys import press, type_into
from ui.widgets.field import Field
from ui.widgets.text import Elided, Text

MOST_STEPS = 60


class FormRobot:
    """Speaks of a screen by labels; all is done with keys that reach whatever has the focus."""

    def __init__(self, qtbot: QtBot, screen: QWidget) -> None:
        self.qtbot, self.screen = qtbot, screen
        screen.show()
        qtbot.waitExposed(screen)
        screen.activateWindow()
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)

    @property
    def focused(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    @property
    def focus(self) -> str:
        """The label, or the words, of what has the focus."""
        if isinstance(self.focused, QAbstractButton):
            return self.focused.accessibleName() or self.focused.text()
        field = self._field_of(self.focused)
        return field.label if field else self.focused.accessibleName()

    @staticmethod
    def _field_of(widget: QWidget | None) -> Field | None:
        while widget is not None and not isinstance(widget, Field):
            widget = widget.parentWidget()
        return widget

    def go_to(self, label: str) -> "FormRobot":
        """Tab onward until the cursor is there."""
        for _step in range(MOST_STEPS):
            if self.focus == label:
                return self
            self.press("Tab")
        raise AssertionError(f"the Tab key does not reach «{label}»")

    def press(self, *sequences: str) -> "FormRobot":
        for sequence in sequences:
            press(self.focused, sequence)
        return self

    def type(self, label: str, text: str) -> "FormRobot":
        """Into the field of that label, in place of what stands there."""
        self.go_to(label)
        self.press("Ctrl+A", "Delete")
        self.typed(text)
        type_into(self.focused, text)
        return self

    def typed(self, text: str) -> None:
        """This is being typed letter by letter; who counts, counts."""

    def field(self, label: str) -> Field:
        shown = [field for field in self.screen.findChildren(Field) if field.label == label and field.isVisible()]
        assert shown, f"no field «{label}» is to be seen"
        return shown[0]

    def text(self, label: str) -> str:
        return self.field(label).text()

    def line_beside(self, label: str) -> str:
        """What is said on the field's label line."""
        return self.field(label).refused

    def sees(self, text: str) -> bool:
        words = [label.text() for label in self.screen.findChildren(Text) if label.isVisible()]
        words += [label.text for label in self.screen.findChildren(Elided) if label.isVisible()]
        return any(text in said for said in words)

    def button(self, text: str) -> QAbstractButton:
        buttons = [b for b in self.screen.findChildren(QAbstractButton) if b.text() == text and b.isVisible()]
        assert buttons, f"no button «{text}» is to be seen"
        return buttons[0]

    def is_awake(self, text: str) -> bool:
        return self.button(text).isEnabled()

    def wait_to_see(self, text: str) -> None:
        self.qtbot.waitUntil(lambda: self.sees(text), timeout=10_000)
