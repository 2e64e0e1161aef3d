"""What one act at the desk makes the screens read again: all else that runs in the program waits for these."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app import queue
from app.office import Office
from tests import make
from tests.robots.desk import DeskRobot
from ui.board.boards import Boards
from ui.frame.office import OfficeFrame
from ui.this_pc import Settings
from ui.worker import Worker

ACTS: dict[str, Callable[[Office], object]] = {
    "somebody is registered": lambda office: make.registered(office, 40),
    "the next one is called": queue.call_next,
    "who was called goes in": lambda office: queue.admit_called(office) if queue.call_next(office) else None,
}


@pytest.fixture
def everything(desk: DeskRobot, desk_office: Office, settings: Settings, worker: Worker) -> Iterator[DeskRobot]:
    """A desk with people waiting, the frame around it, and both boards."""
    for number in range(1, 4):
        make.registered(desk_office, number)
    frame = OfficeFrame(desk_office, worker)
    boards = Boards(settings, worker, desk.screen)
    boards.follow(desk_office)
    boards.cycle_head()
    boards.cycle_hall()
    yield desk
    boards.close()
    frame.deleteLater()


@pytest.mark.parametrize("act", ACTS)
def test_each_who_shows_the_day_reads_it_once(
    everything: DeskRobot,
    desk_office: Office,
    worker: Worker,
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
    act: str,
) -> None:
    qtbot.waitUntil(lambda: worker.idle)
    steps = 2 if act == "who was called goes in" else 1
    read, readers = worker.read, Counter[str]()

    def counted(owner: Any, *job: Any, **more: Any) -> Any:
        readers[type(owner).__name__] += 1
        return read(owner, *job, **more)

    monkeypatch.setattr(worker, "read", counted)
    worker.write(everything.desk, lambda: ACTS[act](desk_office))
    qtbot.waitUntil(lambda: bool(readers) and worker.idle)
    assert readers == dict.fromkeys(("DeskModel", "BookingsModel", "OfficeFrame", "BoardModel"), steps)
