"""Telling the result (Ctrl+T): the ways with what is known of them, the tries, and what is done by a key or two.

The way to try now is chosen already. Once the result was told it is asked whether the applicant was content; when no
way is left, the office says here that he could not be told.
"""

from functools import partial
from typing import Any

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import sms_text, telling
from app.domain import sms
from app.domain.codes import Purpose, Status, Way
from app.domain.persian.calendar import clock, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.issues import IssueRow
from app.office import Office
from app.telling import Ways
from ui import keys
from ui.desk.issue_model import IssueModel
from ui.telling.acts import TellingActs, doubted, unposted
from ui.telling.choices import Choices, Offer
from ui.widgets.buttons import Button
from ui.widgets.dates import DateField
from ui.widgets.field import AreaField, Field, TextField
from ui.widgets.place_form import PlaceForm
from ui.widgets.segment import Segment
from ui.widgets.text import Text

EARLIER, UNREACHED, ASK, DOUBT, NOTHING = "earlier", "unreached", "ask", "doubt", "nothing"
MOST_TRIES = 6


class TellingForm(PlaceForm):
    """A page a way; page: the one that is shown. Enter does what it is for; on the call's a digit says how it went."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Tell the result"), _("Record the notice"), parent)
        self._model = model
        self._acts = TellingActs(model)
        self._ways: Ways | None = None
        self._offered: list[Any] = []
        self.result = Text("", "body", wrap=True)
        self.way = Segment([(way, way.label) for way in Way], _("Way of telling"))
        self.known, self.why = Text("", "words", wrap=True), Text("", "caption", "warning", wrap=True)
        self.text = AreaField(_("Text of the SMS"), "text", lines=4)
        self._template = ""
        self.registered = TextField(_("Number of the registered post"), "registered")
        self.taker = TextField(_("Who took the letter"), "handed_to")
        self.posted_on = DateField(_("Posted on"), "posted_on", today=lambda: model.today)
        self.handed_on = DateField(_("Handed over on"), "posted_on", today=lambda: model.today)
        self.other_way = Button("", key="hand_over", on_click=self.turn_way)
        self._in_person = False
        self.doubt = Choices(_("Was the SMS sent?"))
        self.call = Choices(_("How did the call go?"))
        self.ask = Choices(_("Was he content?"))
        self.unreached = Choices(_("No way is left"))
        self.earlier_way = Segment([(way, way.label) for way in Way], _("By which way was it told?"))
        self.date = DateField(_("Day of telling"), "notified_on", today=lambda: model.today)
        self.tries = Text("", "caption", "muted", wrap=True)
        self.page: Any = NOTHING
        self._at = {name: _page(parts) for name, parts in self._parts().items()}
        for part in (self.result, self.way, self.known, self.why, *self._at.values(), self.tries):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._ahead = ""
        self.text.changed.connect(self._typed)
        for choices in (self.call, self.ask):
            choices.written.connect(self._keep)
        self.text.entered.connect(self.save)
        for field, then in ((self.registered, self.posted_on), (self.taker, self.handed_on)):
            field.entered.connect(then.setFocus)
            field.changed.connect(self._keep)
            then.entered.connect(self.save)
        self.way.changed.connect(self._turn_to)
        self.way.entered.connect(self._into_page)
        self.earlier_way.entered.connect(self.date.setFocus)
        self.date.entered.connect(self.save)
        keys.action("hand_over", self, self.turn_way)

    def _parts(self) -> dict[Any, list[QWidget]]:
        return {
            Way.SMS: [self.text],
            Way.CALL: [self.call],
            Way.LETTER: [self.registered, self.posted_on, self.taker, self.handed_on, self.other_way],
            DOUBT: [self.doubt],
            ASK: [self.ask],
            UNREACHED: [self.unreached],
            EARLIER: [self.earlier_way, self.date],
            NOTHING: [],
        }

    # what is known -------------------------------------------------------------------------------------------------

    def show_issue(self, issue: IssueRow) -> None:
        self._acts.issue, self._ways = issue, None
        self.about.set_text(_("%(name)s: %(subject)s") % {"name": issue.visitor, "subject": issue.subject})
        self.line.set_text("")
        for part in (self.result, self.known, self.why, self.tries):
            part.setText("")
        self._choose(NOTHING)
        self._ahead = ""
        self.way.show()
        self.way.setFocus()
        self._model.read("ways", partial(_read, self._model.office, issue.id), self._show)

    def _show(self, read: tuple[Ways, str]) -> None:
        """The store's answer. One for an issue that is not shown any more is dropped."""
        ways, template = read
        if self._acts.issue is None or ways.issue.id != self._acts.issue.id:
            return
        had_focus, left = self._has_focus(), self._model.half_written("notice", ways.issue)
        self.registered.set_text(left.get("registered", ""))  # as long as it is not known whose, it is kept for nobody
        self.taker.set_text(left.get("taker") or ways.reach.name)
        self._ways, self._acts.issue = ways, ways.issue
        self._show_words(ways)
        self._template = template
        self.text.say("")
        self.call.kept = self.ask.kept = left.get("said", "")
        self.text.set_text(left.get("text") or template)
        self._measure()
        parts: list[tuple[Any, str]] = [(row.way, row.way.label) for row in ways.ways if row.way in self._at]
        parts.append((EARLIER, _("told already")))
        if ways.exhausted and not ways.unreached:
            parts.append((UNREACHED, _("could not be told")))
        at = self._begins_at(ways)
        self._offered = [part for part, _words in parts]
        self.way.set_parts(parts, at if at in self._offered else EARLIER)
        self.way.setVisible(at not in (ASK, DOUBT, NOTHING))
        self.doubt.put(self._acts.doubt_offers(ways))
        self.call.put(self._acts.call_offers())
        self.ask.put(self._acts.ask_offers())
        self.unreached.put([Offer(_("The result could not be told"), "info", lambda _said: self._acts.could_not())])
        for field in (self.date, self.posted_on, self.handed_on):
            field.say("")
            field.set_date(self._model.today)
        self.registered.say("")
        self._go_by(in_person=ways.reach.address is None)
        self._choose(at)
        if had_focus:
            self._into_page()
            if self.page == Way.CALL and self._ahead:
                self.call.hear(self._ahead)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """How the call went can be typed before the store has answered, and while the cursor is still at the ways."""
        if self._ways is None and self._acts.issue is not None and event.text().isprintable():
            self._ahead += event.text()
        choices = self._at[self.page].findChild(Choices)
        if choices is not None and self.way.hasFocus() and event.text().isdecimal():
            choices.setFocus()
            choices.hear(event.text())
        super().keyPressEvent(event)

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _begins_at(self, ways: Ways) -> Any:
        """The page that is wanted as a rule."""
        if ways.issue.status is Status.OPEN:
            return NOTHING
        if ways.issue.told_by:
            return ASK
        if doubted(ways) is not None:
            return DOUBT
        if ways.next in self._at:
            return ways.next
        if ways.exhausted and not ways.unreached:
            return UNREACHED
        return next((row.way for row in ways.ways if row.possible and row.way in self._at), EARLIER)

    def _show_words(self, ways: Ways) -> None:
        issue = ways.issue
        said = _("Record the outcome first, then tell it.")
        if issue.status is not Status.OPEN:
            said = _("%(status)s: %(outcome)s") % {"status": issue.status.label, "outcome": issue.outcome or "–"}
        self.result.setText(said)
        shown = [
            _("%(date)s, %(hour)s: %(what)s")
            % {"date": short_date(one.at.date()), "hour": clock(one.at.time()), "what": one.said}
            for one in ways.tries[:MOST_TRIES]
        ]
        self.tries.setText("\n".join(shown))
        self.tries.setVisible(bool(shown))
        self.line.set_text(_state(ways))

    def _choose(self, name: Any) -> None:
        if name in self._offered:
            self.way.set_data(name)
        self._show_page(name)

    def _turn_to(self, name: Any) -> None:
        """Another way was chosen: the keys are its."""
        self._show_page(name)
        self._into_page()

    def _show_page(self, name: Any) -> None:
        """What is known of this way, why it is not the next one, and its page."""
        row = next((one for one in self._ways.ways if one.way == name), None) if self._ways else None
        self.known.setText(row.known if row else "")
        self.why.setText(row.why_not if row else "")
        for part in (self.known, self.why):
            part.setVisible(bool(part.text()))
        self.page = name if row is None or row.possible else NOTHING
        for other, page in self._at.items():
            page.setVisible(other == self.page)
        self.record.setVisible(self.page in self._recorded())
        self.record.set_text(self._recorded().get(self.page, ""))

    def _recorded(self) -> dict[Any, str]:
        """The pages on which the button, and Enter, do something, with its words."""
        to_all = persian_digits(_("SMS to each of %(n)s") % {"n": self._people})
        sent = _("Record as handed over") if self._in_person else _("It was posted")
        return {
            Way.SMS: _("Send SMS") if self._people == 1 or self._in_own_words else to_all,
            Way.LETTER: sent if self._waits else _("Make letter"),
            EARLIER: _("Record the notice"),
        }

    @property
    def _people(self) -> int:
        """How many brought the matter."""
        return self._ways.people if self._ways else 1

    def _into_page(self) -> None:
        where: dict[Any, QWidget] = {
            Way.SMS: self.text,
            Way.CALL: self.call,
            Way.LETTER: (self.taker if self._in_person else self.registered) if self._waits else self.record,
            ASK: self.ask,
            DOUBT: self.doubt,
            UNREACHED: self.unreached,
            EARLIER: self.earlier_way,
        }
        where.get(self.page, self.way if self.way.isVisible() else self.back).setFocus()

    # the letter ----------------------------------------------------------------------------------------------------

    def turn_way(self) -> None:
        """Ctrl+Shift+V: the letter that waits was handed over in person; or posted after all."""
        if self.page == Way.LETTER and self._waits:
            self._go_by(in_person=not self._in_person)
            self._show_page(self.page)
            self._into_page()

    def _go_by(self, *, in_person: bool) -> None:
        self._in_person = in_person
        for part in (self.registered, self.posted_on):
            part.setVisible(self._waits and not in_person)
        for part in (self.taker, self.handed_on):
            part.setVisible(self._waits and in_person)
        self.other_way.set_text(*((_("By post"), "mail") if in_person else (_("Handed over in person"), "person")))
        self.other_way.setVisible(self._waits)

    @property
    def _waits(self) -> bool:
        """Whether a letter with the result was made and has not left yet."""
        return self._ways is not None and unposted(self._ways) is not None

    # the SMS -------------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        """How long the text is stands beside its label; one in own words goes to this person alone."""
        self._measure()
        self._keep()
        if self.page == Way.SMS:
            self.record.set_text(self._recorded()[Way.SMS])

    def _keep(self) -> None:
        """What was typed, of the SMS, of what the person said and of the letter, is kept until it is recorded."""
        if self._acts.issue is None or self._ways is None:
            return
        said = next((choices.typed for choices in (self.call, self.ask) if choices.typed), "")
        self.call.kept = self.ask.kept = said
        taker = self.taker.text()
        now = {
            "text": self.text.text() if self._in_own_words else "",
            "said": said,
            "registered": self.registered.text(),
            "taker": taker if taker != self._ways.reach.name else "",
        }
        self._model.typed("notice", self._acts.issue, {name: typed for name, typed in now.items() if typed})

    @property
    def _in_own_words(self) -> bool:
        return self.text.text() != self._template

    def _measure(self) -> None:
        size = sms.measure(self.text.text())
        said = _("%(parts)s parts, %(letters)s letters") if size.parts > 1 else _("%(letters)s letters")
        self.text.note(persian_digits(said % {"parts": size.parts, "letters": size.letters}))

    # what is done --------------------------------------------------------------------------------------------------

    def save(self) -> None:
        if self.page == Way.SMS:
            typed = self.text.text() if self._in_own_words else ""
            self._acts.send(typed, to_all=not typed and self._people > 1)
        elif self.page == Way.LETTER and self._ways is not None:
            letter = unposted(self._ways)
            if letter is None:
                self._acts.make_letter()
            elif self._in_person and self.handed_on.check():
                self._acts.hand_over(letter, self.handed_on.value() or self._model.today, self.taker.text())
            elif not self._in_person and self.posted_on.check():
                self._acts.post_letter(letter, self.posted_on.value() or self._model.today, self.registered.text())
        elif self.page == EARLIER and self.date.check():
            self._acts.note_earlier(self.earlier_way.data(), self.date.value() or self._model.today)

    def say(self, field: str, reason: str) -> None:
        on = self.handed_on if self._in_person else self.posted_on
        at: Field | None = {part.name: part for part in (self.date, self.registered, self.taker, on)}.get(field)
        if at is None and self.page == Way.SMS:
            at = self.text
        if at is not None and at.isVisible():
            at.say(reason)
            at.setFocus()
            return
        choices = self._at[self.page].findChild(Choices)
        if choices is None or not choices.say(reason):
            self.line.set_text(reason, "danger")

    def forget(self) -> None:
        self._acts.issue = self._ways = None


def _read(office: Office, issue_id: int) -> tuple[Ways, str]:
    """The ways, and the text of an SMS with the result where there is one."""
    ways = telling.ways(office, issue_id)
    decided = ways.issue.status is not Status.OPEN
    return ways, sms_text.compose(office, issue_id, Purpose.RESULT) if decided else ""


def _page(parts: list[QWidget]) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(6)
    for part in parts:
        column.addWidget(part)
    return page


def _state(ways: Ways) -> str:
    """How far the telling is."""
    issue = ways.issue
    if issue.told_by and issue.told_on:
        said = _("Told by %(way)s on %(date)s") % {"way": issue.told_by.label, "date": short_date(issue.told_on)}
        if ways.content is None:
            return said
        content = _("he is content") if ways.content else _("he is not content")
        return _("%(told)s; %(content)s") % {"told": said, "content": content}
    if ways.unreached:
        return _("Noted on %(date)s that he could not be told") % {"date": short_date(ways.unreached.date())}
    return ""
