"""The letters without widgets: which wait for what, making many, numbers and posting. QtCore only."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import handing_over, letter_drafts, letter_list, letters, mailing, office_settings
from app.domain.codes import LetterSize, Purpose
from app.domain.errors import UserError
from app.domain.persian.text import persian_digits
from app.domain.postal import shown_number
from app.domain.texts import _
from app.letter_drafts import ChosenRow, LeftOut
from app.letter_list import LetterRow, Step
from app.letters import Made, Numbered, Posted
from app.mailing import ForPost, sheet_of
from app.office import Change, Office
from app.security.rights import Right

LABELS = "didar-labels"
"""What a copy of the labels is called."""
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
    asked = Signal(object)
    """list[ChosenRow] of the chosen matters."""
    came_back = Signal(object)
    """LetterRow whose last step was undone."""
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
    drawn = Signal(str, bytes, str, int)
    """A paper to be looked at: its title, the PDF, what a copy is called, and how many letters it is about."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self.worker = office, worker
        self.step = Step.WRITE
        self.may = office.may(Right.FOLLOW_UP)
        self._stop = Event()
        self._last: LetterRow | None = None  # whose step the bar's undo takes back
        self.busy = False
        self.sheet = (3, 8)
        worker.committed.connect(self._committed)

    @property
    def today(self) -> dt.date:
        return self._office.today()

    def open(self) -> None:
        self.worker.read(self, partial(office_settings.of, self._office), self._settings, self._failed)
        self.read()

    def _settings(self, settings: office_settings.OfficeSettings) -> None:
        self.sheet = sheet_of(settings)
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

    def _not_done(self, error: UserError) -> None:
        """Somebody else may have changed what is shown."""
        self._failed(error)
        self.read()

    def ask(self, issue_ids: Sequence[int], purpose: Purpose) -> None:
        """Whom the letters of these matters would go to."""
        job = partial(letter_drafts.chosen, self._office, tuple(issue_ids), purpose)
        self.worker.read(self, job, self._asked, self._failed, key="asked")

    def _asked(self, rows: list[ChosenRow]) -> None:
        self.asked.emit(rows)

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
            said = f"{said} {_left_out(made.left_out)}"
        back = partial(letters.take_back, self._office, made.ids)
        self.done.emit(said, back, "warning" if made.left_out else "success")
        self.drawn.emit(_("Letters"), made.pdf, "didar-letters", len(made.ids))

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
        self._draw(_("Address labels"), partial(_labels, begin), rows, LABELS)

    def draw_post_list(self, rows: Sequence[LetterRow]) -> None:
        self._draw(_("List of registered letters for the post office"), mailing.post_list, rows, "didar-post-list")

    def _draw(
        self, title: str, call: Callable[[Office, Sequence[int]], bytes | ForPost], rows: Sequence[LetterRow], name: str
    ) -> None:
        """What has no address is left out of papers for the post, which is said."""
        ids = [row.id for row in rows if row.id is not None]

        def drawn(made: bytes | ForPost) -> None:
            if isinstance(made, bytes):
                self.drawn.emit(title, made, name, len(ids))
                return
            self.drawn.emit(title, made.pdf, name, made.count)
            if made.left_out:
                self.done.emit(_left_out(made.left_out), None, "warning")

        self.worker.read(self, partial(call, self._office, ids), drawn, self._not_done, key="paper")

    # what becomes of them ------------------------------------------------------------------------------------------

    def number(self, row: LetterRow, number: str, date: dt.date | None) -> None:
        def done(before: Numbered) -> None:
            said = _("The letter to %(name)s has the number %(number)s.")
            back = partial(letters.number, self._office, before.letter_id, before.number, before.date)
            said = said % {"name": row.name, "number": shown_number(number)}
            said = f"{said} {before.warning}" if before.warning else said
            self._written(row, said, back, "warning" if before.warning else "success")

        job = partial(letters.number, self._office, row.id or 0, number, date)
        self.worker.write(self, job, done, partial(self._not_written, row))

    def post(self, row: LetterRow, registered: str, on: dt.date) -> None:
        told = _("The letter to %(name)s was posted; the result is told.")
        self._send(
            row, partial(letters.posted, on=on, registered=registered), told, _("The letter to %(name)s was posted.")
        )

    def hand_over(self, row: LetterRow, to: str, on: dt.date) -> None:
        told = _("The letter to %(name)s was handed over; the result is told.")
        said = _("The letter to %(name)s was handed over.")
        self._send(row, partial(handing_over.handed_over, on=on, to=to), told, said)

    def _send(self, row: LetterRow, call: Callable[[Office, int], Posted], told: str, otherwise: str) -> None:
        def done(answer: Posted) -> None:
            said = (told if answer.told else otherwise) % {"name": row.name}
            back = partial(letters.take_back_posted, self._office, answer.letter_id)
            said = f"{said} {answer.warning}" if answer.warning else said
            self._written(row, said, back, "warning" if answer.warning else "success")

        self.worker.write(self, partial(call, self._office, row.id or 0), done, partial(self._not_written, row))

    def _written(self, row: LetterRow, said: str, back: Callable[[], object], role: str = "success") -> None:
        self.written.emit(row)
        self.done.emit(said, back, role)
        self._last = row

    def _not_written(self, row: LetterRow, error: UserError) -> None:
        self.not_written.emit(row, error.field or "", error.reason)

    def not_sent(self, row: LetterRow) -> None:
        """It was neither posted nor handed over after all."""
        if row.id is None or row.posted_on is None:
            return
        on = row.posted_on
        again = (
            partial(handing_over.handed_over, self._office, row.id, on, row.handed_to)
            if row.handed_to
            else partial(letters.posted, self._office, row.id, on, row.registered)
        )

        def done(_none: None) -> None:
            said = _("The letter to %(name)s waits to be sent again.")
            self._written(row, said % {"name": row.name}, again)

        self.worker.write(self, partial(letters.take_back_posted, self._office, row.id), done, self._not_done)

    def brought_back(self, row: LetterRow) -> None:
        """The post brought it back; a second press takes that back."""
        if row.id is None:
            return
        back, again = (partial(call, self._office, row.id) for call in (letters.came_back, letters.take_back_came_back))
        said = _("The letter to %(name)s came back; the result waits to be told.")
        if row.purpose is not Purpose.RESULT:
            said = _("The letter to %(name)s came back.")
        if row.came_back is not None:
            back, again, said = again, back, _("The letter to %(name)s did not come back.")

        def done(_answer: object) -> None:
            self.done.emit(said % {"name": row.name}, again, "success")
            self._last = row

        self.worker.write(self, back, done, self._not_done)

    def take_back(self, rows: Sequence[LetterRow]) -> None:
        ids = [row.id for row in rows if row.id is not None]
        said = _("The letter to %(name)s was put aside.") % {"name": rows[0].name}
        if len(ids) > 1:
            said = persian_digits(_("%(n)s letters were put aside.") % {"n": len(ids)})

        def done(_none: None) -> None:
            self.done.emit(said, partial(letters.put_back, self._office, ids), "success")
            self._last = rows[0]

        self.worker.write(self, partial(letters.take_back, self._office, ids), done, self._not_done)

    def undo(self, call: Callable[[], object]) -> None:
        row, self._last = self._last, None

        def done(_none: object) -> None:
            self.done.emit(_("Undone."), None, "success")
            if row is not None:
                self.came_back.emit(row)

        self.worker.write(self, call, done, self._not_done)


def _labels(begin: int, office: Office, ids: Sequence[int]) -> ForPost:
    return mailing.labels(office, ids, begin)


NAMED = 3


def _left_out(rows: Sequence[LeftOut]) -> str:
    """How many were left out, why, and who they are, as far as a line holds them."""
    said = []
    for why in dict.fromkeys(row.why for row in rows):
        names = [row.name for row in rows if row.why == why and row.name]
        more = len(names) - NAMED
        shown = "، ".join(names[:NAMED])
        if more > 0:
            shown = _("%(name)s and %(n)s others") % {"name": shown, "n": persian_digits(more)}
        said.append(f"{shown} ({why.rstrip('.')})" if shown else why)
    left = _("%(n)s were left out: %(who)s")
    return left % {"n": persian_digits(len(rows)), "who": "؛ ".join(said)}
