"""The form of one visit: who came, with whom, why first, and what for. It holds what was typed; it never loses it."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.codes import Kind, Priority
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.visitors import IDS, History, Person
from app.visits import NewVisit, Written
from ui.desk.form_banner import FormBanner
from ui.desk.form_head import FormHead
from ui.desk.issues import IssueFields
from ui.desk.late_entry import LateFields
from ui.desk.person import PersonFields
from ui.desk.typed import NOTHING, Typed
from ui.desk.with_whom import GUARDIAN, WithWhom
from ui.keys import tooltip
from ui.style import look
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.field import TextField
from ui.widgets.form import Form
from ui.widgets.ids import DOCUMENT
from ui.widgets.segment import Segment
from ui.widgets.text import rule

ROOM_FOR_ALL = 720
"""The form's height from which nothing has to be drawn in."""


class DeskForm(QFrame):
    """The whole form. `saving` asks for it to be saved, `aside` for it to be put away."""

    changed = Signal()
    saving = Signal()
    aside = Signal()
    taking_up = Signal()
    id_is_right = Signal(str, str)
    turned_late = Signal()
    filled = Signal()
    """Something else stands in it now, or nothing."""
    on_escape: Callable[[], bool] | None = None
    """What Esc does first; whether it did."""

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(_("Visitor's form"))
        self._visitor_id: int | None = None
        self._booking_id: int | None = None
        self._taken_id: str | None = None
        self._correcting: int | None = None
        self._again = self._low = self._tight = False
        self._kind = Kind.WEEKLY
        self._arrived = ""
        self._late = False
        self._prints = False
        self._number = 1
        # each part is born where it stands: to move it there later would dress it, and all in it, once more
        self._scroll, inner = QScrollArea(self), QWidget()
        inner.setProperty("ground", "surface")
        self._scroll.setWidget(inner)
        self._body = QVBoxLayout(inner)
        self.banner = FormBanner(self)
        self.head = FormHead(inner)
        self.person = PersonFields(inner)
        self.with_whom = WithWhom(today, inner)
        self.late_switch = Button(icon="history", kind=PLAIN, name=_("Late entry"), on_click=self.turn_late)
        self.late_switch.setToolTip(tooltip("late_entry"))
        none = [(None, _("without priority"))]
        self.priority = Segment(none + [(cause, cause.label) for cause in Priority], _("Priority"), parent=inner)
        kinds = [(kind, kind.label) for kind in Kind]
        self.kind = Segment(kinds, _("Kind of contact"), parent=inner)
        self.reason = TextField(_("Reason of the correction"), "reason", parent=inner)
        self.late = LateFields(today, inner)
        self.issues = IssueFields(inner)
        self.save = Button("", "checkmark", kind=FILLED, key="save", on_click=self.saving.emit)
        self.put_aside = Button(_("Put aside"), "archive", key="put_aside", on_click=self.aside.emit)
        self.take_up = Button(kind=PLAIN, icon="arrow_undo", on_click=self.taking_up.emit)
        self.take_up.hide()
        self.setFocusProxy(self.person.id)  # for F6: letters typed on a button would be lost
        self._lay_out()
        self._filling = False
        parts = [
            *self.person.fields.values(),
            *self.with_whom.parts,
            self.priority,
            self.kind,
            self.reason,
            *self.late.parts,
        ]
        self.keys = Form([*parts, *self.issues.fields.values()], self.saving.emit, self)
        self._connect()
        self.fill(NOTHING)

    def _lay_out(self) -> None:
        for part in (self.head, self.person, self.with_whom, self.priority, self.kind, self.reason, self.late, rule()):
            self._body.addWidget(part)
        self._body.addWidget(self.issues, 1)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(8)
        self._foot.addWidget(self.save)
        self._foot.addWidget(self.put_aside)
        self._foot.addStretch(1)
        self._foot.addWidget(self.take_up)
        self._foot.addWidget(self.late_switch)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.banner)
        self._column.addWidget(self._scroll, 1)
        self._column.addLayout(self._foot)
        self._space()

    def _space(self) -> None:
        edge, compact = look().measure("pad"), look().compact or self._tight
        above = 4 if compact else edge - 4
        self._column.setContentsMargins(edge, above, edge, above)
        self._column.setSpacing(look().measure("gap"))
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(2 if compact else look().measure("row_gap"))

    def set_low(self, *, low: bool) -> None:
        self._low = low
        self._draw_in()

    def _draw_in(self) -> None:
        """In a low window, or where the row of ways takes its room, the issue stands on fewer lines."""
        tight = not self.with_whom.isHidden() and self.height() < ROOM_FOR_ALL * look().factor
        if (self._low or tight) is not self._tight:
            self._tight = self._low or tight
            self.issues.set_low(low=self._tight)
            self._space()

    def _show_focused(self, part: QWidget) -> None:
        self._scroll.ensureWidgetVisible(part, 0, 4)

    def _keep_in_sight(self) -> None:
        """A row was opened or closed while one types further down."""
        focus = self._scroll.widget().focusWidget()
        part = next((part for part in self.keys.parts if focus is not None and part.isAncestorOf(focus)), focus)
        if focus is not None and focus.hasFocus():
            self._show_focused(part)

    def _connect(self) -> None:
        look().changed.connect(self._space)
        self.head.not_alone.clicked.connect(self.with_whom.ask)
        self.with_whom.opened.connect(self._draw_in)
        self.with_whom.closed.connect(lambda: self.person.first_empty().setFocus())
        self.person.id.is_child.connect(lambda: self.with_whom.open(GUARDIAN))
        self.head.why_first.clicked.connect(self.ask_priority)
        for field in (*self.keys.fields.values(), *self.issues.fields.values()):
            field.edit.focused.connect(partial(self._show_focused, field))
        self._scroll.verticalScrollBar().rangeChanged.connect(lambda *_range: self._keep_in_sight())
        self.keys.changed.connect(self._changed)
        self.keys.aside.connect(self._escape)
        self.issues.changed.connect(self._changed)
        self.person.id_is_right.connect(self._id_is_right)
        self.kind.changed.connect(self.set_kind)
        self.late.ended.connect(self.turn_late)

    def _id_is_right(self, key: str, digits: str) -> None:
        if not self._filling:
            self.id_is_right.emit(key, digits)

    def _escape(self) -> None:
        if self.on_escape is None or not self.on_escape():
            self.aside.emit()

    def put_under_banner(self, line: QWidget, at: int) -> None:
        self._column.insertWidget(at, line)

    def _changed(self) -> None:
        if self._filling:
            return
        self._again = False
        self.issues.note_kept(kept=False)
        self.show_name()
        self.changed.emit()

    # what stands in it ---------------------------------------------------------------------------------------------

    def typed(self) -> Typed:
        return Typed(
            NewVisit(
                particulars=self.person.values(),
                issues=self.issues.values(),
                visitor_id=self._visitor_id,
                kind=self._kind,
                **self.with_whom.texts(),
                priority=self.priority.data(),
                arrived=self._arrived,
                late_entry=self._late,
                slip=self.late.values() if self._correcting is None else None,
                again=self._again,
                booking_id=self._booking_id,
            ),
            self._correcting,
            self.reason.text(),
        )

    def fill(self, typed: Typed) -> None:
        """Show this; what stood in the form before is the caller's to keep."""
        new = typed.new
        self._filling = True
        self._visitor_id, self._correcting, self._again = new.visitor_id, typed.correcting, new.again
        self._taken_id = next(filter(None, map(new.particulars.get, IDS)), None)
        self._arrived, self._late, self._booking_id = new.arrived, new.late_entry, new.booking_id
        self.person.fill(new.particulars)
        self.issues.fill(new.issues)
        self.with_whom.fill(vars(new))
        self.priority.set_data(new.priority)
        self.reason.clear()
        self.reason.set_text(typed.reason)
        self.late.fill(new.slip)
        self.priority.setVisible(new.priority is not None)
        self.set_kind(new.kind)
        self.banner.clear()
        self._filling = False
        self.show_name()
        self._name_button()
        self.filled.emit()

    def fill_written(self, written: Written) -> None:
        """A visit of the list, to be corrected."""
        self.fill(Typed(written.new, written.visit_id))

    @property
    def visitor_id(self) -> int | None:
        return self._visitor_id

    @property
    def id_digits(self) -> str:
        """The id that stands in the form."""
        return self.person.id.text() if self.person.id.kind != "no_id_reason" else ""

    @property
    def correcting(self) -> int | None:
        return self._correcting

    def mean_again(self) -> None:
        self._again = True

    # who it is -----------------------------------------------------------------------------------------------------

    def take_person(self, person: Person) -> None:
        """A known person: the particulars are filled in and remembered, so that a change shows what stood before."""
        self._visitor_id = person.id
        self._taken_id = person.national_id or person.foreign_id or person.document
        self._filling = True
        values = {key: getattr(person, key) for key in (*self.person.fields, *IDS) if key != "id"}
        if self.person.name:
            self.person.fill_gaps(values)
        else:
            self.person.fill({**values, "county": values["county"] or self.person.county.text()})
        self.person.remember(values)
        self._filling = False
        self.show_name()

    def ask_kind(self, reason: str) -> None:
        """Today is no meeting day: what sort of contact this was is asked for in place."""
        self.banner.ask(reason)
        self.kind.show()
        self.kind.setFocus()

    def another_person(self, digits: str) -> bool:
        """Whether the id in the form is not that of the person who was taken from the box. A passport is renewed."""
        if self.person.id.kind == DOCUMENT:
            return False
        return self._visitor_id is not None and self._taken_id not in {None, digits}

    def forget_person(self) -> None:
        """Another id stands in the form: it is somebody else."""
        self._visitor_id = None
        self.person.remember({})
        self.issues.forget_matters()

    def show_known(self, history: History | None) -> None:
        """Known with so many visits, or here for the first time; of no interest while a visit is corrected."""
        if self._correcting is None:
            self.banner.say_known(history, booked=self._booking_id is not None)

    def show_name(self) -> None:
        """The name as it stands in the fields, or that nobody is there yet."""
        self.issues.tell_nameless(nameless=not self.person.name)
        weekly = self._kind is Kind.WEEKLY
        self.head.show_name(self.person.name, weekly=weekly, booked=self._booking_id is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_in()

    def show_aside(self, names: list[str]) -> None:
        """Who waits beside the form; the latest is taken up again. The number needs the late switch's room."""
        self.take_up.setVisible(bool(names))
        self.late_switch.setVisible(not names)
        if not names:
            return
        number = persian_digits(len(names))
        self.take_up.set_text(number)
        self.take_up.setAccessibleName(_("Put aside (%(n)s)") % {"n": number})
        whole = _("Put aside: %(names)s") % {"names": _(", ").join(name or _("without a name") for name in names)}
        self.take_up.setToolTip(whole)
        self.take_up.setAccessibleDescription(whole)

    # kind, priority, companions ------------------------------------------------------------------------------------

    def set_kind(self, kind: Kind) -> None:
        self._kind = kind
        if self.kind.data() is not kind:
            self.kind.set_data(kind)
        self.kind.setVisible(kind is not Kind.WEEKLY or self._correcting is not None)
        self.reason.setVisible(self._correcting is not None)
        self.head.set_weekly(weekly=kind is Kind.WEEKLY)
        self._name_button()

    def ask_priority(self) -> None:
        """Ctrl+U: why this one goes first; again: no priority after all."""
        if self.priority.isVisibleTo(self):
            self.priority.set_data(None)
            self.priority.hide()
            self._changed()
        else:
            self.priority.show()
            self.priority.set_data(Priority.ELDERLY)
            self.priority.setFocus()
            self._changed()

    def turn_late(self) -> None:
        """Ctrl+F2: from now on each registration asks for the hours of its paper slip; again: no more."""
        self.late.turn(on=not self.late.on)
        self._changed()
        self.turned_late.emit()

    @property
    def after_person(self) -> QWidget:
        """Where one goes on once it is known who came."""
        return self.late.fields["number"] if self.late.on else self.issues.subject

    # saving --------------------------------------------------------------------------------------------------------

    def set_number(self, number: int) -> None:
        self._number = number
        self._name_button()

    def set_prints(self, on: bool) -> None:
        """Whether who is registered gets a slip at once."""
        self._prints = on
        self._name_button()

    def _name_button(self) -> None:
        if self._correcting is not None:
            self.save.set_text(_("Save the correction"))
        elif self._kind is Kind.WEEKLY:
            words = _("Register and print turn %(n)s") if self._prints else _("Register turn %(n)s")
            self.save.set_text(words % {"n": persian_digits(self._number)})
        else:
            self.save.set_text(_("Register contact"))

    def check(self) -> bool:
        """Ask every field; the focus goes to the first that is refused."""
        self.issues.drop_empty()
        refused = self.person.first_refused()
        refused = refused or self.with_whom.first_refused()
        if self._correcting is None:
            refused = refused or self.late.first_refused()
        refused_issue = self.issues.first_refused()
        refused = refused or refused_issue
        if refused is not None:
            refused.setFocus()
        return refused is None

    def say(self, key: str, reason: str) -> bool:
        """A refusal at its field. False: no field of this form is meant."""
        if self.late.say(key, reason):
            return True
        beside = self.with_whom.fields.get(key)
        field = self.person.field_of(key) or self.issues.fields.get(key) or beside
        if field is None:
            return False
        if field is beside:
            self.with_whom.say(key, reason)
        field.say(reason)
        field.setFocus()
        return True
