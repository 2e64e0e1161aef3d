"""The units that act, without widgets: whom one reaches in each, kept at once, with the way back."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import units
from app.domain.errors import UserError
from app.domain.texts import _
from app.office import Change, Office
from app.units import UnitParticulars, UnitRow
from ui.worker import Worker


class UnitsModel(QObject):
    """Signals: read_(list of UnitRow); said(text, way back); refused(field, reason)."""

    read_ = Signal(object)
    said = Signal(str, object)
    refused = Signal(str, str)

    def __init__(self, office: Office, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        worker.committed.connect(self._committed)

    def read(self) -> None:
        self._worker.read(self, partial(units.of_office, self._office), self.read_.emit, self._failed, key="units")

    def describe(self, unit: UnitRow, particulars: UnitParticulars) -> None:
        """What is so already writes nothing."""
        if particulars != unit.particulars:
            back = partial(self._write, unit, unit.particulars)
            self._write(unit, particulars, lambda _rows: self.said.emit(_("Saved."), back))

    def _write(self, unit: UnitRow, particulars: UnitParticulars, done: Any = None) -> None:
        job = partial(units.describe, self._office, unit.id, particulars)
        self._worker.write(self, job, done, self._failed)

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind == "unit" for change in changes):
            self.read()
