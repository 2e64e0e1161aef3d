"""Paper mornings: slips that are keyed in afterwards, with the true hours, marked as a late entry."""

import datetime as dt

import pytest

from app import closing, late_entry, meetings, queue, turns
from app.domain.codes import Kind, PresidedBy, QueueState
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.late_entry import Slip
from app.report import figures
from tests import make

LAST_WEEK = "1405/06/15"
SEEN = {"arrived": "08:10", "admitted": "08:30", "departed": "08:41"}


def keyed(office, person: int = 1, **slip: str):
    return late_entry.register(office, make.visit(person), Slip(**slip))


@pytest.fixture
def head_there(office, clock):
    clock.set(8)
    meetings.head_came(office)
    clock.set(11, 30)


@pytest.mark.usefixtures("head_there")
def test_a_slip_is_keyed_in_with_its_number_and_hours(office):
    row = keyed(office, **SEEN)
    assert (row.state, row.late_entry, row.presided_by) == (QueueState.SEEN, True, PresidedBy.HEAD)
    hours = (row.arrived, row.admitted, row.departed)
    assert hours == (dt.time(8, 10), dt.time(8, 30), dt.time(8, 41))
    slip = late_entry.register(office, make.visit(2), Slip(number="۱۷", **SEEN))
    assert slip.number == 17
    assert make.registered(office, 3).number == 18  # numbers may have gaps


@pytest.mark.usefixtures("head_there")
@pytest.mark.parametrize(
    ("slip", "state"),
    [
        ({"arrived": "08:10"}, QueueState.WAITING),
        ({"arrived": "08:10", "departed": "09:00"}, QueueState.LEFT),
        ({"arrived": "08:10", "admitted": "11:25"}, QueueState.IN_ROOM),
        (SEEN, QueueState.SEEN),
        ({"date": LAST_WEEK, "arrived": "08:10"}, QueueState.LEFT),
    ],
)
def test_the_state_follows_from_the_hours(office, slip, state):
    assert keyed(office, **slip).state is state


@pytest.mark.usefixtures("head_there")
@pytest.mark.parametrize(
    ("slip", "field"),
    [
        ({}, "arrived"),
        ({"arrived": "25:00"}, "arrived"),
        ({"arrived": "08:30", "admitted": "08:10"}, "admitted"),
        ({"arrived": "08:10", "admitted": "08:30", "departed": "08:20"}, "departed"),
        ({"arrived": "08:30", "departed": "08:20"}, "departed"),
        ({"arrived": "11:45"}, "arrived"),
        ({"arrived": "08:10", "number": "0"}, "number"),
        ({"arrived": "08:10", "number": "ده"}, "number"),
        ({"arrived": "08:10", "date": "1405/06/29"}, "date"),
        ({"arrived": "08:10", "date": "1405/06/16"}, "date"),
        ({"arrived": "08:10", "date": "1405/06/32"}, "date"),
    ],
)
def test_what_cannot_have_been_is_said_at_its_field_and_nothing_is_kept(office, slip, field):
    with pytest.raises(Refused) as refused:
        keyed(office, **slip)
    assert refused.value.field == field
    assert queue.of_day(office, office.today()) == []


@pytest.mark.usefixtures("head_there")
def test_a_number_that_somebody_has_is_refused_with_his_name(office):
    late_entry.register(office, make.visit(1), Slip(number="5", arrived="08:10"))
    with pytest.raises(Refused, match="مریم کعبی") as refused:
        late_entry.register(office, make.visit(2), Slip(number="5", arrived="08:12"))
    assert refused.value.field == "number"


@pytest.mark.usefixtures("head_there")
def test_only_one_is_in_the_room(office):
    keyed(office, 1, arrived="08:10", admitted="11:20")
    with pytest.raises(Refused) as refused:
        keyed(office, 2, arrived="08:12", admitted="11:25")
    assert refused.value.field == "departed"


def test_who_presided_is_asked_where_the_heads_presence_is_not_known_and_a_deputys_visit_does_not_count(office, clock):
    clock.set(11)
    with pytest.raises(Refused) as refused:
        keyed(office, **SEEN)
    assert refused.value.field == "presided_by"
    keyed(office, 1, **SEEN, presided_by="deputy")
    keyed(office, 2, **SEEN, presided_by="head")
    counted = figures.count(office, Quarter(1405, 2))
    assert (counted.totals.visits, counted.excluded["deputy"]) == (1, 1)


@pytest.mark.usefixtures("head_there")
def test_after_the_head_had_left_it_was_the_deputy_whatever_is_said(office, clock):
    meetings.head_left(office, dt.time(9))
    late = {"arrived": "08:10", "admitted": "09:30", "departed": "09:40"}
    assert keyed(office, **late, presided_by="head").presided_by is PresidedBy.DEPUTY


@pytest.mark.usefixtures("head_there")
def test_who_still_waits_stands_where_his_number_says(office):
    late_entry.register(office, make.visit(1), Slip(number="7", arrived="08:10"))
    late_entry.register(office, make.visit(2), Slip(number="4", arrived="08:05"))
    assert queue.call_next(office).number == 4


def test_an_everyday_contact_of_another_day_has_its_hour_and_no_turn(office):
    row = late_entry.register(office, make.visit(kind=Kind.DAILY), Slip(date="1405/06/16", arrived="10:05"))
    assert (row.number, row.state, row.arrived, row.late_entry) == (None, QueueState.SEEN, dt.time(10, 5), True)


@pytest.mark.usefixtures("head_there")
def test_the_same_person_twice_on_one_day_is_asked(office):
    keyed(office, **SEEN)
    with pytest.raises(Refused) as refused:
        keyed(office, **SEEN)
    assert refused.value.field == "again"


def test_a_late_entry_into_a_closed_day_is_no_amendment(office, clock):
    make.registered(office, 1)
    meetings.head_came(office)
    row = queue.call_next(office)
    queue.admit(office, row.visit_id)
    queue.finish(office, row.visit_id)
    clock.set(13)
    meetings.head_left(office)
    closing.close(office, office.today())
    keyed(office, 2, arrived="09:45", admitted="10:00", departed="10:10")
    assert closing.of_day(office, office.today()).amendments == ()


@pytest.mark.usefixtures("head_there")
def test_a_slip_that_is_keyed_in_is_no_turn_called_before_who_waits_some_turns(office):
    for person in (1, 2, 3, 4):
        make.registered(office, person)
    behind = turns.put_behind(office, queue.call_next(office).visit_id, 2)
    keyed(office, 5, **SEEN)
    after = {row.visit_id: row.after for row in queue.of_day(office, office.today())}
    assert after[behind.visit_id] == 2
