"""The report screen in the user's words."""

from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.domain.persian.text import persian_digits
from app.report.preflight import Finding, Level
from tests.robots.fields import FormRobot
from ui.report.figure_cards import FigureCard
from ui.report.preflight_list import act_of
from ui.report.screen import ReportScreen


class ReportRobot(FormRobot):
    screen: ReportScreen

    def __init__(self, qtbot: QtBot, screen: ReportScreen) -> None:
        super().__init__(qtbot, screen)
        self.wait()

    def wait(self) -> None:
        """Until what was asked is on the screen."""
        worker = self.screen.model._worker
        self.qtbot.waitUntil(lambda: self.screen.model.current is not None and worker.idle, timeout=20_000)

    def press_and_wait(self, *sequences: str) -> "ReportRobot":
        self.press(*sequences)
        self.wait()
        return self

    @property
    def quarter(self) -> str:
        return self.screen.quarter.text()

    @property
    def figures(self) -> dict[str, str]:
        """The six cards: word and number, as they are shown."""
        cards = (card.figure for card in self.screen.figures.cards)
        return {figure.word: persian_digits(figure.number) for figure in cards if figure}

    def open_figure(self, word: str) -> "ReportRobot":
        for _step in range(60):
            card = self.focused
            if isinstance(card, FigureCard) and card.figure and card.figure.word == word:
                return self.press("Space")
            self.press("Tab")
        raise AssertionError(f"the Tab key does not reach «{word}»")

    @property
    def findings(self) -> list[tuple[Level, str]]:
        rows = (row for row in self.screen.pane.list._rows.rows if isinstance(row, Finding))
        return [(row.level, f"{row.said}، {row.detail}" if row.detail else row.said) for row in rows]

    def go_to_finding(self, words: str) -> "ReportRobot":
        """Down the list of what was looked at, to the row that says so."""
        self.go_to("پیش از امضا")
        self.press("Home")
        for _step in range(40):
            row = self.screen.pane.list.currentIndex().data(0x0100)
            if isinstance(row, Finding) and words in f"{row.said}، {row.detail}" and act_of(row):
                return self
            self.press("Down")
        raise AssertionError(f"no row says «{words}»")

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows pane as it is read: heading and cell."""
        table = self.screen.rows.table
        return [{c.heading: c.words(row) for c in table.model().columns} for row in table.rows]

    @property
    def why(self) -> str:
        """What stands over the rows that are not counted."""
        pane = self.screen.rows.why
        return f"{pane.reason.text()} {pane.remedy.text()}" if pane.isVisible() else ""

    @property
    def is_showing_rows(self) -> bool:
        return self.screen.rows.isVisible()

    @property
    def buttons(self) -> set[str]:
        return {b.text() for b in self.screen.findChildren(QAbstractButton) if b.isVisible() and b.text()}
