"""A scan for the chosen matter (Ctrl+Shift+A): from the scanner's folder, whose new files stand here as they come, or
from any file. A file is only read; it leaves the folder by the user's word alone.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app import attachments, referrals, scan_folder
from app.attachments import Scan
from app.domain.persian.calendar import clock, short_date
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from app.issues import IssueRow
from app.office import Office
from app.referral_rows import ReferralRow
from app.scan_folder import FileState, FoundFile
from ui.desk.issue_model import IssueModel
from ui.desk.scan_model import read_file
from ui.desk.scans import ask_file
from ui.this_pc import Settings
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.place_form import PlaceForm
from ui.widgets.rows import Column
from ui.widgets.segment import Segment
from ui.widgets.table import Table

_AGAIN = 1500
"""Milliseconds after which a file that is being written is looked at again."""
_ANSWERS = 2
"""So many of the latest answers are offered."""


def _state(file: FoundFile) -> str:
    if file.state is FileState.GROWING:
        return _("being scanned")
    if file.state is FileState.TOO_LARGE:
        most = persian_digits(attachments.LARGEST // 1024**2)
        return _("too large; at most %(n)s megabytes") % {"n": most}
    if file.state is FileState.KEPT:
        return _("attached")
    size = persian_digits(max(1, round(file.size / 1024)))
    return _("%(n)s kB") % {"n": size}


def _when(file: FoundFile) -> tuple[str, str, str]:
    """Beside the name."""
    return "", f"{short_date(file.changed_at.date())}، {clock(file.changed_at.time())}", "muted"


class ScanForm(PlaceForm):
    """Enter attaches the file that the cursor is at; Delete removes one from the folder that is attached already."""

    def __init__(self, model: IssueModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Attach a scan"), _("Attach"), parent)
        self.ask_file: Callable[[QWidget], str] = ask_file
        self.ask_folder: Callable[[QWidget, str], str] = _ask_folder
        self._model = model
        self._issue: IssueRow | None = None
        self._folder = ""
        self._watcher = QFileSystemWatcher(self)
        self._again = QTimer(self, singleShot=True, interval=_AGAIN)
        self.of = Segment([(None, _("Of the applicant"))], _("Whose paper it is"), numbered=False)
        columns = [
            Column("name", _("File"), lambda file: file.name, 0, "words", wraps=True, aside=_when),
            Column("state", _("State"), _state, 96, wraps=True),
        ]
        self.table = Table(
            columns,
            row_id=lambda file: (file.path, file.changed_at),
            quiet=lambda file: file.state is not FileState.READY,
            label=_("Files of the scanner"),
        )
        self.from_file = Button(_("From a file"), "folder_open", kind=PLAIN, measure="small", on_click=self.choose_file)
        self.set_folder = Button(_("Scanner's folder"), kind=PLAIN, measure="small", on_click=self.choose_folder)
        self.remove = Button(
            _("Remove from the folder"), "delete", kind=PLAIN, cap="Del", measure="small", on_click=self.remove_file
        )
        row = QHBoxLayout()
        for button in (self.from_file, self.set_folder):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self.of)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.said)
        self.body.addWidget(self.remove)
        self.body.addLayout(row)
        self.setFocusProxy(self.table)
        self.of.entered.connect(self.table.setFocus)
        self.table.opened.connect(lambda _file: self.save())
        self.table.chosen.connect(lambda _file: self._name_acts())
        self.table.installEventFilter(self)
        self._watcher.directoryChanged.connect(lambda _path: self._look())
        self._again.timeout.connect(self._look)

    # the matter and the folder -------------------------------------------------------------------------------------

    def show_issue(self, issue: IssueRow) -> None:
        self._issue = issue
        self.about.set_text(_("%(name)s: %(subject)s") % {"name": issue.visitor, "subject": issue.subject})
        self.tell("")
        self.of.set_parts([(None, _("Of the applicant"))], None)
        self.of.hide()
        self._model.read("answers", partial(referrals.of_issue, self._model.office, issue.id), self._show_answers)
        settings = self._settings
        self._watch(settings.scans_folder if settings is not None else "")
        self.table.setFocus()

    @property
    def _settings(self) -> Settings | None:
        return getattr(self.window(), "settings", None)

    def _show_answers(self, rows: list[ReferralRow]) -> None:
        answers = [(answer, row.unit) for row in rows for answer in row.answers]
        answers.sort(key=lambda one: one[0].recorded_at, reverse=True)
        parts = [(answer.id, _("Answer of %(unit)s") % {"unit": unit or ""}) for answer, unit in answers[:_ANSWERS]]
        if parts:
            self.of.set_parts([(None, _("Of the applicant")), *parts], parts[0][0])
            self.of.show()

    def _watch(self, folder: str) -> None:
        """From now on what comes into this folder stands here."""
        if watched := self._watcher.directories():
            self._watcher.removePaths(watched)
        self._folder = folder
        self.table.empty = (
            _("Choose the scanner's folder, or a file.") if not folder else _("No scan is in the folder.")
        )
        if folder:
            self._watcher.addPath(folder)
        self.table.put([])
        self._look()

    def _look(self) -> None:
        if self._folder and self._issue is not None and self.isVisible():
            job = partial(scan_folder.look, self._model.office, Path(self._folder))
            self._model.read("scans of the folder", job, self._show_files)

    def _show_files(self, files: tuple[FoundFile, ...]) -> None:
        before = self.table.current
        self.table.put(list(files))
        if files and (before is None or not self.table.choose((before.path, before.changed_at))):
            first = next((file for file in files if file.state is FileState.READY), files[0])
            self.table.choose((first.path, first.changed_at))
        if any(file.state is FileState.GROWING for file in files):
            self._again.start()
        self._name_acts()

    def _name_acts(self) -> None:
        current = self.table.current
        self.record.setEnabled(current is not None and current.state is FileState.READY)
        self.remove.setVisible(current is not None and current.state is FileState.KEPT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._again.stop()

    # acts ----------------------------------------------------------------------------------------------------------

    def save(self) -> None:
        current: FoundFile | None = self.table.current
        if current is not None and current.state is not FileState.KEPT:
            self._attach(partial(scan_folder.take, path=current.path))

    def choose_file(self) -> None:
        if chosen := self.ask_file(self):
            self._attach(partial(_attach_file, path=Path(chosen)))

    def choose_folder(self) -> None:
        settings = self._settings
        chosen = self.ask_folder(self, self._folder)
        if chosen and settings is not None:
            settings.scans_folder = chosen
            self._watch(chosen)

    def remove_file(self) -> None:
        current, issue = self.table.current, self._issue
        if current is None or issue is None or current.state is not FileState.KEPT:
            return

        def removed(_none: object) -> None:
            self.tell(_("«%(name)s» was removed from the folder.") % {"name": current.name})
            self._look()

        self._model.read("remove scan", partial(scan_folder.remove, self._model.office, current.path), removed)

    def _attach(self, call: Callable[..., Scan]) -> None:
        issue, office = self._issue, self._model.office
        if issue is not None:
            job = partial(call, office, issue.id, answer_id=self.of.data())
            self._model.write(
                "scan", issue, job, _attached, lambda scan: partial(attachments.take_back, office, scan.id)
            )

    def say(self, _field: str, reason: str) -> None:
        self.tell(reason, "danger")
        self.table.setFocus()

    def forget(self) -> None:
        self._issue = None
        self.table.put([])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the table is the form's; Delete asks for the file to go."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.remove_file()
                return True
        return super().eventFilter(watched, event)


def _back(office: Office, scan: Scan) -> Callable[[], None]:
    return partial(attachments.take_back, office, scan.id)


def _attached(scan: Scan) -> str:
    return _("«%(name)s» was attached.") % {"name": scan.name}


def _attach_file(office: Office, issue_id: int, path: Path, answer_id: int | None) -> Scan:
    return attachments.attach(office, issue_id, path.name, read_file(path), answer_id=answer_id)


def _ask_folder(parent: QWidget, folder: str) -> str:
    return QFileDialog.getExistingDirectory(parent, _("Scanner's folder"), folder)
