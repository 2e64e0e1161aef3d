"""The settings without widgets: what the office and this PC want, saved at once, each change with its way back."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import office_settings, presets, report_receiver, words
from app.domain.errors import Refused, UserError
from app.domain.persian.text import isolate
from app.domain.texts import _
from app.office import Change, Office
from app.office_settings import OfficeSettings
from app.preset_keys import RECEIVER
from app.report_receiver import TYPED, Receiver
from app.security.rights import Right
from app.updates import ThisCopy
from app.words import Entry, Words
from ui.printers import names
from ui.settings.backup_model import BackupModel
from ui.settings.days_model import DaysModel
from ui.settings.emblem_model import EmblemModel
from ui.settings.modem_model import ModemModel
from ui.settings.preset_model import PresetModel
from ui.settings.signing_model import SigningModel
from ui.settings.sms_model import SmsModel
from ui.settings.units_model import UnitsModel
from ui.settings.update_model import UpdateModel
from ui.this_pc import Settings
from ui.worker import Worker

_SHOWN = {"office_setting", "unit", "phrase"}


class SettingsModel(QObject):
    """Signals: office_read(OfficeSettings); words_read(Words, list of Entry); said(text, way back or None);
    refused(field, reason), field "" for the screen as a whole; look_changed: theme, text or measures of this PC;
    printing_changed: its printers and when they print; printers_read(names that the system knows);
    receiver_read(Receiver or None) as it is; receiver_offered(Receiver) out of a file, before it is chosen.

    locked: the names of the settings that the preset of this PC leaves no choice in; held: those of them of which no
    value could be taken; set_receiver: the certificate that it sets.
    """

    office_read = Signal(object)
    words_read = Signal(object, object)
    said = Signal(str, object)
    refused = Signal(str, str)
    look_changed = Signal()
    printing_changed = Signal()
    printers_read = Signal(object)
    receiver_read = Signal(object)
    receiver_offered = Signal(object)

    def __init__(
        self,
        office: Office,
        worker: Worker,
        pc: Settings,
        parent: QObject | None = None,
        *,
        printers: Callable[[], list[str]] = names,
        here: ThisCopy | None = None,
    ) -> None:
        super().__init__(parent)
        self._printers = printers
        self.pc = pc
        self._office, self._worker = office, worker
        self._now: OfficeSettings | None = None
        preset = presets.of_this_pc()
        self.locked, self.held = preset.fixed, preset.held
        self.set_receiver: str = preset.value(RECEIVER).pem if RECEIVER in preset.given else ""
        self.may_register, self.may_administer = office.may(Right.REGISTER), office.may(Right.ADMINISTER)
        self.signing = SigningModel(office, worker, self)
        self.modem = ModemModel(office, worker, pc, self)
        self.emblem = EmblemModel(office, worker, lambda digest: self.set(emblem=digest), self)
        self.days, self.units = DaysModel(office, worker, self), UnitsModel(office, worker, self)
        self.sms = SmsModel(office, worker, self)
        self.updates = UpdateModel(office, worker, self, here=here)
        self.backup, self.preset = BackupModel(office, worker, self), PresetModel(office, worker, self)
        worker.committed.connect(self._committed)

    def read(self) -> None:
        self._worker.read(
            self, partial(office_settings.of, self._office), self._office_read, self._failed, key="office"
        )
        for which in Words:
            self._read_words(which)
        for part in (self.signing, self.modem, self.days, self.units, self.sms, self.backup, self.preset):
            part.read()
        job = partial(report_receiver.usual, self._office)
        self._worker.read(self, job, self.receiver_read.emit, self._failed, key="receiver")
        self._worker.read(self, self._printers, self.printers_read.emit, self._failed, key="printers")

    def _read_words(self, which: Words) -> None:
        job = partial(words.entries, self._office, which)
        self._worker.read(self, job, partial(self.words_read.emit, which), self._failed, key=which)

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in _SHOWN for change in changes):
            self.read()

    def _office_read(self, settings: OfficeSettings) -> None:
        self._now = settings
        self.emblem.show(settings)
        self.office_read.emit(settings)

    # the office's switches -----------------------------------------------------------------------------------------

    def set(self, **values: Any) -> None:
        """Change some of the office's settings. What is so already changes nothing."""
        before = self._now
        if before is None or all(getattr(before, key) == value for key, value in values.items()):
            return
        self._now = replace(before, **values)
        back = {key: getattr(before, key) for key in values}
        self._act(partial(office_settings.change, self._office, self._now), _("Saved."), lambda: self.set(**back))

    # words ---------------------------------------------------------------------------------------------------------

    def add(self, which: Words, text: str) -> None:
        def added(entries: list[Entry]) -> None:
            last = entries[-1]
            back = partial(self._do, partial(words.put_away, self._office, which, last.id))
            self.said.emit(_("«%(text)s» was added.") % {"text": last.text}, back)

        self._worker.write(self, partial(words.add, self._office, which, text), added, self._failed)

    def change(self, which: Words, entry: Entry, text: str) -> None:
        call = partial(words.change, self._office, which, entry.id)

        self._act(partial(call, text), _("Saved."), partial(self._do, partial(call, entry.text)))

    def move(self, which: Words, entry: Entry, by: int) -> None:
        self._do(partial(words.move, self._office, which, entry.id, entry.place + by))

    def put_away(self, which: Words, entry: Entry) -> None:
        back = partial(self._do, partial(words.bring_back, self._office, which, entry.id, entry.place))
        said = _("«%(text)s» is offered no more.") % {"text": entry.text}
        self._act(partial(words.put_away, self._office, which, entry.id), said, back)

    # the receiver of reports ----------------------------------------------------------------------------------------

    @property
    def today(self) -> dt.date:
        return self._office.today()

    def offer_receiver(self, path: Path) -> None:
        """Read a certificate's file; nothing is chosen yet."""
        job = partial(report_receiver.read, path, self._office.now())
        self._worker.read(self, job, self.receiver_offered.emit, self._failed, key="offered")

    def choose_receiver(self, offered: Receiver, typed: str, before: Receiver | None, *, own_copy: bool) -> None:
        """From now on it is this one, if the letters that were typed are its fingerprint's last."""
        job = partial(report_receiver.choose, self._office, offered.pem.encode(), typed, own_copy=own_copy)
        said = _("From now on reports are encrypted for %(name)s.") % {"name": isolate(offered.name)}
        self._act(job, said, self._again(before))

    def forget_receiver(self, receiver: Receiver) -> None:
        said = _("From now on reports go out plain.")
        self._act(partial(report_receiver.forget, self._office), said, self._again(receiver))

    def copy_to_office(self, receiver: Receiver, *, on: bool) -> None:
        """Whether the office's own key opens the files too."""
        job = self._chosen_again(replace(receiver, own_copy=on))
        self._act(job, _("Saved."), self._again(receiver))

    def _again(self, before: Receiver | None) -> Callable[[], object]:
        """The way back to the receiver that was; his fingerprint was heard when he was chosen."""
        if before is None:
            return partial(self._do, partial(report_receiver.forget, self._office))
        return partial(self._do, self._chosen_again(before))

    def _chosen_again(self, receiver: Receiver) -> Callable[[], object]:
        heard, content = receiver.fingerprint[-TYPED:], receiver.pem.encode()
        return partial(report_receiver.choose, self._office, content, heard, own_copy=receiver.own_copy)

    # this PC -------------------------------------------------------------------------------------------------------

    def dress(self, **values: Any) -> None:
        """Theme, text_percent or compact of this PC."""
        before = {key: getattr(self.pc, key) for key in values}
        if before == values:
            return
        for key, value in values.items():
            setattr(self.pc, key, value)
        self.look_changed.emit()
        self.said.emit(self.pc.what_became_of_it, partial(self.dress, **before))

    def print_by(self, **values: Any) -> None:
        """Printers, paper and moments of this PC (ui/this_pc.py)."""
        before = {key: getattr(self.pc, key) for key in values}
        if before == values:
            return
        for key, value in values.items():
            setattr(self.pc, key, value)
        self.printing_changed.emit()
        self.said.emit(self.pc.what_became_of_it, partial(self.print_by, **before))

    # -----------------------------------------------------------------------------------------------------------------

    def _do(self, call: Callable[[], object]) -> None:
        """An act that is its own way back, or the way back of one."""
        self._worker.write(self, call, None, self._failed)

    def _act(self, call: Callable[[], object], said: str, back: Callable[[], object]) -> None:
        self._worker.write(self, call, lambda _answer: self.said.emit(said, back), self._failed)

    def _failed(self, error: UserError) -> None:
        self.refused.emit((error.field or "") if isinstance(error, Refused) else "", error.reason)
        self.read()
