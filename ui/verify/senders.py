"""The keys of those who send reports: seen, confirmed or revoked; and what one may do about each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.domain.codes import KeyState
from app.domain.persian.calendar import TEHRAN, numeric
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.report.verdict import isolated
from app.security.signing_key import show_fingerprint
from app.senders import Sender
from ui.style import look
from ui.verify.details import COMPACT_WIDTH, WIDTH, Said, printed
from ui.verify.forms import ConfirmForm, RevokeForm, row_of
from ui.verify.senders_model import SendersModel
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.chips import State
from ui.widgets.rows import Column
from ui.widgets.text import Text, rule

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute


def id_of(sender: Sender) -> tuple[str, str]:
    return sender.code, sender.fingerprint


def state(sender: Sender) -> State:
    return {
        KeyState.SEEN: State(_("Not confirmed yet"), "warning", "warning", filled=True),
        KeyState.CONFIRMED: State(KeyState.CONFIRMED.label, "success", "checkmark_circle", filled=True),
        KeyState.REVOKED: State(KeyState.REVOKED.label, "danger", "dismiss_circle", filled=True),
    }[sender.state]


def _day(at: object) -> str:
    return persian_digits(numeric(at.astimezone(TEHRAN).date())) if at else ""  # type: ignore[attr-defined]


def columns() -> list[Column]:
    return [
        Column("state", _("Answer"), lambda sender: state(sender).text, 152, state=state),
        Column("name", _("Agency"), lambda sender: isolated(sender.name), 0, "words"),
        Column("code", _("Code"), lambda sender: isolated(sender.code), 128, compact=False),
        Column("seen", _("Came first"), lambda sender: _day(sender.seen_at), 112),
        Column("key", _("Key begins with"), _beginning, 136, compact=False),
    ]


def _beginning(sender: Sender) -> str:
    return f"\u2066{' '.join(show_fingerprint(sender.fingerprint).split(' ')[:2])}\u2069"


class SenderDetails(QFrame):
    """One key. Signal left (Esc)."""

    left = Signal()

    def __init__(self, model: SendersModel) -> None:
        super().__init__()
        self._model = model
        self.sender: Sender | None = None
        self.setProperty("card", True)
        self.setAccessibleName(_("Details of the key"))
        self.form, self.revoking = ConfirmForm(), RevokeForm(model.today)
        self.form.given.connect(self._confirm)
        self.revoking.given.connect(self._revoke)
        self.revoking.left.connect(self._let_be)
        self.revoke = Button(_("Revoke the key"), "dismiss_circle", kind=PLAIN, on_click=self._begin)
        self.back = Button(_("Take the confirmation back"), "arrow_undo", kind=PLAIN, on_click=self._take_back)
        self._page: QWidget | None = None
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("ground", "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.addWidget(self._acts())
        self._inside.addStretch(1)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(area)
        self.fit()
        self.show_sender(None)

    def _acts(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 0, 16, 12)
        column.setSpacing(8)
        column.addWidget(rule())
        column.addWidget(self.form)
        column.addWidget(self.revoking)
        column.addLayout(row_of(self.form.button))
        column.addLayout(row_of(self.back, self.revoke))
        return foot

    def fit(self) -> None:
        factor = max(1.0, look().factor)
        self.setFixedWidth(round((COMPACT_WIDTH if look().compact else WIDTH) * min(factor, 1.25)))

    def show_sender(self, sender: Sender | None) -> None:
        """What was half typed stays while it is the same key."""
        if sender is None or self.sender is None or id_of(sender) != id_of(self.sender):
            self.form.clear()
            self.revoking.hide()
        self.sender = sender
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
        self._page = self._made(sender)
        self._inside.insertWidget(0, self._page)
        self._page.show()
        known = sender.state if sender is not None else None
        if known is KeyState.REVOKED:
            self.revoking.hide()
        may = self._model.may_decide and self.revoking.isHidden()
        for part in (self.form, self.form.button):
            part.setVisible(may and known is KeyState.SEEN)
        self.back.setVisible(may and known is KeyState.CONFIRMED)
        self.revoke.setVisible(may and known in {KeyState.SEEN, KeyState.CONFIRMED})

    def _made(self, sender: Sender | None) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 12)
        column.setSpacing(8)
        if sender is None:
            column.addWidget(Text(_("No key has been chosen."), "body", "muted", wrap=True))
            return page
        shown = state(sender)
        column.addWidget(Said((shown.role, shown.icon), shown.text, "strong", coloured=True))
        name = Text(isolated(sender.name), "words", wrap=True)
        name.setAlignment(_RIGHT)  # Qt aligns isolated words by their mark, which is Latin
        column.addWidget(name)
        column.addWidget(Text(_("Fingerprint of this key:"), "caption", "muted", wrap=True))
        column.addWidget(printed(show_fingerprint(sender.fingerprint)))
        for label, value in _facts(sender):
            column.addWidget(Text(f"{label}: {value}", "body", "text", wrap=True))
        if sender.state is KeyState.SEEN:
            said = _("Call the agency by a number that you know, and let it read out its fingerprint.")
            column.addWidget(Text(said, "words", "link", wrap=True))
        return page

    def refuse(self, field: str, reason: str) -> bool:
        """Say it at its field, if it is one of the forms'. Whether it was."""
        if self.revoking.isVisible() and field == "how":
            self.revoking.how.say(reason)
            return True
        return self.form.refuse(field, reason)

    def arrive(self) -> None:
        """The cursor where the next act is."""
        for part in (self.form.typed, self.revoke):
            if part.isVisible():
                part.setFocus()
                return

    def _confirm(self, typed: str, how: str) -> None:
        if self.sender is not None:
            self._model.confirm(*id_of(self.sender), typed, how)

    def _revoke(self, how: str, since: object) -> None:
        if self.sender is not None:
            self._model.revoke(*id_of(self.sender), how, since)  # type: ignore[arg-type]

    def _take_back(self) -> None:
        if self.sender is not None:
            self._model.take_back(self.sender)

    def _begin(self) -> None:
        """One thing at a time: what else could be done waits."""
        for part in (self.form, self.form.button, self.back, self.revoke):
            part.hide()
        self.revoking.begin()

    def _let_be(self) -> None:
        self.revoking.hide()
        self.show_sender(self.sender)
        self.revoke.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _facts(sender: Sender) -> list[tuple[str, str]]:
    found = [(_("Code"), isolated(sender.code)), (_("Came first"), _day(sender.seen_at))]
    if sender.state is KeyState.CONFIRMED:
        found.append((_("Confirmed on"), _day(sender.decided_at)))
    if sender.state is KeyState.REVOKED:
        found.append((_("Lost or stolen since"), _day(sender.decided_at)))
    if sender.how:
        found.append((_("How"), isolated(sender.how)))
    return found
