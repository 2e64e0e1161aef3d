"""Who comes with what many brought before: straight after the registration one key joins the common matter."""

from functools import partial
from typing import TYPE_CHECKING

from app import common_matters
from app.common_matters import Linked, Offered
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.queue import QueueRow
from app.security.rights import Right
from ui import keys
from ui.desk.typed import Typed
from ui.followup.common_form import linked

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen


class CommonActs:
    """It only offers: who goes on to the next visitor has refused it."""

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._offered: Offered | None = None
        self._said = ""
        screen.model.saved.connect(self._ask)

    def _ask(self, row: QueueRow, typed: Typed) -> None:
        self._offered = None
        model = self._screen.issue_model
        if typed.correcting is None and model.office.may(Right.FOLLOW_UP):
            call = partial(common_matters.offered, model.office, row.issue_ids)
            model.read("offered", call, partial(self._offer, self._screen.bar.text))

    def _offer(self, said: str, offered: Offered | None) -> None:
        bar = self._screen.bar
        if offered is None or bar.text != said or not bar.can_undo:
            return
        offer = _("%(n)s people brought the same; %(key)s joins them.")
        words = {"n": persian_digits(offered.people), "key": isolate(keys.cap("common"))}
        bar.go_on(offer % words)
        self._offered, self._said = offered, bar.text

    def join(self) -> None:
        """Ctrl+Shift+G: as long as the offer stands there."""
        bar, offered = self._screen.bar, self._offered
        if offered is not None and bar.can_undo and bar.text == self._said:
            self._offered = None
            screen, office = self._screen, self._screen.issue_model.office
            call = partial(common_matters.link, office, [offered.issue_id], offered.lead_id)
            screen.worker.write(screen, call, self._joined, lambda error: bar.add(error.reason))
        else:
            bar.add(_("No common matter is offered here; join matters in the follow-up list."))

    def _joined(self, done: Linked) -> None:
        office = self._screen.issue_model.office
        self._screen.say_done(linked(done), partial(common_matters.take_link_back, office, done))
