"""The queue by the keyboard where it does not go by itself: out of order, not there, a second lane, the day's end."""

from app import corrections, office_settings
from app.office import Office
from tests import make
from tests.conftest import Clock
from tests.robots.desk import DeskRobot
from tests.ui.test_meeting_day import come

NARGES, KAZEM, YOUSEF, LEILA = "نرگس شریفی", "کاظم مرادی", "یوسف حمیدی", "لیلا دهقان"
WHY = "علت خارج از نوبت (بیماری و وضع جسمی نوشته نشود)"


def names(desk: DeskRobot) -> list[str]:
    return [name for _turn, name, _state in desk.list_of_the_day]


def beside(desk: DeskRobot, name: str) -> str:
    """What is said beside a name in its row."""
    return next(who.removeprefix(name).strip() for who in names(desk) if who.startswith(name))


def test_who_goes_before_others_is_asked_why_in_place_and_the_reason_stands_in_the_row(
    desk: DeskRobot, desk_office: Office
) -> None:
    come(desk)
    desk.go_to_row(LEILA).press("F4")
    assert desk.focus == WHY
    assert desk.sees("نوبت نرگس شریفی است. علت جلو افتادن را بنویسید.")
    desk.press("Enter")
    assert desk.line_beside(WHY) == "علت را بنویسید."
    desk.press("Down", "Down", "Enter")
    desk.press("Enter")
    assert desk.state_of(LEILA + " خارج از نوبت") == "فراخوانده"
    assert desk.says == "لیلا دهقان با نوبت ۴ فراخوانده شد."
    assert desk.is_in_the_box
    earlier = corrections.of_visit(desk_office, desk.desk.model.rows[0].visit_id)
    assert [one.after for one in earlier] == ["با هماهنگی رئیس دستگاه"]
    desk.undo()
    assert names(desk) == [NARGES, KAZEM, YOUSEF, LEILA]


def test_esc_instead_of_a_reason_leaves_the_order_as_it_is(desk: DeskRobot) -> None:
    come(desk)
    desk.go_to_row(LEILA).press("F7", "Esc")
    assert {state for _turn, _name, state in desk.list_of_the_day} == {"در انتظار"}


def test_one_key_ends_a_visit_and_goes_on_with_the_next_and_one_undoes_both(desk: DeskRobot) -> None:
    come(desk)
    desk.press("F4", "F7", "Shift+F4")
    assert desk.says == "ملاقات نرگس شریفی با نوبت ۱ پایان یافت. کاظم مرادی با نوبت ۲ فراخوانده شد."
    desk.undo()
    assert (desk.state_of(NARGES), desk.state_of(KAZEM)) == ("در اتاق", "در انتظار")
    desk.press("F4", "Shift+F4")
    assert (desk.state_of(NARGES), desk.state_of(KAZEM)) == ("دیدار کرده", "در اتاق")


def test_who_goes_in_while_somebody_is_there_ends_that_visit_which_is_said_and_undone_with_it(desk: DeskRobot) -> None:
    come(desk)
    desk.press("F4", "F7", "F4", "F7")
    assert desk.says == "ملاقات نرگس شریفی با نوبت ۱ پایان یافت. کاظم مرادی با نوبت ۲ به اتاق رفت."
    assert (desk.state_of(NARGES), desk.state_of(KAZEM)) == ("دیدار کرده", "در اتاق")
    desk.undo()
    assert (desk.state_of(NARGES), desk.state_of(KAZEM)) == ("در اتاق", "فراخوانده")


def test_who_is_called_and_not_there_waits_three_turns_by_one_key(desk: DeskRobot) -> None:
    come(desk)
    desk.press("F4", "Ctrl+F8")
    assert desk.says == "نرگس شریفی پس از ۳ نوبت دیگر فراخوانده می‌شود؛ نوبت ۱ برجاست."
    assert [name.split(" پس")[0] for name in names(desk)] == [KAZEM, YOUSEF, LEILA, NARGES]
    assert beside(desk, NARGES) == "پس از ۳ نوبت دیگر"
    desk.undo()
    assert desk.state_of(NARGES) == "فراخوانده"


def test_another_number_of_turns_is_one_digit_in_the_menus_form(desk: DeskRobot) -> None:
    come(desk)
    desk.go_to_row(NARGES).menu("پس از چند نوبت").type_on("۱")
    assert [name.split(" پس")[0] for name in names(desk)] == [KAZEM, NARGES, YOUSEF, LEILA]


def test_called_again_from_the_box_and_on_the_row(desk: DeskRobot, clock: Clock) -> None:
    come(desk)
    desk.press("F4")
    clock.tick(3)
    desk.press("Ctrl+F7")
    assert desk.says == "نرگس شریفی با نوبت ۱ دوباره فراخوانده شد."
    clock.tick(1)
    desk.go_to_row(NARGES).press("F4")
    assert f"{desk.desk.model.rows[0].called:%H:%M}" == "09:46"


def test_the_second_lane_has_one_key_and_stays_out_of_the_heads_keys(desk: DeskRobot, desk_office: Office) -> None:
    office_settings.change(desk_office, office_settings.OfficeSettings(lanes=("معاون عمرانی",)))
    come(desk)
    desk.go_to_row(NARGES).press("Shift+F7", "Enter")
    assert desk.says == "نرگس شریفی نزد معاون عمرانی می‌رود؛ در گزارش شمرده نمی‌شود."
    assert beside(desk, NARGES) == "معاون عمرانی"
    desk.press("F4", "F7")
    assert desk.state_of(KAZEM) == "در اتاق"
    desk.press("F2", "Shift+F7", "Shift+F7")
    assert desk.state_of(NARGES + " معاون عمرانی") == "در اتاق"
    desk.go_to_row(NARGES)
    assert desk.desk.queue.place.text == "نوبت ۱؛ نزد معاون عمرانی؛ در گزارش شمرده نمی‌شود"
    desk.press("F2", "F8")
    assert desk.state_of(KAZEM) == "دیدار کرده"
    assert desk.state_of(NARGES + " معاون عمرانی") == "در اتاق"


def test_back_to_the_heads_queue_from_the_rows_menu(desk: DeskRobot) -> None:
    come(desk)
    desk.go_to_row(NARGES).press("Shift+F7").type_on("کارشناس").press("Enter")
    desk.go_to_row(NARGES).menu("برگشت به صف رئیس دستگاه")
    assert names(desk) == [NARGES, KAZEM, YOUSEF, LEILA]


def test_a_priority_is_given_to_a_row_by_ctrl_u(desk: DeskRobot) -> None:
    come(desk)
    desk.go_to_row(LEILA).press("Ctrl+U", "Left", "Left", "Enter")
    assert names(desk)[0] == LEILA + " از راه دور"
    desk.undo()
    assert names(desk)[0] == NARGES


def test_who_left_comes_back_from_the_rows_menu(desk: DeskRobot) -> None:
    come(desk)
    desk.go_to_row(NARGES).press("Shift+F8").press("F2").go_to_row(NARGES).menu("برگشت به صف")
    assert names(desk) == [NARGES, KAZEM, YOUSEF, LEILA]
    assert desk.state_of(NARGES) == "در انتظار"


def test_at_the_closing_hour_who_waits_is_carried_to_the_next_meeting_and_back(desk: DeskRobot, clock: Clock) -> None:
    come(desk)
    desk.press("F4", "F7", "F8")
    clock.set(12)
    desk.desk.model.tick()
    assert desk.desk.queue.hours.text == "ساعت دیدار پایان یافت؛ ۳ نفر در انتظارند."
    desk.go_to("انتقال به دیدار بعد با نوبت اول").press("Enter")
    assert desk.says == "۳ نفر در دیدار ۲۹ شهریور نوبت اول دارند."
    assert desk.state_of(KAZEM + " ۲۹ شهریور") == "رفته"
    desk.undo()
    assert desk.state_of(KAZEM) == "در انتظار"


def test_a_row_is_carried_by_its_key(desk: DeskRobot) -> None:
    come(desk)
    desk.go_to_row(YOUSEF).press("Ctrl+F4")
    assert desk.says == "۱ نفر در دیدار ۲۹ شهریور نوبت اول دارند."


def test_the_line_under_the_list_says_why_a_row_stands_where_it_stands_and_for_how_long(
    desk: DeskRobot, clock: Clock
) -> None:
    assert desk.desk.queue.place.text == "نوبت بعدی: ۱؛ کسی پیش از او نیست"
    come(desk)
    for _visit in range(3):
        desk.press("F4", "F7")
        clock.tick(8)
        desk.press("F8")
    desk.register(national_id=make.national_id(15), first_name="صدیقه", last_name="باوی")
    assert desk.desk.queue.place.text == "نوبت ۵؛ به ترتیب شماره؛ ۱ نفر پیش از او؛ انتظار تقریبی ۱۰ دقیقه"
