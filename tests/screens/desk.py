"""Pictures of the desk: a meeting day at 9:42 in its states, the other days, with made-up people."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from app.demo import demo_office
from app.domain.persian.calendar import TEHRAN, jalali
from app.office import Office
from app.visitors import find, history
from tests.conftest import Clock
from tests.robots.keys import press, type_into
from tests.screens.render import render, settings, wait
from ui.desk.screen import DeskScreen
from ui.frame.info import OfficeInfo
from ui.frame.office import OfficeFrame
from ui.keys import PhysicalKeys
from ui.report.screen import ReportScreen
from ui.report.view_model import ReportModel
from ui.window import Screen, Window
from ui.worker import Worker

MEETING_DAY = dt.datetime.combine(jalali(1405, 6, 22), dt.time(9, 42), TEHRAN)
NO_MEETING = dt.datetime.combine(jalali(1405, 6, 24), dt.time(10, 15), TEHRAN)
COMING = dt.datetime.combine(jalali(1405, 6, 29), dt.time(8, 5), TEHRAN)

Prepare = Callable[[DeskScreen, Office, Worker], object]


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    made = []
    worker, clock = Worker(), Clock(MEETING_DAY)
    try:
        with (
            TemporaryDirectory() as folder,
            demo_office(Path(folder), 361, clock, committed=worker.committed.emit) as office,
        ):
            for name, (at, prepare) in STATES.items():
                clock.at = at

                def prepared(window: QWidget, prepare: Prepare = prepare) -> None:
                    prepare(window.current, office, worker)
                    wait(lambda: worker.idle, "the store is still at work")

                window = partial(_window, office, worker, out_dir)
                picture = render(window, name, theme=theme, out_dir=out_dir, ready=_is_usable, prepare=prepared)
                made.append(picture)
            wait(lambda: worker.idle, "the store is still at work")
            worker.close()
    finally:
        worker.close()
    return made


def _is_usable(window: QWidget) -> bool:
    return bool(getattr(window.current, "usable", False))


def _window(office: Office, worker: Worker, out_dir: Path) -> Window:
    info = OfficeInfo()
    window = Window(info, settings(out_dir / ".settings"), PhysicalKeys())
    frame = OfficeFrame(office, worker, window)
    frame.changed.connect(lambda: info.put(frame.shown))
    info.put(frame.shown)
    kept = QSettings(str(out_dir / ".settings" / "report.ini"), QSettings.Format.IniFormat)
    window.put_screens(
        [
            Screen("desk", "desk", "میز دیدار", lambda: DeskScreen(office, worker)),
            Screen("report", "document_text", "گزارش", lambda: ReportScreen(ReportModel(worker, office, kept))),
        ]
    )
    window.uncover()
    window.go("desk")
    return window


def _idle(worker: Worker) -> None:
    wait(lambda: worker.idle, "no answer")


def _somebody_promised(office: Office) -> str:
    """The id of someone who was promised something that is late now."""
    hits = (hit for name in ("کعبی", "سواری", "حیدری", "موسوی", "محمدی") for hit in find(office, name).hits)
    known = [hit for hit in hits if hit.national_id and history(office, hit.id).promise]
    return max(known, key=lambda hit: hit.visits).national_id or ""


def _take(desk: DeskScreen, worker: Worker, text: str) -> None:
    desk.box.line.setText(text)
    _idle(worker)
    press(desk.box.line, "Enter")
    _idle(worker)


def _known(desk: DeskScreen, office: Office, worker: Worker) -> None:
    """look/desk.png: a known visitor, a digit of the phone missing, the second line of the description."""
    _take(desk, worker, _somebody_promised(office))
    desk.form.person.mobile.setFocus()
    press(desk.form.person.mobile.edit, "Ctrl+A")
    type_into(desk.form.person.mobile.edit, "0916300417")
    desk.form.issues.subject.set_text("آسفالت معابر")
    words = "برای بار دوم می‌آید. کوچه پس از کندن لولهٔ گاز هنوز خاکی است و با نخستین باران راه بسته می‌شود."
    desk.form.issues.description.setFocus()
    type_into(desk.form.issues.description.edit, words)
    desk.model.typed(desk.form.typed())
    desk.model.keep_now()
    _idle(worker)


def _box(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.box.line.setText("محمد")
    _idle(worker)


def _nobody(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.box.line.setText("محمد ناشناس")
    _idle(worker)


def _ruling(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.issues.open_ruling()
    _idle(worker)
    for digit in "31":
        press(desk.area.ruling, digit)


def _outcome(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.issues.open_outcome()
    _idle(worker)


def _notice(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.issues.open_notice()
    _idle(worker)


def _correcting(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.queue.table.choose_first()
    desk.of_form.correct()
    _idle(worker)
    desk.form.ask_companions()


def _why(desk: DeskScreen, office: Office, worker: Worker) -> None:
    """Someone whom the deputy received, his history in focus."""
    hits = (hit for name in ("کعبی", "سواری", "حیدری", "موسوی", "محمدی") for hit in find(office, name).hits)
    left_out = next(hit for hit in hits if any(past.uncounted for past in history(office, hit.id).rows))
    _take(desk, worker, left_out.national_id or left_out.name)
    desk.area.open_history()
    table = desk.area.history.table
    table.choose(next(past.issue_id for past in table.rows if past.uncounted))


def _contact(desk: DeskScreen, _office: Office, _worker: Worker) -> None:
    desk.of_form.begin_contact()


def _substitute(desk: DeskScreen, _office: Office, _worker: Worker) -> None:
    desk.queue.no_day.substitute.click()


def _deputy(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.model.head_left()
    _idle(worker)


def _list(desk: DeskScreen, _office: Office, worker: Worker) -> None:
    desk.model.make_list()
    _idle(worker)
    _idle(worker)


STATES: dict[str, tuple[dt.datetime, Prepare]] = {
    "desk": (MEETING_DAY, lambda _desk, _office, _worker: None),
    "desk-known": (MEETING_DAY, _known),
    "desk-box": (MEETING_DAY, _box),
    "desk-nobody": (MEETING_DAY, _nobody),
    "desk-list": (MEETING_DAY, _list),
    "desk-ruling": (MEETING_DAY, _ruling),
    "desk-outcome": (MEETING_DAY, _outcome),
    "desk-notice": (MEETING_DAY, _notice),
    "desk-correcting": (MEETING_DAY, _correcting),
    "desk-why": (MEETING_DAY, _why),
    "desk-no-meeting": (NO_MEETING, lambda _desk, _office, _worker: None),
    "desk-substitute": (NO_MEETING, _substitute),
    "desk-contact": (NO_MEETING, _contact),
    "desk-first": (COMING, lambda _desk, _office, _worker: None),
    "desk-deputy": (MEETING_DAY, _deputy),
}
"""Name, the moment, and what is done before the picture; the last one changes the day for those after it."""
