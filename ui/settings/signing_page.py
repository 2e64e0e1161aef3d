"""Signing: the tokens' library, the usual certificate file, who stamps the time; for whoever administers alone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.texts import _
from app.signing_settings import SigningSettings
from ui import keys
from ui.settings.signing_model import SigningModel
from ui.this_pc import documents
from ui.tokens import Owner, owner_table, put_owners
from ui.widgets.announce import announce
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.field import TextField
from ui.widgets.locked import lock, tell_waiting
from ui.widgets.note import Note

WIDEST = 640


class SigningPage(QWidget):
    """Enter, or leaving a field, keeps it; Ctrl+N looks for tokens. ask_file: the tests have their own."""

    def __init__(self, model: SigningModel, ask_file: Callable[[QWidget, str, str], str] | None = None) -> None:
        super().__init__()
        self._model, self._ask_file = model, ask_file or _ask_file
        self.library = TextField(
            _("Library of the tokens (PKCS#11)"),
            "pkcs11",
            hint=_("The file that came with the token's program, for example a .dll in its folder"),
        )
        self.file = TextField(
            _("Usual certificate file (.p12, .pfx)"), "pkcs12", hint=_("Its passphrase is asked for at each signing")
        )
        self.tsa = TextField(
            _("Address of the time stamp authority"),
            "tsa",
            hint=_("Empty: without a time stamp; only the signature's digest is sent there"),
        )
        self.fields = {field.name: field for field in (self.library, self.file, self.tsa)}
        self.see = Button(_("See the tokens"), "usb_stick", key="new", on_click=self.look)
        self.state = Note()
        self.table = owner_table(_("Tokens and their owners"), wide=True)
        self._lay_out()
        self._keep_locked()
        self.state.say("")
        for field in self.fields.values():
            field.edit.literal = True
            field.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            field.left.connect(lambda field=field: self._keep(field))
            field.entered.connect(lambda field=field: self._keep(field))
        model.read_.connect(self._show)
        model.refused.connect(self._refused)
        model.tokens.seen.connect(self._seen)
        model.tokens.refused.connect(self._not_seen)
        keys.action("new", self, self.look)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        kinds = {
            self.library: _("Libraries (*.dll *.so *.dylib)"),
            self.file: _("Certificate files (*.p12 *.pfx)"),
        }
        for field in self.fields.values():
            field.setMaximumWidth(WIDEST)
            column.addWidget(field)
            if field in kinds:
                row = QHBoxLayout()
                choose = Button(_("Choose the file"), "folder_open", kind=PLAIN)
                choose.clicked.connect(lambda _on, field=field: self._choose(field, kinds[field]))
                row.addWidget(choose)
                if field is self.library:
                    row.addWidget(self.see)
                row.addStretch(1)
                column.addLayout(row)
                if field.name in self._model.locked:
                    choose.hide()
                if field is self.library:
                    for part in (self.state, self.table):
                        part.setMaximumWidth(WIDEST)
                        column.addWidget(part)
        self.table.hide()
        column.addStretch(1)

    def _keep_locked(self) -> None:
        for name, field in self.fields.items():
            if name in self._model.locked:
                lock(field)

    def _show(self, settings: SigningSettings) -> None:
        """What is being typed, or was refused, stays."""
        for name, field in self.fields.items():
            if not field.edit.hasFocus() and not field.refused:
                field.set_text(getattr(settings, name))
            tell_waiting(field, getattr(settings, name))

    def _keep(self, field: TextField, then: Callable[[], object] | None = None) -> None:
        if field is self.library and field.text() != self._model.now.pkcs11:
            self.table.hide()
            self.state.say("")
        self._model.set(then, **{field.name: field.text()})

    def _choose(self, field: TextField, kinds: str) -> None:
        chosen = self._ask_file(self, field.text() or str(documents()), kinds)
        if chosen:
            field.say("")
            field.set_text(chosen)
            self._keep(field)

    def look(self) -> None:
        """With the library that stands in the field, once it is kept."""
        if not self.library.text():
            self.library.say(_("Choose the library first."))
            self.library.setFocus()
            return
        self._keep(self.library, self._look)

    def _look(self) -> None:
        self.state.say(_("Looking for tokens …"))
        self._model.tokens.look(self._model.now.pkcs11)

    def _seen(self, owners: list[Owner]) -> None:
        put_owners(self.table, owners)
        if owners:
            self.state.say("")
            announce(self, self.table.accessibleName())
        else:
            said = _("No signing token was found; plug it in, then look again.")
            self.state.say(said, "warning", "usb_stick")
            announce(self, said)

    def _not_seen(self, field: str, reason: str) -> None:
        self.table.hide()
        self.state.say("")
        if field == "pkcs11":
            self.library.say(reason)
        else:
            self.state.say(reason, "danger", "error_circle")
        announce(self, reason)

    def _refused(self, field: str, reason: str) -> None:
        if field in self.fields:
            self.fields[field].say(reason)
        else:
            self.state.say(reason, "danger", "error_circle")
        announce(self, reason)


def _ask_file(parent: QWidget, at: str, kinds: str) -> str:
    return QFileDialog.getOpenFileName(parent, _("Choose the file"), at, kinds)[0]
