"""After a power cut: paper slips are keyed in one after another, with Enter through, and the line stays until ended."""

import pytest

from app import meetings
from app.office import Office
from tests import make
from tests.conftest import Clock
from tests.robots.desk import DeskRobot, Opens

LINE = "ثبت دیرهنگام: ساعت‌های واقعی را از روی برگه بنویسید."


@pytest.fixture
def late(desk: DeskRobot, desk_office: Office, clock: Clock) -> DeskRobot:
    clock.set(8)
    meetings.head_came(desk_office)
    clock.set(11, 30)
    desk.wait().press("Ctrl+F2")
    assert desk.sees(LINE)
    assert desk.is_in_the_box
    return desk


def key_in(desk: DeskRobot, person: int, name: str, number: str, *hours: str) -> None:
    """From the box through the slip to the matter, by Enter."""
    first, last = name.split()
    desk.search(make.national_id(person)).press("Enter").type("نام", first).type("نام خانوادگی", last)
    desk.go_to("شمارهٔ برگه").type_on(number)
    for hour in hours:
        desk.press("Enter").type_on(hour)
    desk.type("موضوع", "مستمری").press("Ctrl+S")


def test_slips_are_keyed_in_one_after_another_with_their_numbers_and_hours(late: DeskRobot) -> None:
    key_in(late, 31, "نرگس شریفی", "7", "810", "830", "841")
    assert late.says == "نرگس شریفی با نوبت ۷ ثبت شد."
    assert late.sees(LINE)
    key_in(late, 32, "کاظم مرادی", "4", "805")
    states = {name.split(" ثبت دیرهنگام")[0]: (turn, state) for turn, name, state in late.list_of_the_day}
    assert states == {"نرگس شریفی": ("۷", "دیدار کرده"), "کاظم مرادی": ("۴", "در انتظار")}
    assert all(name.endswith("ثبت دیرهنگام") for _turn, name, _state in late.list_of_the_day)


def test_a_number_that_is_taken_is_said_at_its_field_and_nothing_typed_is_lost(late: DeskRobot) -> None:
    key_in(late, 31, "نرگس شریفی", "7", "810")
    key_in(late, 32, "کاظم مرادی", "7", "812")
    assert late.line_beside("شمارهٔ برگه") == "نوبت ۷ آن روز برای نرگس شریفی ثبت شده است."
    assert late.text("نام") == "کاظم"
    late.press("Ctrl+A").type_on("8").press("Ctrl+S")
    assert len(late.list_of_the_day) == 2


def test_an_hour_that_is_missing_is_asked_for(late: DeskRobot) -> None:
    key_in(late, 31, "نرگس شریفی", "7")
    assert late.line_beside("ساعت ورود") == "ساعت ورود را بنویسید."
    assert late.list_of_the_day == []


def test_ended_the_next_one_is_registered_as_always(late: DeskRobot) -> None:
    late.press("Ctrl+F2")
    assert not late.sees(LINE)
    late.register(national_id=make.national_id(31), first_name="نرگس", last_name="شریفی")
    assert late.list_of_the_day == [("۱", "نرگس شریفی", "در انتظار")]


def test_who_received_is_asked_in_place_where_the_heads_presence_is_not_known(desk: DeskRobot, clock: Clock) -> None:
    clock.set(11, 30)
    desk.press("Ctrl+F2")
    key_in(desk, 31, "نرگس شریفی", "7", "810", "830", "841")
    assert desk.focus == "برگزارکننده"
    desk.press("Left", "Space", "Ctrl+S")
    assert [state for _turn, _name, state in desk.list_of_the_day] == ["دیدار کرده؛ با جانشین"]


def test_a_slip_of_which_only_the_number_and_hours_were_typed_comes_back_after_a_crash(
    opens: Opens, desk_office: Office, clock: Clock
) -> None:
    clock.set(8)
    meetings.head_came(desk_office)
    clock.set(11, 30)
    first = opens()
    first.press("Ctrl+F2").go_to("شمارهٔ برگه").type_on("7").press("Enter").type_on("810")
    first.qtbot.wait(600)
    first.wait()
    second = opens()
    assert second.text("شمارهٔ برگه") == "7"
    assert second.text("ساعت ورود").replace(":", "") in ("810", "0810")
