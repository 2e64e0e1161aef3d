"""Whatever is done to a queue: hours, states and numbers agree, the order is one, and one at a time is in a room."""

import datetime as dt
import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from app import lanes, queue, queue_order, turns
from app.domain.codes import PresidedBy, Priority, QueueState
from app.domain.errors import Refused
from tests import make
from tests.app.test_turns import columns

PEOPLE = 5
REASON = "با هماهنگی رئیس دستگاه"

EACH = {
    "call": lambda office, visit: queue.call(office, visit, REASON),
    "admit": lambda office, visit: queue.admit(office, visit, REASON),
    "finish": queue.finish,
    "leave": queue.leave,
    "step back": queue.step_back,
    "come back": turns.come_back,
    "behind": lambda office, visit: turns.put_behind(office, visit, 2),
    "priority": lambda office, visit: turns.set_priority(office, visit, Priority.FROM_AFAR),
    "no priority": lambda office, visit: turns.set_priority(office, visit, None),
    "lane": lambda office, visit: lanes.send(office, visit, "کارشناس"),
    "main": lanes.take_back,
    "carry": lambda office, visit: turns.carry(office, (visit,)),
}
ALL = {
    "call next": queue.call_next,
    "call again": turns.call_again,
    "admit called": queue.admit_called,
    "finish in room": queue.finish_in_room,
    "leave called": queue.leave_called,
    "over and next": turns.over_and_next,
    "lane goes on": lanes.go_on,
    "carry all": turns.carry,
}
acts = st.one_of(
    st.tuples(st.sampled_from(sorted(EACH)), st.integers(0, PEOPLE - 1)),
    st.tuples(st.sampled_from(sorted(ALL)), st.just(0)),
)
days = itertools.count(1)
HOURS_OF = {
    QueueState.WAITING: (False, False, False),
    QueueState.CALLED: (True, False, False),
    QueueState.IN_ROOM: (None, True, False),
    QueueState.SEEN: (None, True, True),
    QueueState.LEFT: (None, False, True),
}
"""Whether called, admitted and departed are noted in a state; None: either."""


def agrees(row: queue.QueueRow) -> None:
    noted = tuple(hour is not None for hour in (row.called, row.admitted, row.departed))
    assert all(wanted in (None, is_noted) for wanted, is_noted in zip(HOURS_OF[row.state], noted, strict=True)), row
    hours = [hour for hour in (row.arrived, row.admitted, row.departed) if hour is not None]
    assert hours == sorted(hours)
    assert row.lane is None or row.presided_by is PresidedBy.DEPUTY
    assert row.carried_to is None or row.state is QueueState.LEFT


@settings(max_examples=25)
@given(st.lists(acts, max_size=14), st.randoms(use_true_random=False))
def test_any_sequence_of_acts_leaves_a_queue_that_agrees_with_itself(office, clock, done, chance: random.Random):
    clock.set(8, day=dt.date(2026, 9, 13) + dt.timedelta(days=7 * next(days)))  # a meeting day of its own
    people = [make.registered(office, n).visit_id for n in range(1, PEOPLE + 1)]
    for act, who in done:
        clock.tick(chance.randrange(4))
        before = [columns(office, visit) for visit in people]
        try:
            answer = EACH[act](office, people[who]) if act in EACH else ALL[act](office)
        except Refused:
            assert [columns(office, visit) for visit in people] == before
            continue
        rows = queue.of_day(office, office.today())
        assert sorted(row.number for row in rows) == list(range(1, PEOPLE + 1))
        for row in rows:
            agrees(row)
        rooms = [row.lane for row in rows if row.state is QueueState.IN_ROOM]
        assert len(rooms) == len(set(rooms)), "two are in one room"
        assert queue_order.arranged(chance.sample(rows, len(rows)), office.time()) == rows
        if chance.random() < 0.4:
            turns.as_before(office, *getattr(answer, "rows", (answer,)))
            assert [columns(office, visit) for visit in people] == before
