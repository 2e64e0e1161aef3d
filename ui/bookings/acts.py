"""What bookings do at the desk: taken by phone, ticked in on arrival, moved with their day; then back to the box."""

import datetime as dt
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from app.booking_moves import Telling
from app.bookings import BookingRow, NewBooking
from app.domain.persian.calendar import TEHRAN, clock, long_date, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.visits import NewVisit
from ui import keys
from ui.bookings.view_model import BookingsModel, Fallen, Today, TypedBooking, said_of
from ui.desk.box_model import Offer
from ui.widgets.strip import Act, Strip

if TYPE_CHECKING:
    from ui.bookings.panel import BookingsView
    from ui.desk.screen import DeskScreen
    from ui.desk.typed import Typed


class BookingActs:
    """Stands between the desk, its forms and the bookings' view model."""

    def __init__(self, screen: "DeskScreen", model: BookingsModel) -> None:
        self._screen, self.model = screen, model
        self.full, self.fallen = Strip(wrap=True), Strip(wrap=True)
        self._today: Today | None = None
        self._left: TypedBooking | None = None
        self._visit: Typed | None = None
        self._subjects: dict[str, list[str]] = {}
        model.today_changed.connect(self._show_today)
        model.saved.connect(self._saved)
        model.not_saved.connect(self._not_saved)
        model.said.connect(self._say)
        model.failed.connect(lambda reason: screen.bar.say(reason, role="danger"))
        model.draft_found.connect(self._restore)
        model.list_made.connect(self._preview)
        model.arrived.connect(self._fill_visit)
        model.moved.connect(self._moved)
        model.texts_made.connect(self._copy_texts)
        screen.box.taken.connect(self._taken)

    @cached_property
    def view(self) -> "BookingsView":
        """Made when it is first wanted: the desk opens sooner."""
        from ui.bookings.panel import BookingsView  # noqa: PLC0415

        view, model = BookingsView(), self.model
        view.hide()
        form, panel = view.form, view.panel
        form.set_subjects(self._subjects)
        model.shown.connect(lambda shown: panel.show_day(shown, model.today))
        model.shown.connect(lambda shown: form.set_days(shown.days, shown.day.date))
        form.changed.connect(lambda: model.typed(form.typed()))
        form.saving.connect(self.save)
        form.closed.connect(self.close)
        form.discarded.connect(self._discard)
        form.day_wanted.connect(self._show)
        form.taking_over.connect(self.take_over)
        panel.day_wanted.connect(self._show)
        panel.correct_wanted.connect(self._correct)
        panel.cancel_wanted.connect(model.cancel)
        panel.arrive_wanted.connect(self.arrive)
        panel.print_wanted.connect(model.make_list)
        panel.texts_wanted.connect(model.make_texts)
        panel.record_wanted.connect(self._screen.issues.open_record_of)
        for key, act in (("earlier", partial(panel.step, -1)), ("later", partial(panel.step, 1))):
            keys.action(key, view, act)
        keys.action("today", panel, lambda: self._show(model.today))
        self._screen.put_beside(view)
        return view

    @property
    def _made(self) -> bool:
        return "view" in vars(self)

    def set_subjects(self, subjects: dict[str, list[str]]) -> None:
        """The office's list."""
        self._subjects = subjects
        if self._made:
            self.view.form.set_subjects(subjects)

    def unmask(self, on: bool) -> None:
        """F3 held: phones are shown whole."""
        if self._made:
            self.view.panel.unmask(on)

    # opening and closing -------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Shift+F2: the form of a new booking. Once more: the person in the visitor's form is booked instead."""
        form = self.view.form
        if self.view.isVisible() and form.isAncestorOf(self._screen.focusWidget() or form) and form.empty:
            self.take_over()
            return
        if not self.view.isVisible():
            self._show(self._left.date if self._left is not None else None)
            self._screen.show_bookings(on=True)
        form.offer_take_over(self._screen.form.typed().name)
        form.keys.focus_first()

    def _show(self, date: dt.date | None) -> None:
        self.model.show_day(date)

    def show_day(self, date: dt.date) -> None:
        """The list of a day, the cursor in it."""
        self._show(date)
        self._screen.show_bookings(on=True)
        self.view.panel.table.setFocus()

    def close(self) -> None:
        """Esc: what is half typed stays for the next time; the queue is back, the cursor in the box."""
        self.give_way()
        self._screen.go_home()

    def give_way(self) -> None:
        """Something else opens in the queue's place: keys must never go to what the bookings cover."""
        if not self._made or self.view.isHidden():
            return
        if self.view.form.correcting:
            self.view.form.clear()
            self.model.typed(self.view.form.typed())
        elif not self.view.form.empty:  # the next caller's name would go into this form, and nothing would tell
            self.view.form.say_restored(clock(self.model.now().time()))
        self._screen.show_bookings(on=False)
        self.model.hide()
        self.view.panel.tell.say("")

    @property
    def is_open(self) -> bool:
        return self._made and self.view.isVisible()

    @property
    def has_focus(self) -> bool:
        focus = self._screen.focusWidget()
        return focus is not None and self.is_open and self.view.isAncestorOf(focus)

    # a new booking -------------------------------------------------------------------------------------------------

    def take_over(self) -> None:
        """The day is full: who stands in the visitor's form is booked for the next one."""
        visit = self._screen.form.typed()
        if visit.empty or visit.correcting is not None:
            self._screen.say(_("Nobody stands in the visitor's form."))
            return
        new = visit.new
        subjects = [str(issue.get("subject") or "") for issue in new.issues if not issue.get("head_only")]
        booking = NewBooking(
            particulars=dict(new.particulars),
            subject=_(", ").join(filter(None, subjects)),
            companions=new.companions,
            visitor_id=new.visitor_id,
        )
        if not self.is_open:
            self._show(None)
            self._screen.show_bookings(on=True)
        self.view.form.fill(TypedBooking(booking, from_visit=True))
        self._visit = visit
        self.model.typed(self.view.form.typed())
        self.view.form.day.setFocus()

    def save(self) -> None:
        """Ctrl+S, or Enter in the last field."""
        form = self.view.form
        if form.empty:
            self._screen.say(_("Nothing is typed yet."))
        elif form.check():
            self.model.save(form.typed())

    def _saved(self, row: BookingRow, typed: TypedBooking, before: BookingRow | None) -> None:
        form, bar = self.view.form, self._screen.bar
        form.clear()
        self.view.panel.mark(row.booking_id)
        if before is None:
            bar.say(said_of(row), undo=partial(self._take_back, row, typed))
        else:
            said = _("The booking of %(name)s was corrected.") % {"name": row.name}
            if row.date != before.date:
                said = said_of(row)
            bar.say(said, undo=partial(self.model.undo, self.model.as_before(before)))
        if typed.from_visit and self._visit is not None and self._screen.form.typed() == self._visit:
            self._screen.of_form.clear()
        meeting = self._screen.has_meeting
        if meeting:
            self.close()
        else:
            self._screen.go_home()  # on other days the list may stay: nobody waits

    def _take_back(self, row: BookingRow, typed: TypedBooking) -> None:
        """Undo: the place is free again, and what was typed stands in its form."""
        self.model.take_back(row)
        if typed.from_visit and self._visit is not None:
            self._screen.of_form.bring_back(self._visit)
            return
        self._left = typed
        self._reopen(typed)

    def _reopen(self, typed: TypedBooking) -> None:
        self.view.form.fill(typed)
        self.model.typed(typed)
        self._show(typed.date)
        self._screen.show_bookings(on=True)
        self.view.form.keys.focus_first()

    def _not_saved(self, field: str, reason: str) -> None:
        """It stands in the form again, with the reason; the form is opened if it was closed meanwhile."""
        form = self.view.form
        if not self.is_open:
            self._show(form.typed().date)
            self._screen.show_bookings(on=True)
        if field == "again":
            form.ask_again(reason, self._save_again, self._not_again)
        else:
            form.say(field, reason)

    def _save_again(self) -> None:
        self.view.form.mean_again()
        self.save()

    def _not_again(self) -> None:
        self.view.form.strip.say("")
        self.view.form.first_name.setFocus()

    def _correct(self, row: BookingRow) -> None:
        if row.came:
            self._screen.say(_("This person has come already; correct the visit instead."))
            return
        self.view.form.fill(TypedBooking(row.typed(), row.date, row.booking_id), row)
        self.view.form.first_name.setFocus()

    @property
    def chosen(self) -> BookingRow | None:
        """The booking under the cursor, while the cursor is among the bookings."""
        return self.view.panel.table.current if self.has_focus else None

    def correct_chosen(self) -> bool:
        """Ctrl+E in the list. Whether it was meant."""
        row = self.view.panel.table.current if self.is_open else None
        if row is not None:
            self._correct(row)
        return row is not None

    def print_list(self) -> bool:
        """Ctrl+P among the bookings: the list for the gate. Whether it was meant."""
        if self.has_focus:
            self.view.panel.print_it()
        return self.has_focus

    def _restore(self, typed: TypedBooking, kept_at: dt.datetime) -> None:
        if self.view.form.empty:
            self._left = typed
            self.view.form.fill(typed)
            self.view.form.say_restored(clock(kept_at.astimezone(TEHRAN).time()))

    def _discard(self) -> None:
        typed = self.view.form.typed()
        self.view.form.clear()
        self.model.typed(self.view.form.typed())
        self._screen.bar.say(_("The unfinished form was discarded."), undo=partial(self._reopen, typed))
        self.view.form.first_name.setFocus()

    # who comes -----------------------------------------------------------------------------------------------------

    def arrive(self, row: BookingRow) -> None:
        """Space on a row, Enter in the box: what is known goes into the visitor's form."""
        self.model.arrive(row)

    def _taken(self, offer: Offer, _text: str) -> None:
        if offer.booking is not None:
            self.arrive(offer.booking)

    def _fill_visit(self, new: NewVisit, row: BookingRow) -> None:
        if self.is_open:
            self.close()
        self._screen.of_form.take_booked(new, row)

    # today ---------------------------------------------------------------------------------------------------------

    def _show_today(self, today: Today) -> None:
        self._today = today
        self._screen.queue.show_booked(today.expected)
        self._screen.box_model.expected = today.expected
        self._show_full(today)
        self._show_fallen(today.fallen)

    def _show_full(self, today: Today) -> None:
        if not today.full:
            self.full.say("")
            return
        said = _("Today is full; book a turn for the next meeting.")
        if self.full.text != said:
            self.full.say(said, "warning", "people", ((_("Book a turn"), "book", self._book_or_take_over),))

    def _book_or_take_over(self) -> None:
        if self._screen.form.typed().empty:
            self.open()
        else:
            self.take_over()

    def _show_fallen(self, fallen: Fallen | None) -> None:
        """Nothing of a day that fell out is lost from sight until its people are moved."""
        if fallen is None:
            self.fallen.say("")
            return
        words = {"date": long_date(fallen.day.date), "n": persian_digits(len(fallen.day.rows))}
        said = _("There is no meeting on %(date)s, and %(n)s people are booked for it.") % words
        acts: list[Act] = [(_("Show"), "", partial(self.show_day, fallen.day.date))]
        if fallen.to is not None:
            move = _("Move all to %(date)s") % {"date": short_date(fallen.to)}
            acts.insert(0, (move, "", partial(self.model.move_all, fallen)))
        self.fallen.say(said, "warning", "calendar", tuple(acts))

    def _moved(self, rows: list[BookingRow]) -> None:
        """Where they are now, and that they have to be told."""
        self.show_day(rows[0].date)
        self.view.panel.say_moved(tuple(rows))

    def _copy_texts(self, tellings: list[Telling]) -> None:
        self.view.panel.copy_texts(tellings)
        self._screen.bar.say(_("Names, phones and texts were copied."))

    def _say(self, text: str, undo: Callable[[], object] | None) -> None:
        self._screen.bar.say(text, undo=partial(self.model.undo, undo) if undo else None)

    def _preview(self, pdf: bytes, date: dt.date) -> None:
        from ui.preview import Preview, dated  # noqa: PLC0415 - only when a paper is looked at

        title = _("List for the gate, %(date)s") % {"date": long_date(date)}
        self._screen.over_wanted.emit(Preview(title, pdf, dated("didar-gate", date), self._screen.worker))
