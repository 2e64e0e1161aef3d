"""The queue: who is next, what each step notes, and that each step can be taken back."""

import datetime as dt

import pytest

from app import meetings, queue
from app.domain.codes import Kind, PresidedBy, Priority, QueueState
from app.domain.errors import Refused
from tests import make


def test_numbers_follow_the_order_of_arrival(office):
    assert [make.registered(office, n).number for n in (1, 2, 3)] == [1, 2, 3]
    assert queue.next_number(office, office.today()) == 4


def test_priority_goes_first_then_the_lowest_number(office):
    make.registered(office, 1)
    make.registered(office, 2, priority=Priority.ELDERLY)
    assert queue.call_next(office).number == 2
    assert queue.call_next(office).number == 1


def test_nobody_waiting_is_said(office):
    with pytest.raises(Refused, match="در انتظار"):
        queue.call_next(office)


def test_the_called_one_goes_in_and_who_is_in_the_room_comes_out(office):
    make.registered(office, 1)
    make.registered(office, 2)
    with pytest.raises(Refused, match="F4"):
        queue.admit_called(office)
    with pytest.raises(Refused, match="در اتاق"):
        queue.finish_in_room(office)
    with pytest.raises(Refused, match="سطر"):
        queue.leave_called(office)
    queue.call_next(office)
    assert (queue.admit_called(office).number, queue.finish_in_room(office).state) == (1, QueueState.SEEN)
    queue.call_next(office)
    assert queue.leave_called(office).number == 2


def test_each_step_notes_its_hour(office, clock):
    row = make.registered(office)
    clock.set(9, 50)
    assert queue.call_next(office).called == dt.time(9, 50)
    clock.set(9, 55)
    assert queue.admit(office, row.visit_id).admitted == dt.time(9, 55)
    clock.set(10, 5)
    done = queue.finish(office, row.visit_id)
    assert (done.departed, done.state) == (dt.time(10, 5), QueueState.SEEN)
    assert done.waited(dt.time(11)) == 13  # from 9:42 to 9:55, whatever the clock says later


def test_each_step_is_taken_back_in_one(office):
    row = make.registered(office)
    queue.call_next(office)
    queue.admit(office, row.visit_id)
    queue.finish(office, row.visit_id)
    states = [queue.step_back(office, row.visit_id).state for _ in range(3)]
    assert states == [QueueState.IN_ROOM, QueueState.CALLED, QueueState.WAITING]
    with pytest.raises(Refused):
        queue.step_back(office, row.visit_id)


def test_who_leaves_unseen_has_no_hour_of_admission(office):
    row = make.registered(office)
    left = queue.leave(office, row.visit_id)
    assert (left.state, left.admitted) == (QueueState.LEFT, None)


def test_a_step_that_does_not_follow_is_refused(office):
    row = make.registered(office)
    with pytest.raises(Refused, match="در انتظار"):
        queue.finish(office, row.visit_id)


def test_the_list_shows_the_room_first_then_called_then_waiting(office):
    for number in range(1, 5):
        make.registered(office, number)
    first = queue.call_next(office)
    queue.admit(office, first.visit_id)
    queue.call_next(office)
    rows = queue.of_day(office, office.today())
    assert [(row.number, row.state) for row in rows] == [
        (1, QueueState.IN_ROOM),
        (2, QueueState.CALLED),
        (3, QueueState.WAITING),
        (4, QueueState.WAITING),
    ]


def test_c1_whom_the_deputy_receives_after_the_head_left_does_not_count(office, clock):
    early, late = make.registered(office, 1), make.registered(office, 2)
    meetings.head_came(office)
    queue.admit(office, early.visit_id)
    clock.set(10, 30)
    meetings.head_left(office)
    assert queue.admit(office, late.visit_id).presided_by is PresidedBy.DEPUTY
    counted = {row.number: row.uncounted is None for row in queue.of_day(office, office.today())}
    assert counted == {1: True, 2: False}


def test_c2_an_everyday_contact_has_no_number_and_is_marked_as_not_counted(office):
    row = make.registered(office, kind=Kind.DAILY)
    assert (row.number, row.state, row.uncounted.clause) == (None, QueueState.SEEN, "c2")
    with pytest.raises(Refused):
        queue.call(office, row.visit_id)
