"""«Was my visit reported?»: the code of an exit slip, asked of all reports that are dropped here."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import visit_proofs
from app.domain.errors import Refused
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.visit_slips import WHY_NOT, VisitCode
from ui.scanner import SCANS
from ui.verify.rows import FileRow, Stage
from ui.verify.view_model import VerifyModel
from ui.widgets.buttons import Button
from ui.widgets.field import TextField


class VisitField(QWidget):
    """Enter asks, Esc forgets the code. A scanner's whole text does, or the 48 digits in any script."""

    def __init__(self, model: VerifyModel) -> None:
        super().__init__()
        self._model = model
        self.code = TextField(
            _("Code of the exit slip"),
            "visit",
            placeholder=_("The text of its QR code, or the 48 digits below it"),
        )
        self.code.edit.literal = True
        self.code.edit.setProperty(SCANS, True)
        self.code.edit.setMaxLength(400)
        self.ask = Button(_("Look for the visit"), "search", cap="Enter", on_click=self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.code, 1)
        row.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignBottom)
        self.code.entered.connect(self._ask)
        self.code.changed.connect(lambda: self.code.note(""))
        self.setFocusProxy(self.code)

    def _ask(self) -> None:
        self.code.say("")
        try:
            code = self._model.ask_visit(self.code.text())
        except Refused as refusal:
            persian = any("\u0621" <= letter <= "\u06cc" and letter.isalpha() for letter in self.code.text())
            self.code.say(
                _("The keyboard is Persian; set it to English for the scanner.") if persian else refusal.reason
            )
            self.code.setFocus()
            return
        if code is not None:
            self.tell(self._model.rows.values(), code)

    def tell(self, rows: Iterable[FileRow], code: VisitCode | None = None) -> None:
        """What the reports say together; before there is one, what the slip itself says."""
        if self._model.visit is None or self.code.refused:
            return
        done = [row.verdict.visit for row in rows if row.asked and row.stage is Stage.DONE and row.verdict is not None]
        answers = [one["answer"] for one in done if one is not None]
        if visit_proofs.IN in answers:
            self.code.note(_("The visit is in a report."), role="success", icon="checkmark_circle")
        elif visit_proofs.OUT in answers:
            self.code.note(_("The visit is in none of these reports."), role="danger", icon="error_circle")
        elif answers:
            self.code.note(_("These reports say nothing of this visit."), role="warning", icon="warning")
        elif code is not None:
            self._tell_of_slip(code)

    def _tell_of_slip(self, code: VisitCode) -> None:
        why = WHY_NOT.get(code.slip.kind) if code.slip is not None else None
        if why is not None:
            said = _("The slip says that the visit does not count: %(why)s") % {"why": _(why.reason)}
            self.code.note(persian_digits(said), role="warning", icon="info")
        else:
            self.code.note(_("Now drop the report of that quarter."), icon="info")

    def forget(self) -> None:
        """The code is a secret of the visitor's: it stays no longer than it is wanted."""
        self.code.clear()
        if self._model.visit is not None:
            self._model.ask_visit("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and (self.code.text() or self._model.visit is not None):
            self.forget()
        else:
            super().keyPressEvent(event)
