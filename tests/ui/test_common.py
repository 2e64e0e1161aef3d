"""Common matters at the worklist: choose rows, one key; who brought the same joins, and one goes on alone again."""

import pytest

from app import common_matters, issues, outcomes
from app.domain.codes import Status
from app.office import Office
from tests import make
from tests.conftest import MEETING_DAY
from tests.robots.followup import LIST, FollowUpRobot
from tests.ui.test_followup import LATER, followup, matters, sits_down  # noqa: F401 - fixtures of the same screen

WATER = {"subject": "آب کوی گلستان", "place": "کوی گلستان"}
OPEN = "همهٔ باز"


@pytest.fixture
def water(desk_office: Office, matters: dict[str, int], clock) -> list[int]:  # noqa: F811
    """Three more people, for one water main."""
    clock.set(11, day=MEETING_DAY)
    names = ("سارا", "پرویز", "هدیه")
    made = [
        make.registered(
            desk_office, 20 + number, particulars={"first_name": name}, issues=(make.issue(**WATER),)
        ).issue_ids[0]
        for number, name in enumerate(names)
    ]
    clock.set(10, 15, day=LATER)
    return made


def people(office: Office, issue_id: int) -> list[int]:
    common = common_matters.of_issue(office, issue_id)
    return [one.issue_id for one in common.people] if common else []


def test_the_chosen_rows_are_made_one_by_one_key_and_it_is_undone_in_one(
    water: list[int],
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
) -> None:
    followup.go_to_tab(OPEN).go_to_row("سارا کعبی")
    followup.press("Shift+Down", "Shift+Down", "Ctrl+Shift+G")
    assert people(desk_office, water[2]) == water
    assert [name for name in followup.names if name.split()[0] in {"سارا", "پرویز", "هدیه"}] == ["سارا کعبی ۳ نفر"]
    assert followup.focus == LIST
    followup.press("Ctrl+Z")
    assert people(desk_office, water[2]) == []


def test_who_brought_the_same_from_the_same_place_joins_by_enter(
    water: list[int],
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
) -> None:
    followup.go_to_tab(OPEN).go_to_row("سارا کعبی").press("Ctrl+Shift+G")
    assert followup.form == "مورد مشترک"
    followup.press("Down", "Enter")
    assert people(desk_office, water[0]) == [water[0], water[2]]
    assert followup.form == ""


def test_one_goes_on_alone_by_enter_and_comes_back_by_undo(
    water: list[int],
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
) -> None:
    common_matters.link(desk_office, water, water[0])
    followup.press("F5").go_to_tab(OPEN).go_to_row("سارا کعبی").press("Ctrl+Shift+G", "End", "Enter")
    assert people(desk_office, water[0]) == water[:2]
    followup.press("Ctrl+Z")
    assert people(desk_office, water[0]) == water


def test_enter_with_nobody_chosen_lets_nobody_go_and_says_what_to_do(
    water: list[int],
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
) -> None:
    common_matters.link(desk_office, water, water[0])
    followup.press("F5").go_to_tab(OPEN).go_to_row("سارا کعبی").press("Ctrl+Shift+G", "Enter")
    assert people(desk_office, water[0]) == water
    assert followup.form == "مورد مشترک"
    assert "برگزینید" in followup.list.pane.form.said.text()
    followup.press("Home", "Enter")  # the leading one, chosen
    assert people(desk_office, water[0]) == []


def test_a_refusal_is_said_in_the_form_with_the_persons_name(
    water: list[int],
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
) -> None:
    followup.go_to_tab(OPEN).go_to_row("سارا کعبی").press("Ctrl+Shift+G")
    outcomes.record(desk_office, water[1], Status.REJECTED, "ممکن نیست")
    followup.press("Home", "Enter")
    assert "نتیجهٔ خود را دارد" in followup.list.pane.form.said.text()
    assert followup.press("Esc").focus == LIST


def test_one_outcome_closes_it_for_all_and_each_stands_to_be_told(
    water: list[int],
    followup: FollowUpRobot,  # noqa: F811
    desk_office: Office,
) -> None:
    common_matters.link(desk_office, water, water[0])
    followup.press("F5").go_to_tab(OPEN).go_to_row("سارا کعبی")
    followup.press("Ctrl+O", "Enter").type_on("آب وصل شد").press("Enter")
    assert {issues.one(desk_office, one).status for one in water} == {Status.RESOLVED}
    followup.go_to_tab("اطلاع داده نشده")
    assert {"سارا کعبی", "پرویز کعبی", "هدیه کعبی"} <= set(followup.names)
