"""Letters, by the keyboard alone: written from the worklist, numbered and posted row by row."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app import issues, letter_list, letters, outcomes, rulings
from app.domain.codes import Purpose, Status, Way
from app.letter_list import Step
from app.office import Office
from tests.app.documents.readers import pdfium
from tests.conftest import MEETING_DAY, Clock
from tests.make import registered
from tests.robots.keys import press_here, type_here
from tests.robots.letters import LettersRobot
from ui.followup.screen import FollowUpScreen
from ui.frame.info import OfficeInfo
from ui.keys import PhysicalKeys
from ui.this_pc import Settings
from ui.window import Screen, Window
from ui.worker import Worker

REGISTERED = "110030099500001414900112"


@pytest.fixture
def decided(desk_office: Office, clock: Clock) -> list[int]:
    """Three whose matters have their results, and one that waits for a unit."""
    made = []
    for number, first in enumerate(("مریم", "نرگس", "یوسف"), 1):
        particulars = {"first_name": first, "mobile": ""}
        made.append(registered(desk_office, number, particulars=particulars).issue_ids[0])
        outcomes.record(desk_office, made[-1], Status.RESOLVED, "انجام شد")
    waiting = registered(desk_office, 9, particulars={"first_name": "کاظم"}).issue_ids[0]
    rulings.give(desk_office, waiting, "اقدام شود", unit="درآمد", due=MEETING_DAY)
    clock.set(11)
    return [*made, waiting]


@pytest.fixture
def desk(
    desk_office: Office, worker: Worker, settings: Settings, qtbot: QtBot, decided: list[int]
) -> Iterator[LettersRobot]:
    window = Window(OfficeInfo(), settings, PhysicalKeys())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.put_screens([Screen("followup", "timer", "پیگیری", lambda: FollowUpScreen(desk_office, worker))])
    window.go("followup")
    yield LettersRobot(qtbot, window, worker)
    window.empty()


@pytest.fixture
def numbered(desk_office: Office, decided: list[int]) -> Callable[[], None]:
    """Letters that are there before the page is opened, with their numbers."""

    def make() -> None:
        ids = letters.make(desk_office, decided[:3], Purpose.RESULT).ids
        for place, letter_id in enumerate(ids, 1):
            letters.number(desk_office, letter_id, f"1405/{place}", MEETING_DAY)

    return make


def test_who_takes_no_sms_waits_for_a_letter_and_gets_it_with_two_keys(desk: LettersRobot) -> None:
    desk.press("Ctrl+Shift+L")
    assert desk.steps == {"تهیه شود": 3, "شماره شود": 0, "پست شود": 0}
    desk.press("Ctrl+A", "Ctrl+Shift+P")
    assert desk.paper is not None
    assert len(pdfium(desk.paper)) == 3
    desk.press("Esc")
    assert desk.step == "شماره شود"
    assert desk.receivers == ["مریم کعبی", "نرگس کعبی", "یوسف کعبی"]
    assert desk.told == "۳ نامه تهیه شد."
    desk.press("Ctrl+Z")
    assert desk.steps == {"تهیه شود": 3, "شماره شود": 0, "پست شود": 0}


def test_the_chosen_rows_of_the_worklist_are_written_to_at_once(desk: LettersRobot) -> None:
    desk.go_to_tab("اطلاع داده نشده")
    desk.press("Ctrl+A", "Ctrl+Shift+P")
    assert desk.paper is not None
    assert len(pdfium(desk.paper)) == 3


def test_the_hints_below_are_those_of_the_letters_and_of_their_step(desk: LettersRobot) -> None:
    def hints() -> list[str]:
        return [part.text() for part in desk.screen.status._left.findChildren(QLabel)]

    before = hints()
    desk.press("Ctrl+Shift+L")
    assert "تهیهٔ نامه‌ها" in hints()
    desk.go_to_step("شماره شود")
    assert "ورود شماره" in hints()
    desk.press("Esc")
    desk.qtbot.waitUntil(lambda: hints() == before, timeout=10_000)


def test_for_what_is_still_open_the_letter_is_to_the_unit_unless_one_says_otherwise(desk: LettersRobot) -> None:
    desk.go_to_tab("همهٔ باز").go_to_row("کاظم کعبی")
    desk.press("Ctrl+Shift+P")
    assert desk.page.chosen.purpose.data() is Purpose.COVERING
    desk.press("Enter")
    assert desk.paper is not None
    assert "ارجاع موضوع" in " ".join(pdfium(desk.paper)[0])


def test_a_written_answer_is_one_key_away_after_a_rejection(
    desk: LettersRobot, desk_office: Office, decided: list[int]
) -> None:
    desk.go_to_tab("امروز").go_to_row("کاظم کعبی")
    outcomes.record(desk_office, decided[3], Status.REJECTED, "نبود اعتبار")
    desk.wait().go_to_tab("اطلاع داده نشده").go_to_row("کاظم کعبی")
    desk.press("Ctrl+Shift+P")
    assert desk.paper is not None
    assert "به‌صورت مکتوب تقدیم" in " ".join(pdfium(desk.paper)[0])


def test_straight_after_the_rejection_the_key_writes_to_who_was_refused(
    desk: LettersRobot, desk_office: Office, decided: list[int]
) -> None:
    """The row has left the tab, and the cursor is in another one."""
    registered(desk_office, 12, particulars={"first_name": "لیلا"})
    desk.wait().go_to_tab("همهٔ باز").go_to_row("کاظم کعبی")
    desk.list.issues.write(
        "outcome",
        issues.one(desk_office, decided[3]),
        lambda: outcomes.record(desk_office, decided[3], Status.REJECTED, "نبود اعتبار"),
        "ثبت شد.",
        lambda _row: lambda: outcomes.take_back(desk_office, decided[3]),
    )
    desk.wait()
    assert desk.said == "ثبت شد. پاسخ مکتوب: \u2066Ctrl+Shift+P\u2069"
    desk.press("Ctrl+Shift+P")
    assert desk.paper is not None
    assert "متقاضی گرامی، کاظم کعبی" in pdfium(desk.paper)[0]


def test_once_the_rejection_was_taken_back_the_key_is_the_rows_again(
    desk: LettersRobot, desk_office: Office, decided: list[int]
) -> None:
    desk.go_to_tab("همهٔ باز").go_to_row("کاظم کعبی")
    desk.list.issues.write(
        "outcome",
        issues.one(desk_office, decided[3]),
        lambda: outcomes.record(desk_office, decided[3], Status.REJECTED, "نبود اعتبار"),
        "ثبت شد.",
        lambda _row: lambda: outcomes.take_back(desk_office, decided[3]),
    )
    desk.wait().press("Ctrl+Z").go_to_tab("اطلاع داده نشده").go_to_row("نرگس کعبی")
    desk.press("Ctrl+Shift+P")
    assert desk.paper is not None
    assert "متقاضی گرامی، نرگس کعبی" in pdfium(desk.paper)[0]


def test_for_a_matter_that_waits_the_user_says_what_the_letter_is_for(desk: LettersRobot) -> None:
    desk.go_to_tab("امروز").go_to_row("کاظم کعبی")
    desk.press("Ctrl+Shift+P")
    assert desk.sees("برای ۱ مورد انتخاب‌شده")
    assert desk.focus == "موضوع نامه"
    desk.press("Left", "Left", "Left", "Space", "Ctrl+Shift+P")
    assert desk.paper is not None
    assert "به: درآمد" in pdfium(desk.paper)[0]


def test_numbers_are_typed_in_row_by_row_with_enter_alone(desk: LettersRobot, desk_office: Office, decided) -> None:
    letters.make(desk_office, decided[:3], Purpose.RESULT)
    desk.press("Ctrl+Shift+L").go_to_step("شماره شود")
    desk.press("Enter")
    assert desk.focus == "شمارهٔ نامه"
    for number in ("1405/1", "1405/2", "1405/3"):
        desk.type_on(number).press("Enter")
    assert desk.steps == {"تهیه شود": 0, "شماره شود": 0, "پست شود": 3}
    rows = letter_list.rows(desk_office, Step.POST)
    assert [(row.name, row.number) for row in rows] == [
        ("مریم کعبی", "1405/1"),
        ("نرگس کعبی", "1405/2"),
        ("یوسف کعبی", "1405/3"),
    ]
    desk.press("Ctrl+Z")
    assert desk.receivers == ["یوسف کعبی"]


def test_a_scanner_faster_than_the_store_gives_each_letter_its_own_number(
    desk: LettersRobot, desk_office: Office, numbered, decided: list[int]
) -> None:
    numbered()
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Enter")
    for place in range(3):
        type_here(REGISTERED[:-1] + str(place))
        press_here("Enter")  # nobody waits for the answer
    desk.wait()
    rows = letter_list.rows(desk_office, Step.SENT)
    assert {row.name: row.registered[-1] for row in rows} == {"مریم کعبی": "0", "نرگس کعبی": "1", "یوسف کعبی": "2"}
    assert [issues.one(desk_office, issue_id).told_by for issue_id in decided[:3]] == [Way.LETTER] * 3


def test_what_is_refused_stands_there_again_with_its_reason(desk: LettersRobot, desk_office: Office, numbered) -> None:
    numbered()
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Enter")
    desk.type_on(REGISTERED).press("Enter")
    desk.type_on(REGISTERED).press("Enter")
    assert desk.line_beside("شمارهٔ مرسوله") == "این شماره برای نامهٔ دیگری ثبت شده است."
    assert desk.text("شمارهٔ مرسوله") == REGISTERED
    assert desk.focus == "شمارهٔ مرسوله"
    assert desk.page.entries.post.about.text == "نرگس کعبی"


def test_an_odd_number_is_taken_with_a_warning_and_undone(desk: LettersRobot, desk_office: Office, numbered) -> None:
    numbered()
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Enter")
    desk.type_on("123").press("Enter")
    assert "۲۰ یا ۲۴ رقم" in desk.told
    assert desk.steps["پست شود"] == 2
    desk.press("Ctrl+Z")
    assert desk.steps["پست شود"] == 3


def test_labels_and_the_list_for_the_post_office_are_shown_before_they_are_printed(
    desk: LettersRobot, numbered
) -> None:
    numbered()
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Ctrl+Shift+B", "Enter")
    assert desk.paper is not None
    assert " ".join(" ".join(page) for page in pdfium(desk.paper)).count("نرگس") >= 3  # the street too
    desk.press("Esc", "Ctrl+Shift+F")
    assert desk.paper is not None
    assert any("شمارهٔ مرسوله" in line for line in pdfium(desk.paper)[0])
    desk.press("Esc", "Esc")
    assert not desk.letters_open


def test_a_letter_is_looked_at_again_and_taken_back(desk: LettersRobot, desk_office: Office, decided) -> None:
    made = letters.make(desk_office, decided[:1], Purpose.RESULT)
    desk.press("Ctrl+Shift+L").go_to_step("شماره شود").press("Ctrl+P")
    assert desk.paper == made.pdf
    desk.press("Esc")
    desk.go_to("کنار گذاشتن نامه").press("Space")
    assert desk.steps == {"تهیه شود": 3, "شماره شود": 0, "پست شود": 0}
