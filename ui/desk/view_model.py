"""The meeting-day screen's view model: the day, the queue and its steps, the form's saving and drafts. QtCore only."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import agency, corrections, drafts, late_entry, lists, meetings, visitors, visits, whole_day
from app.domain.codes import PresidedBy, QueueState
from app.domain.errors import Unavailable, UserError
from app.domain.texts import _
from app.drafts import KeptDraft
from app.late_entry import Slip
from app.office import Change, Office
from app.queue import QueueRow
from app.visits import Written
from app.whole_day import WholeDay
from ui.desk.day_acts import DayActs
from ui.desk.typed import Typed
from ui.drafts import Keeper

FORM, ASIDE = "desk", "desk.aside"
MOST_ASIDE = 99
OF_THE_DAY = {"visit", "issue", "meeting", "schedule"}


class DeskModel(DayActs):
    """What the desk shows and does. Every act is said with the callable that takes it back."""

    day_changed = Signal(object)
    """meetings.Day: today, with its hours, counts and who presides."""
    queue_changed = Signal(object)
    """tuple[QueueRow, …] of today, in order."""
    number_changed = Signal(int)
    """The number that the next visitor gets."""
    outlook_changed = Signal(object)
    """waiting.Outlook: how long who waits will wait, with the day and each minute."""
    minute_passed = Signal()
    agency_read = Signal(object)
    """agency.Details, for the counties of its province and the head's title."""
    saved = Signal(object, object)
    """QueueRow that was registered or corrected, and the Typed it came from."""
    refused = Signal(str, str)
    """The field of a form in place and the reason; field "" is the form as a whole."""
    not_saved = Signal(object, str, str)
    """The Typed that was handed over, its field and the reason; field "" is the form as a whole."""
    draft_found = Signal(object, object)
    """Typed that was left unfinished, and the instant it was kept."""
    draft_kept = Signal()
    aside_changed = Signal(object)
    """tuple[Typed, …] that were put aside, the latest first."""
    known_answered = Signal(str, object)
    """The digits of an id, and the visitors.Person whose they are, or None."""
    list_made = Signal(object, object)
    """The day's list as a PDF, and the day."""
    written_read = Signal(object)
    """visits.Written: a visit to be corrected."""
    earlier_read = Signal(object, object)
    """QueueRow, and the corrections.Earlier of its visit, the latest first."""
    opened = Signal()
    """The day was read for the first time, or could not be: whatever is less urgent may follow."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(office, worker, parent)
        self._rows: tuple[QueueRow, ...] = ()
        self._opened = False
        self._date = office.today()
        self._minute = office.time()
        self._aside: tuple[Typed, ...] = ()
        self._draft = Keeper(self, office, worker, FORM, self._failed, self.draft_kept.emit)
        self._ticking = QTimer(self, interval=1000)
        self._ticking.timeout.connect(self.tick)
        worker.committed.connect(self._committed)

    # the day -----------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Read everything that the screen shows, the day's list first, and what was left unfinished."""
        self._ticking.start()
        self.read()

    def _open_the_rest(self) -> None:
        if self._opened:
            return
        self._opened = True
        self.opened.emit()
        self._worker.read(self, partial(agency.details, self._office), self.agency_read.emit, self._failed)
        self._draft.find(lambda values, kept_at: self.draft_found.emit(Typed.from_json(values), kept_at))
        self._worker.read(self, partial(drafts.take, self._office, ASIDE), self._were_aside, self._failed)

    def close(self) -> None:
        """The screen goes: what was typed is kept at once."""
        self._ticking.stop()
        self._draft.close()

    def read(self) -> None:
        """Read the day again (F5)."""
        date = self._date
        self._worker.read(
            self, partial(whole_day.of, self._office, date), self._day_read, self._day_not_read, key="day"
        )

    def _day_read(self, read: WholeDay) -> None:
        if read.day.date != self._date:
            return
        self.day = read.day
        self.day_changed.emit(read.day)
        if read.rows != self._rows or not read.rows:
            self._rows = read.rows
            self.queue_changed.emit(self._rows)
        self.number_changed.emit(read.number)
        self.outlook_changed.emit(read.outlook)
        self._open_the_rest()

    def _day_not_read(self, error: UserError) -> None:
        self._failed(error)
        self._open_the_rest()

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in OF_THE_DAY for change in changes):
            self.read()

    def tick(self) -> None:
        """Waiting times are to the minute; at midnight another day begins."""
        if self._office.time() == self._minute and self._office.today() == self._date:
            return
        self._minute = self._office.time()
        self._date = self._office.today()
        self.read()  # an hour that was given may have come
        self.minute_passed.emit()

    @property
    def now(self) -> dt.time:
        return self._office.time()

    @property
    def today(self) -> dt.date:
        return self._office.today()

    @property
    def rows(self) -> tuple[QueueRow, ...]:
        return self._rows

    def make_list(self) -> None:
        """Draw the day's list (Ctrl+D)."""
        made = partial(self._list_made, self._date)
        self._worker.read(self, partial(lists.visitor_list, self._office, self._date), made, self._failed, key="list")

    def _list_made(self, date: dt.date, pdf: bytes) -> None:
        self.list_made.emit(pdf, date)

    # meetings out of the usual -------------------------------------------------------------------------------------

    def hold_substitute(self, reason: str, instead_of: dt.date | None) -> None:
        call = partial(meetings.hold_substitute, self._office, reason, instead_of=instead_of)
        self._act(call, _("The substitute meeting was opened."), refused=self._form_refused)

    def received_by_head(self, visit_id: int, reason: str) -> None:
        """The head himself received this one: it counts (c1)."""
        call = partial(visits.set_presided_by, self._office, visit_id, PresidedBy.HEAD, reason)
        undo = partial(visits.set_presided_by, self._office, visit_id, PresidedBy.DEPUTY, reason)
        self._act(call, _("It was corrected: the head received this visitor."), undo)

    # rows of the queue -------------------------------------------------------------------------------------------

    def first_in(self, states: Sequence[QueueState]) -> QueueRow | None:
        """The row that stands first in the list in one of these states, the states in order of preference.

        The head's own lane comes before the second one.
        """
        weekly = sorted((row for row in self._rows if row.number is not None), key=lambda row: row.lane is not None)
        return next((row for state in states for row in weekly if row.state is state), None)

    def withdraw(self, row: QueueRow) -> None:
        """Take a registration back."""
        self._act(partial(visits.withdraw, self._office, row.visit_id), _("The registration was taken back."))

    def correct_back(self, before: Written) -> None:
        """Undo a correction: the values before it, as one more correction."""
        self._act(partial(visits.correct, self._office, before.visit_id, before.new), _("Undone."))

    # the form ----------------------------------------------------------------------------------------------------

    def save(self, typed: Typed) -> None:
        """Register the visitor, or correct the visit that stands in the form; ends in `saved` or `not_saved`."""
        self._draft.save(
            typed.to_json(),
            partial(_saved, self._office, typed),
            lambda row: self.saved.emit(row, typed),
            lambda error: self.not_saved.emit(typed, error.field or "", error.reason),
        )

    def _form_refused(self, error: UserError) -> None:
        if isinstance(error, Unavailable):
            self.failed.emit(error.reason)
        else:
            self.refused.emit(error.field or "", error.reason)

    def correct(self, visit_id: int) -> None:
        """Read a visit into the form (Ctrl+E)."""
        self._worker.read(self, partial(visits.written, self._office, visit_id), self.written_read.emit, self._failed)

    def read_earlier(self, row: QueueRow) -> None:
        """What was corrected in this visit."""
        job = partial(corrections.of_visit, self._office, row.visit_id)
        self._worker.read(self, job, partial(self.earlier_read.emit, row), self._failed)

    def ask_known(self, key: str, digits: str) -> None:
        """Whether somebody has this id already."""
        ask = partial(visitors.known, self._office, **{key: digits})
        self._worker.read(self, ask, partial(self.known_answered.emit, digits), self._failed, key="known")

    # drafts ------------------------------------------------------------------------------------------------------

    def typed(self, typed: Typed) -> None:
        """The form now holds this; it is kept when the keys rest."""
        self._draft.typed({} if typed.empty else typed.to_json())

    def drop_draft(self) -> None:
        """The form was emptied on purpose: nothing of it is kept."""
        self._draft.drop()

    def put_aside(self, typed: Typed) -> None:
        """The form is emptied; what stood in it waits beside it."""
        self.wait_beside(typed)
        self.drop_draft()

    def wait_beside(self, typed: Typed) -> None:
        """Let this wait beside the form, whatever stands in it."""
        self._aside = (typed, *self._aside)[:MOST_ASIDE]
        self._keep_aside()

    def take_up(self, typed: Typed) -> None:
        """What was put aside goes back into the form."""
        self._aside = tuple(other for other in self._aside if other is not typed)
        self._keep_aside()

    def _keep_aside(self) -> None:
        values = {"forms": [typed.to_json() for typed in self._aside]}
        self._worker.write(self, partial(drafts.keep, self._office, ASIDE, values), None, self._failed)
        self.aside_changed.emit(self._aside)

    def _were_aside(self, draft: KeptDraft | None) -> None:
        if draft is not None:
            self._aside = tuple(Typed.from_json(values) for values in draft.values["forms"])
            self.aside_changed.emit(self._aside)


def _saved(office: Office, typed: Typed) -> QueueRow:
    new = typed.new
    if typed.correcting is not None:
        return visits.correct(office, typed.correcting, new, typed.reason)
    return visits.register(office, new) if new.slip is None else late_entry.register(office, new, Slip(**new.slip))
