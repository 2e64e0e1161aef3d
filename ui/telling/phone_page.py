"""«What became of it?»: over any screen, what is read aloud to a follow-up code, and the call noted by a digit."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import calls, phone_answers
from app.domain.errors import UserError
from app.domain.persian.calendar import short_date
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.office import Office
from app.phone_answers import PhoneAnswer
from app.security.rights import Right
from ui.drafts import Keeper
from ui.style import look
from ui.telling.choices import Choices, Offer
from ui.widgets.announce import announce
from ui.widgets.banner import Banner
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.field import DigitField
from ui.widgets.scroll import Body
from ui.widgets.text import Text, card
from ui.worker import Worker

WIDEST = 760
DIGITS = 8


class PhonePage(QWidget):
    """The code's last digit finds the answer. Signals: closed; said(words, undo) once the call is noted.

    Esc: from a field to the choices, from them back to the screen.
    """

    closed = Signal()
    said = Signal(str, object)
    """What was noted, and the use case that takes it back."""

    def __init__(self, office: Office, worker: Worker, code: str = "") -> None:
        super().__init__()
        self._office, self._worker = office, worker
        self._answer: PhoneAnswer | None = None
        self._writing = False
        self._draft: Keeper | None = None
        self.setAccessibleName(_("What became of it?"))
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.code = DigitField(_("Follow-up code"), "code", most=DIGITS, also="-")
        self.code.setMaximumWidth(240)
        self.who, self.matter = Text("", "title", wrap=True), Text("", "body", "muted", wrap=True)
        self.aloud = Text("", "title", wrap=True)
        self.aloud.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hint = Text("", "caption", "muted", wrap=True)
        self.refused = Banner("", "danger")
        self.choices = Choices(_("What was said?"))
        self.found = card()
        self._lay_out()
        self.panes = [self.code, self.choices]
        self.setFocusProxy(self.code)
        self.code.changed.connect(self._typed)
        self.code.entered.connect(self._entered)
        self.choices.written.connect(self._written)
        worker.committed.connect(self._committed)
        look().changed.connect(self._measure)
        self._show(None)
        if code:
            self.code.set_text(code)
            self._typed()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(_("What became of it?"), "title"))
        head.addStretch(1)
        head.addWidget(Button(_("Close"), kind=PLAIN, cap="Esc", on_click=self.closed.emit))
        says = card()
        says.setProperty("ground", "raised")
        inner = QVBoxLayout(says)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addWidget(self.aloud)
        column = QVBoxLayout(self.found)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for part in (self.who, self.matter, says, self.hint, self.choices, self.refused):
            column.addWidget(part)
        within = QWidget()
        self._within = QVBoxLayout(within)
        self._within.setContentsMargins(0, 0, 0, 0)
        self._within.addWidget(self.code, 0, Qt.AlignmentFlag.AlignLeading)
        self._within.addWidget(self.found)
        self._within.addStretch(1)
        within.setMaximumWidth(WIDEST)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        body = Body(within)
        within.setProperty("ground", "window")
        self._column.addWidget(body, 1)
        self._measure()

    def _measure(self) -> None:
        margin = look().measure("margin")
        self._column.setContentsMargins(margin, margin // 2, margin, margin)
        self._column.setSpacing(look().measure("gap"))
        self._within.setSpacing(look().measure("gap") + 4)

    # the answer ----------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        """The last digit finds it; what is shown for another code goes at once."""
        code = self.code.text().replace("-", "")
        if self._answer is not None and self._answer.issue.code != code:
            self._show(None)
        if len(code) == DIGITS:
            self._ask(code)

    def _entered(self) -> None:
        if self._answer is not None:
            self.choices.setFocus()
        else:
            self._ask(self.code.text())

    def _ask(self, code: str) -> None:
        job = partial(phone_answers.of_code, self._office, code)
        self._worker.read(self, job, self._found, self._not_found, key="phone")

    def _not_found(self, error: UserError) -> None:
        self._show(None)
        self.code.say(error.reason)

    def _found(self, answer: PhoneAnswer) -> None:
        if self.code.text().replace("-", "") != answer.issue.code:
            return
        self.code.say("")
        self._show(answer)
        self.choices.setFocus()
        announce(self, answer.aloud)

    def _committed(self, changes: list[Any]) -> None:
        """What is read aloud is what stands; but nothing changes under a hand that is choosing or writing."""
        if self._answer is not None and not self._writing and not self.choices.typed:
            mine = self._answer.issue.id
            job = partial(phone_answers.of_issue, self._office, mine)
            if any(change.kind in {"issue", "ruling", "outcome", "notice", "referral", "pause"} for change in changes):
                self._worker.read(self, job, self._again, None, key="phone")

    def _again(self, answer: PhoneAnswer) -> None:
        if self._answer is not None and answer != self._answer and answer.issue.id == self._answer.issue.id:
            self._show(answer)

    def _show(self, answer: PhoneAnswer | None) -> None:
        self._keep_draft()
        self._answer = answer
        self.choices.kept = ""
        self.found.setVisible(answer is not None)
        self.refused.hide()
        if answer is not None:
            self._show_matter(answer)
            self._for_him()
            self._draft = Keeper(self, self._office, self._worker, f"phone.{answer.issue.id}", self._not_noted)
            self._draft.find(lambda values, _at: self.choices.remember(values["said"]))

    def _keep_draft(self) -> None:
        """What was typed of this matter is kept, until it is noted."""
        if self._draft is not None:
            self._draft.close()
        self._draft = None

    def _written(self) -> None:
        if self._draft is not None:
            self._draft.typed({"said": self.choices.typed} if self.choices.typed else {})

    def hideEvent(self, event: QHideEvent) -> None:
        if self._draft is not None:
            self._draft.close()
        super().hideEvent(event)

    def _show_matter(self, answer: PhoneAnswer) -> None:
        issue = answer.issue
        self.who.setText(issue.visitor)
        code = isolate(persian_digits(show_follow_up_code(issue.code or "")))
        parts = [issue.subject, short_date(answer.date), code]
        father = _("child of %(father)s") % {"father": answer.father} if answer.father else ""
        self.matter.setText(_(" · ").join(filter(None, [father, *parts, answer.mobile])))

    def _for_him(self) -> None:
        """The applicant himself is on the phone."""
        answer = self._answer
        if answer is None:
            return
        self.aloud.setText(answer.aloud)
        self.hint.setText(_("Read it to the applicant himself; ask for his name and his father's name first."))
        if not self._office.may(Right.FOLLOW_UP):
            self.choices.put([])
            return
        other = Offer(_("Somebody else is calling"), "people", lambda _said: self._for_another())
        if not answer.tells:
            asked = Offer(_("Note the call"), "call", lambda _said: self._log())
            self.choices.put([asked, other], kind=FILLED)
            return
        self.choices.put(
            [
                Offer(_("Told; he is content"), "checkmark_circle", lambda _said: self._tell(content=True)),
                Offer(
                    _("Told; he is not content"),
                    "info",
                    lambda said: self._tell(content=False, reason=said),
                    asks=_("Why, in his words (may stay empty)"),
                ),
                Offer(_("Told; he was not asked whether he is content"), "call", lambda _said: self._tell()),
                Offer(
                    _("Told; he objects"),
                    "history",
                    self._object,
                    asks=_("His objection, in his words"),
                    missing=_("Write why the issue is opened again."),
                ),
                Offer(_("Note the call; the result was not told"), "call", lambda _said: self._log()),
                other,
            ],
            kind=FILLED,
        )

    def _for_another(self) -> None:
        """Somebody else hears how far it is, and nothing of the matter."""
        answer = self._answer
        if answer is None:
            return
        self.choices.kept = self.choices.typed or self.choices.kept
        self.aloud.setText(answer.to_others)
        self.hint.setText(_("To somebody else no more than this is said."))
        self.choices.put(
            [
                Offer(
                    _("Note the call"),
                    "call",
                    lambda said: self._log(spoke_to=said),
                    asks=_("Who called"),
                    missing=_("Write who called."),
                ),
                Offer(_("It is the applicant himself"), "person", lambda _said: self._for_him()),
            ],
            kind=FILLED,
        )
        self.choices.setFocus()

    # what is noted -------------------------------------------------------------------------------------------------

    def _log(self, spoke_to: str = "") -> None:
        if self._answer is not None:
            job = partial(calls.log, self._office, self._answer.issue.id, True, spoke_to, incoming=True)
            self._write(job, _("The call of %(name)s was noted.") % {"name": spoke_to or self._answer.issue.visitor})

    def _tell(self, *, content: bool | None = None, reason: str = "") -> None:
        if self._answer is not None:
            self._write(self._told(content, reason), self._said_told())

    def _object(self, reason: str) -> None:
        """The result was told, and he does not accept it: it is both a notice and a reason to open the issue again."""
        if self._answer is None:
            return
        office = self._office

        def back(call: calls.CallRow) -> None:
            calls.take_back(office, call.id, objected=True)

        said = _("The result was told to %(name)s; he objected and the issue is open again.")
        job = self._told(content=False, reason=reason, objects=True)
        self._write(job, said % {"name": self._answer.issue.visitor}, back)

    def _told(self, content: bool | None, reason: str, *, objects: bool = False) -> Callable[[], calls.CallRow]:
        assert self._answer is not None
        return partial(
            calls.log,
            self._office,
            self._answer.issue.id,
            True,
            told=True,
            incoming=True,
            content=content,
            reason=reason,
            objects=objects,
            heard=(self._answer.issue.status, self._answer.issue.outcome),
        )

    def _said_told(self) -> str:
        name = self._answer.issue.visitor if self._answer else ""
        return _("It was noted that the result was told to %(name)s on the phone.") % {"name": name}

    def _write(
        self, job: Callable[[], calls.CallRow], said: str, back: Callable[[calls.CallRow], object] | None = None
    ) -> None:
        """A second press while it is on its way is not heard."""
        if self._writing:
            return
        self._writing = True
        office = self._office

        def done(call: calls.CallRow) -> None:
            self.said.emit(said, partial(back, call) if back else partial(calls.take_back, office, call.id))
            self.closed.emit()

        if self._draft is not None:
            self._draft.save({"said": self.choices.typed} if self.choices.typed else {}, job, done, self._not_noted)

    def _not_noted(self, error: UserError) -> None:
        self._writing = False
        if not self.choices.say(error.reason):
            self.refused.put(error.reason)
            self.refused.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
