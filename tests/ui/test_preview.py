"""The day's list before it is printed: seen, kept as a file, printed, and gone again by Esc."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from app.documents.letter import draw
from tests import make
from tests.app.documents.test_letter import LETTER
from tests.robots.desk import DeskRobot
from ui.preview import Preview
from ui.printers import glance
from ui.worker import Worker


@pytest.fixture
def preview(desk: DeskRobot) -> Preview:
    desk.register(national_id=make.national_id(11), first_name="نرگس", last_name="شریفی", subject="عوارض نوسازی")
    desk.press("Ctrl+D")
    shown = desk.screen.current
    assert isinstance(shown, Preview)
    return shown


def text_of(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_ctrl_d_shows_the_days_list_and_escape_leads_back_to_the_box(desk: DeskRobot, preview: Preview) -> None:
    assert desk.sees("فهرست مراجعه‌کنندگان یکشنبه ۲۲ شهریور ۱۴۰۵")
    assert desk.sees("۱ صفحه")
    assert len(preview.pages) == 1
    desk.press("Esc")
    assert desk.is_in_the_box


def test_nothing_is_written_before_the_user_says_where(desk: DeskRobot, preview: Preview, tmp_path: Path) -> None:
    path = tmp_path / "list.pdf"
    preview._ask_path = lambda _parent, name: str(path) if name == "didar-list-1405-06-22.pdf" else ""
    assert not path.exists()
    desk.press("Ctrl+S")
    assert desk.sees("در پروندهٔ list.pdf ذخیره شد.")
    assert "شریفی" in text_of(path)
    assert path.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_said(desk: DeskRobot, preview: Preview, tmp_path: Path) -> None:
    preview._ask_path = lambda _parent, name: str(tmp_path / "nowhere" / name)
    desk.press("Ctrl+S")
    assert "پوشه" in preview.bar.text


def test_printing_sends_the_pages_as_they_are_seen(desk: DeskRobot, preview: Preview, tmp_path: Path) -> None:
    path = tmp_path / "printed.pdf"

    def printer(_parent: object) -> QPrinter:
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(path))
        made.setFullPage(True)
        return made

    preview._ask_printer = printer
    desk.press("Ctrl+P")
    desk.qtbot.waitUntil(lambda: desk.sees("به چاپگر فرستاده شد."))
    (page,) = glance(path.read_bytes(), 30, 2).pictures
    assert page.width() > page.height()
    assert dark(page) > 100


def dark(page: QImage) -> int:
    return sum(page.pixelColor(x, y).lightness() < 128 for x in range(page.width()) for y in range(page.height()))


def test_the_lock_takes_the_preview_away_too(desk: DeskRobot, preview: Preview) -> None:
    desk.screen.empty()
    assert desk.screen.current is None


@pytest.mark.parametrize("key", ["F2", "Ctrl+K"])
def test_the_box_is_one_key_away_from_the_preview_too(desk: DeskRobot, preview: Preview, key: str) -> None:
    desk.press(key)
    assert desk.is_in_the_box
    desk.type_on("شریفی")
    assert desk.offers[0].startswith("نرگس شریفی")


def test_of_hundreds_of_pages_those_in_sight_are_drawn_and_no_others(worker: Worker, qtbot: QtBot) -> None:
    """Three hundred letters would take more memory than the desk's PC has."""
    preview = Preview("نامه‌ها", draw([LETTER] * 40, {}), "letters.pdf", worker)
    qtbot.addWidget(preview)
    preview.resize(1000, 700)
    preview.show()

    def drawn() -> set[int]:
        return {number for number, page in enumerate(preview.pages) if not page.pixmap().isNull()}

    bar = preview.scroll.verticalScrollBar()
    qtbot.waitUntil(lambda: 0 in drawn() and worker.idle and bar.maximum() > 0)
    assert len(preview.pages) == 40
    assert drawn() <= set(range(6))
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: 39 in drawn() and worker.idle)
    assert drawn() <= set(range(28, 40))
    bar.setValue(0)
    qtbot.waitUntil(lambda: 0 in drawn() and worker.idle)
    preview.hide()
