"""The head's board and the hall's: what they show, that they follow the desk, and what they never say."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import issues, office_settings, queue, rulings
from app.domain.codes import PresidedBy, QueueState, Role
from app.domain.persian.calendar import jalali
from app.meetings import today
from app.office import Office, SignedIn
from app.office_settings import OfficeSettings
from app.security.rights import Right
from db.models import Visit
from tests import make
from tests.conftest import Clock
from tests.robots.board import BoardRobot, HallRobot
from tests.robots.desk import DeskRobot, Opens
from ui.board.boards import Boards
from ui.board.place import home_of
from ui.this_pc import Settings
from ui.worker import Worker

Puts = Callable[[], BoardRobot]

NAMES = ("نرگس شریفی", "کاظم مرادی", "یوسف حمیدی", "لیلا دهقان", "محمدامین راد", "هاجر سواری", "جابر کعبی", "ندا رشیدی")


def come(office: Office, count: int = len(NAMES), **given) -> list[queue.QueueRow]:
    rows = []
    for number, name in enumerate(NAMES[:count], 11):
        first, last = name.split()
        particulars = {"first_name": first, "last_name": last, "father_name": "خلف"}
        rows.append(make.registered(office, number, particulars=particulars, **given))
    return rows


@pytest.fixture
def boards(desk: DeskRobot, desk_office: Office, settings: Settings, worker: Worker) -> Iterator[Boards]:
    made = Boards(settings, worker, desk.screen)
    made.follow(desk_office)
    yield made
    made.close()


@pytest.fixture
def puts(boards: Boards, qtbot: QtBot, worker: Worker) -> Puts:
    """Put the head's board up and sit down before it."""

    def put() -> BoardRobot:
        boards.raise_head()
        return BoardRobot(qtbot, boards.head, worker)

    return put


@pytest.fixture
def hall(boards: Boards, desk: DeskRobot) -> HallRobot:
    boards.cycle_hall()
    desk.wait().wait()
    return HallRobot(boards.hall)


# who is in the room ---------------------------------------------------------------------------------------------------


def test_the_board_shows_who_is_in_the_room_and_six_who_come_next(
    puts: Puts, desk_office: Office, clock: Clock
) -> None:
    come(desk_office)
    queue.admit(desk_office, queue.call_next(desk_office).visit_id)
    clock.tick(8)
    board = puts()
    assert (board.number, board.name) == ("۱", "نرگس شریفی")
    assert board.sees("فرزند خلف، از اهواز · نخستین دیدار")
    assert "در اتاق از ۹:۴۲ (۸ دقیقه)" in board.chips
    assert (board.subject, board.words) == ("آسفالت معابر", "کوچه خاکی است.")
    assert board.next_names == list(NAMES[1:7])
    assert board.sees("و ۱ نفر دیگر")
    assert board.screen.windowTitle() == "دیدار، تابلوی رئیس"


def test_neither_id_nor_phone_nor_address_is_anywhere_on_the_boards(
    puts: Puts, hall: HallRobot, desk_office: Office
) -> None:
    come(desk_office)
    queue.admit(desk_office, queue.call_next(desk_office).visit_id)
    board = puts()
    said = board.everything + hall.everything
    for number in range(11, 19):
        person = make.person(number)
        assert not any(person[key] in said for key in ("national_id", "mobile", "address"))
    assert not any(name in hall.everything for name in NAMES)
    assert "آسفالت" not in hall.everything


def test_the_late_promise_is_said_in_plain_words_with_its_days(puts: Puts, desk_office: Office, clock: Clock) -> None:
    at = clock.at
    clock.set(9, day=jalali(1405, 6, 1))
    earlier = make.registered(desk_office, 11)
    rulings.give(desk_office, earlier.issue_ids[0], "پاسخ بدهد", unit="شهرسازی", due=jalali(1405, 6, 11))
    clock.at = at
    row = make.registered(desk_office, 11)
    queue.admit(desk_office, row.visit_id)
    board = puts()
    assert board.promise == "۱ شهریور به او گفتید: «پاسخ بدهد»، شهرسازی تا ۱۱ شهریور"
    assert board.chips.count("۱۱ روز تأخیر") == 2  # in its row, and in the strip
    assert board.sees("فرزند جاسم، از اهواز · دومین دیدار")


@pytest.mark.parametrize(
    ("at", "count", "said"),
    [
        ((9, 42), 7, "اتاق خالی است. ۷ نفر در انتظارند. نفر بعد: نرگس شریفی"),
        ((9, 42), 0, "اتاق خالی است. کسی در انتظار نیست."),
        ((12, 30), 0, "دیدار پایان یافت. ۰ نفر دیدار کردند و ۰ نفر دیدار نکرده رفتند."),
    ],
)
def test_an_empty_room_says_what_is_next(
    puts: Puts, desk_office: Office, clock: Clock, at: tuple[int, int], count: int, said: str
) -> None:
    come(desk_office, count)
    clock.set(*at)
    board = puts()
    assert board.message == said
    assert not board.screen.strip.isEnabled()


def test_on_another_day_the_board_says_when_the_next_meeting_is(
    clock: Clock, boards: Boards, puts: Puts, hall: HallRobot, desk: DeskRobot
) -> None:
    clock.set(10, day=jalali(1405, 6, 24))
    desk.desk.model.tick()
    boards._model.tick()
    desk.wait().wait().wait()
    assert puts().message == "امروز روز دیدار نیست. روز دیدار بعدی: یکشنبه ۲۹ شهریور ۱۴۰۵"
    assert hall.board.hall.message == "امروز روز دیدار نیست. روز دیدار بعدی: یکشنبه ۲۹ شهریور ۱۴۰۵"


def test_who_is_received_in_the_second_lane_is_not_before_the_head(
    puts: Puts, hall: HallRobot, desk_office: Office
) -> None:
    rows = come(desk_office, 3)
    with desk_office.work("tests.lane", Right.REGISTER) as session:
        session.get_one(Visit, rows[0].visit_id).lane = "معاون شهرسازی"
    queue.call(desk_office, rows[0].visit_id)
    board = puts()
    assert (board.message, board.next_names) == (
        "اتاق خالی است. ۲ نفر در انتظارند. نفر بعد: کاظم مرادی",
        ["کاظم مرادی", "یوسف حمیدی"],
    )
    assert hall.board.hall.lanes == ("نوبت ۱، لطفاً نزد معاون شهرسازی بروید",)


# ruling ---------------------------------------------------------------------------------------------------------------


def test_the_head_rules_in_four_keys_and_it_says_by_whom_it_was_typed(
    puts: Puts, desk_office: Office, clock: Clock
) -> None:
    (row,) = come(desk_office, 1)
    queue.admit(desk_office, row.visit_id)
    board = puts()
    assert board.sentence == "عبارتی را برگزینید یا دستور را بنویسید"
    board.type_on("۲")
    assert board.sentence == "طبق ضوابط اقدام شود؛ واحد را برگزینید"
    board.type_on("1")
    assert board.sentence == "طبق ضوابط اقدام شود؛ واحد فنی و عمرانی؛ مهلت را برگزینید"
    board.type_on("3").press("Enter")
    (issue,) = issues.of_visit(desk_office, row.visit_id)
    assert (issue.ruling, issue.unit, issue.due) == ("طبق ضوابط اقدام شود", "فنی و عمرانی", jalali(1405, 7, 1))
    assert board.sees("دستور: طبق ضوابط اقدام شود؛ واحد فنی و عمرانی؛ مهلت: ۱ مهر")
    assert board.sees("به دستور شهردار؛ ثبت: زهرا موسوی")
    assert board.says == "دستور دربارهٔ «آسفالت معابر» ثبت شد."
    board.undo()
    assert issues.of_visit(desk_office, row.visit_id)[0].ruling is None


def test_a_full_stop_does_not_stand_in_the_middle_of_the_ruling(puts: Puts, desk_office: Office) -> None:
    (row,) = come(desk_office, 1)
    queue.admit(desk_office, row.visit_id)
    (issue,) = issues.of_visit(desk_office, row.visit_id)
    board = puts()
    board.press("Tab").type_on("بازدید شود.")
    assert "." not in board.sentence
    rulings.give(desk_office, issue.id, "بازدید شود.", unit="فنی و عمرانی")
    assert board.wait().sees("دستور: بازدید شود؛ واحد فنی و عمرانی")


def test_several_issues_are_ruled_one_after_another(puts: Puts, desk_office: Office) -> None:
    row = make.registered(desk_office, issues=(make.issue(), make.issue(subject="روشنایی کوچه")))
    queue.admit(desk_office, row.visit_id)
    board = puts()
    assert (board.subject, board.sees("مورد ۱ از ۲")) == ("آسفالت معابر", True)
    board.type_on("111").press("Enter")
    assert (board.subject, board.sees("مورد ۲ از ۲")) == ("روشنایی کوچه", True)
    board.type_on("223").press("Enter")
    assert [issue.unit for issue in issues.of_visit(desk_office, row.visit_id)] == ["فنی و عمرانی", "خدمات شهری"]
    board.press("Ctrl+Down")
    assert board.subject in ("آسفالت معابر", "روشنایی کوچه")


def test_free_words_are_typed_in_the_sentences_place_and_nothing_typed_is_lost(puts: Puts, desk_office: Office) -> None:
    first, second = come(desk_office, 2)
    queue.admit(desk_office, first.visit_id)
    board = puts()
    board.type_on("خودم ")
    assert board.focus == "متن دستور"
    queue.finish(desk_office, first.visit_id)
    queue.admit(desk_office, second.visit_id)
    board.wait()
    assert (board.name, board.screen.strip.text.text()) == ("کاظم مرادی", "")
    queue.finish(desk_office, second.visit_id)
    board.wait().screen._model.hold(first.visit_id)
    board.wait()
    assert board.screen.strip.text.text() == "خودم"


def test_a_digit_meant_for_who_has_just_gone_is_not_taken_for_who_has_come(puts: Puts, desk_office: Office) -> None:
    first, second = come(desk_office, 2)
    queue.admit(desk_office, first.visit_id)
    board = puts()
    board.type_on("31")
    queue.finish(desk_office, first.visit_id)
    board.wait()
    queue.admit(desk_office, second.visit_id)
    board.wait()
    assert board.says == "دستور نیمه‌کارهٔ نرگس شریفی نگه داشته شد."
    board.type_on("3").press("Enter")
    assert board.name == "کاظم مرادی"
    assert all(issues.of_visit(desk_office, row.visit_id)[0].ruling is None for row in (first, second))


def test_an_empty_ruling_is_refused_in_the_sentences_place(puts: Puts, desk_office: Office) -> None:
    (row,) = come(desk_office, 1)
    queue.admit(desk_office, row.visit_id)
    board = puts().press("Enter")
    assert board.sentence == "دستور را بنویسید یا عبارتی برگزینید."
    board.type_on("1")
    assert board.sentence.startswith("بررسی و اقدام شود")


def test_f9_in_an_empty_room_takes_the_ruling_for_who_has_just_left(puts: Puts, desk_office: Office) -> None:
    first, second = come(desk_office, 2)
    queue.admit(desk_office, first.visit_id)
    queue.finish(desk_office, first.visit_id)
    board = puts().press("F9")
    assert (board.name, "دیدار کرده" in board.chips) == ("نرگس شریفی", True)
    board.type_on("116").press("Enter")
    assert issues.of_visit(desk_office, first.visit_id)[0].ruling == "بررسی و اقدام شود"
    board.press("Esc")
    assert board.message.startswith("اتاق خالی است.")
    board.press("F9")
    queue.admit(desk_office, second.visit_id)
    assert board.wait().name == "کاظم مرادی"


# for the head's eyes --------------------------------------------------------------------------------------------------

SECRET = ("آزار در محل کار", "نام مدیر")


def confided(office: Office) -> queue.QueueRow:
    secret = make.issue(subject=SECRET[0], description=SECRET[1], head_only=True)
    row = make.registered(office, issues=(secret,))
    queue.admit(office, row.visit_id)
    rulings.give(office, row.issue_ids[0], "محرمانه رسیدگی شود", unit="حراست")
    return row


def test_what_is_for_the_heads_eyes_is_shown_while_f3_is_held_and_to_who_may_read_it(
    puts: Puts, hall: HallRobot, desk_office: Office
) -> None:
    confided(desk_office)
    board = puts()
    for words in (*SECRET, "محرمانه رسیدگی شود", "حراست"):
        assert words not in board.everything + hall.everything
    assert "فقط برای رئیس دستگاه" in board.chips
    QTest.keyPress(board.focused, Qt.Key.Key_F3)
    assert (board.subject, board.words) == SECRET
    QTest.keyRelease(board.focused, Qt.Key.Key_F3)
    assert SECRET[0] not in board.everything


def test_who_may_not_read_it_sees_only_that_there_is_one(desk_office: Office, boards: Boards, puts: Puts) -> None:
    confided(desk_office)
    desk_office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    board = puts()
    QTest.keyPress(board.focused, Qt.Key.Key_F3)
    assert not any(words in board.everything for words in SECRET)
    assert not board.screen.seat.show_words.isVisible()


def test_the_head_writes_it_down_at_the_board_and_it_is_hidden_again(puts: Puts, desk_office: Office) -> None:
    row = confided(desk_office)
    board = puts().press("Ctrl+E")
    assert board.focus == "موضوع"
    board.type("شرح", "سه بار تهدید شده است").press("Enter")
    assert board.says == "متن ویژهٔ رئیس دستگاه ثبت شد."
    assert issues.one(desk_office, row.issue_ids[0]).description == "سه بار تهدید شده است"
    assert "تهدید" not in board.everything
    board.undo()
    assert issues.one(desk_office, row.issue_ids[0]).description == SECRET[1]
    board.press("Ctrl+E").type("شرح", "نیمه‌کاره").press("Esc")
    assert board.screen.form is None
    assert "نیمه‌کاره" not in board.everything


# the head and the deputy ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["board", "desk"])
def test_the_heads_coming_and_going_are_one_key_each_and_what_follows_is_not_counted(
    puts: Puts, desk: DeskRobot, desk_office: Office, clock: Clock, where: str
) -> None:
    first, second = come(desk_office, 2)
    board = puts()
    if where == "desk":
        desk.screen.activateWindow()
    hands = board if where == "board" else desk
    hands.press("Alt+Home")
    assert today(desk_office).head_from is not None
    assert board.presence == ""
    clock.set(11)
    hands.press("Alt+End")
    assert board.wait().presence == (
        "رئیس دستگاه از ساعت ۱۱:۰۰ حضور ندارد؛ ملاقات‌های بعدی به نام جانشین ثبت می‌شود و در گزارش نمی‌آید."
    )
    assert hands.says.startswith("رئیس دستگاه از ساعت ۱۱:۰۰")
    hands.press("F4", "F7")
    assert queue.one(desk_office, first.visit_id).presided_by is PresidedBy.DEPUTY
    assert any("با جانشین" in chip for chip in board.wait().chips)
    hands.press("F8", "Alt+Home", "F4", "F7")
    assert queue.one(desk_office, second.visit_id).presided_by is PresidedBy.HEAD
    assert board.wait().presence == ""


def test_undo_on_the_board_brings_the_head_back(puts: Puts, desk_office: Office, clock: Clock) -> None:
    board = puts().press("Alt+Home")
    clock.tick(5)
    board.press("Alt+End").undo()
    day = today(desk_office)
    assert (day.head_to, day.presided_by) == (None, PresidedBy.HEAD)


# in step with the desk ------------------------------------------------------------------------------------------------


def test_both_boards_are_in_step_with_the_desk_after_each_step(
    puts: Puts, hall: HallRobot, desk: DeskRobot, desk_office: Office
) -> None:
    come(desk_office, 4)
    board = puts()
    desk.screen.activateWindow()

    def seen() -> tuple[str, list[str], str, list[str]]:
        board.wait()
        return board.name, board.next_names, hall.in_room, hall.coming

    one, two, three, four = NAMES[:4]
    assert seen() == ("", [one, two, three, four], "", ["۱", "۲", "۳"])
    desk.press("F4")
    assert hall.ready == "نوبت ۱، لطفاً آماده باشید"
    desk.press("F7")
    assert seen() == (one, [two, three, four], "۱", ["۲", "۳", "۴"])
    desk.press("F8")
    assert seen() == ("", [two, three, four], "", ["۲", "۳", "۴"])
    desk.press("F4", "F7")
    assert seen() == (two, [three, four], "۲", ["۳", "۴"])
    desk.undo()
    assert seen() == ("", [two, three, four], "", ["۲", "۳", "۴"])
    desk.go_to_row(three).press("Shift+F8")
    assert seen() == ("", [two, four], "", ["۲", "۴"])
    desk.press("F2").register(national_id=make.national_id(99), first_name="زهرا", last_name="رضایی")
    assert seen() == ("", [two, four, "زهرا رضایی"], "", ["۲", "۴", "۵"])


def test_the_boards_keys_move_the_queue_as_the_desks_do(puts: Puts, desk: DeskRobot, desk_office: Office) -> None:
    come(desk_office, 2)
    board = puts().press("F4", "F7")
    assert (board.name, desk.state_of("نرگس شریفی")) == ("نرگس شریفی", "در اتاق")
    board.undo()
    assert desk.wait().state_of("نرگس شریفی") == "فراخوانده"
    board.press("F7", "F8", "F4", "Shift+F8")
    assert desk.wait().state_of("کاظم مرادی") == "رفته"


def test_the_board_shows_whoever_is_in_the_room_though_nobody_ended_the_visit_before(
    puts: Puts, hall: HallRobot, desk: DeskRobot, desk_office: Office
) -> None:
    come(desk_office, 2)
    board = puts().press("F4", "F7", "F4", "F7")
    assert (board.name, hall.in_room, board.next_names) == (NAMES[1], "۲", [])
    assert board.says.startswith("ملاقات نرگس شریفی")
    board.undo()
    assert (board.wait().name, hall.in_room, board.next_names) == (NAMES[0], "۱", [NAMES[1]])


def test_over_and_next_is_one_key_on_the_board_too(puts: Puts, desk: DeskRobot, desk_office: Office) -> None:
    come(desk_office, 3)
    board = puts().press("F4", "F7", "Shift+F4")
    assert desk.wait().state_of("نرگس شریفی") == "دیدار کرده"
    assert board.says.startswith("ملاقات نرگس شریفی")


# the hall -------------------------------------------------------------------------------------------------------------


def test_the_hall_has_initials_only_if_the_office_wants_them(hall: HallRobot, desk: DeskRobot, desk_office) -> None:
    come(desk_office, 2)
    desk.wait().wait()
    assert (hall.coming, hall.initials) == (["۱", "۲"], ["", ""])
    office_settings.change(desk_office, OfficeSettings(initials_in_hall=True))
    desk.wait().wait()
    assert hall.initials == ["ن. ش.", "ک. م."]
    assert hall.board.hall.hours == "ساعت دیدار: ۸ تا ۱۲"


# locked, closed, moved ------------------------------------------------------------------------------------------------


def test_locked_the_heads_board_names_nobody_and_the_hall_keeps_bare_numbers(
    boards: Boards, puts: Puts, hall: HallRobot, desk_office: Office, desk: DeskRobot
) -> None:
    office_settings.change(desk_office, OfficeSettings(initials_in_hall=True))
    rows = come(desk_office, 3)
    queue.admit(desk_office, rows[0].visit_id)
    board = puts()
    board.type_on("2")
    boards.let_go()
    assert board.message == "ارتباط با میز قطع است؛ آخرین وضع ساعت ۹:۴۲"
    assert not any(name in board.everything + hall.everything for name in (*NAMES, "ن. ش.", "آسفالت"))
    assert (hall.in_room, hall.coming) == ("۱", ["۲", "۳"])
    assert hall.board.hall.since == "ارتباط با میز قطع است؛ آخرین وضع ساعت ۹:۴۲"
    board.press("F4", "F9", "Alt+End")
    assert queue.one(desk_office, rows[1].visit_id).state is QueueState.WAITING
    desk.wait()
    boards.follow(desk_office)
    assert board.wait().name == "نرگس شریفی"
    assert board.sentence.startswith("طبق ضوابط اقدام شود")  # what was half chosen is there again
    assert hall.board.hall.since == ""


def test_f11_shows_fills_the_screen_and_hides_and_escape_leaves_the_full_screen(
    boards: Boards, desk: DeskRobot, qtbot: QtBot
) -> None:
    boards.cycle_head()
    assert boards.head.isVisible()
    boards.cycle_head()
    assert boards.head.isFullScreen()
    boards.head.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is boards.head)
    QTest.keyClick(boards.head, Qt.Key.Key_Escape)
    assert (boards.head.isVisible(), boards.head.isFullScreen()) == (True, False)
    boards.cycle_head()
    boards.cycle_head()
    assert not boards.head.isVisible()


def test_a_board_comes_back_as_it_stood(
    desk: DeskRobot, desk_office: Office, settings: Settings, worker: Worker
) -> None:
    first = Boards(settings, worker, desk.screen)
    first.follow(desk_office)
    first.cycle_head()
    first.cycle_head()
    first.cycle_hall()
    desk.wait()
    first.close()
    again = Boards(settings, worker, desk.screen)
    again.follow(desk_office)
    desk.wait()
    assert (again.head.isFullScreen(), again.hall.isVisible(), again.hall.isFullScreen()) == (True, True, False)
    again.head.put_away()
    again.close()
    third = Boards(settings, worker, desk.screen)
    third.follow(desk_office)
    assert (third.head, third.hall.isVisible()) == (None, True)
    desk.wait()
    third.close()


@pytest.mark.parametrize(
    ("kept", "there", "stands"),
    [
        ("", ["desk"], "desk"),
        ("", ["desk", "wall"], "wall"),
        ("wall", ["desk", "wall"], "wall"),
        ("wall", ["desk", "other"], "desk"),
        ("desk", ["desk", "wall"], "desk"),
    ],
)
def test_a_board_stands_on_its_own_monitor_and_beside_the_desk_while_that_is_away(kept, there, stands) -> None:
    assert home_of(kept, there, "desk") == stands


def test_f1_on_the_board_tells_its_keys_and_escape_goes_back(puts: Puts, desk_office: Office) -> None:
    (row,) = come(desk_office, 1)
    queue.admit(desk_office, row.visit_id)
    board = puts().press("F1")
    text = board.screen.help.view.toPlainText()
    assert text.startswith("تابلوی رئیس")
    assert "Alt+Home" in text
    board.press("Esc")
    assert board.screen.help is None
    board.type_on("1")
    assert board.sentence.startswith("بررسی و اقدام شود")


def test_the_rail_and_ctrl_2_bring_the_board_to_the_front(desk: DeskRobot, opens: Opens) -> None:
    from ui.frame.screens import Screen

    brought = []
    screens = [*desk.screen.screens.values(), Screen("board", "tv", "تابلو", lambda: brought.append(1), apart=True)]
    desk.screen.put_screens(screens)
    desk.screen.go("desk")
    desk.wait().press("Ctrl+2")
    assert (brought, desk.screen.current_id) == ([1], "desk")
