"""The place under the queue: the history, or one small form over it at a time. Each is made when it is first wanted."""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from app.agency import WordLists
from app.corrections import Earlier
from app.domain.texts import _
from app.issues import IssueRow
from app.likeness import Noticed
from app.meetings import Day
from app.queue import QueueRow
from ui.desk.corrections import EarlierValues
from ui.desk.history_panel import HistoryPanel
from ui.desk.issue_forms import ConfidentialForm
from ui.desk.issue_model import IssueModel
from ui.desk.merge_panel import MergePanel
from ui.desk.scan_model import ScanModel
from ui.desk.scans import Scans
from ui.followup.outcome_forms import OutcomeForm, ReopenForm
from ui.followup.person_record_form import PersonRecordForm, Whose
from ui.followup.referral_forms import ReferForm
from ui.ruling.strip import RulingStrip
from ui.style import look
from ui.telling.form import TellingForm
from ui.telling.reach_form import ReachForm
from ui.widgets.dates import DateField
from ui.widgets.place_form import PlaceForm, ReasonForm
from ui.widgets.tabs import LARGE

if TYPE_CHECKING:
    from collections.abc import Callable

HISTORY_HEIGHT = 204
MOST = 16777215  # Qt's own QWIDGETSIZE_MAX
NARROWEST = 200  # the stack would otherwise be as wide as its widest page

P = TypeVar(
    "P",
    *(RulingStrip, OutcomeForm, ReopenForm, ReferForm, ConfidentialForm, TellingForm, ReachForm, PersonRecordForm),
    *(ReasonForm, EarlierValues, MergePanel, PlaceForm),
)


class DeskArea(QFrame):
    """Shows what is asked for and hides itself when there is nothing to show."""

    opening = Signal()
    """Keys are about to go to a form here, so it has to be in sight."""
    closed = Signal()
    """A form was closed: the cursor goes home."""
    fitted = Signal()
    """It shows something else now; `wants_all` may have changed."""
    substitute_given = Signal(str, object)
    head_received = Signal(int, str)
    beside_wanted = Signal(int, str)
    """Whom to find beside a person: visitor's id, and what was typed."""
    merge_wanted = Signal(int, int, str)
    parting_wanted = Signal(object)
    """tuple[visitors.Record, …] of which one is to stand by itself again."""

    def __init__(self, model: IssueModel, scans: ScanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._scans = model, scans
        self._row: QueueRow | None = None
        self._history_wanted = False
        self._by = ""
        self._words: WordLists | None = None
        self._wanted = 0
        self.goes_on: Callable[[], bool] = lambda: False
        self.pages = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        model.done.connect(self._done)
        model.refused.connect(self._refused)
        look().changed.connect(self._fit)
        self._fit()

    # what may stand here -------------------------------------------------------------------------------------------

    @cached_property
    def history(self) -> HistoryPanel:
        panel = HistoryPanel(lambda: self._model.today)
        panel.left.connect(self._history_left)
        panel.parting.connect(self.parting_wanted)
        panel.setMinimumWidth(NARROWEST)
        self.pages.addWidget(panel)
        return panel

    @cached_property
    def ruling(self) -> RulingStrip:
        strip = self._page(RulingStrip(self._model, scans=Scans(self._scans)))
        strip.set_by(self._by)
        if self._words is not None:
            strip.set_words(self._words)
        return strip

    @cached_property
    def outcome(self) -> OutcomeForm:
        return self._page(OutcomeForm(self._model))

    @cached_property
    def reopen(self) -> ReopenForm:
        return self._page(ReopenForm(self._model))

    @cached_property
    def referral(self) -> ReferForm:
        return self._page(ReferForm(self._model))

    @cached_property
    def confidential(self) -> ConfidentialForm:
        return self._page(ConfidentialForm(self._model))

    @cached_property
    def reach(self) -> ReachForm:
        return self._page(ReachForm(self._model))

    @cached_property
    def notice(self) -> TellingForm:
        return self._page(TellingForm(self._model))

    @cached_property
    def person_record(self) -> PersonRecordForm:
        return self._page(PersonRecordForm(self._model))

    @cached_property
    def substitute(self) -> ReasonForm:
        missed = DateField(_("Instead of the meeting of"), "instead_of", today=lambda: self._model.today)
        title, record = _("Hold a substitute meeting"), _("Open the substitute meeting")
        form = self._page(ReasonForm(title, record, _("Reason of the substitute meeting"), date=missed))
        form.given.connect(self.substitute_given)
        return form

    @cached_property
    def received(self) -> ReasonForm:
        title, record = _("The head himself received this visitor"), _("Save the correction")
        form = self._page(ReasonForm(title, record, _("Reason of the correction")))
        form.given.connect(self._received)
        return form

    @cached_property
    def earlier(self) -> EarlierValues:
        return self._page(EarlierValues())

    @cached_property
    def merge(self) -> MergePanel:
        panel = self._page(MergePanel())
        panel.wanted.connect(self.beside_wanted)
        panel.merging.connect(self.merge_wanted)
        panel.grown.connect(self._fit)
        return panel

    def _page(self, form: P) -> P:
        form.setMinimumWidth(NARROWEST)
        form.setProperty("card", True)
        self.pages.addWidget(form)
        form.closed.connect(self.close_form)
        return form

    def _is_made(self, part: str) -> bool:
        return part in vars(self)

    def set_by(self, head_title: str) -> None:
        """By whose order a ruling is."""
        self._by = head_title
        if self._is_made("ruling"):
            self.ruling.set_by(head_title)

    def set_words(self, words: WordLists) -> None:
        """The office's phrases and units."""
        self._words = words
        if self._is_made("ruling"):
            self.ruling.set_words(words)

    @property
    def asks_for_substitute(self) -> bool:
        return self._is_made("substitute") and self.form is self.substitute

    # what stands here ----------------------------------------------------------------------------------------------

    @property
    def form(self) -> RulingStrip | PlaceForm | None:
        """The form that stands open, or None."""
        page = self.pages.currentWidget()
        return page if isinstance(page, RulingStrip | PlaceForm) else None

    def show_history(self) -> None:
        """The history of who is in the form, or nothing: the queue takes this room."""
        self.pages.setCurrentWidget(self.history)
        self._fit()

    def _open(self, form: RulingStrip | PlaceForm) -> None:
        self.opening.emit()
        self.pages.setCurrentWidget(form)
        self._fit()

    def attach_scan(self) -> None:
        """A file for the issue that is being ruled on."""
        if self.form is not None and self._is_made("ruling") and self.form is self.ruling:
            self.ruling.attach_scan()

    def open_ruling(self) -> None:
        self._open(self.ruling)
        self.ruling.setFocus()

    def open_place(self, form: PlaceForm) -> None:
        """A small form that somebody else has made; it is kept from the first time on."""
        if self.pages.indexOf(form) < 0:
            self._page(form)
        self._open(form)

    def open_issue(
        self,
        form: OutcomeForm | ReopenForm | ReferForm | ConfidentialForm | TellingForm | ReachForm | PersonRecordForm,
        issue: IssueRow,
    ) -> None:
        self._open(form)
        form.show_issue(issue)

    def open_record(self, whose: Whose) -> None:
        """A person's own record, who need not have brought a matter."""
        self._open(self.person_record)
        self.person_record.show_whose(whose)

    def open_history(self) -> None:
        """The history takes the focus; a low window gives it room while it has it."""
        if self.history.history is None:
            return
        self.opening.emit()
        self._history_wanted = True
        self.pages.setCurrentWidget(self.history)
        self._fit()
        self.history.table.setFocus()

    def go_to(self, issue_id: int) -> bool:
        """The history at this matter, with room for its rows; the focus stays where it is. Whether it is there."""
        found = self.history.table.choose(issue_id)
        if found:
            self._history_wanted = True
            self._fit()
        return found

    def _history_left(self) -> None:
        self._history_wanted = False
        self._fit()

    def open_substitute(self, day: Day | None) -> None:
        self._open(self.substitute)
        if day is not None and self.substitute.date is not None and not self.substitute.date.text():
            self.substitute.date.say("")
        self.substitute.reason.setFocus()

    def open_received(self, row: QueueRow) -> None:
        self._row = row
        self.received.about.set_text(row.name)
        self._open(self.received)
        self.received.reason.clear()
        self.received.reason.setFocus()

    def open_earlier(self, row: QueueRow) -> None:
        """What was corrected in this visit, to be read once the store has answered."""
        self._open(self.earlier)
        self.earlier.ask_of(row)

    def show_earlier(self, row: QueueRow, values: list[Earlier]) -> None:
        """The store's answer."""
        self.earlier.show_values(row, values)

    def open_merge(self, visitor_id: int) -> None:
        """A person's record, to be made one with another."""
        self._open(self.merge)
        self.merge.begin(visitor_id)

    def show_beside(self, one: Noticed, found: tuple[Noticed, ...]) -> None:
        """The store's answer."""
        self.merge.show_found(one, found)

    def merged(self) -> None:
        """Two records are one now, or two again: the panel has done its work."""
        if isinstance(self.form, MergePanel):
            self.close_form()

    def _received(self, reason: str, _date: object) -> None:
        if self._row is not None:
            self.head_received.emit(self._row.visit_id, reason)
            self.close_form()

    def close_form(self) -> None:
        self.show_history()
        self.closed.emit()

    def _done(self, _said: str, _undo: object) -> None:
        """What was recorded is done: the next issue without a ruling, or home."""
        form = self.form
        if isinstance(form, RulingStrip) and (form.done() or self.goes_on()):
            return
        if isinstance(form, OutcomeForm | ReopenForm | ConfidentialForm | TellingForm | ReachForm):
            form.forget()
        if form is not None:
            self.close_form()

    def _refused(self, field: str, reason: str) -> None:
        if self.form is not None:
            self.form.say(field, reason)

    def say(self, field: str, reason: str) -> bool:
        """A refusal of what the open form asked for."""
        if self.form is None:
            return False
        self.form.say(field, reason)
        return True

    def _fit(self) -> None:
        """A form takes the height it needs; the history one height, or in a low window its promise's one line."""
        compact, form = look().compact, self.form
        opened = form is None and self._history_wanted
        shown = False
        if self._is_made("history"):
            self.history.set_compact(compact=compact and not opened)
            shown = self.history.worth_showing
        if form is not None:
            self.show()
            height, least = form.sizeHint().height(), form.minimumSizeHint().height()
        else:
            self.setVisible(shown)
            line = compact and not opened
            height = round(HISTORY_HEIGHT * max(1.0, look().factor))
            if line and self._is_made("history"):
                height = self.history.height_for(self.width())
            least = height
        self.setMinimumHeight(height if form is None else least)
        self.setMaximumHeight(MOST if self.wants_all else height)
        self.fitted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()  # the promise breaks its lines at other places

    def event(self, event: QEvent) -> bool:
        """A form may need another height once it knows how wide it is."""
        if event.type() == QEvent.Type.LayoutRequest and self.form is not None:
            wanted = self.form.sizeHint().height()
            if wanted != self._wanted:
                self._wanted = wanted
                self._fit()
        return super().event(event)

    @property
    def wants_all(self) -> bool:
        """In a low window the ruling strip and the telling need the queue's room; with large text any form there."""
        large = look().factor > LARGE
        return (look().compact or large) and (
            isinstance(self.form, RulingStrip | TellingForm) or (large and look().compact and self.form is not None)
        )
