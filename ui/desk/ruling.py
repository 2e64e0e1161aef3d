"""The ruling strip: phrase, unit, due date by single digits, or free text; Enter records it (look 5)."""

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.agency import WordLists
from app.domain.persian.calendar import short_date
from app.domain.persian.text import latin_digits, persian_digits
from app.domain.texts import _
from app.issues import IssueRow
from ui.desk.issue_model import DUES, IssueModel
from ui.desk.ruling_group import Group
from ui.widgets.buttons import Button
from ui.widgets.field import AreaField
from ui.widgets.text import Elided, Text

PHRASE, UNIT, DUE, TEXT = range(4)


class RulingStrip(QFrame):
    """One issue after another. It hears the digits itself; any letter goes to the free text."""

    closed = Signal()

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Record the ruling"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._model = model
        self._issues: list[IssueRow] = []
        self._recorded: set[int] = set()
        self._filling = False
        self._place = 0
        self._stage = PHRASE
        self.heading = Text(_("Ruling"), "strong")
        self.about = Elided("", "words")
        self.by = Elided("", "caption", "muted")
        self.so_far = Elided("", "caption", "muted")
        self.groups = (
            Group(_("Phrase"), per_row=3),
            Group(_("Unit"), many=True, compact_per_row=3),
            Group(_("Due date"), per_row=6, compact_per_row=3),
        )
        self.text = AreaField(_("Text of the ruling"), "ruling", lines=1)
        self.record = Button(_("Record ruling"), "checkmark", cap="Enter", on_click=self.save)
        self.back = Button(_("Close"), cap="Esc", on_click=self.closed.emit)
        self._lay_out()
        # only now: a group with choices shows itself, and without a parent it would be a window
        self.groups[DUE].set_choices([_(words) for words, _days in DUES])
        for stage, group in enumerate(self.groups):
            group.chosen.connect(lambda place, stage=stage: self._take(stage, place))
        self.text.entered.connect(self.save)
        self.text.changed.connect(self._note)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.heading)
        head.addWidget(self.about, 3)
        head.addWidget(self.by, 2)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.record)
        foot.addWidget(self.back)
        foot.addWidget(self.so_far, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 6, 16, 8)
        column.setSpacing(3)
        column.addLayout(head)
        for group in self.groups:
            column.addWidget(group)
        column.addWidget(self.text)
        column.addLayout(foot)

    # what is shown -------------------------------------------------------------------------------------------------

    def set_words(self, words: WordLists) -> None:
        self.groups[PHRASE].set_choices(words.phrases[:9])
        self.groups[UNIT].set_choices(words.units[:9])

    def set_by(self, head_title: str) -> None:
        """By whose order, and who writes it down."""
        said = _("By order of the %(title)s; recorded by: %(name)s")
        self.by.set_text(said % {"title": head_title, "name": self._model.user_name})

    def show_issues(self, issues: list[IssueRow]) -> None:
        self._issues, self._recorded = issues, set()
        self._show(next((place for place, issue in enumerate(issues) if not issue.ruling), 0))

    def _show(self, place: int) -> None:
        if not self._issues:
            return
        self._place = place
        issue = self._issues[place]
        said = _("%(name)s, issue %(n)s of %(total)s: %(subject)s")
        if len(self._issues) == 1:
            said = _("%(name)s: %(subject)s")
        numbers = {"n": persian_digits(place + 1), "total": persian_digits(len(self._issues))}
        self.about.set_text(said % {**numbers, "name": issue.visitor, "subject": issue.subject})
        self.so_far.set_text(_("Ruling so far: %(text)s") % {"text": issue.ruling} if issue.ruling else "")
        left = self._model.half_written("ruling", issue)
        self._filling = True
        for group, picked in zip(self.groups, left.get("picked", ([], [], [])), strict=True):
            group.pick(picked)
        self.text.clear()
        self.text.set_text(left.get("text", ""))
        self._filling = False
        self._note_due()
        self.setFocus()
        self._go(left.get("stage", PHRASE))

    def _note(self) -> None:
        """What stands here is kept with its issue: another one, Esc or the lock may come between."""
        if self._filling or not self._issues:
            return
        picked, text = [list(group.picked) for group in self.groups], self.text.text()
        left = {"picked": picked, "text": text, "stage": self._stage} if text or any(picked) else {}
        self._model.typed("ruling", self._issues[self._place], left)

    def _note_due(self) -> None:
        due = self._due()
        self.text.note(_("due on %(date)s") % {"date": short_date(due)} if due else "")

    def _go(self, stage: int) -> None:
        """The group that hears the keys next; groups without choices are passed over."""
        while stage < TEXT and not self.groups[stage].count:
            stage += 1
        self._stage = stage
        for place, group in enumerate(self.groups):
            group.listen(listening=place == stage)
        if stage == TEXT and not self.text.text():
            self.text.setFocus()  # nothing to choose from: the words are typed

    # keys ----------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = latin_digits(event.text())
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if plain:
                self.save()
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case Qt.Key.Key_Backspace:
                self._back()
            case Qt.Key.Key_Down if not plain:
                self._show((self._place + 1) % max(len(self._issues), 1))
            case _ if plain and typed == "+" and self.groups[UNIT].picked:
                self._go(UNIT)
            case _ if plain and typed.isascii() and typed.isdigit() and self._stage < TEXT:
                self.groups[self._stage].choose(int(typed) - 1)
            case _ if plain and typed.strip() and typed.isprintable():
                self.text.setFocus()
                self.text.edit.insertPlainText(event.text())
            case _:
                super().keyPressEvent(event)

    def _take(self, stage: int, place: int) -> None:
        self._note_due()
        if stage == PHRASE:
            self.text.set_text(self.groups[PHRASE].words(place))
        self._go(stage + 1)
        self._note()

    def _back(self) -> None:
        stage = self._stage - 1
        while stage > PHRASE and not self.groups[stage].count:
            stage -= 1
        if stage < PHRASE or not self.groups[stage].count:
            return
        self.groups[stage].clear()
        if stage == PHRASE:
            self.text.clear()
        self._note_due()
        self._go(stage)
        self._note()

    # saving --------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        if not self._issues:
            return
        unit = _(", ").join(self.groups[UNIT].words(place) for place in self.groups[UNIT].picked)
        self._model.rule(self._issues[self._place], self.text.text(), unit, self._due())

    def _due(self) -> dt.date | None:
        picked = self.groups[DUE].picked
        return self._model.due_in(DUES[picked[0]][1]) if picked else None

    def done(self) -> bool:
        """The ruling was recorded: go on to the next issue that has none, round the visit. False: there is none."""
        self._recorded.add(self._place)
        round_ = [(self._place + step) % len(self._issues) for step in range(1, len(self._issues))]
        rest = [place for place in round_ if place not in self._recorded and not self._issues[place].ruling]
        if rest:
            self._show(rest[0])
        return bool(rest)

    def say(self, _field: str, reason: str) -> None:
        self.text.say(reason)
        self.text.setFocus()
