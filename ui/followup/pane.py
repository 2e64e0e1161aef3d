"""Beside the list: whom the chosen row is about and what is known of it; or the form of what is being done with it."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.persian.ids import masked_mobile, show_mobile
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.security.rights import Right
from app.timeline import NEXT, Story
from app.worklist import Matter
from ui.desk.issue_model import IssueModel
from ui.followup.acts import Act, acts_for
from ui.followup.rows import code_of, late_chip
from ui.followup.story import StoryView
from ui.style import look
from ui.widgets.buttons import FILLED, OUTLINED, PLAIN, Button
from ui.widgets.chips import Chip, State
from ui.widgets.place_form import PlaceForm
from ui.widgets.text import Icon, Text, rule
from ui.widgets.wrap import Wrap

_MOST = 16777215  # Qt's own QWIDGETSIZE_MAX


class FollowUpPane(QFrame):
    """Acts are the screen's; here they are only asked for. Esc in a form: back to what is known; there: `left`."""

    wanted = Signal(str)
    """Id of an act's key: its button was pressed."""
    more_wanted = Signal(QPoint)
    """All that can be done is asked for, at this point of the screen."""
    left = Signal()

    def __init__(
        self,
        issues: IssueModel,
        today: Callable[[], dt.date],
        may: Callable[[Right], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.setAccessibleName(_("The matter"))
        self._issues, self._today, self._may = issues, today, may
        self._masked, self._whole, self._crowded = True, False, False
        self.matter: Matter | None = None
        self._forms: dict[str, PlaceForm] = {}
        self.name, self.chip = Text("", "title", wrap=True), Chip(State(""))
        self.subject = Text("", "words", wrap=True)
        for part in (self.name, self.subject):  # in Latin letters too: else they would stand at the other edge
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        self.mobile, self.code = Text("", "body", "muted"), Text("", "body", "muted")
        self._phone_icon, self._code_icon = Icon("call", "muted"), Icon("number_symbol", "muted")
        self.story = StoryView()
        self.story.left.connect(self.left)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.story)
        self.buttons: list[Button] = []
        self.setFocusProxy(self.story)
        self._lay_out()
        self.show_matter(None)

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.name, 1)
        first.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setSpacing(6)
        for part in (self._phone_icon, self.mobile, self._code_icon, self.code):
            second.addWidget(part)
        second.addStretch(1)
        self.head = QWidget()
        head = QVBoxLayout(self.head)
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(4)
        head.addLayout(first)
        head.addWidget(self.subject)
        head.addLayout(second)
        self.foot = QWidget()
        self._acts = Wrap(gap=8)
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(16, 10, 16, 10)
        foot.addLayout(self._acts)
        self._rules = (rule(), rule())
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        for part, stretch in (
            (self.head, 0),
            (self._rules[0], 0),
            (self.pages, 1),
            (self._rules[1], 0),
            (self.foot, 0),
        ):
            column.addWidget(part, stretch)

    # the matter ----------------------------------------------------------------------------------------------------

    def show_matter(self, matter: Matter | None, story: Story | None = None) -> None:
        """Whom the row is about and what happened so far; None: no row is chosen."""
        self.matter = matter
        for part in (self.head, self.story, *self._rules):
            part.setVisible(matter is not None)
        if matter is not None:
            self._show_head(matter)
        self.story.show_story(story)
        self._show_acts()

    def _show_head(self, matter: Matter) -> None:
        self.name.setText(matter.row.name if matter.row else matter.issue.visitor)
        self.chip.setVisible(matter.row is not None)
        if matter.row is not None:
            self.chip.set_state(late_chip(matter.row, self._today()))
        self.subject.setText(matter.issue.subject)
        self.code.setText(code_of(matter.row) if matter.row else "")
        self._show_mobile()

    def _show_mobile(self) -> None:
        mobile = self.matter.mobile if self.matter else None
        shown = (masked_mobile if self._masked else show_mobile)(mobile) if mobile else ""
        self.mobile.setText(persian_digits(shown))
        for part in (self._phone_icon, self.mobile):
            part.setVisible(bool(shown))

    def unmask(self, on: bool) -> None:
        """F3 held."""
        self._masked = not on
        self._show_mobile()

    # what can be done ----------------------------------------------------------------------------------------------

    @property
    def acts(self) -> list[Act]:
        row = self.matter.row if self.matter else None
        return acts_for(row, self._may) if row is not None else []

    def _show_acts(self) -> None:
        had_focus = any(button.hasFocus() for button in self.buttons)
        for button in self.buttons:
            self._acts.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        acts = self.acts
        crowded = self._crowded = look().compact  # there the story would have no room
        usual = [act for at, act in enumerate(acts) if not act.rare or (at == 0 and self._is_next(act))]
        for at, act in enumerate(usual[:2] if crowded else usual):
            kind = FILLED if at == 0 and self._is_next(act) else OUTLINED
            button = Button(_(act.words), act.icon, kind=kind, key=act.key)
            button.clicked.connect(lambda _checked=False, key=act.key: self.wanted.emit(key))
            self._put(button)
        if len(self.buttons) < len(acts):  # the others have their keys, and the row's menu
            more = Button("", "more_horizontal", kind=PLAIN, name=_("More acts"))
            more.clicked.connect(lambda: self.more_wanted.emit(more.mapToGlobal(more.rect().topLeft())))
            self._put(more)
        shown = bool(self.buttons) and self.form is None
        self.foot.setVisible(shown)
        self._rules[1].setVisible(shown)
        if had_focus and self.form is None:
            self.take_focus()  # what had it is gone

    def _put(self, button: Button) -> None:
        self._acts.addWidget(button)
        button.show()  # at once: it may take the focus
        self.buttons.append(button)

    def _is_next(self, act: Act) -> bool:
        row = self.matter.row if self.matter else None
        return row is not None and act.key == NEXT[row.stage]

    @property
    def form(self) -> PlaceForm | None:
        """The form that stands open."""
        page = self.pages.currentWidget()
        return page if isinstance(page, PlaceForm) else None

    def open(self, key: str) -> bool:
        """The form of this act for the matter that is shown. Whether there is such an act for it."""
        act = next((one for one in self.acts if one.key == key), None)
        if act is None or act.make is None or self.matter is None:
            return False
        if key not in self._forms:
            form = self._forms[key] = act.make(self._issues)
            form.record.set_kind(FILLED)  # while it stands open no other button is
            self.pages.addWidget(form)
            form.closed.connect(self.close_form)
        form = self._forms[key]
        self.pages.setCurrentWidget(form)
        self.setFocusProxy(None)  # else Tab would seek the hidden story, and never leave the list
        self._show_acts()
        form.show_issue(self.matter.issue)
        return True

    def close_form(self) -> None:
        if self.form is not None:
            self.pages.setCurrentWidget(self.story)
            self.setFocusProxy(self.story)
            self._show_acts()
            self.left.emit()

    def done(self) -> None:
        """What the open form asked for is done."""
        form = self.form
        if form is not None:
            if forget := getattr(form, "forget", None):
                forget()
            self.close_form()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def take_focus(self) -> None:
        """The next act; where nothing waits to be done, the story."""
        (self.buttons[0] if self.buttons and self.buttons[0].kind == FILLED else self.story).setFocus()

    def set_whole(self, *, on: bool) -> None:
        """As wide as the page, or as beside the list."""
        self._whole = on
        self.fit()

    def fit(self) -> None:
        if self._whole:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_MOST)
        else:
            if look().compact != self._crowded:
                self._show_acts()
            self.setFixedWidth(round((320 if look().compact else 392) * min(1.25, look().factor)))
