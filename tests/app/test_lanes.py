"""The second lane: a deputy or an expert receives some of them, which is never counted (circular, c1)."""

import pytest

from app import lanes, meetings, office_settings, queue, turns
from app.domain.codes import PresidedBy, QueueState
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.report import figures
from tests import make

EXPERT = "کارشناس شهرسازی"


def come(office, *numbers: int):
    return [make.registered(office, n) for n in numbers]


def test_two_are_in_two_rooms_at_once_and_the_heads_keys_are_for_the_heads_lane(office):
    first, second, third = come(office, 1, 2, 3)
    lanes.send(office, first.visit_id, EXPERT)
    assert queue.call_next(office).number == 2
    queue.admit_called(office)
    queue.call(office, first.visit_id)
    assert queue.admit(office, first.visit_id).state is QueueState.IN_ROOM
    assert queue.finish_in_room(office).number == second.number
    with pytest.raises(Refused):
        queue.finish_in_room(office)
    assert queue.call_next(office).number == third.number


def test_who_is_received_in_the_second_lane_is_not_counted_though_the_head_is_there(office):
    first, second = come(office, 1, 2)
    meetings.head_came(office)
    lanes.send(office, first.visit_id, EXPERT)
    for visit in (first, second):
        queue.admit(office, visit.visit_id)
        queue.finish(office, visit.visit_id)
    rows = {row.number: row for row in queue.of_day(office, office.today())}
    assert (rows[1].presided_by, rows[1].uncounted.code) == (PresidedBy.DEPUTY, "deputy")
    assert rows[2].uncounted is None
    counted = figures.count(office, Quarter(1405, 2))
    assert (counted.totals.visits, counted.totals.seen, counted.totals.visitors) == (1, 1, 1)
    assert counted.excluded["deputy"] == 1


def test_who_leaves_the_second_lane_unseen_is_not_counted_either(office):
    (first,) = come(office, 1)
    meetings.head_came(office)
    lanes.send(office, first.visit_id, EXPERT)
    queue.leave(office, first.visit_id)
    assert figures.count(office, Quarter(1405, 2)).totals.visits == 0


def test_back_to_the_main_queue_before_admission_loses_nothing(office):
    first, _second = come(office, 1, 2)
    sent = lanes.send(office, first.visit_id, EXPERT)
    queue.call(office, first.visit_id)
    back = lanes.take_back(office, first.visit_id)
    assert (back.lane, back.number, back.arrived, back.presided_by) == (None, 1, sent.arrived, PresidedBy.HEAD)
    assert queue.call_next(office).number == 1


def test_sending_is_undone_with_the_call_before_it(office):
    (first,) = come(office, 1)
    called = queue.call_next(office)
    sent = lanes.send(office, first.visit_id, EXPERT)
    before = turns.as_before(office, sent)[0]
    assert (before.state, before.called, before.lane) == (QueueState.CALLED, called.called, None)


def test_the_lane_stands_behind_those_who_wait_for_the_head(office):
    first, *_others = come(office, 1, 2, 3)
    lanes.send(office, first.visit_id, EXPERT)
    assert [row.number for row in queue.of_day(office, office.today())] == [2, 3, 1]


def test_the_lane_goes_on_step_by_step(office):
    for row in come(office, 1, 2):
        lanes.send(office, row.visit_id, EXPERT)
    steps = [(row.number, row.state) for row in (lanes.go_on(office) for _ in range(4))]
    assert steps == [
        (1, QueueState.CALLED),
        (1, QueueState.IN_ROOM),
        (1, QueueState.SEEN),
        (2, QueueState.CALLED),
    ]


def test_nobody_in_the_lane_is_said(office):
    come(office, 1)
    with pytest.raises(Refused, match="صف دوم"):
        lanes.go_on(office)


def test_out_of_order_in_the_lane_is_the_receivers_own_affair(office):
    rows = come(office, 1, 2)
    for row in rows:
        lanes.send(office, row.visit_id, EXPERT)
    assert queue.call(office, rows[1].visit_id).out_of_turn is None


def test_a_receiver_has_a_name(office):
    (first,) = come(office, 1)
    with pytest.raises(Refused) as refused:
        lanes.send(office, first.visit_id, "  ")
    assert refused.value.field == "lane"


def test_who_is_in_a_room_is_sent_nowhere(office):
    (first,) = come(office, 1)
    queue.admit(office, first.visit_id)
    with pytest.raises(Refused, match="در اتاق"):
        lanes.send(office, first.visit_id, EXPERT)


def test_who_is_not_in_the_lane_is_not_taken_back_from_it(office):
    (first,) = come(office, 1)
    with pytest.raises(Refused):
        lanes.take_back(office, first.visit_id)


def test_who_waits_in_the_lane_waits_no_turns_of_the_heads_queue(office):
    (first,) = come(office, 1)
    lanes.send(office, first.visit_id, EXPERT)
    with pytest.raises(Refused):
        turns.put_behind(office, first.visit_id)


def test_the_offices_receivers_are_offered_then_whoever_receives_today(office):
    office_settings.change(office, office_settings.OfficeSettings(lanes=("معاون عمرانی",)))
    (first,) = come(office, 1)
    lanes.send(office, first.visit_id, EXPERT)
    assert lanes.names(office) == ("معاون عمرانی", EXPERT)


def test_carrying_all_takes_the_second_lane_too_and_the_next_time_is_the_heads(office):
    first, _second = come(office, 1, 2)
    lanes.send(office, first.visit_id, EXPERT)
    assert {row.number for row in turns.carry(office).rows} == {1, 2}
