"""A day in a client of its own process: `python -m tests.ui.a_day FOLDER`. Says "there" and stays until it is killed.

It signs in and works as a user does, leaves a form half filled, makes a backup, and meets a bug whose message and
values have a visitor's name.
"""

import sys
import time
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app import drafts, notices, outcomes, queue, rulings
from app.domain.codes import Status, Way
from app.office import Office
from app.security import backup
from tests.conftest import PASSPHRASE
from tests.make import person, registered
from tests.robots.keys import press_here, type_here
from ui.main import Client, application
from ui.setup.unlock import UnlockScreen
from ui.this_pc import Settings

VISITORS = range(4_271_000, 4_271_040)
"""Their numbers, so large that no size in a tar looks like an id."""


def main(folder: Path) -> None:
    settings = Settings()
    app = application(settings)
    client = Client(app, settings, folder, Namespace(verb="client"))
    client.start()
    client.window.activateWindow()
    until(lambda: bool(client.window.findChildren(UnlockScreen)) and QApplication.focusWidget() is not None)
    type_here(PASSPHRASE)
    press_here("Enter")
    until(lambda: not client.window.covered and client.worker.idle)
    assert client.office is not None
    type_here("کعبی")  # into the box of the desk
    wait(0.6)
    work(client.office, folder)
    QTimer.singleShot(0, bug)
    until(lambda: bool(list(folder.glob("D-*.txt"))))
    sys.stdout.write("there\n")
    sys.stdout.flush()
    app.exec()


def work(office: Office, folder: Path) -> None:
    for number in VISITORS:
        row = registered(office, number)
        queue.admit(office, row.visit_id)
        rulings.give(office, row.issue_ids[0], "فوری بازدید شود", unit="فنی و عمرانی")
        outcomes.record(office, row.issue_ids[0], Status.RESOLVED, "پس از بازدید انجام شد")
        notices.record(office, row.issue_ids[0], Way.CALL, office.today())
    drafts.keep(office, "desk", person(VISITORS.stop))
    backup.backup(office, folder.parent / "copy.didar")


def bug() -> None:
    visitor = person(VISITORS.start)
    try:
        raise KeyError(visitor["national_id"])
    except KeyError as error:
        error.add_note(visitor["mobile"])
        raise ValueError(f"{visitor['first_name']} {visitor['last_name']}, {visitor['address']}") from error


def until(so: Callable[[], bool], *, seconds: float = 30) -> None:
    over = time.monotonic() + seconds
    while not so():
        if time.monotonic() > over:
            raise TimeoutError
        wait(0.01)


def wait(seconds: float) -> None:
    over = time.monotonic() + seconds
    while time.monotonic() < over:
        QApplication.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
