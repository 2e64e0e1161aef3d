"""The outbox in all its states: `python -m tests.screens outbox light FOLDER`."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from app import carrier_settings, outbox, outcomes, queue, sending
from app.carrier_settings import CarrierRow
from app.carriers import Answer
from app.domain.codes import CarrierKind, MessageState, Purpose, Status
from app.office import Office
from db.models import Message
from tests.carrier import LOST, Scripted
from tests.conftest import Clock
from tests.screens.desk import MEETING_DAY
from tests.screens.render import made_up_office, render, settings
from ui.desk.screen import DeskScreen
from ui.frame.info import OfficeInfo
from ui.frame.office import OfficeFrame
from ui.keys import PhysicalKeys
from ui.outbox.page import OutboxPage
from ui.outbox.runner import Outbox
from ui.outbox.view_model import OutboxModel
from ui.window import Screen, Window
from ui.worker import Worker

GATEWAY = CarrierRow(CarrierKind.KAVENEGAR, line="10004346", active=True)


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """Each state in one theme, at this process's scale."""
    made = []
    for name, prepare in _STATES.items():
        with made_up_office(361, MEETING_DAY) as (office, worker, clock):
            prepare(office, clock)
            window = partial(_window, office, worker, out_dir)
            made.append(render(window, name, theme=theme, out_dir=out_dir, ready=_ready(worker), prepare=_chosen(name)))
    return made


def _ready(worker: Worker) -> Callable[[QWidget], bool]:
    return lambda window: worker.idle and window.current.model.summary is not None


def _window(office: Office, worker: Worker, out_dir: Path) -> Window:
    info = OfficeInfo()
    window = Window(info, settings(out_dir / ".settings"), PhysicalKeys())
    sender = Outbox(office, worker, window)
    sender.leave()  # what is seen is what stands, not what is being sent
    frame = OfficeFrame(office, worker, window, outbox=sender)
    frame.changed.connect(lambda: info.put(frame.shown))
    window.put_screens([Screen("desk", "desk", "میز دیدار", lambda: DeskScreen(office, worker))])
    window.uncover()
    window.go("desk")
    window.lay_over(OutboxPage(OutboxModel(office, worker), sender))
    return window


def _chosen(name: str) -> Callable[[Any], None]:
    def choose(window: Any) -> None:
        page = window.current
        wanted = MessageState.FAILED if name.endswith("failed") else MessageState.UNKNOWN
        row = next((row for row in page.table.rows if row.state is wanted), None)
        if row is not None:
            page.table.choose(row.id)
        page.table.setFocus()

    return choose


def _queued(office: Office, many: int, after: int = 0) -> list[int]:
    """Results for so many of the day's people."""
    made: list[int] = []
    for row in queue.of_day(office, MEETING_DAY.date())[after:]:
        if len(made) < many and row.issue_ids:
            outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "انجام شد")
            made.append(outbox.queue(office, row.issue_ids[0], Purpose.RESULT).id)
    return made


def _sent(office: Office, clock: Clock, *answers: Any, many: int = 9) -> None:
    carrier_settings.change(office, GATEWAY, "key")
    _queued(office, many)
    carrier = Scripted(*answers)
    for _step in range(4 * many):
        if not sending.step(office, carrier).did:
            clock.at += dt.timedelta(seconds=4)
    carrier.delivery = Answer(MessageState.DELIVERED, code="10")
    with office.read() as session:
        sent = session.scalars(select(Message.uid).where(Message.state == MessageState.SENT)).all()
    sending.ask_now(office, list(sent)[:2])
    for _step in range(2):
        sending.step(office, carrier)
    clock.at = MEETING_DAY


def _many(office: Office, clock: Clock) -> None:
    failed = Answer(MessageState.FAILED, code="14", blocked=True)
    _sent(
        office,
        clock,
        None,
        Answer(MessageState.UNKNOWN),
        failed,
        None,
        None,
        LOST,
        Answer(MessageState.FAILED, code="411"),
    )
    _queued(office, 3, after=12)


def _stopped(office: Office, clock: Clock) -> None:
    _sent(office, clock, None, None, Answer(MessageState.WAITING, code="418", stops=True), many=6)


def _offline(office: Office, clock: Clock) -> None:
    carrier_settings.change(office, GATEWAY, "key")
    _queued(office, 3)
    carrier = Scripted()
    carrier.offline = True
    sending.step(office, carrier)


def _by_hand(office: Office, _clock: Clock) -> None:
    ids = _queued(office, 4)
    outbox.decide(office, ids[0], sent=True)


_STATES: dict[str, Callable[[Office, Clock], None]] = {
    "outbox-many": _many,
    "outbox-failed": _many,
    "outbox-stopped": _stopped,
    "outbox-offline": _offline,
    "outbox-by-hand": _by_hand,
    "outbox-empty": lambda _office, _clock: None,
}
