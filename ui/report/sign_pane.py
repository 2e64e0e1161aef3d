"""The left pane: what was looked at before signing, the reason of a day written in place, and the making itself."""

import datetime as dt

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.domain.persian.calendar import clock, long_date, short_date, to_jalali
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.report.make import Made
from app.report.preflight import Signed
from ui.report.preflight_list import PreflightList
from ui.report.view_model import ReportModel, Shown
from ui.style import look
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.drawing import paint_box
from ui.widgets.text import Icon, Text, rule

WIDTH, COMPACT_WIDTH = 376, 300


class Line(QWidget):
    """An icon and a sentence that may wrap."""

    def __init__(self, icon: str = "info", role: str = "muted") -> None:
        super().__init__()
        self.icon = Icon(icon, role)
        self.words = Text("", "caption", role, wrap=True)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def say(self, text: str, role: str = "muted", icon: str = "info") -> None:
        self.words.setText(text)
        self.words.set_role(role)
        self.icon.set_icon(icon, role, filled=role in ("danger", "success"))
        self.setVisible(bool(text))


class ProgressBar(QWidget):
    """How far the making is; of 0 pages: not known yet."""

    def __init__(self) -> None:
        super().__init__()
        self._part = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_part(self, done: int, of: int) -> None:
        self._part = done / of if of else 0.0
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(painter, self.rect(), ground="selection_idle", radius=3)
        done = self.rect()
        done.setLeft(done.right() - round(self.width() * self._part) + 1)  # it grows from the right, as one reads
        if self._part:
            paint_box(painter, done, ground="accent", radius=3)


class ReasonForm(QWidget):
    """Why a day was not held, or that it was an official holiday; Enter saves, Esc goes back."""

    given = Signal(object, str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._day: dt.date | None = None
        self._label = Text("", "caption", "muted", wrap=True)
        self._refusal = Line()
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason"))
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
        for widget in (self._label, self.reason, self._refusal, self.holiday):
            column.addWidget(widget)
        column.addLayout(row)
        self._label.setBuddy(self.reason)

    def open(self, day: dt.date) -> None:
        if day != self._day:
            self._day = day
            self.reason.clear()
            self.holiday.setChecked(False)
        said = _("Reason why the meeting of %(date)s was not held") % {"date": long_date(day)}
        self._label.setText(said)
        self.reason.setAccessibleName(said)
        self.refuse("")
        self.show()
        self.reason.setFocus()

    def refuse(self, reason: str) -> None:
        """Beside the field; what was typed stays."""
        self._refusal.say(reason, "danger", "error_circle")
        self.reason.setAccessibleDescription(reason)

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
        self.setProperty("card", True)
        self.setFixedWidth(WIDTH)
        self.list = PreflightList()
        self.form = ReasonForm()
        self.signed = Line()
        self.note = Line()
        self._ready, self._review, self._making = self._ready_row(), self._review_form(), self._making_row()
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
        for widget in (self.signed, self.note, self._ready, self._review, self._making):
            foot.addWidget(widget)
        column.addLayout(foot)
        self.form.hide()
        self._turn(self._ready)

    def _ready_row(self) -> QWidget:
        self.sign = Button(_("Review and sign"), "signature", kind=FILLED, on_click=self.review)
        self.draft = Button(_("Make a draft"), "document_pdf", key="save", on_click=self.draft_wanted.emit)
        return _row(self.sign, self.draft)

    def _review_form(self) -> QWidget:
        self._words = Text("", "caption", "muted", wrap=True)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Reason of the amendment"))
        self._reason_label = Text(_("Reason of the amendment"), "caption", "muted")
        self.confirm = Button(_("Sign the report"), "signature", kind=FILLED, on_click=self._confirmed)
        other = Button(_("Another folder"), "folder_open", kind=PLAIN, on_click=self.folder_wanted.emit)
        back = Button(_("Cancel"), kind=PLAIN, on_click=self.ready)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._words, self._reason_label, self.reason, other):
            column.addWidget(widget)
        column.addWidget(_row(self.confirm, back))
        return form

    def _making_row(self) -> QWidget:
        self.progress = Text("", "words")
        self._bar = ProgressBar()
        self.stop = Button(_("Stop"), "dismiss", cap="Esc", on_click=self.stop_wanted.emit)
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._bar)
        column.addWidget(_row(self.progress, self.stop))
        return row

    def show_quarter(self, shown: Shown) -> None:
        """The quarter as it stands; the foot says why the signing sleeps, if it does."""
        self._shown = shown
        self.list.show_findings(shown.preflight.findings)
        over, stop = shown.figures.is_over, shown.preflight.stop
        self.sign.setEnabled(over and stop is None)
        self.draft.setVisible(not over)
        self._show_signed(shown.preflight.signed)
        if not over:
            self.note.say(_("This quarter is not over yet; the report will be a draft."))
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

    def _say_review(self) -> None:
        shown = self._shown
        if shown is None:
            return
        signed = shown.preflight.signed
        amended = signed is not None and signed.differs
        first = (
            _("The report was signed before and the data have changed since; it will be amendment %(n)s.")
            % {"n": persian_digits(signed.number + 1)}
            if amended and signed is not None
            else _("After signing, a change is only possible by an amendment.")
        )
        where = _("It will be saved in %(path)s.") % {"path": isolate(str(self._model.folder))}
        self._words.setText(f"{first}\n{where}")
        self._reason_label.setVisible(amended)
        self.reason.setVisible(amended)

    @property
    def is_making(self) -> bool:
        return not self._making.isHidden()

    def ready(self) -> None:
        self._turn(self._ready)
        self.list.setFocus()

    def review(self) -> None:
        """Before the one act that cannot be undone: what will be signed and where it goes."""
        self._say_review()
        self.note.say("")
        self._turn(self._review)
        (self.confirm if self.reason.isHidden() else self.reason).setFocus()

    def _confirmed(self) -> None:
        if not self.reason.isHidden() and not self.reason.text().strip():
            self.note.say(_("Write the reason."), "danger", "error_circle")
            self.reason.setFocus()
            return
        self.sign_wanted.emit(self.reason.text() if not self.reason.isHidden() else "")

    def show_making(self, page: int, of: int) -> None:
        if not page:
            said = _("The data are being gathered …")
        elif of:
            said = _("Page %(number)s of %(total)s") % {"number": persian_digits(page), "total": persian_digits(of)}
        else:
            said = _("Page %(n)s") % {"n": persian_digits(page)}
        self.progress.setText(said)
        self._bar.set_part(page, of)
        if not self.is_making:
            self.note.say("")
            self._turn(self._making)
            self.stop.setFocus()

    def show_made(self, made: Made) -> None:
        self.ready()
        self.reason.clear()
        if made.draft:
            self.note.say(
                _("Draft saved: %(file)s") % {"file": isolate(made.pdf.name)}, "success", "checkmark_circle"
            )

    def show_failed(self, reason: str, *, stopped: bool = False) -> None:
        self.ready()
        self.note.say(reason, "muted" if stopped else "danger", "info" if stopped else "error_circle")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        escape = event.key() == Qt.Key.Key_Escape
        if escape and self.is_making:
            self.stop_wanted.emit()
        elif escape and not self._review.isHidden():
            self.ready()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.reason.hasFocus():
            self._confirmed()
        else:
            super().keyPressEvent(event)

    def _turn(self, wanted: QWidget) -> None:
        for part in (self._ready, self._review, self._making):
            part.setVisible(part is wanted)

    def fit(self) -> None:
        self.setFixedWidth(COMPACT_WIDTH if look().compact else WIDTH)


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(8)
    for part in parts:
        line.addWidget(part)
    line.addStretch(1)
    return row
