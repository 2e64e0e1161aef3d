"""A client is killed (-9), or the power cut, at every step of a message in three parts. Whatever happens: what is out
never goes again by itself, what never went is not called sent, and a person is asked only where nobody can know.
"""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from app import outbox, sending
from app.carriers import at
from app.carriers.modem import Modem
from app.carriers.ports import Chosen
from app.domain.codes import MessageState
from app.office import Office
from app.unlock import unlock
from tests.app.carriers.messages import LONG, waiting
from tests.conftest import PASSPHRASE, Clock
from tests.modem_emulator import Emulator

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9, a pty")


def child(home: Path, port: str, now: dt.datetime, step: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.app.carriers.modem_child", str(home), port, now.isoformat(), str(step)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_killed_at_every_step_nothing_is_lost_and_nothing_goes_twice_without_a_persons_word(
    home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(at, "AT_THE_OPERATOR", 2.0)
    tally: Counter[str] = Counter()
    with Emulator() as stick:
        port = stick.on_pty()
        while True:
            step = tally["messages"] + 1
            clock.tick()
            number = f"0916300{step:04d}"
            with unlock(home, PASSPHRASE, clock=clock) as office:
                message = waiting(office, LONG, number)
            ended = child(home, port, clock.at, step)
            if ended.returncode == 0:
                assert int(ended.stdout) == step - 1
                break
            assert ended.returncode == -signal.SIGKILL, ended.stderr
            tally["messages"] += 1
            tally["kills"] += 1
            see_to_it(home, stick, port, message, number, clock, tally)
    with capsys.disabled():
        print(f"\nmodem: {dict(tally)}")  # noqa: T201
    assert tally["kills"] > 30
    assert tally["lost"] == 0
    assert tally["sent twice without a person's word"] == 0
    assert tally["asked a person"] == 3 * 4  # of each part: from before its last byte until its number is written down


def see_to_it(home: Path, stick: Emulator, port: str, message: int, number: str, clock: Clock, tally: Counter) -> None:
    """The next start: what is known, then a person who says "not sent", whatever is true; then the rest."""
    at_the_phone = "+98" + number[1:]
    with unlock(home, PASSPHRASE, clock=clock) as office:
        modem = Modem(office, Chosen(port), per_minute=10**6)
        empty(office, modem, clock)
        tally["sent twice without a person's word"] += twice(stick, at_the_phone)
        if state(office, message) is MessageState.UNKNOWN:
            tally["asked a person"] += 1
            outbox.decide(office, message, sent=False)
            empty(office, modem, clock)
        assert state(office, message) is MessageState.SENT
        tally["sent again by a person's word"] += twice(stick, at_the_phone)
        tally["lost"] += stick.read_by(at_the_phone) != [LONG]
        modem.close()


def empty(office: Office, modem: Modem, clock: Clock) -> None:
    """Until the outbox has nothing more to do."""
    for _minute in range(3):
        clock.tick()
        while sending.step(office, modem).did:
            pass


def state(office: Office, message: int) -> MessageState:
    return next(row.state for row in outbox.rows(office) if row.id == message)


def twice(stick: Emulator, number: str) -> int:
    """Parts that the operator has more than once."""
    seen = Counter(part.index for part in stick.accepted if part.number == number)
    return sum(times - 1 for times in seen.values())
