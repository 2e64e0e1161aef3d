"""Whatever happens, in whatever order: nothing is lost, nothing goes twice, nothing is told that did not reach."""

import datetime as dt
from contextlib import suppress
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from app import issues, outbox, outcomes, sending
from app.carriers import Answer
from app.domain.codes import MessageState, Purpose, Status
from app.domain.errors import Refused
from app.office import Office
from db.models import Message, Notice, Sending, StoreState
from tests.carrier import LOST, OFFLINE, Scripted
from tests.conftest import Clock
from tests.make import registered

NEW = count(1)
ANSWERS = {
    "taken": None,
    "lost": LOST,
    "offline": OFFLINE,
    "unknown": Answer(MessageState.UNKNOWN),
    "busy": Answer(MessageState.WAITING, code="409"),
    "credit": Answer(MessageState.WAITING, code="418", stops=True),
    "refused": Answer(MessageState.FAILED, code="411"),
}
ACTS = ("step", "step", "step", "minute", "hour", "crash", "crash_taken", "cancel", "resume", "sent", "again", "back")
MORE = ("retry", "send_again", "reopen", "decide_anew", "deliver", "not_delivered", "offline", "online")


class Dies(Exception):
    pass


class World:
    """One applicant's result on its way, and what people and powers do meanwhile."""

    def __init__(self, office: Office, clock: Clock) -> None:
        self.office, self.clock, self.carrier = office, clock, Scripted()
        self.own = registered(office, next(NEW)).issue_ids[0]
        outcomes.record(office, self.own, Status.RESOLVED, "انجام شد")
        outbox.queue(office, self.own, Purpose.RESULT)
        self.words = 1  # how often a person said that it should be sent

    def row(self) -> outbox.MessageRow:
        return outbox.of_issue(self.office, self.own)[0]

    def do(self, act: str) -> None:
        office = self.office
        acts = {
            "step": lambda: sending.step(office, self.carrier),
            "minute": lambda: self.clock.tick(1),
            "hour": lambda: self.clock.tick(60),
            "crash": lambda: self._crash(taken=False),
            "crash_taken": lambda: self._crash(taken=True),
            "cancel": lambda: outbox.cancel(office, self.row().id),
            "resume": lambda: outbox.resume(office, self.row().id),
            "sent": lambda: outbox.decide(office, self.row().id, sent=True),
            "again": lambda: self._wanted(outbox.decide(office, self.row().id, sent=False)),
            "back": lambda: outbox.take_back_decision(office, self.row().id),
            "retry": lambda: outbox.retry(office),
            "send_again": lambda: self._wanted(outbox.send_again(office, self.row().id)),
            "reopen": lambda: outcomes.reopen(office, self.own, "اعتراض دارد", objected=True),
            "decide_anew": lambda: outcomes.record(office, self.own, Status.REJECTED, "ضابطه ندارد"),
            "deliver": lambda: self._fate(Answer(MessageState.DELIVERED, code="10")),
            "not_delivered": lambda: self._fate(Answer(MessageState.FAILED, code="11")),
            "offline": lambda: setattr(self.carrier, "offline", True),
            "online": lambda: setattr(self.carrier, "offline", False),
        }
        with suppress(Refused):  # the office's rules: not now
            acts.get(act, lambda: self.carrier.says.append(ANSWERS[act]))()

    def _wanted(self, _row: outbox.MessageRow) -> None:
        self.words += 1

    def _fate(self, answer: Answer) -> None:
        self.carrier.delivery = answer

    def _crash(self, *, taken: bool) -> None:
        """The process dies in the carrier's hands, if a message goes out just now."""

        def die(outgoing: object) -> Answer:
            if taken:
                self.carrier.got.append(outgoing)
            raise Dies

        self.carrier.send = die
        with suppress(Dies):
            sending.step(self.office, self.carrier)
        del self.carrier.send


@given(st.lists(st.sampled_from((*ACTS, *MORE, *ANSWERS)), min_size=5, max_size=40))
@settings(max_examples=40)
def test_whatever_happens_a_message_goes_once_for_each_time_that_a_person_wants_it(office, clock, acts):
    clock.set(9)
    with office.connection() as connection:  # no power fails here: nobody waits for the disk, and more can be tried
        connection.connection.driver_connection.execute("PRAGMA synchronous = OFF")
    with office.note() as session:  # each example has a line of its own, and nothing else waits for it
        session.execute(delete(StoreState).where(StoreState.key == "outbox"))
        session.execute(delete(Sending))
        session.execute(update(Message).values(state=MessageState.CANCELLED))
    world = World(office, clock)
    for act in acts:
        world.do(act)
        assert world.carrier.twice() == []
        assert len(world.carrier.got) <= world.words
    told(world)
    settle(world)
    told(world)
    row = world.row()
    assert row.state is not MessageState.SENDING
    if row.state in (MessageState.WAITING, MessageState.CANCELLED) and not row.decided:
        assert world.carrier.got == [] or world.words > 1, "handed over, and yet it would go"


def settle(world: World) -> None:
    """The network is back and time passes: nothing is left as if it were being sent."""
    world.carrier.offline = False
    world.carrier.says.clear()
    asked = world.carrier.asked
    for _step in range(25):
        done = sending.step(world.office, world.carrier)
        if world.carrier.asked > asked + 1:  # that would go on for hours
            break
        if not done.did:
            if world.row().settled_at:
                break
            world.clock.at += dt.timedelta(seconds=max(1, done.after))
    assert len(world.carrier.got) <= world.words


def told(world: World) -> None:
    """A notice stands only where a message with this very result was delivered."""
    with world.office.read() as session:
        notices = session.scalars(select(Notice).where(Notice.issue_id == world.own)).all()
    reached = [row for row in outbox.of_issue(world.office, world.own) if row.state is MessageState.DELIVERED]
    assert len(notices) <= len(reached)
    if issues.one(world.office, world.own).told_by:
        assert reached
