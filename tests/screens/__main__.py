"""Every screen in every state as PNG: `python -m tests.screens [FOLDER]`, light and dark, 100 and 125 %."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

SCREENS = (
    "setup",
    "desk",
    "queue",
    "closing",
    "people",
    "bookings",
    "board",
    "report",
    "times",
    "verify",
    "settings",
    "papers",
    "outbox",
    "followup",
    "telling",
    "letters",
)
SCALES = ("1", "1.25")
THEMES = ("light", "dark")


def main(words: list[str]) -> int:
    """Render all into a folder; one process a screen, theme and scale, as Qt's scale is fixed at its start."""
    if len(words) == 3 and words[0] in SCREENS:
        screen, theme, folder = words
        for path in import_module(f"tests.screens.{screen}").pictures(Path(folder), theme):
            print(path)
        return 0
    folder = words[0] if words else "build/pictures"
    failed = 0
    for screen in SCREENS:
        for theme in THEMES:
            for scale in SCALES:
                command = [sys.executable, "-m", "tests.screens", screen, theme, folder]
                environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": scale}
                failed += subprocess.run(command, env=environment, check=False).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
