"""The person's own record on paper: who asks for it, and how he showed who he is (Ctrl+Shift+H)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app import person_record
from app.domain.texts import _
from app.issues import IssueRow
from app.office import Office
from app.person_record import Asked, Given
from ui.desk.issue_model import IssueModel
from ui.widgets.field import TextField
from ui.widgets.place_form import PlaceForm
from ui.widgets.segment import Segment
from ui.widgets.text import Text


@dataclass(frozen=True)
class Whose:
    """Whose record is wanted. id: under which what is half typed is kept. give: the use case, but for who asks."""

    id: int | str
    name: str
    give: Callable[[Office, Asked], Given]


def of_person(visitor_id: int, name: str) -> Whose:
    return Whose(f"p{visitor_id}", name, lambda office, asked: person_record.give_of_person(office, visitor_id, asked))


def of_booking(booking_id: int, name: str) -> Whose:
    return Whose(f"b{booking_id}", name, lambda office, asked: person_record.give_of_booking(office, booking_id, asked))


class PersonRecordForm(PlaceForm):
    """The paper is shown in memory; whether it is printed or kept, and where, is asked there."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(_("The person's own record, on paper"), _("Make the record"), parent)
        self._model = model
        self._whose: Whose | None = None
        self.who = Segment([(False, _("The person himself")), (True, _("Who represents him"))], _("Who asks for it"))
        self.name = TextField(_("Name of who represents him"), "name")
        self.proof = TextField(
            _("How he showed who he is"),
            "proof",
            placeholder=_("identity card, power of attorney with number and date"),
        )
        self.body.addWidget(self.who)
        self.put(self.name, self.proof)
        hint = _("Only for himself or who lawfully represents him; the log keeps who asked.")
        self.body.addWidget(Text(hint, "caption", "muted", wrap=True))
        self.body.addStretch(1)
        self.who.entered.connect(self._go_on)
        self.who.changed.connect(lambda _who: self._turn())
        for field in (self.name, self.proof):
            field.changed.connect(self._note)
        self._turn()

    def _go_on(self) -> None:
        (self.name if self.who.data() else self.proof).setFocus()

    def _turn(self) -> None:
        self.name.setVisible(bool(self.who.data()))
        self._note()

    def _note(self) -> None:
        if self._whose is not None:
            left = {field.name: field.text() for field in (self.name, self.proof) if field.text()}
            self._model.typed("record", self._whose, {"for_other": bool(self.who.data()), **left} if left else {})

    def show_issue(self, issue: IssueRow) -> None:
        self.show_whose(
            Whose(issue.id, issue.visitor, lambda office, asked: person_record.give(office, issue.id, asked))
        )

    def show_whose(self, whose: Whose) -> None:
        left = self._model.half_written("record", whose)
        self.forget()
        self.who.set_data(bool(left.get("for_other")))
        for field in (self.name, self.proof):
            field.set_text(left.get(field.name, ""))
        self._turn()
        self._whose = whose
        self.about.set_text(whose.name)
        self.who.setFocus()

    def save(self) -> None:
        if self._whose is None:
            return
        asked = Asked(self.proof.text(), representative=bool(self.who.data()), name=self.name.text())
        call = partial(self._whose.give, self._model.office, asked)
        self._model.write("record", self._whose, call, self._made, lambda _given: None)

    def _made(self, given: Given) -> str:
        """The words for it; the paper itself comes once the form is closed."""
        self.forget()
        title = _("Record of %(name)s") % {"name": given.whose}
        QTimer.singleShot(0, self._model, lambda: self._model.paper_made.emit(title, given.pdf, "didar-record.pdf"))
        return _("The record was made; who asked for it is in the log.")

    def say(self, field: str, reason: str) -> None:
        at = self.name if field == "name" else self.proof
        at.say(reason)
        at.setFocus()

    def forget(self) -> None:
        self._whose = None
        self.who.set_data(data=False)
        self.name.clear()
        self.proof.clear()
        self._turn()
