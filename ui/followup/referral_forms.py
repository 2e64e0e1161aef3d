"""Forms about a matter's referrals, in the pane: refer it, what a unit answered, the number of the covering letter."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app import referrals, units
from app.domain.codes import AnswerKind
from app.domain.errors import Refused
from app.domain.persian.calendar import short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.issues import SEVERAL, IssueRow
from app.office import Office
from app.referral_rows import ReferralRow
from app.referrals import Referred, UsualDue
from app.units import UnitRow
from ui.desk.issue_model import IssueModel
from ui.followup.units_field import UnitsField
from ui.widgets.combo import SelectField
from ui.widgets.dates import DateField
from ui.widgets.dropdown import Choice
from ui.widgets.field import AreaField, Field, TextField
from ui.widgets.place_form import PlaceForm
from ui.widgets.segment import Segment
from ui.widgets.text import Text


@dataclass(frozen=True)
class Known:
    """What a form shows of a matter's referrals, in one look. standing: those that nothing took the place of.

    ordered: by when the head ordered it to be done, without naming a unit.
    """

    standing: tuple[ReferralRow, ...]
    units: tuple[UnitRow, ...]
    usual: UsualDue
    ordered: dt.date | None

    @property
    def due(self) -> dt.date:
        return self.usual.due


def _known(office: Office, issue_id: int) -> Known:
    rows = tuple(row for row in referrals.of_issue(office, issue_id) if row.stands)
    ordered = referrals.ordered_due(office, issue_id)
    return Known(rows, tuple(units.of_office(office)), referrals.usual_due(office), ordered)


class MatterForm(PlaceForm):
    """What stands in its fields is kept with its issue, as Esc or the lock may come.

    what: under which name that is kept. which: of several referrals the one that it is about.
    """

    def __init__(
        self,
        model: IssueModel,
        what: str,
        title: str,
        record: str,
        parent: QWidget | None = None,
        *,
        which: str = "",
    ) -> None:
        super().__init__(title, record, parent)
        self.model, self._what = model, what
        self.issue: IssueRow | None = None
        self.known: Known | None = None
        self._filling = False
        self.which = SelectField(which or _("Referral"), "which")
        self.body.addWidget(self.said)
        self.body.addWidget(self.which)

    # what it shows ---------------------------------------------------------------------------------------------------

    def show_issue(self, issue: IssueRow) -> None:
        self.issue, self.known = issue, None
        self.about.set_text(_("%(name)s: %(subject)s") % {"name": issue.visitor, "subject": issue.subject})
        self.line.set_text("")
        PlaceForm.tell(self, "")
        self.which.hide()
        self._filling = True
        for field in self.fields:
            field.clear()
        self._filling = False
        self.setFocus()
        self.model.read(self._what, partial(_known, self.model.office, issue.id), partial(self._read, issue))

    def _read(self, issue: IssueRow, known: Known) -> None:
        if self.issue is not issue:
            return  # another row was chosen meanwhile
        self.known = known
        fitting = [row for row in known.standing if self.fits(row)]
        self._filling = True
        self.which.set_choices([Choice(label_of(row, at), row) for at, row in enumerate(fitting, 1)])
        if fitting:
            self.which.set_data(fitting[0])
        self.which.setVisible(len(fitting) > 1)
        left = self.model.half_written(self._what, issue)
        self.fill(known)
        if (about := next((row for row in fitting if row.id == left.get("which")), None)) is not None:
            self.which.set_data(about)
        for field in self.fields:
            if left.get(field.name):
                field.set_text(left[field.name])
        self._filling = False
        self.focus_first()

    @property
    def fields(self) -> list[Field]:
        """What is typed in it."""
        return []

    def fits(self, row: ReferralRow) -> bool:
        """Whether it may be about this one of those that stand; of a matter that others may not know each may be."""
        return bool(row.unit) or (self.issue is not None and self.issue.head_only)

    def fill(self, known: Known) -> None:
        """Put in what is usual."""

    def focus_first(self) -> None:
        (self.which if self.which.isVisible() else self.fields[0]).setFocus()

    @property
    def referral(self) -> ReferralRow | None:
        row: ReferralRow | None = self.which.data()
        return row

    def watch(self) -> None:
        for field in (*self.fields, self.which):
            field.changed.connect(self._note)

    def _note(self) -> None:
        if self.issue is not None and not self._filling:
            typed = {field.name: field.text() for field in self.fields}
            self.model.typed(self._what, self.issue, typed | self.chosen if any(typed.values()) else {})

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen beside what is typed, to be kept with it."""
        return {"which": self.referral.id} if self.referral is not None else {}

    # what it does ----------------------------------------------------------------------------------------------------

    def date_of(self, field: DateField) -> tuple[bool, dt.date | None]:
        """Whether the day can be taken, and the day; what is wrong is said at its field."""
        try:
            return True, field.value()
        except Refused as refused:
            self.say(field.name, refused.reason)
            return False, None

    def write(self, call: Callable[[], Any], said: Any, undo: Callable[[Any], Callable[[], object] | None]) -> None:
        assert self.issue is not None
        self.model.write(self._what, self.issue, call, said, undo)

    def say(self, field: str, reason: str) -> None:
        at = next((one for one in self.fields if one.name == field), None)
        if at is None:
            PlaceForm.tell(self, reason, "danger")  # beside the buttons it would be cut
            return
        at.say(reason)
        at.setFocus()

    def forget(self) -> None:
        self.issue = self.known = None
        self._filling = True
        for field in self.fields:
            field.clear()
        self._filling = False


def label_of(row: ReferralRow, place: int) -> str:
    """«فنی و عمرانی، مهلت ۴ مهر»; where the unit is not to be known, the referral's place."""
    due = _("due %(date)s") % {"date": short_date(row.due)} if row.due else ""
    unit = row.unit or persian_digits(_("referral %(n)s") % {"n": place})
    return SEVERAL.join(filter(None, (unit, due)))


class ReferForm(MatterForm):
    """Ctrl+J: to one or several units; or in place of one that has it."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "referral", _("Refer to unit"), _("Refer"), parent, which=_("Instead of"))
        self.units = UnitsField(_("Units"))
        self.due = DateField(_("Due date"), "due", today=lambda: model.today, closed=model.is_closed)
        self.text = AreaField(_("What is asked of the unit"), "note", lines=2)
        self.units.note(_("digit or name; + one more"))
        self.put(self.units, self.due, self.text)
        self.which.entered.connect(self.units.setFocus)
        self.moved_on = Text("", "caption", "muted", wrap=True)
        """Why this due date stands there: the head ordered it, or a closed day moved the usual one on."""
        self.body.insertWidget(self.body.indexOf(self.text), self.moved_on)
        self.moved_on.hide()
        self.due.changed.connect(self._say_why)
        self.watch()

    @property
    def fields(self) -> list[Field]:
        return [self.units, self.due, self.text]

    def fill(self, known: Known) -> None:
        """A unit that returned it is replaced; beside others that act one more is asked."""
        self.units.offer(known.units)
        named = [Choice(label_of(row, at), row) for at, row in enumerate(known.standing, 1) if self.fits(row)]
        beside = Choice(_("no other: one more unit"), None)
        self.which.set_choices([beside, *named])
        returned = next((one for one in named if one.data.answered is AnswerKind.RETURNED), beside)
        self.which.set_text(returned.text)
        self.which.setVisible(bool(named))
        passed = known.ordered is None or known.ordered < self.model.today
        self.due.set_date(known.due if passed else known.ordered)
        self._say_why()

    def _say_why(self) -> None:
        """What the head ordered, whatever is typed; else why the usual date is a later day, as long as that stands."""
        said = self._why(self.known) if self.known is not None else ""
        self.moved_on.setText(said)
        self.moved_on.setVisible(bool(said))

    def _why(self, known: Known) -> str:
        if known.ordered is not None:
            passed = known.ordered < self.model.today
            said = _("Due by the ruling: %(date)s, which has passed.") if passed else _("Due by the ruling: %(date)s.")
            return said % {"date": short_date(known.ordered)}
        if known.usual.closed_on is None or self.due.date() != known.due:
            return ""
        said = _("%(date)s is closed: %(name)s; hence the next open day.")
        return said % {"date": short_date(known.usual.closed_on), "name": known.usual.closed}

    def focus_first(self) -> None:
        self.units.setFocus()
        if not self.units.text():
            self.units.edit.open_list()

    def save(self) -> None:
        if self.issue is None or self.known is None:
            return
        if not self.units.check():
            self.units.setFocus()
            return
        taken, due = self.date_of(self.due)
        if not taken:
            return
        office, named, note = self.model.office, self.units.units(), self.text.text()
        if self.referral is not None and len(named) > 1:
            self.say("unit", _("Only one unit takes another's place."))
            return
        call: Callable[[], Referred] = (
            partial(referrals.refer_again, office, self.referral.id, named[0], due, note)
            if self.referral is not None
            else partial(referrals.refer, office, self.issue.id, named, due, note)
        )
        self.write(call, _referred, lambda done: partial(referrals.take_back_refer, office, done.ids[0]))


def _referred(done: Referred) -> str:
    due = short_date(done.due) if done.due else ""
    return _("Referred to %(units)s, due %(due)s.") % {"units": SEVERAL.join(done.units), "due": due}


class AnswerForm(MatterForm):
    """Ctrl+Shift+J: a unit answered, in full or in part, or returned the matter."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "unit_answer", _("Unit's answer"), _("Record the answer"), parent)
        self.kind = Segment([(kind, kind.label) for kind in AnswerKind], _("Unit's answer"))
        self.text = AreaField(_("Answer, or why it was returned"), "text", lines=2)
        self.date = DateField(_("Letter date"), "date", today=lambda: model.today)
        self.number = TextField(_("Letter number"), "number")
        self.which.entered.connect(self.kind.setFocus)
        self.put(self.kind, self.text)
        self.put(self.date, self.number, beside=True)
        self.text.entered.disconnect(self.save)
        self.text.entered.connect(self.date.setFocus)
        self.watch()
        self.kind.changed.connect(lambda *_changed: self._note())

    @property
    def fields(self) -> list[Field]:
        return [self.text, self.date, self.number]

    @property
    def chosen(self) -> dict[str, Any]:
        return {**super().chosen, "kind": str(self.kind.data())}

    def fill(self, known: Known) -> None:
        left = self.model.half_written(self._what, self.issue) if self.issue is not None else {}
        self.kind.set_data(AnswerKind(left.get("kind", AnswerKind.FULL)))
        self.date.set_date(self.model.today)
        waited = next((row for row in known.standing if row.waited_for and self.fits(row)), None)
        if waited is not None:
            self.which.set_data(waited)
        if self.referral is None:
            self.line.set_text(_("No unit has this matter."), "danger")

    def focus_first(self) -> None:
        (self.which if self.which.isVisible() else self.kind).setFocus()

    def save(self) -> None:
        if self.issue is None or self.referral is None:
            return
        taken, date = self.date_of(self.date)
        if not taken:
            return
        office, kind = self.model.office, self.kind.data()
        call = partial(referrals.answer, office, self.referral.id, kind, self.text.text(), date, self.number.text())
        said = _("The answer of %(unit)s was recorded.") % {"unit": self.referral.unit or _("the unit")}
        self.write(call, said, lambda answer_id: partial(referrals.take_back_answer, office, answer_id))


class LetterNumberForm(MatterForm):
    """Ctrl+Shift+N: the registry's number and date of the covering letter, after it was signed."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "letter_number", _("Number of the covering letter"), _("Record the number"), parent)
        self.number = TextField(_("Letter number"), "number")
        self.date = DateField(_("Letter date"), "date", today=lambda: model.today)
        self.which.entered.connect(self.number.setFocus)
        self.which.changed.connect(self._show)
        self.put(self.number, self.date)
        self.body.addStretch(1)
        self.watch()

    @property
    def fields(self) -> list[Field]:
        return [self.number, self.date]

    def fill(self, _known: Known) -> None:
        self._show()
        if self.referral is None:
            self.line.set_text(_("No unit has this matter."), "danger")

    def _show(self) -> None:
        """What the chosen referral's letter has so far; without one, today's date."""
        row = self.referral
        self.number.set_text((row.letter_number or "") if row else "")
        self.date.set_date((row.letter_date if row and row.letter_number else None) or self.model.today)

    def save(self) -> None:
        row = self.referral
        if self.issue is None or row is None:
            return
        taken, date = self.date_of(self.date)
        if not taken:
            return
        if not self.number.text():
            self.say("number", _("Write the letter's number."))
            return
        office = self.model.office
        call = partial(referrals.letter_number, office, row.id, self.number.text(), date)
        back = partial(referrals.letter_number, office, row.id, row.letter_number or "", row.letter_date)
        said = _("The letter to %(unit)s has number %(number)s.")
        said %= {"unit": row.unit or _("the unit"), "number": persian_digits(self.number.text())}
        self.write(call, said, lambda _answer: back)
