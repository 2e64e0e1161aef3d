"""The unlock card: who opens the store and with what; the same card stands over an emptied window when it is locked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.texts import _
from ui.setup.pages import at_right, enter, left_to_right
from ui.setup.side import Mark
from ui.setup.unlock_model import UnlockModel
from ui.widgets.announce import announce
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.combo import SelectField
from ui.widgets.field import Field, TextField
from ui.widgets.form import Form
from ui.widgets.passphrase import PassphraseField
from ui.widgets.text import Elided, Icon, Text, card

WIDTH, CODE_WIDTH = 400, 480
"""Of the card: eight groups of six digits need more than a passphrase."""


class UnlockScreen(QWidget):
    """`opened` carries the office. The passphrase has the cursor; what was refused is said at its field."""

    help_page = "unlock"
    opened = Signal(object)

    def __init__(self, model: UnlockModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        model.setParent(self)
        self.setProperty("ground", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.user = SelectField(_("User"), "user", choices=list(model.logins), tall=True)
        self.user.set_text(model.logins[0])
        at_right(self.user)
        self.passphrase = PassphraseField(_("Passphrase"), "passphrase", tall=True)
        hint = _("Eight groups of six digits")
        self.code = TextField(_("Recovery code"), "recovery_code", hint=hint, tall=True)
        left_to_right(self.code)
        self.new = PassphraseField(_("New passphrase"), "new", tall=True)
        self.again = PassphraseField(_("New passphrase again"), "again", tall=True)
        self._by_passphrase = Form([self.passphrase], self._open, self)
        self._by_code = Form([self.code, self.new, self.again], self._recover, self)
        self._sides = QStackedWidget()
        self._lay_out()
        self._connect()
        self._turn(0)

    def _lay_out(self) -> None:
        self.card = card()
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addWidget(self.user)
        column.addWidget(self._sides)
        self._said_icon = Icon("info", "muted")
        self.said = Text("", "caption", "muted", wrap=True)
        said = QHBoxLayout()
        said.addWidget(self._said_icon, 0, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self.said, 1)
        column.addLayout(said)
        column.addLayout(self._foot())
        self._sides.addWidget(_column(self.passphrase))
        self._sides.addWidget(_column(self.code, self.new, self.again))
        whole = QVBoxLayout(self)
        whole.addStretch(1)
        whole.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        whole.addStretch(1)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Elided(self.model.agency, "title"))
        words.addWidget(Text(_("Face-to-face meetings with the public"), "caption", "muted"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Mark(44, on_paper=True))
        row.addLayout(words, 1)
        return row

    def _foot(self) -> QHBoxLayout:
        self.go = Button(_("Sign in"), kind=FILLED, cap="Enter", measure="tall", on_click=self._go)
        self.other = Button(_("Sign in with the recovery code"), kind=PLAIN, on_click=self._other)
        row = QHBoxLayout()
        row.addWidget(self.go)
        row.addStretch(1)
        row.addWidget(self.other)
        return row

    def _connect(self) -> None:
        model = self.model
        model.refused.connect(self._refused)
        model.waits.connect(self._wait)
        model.busy_changed.connect(self._working)
        model.opened.connect(self.opened)
        self._by_passphrase.aside.connect(self._clear)
        self._by_code.aside.connect(self._other)
        model.begin()

    @property
    def _recovering(self) -> bool:
        return bool(self._sides.currentIndex())

    @property
    def fields(self) -> dict[str, Field]:
        return (self._by_code if self._recovering else self._by_passphrase).fields

    def _turn(self, side: int) -> None:
        self._sides.setCurrentIndex(side)
        self.card.setFixedWidth(CODE_WIDTH if side else WIDTH)
        for at in range(self._sides.count()):  # the card is as high as what it shows
            page = self._sides.widget(at)
            policy = page.sizePolicy().Policy.Preferred if at == side else page.sizePolicy().Policy.Ignored
            page.setSizePolicy(policy, policy)
        self.go.set_text(_("Set the passphrase and sign in") if side else _("Sign in"))
        self.other.set_text(_("Sign in with the passphrase") if side else _("Sign in with the recovery code"))
        self._say("")
        self.arrive()

    def arrive(self) -> None:
        (self.code if self._recovering else self.passphrase).setFocus()

    def _other(self) -> None:
        self._clear()
        self._turn(0 if self._recovering else 1)

    def _go(self) -> None:
        (self._recover if self._recovering else self._open)()

    def _open(self) -> None:
        if not self.passphrase.text():
            self.passphrase.say(_("Enter the passphrase."))
            self.passphrase.setFocus()
            return
        self.model.open(self.passphrase.text(), self.user.text())

    def _recover(self) -> None:
        self.model.recover(self.code.text(), self.user.text(), self.new.text(), self.again.text())

    def _clear(self) -> None:
        """Esc: the messages go, what was typed as a passphrase too."""
        for field in (*self._by_passphrase.fields.values(), *self._by_code.fields.values()):
            field.say("")
        self.passphrase.clear()
        if not self.model.is_waiting:
            self._say("")

    def _refused(self, field: str, reason: str) -> None:
        found = self.fields.get(field)
        if found is None:
            self._say(reason, "danger")
            self.arrive()
            return
        found.say(reason)
        found.setFocus()
        if found is self.passphrase:
            found.edit.selectAll()
            self._say(found.edit.usual_cause(), "warning")

    def _wait(self, sentence: str) -> None:
        """The pause after wrong passphrases, told second by second; typing goes on meanwhile."""
        self.go.setEnabled(not sentence)
        self._say(sentence, "warning")

    def _working(self, busy: bool) -> None:
        for part in (self.user, self._sides, self.go, self.other):
            part.setEnabled(not busy)
        if busy:
            self._say(_("The store is being opened …"))
        else:
            self._say("")
            self.arrive()

    def _say(self, text: str, role: str = "muted") -> None:
        changed = text and text.split("؛", maxsplit=1)[0] != self.said.text().split("؛")[0]
        self.said.setText(text)
        self.said.set_role(role)
        filled = role != "muted"
        self._said_icon.set_icon(
            {"danger": "error_circle", "warning": "warning"}.get(role, "info"), role, filled=filled
        )
        self.said.setVisible(bool(text))
        self._said_icon.setVisible(bool(text))
        if changed:
            announce(self.said, text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.arrive()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go.isEnabled():
            enter(self._go)
        else:
            super().keyPressEvent(event)


def _column(*fields: QWidget) -> QFrame:
    frame = QFrame()
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for field in fields:
        column.addWidget(field)
    column.addStretch(1)
    return frame
