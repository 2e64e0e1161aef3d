"""What came of an issue, and opening it again, as small forms in place (Ctrl+O, Ctrl+Shift+O): at the desk and in the
worklist alike.
"""

from functools import partial

from PySide6.QtWidgets import QCheckBox, QWidget

from app import common_matters, outcomes
from app.common_matters import CommonMatter
from app.domain.codes import Status, Way
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.issues import IssueRow
from ui.desk.issue_model import IssueModel
from ui.widgets.field import AreaField, TextField
from ui.widgets.place_form import PlaceForm
from ui.widgets.segment import Segment


def about(issue: IssueRow) -> str:
    """Whose issue it is."""
    return _("%(name)s: %(subject)s") % {"name": issue.visitor, "subject": issue.subject}


def _words_of(row: IssueRow) -> tuple[Status, str | None] | None:
    """Which outcome it has; None, where that is for the head to know."""
    return None if row.head_only else (row.status, row.outcome)


class OutcomeForm(PlaceForm):
    """Words for the applicant, a note for the file, and where to, for who is sent elsewhere."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Record outcome"), _("Record outcome"), parent)
        self._model = model
        self._issue: IssueRow | None = None
        self._told: set[Way] = set()
        offered = (Status.RESOLVED, Status.REJECTED, Status.REDIRECTED)
        self.status = Segment([(status, status.label) for status in offered], _("Result"), numbered=False)
        self.where_to = TextField(_("Guided to which agency"), "where_to")
        self.text = AreaField(_("Outcome in words for the applicant"), "outcome", lines=2)
        self.note = TextField(_("Note for the file; the applicant does not see it"), "note")
        self.anew = QCheckBox(_("Tell the applicant anew, in these words"))
        for part in (self.said, self.status, self.where_to, self.anew, self.text, self.note):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.status.entered.connect(self._after_status)
        self.where_to.entered.connect(self.text.setFocus)
        for last in (self.text, self.note):
            last.entered.connect(self.save)
        for field in (self.text, self.where_to, self.note):
            field.changed.connect(self._note)
        self.status.changed.connect(lambda *_changed: self._chosen())
        self.anew.toggled.connect(lambda *_changed: self._note())
        self._chosen()

    def show_issue(self, issue: IssueRow) -> None:
        left = self._model.half_written("outcome", issue)
        self._issue = None
        self.tell("")
        for field in (self.text, self.where_to, self.note):
            field.clear()
            field.set_text(left.get(field.name, ""))
        self.status.set_data(Status(left.get("status", Status.RESOLVED)))
        self._issue = issue
        self._know_told(issue, {issue.told_by} if issue.told_by is not None else set())
        if issue.status is not Status.OPEN:
            ask = partial(common_matters.of_issue, self._model.office, issue.id)
            self._model.read("told", ask, partial(self._know_others, issue))
        self.about.set_text(about(issue))
        so_far = _("Outcome so far: %(text)s") % {"text": issue.outcome or issue.status.label}
        self.line.set_text(so_far if issue.outcome or issue.status is not Status.OPEN else "")
        self._chosen()
        self.status.setFocus()

    def _know_told(self, issue: IssueRow, told: set[Way]) -> None:
        """In which ways the result that stands was told; an SMS says nothing of its words, as a rule."""
        self._told = told
        self.anew.setChecked(self._model.half_written("outcome", issue).get("anew", told != {Way.SMS}))

    def _know_others(self, issue: IssueRow, common: CommonMatter | None) -> None:
        """Of many who brought the same each was told, or not yet."""
        if common is not None and self._issue is issue:
            self._know_told(issue, {one.told_by for one in common.people if one.told_by is not None})
            self._chosen()

    def _after_status(self) -> None:
        (self.where_to if self._elsewhere else self.text).setFocus()

    @property
    def _elsewhere(self) -> bool:
        return self.status.data() is Status.REDIRECTED

    @property
    def _may_be_anew(self) -> bool:
        """Whether somebody was told this very result: another one is to be told anyway."""
        return self._issue is not None and bool(self._told) and self._issue.status is self.status.data()

    def _chosen(self) -> None:
        self.where_to.setVisible(self._elsewhere)
        self.anew.setVisible(self._may_be_anew)
        self._note()

    def _note(self) -> None:
        """What stands here is kept with its issue: Esc or the lock may come between."""
        if self._issue is not None:
            left = {field.name: field.text() for field in (self.text, self.where_to, self.note) if field.text()}
            chosen = {"status": str(self.status.data()), "anew": self.anew.isChecked()}
            self._model.typed("outcome", self._issue, {**chosen, **left} if left else {})

    def save(self) -> None:
        if self._issue is None:
            return
        texts = (self.text.text(), self.note.text(), self.where_to.text())
        anew = self._may_be_anew and self.anew.isChecked()
        if anew and not any(map(normalise, (texts[0], texts[2]))):
            self.say("outcome", _("Write the words first."))
            return
        record = partial(outcomes.record, seen=self._issue.status, anew=anew)
        call = partial(record, self._model.office, self._issue.id, self.status.data(), *texts)
        said = _("The outcome of «%(subject)s» was recorded.") % {"subject": self._issue.subject}
        if self._told and (anew or self._issue.status is not self.status.data()):
            said += " " + _("What was told counts no more; the new result is to be told.")
        back = partial(outcomes.take_back, self._model.office, self._issue.id)
        self._model.write("outcome", self._issue, call, said, lambda row: partial(back, recorded=_words_of(row)))

    def say(self, field: str, reason: str) -> None:
        if field == "status":
            self.tell(reason, "danger")  # it is about none of the fields
            return
        at = self.where_to if field == "outcome" and self.where_to.isVisible() else self.text
        at = self.note if field == "note" else at
        at.say(reason)
        at.setFocus()

    def forget(self) -> None:
        self._issue = None
        for field in (self.text, self.where_to, self.note):
            field.clear()


class ReopenForm(PlaceForm):
    """Why a closed issue is opened again, and whether the applicant objected."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Reopen the issue"), _("Reopen"), parent)
        self._model = model
        self._issue: IssueRow | None = None
        self.cause = Segment([(False, _("Came back")), (True, _("Objected"))], _("The applicant"), numbered=False)
        self.reason = AreaField(_("Why it is opened again"), "reason", lines=2)
        self.put(self.cause, self.reason)
        self.body.addStretch(1)
        self.reason.changed.connect(self._note)
        self.cause.changed.connect(lambda *_changed: self._note())

    def show_issue(self, issue: IssueRow) -> None:
        left = self._model.half_written("reopen", issue)
        self._issue = None
        self.reason.clear()
        self.reason.set_text(left.get("reason", ""))
        self.cause.set_data(bool(left.get("objected")))
        self._issue = issue
        self.about.set_text(about(issue))
        told = issue.told_by is not None
        self.line.set_text(_("What was told counts no more; the new result is to be told.") if told else "")
        self.cause.setFocus()

    def _note(self) -> None:
        if self._issue is not None:
            reason = self.reason.text()
            left = {"objected": self.cause.data(), "reason": reason} if reason else {}
            self._model.typed("reopen", self._issue, left)

    def save(self) -> None:
        if self._issue is None:
            return
        office, issue = self._model.office, self._issue
        reason = normalise(self.reason.text(), lines=True)
        call = partial(outcomes.reopen, office, issue.id, reason, self.cause.data())
        said = _("«%(subject)s» was opened again.") % {"subject": issue.subject}
        back = partial(outcomes.take_back, office, issue.id, recorded=(Status.OPEN, reason))
        self._model.write("reopen", issue, call, said, lambda _row: back)

    def say(self, _field: str, reason: str) -> None:
        self.reason.say(reason)
        self.reason.setFocus()

    def forget(self) -> None:
        self._issue = None
        self.reason.clear()
