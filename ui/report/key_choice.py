"""With which key a report is signed: the office's own, a certificate file, or a token; each refusal where it is mended.

Passphrase and PIN are asked for last, handed out once and cleared at that moment: neither a failure nor another screen
finds them here again.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.domain.persian.calendar import long_date
from app.domain.persian.text import isolate
from app.domain.texts import _
from app.own_key import OwnKey
from app.report.signed_with import Chosen, With
from app.signing_settings import SigningSettings
from ui.report.token_key import TokenKey
from ui.report.view_model import ReportModel
from ui.report.what_is_signed import Digits
from ui.this_pc import documents
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.field import TextField
from ui.widgets.note import Note
from ui.widgets.passphrase import PassphraseField
from ui.widgets.segment import Segment
from ui.widgets.text import Text

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


class OwnKeyPart(QWidget):
    """The office's own key: whose name it bears, until when, and what keeps it from signing."""

    key_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said, self.refused = Note("key"), Note()
        self.digits = Digits()
        self.more = Button(_("Key of the office"), "key", kind=PLAIN, on_click=self.key_wanted.emit)
        self.digits.set_role("muted")
        _column(self, self.said, self.digits, self.refused, self.more)
        self.refused.say("")

    def show_key(self, key: OwnKey) -> None:
        self.said.say(
            _("The agency itself issued this certificate, in the name of %(head)s; in force until %(date)s.")
            % {"head": isolate(key.head), "date": long_date(key.ends)},
            icon="key",
        )
        self.digits.show_digest(key.fingerprint)

    def chosen(self) -> Chosen:
        return Chosen()

    def check(self) -> bool:
        return True

    def take_secret(self) -> str:
        return ""

    def refuse(self, field: str, reason: str) -> bool:
        self.refused.say(reason if field == "certificate" else "", "danger", "error_circle")
        return field == "certificate"

    def arrive(self) -> bool:
        """Nothing has to be typed."""
        return False


class FileKeyPart(QWidget):
    """A certificate file and its passphrase. ask_file: the tests have their own."""

    entered = Signal()

    def __init__(self, ask_file: Callable[[QWidget, str], str]) -> None:
        super().__init__()
        self._ask_file, self._usual = ask_file, ""
        self.path = TextField(
            _("Certificate file (.p12, .pfx)"), "pkcs12", required=True, missing=_("Choose the certificate file.")
        )
        self.path.edit.literal = True
        self.path.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        choose = Button(_("Choose the file"), "folder_open", kind=PLAIN, on_click=self._choose)
        self.secret = PassphraseField(
            _("Passphrase of the file"), "pin", required=True, missing=_("Type the file's passphrase.")
        )
        _column(self, self.path, choose, self.secret)
        self.path.entered.connect(self.secret.setFocus)
        self.secret.entered.connect(self.entered)

    def show_usual(self, path: str) -> None:
        """The office's usual file, until another was typed."""
        if self.path.text() == self._usual:
            self.path.set_text(path)
        self._usual = path

    def _choose(self) -> None:
        chosen = self._ask_file(self, self.path.text() or str(documents()))
        if chosen:
            self.path.set_text(chosen)
            self.path.say("")
            self.secret.setFocus()

    def chosen(self) -> Chosen:
        return Chosen(With.FILE, file=self.path.text())

    def check(self) -> bool:
        refused = [field for field in (self.path, self.secret) if not field.check()]
        if refused:
            refused[0].setFocus()
        return not refused

    def take_secret(self) -> str:
        return self.secret.take()

    def refuse(self, field: str, reason: str) -> bool:
        at = self.secret if field == "pin" else self.path
        if field not in ("pin", "pkcs12", "certificate"):
            return False
        at.say(reason)
        at.setFocus()
        return True

    def arrive(self) -> bool:
        (self.secret if self.path.text() else self.path).setFocus()
        return True


class KeyChoice(QWidget):
    """Signals: entered, Enter in the last field; settings_wanted and key_wanted, where something has to be mended."""

    entered = Signal()
    settings_wanted = Signal()
    key_wanted = Signal()

    def __init__(self, model: ReportModel, ask_file: Callable[[QWidget, str], str] | None = None) -> None:
        super().__init__()
        self._settings: SigningSettings | None = None
        self.kind = Segment(
            [(With.OWN, _("Office's key")), (With.FILE, _("Certificate file")), (With.TOKEN, _("Token"))],
            _("With which key it is signed"),
        )
        self.own, self.file, self.token = OwnKeyPart(), FileKeyPart(ask_file or _ask_file), TokenKey(model)
        self._parts: dict[With, OwnKeyPart | FileKeyPart | TokenKey] = {
            With.OWN: self.own,
            With.FILE: self.file,
            With.TOKEN: self.token,
        }
        _column(self, Text(_("With which key it is signed"), "caption", "muted"), self.kind, *self._parts.values())
        self.kind.changed.connect(lambda _kind: self._turn())
        self.kind.entered.connect(lambda: self.arrive() or self.entered.emit())
        self.file.entered.connect(self.entered)
        self.token.entered.connect(self.entered)
        self.token.settings_wanted.connect(self.settings_wanted)
        self.own.key_wanted.connect(self.key_wanted)
        self._turn()

    @property
    def part(self) -> "OwnKeyPart | FileKeyPart | TokenKey":
        return self._parts[self.kind.data()]

    def show_settings(self, settings: SigningSettings, key: OwnKey) -> None:
        """What the office has set; the kind that it uses is chosen at first."""
        first = self._settings is None
        self._settings = settings
        self.own.show_key(key)
        self.file.show_usual(settings.pkcs12)
        self.token.show_library(settings.pkcs11)
        if first:
            self.kind.set_data(With.TOKEN if settings.pkcs11 else With.FILE if settings.pkcs12 else With.OWN)
            self._turn()

    def open(self) -> None:
        """The review begins: what is plugged in by now is looked for."""
        self._clear()
        if self.kind.data() is With.TOKEN:
            self.token.look()

    def close_secrets(self) -> None:
        """Nobody is there any more to use what was typed."""
        for part in (self.file, self.token):
            part.take_secret()

    def _turn(self) -> None:
        self._clear()
        for part in self._parts.values():
            part.setVisible(part is self.part)
        if self.kind.data() is With.TOKEN and self._settings is not None:
            self.token.look()

    def _clear(self) -> None:
        self.close_secrets()
        self.own.refuse("", "")

    def arrive(self) -> bool:
        """The cursor to what has to be typed or chosen. Whether there is anything."""
        return self.part.arrive()


def _column(widget: QWidget, *parts: QWidget) -> None:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part, 0, _RIGHT if isinstance(part, Digits) else Qt.AlignmentFlag(0))


def _ask_file(parent: QWidget, at: str) -> str:
    kinds = _("Certificate files (*.p12 *.pfx)")
    return QFileDialog.getOpenFileName(parent, _("Choose the certificate file."), at, kinds)[0]
