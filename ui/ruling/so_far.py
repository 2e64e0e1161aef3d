"""The rulings of an issue that stand so far, each with its minute and who recorded it."""

from app.domain.persian.calendar import TEHRAN, clock
from app.domain.texts import _
from app.issues import IssueRow
from app.rulings import Given
from ui.desk.issue_model import IssueModel
from ui.widgets.text import Elided


class SoFar(Elided):
    """The one that stands; the earlier ones are read when there is one. board: it alone."""

    def __init__(self, model: IssueModel, *, board: bool) -> None:
        super().__init__("", "caption", "muted")
        self._model, self._board = model, board
        self._issue: IssueRow | None = None
        model.given_read.connect(self._show_given)

    def show_of(self, issue: IssueRow | None) -> None:
        self._issue = issue
        ruling = issue.ruling if issue else None
        self.set_text(_("Ruling so far: %(text)s") % {"text": ruling} if ruling else "")
        if issue and ruling and not self._board:
            self._model.read_given(issue)

    def _show_given(self, issue_id: int, given: list[Given]) -> None:
        """«دستور پیشین: … (۹:۴۵؛ ثبت: زهرا موسوی)» and those before it: a new one stands, the old stay readable."""
        if self._issue is None or self._issue.id != issue_id or self._board:
            return
        said = " · ".join(f"{one.text} ({said_by(one)})" for one in given if one.stands)
        self.set_text(_("Ruling so far: %(text)s") % {"text": said} if said else "")


def said_by(given: Given) -> str:
    """«۹:۴۵؛ ثبت: زهرا موسوی», or that the head wrote it himself."""
    minute = clock(given.given_at.astimezone(TEHRAN).time())
    if given.himself:
        return _("%(minute)s; in the head's own hand") % {"minute": minute}
    return _("%(minute)s; recorded by: %(name)s") % {"minute": minute, "name": given.typed_by}
