"""The outbox in the user's words: its rows, what is said of the chosen one, what can be done with it."""

from pytestqt.qtbot import QtBot

from tests.robots.fields import FormRobot
from tests.robots.keys import press
from ui.outbox.page import OutboxPage
from ui.window import Window
from ui.worker import Worker


class OutboxRobot(FormRobot):
    def __init__(self, qtbot: QtBot, window: Window, worker: Worker) -> None:
        self.worker = worker
        super().__init__(qtbot, window)
        self.window = window
        self.wait()

    def wait(self) -> "OutboxRobot":
        self.qtbot.waitUntil(lambda: self.worker.idle, timeout=10_000)
        return self

    def press(self, *sequences: str) -> "OutboxRobot":
        for sequence in sequences:
            press(self.focused, sequence)
            self.wait()
        return self

    def open(self) -> "OutboxRobot":
        return self.press("Ctrl+Shift+F12")

    @property
    def page(self) -> OutboxPage:
        assert isinstance(self.window.current, OutboxPage)
        return self.window.current

    @property
    def rows(self) -> list[tuple[str, str]]:
        """State and name of each row."""
        return [(row.state.label, row.name) for row in self.page.table.rows]

    @property
    def offered(self) -> list[str]:
        """What can be done with the chosen row."""
        return [button.text() for button in self.page.acts.values() if button.isVisible()]

    @property
    def said(self) -> str:
        return self.page.bar.text

    @property
    def above(self) -> str:
        """What stands in the way of all of them."""
        return self.page.line.text if self.page.line.isVisible() else ""

    @property
    def status(self) -> str:
        """What the status line says of the outbox."""
        return next((note.words for note in self.window.info.shown.notes if note.act == "outbox"), "")

    def sees_state(self, state: str) -> "OutboxRobot":
        """Wait until the chosen row is so."""
        self.qtbot.waitUntil(lambda: state in [row[0] for row in self.rows], timeout=10_000)
        return self.wait()
