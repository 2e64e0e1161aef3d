"""The office's own signing key, in place of the charts: how it stands, handed over, and the letter of a lost one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.calendar import long_date
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.own_key import Due, OwnKey
from app.security.signing_key import show_fingerprint
from ui.report.key_model import KeyModel
from ui.style import look
from ui.this_pc import documents
from ui.widgets.announce import announce
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.dates import DateField
from ui.widgets.field import TextField
from ui.widgets.form import Form
from ui.widgets.note import Note
from ui.widgets.scroll import Body
from ui.widgets.text import Text, rule

_GROUPS_A_LINE = 8
_DIGITS, _FOLLOWS = (3, 4), 5
"""Rows of what is told of a key: fingerprints, and how the receiver knows it."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop


class KeyPane(QFrame):
    """Esc steps back: out of the confirming, then out of the pane. ask_file: where the letter goes."""

    left = Signal()

    def __init__(self, model: KeyModel, ask_file: Callable[[QWidget], str] | None = None) -> None:
        super().__init__()
        self._model, self._ask_file = model, ask_file or _ask_file
        self._key: OwnKey | None = None
        self._head = ""
        self.setProperty("card", True)
        self.due, self.said = Note(), Note()
        self._values = [(Text("", "caption", "muted"), Text("", "body", wrap=row == _FOLLOWS)) for row in range(6)]
        self.hand_over = Button(_("Hand over to a new key"), "key", on_click=self._ask)
        self.sure = Note()
        self.make = Button(_("Make the new key"), "checkmark", kind=FILLED, on_click=self._hand_over)
        self.not_now = Button(_("Cancel"), kind=PLAIN, cap="Esc", on_click=self._not_now)
        self.letter = Button(_("Save the letter"), "save", on_click=self._choose)
        self.number = TextField(
            _("Number of the letter"), "letter", required=True, missing=_("Enter the letter's number.")
        )
        self.date = DateField(
            _("Date of the letter"), today=model.today, required=True, missing=_("Enter the letter's date.")
        )
        self.record = Button(_("Record the letter"), "checkmark", cap="Enter", on_click=self._record)
        self.form = Form([self.number, self.date], self._record, self)
        self._lay_out()
        self.said.say("")
        self._not_now()
        self.form.aside.connect(self.left)
        model.shown.connect(self._show)
        model.done.connect(self._done)
        model.refused.connect(self._refused)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(_("The office's signing key"), "lead"))
        head.addStretch(1)
        head.addWidget(Button(_("Back"), kind=PLAIN, cap="Esc", on_click=self.left.emit))
        acts, sure = QHBoxLayout(), QHBoxLayout()
        for row, parts in ((acts, (self.hand_over,)), (sure, (self.make, self.not_now))):
            row.setSpacing(8)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
        inside, self._letter = QWidget(), self._letter_form()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 8, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(head)
        body = Body(inside)
        whole.addWidget(body, 1)
        for field in (self.number, self.date):
            field.edit.focused.connect(lambda: body.show_part(self.number))
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 0, 0, 0)  # the bar lies there
        column.setSpacing(12)
        column.addWidget(self.due)
        column.addLayout(self._grid())
        column.addLayout(acts)
        column.addWidget(self.sure)
        column.addLayout(sure)
        column.addWidget(self._letter)
        column.addWidget(self.said)
        column.addStretch(1)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for row, (name, value) in enumerate(self._values):
            grid.addWidget(name, row, 0, _RIGHT)
            grid.addWidget(value, row, 1)
            if row != _FOLLOWS:
                value.setAlignment(_RIGHT)  # Qt aligns isolated words by their mark, which is Latin
        for row in _DIGITS:
            self._values[row][1].setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid.setColumnStretch(1, 1)
        return grid

    def _letter_form(self) -> QWidget:
        letter = QHBoxLayout()
        letter.setSpacing(12)
        letter.addWidget(self.letter, 0, Qt.AlignmentFlag.AlignBottom)
        letter.addWidget(self.number, 1)
        letter.addWidget(self.date)
        letter.addWidget(self.record, 0, Qt.AlignmentFlag.AlignBottom)
        form = QWidget()
        lost = QVBoxLayout(form)
        lost.setContentsMargins(0, 0, 0, 0)
        lost.setSpacing(8)
        lost.addWidget(rule())
        told = _(
            "The former key was lost, so a letter tells the inspection office of this one. Save it, have it "
            "signed and sent, then write here the number and the date that the registry gave it."
        )
        lost.addWidget(Text(told, "body", "muted", wrap=True))
        lost.addLayout(letter)
        return form

    def open(self) -> None:
        self.said.say("")
        self._not_now()
        self._model.read()

    def arrive(self) -> None:
        if self._letter.isVisible() and self._key is not None and self._key.unvouched:
            self.number.setFocus()
        elif self.hand_over.isEnabled():
            self.hand_over.setFocus()
        else:
            self.setFocus()

    def refuse(self, field: str, reason: str) -> bool:
        return self.isVisible() and self.form.say(field, reason)

    def _show(self, key: OwnKey, head: str) -> None:
        first, self._key, self._head = self._key is None, key, head
        self.due.say(*_why(key))
        for (name, value), (title, said) in zip(self._values, _told(key), strict=True):
            name.setText(title)
            value.setText(said)
            for part in (name, value):
                part.setVisible(bool(said))
        for row in _DIGITS:
            self._values[row][1].setFont(look().font("body", tabular=True))
        lost = key.before is not None and not key.vouched
        self._letter.setVisible(lost and self._model.may_sign)
        self.hand_over.setVisible(self.make.isHidden())
        self.hand_over.setEnabled(key.opens)
        if not key.opens:
            self.sure.say(_("Only the one who holds the signing key can hand it over; sign in as that user."))
        if lost and not self.number.text():
            self.number.set_text(key.letter)
            self.date.set_date(key.letter_date)
        if first and self.isVisible():
            self.arrive()

    def _ask(self) -> None:
        """It can't be taken back: what comes of it is said first."""
        said = _(
            "A new key is made in the name of %(head)s, and the present one signs that it follows, so that nobody is "
            "alarmed. Reports that were signed before stay as they are. This can't be undone."
        )
        self.sure.say(said % {"head": isolate(self._head)}, "warning", "warning")
        self._turn(asking=True)
        self.make.setFocus()

    def _not_now(self) -> None:
        self.sure.say("")
        self._turn(asking=False)

    def _turn(self, *, asking: bool) -> None:
        for part in (self.make, self.not_now):
            part.setVisible(asking)
        self.hand_over.setVisible(not asking)

    def _hand_over(self) -> None:
        self._not_now()
        self._model.hand_over()

    def _choose(self) -> None:
        chosen = self._ask_file(self)
        if chosen:
            said = _("The letter was saved in %(path)s.") % {"path": isolate(chosen)}
            self._model.save_letter(Path(chosen), said)

    def _record(self) -> None:
        if self.form.check():
            self._model.letter_sent(self.number.text(), self.date.date())

    def _done(self, said: str) -> None:
        self.said.say(said, "success", "checkmark_circle")
        announce(self, said)
        self.arrive()

    def _refused(self, field: str, reason: str) -> None:
        if not self.form.say(field, reason):
            self.said.say(reason, "danger", "error_circle")
            announce(self, reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.make.isHidden():
            self._not_now()
            self.hand_over.setFocus()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _why(key: OwnKey) -> tuple[str, str, str]:
    """Why it is due, or that nothing is to be done."""
    if key.due is Due.ENDED:
        return _("The certificate has ended: no report can be signed with it. Hand it over now."), "danger", "warning"
    if key.due is Due.SOON:
        return _("The certificate ends soon. Hand it over to a new key before that."), "warning", "warning"
    if key.due is Due.HEAD:
        return _("The certificate names the former head. Hand it over to a key of the new one."), "warning", "warning"
    if key.unvouched and not key.told:
        said = _("The signing key is new, and the inspection office does not know it yet")
        return said, "warning", "warning"
    return _("The key is in order; nothing has to be done."), "success", "checkmark_circle"


def _told(key: OwnKey) -> list[tuple[str, str]]:
    return [
        (_("In the name of"), isolate(key.head)),
        (_("Made on"), long_date(key.since)),
        (_("In force until"), long_date(key.ends)),
        (_("Fingerprint of the key"), _digits(key.fingerprint)),
        (_("Fingerprint of the former key:"), _digits(key.before) if key.before else ""),
        (_("How the receiver knows it"), _follows(key) if key.before else ""),
    ]


def _follows(key: OwnKey) -> str:
    if key.vouched:
        return _("The former key vouches for it; each report carries its statement.")
    if key.letter and key.letter_date is not None:
        return _("By the letter %(number)s of %(date)s; each report names it.") % {
            "number": isolate(persian_digits(key.letter)),
            "date": long_date(key.letter_date),
        }
    return _("By nothing yet: the reports don't say how it follows from the former one.")


def _digits(fingerprint: str) -> str:
    groups = show_fingerprint(fingerprint).split(" ")
    return "\n".join("  ".join(groups[at : at + _GROUPS_A_LINE]) for at in range(0, len(groups), _GROUPS_A_LINE))


def _ask_file(parent: QWidget) -> str:
    return QFileDialog.getSaveFileName(parent, _("Save the letter"), str(documents() / "didar-key.pdf"))[0]
