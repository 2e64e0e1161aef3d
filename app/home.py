"""Where the store lies on this PC: `DIDAR_HOME`, else the platform's data folder."""

import os
from pathlib import Path

STORE = "didar.db"
DEMO = "demo"
RESTORING = "restoring.json"
"""The note of a restore that is under way: whoever opens the store next finishes it."""


def folder() -> Path:
    """The folder of the store, its key file and its locks (contracts: DIDAR_HOME)."""
    named = os.environ.get("DIDAR_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_dir

    return Path(user_data_dir("Didar", appauthor=False))


def store(folder: Path) -> Path:
    return folder / STORE


def has_store(folder: Path) -> bool:
    return store(folder).exists()
