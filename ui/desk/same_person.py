"""The same person: noticed before saving, taken into the form by Ctrl+M; two records made one, and parted again."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from app.domain.likeness import Why
from app.domain.persian.calendar import short_date
from app.domain.persian.ids import masked_foreign_id, masked_national_id
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.likeness import Noticed
from app.queue import QueueRow
from app.visitors import Person, Record
from ui.widgets.strip import Strip
from ui.widgets.text import Elided

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen


class SamePerson:
    def __init__(self, screen: "DeskScreen") -> None:
        self._screen, self._form, self._model = screen, screen.form, screen.likeness
        self._noticed: Noticed | None = None
        self._others: set[int] = set()
        self.line, self.who = Strip(), Elided("", "caption", "muted")
        self.who.hide()
        for at, part in enumerate((self.line, self.who), 1):
            self._form.put_under_banner(part, at)
        self._form.on_escape = self.ignore
        self._form.changed.connect(self._typed)
        self._form.filled.connect(self._begin)
        self._model.noticed.connect(self._say)
        self._model.beside.connect(screen.area.show_beside)
        self._model.done.connect(self._done)
        self._model.refused.connect(self._refused)
        screen.area.beside_wanted.connect(self._model.set_beside)
        screen.area.merge_wanted.connect(self._model.merge)
        screen.area.parting_wanted.connect(self._part)

    # noticed while one types ---------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Another form: what was said of the one before goes."""
        self._others.clear()
        self._hide()
        self._typed()

    def _typed(self) -> None:
        form = self._form
        if form.visitor_id is None and form.correcting is None:
            self._model.typed(form.person.values())
        else:
            self._model.stop()
            self._hide()

    def _say(self, noticed: Noticed | None) -> None:
        if noticed is None or noticed.person.id in self._others:
            self._hide()
            return
        self._noticed = noticed
        asked = {
            Why.ID: _("Somebody of this name has an id nearly like this one. Are they one?"),
            Why.MOBILE: _("Somebody of this name with this phone is registered. Are they one?"),
            Why.FATHER: _("Somebody of this name with this father is registered. Are they one?"),
        }
        acts = ((_("Yes"), "same_person", self.act), (_("No"), "", self.ignore))
        self.line.say(asked[noticed.why or Why.MOBILE], "warning", "people", acts)
        self.who.set_text(who(noticed))
        self.who.show()
        self._form.issues.set_crowded(crowded=True)
        self._form.banner.hide()

    def _hide(self) -> None:
        if self._noticed is not None:
            self._noticed = None
            self.line.say("")
            self.who.hide()
            self._form.issues.set_crowded(crowded=False)
            self._form.banner.setVisible(bool(self._form.banner.accessibleName()))

    def ignore(self) -> bool:
        """Esc: it is somebody else, and goes on as somebody new. Whether there was a question."""
        if self._noticed is None:
            return False
        self._others.add(self._noticed.person.id)
        self._hide()
        if not self._form.isAncestorOf(self._screen.focusWidget()):
            self._form.person.first_empty().setFocus()
        return True

    # Ctrl+M --------------------------------------------------------------------------------------------------------

    def act(self) -> None:
        """The one who was noticed is taken into the form; else a person's record is set beside another."""
        if self._noticed is not None:
            person = self._noticed.person
            self._hide()
            self._screen.of_form.same_person(person)
            return
        whose = self._whose()
        if whose is None:
            self._screen.say(_("Choose a row of the queue first."))
        else:
            self.open(whose)

    def open(self, visitor_id: int) -> None:
        self._screen.area.open_merge(visitor_id)
        self._model.set_beside(visitor_id)

    def open_of(self, row: QueueRow) -> None:
        """From a row's menu."""
        self.open(row.visitor_id)

    def _whose(self) -> int | None:
        """The person of the history that has the focus, of the row that has it, of the form, or of the chosen row."""
        history, queue = self._screen.area.history, self._screen.queue
        if history.history is not None and history.table.hasFocus():
            return history.history.person_id
        row = queue.held or (queue.chosen if self._form.visitor_id is None else None)
        return row.visitor_id if row is not None else self._form.visitor_id

    def _part(self, records: tuple[Record, ...]) -> None:
        """Which record is to stand by itself again; with one there is no question."""
        if len(records) == 1:
            self._model.part(records[0])
            return
        menu = QMenu(self._screen)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for record in records:
            menu.addAction(_of_record(record), lambda record=record: self._model.part(record))
        menu.setActiveAction(menu.actions()[0])
        button = self._screen.area.history.apart
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _done(self, said: str, undo: object) -> None:
        self._screen.say_done(said, undo)
        self._screen.area.merged()

    def _refused(self, field: str, reason: str) -> None:
        if not self._screen.area.say(field, reason):
            self._screen.say(reason)


def who(noticed: Noticed) -> str:
    """Whose child, how often here, when last, and the ends of the id: enough to know him by, not more."""
    person = noticed.person
    said = [_("child of %(father)s") % {"father": person.father_name}] if person.father_name else []
    words = {"n": persian_digits(noticed.visits), "date": short_date(noticed.last_visit) if noticed.last_visit else ""}
    said.append(_("%(n)s visits, the last on %(date)s") % words)
    if shown := masked_id(person):
        said.append(shown)
    return _(", ").join(said)


def masked_id(person: Person) -> str:
    """The ends of the id that the person has, or nothing."""
    if person.national_id:
        return isolate(persian_digits(masked_national_id(person.national_id)))
    return isolate(persian_digits(masked_foreign_id(person.foreign_id))) if person.foreign_id else ""


def _of_record(record: Record) -> str:
    phone = isolate(persian_digits(record.mobile)) if record.mobile else ""
    visits = _("%(n)s visits") % {"n": persian_digits(record.visits)}
    return _(", ").join(filter(None, (record.name, phone, visits)))
