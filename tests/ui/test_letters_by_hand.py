# ruff: noqa: F811
"""Letters by the keyboard alone: handed over, put aside, mended, their labels, and which of the chosen are written."""

import datetime as dt
from pathlib import Path
from threading import Event

import pytest

from app import handing_over, issues, letter_list, letters, outcomes
from app.domain.codes import Purpose, Status, Way
from app.letter_list import Step
from app.letters import Progress
from app.office import Office
from app.unlock import unlock
from tests.app.documents.readers import pdfium
from tests.conftest import MEETING_DAY, PASSPHRASE, Clock
from tests.make import registered
from tests.robots.keys import press_here, type_here
from tests.robots.letters import LettersRobot
from tests.ui.test_letters_page import REGISTERED, decided, desk, numbered  # noqa: F401 - the same window
from ui.preview import Preview

TAKER = "تحویل‌گیرنده"
POST = "شمارهٔ مرسوله"


@pytest.fixture
def homeless(desk_office: Office, decided: list[int], numbered) -> int:
    """Between two with an address one without: لیلا."""
    numbered()
    given = {"first_name": "لیلا", "address": "", "mobile": ""}
    (issue_id,) = registered(desk_office, 12, particulars=given).issue_ids
    outcomes.record(desk_office, issue_id, Status.RESOLVED, "انجام شد")
    (letter_id,) = letters.make(desk_office, [issue_id], Purpose.RESULT).ids
    letters.number(desk_office, letter_id, "1405/9", MEETING_DAY)
    return issue_id


def test_who_has_no_address_takes_the_letter_in_person_which_tells_the_result(
    desk: LettersRobot,
    desk_office: Office,
    homeless: int,
) -> None:
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Down", "Down", "Down", "Enter")
    assert (desk.receiver, desk.focus, desk.text(TAKER)) == ("لیلا کعبی", TAKER, "لیلا کعبی")
    desk.press("Enter")
    assert desk.told == "نامهٔ لیلا کعبی تحویل شد؛ نتیجه اطلاع داده شد."
    assert issues.one(desk_office, homeless).told_by is Way.LETTER
    assert desk.focus == "نامه‌ها"  # a scanner's next number must not become a name
    desk.press("Ctrl+Z")
    assert (desk.receiver, desk.steps["پست شود"]) == ("لیلا کعبی", 4)
    desk.press("Enter").type_on("123").press("Enter")
    assert desk.line_beside(TAKER).startswith("نام رقم ندارد")
    desk.press("Esc", "Ctrl+Shift+V")  # its address was found meanwhile
    assert desk.focus == POST
    desk.press("Esc", "Up", "Ctrl+Shift+V")
    assert (desk.receiver, desk.focus, desk.text(TAKER)) == ("یوسف کعبی", TAKER, "یوسف کعبی")


def test_a_scanned_pile_passes_over_who_has_no_address(
    desk: LettersRobot,
    desk_office: Office,
    homeless: int,
) -> None:
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Enter")
    for place in range(4):
        type_here(REGISTERED[:-1] + str(place))
        press_here("Enter")
    desk.wait()
    assert desk.receivers == ["لیلا کعبی"]
    assert letter_list.rows(desk_office, Step.POST)[0].handed_to == ""
    assert {row.registered[-1] for row in letter_list.rows(desk_office, Step.SENT)} == {"0", "1", "2"}


def test_papers_for_the_post_say_whom_they_left_out(desk: LettersRobot, homeless: int) -> None:
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Ctrl+Shift+F")
    assert desk.paper is not None
    assert not any("لیلا" in line for line in pdfium(desk.paper)[0])
    assert desk.told == "۱ مورد کنار ماند: لیلا کعبی (بدون نشانی)"


def test_a_letter_put_aside_or_said_to_be_sent_is_brought_back_and_its_number_mended(
    desk: LettersRobot,
    desk_office: Office,
    numbered,
) -> None:
    numbered()
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Down", "Delete")
    assert desk.receivers == ["مریم کعبی", "یوسف کعبی"]
    desk.press("Ctrl+Z")
    assert desk.receivers == ["مریم کعبی", "نرگس کعبی", "یوسف کعبی"]
    assert desk.receiver == "نرگس کعبی"
    desk.press("Ctrl+E")
    assert (desk.focus, desk.text("شمارهٔ نامه")) == ("شمارهٔ نامه", "1405/2")
    desk.press("Ctrl+A").type_on("1405/22").press("Enter")
    assert [row.number for row in letter_list.rows(desk_office, Step.POST)] == ["1405/1", "1405/22", "1405/3"]
    assert (desk.receiver, desk.focus) == ("نرگس کعبی", "نامه‌ها")
    desk.press("Enter").type_on(REGISTERED).press("Enter")
    desk.press("Esc").go_to_step("فرستاده شد").press("Ctrl+E")
    assert desk.steps["پست شود"] == 3
    assert desk.told == "نامهٔ نرگس کعبی دوباره در انتظار ارسال است."
    desk.press("Ctrl+Z")
    assert letter_list.rows(desk_office, Step.SENT)[0].registered == REGISTERED


def test_the_list_of_what_was_sent_is_of_the_chosen_rows_day_and_of_the_post_alone(
    desk: LettersRobot, desk_office: Office, numbered, decided: list[int], clock: Clock
) -> None:
    """Numbers are typed in the day after, when the next pile is out already."""
    numbered()
    first, second, third = (row.id for row in letter_list.rows(desk_office, Step.POST))
    letters.posted(desk_office, first, MEETING_DAY, REGISTERED)
    clock.set(9, day=MEETING_DAY + dt.timedelta(1))
    letters.posted(desk_office, second, MEETING_DAY + dt.timedelta(1), REGISTERED[:-1] + "3")
    handing_over.handed_over(desk_office, third, MEETING_DAY + dt.timedelta(1), "یوسف کعبی")
    desk.press("Ctrl+Shift+L").go_to_step("فرستاده شد").press("Ctrl+Shift+F")
    assert desk.paper is not None
    names = [name for name in ("مریم", "نرگس کعبی", "یوسف") if name in " ".join(pdfium(desk.paper)[0])]
    assert names == ["نرگس کعبی"]
    assert desk.told == "۱ مورد کنار ماند: یوسف کعبی (تحویل حضوری شده است)"


def test_a_letter_that_came_back_from_the_post_is_noted_with_one_key_and_that_is_undone(
    desk: LettersRobot, desk_office: Office, numbered, decided: list[int]
) -> None:
    numbered()
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Enter").type_on(REGISTERED).press("Enter")
    desk.press("Esc").go_to_step("فرستاده شد").press("Delete")
    assert desk.told == "نامهٔ مریم کعبی برگشت خورد؛ نتیجه دوباره در انتظار اطلاع‌رسانی است."
    assert (desk.focus, issues.one(desk_office, decided[0]).told_by) == ("نامه‌ها", None)
    assert "برگشت: ۲۲ شهریور" in desk.letters[0]["گیرنده"]
    desk.press("Ctrl+Z")
    assert issues.one(desk_office, decided[0]).told_by is Way.LETTER


def test_in_the_middle_of_a_pile_the_last_number_is_undone_and_typed_anew(
    desk: LettersRobot,
    desk_office: Office,
    decided,
) -> None:
    letters.make(desk_office, decided[:3], Purpose.RESULT)
    desk.press("Ctrl+Shift+L").go_to_step("شماره شود").press("Enter")
    desk.press("Enter")
    assert desk.line_beside("شمارهٔ نامه") == "شمارهٔ نامه را وارد کنید."
    desk.type_on("1405/1").press("Enter")
    assert desk.receiver == "نرگس کعبی"
    desk.press("Ctrl+Z")
    assert (desk.receiver, desk.focus, desk.text("شمارهٔ نامه")) == ("مریم کعبی", "شمارهٔ نامه", "")
    desk.type_on("1405/11").press("Tab")
    assert desk.focus == "تاریخ نامه"
    desk.press("Ctrl+A").type_on("31/13").press("Enter")
    assert desk.line_beside("تاریخ نامه")
    assert desk.text("شمارهٔ نامه") == "1405/11"


def test_labels_begin_at_the_first_free_one_which_is_kept_once_they_are_printed(
    desk: LettersRobot,
    numbered,
) -> None:
    numbered()
    desk.press("Ctrl+Shift+L").go_to_step("پست شود").press("Ctrl+Shift+B")
    assert desk.focus == "اولین برچسب خالی"
    desk.press("Down", "Left")
    assert desk.sees("آغاز از برچسب ۵: ردیف ۲، ستون ۲ از راست")
    desk.press("Enter")
    assert desk.paper is not None
    (preview,) = [one for one in desk.page.findChildren(Preview) if one.isVisible()]
    preview._gone_out("")
    desk.press("Esc", "Ctrl+Shift+B")
    assert desk.sees("آغاز از برچسب ۸: ردیف ۳، ستون ۲ از راست")  # three were used
    desk.press("Esc")
    assert desk.focus == "نامه‌ها"


def test_the_chosen_are_listed_with_who_cannot_be_written_to_and_taken_off(desk: LettersRobot) -> None:
    desk.go_to_tab("همهٔ باز").press("Ctrl+A", "Ctrl+Shift+P")
    waits = ("کاظم کعبی", "ابتدا نتیجه را ثبت کنید، سپس آن را اطلاع دهید")
    assert waits in desk.chosen
    assert {why for name, why in desk.chosen if name != "کاظم کعبی"} == {"نامه تهیه می‌شود"}
    assert desk.sees("برای ۴ مورد انتخاب‌شده")
    assert desk.sees("برای ۱ مورد نامه‌ای تهیه نمی‌شود")
    while desk.focus != "موارد انتخاب‌شده":
        desk.press("F6")
    desk.press("Home", "Delete")
    assert len(desk.chosen) == 3
    desk.press("Ctrl+Z")
    assert waits in desk.chosen
    desk.press("Home", "Delete", "Enter")
    assert desk.paper is not None
    assert len(pdfium(desk.paper)) == 3


def test_tab_goes_through_the_page_as_it_is_read(desk: LettersRobot, numbered) -> None:
    """From the pile to what is typed for its row, then to what is done with it, then back to the top."""
    numbered()
    desk.press("Ctrl+Shift+L").go_to_step("پست شود")
    seen = [desk.focus]
    for _press in range(12):
        desk.press("Tab")
        seen.append(desk.focus)
    assert seen == [
        "نامه‌ها", POST, "تاریخ پست", "ثبت پست", "تحویل حضوری", "پیش‌نمایش و چاپ", "برچسب نشانی", "فهرست دفتر پست",
        "اصلاح شماره", "کنار گذاشتن نامه", "مرحله‌های نامه", "کاغذ نامه", "بازگشت",
    ]  # fmt: skip


def test_while_many_are_made_escape_stops_it_and_nothing_is_kept(
    desk: LettersRobot, desk_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page stays, and says that no letter was made."""
    begun, go_on = Event(), Event()
    made = letters.make

    def slow(office: Office, ids: object, purpose: Purpose, size: object, progress: Progress) -> object:
        def told(done: int, of: int) -> None:
            if done == 1:
                begun.set()
                go_on.wait(10)
            progress(done, of)

        return made(office, ids, purpose, size, told)

    monkeypatch.setattr(letters, "make", slow)
    desk.press("Ctrl+Shift+L", "Ctrl+A")
    press_here("Ctrl+Shift+P")
    desk.qtbot.waitUntil(begun.is_set)
    press_here("Escape")
    go_on.set()
    desk.wait()
    assert desk.letters_open
    assert desk.told == "متوقف شد؛ نامه‌ای تهیه نشد."
    assert desk.steps == {"تهیه شود": 3, "شماره شود": 0, "پست شود": 0}


def test_what_another_desk_put_aside_is_said_with_the_number_that_was_typed_and_the_list_is_read_again(
    desk: LettersRobot, desk_office: Office, numbered, home: Path, clock: Clock
) -> None:
    """And on the next morning the date of a page that stood open is the morning's."""
    numbered()
    desk.press("Ctrl+Shift+L").go_to_step("پست شود")
    clock.set(9, day=MEETING_DAY + dt.timedelta(1))
    desk.press("Enter", "Down", "Up")
    assert desk.text("تاریخ پست") == "1405/06/23"
    other = unlock(home, PASSPHRASE, clock=clock)
    letters.take_back(other, [desk.page.table.current.id])
    desk.type_on(REGISTERED).press("Enter")
    assert "۱۱۰۰۳۰۰۹۹۵۰۰۰۰۱۴۱۴۹۰۰۱۱۲" in desk.told
    assert "کنار گذاشته شد" in desk.told
    assert desk.receivers == ["نرگس کعبی", "یوسف کعبی"]
    letters.take_back(other, [desk.page.table.current.id])
    other.close()
    desk.press("Escape", "F5")
    assert desk.receivers == ["یوسف کعبی"]
