"""The meeting desk in the user's words: who sits before it, types, presses F-keys and reads the queue."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.robots.fields import FormRobot
from tests.robots.keys import press, type_here
from ui.window import Window
from ui.worker import Worker

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen

BOX = "کد ملی، نام، نام پدر یا تلفن مراجعه‌کننده"
QUEUE = "صف امروز"


@dataclass
class Hand:
    """What one visitor took of the secretary's hand. letters: of all texts; pressed: every other key, in order."""

    pressed: tuple[str, ...] = ()
    letters: int = 0

    @property
    def keys(self) -> int:
        return len(self.pressed)


class DeskRobot(FormRobot):
    """Everything by the keyboard; answers are awaited on the screen."""

    screen: Window

    def __init__(self, qtbot: QtBot, window: Window, worker: Worker) -> None:
        self.worker = worker
        self.keys: list[str] = []
        self.letters = 0
        super().__init__(qtbot, window)
        self.desk: DeskScreen = window.current
        qtbot.waitUntil(lambda: self.desk.usable, timeout=10_000)
        self.wait()

    def wait(self) -> "DeskRobot":
        """Until the store has answered all that was asked."""
        self.qtbot.waitUntil(lambda: self.worker.idle, timeout=10_000)
        return self

    def press(self, *sequences: str) -> "DeskRobot":
        for sequence in sequences:
            self.keys.append(sequence)
            press(self.focused, sequence)
            self.wait()
        return self

    def typed(self, text: str) -> None:
        self.letters += len(text)

    @contextmanager
    def counting(self) -> Iterator[Hand]:
        """What is pressed and typed in this block: `with desk.counting() as hand: …; hand.keys, hand.letters`."""
        keys, letters, hand = len(self.keys), self.letters, Hand()
        yield hand
        hand.pressed, hand.letters = tuple(self.keys[keys:]), self.letters - letters

    def type_on(self, text: str) -> "DeskRobot":
        """Go on typing where the cursor is."""
        self.typed(text)
        type_here(text)
        return self.wait()

    # the box -------------------------------------------------------------------------------------------------------

    def search(self, text: str) -> "DeskRobot":
        self.press("F2").type_on(text)
        return self

    @property
    def offers(self) -> list[str]:
        """The rows under the box, as a screen reader has them."""
        rows = self.desk.box.offers
        return [rows.rows.index(at).data() for at in range(rows.rows.rowCount())] if rows.isVisible() else []

    @property
    def is_in_the_box(self) -> bool:
        return self.focus == BOX

    @property
    def box_text(self) -> str:
        return self.desk.box.line.text()

    # the form ------------------------------------------------------------------------------------------------------

    def register(self, *, subject: str = "آسفالت معابر", **particulars: str) -> "DeskRobot":
        """A new visitor, from the box to the queue. particulars: by the register's keys."""
        labels = {
            "mobile": "تلفن همراه",
            "first_name": "نام",
            "last_name": "نام خانوادگی",
            "father_name": "نام پدر",
            "address": "نشانی",
        }
        self.search(particulars.pop("national_id")).press("Enter")
        for key, text in particulars.items():
            self.type(labels[key], text)
        self.type("موضوع", subject)
        return self.press("Ctrl+S")

    @property
    def banner(self) -> str:
        return self.desk.form.banner.text

    @property
    def title(self) -> str:
        """Whose form it is."""
        return self.desk.form.head.name.text

    @property
    def is_empty(self) -> bool:
        return self.desk.form.typed().empty

    @property
    def aside(self) -> str:
        """Who waits beside the form, as the button's tooltip tells."""
        return self.desk.form.take_up.toolTip() if self.desk.form.take_up.isVisible() else ""

    @property
    def says_not_counted(self) -> bool:
        return self.desk.form.head.kind_chip.isVisible()

    # the queue -----------------------------------------------------------------------------------------------------

    @property
    def list_of_the_day(self) -> list[tuple[str, str, str]]:
        """Turn, name and state of each row of the queue, as they are read."""
        rows = self._cells(self.desk.queue.table)
        return [(row["نوبت"], row["نام و نام خانوادگی"], row["وضعیت"]) for row in rows]

    @staticmethod
    def _cells(table) -> list[dict[str, str]]:
        return [{column.heading: column.words(row) for column in table.model().columns} for row in table.rows]

    def state_of(self, name: str) -> str:
        return next(state for _turn, who, state in self.list_of_the_day if who == name)

    def go_to_row(self, name: str) -> "DeskRobot":
        """Into the queue by F6, then down to the row."""
        self.go_to_queue()
        self.press("Home")
        for _row in self.desk.queue.table.rows:
            if name in (self.desk.queue.chosen.shown_name, self.desk.queue.chosen.name):
                return self
            self.press("Down")
        raise AssertionError(f"«{name}» is not in the queue")

    def go_to_queue(self) -> "DeskRobot":
        for _pane in range(8):
            if self.focus == QUEUE:
                return self
            self.press("F6")
        raise AssertionError("F6 does not reach the queue")

    # history, forms in place, bar -------------------------------------------------------------------------------------

    @property
    def history(self) -> list[dict[str, str]]:
        return self._cells(self.desk.area.history.table) if self.desk.area.history.isVisible() else []

    @property
    def promise(self) -> str:
        return self.desk.area.history.promise.text

    @property
    def why(self) -> str:
        """What is said of the chosen row's not being counted."""
        return self.desk.area.history.why.text

    @property
    def says(self) -> str:
        """What stands in the bar at the foot."""
        return self.desk.bar.text if self.desk.bar.isVisible() else ""

    def undo(self) -> "DeskRobot":
        return self.press("Ctrl+Z")

    def menu(self, words: str) -> "DeskRobot":
        """Open the row's menu by its key and take the line of these words."""
        return self.press("Menu").choose(words)

    def choose(self, words: str) -> "DeskRobot":
        """Take the line of these words from the menu that stands open."""
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu), "no menu has opened"
        action = next(action for action in menu.actions() if action.text() == words)
        menu.setActiveAction(action)
        press(menu, "Enter")
        self.screen.activateWindow()  # no window manager here to do so when the menu goes
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return self.wait()


Opens = Callable[[], DeskRobot]
