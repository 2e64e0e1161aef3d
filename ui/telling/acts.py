"""What is done about telling one result, each undone in one: by SMS, on the phone, and what he said of it."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from app import calls, contentment, handing_over, letters, notices, outbox, outcomes, telling, telling_many
from app.domain.codes import MessageState, Purpose, Status, Way
from app.domain.persian.text import normalise
from app.domain.texts import _
from app.telling import Ways
from ui.desk.issue_model import IssueModel
from ui.telling.choices import Offer
from ui.telling.many import said_of

if TYPE_CHECKING:
    from app.issues import IssueRow
    from app.notices import Heard


class TellingActs:
    """issue: the one that the form shows."""

    def __init__(self, model: IssueModel) -> None:
        self._model = model
        self.issue: IssueRow | None = None

    # what is offered -----------------------------------------------------------------------------------------------

    def call_offers(self) -> list[Offer]:
        why = _("Why, in his words (may stay empty)")
        return [
            Offer(_("Told; he is content"), "checkmark_circle", lambda _said: self._tell(content=True)),
            Offer(_("Told; he is not content"), "info", lambda said: self._tell(content=False, reason=said), asks=why),
            Offer(_("Told; he was not asked whether he is content"), "call", lambda _said: self._tell()),
            Offer(
                _("Told; he objects"),
                "history",
                self._tell_and_object,
                asks=_("His objection, in his words"),
                missing=_("Write why the issue is opened again."),
            ),
            Offer(_("No answer"), "dismiss", lambda _said: self._log(answered=False)),
            Offer(
                _("Somebody else answered"),
                "people",
                lambda said: self._log(answered=True, spoke_to=said),
                asks=_("Who answered"),
                missing=_("Write who answered."),
            ),
            Offer(
                _("Told to his representative"),
                "person_swap",
                lambda said: self._tell(spoke_to=said),
                asks=_("Who represents him"),
                missing=_("Write who represents him."),
            ),
        ]

    def ask_offers(self) -> list[Offer]:
        return [
            Offer(_("He is content"), "checkmark_circle", lambda _said: self._note(content=True)),
            Offer(
                _("He is not content"),
                "info",
                lambda said: self._note(content=False, reason=said),
                asks=_("Why, in his words (may stay empty)"),
            ),
            Offer(
                _("He objects; open the issue again"),
                "history",
                self._object,
                asks=_("His objection, in his words"),
                missing=_("Write why the issue is opened again."),
            ),
        ]

    def doubt_offers(self, ways: Ways) -> list[Offer]:
        message = doubted(ways)
        if message is None:
            return []
        office = self._model.office

        def decide(sent: bool, said: str) -> None:
            self._write(
                partial(outbox.decide, office, message, sent),
                said,
                lambda _row: partial(outbox.take_back_decision, office, message),
            )

        return [
            Offer(_("It was sent"), "checkmark", lambda _said: decide(True, _("It was noted that the SMS was sent."))),
            Offer(_("Send it again"), "send", lambda _said: decide(False, _("The SMS waits to be sent again."))),
        ]

    # what is done --------------------------------------------------------------------------------------------------

    def send(self, text: str, *, to_all: bool = False) -> None:
        """By SMS; an empty text is the office's template. to_all: to each who brought the same matter."""
        if self.issue is None:
            return
        office, issue_id = self._model.office, self.issue.id
        if to_all:
            all_of_them = partial(telling_many.by_sms, office, [issue_id])
            self._write(all_of_them, said_of, lambda done: partial(telling_many.take_back, office, done.messages))
            return
        job = partial(outbox.queue, office, issue_id, Purpose.RESULT, text, heard=self._heard)
        said = _("The SMS to %(name)s waits to be sent.") % {"name": self.issue.visitor}
        self._write(job, said, lambda message: partial(outbox.cancel, office, message.id))

    def make_letter(self) -> None:
        """It is written and shown; the result counts as told once it was posted."""
        if self.issue is None:
            return
        office, issue_id, title = self._model.office, self.issue.id, self.issue.visitor
        job = partial(letters.make, office, [issue_id], Purpose.RESULT)

        def said(made: letters.Made) -> str:
            heading = _("Letter to %(name)s") % {"name": title}
            show = partial(self._model.paper_made.emit, heading, made.pdf, "didar-letter.pdf")
            QTimer.singleShot(0, self._model, show)
            return _("The letter to %(name)s was made; once it is posted, type in its number.") % {"name": title}

        self._write(job, said, lambda made: partial(letters.take_back, office, made.ids))

    def post_letter(self, letter: int, on: dt.date, registered: str) -> None:
        """It was given to the post office, which gave it this number: the notice."""
        office = self._model.office
        job = partial(letters.posted, office, letter, on, registered)
        self._write(job, self._was_told(), lambda _posted: partial(letters.take_back_posted, office, letter))

    def hand_over(self, letter: int, on: dt.date, to: str) -> None:
        """Somebody took it, who is named: the notice, too."""
        office = self._model.office
        job = partial(handing_over.handed_over, office, letter, on, to)
        self._write(job, self._was_told(), lambda _posted: partial(letters.take_back_posted, office, letter))

    def _tell(self, *, content: bool | None = None, reason: str = "", spoke_to: str = "") -> None:
        self._call(
            self._was_told(),
            told=True,
            spoke_to=spoke_to,
            representative=bool(spoke_to),
            content=content,
            reason=reason,
        )

    def _log(self, *, answered: bool, spoke_to: str = "") -> None:
        self._call(_("The try to reach the applicant by phone was noted."), answered=answered, spoke_to=spoke_to)

    def _call(self, said: str, *, answered: bool = True, **more: Any) -> None:
        if self.issue is not None:
            office, issue = self._model.office, self.issue
            job = partial(calls.log, office, issue.id, answered, heard=self._heard, **more)
            self._write(job, said, lambda call: partial(calls.take_back, office, call.id))

    def _tell_and_object(self, reason: str) -> None:
        if self.issue is None:
            return
        office, issue_id = self._model.office, self.issue.id
        told = partial(calls.log, office, issue_id, True, told=True, heard=self._heard)
        job = partial(told, content=False, reason=reason, objects=True)
        said = _("The result was told; the issue is open again.")
        self._write(job, said, lambda call: partial(calls.take_back, office, call.id, objected=True))

    def _note(self, *, content: bool, reason: str = "") -> None:
        if self.issue is not None:
            office, issue_id = self._model.office, self.issue.id
            job = partial(contentment.note, office, issue_id, content, reason)
            said = _("Whether the applicant was content was noted.")
            self._write(job, said, lambda _none: partial(contentment.take_back, office, issue_id))

    def _object(self, reason: str) -> None:
        if self.issue is not None:
            office, issue_id = self._model.office, self.issue.id
            job = partial(outcomes.reopen, office, issue_id, reason, objected=True)
            said = _("The issue is open again with the applicant's objection.")
            meant = (Status.OPEN, normalise(reason, lines=True))
            self._write(job, said, lambda _row: partial(outcomes.take_back, office, issue_id, recorded=meant))

    def could_not(self) -> None:
        if self.issue is not None:
            office, issue_id = self._model.office, self.issue.id
            job = partial(telling.could_not_be_told, office, issue_id)
            said = _("It was noted that the applicant could not be told, with the tries.")
            self._write(job, said, lambda _ways: partial(telling.take_back, office, issue_id))

    def note_earlier(self, way: Way, date: dt.date) -> None:
        """It was told without Didar."""
        if self.issue is not None:
            office, issue_id = self._model.office, self.issue.id
            job = partial(notices.record, office, issue_id, way, date, heard=self._heard)
            self._write(job, self._was_told(), lambda _row: partial(notices.take_back, office, issue_id))

    @property
    def _heard(self) -> "Heard | None":
        """The result that stands before whoever tells it; another one, recorded meanwhile, is not told."""
        return (self.issue.status, self.issue.outcome) if self.issue else None

    def _was_told(self) -> str:
        subject = self.issue.subject if self.issue else ""
        return _("It was noted that the result of «%(subject)s» was told.") % {"subject": subject}

    def _write(self, job: Any, said: str | Callable[[Any], str], undo: Any) -> None:
        if self.issue is not None:
            self._model.write("notice", self.issue, job, said, undo)


def unposted(ways: Ways) -> int | None:
    """The letter with the result that was made and is not posted yet."""
    return next((one.id for one in ways.tries if one.way is Way.LETTER and one.waits), None)


def doubted(ways: Ways) -> int | None:
    """The message of which nobody knows whether it was sent."""
    return next((one.id for one in ways.tries if one.state is MessageState.UNKNOWN), None)
