"""The wizard's three pages: what is asked, each refusal at its field."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.domain import places
from app.domain.codes import AgencyKind, Weekday
from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.security import passphrases
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.combo import ComboField, SelectField
from ui.widgets.dates import DateField, TimeField
from ui.widgets.dropdown import Choice
from ui.widgets.field import Field, TextField
from ui.widgets.form import Form
from ui.widgets.locked import LockedMark, lock
from ui.widgets.passphrase import PassphraseField
from ui.widgets.segment import Segment
from ui.widgets.text import Text

if TYPE_CHECKING:
    from ui.setup.view_model import WizardModel

GAP = 16


def enter(onward: Callable[[], object]) -> None:
    """Enter that reached the screen: a button's own act, else onward. A line's Enter was the form's already."""
    focused = QApplication.focusWidget()
    if isinstance(focused, QPushButton):
        focused.click()
    elif not isinstance(focused, QLineEdit):
        onward()


class Page(QWidget):
    """A page with its fields by name, in the order in which Enter goes through them.

    done: after the last field. left: Esc with nothing to take back.
    """

    done = Signal()
    left = Signal()

    def __init__(self, above: str, title: str, under: str) -> None:
        super().__init__()
        self.form = Form([], self.done.emit, self)
        self.form.aside.connect(self.left)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.column.addWidget(Text(above, "caption", "accent"))
        self.column.addWidget(Text(title, "figure"))
        self.under = Text(under, "lead", "muted", wrap=True)
        self.column.addWidget(self.under)
        self.column.addSpacing(20)

    @property
    def fields(self) -> dict[str, Field]:
        return self.form.fields

    def arrive(self) -> None:
        self.form.focus_first()

    def say(self, refusals: dict[str, str]) -> None:
        """Each refusal at its field, the cursor in the first of them."""
        for name, field in self.fields.items():
            field.say(refusals.get(name, ""))
        refused = [name for name in self.fields if name in refusals]
        if refused:
            self.fields[refused[0]].setFocus()


class Asking(Page):
    """One of the three: its fields' texts are the model's answers, checked by the rules of `agency.found`."""

    def __init__(self, model: "WizardModel", number: int, title: str, under: str) -> None:
        super().__init__(_("Step %(n)s of 3") % {"n": persian_digits(number + 1)}, title, under)
        self.model, self.number = model, number

    def ask(self, field: Field) -> None:
        """Let the field speak with the model: what is typed, and why it is refused when it is left."""
        name, own = field.name, field.rule
        field.set_text(self.model.answers[name])

        def checked(text: str) -> Any:
            value = own(text) if own else text
            reason = self.model.refusals(self.number).get(name)
            if reason:
                raise Refused(reason, name)
            return value

        field.rule = checked
        field.changed.connect(lambda: self.model.answer(name, field.text()))
        self.form.add(field)
        self.keep_locked(field)

    def keep_locked(self, field: Field) -> None:
        """A field that the preset of this PC leaves no choice in is shown, not asked."""
        if field.name in self.model.locked:
            lock(field)

    def check(self) -> bool:
        """Say all that is refused on this page; whether it may be left."""
        refusals = self.model.refusals(self.number)
        self.say(refusals)
        return not refusals


def at_right(field: Field) -> None:
    """At the right edge, also where the text is Latin."""
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
    field.edit.setAlignment(right)


def left_to_right(field: Field) -> None:
    """Codes: Latin letters and digits in their own order, the digits shown Persian by the FD cut."""
    field.edit.setProperty("digits", True)
    field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    at_right(field)


class AgencyPage(Asking):
    def __init__(self, model: "WizardModel") -> None:
        under = _("These particulars stand in the report, letters and slips.")
        super().__init__(model, 0, _("Your agency"), under)
        name = TextField(_("Agency's name"), "name", hint=_("As it stands on the letterhead"), tall=True)
        code_hint = _("From the governorate's inspection office")
        code = TextField(_("Agency's code"), "code", hint=code_hint, tall=True)
        left_to_right(code)
        province = ComboField(_("Province"), "province", choices=places.provinces(), tall=True)
        listed = _("Counties as of the year %(year)s; one that is not listed may be typed") % {
            "year": persian_digits(places.AS_OF)
        }
        self.county = ComboField(_("County"), "county", noun=_("counties"), hint=listed, tall=True)
        head = TextField(_("Head's first and last name"), "head", tall=True)
        kinds = [Choice(_("Not chosen"), ""), *(Choice(kind.label, str(kind)) for kind in AgencyKind)]
        self.kind = SelectField(
            _("Kind of agency"),
            "kind",
            choices=kinds,
            hint=_("Gives the head's title on the report"),
            tall=True,
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP)
        for place, field in enumerate((name, code, province, self.county, head, self.kind)):
            row, column = divmod(place, 2)
            # six columns: two thirds and one in the first row, halves below it
            span = (4, 2) if row == 0 else (3, 3)
            at = (row, 0 if column == 0 else span[0], 1, span[column])
            grid.addWidget(field, *at, alignment=Qt.AlignmentFlag.AlignTop)
        for column in range(6):
            grid.setColumnStretch(column, 1)
        self.column.addLayout(grid)
        self.column.addStretch(1)
        for field in (name, code, province, self.county, head):
            self.ask(field)
        self.form.add(self.kind)
        self.kind.set_data(model.answers["kind"])
        self.kind.changed.connect(lambda: model.answer("kind", self.kind.data() or ""))
        self.keep_locked(self.kind)
        province.changed.connect(self._province_changed)
        self._province_changed()

    def _province_changed(self) -> None:
        self.county.set_choices(self.model.counties())


class DayPage(Asking):
    def __init__(self, model: "WizardModel") -> None:
        super().__init__(
            model,
            1,
            _("The day of the meeting"),
            _("The day of the week on which the head receives people in person."),
        )
        self.weekday = Segment([(str(day), day.label) for day in Weekday], _("Meeting day"))
        opens, closes = TimeField(_("From hour"), "opens", tall=True), TimeField(_("To hour"), "closes", tall=True)
        hint = _("Empty: for all earlier dates too")
        since = DateField(_("Since"), "since", today=model.today, hint=hint, tall=True)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for field in (opens, closes, since):
            row.addWidget(field, 2 if field is since else 1, alignment=Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(Text(_("Meeting day"), "caption", "muted"))
        head.addStretch(1)
        self.column.addLayout(head)
        self.column.addWidget(self.weekday)
        if "weekday" in model.locked:
            self.weekday.lock()
            head.addWidget(LockedMark())
        self.column.addSpacing(GAP)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.form.add(self.weekday)
        for field in (opens, closes, since):
            self.ask(field)
        self.weekday.set_data(model.answers["weekday"])
        self.weekday.changed.connect(lambda day: model.answer("weekday", day))


class UserPage(Asking):
    def __init__(self, model: "WizardModel") -> None:
        under = _("You enter Didar with this name and passphrase. The passphrase is kept nowhere.")
        super().__init__(model, 2, _("First user"), under)
        name = TextField(_("Your first and last name"), "user_name", tall=True)
        login = TextField(_("User name"), "user", hint=_("For signing in, without spaces"), tall=True)
        hint = _("At least 12 letters, or four words that Didar offers")
        at_right(login)
        self.passphrase = PassphraseField(_("Passphrase"), "passphrase", hint=hint, tall=True)
        again = PassphraseField(_("Passphrase again"), "again", tall=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP)
        for place, field in enumerate((name, login, self.passphrase, again)):
            grid.addWidget(field, *divmod(place, 2), alignment=Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(grid)
        offer = Button(_("Offer four words"), "key", kind=PLAIN, on_click=self._offer)
        self.column.addWidget(offer)
        self.column.addStretch(1)
        for field in (name, login, self.passphrase, again):
            self.ask(field)
        self.passphrase.changed.connect(self._strength)

    def _strength(self) -> None:
        key, words = self.model.strength()
        role = {"weak": "danger", "fair": "warning", "strong": "success"}.get(key, "muted")
        self.passphrase.note(words, role=role)

    def _offer(self) -> None:
        """Four random words, readable, to be copied down and typed again."""
        self.passphrase.edit.setText(passphrases.offer())
        self.passphrase.edit.reveal(shown=True)
        self.fields["again"].setFocus()
