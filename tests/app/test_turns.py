"""A turn in the day's queue: taken back, out of order with its reason, behind others, over and next, carried on."""

import datetime as dt

import pytest
from sqlalchemy import select

from app import corrections, meetings, queue, turns
from app.domain.codes import MeetingState, PresidedBy, Priority, QueueState
from app.domain.errors import Refused
from app.domain.persian.calendar import jalali
from db.models import Booking, Meeting, Visit
from tests import make

NEXT_MEETING = jalali(1405, 6, 29)


def come(office, *numbers: int, **given):
    return [make.registered(office, n, **given) for n in numbers]


def waiting(office) -> list[int | None]:
    return [row.number for row in queue.of_day(office, office.today()) if row.state is QueueState.WAITING]


def columns(office, visit_id: int) -> dict:
    with office.read() as session:
        visit = session.get(Visit, visit_id)
        return {key: getattr(visit, key) for key in (*turns.OF_THE_QUEUE, "carried_to", "number", "arrived")}


def booked(office, **given) -> int:
    """A booking for today; returns its id."""
    with office.work("test", queue.Right.REGISTER) as session:
        person = {key: make.person()[key] for key in ("first_name", "last_name")}
        booking = Booking(agency_id=office.agency_id, date=office.today(), booked_at=office.now(), **person, **given)
        session.add(booking)
        session.flush()
        return booking.id


def ticked(office, number: int, **given):
    """A visit of who was booked."""
    return make.registered(office, number, booking_id=booked(office, **given))


# the order ------------------------------------------------------------------------------------------------------------


def test_first_place_then_priority_then_number(office):
    come(office, 1, 2)
    come(office, 3, priority=Priority.FROM_AFAR)
    ticked(office, 4, first=True)
    assert waiting(office) == [4, 3, 1, 2]


def test_an_hour_that_was_given_is_kept_from_that_hour_on_and_till_then_the_number_holds(office, clock):
    clock.set(9)
    come(office, 1, 2)
    ticked(office, 3, hour=dt.time(9, 30))
    assert waiting(office) == [1, 2, 3]
    clock.set(9, 30)
    assert waiting(office) == [3, 1, 2]


def test_who_comes_after_the_half_hour_is_over_stands_by_number(office, clock):
    clock.set(10)
    come(office, 1)
    ticked(office, 2, hour=dt.time(9, 30))
    assert waiting(office) == [1, 2]


def test_booked_without_an_hour_stands_by_number_beside_who_just_walks_in(office):
    come(office, 1)
    ticked(office, 2)
    come(office, 3)
    assert waiting(office) == [1, 2, 3]


# out of order ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [queue.call, queue.admit])
def test_who_goes_before_others_goes_with_a_reason_that_is_kept(office, step):
    _first, second = come(office, 1, 2)
    with pytest.raises(Refused, match="مریم کعبی") as refused:
        step(office, second.visit_id)
    assert refused.value.field == "out_of_turn"
    assert columns(office, second.visit_id)["state"] is QueueState.WAITING
    row = step(office, second.visit_id, " عجلهٔ اداری ")
    assert row.out_of_turn == "عجلهٔ اداری"
    earlier = corrections.of_visit(office, second.visit_id)
    assert [(one.field, one.after, one.reason) for one in earlier] == [("علت خارج از نوبت", "عجلهٔ اداری", "عجلهٔ اداری")]


def test_who_is_next_is_never_asked_for_a_reason(office):
    first, second = come(office, 1, 2)
    assert queue.call(office, first.visit_id).out_of_turn is None
    queue.admit(office, first.visit_id)
    assert queue.admit(office, second.visit_id).out_of_turn is None


def test_a_reason_that_was_not_needed_is_not_kept(office):
    (first,) = come(office, 1)
    assert queue.call(office, first.visit_id, "عجلهٔ اداری").out_of_turn is None


def test_who_was_called_goes_before_who_was_not(office):
    _first, second = come(office, 1, 2)
    queue.call_next(office)
    with pytest.raises(Refused) as refused:
        queue.admit(office, second.visit_id)
    assert refused.value.field == "out_of_turn"


def test_who_was_called_later_may_go_in_first_when_the_other_is_not_there(office):
    come(office, 1, 2)
    queue.call_next(office)
    second = queue.call_next(office)
    assert queue.admit(office, second.visit_id).out_of_turn is None


# called again, come back, taken back ----------------------------------------------------------------------------------


def test_called_again_has_the_new_hour_and_undone_the_old_one(office, clock):
    come(office, 1)
    queue.call_next(office)
    clock.tick(4)
    again = turns.call_again(office)
    assert again.called == dt.time(9, 46)
    assert turns.as_before(office, again)[0].called == dt.time(9, 42)


def test_nobody_called_cannot_be_called_again(office):
    come(office, 1)
    with pytest.raises(Refused, match="F4"):
        turns.call_again(office)


def test_who_left_comes_back_to_his_place(office):
    first, *_others = come(office, 1, 2, 3)
    queue.call_next(office)
    queue.leave(office, first.visit_id)
    back = turns.come_back(office, first.visit_id)
    assert (back.state, back.called, back.departed) == (QueueState.WAITING, None, None)
    assert waiting(office) == [1, 2, 3]
    assert turns.as_before(office, back)[0].state is QueueState.LEFT


def test_who_left_is_called_at_once_and_that_is_undone_to_having_left(office):
    (first,) = come(office, 1)
    queue.leave(office, first.visit_id)
    row = queue.call(office, first.visit_id)
    assert turns.as_before(office, row)[0].state is QueueState.LEFT


def test_what_somebody_has_gone_on_with_is_not_undone(office):
    come(office, 1)
    called = queue.call_next(office)
    queue.admit_called(office)
    with pytest.raises(Refused, match="مریم کعبی"):
        turns.as_before(office, called)
    assert columns(office, called.visit_id)["state"] is QueueState.IN_ROOM


# behind ---------------------------------------------------------------------------------------------------------------


def test_who_is_not_there_waits_three_turns_and_keeps_number_and_arrival(office, clock):
    come(office, 1, 2, 3, 4, 5)
    first = queue.call_next(office)
    clock.tick(5)
    row = turns.put_behind(office)
    assert (row.number, row.arrived, row.state, row.called) == (1, dt.time(9, 42), QueueState.WAITING, None)
    assert waiting(office) == [2, 3, 4, 1, 5]
    assert [queue.call_next(office).number for _ in range(5)] == [2, 3, 4, 1, 5]
    assert row.visit_id == first.visit_id


def test_the_row_says_how_many_turns_are_left(office):
    come(office, 1, 2, 3, 4)
    row = turns.put_behind(office, queue.call_next(office).visit_id, 2)
    left = []
    for _turn in range(2):
        queue.call_next(office)
        left += [one.after for one in queue.of_day(office, office.today()) if one.visit_id == row.visit_id]
    assert left == [1, 0]


def test_with_fewer_others_he_comes_last(office):
    come(office, 1, 2)
    turns.put_behind(office, queue.call_next(office).visit_id, 9)
    assert waiting(office) == [2, 1]
    assert [queue.call_next(office).number for _ in range(2)] == [2, 1]


def test_two_who_are_not_there_both_wait(office):
    come(office, 1, 2, 3, 4, 5, 6)
    for _who in range(2):
        turns.put_behind(office, queue.call_next(office).visit_id, 2)
    assert waiting(office) == [3, 4, 1, 2, 5, 6]


def test_who_comes_first_for_a_reason_of_his_own_counts_as_one_of_them(office):
    come(office, 1, 2, 3)
    turns.put_behind(office, queue.call_next(office).visit_id, 1)
    come(office, 4, priority=Priority.ELDERLY)
    assert waiting(office) == [4, 1, 2, 3]


@pytest.mark.parametrize("number", [0, 10])
def test_one_to_nine_turns(office, number):
    come(office, 1)
    queue.call_next(office)
    with pytest.raises(Refused) as refused:
        turns.put_behind(office, turns=number)
    assert refused.value.field == "turns"


def test_put_behind_is_taken_back(office):
    come(office, 1, 2, 3)
    called = queue.call_next(office)
    before = columns(office, called.visit_id)
    row = turns.put_behind(office)
    turns.as_before(office, row)
    assert columns(office, called.visit_id) == before


# over and next --------------------------------------------------------------------------------------------------------


def test_over_and_next_calls_the_next_and_the_time_after_lets_him_in(office):
    come(office, 1, 2)
    assert turns.over_and_next(office).next.state is QueueState.CALLED
    assert turns.over_and_next(office).next.state is QueueState.IN_ROOM
    queue.call_next(office)
    done = turns.over_and_next(office)
    assert (done.over.number, done.over.state) == (1, QueueState.SEEN)
    assert (done.next.number, done.next.state) == (2, QueueState.IN_ROOM)


def test_over_and_next_is_undone_in_one(office):
    rows = come(office, 1, 2)
    queue.admit(office, rows[0].visit_id)
    before = [columns(office, row.visit_id) for row in rows]
    done = turns.over_and_next(office)
    turns.as_before(office, *done.rows)
    assert [columns(office, row.visit_id) for row in rows] == before


def test_the_last_one_comes_out_and_nobody_is_next(office):
    (row,) = come(office, 1)
    queue.admit(office, row.visit_id)
    done = turns.over_and_next(office)
    assert (done.over.number, done.next) == (1, None)
    with pytest.raises(Refused, match="در انتظار"):
        turns.over_and_next(office)


# priority -------------------------------------------------------------------------------------------------------------


def test_a_priority_is_given_to_a_row_and_taken_back(office):
    _one, two = come(office, 1, 2)
    row = turns.set_priority(office, two.visit_id, Priority.FROM_AFAR)
    assert waiting(office) == [2, 1]
    turns.as_before(office, row)
    assert waiting(office) == [1, 2]


# carried --------------------------------------------------------------------------------------------------------------


def test_who_was_not_received_has_the_first_place_at_the_next_meeting(office, clock):
    come(office, 1, 2)
    queue.call_next(office)
    clock.set(12)
    carried = turns.carry(office)
    assert carried.date == NEXT_MEETING
    assert [(row.number, row.state, row.carried_on, row.departed) for row in carried.rows] == [
        (1, QueueState.LEFT, NEXT_MEETING, dt.time(12)),
        (2, QueueState.LEFT, NEXT_MEETING, dt.time(12)),
    ]
    with office.read() as session:
        made = session.scalars(select(Booking)).all()
    assert [(one.date, one.first, one.visitor_id, one.subject) for one in made] == [
        (NEXT_MEETING, True, carried.rows[n].visitor_id, "آسفالت معابر") for n in range(2)
    ]


def test_carrying_is_undone_with_its_booking_and_done_again_with_a_new_one(office):
    (row,) = come(office, 1)
    before = columns(office, row.visit_id)
    carried = turns.carry(office)
    turns.as_before(office, *carried.rows)
    assert columns(office, row.visit_id) == before
    turns.carry(office, (row.visit_id,))
    with office.read() as session:
        assert [one.withdrawn_at is None for one in session.scalars(select(Booking).order_by(Booking.id))] == [
            False,
            True,
        ]


def test_what_only_the_head_may_know_does_not_go_into_the_booking(office):
    make.registered(office, 1, issues=(make.issue(subject="رفتار مدیر", head_only=True),))
    turns.carry(office)
    with office.read() as session:
        assert session.scalars(select(Booking)).one().subject is None


def test_who_was_carried_and_is_received_after_all_needs_the_place_no_more(office):
    (row,) = come(office, 1)
    turns.carry(office)
    assert turns.come_back(office, row.visit_id).carried_on is None
    with office.read() as session:
        assert session.scalars(select(Booking)).one().withdrawn_at is not None


def opened(office, date: dt.date, **given) -> None:
    """A meeting on another weekday, known beforehand."""
    with office.work("test", queue.Right.REGISTER) as session:
        hours = {"opens": dt.time(8), "closes": dt.time(12)}
        session.add(Meeting(agency_id=office.agency_id, date=date, reason="دیدار جبرانی", **hours, **given))


def test_who_is_carried_goes_to_the_next_meeting_that_will_be_held_of_whatever_kind(office):
    rows = come(office, 1, 2, 3)
    meetings.mark(office, NEXT_MEETING, MeetingState.NOT_HELD, "مأموریت")
    assert turns.carry(office, (rows[0].visit_id,)).date == jalali(1405, 7, 5)
    opened(office, jalali(1405, 6, 31), instead_of=NEXT_MEETING)  # the day that fell out was moved
    assert turns.carry(office, (rows[1].visit_id,)).date == jalali(1405, 6, 31)
    opened(office, jalali(1405, 6, 25))  # one more than usual
    assert turns.carry(office, (rows[2].visit_id,)).date == meetings.today(office).next_meeting == jalali(1405, 6, 25)
    meetings.mark(office, jalali(1405, 6, 25), MeetingState.HOLIDAY)
    assert meetings.today(office).next_meeting == jalali(1405, 6, 31)


def test_who_was_left_over_on_an_earlier_day_goes_to_todays_meeting_as_long_as_it_is_not_over(office, clock):
    rows = come(office, 1, 2)
    clock.set(8, 30, day=NEXT_MEETING)
    assert turns.carry(office, (rows[0].visit_id,)).date == NEXT_MEETING
    clock.set(12, day=NEXT_MEETING)
    assert turns.carry(office, (rows[1].visit_id,)).date == jalali(1405, 7, 5)


def test_nobody_waiting_cannot_be_carried(office):
    with pytest.raises(Refused, match="در انتظار"):
        turns.carry(office)


def test_without_a_next_meeting_nobody_is_carried(office, monkeypatch):
    come(office, 1)
    monkeypatch.setattr(meetings.counting, "next_meeting_day", lambda *_given: None)
    with pytest.raises(Refused, match="دیدار بعد"):
        turns.carry(office)


def test_who_came_and_was_not_seen_counts_as_that(office):
    (row,) = come(office, 1)
    turns.carry(office)
    day = meetings.today(office)
    assert (day.left, day.seen, day.waiting) == (1, 0, 0)
    assert queue.one(office, row.visit_id).presided_by is PresidedBy.HEAD
