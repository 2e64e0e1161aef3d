"""The end of the day in the user's words: what is missing, its mend, what is written down, and the day is closed."""

from tests.robots.desk import DeskRobot
from ui.closing.page import ClosingPage

MISSING = "آنچه مانده است"


class ClosingRobot:
    """By the keyboard alone, from the desk and back to it."""

    def __init__(self, desk: DeskRobot) -> None:
        self.desk = desk

    def open(self) -> "ClosingRobot":
        self.desk.press("Ctrl+Shift+D")
        assert isinstance(self.desk.screen.current, ClosingPage), "the end of the day does not show"
        return self

    @property
    def page(self) -> ClosingPage:
        page = self.desk.screen.current
        assert isinstance(page, ClosingPage)
        return page

    @property
    def missing(self) -> list[str]:
        """What is missing, as it is read."""
        return [lack.text for lack in self.page.missing.rows]

    @property
    def state(self) -> str:
        """The line under the title."""
        return self.page.state.text

    @property
    def says(self) -> str:
        return self.page.bar.text if self.page.bar.isVisible() else ""

    def go_to(self, words: str) -> "ClosingRobot":
        """Down to the row that has these words."""
        for _pane in range(6):
            if self.desk.focus == MISSING:
                break
            self.desk.press("F6")
        self.desk.press("Home")
        for lack in self.page.missing.rows:
            if words in lack.text:
                return self
            self.desk.press("Down")
        raise AssertionError(f"«{words}» is not missing")

    def mend(self, words: str) -> "ClosingRobot":
        """Enter on the row that has these words."""
        self.go_to(words)
        self.desk.press("Enter")
        return self

    def write(self, label: str, text: str) -> "ClosingRobot":
        self.desk.type(label, text)
        self.desk.wait()
        return self

    def close(self) -> "ClosingRobot":
        self.desk.press("Ctrl+S")
        return self
