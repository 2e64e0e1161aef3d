"""The review before the one act that can't be undone: what is signed, with which key, and where it goes."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.texts import _
from ui.report.key_choice import KeyChoice
from ui.report.view_model import ReportModel, Shown
from ui.report.what_is_signed import WhatIsSigned
from ui.widgets.announce import announce
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.field import Field, TextField
from ui.widgets.note import Note
from ui.widgets.scroll import Body
from ui.widgets.text import rule


class ReviewPane(QWidget):
    """confirmed carries the Chosen key, its secret and the amendment's reason; left: nothing is signed."""

    confirmed = Signal(object, str, str)
    left = Signal()
    folder_wanted = Signal()
    settings_wanted = Signal()
    key_wanted = Signal()

    def __init__(self, model: ReportModel, ask_file: Callable[[QWidget, str], str] | None = None) -> None:
        super().__init__()
        self._model = model
        self._looked_at = ""
        self.what = WhatIsSigned()
        self.reason = TextField(
            _("Reason of the amendment"), "amendment", required=True, missing=_("Write the reason.")
        )
        self.keys = KeyChoice(model, ask_file)
        self.changed, self.refused = Note(), Note()
        self.confirm = Button(_("Sign the report"), "signature", kind=FILLED, on_click=self._confirm)
        self.back = Button(_("Cancel"), kind=PLAIN, cap="Esc", on_click=self.left.emit)
        self._lay_out()
        self.changed.say("")
        self.refused.say("")
        self.reason.entered.connect(lambda: self.keys.arrive() or self._confirm())
        self.keys.entered.connect(self._confirm)
        self.keys.token.moved.connect(lambda: QTimer.singleShot(0, self, self._bring_into_sight))
        self.keys.settings_wanted.connect(self.settings_wanted)
        self.keys.key_wanted.connect(self.key_wanted)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        folder = Button(_("Another folder"), kind=PLAIN, measure="small", pad=4, on_click=self.folder_wanted.emit)
        for part in (self.changed, self.what, folder, self.reason, rule(), self.keys):
            column.addWidget(part)
        column.addStretch(1)
        self._area = Body(inside)
        row = QHBoxLayout()
        row.setSpacing(8)
        for act in (self.confirm, self.back):
            row.addWidget(act)
        row.addStretch(1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        foot.addWidget(self.refused)
        foot.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(rule())
        whole.addLayout(foot)

    def show_quarter(self, shown: Shown) -> None:
        """As the data stand; what changes under the signer's eyes is said."""
        signed = shown.preflight.signed
        self.what.show_quarter(shown, str(self._model.folder))
        self.reason.setVisible(signed is not None and signed.differs)
        self.keys.show_settings(shown.signing, shown.key)
        if self.isVisible() and shown.preflight.meaning != self._looked_at:
            self._looked_at = shown.preflight.meaning
            said = _("The data have changed while this stood here. Look at them again.")
            self.changed.say(said, "warning", "warning")
            announce(self, said)

    def open(self, shown: Shown) -> None:
        self._looked_at = shown.preflight.meaning
        self.changed.say("")
        self.refused.say("")
        self.show_quarter(shown)
        self.keys.open()
        self.arrive()

    def arrive(self) -> None:
        """To what has to be typed; with nothing of it, to the act itself."""
        if not self.reason.isHidden() and not self.reason.text():
            self.reason.setFocus()
        elif not self.keys.arrive():
            self.confirm.setFocus()
        QTimer.singleShot(0, self, self._bring_into_sight)

    def _bring_into_sight(self) -> None:
        """What has the focus; of a field its label line too."""
        focused = widget = self.focusWidget()
        while widget is not None and not isinstance(widget, Field):
            widget = widget.parentWidget()
        part = widget or focused
        if part is not None and self._area.widget().isAncestorOf(part):
            self._area.show_part(part)

    def _confirm(self) -> None:
        """The secret leaves its field at this moment, whatever becomes of the signing."""
        self.refused.say("")
        if not self.reason.isHidden() and not self.reason.check():
            self.reason.setFocus()
        elif self.keys.part.check():
            reason = "" if self.reason.isHidden() else self.reason.text()
            self.confirmed.emit(self.keys.part.chosen(), self.keys.part.take_secret(), reason)

    def refuse(self, field: str, reason: str) -> None:
        """Why it was not signed, where it can be mended; else over the acts."""
        if self.keys.part.refuse(field, reason):
            QTimer.singleShot(0, self, self._bring_into_sight)
            return
        self.refused.say(reason, "danger", "error_circle")
        self.confirm.setFocus()

    def signed(self) -> None:
        self.reason.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keys.close_secrets()
