"""The worklist in the user's words: tabs, rows, what stands beside them; everything by the keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pytestqt.qtbot import QtBot

from tests.robots.fields import FormRobot
from tests.robots.keys import press, type_here
from ui.window import Window
from ui.worker import Worker

if TYPE_CHECKING:
    from ui.followup.screen import FollowUpScreen

LIST, TABS, PANE, STORY = "پیگیری", "دسته‌های پیگیری", "مورد", "سابقهٔ مورد"


class FollowUpRobot(FormRobot):
    """Answers are awaited on the screen."""

    screen: Window

    def __init__(self, qtbot: QtBot, window: Window, worker: Worker) -> None:
        self.worker = worker
        self.keys: list[str] = []
        super().__init__(qtbot, window)
        self.list: FollowUpScreen = window.current
        self.wait()

    def wait(self) -> "FollowUpRobot":
        """Until the store has answered all that was asked."""
        self.qtbot.waitUntil(lambda: self.worker.idle, timeout=10_000)
        return self

    def press(self, *sequences: str) -> "FollowUpRobot":
        for sequence in sequences:
            self.keys.append(sequence)
            press(self.focused, sequence)
            self.wait()
        return self

    def type_on(self, text: str) -> "FollowUpRobot":
        type_here(text)
        return self.wait()

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """What is pressed in this block, in order."""
        begun, pressed = len(self.keys), []
        yield pressed
        pressed += self.keys[begun:]

    # the list ------------------------------------------------------------------------------------------------------

    @property
    def tabs(self) -> dict[str, int]:
        """The tabs' words with their counts."""
        tabs = self.list.tabs
        return {words: tabs.count(tab) for tab, words in tabs._tabs}

    @property
    def tab(self) -> str:
        return dict(self.list.tabs._tabs)[self.list.tabs.current]

    def go_to_tab(self, words: str) -> "FollowUpRobot":
        """F6 to the tabs, arrows to this one, and back into its rows."""
        for _pane in range(6):
            if self.focus == TABS:
                break
            self.press("F6")
        for _tab in range(5):
            if self.tab == words:
                return self.go_to_list()
            self.press("Left")
        for _tab in range(5):
            if self.tab == words:
                return self.go_to_list()
            self.press("Right")
        raise AssertionError(f"the arrows do not reach the tab «{words}»")

    def go_to_list(self) -> "FollowUpRobot":
        for _pane in range(6):
            if self.focus == LIST:
                return self
            self.press("F6")
        raise AssertionError("F6 does not reach the list")

    def go_to_row(self, name: str) -> "FollowUpRobot":
        """Down to the row of this person."""
        self.press("Home")
        for _row in range(len(self.names)):
            if self.row == name:
                return self
            self.press("Down")
        raise AssertionError(f"no row of «{name}»")

    @property
    def rows(self) -> list[dict[str, str]]:
        """Each row by its headings, as it is read."""
        columns = self.list.table.model().columns
        return [{column.heading: column.words(row) for column in columns} for row in self.list.table.rows]

    @property
    def names(self) -> list[str]:
        return [row["مراجعه‌کننده"] for row in self.rows]

    @property
    def row(self) -> str:
        """Whose row the cursor is in."""
        current = self.list.table.current
        return current.name if current is not None else ""

    @property
    def empty(self) -> str:
        """What is said in place of rows."""
        return "" if self.list.table.rows else self.list.table.empty

    # beside it -----------------------------------------------------------------------------------------------------

    @property
    def whose(self) -> str:
        return self.list.pane.name.text() if self.list.pane.matter is not None else ""

    @property
    def next_act(self) -> str:
        """The words of the filled button."""
        filled = [button.text() for button in self.list.pane.buttons if button.kind == "filled"]
        return filled[0] if filled else ""

    @property
    def acts(self) -> list[str]:
        return [button.text() for button in self.list.pane.buttons]

    @property
    def story(self) -> list[str]:
        """What happened so far, row by row, as it is read aloud."""
        return self.list.pane.story.events

    @property
    def event(self) -> str:
        """The row of the story that the cursor is in."""
        return self.list.pane.story.currentIndex().data() or ""

    def go_to_story(self) -> "FollowUpRobot":
        for _pane in range(6):
            if self.focus == STORY:
                return self
            self.press("F6")
        raise AssertionError("F6 does not reach the story")

    @property
    def is_whole(self) -> bool:
        """Whether the matter has the page for itself."""
        return not self.list.card.isVisible()

    @property
    def form(self) -> str:
        """The title of the form that stands open."""
        return self.list.pane.form.accessibleName() if self.list.pane.form is not None else ""

    @property
    def said(self) -> str:
        """What the bar says."""
        return self.list.bar.text if self.list.bar.isVisible() else ""
