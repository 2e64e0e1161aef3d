"""Pictures of telling the applicant: the answer on the phone, to himself and to somebody else; made-up people."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy import select

from app import calls, phone_answers, reach, telling
from app.domain.codes import Status
from app.domain.persian.calendar import TEHRAN, jalali
from app.issues import first_notice
from app.office import Office
from app.worklist import Tab
from db.models import Issue, Notice
from tests.robots.keys import press_here, type_here, type_into
from tests.screens.followup import _window
from tests.screens.render import made_up_office, render, wait
from ui.telling.phone_page import PhonePage
from ui.worker import Worker

AT = dt.datetime.combine(jalali(1405, 6, 24), dt.time(10, 15), TEHRAN)
Prepare = Callable[[Any, Office, Worker], object]


def pictures(out_dir: Path, theme: str) -> list[Path]:
    """All of them in one theme, at this process's scale."""
    with made_up_office(361, AT) as (office, worker, _clock):
        return [
            render(
                partial(_window, office, worker, out_dir),
                f"telling-{name}",
                theme=theme,
                out_dir=out_dir,
                ready=lambda _window: worker.idle,
                prepare=partial(_prepared, prepare, office, worker),
            )
            for name, prepare in STATES.items()
        ]


def _prepared(prepare: Prepare, office: Office, worker: Worker, window: QWidget) -> None:
    prepare(window, office, worker)
    wait(lambda: worker.idle, "the store is still at work")


def _code(office: Office, status: Status) -> str:
    """The code of an issue of this status whose result was not told."""
    with office.read() as session:
        wanted = select(Issue.id).where(
            Issue.status == status, first_notice(Notice.way).is_(None), Issue.code.is_not(None)
        )
        found = session.scalars(wanted.limit(1)).one()
    return phone_answers.of_issue(office, found).issue.code or ""


def _phone(status: Status, keys: str, window: Any, office: Office, worker: Worker) -> None:
    page = PhonePage(office, worker)
    window.lay_over(page)
    page.code.setFocus()
    type_into(page.code.edit, _code(office, status))
    wait(lambda: worker.idle and page._answer is not None, "no answer")
    for key in keys:
        type_here(key)


def _wrong(window: Any, office: Office, worker: Worker) -> None:
    page = PhonePage(office, worker)
    window.lay_over(page)
    page.code.setFocus()
    type_into(page.code.edit, "11111111")


def _form(keys: str, window: Any, _office: Office, worker: Worker) -> None:
    """Ctrl+T at the first row of what was not told, then these letters and keys."""
    screen = window.current
    screen.tabs.choose(Tab.UNTOLD)
    wait(lambda: worker.idle, "no rows")
    screen.act("notice")
    wait(lambda: worker.idle, "no answer")
    for key in keys.split():
        press_here(key) if len(key) > 1 else type_here(key)
        wait(lambda: worker.idle, "no answer")


def _reach(window: Any, _office: Office, worker: Worker) -> None:
    screen = window.current
    screen.tabs.choose(Tab.UNTOLD)
    wait(lambda: worker.idle, "no rows")
    screen.act("reach")


def _tried(window: Any, office: Office, worker: Worker) -> None:
    """Nobody answered, and no address is known: no way is left."""
    screen = window.current
    screen.tabs.choose(Tab.UNTOLD)
    wait(lambda: worker.idle, "no rows")
    issue_id = screen.table.current.issue_id
    person = telling.ways(office, issue_id).reach
    reach.change(office, person.visitor_id, replace(person, mobile_of="پسر", address=None))
    for spoke_to in ("", "", "پسر"):
        calls.log(office, issue_id, bool(spoke_to), spoke_to)
    _form("", window, office, worker)


STATES: dict[str, Prepare] = {
    "phone-open": partial(_phone, Status.OPEN, ""),
    "phone-result": partial(_phone, Status.RESOLVED, ""),
    "phone-not-content": partial(_phone, Status.REJECTED, "2"),
    "phone-another": partial(_phone, Status.RESOLVED, "61"),
    "phone-wrong": _wrong,
    "form-sms": partial(_form, ""),
    "form-call": partial(_form, "Backtab Left Space 6"),
    "form-letter": partial(_form, "Backtab Left Left Space"),
    "reach": _reach,
    "form-unreached": _tried,
}
