"""What is filled in beside a file or a key: how one made sure, why it is revoked, and the key that opens a file."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.domain.texts import _
from ui.verify.keyring import Keyring
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.dates import DateField
from ui.widgets.field import TextField
from ui.widgets.note import Note
from ui.widgets.passphrase import PassphraseField
from ui.widgets.wrap import Wrap


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return column


def row_of(*parts: QWidget, shared: bool = False) -> Wrap:
    """Parts beside one another as far as there is room. shared: the whole width is theirs."""
    row = Wrap(stretched=shared)
    for part in parts:
        row.addWidget(part, 1)
    return row


class ConfirmForm(QWidget):
    """The last two groups as they were read out, or how one made sure. Enter confirms. Signal given(typed, how)."""

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.typed = TextField(_("Its last two groups"), "typed")
        self.typed.edit.literal = True
        self.typed.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.how = TextField(_("Or: how you made sure"), "how")
        self.button = Button(_("Confirm the sender"), "shield_checkmark", kind=FILLED, on_click=self._give)
        _column(self).addLayout(row_of(self.typed, self.how, shared=True))
        self.typed.entered.connect(self._give)
        self.how.entered.connect(self._give)
        self.setFocusProxy(self.typed)

    def _give(self) -> None:
        self.given.emit(self.typed.text(), self.how.text())

    def clear(self) -> None:
        self.typed.clear()
        self.how.clear()

    def refuse(self, field: str, reason: str) -> bool:
        """Say it at its field, if it is one of these and to be seen. Whether it was."""
        if self.isHidden() or field not in {"typed", "how"}:
            return False
        (self.typed if field == "typed" else self.how).say(reason)
        return True


class RevokeForm(QWidget):
    """Why a key is revoked, and since when. Enter in the reason revokes, Esc lets it be.

    Signals: given(how, since), left.
    """

    given = Signal(str, object)
    left = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        missing = _("Write the reason: who said that it is lost or stolen, and how you made sure.")
        self.how = TextField(_("Reason of the revocation"), "why", required=True, missing=missing)
        self.since = DateField(_("Lost or stolen since"), "since", today=today, required=True)
        self.button = Button(_("Revoke the key"), "dismiss_circle", role="danger", cap="Enter", on_click=self._give)
        cancel = Button(_("Cancel"), kind=PLAIN, cap="Esc", on_click=self.left.emit)
        self.told = Note("warning", "warning")
        self.told.say(_("Whatever this key signed, before that day too, is refused from now on."), "warning", "warning")
        column = _column(self)
        column.addWidget(self.told)
        column.addWidget(self.how)
        column.addWidget(self.since)
        column.addLayout(row_of(self.button, cancel))
        self.how.entered.connect(self._give)
        self.since.entered.connect(self._give)
        self.setFocusProxy(self.how)
        self.hide()

    def begin(self) -> None:
        self.how.clear()
        self.since.set_date(self._today())
        self.show()
        self.how.setFocus()

    def _give(self) -> None:
        if not self.how.check():
            self.how.setFocus()
        elif not self.since.check():
            self.since.setFocus()
        else:
            self.given.emit(self.how.text(), self.since.date())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class KeyForm(QWidget):
    """Opens an encrypted file: a key's file, its passphrase when it has one, or the office's own key.

    ask_file: the tests have their own. What is typed is cleared as soon as it was tried, and stands nowhere else.
    """

    def __init__(self, keyring: Keyring, ask_file: Callable[[QWidget], str] | None = None) -> None:
        super().__init__()
        self._keyring, self.ask_file = keyring, ask_file or _ask_file
        self.choose = Button(_("Choose the key's file"), "key", kind=FILLED, on_click=self._choose)
        self.own = Button(_("Open with the office's key"), "shield_checkmark", on_click=keyring.use_own)
        self.passphrase = PassphraseField(_("Passphrase of the key"), "pin")
        self.open = Button(_("Open"), cap="Enter", on_click=self._try)
        self.said = Note()
        self.said.say("")
        self._asks = QWidget()
        asks = _column(self._asks)
        asks.addWidget(self.passphrase)
        asks.addLayout(row_of(self.open))
        self._asks.hide()
        column = _column(self)
        column.addWidget(self._asks)
        column.addWidget(self.said)
        column.addLayout(row_of(self.choose, self.own))
        self.own.setVisible(keyring.may_use_own)
        self.passphrase.entered.connect(self._try)
        keyring.passphrase_wanted.connect(self._ask)
        keyring.refused.connect(self._refused)
        keyring.changed.connect(self._taken)
        self.setFocusProxy(self.choose)

    def _choose(self) -> None:
        chosen = self.ask_file(self)
        if chosen:
            self.said.say("")
            self._keyring.use_file(Path(chosen))

    def _ask(self, reason: str) -> None:
        """The key has a passphrase, or another one than was typed."""
        self._asks.show()
        self.passphrase.say(reason)
        self.passphrase.setFocus()

    def _try(self) -> None:
        typed = self.passphrase.text()
        self.passphrase.clear()
        self._keyring.try_passphrase(typed)

    def _refused(self, reason: str) -> None:
        self.said.say(reason, "danger", "error_circle")

    def _taken(self) -> None:
        self._asks.hide()
        self.passphrase.clear()
        self.said.say("")


def _ask_file(parent: QWidget) -> str:
    kinds = _("Keys (*.pem *.key *.p12 *.pfx)")
    return QFileDialog.getOpenFileName(parent, _("Choose the key's file"), "", kinds)[0]
