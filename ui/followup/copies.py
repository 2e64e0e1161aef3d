"""The list on paper and as a sheet: of it the rows that were chosen, where those are several, else all of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app import exports, worklist_paper, worklist_sheet
from app.domain.errors import UserError
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.exports import ListSheet
from app.office import Office
from app.security.rights import Right
from app.worklist import Filters, Tab, WorkRow
from app.worklist_paper import Paper
from ui.exporting import written_to
from ui.followup.view_model import FollowUpModel
from ui.preview import Preview, dated
from ui.widgets.banner import ProgressLine
from ui.widgets.buttons import PLAIN, Button


class StoppedError(UserError):
    """The user has stopped it: nothing was written."""

    def __init__(self) -> None:
        super().__init__(_("Stopped: no sheet was written."))


class ListCopies(QObject):
    """Its buttons stand at the head of the page, `progress` under the list. chosen: the rows that are selected."""

    made = Signal(object)
    """A preview, to be laid over the screen."""
    said = Signal(str, str)
    """What became of it, and a role."""
    _told = Signal(int, int)

    def __init__(self, model: FollowUpModel, chosen: Callable[[], list[WorkRow | None]], parent: QWidget) -> None:
        super().__init__(parent)
        self._model, self._chosen_rows = model, chosen
        self._stop, self._busy = Event(), False
        self.print_button = Button(
            _("Print the list"), "print", kind=PLAIN, key="print", on_click=self.print_list, parent=parent
        )
        self.sheet_button = Button(
            _("As a sheet"), "arrow_export_ltr", kind=PLAIN, key="export", on_click=self._ask, parent=parent
        )
        self.sheet_button.setVisible(model.may(Right.PREPARE_REPORT))
        self.progress = ProgressLine(parent)
        self.progress.stopped.connect(self.stop)
        self._told.connect(self._step)

    @property
    def _chosen(self) -> tuple[int, ...]:
        """Empty: all of the list, as far as it is narrowed."""
        ids = tuple(row.issue_id for row in self._chosen_rows() if row is not None)
        return ids if len(ids) > 1 else ()

    # on paper ------------------------------------------------------------------------------------------------------

    def print_list(self) -> None:
        """Ctrl+P."""
        model = self._model
        job = partial(worklist_paper.paper, model.office, model.tab, model.filters, self._chosen)
        model.worker.read(self, job, partial(self._preview, model.tab), self._refused, key="paper")

    def _preview(self, tab: Tab, paper: Paper) -> None:
        title = _("Follow-up: %(title)s") % {"title": tab.label}
        preview = Preview(title, paper.pdf, dated("didar-follow-up", self._model.today), self._model.worker)
        self.made.emit(preview)
        if paper.gone:
            said = _("Of the chosen matters %(gone)s are not in this list any more; here are the other %(n)s.")
            preview.bar.say(persian_digits(said % {"gone": paper.gone, "n": paper.count}), role="warning")

    def _refused(self, error: UserError) -> None:
        self.said.emit(error.reason, "danger")

    # as a sheet ----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.sheet_button.window().export_wanted.emit()

    def write_sheet(self, folder: Path) -> None:
        """Into a new file of the folder; a second press meanwhile is not heard."""
        if self._busy:
            return
        self._busy = True
        self._stop.clear()
        model = self._model
        job = partial(_drawn, model.office, model.tab, model.filters, self._chosen, self._tell)
        model.worker.read(self, job, partial(self._write, folder), self._not_written)

    def stop(self) -> None:
        self.progress.stopping()
        self._stop.set()

    def _tell(self, done: int, of: int) -> None:
        """On the reading thread."""
        if self._stop.is_set():
            raise StoppedError
        self._told.emit(done, of)

    def _step(self, done: int, of: int) -> None:
        """Only a list that takes its time says how far it is."""
        if self._busy and of > worklist_sheet.AT_ONCE:
            said = _("Row %(n)s of %(total)s") % {"n": done, "total": of}
            if self.progress.isHidden():
                self.progress.start("")
            self.progress.step(done, of, persian_digits(said))

    def _write(self, folder: Path, drawn: tuple[ListSheet, bytes]) -> None:
        sheet, content = drawn
        job = partial(exports.write, self._model.office, sheet, folder, content)
        self._model.worker.write(self, job, self._written, self._not_written)

    def _written(self, path: Path) -> None:
        self._end()
        self.said.emit(written_to(path), "success")

    def _not_written(self, error: UserError) -> None:
        self._end()
        self.said.emit(error.reason, "plain" if isinstance(error, StoppedError) else "danger")

    def _end(self) -> None:
        self._busy = False
        self.progress.hide()


def _drawn(
    office: Office, tab: Tab, filters: Filters, issue_ids: tuple[int, ...], told: worklist_sheet.Progress
) -> tuple[ListSheet, bytes]:
    """The rows and the sheet of them: as reading does, beside whatever is written meanwhile."""
    sheet = worklist_sheet.of_list(office, tab, filters, issue_ids, told)
    return sheet, exports.drawn(sheet, told)
