"""How messages are sent, without widgets: by what, when and in which words; kept at once, with the way back."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import carrier_settings, sms_settings
from app.carrier_settings import CarrierRow
from app.domain.codes import CarrierKind
from app.domain.errors import UserError
from app.domain.persian.text import isolate, persian_digits
from app.domain.texts import _
from app.office import Change, Office
from app.security.rights import Right
from app.sms_settings import SmsSettings
from ui.worker import Worker


class SmsModel(QObject):
    """Signals: carriers_read(tuple of CarrierRow), settings_read(SmsSettings); said(text, way back or None);
    refused(field, reason); tested(words, role).
    """

    carriers_read = Signal(object)
    settings_read = Signal(object)
    said = Signal(str, object)
    refused = Signal(str, str)
    tested = Signal(str, str)

    def __init__(self, office: Office, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        self._carriers: tuple[CarrierRow, ...] = ()
        self._now: SmsSettings | None = None
        self.may_administer, self.may_follow_up = office.may(Right.ADMINISTER), office.may(Right.FOLLOW_UP)
        worker.committed.connect(self._committed)

    def read(self) -> None:
        self._worker.read(self, partial(carrier_settings.of, self._office), self._show, self._failed, key="carriers")
        self._worker.read(self, partial(sms_settings.of, self._office), self._settings, self._failed, key="sms")

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in ("carrier", "office_setting") for change in changes):
            self.read()

    def _show(self, rows: tuple[CarrierRow, ...]) -> None:
        self._carriers = rows
        self.carriers_read.emit(rows)

    def _settings(self, settings: SmsSettings) -> None:
        self._now = settings
        self.settings_read.emit(settings)

    @property
    def active(self) -> CarrierRow | None:
        """The carrier by which messages go."""
        return next((row for row in self._carriers if row.active), None)

    def use(self, kind: CarrierKind) -> None:
        """From now on messages go by this one."""
        before = self.active
        wanted = next((row for row in self._carriers if row.kind is kind), None)
        if before is not None and wanted is not None and kind is not before.kind:
            self._write_carrier(replace(wanted, active=True), partial(self.use, before.kind))

    def set_carrier(self, **values: str) -> None:
        """Change how the chosen carrier is reached. What is so already writes nothing."""
        before = self.active
        if before is not None and any(getattr(before, key) != value for key, value in values.items()):
            back = {key: getattr(before, key) for key in values}
            self._write_carrier(replace(before, **values), lambda: self.set_carrier(**back))

    def set_secret(self, secret: str) -> None:
        """A new key or password; the one before is gone, so there is no way back."""
        if self.active is not None and secret:
            self._write_carrier(self.active, None, secret)

    def _write_carrier(self, wanted: CarrierRow, back: Callable[[], object] | None, secret: str | None = None) -> None:
        def done(rows: tuple[CarrierRow, ...]) -> None:
            self._show(rows)
            self.said.emit(_("Saved."), back)

        self._worker.write(self, partial(carrier_settings.change, self._office, wanted, secret), done, self._failed)

    def set(self, **values: Any) -> None:
        """Change when messages go, and in which words."""
        before = self._now
        if before is None or all(getattr(before, key) == value for key, value in values.items()):
            return
        back = {key: getattr(before, key) for key in values}

        def done(settings: SmsSettings) -> None:
            self._settings(settings)
            self.said.emit(_("Saved."), lambda: self.set(**back))

        job = partial(sms_settings.change, self._office, replace(before, **values))
        self._worker.write(self, job, done, self._failed)

    def test(self) -> None:
        """Ask the gateway for the credit."""
        self.tested.emit(_("Asking the gateway …"), "muted")
        job = partial(carrier_settings.credit, self._office)
        self._worker.read(self, job, self._tested, lambda error: self.tested.emit(error.reason, "danger"), key="test")

    def _tested(self, credit: str) -> None:
        said = _("The gateway answers. Credit: %(credit)s rials")
        self.tested.emit(said % {"credit": isolate(persian_digits(_grouped(credit)))}, "success")

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)
        self.read()


def _grouped(number: str) -> str:
    """12,500,000."""
    return f"{int(number):,}".replace(",", "٬") if number.isdecimal() else number
