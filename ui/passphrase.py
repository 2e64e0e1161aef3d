"""A user changes his passphrase, over the screen at which he works: the present one, then the new one twice."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import passphrase
from app.domain.errors import Refused, UserError
from app.domain.texts import _
from app.office import Office
from app.security import passphrases
from app.security.attempts import Attempts
from app.security.keys import Kdf
from ui.setup.pages import enter
from ui.setup.pause import Pause
from ui.widgets.announce import announce
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.form import Form
from ui.widgets.passphrase import PassphraseField
from ui.widgets.text import Icon, Text, card
from ui.worker import Worker

if TYPE_CHECKING:
    from ui.main import Client

WIDTH = 440


def change(client: "Client") -> None:
    """The user's own, over the screen at which he works."""
    office = client.office
    if office is None:
        return
    if client.arguments.verb == "demo":
        client.tell(_("In the demonstration the passphrase can't be changed."), "plain")
        return

    def tell(text: str, role: str) -> None:
        if client.office is office:  # it may have locked itself meanwhile
            client.tell(text, role)

    client.window.lay_over(PassphrasePage(office, client.info.shown.agency, client.worker, tell))


class PassphrasePage(QWidget):
    """agency: its name is no passphrase. tell: says words in a role where the user is, also when he has left this
    page before the answer came. Signal closed.
    """

    closed = Signal()

    def __init__(
        self,
        office: Office,
        agency: str,
        worker: Worker,
        tell: Callable[[str, str], object],
        *,
        kdf: Kdf | None = None,
    ) -> None:
        super().__init__()
        self._tell = tell
        self._office, self._agency, self._worker, self._kdf = office, agency, worker, kdf
        self._busy = False
        self._pause = Pause(Attempts(office.folder, office.now), self)
        self.setAccessibleName(_("Change passphrase"))
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.present = PassphraseField(
            _("Present passphrase"), "passphrase", required=True, missing=_("Enter the passphrase."), tall=True
        )
        self.new = PassphraseField(
            _("New passphrase"),
            "new",
            rule=self._fit,
            required=True,
            missing=_("Enter the passphrase."),
            hint=_("At least 12 letters, or four words that Didar offers"),
            tall=True,
        )
        self.again = PassphraseField(_("New passphrase again"), "again", rule=self._same, required=True, tall=True)
        self.form = Form([self.present, self.new, self.again], self.save, self)
        self.offer = Button(_("Offer four words"), "key", kind=PLAIN, on_click=self._offer)
        self.go = Button(_("Change passphrase"), kind=FILLED, cap="Enter", measure="tall", on_click=self.save)
        self.back = Button(_("Close"), kind=PLAIN, cap="Esc", on_click=self._close)
        self._lay_out()
        self.panes = [self.card]
        self.card.setFocusProxy(self.present)
        self.form.aside.connect(self._close)
        self.new.changed.connect(self._strength)
        self._pause.waits.connect(self._wait)
        self._say("")
        self._pause.count_down()

    def _lay_out(self) -> None:
        self.card = card()
        self.card.setFixedWidth(WIDTH)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(Text(_("Change passphrase"), "title"))
        kept = _("The recovery code stays as it is. Backups made before this open with the present passphrase.")
        column.addWidget(Text(kept, "caption", "muted", wrap=True))
        for field in (self.present, self.new, self.again):
            column.addWidget(field)
        column.addWidget(self.offer, 0, Qt.AlignmentFlag.AlignLeading)
        self._said_icon, self.said = Icon("info", "muted"), Text("", "caption", "muted", wrap=True)
        said = QHBoxLayout()
        said.addWidget(self._said_icon, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.said, 1)
        column.addLayout(said)
        foot = QHBoxLayout()
        foot.addWidget(self.go)
        foot.addStretch(1)
        foot.addWidget(self.back)
        column.addLayout(foot)
        inner = QWidget()
        middle = QVBoxLayout(inner)
        middle.setContentsMargins(16, 16, 16, 16)
        middle.addStretch(1)
        middle.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        scroll = QScrollArea()  # large text in a low window
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    # What is asked

    def _fit(self, text: str) -> str:
        passphrase.check_new(text, self.present.text(), self._agency)
        return text

    def _same(self, text: str) -> str:
        if passphrases.fold(text) != passphrases.fold(self.new.text()):
            raise Refused(_("The two passphrases are not the same."), "again")
        return text

    def _strength(self) -> None:
        key = passphrases.strength(self.new.text(), self._agency) if self.new.text() else ""
        role = {"weak": "danger", "fair": "warning", "strong": "success"}.get(key, "muted")
        self.new.note(_(passphrases.STRENGTHS[key]) if key else "", role=role)

    def _offer(self) -> None:
        """Four random words, readable, to be copied down and typed again."""
        self.new.edit.setText(passphrases.offer())
        self.new.edit.reveal(shown=True)
        (self.again if self.present.text() else self.present).setFocus()

    # What is done

    def save(self) -> None:
        """After the last field, or by the button: off this thread, for it takes a second or two."""
        if self._busy or self._pause.is_waiting or not self.form.check():
            return
        self._work(busy=True)
        job = partial(passphrase.change, self._office, self.present.text(), self.new.text(), kdf=self._kdf)
        self._worker.write(self._worker, job, self._changed, self._refused)  # it is answered without this page too

    def _changed(self, _none: None) -> None:
        self._busy = False
        if shiboken6.isValid(self):
            self._close()
        self._tell(_("The passphrase was changed. From now on sign in with the new one."), "success")

    def _refused(self, error: UserError) -> None:
        if not shiboken6.isValid(self):
            self._tell(error.reason, "danger")
            return
        self._work(busy=False)
        if not self.form.say(error.field or "", error.reason):
            self._say(error.reason, "danger")
            self.arrive()
        elif error.field == self.present.name:
            self.present.edit.selectAll()
            self._say(self.present.edit.usual_cause(), "warning")
        self._pause.count_down()

    def _wait(self, sentence: str) -> None:
        self.go.setEnabled(not sentence)
        self._say(sentence, "warning")

    def _work(self, *, busy: bool) -> None:
        self._busy = busy
        for part in (self.present, self.new, self.again, self.offer, self.go, self.back):
            part.setEnabled(not busy)
        self._say(_("The passphrase is being changed …") if busy else "")
        if busy:
            self.setFocus()

    def _close(self) -> None:
        if not self._busy:  # what came of it is still to be said here
            self.form.clear()
            self.closed.emit()

    def _say(self, text: str, role: str = "muted") -> None:
        begun = self.said.text().partition("؛")[0]
        self.said.setText(text)
        self.said.set_role(role)
        icon = {"danger": "error_circle", "warning": "warning"}.get(role, "info")
        self._said_icon.set_icon(icon, role, filled=role != "muted")
        for part in (self.said, self._said_icon):
            part.setVisible(bool(text))
        if text and text.partition("؛")[0] != begun:  # not each second of a pause
            announce(self.said, text)

    # Keys

    def arrive(self) -> None:
        self.present.setFocus()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self._busy:
            self.arrive()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter(self.save)
        else:
            super().keyPressEvent(event)
