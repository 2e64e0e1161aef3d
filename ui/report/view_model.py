"""The report screen without widgets: a quarter's figures, what is missing in them, and the making of its report."""

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, QSettings, Signal

from app import (
    announcements,
    meetings,
    own_key,
    receipts,
    report_receiver,
    response_times,
    sign_requests,
    signing_settings,
)
from app.announcements import Announced, AtSamad
from app.domain.codes import About, MeetingState
from app.domain.errors import UserError
from app.domain.persian import periods
from app.domain.persian.calendar import Quarter, to_jalali
from app.domain.persian.periods import Span
from app.domain.texts import _
from app.office import Change, Office
from app.own_key import OwnKey
from app.receipts import Filed
from app.report import behind, figures, make, preflight, summary
from app.report.figures import Figures, IssueFacts
from app.report.make import Made
from app.report.preflight import Finding, Preflight
from app.report.signed_with import Chosen
from app.report_receiver import Receiver
from app.response_times import Discontent, ResponseTimes
from app.security.rights import Right
from app.sign_requests import Request
from app.signing_settings import SigningSettings
from ui.report.key_model import KeyModel
from ui.this_pc import Settings
from ui.tokens import TokenLook
from ui.worker import Worker

_SHOWN = {
    *("visit", "issue", "meeting", "ruling", "referral", "outcome", "notice", "schedule", "report"),
    *("pause", "reminder", "contentment"),
    *("announcement", "receipt", "sender_key", "office_setting", "signing_key", "head"),
}
"""What the screen counts: a commit that changed none of it leaves the screen as it is."""


class StoppedError(UserError):
    """The user has stopped the making: nothing was written."""

    def __init__(self) -> None:
        super().__init__(_("Stopped: no report was written."))


@dataclass(frozen=True)
class Shown:
    """A quarter, or other days, as they were read at one moment. receiver: for whom its report will be encrypted;
    None: plain. key: the office's own; signing: with what else it signs; request: that waits for the signature.
    """

    span: Span
    figures: Figures
    preflight: Preflight
    receiver: Receiver | None
    key: OwnKey
    signing: SigningSettings
    receipts: tuple[Filed, ...] = ()
    request: Request | None = None

    @property
    def may_be_signed(self) -> bool:
        """Only a quarter that is over; any other days are a draft."""
        return isinstance(self.span, Quarter) and self.figures.is_over


@dataclass(frozen=True)
class Timed:
    """The response times of what is shown, and who was not content or objected."""

    times: ResponseTimes
    discontent: tuple[Discontent, ...]


class ReportModel(QObject):
    """Shows a quarter, or other days. `shown` carries a Shown; `making` page and pages (0, 0: they are counted)."""

    reading = Signal(object)
    shown = Signal(object)
    trail_checked = Signal(object)
    saved = Signal(object)
    making = Signal(int, int)
    made = Signal(object)
    stopped = Signal(str)
    refused = Signal(str, str)
    stale = Signal()
    summary_made = Signal(object)
    beforehand = Signal(object)
    timed = Signal(object)
    noted = Signal(object)
    asked = Signal(object)

    def __init__(
        self, worker: Worker, office: Office, settings: QSettings | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.office = office
        self.span: Span = first_shown(office.today())
        self.current: Shown | None = None
        self._worker = worker
        self._pc = Settings(settings)
        self._stop = Event()
        self.tokens, self.key = TokenLook(worker, self), KeyModel(worker, office, self)
        self.may_sign, self.may_prepare = office.may(Right.SIGN_REPORT), office.may(Right.PREPARE_REPORT)
        self.may_administer = office.may(Right.ADMINISTER)
        worker.committed.connect(self._changed)

    def has_begun(self, span: Span) -> bool:
        """No days that are all still to come are shown."""
        return span.first <= self.office.today()

    def show(self, span: Span) -> None:
        self.span = span if self.has_begun(span) else Quarter.of(self.office.today())
        self.reading.emit(self.span)
        self.refresh()

    def typed(self, text: str) -> Span:
        """A quarter, a month, a day or a stretch of days, as it is typed. Raises Refused."""
        return periods.parse(text, today=self.office.today())

    def refresh(self) -> None:
        self._worker.read(self, partial(_read, self.office, self.span), self._show, self._refused, key="quarter")

    def check_trail(self) -> None:
        """Walk the audit trail; it takes seconds on an old store, so it comes after the figures."""
        self._worker.read(self, partial(preflight.audit_trail, self.office), self.trail_checked.emit, self._refused)
        self._worker.read(self, make.warm_up)

    def rows(self, figure: str) -> list[IssueFacts]:
        return behind.rows(self.current.figures, figure) if self.current else []

    def rows_of(self, finding: Finding) -> list[IssueFacts]:
        """The issues that a finding is about."""
        wanted = set(finding.issues)
        return [issue for issue in self.current.figures.issues if issue.issue_id in wanted] if self.current else []

    def give_reason(self, day: dt.date, reason: str, *, holiday: bool) -> None:
        """Why a day was not held; or that it was an official holiday, which takes it off the schedule."""
        if holiday:
            job = partial(meetings.mark, self.office, day, MeetingState.HOLIDAY, reason)
        else:
            job = partial(meetings.give_reason, self.office, day, reason)
        self._worker.write(self, job, self.saved.emit, self._refused)

    @property
    def folder(self) -> Path:
        """Where reports go."""
        return self._pc.reports_folder

    def choose_folder(self, folder: Path) -> None:
        self._pc.reports_folder = folder

    def make(self, reason: str = "", chosen: Chosen | None = None, secret: str = "") -> None:
        """Write the report; or the draft of a quarter that is not over, of other days, or by who does not sign.

        reason: for an amendment. chosen: with which key it is signed, None: the office's own; secret: its passphrase
        or PIN, which this act alone gets.
        """
        self._stop.clear()
        self.making.emit(0, 0)
        shown = self.current
        if isinstance(self.span, Quarter) and self.may_sign and shown is not None and shown.may_be_signed:
            meaning = shown.preflight.meaning
            job = partial(
                _sign,
                self.office,
                self.span,
                self.folder,
                chosen or Chosen(),
                secret,
                reason or None,
                meaning,
                self._page_drawn,
            )
        else:
            job = partial(make.draft, self.office, self.span, self.folder, progress=self._page_drawn)
        self._worker.write(self, job, self._made, self._not_made)

    def ask_head(self) -> None:
        """Who prepares and does not sign asks the head."""
        if isinstance(self.span, Quarter):
            job = partial(sign_requests.ask, self.office, self.span)
            self._worker.write(self, job, self.asked.emit, self._refused)

    def take_request_back(self) -> None:
        if isinstance(self.span, Quarter):
            job = partial(sign_requests.take_back, self.office, self.span)
            self._worker.write(self, job, self.asked.emit, self._refused)

    def make_summary(self) -> None:
        """Write the public's one page."""
        job = partial(summary.write, self.office, self.span, self.folder)
        self._worker.write(self, job, self.summary_made.emit, self._refused)

    def read_times(self) -> None:
        """The response times behind the figures that are shown."""
        if self.current is not None:
            job = partial(_timed, self.office, self.current.figures)
            self._worker.read(self, job, self.timed.emit, self._refused, key="times")

    # what was told beforehand

    def read_beforehand(self) -> None:
        job = partial(announcements.of_span, self.office, self.span)
        self._worker.read(self, job, self.beforehand.emit, self._refused, key="beforehand")

    def announce(self, about: About, date: dt.date, medium: str, evidence: str) -> None:
        job = partial(announcements.announce, self.office, about, date, medium, evidence)
        self._worker.write(self, job, self.noted.emit, self._refused)

    def note_samad(self, date: dt.date, opens: dt.time, closes: dt.time, calls: int | None) -> None:
        job = partial(announcements.note_samad, self.office, date, opens, closes, calls)
        self._worker.write(self, job, self.noted.emit, self._refused)

    def take_back(self, row: Announced | AtSamad) -> None:
        undo = announcements.take_back if isinstance(row, Announced) else announcements.take_samad_back
        self._worker.write(self, partial(undo, self.office, row.id), self.noted.emit, self._refused)

    def stop(self) -> None:
        self._stop.set()

    def _page_drawn(self, page: int, pages: int | None) -> None:
        """On the thread that writes."""
        if self._stop.is_set():
            raise StoppedError
        self.making.emit(page, pages or 0)

    def _made(self, made: Made) -> None:
        self.made.emit(made)
        self.refresh()

    def _not_made(self, error: UserError) -> None:
        if isinstance(error, StoppedError):
            self.stopped.emit(error.reason)
        else:
            self.refused.emit(error.field or "make", error.reason)
            self.refresh()

    def _show(self, read: Shown) -> None:
        if read.span == self.span:
            self.current = read
            self.shown.emit(read)

    def _refused(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    def _changed(self, changes: list[Change]) -> None:
        if any(change.kind in _SHOWN for change in changes):
            self.stale.emit()


def first_shown(today: dt.date) -> Quarter:
    """In a quarter's first month the one before, whose report is being made; then the present one."""
    present = Quarter.of(today)
    return present.previous if to_jalali(today)[1] == present.months[0] else present


def _read(office: Office, span: Span) -> Shown:
    came = receipts.of_quarter(office, str(span)) if isinstance(span, Quarter) else []
    counted, found = figures.count(office, span), preflight.of_span(office, span)
    request = sign_requests.of_quarter(office, span) if isinstance(span, Quarter) else None
    key, signing = own_key.present(office), signing_settings.of(office)
    return Shown(span, counted, found, report_receiver.usual(office), key, signing, tuple(came), request)


def _timed(office: Office, counted: Figures) -> Timed:
    return Timed(response_times.of(office, counted), tuple(response_times.discontent(office, counted)))


def _sign(
    office: Office,
    quarter: Quarter,
    folder: Path,
    chosen: Chosen,
    secret: str,
    reason: str | None,
    shown: str,
    progress: make.Progress,
) -> Made:
    """On the thread that writes: token and file are opened there too."""
    progress(0, None)
    signer = chosen.signer(office, secret)
    return make.make(office, quarter, folder, signer=signer, reason=reason, progress=progress, shown=shown)
