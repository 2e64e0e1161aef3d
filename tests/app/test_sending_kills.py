"""kill -9 at every step of sending: no message is lost, and none goes twice without a person's word.

A real process sends to a real gateway, which counts. DIDAR_SENDING_KILLS=500 makes a long run of it.
"""

import datetime as dt
import os
import random
import signal
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app import carrier_settings, outbox, sending, sms_settings
from app.carrier_settings import CarrierRow
from app.domain.codes import CarrierKind, MessageState, Purpose
from app.domain.persian.calendar import TEHRAN
from app.sms_settings import SmsSettings
from app.unlock import unlock
from tests.conftest import MEETING_DAY, PASSPHRASE
from tests.gateways import KEY, LOGIN, PASSWORD, Server, gateway
from tests.make import registered
from tests.processes import forked

KILLS = int(os.environ.get("DIDAR_SENDING_KILLS", "24"))
STEPS = (
    "claimed",  # it is written that it is being sent; the gateway has heard nothing
    "heard",  # the gateway hears the request, and it is lost there
    "heard_and_taken",  # the gateway takes it over, its sender being dead
    "taken",  # taken over; no answer yet
    "half",  # half an answer
    "answered",  # the answer is there and not written yet
    "written",  # all of it is written
    "asked",  # while the gateway is asked for one
    "any",  # at any moment
)
FASTER = 400
"""The office's clock runs so much faster, so that pauses and paces are short."""


@dataclass(frozen=True)
class Hurried:
    """A clock that several processes share."""

    began: float

    def __call__(self) -> dt.datetime:
        past = (time.time() - self.began) * FASTER
        return dt.datetime.combine(MEETING_DAY, dt.time(9), TEHRAN) + dt.timedelta(seconds=past)


class Dying:
    """A carrier in whose hands its process dies."""

    def __init__(self, carrier: Any, step: str, after: int) -> None:
        self._carrier, self._step, self._left = carrier, step, after
        self.kind, self.line, self.window, self.ask = carrier.kind, carrier.line, carrier.window, carrier.ask

    def send(self, outgoing: Any) -> Any:
        self._die_at("claimed")
        answer = self._carrier.send(outgoing)
        self._die_at("answered")
        self._left -= 1
        return answer

    def _die_at(self, step: str) -> None:
        if step == self._step and self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def send(folder: Path, clock: Hurried, step: str, after: int) -> None:
    """The process that is killed."""
    office = unlock(folder, PASSPHRASE, clock=clock)
    carrier: Any = carrier_settings.active(office)
    dying = Dying(carrier, step, after)
    while True:
        done = sending.step(office, dying)
        if step == "written" and done.did and dying._left < after:
            os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(0 if done.did else min(done.after / FASTER, 0.1))


def killed(folder: Path, clock: Hurried, server: Server, step: str, chance: random.Random) -> None:
    """Let a process send until it is dead."""
    after = chance.randrange(3)
    process = forked(send, folder, clock, step, after)
    heard = Counter()

    def at(now: str) -> bool:
        heard[now] += 1
        meant = now == step or (now, step) == ("heard", "heard_and_taken")
        if meant and heard[now] > after and process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
            time.sleep(0.02)  # joined by the test alone: two who join one process take the news from each other
            return step == "heard"
        return False

    server.at = at
    process.start()
    if step == "any":
        time.sleep(chance.uniform(0.1, 0.6))
        process.kill()
    process.join(timeout=60)
    assert process.exitcode == -signal.SIGKILL, step
    process.close()
    server.at = lambda _step: False


def wanted(folder: Path, numbers: range) -> None:
    """More messages, on the meeting day, whatever the hurried clock says."""
    with unlock(folder, PASSPHRASE, clock=lambda: dt.datetime.combine(MEETING_DAY, dt.time(9), TEHRAN)) as office:
        for number in numbers:
            outbox.queue(office, registered(office, number).issue_ids[0], Purpose.REGISTERED)


def until_quiet(folder: Path, clock: Hurried) -> dict[str, outbox.MessageRow]:
    """What stands of each message, by its number, once nothing more can be done without a person."""
    with unlock(folder, PASSPHRASE, clock=clock) as office:
        carrier = carrier_settings.active(office)
        quiet = clock() + dt.timedelta(minutes=15)
        while clock() < quiet:
            done = sending.step(office, carrier)
            if done.did and outbox.summary(office).waiting:
                quiet = clock() + dt.timedelta(minutes=15)
            time.sleep(0 if done.did else min(done.after / FASTER, 0.1))
        return {row.number: row for row in outbox.rows(office)}


@pytest.mark.skipif(sys.platform == "win32", reason="the process is forked, so that two dozen take seconds")
@pytest.mark.parametrize("speaks", ["kavenegar", "magfa"])
def test_nothing_is_lost_and_nothing_goes_twice_by_a_kill_at_any_step(home, speaks, capsys):
    chance, clock = random.Random(), Hurried(time.time())
    kills: Counter[str] = Counter()
    with gateway(speaks) as server:
        with unlock(home, PASSPHRASE, clock=clock) as office:
            kind, secret = CarrierKind(speaks), KEY if speaks == "kavenegar" else PASSWORD
            row = CarrierRow(kind, server.address, LOGIN if speaks == "magfa" else "", "10004346", active=True)
            carrier_settings.change(office, row, secret)
            sms_settings.change(office, SmsSettings(opens=0, closes=24, rate=60))
        messages = 0
        for kill in range(KILLS // 2):
            step = STEPS[kill % len(STEPS)]
            wanted(home, range(messages + 1, messages + 5))
            messages += 4
            killed(home, clock, server, step, chance)
            kills[step] += 1
        rows = until_quiet(home, clock)
        got = Counter(one.number for one in server.got)
        lost = [number for number, row in rows.items() if row.state is MessageState.SENT and not got[number]]
        unseen = [number for number, row in rows.items() if row.state is not MessageState.SENT and got[number]]
        twice = [number for number, times in got.items() if times > 1]
        asked = [row for row in rows.values() if row.state is MessageState.UNKNOWN]
        with capsys.disabled():
            print(  # noqa: T201 - the figures are what this test is for
                f"\n{speaks}: {messages} messages, {sum(kills.values())} kills ({dict(kills)}); lost {len(lost)},"
                f" sent twice without a person's word {len(twice)}, left to a person {len(asked)}"
            )
        assert len(rows) == messages
        assert (lost, unseen, twice) == ([], [], [])
        assert {row.state for row in rows.values()} <= {MessageState.SENT, MessageState.UNKNOWN}
        assert len(asked) <= kills["claimed"] + kills["heard"] + kills["any"]
        with unlock(home, PASSPHRASE, clock=clock) as office:
            for row in asked:
                outbox.decide(office, row.id, sent=False)
        rows = until_quiet(home, clock)
        assert Counter(one.number for one in server.got) == dict.fromkeys(rows, 1)
