"""Screens are tested as the user has them: dressed, right to left, and nothing may outlive its test."""

import gc
import os
import threading
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.office import Office
from app.unlock import unlock
from tests.conftest import PASSPHRASE, Clock
from tests.robots.client import Starts
from tests.robots.desk import DeskRobot, Opens
from ui.desk.screen import DeskScreen
from ui.frame.info import OfficeInfo
from ui.keys import PhysicalKeys
from ui.main import Client, application
from ui.palette import Theme
from ui.style import look
from ui.this_pc import Settings
from ui.window import Screen, Window
from ui.worker import Worker


@pytest.fixture(scope="session")
def qapp(tmp_path_factory: pytest.TempPathFactory) -> QApplication:
    """pytest-qt's application, dressed as the client's."""
    path = tmp_path_factory.mktemp("settings") / "pc.ini"
    settings = Settings(QSettings(str(path), QSettings.Format.IniFormat))
    settings.theme = Theme.LIGHT
    return application(settings)


@pytest.fixture
def settings(tmp_path) -> Settings:
    """The settings of a PC on which nothing was chosen yet, but light."""
    made = Settings(QSettings(str(tmp_path / "pc.ini"), QSettings.Format.IniFormat))
    made.theme = Theme.LIGHT
    return made


@pytest.fixture
def worker(qapp) -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()
    qapp.processEvents()


@pytest.fixture(autouse=True)
def leaves_nothing(qapp) -> Iterator[None]:
    """A thread, a window or a running timer that outlives its test fails it."""
    threads = set(threading.enumerate())
    windows = {id(widget) for widget in QApplication.topLevelWidgets()}
    timers = {id(timer) for timer in qapp.findChildren(QTimer) if timer.isActive()}
    yield
    look().factor, look().caps, look().compact = 1.0, True, False
    look().put_on(qapp)  # or the next window would take itself for dressed
    left = _settled(lambda: [w for w in QApplication.topLevelWidgets() if id(w) not in windows])
    assert not left, f"windows are left: {left}"
    still = _settled(lambda: [t for t in threading.enumerate() if t not in threads and not t.daemon])
    assert not still, f"threads are left: {still}"
    running = [t for t in qapp.findChildren(QTimer) if t.isActive() and id(t) not in timers]
    assert not running, f"timers are left: {running}"


def _settled(left: Callable[[], list[object]]) -> list[object]:
    """What is left once Qt has deleted what it was told to delete."""
    until = time.monotonic() + 2
    while True:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        if not left() or time.monotonic() > until:
            return left()
        gc.collect()


@pytest.fixture
def show(qtbot) -> Callable[[QWidget], QWidget]:
    """Show a widget in a window of its own, with the focus in it."""

    def shown(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        widget.setFocus()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is widget.window())
        return widget

    return shown


@pytest.fixture
def desk_office(home: Path, clock: Clock, worker: Worker) -> Iterator[Office]:
    """The tests' office, open as the client opens it: what it commits is told to the screens."""
    office = unlock(home, PASSPHRASE, clock=clock, committed=worker.committed.emit)
    yield office
    worker.close()
    office.close()


@pytest.fixture
def opens(desk_office: Office, worker: Worker, settings: Settings, qtbot: QtBot) -> Iterator[Opens]:
    """Sit down at the desk; a second time: as after a crash, with another window on the same store."""
    windows: list[Window] = []

    def open_() -> DeskRobot:
        window = Window(OfficeInfo(), settings, PhysicalKeys())
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(1366, 768)
        window.put_screens([Screen("desk", "desk", "میز دیدار", lambda: DeskScreen(desk_office, worker))])
        window.go("desk")
        return DeskRobot(qtbot, window, worker)

    yield open_
    for window in windows:
        window.empty()  # as when the client closes: drafts are handed over while there is somebody to take them


@pytest.fixture
def desk(opens: Opens) -> DeskRobot:
    return opens()


@pytest.fixture
def starts(qapp: QApplication, qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starts]:
    """Start a client on a folder; the hooks of the tests' own process stay as they are."""
    monkeypatch.setattr("ui.crash.Crashes.install", lambda _crashes: None)
    qapp.setQuitOnLastWindowClosed(False)
    clients: list[Client] = []

    def start(folder: Path) -> Client:
        client = Client(qapp, settings, folder, Namespace(verb="client"))
        clients.append(client)
        client.start()
        client.window.activateWindow()
        qtbot.waitUntil(lambda: client.window.covered, timeout=10_000)
        return client

    yield start
    for client in clients:
        client.window.close()
        client.window.deleteLater()
        client.deleteLater()
