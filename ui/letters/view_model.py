"""The letters without widgets: which wait for what, making many, numbers and posting. QtCore only."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import letter_list, letters, mailing, office_settings
from app.domain.codes import LetterSize, Purpose
from app.domain.errors import UserError
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.letter_list import LetterRow, Step
from app.letters import Made, Numbered, Posted
from app.office import Change, Office
from app.security.rights import Right

OF_THE_LETTERS = {"letter", "outcome", "notice", "reach", "issue", "referral"}


class StoppedError(UserError):
    """The user has stopped the making: nothing is kept."""

    def __init__(self) -> None:
        super().__init__(_("Stopped: no letter was made."))


class LettersModel(QObject):
    counted = Signal(object)
    """dict of Step and how many."""
    shown = Signal(object)
    """list[LetterRow] of the step."""
    size_read = Signal(object)
    """LetterSize that the office prints on."""
    making = Signal(int, int)
    """How many of how many are drawn."""
    ended = Signal()
    """Making has ended, one way or the other."""
    done = Signal(str, object, str)
    """What was done in words, the callable that takes it back or None, and a role."""
    refused = Signal(str, str)
    """Field and reason."""
    written = Signal(object)
    """A LetterRow whose number was written down."""
    not_written = Signal(object, str, str)
    """A LetterRow whose number was refused, the field and the reason."""
    drawn = Signal(str, bytes, str)
    """A paper to be looked at: its title, the PDF, and what a copy is called."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self.worker = office, worker
        self.step = Step.WRITE
        self.may = office.may(Right.FOLLOW_UP)
        self._stop = Event()
        self.busy = False
        worker.committed.connect(self._committed)

    @property
    def today(self) -> dt.date:
        return self._office.today()

    def open(self) -> None:
        self.worker.read(self, partial(office_settings.of, self._office), self._settings, self._failed)
        self.read()

    def _settings(self, settings: office_settings.OfficeSettings) -> None:
        self.size_read.emit(LetterSize(settings.letter_size))

    def show(self, step: Step) -> None:
        self.step = step
        self.read()

    def read(self) -> None:
        job = partial(letter_list.rows, self._office, self.step)
        self.worker.read(self, job, self.shown.emit, self._failed, key="rows")
        self.worker.read(self, partial(letter_list.counts, self._office), self.counted.emit, self._failed, key="counts")

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in OF_THE_LETTERS for change in changes):
            self.read()

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    # making --------------------------------------------------------------------------------------------------------

    def make(self, issue_ids: Sequence[int], purpose: Purpose, size: LetterSize) -> None:
        """The letters of these matters, in one PDF; a second Enter meanwhile is not heard."""
        if self.busy:
            return
        self.busy = True
        self._stop.clear()
        self.making.emit(0, len(issue_ids))
        job = partial(letters.make, self._office, tuple(issue_ids), purpose, size, self._told)
        self.worker.write(self, job, self._made, self._not_made)

    def stop(self) -> None:
        self._stop.set()

    def _told(self, done: int, of: int) -> None:
        """On the writing thread."""
        if self._stop.is_set():
            raise StoppedError
        if done % 10 == 0 or done == of:
            self.making.emit(done, of)

    def _made(self, made: Made) -> None:
        self.busy = False
        self.ended.emit()
        said = persian_digits(_("%(n)s letters were made.") % {"n": len(made.ids)})
        if made.left_out:
            one = made.left_out[0]
            left = _("%(n)s were left out: %(name)s (%(why)s)")
            words = {"n": persian_digits(len(made.left_out)), "name": one.name, "why": one.why.rstrip(".")}
            said = f"{said} {left % words}"
        back = partial(letters.take_back, self._office, made.ids)
        self.done.emit(said, back, "warning" if made.left_out else "success")
        self.drawn.emit(_("Letters"), made.pdf, "didar-letters")

    def _not_made(self, error: UserError) -> None:
        self.busy = False
        self.ended.emit()
        if isinstance(error, StoppedError):
            self.done.emit(error.reason, None, "plain")
        else:
            self._failed(error)

    # papers --------------------------------------------------------------------------------------------------------

    def draw(self, rows: Sequence[LetterRow]) -> None:
        self._draw(_("Letters"), letters.pdf, rows, "didar-letters")

    def draw_labels(self, rows: Sequence[LetterRow], begin: int) -> None:
        self._draw(_("Address labels"), partial(_labels, begin), rows, "didar-labels")

    def draw_post_list(self, rows: Sequence[LetterRow]) -> None:
        self._draw(_("List of registered letters for the post office"), mailing.post_list, rows, "didar-post-list")

    def _draw(
        self, title: str, call: Callable[[Office, Sequence[int]], bytes], rows: Sequence[LetterRow], name: str
    ) -> None:
        ids = [row.id for row in rows if row.id is not None]

        def drawn(pdf: bytes) -> None:
            self.drawn.emit(title, pdf, name)

        self.worker.read(self, partial(call, self._office, ids), drawn, self._failed, key="paper")

    # what becomes of them ------------------------------------------------------------------------------------------

    def number(self, row: LetterRow, number: str, date: dt.date | None) -> None:
        def done(before: Numbered) -> None:
            said = _("The letter to %(name)s has the number %(number)s.")
            back = partial(letters.number, self._office, before.letter_id, before.number, before.date)
            self.written.emit(row)
            self.done.emit(said % {"name": row.name, "number": persian_digits(number)}, back, "success")

        job = partial(letters.number, self._office, row.id or 0, number, date)
        self.worker.write(self, job, done, partial(self._not_written, row))

    def post(self, row: LetterRow, registered: str, on: dt.date) -> None:
        def done(answer: Posted) -> None:
            told = _("The letter to %(name)s was posted; the result is told.")
            said = (told if answer.told else _("The letter to %(name)s was posted.")) % {"name": row.name}
            back = partial(letters.take_back_posted, self._office, answer.letter_id)
            said = f"{said} {isolate(answer.warning)}" if answer.warning else said
            self.written.emit(row)
            self.done.emit(said, back, "warning" if answer.warning else "success")

        job = partial(letters.posted, self._office, row.id or 0, on, registered)
        self.worker.write(self, job, done, partial(self._not_written, row))

    def _not_written(self, row: LetterRow, error: UserError) -> None:
        self.not_written.emit(row, error.field or "", error.reason)

    def take_back(self, rows: Sequence[LetterRow]) -> None:
        ids = [row.id for row in rows if row.id is not None]
        said = persian_digits(_("%(n)s letters were taken back.") % {"n": len(ids)})
        job = partial(letters.take_back, self._office, ids)
        self.worker.write(self, job, lambda _none: self.done.emit(said, None, "success"), self._failed)

    def undo(self, call: Callable[[], object]) -> None:
        self.worker.write(self, call, lambda _none: self.done.emit(_("Undone."), None, "success"), self._failed)


def _labels(begin: int, office: Office, ids: Sequence[int]) -> bytes:
    return mailing.labels(office, ids, begin)
