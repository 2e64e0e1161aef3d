"""What the preset of this PC says and how the office stands to it, without widgets."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from app import preset_taking, presets
from app.domain.errors import UserError
from app.office import Change, Office
from ui.worker import Worker


class PresetModel(QObject):
    """Signals: read_(rows of preset_taking.overview); refused(field, reason)."""

    read_ = Signal(object)
    refused = Signal(str, str)

    def __init__(self, office: Office, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        self.preset = presets.of_this_pc()
        worker.committed.connect(self._committed)

    @property
    def is_there(self) -> bool:
        """Whether there is anything to tell."""
        return self.preset.says_anything

    def read(self) -> None:
        if self.is_there:
            job = partial(preset_taking.overview, self._office)
            self._worker.read(self, job, self.read_.emit, self._failed, key="preset")

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in ("office_setting", "schedule", "agency") for change in changes):
            self.read()
