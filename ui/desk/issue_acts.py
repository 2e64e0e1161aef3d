"""Which issue F9, Ctrl+J, Ctrl+O, Ctrl+T, Ctrl+Shift+O mean: the history's chosen row, or those of the queue's row."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.bookings import BookingRow
from app.domain.codes import QueueState, Status
from app.domain.texts import _
from app.issues import IssueRow
from app.queue import QueueRow
from ui.followup.person_record_form import of_booking, of_person

if TYPE_CHECKING:
    from ui.desk.screen import DeskScreen

RULED = (QueueState.IN_ROOM, QueueState.SEEN, QueueState.CALLED, QueueState.WAITING, QueueState.LEFT)


class IssueActs:
    def __init__(self, screen: "DeskScreen") -> None:
        self._screen = screen
        self._wanted = ""
        self._back: Callable[[], object] | None = None  # to where the form was asked for that stands open
        self._asked: Callable[[], object] | None = None  # the same, of the one that is read
        screen.issue_model.shown.connect(self._show)
        screen.issue_model.done.connect(screen.say_done)
        screen.issue_model.refused.connect(self._refused)
        screen.area.opening.connect(self.stay)
        screen.area.closed.connect(self._left)

    def open_ruling(self) -> None:
        """For who is in the room, or for the row."""
        self._open("ruling", self._row())

    def open_outcome(self) -> None:
        self._open("outcome", self._row())

    def open_notice(self) -> None:
        self._open("notice", self._row())

    def open_reach(self) -> None:
        self._open("reach", self._row())

    def open_referral(self) -> None:
        self._open("referral", self._row())

    def open_reopen(self) -> None:
        self._open("reopen", self._row())

    def open_person_record(self) -> None:
        """Of the booking that has the cursor, of who stands in the form, or of the row's visitor."""
        screen = self._screen
        form, focus = screen.form, screen.focusWidget()
        booked = screen.bookings.chosen
        if booked is not None:
            self.open_record_of(booked)
        elif form.visitor_id is not None and focus is not None and form.isAncestorOf(focus):
            screen.area.open_record(of_person(form.visitor_id, form.typed().name))
        else:
            self._open("person_record", self._row())

    def open_record_of(self, booked: BookingRow) -> None:
        """Of who is booked, whether he ever came or not."""
        self._screen.area.open_record(of_booking(booked.booking_id, booked.name))

    def open_for(self, wanted: str, row: QueueRow) -> None:
        """From a row's menu."""
        self._open(wanted, row, history=False)

    def open_one(self, wanted: str, issue_id: int, back: Callable[[], object]) -> None:
        """Another screen asks: once the form is left, `back` leads there, unless the desk was used meanwhile."""
        self._wanted = wanted
        self._asked = back
        self._screen.issue_model.one(issue_id)

    def stay(self) -> None:
        """The desk is at work: nothing leads away from it."""
        self._back = None

    def _left(self) -> None:
        back, self._back = self._back, None
        if back is not None:
            QTimer.singleShot(0, self._screen, back)

    def _row(self) -> QueueRow | None:
        queue, model = self._screen.queue, self._screen.model
        return queue.held or model.first_in((QueueState.IN_ROOM,)) or queue.chosen or model.first_in(RULED)

    def _open(self, wanted: str, row: QueueRow | None, *, history: bool = True) -> None:
        table = self._screen.area.history.table
        past = table.current if history and table.hasFocus() else None
        self._wanted, self._asked = wanted, None
        if past is not None:
            self._screen.issue_model.one(past.issue_id)
        elif row is not None:
            self._screen.issue_model.of_visit(row.visit_id)
        else:
            self._screen.say(_("Choose a row of the queue first."))

    def _show(self, issues: list[IssueRow]) -> None:
        back, self._asked = self._asked, None
        self._open_form(issues)
        self._back = back

    def _open_form(self, issues: list[IssueRow]) -> None:
        area = self._screen.area
        if self._wanted == "ruling":
            area.ruling.show_issues(issues)
            area.open_ruling()
        elif self._wanted == "confidential":
            area.open_issue(area.confidential, _first(issues, lambda issue: issue.head_only))
        elif self._wanted == "outcome":
            area.open_issue(area.outcome, _first(issues, lambda issue: issue.status is Status.OPEN))
        elif self._wanted == "person_record":
            area.open_issue(area.person_record, issues[0])
        elif self._wanted == "reach":
            area.open_issue(area.reach, issues[0])
        elif self._wanted == "referral":
            area.open_issue(area.referral, _first(issues, lambda issue: issue.status is Status.OPEN))
        elif self._wanted == "reopen":
            area.open_issue(area.reopen, _first(issues, lambda issue: issue.status is not Status.OPEN))
        else:
            decided = [issue for issue in issues if issue.status is not Status.OPEN] or issues
            area.open_issue(area.notice, _first(decided, lambda issue: not issue.told_by))

    def _refused(self, _field: str, reason: str) -> None:
        if self._screen.area.form is None:
            self._screen.say(reason)


def _first(issues: list[IssueRow], fits: Callable[[IssueRow], bool]) -> IssueRow:
    return next((issue for issue in issues if fits(issue)), issues[0])
