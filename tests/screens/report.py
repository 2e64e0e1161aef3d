"""Pictures of the report screen: a full quarter, its rows, a reason in place, the making, signed, and an empty one."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from app.demo import demo_office
from app.domain.codes import About
from app.domain.persian.calendar import TEHRAN, Quarter, jalali
from app.domain.persian.periods import Period
from app.office import Office
from tests.conftest import Clock
from tests.screens import signing
from tests.screens.render import render, settings, wait
from ui.frame.info import OfficeInfo, Shown
from ui.report.screen import ReportScreen
from ui.report.view_model import ReportModel
from ui.widgets.chips import State
from ui.window import Screen, Window
from ui.worker import Worker

MEETING_DAY = dt.datetime.combine(jalali(1405, 6, 29), dt.time(9, 42), TEHRAN)
VISITS = 361
SHOWN = Shown(
    agency="شهرداری نخلستان",
    user="زهرا موسوی",
    role="مسئول دفتر",
    date="شنبه ۴ مهر ۱۴۰۵",
    clock="ساعت ۱۱:۲۰؛ دیدار بعدی یکشنبه ۵ مهر",
    state=State("امروز روز دیدار نیست", icon="calendar"),
)


States = dict[str, Callable[[ReportScreen, Worker], object]]
"""By its name: what leads to it."""


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    return drawn(out_dir, theme, "report", _STATES, signing.next_state)


def drawn(
    out_dir: Path, theme: str, prefix: str, states: States, before: Callable[[str, Office], object]
) -> list[Path]:
    """The report's screen in each of the states, over a full quarter. before: what happens in the office first."""
    worker, clock = Worker(), Clock(MEETING_DAY)
    try:
        with TemporaryDirectory() as folder:
            with demo_office(Path(folder), VISITS, clock, committed=worker.committed.emit) as office:
                clock.set(11, 20, day=jalali(1405, 7, 4))
                window = _window(worker, office, Path(folder))
                made = []
                for name, act in states.items():
                    before(name, office)
                    one = render(
                        window,
                        f"{prefix}-{name}",
                        theme=theme,
                        out_dir=out_dir,
                        ready=lambda made: made.current.model.current is not None and worker.idle,
                        prepare=lambda made, act=act: act(made.current, worker),
                    )
                    made.append(one)
                wait(lambda: worker.idle, "the store is still at work")
                worker.close()
            return made
    finally:
        worker.close()


def _window(worker: Worker, office: Office, folder: Path) -> Callable[[], QWidget]:
    kept = settings(folder)

    def window() -> QWidget:
        office.user = signing.user(office)
        model = ReportModel(worker, office, QSettings(str(folder / "report.ini"), QSettings.Format.IniFormat))
        model.choose_folder(folder / "reports")
        made = Window(OfficeInfo(SHOWN), kept)
        made.put_screens([Screen("report", "document_text", "گزارش", lambda: ReportScreen(model))])
        made.go("report")
        return made

    return window


def _reason(screen: ReportScreen, _worker: Worker) -> None:
    screen.pane.form.open(screen.model.current.figures.meetings[0].date)


def _making(screen: ReportScreen, _worker: Worker) -> None:
    screen.pane.show_making(12, 48)


def _signed(screen: ReportScreen, worker: Worker) -> None:
    screen.model.make()
    wait(lambda: worker.idle, "the report was not made", seconds=60)


def _empty(screen: ReportScreen, worker: Worker) -> None:
    screen.model.show(Quarter(1401, 1))
    wait(lambda: worker.idle, "no answer")


def _other_days(screen: ReportScreen, worker: Worker) -> None:
    screen.model.show(Period.month(1405, 6))
    wait(lambda: worker.idle, "no answer")


def _announcements(screen: ReportScreen, worker: Worker) -> None:
    day = jalali(1405, 6, 1)
    screen.model.announce(About.MEETINGS, day, "تارنمای شهرداری", "nakhlestan.ir/news/1405")
    screen.model.announce(About.SAMAD, day, "کانال ایتای شهرداری", "")
    screen.model.note_samad(day, dt.time(10), dt.time(11, 30), 14)
    screen.open_beforehand()
    wait(lambda: worker.idle, "no answer")


_STATES: States = {
    "full": lambda _screen, _worker: None,
    "rows": lambda screen, _worker: screen.open_rows("issues"),
    "not-counted": lambda screen, _worker: screen.open_rows("left_out"),
    "reason": _reason,
    "review": lambda screen, _worker: screen.pane.review(),
    **signing.STATES,
    "making": _making,
    "empty": _empty,
    "other-days": _other_days,
    "asking-for-days": lambda screen, _worker: screen.ask_for_days(),
    "announcements": _announcements,
    "signed": _signed,
}
