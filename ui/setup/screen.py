"""The first run: three pages and the recovery code at the left, steps and summary at the right."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import UserError
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.security import backup
from ui.setup.asked_code import AskedCode
from ui.setup.code_page import CodePage
from ui.setup.pages import AgencyPage, Asking, DayPage, Page, UserPage, enter
from ui.setup.restore_page import RestorePage
from ui.setup.side import Side
from ui.setup.view_model import WizardModel
from ui.widgets.announce import announce
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.text import Icon, Text
from ui.worker import Worker


class SetupScreen(QWidget):
    """`opened` carries the new office, `restored` says that a backup was put in place and wants unlocking.
    help_wanted: F1 is the window's.
    """

    help_page = "setup"
    opened = Signal(object)
    restored = Signal()
    help_wanted = Signal()

    def __init__(
        self,
        model: WizardModel,
        worker: Worker,
        *,
        print_code: Callable[[QWidget, str, str], bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self._worker = worker
        self._is_busy = False
        self.side = Side()
        self.asking: tuple[Asking, ...] = (AgencyPage(model), DayPage(model), UserPage(model))
        said = _("If the passphrase is forgotten, this code alone opens the store. It is shown this once.")
        self.code = CodePage(_("Step %(n)s of 3") % {"n": persian_digits(3)}, said, print_code)
        self.restore = RestorePage()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self._turn(self.asking[0])
        if model.told:
            self._say(model.told[0], "warning")

    def _lay_out(self) -> None:
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        for page in (*self.asking, self.code, self.restore):
            self._pages.addWidget(page)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._pages)
        self._pages.setProperty("ground", "surface")
        self._pages.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._left = QVBoxLayout()
        self._left.addWidget(scroll, 1)
        self._left.addLayout(self._said_line())
        self._left.addLayout(self._foot())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addLayout(self._left, 1)

    def _said_line(self) -> QHBoxLayout:
        """What stops the work as a whole, over the buttons; and what is being done."""
        self._icon = Icon("info", "muted")
        self.said = Text("", "body", "muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.said, 1)
        self._say("")
        return row

    def _foot(self) -> QHBoxLayout:
        self.onward = Button(
            _("Continue"),
            "arrow_right",
            kind=FILLED,
            cap="Enter",
            measure="box",
            icon_last=True,
            on_click=self._onward,
        )
        self.back = Button(_("Back"), kind=PLAIN, cap="Esc", on_click=self._back)
        self.from_backup = Button(
            _("Restore from a backup"), "arrow_export_ltr", kind=PLAIN, on_click=lambda: self._turn(self.restore)
        )
        row = QHBoxLayout()
        row.setSpacing(16)
        for part in (self.onward, self.back, self.from_backup):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(Button(_("Help"), kind=PLAIN, key="help", role="muted", on_click=self.help_wanted.emit))
        return row

    def _connect(self) -> None:
        model = self.model
        model.founding.connect(
            partial(self._working, _("The encrypted store is being made; this takes a few seconds …"))
        )
        model.code_made.connect(self._code_made)
        model.refused.connect(self._refused)
        model.opened.connect(self.opened)
        for page in (*self.asking, self.code):
            page.done.connect(self._onward)
            page.left.connect(self._back)
            page.form.changed.connect(self._changed)
        self.restore.left.connect(self._back)
        self.restore.wanted.connect(self._put_back)
        self.code.ready.connect(lambda _ready: self._show_buttons())

    @property
    def page(self) -> Page:
        return self._pages.currentWidget()

    def _turn(self, page: Page) -> None:
        self._pages.setCurrentWidget(page)
        step = page.number if isinstance(page, Asking) else 2 if page is self.code else 0
        self.side.show_step(step)
        self._say("")
        self._changed()
        self._show_buttons()
        page.arrive()

    def _changed(self) -> None:
        self.side.tell(self.model.sentence())

    def _show_buttons(self) -> None:
        page = self.page
        words = {self.code: _("Begin the work"), self.restore: _("Put back")}.get(page, _("Continue"))
        self.onward.set_text(words)
        self.onward.setEnabled(not self._is_busy and (page is not self.code or self.code.tick.isChecked()))
        self.back.setVisible(page not in (self.asking[0], self.code))
        self.back.setEnabled(not self._is_busy)
        self.from_backup.setVisible(page is self.asking[0])

    def _onward(self) -> None:
        page = self.page
        if self._is_busy:
            return
        if page is self.restore:
            self.restore.go()
        elif page is self.code:
            if self.code.tick.isChecked() and self.code.check():
                self.model.begin()
        elif isinstance(page, Asking) and page.check():
            if page is self.asking[-1]:
                self.model.found()
            else:
                self._turn(self.asking[page.number + 1])

    def _back(self) -> None:
        """A page back, all that was typed kept. The code's page has none: the store is there."""
        page = self.page
        if self._is_busy or page is self.code:
            return
        if page is self.restore:
            self._turn(self.asking[0])
        elif isinstance(page, Asking) and page.number:
            self._turn(self.asking[page.number - 1])

    def _working(self, words: str, busy: bool) -> None:
        self._is_busy = busy
        self._pages.setEnabled(not busy)
        self._say(words if busy else "")
        self._show_buttons()

    def _code_made(self, asked: AskedCode) -> None:
        self.code.show_code(asked)
        self._turn(self.code)

    def _refused(self, field: str, reason: str) -> None:
        """At its field, on its page; what belongs to none stands over the buttons."""
        for page in self.asking:
            if field in page.fields:
                self._turn(page)
                page.say({field: reason})
                return
        self._say(reason, "danger")

    def _say(self, text: str, role: str = "muted") -> None:
        self.said.setText(text)
        self.said.set_role(role)
        icon = {"danger": "error_circle", "warning": "warning"}.get(role, "info")
        self._icon.set_icon(icon, role, filled=role != "muted")
        self.said.setVisible(bool(text))
        self._icon.setVisible(bool(text))
        announce(self.said, text)

    def _put_back(self, file: Path, secret: str) -> None:
        words = _("The backup is being checked and put back …")
        self._working(words, busy=True)
        self._worker.write(
            self, partial(backup.restore, self.model.folder, file, secret), self._was_put_back, self._not_put_back
        )

    def _was_put_back(self, _aside: Path | None) -> None:
        self._working("", busy=False)
        self.restored.emit()

    def _not_put_back(self, error: UserError) -> None:
        self._working("", busy=False)
        if error.field in self.restore.fields:
            self.restore.say({error.field: error.reason})
        elif error.field == "recovery_code":
            self.restore.say({"passphrase": error.reason})
        else:
            self._say(error.reason, "danger")

    def _arrive(self) -> None:
        self.page.arrive()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._arrive()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter(self._onward)
        elif event.key() == Qt.Key.Key_Escape:
            self._back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.fit(self, self._left)
        self._left.setSpacing(16)
