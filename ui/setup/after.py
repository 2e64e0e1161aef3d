"""After a sign-in, before the desk: the recovery code that nobody has, what the IT department has set, a new key."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import UserError
from app.domain.texts import _
from app.own_key import Replaced
from app.preset_taking import Waiting
from ui.setup.after_model import AfterModel, Asked
from ui.setup.code_page import CodePage
from ui.setup.key_page import KeyPage
from ui.setup.pages import enter
from ui.setup.preset_page import PresetPage
from ui.setup.side import STEPS, Side
from ui.widgets.announce import announce
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.text import Text


class AfterScreen(QWidget):
    """What the model asks is shown here; when it is done, the client throws this away."""

    help_page = "setup"

    def __init__(self, model: AfterModel, *, print_code: Callable[[QWidget, str, str], bool] | None = None) -> None:
        super().__init__()
        self.model = model
        model.setParent(self)
        said = _(
            "The code of the first start was not confirmed, and it opens nothing any more. This is the new one; "
            "it is shown this once."
        )
        self.code = CodePage(_("One thing is left of the first start"), said, print_code)
        self.preset, self.key = PresetPage(), KeyPage(model.today)
        self._waiting = Waiting()
        self._pages = QStackedWidget()
        self.said = Text("", "body", "danger", wrap=True)
        self.onward = Button("", kind=FILLED, cap="Enter", measure="box", on_click=self._onward)
        self.later = Button(_("Not now"), kind=PLAIN, measure="box", on_click=self._leave)
        self._lay_out()
        model.asks.connect(self.ask)
        model.letter_saved.connect(self.key.saved)
        model.refused.connect(self._refused)
        self.code.ready.connect(self.onward.setEnabled)
        self.code.done.connect(self._onward)
        self.key.done.connect(self._onward)
        self.key.letter_wanted.connect(model.save_letter)

    def _lay_out(self) -> None:
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages.setProperty("ground", "surface")
        self._pages.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for page in (self.code, self.preset, self.key):
            self._pages.addWidget(page)
        scroll.setWidget(self._pages)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.onward)
        foot.addWidget(self.later)
        foot.addStretch(1)
        self._left = QVBoxLayout()
        self._left.setSpacing(16)
        self._left.addWidget(scroll, 1)
        self._left.addWidget(self.said)
        self._left.addLayout(foot)
        self.side = Side()
        self.side.show_step(len(STEPS))
        self.side.tell("")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addLayout(self._left, 1)
        self._say("")

    def ask(self, what: Asked) -> None:
        """Show the page of it."""
        self._say("")
        self.onward.set_text(_("Continue"))
        self.later.hide()
        if isinstance(what, Replaced):
            page = self.key
            page.show_key(what)
        elif isinstance(what, Waiting):
            page = self._show_preset(what)
        else:
            page = self.code
            page.show_code(what)
        self.onward.setEnabled(page is not self.code)
        self._pages.setCurrentWidget(page)
        for each in (self.code, self.preset, self.key):  # else the longest page makes a short one scroll
            high = QSizePolicy.Policy.Preferred if each is page else QSizePolicy.Policy.Ignored
            each.setSizePolicy(QSizePolicy.Policy.Preferred, high)
        self._arrive()

    def _arrive(self) -> None:
        if self._pages.currentWidget() is self.preset:
            self.onward.setFocus()  # all else there is to be read
        else:
            self._pages.currentWidget().arrive()

    def _show_preset(self, waiting: Waiting) -> PresetPage:
        self._waiting = waiting
        self.preset.show_waiting(waiting)
        if waiting.offers:
            self.onward.set_text(_("Take these settings"))
            self.later.show()
        return self.preset

    def _leave(self) -> None:
        self._say("")
        self.model.preset_is_seen(self._waiting, taken=False)

    def _onward(self) -> None:
        if self._pages.currentWidget() is self.key:
            self._say("")
            page = self.key
            if not page.tick.isChecked():
                self.model.key_is_seen(told=False)
            elif page.number.check() and page.date.check():
                self.model.key_is_seen(told=True, number=page.number.text(), date=page.date.date())
        elif self._pages.currentWidget() is self.preset:
            self._say("")
            self.model.preset_is_seen(self._waiting, taken=bool(self._waiting.offers))
        elif self.code.tick.isChecked() and self.code.check():
            self.model.code_is_safe()

    def _refused(self, error: UserError) -> None:
        if not (self._pages.currentWidget() is self.key and self.key.refuse(error.field or "", error.reason)):
            self._say(error.reason)

    def _say(self, reason: str) -> None:
        self.said.setText(reason)
        self.said.setVisible(bool(reason))
        announce(self.said, reason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._arrive()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter(self._onward)
        elif event.key() in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            bar = self._scroll.verticalScrollBar()
            bar.setValue(bar.value() + (1 if event.key() == Qt.Key.Key_PageDown else -1) * bar.pageStep())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.fit(self, self._left)
