"""A client of its own, which empties the outbox by modem and is killed (-9) at a step of it. Without that step it says
how many there were.
"""

import datetime as dt
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from app import sending
from app.carriers import ports
from app.carriers.at import Line
from app.carriers.modem import Modem
from app.carriers.ports import Chosen
from app.modem_parts import Parts
from app.unlock import unlock
from tests.conftest import PASSPHRASE


class Steps:
    """Each call that matters is two steps: before it, and right behind it."""

    def __init__(self, last: int) -> None:
        self.last, self.n, self.on = last, 0, False

    def step(self) -> None:
        self.n += self.on
        if self.on and self.n == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def watched(*arguments: Any) -> Any:
            self.step()
            answer = real(*arguments)
            self.step()
            return answer

        setattr(owner, name, watched)


def main(home: Path, port: str, at: dt.datetime, last: int, slice_: float, said: Connection) -> None:
    ports._SLICE = slice_
    steps = Steps(last)
    for owner, name in ((Parts, "begin"), (Parts, "going"), (Parts, "out"), (Line, "_write")):
        steps.watch(owner, name)
    for name in ("_claim", "_answered"):
        steps.watch(sending, name)
    with unlock(home, PASSPHRASE, clock=lambda: at) as office:
        modem = Modem(office, Chosen(port), per_minute=10**6)
        modem.state()  # the modem is made ready first: nothing of that can send
        steps.on = True
        while sending.step(office, modem).did:
            pass
        said.send(steps.n)
        modem.close()
