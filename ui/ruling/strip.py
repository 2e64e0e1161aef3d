"""The ruling strip: phrase, unit, due date by single digits, or free text; Enter records it.

One class for the desk, where it lies over the history, and for the head's board, whose foot it is.
"""

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from app.agency import WordLists
from app.domain.dues import DUES
from app.domain.persian.calendar import short_date
from app.domain.persian.text import latin_digits, persian_digits
from app.domain.texts import _
from app.issues import IssueRow
from ui.desk.issue_model import IssueModel
from ui.desk.scans import Scans
from ui.ruling.finder import Finder
from ui.ruling.group import Group
from ui.ruling.layouts import lay_out_at_desk, lay_out_on_board
from ui.ruling.sentence import Sentence, put_together
from ui.ruling.so_far import SoFar
from ui.style import COMPACT_BELOW, look
from ui.widgets.announce import announce
from ui.widgets.buttons import FILLED, Button
from ui.widgets.field import AreaField
from ui.widgets.tabs import LARGE
from ui.widgets.text import Elided, Text

if TYPE_CHECKING:
    from ui.widgets.scroll import Body

PHRASE, UNIT, DUE, TEXT = range(4)
HUSH = 700
"""Milliseconds after another person has come into a half chosen ruling: the next digit was not for him."""


class RulingStrip(QFrame):
    """One issue after another. It hears the digits itself; any letter, or Tab, goes to the free text."""

    closed = Signal()
    issue_shown = Signal(int)
    """The place of the issue that it is about now."""
    left_unfinished = Signal(str)
    """Whose ruling was half chosen when somebody else came; it is kept."""

    def __init__(
        self,
        model: IssueModel,
        parent: QWidget | None = None,
        *,
        board: bool = False,
        scans: Scans | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Record ruling"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._model, self._board, self.scans = model, board, scans
        self._issues: list[IssueRow] = []
        self._recorded: set[int] = set()
        self._filling = False
        self._place = 0
        self._stage = PHRASE
        self._asked: int | None = None
        self._hush = QTimer(self, singleShot=True, interval=HUSH)
        self.heading = Text(_("Ruling"), "strong")
        self.about = Elided("", "words")
        self.by = Elided("", "caption", "muted")
        self.so_far = SoFar(model, board=board)
        self.groups = (
            Group(_("Ruling") if board else _("Phrase"), per_row=3, card=board),
            Group(_("Unit"), many=True, per_row=2 if board else 5, compact_per_row=3, card=board),
            Group(_("Due date"), per_row=2 if board else 6, compact_per_row=3, card=board),
        )
        self.text = AreaField(_("Text of the ruling"), "ruling", lines=1)
        self.cards, self.words = QHBoxLayout(), QStackedWidget(self)  # the board's
        self.sentence = Sentence()
        kind = FILLED if board else "outlined"
        tall = "box" if board else "control"
        self.record = Button(_("Record ruling"), "checkmark", kind=kind, cap="Enter", measure=tall, on_click=self.save)
        self.back = Button(_("Close"), cap="Esc", on_click=self.closed.emit)
        self.step_back = Button(_("Step back"), "arrow_undo", cap="Backspace", measure=tall, on_click=self._step_back)
        self.another = Button(_("Another unit"), "add", cap="+", measure=tall, on_click=self._another_unit)
        self.body: Body | None = None  # the desk's: what has no room scrolls
        (lay_out_on_board if board else lay_out_at_desk)(self)
        self.finder = Finder(self.text, self)
        self.finder.found.connect(self.setFocus)
        # only now: a group with choices shows itself, and without a parent it would be a window
        self.groups[DUE].set_choices([_(words) for words, _days in DUES])
        for stage, group in enumerate(self.groups):
            group.chosen.connect(lambda _place, stage=stage: self._take(stage))
            group.wanted.connect(lambda stage=stage: self._go(stage))
        self.text.entered.connect(self.save)
        self.text.changed.connect(self._note)
        self.text.edit.focused.connect(self._typing)
        self.text.edit.blurred.connect(self._typed)
        self.sentence.pressed.connect(self.text.setFocus)
        model.by_read.connect(self._say_by)
        self._title = ""
        look().changed.connect(self._fold)
        self._fold()

    def _fold(self) -> None:
        """In a small window or with large text the choices of one group at a time."""
        narrow = self.window().width() < COMPACT_BELOW[0] if self._board else look().compact
        if self.scans is not None:
            self.scans.setVisible(not (narrow and look().factor > LARGE))  # its key is there all the same
        for group in self.groups:
            group.fold(folds=narrow or look().factor > LARGE)

    def set_small(self, *, small: bool) -> None:
        """The board is low, or its text large: closer together."""
        self._fold()
        for group in self.groups:
            group.set_small(small=small)
        self.cards.setSpacing(8 if small else 12)
        self.layout().setSpacing(8 if small else 12)
        self.words.setFixedHeight(self.sentence.sizeHint().height())

    # what is shown -------------------------------------------------------------------------------------------------

    def set_words(self, words: WordLists) -> None:
        self.groups[PHRASE].set_choices(words.phrases)
        self.groups[UNIT].set_choices(words.units)
        if self._board:
            wide = len(words.units) > 6  # three columns of units
            for group, share in enumerate((52, 30, 18) if wide else (53, 25, 22)):
                self.cards.setStretch(group, share)
        if self._issues:
            self._show(self._place, focus=False)

    def attach_scan(self) -> None:
        if self.scans is not None:
            self.scans.ask()

    def head_line(self, text: str) -> None:
        """What it is about, in place of the plain «ruling»; "" for that again."""
        self.heading.setText(text or _("Ruling"))

    def set_by(self, head_title: str) -> None:
        """By whose order, and who writes it down."""
        self._title = head_title
        self._say_by()

    def _say_by(self) -> None:
        if self._model.by_head:
            said = _("In the %(title)s's own hand") % {"title": self._title}
        else:
            said = _("By order of the %(title)s; recorded by: %(name)s")
            said %= {"title": self._title, "name": self._model.user_name}
        self.by.set_text(said)
        if self._board:
            self.groups[PHRASE].aside.set_text(said)

    def show_issues(self, issues: list[IssueRow], *, focus: bool = True) -> None:
        self._leave()
        self._issues, self._recorded = issues, set()
        self._show(next((place for place, issue in enumerate(issues) if not issue.ruling), 0), focus=focus)

    def _leave(self) -> None:
        """Who it was about has gone: what was half chosen is kept, and keys still in the air are not heard."""
        before = self.issue
        if self._board and before is not None and self._model.half_written("ruling", before):
            self._hush.start()
            self.left_unfinished.emit(before.visitor)

    def sleep(self) -> None:
        """Nobody is there to rule on."""
        self._leave()
        self._issues = []
        self._filling = True
        for group in self.groups:
            group.clear()
            group.listen(listening=False)
        self.text.clear()
        self._filling = False
        self.about.set_text("")
        self.so_far.show_of(None)
        self.sentence.say("", "")
        self.setEnabled(False)

    def refresh(self, issues: list[IssueRow]) -> None:
        """The same issues as they stand now: what is being typed stays."""
        self._issues = issues
        self.so_far.show_of(self.issue)

    @property
    def issue(self) -> IssueRow | None:
        """The issue that it is about now."""
        return self._issues[self._place] if self._place < len(self._issues) else None

    def _show(self, place: int, *, focus: bool = True) -> None:
        if not self._issues:
            return
        self._place = place
        issue = self._issues[place]
        said = _("%(name)s, issue %(n)s of %(total)s: %(subject)s")
        if len(self._issues) == 1:
            said = _("%(name)s: %(subject)s")
        numbers = {"n": persian_digits(place + 1), "total": persian_digits(len(self._issues))}
        self.about.set_text(said % {**numbers, "name": issue.visitor, "subject": issue.subject})
        left = self._model.half_written("ruling", issue)
        self._filling = True
        for group, picked in zip(self.groups, left.get("picked", ([], [], [])), strict=True):
            group.pick(picked)
        self.text.clear()
        self.text.set_text(left.get("text", ""))
        self._filling = False
        self.so_far.show_of(issue)
        if self.scans is not None:
            self.scans.show_issue(issue.id)
        if focus:
            self.setFocus()
        self._go(left.get("stage", PHRASE))
        self.issue_shown.emit(place)

    def _note(self) -> None:
        """What stands here is kept with its issue: another one, Esc or the lock may come between."""
        self.finder.typed()
        self._say_sentence()
        if self._filling or not self._issues:
            return
        picked, text = [list(group.picked) for group in self.groups], self.text.text()
        left = {"picked": picked, "text": text, "stage": self._stage} if text or any(picked) else {}
        self._model.typed("ruling", self._issues[self._place], left)

    def _say_sentence(self) -> None:
        due = self._due()
        self.text.note(_("Due: %(date)s") % {"date": short_date(due)} if due else "")
        never = bool(self.groups[DUE].picked)
        chosen = put_together(self.text.text(), self.groups[UNIT].taken, due, never=never)
        to_do = {
            PHRASE: _("choose a phrase, or write the ruling"),
            UNIT: _("choose the unit"),
            DUE: _("choose the due date"),
        }.get(self._stage, "")
        self.sentence.say(f"{chosen}؛" if chosen and to_do else chosen, to_do)

    def _go(self, stage: int) -> None:
        """The group that hears the keys next; groups without choices are passed over."""
        while stage < TEXT and not self.groups[stage].count:
            stage += 1
        self._stage = stage
        for place, group in enumerate(self.groups):
            group.listen(listening=place == stage)
        if self.body is not None and stage < TEXT:
            self.body.show_part(self.groups[stage])
        self._say_sentence()
        if stage == TEXT and not self.text.text() and self.hasFocus():
            self.text.setFocus()  # nothing to choose from: the words are typed

    # keys ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._hush.isActive() and event.text():
            return  # meant for who has just gone
        typed = latin_digits(event.text())
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                self.save()
            case Qt.Key.Key_Escape:
                self._escape()
            case Qt.Key.Key_Backspace:
                self._step_back()
            case Qt.Key.Key_Down | Qt.Key.Key_Up if not plain:
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self._show((self._place + step) % max(len(self._issues), 1))
            case _ if plain and typed == "+":
                self._another_unit()
            case _ if plain and typed.isascii() and typed.isdigit():
                if self._stage < TEXT:
                    self.groups[self._stage].press(int(typed))
            case _ if plain and typed.strip() and typed.isprintable() and self.isEnabled():
                self.text.setFocus()
                self.text.edit.moveCursor(QTextCursor.MoveOperation.End)
                before = self.text.edit.text()
                between = " " if before and not before[-1].isspace() else ""
                self.text.edit.insertPlainText(between + event.text())
            case _:
                super().keyPressEvent(event)

    def _escape(self) -> None:
        """One step a press: out of the free text, then away."""
        if self._board and not self.hasFocus() and self.isAncestorOf(self.focusWidget() or self):
            self.setFocus()
        else:
            self.closed.emit()

    def focusNextPrevChild(self, onward: bool) -> bool:
        """Tab is free text; Tab there, the units: in free words too a unit and a due date are a digit each."""
        here = self.hasFocus()
        if onward and here:
            self.text.setFocus()
            return True
        if onward and self.text.edit.hasFocus() and self._stage < TEXT:
            self.setFocus()
            return True
        return super().focusNextPrevChild(onward)

    def _typing(self) -> None:
        if self._board:
            self.words.setCurrentWidget(self.text)
        looked_in = self._stage == UNIT or (self._stage == PHRASE and not self.text.text())
        self.finder.begin(self.groups[self._stage] if looked_in else None)

    def _typed(self) -> None:
        """The free text is left: it stands for the phrase, and the digits are the units' from now on."""
        self.finder.end()
        if self._board:
            self.words.setCurrentWidget(self.sentence)
        if self.text.text() and self._stage == PHRASE:
            self._go(UNIT)
        self._say_sentence()

    def _take(self, stage: int) -> None:
        if stage == PHRASE:
            self.text.set_text(self.groups[PHRASE].taken[0])
        self._go(stage + 1)
        self._note()

    def _another_unit(self) -> None:
        """+: one more unit beside those that were taken."""
        if self.groups[UNIT].picked:
            self._go(UNIT)

    def _step_back(self) -> None:
        stage = self._stage - 1
        while stage > PHRASE and not self.groups[stage].count:
            stage -= 1
        if stage < PHRASE or not self.groups[stage].count:
            return
        self.groups[stage].clear()
        if stage == PHRASE:
            self.text.clear()
        self._go(stage)
        self._note()

    # saving --------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        if self._issues:
            self._asked = self._issues[self._place].id
            self._model.rule(self._issues[self._place], self.text.text(), self.groups[UNIT].taken, self._due())

    def _due(self) -> dt.date | None:
        picked = self.groups[DUE].picked
        return self._model.due_in(DUES[picked[0]][1]) if picked else None

    def done(self) -> bool:
        """The ruling was recorded: go on to the next issue that has none, round the visit. False: there is none."""
        issue = self.issue
        if issue is None or issue.id != self._asked:
            return issue is not None  # somebody else is there by now: what is typed about him stays
        self._recorded.add(self._place)
        round_ = [(self._place + step) % len(self._issues) for step in range(1, len(self._issues))]
        rest = [place for place in round_ if place not in self._recorded and not self._issues[place].ruling]
        if rest:
            self._show(rest[0])
        elif self._board:
            self._show(self._place)
        return bool(rest)

    def say(self, _field: str, reason: str) -> None:
        if self._board:
            self.sentence.say("", reason, "danger")
            announce(self, reason)
            self.setFocus()
            return
        self.text.say(reason)
        self.text.setFocus()
