"""A carrier of the tests' own, in memory: it takes messages over, or says what it is told to say."""

from collections import Counter, deque

from app import carrier_settings, outbox, outcomes
from app.carrier_settings import CarrierRow
from app.carriers import Answer, Outgoing
from app.carriers.http import unreachable
from app.domain.codes import CarrierKind, MessageState, Purpose, Status
from app.domain.errors import Unavailable
from app.office import Office
from app.outbox import MessageRow
from tests.make import registered

OFFLINE = Unavailable("nobody there")
LOST = "lost"
"""It takes the message over, and nobody hears of it."""


def waiting_result(office: Office) -> MessageRow:
    """A result that waits for the gateway."""
    carrier_settings.change(office, CarrierRow(CarrierKind.KAVENEGAR, line="10004346", active=True), "key")
    own = registered(office).issue_ids[0]
    outcomes.record(office, own, Status.RESOLVED, "انجام شد")
    return outbox.queue(office, own, Purpose.RESULT)


class Scripted:
    """says: its next answers to a sending: an Answer, OFFLINE, or LOST. delivery: what it says of what it has."""

    kind = CarrierKind.KAVENEGAR
    line = "10004346"
    window = 12.0

    def __init__(self, *says: Answer | Unavailable | str) -> None:
        self.says = deque(says)
        self.got: list[Outgoing] = []
        self.delivery = Answer(MessageState.SENT)
        self.asked = 0
        self.offline = False

    def send(self, outgoing: Outgoing) -> Answer:
        said = self.says.popleft() if self.says else None
        if self.offline or isinstance(said, Unavailable):
            raise unreachable()
        if isinstance(said, Answer):
            return said
        self.got.append(outgoing)
        return Answer(MessageState.UNKNOWN) if said == LOST else Answer(MessageState.SENT, str(len(self.got)), "1")

    def ask(self, uid: int, _their_id: str | None) -> Answer | None:
        if self.offline:
            raise unreachable()
        self.asked += 1
        found = next((n for n, one in enumerate(self.got, 1) if uid == one.uid), None)
        if found is None:
            return Answer(MessageState.UNKNOWN, code="100")
        return Answer(self.delivery.state, str(found), self.delivery.code, blocked=self.delivery.blocked)

    def twice(self) -> list[int]:
        """Our numbers of what it got more than once."""
        return [uid for uid, times in Counter(one.uid for one in self.got).items() if times > 1]
