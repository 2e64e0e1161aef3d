"""Telling the result by Ctrl+T: the way to try now, a digit for how it went, and only what reached counts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app import calls, common_matters, issues, letter_list, letters, notices, outbox, outcomes, reach, telling
from app.domain.codes import MessageState, Purpose, Status, Way
from app.domain.persian.ids import show_follow_up_code
from app.domain.persian.text import persian_digits
from app.letter_list import Step
from app.office import Office
from app.security.rights import Right
from db.models import Contentment, Message
from tests.conftest import MEETING_DAY, Clock
from tests.make import registered
from tests.robots.desk import DeskRobot
from tests.robots.followup import FollowUpRobot
from tests.robots.keys import press_here, type_here
from tests.robots.telling import TellingRobot
from ui.followup.screen import FollowUpScreen
from ui.frame.info import OfficeInfo
from ui.keys import PhysicalKeys
from ui.this_pc import Settings
from ui.window import Screen, Window
from ui.worker import Worker

UNTOLD = "اطلاع داده نشده"


@pytest.fixture
def zahra(desk_office: Office) -> int:
    """The matter of somebody who waits for her result."""
    issue_id = registered(desk_office, 10, particulars={"first_name": "زهرا"}).issue_ids[0]
    outcomes.record(desk_office, issue_id, Status.RESOLVED, "انجام شد")
    return issue_id


@pytest.fixture
def told(desk_office: Office, worker: Worker, settings: Settings, qtbot: QtBot, zahra: int) -> Iterator[TellingRobot]:
    window = Window(OfficeInfo(), settings, PhysicalKeys())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.put_screens([Screen("followup", "timer", "پیگیری", lambda: FollowUpScreen(desk_office, worker))])
    window.go("followup")
    host = FollowUpRobot(qtbot, window, worker)
    host.go_to_tab(UNTOLD)
    yield TellingRobot(host)
    window.empty()


def only_a_number(office: Office, issue_id: int, **given: object) -> None:
    """How the applicant is reached: by phone alone, as he wants it."""
    visitor = reach_of(office, issue_id)
    reach.change(office, visitor.visitor_id, replace(visitor, **{"prefers": Way.CALL, **given}))


def reach_of(office: Office, issue_id: int) -> reach.ReachRow:
    return telling.ways(office, issue_id).reach


def test_a_call_in_which_he_heard_it_is_two_keys_from_the_row(
    told: TellingRobot,
    zahra: int,
    desk_office: Office,
) -> None:
    only_a_number(desk_office, zahra)
    with told.host.counting() as pressed:
        told.open()
    assert (told.way, told.known) == ("تماس تلفنی", "تماس با ۰۹۱۶ ۰۰۰ ۰۰۱۰")
    told.say("1")
    assert pressed == ["Ctrl+T"]
    assert issues.one(desk_office, zahra).told_by is Way.CALL
    assert telling.ways(desk_office, zahra).content is True
    assert told.host.names == []
    told.host.press("Ctrl+Z")
    assert told.host.names == ["زهرا کعبی"]
    assert issues.one(desk_office, zahra).told_by is None


def test_a_try_that_nobody_or_somebody_else_answers_stays_a_try(
    told: TellingRobot,
    zahra: int,
    desk_office: Office,
) -> None:
    only_a_number(desk_office, zahra)
    told.open().say("5")
    assert told.host.said == "تلاش برای تماس با متقاضی ثبت شد."
    told.open().say("6").host.press("Enter")
    assert told.form.call.field is not None
    assert told.form.call.field.refused == "بنویسید چه کسی پاسخ داد."
    told.say("پسر").host.press("Enter")
    assert issues.one(desk_office, zahra).told_by is None
    told.open()
    assert [line.partition(": ")[2] for line in told.tries] == ["تماس: پسر پاسخ داد", "تماس: پاسخ داده نشد"]


def test_a_representative_hears_it_in_his_place(
    told: TellingRobot,
    zahra: int,
    desk_office: Office,
) -> None:
    only_a_number(desk_office, zahra)
    told.open().say("7").say("وکیل").host.press("Enter")
    (call,) = calls.of_issue(desk_office, zahra)
    assert (call.spoke_to, call.told) == ("وکیل", True)


def test_a_relatives_number_says_why_no_sms_goes_there(
    told: TellingRobot,
    zahra: int,
    desk_office: Office,
) -> None:
    only_a_number(desk_office, zahra, prefers=None, mobile_of="پسر")
    told.open()
    assert (told.way, told.known) == ("تماس تلفنی", "تماس با ۰۹۱۶ ۰۰۰ ۰۰۱۰ (پسر)")
    told.by("پیامک")
    assert "بستگان" in told.why


def test_an_objection_at_the_telling_opens_the_issue_again(
    told: TellingRobot,
    zahra: int,
    desk_office: Office,
) -> None:
    only_a_number(desk_office, zahra)
    told.open().say("4").say("کوچهٔ ما جا مانده است").host.press("Enter")
    assert issues.one(desk_office, zahra).status is Status.OPEN
    told.host.press("Ctrl+Z")
    assert issues.one(desk_office, zahra).status is Status.RESOLVED
    assert issues.one(desk_office, zahra).told_by is None


def test_when_no_way_is_left_that_he_could_not_be_told_is_two_keys_away_with_its_tries(
    told: TellingRobot,
    zahra: int,
    desk_office: Office,
) -> None:
    only_a_number(desk_office, zahra, no_sms=True, address=None)
    for _call in range(3):
        calls.log(desk_office, zahra, answered=False)
    told.host.wait()
    told.open()
    assert told.way == "اطلاع‌رسانی ممکن نشد"
    assert len(told.tries) == 3
    told.say("1")
    assert told.host.said == "ممکن نشدن اطلاع‌رسانی با تلاش‌های انجام‌شده ثبت شد."
    assert telling.ways(desk_office, zahra).unreached is not None
    assert told.host.names == []
    told.host.press("Ctrl+Z")
    assert telling.ways(desk_office, zahra).unreached is None


def test_what_was_told_elsewhere_is_noted_with_its_day(
    told: TellingRobot,
    zahra: int,
    desk_office: Office,
) -> None:
    told.open().by("پیش‌تر گفته شد")
    told.host.go_to("با چه شیوه‌ای گفته شد؟").press("Left", "Space").press("Enter", "Enter")
    assert issues.one(desk_office, zahra).told_by is Way.LETTER


def test_an_sms_is_two_keys_away_and_is_told_when_it_was_delivered(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    told.open()
    assert (told.way, told.known) == ("پیامک", "پیامک به ۰۹۱۶ ۰۰۰ ۰۰۱۰")
    code = issues.one(desk_office, zahra).code or ""
    assert persian_digits(show_follow_up_code(code)) in told.form.text.text()
    assert "نویسه" in told.form.text.line.note.text()
    assert "بخش" in told.form.text.line.note.text()
    told.host.press("Enter")
    assert told.host.said == "پیامک به زهرا کعبی در صف ارسال است."
    assert issues.one(desk_office, zahra).told_by is None
    (message,) = outbox.of_issue(desk_office, zahra)
    assert message.state is MessageState.WAITING
    told.open().by("پیامک")
    assert told.why == "پیامک در راه است"
    assert not told.form.text.isVisible()
    told.host.press("Esc", "Ctrl+Z")
    assert outbox.of_issue(desk_office, zahra)[0].state is MessageState.CANCELLED
    told.open()
    assert told.way == "پیامک"


def test_a_text_in_ones_own_words_is_kept_and_sent(told: TellingRobot, zahra: int, desk_office: Office) -> None:
    told.open().host.press("Ctrl+A").type_on("نتیجه آماده است.").press("Esc")
    told.open()
    assert told.form.text.text() == "نتیجه آماده است."
    told.host.press("Enter")
    (message,) = outbox.of_issue(desk_office, zahra)
    assert message.text.startswith("نتیجه آماده است.")
    told.host.wait()
    outbox.cancel(desk_office, message.id)
    told.host.wait()
    told.open()
    assert told.form.text.text() != "نتیجه آماده است."


def test_a_message_of_which_nobody_knows_waits_for_a_persons_word(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    told.open().host.press("Enter")
    (message,) = outbox.of_issue(desk_office, zahra)
    with desk_office.work("test.unknown", Right.FOLLOW_UP) as work:
        work.get_one(Message, message.id).state = MessageState.UNKNOWN
    told.host.wait()
    told.open()
    assert told.choices == ["ارسال شده", "ارسال دوباره"]
    told.say("1")
    assert outbox.of_issue(desk_office, zahra)[0].state is MessageState.SENT


def test_at_the_desk_the_same_form_asks_afterwards_whether_he_was_content(
    desk: DeskRobot, desk_office: Office, clock: Clock
) -> None:
    row = registered(desk_office)
    outcomes.record(desk_office, row.issue_ids[0], Status.RESOLVED, "آسفالت شد")
    notices.record(desk_office, row.issue_ids[0], Way.LETTER, MEETING_DAY)
    desk.wait().go_to_row("مریم کعبی")
    told = TellingRobot(desk).open()
    assert told.choices == ["راضی بود", "راضی نبود", "اعتراض دارد؛ بازگشایی مورد"]
    told.say("2", "دیر شد").host.press("Enter")
    assert telling.ways(desk_office, row.issue_ids[0]).content is False
    with desk_office.read() as session:
        assert session.query(Contentment).one().reason == "دیر شد"
    assert desk.says == "رضایت متقاضی ثبت شد."
    desk.undo()
    assert telling.ways(desk_office, row.issue_ids[0]).content is None


def test_before_there_is_a_result_it_is_said_what_to_do_first(desk: DeskRobot, desk_office: Office) -> None:
    registered(desk_office)
    desk.wait().go_to_row("مریم کعبی")
    told = TellingRobot(desk).open()
    assert told.form.result.text() == "ابتدا نتیجه را ثبت کنید، سپس آن را اطلاع دهید."
    desk.press("Esc")
    assert not told.is_open


def test_whose_number_it_is_is_kept_where_the_person_is_and_undone(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    told.host.press("Ctrl+Shift+R").type("صاحب شماره (خالی: خود او)", "پسر")
    told.host.go_to("تلفن ثابت").type_on("۰۶۱")
    told.host.go_to("کد پستی").press("Enter")
    assert told.host.line_beside("تلفن ثابت").startswith("تلفن ثابت را با کد شهر بنویسید")
    told.host.type_on("33334444").go_to("کد پستی").press("Enter")
    assert told.host.said == "راه‌های تماس با زهرا کعبی ثبت شد."
    stands = reach_of(desk_office, zahra)
    assert (stands.mobile_of, stands.landline, stands.mobile) == ("پسر", "06133334444", "09160000010")
    told.host.press("Ctrl+Z")
    assert reach_of(desk_office, zahra).mobile_of is None


def test_several_rows_are_told_at_once_and_taken_back_at_once(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    other = registered(desk_office, 11, particulars={"first_name": "کاظم"}).issue_ids[0]
    outcomes.record(desk_office, other, Status.RESOLVED, "انجام شد")
    told.host.wait().press("Home", "Shift+Down", "Ctrl+T")
    assert told.host.said == "۲ پیامک در صف ارسال است."
    assert [len(outbox.of_issue(desk_office, one)) for one in (zahra, other)] == [1, 1]
    told.host.press("Ctrl+Z")
    assert {outbox.of_issue(desk_office, one)[0].state for one in (zahra, other)} == {MessageState.CANCELLED}


def test_a_letter_is_made_and_told_once_it_was_posted_with_its_number(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    only_a_number(desk_office, zahra, prefers=Way.LETTER)
    with told.host.counting() as pressed:
        told.open()
        assert told.way == "نامه"
        told.host.press("Enter")
    assert pressed == ["Ctrl+T", "Enter"]
    assert told.host.screen.current.accessibleName() != "پیگیری"
    told.host.press("Esc")
    assert issues.one(desk_office, zahra).told_by is None
    told.open()
    assert told.way == "نامه"
    told.host.press("Enter", "Enter")
    assert told.host.line_beside("شمارهٔ مرسولهٔ سفارشی") != ""
    told.host.type("شمارهٔ مرسولهٔ سفارشی", "123456789012345678901234").press("Esc")
    told.open().host.press("Enter", "Enter")  # what was typed is still there
    assert issues.one(desk_office, zahra).told_by is Way.LETTER
    told.host.press("Ctrl+Z")
    assert issues.one(desk_office, zahra).told_by is None


def test_what_he_said_is_not_lost_by_escape(told: TellingRobot, zahra: int, desk_office: Office) -> None:
    only_a_number(desk_office, zahra)
    told.open().say("4").say("کوچهٔ ما جا مانده است").host.press("Esc", "Esc")
    assert not told.is_open
    told.open().say("4")
    assert told.form.call.typed == "کوچهٔ ما جا مانده است"
    told.host.press("Enter")
    assert issues.one(desk_office, zahra).status is Status.OPEN
    told.host.press("Ctrl+Z")
    told.open().say("4")
    assert told.form.call.typed == ""


def test_how_the_call_went_can_be_typed_before_the_store_has_answered(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    only_a_number(desk_office, zahra)
    press_here("Ctrl+T")
    type_here("5")
    told.host.wait()
    assert [call.answered for call in calls.of_issue(desk_office, zahra)] == [False]
    press_here("Ctrl+T")
    type_here("۶پسر")
    told.host.wait().press("Enter")
    assert calls.of_issue(desk_office, zahra)[0].spoke_to == "پسر"


def test_a_digit_says_how_the_call_went_while_the_cursor_is_still_at_the_ways(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    only_a_number(desk_office, zahra)
    told.open().by("تماس تلفنی").say("5")
    assert calls.of_issue(desk_office, zahra)[0].answered is False
    told.host.press("Ctrl+Z")
    assert (told.host.said, calls.of_issue(desk_office, zahra)) == ("برگردانده شد.", [])


def test_a_digit_typed_ahead_decides_nothing_that_was_not_seen(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    only_a_number(desk_office, zahra, no_sms=True, address=None)
    for _call in range(3):
        calls.log(desk_office, zahra, answered=False)
    told.host.wait()
    press_here("Ctrl+T")
    type_here("1")
    told.host.wait()
    assert telling.ways(desk_office, zahra).unreached is None


def test_own_words_in_a_common_matter_go_to_one_and_the_button_says_so(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    other = registered(desk_office, 11, particulars={"first_name": "کاظم"}).issue_ids[0]
    outcomes.reopen(desk_office, zahra, "همراه دیگری بررسی می‌شود")
    common_matters.link(desk_office, [zahra, other], zahra)
    outcomes.record(desk_office, zahra, Status.RESOLVED, "انجام شد")
    told.host.wait().press("Home")
    told.open()
    assert told.form.record.text() == "ارسال پیامک به هر ۲ نفر"
    told.host.press("Ctrl+A").type_on("نتیجه آماده است.")
    assert told.form.record.text() == "ارسال پیامک"
    told.host.press("Enter")
    assert sum(len(outbox.of_issue(desk_office, one)) for one in (zahra, other)) == 1


def test_how_he_is_reached_is_not_lost_by_escape(told: TellingRobot, zahra: int, desk_office: Office) -> None:
    told.host.press("Ctrl+Shift+R")
    told.host.type("نشانی", "خیابان نخل ۷").press("Esc")
    told.host.press("Ctrl+Shift+R")
    assert told.host.text("نشانی") == "خیابان نخل ۷"
    told.host.go_to("کد پستی").press("Enter")
    assert reach_of(desk_office, zahra).address == "خیابان نخل ۷"
    told.host.press("Ctrl+Z")
    told.host.press("Ctrl+Shift+R")
    assert told.host.text("نشانی") != "خیابان نخل ۷"


def test_who_comes_for_his_letter_takes_it_in_person_by_the_same_key_as_in_the_list_of_letters(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    only_a_number(desk_office, zahra, prefers=Way.LETTER)
    letters.make(desk_office, [zahra], Purpose.RESULT)
    told.open().host.press("Ctrl+Shift+V")
    assert (told.host.focus, told.host.text("تحویل‌گیرنده")) == ("تحویل‌گیرنده", "زهرا کعبی")
    told.host.press("Ctrl+A").type_on("123").press("Enter", "Enter")
    assert told.host.line_beside("تحویل‌گیرنده").startswith("نام رقم ندارد")
    told.host.type("تحویل‌گیرنده", "جاسم کعبی").press("Enter", "Enter")
    assert issues.one(desk_office, zahra).told_by is Way.LETTER
    assert letter_list.rows(desk_office, Step.SENT)[0].handed_to == "جاسم کعبی"
    told.host.press("Ctrl+Z")
    assert letter_list.rows(desk_office, Step.SENT) == []


def test_without_an_address_a_letter_can_be_made_and_is_handed_over(
    told: TellingRobot, zahra: int, desk_office: Office
) -> None:
    only_a_number(desk_office, zahra, prefers=Way.LETTER, address=None)
    told.open().by("نامه").host.press("Enter")
    told.host.press("Esc")
    told.open().by("نامه")
    assert told.host.focus == "تحویل‌گیرنده"
    told.host.press("Enter", "Enter")
    assert letter_list.rows(desk_office, Step.SENT)[0].handed_to == "زهرا کعبی"
