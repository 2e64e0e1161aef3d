"""Pictures of the worklist: its tabs, a filter that fits nothing, forms beside the list; made-up people."""

import datetime as dt
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget

from app.domain.persian.calendar import TEHRAN, jalali
from app.office import Office
from app.worklist import Tab
from tests.robots.keys import press, type_into
from tests.screens.render import made_up_office, render, settings, wait
from ui.followup.screen import FollowUpScreen
from ui.frame.info import OfficeInfo
from ui.frame.office import OfficeFrame
from ui.keys import PhysicalKeys
from ui.window import Screen, Window
from ui.worker import Worker

AT = dt.datetime.combine(jalali(1405, 6, 24), dt.time(10, 15), TEHRAN)
Prepare = Callable[[FollowUpScreen, Worker], object]


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    with made_up_office(361, AT) as (office, worker, _clock):
        return [
            render(
                partial(_window, office, worker, out_dir),
                f"followup-{name}",
                theme=theme,
                out_dir=out_dir,
                ready=partial(_is_ready, worker),
                prepare=partial(_prepared, prepare, worker),
            )
            for name, prepare in STATES.items()
        ]


def _window(office: Office, worker: Worker, out_dir: Path) -> Window:
    info = OfficeInfo()
    window = Window(info, settings(out_dir / ".settings"), PhysicalKeys())
    frame = OfficeFrame(office, worker, window)
    frame.changed.connect(lambda: info.put(frame.shown))
    info.put(frame.shown)
    window.put_screens([Screen("followup", "timer", "پیگیری", lambda: FollowUpScreen(office, worker))])
    window.go("followup")
    return window


def _is_ready(worker: Worker, _window: QWidget) -> bool:
    return worker.idle


def _prepared(prepare: Prepare, worker: Worker, window: QWidget) -> None:
    prepare(window.current, worker)
    _idle(worker)


def _idle(worker: Worker) -> None:
    wait(lambda: worker.idle, "the store is still at work")


def _tab(tab: Tab, screen: FollowUpScreen, _worker: Worker) -> None:
    screen.tabs.choose(tab)


def _nothing_fits(screen: FollowUpScreen, worker: Worker) -> None:
    screen.filters.search.setFocus()
    type_into(screen.filters.search.line, "زعفران")
    press(screen.filters.search.line, "Enter")
    _idle(worker)


def _form(key: str, tab: Tab, screen: FollowUpScreen, worker: Worker) -> None:
    screen.tabs.choose(tab)
    _idle(worker)
    screen.act(key)


def _whole(tab: Tab, screen: FollowUpScreen, worker: Worker) -> None:
    """A matter of which much happened, with the page for itself; the cursor in its story."""
    screen.tabs.choose(tab)
    _idle(worker)
    screen.show_whole()
    screen.pane.story.setFocus()


def _scans(screen: FollowUpScreen, worker: Worker) -> None:
    """The scanner's folder with a whole file and one that is being written; it is there as long as the screen is."""
    folder = TemporaryDirectory()
    screen.destroyed.connect(lambda: folder.cleanup())  # noqa: PLW0108 - it keeps the folder till then
    for name, content in (("scan0001.pdf", b"%PDF-1.7 %%EOF"), ("scan0002.pdf", b"%PDF-1.7")):
        path = Path(folder.name) / name
        path.write_bytes(content)
        os.utime(path, (AT.timestamp(), AT.timestamp()))
    screen.window().settings.scans_folder = folder.name
    _form("attach", Tab.OVERDUE, screen, worker)
    _idle(worker)


STATES: dict[str, Prepare] = {
    "overdue": lambda screen, _worker: screen.table.setFocus(),
    "today": partial(_tab, Tab.TODAY),
    "waiting": partial(_tab, Tab.WAITING),
    "untold": partial(_tab, Tab.UNTOLD),
    "open": partial(_tab, Tab.OPEN),
    "nothing-fits": _nothing_fits,
    "story": partial(_whole, Tab.UNTOLD),
    "scans": _scans,
    "common": partial(_form, "common", Tab.OPEN),
    "reopen": partial(_form, "reopen", Tab.UNTOLD),
    "outcome": partial(_form, "outcome", Tab.OVERDUE),
    "notice": partial(_form, "notice", Tab.UNTOLD),
    "refer": partial(_form, "referral", Tab.OVERDUE),
    "unit-answer": partial(_form, "unit_answer", Tab.OVERDUE),
    "move-due": partial(_form, "move_due", Tab.OVERDUE),
    "papers": partial(_form, "applicant_papers", Tab.OVERDUE),
    "letter-number": partial(_form, "letter_number", Tab.OVERDUE),
    "person-record": partial(_form, "person_record", Tab.OVERDUE),
    "reminded": partial(_form, "remind", Tab.OVERDUE),
}
