"""A modem of the tests' own, plugged in at an office's desk."""

from collections.abc import Iterator

import pytest

from app.carriers import at, modem
from app.office import Office
from tests.app.carriers.desk import KINDS, Desk
from tests.modem_emulator import Emulator


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a real line, in tenths of the time."""
    for name, seconds in (("USUAL", 1.0), ("PROMPT", 0.5), ("AT_THE_OPERATOR", 1.0), ("GRACE", 0.3)):
        monkeypatch.setattr(at, name, seconds)
    monkeypatch.setattr(modem, "_SIM_WAKES", 0.4)


@pytest.fixture
def stick(quick: None, request: pytest.FixtureRequest) -> Iterator[Emulator]:
    """A modem that is plugged in: at a pty where there are any, or behind a socket."""
    with Emulator() as emulator:
        kind = getattr(request, "param", KINDS[-1])
        emulator.port = emulator.on_pty() if kind == "pty" else emulator.on_socket()
        yield emulator


@pytest.fixture
def desk(office: Office, stick: Emulator) -> Iterator[Desk]:
    desk = Desk(office, stick)
    yield desk
    desk.modem.close()
