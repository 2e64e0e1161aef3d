"""Why a closed day is changed, asked in place: the change waits meanwhile, and is done with the reason."""

from PySide6.QtCore import Signal

from app.domain.texts import _
from ui.widgets.place_form import ReasonForm
from ui.worker import ReasonWanted


class AmendmentForm(ReasonForm):
    """Esc gives the change up, Enter does it.

    The last reason is offered again: one slip of the hand is often several changes, and taking one back is one too.
    """

    wanted = Signal()
    """Somebody changes a closed day: show this form."""

    def __init__(self) -> None:
        super().__init__(_("Amendment"), _("Record the amendment"), _("Reason of the amendment"))
        self._asked: ReasonWanted | None = None
        self._last = ""
        self.given.connect(self._give)
        self.closed.connect(self._give_up)

    def ask(self, asked: ReasonWanted) -> None:
        """Take it over, unless another page has or one stands here already: then that change is refused."""
        if asked.taken or self._asked is not None:
            return
        asked.taken = True
        self._asked = asked
        self.about.set_text(asked.said)
        self.reason.clear()
        self.reason.set_text(self._last)
        self.wanted.emit()
        self.reason.setFocus()
        self.reason.edit.selectAll()

    def _give(self, reason: str, _date: object) -> None:
        asked, self._asked = self._asked, None
        self._last = reason
        self.closed.emit()
        if asked is not None:
            asked.again(reason)

    def _give_up(self) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.give_up()
