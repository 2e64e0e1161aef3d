"""A person's own record by keyboard, from the worklist and the desk: who asks, how he showed it, then the paper."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import rulings, visits
from app.office import Office
from tests.app.documents.readers import pdfium
from tests.conftest import MEETING_DAY, Clock
from tests.make import registered
from tests.robots.bookings import LIST, BookingsRobot
from tests.robots.desk import DeskRobot
from tests.robots.followup import FollowUpRobot
from ui.followup.screen import FollowUpScreen
from ui.frame.info import OfficeInfo
from ui.keys import PhysicalKeys
from ui.preview import Preview
from ui.this_pc import Settings
from ui.window import Screen, Window
from ui.worker import Worker

FORM = "سابقهٔ شخص روی کاغذ"


@pytest.fixture
def followup(
    desk_office: Office, worker: Worker, settings: Settings, qtbot: QtBot, clock: Clock
) -> Iterator[FollowUpRobot]:
    """The worklist with one row, of what is late."""
    issue = registered(desk_office, 1).issue_ids[0]
    rulings.give(desk_office, issue, "اقدام شود", unit="درآمد", due=MEETING_DAY)
    clock.set(10, 15, day=MEETING_DAY + dt.timedelta(days=20))
    window = Window(OfficeInfo(), settings, PhysicalKeys())
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.put_screens([Screen("followup", "timer", "پیگیری", lambda: FollowUpScreen(desk_office, worker))])
    window.go("followup")
    yield FollowUpRobot(qtbot, window, worker)
    window.empty()


def paper_of(window: Window, worker: Worker, qtbot: QtBot) -> str:
    qtbot.waitUntil(lambda: isinstance(window.current, Preview) and worker.idle, timeout=20_000)
    return "".join(line for page in pdfium(window.current._pdf) for line in page)


def flat(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def test_one_key_asks_who_wants_it_and_the_paper_lies_over_the_list(
    followup: FollowUpRobot, worker: Worker, qtbot: QtBot
) -> None:
    followup.press("Ctrl+Shift+H")
    assert followup.form == FORM
    followup.press("Enter").type("شیوهٔ احراز هویت", "کارت ملی").press("Enter")
    said = flat(paper_of(followup.screen, worker, qtbot))
    assert flat("مریم کعبی") in said
    assert flat("خود شخص") in said


def test_without_a_proof_it_says_so_at_the_field_and_what_is_typed_stays(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+Shift+H", "Left", "Space", "Enter").type("نام وکیل یا نماینده", "رضا ساکی").press(
        "Enter", "Enter"
    )
    followup.wait()
    assert followup.line_beside("شیوهٔ احراز هویت") == "بنویسید درخواست‌کننده هویت خود را چگونه نشان داد."
    assert followup.focus == "شیوهٔ احراز هویت"
    assert followup.text("نام وکیل یا نماینده") == "رضا ساکی"


def test_escape_leads_back_to_the_list_and_nothing_was_made(followup: FollowUpRobot) -> None:
    followup.press("Ctrl+Shift+H", "Esc")
    assert not isinstance(followup.screen.current, Preview)
    assert followup.form == ""


def test_nothing_of_the_paper_lies_in_a_file(
    followup: FollowUpRobot, worker: Worker, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Temporary folders stay empty until somebody says where it is to be kept."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    before = {path for path in tmp_path.rglob("*") if path.suffix == ".pdf"}
    followup.press("Ctrl+Shift+H", "Enter").type("شیوهٔ احراز هویت", "کارت ملی").press("Enter")
    paper_of(followup.screen, worker, qtbot)
    assert {path for path in tmp_path.rglob("*") if path.suffix == ".pdf"} == before


def test_from_the_desk_the_same_key_is_about_the_row(desk: DeskRobot, desk_office: Office, qtbot: QtBot) -> None:
    registered(desk_office, 1)
    desk.wait().press("Ctrl+Shift+H")
    assert desk.desk.area.form.heading.text() == FORM
    made: list[Preview] = []
    desk.desk.over_wanted.connect(made.append)
    desk.press("Enter").type("شیوهٔ احراز هویت", "کارت ملی").press("Enter")
    qtbot.waitUntil(lambda: bool(made), timeout=20_000)
    assert isinstance(made[0], Preview)
    qtbot.addWidget(made[0])


def test_of_who_is_booked_or_stands_in_the_form_the_same_key_makes_the_record(
    desk: DeskRobot, desk_office: Office, qtbot: QtBot
) -> None:
    """Neither of them need have a row in the queue."""
    row = registered(desk_office, 1)
    visits.withdraw(desk_office, row.visit_id)
    bookings = BookingsRobot(desk)
    bookings.take()
    bookings.open()
    while desk.focus != LIST:
        desk.press("F6")
    desk.press("Ctrl+Shift+H")
    form = desk.desk.area.person_record
    assert (form.isVisible(), form.about.text) == (True, "نرگس شریفی")
    desk.press("Esc").type_on("مریم کعبی").press("Enter", "Ctrl+Shift+H")
    assert form.about.text == "مریم کعبی"
    made: list[Preview] = []
    desk.desk.over_wanted.connect(made.append)
    desk.press("Enter").type("شیوهٔ احراز هویت", "کارت ملی").press("Enter")
    qtbot.waitUntil(lambda: bool(made), timeout=20_000)
    qtbot.addWidget(made[0])
    assert flat("مریم کعبی") in flat("".join(line for page in pdfium(made[0]._pdf) for line in page))
