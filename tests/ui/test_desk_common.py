"""The 41st with the same water main: one key at the desk, straight after the registration."""

from app import common_matters, rulings
from app.office import Office
from tests import make
from tests.conftest import Clock
from tests.robots.desk import Opens

WATER = "آب کوی گلستان"


def test_a_newcomer_joins_the_common_matter_by_one_key_and_it_is_undone_in_one(
    desk_office: Office, clock: Clock, opens: Opens
) -> None:
    first, second = (
        make.registered(desk_office, number, issues=(make.issue(subject=WATER),)).issue_ids[0] for number in (1, 2)
    )
    common_matters.link(desk_office, [first, second], first)
    desk = opens().press("F9")  # the strip that stands open is about somebody else
    desk.press("F2").register(
        national_id=make.national_id(41), subject=WATER, first_name="هدیه", last_name="سواری"
    ).wait()
    assert "۲ نفر دیگر" in desk.says
    desk.press("Ctrl+Shift+G").wait()
    people = common_matters.of_issue(desk_office, first).people
    assert [one.name for one in people][2:] == ["هدیه سواری"]
    assert desk.is_in_the_box
    desk.undo().wait()
    assert len(common_matters.of_issue(desk_office, first).people) == 2
    assert rulings.of_issue(desk_office, first) == []


def test_without_an_offer_the_key_joins_nobody_and_says_where(desk_office: Office, opens: Opens) -> None:
    row = make.registered(desk_office)
    desk = opens().press("Ctrl+Shift+G")
    assert "پیگیری" in desk.says
    assert common_matters.of_issue(desk_office, row.issue_ids[0]) is None


def test_an_offer_that_was_missed_is_made_again_for_the_last_one_and_from_the_rows_menu(
    desk_office: Office, opens: Opens
) -> None:
    first, second = (
        make.registered(desk_office, number, issues=(make.issue(subject=WATER),)).issue_ids[0] for number in (1, 2)
    )
    common_matters.link(desk_office, [first, second], first)
    make.registered(desk_office, 40, particulars={"first_name": "سارا"}, issues=(make.issue(subject=WATER),))
    desk = opens().press("F2")
    desk.register(national_id=make.national_id(41), subject=WATER, first_name="هدیه", last_name="سواری").wait()
    desk.desk.bar._go()  # its six seconds are over
    desk.press("Ctrl+Shift+G").wait()
    assert "هدیه سواری: همین موضوع را ۲ نفر دیگر" in desk.says
    assert len(common_matters.of_issue(desk_office, first).people) == 2
    desk.press("Ctrl+Shift+G").wait()
    assert [one.name for one in common_matters.of_issue(desk_office, first).people][2:] == ["هدیه سواری"]
    desk.go_to_row("سارا کعبی").menu("مورد مشترک")
    desk.wait()
    assert "سارا کعبی: همین موضوع را ۳ نفر دیگر" in desk.says
    desk.press("Ctrl+Shift+G").wait()
    assert len(common_matters.of_issue(desk_office, first).people) == 4
    desk.go_to_row("مریم کعبی").press("Ctrl+Shift+G").wait()
    assert "پیگیری" in desk.says, "who leads the matter joins none"
