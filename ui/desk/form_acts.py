"""What becomes of the form: who is put into it, how it is saved, put aside, restored, corrected. Nothing is lost."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.bookings import BookingRow
from app.domain.codes import Kind, Status
from app.domain.persian.calendar import TEHRAN, clock
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.queue import QueueRow
from app.visitors import History, Person
from app.visits import NewVisit, Written
from ui.desk.area import DeskArea
from ui.desk.box import Box
from ui.desk.box_model import Offer
from ui.desk.form import DeskForm
from ui.desk.history_model import HistoryModel
from ui.desk.queue_panel import QueuePanel
from ui.desk.typed import NOTHING, Typed, from_box
from ui.desk.view_model import DeskModel
from ui.widgets.banner import Bar


class FormActs:
    """Stands between the form and the view models."""

    def __init__(
        self,
        form: DeskForm,
        box: Box,
        queue: QueuePanel,
        area: DeskArea,
        bar: Bar,
        model: DeskModel,
        history: HistoryModel,
        *,
        home: Callable[[], None],
    ) -> None:
        self._form, self._box, self._queue, self._area, self._bar = form, box, queue, area, bar
        self._model, self._history, self._home = model, history, home
        self._aside: tuple[Typed, ...] = ()
        self._whose = ""
        self._looked_for: int | None = None
        self._usual_kind = Kind.WEEKLY
        self._on_its_way: list[Typed] = []
        self._before: dict[int, Written] = {}
        self._untouched: Typed | None = None
        self._connect()

    def _connect(self) -> None:
        model, form = self._model, self._form
        model.saved.connect(self._saved)
        model.not_saved.connect(self._not_saved)
        model.draft_found.connect(self._restore)
        model.draft_kept.connect(lambda: form.issues.note_kept(kept=True))
        model.aside_changed.connect(self._show_aside)
        model.known_answered.connect(self._known)
        model.written_read.connect(self._correct)
        self._history.shown.connect(self._show_history)
        self._box.taken.connect(self._taken)
        form.changed.connect(lambda: model.typed(form.typed()))
        form.saving.connect(self.save)
        form.aside.connect(self.put_aside)
        form.turned_late.connect(self._home)
        form.taking_up.connect(self._choose_aside)
        form.id_is_right.connect(model.ask_known)
        form.banner.history_wanted.connect(self._area.open_history)

    # who it is -----------------------------------------------------------------------------------------------------

    def _taken(self, offer: Offer, text: str) -> None:
        """A row under the box was taken; what stands in the form is put aside first. Bookings have their own way."""
        if offer.booking is not None:
            return
        self._make_room()
        person = offer.hit or (offer.issue.person if offer.issue else None)
        if person is not None:
            self._form.take_person(person)
            self._show_whose(person, at=offer.issue.id if offer.issue else None)
            self._form.after_person.setFocus()
        else:
            county = self._form.person.county.text()
            self._form.person.fill({**from_box(text), "county": county})
            self._form.person.check_filled()
            self._form.show_known(None)
            refused = next((field for field in self._form.person.fields.values() if field.refused), None)
            (refused or self._form.person.first_empty()).setFocus()
            self._form.show_name()
        self._model.typed(self._form.typed())

    def _show_whose(self, person: Person, *, at: int | None = None) -> None:
        """The person's history; at: the issue that was looked for."""
        self._whose, self._looked_for = person.name, at
        self._history.show(person.id)

    def _known(self, digits: str, person: Person | None) -> None:
        """Whose the id in the form is. An answer for an id that stands there no more is dropped."""
        if digits != self._form.id_digits or self._form.correcting is not None:
            return
        if person is not None and person.id != self._form.visitor_id:
            self._form.take_person(person)
            self._show_whose(person)
        elif person is None and self._form.another_person(digits):
            self._form.forget_person()
            self._history.show(None)
            self._form.show_known(None)

    def same_person(self, person: Person) -> None:
        """Who is being typed in is somebody known: what was typed stays, what he gave before shows beside it."""
        self._form.take_person(person)
        self._show_whose(person)
        self._model.typed(self._form.typed())
        self._form.person.first_empty().setFocus()

    def take_booked(self, new: NewVisit, row: BookingRow) -> None:
        """Who was booked has come: the form is filled with what was noted; the cursor is where something is missing."""
        self._make_room()
        self._fill(Typed(new))
        if new.visitor_id is None:
            said = _("Booked for %(hour)s") % {"hour": clock(row.hour)} if row.hour else _("Booked for today")
            self._form.banner.say(said, "plain", "calendar")
        missing = self._form.person.first_empty()
        (missing if not missing.text() else self._form.issues.subject).setFocus()

    def show_history_of(self, row: QueueRow) -> None:
        """Enter on a row: what this person came for, today and before."""
        self._whose = row.name
        self._history.show(row.visitor_id)

    def _show_history(self, history: History | None) -> None:
        self._area.history.set_history(history, self._whose)
        if history is not None and history.person_id == self._form.visitor_id:
            self._form.show_known(history)
            shown = (row for row in history.rows if row.status is Status.OPEN and not row.head_only)
            self._form.issues.show_matters(tuple(shown))
        if self._area.form is None:
            self._area.show_history()
        if history is not None and self._looked_for is not None and self._area.go_to(self._looked_for):
            self._looked_for = None

    # empty, aside, restored ----------------------------------------------------------------------------------------

    def usual_kind(self, kind: Kind) -> None:
        """What a visit is unless something else is said: weekly on a meeting day."""
        self._usual_kind = kind

    def begin_contact(self) -> None:
        """A contact that does not count: the chip stays on the form."""
        self._usual_kind = Kind.DAILY
        self._form.set_kind(Kind.DAILY)
        self._home()

    def _empty(self) -> None:
        self._form.fill(NOTHING)
        self._form.set_kind(self._usual_kind)
        self._history.show(None)

    def _make_room(self) -> None:
        """Whatever stands in the form waits beside it; the form is empty."""
        typed = self._form.typed()
        if self._was_typed(typed):
            self._model.put_aside(typed)
        self._empty()

    def _was_typed(self, typed: Typed) -> bool:
        """A visit that was opened to be corrected, and only looked at, is not something half written."""
        return not typed.empty and typed != self._untouched

    def begin_new(self) -> None:
        """Ctrl+N: an empty form, the cursor in its first field."""
        self._make_room()
        self._form.person.id.setFocus()

    def put_aside(self) -> None:
        """Ctrl+W, Esc: the form is put aside, the cursor goes to the box."""
        typed = self._form.typed()
        if self._was_typed(typed):
            self._model.put_aside(typed)
            self._bar.say(_("The form was put aside."), undo=partial(self.take_up, typed))
        self._empty()
        self._home()

    def take_up(self, typed: Typed) -> None:
        """What was put aside stands in the form again."""
        self._make_room()
        self._model.take_up(typed)
        self._fill(typed)
        self._form.person.first_empty().setFocus()

    def _choose_aside(self) -> None:
        """The one that waits; of several, the one that is chosen."""
        if len(self._aside) == 1:
            self.take_up(self._aside[0])
            return
        menu = QMenu(self._form)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for typed in self._aside:
            menu.addAction(typed.name or _("without a name"), partial(self.take_up, typed))
        menu.setActiveAction(menu.actions()[0])
        button = self._form.take_up
        menu.popup(button.mapToGlobal(button.rect().topLeft()) - QPoint(0, menu.sizeHint().height()))

    def _fill(self, typed: Typed) -> None:
        self._form.fill(typed)
        self._whose = typed.name
        if typed.new.visitor_id is not None:
            self._history.show(typed.new.visitor_id, before_visit=typed.correcting)
        if typed.correcting is not None:
            self._form.banner.say_correcting(None)
        self._model.typed(typed)

    def _show_aside(self, aside: tuple[Typed, ...]) -> None:
        self._aside = aside
        self._form.show_aside([typed.name for typed in aside])

    def _restore(self, typed: Typed, kept_at: dt.datetime) -> None:
        if not self._form.typed().empty:
            return
        self._fill(typed)
        hour = clock(kept_at.astimezone(TEHRAN).time())
        said = _("The unfinished form of %(hour)s was restored.") % {"hour": hour}
        self._form.banner.say_restored(said, self._discard)

    def _discard(self) -> None:
        """The restored form is not wanted; even so it can be brought back."""
        typed = self._form.typed()
        self._model.drop_draft()
        self._empty()
        self._bar.say(_("The unfinished form was discarded."), undo=partial(self.bring_back, typed))
        self._home()

    def clear(self) -> None:
        """What stood in the form is done with by another way: a booking instead of a visit."""
        self._model.drop_draft()
        self._empty()

    def bring_back(self, typed: Typed) -> None:
        self._make_room()
        self._fill(typed)

    # saving --------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl+S: ask every field, then hand the form over and go home at once: the next visitor does not wait for
        the disk, and what is typed meanwhile is not typed into a form that is about to be emptied.
        """
        typed = self._form.typed()
        if typed.empty:
            if not (self._on_its_way or self._bar.can_undo):  # a second press is no second act
                self._bar.say(_("Nothing is typed yet."), role="warning")
            self._home()
        elif typed == self._untouched:
            self._bar.say(_("Nothing was changed."), role="plain")
            self._empty()
            self._home()
        elif self._form.check():
            if self._form.another_person(self._form.id_digits):  # saved before the store could say so
                self._form.forget_person()
            self._hand_over(self._form.typed())

    def _hand_over(self, typed: Typed) -> None:
        self._on_its_way.append(typed)
        self._model.save(typed)
        self._empty()
        self._home()

    def _saved(self, row: QueueRow, typed: Typed) -> None:
        self._on_its_way.remove(typed)
        self._queue.mark(row.visit_id)
        words = {"name": row.name, "number": persian_digits(row.number or 0)}
        if typed.correcting is not None:
            before = self._before.get(typed.correcting)
            undo = partial(self._model.correct_back, before) if before else None
            self._bar.say(_("The visit of %(name)s was corrected; the earlier values are kept.") % words, undo=undo)
        else:
            said = _("%(name)s was registered with turn %(number)s.")
            if row.number is None:
                said = _("The contact with %(name)s was registered; it is not counted in the report.")
            self._bar.say(said % words, undo=partial(self._take_back, row, typed))

    def _take_back(self, row: QueueRow, typed: Typed) -> None:
        """Undo a registration: it is taken back, and what was typed stands in the form again."""
        self._model.withdraw(row)
        self._make_room()
        self._fill(typed)
        self._form.issues.subject.setFocus()

    def _not_saved(self, typed: Typed, field: str, reason: str) -> None:
        """It stands in the form again, with the reason; unless somebody else is being typed in by now."""
        self._on_its_way.remove(typed)
        if self._box.line.text() or self._was_typed(self._form.typed()):
            self._model.wait_beside(typed)
            said = _("%(name)s was not registered and waits beside the form: %(reason)s")
            words = {"name": typed.name, "reason": reason}
            self._bar.say(said % words, undo=partial(self.take_up, typed), role="danger")
            return
        self._fill(typed)
        self._refused(field, reason)

    def _refused(self, field: str, reason: str) -> None:
        form = self._form
        if field == "again":
            form.banner.ask(reason, (_("Register again"), "", self._save_again), (_("Cancel"), "", self._not_again))
        elif field == "kind":
            form.ask_kind(reason)
        elif field == "booking":
            form.banner.ask(reason, (_("Register without it"), "", self._save_without_booking))
        elif not form.say(field, reason):
            form.issues.subject.setFocus()
            self._bar.say(reason, role="danger")

    def _save_again(self) -> None:
        self._form.mean_again()
        self._hand_over(self._form.typed())

    def _save_without_booking(self) -> None:
        self._hand_over(self._form.typed().without_booking())

    def _not_again(self) -> None:
        self._form.banner.say("")
        self._form.issues.subject.setFocus()

    # correcting ----------------------------------------------------------------------------------------------------

    def correct(self) -> None:
        """Ctrl+E: the chosen row's particulars and issues go into the form."""
        row = self._queue.chosen
        if row is None:
            self._bar.say(_("Choose a row of the queue first."), role="warning")
        else:
            self._model.correct(row.visit_id)

    def _correct(self, written: Written) -> None:
        self._make_room()
        self._before[written.visit_id] = written
        self._form.fill_written(written)
        self._untouched = self._form.typed()
        number = next((row.number for row in self._model.rows if row.visit_id == written.visit_id), None)
        self._form.banner.say_correcting(number)
        self._whose = self._form.person.name
        self._history.show(written.visitor_id, before_visit=written.visit_id)
        self._form.person.fields["first_name"].setFocus()
