"""What a morning of sixty takes: keys a visitor, and the program's milliseconds from the first key to home again."""

import pytest

from app.office import Office
from tests.conftest import Clock
from tests.robots.desk import Opens
from tests.robots.morning import RULED_EACH, Morning
from tests.ui.conftest import desk_office, opens, qapp, settings, worker  # noqa: F401 - fixtures


@pytest.mark.usefixtures("undisturbed")
def test_a_morning_of_sixty(
    benchmark,
    opens: Opens,  # noqa: F811
    desk_office: Office,  # noqa: F811
    clock: Clock,
) -> None:
    clock.set(7, 50)
    Morning.prepare(desk_office, clock)
    morning = Morning(opens(), desk_office, clock)
    morning.desk.press("Alt+Home")

    def play() -> None:
        for place, guest in enumerate(morning.guests, 1):
            clock.tick(3)
            morning.arrive(guest)
            if place % RULED_EACH == 0:
                morning.next_one()

    benchmark.pedantic(play, rounds=1)
    print(f"\n{morning.counted.told()}")
