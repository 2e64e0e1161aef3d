"""The end of a meeting day: what is missing, what is written down, the closing and its papers. QtCore only."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import closing, lists, minutes, queue, turns
from app.closing import DayEnd, Minutes
from app.domain.codes import PaperSize
from app.domain.errors import UserError
from app.domain.persian.calendar import short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.office import Change, Office
from app.queue import QueueRow
from ui.desk.view_model import OF_THE_DAY
from ui.drafts import Keeper


class ClosingModel(QObject):
    """Of one day. What is typed is a draft until it is written down, and is written down with the closing."""

    read_ = Signal(object)
    """closing.DayEnd as it stands."""
    draft_found = Signal(object)
    """closing.Minutes that were left unwritten."""
    said = Signal(str, object)
    """What was done, in words, and the callable that takes it back, or None."""
    refused = Signal(str, str)
    """Field and reason; field "" is the day as a whole."""
    day_wanted = Signal(object)
    """The date of another meeting day."""
    drawn = Signal(str, object, str)
    """A paper: its title, the PDF, and what a copy is called."""

    def __init__(self, office: Office, worker: Any, date: dt.date, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office, self.worker, self.date = office, worker, date
        # each day's own: another one is opened while this one waits to be written down
        self._draft = Keeper(self, office, worker, f"closing.{date}", self._failed)
        worker.committed.connect(self._committed)

    def open(self) -> None:
        self.read()
        self._draft.find(self._found)

    def _found(self, values: dict[str, str], _kept_at: dt.datetime) -> None:
        self.draft_found.emit(Minutes(**{key: values[key] for key in vars(Minutes())}))

    def read(self) -> None:
        ask = partial(closing.of_day, self.office, self.date)
        self.worker.read(self, ask, self.read_.emit, self._failed, key="day")

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in {*OF_THE_DAY, "ruling", "referral", "booking"} for change in changes):
            self.read()

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    def go(self, *, later: bool) -> None:
        """To the meeting day before this one, or after it."""

        def found(beside: tuple[dt.date | None, dt.date | None]) -> None:
            date = beside[later]
            if date is None:
                self.refused.emit("", _("There is no other meeting day on this side."))
            else:
                self.day_wanted.emit(date)

        self.worker.read(self, partial(closing.beside, self.office, self.date), found, self._failed, key="beside")

    # what is typed -------------------------------------------------------------------------------------------------

    def typed(self, typed: Minutes) -> None:
        """What stands in the fields and is not written down yet."""
        self._draft.typed(dict(vars(typed)))

    def keep_now(self) -> None:
        """The page goes: what was typed is kept at once."""
        self._draft.close()

    # the acts ------------------------------------------------------------------------------------------------------

    def note(self, typed: Minutes) -> None:
        """Write down what was typed; on a day that is closed this is an amendment."""
        self._write(partial(closing.note, self.office, self.date, typed), _("It was written down."), None)

    def close_day(self, typed: Minutes) -> None:
        """Write down what was typed, and close the day."""

        def call() -> DayEnd:
            closing.note(self.office, self.date, typed)
            return closing.close(self.office, self.date)

        said = _("The meeting day %(date)s was closed.") % {"date": short_date(self.date)}
        self._write(call, said, partial(closing.reopen, self.office, self.date))

    def reopen(self) -> None:
        said = _("The closing was taken back; the day is open again.")
        self._write(partial(closing.reopen, self.office, self.date), said, None)

    def _write(self, call: Callable[[], DayEnd], said: str, undo: Callable[[], object] | None) -> None:
        typed = self._draft.values

        def done(end: DayEnd) -> None:
            self.read_.emit(end)
            self.said.emit(said, undo)

        def failed(error: UserError) -> None:
            if typed and not self._draft.values:
                self._draft.typed(typed)
            self._failed(error)

        self._draft.save(typed, call, done, failed)

    def undo(self, call: Callable[[], object]) -> None:
        self.worker.write(self, call, lambda _answer: self.said.emit(_("Undone."), None), self._failed)

    def finish(self, row: QueueRow) -> None:
        """Who is in the room still: the visit is over."""
        said = _("The visit of %(name)s is over: turn %(number)s.")
        self._step(partial(queue.finish, self.office, row.visit_id), said)

    def leave(self, row: QueueRow) -> None:
        self._step(partial(queue.leave, self.office, row.visit_id), _("%(name)s left unseen: turn %(number)s."))

    def _step(self, call: Callable[[], QueueRow], said: str) -> None:
        def done(row: QueueRow) -> None:
            undo = partial(turns.as_before, self.office, row)
            words = {"name": row.shown_name, "number": persian_digits(row.number or 0)}
            self.said.emit(said % words, undo)

        self.worker.write(self, call, done, self._failed)

    def carry(self, *rows: QueueRow) -> None:
        """To the next meeting, with the first place."""

        def done(carried: turns.Carried) -> None:
            said = _("%(n)s people have the first place at the meeting of %(date)s.")
            words = {"n": persian_digits(len(carried.rows)), "date": short_date(carried.date)}
            self.said.emit(said % words, partial(turns.as_before, self.office, *carried.rows))

        call = partial(turns.carry, self.office, tuple(row.visit_id for row in rows))
        self.worker.write(self, call, done, self._failed)

    # the papers ----------------------------------------------------------------------------------------------------

    def make_minutes(self) -> None:
        title = _("Minutes of %(date)s") % {"date": short_date(self.date)}
        self._draw(title, partial(minutes.minutes, self.office, self.date), "didar-minutes")

    def make_list(self) -> None:
        title = _("Visitor list of %(date)s") % {"date": short_date(self.date)}
        self._draw(title, partial(lists.visitor_list, self.office, self.date), "didar-list")

    def make_strip(self, size: PaperSize) -> None:
        title = _("The head's strip of %(date)s") % {"date": short_date(self.date)}
        self._draw(title, partial(minutes.head_strip, self.office, self.date, size), "didar-strip")

    def _draw(self, title: str, call: Callable[[], bytes], name: str) -> None:
        def drawn(pdf: bytes) -> None:
            self.drawn.emit(title, pdf, name)

        self.worker.read(self, call, drawn, self._failed, key="paper")
