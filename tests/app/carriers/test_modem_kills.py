"""A client is killed (-9), or the power cut, at every step of a message in three parts. Whatever happens: what is out
never goes again by itself, what never went is not called sent, and a person is asked only where nobody can know.
"""

import datetime as dt
import multiprocessing
import os
import signal
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from app import carrier_settings, outbox, sending
from app.carrier_settings import CarrierRow
from app.carriers import at, ports
from app.carriers.modem import Modem
from app.carriers.ports import Chosen
from app.domain.codes import CarrierKind, MessageState
from app.office import Office
from app.unlock import unlock
from tests.app.carriers import modem_child
from tests.app.carriers.messages import LONG, waiting
from tests.conftest import PASSPHRASE, Clock
from tests.modem_emulator import Emulator
from tests.processes import forked

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kill -9, a pty")

SLICE = 0.03
"""Seconds of silence after which the line is taken to be silent: this modem answers at once."""


def child(home: Path, port: str, now: dt.datetime, step: int) -> int | None:
    """Let a client send until it is killed at this step. The number of steps, when there is none such."""
    hear, say = multiprocessing.Pipe(duplex=False)
    process = forked(modem_child.main, home, port, now, step, SLICE, say)
    process.start()
    say.close()
    process.join(timeout=120)
    with hear, closing(process):
        if process.exitcode == 0:
            return int(hear.recv())
        assert process.exitcode == -signal.SIGKILL, step
        return None


def test_killed_at_every_step_nothing_is_lost_and_nothing_goes_twice_without_a_persons_word(
    home: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(at, "AT_THE_OPERATOR", 2.0)
    monkeypatch.setattr(ports, "_SLICE", SLICE)
    tally: Counter[str] = Counter()
    with unlock(home, PASSPHRASE, clock=clock) as office:
        carrier_settings.change(office, CarrierRow(CarrierKind.MODEM, active=True))
    with Emulator() as stick:
        port = stick.on_pty()
        while True:
            step = tally["messages"] + 1
            clock.tick()
            number = f"0916300{step:04d}"
            with unlock(home, PASSPHRASE, clock=clock) as office:
                message = waiting(office, LONG, number)
            steps = child(home, port, clock.at, step)
            if steps is not None:
                assert steps == step - 1
                break
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
