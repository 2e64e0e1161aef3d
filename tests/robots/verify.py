"""The window onto which files are dropped, in the user's words."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.robots.fields import FormRobot
from ui.verify.screen import VerifyScreen
from ui.worker import Worker


class VerifyRobot(FormRobot):
    screen: VerifyScreen

    def __init__(self, qtbot: QtBot, screen: VerifyScreen, worker: Worker) -> None:
        super().__init__(qtbot, screen)
        self.worker = worker

    def drop(self, *paths: Path) -> "VerifyRobot":
        """As from a folder's window."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        self.screen.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, left, none))
        return self

    def wait(self) -> "VerifyRobot":
        """Until all was looked at and is on the screen."""
        self.qtbot.waitUntil(lambda: not self.screen.model.is_busy and self.worker.idle, timeout=60_000)
        return self

    @property
    def rows(self) -> list[tuple[str, str]]:
        """File and answer, as the list shows them."""
        table = self.screen.table
        shown = {column.key: column for column in table.model().columns}
        return [(row.path.name, shown["state"].words(row)) for row in table.rows]

    @property
    def visits(self) -> list[str]:
        """What the list shows of the visit that was asked for, file by file."""
        table = self.screen.table
        (column,) = [one for one in table.model().columns if one.key == "visit"]
        return [column.words(row) for row in table.rows]

    @property
    def senders(self) -> list[tuple[str, str]]:
        """Agency's code and state of the keys, as the other tab shows them."""
        table = self.screen.senders
        shown = {column.key: column for column in table.model().columns}
        return [(row.code, shown["state"].words(row)) for row in table.rows]

    @property
    def details(self) -> str:
        """All words of the pane beside the list."""
        pane = self.screen.details if self.screen.details.isVisible() else self.screen.sender
        labels = pane.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisibleTo(self.screen))

    @property
    def bar(self) -> str:
        return self.screen.bar.text if self.screen.bar.isVisible() else ""
