"""The window onto which files are dropped, without widgets: one file after the other, in a process of its own."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import bulletins, receipts, sealed_reports, senders, visit_slips
from app.domain.errors import Refused, UserError
from app.domain.persian.text import isolate
from app.domain.texts import _
from app.files import read_bytes, write_new
from app.office import Office
from app.report import signed_note
from app.security.rights import Right
from app.visit_slips import VisitCode
from ui.verify.batch import Batch
from ui.verify.keyring import Keyring
from ui.verify.rows import FileRow, Stage
from ui.verify.senders_model import SendersModel
from ui.worker import Job, Worker


class VerifyModel(QObject):
    """Signals: added(row); changed(row); busy_changed(bool); said(text, role); refused(field, reason). What became of a
    key is told by `keys`, what opens encrypted files by `keyring`.
    """

    added = Signal(object)
    changed = Signal(object)
    busy_changed = Signal(bool)
    said = Signal(str, str)
    refused = Signal(str, str)

    def __init__(self, worker: Worker, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self.rows: dict[int, FileRow] = {}
        self.visit: str | None = None
        self.keyring, self.keys = Keyring(worker, office, self), SendersModel(worker, office, self)
        self.keyring.changed.connect(self._open_again)
        self.keys.decided.connect(self.judge_again)
        self._worker = worker
        self._queue: list[int] = []
        self._batch: Batch | None = None
        self._job: Job | None = None
        self._last = 0

    @property
    def is_busy(self) -> bool:
        return self._job is not None or bool(self._queue)

    @property
    def may_sign(self) -> bool:
        return self.office.may(Right.SIGN_REPORT)

    def add(self, paths: Iterable[Path]) -> None:
        """Each becomes a row at once; a file that is there already is looked at again."""
        for path in paths:
            number = next((row.number for row in self.rows.values() if row.path == path), 0)
            if number:
                self._again(number)
                continue
            self._last += 1
            row = self.rows[self._last] = FileRow(self._last, path)
            self._queue.append(row.number)
            self.added.emit(row)
        self._next()

    def stop(self) -> None:
        """What has not begun does not begin; what is being read is given up."""
        waiting, self._queue = self._queue, []
        if self._job is not None:
            self._job.cancel()
            self._job = None
            waiting.insert(0, next(row.number for row in self.rows.values() if row.stage is Stage.RUNNING))
        self._close()
        for number in waiting:
            self._put(replace(self.rows[number], stage=Stage.DONE, refused=_("Stopped.")))
        self.busy_changed.emit(False)

    @property
    def may_save_plain(self) -> bool:
        return self.office.may(Right.PREPARE_REPORT)

    def clear(self) -> None:
        """An empty list; nothing is read any more, and the key that opened files is forgotten."""
        if self.is_busy:
            self.stop()
        self.rows.clear()
        self.keyring.forget()

    def ask_visit(self, text: str) -> VisitCode | None:
        """Whether this visit is in each of the reports; "" asks for none. Raises Refused for one that is mistyped."""
        code = visit_slips.read(text) if text else None
        self.visit = text or None
        self._look_again(lambda row: row.verdict is not None and row.verdict.intact)
        return code

    def _open_again(self) -> None:
        """Another key: what it could open is tried."""
        if self.keyring.key is not None:
            self._look_again(lambda row: row.is_closed)

    def _look_again(self, wanted: Callable[[FileRow], bool]) -> None:
        for row in list(self.rows.values()):
            if wanted(row):
                self._again(row.number)
        self._next()

    def _close(self) -> None:
        batch, self._batch = self._batch, None
        if batch is not None:
            self._worker.read(self, batch.close)

    def _again(self, number: int) -> None:
        if number not in self._queue and self.rows[number].stage is Stage.DONE:
            self._put(FileRow(number, self.rows[number].path))
            self._queue.append(number)

    def _put(self, row: FileRow) -> None:
        if row.number in self.rows:
            self.rows[row.number] = row
            self.changed.emit(row)

    def _next(self) -> None:
        if self._job is not None:
            return
        if not self._queue:
            self._close()  # the next batch asks anew whom to trust
            self.busy_changed.emit(False)
            return
        self.busy_changed.emit(True)
        if self._batch is not None and self._batch.asks != (self.keyring.key, self.visit):
            self._close()
        self._batch = self._batch or Batch(self.office, self.keyring.key, self.visit)
        row = self.rows[self._queue.pop(0)]
        self._put(replace(row, stage=Stage.RUNNING))
        self._job = self._worker.read(
            self,
            partial(_look_at, self._batch, row.path),
            partial(self._looked, row.number),
            partial(self._failed, row.number),
        )

    def _looked(self, number: int, found: Any) -> None:
        row = self.rows[number]
        if not isinstance(found, bytes):
            row = replace(row, verdict=found, asked=self.visit is not None)
            job = partial(senders.receive, self.office, found)
            self._write(job, lambda came: self._done(replace(row, came=came)), number)
        elif signed_note.format_of(found) == signed_note.RECEIPT:
            job = partial(receipts.file, self.office, found)
            self._write(job, lambda filed: self._done(replace(row, filed=filed)), number)
        else:
            self._take(row, found)

    def _write(self, job: Any, done: Any, number: int) -> None:
        self._job = self._worker.write(self, job, done, partial(self._failed, number))

    def _done(self, row: FileRow) -> None:
        self._job = None
        self._put(replace(row, stage=Stage.DONE))
        self._next()

    def _failed(self, number: int, error: UserError) -> None:
        self._done(replace(self.rows[number], refused=error.reason))

    # the inspection office's list

    def _take(self, row: FileRow, data: bytes, typed: str = "") -> None:
        try:
            row = replace(row, bulletin=bulletins.read(data))
        except Refused as refusal:
            self._failed(row.number, refusal)
            return
        self._job = self._worker.write(
            self,
            partial(bulletins.take, self.office, data, typed=typed),
            partial(self._taken, row),
            partial(self._not_taken, row),
        )

    def _taken(self, row: FileRow, taken: bulletins.Taken) -> None:
        self._done(replace(row, taken=taken, refused=""))
        self.judge_again()

    def _not_taken(self, row: FileRow, error: UserError) -> None:
        """Its issuer is still to be confirmed, or it is an older one."""
        first = error.field == "typed" and row.stage is not Stage.DONE
        self._done(replace(row, refused="" if error.field == "typed" else error.reason))
        if not first:
            self.refused.emit(error.field or "", error.reason)

    # acts

    def confirm(self, row: FileRow, typed: str, how: str) -> None:
        """The key of a report, a receipt or a bulletin, as its fingerprint was read out."""
        if row.bulletin is not None:
            self._worker.read(
                self,
                partial(read_bytes, row.path, signed_note.LARGEST),
                lambda data: self._take(row, data, typed),
                self._refused,
            )
            return
        self.keys.confirm(*key_of(row), typed, how)

    def judge_again(self) -> None:
        """Somebody is known now who was not, or the other way round: all are looked at again."""
        self._look_again(lambda row: row.bulletin is None)

    def save_plain(self, row: FileRow, plain: Path) -> None:
        """What is in an encrypted file, as a plain one: only because somebody said so, and the trail tells it."""
        if self.keyring.key is None:
            return
        self._worker.write(
            self,
            partial(sealed_reports.save_plain, self.office, row.path, self.keyring.key, plain),
            lambda path: self.said.emit(
                _("Saved in plain: %(file)s. Delete it once you do not need it.") % {"file": isolate(path.name)},
                "warning",
            ),
            self._refused,
        )

    def make_receipt(self, row: FileRow) -> None:
        """Signed by the office's own key, beside the report."""
        self._worker.write(
            self,
            partial(_receipt, self.office, row),
            lambda path: self.said.emit(_("Receipt saved: %(file)s") % {"file": path.name}, "success"),
            self._refused,
        )

    def _refused(self, error: UserError) -> None:
        self.refused.emit(error.field or "", error.reason)


def _look_at(batch: Batch, path: Path) -> Any:
    """On a reading thread: a note's bytes, or a report's verdict."""
    if path.suffix.lower() == ".json":
        data = read_bytes(path, signed_note.LARGEST)
        if signed_note.format_of(data) is None:
            raise Refused(_("This is neither a report nor a receipt of Didar."))
        return data
    return batch.verdict(str(path))


def key_of(row: FileRow) -> tuple[str, str]:
    """Code and fingerprint of the key that signed this file."""
    if row.verdict is not None and row.verdict.facts is not None:
        return row.verdict.facts.code, row.verdict.fingerprint or ""
    if row.filed is not None:
        return row.filed.receiver_code, row.filed.fingerprint
    return (row.bulletin.issuer_code, row.bulletin.issuer) if row.bulletin else ("", "")


def _receipt(office: Office, row: FileRow) -> Path:
    if row.verdict is None:
        raise Refused(_("A receipt is given for a report that is whole, and for no other."))
    path = row.path.with_name(receipts.name_of(row.verdict))
    write_new(path, receipts.make(office, row.verdict), private=False)
    return path
