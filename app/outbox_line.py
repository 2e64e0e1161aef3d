"""The line to the carrier as a whole: when it sent last, whether it stands, and until when it rests.

The outbox's own notes, in the store so that a restart changes nothing; no part of the record, hence in no trail.
"""

import datetime as dt
import json
from dataclasses import asdict, dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from app.domain.codes import CarrierKind
from db.models import StoreState

_KEY: Final = "outbox"
_FIRST_PAUSE, _LONGEST_PAUSE = dt.timedelta(seconds=15), dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Line:
    """last_at, rests_until: instants, ISO; empty: never, not. pauses: how many there were since somebody was reached.
    stopped: the carrier's code after which nothing goes until a person has seen to it; by: which carrier that was.
    epoch: of the store when it last sent: another one means that it was restored from a copy.
    why: nobody could be reached, where that is not the network's fault. pc: the PC that sends, by a number of its own
    that is kept outside the store.
    """

    last_at: str = ""
    rests_until: str = ""
    pauses: int = 0
    stopped: str = ""
    by: str = ""
    epoch: str = ""
    why: str = ""
    pc: str = ""

    @property
    def offline(self) -> bool:
        return self.pauses > 0

    @property
    def stopped_by(self) -> CarrierKind | None:
        return CarrierKind(self.by) if self.stopped and self.by else None

    def rests(self, now: dt.datetime) -> float:
        """Seconds until somebody may be asked for again."""
        return _until(self.rests_until, now)

    def paced(self, now: dt.datetime, rate: int) -> float:
        """Seconds until the next message may go, at so many a minute."""
        if not self.last_at:
            return 0.0
        return _until((dt.datetime.fromisoformat(self.last_at) + dt.timedelta(minutes=1) / rate).isoformat(), now)

    def resting(self, now: dt.datetime, why: str = "") -> "Line":
        """Nobody was reached: a longer rest than the last one."""
        return replace(self, pauses=self.pauses + 1, rests_until=(now + pause(self.pauses)).isoformat(), why=why)

    def reached(self) -> "Line":
        return replace(self, pauses=0, rests_until="", why="")

    def of_store(self, epoch: str) -> "Line":
        """Known to belong to the store as it is since it was made or restored; an older epoch stays to be seen to."""
        return self if self.epoch else replace(self, epoch=epoch)

    def free(self) -> "Line":
        """A person has seen to what stopped it."""
        return replace(self.reached(), stopped="", by="")


def pause(tries: int) -> dt.timedelta:
    """How long to wait after so many tries: twice as long each time, a quarter of an hour at most."""
    return min(_FIRST_PAUSE * (1 << min(tries, 10)), _LONGEST_PAUSE)


def _until(instant: str, now: dt.datetime) -> float:
    """Seconds. A clock that was put back does not make anybody wait for more than the longest pause."""
    if not instant:
        return 0.0
    left = (dt.datetime.fromisoformat(instant) - now).total_seconds()
    return 0.0 if left > _LONGEST_PAUSE.total_seconds() else max(0.0, left)


def _line(session: Session) -> Line:
    row = session.get(StoreState, _KEY)
    return Line(**json.loads(row.value)) if row else Line()


def _keep(session: Session, line: Line) -> None:
    value = json.dumps(asdict(line))
    row = session.get(StoreState, _KEY)
    if row is None:
        session.add(StoreState(key=_KEY, value=value))
    elif row.value != value:
        row.value = value
