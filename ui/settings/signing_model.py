"""How the office signs, without widgets: kept at once, each refusal at its field, tokens seen with the library."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from app import presets, signing_settings
from app.domain.errors import UserError
from app.domain.texts import _
from app.office import Change, Office
from app.signing_settings import SigningSettings
from ui.tokens import TokenLook
from ui.worker import Worker


class SigningModel(QObject):
    """Signals: read(SigningSettings); said(text, way back); refused(field, reason). locked: what the preset of this PC
    leaves no choice in.
    """

    read_ = Signal(object)
    said = Signal(str, object)
    refused = Signal(str, str)

    def __init__(self, office: Office, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        self.now = SigningSettings()
        self.locked = presets.of_this_pc().fixed
        self.tokens = TokenLook(worker, self)
        self.today = office.today
        worker.committed.connect(self._committed)

    def read(self) -> None:
        job = partial(signing_settings.of, self._office)
        self._worker.read(self, job, self._show, self._failed, key="signing")

    def set(self, then: Callable[[], object] | None = None, **values: str) -> None:
        """Change some of them. What is so already writes nothing. then: is called once it is so."""
        before = {key: getattr(self.now, key) for key in values}
        if before == values:
            if then is not None:
                then()
            return

        def kept(settings: SigningSettings) -> None:
            self._show(settings)
            self.said.emit(_("Saved."), lambda: self.set(**before))
            if then is not None:
                then()

        job = partial(signing_settings.change, self._office, replace(self.now, **values))
        self._worker.write(self, job, kept, self._failed)

    def _show(self, settings: SigningSettings) -> None:
        self.now = settings
        self.read_.emit(settings)

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind == "office_setting" for change in changes):
            self.read()
