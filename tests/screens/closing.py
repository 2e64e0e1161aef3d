"""Pictures of a meeting day's end: what is missing, its mend in place, the closed day, a change afterwards."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app import closing, queue
from app.domain.codes import QueueState
from app.domain.persian.calendar import TEHRAN, jalali
from app.office import Office
from app.reasons import because
from tests.robots.keys import press_here
from tests.screens.desk import _is_usable, _window
from tests.screens.render import made_up_office, render, wait
from ui.closing.page import ClosingPage
from ui.desk.screen import DeskScreen
from ui.worker import Worker

DAY = jalali(1405, 6, 22)
OVER = dt.datetime.combine(DAY, dt.time(12, 15), TEHRAN)
EVENING = dt.datetime.combine(DAY, dt.time(15, 5), TEHRAN)
NEXT_DAY = dt.datetime.combine(DAY + dt.timedelta(days=1), dt.time(8, 5), TEHRAN)

Prepare = Callable[[QWidget, Office, Worker], object]


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    made = []
    with made_up_office(361, OVER) as (office, worker, clock):
        for name, (at, prepare) in STATES.items():
            clock.at = at

            def prepared(window: QWidget, prepare: Prepare = prepare) -> None:
                _idle(worker)
                prepare(window, office, worker)
                _idle(worker)

            window = partial(_window, office, worker, out_dir)
            picture = render(window, name, theme=theme, out_dir=out_dir, ready=_is_usable, prepare=prepared)
            made.append(picture)
    return made


def _idle(worker: Worker) -> None:
    wait(lambda: worker.idle, "no answer")


def _open(window: QWidget, _office: Office, worker: Worker) -> ClosingPage:
    desk = window.current
    assert isinstance(desk, DeskScreen)
    desk.closing.open()
    _idle(worker)
    page = window.current
    assert isinstance(page, ClosingPage)
    return page


def _ruling(window: QWidget, office: Office, worker: Worker) -> None:
    page = _open(window, office, worker)
    page.mend(page.missing.rows[-1])
    _idle(worker)
    press_here("3")


def _ended(window: QWidget, office: Office, worker: Worker) -> None:
    """Who was in the room is over, who waited left; the day can be closed."""
    for row in queue.of_day(office, DAY):
        if row.state is QueueState.IN_ROOM:
            queue.finish(office, row.visit_id)
        elif row.state in (QueueState.WAITING, QueueState.CALLED) and row.number is not None:
            queue.leave(office, row.visit_id)
    _idle(worker)


def _closed(window: QWidget, office: Office, worker: Worker) -> None:
    sat_in = "مهندس علی رضایی، معاون عمرانی\nمینا کریمی، مدیر روابط عمومی"
    orders = "آب روستای خلف‌مسلم تا فردا وصل شود (امور آب و فاضلاب)"
    closing.note(office, DAY, closing.Minutes(sat_in, orders, "11:05", "14:55"))
    closing.close(office, DAY)
    _open(window, office, worker)


def _asked(window: QWidget, _office: Office, worker: Worker) -> None:
    desk = window.current
    desk.queue.table.setFocus()
    desk.queue.table.choose_first()
    press_here("End", "F4")
    _idle(worker)


def _amended(window: QWidget, office: Office, worker: Worker) -> None:
    row = next(row for row in queue.of_day(office, DAY) if row.state is QueueState.LEFT)
    because("به اشتباه «رفته» ثبت شده بود", partial(queue.call, office, row.visit_id))
    _open(window, office, worker)


STATES: dict[str, tuple[dt.datetime, Prepare]] = {
    "closing": (OVER, _open),
    "closing-ruling": (OVER, _ruling),
    "desk-over": (EVENING, _ended),
    "desk-forgotten": (NEXT_DAY, lambda _window, _office, _worker: None),
    "closing-closed": (EVENING, _closed),
    "desk-closed": (EVENING, _asked),
    "closing-amended": (EVENING, _amended),
}
"""Name, the moment, and what is done before the picture; each finds the day as the ones before it left it."""
