"""The meeting-day screen: box and form at the right, the queue and the history at the left (look 5)."""

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.agency import Details, WordLists
from app.domain import places
from app.domain.codes import IssueType, Kind, QueueState, head_title
from app.domain.persian.calendar import TEHRAN
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.meetings import Day
from app.office import Office
from app.queue import QueueRow
from app.visitors import History, Person
from app.visits import Written
from ui import keys
from ui.desk.area import DeskArea
from ui.desk.box import Box
from ui.desk.box_model import BoxModel, Offer
from ui.desk.form import DeskForm
from ui.desk.history_model import HistoryModel
from ui.desk.issue_model import IssueModel
from ui.desk.issues_acts import IssueActs
from ui.desk.queue_panel import QueuePanel
from ui.desk.queue_rows import TABS
from ui.desk.row_menu import row_menu
from ui.desk.strip import Strip
from ui.desk.typed import NOTHING, Typed, from_box
from ui.desk.view_model import DeskModel
from ui.style import look
from ui.widgets.banner import Bar
from ui.widgets.buttons import Button
from ui.worker import Worker

FORM_WIDTH, COMPACT_FORM_WIDTH = 552, 540
WAITING = (QueueState.CALLED, QueueState.WAITING)


class DeskScreen(QWidget):
    """Wires the view models to what is seen. Its bar says what was done, with undo."""

    day_shown = Signal(object)
    """meetings.Day, for the window's header."""

    own_search = True

    usable = False
    """The day's list is there and the box takes keys."""

    def __init__(self, office: Office, worker: Worker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Meeting desk"))
        self.bar = Bar()
        self._day: Day | None = None
        self._whose = ""
        self._written: Written | None = None
        self._usual_kind = Kind.WEEKLY
        self._aside_first: Typed | None = None
        self._saving = False
        self.model = DeskModel(office, worker, self)
        self.history_model = HistoryModel(office, worker, self)
        self.issue_model = IssueModel(office, worker, self)
        self.box = Box(BoxModel(office, worker, self), self)
        self.restored = Strip(plain="surface")
        self.aside = Strip(plain="surface")
        self.form = DeskForm()
        self.queue = QueuePanel(lambda: self.model.now)
        self.area = DeskArea(self.issue_model)
        self.acts = [
            Button(_("Call next number"), "megaphone_loud", key="call_next", on_click=self.call_next),
            Button(_("Admit"), "door_arrow_right", key="admit", on_click=self.admit),
            Button(_("End visit"), "checkmark_circle", key="finish", on_click=self.finish),
            Button(_("Ruling"), "edit", key="ruling", on_click=self.rule),
        ]
        self.panes = [self.box, self.form, self.queue.table, self.area]
        self.issues = IssueActs(self)
        self._lay_out()
        self._connect()
        self._add_keys()
        self._space()
        self.model.open()
        self.issue_model.read_words()

    # layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._right = QWidget()
        self._right_column = QVBoxLayout(self._right)
        self._right_column.setContentsMargins(0, 0, 0, 0)
        for part in (self.box, self.restored, self.aside):
            self._right_column.addWidget(part)
        self._right_column.addWidget(self.form, 1)
        self._buttons = QHBoxLayout()
        for button in self.acts:
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._left_column = QVBoxLayout()
        self._left_column.addWidget(self.queue, 1)
        self._left_column.addLayout(self._buttons)
        self._left_column.addWidget(self.area)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        self._row = QHBoxLayout()
        page.addLayout(self._row, 1)
        page.addWidget(self.bar)
        self._row.addWidget(self._right)
        self._row.addLayout(self._left_column, 1)

    def _space(self) -> None:
        compact = look().compact
        edge, gap = look().measure("margin"), look().measure("gap")
        self._row.setContentsMargins(edge, edge, edge, edge)
        self._row.setSpacing(8 if compact else 16)
        for column in (self._right_column, self._left_column, self._buttons):
            column.setSpacing(gap if column is not self._buttons or compact else 8)
        self._right.setFixedWidth(round((COMPACT_FORM_WIDTH if compact else FORM_WIDTH) * min(1.15, look().factor)))
        self.acts[0].set_text(_("Call") if compact else _("Call next number"))
        self.acts[2].set_text(_("End") if compact else _("End visit"))
        self.queue.set_compact(compact=compact)

    def _now_usable(self) -> None:
        self.usable = self.box.isEnabled()

    def _connect(self) -> None:
        look().changed.connect(self._space)
        model = self.model
        model.day_changed.connect(self._show_day)
        model.queue_changed.connect(self.queue.show_rows)
        model.queue_changed.connect(lambda _rows: self.queue.set_now(model.now))
        model.queue_changed.connect(self._now_usable)
        model.minute_passed.connect(self._minute)
        model.number_changed.connect(self.form.set_number)
        model.agency_read.connect(self._show_agency)
        model.saved.connect(self._saved)
        model.refused.connect(self._refused)
        model.said.connect(self.say_done)
        model.failed.connect(lambda reason: self.bar.say(reason, role="danger"))
        model.busy_changed.connect(self._busy)
        model.draft_found.connect(self._restore)
        model.draft_kept.connect(lambda: self.form.issues.note_kept(kept=True))
        model.aside_changed.connect(self._show_aside)
        model.known_answered.connect(self._known)
        model.written_read.connect(self._correct)
        self.history_model.shown.connect(self._show_history)
        self.issue_model.words_read.connect(self._show_words)
        self.box.taken.connect(self._taken)
        self.form.changed.connect(lambda: model.typed(self.form.typed()))
        self.form.saving.connect(self.save)
        self.form.aside.connect(self.put_aside)
        self.form.id_is_right.connect(model.ask_known)
        self.form.history_wanted.connect(self.go_to_history)
        self.queue.head_came.connect(model.head_came)
        self.queue.head_left.connect(model.head_left)
        self.queue.deputy_presides.connect(model.deputy_presides)
        self.queue.substitute_wanted.connect(lambda: self.area.open_substitute(self._day))
        self.queue.contact_wanted.connect(self._begin_contact)
        self.queue.table.stepped.connect(model.next_step)
        self.queue.table.opened.connect(self.open_row)
        self.queue.table.menu_wanted.connect(self._menu)
        self.area.closed.connect(self._form_closed)
        self.area.substitute_given.connect(model.hold_substitute)
        self.area.head_received.connect(model.received_by_head)

    def _add_keys(self) -> None:
        slots = {
            "call_next": self.call_next,
            "admit": self.admit,
            "finish": self.finish,
            "leave": self.leave,
            "ruling": self.rule,
            "outcome": self.issues.open_outcome,
            "notice": self.issues.open_notice,
            "history": self.go_to_history,
            "another_issue": self.form.issues.add,
            "companions": self.form.ask_companions,
            "priority": self.form.ask_priority,
            "put_aside": self.put_aside,
            "save": self.save_key,
            "correct": self.correct,
            "new": self.begin_new,
            "next_record": self.form.issues.next_issue,
        }
        slots |= {f"type_{n}": partial(self.form.issues.choose_type, type_) for n, type_ in enumerate(IssueType, 1)}
        for key, slot in slots.items():
            keys.action(key, self, slot, context=Qt.ShortcutContext.WindowShortcut)

    # coming and going ----------------------------------------------------------------------------------------------

    def arrive(self) -> None:
        """F2, and whenever the desk is opened: the cursor is in the box, its text selected."""
        self.box.setFocus()
        self.box.line.selectAll()

    def focus_search(self) -> None:
        """F2, Ctrl+K."""
        self.arrive()

    def refresh(self) -> None:
        """F5."""
        self.model.read()
        self.history_model.read()

    def show_count(self, count: str) -> None:
        """A number of the header was pressed: the queue shows those."""
        self.queue.tabs.choose(count if count in TABS else "all")
        self.queue.table.setFocus()

    def unmask(self, on: bool) -> None:
        """F3 held: ids in the list under the box are shown whole."""
        self.box.offers.unmask(on)

    def leave_screen(self) -> None:
        """The window closes or locks: what was typed is kept now."""
        self.model.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc in a list: back to the box."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_home()
        else:
            super().keyPressEvent(event)

    def go_home(self) -> None:
        self.box.setFocus()

    def _home_unless_typing(self) -> None:
        """An act ends in the box; but who is typing into the form, or goes through the list, is not torn away."""
        focus = self.focusWidget()
        if focus is None or not (self.form.isAncestorOf(focus) or focus is self.queue.table):
            self.go_home()

    # the day and the queue -----------------------------------------------------------------------------------------

    def _show_day(self, day: Day) -> None:
        before, self._day = self._day, day
        if before is None or before.date != day.date or day.meeting:
            self._usual_kind = Kind.WEEKLY
        self.queue.show_day(day)
        self.queue.set_now(self.model.now)
        for button in self.acts:
            button.setEnabled(day.meeting or bool(self.model.rows))
        if self.area.form is self.area.substitute and day.meeting:
            self.area.close_form()
        self.day_shown.emit(day)

    def _minute(self) -> None:
        self.queue.set_now(self.model.now)
        if self._day is not None:
            self.day_shown.emit(self._day)

    def _show_agency(self, details: Details) -> None:
        self.form.person.set_counties(places.counties(details.province), details.county)
        self.area.ruling.set_by(_(head_title(details.kind)))

    def _show_words(self, words: WordLists) -> None:
        self.form.issues.set_subjects(words.subjects)
        self.area.ruling.set_words(words)

    def target(self, states: tuple[QueueState, ...]) -> QueueRow | None:
        """Who is meant by an F-key: the row that is held in the list if it fits, else the first that does."""
        held = self.queue.held
        if held is not None and held.number is not None and held.state in states:
            return held
        return self.model.first_in(states)

    def call_next(self) -> None:
        self.model.call_next()
        self._home_unless_typing()

    def admit(self) -> None:
        held = self.queue.held
        row = held if held is not None and held.state in WAITING else self.model.first_in((QueueState.CALLED,))
        self._step(row, QueueState.IN_ROOM, _("Nobody has been called. Call the next one with F4."))

    def finish(self) -> None:
        self._step(self.target((QueueState.IN_ROOM,)), QueueState.SEEN, _("Nobody is in the room."))

    def leave(self) -> None:
        held = self.queue.held
        row = held if held is not None and held.state in WAITING else self.model.first_in((QueueState.CALLED,))
        self._step(row, QueueState.LEFT, _("Choose the row of who left first."))

    def _step(self, row: QueueRow | None, to: QueueState, nobody: str) -> None:
        if row is None:
            self.bar.say(nobody, role="warning")
        else:
            self.model.step(row, to)
        self._home_unless_typing()

    def _menu(self, row: QueueRow, point: QPoint) -> None:
        menu = row_menu(self, row)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def rule(self) -> None:
        self.issues.open_ruling()

    def open_row(self, row: QueueRow) -> None:
        """Enter on a row: what this person came for, today and before."""
        self._whose = row.name
        self.history_model.show(row.visitor_id)

    def say(self, reason: str) -> None:
        """What could not be done, and what to do now."""
        self.bar.say(reason, role="warning")

    def say_done(self, text: str, undo: Any) -> None:
        """What was done, with the way back."""
        self.bar.say(text, undo=partial(self.model.undo, undo) if undo else None)

    # the person ----------------------------------------------------------------------------------------------------

    def _taken(self, offer: Offer, text: str) -> None:
        """A row under the box was taken; what stands in the form is put aside first."""
        self._make_room()
        if offer.hit is not None:
            self.form.take_person(offer.hit)
            self._whose = offer.hit.name
            self.history_model.show(offer.hit.id)
            self.form.issues.subject.setFocus()
        else:
            county = self.form.person.county.text()
            self.form.person.fill({**from_box(text), "county": county})
            self.form.person.check_filled()
            self.form.show_known(None)
            refused = next((field for field in self.form.person.fields.values() if field.refused), None)
            (refused or self.form.person.first_empty()).setFocus()
            self.form.show_name()
        self.model.typed(self.form.typed())

    def _known(self, digits: str, person: Person | None) -> None:
        """Whose the id in the form is. An answer for an id that stands there no more is dropped."""
        if digits != self.form.id_digits or self.form.correcting is not None:
            return
        if person is not None and person.id != self.form.visitor_id:
            self.form.take_person(person)
            self._whose = person.name
            self.history_model.show(person.id)
        elif person is None and self.form.another_person(digits):
            self.form.forget_person()
            self.history_model.show(None)
            self.form.show_known(None)

    def _show_history(self, history: History | None) -> None:
        self.area.history.set_history(history, self._whose)
        if history is not None and history.person_id == self.form.visitor_id:
            self.form.show_known(history)
        if self.area.form is None:
            self.area.show_history()

    def go_to_history(self) -> None:
        """Ctrl+H: the history takes the focus; in a low window it opens over the queue."""
        if self.area.history.history is not None:
            self.area.open_history()

    # the form ------------------------------------------------------------------------------------------------------

    def _empty_form(self) -> None:
        self._written = None
        self.form.fill(NOTHING)
        self.form.set_kind(self._usual_kind)
        self.history_model.show(None)
        self.restored.say("")

    def _make_room(self) -> None:
        """Whatever stands in the form waits beside it; the form is empty."""
        typed = self.form.typed()
        if not typed.empty:
            self.model.put_aside(typed)
        self._empty_form()

    def put_aside(self) -> None:
        """Ctrl+W, Esc: the form is put aside, the cursor goes to the box."""
        typed = self.form.typed()
        if not typed.empty:
            self.model.put_aside(typed)
            self.bar.say(_("The form was put aside."), undo=partial(self.take_up, typed))
        self._empty_form()
        self.go_home()

    def take_up(self, typed: Typed) -> None:
        """What was put aside stands in the form again."""
        self._make_room()
        self.model.take_up(typed)
        self._fill(typed)
        self.form.person.first_empty().setFocus()

    def _fill(self, typed: Typed) -> None:
        self.form.fill(typed)
        self._whose = typed.name
        if typed.new.visitor_id is not None:
            self.history_model.show(typed.new.visitor_id, before_visit=typed.correcting)
        if typed.correcting is not None:
            self.form.say_correcting(None)
        self.model.typed(typed)

    def _show_aside(self, aside: tuple[Typed, ...]) -> None:
        if not aside:
            self.aside.say("")
            return
        said = _("Put aside: %(names)s")
        names = _(", ").join(typed.name or _("without a name") for typed in aside)
        self.aside.say(
            said % {"names": names}, "plain", "archive", ((_("Take up again"), "", partial(self.take_up, aside[0])),)
        )

    def _restore(self, typed: Typed, kept_at: dt.datetime) -> None:
        if not self.form.typed().empty:
            return
        self._fill(typed)
        hour = persian_digits(f"{kept_at.astimezone(TEHRAN):%H:%M}")
        said = _("The unfinished form of %(hour)s was restored.") % {"hour": hour}
        self.restored.say(said, "warning", "save", ((_("Discard"), "", self._discard),))

    def _discard(self) -> None:
        """The restored form is not wanted; even so it can be brought back."""
        typed = self.form.typed()
        self.model.drop_draft()
        self._empty_form()
        self.bar.say(_("The unfinished form was discarded."), undo=partial(self._bring_back, typed))
        self.go_home()

    def _bring_back(self, typed: Typed) -> None:
        self._make_room()
        self._fill(typed)

    def begin_new(self) -> None:
        """Ctrl+N: an empty form, the cursor in its first field."""
        self._make_room()
        self.form.person.id.setFocus()

    def _begin_contact(self) -> None:
        """A contact that does not count: the chip stays on the form."""
        self._usual_kind = Kind.DAILY
        self.form.set_kind(Kind.DAILY)
        self.go_home()

    # saving --------------------------------------------------------------------------------------------------------

    def save_key(self) -> None:
        """Ctrl+S saves the form that has the cursor."""
        focus = self.focusWidget()
        form = self.area.form
        if form is not None and focus is not None and (form is focus or form.isAncestorOf(focus)):
            form.save()
        else:
            self.save()

    def save(self) -> None:
        if self._saving:
            return
        if self.form.typed().empty:
            self.bar.say(_("Nothing is typed yet."), role="warning")
            self.go_home()
        elif self.form.check():
            self.model.save(self.form.typed(), self.form.reason.text())

    def _busy(self, busy: bool) -> None:
        self._saving = busy

    def _saved(self, row: QueueRow, typed: Typed) -> None:
        before = self._written
        self._empty_form()
        self.queue.mark(row.visit_id)
        words = {"name": row.name, "number": persian_digits(row.number or 0)}
        if typed.correcting is not None:
            undo = partial(self.model.correct_back, before) if before else None
            self.bar.say(_("The visit of %(name)s was corrected; the earlier values are kept.") % words, undo=undo)
        else:
            said = _("%(name)s was registered with turn %(number)s.")
            if row.number is None:
                said = _("The contact with %(name)s was registered; it is not counted in the report.")
            self.bar.say(said % words, undo=partial(self._take_back, row, typed))
        self.go_home()

    def _take_back(self, row: QueueRow, typed: Typed) -> None:
        """Undo a registration: it is taken back, and what was typed stands in the form again."""
        self.model.withdraw(row)
        self._make_room()
        self._fill(typed)
        self.form.issues.subject.setFocus()

    def _refused(self, field: str, reason: str) -> None:
        if self.area.form is self.area.substitute:
            self.area.say(field, reason)
        elif field == "again":
            acts = ((_("Register again"), "", self._save_again), (_("Cancel"), "", self._not_again))
            self.form.banner.say(reason, "warning", "info", acts)
            self.form.banner.buttons[0].setFocus()
        elif field == "kind":
            self.form.ask_kind(reason)
        elif not self.form.say(field, reason):
            self.bar.say(reason, role="danger")

    def _save_again(self) -> None:
        self.form.mean_again()
        self.model.save(self.form.typed(), self.form.reason.text())

    def _not_again(self) -> None:
        self.form.banner.say("")
        self.form.issues.subject.setFocus()

    # correcting ----------------------------------------------------------------------------------------------------

    def correct(self) -> None:
        """Ctrl+E: the chosen row's particulars and issues go into the form."""
        row = self.queue.chosen
        if row is None:
            self.bar.say(_("Choose a row of the queue first."), role="warning")
        else:
            self.model.correct(row.visit_id)

    def _correct(self, written: Written) -> None:
        self._make_room()
        self._written = written
        self.form.fill_written(written)
        number = next((row.number for row in self.model.rows if row.visit_id == written.visit_id), None)
        self.form.say_correcting(number)
        self._whose = self.form.person.name
        self.history_model.show(written.visitor_id, before_visit=written.visit_id)
        self.form.person.fields["first_name"].setFocus()

    def _form_closed(self) -> None:
        self._home_unless_typing()
