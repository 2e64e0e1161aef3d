"""The letterhead's picture in the settings: read to be shown, taken from a file. QtCore only."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app import emblem
from app.domain.errors import UserError
from app.files import read_bytes
from app.office import Office
from app.office_settings import OfficeSettings
from ui.worker import Worker


class EmblemModel(QObject):
    """choose: makes the picture of this digest the letterhead's, with its way back."""

    shown = Signal(object)
    """The picture's bytes, or None."""
    refused = Signal(str)

    def __init__(self, office: Office, worker: Worker, choose: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._worker, self._choose = office, worker, choose
        self._digest: str | None = None

    def show(self, settings: OfficeSettings) -> None:
        if settings.emblem != self._digest:
            self._digest = settings.emblem
            job = partial(emblem.content, self._office, settings.emblem)
            self._worker.read(self, job, self.shown.emit, self._failed, key="emblem")

    def take(self, path: Path) -> None:
        def keep() -> str:
            return emblem.keep(self._office, read_bytes(path, emblem.LARGEST))

        self._worker.write(self, keep, self._choose, self._failed)

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.reason)
