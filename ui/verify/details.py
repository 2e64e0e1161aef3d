"""The pane beside the list: what one file is, who signed it, and the acts that follow."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.persian.text import isolate
from app.domain.texts import _
from ui.style import look
from ui.verify import words
from ui.verify.forms import ConfirmForm, KeyForm, RevokeForm, row_of
from ui.verify.rows import FileRow, Stage, headline, role
from ui.verify.view_model import VerifyModel
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.text import Icon, Text, rule

WIDTH, COMPACT_WIDTH = 392, 320


class Said(QWidget):
    """An icon and a sentence that goes on in as many lines as it needs."""

    def __init__(self, look_: tuple[str, str], text: str, step: str = "body", *, coloured: bool = False) -> None:
        super().__init__()
        colour, icon = look_
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(icon, colour, filled=colour != "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(text, step, colour if coloured else "text", wrap=True), 1)


def printed(groups: str) -> Text:
    """A fingerprint to be read aloud: four groups stay together, and as many fours in a line as there is room for."""
    parts = groups.split(" ")
    fours = ("\u00a0".join(parts[at : at + 4]) for at in range(0, len(parts), 4))
    line = Text(isolate(" ".join(fours)), "words", wrap=True)
    line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return line


class Details(QFrame):
    """Signals: confirm_wanted(row, typed, how), revoke_wanted(row, how, since), receipt_wanted(row), open_wanted(row),
    save_wanted(row), copy_wanted(row), left (Esc).
    """

    confirm_wanted = Signal(object, str, str)
    revoke_wanted = Signal(object, str, object)
    save_wanted = Signal(object)
    receipt_wanted = Signal(object)
    open_wanted = Signal(object)
    copy_wanted = Signal(object)
    left = Signal()

    def __init__(self, model: VerifyModel) -> None:
        super().__init__()
        self._model = model
        self.row: FileRow | None = None
        self.setProperty("card", True)
        self.setAccessibleName(_("Details of the file"))
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = ConfirmForm()
        self.form.given.connect(lambda typed, how: self.confirm_wanted.emit(self.row, typed, how))
        self.keys = KeyForm(model.keyring)
        self.revoking = RevokeForm(model.keys.today)
        self.revoking.given.connect(lambda how, since: self.revoke_wanted.emit(self.row, how, since))
        self.revoking.left.connect(self._let_be)
        self.revoke = Button(_("Revoke the key"), "dismiss_circle", kind=PLAIN, on_click=self._begin)
        self.save = Button(_("Save in plain"), "save", on_click=lambda: self.save_wanted.emit(self.row))
        self.receipt = Button(_("Give a receipt"), "signature", on_click=lambda: self.receipt_wanted.emit(self.row))
        self.open = Button(_("Open the file"), "document_pdf", on_click=lambda: self.open_wanted.emit(self.row))
        self.copy = Button(_("Copy the details"), "copy", kind=PLAIN, on_click=lambda: self.copy_wanted.emit(self.row))
        self._page: QWidget | None = None
        self._foot = self._acts()
        self._whole = QWidget()
        self._whole.setProperty("ground", "surface")
        self._whole.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._inside = QVBoxLayout(self._whole)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self._inside.addStretch(1)
        self._area.setWidget(self._whole)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._column.addWidget(self._area, 1)
        self.fit()
        self.show_row(None)

    def _acts(self) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        for form in (self.form, self.keys, self.revoking):
            inner.addWidget(form)
        for acts in ((self.form.button, self.receipt), (self.save, self.open, self.copy), (self.revoke,)):
            inner.addLayout(row_of(*acts))
        column.addLayout(inner)
        return foot

    def fit(self) -> None:
        """Where there is no room for both, form and buttons scroll with the rest."""
        factor = max(1.0, look().factor)
        self.setFixedWidth(round((COMPACT_WIDTH if look().compact else WIDTH) * min(factor, 1.25)))
        tight = look().compact or factor > 1.1
        (self._inside if tight else self._column).insertWidget(1, self._foot)

    def show_row(self, row: FileRow | None) -> None:
        """All of one file. What was half typed stays while it is the same key."""
        before = words.key_of(self.row) if self.row is not None else None
        if row is None or words.key_of(row) != before:
            self.form.clear()
            self.revoking.hide()
        self.row = row
        if self._page is not None:
            self._page.hide()
            self._page.deleteLater()
        self._page = self._made(row)
        self._inside.insertWidget(0, self._page)
        self._page.show()
        revoking = not self.revoking.isHidden()
        unsure = row is not None and self._wants_confirming(row) and not revoking
        for part in (self.form, self.form.button):
            part.setVisible(unsure and self._model.keys.may_decide)
        self.form.how.setVisible(row is None or row.bulletin is None)
        verdict = row.verdict if row is not None else None
        whole = verdict is not None and verdict.intact and verdict.data_matches
        known = row is not None and row.came is not None and not row.came.mine
        self.receipt.setVisible(bool(whole and known and self._model.may_sign))
        self.open.setVisible(verdict is not None and verdict.sealed is None)
        self.keys.setVisible(row is not None and row.is_closed)
        self.save.setVisible(row is not None and row.is_opened and self._model.may_save_plain)
        self.revoke.setVisible(row is not None and row.can_be_revoked and not revoking and self._model.keys.may_decide)
        self.copy.setVisible(row is not None)

    @staticmethod
    def _wants_confirming(row: FileRow) -> bool:
        untaken = row.bulletin is not None and row.taken is None and not row.refused
        return row.wants_sender or untaken or (row.filed is not None and not row.filed.confirmed)

    def _made(self, row: FileRow | None) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        if row is None:
            column.addWidget(Text(_("No file has been chosen."), "body", "muted", wrap=True))
        else:
            self._fill(column, row)
        return page

    def _fill(self, column: QVBoxLayout, row: FileRow) -> None:
        column.addWidget(Said(role(row), headline(row), "strong", coloured=True))
        remarks = words.remarks(row)
        loud = [remark for remark in remarks if remark[0] == words.BAD]
        for look_, said in (*words.visit(row), *words.answers(row), *loud):
            column.addWidget(Said(look_, said))
        step = words.next_step(row)
        if step:
            column.addWidget(Text(step, "words", "link", wrap=True))
        if row.stage is Stage.DONE and words.fingerprint(row):
            self._print(column, _("Fingerprint of this key:"), words.fingerprint(row))
            for other in words.others(row):
                self._print(column, _("Fingerprint of the key that is known:"), other)
        for look_, said in remarks:
            if look_ != words.BAD:
                column.addWidget(Said(look_, said))
        for label, value in words.facts(row):
            column.addWidget(Text(f"{label}: {value}", "body", "text", wrap=True))

    @staticmethod
    def _print(column: QVBoxLayout, label: str, groups: str) -> None:
        column.addWidget(Text(label, "caption", "muted", wrap=True))
        column.addWidget(printed(groups))

    def refuse(self, field: str, reason: str) -> bool:
        """Say it at its field, if it is one of the forms'. Whether it was."""
        if self.revoking.isVisible() and field == "how":
            self.revoking.how.say(reason)
            return True
        return self.form.refuse(field, reason)

    def _begin(self) -> None:
        """One thing at a time: the form to confirm waits."""
        for part in (self.form, self.form.button, self.revoke):
            part.hide()
        self.revoking.begin()

    def _let_be(self) -> None:
        self.revoking.hide()
        self.show_row(self.row)
        self.revoke.setFocus()

    def arrive(self) -> None:
        """The cursor where the next act is."""
        for part in (self.form.typed, self.keys.choose, self.receipt, self.save, self.open, self.copy):
            if part.isVisible() and part.isEnabled():
                part.setFocus()
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
