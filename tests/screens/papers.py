"""What waits for the printer, and the desk beside a silent one: `python -m tests.screens papers light FOLDER`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app import failed_prints, queue
from app.domain.codes import Paper
from app.office import Office
from tests.screens.desk import MEETING_DAY
from tests.screens.render import made_up_office, render, settings, wait
from ui.desk.screen import DeskScreen
from ui.frame.info import OfficeInfo
from ui.frame.office import OfficeFrame
from ui.keys import PhysicalKeys
from ui.papers.page import PapersPage
from ui.preview import Preview
from ui.printing import Printing
from ui.window import Screen, Window
from ui.worker import Worker

SILENT, GONE = "چاپگر پاسخ نمی‌دهد.", "چاپگر «پذیرش» پیدا نشد."


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """Each state in one theme, at this process's scale."""
    made = []
    with made_up_office(361, MEETING_DAY) as (office, worker, _clock):
        for name, (printer, failed, show) in _STATES.items():
            rows = [row for row in queue.of_day(office, MEETING_DAY.date()) if row.number]
            for row, paper, reason in zip(rows, list(Paper) * 3, [SILENT, SILENT, GONE] * 3, strict=False):
                act = failed_prints.note if failed else failed_prints.remove
                act(office, row.visit_id, paper, *([reason] if failed else []))
            window = partial(_window, office, worker, out_dir, printer)
            picture = render(window, name, theme=theme, out_dir=out_dir, ready=_ready(worker), prepare=show)
            made.append(picture)
    return made


def _ready(worker: Worker) -> Callable[[QWidget], bool]:
    return lambda window: worker.idle and bool(getattr(window.current, "usable", True))


def _window(office: Office, worker: Worker, out_dir: Path, printer: str) -> Window:
    info, pc = OfficeInfo(), settings(out_dir / ".settings")
    pc.printer = printer
    window = Window(info, pc, PhysicalKeys())
    printing = Printing(office, worker, pc, window)
    frame = OfficeFrame(office, worker, window, printing=printing)
    frame.changed.connect(lambda: info.put(frame.shown))
    make = lambda: DeskScreen(office, worker, printing=printing)  # noqa: E731
    window.put_screens([Screen("desk", "desk", "میز دیدار", make)])
    window.papers_wanted.connect(lambda: window.lay_over(PapersPage(office, worker, printing)))
    window.uncover()
    window.go("desk")
    return window


def _page(window: QWidget) -> None:
    window.papers_wanted.emit()


def _slip(window: QWidget) -> None:
    window.current.queue.table.choose_first()
    window.current.papers.look()
    wait(lambda: isinstance(window.current, Preview) and bool(window.current.pages), "no preview")


def _taken_off(window: QWidget) -> None:
    _page(window)
    window.current.take_off()


_STATES: dict[str, tuple[str, bool, Callable[[QWidget], object]]] = {
    "papers-unset": ("", False, _page),
    "papers-waiting": ("پذیرش", True, _page),
    "papers-taken-off": ("پذیرش", True, _taken_off),
    "papers-preview": ("پذیرش", False, _slip),
    "papers-desk": ("پذیرش", True, lambda _window: None),
}
"""Name, the printer of this PC, whether papers wait, and what is done before the picture."""
