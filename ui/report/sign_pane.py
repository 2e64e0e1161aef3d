"""The left pane: what was looked at before signing, mended in place; the review, the making, and what became of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.domain.persian.calendar import Quarter, clock, short_date, to_jalali
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.receipts import Filed
from app.report.make import Made
from app.report.preflight import Signed
from app.sign_requests import Request
from ui.report.preflight_list import PreflightList
from ui.report.reason_form import ReasonForm
from ui.report.review import ReviewPane
from ui.report.view_model import ReportModel, Shown
from ui.report.what_is_signed import asked_said, short, whose
from ui.style import look
from ui.widgets.banner import ProgressLine, page_of
from ui.widgets.buttons import FILLED, PLAIN, Button
from ui.widgets.field import TextField
from ui.widgets.note import Note
from ui.widgets.text import Text, rule
from ui.widgets.wrap import Wrap

WIDTH, COMPACT_WIDTH = 376, 300
MOST_WIDER = 1.25


class SignPane(QFrame):
    """What was looked at, with its foot: ready, or making; or in place of both the review before signing.

    sign_wanted carries the amendment's reason, the Chosen key and its secret.
    """

    draft_wanted = Signal()
    ask_wanted = Signal()
    take_back_wanted = Signal()
    sign_wanted = Signal(str, object, str)
    stop_wanted = Signal()
    folder_wanted = Signal()
    turned = Signal()
    """The review came up in place of the list, or went."""

    def __init__(self, model: ReportModel, ask_file: Callable[[QWidget, str], str] | None = None) -> None:
        super().__init__()
        self._model = model
        self._shown: Shown | None = None
        self._told = self._signing = False
        self.setProperty("card", True)
        self.setFixedWidth(WIDTH)
        self.list = PreflightList()
        self.form = ReasonForm()
        self.signed, self.receipt, self.asked = Note(), Note(), Note()
        self.note = Note()
        self.review_pane = ReviewPane(model, ask_file)
        self._ready, self._making = self._ready_row(), ProgressLine()
        self._making.stopped.connect(self._stop)
        self.review_pane.confirmed.connect(self._confirmed)
        self.review_pane.left.connect(self.ready)
        self.review_pane.folder_wanted.connect(self.folder_wanted)
        self._lay_out()
        self.form.hide()
        self._turn(self._ready)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self._head = Text(_("Before signing"), "strong")
        self._head.setContentsMargins(16, 10, 16, 10)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(12)
        self.elsewhere = Button(_("Another folder"), "folder_open", kind=PLAIN, on_click=self.folder_wanted.emit)
        self.elsewhere.hide()
        self.take_back = Button(_("Take the request back"), kind=PLAIN, on_click=self.take_back_wanted.emit)
        self._line = rule()
        for widget in (self.signed, self.receipt, self.asked, self.take_back, self.note, self.elsewhere):
            foot.addWidget(widget)
        for widget in (self._ready, self._making):
            foot.addWidget(widget)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        column.addWidget(self.review_pane, 1)
        for widget in (self.form, self._line, self._foot):
            column.addWidget(widget)

    def _ready_row(self) -> QWidget:
        self.sign = Button(_("Review and sign"), "signature", kind=FILLED, on_click=self.review)
        self.ask = Button(_("Ask the head to sign"), "send", kind=FILLED, on_click=self.ask_wanted.emit)
        self.draft = Button(
            _("Make a draft"), "document_pdf", key="save", cap_in_compact=False, on_click=self.draft_wanted.emit
        )
        self.preview = Button(_("Make a draft"), "document_pdf", kind=PLAIN, on_click=self.draft_wanted.emit)
        (self.ask if self._model.may_sign else self.sign).hide()
        return _row(self.sign, self.ask, self.draft, self.preview)

    @property
    def reason(self) -> TextField:
        """Of the amendment."""
        return self.review_pane.reason

    @property
    def confirm(self) -> Button:
        return self.review_pane.confirm

    def show_quarter(self, shown: Shown) -> None:
        """The quarter as it stands; the foot says why the signing sleeps, if it does."""
        if self._shown is None or self._shown.span != shown.span:
            self._tell("")
            if self.is_reviewing:
                self._turn(self._ready)
        self._shown = shown
        self.list.show_findings(shown.preflight.findings)
        over, stop = shown.may_be_signed, shown.preflight.stop
        self.sign.setEnabled(over and stop is None)
        self.ask.setEnabled(over and stop is None and self._model.may_prepare and _is_to_be_asked(shown))
        self.draft.setVisible(not over)
        self.preview.setVisible(over and not self._model.may_sign and self._model.may_prepare)
        self._show_signed(shown.preflight.signed)
        self._show_receipt(shown.receipts)
        self._show_asked(shown.request, shown.preflight.meaning)
        if self._told:
            pass  # what became of the making stands until the next act
        elif not over:
            self.note.say("\n".join((_why_a_draft(shown), whose(shown))))
        elif stop is not None:
            self.note.say(stop.said, "danger", "error_circle")
        elif not self.is_making:
            waits = self._model.may_sign or shown.request is not None
            self.note.say("" if waits else _("The head looks at the report and signs it."))
        self.review_pane.show_quarter(shown)
        if self.is_reviewing and not self.sign.isEnabled():  # what stops it came up meanwhile
            self.ready()

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

    def _show_asked(self, request: Request | None, meaning: str) -> None:
        """Who waits for whom; and whether the data are still those that were prepared."""
        self.take_back.setVisible(request is not None and not self._model.may_sign and self._model.may_prepare)
        if request is None:
            self.asked.say("")
        elif request.meaning == meaning:
            self.asked.say(asked_said(request), "muted", "send")
        else:
            changed = _("The data have changed since.")
            self.asked.say(f"{asked_said(request)} {changed}", "warning", "warning")

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
        """Before the one act that cannot be undone: what will be signed, with which key, and where it goes."""
        if self._shown is None or not self.sign.isEnabled():
            return
        self._tell("")
        self._turn(self.review_pane)
        self.review_pane.open(self._shown)

    @property
    def is_reviewing(self) -> bool:
        return not self.review_pane.isHidden()

    def _confirmed(self, chosen: object, secret: str, reason: str) -> None:
        self._signing = True
        self.sign_wanted.emit(reason, chosen, secret)

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
        self._signing = False
        self.ready()
        self.reason.clear()
        if made.draft:
            self._tell(_("Draft saved: %(file)s") % {"file": isolate(made.pdf.name)}, "success", "checkmark_circle")
        else:
            self._tell("\n".join(signed_said(made)), "success", "checkmark_circle")

    def show_summary(self, path: Path) -> None:
        """The public's page was written."""
        said = _("Page for the public saved: %(file)s") % {"file": isolate(path.name)}
        self._tell(said, "success", "checkmark_circle")

    def show_failed(self, reason: str, field: str = "", *, stopped: bool = False) -> None:
        """Why nothing was written. A refused signing goes back to its review, with the line where it can be mended;
        what else is refused meanwhile leaves the review where it is.
        """
        signing, self._signing = self._signing or self.is_reviewing, False
        if signing and not stopped:
            self._turn(self.review_pane)
            self.review_pane.refuse(field, reason)
            self._tell(reason, "danger", "error_circle")  # for when the review is left
            return
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
        elif escape and self.is_reviewing:
            self.ready()
        else:
            super().keyPressEvent(event)

    def _turn(self, wanted: QWidget) -> None:
        reviewing = wanted is self.review_pane
        self._head.setText(_("Review before signing") if reviewing else _("Before signing"))
        for part in (self._ready, self.review_pane, self._making):
            part.setVisible(part is wanted)
        for part in (self.list, self._line, self._foot):
            part.setVisible(not reviewing)
        if reviewing:
            self.form.hide()
        self.turned.emit()

    @property
    def first(self) -> QWidget:
        """What takes the cursor here."""
        return self.confirm if self.is_reviewing else self.list

    def fit(self) -> None:
        wide = COMPACT_WIDTH if look().compact else WIDTH
        self.setFixedWidth(round(wide * min(max(1.0, look().factor), MOST_WIDER)))


def _why_a_draft(shown: Shown) -> str:
    if isinstance(shown.span, Quarter):
        return _("This quarter is not over yet; the report will be a draft.")
    return _("Only the report of a quarter is signed; the figures of other days are a draft.")


def _is_to_be_asked(shown: Shown) -> bool:
    """Not twice for the same data, nor for those that are signed."""
    signed, request = shown.preflight.signed, shown.request
    return not (signed and not signed.differs) and not (request and request.meaning == shown.preflight.meaning)


def signed_said(made: Made) -> list[str]:
    """Which kind of certificate signed, whether the hour is proven, and the digest as the cover has it."""
    signer = made.signer or {"kind": "own", "name": ""}
    kind = {
        "own": _("Signed with the office's own key: the agency itself issued the certificate."),
        "pkcs12": _("Signed with the certificate of %(name)s, from a file."),
        "pkcs11": _("Signed with the certificate of %(name)s, on a token."),
    }[signer["kind"]]
    if made.level == "B-T":
        hour = _("With a time stamp (level B-T): the hour of signing is proven.")
    else:
        why = made.unstamped or _("No time stamp authority is set; the receiver's receipt will prove the hour.")
        hour = _("Without a time stamp (level B-B). %(why)s") % {"why": why}
    digest = _("Digest on the cover: %(digest)s") % {"digest": isolate(f"{short(made.digest, 16)} …")}
    return [kind % {"name": isolate(signer["name"])}, hour, digest]


def _row(*parts: QWidget) -> QWidget:
    row = QWidget()
    line = Wrap()
    row.setLayout(line)
    for part in parts:
        line.addWidget(part)
    return row
