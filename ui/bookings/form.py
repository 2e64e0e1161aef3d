"""The form of one booking, for who has a receiver in one hand: name, phone, matter, day and half hour."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.booking_days import BookedDay
from app.bookings import GIVEN, BookingRow, NewBooking
from app.domain.persian import ids
from app.domain.persian.calendar import clock, long_date, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.register.rows import FIELD_CHECKS
from ui.bookings.view_model import TypedBooking
from ui.style import look
from ui.widgets.buttons import OUTLINED, PLAIN, Button
from ui.widgets.combo import ComboField
from ui.widgets.drawing import width_of
from ui.widgets.field import DigitField, LabelLine, TextField
from ui.widgets.form import Form
from ui.widgets.ids import MobileField
from ui.widgets.scroll import Body
from ui.widgets.segment import Segment
from ui.widgets.strip import Strip
from ui.widgets.tabs import LARGE
from ui.widgets.text import Elided, Text
from ui.widgets.wrap import Wrap

LEAST_FIELD = 84
"""Pixels; what does not get them beside its neighbours goes to the next line."""

MOST_DAYS, MOST_HOURS_WITH_PLACES = 4, 9


class BookingForm(QFrame):
    """Holds what was typed. `saving` asks for it to be saved, `closed` for it to be put away as it stands."""

    saving = Signal()
    closed = Signal()
    changed = Signal()
    discarded = Signal()
    day_wanted = Signal(object)
    taking_over = Signal()
    """The person in the visitor's form is to be booked instead of registered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(_("Book a turn"))
        self._days: tuple[BookedDay, ...] = ()
        self._date: dt.date | None = None
        self._hour: dt.time | None = None
        self._kept: dict[str, str] = {}
        self._visitor_id: int | None = None
        self._correcting: BookingRow | int | None = None
        self._note = ""
        self._again = self._from_visit = self._filling = False
        self.heading = Text("", "strong")
        self.about = Elided("", "words", "muted")
        self.take_over = Button(_("From the visitor's form"), "person", kind=PLAIN, key="book", measure="small")
        self.strip = Strip()
        self.first_name = TextField(_("First name"), "first_name", required=True, missing=_("Enter the first name."))
        self.last_name = TextField(_("Last name"), "last_name", required=True, missing=_("Enter the last name."))
        self.mobile = MobileField(_("Mobile"), "mobile")
        self.subject = ComboField(_("Subject"), "subject")
        an_id = partial(ids.person_id, field="national_id")
        self.id = DigitField(_("National id, if given"), "national_id", most=12, rule=an_id)
        self.companions = DigitField(_("Companions"), "companions", most=6, rule=FIELD_CHECKS["companions"])
        self.day_line = LabelLine(_("Meeting day (free places)"), self)
        self.day = Segment([(None, "")], _("Meeting day"))
        self.hour_line = LabelLine(_("Half hour (free places)"), self)
        self.hour = Segment([(None, "")], _("Half hour"))
        self.save = Button(_("Book the turn"), "checkmark", key="save", kind=OUTLINED, on_click=self.saving.emit)
        self.back = Button(_("Close"), cap="Esc", on_click=self.closed.emit)
        self.discard = Button(_("Discard"), kind=PLAIN, on_click=self.discarded.emit)
        self.line = Elided("", "caption", "muted")
        self._lay_out()
        self.fields = [self.first_name, self.last_name, self.mobile, self.subject, self.id, self.companions]
        self.keys = Form([*self.fields, self.day, self.hour], self.saving.emit, self)
        self._connect()
        self.clear()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.heading)
        head.addWidget(self.about, 1)
        head.addWidget(self.take_over)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.save)
        foot.addWidget(self.back)
        foot.addWidget(self.line, 1)
        foot.addWidget(self.discard)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.strip)
        inner = QWidget()
        self._body = QVBoxLayout(inner)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._scroll = Body(inner)
        self._column.addWidget(self._scroll)
        for parts in (
            ((self.first_name, 3), (self.last_name, 4), (self.mobile, 3)),
            ((self.subject, 5), (self.id, 3), (self.companions, 2)),
        ):
            row = Wrap(gap=12, stretched=True)
            row.line_gap = 4
            for part, stretch in parts:
                row.addWidget(part, stretch)
            self._body.addLayout(row)
        for line, segment in ((self.day_line, self.day), (self.hour_line, self.hour)):
            both = QVBoxLayout()
            both.setSpacing(0)
            both.addWidget(line)
            both.addWidget(segment)
            self._body.addLayout(both)
        self._column.addLayout(foot)
        self._space()

    def _space(self) -> None:
        edge, compact = look().measure("pad"), look().compact
        self._column.setContentsMargins(edge, 4 if compact else 8, edge, 4 if compact else 10)
        self._column.setSpacing(2 if compact else 6)
        self._body.setSpacing(2 if compact else 6)
        least = round(LEAST_FIELD * max(1.0, look().factor))
        for field in (self.first_name, self.last_name, self.mobile, self.subject, self.id, self.companions):
            field.setMinimumWidth(max(least, width_of(field.label, look().font("caption")) + 4))

    def _connect(self) -> None:
        look().changed.connect(self._space)
        self.keys.aside.connect(self.closed)
        self.keys.changed.connect(self._changed)
        self.take_over.clicked.connect(self.taking_over)
        self.day.changed.connect(self.day_wanted)
        self.hour.changed.connect(self._hour_chosen)
        for field in self.fields:
            field.edit.focused.connect(partial(self._show_focused, field))
        for segment in (self.day, self.hour):
            segment.installEventFilter(self)

    def _show_focused(self, part: QWidget) -> None:
        self._scroll.ensureWidgetVisible(part, 0, 8)

    def _changed(self) -> None:
        if not self._filling:
            self._again = False
            self.strip.say("")
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Plus and minus on the day: the next and the previous one."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Segment):
            self._show_focused(watched)
        if watched is self.day and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {"+": 1, "=": 1, "-": -1, "−": -1}.get(event.text())
            if by is not None:
                self.step_day(by)
                return True
        return super().eventFilter(watched, event)

    def step_day(self, by: int) -> None:
        """The meeting day after or before the one that is chosen."""
        dates = [day.date for day in self._days]
        if self._date in dates:
            at = min(len(dates) - 1, max(0, dates.index(self._date) + by))
            self.day_wanted.emit(dates[at])

    # what stands in it ---------------------------------------------------------------------------------------------

    def typed(self) -> TypedBooking:
        number = self.id.text()
        particulars = dict.fromkeys(GIVEN, "") | self._kept
        particulars |= {field.name: field.text() for field in (self.first_name, self.last_name, self.mobile)}
        particulars |= {"national_id": "", "foreign_id": "", ids.key_of(number) or "national_id": number}
        hour = self._hour if self.hour.isVisibleTo(self) else None
        correcting = self._correcting
        return TypedBooking(
            NewBooking(
                particulars=particulars,
                subject=self.subject.text(),
                hour=f"{hour:%H:%M}" if hour else "",
                companions=self.companions.text(),
                note=self._note,
                visitor_id=self._visitor_id,
                again=self._again,
            ),
            self._date,
            correcting.booking_id if isinstance(correcting, BookingRow) else correcting,
            self._from_visit,
        )

    def fill(self, typed: TypedBooking, row: BookingRow | None = None) -> None:
        """Show this. row: the booking that is corrected, as it stands."""
        new = typed.new
        self._filling = True
        self._kept = {key: new.particulars.get(key, "") for key in ("father_name",)}
        self._visitor_id, self._again, self._note = new.visitor_id, new.again, new.note
        self._correcting, self._from_visit = row or typed.correcting, typed.from_visit
        for field in self.fields:
            field.clear()
        for field in (self.first_name, self.last_name, self.mobile):
            field.set_text(new.particulars.get(field.name, ""))
        self.subject.set_text(new.subject)
        self.id.set_text(new.particulars.get("national_id") or new.particulars.get("foreign_id") or "")
        self.companions.set_text(new.companions)
        self._hour = dt.time.fromisoformat(new.hour.zfill(5)) if new.hour else None
        self._date = typed.date or self._date
        self.strip.say("")
        self.line.set_text("")
        self.discard.hide()
        self.take_over.hide()
        correcting = self._correcting is not None
        self.heading.setText(_("Correct or move the booking") if correcting else _("Book a turn"))
        self.save.set_text(_("Save the correction") if correcting else _("Book the turn"))
        self._show_days()
        self._filling = False

    def clear(self) -> None:
        self.fill(TypedBooking(NewBooking({})))

    @property
    def empty(self) -> bool:
        return self.typed().empty

    @property
    def correcting(self) -> bool:
        return self._correcting is not None

    def say_restored(self, hour: str) -> None:
        self.line.set_text(_("The unfinished form of %(hour)s was restored.") % {"hour": hour})
        self.discard.show()

    def offer_take_over(self, name: str) -> None:
        """Who stands in the visitor's form; "" when nobody does."""
        self.take_over.setVisible(bool(name) and self._correcting is None and self.empty)
        self.take_over.setToolTip(name)

    def set_subjects(self, subjects: dict[str, list[str]]) -> None:
        self.subject.set_choices([name for heading, below in subjects.items() for name in (below or [heading])])

    # day and half hour ---------------------------------------------------------------------------------------------

    def set_days(self, days: tuple[BookedDay, ...], shown: dt.date) -> None:
        """The days for which bookings are taken; the one that is shown is chosen, unless it takes none."""
        self._days = days
        dates = [day.date for day in days]
        if shown in dates:
            self._date = shown
        elif self._date not in dates:
            self._date = next((day.date for day in days if not day.full), dates[0] if dates else None)
        self._show_days()

    def _day(self) -> BookedDay | None:
        return next((day for day in self._days if day.date == self._date), None)

    def _show_days(self) -> None:
        day = self._day()
        if day is None:
            for part in (self.day_line, self.day, self.hour_line, self.hour):
                part.setVisible(part in (self.day_line, self.day) and bool(self._days))
            self.about.set_text("" if self._days else _("No coming meeting day is known; choose one."))
            return
        most = MOST_DAYS - (look().compact or look().factor > LARGE)
        at = self._days.index(day)
        first = min(max(0, at - 1), max(0, len(self._days) - most))
        self.day.set_parts([(d.date, _part(d)) for d in self._days[first : first + most]], day.date)
        self.about.set_text(long_date(day.date))
        self._show_hours(day)
        for part in (self.day_line, self.day):
            part.show()
        for part in (self.hour_line, self.hour):
            part.setVisible(bool(day.halves))

    def _show_hours(self, day: BookedDay) -> None:
        if not day.halves:
            return
        starts = [half.start for half in day.halves]
        row = self._correcting
        own = isinstance(row, BookingRow) and (row.date, row.hour) == (day.date, self._hour)
        half = day.half(self._hour) if self._hour else None
        if not (own and self._hour in starts) and (half is None or not half.free):
            self._hour = day.first_free or starts[0]
        tight = look().compact or look().factor > LARGE
        halves = [half for half in day.halves if half.free or half.start == self._hour or not tight]
        places = len(halves) <= MOST_HOURS_WITH_PLACES - 4 * tight
        self.hour.set_parts([(h.start, _half(clock(h.start), h.free, places=places)) for h in halves], self._hour)
        free = next(h.free for h in day.halves if h.start == self._hour)
        self.hour_line.tell(_places(free), "muted", "")

    def _hour_chosen(self, hour: dt.time) -> None:
        self._hour = hour
        day = self._day()
        half = day.half(hour) if day else None
        if half is not None:
            self.hour_line.tell(_places(half.free), "muted", "")
        self.hour_line.refuse("")

    # saving --------------------------------------------------------------------------------------------------------

    def check(self) -> bool:
        """Ask every field; the focus goes to the first that is refused."""
        return self.keys.check()

    def say(self, field: str, reason: str) -> None:
        """A refusal where it belongs."""
        lines = {"date": (self.day_line, self.day), "hour": (self.hour_line, self.hour)}
        if field in lines:
            line, segment = lines[field]
            line.refuse(reason)
            segment.setFocus()
        elif not self.keys.say("national_id" if field == "foreign_id" else field, reason):
            self.strip.say(reason, "danger", "error_circle", filled=True)
            self.first_name.setFocus()

    def ask_again(self, reason: str, again: Callable[[], object], not_again: Callable[[], object]) -> None:
        """Somebody of this name is booked for that day: is he meant again?"""
        acts = ((_("Book again"), "", again), (_("Cancel"), "", not_again))
        self.strip.say(reason, "warning", "info", acts)
        self.strip.buttons[0].setFocus()

    def mean_again(self) -> None:
        self._again = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _part(day: BookedDay) -> str:
    words = {"date": short_date(day.date), "n": persian_digits(day.free or 0)}
    if day.free is None:
        return short_date(day.date)
    return (_("%(date)s: full") if day.full else _("%(date)s: %(n)s free")) % words


def _half(hour: str, free: int, *, places: bool) -> str:
    if not free:
        return _("%(hour)s full") % {"hour": hour}
    return f"{hour} ({persian_digits(free)})" if places else hour


def _places(free: int) -> str:
    return _("%(n)s places free") % {"n": persian_digits(free)} if free else _("full")
