"""A board on its own monitor, with real screens of Qt's offscreen platform: kept, away, there again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCREENS = {"desk": (0, 1366, 768), "wall": (1366, 1920, 1080)}
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
if sys.argv[2] == "put":
    board.cycle()
    board.cycle()
else:
    board.come_back()
app.processEvents()
print(board.screen().name(), board.isFullScreen())
board.go()
"""


@pytest.fixture
def stands(tmp_path: Path):
    """Where the board stands in a client of its own process, with these monitors."""

    def stand(*names: str, act: str = "back") -> str:
        at = tmp_path / "screens.json"
        dpi = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1.0, "y": 0}
        screens = [
            {"name": name, "x": x, "width": width, "height": height, **dpi}
            for name, (x, width, height) in SCREENS.items()
            if name in names
        ]
        at.write_text(json.dumps({"screens": screens}))
        environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={at}"}
        command = [sys.executable, "-c", STAND, str(tmp_path / "pc.ini"), act]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    return stand


def test_the_board_goes_to_the_second_monitor_and_comes_back_to_it_when_it_was_away(stands) -> None:
    assert stands("desk", "wall", act="put") == "wall True"
    assert stands("desk", "wall") == "wall True"
    assert stands("desk") == "desk False"  # beside the desk, in a window: it hides nothing
    assert stands("desk", "wall") == "wall True"
