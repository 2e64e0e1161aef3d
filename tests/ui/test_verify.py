"""Reports dropped onto the window: each answered by itself, a sender confirmed, receipts given and filed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app import senders
from app.domain.codes import KeyState, Role
from app.domain.persian.calendar import Quarter, jalali
from app.office import Office, SignedIn
from app.report import make, trust, verify
from app.unlock import unlock
from tests.app import senders as others
from tests.app.report import hostile, hostile_data
from tests.conftest import PASSPHRASE, Clock
from tests.robots.keys import type_here
from tests.robots.verify import VerifyRobot
from ui.verify.screen import VerifyScreen
from ui.verify.view_model import VerifyModel
from ui.worker import Worker

MINE = hostile.office().described()["fingerprint"]
LAST = f"{MINE[-8:-4]} {MINE[-4:]}"


@pytest.fixture
def office(home: Path, clock: Clock, worker: Worker) -> Iterator[Office]:
    clock.set(9, day=jalali(1405, 7, 4))
    office = unlock(home, PASSPHRASE, clock=clock, committed=worker.committed.emit)
    yield office
    worker.close()
    office.close()


@pytest.fixture
def screen(qtbot: QtBot, office: Office, worker: Worker) -> Iterator[VerifyRobot]:
    shown = VerifyScreen(VerifyModel(worker, office))
    shown.resize(1286, 684)
    qtbot.addWidget(shown)
    yield VerifyRobot(qtbot, shown, worker)
    shown.leave_screen()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {
        "good.pdf": hostile.good(),
        "changed.pdf": hostile.good()[:-1] + b" ",
        "lies.pdf": hostile_data.pages_of_other_data(),
        "note.json": b'{"format":"x"}',
    }
    for name, data in made.items():
        (tmp_path / name).write_bytes(data)
    return {name: tmp_path / name for name in made}


def test_each_file_is_a_row_at_once_and_one_bad_does_not_stop_the_rest(screen: VerifyRobot, files) -> None:
    screen.drop(*files.values())
    assert [name for name, _answer in screen.rows] == list(files)
    assert {answer for _name, answer in screen.rows} <= {"در صف", "در حال بررسی …"}
    screen.wait()
    assert [answer for _name, answer in screen.rows] == ["هنوز تأیید نشده", "رد شد", "رد شد", "رد شد"]


def test_the_first_words_say_which_of_three_and_the_pane_what_is_whole_and_who_signed(screen, files) -> None:
    screen.drop(files["good.pdf"]).wait()
    details = screen.details
    assert "سالم، فرستنده هنوز تأیید نشده" in details
    assert "فرمانداری شوش" in details
    assert all(MINE[at : at + 4] in details for at in range(0, 64, 4))
    screen.drop(files["lies.pdf"]).wait().press("Down")
    assert "رد شد: " in screen.details
    assert "(قاعدهٔ ۲۷)" in screen.details


def test_a_sender_is_confirmed_by_keyboard_alone_and_that_can_be_taken_back(screen, office, files) -> None:
    screen.drop(files["good.pdf"]).wait().press("Enter")
    assert screen.focus == "دو گروه پایانی آن"
    type_here("1234 5678")
    screen.press("Enter")
    screen.wait()
    assert "یک بار دیگر مقابله کنید" in screen.line_beside("دو گروه پایانی آن")
    screen.type("دو گروه پایانی آن", LAST)
    screen.press("Enter")
    screen.wait()
    assert screen.rows == [("good.pdf", "سالم و تأییدشده")]
    assert "سالم، از فرستندهٔ تأییدشده" in screen.details
    assert senders.known(office)[0].state is KeyState.CONFIRMED
    screen.screen.bar.take_back()
    screen.wait()
    assert screen.rows == [("good.pdf", "هنوز تأیید نشده")]


def test_what_was_half_typed_stays_while_other_files_are_checked(screen, files) -> None:
    screen.drop(files["good.pdf"]).wait().press("Enter")
    type_here("12ab")
    screen.drop(files["lies.pdf"]).wait()
    assert screen.screen.details.form.typed.text() == "12ab"


def test_another_key_is_shouted_about_with_both_fingerprints(screen, office, tmp_path) -> None:
    known = verify.verify(hostile.good(), trusted=trust.Trust(), now=office.now())
    senders.receive(office, known)
    senders.confirm(office, hostile.CODE, MINE, "x")
    other = hostile.Anyone(hostile.key(3), (hostile.certificate(private=hostile.key(3)),))
    (tmp_path / "new.pdf").write_bytes(hostile.sealed(hostile.report(other), other))
    screen.drop(tmp_path / "new.pdf").wait()
    assert screen.rows[0][1] == "نیازمند بررسی"
    theirs = other.described()["fingerprint"]
    assert all(MINE[at : at + 4] in screen.details and theirs[at : at + 4] in screen.details for at in range(0, 64, 4))


def test_who_may_not_administer_sees_it_and_can_not_confirm(screen, office, files) -> None:
    office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    screen.drop(files["good.pdf"]).wait()
    assert not screen.sees("تأیید فرستنده")
    assert not screen.screen.details.form.isVisible()
    assert not screen.screen.details.receipt.isVisible()


def test_the_same_report_again_is_told(screen, files, clock) -> None:
    screen.drop(files["good.pdf"]).wait()
    assert "پیش‌تر" not in screen.details.replace("این کلید پیش‌تر", "")
    clock.tick(60)
    screen.drop(files["good.pdf"]).wait()
    assert len(screen.rows) == 1
    assert "این گزارش پیش‌تر" in screen.details


def test_a_receipt_is_put_beside_the_report_and_filed_where_it_belongs(screen, office, files, tmp_path) -> None:
    screen.drop(files["good.pdf"]).wait()
    screen.button("صدور رسید").click()
    screen.wait()
    receipt = tmp_path / "didar-KHZ-SHU-01-1405-2.receipt.json"
    assert json.loads(receipt.read_text())["said"]["code"] == hostile.CODE
    assert receipt.name in screen.bar
    screen.drop(receipt).wait().press("Down")
    assert "با هیچ‌یک از گزارش‌های امضاشدهٔ اینجا نمی‌خواند" in screen.details


def test_a_receipt_of_our_report_is_filed_and_its_key_can_be_confirmed(screen, office, tmp_path) -> None:
    made = make.make(office, Quarter(1405, 1), tmp_path)
    (verdict,) = verify.verify_files([made.pdf])
    assert verdict.facts
    (tmp_path / "r.json").write_bytes(others.receipt(data_digest=verdict.facts.data_digest))
    screen.drop(tmp_path / "r.json").wait()
    assert screen.rows[0][1] == "رسید، کلید تأیید نشده"
    screen.press("Enter")
    type_here(others.fingerprint(others.inspection())[-8:])
    screen.press("Enter")
    screen.wait()
    assert screen.rows[0][1] == "سالم و تأییدشده"
    screen.drop(made.pdf).wait()
    assert screen.rows[1][1] == "سالم و تأییدشده"


def test_a_list_of_keys_makes_senders_known_once_its_issuer_is_confirmed(screen, files, tmp_path) -> None:
    (tmp_path / "b.json").write_bytes(others.bulletin(3, ((hostile.CODE, MINE, "فرمانداری شوش"),)))
    screen.drop(files["good.pdf"], tmp_path / "b.json").wait().press("Down", "Enter")
    assert screen.focus == "دو گروه پایانی آن"
    type_here("00000000")
    screen.press("Enter")
    screen.wait()
    assert screen.line_beside("دو گروه پایانی آن")
    screen.type("دو گروه پایانی آن", others.fingerprint(others.inspection())[-8:])
    screen.press("Enter")
    screen.wait()
    assert [answer for _name, answer in screen.rows] == ["سالم و تأییدشده", "سالم و تأییدشده"]


def test_files_are_chosen_by_ctrl_o_or_enter_on_the_zone_and_cleared_by_escape(screen, files, monkeypatch) -> None:
    chosen = ([str(files["good.pdf"])], "")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_given: chosen)
    screen.press("Enter")
    screen.wait()
    assert len(screen.rows) == 1
    screen.press("Escape")
    assert screen.rows == []
    screen.screen.choose()
    screen.wait()
    screen.press("Delete")
    assert screen.rows == []
    assert "پرونده‌ای انتخاب نشده است." in screen.details


def test_what_waits_can_be_stopped_and_leaves_nothing_running(screen, files) -> None:
    screen.drop(*files.values())
    screen.screen.model.stop()
    assert [answer for _name, answer in screen.rows] == ["رد شد"] * 4
    screen.wait()
    assert not screen.screen.model.is_busy
    screen.drop(files["good.pdf"]).wait()
    assert screen.rows[0][1] == "هنوز تأیید نشده"


def test_the_details_are_copied_as_text(screen, files) -> None:
    screen.drop(files["good.pdf"]).wait()
    screen.button("کپی جزئیات").click()
    text = QGuiApplication.clipboard().text()
    assert "good.pdf" in text
    assert MINE[:4] in text


def test_a_strangers_name_can_not_turn_the_line_round(screen, tmp_path) -> None:
    path = tmp_path / "a\u202egpj.pdf"
    path.write_bytes(hostile.good())
    screen.drop(path).wait()
    shown = screen.screen.table.model()
    assert "\u202e" not in "".join(str(shown.data(shown.index(0, at))) for at in range(shown.columnCount()))
