"""Letters in the user's words: tabs, rows, the field for numbers, what is said; everything by the keyboard."""

from typing import TYPE_CHECKING

from tests.robots.followup import FollowUpRobot
from ui.letters.page import LettersPage
from ui.preview import Preview

if TYPE_CHECKING:
    from ui.widgets.tabs import Tabs


class LettersRobot(FollowUpRobot):
    """Sits at the worklist, from which the letters are opened."""

    @property
    def page(self) -> LettersPage:
        pages = [page for page in self.screen.findChildren(LettersPage) if page.isVisible()]
        assert pages, "the letters are not open"
        return pages[0]

    @property
    def letters_open(self) -> bool:
        return any(page.isVisible() for page in self.screen.findChildren(LettersPage))

    @property
    def steps(self) -> dict[str, int]:
        tabs: Tabs = self.page.tabs
        return {words: tabs.count(tab) for tab, words in tabs._tabs if tab != "sent"}

    @property
    def step(self) -> str:
        return dict(self.page.tabs._tabs)[self.page.tabs.current]

    def go_to_step(self, words: str) -> "LettersRobot":
        """F6 to the tabs, and arrows."""
        for _pane in range(6):
            if self.focus == "مرحله‌های نامه":
                break
            self.press("F6")
        for key in ("Right", "Right", "Right", "Left", "Left", "Left"):
            if self.step == words:
                break
            self.press(key)
        assert self.step == words
        for _pane in range(6):
            if self.focus == "نامه‌ها":
                return self
            self.press("F6")
        raise AssertionError("F6 does not reach the list of letters")

    @property
    def letters(self) -> list[dict[str, str]]:
        table = self.page.table
        return [{column.heading: column.words(row) for column in table.model().columns} for row in table.rows]

    @property
    def receivers(self) -> list[str]:
        return [row["گیرنده"].split(" با ")[0] for row in self.letters]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """The chosen matters, before their letters are made: who, and whether there is a letter."""
        table = self.page.chosen.table
        assert table.isVisible(), "no chosen matters are shown"
        rows = [{column.heading: column.words(row) for column in table.model().columns} for row in table.rows]
        return [(row["مراجعه‌کننده"], row["نامه"]) for row in rows]

    @property
    def receiver(self) -> str:
        """Whose letter is under the cursor."""
        return str(self.page.table.current.name)

    @property
    def paper(self) -> bytes | None:
        """The document that is looked at."""
        shown = [preview for preview in self.page.findChildren(Preview) if preview.isVisible()]
        return shown[0]._pdf if shown else None

    @property
    def told(self) -> str:
        """What the page's bar says."""
        return self.page.bar.text
