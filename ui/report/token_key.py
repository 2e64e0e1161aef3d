"""Signing with a token: what is plugged in and whose it is, one of them chosen, and only then its PIN."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.texts import _
from app.report.signed_with import Chosen, With
from app.report.tokens import Pin
from ui.report.view_model import ReportModel
from ui.tokens import Owner, owner_table, pin_said, put_owners
from ui.widgets.announce import announce
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.note import Note
from ui.widgets.passphrase import PassphraseField


class TokenKey(QWidget):
    """settings_wanted: the library has to be chosen there, by whoever administers."""

    entered = Signal()
    settings_wanted = Signal()
    moved = Signal()

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self._model = model
        self._library: str | None = None
        self._wanted: tuple[str, str] | None = None
        self._not_taken = ""
        self.state, self.pin_state = Note(), Note()
        self.table = owner_table(_("Tokens and their owners"))
        self.secret = PassphraseField(_("The token's PIN"), "pin", required=True, missing=_("Type the token's PIN."))
        self.again = Button(_("Look again"), "arrow_clockwise", kind=PLAIN, on_click=self.look)
        self.settings = Button(_("To the settings"), kind=PLAIN, on_click=self.settings_wanted.emit)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for act in (self.again, self.settings):
            acts.addWidget(act)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.state)
        column.addWidget(self.table)
        column.addLayout(acts)
        column.addWidget(self.pin_state)
        column.addWidget(self.secret)
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(lambda _owner: self._to_pin())
        self.secret.entered.connect(self.entered)
        self.secret.edit.textEdited.connect(lambda _text: self._typing())
        model.tokens.seen.connect(self._show)
        model.tokens.refused.connect(self._not_seen)
        self._show([])

    def show_library(self, library: str) -> None:
        """The maker's library, as the settings have it."""
        if library != self._library:
            self._library = library
            self.table.put([])
            self._say_library()

    def _say_library(self) -> None:
        """Without a library there is nothing to look with."""
        self.settings.hide()
        self.again.setVisible(bool(self._library))
        if self._library:
            self.state.say("")
            return
        self.settings.setVisible(self._model.may_administer)
        said = _("The library of the tokens' maker is not chosen yet.")
        if not self._model.may_administer:
            said = " ".join((said, _("The administrator chooses it in the settings.")))
        self.state.say(said, "warning", "warning")
        self._show_chosen(None)

    def look(self) -> None:
        if self._library:
            self.state.say(_("Looking for tokens …"))
            self._model.tokens.look(self._library)

    def _show(self, owners: list[Owner]) -> None:
        """The one that was chosen stays so."""
        wanted = self._wanted or (self.table.current.id if self.table.current else None)
        put_owners(self.table, owners)
        if owners:
            self.state.say("")
            if not (wanted and self.table.choose(wanted)):
                self.table.choose_first()
        elif self._library:
            self.state.say(_("No signing token was found; plug it in, then look again."), "warning", "usb_stick")
        waited = self.again.hasFocus() and self.isVisible()
        self._show_chosen(self.table.current)
        if waited and owners:
            self.arrive()
        self.moved.emit()

    def _not_seen(self, field: str, reason: str) -> None:
        self._wanted = None
        self.table.put([])
        self._show_chosen(None)
        self.state.say(reason, "danger", "error_circle")
        self.settings.setVisible(field == "pkcs11" and self._model.may_administer)
        if self.isVisible():
            announce(self, reason)

    def _to_pin(self) -> None:
        if self.secret.isVisible():
            self.secret.setFocus()
            self.moved.emit()

    def _typing(self) -> None:
        """Another PIN: the last one's reason is over."""
        if self._not_taken:
            self._not_taken = ""
            self._show_chosen(self.table.current)

    def _show_chosen(self, owner: Owner | None) -> None:
        """Only a token that can be opened is asked for its PIN."""
        self.table.setVisible(bool(self.table.rows))
        ready = owner is not None and bool(owner.fingerprint) and owner.pin not in (Pin.LOCKED, Pin.NONE)
        if not ready and self.secret.isAncestorOf(self.focusWidget() or self):
            self.table.setFocus()
        self.secret.setVisible(ready)
        if owner is None:
            self.pin_state.say("")
            return
        if not owner.fingerprint:
            self.pin_state.say(_("There is no certificate on this token."), "danger", "error_circle")
        elif not owner.in_force(self._model.office.today()):
            self.pin_state.say(_("This certificate is not in force today."), "danger", "error_circle")
        else:
            said, role = (self._not_taken, "danger") if self._not_taken else pin_said(owner.pin)
            self.secret.outline(refused=bool(self._not_taken))
            self.pin_state.say(said, role or "muted", "error_circle" if role == "danger" else "warning")

    def chosen(self) -> Chosen:
        owner: Owner | None = self.table.current
        if owner is None:
            return Chosen(With.TOKEN, library=self._library or "")
        self._wanted = owner.id
        return Chosen(
            With.TOKEN,
            library=self._library or "",
            label=owner.label,
            serial=owner.serial,
            fingerprint=owner.fingerprint or None,
        )

    def check(self) -> bool:
        if self.table.current is None:
            self.again.setFocus()
            return False
        if self.secret.isHidden():
            self.table.setFocus()
            return False
        if not self.secret.check():
            self.secret.setFocus()
            return False
        return True

    def take_secret(self) -> str:
        return self.secret.take()

    def refuse(self, field: str, reason: str) -> bool:
        if field == "pin":
            self._not_taken = reason
            self.look()  # what the token says of its PIN is another now
            self._show_chosen(self.table.current)
            self.secret.setFocus()
            announce(self.secret.edit, reason)
        elif field == "certificate":
            self.pin_state.say(reason, "danger", "error_circle")
            self.table.setFocus()
        elif field in ("token", "pkcs11"):
            self._not_seen(field, reason)
            (self.settings if self.settings.isVisible() else self.again).setFocus()
        else:
            return False
        return True

    def arrive(self) -> bool:
        if self.secret.isVisible() and len(self.table.rows) == 1:
            self.secret.setFocus()
        elif self.table.rows:
            self.table.setFocus()
        elif self.settings.isVisible():
            self.settings.setFocus()
        else:
            self.again.setFocus()
        return True
