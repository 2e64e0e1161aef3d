"""Handwritten rulings keyed in after the meeting, two keys a visit, each with its scan if the office wants it."""

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from app import attachments, issues, words
from app.words import Words
from tests import make
from tests.robots.desk import DeskRobot
from ui.preview import Preview


@pytest.fixture
def morning(desk: DeskRobot) -> DeskRobot:
    """Three were received and nothing was typed meanwhile."""
    for number, name in ((11, "نرگس"), (12, "کاظم"), (13, "یوسف")):
        desk.register(national_id=make.national_id(number), first_name=name, last_name="شریفی", subject=f"کار {name}")
        desk.press("F4", "F7", "F8")
    return desk


def rulings_of(office, desk) -> list[str | None]:
    rows = sorted(desk.desk.model.rows, key=lambda row: row.number)
    return [issues.one(office, row.issue_ids[0]).ruling for row in rows]


def picture() -> bytes:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def test_two_keys_a_visit_in_the_lists_order(morning, desk_office):
    phrases = [entry.text for entry in words.entries(desk_office, Words.PHRASES)]
    morning.press("Ctrl+F9")
    assert morning.sees("دستورهای دست‌نویس: ۱ از ۳")
    assert morning.sees("نرگس شریفی: کار نرگس")
    morning.type_on("1").press("Enter")
    assert morning.sees("دستورهای دست‌نویس: ۲ از ۳")
    morning.type_on("2").press("Enter")
    morning.type_on("3").press("Enter")
    assert rulings_of(desk_office, morning) == phrases[:3]
    assert morning.is_in_the_box
    morning.press("Ctrl+F9")
    assert morning.says == "برای همهٔ کسانی که پذیرفته شدند دستور ثبت شده است."


def test_one_is_passed_over_and_waits_for_the_next_time(morning, desk_office):
    morning.press("Ctrl+F9", "Alt+PgDown").type_on("1").press("Enter", "Escape")
    assert [bool(ruling) for ruling in rulings_of(desk_office, morning)] == [False, True, False]
    morning.press("Ctrl+F9")
    assert morning.sees("دستورهای دست‌نویس: ۱ از ۲")
    morning.press("Alt+PgDown", "Alt+PgUp")
    assert morning.sees("نرگس شریفی: کار نرگس")


def test_after_the_pile_a_ruling_is_one_persons_again(morning):
    morning.press("Ctrl+F9", "Escape", "F2", "F9")
    assert not morning.sees("دستورهای دست‌نویس")


def test_the_paper_is_attached_seen_and_taken_back(morning, desk_office, tmp_path):
    paper = tmp_path / "دستور نرگس.png"
    paper.write_bytes(picture())
    morning.press("Ctrl+F9")
    scans = morning.desk.area.ruling.scans
    scans.ask_file = lambda _parent: str(paper)
    morning.press("Ctrl+Shift+A")
    assert morning.says == "«دستور نرگس.png» پیوست شد."
    first = min(morning.desk.model.rows, key=lambda row: row.number)
    assert [scan.name for scan in attachments.of_issue(desk_office, first.issue_ids[0])] == ["دستور نرگس.png"]
    shown = []
    morning.desk.over_wanted.connect(shown.append)
    scans.buttons[0].click()
    morning.wait()
    assert isinstance(shown[0], Preview)
    morning.press("Escape")
    morning.press("Ctrl+Z")
    assert attachments.of_issue(desk_office, first.issue_ids[0]) == []


def test_what_is_no_scan_is_refused_in_its_place_and_the_ruling_stays_typed(morning, desk_office, tmp_path):
    paper = tmp_path / "list.xlsx"
    paper.write_bytes(b"PK\x03\x04")
    morning.press("Ctrl+F9").type_on("1")
    morning.desk.area.ruling.scans.ask_file = lambda _parent: str(paper)
    morning.press("Ctrl+Shift+A")
    assert morning.sees("تنها پروندهٔ PDF، PNG یا JPEG پیوست می‌شود.")
    morning.press("Enter")
    assert rulings_of(desk_office, morning)[0] is not None


def test_a_new_phrase_of_the_settings_is_on_the_strip_at_once(morning, desk_office):
    words.add(desk_office, Words.PHRASES, "تازه")
    morning.wait()
    last = [entry.text for entry in words.entries(desk_office, Words.PHRASES)][-1]
    assert last == "تازه"
    morning.press("Ctrl+F9")
    assert "تازه" in morning.desk.area.ruling.groups[0]._words
