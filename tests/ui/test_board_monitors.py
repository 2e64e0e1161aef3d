"""A board on its own monitor, with real screens of Qt's offscreen platform: kept, away, there again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCREENS = {"desk": (0, 1366, 768, 96), "wall": (1366, 1920, 1080, 144)}
"""Where each begins, its pixels, and its dots per inch, by which Windows tells its scale: 100 % and 150 %."""
STAND = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget
from ui.board.place import BoardWindow
from ui.main import application
from ui.this_pc import Settings

settings = Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat))
app = application(settings)
desk = QWidget()
desk.show()
board = BoardWindow("board", settings, desk.screen)
if sys.argv[2] != "back":
    board.cycle()
    if sys.argv[2] == "put":
        board.cycle()
else:
    board.come_back()
app.processEvents()
room = board.screen().geometry()
fits = board.geometry() == room if board.isFullScreen() else room.contains(board.geometry())
reached = room.top() <= board.frameGeometry().top()
print(board.screen().name(), board.isFullScreen(), board.devicePixelRatio(), fits and reached)
board.go()
"""


@pytest.fixture
def stands(tmp_path: Path):
    """Where the board stands in a client of its own process, with these monitors."""

    def stand(*names: str, act: str = "back") -> str:
        at = tmp_path / "screens.json"
        all_alike = {"logicalBaseDpi": 96, "dpr": 1.0, "y": 0}
        screens = [
            {"name": name, "x": x, "width": width, "height": height, "logicalDpi": dpi, **all_alike}
            for name, (x, width, height, dpi) in SCREENS.items()
            if name in names
        ]
        at.write_text(json.dumps({"screens": screens}))
        environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={at}"}
        command = [sys.executable, "-c", STAND, str(tmp_path / "pc.ini"), act]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    return stand


def test_the_board_goes_to_the_second_monitor_and_comes_back_to_it_when_it_was_away(stands) -> None:
    """Wherever it stands it is as sharp as that monitor, and no part of it lies beside it."""
    assert stands("desk", "wall", act="put") == "wall True 1.5 True"
    assert stands("desk", "wall") == "wall True 1.5 True"
    assert stands("desk") == "desk False 1.0 True"  # beside the desk, in a window: it hides nothing
    assert stands("desk", "wall") == "wall True 1.5 True"


def test_a_board_in_a_window_comes_back_to_a_monitor_of_another_scale_as_it_was(stands) -> None:
    assert stands("desk", "wall", act="window") == "wall False 1.5 True"
    assert stands("desk") == "desk False 1.0 True"
    assert stands("desk", "wall") == "wall False 1.5 True"
