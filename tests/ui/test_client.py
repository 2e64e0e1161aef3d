"""The client's way: without a store the wizard, else the card, then the desk; locked, emptied; one only."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaObject, QProcess, Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app import backup_folder, meetings, queue
from app.agency import found
from app.domain.errors import Refused
from app.domain.persian.calendar import Quarter
from app.security import store_lock
from app.unlock import unlock
from db.models import Draft
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE
from tests.make import registered
from tests.robots.client import Starts, covering, sign_in
from tests.robots.desk import DeskRobot
from tests.robots.keys import focused, press_here, type_here
from ui import one_window
from ui.desk.screen import DeskScreen
from ui.main import Client
from ui.report.screen import ReportScreen
from ui.setup.after import AfterScreen
from ui.setup.screen import SetupScreen
from ui.setup.unlock import UnlockScreen
from ui.this_pc import Settings, documents
from ui.widgets.banner import Banner


def test_without_a_store_the_wizard_stands_there(starts: Starts, tmp_path: Path) -> None:
    assert covering(starts(tmp_path / "new"), SetupScreen)


def test_f1_helps_with_the_first_start_and_esc_leads_back_to_the_field(starts: Starts, tmp_path: Path) -> None:
    client = starts(tmp_path / "new")
    field = focused()
    press_here("F1")
    assert client.window.help is not None
    assert client.window.help.isVisible()
    assert "راه‌اندازی" in client.window.help.view.toPlainText()
    press_here("Escape")
    assert client.window.help is None
    assert focused() is field


def test_a_passphrase_leads_to_the_desk_and_ctrl_7_to_the_report(starts: Starts, home: Path, qtbot: QtBot) -> None:
    client = starts(home)
    sign_in(client, qtbot)
    assert isinstance(client.window.current, DeskScreen)
    press_here("Ctrl+7")
    assert isinstance(client.window.current, ReportScreen)
    qtbot.waitUntil(lambda: client.worker.idle, timeout=20_000)


def test_an_issue_without_a_ruling_is_ruled_on_at_the_desk_and_the_report_is_back(
    starts: Starts, home: Path, qtbot: QtBot
) -> None:
    """From a line of the preflight each row is a key away from where it is mended; what was mended is gone from it."""
    client = starts(home)
    sign_in(client, qtbot)
    assert client.office is not None
    with suppress(Refused):  # today is the office's day already
        meetings.hold_substitute(client.office, "به جای روز تعطیل")
    for number in (1, 2):
        row = registered(client.office, number)
        for act in (queue.call, queue.admit, queue.finish):
            act(client.office, row.visit_id)
    press_here("Ctrl+7")
    screen = client.window.current
    qtbot.waitUntil(lambda: screen.model.current is not None and client.worker.idle, timeout=20_000)
    screen.model.show(Quarter.of(client.office.today()))
    qtbot.waitUntil(lambda: "۲ مورد بدون دستور است" in _preflight(screen), timeout=20_000)
    for _step in range(20):
        if "بدون دستور" in (screen.pane.list.currentIndex().data() or ""):
            break
        press_here("Down")
    press_here("Enter")
    assert len(screen.rows.issues.rows) == 2
    press_here("Enter")
    assert isinstance(client.window.current, DeskScreen)
    desk = client.window.current
    qtbot.waitUntil(lambda: desk.area.form is desk.area.ruling, timeout=10_000)
    type_here("بررسی شود")
    press_here("Ctrl+S")
    qtbot.waitUntil(lambda: client.window.current is screen, timeout=10_000)
    qtbot.waitUntil(lambda: len(screen.rows.issues.rows) == 1, timeout=20_000)
    assert screen.rows.issues.hasFocus()
    press_here("Enter")
    qtbot.waitUntil(lambda: desk.area.form is desk.area.ruling, timeout=10_000)
    press_here("F2")  # somebody stands before the desk
    desk.area.close_form()
    qtbot.wait(50)
    assert client.window.current is desk


def _preflight(screen: ReportScreen) -> str:
    return " ".join(str(row) for row in screen.pane.list._rows.rows)


def test_ctrl_l_closes_the_store_and_leaves_nothing_of_the_office_in_the_window(
    starts: Starts, home: Path, qtbot: QtBot
) -> None:
    client = starts(home)
    sign_in(client, qtbot)
    office = client.office
    press_here("Ctrl+L")
    qtbot.waitUntil(lambda: bool(covering(client, UnlockScreen)), timeout=10_000)
    assert client.office is None
    assert office is not None
    assert not office.keys.mk
    assert client.window.current is None
    sign_in(client, qtbot)
    assert isinstance(client.window.current, DeskScreen)


def test_f1_opens_the_help_of_the_screen_and_f1_again_closes_it(starts: Starts, home: Path, qtbot: QtBot) -> None:
    client = starts(home)
    sign_in(client, qtbot)
    press_here("F1")
    help_pane = client.window.help
    assert help_pane is not None
    assert help_pane.isVisible()
    assert "میز دیدار" in help_pane.view.toPlainText()
    press_here("F1")
    assert not help_pane.isVisible()
    qtbot.waitUntil(lambda: client.worker.idle, timeout=20_000)


def test_a_second_client_says_that_the_store_is_open_and_calls_the_first(
    starts: Starts, home: Path, qtbot: QtBot
) -> None:
    first = starts(home)
    with qtbot.waitSignal(first.one_window.called, timeout=10_000):
        second = starts(home)
    (banner,) = covering(second, Banner)
    assert banner.text == "دیدار در پنجرهٔ دیگری باز است."
    assert not covering(second, UnlockScreen)


def test_a_second_client_goes_by_itself_once_the_first_has_come(
    starts: Starts, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_window, "READ_BY", 100)
    first = starts(home)
    second = starts(home)
    qtbot.waitUntil(lambda: not second.window.isVisible(), timeout=10_000)
    assert first.window.isVisible()


def test_a_second_client_that_no_first_one_heard_stays_and_can_try_again(
    starts: Starts, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_window, "READ_BY", 100)
    held = store_lock.desk(home)
    client = starts(home)
    held.release()
    qtbot.wait(300)
    assert client.window.isVisible()
    press_here("Enter")
    qtbot.waitUntil(lambda: bool(covering(client, UnlockScreen)), timeout=10_000)


def test_what_was_typed_is_kept_when_windows_ends_the_session(starts: Starts, home: Path, qtbot: QtBot) -> None:
    """No window is closed then; the process is gone as soon as its application has heard of it."""
    client = starts(home)
    sign_in(client, qtbot)
    desk = DeskRobot(qtbot, client.window, client.worker).search("0012345679").press("Enter")
    desk.type("نام", "نیمه")
    QMetaObject.invokeMethod(QApplication.instance(), "aboutToQuit", Qt.ConnectionType.DirectConnection)
    store_lock.whole(home).release()
    store_lock.desk(home).release()
    with unlock(home, PASSPHRASE) as office, office.read() as session:
        kept = session.scalars(select(Draft.values)).all()
    assert [json.loads(values)["particulars"]["first_name"] for values in kept] == ["نیمه"]


def test_ctrl_b_replaces_an_earlier_backup_only_by_a_whole_one(
    starts: Starts, home: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = starts(home)
    sign_in(client, qtbot)
    file = tmp_path / "office.didar"
    file.write_bytes(b"an earlier one")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
    with monkeypatch.context() as patched:
        patched.setattr("app.security.backup_file._write", lambda *_given: (_ for _ in ()).throw(OSError(28, "full")))
        press_here("Ctrl+B")
        qtbot.waitUntil(lambda: client.worker.idle, timeout=20_000)
    assert file.read_bytes() == b"an earlier one"
    press_here("Ctrl+B")
    qtbot.waitUntil(lambda: client.worker.idle, timeout=20_000)
    assert file.read_bytes().startswith(b"manifest.json")


def test_the_backup_begins_in_the_folder_that_was_chosen_and_says_when_that_is_away(
    starts: Starts, home: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = starts(home)
    sign_in(client, qtbot)
    assert client.office is not None
    begun: list[Path] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: begun.append(Path(given[2]).parent) or ("", ""))
    (tmp_path / "stick").mkdir()
    backup_folder.change(client.office, str(tmp_path / "stick"))
    for there in (True, False):
        press_here("Ctrl+B")
        qtbot.waitUntil(lambda there=there: len(begun) == (1 if there else 2), timeout=20_000)
        if there:
            (tmp_path / "stick").rename(tmp_path / "away")
    assert begun == [tmp_path / "stick", documents()]
    assert client.window.current.bar.text.startswith("پوشهٔ نسخه‌های پشتیبان در دسترس نیست")


def test_a_window_that_locks_itself_under_the_dialog_makes_no_backup(
    starts: Starts, home: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = starts(home)
    sign_in(client, qtbot)

    def long_open(*_given: object) -> tuple[str, str]:
        client.lock()
        return str(tmp_path / "office.didar"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", long_open)
    press_here("Ctrl+B")
    qtbot.waitUntil(lambda: bool(covering(client, UnlockScreen)) and client.worker.idle, timeout=20_000)
    assert not (tmp_path / "office.didar").exists()


def test_after_a_crash_the_next_client_finds_the_desk_free(
    starts: Starts, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = starts(home)
    sign_in(client, qtbot)
    free = []

    def started(*_given: object) -> bool:
        store_lock.desk(home).release()
        store_lock.whole(home).release()
        free.append(True)
        return True

    monkeypatch.setattr(QProcess, "startDetached", started)
    client.restart()
    assert free == [True]


def asked_after_the_sign_in(starts: Starts, qtbot: QtBot, folder: Path) -> Client:
    """A client on a store whose recovery code nobody has confirmed, signed in and waiting for the code."""
    found(folder, NAKHLESTAN, PASSPHRASE, kdf=CHEAP, ask_back=True)[0].close()
    client = starts(folder)
    qtbot.waitUntil(lambda: bool(covering(client, UnlockScreen)), timeout=10_000)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    type_here(PASSPHRASE)
    press_here("Enter")
    qtbot.waitUntil(lambda: bool(covering(client, AfterScreen)), timeout=20_000)
    return client


def test_a_wizard_that_was_closed_on_the_codes_page_goes_on_there_after_the_sign_in(
    starts: Starts, qtbot: QtBot, tmp_path: Path
) -> None:
    client = asked_after_the_sign_in(starts, qtbot, tmp_path / "new")
    (screen,) = covering(client, AfterScreen)
    assert isinstance(screen, AfterScreen)
    press_here("Space")
    for place in screen.code._asked.places:
        type_here(screen.code._asked.code.split("-")[place])
        press_here("Enter")
    qtbot.waitUntil(lambda: not client.window.covered and client.worker.idle, timeout=20_000)
    assert isinstance(client.window.current, DeskScreen)


def test_a_window_that_is_closed_before_the_desk_lets_go_of_the_store(
    starts: Starts, qtbot: QtBot, tmp_path: Path
) -> None:
    client = asked_after_the_sign_in(starts, qtbot, tmp_path / "new")
    client.window.close()
    store_lock.whole(client.folder).release()


def test_the_board_is_emptied_by_the_lock_and_is_there_again_for_who_signs_in(
    starts: Starts, home: Path, qtbot: QtBot
) -> None:
    client = starts(home)
    sign_in(client, qtbot)
    qtbot.waitUntil(lambda: client.boards._office is client.office, timeout=10_000)
    client.window.activateWindow()
    press_here("F11")
    board = client.boards.head
    qtbot.waitUntil(lambda: board.seat.isVisible() and client.worker.idle, timeout=10_000)
    client.window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is client.window)
    press_here("Ctrl+L")
    assert not board.seat.isVisible()
    assert board.gone.text.startswith("ارتباط با میز قطع است")
    sign_in(client, qtbot)
    qtbot.waitUntil(board.seat.isVisible, timeout=10_000)
    assert client.boards.head is board


def test_f2_on_the_board_goes_to_the_desk_and_ctrl_l_there_locks_the_program(
    starts: Starts, home: Path, qtbot: QtBot
) -> None:
    client = starts(home)
    sign_in(client, qtbot)
    qtbot.waitUntil(lambda: client.boards._office is client.office, timeout=10_000)
    client.window.activateWindow()
    press_here("Ctrl+2")
    board = client.boards.head
    qtbot.waitUntil(lambda: QApplication.activeWindow() is board and client.worker.idle, timeout=10_000)
    press_here("F2")
    qtbot.waitUntil(lambda: QApplication.activeWindow() is client.window)
    board.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is board)
    press_here("Ctrl+L")
    qtbot.waitUntil(lambda: client.window.covered, timeout=10_000)
    assert client.office is None


def test_ctrl_shift_e_writes_the_list_in_front_as_a_sheet(
    starts: Starts, home: Path, tmp_path: Path, qtbot: QtBot, settings: Settings
) -> None:
    import openpyxl

    settings.reports_folder = tmp_path / "lists"
    client = starts(home)
    sign_in(client, qtbot)
    assert client.office is not None
    with suppress(Refused):  # today is the office's day already
        meetings.hold_substitute(client.office, "به جای روز تعطیل")
    registered(client.office)
    qtbot.waitUntil(lambda: bool(client.window.current.queue.table.model().rows), timeout=10_000)
    press_here("Ctrl+Shift+E")
    qtbot.waitUntil(lambda: (tmp_path / "lists").exists() and client.worker.idle, timeout=10_000)
    (path,) = (tmp_path / "lists").iterdir()
    headings, first = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    assert "کعبی" in " ".join(map(str, first))
    assert None not in headings
    qtbot.waitUntil(lambda: str(path) in client.window.current.bar.text)
    assert "رمز" in client.window.current.bar.text
