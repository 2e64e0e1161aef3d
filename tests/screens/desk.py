"""Pictures of the desk on a meeting day at 9:42, with made-up people."""

import datetime as dt
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget

from app.demo import demo_office
from app.domain.persian.calendar import TEHRAN, jalali
from app.office import Office
from tests.conftest import Clock
from tests.screens.render import render, settings
from ui.desk.screen import DeskScreen
from ui.frame.info import OfficeInfo
from ui.frame.office import OfficeFrame
from ui.keys import PhysicalKeys
from ui.window import Screen, Window
from ui.worker import Worker

MEETING_DAY = dt.datetime.combine(jalali(1405, 6, 22), dt.time(9, 42), TEHRAN)
NO_MEETING = dt.datetime.combine(jalali(1405, 6, 24), dt.time(10, 15), TEHRAN)


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """The desk on a meeting day, and on another day, in one theme, at this process's scale."""
    made = []
    for name, at in (("desk", MEETING_DAY), ("desk-no-meeting", NO_MEETING)):
        worker, clock = Worker(), Clock(MEETING_DAY)
        try:
            with (
                TemporaryDirectory() as folder,
                demo_office(Path(folder), 361, clock, committed=worker.committed.emit) as office,
            ):
                clock.at = at
                made_here = partial(_window, office, worker, out_dir)
                made.append(render(made_here, name, theme=theme, out_dir=out_dir, ready=_is_usable))
        finally:
            worker.close()
    return made


def _is_usable(window: QWidget) -> bool:
    return bool(getattr(window.current, "usable", False))  # type: ignore[attr-defined]


def _window(office: Office, worker: Worker, out_dir: Path) -> Window:
    info = OfficeInfo()
    window = Window(info, settings(out_dir / ".settings"), PhysicalKeys())
    frame = OfficeFrame(office, worker, window)
    frame.changed.connect(lambda: info.put(frame.shown))
    info.put(frame.shown)
    window.put_screens([Screen("desk", "desk", "میز دیدار", lambda: DeskScreen(office, worker))])
    window.uncover()
    window.go("desk")
    return window
