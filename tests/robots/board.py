"""The boards in the user's words: what the head reads and rules, what the hall sees."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.robots.fields import FormRobot
from tests.robots.keys import press, type_here
from ui.board.hall import HallBoard
from ui.board.head_board import HeadBoard
from ui.widgets.chips import Chip
from ui.worker import Worker


class BoardRobot(FormRobot):
    """Who sits before the head's board, with its keyboard."""

    screen: HeadBoard

    def __init__(self, qtbot: QtBot, board: HeadBoard, worker: Worker) -> None:
        self.worker = worker
        super().__init__(qtbot, board)
        self.wait()

    def wait(self) -> "BoardRobot":
        """Until the store has answered all that was asked, also what the answers asked."""
        for _answer in range(3):
            self.qtbot.waitUntil(lambda: self.worker.idle, timeout=10_000)
        return self

    def press(self, *sequences: str) -> "BoardRobot":
        for sequence in sequences:
            press(self.focused, sequence)
            self.wait()
        return self

    def type_on(self, text: str) -> "BoardRobot":
        type_here(text)
        return self.wait()

    # what is read --------------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        return self.screen.seat.name.text if self.screen.seat.name.isVisible() else ""

    @property
    def number(self) -> str:
        return self.screen.seat.number.number if self.screen.seat.number.isVisible() else ""

    @property
    def subject(self) -> str:
        return self.screen.seat.subject.text if self.screen.seat.subject.isVisible() else ""

    @property
    def words(self) -> str:
        return self.screen.seat.words.text if self.screen.seat.words.isVisible() else ""

    @property
    def message(self) -> str:
        """What stands in the place of who is in the room, or of everything."""
        for words in (self.screen.seat.message, self.screen.gone):
            if words.isVisible():
                return words.text
        return ""

    @property
    def next_names(self) -> list[str]:
        rows = self.screen.next.rows
        return [row.name for row in rows.shown] if rows.isVisible() else []

    @property
    def chips(self) -> list[str]:
        return [chip.state.text for chip in self.screen.findChildren(Chip) if chip.isVisible()]

    @property
    def promise(self) -> str:
        promise = self.screen.seat.promise
        return f"{promise.said} {promise.words}" if promise.isVisible() else ""

    @property
    def sentence(self) -> str:
        """The ruling so far, and what is chosen next."""
        return self.screen.strip.sentence.accessibleName()

    @property
    def says(self) -> str:
        return self.screen.bar.text if self.screen.bar.isVisible() else ""

    @property
    def presence(self) -> str:
        return self.screen.presence.text

    @property
    def everything(self) -> str:
        """All that any part of the window says or holds for screen readers and tooltips."""
        parts = [self.screen, *self.screen.findChildren(QWidget)]
        said = [part.accessibleName() + part.accessibleDescription() + part.toolTip() for part in parts]
        texts = [part.text() if callable(part.text) else part.text for part in parts if hasattr(part, "text")]
        return " ".join([*said, *map(str, texts), self.screen.windowTitle()])

    def undo(self) -> "BoardRobot":
        return self.press("Ctrl+Z")


class HallRobot:
    """Who waits in the hall and looks up."""

    def __init__(self, board: HallBoard) -> None:
        self.board = board

    @property
    def in_room(self) -> str:
        return self.board.hall.in_room.number if self.board.hall.in_room else ""

    @property
    def coming(self) -> list[str]:
        return [turn.number for turn in self.board.hall.coming]

    @property
    def initials(self) -> list[str]:
        return [turn.initials for turn in self.board.hall.coming]

    @property
    def ready(self) -> str:
        return self.board.hall.ready

    @property
    def everything(self) -> str:
        return repr(self.board.hall) + self.board.accessibleName() + self.board.windowTitle()
