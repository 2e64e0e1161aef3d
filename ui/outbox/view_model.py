"""The outbox without widgets: what can be done with a message, done at once, each with its way back."""

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app import outbox
from app.domain.codes import CarrierKind, MessageState
from app.domain.errors import UserError
from app.domain.texts import N_, _
from app.office import Change, Office
from app.outbox import MessageRow, Summary
from app.security.rights import Right
from ui.worker import Worker


class Act(Enum):
    """What a person can do with a message: words on the button, icon, what is said afterwards."""

    SENT = N_("It was sent"), "checkmark", N_("Noted as sent.")
    AGAIN = N_("Send again"), "send", N_("It waits to be sent again.")
    DELIVERED = N_("It was delivered"), "checkmark_circle", N_("Noted as delivered.")
    RESUME = N_("Send it after all"), "send", N_("It waits to be sent.")
    CANCEL = N_("Cancel the sending"), "dismiss", N_("It is not sent.")

    def __init__(self, words: str, icon: str, said: str) -> None:
        self.words, self.icon, self.said = words, icon, said


class OutboxModel(QObject):
    """Signals: read_(list of MessageRow); said(words, way back or None); returned(id of the row whose act was taken
    back); refused(reason).
    """

    read_ = Signal(object)
    said = Signal(str, object)
    returned = Signal(object)
    refused = Signal(str)

    def __init__(self, office: Office, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._office, self._worker = office, worker
        self.summary: Summary | None = None
        self.may = office.may(Right.FOLLOW_UP)
        worker.committed.connect(self._committed)

    def read(self) -> None:
        self._worker.read(self, partial(_all, self._office), self._show, self._failed, key="messages")

    def _committed(self, changes: list[Change]) -> None:
        if any(change.kind in ("message", "carrier") for change in changes):
            self.read()

    def _show(self, found: tuple[list[MessageRow], Summary]) -> None:
        rows, self.summary = found
        self.read_.emit(rows)

    def acts(self, row: MessageRow) -> list[Act]:
        """What can be done with it now, the likeliest first."""
        if not self.may or (row.overtaken and row.state in (MessageState.FAILED, MessageState.CANCELLED)):
            return []
        by_hand = self.summary is not None and self.summary.by_hand
        if row.state is MessageState.WAITING:
            return [Act.SENT, Act.CANCEL] if by_hand else [Act.CANCEL]
        if row.state is MessageState.UNKNOWN:
            return [Act.SENT, Act.AGAIN]
        if row.state is MessageState.SENT and row.carrier is CarrierKind.BY_HAND:
            return [Act.DELIVERED]
        if row.state is MessageState.FAILED:
            return [Act.AGAIN]
        return [Act.RESUME] if row.state is MessageState.CANCELLED else []

    def do(self, act: Act, row: MessageRow) -> None:
        office, number = self._office, row.id
        decided = partial(outbox.take_back_decision, office, number)
        calls: dict[Act, tuple[Callable[[], MessageRow], Callable[[], object] | None]] = {
            Act.SENT: (partial(outbox.decide, office, number, sent=True), decided),
            Act.AGAIN: (partial(outbox.decide, office, number, sent=False), decided),
            Act.DELIVERED: (
                partial(outbox.confirm_delivery, office, number),
                partial(outbox.take_back_delivery, office, number),
            ),
            Act.RESUME: (partial(outbox.resume, office, number), partial(outbox.cancel, office, number)),
            Act.CANCEL: (partial(outbox.cancel, office, number), partial(outbox.resume, office, number)),
        }
        call, back = calls[act]
        if act is Act.AGAIN and row.state is MessageState.FAILED:
            self._write(partial(outbox.send_again, office, number), act, row, None)
            return
        self._write(call, act, row, back)

    def retry(self, then: Callable[[], object]) -> None:
        """What stopped the line was seen to."""
        job = partial(outbox.retry, self._office)
        self._worker.write(self, job, lambda _summary: (self.read(), then()), self._failed)

    def _write(self, call: Callable[[], Any], act: Act, row: MessageRow, back: Callable[[], object] | None) -> None:
        said = _("%(name)s: %(said)s") % {"name": row.name, "said": _(act.said)} if row.name else _(act.said)

        def done(after: MessageRow) -> None:
            undo = back
            if undo is None and act is Act.AGAIN:  # a message of its own
                undo = partial(outbox.cancel, self._office, after.id)
            self.said.emit(said, partial(self._back, undo, row.id) if undo else None)

        self._worker.write(self, call, done, self._failed)

    def _back(self, call: Callable[[], object], row_id: int) -> None:
        self._worker.write(self, call, lambda _row: self.returned.emit(row_id), self._failed)

    def _failed(self, error: UserError) -> None:
        self.refused.emit(error.reason)
        self.read()


def _all(office: Office) -> tuple[list[MessageRow], Summary]:
    return outbox.rows(office), outbox.summary(office)
