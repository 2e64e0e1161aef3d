"""By what messages go: one small interface, and what a carrier answers. Carriers know no store; app.outbox keeps the
record and sees to it that nothing goes twice.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Protocol, runtime_checkable

from app.domain.codes import CarrierKind, MessageState


@dataclass(frozen=True)
class Outgoing:
    """One message on its way. uid: our own number of it, recorded before a carrier hears of it; number: 09… as typed
    in the form; text: whole, whatever the number of its parts.
    """

    uid: int
    number: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What a carrier says of a message.

    state: `sent` (taken over), `delivered`; `failed`: certainly not, and another try would change nothing; `waiting`:
    certainly not, try again later; `unknown`: nobody can tell. their_id: the carrier's own number of the message.
    code: as the carrier gave it; words: what that means, plainly, for the office. stops: no other message would fare
    better until a person has seen to it (credit, key, no SIM card). blocked: the receiver, or the operator for him,
    takes nothing from this line. patient: of `waiting`: it will pass, however long it takes; it is tried on and on.
    """

    state: MessageState
    their_id: str | None = None
    code: str | None = None
    words: str | None = None
    stops: bool = False
    blocked: bool = False
    patient: bool = False


class Carrier(Protocol):
    """A way to the network. Each call may take its time (a minute and more) and is made on a thread of its own.

    line: the number that receivers see. window: hours after sending within which `ask` can tell of a message; 0: never.

    send: hand the message over. Raises Unavailable when it certainly was not, as nobody could be reached. Any doubt (a
    time-out, half an answer, a cut line) is the answer `unknown`, never an exception.

    ask: what became of a message. None: this carrier cannot be asked (any more). Raises Unavailable when nobody could
    be reached. `waiting` only when the carrier is sure that it never took the message and never will; where it merely
    does not know the number: `unknown`.
    """

    @property
    def kind(self) -> CarrierKind: ...
    @property
    def line(self) -> str | None: ...
    @property
    def window(self) -> float: ...
    def send(self, outgoing: Outgoing) -> Answer: ...
    def ask(self, uid: int, their_id: str | None) -> Answer | None: ...


@runtime_checkable
class Hears(Protocol):
    """A carrier that says by itself what became of messages. None of these calls raises.

    listen: for so many seconds, or until there is news: the messages of which there is. is_back: whether it was away,
    or not ready, and is ready again, since it was last asked that.
    """

    def listen(self, seconds: float) -> list[int]: ...
    def is_back(self) -> bool: ...


def words(kind: CarrierKind | None, code: str | None) -> str:
    """What a carrier's code means, plainly; nothing where it has none, or nobody knows."""
    if kind in (None, CarrierKind.BY_HAND) or not code:
        return ""
    module = "modem_words" if kind is CarrierKind.MODEM else str(kind)
    return str(import_module(f"app.carriers.{module}").words(code))
