"""The ruling strip by the keyboard: digits, free words, several units, more phrases than digits."""

import pytest

from app import common_matters, holidays, issues, notices, outcomes, rulings
from app.agency import word_lists
from app.domain.codes import Status, Way
from app.domain.persian.calendar import jalali
from app.issues import IssueRow
from app.office import Office
from app.security.rights import Right
from db.models import Phrase
from tests import make
from tests.conftest import Clock
from tests.robots.desk import DeskRobot, Opens
from ui.ruling.choice import Choice


@pytest.fixture
def issue_id(desk_office: Office) -> int:
    return make.registered(desk_office).issue_ids[0]


@pytest.fixture
def strip(desk_office: Office, issue_id: int, opens: Opens) -> DeskRobot:
    """The strip stands open for who has come."""
    return opens().press("F9")


def recorded(office: Office, issue_id: int) -> IssueRow:
    return issues.one(office, issue_id)


def test_several_units_get_one_ruling_and_one_due_date(strip: DeskRobot, desk_office: Office, issue_id: int) -> None:
    strip.type_on("1").type_on("1").type_on("+").type_on("3").type_on("2").press("Enter")
    row = recorded(desk_office, issue_id)
    assert (row.ruling, row.unit, row.due) == ("بررسی و اقدام شود", "فنی و عمرانی، درآمد", jalali(1405, 6, 29))


def test_a_due_date_on_a_day_on_which_offices_are_closed_goes_by_the_offices_rule(
    strip: DeskRobot, desk_office: Office, issue_id: int
) -> None:
    holidays.confirm(desk_office, jalali(1405, 6, 29), "تعطیلی استان")
    strip.wait().type_on("1").type_on("1").type_on("2").press("Enter")
    assert recorded(desk_office, issue_id).due == jalali(1405, 6, 30)


def test_free_words_then_tab_then_unit_and_due_date_by_digits(
    strip: DeskRobot, desk_office: Office, issue_id: int
) -> None:
    strip.type_on("خودم پیگیری می‌کنم").press("Tab").type_on("2").type_on("1").press("Enter")
    row = recorded(desk_office, issue_id)
    assert (row.ruling, row.unit, row.due) == ("خودم پیگیری می‌کنم", "خدمات شهری", jalali(1405, 6, 25))


def test_a_step_of_the_queue_does_not_tear_away_who_writes_a_ruling(strip: DeskRobot) -> None:
    strip.type_on("خودم ").press("F4").type_on("پیگیری می‌کنم")
    assert strip.text("متن دستور") == "خودم پیگیری می‌کنم"
    assert not strip.box_text


def test_words_typed_after_a_phrase_stand_behind_it(strip: DeskRobot, opens: Opens) -> None:
    strip.type_on("1").press("Esc", "Esc")  # kept half made
    strip.press("F9").type_on("تا فردا")
    assert strip.text("متن دستور") == "بررسی و اقدام شود تا فردا"


def test_a_digit_after_the_last_group_does_not_slip_into_the_words(
    strip: DeskRobot, desk_office: Office, issue_id: int
) -> None:
    strip.type_on("1136").press("Enter")
    assert recorded(desk_office, issue_id).ruling == "بررسی و اقدام شود"


def test_backspace_goes_one_step_back_and_the_digit_is_chosen_anew(
    strip: DeskRobot, desk_office: Office, issue_id: int
) -> None:
    strip.type_on("11").press("Backspace").type_on("23").press("Enter")
    assert recorded(desk_office, issue_id).unit == "خدمات شهری"


def test_with_more_than_nine_phrases_zero_turns_to_the_next_nine(
    desk_office: Office, issue_id: int, opens: Opens
) -> None:
    with desk_office.work("tests.phrases", Right.ADMINISTER) as session:
        for place in range(10, 22):
            phrase = Phrase(agency_id=desk_office.agency_id, text=f"عبارت {place}", position=place, active=True)
            session.add(phrase)
    desk = opens()
    desk.press("F9").type_on("0").type_on("2").type_on("1").type_on("6").press("Enter")
    row = recorded(desk_office, issue_id)
    assert row.ruling == word_lists(desk_office).phrases[10]
    assert (row.unit, row.due) == ("فنی و عمرانی", None)
    desk.press("F9").type_on("00").type_on("1").type_on("1").press("Enter")
    assert recorded(desk_office, issue_id).ruling == word_lists(desk_office).phrases[0]


def test_a_later_ruling_stands_and_the_earlier_is_read_beside_it(
    strip: DeskRobot, desk_office: Office, issue_id: int, clock: Clock
) -> None:
    strip.type_on("2").type_on("1").type_on("1").press("Enter")
    clock.tick(3)
    strip.press("F9").type_on("1").type_on("1").type_on("1").press("Enter")
    assert recorded(desk_office, issue_id).ruling == "بررسی و اقدام شود"
    strip.press("F9")
    assert strip.sees("بررسی و اقدام شود (۰۹:۴۵؛ ثبت: زهرا موسوی)")
    assert strip.sees("طبق ضوابط اقدام شود (۰۹:۴۲؛ ثبت: زهرا موسوی)")
    assert strip.sees("به دستور شهردار؛ ثبت: زهرا موسوی")
    assert len(rulings.of_issue(desk_office, issue_id)) == 2


def test_letters_find_a_phrase_and_then_a_unit_and_a_digit_behind_them_takes_it(
    strip: DeskRobot, desk_office: Office, issue_id: int
) -> None:
    strip.type_on("طبق").type_on("1")
    assert strip.text("متن دستور") == "طبق ضوابط اقدام شود"
    strip.type_on("درآمد").type_on("1").type_on("2").press("Enter")
    row = recorded(desk_office, issue_id)
    assert (row.ruling, row.unit, row.due) == ("طبق ضوابط اقدام شود", "درآمد", jalali(1405, 6, 29))


def test_letters_narrow_what_is_offered_and_without_them_all_is_back(strip: DeskRobot) -> None:
    phrases = strip.desk.area.ruling.groups[0]
    before = [button.text() for button in phrases.findChildren(Choice)]
    strip.type_on("طبق")
    assert [button.text() for button in phrases.findChildren(Choice) if button.isVisible()] == ["طبق ضوابط اقدام شود"]
    strip.press("Backspace", "Backspace", "Backspace")
    assert [button.text() for button in phrases.findChildren(Choice) if button.isVisible()] == before


def test_a_number_after_a_space_is_the_heads_own_word(strip: DeskRobot, desk_office: Office, issue_id: int) -> None:
    strip.type_on("طبق 3 نوبت پیشین").press("Enter")
    assert recorded(desk_office, issue_id).ruling == "طبق 3 نوبت پیشین"


def test_words_that_are_no_phrase_leave_all_phrases_and_their_digits_alone(
    strip: DeskRobot, desk_office: Office, issue_id: int
) -> None:
    strip.type_on("بند2 را ببینید").press("Enter")
    assert recorded(desk_office, issue_id).ruling == "بند2 را ببینید"


# the outcome, in words other than those that were told ----------------------------------------------------------------


@pytest.mark.parametrize("way", [Way.CALL, Way.SMS])
def test_new_words_for_an_outcome_that_was_told_are_offered_to_be_told_anew(
    desk_office: Office, issue_id: int, opens: Opens, way: Way
) -> None:
    """Ticked where the words themselves were told; an SMS says nothing of them, as a rule."""
    outcomes.record(desk_office, issue_id, Status.RESOLVED, "آسفالت شد")
    notices.record(desk_office, issue_id, way, desk_office.today())
    desk = opens().press("Ctrl+O")
    offered = desk.desk.area.outcome.anew
    assert offered.isVisible()
    assert offered.isChecked() == (way is Way.CALL)
    desk.press("Left", "Space")
    assert not offered.isVisible()  # another result is told anyway
    desk.press("Right", "Space", "Enter").type_on("آسفالت و جدول‌کشی شد").press("Enter")
    said = "نتیجهٔ «آسفالت معابر» ثبت شد."
    if way is Way.CALL:
        said += " اطلاع‌رسانی پیشین از اعتبار می‌افتد و نتیجهٔ تازه باید اطلاع داده شود."
    assert desk.says == said
    assert (issues.one(desk_office, issue_id).told_by is None) == (way is Way.CALL)
    desk.undo()
    assert issues.one(desk_office, issue_id).told_by is way


def test_to_tell_it_anew_takes_words_and_the_tick_is_kept_with_them(
    desk_office: Office, issue_id: int, opens: Opens
) -> None:
    outcomes.record(desk_office, issue_id, Status.RESOLVED, "آسفالت شد")
    notices.record(desk_office, issue_id, Way.CALL, desk_office.today())
    desk = opens().press("Ctrl+O", "Enter", "Enter")
    assert desk.line_beside("شرح نتیجه برای متقاضی") == "ابتدا متن را بنویسید."
    assert issues.one(desk_office, issue_id).told_by is Way.CALL
    desk.type_on("آسفالت و جدول‌کشی شد").press("Shift+Tab", "Space", "Esc", "Ctrl+O")
    assert not desk.desk.area.outcome.anew.isChecked()
    assert desk.text("شرح نتیجه برای متقاضی") == "آسفالت و جدول‌کشی شد"


def test_new_words_are_offered_to_be_told_anew_where_another_of_many_was_told_the_old_ones(
    desk_office: Office, issue_id: int, opens: Opens
) -> None:
    other = make.registered(desk_office, 2).issue_ids[0]
    common_matters.link(desk_office, [other], issue_id)
    outcomes.record(desk_office, issue_id, Status.RESOLVED, "آسفالت شد")
    notices.record(desk_office, other, Way.CALL, desk_office.today())
    desk = opens().press("Ctrl+O", "Enter").type_on("آسفالت و جدول‌کشی شد").press("Enter")
    assert "نتیجهٔ تازه باید اطلاع داده شود" in desk.says
    assert issues.one(desk_office, other).told_by is None
    desk.undo()
    assert issues.one(desk_office, other).told_by is Way.CALL
