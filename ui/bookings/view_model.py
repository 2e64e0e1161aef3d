"""Bookings as the desk sees them: who is expected today, the coming days' lists, and the form's draft. QtCore only."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import arrivals, booking_days, booking_moves, bookings, gate, meetings, office_settings
from app.booking_days import BookedDay
from app.booking_moves import FallenDay, Telling
from app.bookings import BookingRow, NewBooking
from app.domain.errors import Refused, UserError
from app.domain.persian.calendar import clock, long_date, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.office import Change, Office
from ui.drafts import Keeper

FORM = "desk.booking"
DAYS = 8
CONCERNED = {"booking", "visit", "meeting", "schedule", "office_setting"}


@dataclass(frozen=True)
class TypedBooking:
    """What stands in the form. date: None for the day that is shown. correcting: the booking that is corrected.

    from_visit: it was taken over from the visitor's form, which is done with once this is saved.
    """

    new: NewBooking
    date: dt.date | None = None
    correcting: int | None = None
    from_visit: bool = False

    @property
    def empty(self) -> bool:
        new = self.new
        return not any((*new.particulars.values(), new.subject, new.companions, new.note))

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "date": self.date.isoformat() if self.date else None}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "TypedBooking":
        date = values["date"]
        return cls(
            NewBooking(**values["new"]),
            dt.date.fromisoformat(date) if date else None,
            values["correcting"],
            values["from_visit"],
        )


Undo = Callable[[], tuple[list[BookingRow], list[Telling]]]
"""It answers with the bookings as they stand again, and with who of them was told of another turn."""


@dataclass(frozen=True)
class Fallen:
    """A day that fell out with those who are booked, and the next day that has places for them."""

    day: FallenDay
    to: dt.date | None


@dataclass(frozen=True)
class Today:
    """expected: booked and not come yet. full: walk-ins and bookings together are as many as the day takes.

    fallen: the first day whose bookings have nowhere to come to.
    """

    date: dt.date
    expected: tuple[BookingRow, ...]
    full: bool
    fallen: Fallen | None


@dataclass(frozen=True)
class Shown:
    """The day that is looked at, its list, and the days beside it."""

    day: BookedDay
    rows: tuple[BookingRow, ...]
    days: tuple[BookedDay, ...]


class BookingsModel(QObject):
    today_changed = Signal(object)
    """Today."""
    shown = Signal(object)
    """Shown, while the list is open."""
    saved = Signal(object, object, object)
    """BookingRow, the TypedBooking it came from, and the row before a correction or None."""
    not_saved = Signal(str, str)
    """Field and reason."""
    said = Signal(str, object)
    """What was done, in words, and the callable that takes it back."""
    failed = Signal(str)
    draft_found = Signal(object, object)
    """TypedBooking that was left unfinished, and the instant it was kept."""
    list_made = Signal(object, object)
    """The gate's list as a PDF, and its day."""
    arrived = Signal(object, object)
    """visits.NewVisit to fill the visitor's form with, and the BookingRow."""
    moved = Signal(object)
    """list[BookingRow] that were moved with their day, and whose people have to be told."""
    texts_made = Signal(object)
    """list[booking_moves.Telling]."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        self._date: dt.date | None = None
        self._is_open = self._writing = False
        self._draft = Keeper(self, office, worker, FORM, self._failed)
        worker.committed.connect(self._committed)

    # reading -------------------------------------------------------------------------------------------------------

    def open(self) -> None:
        self.read()
        self._draft.find(lambda values, kept_at: self.draft_found.emit(TypedBooking.from_json(values), kept_at))

    def close(self) -> None:
        """The screen goes: what was typed is kept at once."""
        self._draft.close()

    def read(self) -> None:
        """Read today again, and the list that is open."""
        self._worker.read(self, partial(_today, self._office), self.today_changed.emit, self._failed, key="today")
        if self._is_open:
            job = partial(_shown, self._office, self._date)
            self._worker.read(self, job, self._show, self._failed, key="shown")

    def _show(self, shown: Shown) -> None:
        self._date = shown.day.date
        self.shown.emit(shown)

    def show_day(self, date: dt.date | None) -> None:
        """Look at this day; None: the next meeting."""
        self._is_open, self._date = True, date
        self.read()

    def hide(self) -> None:
        """Nobody looks at the list any more."""
        self._is_open, self._date = False, None

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in CONCERNED for change in changes):
            self.read()

    def now(self) -> dt.datetime:
        return self._office.now()

    @property
    def today(self) -> dt.date:
        return self._office.today()

    # acts ----------------------------------------------------------------------------------------------------------

    def save(self, typed: TypedBooking) -> None:
        """Take the booking, or correct the one that stands in the form. A second Enter meanwhile is not heard."""
        if self._writing:
            return
        self._writing = True
        left = replace(typed, from_visit=False).to_json()
        self._draft.save(left, partial(_saved, self._office, typed), partial(self._saved, typed), self._not_saved)

    def _saved(self, typed: TypedBooking, answer: tuple[BookingRow, BookingRow | None]) -> None:
        self._writing = False
        row, before = answer
        self.saved.emit(row, typed, before)

    def _not_saved(self, error: UserError) -> None:
        self._writing = False
        self.not_saved.emit(error.field or "", error.reason)

    def cancel(self, row: BookingRow) -> None:
        said = _("The booking of %(name)s was cancelled.") % {"name": row.name}
        self._act(partial(bookings.cancel, self._office, row.booking_id), said, self.as_before(row))

    def take_back(self, row: BookingRow) -> None:
        """Undo of taking it."""
        self._act(partial(bookings.cancel, self._office, row.booking_id), _("Undone."), None)

    def as_before(self, *rows: BookingRow) -> Undo:
        """What takes a change of these back."""
        return partial(_undone, self._office, rows)

    def move_all(self, fallen: Fallen) -> None:
        """Everybody of a day that fell out goes to the next meetings."""

        def call() -> tuple[list[BookingRow], set[int]]:
            rows = booking_moves.move_all(self._office, fallen.day.date, fallen.to)
            tellings = booking_moves.telling(self._office, tuple(rows))
            return rows, {one.booking_id for one in tellings if one.by_sms}

        def done(moved: tuple[list[BookingRow], set[int]]) -> None:
            rows, by_sms = moved
            words = {"n": persian_digits(len(rows)), "date": short_date(fallen.day.date)}
            said = _("%(n)s bookings of %(date)s were moved.") % words
            if by_sms:
                said += " " + _("%(n)s SMS wait") % {"n": persian_digits(len(by_sms))}
            self.said.emit(said, self.as_before(*fallen.day.rows))
            if others := [row for row in rows if row.moved_from and row.booking_id not in by_sms]:
                self.moved.emit(others)

        self._worker.write(self, call, done, self._failed)

    def make_texts(self, rows: tuple[BookingRow, ...]) -> None:
        """What those who were moved have to be told."""
        self._worker.read(self, partial(booking_moves.telling, self._office, rows), self.texts_made.emit, self._failed)

    def make_list(self, date: dt.date) -> None:
        """Draw the list for the gate."""
        made = partial(self._list_made, date)
        self._worker.read(self, partial(gate.gate_list, self._office, date), made, self._failed, key="gate")

    def _list_made(self, date: dt.date, pdf: bytes) -> None:
        self.list_made.emit(pdf, date)

    def arrive(self, row: BookingRow) -> None:
        """Who was booked has come: what is known goes into the visitor's form."""
        job = partial(arrivals.arriving, self._office, row.booking_id)
        self._worker.read(self, job, lambda new: self.arrived.emit(new, row), self._failed, key="arriving")

    def undo(self, call: Undo) -> None:
        """call: of `as_before`. Who was told the turn that was taken back is told anew, or the secretary hears it."""

        def undone(answer: tuple[list[BookingRow], list[Telling]]) -> None:
            rows, told = answer
            by_sms = sum(one.by_sms for one in told)
            waits = _("%(n)s SMS wait") % {"n": persian_digits(by_sms)} if by_sms else ""
            untold = [one.name for one in told if not one.by_sms]
            self.said.emit(" ".join(filter(None, (_("Undone."), waits, _to_be_called(untold)))), None)
            if to_tell := {one.booking_id for one in told if one.text and not one.by_sms}:
                self.moved.emit([row for row in rows if row.booking_id in to_tell])

        self._worker.write(self, call, undone, self._failed)

    def _act(self, call: Callable[[], object], said: str, undo: Callable[[], object] | None) -> None:
        self._worker.write(self, call, lambda _answer: self.said.emit(said, undo), self._failed)

    def _failed(self, error: UserError) -> None:
        self.failed.emit(error.reason)

    # the draft -----------------------------------------------------------------------------------------------------

    def typed(self, typed: TypedBooking) -> None:
        """The form now holds this; it is kept when the keys rest."""
        self._draft.typed({} if typed.empty else typed.to_json())


def _undone(office: Office, rows: tuple[BookingRow, ...]) -> tuple[list[BookingRow], list[Telling]]:
    return bookings.as_before(office, rows), booking_moves.told_otherwise(office, rows)


def _to_be_called(names: list[str]) -> str:
    if not names:
        return ""
    more = {"name": names[0], "n": persian_digits(len(names) - 1)}
    who = _("%(name)s and %(n)s others") % more if len(names) > 1 else names[0]
    return _("%(who)s was told another turn by SMS: call and say which one stands.") % {"who": who}


def said_of(row: BookingRow) -> str:
    """Whose booking it is now, and when."""
    words = {"name": row.name, "date": long_date(row.date), "hour": clock(row.hour) if row.hour else ""}
    if row.hour:
        return _("%(name)s is booked for %(date)s at %(hour)s.") % words
    return _("%(name)s is booked for %(date)s.") % words


def _saved(office: Office, typed: TypedBooking) -> tuple[BookingRow, BookingRow | None]:
    if typed.date is None:
        raise Refused(_("No coming meeting day is known; choose one."), "date")
    if typed.correcting is None:
        return bookings.book(office, typed.new, typed.date), None
    before = bookings.one(office, typed.correcting)
    return bookings.correct(office, before.booking_id, typed.new, typed.date), before


def _today(office: Office) -> Today:
    date = office.today()
    expected = tuple(bookings.expected(office, date))
    day, capacity = meetings.on(office, date), office_settings.of(office).capacity
    registered = day.waiting + day.in_room + day.seen + day.left
    full = day.meeting and 0 < capacity <= registered + len(expected)
    fallen = next(iter(booking_moves.fallen(office)), None)
    return Today(
        date=date,
        expected=expected if day.meeting else (),
        full=full,
        fallen=Fallen(fallen, _free_after(office, fallen.date)) if fallen is not None else None,
    )


def _free_after(office: Office, date: dt.date) -> dt.date | None:
    days = booking_days.days(office, 2 * DAYS)
    return next((day.date for day in days if day.date > date and not day.full), None)


def _shown(office: Office, date: dt.date | None) -> Shown:
    days = tuple(booking_days.days(office, DAYS))
    if date is None:
        later = [day for day in days if day.date > office.today()] or list(days)
        date = next((day.date for day in later if not day.full), later[0].date if later else office.today())
    day = next((day for day in days if day.date == date), None) or booking_days.day(office, date)
    return Shown(day, tuple(bookings.of_day(office, date)), days)
