"""The scans of an issue at the desk: read, attached from a file, opened in memory, taken back. QtCore only."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import attachments
from app.attachments import LARGEST, Scan
from app.domain.errors import Unavailable, UserError
from app.domain.texts import _
from app.office import Office


class ScanModel(QObject):
    """Signals: listed(issue id, list of Scan); opened(Scan, its bytes); not_opened(scan id, reason); done(words, way
    back); refused(field, reason).

    A file is read here and nowhere kept but in the store.
    """

    listed = Signal(int, object)
    opened = Signal(object, object)
    not_opened = Signal(int, str)
    done = Signal(str, object)
    refused = Signal(str, str)

    def __init__(self, office: Office, worker: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker

    def read(self, issue_id: int) -> None:
        job = partial(attachments.of_issue, self._office, issue_id)
        self._worker.read(self, job, partial(self.listed.emit, issue_id), self._refused, key="scans")

    def attach(self, issue_id: int, path: Path) -> None:
        """Read the file and keep it with the issue; both off the UI thread."""

        def attached(scan: Scan) -> None:
            back = partial(attachments.take_back, self._office, scan.id)
            self.done.emit(_("«%(name)s» was attached.") % {"name": scan.name}, back)
            self.read(issue_id)

        self._worker.write(self, partial(_attach, self._office, issue_id, path), attached, self._refused)

    def open(self, scan: Scan) -> None:
        def refused(error: UserError) -> None:
            self.not_opened.emit(scan.id, error.reason)
            self._refused(error)

        job = partial(attachments.content, self._office, scan.id)
        self._worker.read(self, job, partial(self.opened.emit, scan), refused)

    def take_back(self, scan: Scan) -> None:
        def done(_none: object) -> None:
            self.done.emit(_("«%(name)s» is attached no more.") % {"name": scan.name}, None)
            self.read(scan.issue_id)

        self._worker.write(self, partial(attachments.take_back, self._office, scan.id), done, self._refused)

    def _refused(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)


def _attach(office: Office, issue_id: int, path: Path) -> Scan:
    return attachments.attach(office, issue_id, path.name, read_file(path))


def read_file(path: Path) -> bytes:
    """The bytes of a file, of a large one no more than it takes to know that it is too large."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise Unavailable(_("The file could not be read. Choose it again.")) from error
