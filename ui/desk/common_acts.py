"""Who comes with what many brought before: after the registration one key joins the common matter."""

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
    """It only offers: who goes on to the next visitor has refused it for now. An offer that was missed is made again by
    the key itself, for the row that is meant or for who was registered last.
    """

    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._last: QueueRow | None = None
        self._offered: Offered | None = None
        self._said = ""
        screen.model.saved.connect(self._ask)

    def _ask(self, row: QueueRow, typed: Typed) -> None:
        self._offered = None
        if typed.correcting is None and self._screen.issue_model.office.may(Right.FOLLOW_UP):
            self._last = row
            self._read(row, partial(self._go_on, self._screen.bar.text))

    def _go_on(self, said: str, offered: Offered | None) -> None:
        bar = self._screen.bar
        if offered is None or bar.text != said or not bar.can_undo:
            return
        bar.go_on(_("%(n)s people brought the same; %(key)s joins them.") % _words(offered))
        self._offered, self._said = offered, bar.text

    def offer(self, row: QueueRow) -> None:
        """From the row's menu, or by the key."""
        self._offered = None
        self._read(row, partial(self._offer, row))

    def _offer(self, row: QueueRow, offered: Offered | None) -> None:
        bar = self._screen.bar
        if offered is None:
            bar.add(_("No common matter is offered here; join matters in the follow-up list."))
            return
        said = _("%(name)s: %(n)s people brought the same; %(key)s joins them.")
        bar.add(said % {"name": row.name, **_words(offered)}, role="plain")
        self._offered, self._said = offered, bar.text

    def join(self) -> None:
        """Ctrl+Shift+G: as long as the offer stands there; else it is made again."""
        bar, offered = self._screen.bar, self._offered
        row = self._screen.queue.held or self._last
        if offered is not None and not bar.isHidden() and bar.text == self._said:
            self._offered = None
            screen, office = self._screen, self._screen.issue_model.office
            call = partial(common_matters.link, office, [offered.issue_id], offered.lead_id)
            screen.worker.write(screen, call, self._joined, lambda error: bar.add(error.reason))
        elif row is not None:
            self.offer(row)
        else:
            bar.add(_("No common matter is offered here; join matters in the follow-up list."))

    def _read(self, row: QueueRow, then: "partial[None]") -> None:
        model = self._screen.issue_model
        model.read("offered", partial(common_matters.offered, model.office, row.issue_ids), then)

    def _joined(self, done: Linked) -> None:
        office = self._screen.issue_model.office
        self._screen.say_done(linked(done), partial(common_matters.take_link_back, office, done))


def _words(offered: Offered) -> dict[str, str]:
    return {"n": persian_digits(offered.people), "key": isolate(keys.cap("common"))}
