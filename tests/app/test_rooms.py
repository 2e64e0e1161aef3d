"""One at a time in the head's room, and in the one of each who receives beside him; a group is one visit."""

import pytest

from app import lanes, late_entry, queue, turns, visits
from app.domain.codes import Kind, QueueState
from app.domain.errors import Refused
from app.late_entry import Slip
from tests import make
from tests.app.test_turns import columns, come

EXPERT, DEPUTY = "کارشناس شهرسازی", "معاون عمرانی"


def inside(office, lane: str | None = None) -> list[int | None]:
    weekly = [row for row in queue.of_day(office, office.today()) if row.number is not None]
    return [row.number for row in weekly if row.state is QueueState.IN_ROOM and row.lane == lane]


def test_who_is_in_the_room_comes_out_as_the_next_one_goes_in(office, clock):
    first, _second = come(office, 1, 2)
    queue.admit(office, first.visit_id)
    queue.call_next(office)
    clock.tick(7)
    into = queue.admit_called(office)
    assert inside(office) == [2]
    (out,) = into.over
    assert (out.number, out.state, out.departed) == (1, QueueState.SEEN, into.admitted)


def test_one_undo_brings_the_one_back_and_the_other_out(office):
    people = [row.visit_id for row in come(office, 1, 2)]
    queue.admit(office, people[0])
    before = [columns(office, one) for one in people]
    into = queue.admit(office, people[1])
    turns.as_before(office, into)
    assert [columns(office, one) for one in people] == before
    assert inside(office) == [1]


def test_nothing_is_taken_back_where_the_one_who_came_out_has_gone_on(office):
    first, second = come(office, 1, 2)
    queue.admit(office, first.visit_id)
    into = queue.admit(office, second.visit_id)
    queue.finish(office, second.visit_id)
    queue.step_back(office, first.visit_id)
    with pytest.raises(Refused):
        turns.as_before(office, into)
    assert inside(office) == [1]


def test_a_step_that_is_taken_back_puts_nobody_into_a_room_where_somebody_is(office):
    first, second = come(office, 1, 2)
    queue.admit(office, first.visit_id)
    over = queue.finish(office, first.visit_id)
    queue.admit(office, second.visit_id)
    for back in (lambda: turns.as_before(office, over), lambda: queue.step_back(office, first.visit_id)):
        with pytest.raises(Refused, match="مریم کعبی در اتاق است؛ ابتدا ملاقات او را پایان دهید"):
            back()
    assert inside(office) == [2]


def test_each_who_receives_has_a_room_of_his_own(office):
    rows = come(office, 1, 2, 3, 4)
    for row, lane in zip(rows, (None, EXPERT, DEPUTY, EXPERT), strict=True):
        if lane:
            lanes.send(office, row.visit_id, lane)
    assert all(not queue.admit(office, row.visit_id).over for row in rows[:3])
    into = queue.admit(office, rows[3].visit_id)
    assert [out.number for out in into.over] == [2]
    assert (inside(office), inside(office, EXPERT), inside(office, DEPUTY)) == ([1], [4], [3])


def test_a_contact_that_turns_weekly_again_finds_the_room_taken(office):
    first, second = come(office, 1, 2)
    queue.admit(office, first.visit_id)
    visits.correct(office, first.visit_id, make.visit(1, kind=Kind.DAILY, arrived="9:42"))
    queue.admit(office, second.visit_id)
    with pytest.raises(Refused, match="در اتاق"):
        visits.correct(office, first.visit_id, make.visit(1, arrived="9:42"))
    assert inside(office) == [2]


def test_a_paper_slip_without_an_hour_of_leaving_puts_nobody_into_a_full_room(office):
    (first,) = come(office, 1)
    queue.admit(office, first.visit_id)
    with pytest.raises(Refused) as refused:
        late_entry.register(office, make.visit(2), Slip(arrived="9:00", admitted="9:10", presided_by="head"))
    assert refused.value.field == "departed"
