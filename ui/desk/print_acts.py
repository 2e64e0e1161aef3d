"""The desk's papers: the slip of who is registered, what F12 prints again, what is looked at first."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.codes import Paper, QueueState
from app.domain.texts import _
from app.queue import QueueRow
from ui.desk.typed import Typed
from ui.printing import Printing

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen


class PrintActs(QObject):
    """Stands between the queue's rows and the printer."""

    def __init__(self, screen: "DeskScreen", printing: Printing) -> None:
        super().__init__(screen)
        self._screen, self.printing = screen, printing
        self._last: int | None = None  # the visit that was registered last
        self._over: int | None = None  # the one that was ended here last
        screen.model.saved.connect(self._saved)
        screen.queue_model.stepped.connect(self._stepped)
        printing.said.connect(self._say)
        printing.changed.connect(self._show)
        printing.drawn.connect(self._drawn)
        self._show()

    def _show(self) -> None:
        self._screen.form.set_prints(self.printing.at_registration)

    def _say(self, text: str, role: str) -> None:
        """What was done before it can still be taken back."""
        self._screen.bar.add(text, role=role)

    def _saved(self, row: QueueRow, typed: Typed) -> None:
        if typed.correcting is None:
            self._last = row.visit_id
            self.printing.registered(row.visit_id)

    def _stepped(self, row: QueueRow) -> None:
        if row.state is QueueState.SEEN:
            self._over = row.visit_id
            self.printing.over(row.visit_id)

    def print_slip(self) -> None:
        """F12."""
        self._with_visit(partial(self._print, Paper.SLIP))

    def print_exit_slip(self) -> None:
        """Shift+F12: of the row in the list, else of who came out last, wherever that was said; who waits has none."""
        out = [row for row in self._screen.model.rows if row.state is QueueState.SEEN and row.departed is not None]
        last = max(out, key=lambda row: (row.departed, row.visit_id == self._over), default=None)
        if last is not None and self._screen.queue.held is None:
            self._print(Paper.EXIT_SLIP, last.visit_id)
        else:
            self._with_visit(partial(self._print, Paper.EXIT_SLIP))

    def look(self) -> None:
        """Ctrl+P: the slip, or of who was in the room already the exit slip, before it goes on paper."""
        self._with_visit(self._look)

    def of_row(self, row: QueueRow) -> list[tuple[str, str, Callable[[], object]]]:
        """What the row's menu offers, each with its key."""
        return [
            (_("Print the slip"), "print_slip", partial(self._print, Paper.SLIP, row.visit_id)),
            (_("Print the exit slip"), "print_exit_slip", partial(self._print, Paper.EXIT_SLIP, row.visit_id)),
            (_("Print the ruling sheet"), "", partial(self._print, Paper.RULING_SHEET, row.visit_id)),
        ]

    def _with_visit(self, act: Callable[[int], object]) -> None:
        """The row that the cursor is on in the list; else who was registered last; else the chosen row."""
        queue = self._screen.queue
        row = queue.held or (queue.chosen if self._last is None else None)
        visit_id = row.visit_id if row is not None else self._last
        if visit_id is None:
            self._screen.say(_("Choose a row of the queue first."))
        else:
            act(visit_id)

    def _print(self, paper: Paper, visit_id: int) -> None:
        self.printing.print(visit_id, paper)

    def _look(self, visit_id: int) -> None:
        states = {row.visit_id: row.state for row in self._screen.model.rows}
        paper = Paper.EXIT_SLIP if states.get(visit_id) is QueueState.SEEN else Paper.SLIP
        self.printing.look(visit_id, paper)

    def _drawn(self, paper: Paper, visit_id: int, pdf: bytes, name: str) -> None:
        from ui.preview import Preview  # noqa: PLC0415 - only when a paper is looked at

        on_print = partial(self.printing.print, visit_id, paper) if self.printing.ready else None
        preview = Preview(paper.label, pdf, name, self._screen.worker, on_print=on_print)
        self.printing.said.connect(preview.tell)
        self._screen.over_wanted.emit(preview)
