"""The left pane: what was looked at before signing, the reason of a day written in place, and the making itself."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.calendar import Quarter, clock, long_date, short_date, to_jalali
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.receipts import Filed
from app.report.make import Made
from app.report.preflight import Signed
from ui.report.preflight_list import PreflightList
from ui.report.view_model import ReportModel, Shown
from ui.style import look
from ui.widgets.banner import ProgressLine, page_of
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.field import TextField
from ui.widgets.note import Note
from ui.widgets.text import Text, rule

WIDTH, COMPACT_WIDTH = 376, 300


class ReasonForm(QWidget):
    """Why a day was not held, or that it was an official holiday; Enter saves, Esc goes back."""

    given = Signal(object, str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._day: dt.date | None = None
        self._label = Text("", "words", wrap=True)
        self.reason = TextField(_("Reason"), "reason")
        self.holiday = QCheckBox(_("Official holiday"))
        save = Button(_("Save the reason"), "checkmark", cap="Enter", on_click=self._save)
        back = Button(_("Cancel"), kind=PLAIN, on_click=self.left.emit)
        row = QHBoxLayout()
        for part in (save, back):
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for widget in (self._label, self.reason, self.holiday):
            column.addWidget(widget)
        column.addLayout(row)

    def open(self, day: dt.date) -> None:
        if day != self._day:
            self._day = day
            self.reason.clear()
            self.holiday.setChecked(False)
        said = _("Reason why the meeting of %(date)s was not held") % {"date": long_date(day)}
        self._label.setText(said)
        self.refuse("")
        self.show()
        self.reason.setFocus()

    def refuse(self, reason: str) -> None:
        """Beside the field; what was typed stays."""
        self.reason.say(reason)
        if reason:
            self.reason.setFocus()

    def _save(self) -> None:
        self.given.emit(self._day, self.reason.text(), self.holiday.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SignPane(QFrame):
    """One of four at its foot: ready, review before signing, making, and above them what was signed last."""

    draft_wanted = Signal()
    sign_wanted = Signal(str)
    stop_wanted = Signal()
    folder_wanted = Signal()

    def __init__(self, model: ReportModel) -> None:
        super().__init__()
        self._model = model
        self._shown: Shown | None = None
        self._told = False
        self.setProperty("card", True)
        self.setFixedWidth(WIDTH)
        self.list = PreflightList()
        self.form = ReasonForm()
        self.signed, self.receipt = Note(), Note()
        self.note = Note()
        self._ready, self._review, self._making = self._ready_row(), self._review_form(), ProgressLine()
        self._making.stopped.connect(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        head = Text(_("Before signing"), "strong")
        head.setContentsMargins(16, 10, 16, 10)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.form)
        column.addWidget(rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(12)
        self.elsewhere = Button(_("Another folder"), "folder_open", kind=PLAIN, on_click=self.folder_wanted.emit)
        self.elsewhere.hide()
        for widget in (self.signed, self.receipt, self.note, self.elsewhere, self._ready, self._review, self._making):
            foot.addWidget(widget)
        column.addLayout(foot)
        self.form.hide()
        self._turn(self._ready)

    def _ready_row(self) -> QWidget:
        self.sign = Button(_("Review and sign"), "signature", kind=FILLED, on_click=self.review)
        self.draft = Button(
            _("Make a draft"), "document_pdf", key="save", cap_in_compact=False, on_click=self.draft_wanted.emit
        )
        return _row(self.sign, self.draft)

    def _review_form(self) -> QWidget:
        self._words = Text("", "caption", "muted", wrap=True)
        self.reason = TextField(
            _("Reason of the amendment"), "amendment", required=True, missing=_("Write the reason.")
        )
        self.reason.entered.connect(self._confirmed)
        self.confirm = Button(_("Sign the report"), "signature", kind=FILLED, on_click=self._confirmed)
        other = Button(_("Another folder"), "folder_open", kind=PLAIN, on_click=self.folder_wanted.emit)
        back = Button(_("Cancel"), kind=PLAIN, on_click=self.ready)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._words, self.reason, other):
            column.addWidget(widget)
        column.addWidget(_row(self.confirm, back))
        return form

    def show_quarter(self, shown: Shown) -> None:
        """The quarter as it stands; the foot says why the signing sleeps, if it does."""
        if self._shown is None or self._shown.span != shown.span:
            self._tell("")
        self._shown = shown
        self.list.show_findings(shown.preflight.findings)
        over, stop = shown.may_be_signed, shown.preflight.stop
        self.sign.setEnabled(over and stop is None)
        self.draft.setVisible(not over)
        self._show_signed(shown.preflight.signed)
        self._show_receipt(shown.receipts)
        if self._told:
            pass  # what became of the making stands until the next act
        elif not over:
            self.note.say("\n".join((_why_a_draft(shown), _whose(shown))))
        elif stop is not None:
            self.note.say(stop.said, "danger", "error_circle")
        elif not self.is_making:
            self.note.say("")
        self._say_review()

    def _show_signed(self, signed: Signed | None) -> None:
        if signed is None:
            self.signed.say("")
            return
        at = self._model.office.now().tzinfo
        moment = signed.at.astimezone(at)
        said = _("Signed: %(date)s, %(hour)s; a change only by amendment number %(n)s") % {
            "date": f"{short_date(moment.date())} {persian_digits(to_jalali(moment.date())[0])}",
            "hour": clock(moment.time()),
            "n": persian_digits(signed.number + 1),
        }
        self.signed.say(said, "success", "checkmark_circle")

    def _show_receipt(self, receipts: Sequence[Filed]) -> None:
        """The newest receipt, and whether its key is one that somebody confirmed."""
        if not receipts:
            self.receipt.say("")
            return
        newest = receipts[0]
        at = newest.received_at.astimezone(self._model.office.now().tzinfo)
        said = _("Receipt came: %(receiver)s, %(date)s") % {
            "receiver": isolate(newest.receiver),
            "date": f"{short_date(at.date())} {persian_digits(to_jalali(at.date())[0])}",
        }
        if newest.confirmed:
            self.receipt.say(said, "success", "checkmark_circle")
        else:
            unsure = _("nobody has confirmed its key yet")
            self.receipt.say(f"{said}؛ {unsure}", "warning", "warning")

    def _say_review(self) -> None:
        shown = self._shown
        if shown is None:
            return
        signed = shown.preflight.signed
        amended = signed is not None and signed.differs
        if signed is None:
            first = _("After signing, a change is only possible by an amendment.")
        elif amended:
            first = _("The report was signed before and the data have changed since; it will be amendment %(n)s.") % {
                "n": persian_digits(signed.number + 1)
            }
        else:
            first = _("The report was signed and the data have not changed since; the same report is made again.")
        where = _("It will be saved in %(path)s.") % {"path": isolate(str(self._model.folder))}
        self._words.setText(f"{first}\n{_whose(shown)}\n{where}")
        self.reason.setVisible(amended)

    @property
    def is_making(self) -> bool:
        return not self._making.isHidden()

    def ready(self) -> None:
        self._turn(self._ready)
        self.list.setFocus()

    def _tell(self, said: str, role: str = "muted", icon: str = "info", *, elsewhere: bool = False) -> None:
        """What became of the making; elsewhere: another folder would help."""
        self._told = bool(said)
        self.note.say(said, role, icon)
        self.elsewhere.setVisible(elsewhere)

    def show_folder(self) -> None:
        """Another folder was chosen: before a signing it is said there, else here."""
        if self._shown is not None and self._shown.may_be_signed:
            self.review()
        else:
            self._tell(_("It will be saved in %(path)s.") % {"path": isolate(str(self._model.folder))})
            self.draft.setFocus()

    def review(self) -> None:
        """Before the one act that cannot be undone: what will be signed and where it goes."""
        self._say_review()
        self._tell("")
        self._turn(self._review)
        (self.confirm if self.reason.isHidden() else self.reason).setFocus()

    def _confirmed(self) -> None:
        if not self.reason.isHidden() and not self.reason.check():
            self.reason.setFocus()
            return
        self.sign_wanted.emit(self.reason.text() if not self.reason.isHidden() else "")

    def show_making(self, page: int, of: int) -> None:
        if not self.is_making:
            self._tell("")
            self._turn(self._making)
            self._making.start(_("The data are being gathered …"))
            self._making.findChild(Button).setFocus()
        if page:
            self._making.step(page, of, page_of(page, of))

    @property
    def progress(self) -> str:
        """The words of the making."""
        return self._making.text

    def _stop(self) -> None:
        self._making.stopping()
        self.stop_wanted.emit()

    def show_made(self, made: Made) -> None:
        self.ready()
        self.reason.clear()
        if made.draft:
            self._tell(_("Draft saved: %(file)s") % {"file": isolate(made.pdf.name)}, "success", "checkmark_circle")

    def show_summary(self, path: Path) -> None:
        """The public's page was written."""
        said = _("Page for the public saved: %(file)s") % {"file": isolate(path.name)}
        self._tell(said, "success", "checkmark_circle")

    def show_failed(self, reason: str, *, stopped: bool = False) -> None:
        self.ready()
        self._tell(
            reason,
            "muted" if stopped else "danger",
            "info" if stopped else "error_circle",
            elsewhere=not (stopped or self.draft.isHidden()),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        escape = event.key() == Qt.Key.Key_Escape
        if escape and self.is_making:
            self._stop()
        elif escape and not self._review.isHidden():
            self.ready()
        else:
            super().keyPressEvent(event)

    def _turn(self, wanted: QWidget) -> None:
        for part in (self._ready, self._review, self._making):
            part.setVisible(part is wanted)

    def fit(self) -> None:
        self.setFixedWidth(COMPACT_WIDTH if look().compact else WIDTH)


def _why_a_draft(shown: Shown) -> str:
    if isinstance(shown.span, Quarter):
        return _("This quarter is not over yet; the report will be a draft.")
    return _("Only the report of a quarter is signed; the figures of other days are a draft.")


def _whose(shown: Shown) -> str:
    """Who will be able to read the file."""
    if shown.receiver is None:
        return _("The file is not encrypted: whoever holds it can read the visitors' particulars.")
    said = _("Only %(name)s can open the file.")
    if shown.receiver.own_copy:
        said = _("Only %(name)s, and this office with its own key, can open the file.")
    return said % {"name": isolate(shown.receiver.name)}


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return row
