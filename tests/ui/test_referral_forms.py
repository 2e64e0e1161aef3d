"""Referrals in the worklist by the keyboard alone: refer, answer, remind, another due date, papers, letter number."""

import datetime as dt
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app import carrier_settings, holidays, issues, outbox, outcomes, pauses, referrals, rulings
from app.carrier_settings import CarrierRow
from app.domain.codes import AnswerKind, CarrierKind, Level, MessageState, Purpose, Role, Status
from app.domain.persian.calendar import jalali, short_date
from app.office import Office, SignedIn
from app.referral_rows import ReferralRow
from tests.conftest import MEETING_DAY, Clock
from tests.make import issue, registered
from tests.robots.followup import LIST, FollowUpRobot
from ui.followup.referral_forms import AnswerForm, ReferForm
from ui.followup.screen import FollowUpScreen
from ui.frame.info import OfficeInfo
from ui.keys import PhysicalKeys
from ui.this_pc import Settings
from ui.window import Screen, Window
from ui.worker import Worker

LATER = MEETING_DAY + dt.timedelta(days=20)
"""Saturday 11 Mehr."""
ALL = "همهٔ باز"


@pytest.fixture
def matters(desk_office: Office, clock: Clock) -> dict[str, int]:
    """Two are late with one unit each, one with two units, one is not referred; today is twenty days after."""
    made = {}
    for number, (first, units) in enumerate(
        {"مریم": ["درآمد"], "نرگس": ["خدمات شهری"], "یوسف": ["درآمد", "حقوقی"]}.items(), 1
    ):
        made[first] = registered(desk_office, number, particulars={"first_name": first}).issue_ids[0]
        rulings.give(desk_office, made[first], "اقدام شود", unit=units, due=MEETING_DAY + dt.timedelta(days=number))
    made["کاظم"] = registered(desk_office, 9, particulars={"first_name": "کاظم"}).issue_ids[0]
    rulings.give(desk_office, made["کاظم"], "اقدام شود")
    clock.set(10, 15, day=LATER)
    return made


@pytest.fixture
def followup(
    desk_office: Office, worker: Worker, settings: Settings, qtbot: QtBot, matters: dict[str, int]
) -> Iterator[FollowUpRobot]:
    window = Window(OfficeInfo(), settings, PhysicalKeys())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.put_screens([Screen("followup", "timer", "پیگیری", lambda: FollowUpScreen(desk_office, worker))])
    window.go("followup")
    yield FollowUpRobot(qtbot, window, worker)
    window.empty()


def standing(office: Office, issue_id: int) -> list[ReferralRow]:
    return [row for row in referrals.of_issue(office, issue_id) if row.stands]


# refer ----------------------------------------------------------------------------------------------------------------


def test_a_matter_is_referred_to_two_units_by_digits_with_the_usual_due_date(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.go_to_tab(ALL).go_to_row("کاظم کعبی")
    assert followup.next_act == "ارجاع"
    followup.press("Ctrl+J").type_on("1").type_on("+").type_on("۳").press("Enter", "Enter")
    followup.type_on("با هم بازدید کنند").press("Enter")
    rows = standing(desk_office, matters["کاظم"])
    assert [(row.unit, row.due, row.note) for row in rows] == [
        ("فنی و عمرانی", jalali(1405, 7, 26), "با هم بازدید کنند"),
        ("درآمد", jalali(1405, 7, 26), "با هم بازدید کنند"),
    ]
    assert followup.said == "به فنی و عمرانی، درآمد ارجاع شد؛ مهلت ۲۶ مهر."
    assert followup.focus == LIST
    followup.press("Ctrl+Z")
    assert standing(desk_office, matters["کاظم"]) == []


def test_a_unit_is_found_by_its_letters_and_one_that_nobody_has_is_taken_as_typed(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.go_to_tab(ALL).go_to_row("کاظم کعبی")
    followup.press("Ctrl+J").type_on("خدم").press("Enter")
    assert followup.text("واحدها") == "خدمات شهری"
    followup.go_to("واحدها").type_on("+ادارهٔ برق شهرستان").press("Ctrl+S")
    assert [row.unit for row in standing(desk_office, matters["کاظم"])] == ["خدمات شهری", "ادارهٔ برق شهرستان"]


def test_without_a_unit_it_is_said_at_the_field(followup: FollowUpRobot, desk_office: Office) -> None:
    followup.go_to_tab(ALL).go_to_row("کاظم کعبی").press("Ctrl+J", "Ctrl+S")
    assert followup.line_beside("واحدها") == "واحد اقدام‌کننده را بنویسید."
    assert followup.form == "ارجاع به واحد"


def test_a_due_date_before_the_ruling_is_said_at_its_field_and_nothing_typed_is_lost(
    followup: FollowUpRobot, desk_office: Office
) -> None:
    followup.go_to_tab(ALL).go_to_row("کاظم کعبی").press("Ctrl+J").type_on("1").press("Enter")
    followup.type("مهلت", "1405/06/01").press("Ctrl+S")
    assert followup.line_beside("مهلت") == "مهلت نمی‌تواند پیش از تاریخ دستور باشد."
    assert followup.text("واحدها") == "فنی و عمرانی"


def test_a_due_date_on_a_closed_day_says_so_as_it_is_typed(followup: FollowUpRobot, desk_office: Office) -> None:
    holidays.confirm(desk_office, jalali(1405, 7, 26), "تعطیلی استان")
    followup.wait().go_to_tab(ALL).go_to_row("کاظم کعبی").press("Ctrl+J").type_on("1").press("Enter")
    followup.type("مهلت", "1405/07/25")
    assert followup.field("مهلت").line.note.text() == "شنبه ۲۵ مهر"
    followup.type("مهلت", "1405/07/26")
    assert followup.field("مهلت").line.note.text() == "یکشنبه ۲۶ مهر، تعطیل"
    followup.press("Esc").go_to_row("مریم کعبی").press("Ctrl+Shift+M")
    followup.type("مهلت تازه", "1405/07/24")
    assert followup.field("مهلت تازه").line.note.text() == "جمعه ۲۴ مهر، تعطیل"


def test_what_was_typed_and_left_stands_there_again(followup: FollowUpRobot) -> None:
    followup.go_to_tab(ALL).go_to_row("کاظم کعبی").press("Ctrl+J").type_on("1").press("Enter", "Esc")
    assert followup.form == ""
    followup.press("Ctrl+J")
    assert followup.text("واحدها") == "فنی و عمرانی"


def test_of_which_unit_and_how_it_answered_stands_there_again_with_the_words(followup: FollowUpRobot) -> None:
    followup.go_to_row("یوسف کعبی").press("Ctrl+Shift+J", "Down", "Enter", "Left", "Left", "Space", "Enter")
    followup.type_on("مربوط به ما نیست").press("Esc", "Ctrl+Shift+J")
    form = followup.list.pane.form
    assert isinstance(form, AnswerForm)
    assert form.referral is not None
    assert form.referral.unit == "حقوقی"
    assert form.kind.data() is AnswerKind.RETURNED
    assert form.text.text() == "مربوط به ما نیست"


def test_another_unit_takes_the_place_of_one_and_the_others_stay(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.go_to_row("یوسف کعبی").press("Ctrl+J").type_on("1").press("Enter", "Shift+Tab", "Shift+Tab")
    assert followup.focus == "به جای"
    followup.press("Down", "Ctrl+S")
    assert [row.unit for row in standing(desk_office, matters["یوسف"])] == ["حقوقی", "فنی و عمرانی"]
    followup.press("Ctrl+Z")
    assert [row.unit for row in standing(desk_office, matters["یوسف"])] == ["درآمد", "حقوقی"]


def test_what_a_unit_returned_is_given_to_another_in_its_place(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.press("Ctrl+Shift+J", "Left", "Left", "Space", "Enter")
    followup.type_on("مربوط به ما نیست").press("Ctrl+S")
    assert standing(desk_office, matters["مریم"])[0].answered is AnswerKind.RETURNED
    followup.go_to_tab(ALL).go_to_row("مریم کعبی")
    assert followup.next_act == "ارجاع"
    followup.press("Ctrl+J").type_on("1").press("Ctrl+S")
    assert [row.unit for row in standing(desk_office, matters["مریم"])] == ["فنی و عمرانی"]


def test_that_somebody_else_decided_the_matter_meanwhile_is_said_whole(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.press("Ctrl+J").type_on("1").press("Enter")
    outcomes.record(desk_office, matters["مریم"], Status.RESOLVED, "انجام شد")
    followup.wait().press("Ctrl+S")
    form = followup.list.pane.form
    assert isinstance(form, ReferForm)
    assert form.said.isVisible()
    assert form.said.text() == "نتیجهٔ این مورد ثبت شده است؛ ابتدا آن را بازگشایی کنید."
    assert followup.text("واحدها") == "فنی و عمرانی"
    followup.press("Esc", "Ctrl+J")
    assert not form.said.isVisible()


# what units answer ----------------------------------------------------------------------------------------------------


def test_a_units_answer_with_the_date_and_number_of_its_letter(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.press("Ctrl+Shift+J", "Enter").type_on("آسفالت شد").press("Enter")
    followup.type("تاریخ نامه", "1405/07/01").press("Enter").type_on("۱۲/۳۴۵").press("Enter")
    ((answer,),) = [row.answers for row in standing(desk_office, matters["مریم"])]
    assert (answer.kind, answer.text, answer.date, answer.number) == (
        AnswerKind.FULL,
        "آسفالت شد",
        jalali(1405, 7, 1),
        "۱۲/۳۴۵",
    )
    followup.press("Ctrl+Z")
    assert standing(desk_office, matters["مریم"])[0].waited_for


def test_why_the_usual_due_date_is_a_later_day_is_said_until_another_is_typed(
    followup: FollowUpRobot, desk_office: Office
) -> None:
    closed = desk_office.today() + dt.timedelta(days=15)
    holidays.confirm(desk_office, closed, "آلودگی هوا")
    followup.go_to_tab(ALL).go_to_row("کاظم کعبی").press("Ctrl+J")
    said = followup.list.pane.form.moved_on
    assert f"{short_date(closed)} تعطیل است: آلودگی هوا" in said.text()
    assert said.isVisible()
    followup.type("مهلت", "1405/08/10")
    assert not said.isVisible()


def test_the_due_date_that_the_head_ordered_without_a_unit_stands_there_till_another_is_typed(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    ordered = desk_office.today() + dt.timedelta(days=5)
    rulings.give(desk_office, matters["کاظم"], "تا آن روز اقدام شود", due=ordered)
    followup.press("F5").go_to_tab(ALL).go_to_row("کاظم کعبی").press("Ctrl+J")
    said = followup.list.pane.form.moved_on
    assert said.isVisible()
    assert said.text() == f"مهلت طبق دستور: {short_date(ordered)}."
    followup.type_on("1").press("Ctrl+S")
    assert [(row.unit, row.due) for row in standing(desk_office, matters["کاظم"])] == [("فنی و عمرانی", ordered)]


def test_of_an_ordered_due_date_that_has_passed_it_is_said_and_the_usual_one_stands_there(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int], clock: Clock
) -> None:
    ordered = desk_office.today() + dt.timedelta(days=1)
    rulings.give(desk_office, matters["کاظم"], "تا آن روز اقدام شود", due=ordered)
    clock.set(10, 15, day=ordered + dt.timedelta(days=1))
    followup.press("F5").go_to_tab(ALL).go_to_row("کاظم کعبی").press("Ctrl+J")
    form = followup.list.pane.form
    assert form.moved_on.text() == f"مهلت طبق دستور: {short_date(ordered)}، که گذشته است."
    assert form.due.date() == referrals.default_due(desk_office)


def test_of_two_units_the_one_that_answered_is_chosen(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.go_to_row("یوسف کعبی").press("Ctrl+Shift+J")
    assert followup.focus == "ارجاع"
    followup.press("Down", "Enter", "Enter").type_on("نظر حقوقی داده شد").press("Ctrl+S")
    assert [row.answered for row in standing(desk_office, matters["یوسف"])] == [None, AnswerKind.FULL]


def test_a_return_without_its_reason_is_said_at_the_field(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+Shift+J", "Left", "Left", "Space", "Ctrl+S")
    assert followup.line_beside("متن پاسخ یا علت برگشت") == "علت بازگرداندن واحد را بنویسید."


def test_an_answer_that_says_nothing_is_said_at_the_field(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.press("Ctrl+Shift+J", "Ctrl+S")
    assert "شمارهٔ نامهٔ آن را بنویسید" in followup.line_beside("متن پاسخ یا علت برگشت")
    assert standing(desk_office, matters["مریم"])[0].waited_for


# reminders ------------------------------------------------------------------------------------------------------------


def test_one_key_reminds_and_one_takes_it_back(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    assert followup.next_act == "یادآوری"
    followup.press("Ctrl+R")
    assert followup.said == "یادآوری به درآمد ثبت شد؛ گیرنده: واحد."
    assert [one.level for one in standing(desk_office, matters["مریم"])[0].reminders] == [Level.UNIT]
    assert followup.focus == LIST
    followup.press("Ctrl+R")
    assert followup.said == "امروز یادآوری شده است."
    followup.press("Ctrl+Z")  # what was refused has no way back of its own
    assert len(standing(desk_office, matters["مریم"])[0].reminders) == 1


def test_a_reminder_is_taken_back(followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]) -> None:
    followup.press("Ctrl+R", "Ctrl+Z")
    assert standing(desk_office, matters["مریم"])[0].reminders == ()


def test_what_stays_late_climbs_to_the_units_head(followup: FollowUpRobot, clock: Clock) -> None:
    followup.press("Ctrl+R")
    clock.set(9, day=LATER + dt.timedelta(days=4))
    followup.press("Ctrl+R")
    assert followup.said == "یادآوری به درآمد ثبت شد؛ گیرنده: رئیس واحد."


def test_many_rows_are_reminded_at_once_and_taken_back_at_once(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.press("Ctrl+A", "Ctrl+R")
    assert followup.said == "۴ یادآوری ثبت شد."
    assert [len(row.reminders) for row in standing(desk_office, matters["یوسف"])] == [1, 1]
    followup.press("Ctrl+Z")
    assert [len(row.reminders) for row in standing(desk_office, matters["یوسف"])] == [0, 0]


def test_of_many_rows_those_that_are_chosen_are_reminded(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.press("Home", "Shift+Down", "Ctrl+R")
    assert followup.said == "۲ یادآوری ثبت شد."
    assert [len(row.reminders) for row in standing(desk_office, matters["یوسف"])] == [0, 0]


def test_nobody_is_reminded_of_what_no_unit_has(followup: FollowUpRobot) -> None:
    followup.go_to_tab(ALL).go_to_row("کاظم کعبی").press("Ctrl+R")
    assert "در دسترس نیست" in followup.said


# the clock ------------------------------------------------------------------------------------------------------------


def test_a_due_date_is_moved_with_its_reason(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.press("Ctrl+Shift+M").type("مهلت تازه", "1405/08/10").press("Enter")
    followup.press("Enter")
    assert followup.line_beside("علت") == "علت تغییر مهلت را بنویسید."
    followup.type_on("واحد مهلت خواست").press("Enter")
    assert issues.one(desk_office, matters["مریم"]).due == jalali(1405, 8, 10)
    assert referrals.interim_pending(desk_office, matters["مریم"])
    assert "هنوز به متقاضی خبر داده نشده است" in followup.said
    assert "مریم کعبی" not in followup.names
    followup.press("Ctrl+Z")
    assert issues.one(desk_office, matters["مریم"]).due == MEETING_DAY + dt.timedelta(days=1)


def test_the_applicant_hears_of_a_moved_due_date_at_once_where_messages_go_out_by_themselves(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    carrier_settings.change(desk_office, CarrierRow(CarrierKind.KAVENEGAR, line="10004346", active=True), "key")
    followup.press("Ctrl+Shift+M").type("مهلت تازه", "1405/08/10").press("Enter")
    followup.type_on("واحد مهلت خواست").press("Enter")
    assert followup.said == "مهلت به ۱۰ آبان تغییر کرد. پیامک متقاضی در صندوق ارسال است."
    assert [row.purpose for row in outbox.rows(desk_office)] == [Purpose.INTERIM]
    followup.press("Ctrl+Z")
    assert [row.state for row in outbox.rows(desk_office)] == [MessageState.CANCELLED]


def test_the_clock_stands_until_the_papers_came(
    followup: FollowUpRobot, desk_office: Office, clock: Clock, matters: dict[str, int]
) -> None:
    followup.press("Ctrl+Shift+W").type_on("سند مالکیت").press("Enter")
    assert "مریم کعبی" not in followup.names
    clock.set(9, day=LATER + dt.timedelta(days=10))
    followup.go_to_tab(ALL).go_to_row("مریم کعبی")
    assert followup.next_act == "مدارک"
    with followup.counting() as pressed:
        followup.press("Ctrl+Shift+W", "Enter")
    assert len(pressed) == 2
    assert pauses.of_issue(desk_office, matters["مریم"])[0].until == LATER + dt.timedelta(days=10)
    assert followup.said == "مهلت‌ها دوباره آغاز شد؛ ۱۰ روز متوقف بود."
    followup.press("Ctrl+Z")
    assert pauses.of_issue(desk_office, matters["مریم"])[0].until is None


def test_the_registrys_number_is_typed_in_afterwards_and_taken_back(
    followup: FollowUpRobot, desk_office: Office, matters: dict[str, int]
) -> None:
    followup.press("Ctrl+Shift+N").type_on("۱۴۰۵/۲۳۱۷").press("Enter", "Enter")
    row = standing(desk_office, matters["مریم"])[0]
    assert (row.letter_number, row.letter_date) == ("۱۴۰۵/۲۳۱۷", LATER)
    followup.press("Ctrl+Z")
    assert standing(desk_office, matters["مریم"])[0].letter_number is None


def test_tab_and_f6_come_from_the_list_back_into_the_form_that_stands_open(followup: FollowUpRobot) -> None:
    followup.go_to_tab(ALL).go_to_row("کاظم کعبی").press("Ctrl+J").type_on("1").press("Enter")
    followup.list.table.setFocus()
    followup.go_to("واحدها")
    followup.list.table.setFocus()
    followup.press("F6")
    assert followup.focus == "واحدها"


def test_a_matter_that_only_the_head_may_know_is_followed_up_without_its_words(
    followup: FollowUpRobot, desk_office: Office
) -> None:
    row = registered(desk_office, 20, kind="daily", issues=(issue(head_only=True),), particulars={"first_name": "لیلا"})
    referrals.refer(desk_office, row.issue_ids[0], ["واحد رازدار", "واحد پنهان"], LATER)
    desk_office.user = SignedIn(desk_office.user.id, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    followup.wait().go_to_tab("امروز").press("Ctrl+Shift+J", "Down", "Enter", "Enter")
    assert followup.text("ارجاع") == "ارجاع ۲، مهلت ۱۱ مهر"
    followup.type_on("پاسخ رسید").press("Ctrl+S")
    assert followup.said == "پاسخ واحد ثبت شد."
    assert [row.answered for row in standing(desk_office, row.issue_ids[0])] == [None, AnswerKind.FULL]
    followup.press("Ctrl+R")
    assert followup.said == "یادآوری به واحد ثبت شد؛ گیرنده: واحد."
