"""Forms about a matter's clock, in the pane: another due date, and waiting for the applicant's papers."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget

from app import interim, pauses, referrals
from app.domain.codes import Purpose
from app.domain.persian.calendar import short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.interim import Word
from app.issues import IssueRow
from app.pauses import PauseRow, Resumed
from app.referral_rows import ReferralRow
from ui.desk.issue_model import IssueModel
from ui.followup.referral_forms import Known, MatterForm
from ui.widgets.dates import DateField
from ui.widgets.field import AreaField, Field, TextField
from ui.widgets.text import Text


class _TellingForm(MatterForm):
    """What it does the applicant hears of, if the tick stands: as a rule where messages go out by themselves."""

    purpose = Purpose.INTERIM
    tell: QCheckBox

    def show_issue(self, issue: IssueRow) -> None:
        super().show_issue(issue)
        self.model.read("interim", partial(interim.usual, self.model.office), self.tell.setChecked)

    def write_and_tell(
        self, call: Callable[[], Any], said: str, untold: str, back: Callable[[Any], Callable[[], object]]
    ) -> None:
        """said: of what was done; untold: added where the applicant does not hear of it."""
        assert self.issue is not None
        office, issue_id, tell, purpose = self.model.office, self.issue.id, self.tell.isChecked(), self.purpose

        def act() -> tuple[Any, Word]:
            answer = call()
            return answer, interim.tell(office, issue_id, purpose) if tell else Word(why=untold)

        def words(done: tuple[Any, Word]) -> str:
            told = _("A message to the applicant is in the outbox.") if done[1].messages else ""
            return " ".join(filter(None, (said, told, done[1].why)))

        def undo(done: tuple[Any, Word]) -> Callable[[], object]:
            def taken_back() -> None:
                interim.take_back(office, done[1])
                back(done[0])()

            return taken_back

        self.write(act, words, undo)


class MoveDueForm(_TellingForm):
    """Ctrl+Shift+M: another due date of one referral, with the reason."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "move_due", _("Move the due date"), _("Move the due date"), parent)
        self.due = DateField(_("New due date"), "due", today=lambda: model.today, closed=model.is_closed)
        self.reason = TextField(_("Reason"), "reason", required=True, missing=_("Write why the due date is moved."))
        self.which.entered.connect(self.due.setFocus)
        self.put(self.due, self.reason)
        self.tell = QCheckBox(_("Tell the applicant by SMS"))
        self.body.addWidget(self.tell)
        self.body.addStretch(1)
        self.watch()

    @property
    def fields(self) -> list[Field]:
        return [self.due, self.reason]

    def fits(self, row: ReferralRow) -> bool:
        return row.waited_for

    def fill(self, known: Known) -> None:
        self.due.set_date(known.due)
        if self.referral is None:
            self.line.set_text(_("No answer of a unit is waited for here."), "danger")

    def save(self) -> None:
        row = self.referral
        if self.issue is None or row is None:
            return
        taken, due = self.date_of(self.due)
        if not taken:
            return
        if due is None:
            self.say("due", _("Write the day."))
        elif not self.reason.check():
            self.reason.setFocus()
        else:
            office = self.model.office
            call = partial(referrals.move_due, office, row.id, due, self.reason.text())
            said = _("The due date is %(date)s now.") % {"date": short_date(due)}
            untold = _("The applicant has not been told of it yet.")
            self.write_and_tell(
                call, said, untold, lambda move_id: partial(referrals.take_back_move_due, office, move_id)
            )


class PapersForm(_TellingForm):
    """Ctrl+Shift+W: the applicant's papers are waited for; the same again once they came."""

    purpose = Purpose.PAPERS

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "papers", _("The applicant's papers"), _("Wait for papers"), parent)
        self._standing: PauseRow | None = None
        self.papers = AreaField(_("Which papers"), "papers", lines=2)
        self.waited = Text("", "body", wrap=True)
        self.tell = QCheckBox(_("Tell the applicant by SMS"))
        self.put(self.papers)
        self.body.addWidget(self.tell)
        self.body.addWidget(self.waited)
        said = _("Until the papers come nothing of this matter is overdue; then each due date moves as much.")
        self.body.addWidget(Text(said, "caption", "muted", wrap=True))
        self.body.addStretch(1)
        self.watch()

    @property
    def fields(self) -> list[Field]:
        return [self.papers]

    def fits(self, _row: ReferralRow) -> bool:
        return False

    def show_issue(self, issue: IssueRow) -> None:
        self._standing = None
        self._say_standing()
        super().show_issue(issue)
        self.model.read("pauses", partial(pauses.of_issue, self.model.office, issue.id), partial(self._paused, issue))

    def _paused(self, issue: IssueRow, rows: list[PauseRow]) -> None:
        if self.issue is issue:
            self._standing = next((row for row in rows if row.until is None), None)
            self._say_standing()
            self.focus_first()

    def _say_standing(self) -> None:
        stands = self._standing
        self.papers.setVisible(stands is None)
        self.tell.setVisible(stands is None)
        self.waited.setVisible(stands is not None)
        self.record.set_text(_("The papers came") if stands else _("Wait for papers"))
        if stands is not None:
            said = _("Waited for since %(date)s: %(papers)s")
            self.waited.setText(said % {"date": short_date(stands.since), "papers": stands.papers})

    def focus_first(self) -> None:
        (self.record if self._standing is not None else self.papers).setFocus()

    def save(self) -> None:
        if self.issue is None:
            return
        office, stands = self.model.office, self._standing
        if stands is None:
            call = partial(pauses.pause, office, self.issue.id, self.papers.text())
            said = _("The clock stands until the papers come.")
            untold = _("The applicant has not been told of it yet.")
            self.write_and_tell(call, said, untold, lambda pause_id: partial(pauses.take_back_pause, office, pause_id))
        else:
            resume = partial(pauses.resume, office, self.issue.id)
            self.write(resume, _resumed, lambda done: partial(pauses.take_back_resume, office, done.pause_id))


def _resumed(done: Resumed) -> str:
    said = _("The clock runs again; it stood for %(days)s days.") % {"days": done.days}
    return persian_digits(said)
