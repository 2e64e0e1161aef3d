"""The whole client as it is started: sign in, and be at the desk."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.conftest import PASSPHRASE
from tests.robots.keys import press_here, type_here
from ui.main import Client
from ui.setup.unlock import UnlockScreen

Starts = Callable[[Path], Client]


def covering(client: Client, kind: type) -> list[object]:
    return [widget for widget in client.window.findChildren(kind) if widget.isVisible()]


def sign_in(client: Client, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(covering(client, UnlockScreen)), timeout=10_000)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    type_here(PASSPHRASE)
    press_here("Enter")
    qtbot.waitUntil(lambda: not client.window.covered and client.worker.idle, timeout=20_000)
