"""Which issue is meant by F9, Ctrl+O and Ctrl+T: the history's chosen row, or those of the queue's row."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.codes import QueueState, Status
from app.domain.texts import _
from app.issues import IssueRow
from app.queue import QueueRow

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen

RULED = (QueueState.IN_ROOM, QueueState.SEEN, QueueState.CALLED, QueueState.WAITING, QueueState.LEFT)


class IssueActs:
    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._wanted = ""
        screen.issue_model.shown.connect(self._show)
        screen.issue_model.done.connect(screen.say_done)
        screen.issue_model.refused.connect(self._refused)

    def open_ruling(self) -> None:
        """For who is in the room, or for the row."""
        self._open("ruling", self._row())

    def open_outcome(self) -> None:
        self._open("outcome", self._row())

    def open_notice(self) -> None:
        self._open("notice", self._row())

    def open_for(self, wanted: str, row: QueueRow) -> None:
        """From a row's menu."""
        self._open(wanted, row, history=False)

    def _row(self) -> QueueRow | None:
        queue, model = self._screen.queue, self._screen.model
        return queue.held or model.first_in((QueueState.IN_ROOM,)) or queue.chosen or model.first_in(RULED)

    def _open(self, wanted: str, row: QueueRow | None, *, history: bool = True) -> None:
        table = self._screen.area.history.table
        past = table.current if history and table.hasFocus() else None
        self._wanted = wanted
        if past is not None:
            self._screen.issue_model.one(past.issue_id)
        elif row is not None:
            self._screen.issue_model.of_visit(row.visit_id)
        else:
            self._screen.say(_("Choose a row of the queue first."))

    def _show(self, issues: list[IssueRow]) -> None:
        area = self._screen.area
        if self._wanted == "ruling":
            area.ruling.show_issues(issues)
            area.open_ruling()
        elif self._wanted == "confidential":
            area.open_issue(area.confidential, _first(issues, lambda issue: issue.head_only))
        elif self._wanted == "outcome":
            area.open_issue(area.outcome, _first(issues, lambda issue: issue.status is Status.OPEN))
        else:
            area.open_issue(
                area.notice, _first(issues, lambda issue: issue.status is not Status.OPEN and not issue.told_by)
            )

    def _refused(self, _field: str, reason: str) -> None:
        if self._screen.area.form is None:
            self._screen.say(reason)


def _first(issues: list[IssueRow], fits: Callable[[IssueRow], bool]) -> IssueRow:
    return next((issue for issue in issues if fits(issue)), issues[0])
