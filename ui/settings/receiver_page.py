"""The receiver of reports: whose certificate it is, taken only by who has heard its fingerprint; and «confidential»."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.errors import Refused
from app.domain.persian.calendar import long_date
from app.domain.persian.text import isolate, latin_digits
from app.domain.texts import _
from app.office_settings import OfficeSettings
from app.preset_keys import RECEIVER
from app.presets import why_held
from app.report_receiver import TYPED, Receiver
from app.security.signing_key import show_fingerprint
from ui import keys
from ui.settings.view_model import SettingsModel
from ui.style import look
from ui.this_pc import documents
from ui.widgets.announce import announce
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.field import TextField
from ui.widgets.locked import lock_box
from ui.widgets.note import Note
from ui.widgets.text import Text, card

WIDEST = 560
_GROUPS_A_LINE = 8
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
_UNHEARD = "•" * 4
_ON_PERSIAN_KEYS = str.maketrans("شذزیيثب", "abcddef")
"""Letters of a fingerprint as a keyboard that stands on Persian types them."""


def heard(text: str) -> str:
    """The letters of a fingerprint that were typed. Raises Refused for what can be none of them."""
    letters = latin_digits("".join(text.split())).lower().translate(_ON_PERSIAN_KEYS)
    if len(letters) != TYPED or not set(letters) <= set("0123456789abcdef"):
        raise Refused(_("Eight letters: digits, and a to f."))
    return letters


class Certificate(QWidget):
    """Whose a certificate is, the fingerprint of its key in fours, and until when it is in force."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.name = Text("", "caption", "muted"), Text("", "strong", wrap=True)
        self.digits = Text("", "words")
        self.digits.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.digits.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
        self.name.setAlignment(_RIGHT)  # Qt aligns isolated words by their mark, which is Latin
        self.ends = Note("calendar")
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(4)
        for part in (self.title, self.name, Text(_("Fingerprint of the key"), "caption", "muted")):
            inner.addWidget(part)
        inner.addWidget(self.digits, 0, _RIGHT)
        inner.addSpacing(4)
        inner.addWidget(self.ends)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def show_receiver(self, receiver: Receiver, title: str, model: SettingsModel, *, unheard: bool = False) -> None:
        """unheard: its last letters are what the receiver reads out, so they do not stand here to be copied."""
        self.title.setText(title)
        self.name.setText(isolate(receiver.name))
        digits = receiver.fingerprint[:-TYPED] if unheard else receiver.fingerprint
        groups = show_fingerprint(digits).split(" ") + ([_UNHEARD] * (TYPED // 4) if unheard else [])
        self.digits.setFont(look().font("words", tabular=True))
        self.digits.setText(
            "\n".join("  ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE))
        )
        self.digits.setAccessibleName(show_fingerprint(digits))
        begins, ends, today = long_date(receiver.begins), long_date(receiver.ends), model.today
        if not receiver.begins <= today <= receiver.ends:
            said = _("The certificate is in force from %(first)s to %(last)s: not today.")
            self.ends.say(said % {"first": begins, "last": ends}, "danger", "error_circle")
        else:
            said = _("The certificate is in force from %(first)s to %(last)s.")
            self.ends.say(said % {"first": begins, "last": ends}, "muted", "calendar")


class ReceiverPage(QWidget):
    """Ctrl+N chooses a certificate's file; Enter in the letters takes it, Esc lets it go.

    ask_file: the tests have their own.
    """

    def __init__(self, model: SettingsModel, ask_file: Callable[[QWidget], str] | None = None) -> None:
        super().__init__()
        self._model, self._ask_file = model, ask_file or _ask_file
        self._is_locked, self._is_held = RECEIVER in model.locked, RECEIVER in model.held
        self._usual: Receiver | None = None
        self._offered: Receiver | None = None
        self.state, self.changed, self.refused = Note(), Note(), Note()
        self.usual, self.offered = Certificate(), Certificate()
        self.typed = TextField(
            _("Last eight letters of the fingerprint"),
            "fingerprint",
            rule=heard,
            required=True,
            missing=_("Eight letters: digits, and a to f."),
        )
        self.typed.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.how = Note("call")
        self.own_copy = QCheckBox(_("The office can open its reports too, with its own key"))
        self.take = Button(_("Take this receiver"), "checkmark", kind=FILLED, cap="Enter", on_click=self._take)
        self.let_go = Button(_("Cancel"), kind=PLAIN, cap="Esc", on_click=self.cancel)
        self.choose = Button(_("Choose the certificate's file"), "folder_open", key="new", on_click=self.ask)
        self.remove = Button(_("Without a receiver from now on"), "delete", kind=PLAIN, on_click=self._remove)
        self.confidential = QCheckBox(_("«Confidential» stands on each page of the report"))
        self.confidential.setEnabled(model.may_register)
        box = self.confidential
        self._confidential = lock_box(box) if "confidential_reports" in model.locked else box
        self._lay_out()
        self.refused.say("")
        self.typed.entered.connect(self._take)
        self.own_copy.clicked.connect(self._copy)
        self.confidential.clicked.connect(lambda on: model.set(confidential_reports=on))
        model.office_read.connect(self._show_office)
        model.receiver_read.connect(self._show_usual)
        model.receiver_offered.connect(self._offer)
        model.refused.connect(self._refused)
        look().changed.connect(self._show)
        if model.may_administer and (self._is_held or not self._is_locked):
            keys.action("new", self, self.ask)
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        acts, others = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((acts, (self.take, self.let_go)), (others, (self.choose, self.remove))):
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
        shown = (self.state, self.usual, self.changed, self.offered, self.how, self.typed, self.own_copy)
        for widget in (*shown, self.refused):
            widget.setMaximumWidth(WIDEST)
            column.addWidget(widget)
            if widget is self.own_copy:
                column.addLayout(acts)
        column.addLayout(others)
        column.addSpacing(12)
        column.addWidget(self._confidential)
        column.addStretch(1)

    # what is shown

    def _show_office(self, settings: OfficeSettings) -> None:
        self.confidential.setChecked(settings.confidential_reports)

    def _show_usual(self, receiver: Receiver | None) -> None:
        if self._offered is not None and receiver is not None and receiver.pem == self._offered.pem:
            self._offered = None  # it has been taken
        if receiver != self._usual or self._offered is None:
            self.own_copy.setChecked(receiver is None or receiver.own_copy)
        self._usual = receiver
        self._show()

    def _show(self) -> None:
        usual, offered = self._usual, self._offered
        self.state.say(*self._said())
        self.state.setVisible(offered is None)  # then what is asked for needs the room
        self.usual.setVisible(usual is not None)
        self.offered.setVisible(offered is not None)
        if usual is not None:
            title = _("The receiver until now") if offered is not None else _("The receiver of reports")
            self.usual.show_receiver(usual, title, self._model)
            self.usual.ends.setVisible(offered is None)
        if offered is not None:
            self.offered.show_receiver(offered, _("The certificate in the file"), self._model, unheard=True)
        self._say_changed()
        said = _(
            "Call the receiver by a number that you know and have the fingerprint read out. Compare the groups, "
            "and type the last two, which are not shown here."
        )
        self.how.say(said if offered is not None else "", icon="call")
        self.own_copy.setVisible(usual is not None or offered is not None)
        self.own_copy.setEnabled(self._model.may_administer)
        for part in (self.typed, self.take, self.let_go):
            part.setVisible(offered is not None)
        may_choose = offered is None and self._may_choose()
        self.choose.setVisible(may_choose)
        self.remove.setVisible(may_choose and usual is not None and not self._is_locked)

    def _may_choose(self) -> bool:
        """A lock without a value lets pass what is renewed for the same key."""
        renewable = self._is_held and self._usual is not None
        return self._model.may_administer and (renewable or not self._is_locked)

    def _said(self) -> tuple[str, str, str]:
        """What becomes of reports as it stands, and who may change it."""
        if self._usual is not None:
            said, role, icon = _("Reports are encrypted: only the receiver can open them."), "success", "lock_closed"
        else:
            said = _("Reports go out plain: whoever holds the file can read the visitors' particulars.")
            role, icon = "warning", "warning"
        if self._is_held:
            said = "\n".join((said, why_held(RECEIVER)))
            if self._may_choose():
                said += " " + _("A certificate renewed for the same key may be chosen.")
        elif self._is_locked and (self._usual is None or self._usual.pem != self._model.set_receiver):
            said = "\n".join((said, _("The receiver that the IT department has set was not taken yet.")))
        elif self._is_locked:
            said = "\n".join((said, _("The IT department has set who receives the reports.")))
        elif not self._model.may_administer:
            said = "\n".join((said, _("Only the administrator changes the receiver.")))
        return said, role, icon

    def _say_changed(self) -> None:
        """Another key than before is said loudly, with both fingerprints."""
        usual, offered = self._usual, self._offered
        if usual is not None and offered is not None and offered.fingerprint != usual.fingerprint:
            said = _("This is another key than the one until now. Ask the receiver whether it was changed.")
            self.changed.say(said, "danger", "warning")
        elif usual is not None and usual.replaced:
            said = _("It took the place of another key, with the fingerprint %(fingerprint)s.")
            groups = isolate(show_fingerprint(usual.replaced))
            self.changed.say(said % {"fingerprint": groups}, "warning", "warning")
        else:
            self.changed.say("")

    # acts

    def ask(self) -> None:
        path = self._ask_file(self) if self._may_choose() else ""
        if path:
            self.refused.say("")
            self._model.offer_receiver(Path(path))

    def _offer(self, offered: Receiver) -> None:
        self._offered = offered
        self.typed.clear()
        self._show()
        self.typed.setFocus()
        QTimer.singleShot(0, self, self._bring_into_sight)
        announce(self.typed.edit, self.changed.words.text() or self.how.words.text())

    def _bring_into_sight(self) -> None:
        """What is to be typed, and the act below it, once they have their places."""
        area = self.parentWidget().parentWidget() if self.parentWidget() else None
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(self.take)

    def _take(self) -> None:
        if self._offered is None:
            return
        if not self.typed.check():
            self.typed.setFocus()
            return
        typed = heard(self.typed.text())
        self._model.choose_receiver(self._offered, typed, self._usual, own_copy=self.own_copy.isChecked())
        self.choose.setFocus()

    def cancel(self) -> None:
        self._offered = None
        self.typed.clear()
        self._show_usual(self._usual)
        self.choose.setFocus()

    def _remove(self) -> None:
        if self._usual is not None:
            self.choose.setFocus()
            self._model.forget_receiver(self._usual)

    def _copy(self, on: bool) -> None:
        if self._offered is None and self._usual is not None:
            self._model.copy_to_office(self._usual, on=on)

    def _refused(self, field: str, reason: str) -> None:
        if field == "fingerprint":
            self.typed.say(reason)
            self.typed.setFocus()
        elif field in ("encrypt-to", RECEIVER):
            self.refused.say(reason, "danger", "error_circle")
            announce(self, reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._offered is not None:
            self.cancel()
        else:
            super().keyPressEvent(event)


def _ask_file(parent: QWidget) -> str:
    kinds = _("Certificates (*.pem *.cer *.crt *.der)")
    return QFileDialog.getOpenFileName(parent, _("Choose the certificate's file"), str(documents()), kinds)[0]
