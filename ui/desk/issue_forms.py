"""The head's own matter, as a small form in place."""

from PySide6.QtWidgets import QWidget

from app.domain.texts import _
from app.issues import IssueRow
from ui.desk.issue_model import IssueModel
from ui.widgets.field import AreaField, TextField
from ui.widgets.place_form import PlaceForm


class ConfidentialForm(PlaceForm):
    """What a visitor told to the head alone, written down by the head."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Matter for the head alone"), _("Write down"), parent)
        self._model = model
        self._issue: IssueRow | None = None
        self.subject = TextField(_("Subject"), "subject")
        self.text = AreaField(_("Description"), "description", lines=2)
        self.put(self.subject, self.text)
        for field in (self.subject, self.text):
            field.changed.connect(self._note)

    def show_issue(self, issue: IssueRow) -> None:
        self._issue = None
        left = self._model.half_written("confidential", issue)
        stands = {"subject": issue.subject, "description": issue.description or ""}
        for field in (self.subject, self.text):
            field.clear()
            field.set_text(left.get(field.name, stands[field.name]))
        self._issue = issue
        self.about.set_text(issue.visitor)
        self.subject.setFocus()
        self.subject.edit.selectAll()

    def _note(self) -> None:
        if self._issue is not None:
            typed = {"subject": self.subject.text(), "description": self.text.text()}
            stands = {"subject": self._issue.subject, "description": self._issue.description or ""}
            self._model.typed("confidential", self._issue, {} if typed == stands else typed)

    def save(self) -> None:
        if self._issue is not None:
            self._model.write_confidential(self._issue, self.subject.text(), self.text.text())

    def say(self, field: str, reason: str) -> None:
        at = self.subject if field == "subject" else self.text
        at.say(reason)
        at.setFocus()

    def forget(self) -> None:
        self._issue = None
        self.subject.clear()
        self.text.clear()
