"""Setups with a signature, as a stick brings them; the keys are the tests' own."""

import datetime as dt
import hashlib
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app import update_copy
from app.domain.persian.calendar import jalali
from app.office import Office
from app.update_note import ENDS, Publisher, Update, Which, seal
from app.updates import Found, Started, ThisCopy

KEYS = {which: Ed25519PrivateKey.generate() for which in Which}
STRANGER = Ed25519PrivateKey.generate()
SIGNED_ON = jalali(1405, 6, 20)
SETUP = b"MZ" + bytes(range(256)) * 9000
"""Some two MiB: more than one piece."""


def publisher() -> Publisher:
    return {which: key.public_key() for which, key in KEYS.items()}


def update(version: str = "0.2.0", least: str = "0.1.0", content: bytes = SETUP, date: dt.date = SIGNED_ON) -> Update:
    return Update(version, len(content), hashlib.sha256(content).hexdigest(), least, date)


def put(
    stick: Path, said: Update | None = None, *, content: bytes = SETUP, key: Ed25519PrivateKey = KEYS[Which.PRESENT]
) -> Path:
    """A setup on the stick, with its signature beside it. Returns the setup."""
    said = said or update()
    stick.mkdir(exist_ok=True)
    setup = stick / f"DidarSetup-{said.version}.exe"
    setup.write_bytes(content)
    setup.with_name(setup.name + ENDS).write_bytes(seal(said, key))
    return setup


class Process:
    """What was started, and whether it was ended again."""

    def __init__(self) -> None:
        self.ended = False

    def terminate(self) -> None:
        self.ended = True


class Machine:
    """A Didar that was installed by a setup, on which a setup can be started; it remembers what was."""

    def __init__(self, version: str = "0.1.0") -> None:
        self.started: list[Path] = []
        self.content: list[bytes] = []
        self.processes: list[Process] = []
        self.here = ThisCopy(version, publisher(), installed=True, start=self.start)

    def start(self, setup: Path) -> Started:
        self.started.append(setup)
        self.content.append(setup.read_bytes())
        self.processes.append(Process())
        return self.processes[-1]


def found(setup: Path) -> Found:
    """As it is found by an office in which it fits."""
    return Found(setup, update(), Which.PRESENT, None)


def raising(error: BaseException, after: int = 1) -> Callable[[int, int], None]:
    """Progress that stops after so many pieces."""
    left = [after]

    def progress(_done: int, _of: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise error

    return progress


def nothing_left(office: Office) -> bool:
    """Of any copy."""
    there = office.folder / update_copy.FOLDER
    return not there.exists() or not list(there.iterdir())


def saved_in(folder: Path) -> Path:
    """A backup, as far as it is looked at when the setup starts."""
    saved = folder / "before.didar"
    saved.touch()
    return saved
