"""What is done with an issue at the desk: ruling, outcome, notice, each undone in one. QtCore only."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from app import handwritten, holidays, issues, rulings
from app.agency import WordLists, word_lists
from app.domain.codes import Status
from app.domain.dues import OfficeDays
from app.domain.errors import UserError
from app.domain.texts import _
from app.issues import IssueRow
from app.office import Change, Office
from ui.drafts import Keeper

FORM = "desk.issues"
OF_THE_WORDS = {"unit", "phrase", "subject"}
OF_THE_CLOCK = {"holiday", "office_setting", "meeting"}


class About(Protocol):
    """An issue, or whatever else a form is about: what is half written is kept under its id."""

    @property
    def id(self) -> int | str: ...


class IssueModel(QObject):
    """The issues of one visit or of the history, with what may be written on them."""

    shown = Signal(object)
    """list[IssueRow], in order: the ones that the strip goes through."""
    words_read = Signal(object)
    """WordLists: the office's phrases, units and subjects."""
    to_key_in_read = Signal(object)
    """list[QueueRow] without a ruling, by turn."""
    done = Signal(str, object)
    """What was recorded, in words, and the callable that takes it back."""
    refused = Signal(str, str)
    """Field and reason."""
    given_read = Signal(int, object)
    """An issue's id and its list[rulings.Given], the latest first."""
    paper_made = Signal(str, object, str)
    """Title, PDF and a file's name: a paper to be looked at over the screen."""
    letters_wanted = Signal(object)
    """Letters are wanted for these rows of the worklist."""
    ruling_wanted = Signal(int)
    """A ruling is to be written down on this issue: at the desk."""
    by_read = Signal()
    """`by_head` is known."""

    rejected: int | None = None
    """The matter that was not accepted by the last act: its applicant may have the answer in writing."""
    by_head = False
    """Whether the head himself types here; else somebody writes down what he orders."""

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None, *, form: str = FORM) -> None:
        """form: under which name what is half written is kept; the board has one of its own."""
        super().__init__(parent)
        self._office = office
        self._worker = worker
        self._writing = False
        self._days = OfficeDays()
        self._typed: dict[str, dict[str, Any]] = {}
        self._draft = Keeper(self, office, worker, form, self._refused)
        worker.committed.connect(self._committed)

    @property
    def today(self) -> dt.date:
        return self._office.today()

    @property
    def user_name(self) -> str:
        return self._office.user.name

    def open(self) -> None:
        """Read the office's words, and what was left half written about any issue."""
        self.read_words()
        self._read_days()
        self._draft.find(self._found)
        self._worker.read(self, partial(rulings.typed_by_head, self._office), self._typed_by, self._refused)

    def close(self) -> None:
        """The screen goes: what was typed is kept at once."""
        self._draft.close()

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in OF_THE_WORDS for change in changes):
            self.read_words()
        if any(change.kind in OF_THE_CLOCK for change in changes):
            self._read_days()

    def _read_days(self) -> None:
        """On which days offices are open: due dates go by it."""
        self._worker.read(self, partial(holidays.office_days, self._office), self._days_read, self._refused, key="days")

    def _days_read(self, days: OfficeDays) -> None:
        self._days = days

    def read_words(self) -> None:
        self._worker.read(self, partial(word_lists, self._office), self._words, self._refused)

    def _words(self, words: WordLists) -> None:
        self.words_read.emit(words)

    def _typed_by(self, head: bool) -> None:
        self.by_head = head
        self.by_read.emit()

    def read_given(self, issue: IssueRow) -> None:
        """All rulings on this issue so far."""
        job = partial(rulings.of_issue, self._office, issue.id)
        self._worker.read(self, job, partial(self.given_read.emit, issue.id), self._refused, key="given")

    def read(self, what: str, call: Callable[[], Any], done: Callable[[Any], object]) -> None:
        """Ask the store for what a form shows; of the same thing (what) only the last answer comes."""
        self._worker.read(self, call, done, self._refused, key=what)

    @property
    def office(self) -> Office:
        """For the calls of `write` and `read`."""
        return self._office

    def of_visit(self, visit_id: int) -> None:
        self._worker.read(self, partial(issues.of_visit, self._office, visit_id), self.shown.emit, self._refused)

    def read_to_key_in(self) -> None:
        """Which visits wait for the ruling that the head wrote by hand."""
        job = partial(handwritten.to_key_in, self._office)
        self._worker.read(self, job, self.to_key_in_read.emit, self._refused, key="to key in")

    def one(self, issue_id: int) -> None:
        self._worker.read(self, partial(issues.one, self._office, issue_id), self._one, self._refused)

    def _one(self, row: IssueRow) -> None:
        self.shown.emit([row])

    def due_in(self, days: int | None) -> dt.date | None:
        """The due date so many days from today, by the office's clock."""
        return None if days is None else self._days.due(self.today, days)

    def is_closed(self, date: dt.date) -> bool:
        """Whether offices are closed on that day."""
        return self._days.closed(date)

    def rule(self, issue: IssueRow, text: str, units: list[str], due: dt.date | None) -> None:
        call = partial(rulings.give, self._office, issue.id, text, unit=units, due=due)
        said = _("The ruling on «%(subject)s» was recorded.") % {"subject": issue.subject}
        self._write("ruling", issue, call, said, partial(rulings.take_back, self._office, issue.id))

    def write_confidential(self, issue: IssueRow, subject: str, text: str) -> None:
        call = partial(issues.write_confidential, self._office, issue.id, subject, text)
        before = partial(issues.write_confidential, self._office, issue.id, issue.subject, issue.description or "")
        self._write("confidential", issue, call, _("What is for the head alone was written down."), before)

    def _write(self, what: str, issue: IssueRow, call: Any, said: str, undo: Any) -> None:
        self.write(what, issue, call, said, lambda _row: undo)

    def write(
        self,
        what: str,
        issue: About,
        call: Callable[[], Any],
        said: str | Callable[[Any], str],
        undo: Callable[[Any], Callable[[], object] | None],
    ) -> None:
        """Do one act on an issue: what a form of another kind asks for. What it had half written is done with.

        said: the words for it; undo: what takes it back; both may be made of what the call answered.
        A second Enter while it is on its way to the store is not heard.
        """
        self.act(call, said, undo, partial(self.typed, what, issue, {}))

    def act(
        self,
        call: Callable[[], Any],
        said: str | Callable[[Any], str],
        undo: Callable[[Any], Callable[[], object] | None],
        after: Callable[[], object] | None = None,
    ) -> None:
        """The same without a form, for one issue or many."""
        if self._writing:
            return
        self._writing = True

        def done(answer: Any) -> None:
            self._writing = False
            if after is not None:
                after()
            self.rejected = answer.id if _refused_untold(answer) else None
            self.done.emit(said if isinstance(said, str) else said(answer), undo(answer))

        self._worker.write(self, call, done, self._not_written)

    def _not_written(self, error: UserError) -> None:
        self._writing = False
        self._refused(error)

    def _refused(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    # what is half written ----------------------------------------------------------------------------------------

    def typed(self, what: str, issue: About, values: dict[str, Any]) -> None:
        """A ruling or an outcome as it now stands, kept when the keys rest; nothing: it is recorded, or empty."""
        key = f"{what} {issue.id}"
        if self._typed.get(key, {}) == values:
            return
        self._typed[key] = values
        self._draft.typed({key: values for key, values in self._typed.items() if values})

    def half_written(self, what: str, issue: About) -> dict[str, Any]:
        """What was typed about this issue and not recorded; nothing: an empty dict."""
        return self._typed.get(f"{what} {issue.id}", {})

    def _found(self, values: dict[str, dict[str, Any]], _kept_at: dt.datetime) -> None:
        self._typed = {**values, **self._typed}


def _refused_untold(answer: Any) -> bool:
    return isinstance(answer, IssueRow) and answer.status is Status.REJECTED and answer.told_by is None
