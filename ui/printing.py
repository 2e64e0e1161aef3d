"""Papers on their way to this PC's printer, and those that it did not take. QtCore only."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from app import failed_prints, issues, office_settings, papers
from app.domain.codes import Paper, PaperSize
from app.domain.errors import UserError
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.failed_prints import Waiting
from app.office import Change, Office
from ui import printers
from ui.printer_thread import PATIENCE, PrinterThread
from ui.printers import Target
from ui.this_pc import Settings
from ui.worker import Worker

Send = Callable[[bytes, Target], None]


class Printing(QObject):
    """Draws on the worker's threads, prints on one of its own; the visit is kept whatever the printer does.

    settings: None where there is no printer to be had. send: hands a paper to its target (tests have their own).
    """

    changed = Signal()
    """What waits, what is on its way or where it goes is another."""
    said = Signal(str, str)
    """What became of a paper that was asked for, and a role."""
    drawn = Signal(object, int, bytes, str)
    """A Paper to be looked at, whose visit, its PDF, and what a copy is called; asked for by `look`."""

    def __init__(
        self,
        office: Office,
        worker: Worker,
        settings: Settings | None = None,
        parent: QObject | None = None,
        *,
        send: Send = printers.send,
        patience: int = PATIENCE,
    ) -> None:
        super().__init__(parent)
        self._office, self._worker, self._settings, self._send = office, worker, settings, send
        self._printer = PrinterThread(self, patience)
        self.waiting: tuple[Waiting, ...] = ()
        self._on_the_way: set[tuple[int, Paper]] = set()
        self._left = False
        worker.committed.connect(self._committed)

    # what stands where ---------------------------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether this PC knows where slips go."""
        return self._settings is not None and bool(self._settings.printer)

    @property
    def at_registration(self) -> bool:
        """Whether who is registered gets a slip at once."""
        return self.ready and self._settings is not None and self._settings.print_at_registration

    @property
    def busy(self) -> bool:
        """Whether a paper is on its way."""
        return self._printer.busy

    @property
    def size(self) -> PaperSize:
        """What slips are printed on."""
        return self._settings.slip_paper if self._settings is not None else PaperSize.ROLL

    def read(self) -> None:
        """Read the list of what waits; this PC's settings may be others too."""
        self._worker.read(self, partial(failed_prints.waiting, self._office), self._show, self._fail, key="waiting")

    def _show(self, waiting: Sequence[Waiting]) -> None:
        self.waiting = tuple(waiting)
        self.changed.emit()

    def _committed(self, changes: list[Change]) -> None:
        if self.waiting and any(change.kind == "visit" for change in changes):
            self.read()

    def _fail(self, error: UserError) -> None:
        self.said.emit(error.reason, "danger")

    # acts ----------------------------------------------------------------------------------------------------------

    def registered(self, visit_id: int) -> None:
        """Somebody was registered: the slip, and the head's sheet if the office wants it."""
        if self.at_registration:
            self._worker.read(
                self, partial(office_settings.of, self._office), partial(self._at_registration, visit_id), self._fail
            )

    def _at_registration(self, visit_id: int, settings: office_settings.OfficeSettings) -> None:
        """The slip first, for which somebody stands there; two reading threads would draw whichever is quicker."""
        sheet = partial(self.print, visit_id, Paper.RULING_SHEET, asked=False)
        if settings.ruling_sheet and self._printer_of(Paper.RULING_SHEET):
            self._on_the_way.add((visit_id, Paper.RULING_SHEET))
        self.print(visit_id, Paper.SLIP, asked=False, then=sheet if settings.ruling_sheet else None)

    def over(self, visit_id: int) -> None:
        """A visit is over: with a ruling, the exit slip comes out by itself if this PC is set so."""
        if self.ready and self._settings is not None and self._settings.print_at_exit:
            job = partial(issues.of_visit, self._office, visit_id)
            self._worker.read(self, job, partial(self._if_ruled, visit_id), self._fail)

    def _if_ruled(self, visit_id: int, rows: list[issues.IssueRow]) -> None:
        if any(row.ruling or row.head_only for row in rows):
            self.print(visit_id, Paper.EXIT_SLIP, asked=False)

    def print(
        self, visit_id: int, paper: Paper, *, asked: bool = True, then: Callable[[], object] | None = None
    ) -> None:
        """Draw it and send it to its printer. asked: by a key, so what became of it is said. then: what follows it."""
        printer = self._printer_of(paper)
        if not printer:
            self.said.emit(self._why_no_printer(), "warning")
            return
        self._on_the_way.add((visit_id, paper))
        job = partial(_draw, self._office, visit_id, paper, self.size)

        def drawn(made: tuple[bytes, str]) -> None:
            self._drawn(visit_id, paper, printer, asked, made)
            if then is not None and not self._left:
                then()

        def not_drawn(error: UserError) -> None:
            self._not_drawn(visit_id, paper, error)
            if then is not None and not self._left:
                then()

        self._worker.read(self, job, drawn, not_drawn)

    def print_pdf(self, pdf: bytes, name: str) -> None:
        """What belongs to no visit (blank slips, the head's strip) to the printer of slips; it waits in no list."""
        if not self.ready or self._settings is None:
            self.said.emit(self._why_no_printer(), "warning")
            return
        job = partial(self._send, pdf, Target(self._settings.printer, self._settings.files_folder, name))
        self._printer.run(job, self._sent_pdf)
        self.changed.emit()

    def _sent_pdf(self, error: UserError | None) -> None:
        self.said.emit(error.reason if error else _("It was sent to the printer."), "warning" if error else "success")
        self.changed.emit()

    def look(self, visit_id: int, paper: Paper) -> None:
        """Draw it to be looked at; `drawn` has it."""
        job = partial(_draw, self._office, visit_id, paper, self.size)
        self._worker.read(self, job, lambda drawn: self.drawn.emit(paper, visit_id, *drawn), self._fail, key="look")

    def print_again(self, waiting: Sequence[Waiting]) -> None:
        """These of the list, in their order."""
        for one in waiting:
            self.print(one.visit_id, one.paper)

    def forget(self, one: Waiting) -> None:
        """It is not wanted any more."""
        self._change_list(partial(failed_prints.remove, self._office, one.visit_id, one.paper))

    def put_back(self, one: Waiting) -> None:
        """It is wanted after all."""
        self._change_list(partial(failed_prints.note, self._office, one.visit_id, one.paper, one.reason))

    def leave(self) -> None:
        """The office is left: what is on its way waits in the list from now on."""
        self._printer.leave()
        self._left = True
        for visit_id, paper in self._on_the_way:
            reason = _("Didar was closed before it was printed.")
            self._worker.write(self, partial(failed_prints.note, self._office, visit_id, paper, reason))

    # on the way ----------------------------------------------------------------------------------------------------

    def _printer_of(self, paper: Paper) -> str:
        if self._settings is None:
            return ""
        if paper is not Paper.RULING_SHEET or self._settings.printer == printers.AS_FILES:
            return self._settings.printer
        own = self._settings.slip_paper is not PaperSize.ROLL
        return self._settings.sheet_printer or (self._settings.printer if own else "")

    def _why_no_printer(self) -> str:
        if self.ready:
            return _("The printer of slips prints on a roll; choose one for A5 sheets in the settings.")
        return _("No printer is set; choose one in the settings.")

    def _not_drawn(self, visit_id: int, paper: Paper, error: UserError) -> None:
        self._on_the_way.discard((visit_id, paper))
        self._fail(error)

    def _drawn(self, visit_id: int, paper: Paper, printer: str, asked: bool, drawn: tuple[bytes, str]) -> None:
        if self._left:
            return
        pdf, name = drawn
        folder = self._settings.files_folder if self._settings is not None else ""
        job = partial(self._send, pdf, Target(printer, folder, name))
        self._printer.run(job, partial(self._sent, visit_id, paper, asked))
        self.changed.emit()

    def _sent(self, visit_id: int, paper: Paper, asked: bool, error: UserError | None) -> None:
        self._on_the_way.discard((visit_id, paper))
        if error is None:
            if any((one.visit_id, one.paper) == (visit_id, paper) for one in self.waiting):
                self._change_list(partial(failed_prints.remove, self._office, visit_id, paper))
            if asked:
                self.said.emit(_("It was sent to the printer."), "success")
            self.changed.emit()
            return
        self._change_list(partial(failed_prints.note, self._office, visit_id, paper, error.reason))
        if asked:
            said = _("%(reason)s The paper waits in the list of prints.") % {"reason": error.reason}
        else:
            said = _("The printer does not answer; the turn is registered and will be printed later.")
        self.said.emit(said, "warning")

    def _change_list(self, job: Callable[[], object]) -> None:
        self._worker.write(self, job, lambda _none: self.read(), self._fail)


def note_of(printing: Printing) -> tuple[str, str, str]:
    """Words, icon and role for the status line."""
    if printing.waiting:
        count = persian_digits(len(printing.waiting))
        return _("The printer does not answer; %(n)s papers wait") % {"n": count}, "warning", "warning"
    if printing.busy:
        return _("Printing …"), "print", "muted"
    if not printing.ready:
        return _("No printer set"), "print", "muted"
    return _("Papers and printer"), "print", "muted"


def _draw(office: Office, visit_id: int, paper: Paper, size: PaperSize) -> tuple[bytes, str]:
    name = papers.file_name(office, visit_id, paper)
    if paper is Paper.SLIP:
        return papers.slip(office, visit_id, size), name
    if paper is Paper.EXIT_SLIP:
        return papers.exit_slip(office, visit_id, size), name
    return papers.ruling_sheet(office, visit_id), name
