"""Slips come out at registration; a printer that is silent keeps nobody waiting, and its papers wait in a list."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from app import failed_prints, office_settings
from app.domain.codes import PaperSize
from app.domain.errors import Unavailable
from app.office import Office
from app.office_settings import OfficeSettings
from tests.app.documents.ink import scanned
from tests.make import national_id
from tests.robots.desk import DeskRobot
from ui.desk.screen import DeskScreen
from ui.frame.info import OfficeInfo
from ui.frame.office import OfficeFrame
from ui.keys import PhysicalKeys
from ui.papers.page import PapersPage
from ui.preview import Preview
from ui.printer_thread import PrinterThread
from ui.printers import Target, paint, send
from ui.printing import Printing
from ui.this_pc import AS_FILES, Settings
from ui.window import Screen, Window
from ui.worker import Worker

SILENT = "چاپگر پاسخ نمی‌دهد."


class Printer:
    """A printer as the tests have it: it takes papers, or says why not, or hangs."""

    def __init__(self) -> None:
        self.took: list[tuple[str, str]] = []
        self.pdfs: list[bytes] = []
        self.silent = False
        self.hangs = False
        self.wakes = Event()

    def __call__(self, pdf: bytes, to: Target) -> None:
        if self.hangs:
            self.wakes.wait(20)
        if self.silent:
            raise Unavailable(SILENT)
        self.took.append((to.printer, to.name))
        self.pdfs.append(pdf)

    @property
    def words(self) -> str:
        """What stands on the last paper."""
        document = pypdfium2.PdfDocument(self.pdfs[-1])
        try:
            return " ".join(page.get_textpage().get_text_range() for page in document)
        finally:
            document.close()


class Room:
    """A desk with a printer beside it."""

    def __init__(self, qtbot: QtBot, office: Office, worker: Worker, settings: Settings, printer: Printer) -> None:
        self.qtbot, self.worker = qtbot, worker
        self.info = OfficeInfo()
        self.window = Window(self.info, settings, PhysicalKeys())
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.printing = Printing(office, worker, settings, self.window, send=printer, patience=300)
        self.window.put_screens(
            [Screen("desk", "desk", "میز دیدار", lambda: DeskScreen(office, worker, printing=self.printing))]
        )
        self.window.go("desk")
        self.desk = DeskRobot(qtbot, self.window, worker)
        self.frame = OfficeFrame(office, worker, self.window, printing=self.printing)
        self.frame.changed.connect(lambda: self.info.put(self.frame.shown))
        self.window.papers_wanted.connect(lambda: self.window.lay_over(PapersPage(office, worker, self.printing)))

    def wait(self) -> "Room":
        self.qtbot.waitUntil(lambda: self.worker.idle and not self.printing.busy, timeout=10_000)
        self.desk.wait()
        return self

    def register(self, number: int = 1) -> "Room":
        self.desk.register(national_id=national_id(number), first_name="نرگس", last_name="شریفی")
        return self.wait()

    @property
    def status(self) -> str:
        """What the status line says of the printer."""
        return self.frame.shown.notes[0].words

    @property
    def list(self) -> list[tuple[str, str, str]]:
        page = self.window.current
        assert isinstance(page, PapersPage)
        return [(row["نوبت"], row["برگه"], row["علت"]) for row in self.desk._cells(page.table)]


@pytest.fixture
def printer() -> Iterator[Printer]:
    made = Printer()
    yield made
    made.wakes.set()


@pytest.fixture
def comes(
    qtbot: QtBot, desk_office: Office, worker: Worker, settings: Settings, printer: Printer
) -> Iterator[Callable[[], Room]]:
    """Sit down at the desk with its printer; a second time: as after a restart."""
    settings.printer = "پذیرش"
    rooms: list[Room] = []

    def come() -> Room:
        rooms.append(Room(qtbot, desk_office, worker, settings, printer))
        return rooms[-1].wait()

    yield come
    for room in rooms:
        room.window.empty()


@pytest.fixture
def room(comes: Callable[[], Room]) -> Room:
    return comes()


# registration ---------------------------------------------------------------------------------------------------------


def test_who_is_registered_gets_a_slip_at_once(room: Room, printer: Printer) -> None:
    assert room.desk.desk.form.save.text() == "ثبت و چاپ نوبت ۱"
    room.register()
    assert printer.took == [("پذیرش", "didar-slip-1405-06-22-1.pdf")]
    assert room.desk.says == "نرگس شریفی با نوبت ۱ ثبت شد."
    assert room.desk.is_in_the_box
    assert "شریفی" not in printer.words


def test_this_pc_may_print_only_when_it_is_asked(room: Room, printer: Printer, settings: Settings) -> None:
    settings.print_at_registration = False
    room.printing.read()
    room.wait()
    assert room.desk.desk.form.save.text() == "ثبت نوبت ۱"
    room.register()
    assert printer.took == []
    room.desk.press("F12")
    room.wait()
    assert [name for _printer, name in printer.took] == ["didar-slip-1405-06-22-1.pdf"]


def test_without_a_printer_registering_goes_on_and_the_status_line_says_so(
    room: Room, printer: Printer, settings: Settings
) -> None:
    settings.printer = ""
    room.printing.read()
    room.wait()
    assert room.status == "چاپگر تنظیم نشده"
    room.register()
    assert room.desk.says == "نرگس شریفی با نوبت ۱ ثبت شد."
    room.desk.press("F12")
    assert room.desk.says == "چاپگر تنظیم نشده است؛ آن را در تنظیمات برگزینید."
    assert printer.took == []


def test_the_heads_sheet_comes_with_the_slip_if_the_office_wants_it(
    room: Room, printer: Printer, settings: Settings, desk_office: Office
) -> None:
    office_settings.change(desk_office, OfficeSettings(ruling_sheet=True))
    settings.sheet_printer = "دفتر"
    room.register()
    assert printer.took == [("پذیرش", "didar-slip-1405-06-22-1.pdf"), ("دفتر", "didar-ruling-sheet-1405-06-22-1.pdf")]


def test_a_sheet_of_a5_is_not_sent_to_a_roll(room: Room, printer: Printer) -> None:
    room.register().desk.go_to_row("نرگس شریفی").menu("چاپ برگهٔ دستور")
    room.wait()
    assert room.desk.says == "چاپگر برگهٔ نوبت روی رول چاپ می‌کند؛ چاپگر برگه‌های A5 را در تنظیمات برگزینید."
    assert len(printer.took) == 1


# a silent printer -----------------------------------------------------------------------------------------------------


def test_a_silent_printer_leaves_the_visit_and_lets_the_slip_wait(room: Room, printer: Printer) -> None:
    printer.silent = True
    room.register()
    assert [turn for turn, *_ in room.desk.list_of_the_day] == ["۱"]
    assert room.desk.says == "چاپگر پاسخ نمی‌دهد؛ نوبت ثبت شده است و بعداً چاپ می‌شود."
    room.register(2)
    assert room.status == "چاپگر پاسخ نمی‌دهد؛ ۲ برگه در انتظار چاپ"


def test_the_way_back_from_the_registration_stays(room: Room, printer: Printer) -> None:
    printer.silent = True
    room.register().desk.undo()
    room.wait()
    assert room.desk.list_of_the_day == []
    assert room.status == "برگه‌ها و چاپگر"


def test_what_waits_is_there_after_a_restart_and_is_printed_again(comes: Callable[[], Room], printer: Printer) -> None:
    printer.silent = True
    comes().register().register(2)
    again = comes()
    assert again.status == "چاپگر پاسخ نمی‌دهد؛ ۲ برگه در انتظار چاپ"
    again.desk.press("Ctrl+F12")
    again.wait()
    assert again.list == [("۱", "برگهٔ نوبت", SILENT), ("۲", "برگهٔ نوبت", SILENT)]
    printer.silent = False
    again.desk.press("Enter")
    again.wait()
    assert [name for _printer, name in printer.took] == ["didar-slip-1405-06-22-1.pdf"]
    assert [turn for turn, *_ in again.list] == ["۲"]
    again.desk.press("F12")
    again.wait()
    assert again.list == []
    assert again.status == "برگه‌ها و چاپگر"
    again.desk.press("Esc")
    assert again.desk.is_in_the_box


def test_a_paper_is_taken_off_the_list_and_brought_back(room: Room, printer: Printer) -> None:
    printer.silent = True
    room.register().register(2).desk.press("Ctrl+F12", "End", "Delete")
    room.wait()
    assert room.list == [("۱", "برگهٔ نوبت", SILENT)]
    assert room.status == "چاپگر پاسخ نمی‌دهد؛ ۱ برگه در انتظار چاپ"
    page = room.window.current
    assert page.bar.text == "برگهٔ نوبت، نوبت ۲، از فهرست حذف شد."
    room.desk.press("Ctrl+Z")
    room.wait()
    assert [turn for turn, *_ in room.list] == ["۱", "۲"]


def test_a_printer_that_hangs_is_given_up_and_keeps_nobody_waiting(room: Room, printer: Printer) -> None:
    printer.hangs = True
    room.register()
    assert room.desk.says == "چاپگر پاسخ نمی‌دهد؛ نوبت ثبت شده است و بعداً چاپ می‌شود."
    room.register(2)  # while it hangs the next is told at once
    assert [one.number for one in room.printing.waiting] == [1, 2]
    printer.hangs = False
    printer.wakes.set()
    room.qtbot.waitUntil(lambda: [one.number for one in room.printing.waiting] == [2], timeout=5000)
    assert len(printer.took) == 1  # the one that hung came out after all


def test_what_is_on_its_way_when_the_office_is_left_waits_in_the_list(
    room: Room, printer: Printer, desk_office: Office
) -> None:
    printer.hangs = True
    room.printing._printer._patience.setInterval(60_000)
    room.desk.register(national_id=national_id(1), first_name="نرگس", last_name="شریفی")
    room.qtbot.waitUntil(lambda: room.printing.busy)
    room.printing.leave()
    room.wait()
    (waits,) = failed_prints.waiting(desk_office)
    assert (waits.number, waits.reason) == (1, "برنامه پیش از چاپ بسته شد.")


# F12 and its relatives ------------------------------------------------------------------------------------------------


def test_f12_prints_the_last_one_or_the_row_in_the_list(room: Room, printer: Printer) -> None:
    room.register().register(2)
    room.desk.press("F12")
    room.wait()
    assert printer.took[-1][1] == "didar-slip-1405-06-22-2.pdf"
    assert room.desk.says == "به چاپگر فرستاده شد."
    room.desk.go_to_queue().press("Home", "F12")
    room.wait()
    assert printer.took[-1][1] == "didar-slip-1405-06-22-1.pdf"


def test_shift_f12_prints_the_exit_slip(room: Room, printer: Printer) -> None:
    room.register().desk.press("Shift+F12")
    room.wait()
    assert printer.took[-1][1] == "didar-exit-slip-1405-06-22-1.pdf"
    assert "برگهٔ پایان ملاقات" in printer.words


def test_shift_f12_is_for_who_has_just_left_not_for_who_was_registered_meanwhile(room: Room, printer: Printer) -> None:
    room.register().desk.press("F4", "F7")
    room.register(2).desk.press("F8", "Shift+F12")
    room.wait()
    assert printer.took[-1][1] == "didar-exit-slip-1405-06-22-1.pdf"


@pytest.mark.parametrize("ruled", [True, False])
def test_the_exit_slip_comes_by_itself_when_a_visit_with_a_ruling_is_over(
    room: Room, printer: Printer, settings: Settings, ruled: bool
) -> None:
    settings.print_at_exit = True
    room.register().desk.press("F4", "F7")
    if ruled:
        room.desk.press("F9").type_on("131").press("Enter")
    room.desk.press("F8")
    room.wait()
    assert [name for _p, name in printer.took[1:]] == (["didar-exit-slip-1405-06-22-1.pdf"] if ruled else [])


def test_ctrl_p_shows_the_slip_before_it_goes_on_paper(room: Room, printer: Printer) -> None:
    room.register().desk.press("Ctrl+P")
    room.wait()
    preview = room.window.current
    assert isinstance(preview, Preview)
    assert room.desk.sees("برگهٔ نوبت")
    room.desk.press("Ctrl+P")
    room.wait()
    assert len(printer.took) == 2
    assert preview.bar.text == "به چاپگر فرستاده شد."


def test_blank_slips_are_seen_then_printed(room: Room, printer: Printer) -> None:
    room.desk.press("Ctrl+F12")
    room.wait()
    page = room.window.current
    page.over_wanted.connect(room.window.lay_over)
    assert page.blanks.date.text() == "1405/06/22"
    room.desk.type("تا نوبت", "12").press("Enter")
    room.wait()
    assert isinstance(room.window.current, Preview)
    room.desk.press("Ctrl+P")
    room.wait()
    assert printer.took == [("پذیرش", "didar-blank-slips-1405-06-22-1-12.pdf")]


def test_numbers_that_are_none_are_said_at_their_field(room: Room) -> None:
    room.desk.press("Ctrl+F12")
    room.wait()
    room.desk.type("تا نوبت", "0").press("Enter")
    room.wait()
    assert "شمارهٔ نخست و شمارهٔ پایان را بنویسید" in room.desk.line_beside("تا نوبت")


# what reaches the paper -----------------------------------------------------------------------------------------------


def test_as_files_papers_go_to_the_folder_that_was_chosen_and_nowhere_else(
    tmp_path: Path, qtbot: QtBot, desk_office: Office, worker: Worker, settings: Settings, printer: Printer
) -> None:
    folder = tmp_path / "slips"
    folder.mkdir()
    settings.printer, settings.files_folder = AS_FILES, str(folder)
    room = Room(qtbot, desk_office, worker, settings, printer)
    room.printing._send = send
    room.register()
    assert [path.name for path in folder.iterdir()] == ["didar-slip-1405-06-22-1.pdf"]
    assert scanned((folder / "didar-slip-1405-06-22-1.pdf").read_bytes())
    room.window.empty()


def test_without_its_folder_a_file_is_not_written_anywhere(qapp) -> None:
    with pytest.raises(Unavailable):
        send(b"%PDF-", Target(AS_FILES, "", "didar-slip.pdf"))


def test_a_printer_that_is_gone_is_said_by_name(qapp) -> None:
    with pytest.raises(Unavailable) as gone:
        send(b"%PDF-", Target("هیچ‌کس", "", "x.pdf"))
    assert "هیچ‌کس" in gone.value.reason


@pytest.fixture
def slip_pdf(desk_office: Office) -> bytes:
    from app import papers
    from tests.make import registered

    return papers.slip(desk_office, registered(desk_office).visit_id, PaperSize.ROLL)


@pytest.mark.parametrize("dots", [203, 300, 600])
def test_a_printed_slip_is_as_large_as_drawn_and_a_scanner_reads_it(
    slip_pdf: bytes, tmp_path: Path, qtbot: QtBot, dots: int
) -> None:
    """Qt's own PDF printer stands for one on paper; the pages go to it as pictures, on a thread of its own."""
    from PySide6.QtPrintSupport import QPrinter

    path = tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setResolution(dots)
    printer.setOutputFileName(str(path))
    aside, answers = PrinterThread(), []
    aside.run(lambda: paint(printer, slip_pdf), answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=10_000)
    assert answers == [None]
    printed, drawn = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument(slip_pdf)
    assert len(printed) == 1
    assert [round(a - b) for a, b in zip(printed[0].get_size(), drawn[0].get_size(), strict=True)] == [0, 0]
    printed.close()
    drawn.close()
    assert scanned(path.read_bytes()) == scanned(slip_pdf)
    assert greys_of_the_picture(path) == {0, 255}  # nothing is left to a driver's dithering


def greys_of_the_picture(path: Path) -> set[int]:
    """Of the picture as it was handed over, not as a viewer scales it."""
    document = pypdfium2.PdfDocument(path)
    try:
        (picture,) = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        return set(picture.get_bitmap().to_pil().convert("L").tobytes())
    finally:
        document.close()
