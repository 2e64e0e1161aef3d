"""The day's end at the desk: the line that leads to it, the page over the desk, the reason for a later change."""

import datetime as dt
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app import closing
from app.domain.persian.calendar import long_date
from app.domain.texts import _
from app.meetings import Day
from app.office import Office
from ui.amendment import AmendmentForm
from ui.desk.queue_rows import in_tab
from ui.widgets.strip import Act, Strip
from ui.worker import ReasonWanted, Worker

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen


class ClosingActs(QObject):
    """line: a forgotten day, a day that may be closed, or that this one is closed; hidden otherwise."""

    def __init__(self, screen: "DeskScreen", office: Office, worker: Worker) -> None:
        super().__init__(screen)
        self._screen, self._office, self._worker = screen, office, worker
        self._forgotten: dt.date | None = None
        self._put_off: dt.date | None = None
        self._head = ""
        self.line = Strip()
        worker.reason_wanted.connect(self._ask)
        screen.day_shown.connect(lambda _day: self.show())

    @cached_property
    def reason(self) -> AmendmentForm:
        form = AmendmentForm()
        form.wanted.connect(partial(self._screen.area.open_place, form))
        return form

    def _ask(self, wanted: ReasonWanted) -> None:
        if self._screen.isVisible():
            self.reason.ask(wanted)

    def read(self) -> None:
        """Whether a day was forgotten: asked with each day's reading."""
        ask = partial(closing.forgotten, self._office)
        self._worker.read(self, ask, self._read, lambda error: self._screen.say(error.reason), key="forgotten")

    def _read(self, date: dt.date | None) -> None:
        self._forgotten = date
        self.show()

    def set_head(self, title: str) -> None:
        self._head = title

    def show(self) -> None:
        """Say what there is to say of closing just now."""
        day, now = self._screen.day, self._screen.model.now
        if self._forgotten is not None and self._forgotten != self._put_off:
            said = _("The meeting of %(date)s is not closed.") % {"date": long_date(self._forgotten)}
            acts = ((_("Close the day"), "", partial(self.open, self._forgotten)), (_("Later"), "", self._later))
            self._say(said, "warning", "calendar", acts)
        elif day is not None and day.closed:
            said = _("The day is closed; a change asks for a reason.")
            self._say(said, "plain", "lock_closed", ((_("Minutes"), "close_day", self.open),))
        elif self._may_be_closed(day, now):
            said = _("The meeting is over; the day can be closed.")
            self._say(said, "plain", "checkmark_circle", ((_("Close the day"), "close_day", self.open),))
        else:
            self.line.say("")

    def _say(self, said: str, role: str, icon: str, acts: tuple[Act, ...]) -> None:
        if self.line.text != said:  # each minute anew would tear the focus from its buttons
            self.line.say(said, role, icon, acts)

    def _may_be_closed(self, day: Day | None, now: dt.time) -> bool:
        rows = self._screen.model.rows
        if day is None or not day.meeting or day.closes is None or now < day.closes or not rows:
            return False
        return not any(in_tab(row, "waiting") for row in rows) and not day.in_room

    def _later(self) -> None:
        self._put_off = self._forgotten
        self.show()
        self._screen.go_home()

    def open(self, date: dt.date | None = None) -> None:
        """Ctrl+Shift+D: the end of this day, or of the one that was forgotten."""
        from ui.closing.page import ClosingPage  # noqa: PLC0415 - once a day, and the desk opens sooner without it
        from ui.closing.view_model import ClosingModel  # noqa: PLC0415

        page = ClosingPage(
            ClosingModel(self._office, self._worker, date or self._office.today()),
            size=self._screen.papers.printing.size,
        )
        page.set_title(self._head)
        page.closed.connect(self.read)
        page.day_wanted.connect(self.open)
        self._screen.over_wanted.emit(page)
