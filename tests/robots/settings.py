"""The settings in the user's words: a group, its fields, what was saved and how it is taken back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pytestqt.qtbot import QtBot

from tests.robots.fields import FormRobot
from tests.robots.keys import press, type_here
from ui.window import Window
from ui.worker import Worker

if TYPE_CHECKING:
    from ui.settings.screen import SettingsScreen


class SettingsRobot(FormRobot):
    def __init__(self, qtbot: QtBot, window: Window, worker: Worker) -> None:
        self.worker = worker
        super().__init__(qtbot, window)
        self.settings: SettingsScreen = window.current
        self.wait()

    def wait(self) -> "SettingsRobot":
        """Until the store has answered all that was asked."""
        self.qtbot.waitUntil(lambda: self.worker.idle, timeout=10_000)
        return self

    def press(self, *sequences: str) -> "SettingsRobot":
        for sequence in sequences:
            press(self.focused, sequence)
            self.wait()
        return self

    def type_on(self, text: str) -> "SettingsRobot":
        type_here(text)
        return self.wait()

    def open_group(self, title: str) -> "SettingsRobot":
        """Down to the group, and into it."""
        self.settings.arrive()
        self.press("Home")
        for _step in self.settings.groups:
            if self.settings.list.current.title == title:
                return self.press("Enter")
            self.press("Down")
        raise AssertionError(f"there is no group «{title}»")

    def page(self, group: str) -> Any:
        """A group's page, by the group's id: for what is no field."""
        return next(each.page for each in self.settings.groups if each.id == group)

    def offer_receiver(self, file: Path) -> "SettingsRobot":
        """Ctrl+N in the group, and this certificate's file is chosen."""
        self.page("receiver")._ask_file = lambda _page: str(file)
        return self.open_group("گیرندهٔ گزارش").press("Ctrl+N")

    @property
    def said(self) -> str:
        return self.settings.bar.text

    @property
    def rows(self) -> list[tuple[str, str]]:
        """Digit and words of the list in which the cursor is, or of the list beside the field that has it."""
        widget = self.focused
        while not hasattr(widget, "table"):
            widget = widget.parentWidget()
        model = widget.table.model()
        return [(model.columns[0].get(row), model.columns[1].get(row)) for row in widget.table.rows]
