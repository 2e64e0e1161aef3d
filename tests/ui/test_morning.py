"""A meeting morning of sixty, keyboard only: nobody is lost, nothing counts that does not, few keys a visitor."""

import datetime as dt

import pytest

from app import bookings, closing
from app.domain.codes import PresidedBy, QueueState
from app.domain.persian.calendar import Quarter
from app.office import Office
from app.report import figures
from app.security import audit
from tests.conftest import Clock
from tests.robots.bookings import BookingsRobot
from tests.robots.closing import ClosingRobot
from tests.robots.desk import DeskRobot, Opens
from tests.robots.morning import RULED_EACH, Morning


@pytest.fixture
def morning(opens: Opens, desk_office: Office, clock: Clock) -> Morning:
    clock.set(7, 50)
    Morning.prepare(desk_office, clock)
    return Morning(opens(), desk_office, clock)


def test_a_morning_of_sixty_by_the_keyboard_alone(morning: Morning, desk_office: Office, clock: Clock) -> None:
    desk, today = morning.desk, clock.at.date()
    desk.press("Alt+Home")
    assert desk.says == "حضور رئیس دستگاه ثبت شد."
    for place, guest in enumerate(morning.guests[:40], 1):
        clock.tick(3)
        morning.arrive(guest)
        if place % RULED_EACH == 0:
            morning.next_one()
        if place == 10:
            a_call_while_a_form_is_half_filled(desk, desk_office)
        if place == 20:
            morning.delegation()
            assert "هیئت روستای چم‌سرخ" in "".join(name for _turn, name, _state in desk.list_of_the_day)
        if place == 30:
            a_quarrel_over_the_order(desk)
    seen_by_head = morning.count_of(QueueState.SEEN)
    in_room = morning.count_of(QueueState.IN_ROOM)

    clock.set(11)
    desk.press("Alt+End")
    assert desk.says.startswith("رئیس دستگاه از ساعت ۱۱:۰۰ حضور ندارد")
    for place, guest in enumerate(morning.guests[40:], 1):
        clock.tick(2)
        morning.arrive(guest)
        if place % RULED_EACH == 0:
            morning.next_one()

    clock.set(12, 5)
    desk.desk.model.tick()
    desk.wait().press("F8")
    waiting = morning.count_of(QueueState.WAITING) + morning.count_of(QueueState.CALLED)
    desk.go_to("انتقال به دیدار بعد با نوبت اول").press("Enter")
    assert morning.count_of(QueueState.WAITING) + morning.count_of(QueueState.CALLED) == 0
    next_time = bookings.of_day(desk_office, today + dt.timedelta(days=7))
    assert sum(row.first for row in next_time) == waiting > 0
    assert [row.name for row in next_time if not row.first] == ["ناصر عموری"]

    rows = morning.turns()
    assert len(rows) == 61
    assert sorted(row.number for row in rows) == list(range(1, 62)), "a turn is missing or given twice"
    deputy = [row for row in rows if row.presided_by is PresidedBy.DEPUTY and row.admitted is not None]
    totals = figures.count(desk_office, Quarter(1405, 2)).totals
    assert (totals.seen, len(deputy) > 0) == (seen_by_head + in_room + 12, True)
    the_day_is_closed(desk)
    assert closing.of_day(desk_office, today).closed_at is not None
    with desk_office.connection() as connection:
        assert audit.check(connection) > 0
    keys_are_few(morning)


def the_day_is_closed(desk: DeskRobot) -> None:
    """Nobody waits any more; what is written down is who sat in."""
    end = ClosingRobot(desk).open()
    assert not any("در انتظار" in line for line in end.missing)
    end.write("حاضران در جلسه", "معاون فنی").close()
    desk.press("Escape")


def keys_are_few(morning: Morning) -> None:
    hands = morning.counted.hands
    assert max(hand.keys for hand in hands["booked"]) <= 2
    assert max(hand.keys for hand in hands["known"]) <= 4
    assert max(hand.keys for hand in hands["over and next"]) == 1
    assert all(hand.keys + hand.letters == 5 for hand in hands["ruling"]), "F9, then four keys"


def a_call_while_a_form_is_half_filled(desk: DeskRobot, office: Office) -> None:
    """The telephone rings: a booking for next week, and the form is as it was."""
    desk.type_on("خلیل سهرابی").press("Enter")
    title = desk.title
    BookingsRobot(desk).take(first="ناصر", last="عموری", phone="09161112233")
    assert desk.title == title
    desk.press("F2", "Ctrl+W")
    assert desk.aside


def a_quarrel_over_the_order(desk: DeskRobot) -> None:
    """Somebody must go before others: the reason is asked for, and kept."""
    rows = [row for row in desk.desk.model.rows if row.state is QueueState.WAITING]
    last = rows[-1]
    desk.go_to_row(last.name).press("F4")
    assert desk.state_of(last.name) == "در انتظار"
    desk.type_on("با هماهنگی رئیس دستگاه").press("Enter")
    called = next(row for row in desk.desk.model.rows if row.visit_id == last.visit_id)
    assert (called.state, called.out_of_turn) == (QueueState.CALLED, "با هماهنگی رئیس دستگاه")
    desk.press("F2")
