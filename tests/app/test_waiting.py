"""How long who waits will wait: the median visit of the day, else of the last days, times those before."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from app import lanes, queue, waiting
from app.domain.codes import Kind
from tests import make
from tests.conftest import MEETING_DAY

minutes = st.integers(1, 60)
counts = st.integers(0, 60)


@given(counts, minutes, st.none() | st.integers(0, 200), st.integers(0, 240))
def test_the_wait_grows_with_those_before_and_is_told_in_steps_of_five(ahead, each, inside, until_open):
    now, later = (waiting.about(n, each, inside, until_open) for n in (ahead, ahead + 1))
    assert 0 <= now <= later
    assert now % 5 == later % 5 == 0
    assert ahead * each <= now <= until_open + (ahead + 1) * each + 5


@given(minutes)
def test_nobody_before_and_a_free_room_is_no_wait(each):
    assert waiting.about(0, each) == 0


@given(counts, st.integers(0, 100))
def test_without_a_median_nothing_is_told(ahead, inside):
    assert waiting.about(ahead, None, inside) is None


@given(st.lists(st.integers(0, 240)))
def test_a_median_takes_three_visits_and_is_at_least_a_minute(lasted):
    each = waiting.minutes_each(lasted)
    assert (each is None) is (len(lasted) < waiting.ENOUGH)
    assert each is None or 1 <= each <= max(*lasted, 1)


def seen(office, clock, number: int, lasting: int) -> None:
    row = make.registered(office, number)
    queue.admit(office, row.visit_id)
    clock.tick(lasting)
    queue.finish(office, row.visit_id)


def test_the_days_median_times_those_before(office, clock):
    for number, lasting in ((1, 6), (2, 7), (3, 20)):
        seen(office, clock, number, lasting)
    rows = [make.registered(office, number) for number in (4, 5, 6)]
    queue.call_next(office)
    assert [waiting.ahead(office, row.visit_id) for row in rows] == [0, 1, 2]
    assert [waiting.expected(office, row.visit_id) for row in rows] == [0, 10, 15]
    outlook = waiting.of_today(office)
    assert (outlook.each, outlook.next) == (7, waiting.Wait(3, 25))
    queue.admit_called(office)
    clock.tick(3)
    assert waiting.expected(office, rows[1].visit_id) == 5  # four minutes of a usual visit are left


def test_before_there_is_enough_the_last_days_tell(office, clock):
    clock.set(9, day=office.today().replace(day=office.today().day - 7))
    for number in (1, 2, 3):
        seen(office, clock, number, 12)
    clock.set(9, day=office.today().replace(day=office.today().day + 7))
    make.registered(office, 4)
    assert (waiting.of_today(office).each, waiting.of_today(office).next.minutes) == (12, 15)


def test_with_nothing_to_tell_from_only_the_number_before_is_said(office):
    make.registered(office, 1)
    assert waiting.of_today(office).next == waiting.Wait(1, None)


def test_before_the_head_begins_the_time_till_then_is_told_too(office, clock):
    clock.set(9, day=office.today().replace(day=office.today().day - 7))
    for number in (1, 2, 3):
        seen(office, clock, number, 10)
    clock.set(7, 30, day=office.today().replace(day=office.today().day + 7))
    make.registered(office, 4)
    assert waiting.of_today(office).next.minutes == 40


def test_what_is_not_for_the_heads_room_neither_counts_nor_waits_there(office):
    first, second = make.registered(office, 1), make.registered(office, 2)
    other = make.registered(office, 3, kind=Kind.DAILY)
    lanes.send(office, first.visit_id, "کارشناس شهرسازی")
    assert waiting.of_today(office).waits == {
        second.visit_id: waiting.Wait(0, None),
        first.visit_id: waiting.Wait(0, None),
    }
    assert (waiting.ahead(office, other.visit_id), waiting.expected(office, other.visit_id)) == (0, None)


def test_among_imported_days_without_hours_of_leaving_only_the_last_ones_are_gone_through(office, clock):
    """A register of ten years has no such hour at all: the wait is asked for at every step of the queue."""
    asked = []
    for weeks in (range(1, waiting.LOOK_BACK + 1), range(waiting.LOOK_BACK + 1, waiting.LOOK_BACK * 5)):
        for week in weeks:
            clock.set(9, day=MEETING_DAY - dt.timedelta(days=7 * week))
            make.registered(office, week)
        clock.set(9, day=MEETING_DAY)
        asked.append(steps_of(office, lambda: waiting.of_today(office)))
    few, many = asked
    assert many <= few + 2  # the index is a level deeper


def steps_of(office, read) -> int:
    """Hundreds of steps that SQLite takes for what is read."""
    taken = []
    with office.connection() as connection:
        driver = connection.connection.driver_connection  # the pool gives it to who reads next
        driver.set_progress_handler(lambda: taken.append(1), 10)
    read()
    driver.set_progress_handler(None, 0)
    return len(taken)
