"""The line over the form: who this is, what is asked before it is registered, what was left unfinished."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.persian.calendar import short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.visitors import History
from ui.widgets.strip import Act, Strip


class FormBanner(Strip):
    """A question, and what was restored, stay until the form is done with: who this is does not replace them."""

    history_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stays = False

    def clear(self) -> None:
        """The form holds something else now."""
        self._stays = False
        self.say("")

    def ask(self, reason: str, *acts: Act) -> None:
        """What is asked before it is registered; the first answer is under the cursor."""
        self._stays = True
        self.say(reason, "warning", "info", acts)
        if self.buttons:
            self.buttons[0].setFocus()

    def say_restored(self, said: str, discard: Callable[[], object]) -> None:
        """A form that was left unfinished stands there again."""
        self._stays = True
        self.say(said, "warning", "save", ((_("Discard"), "", discard),))

    def say_known(self, history: History | None, *, booked: bool) -> None:
        """Known with so many visits, or here for the first time. booked: with a turn that was asked for beforehand."""
        if self._stays:
            return
        if history is None or not history.visits:
            self.say(_("First visit"), "plain", "person")
            return
        said = _("Known: %(visits)s visits, the last on %(date)s")
        if booked:
            said = _("Booked for today; known: %(visits)s visits, the last on %(date)s")
        words = {"visits": persian_digits(history.visits), "date": short_date(history.last or history.rows[0].date)}
        acts = ((_("History"), "history", self.history_wanted.emit),)
        self.say(said % words, "success", "person_available", acts, filled=True)

    def say_correcting(self, number: int | None) -> None:
        """number: the turn that is corrected, None for a contact outside the meeting."""
        said = _("Correcting a contact")
        if number:
            said = _("Correcting the visit of turn %(n)s") % {"n": persian_digits(number)}
        self.say(said, "plain", "edit")
