"""Ctrl+F9: the rulings that the head wrote by hand are keyed in, visit after visit in the list's order.

A phrase's digit and Enter are two keys a visit; Alt+PgDn passes one over, Alt+PgUp goes back, Esc ends it.
"""

from typing import TYPE_CHECKING

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.queue import QueueRow

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen


class Keying:
    """Stands between the ruling strip and the visits that wait for their ruling."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._rows: list[QueueRow] = []
        self._at = 0
        screen.issue_model.to_key_in_read.connect(self._begin)
        screen.area.closed.connect(self._end)
        screen.area.goes_on = lambda: self.running and self.go(1)

    @property
    def running(self) -> bool:
        return bool(self._rows)

    def ask(self) -> None:
        """Read which visits wait."""
        self._screen.issue_model.read_to_key_in()

    def _begin(self, rows: list[QueueRow]) -> None:
        if not rows:
            self._screen.bar.say(_("Everyone who was received has a ruling."), role="plain")
            return
        self._rows, self._at = rows, 0
        self._show()

    def go(self, step: int) -> bool:
        """To the next visit, or one back. Whether there is one; after the last it is said that all are through."""
        at = self._at + step
        if not 0 <= at < len(self._rows):
            return False
        self._at = at
        self._show()
        return True

    def _show(self) -> None:
        row = self._rows[self._at]
        self._screen.issues.open_for("ruling", row)
        words = {"n": persian_digits(self._at + 1), "total": persian_digits(len(self._rows))}
        self._screen.area.ruling.head_line(_("Handwritten rulings: %(n)s of %(total)s") % words)

    def _end(self) -> None:
        if self.running:
            self._rows = []
            self._screen.area.ruling.head_line("")
