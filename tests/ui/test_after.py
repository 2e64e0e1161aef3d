"""Between sign-in and desk: a recovery code that nobody has is made anew, a new signing key is told of."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app import agency, office_settings, own_key, recovery_code, report_receiver, signing_settings
from app.domain.codes import Role
from app.office import Office, SignedIn
from app.unlock import recover, unlock
from tests.app.report import envelopes
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock
from tests.presets import Lays, lay
from tests.robots.setup import SetupRobot
from ui.setup.after import AfterScreen
from ui.setup.after_model import AfterModel
from ui.widgets.note import Note
from ui.worker import Worker

__all__ = ["lay"]

NEW = "نخل بلند کنار رود آرام"
TICK = "آن را در جای امنی گذاشتم"
TOLD = "به دفتر بازرسی اعلام شد"


@pytest.fixture
def code(tmp_path: Path, clock: Clock) -> str:
    """The code of a wizard whose window was closed too early."""
    office, code = agency.found(tmp_path / "new", NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP, ask_back=True)
    office.close()
    return code


def entering(qtbot: QtBot, worker: Worker, office: Office) -> SetupRobot:
    model = AfterModel(worker, office)
    screen = AfterScreen(model)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    with qtbot.waitSignal(model.asks):
        model.begin()
    return SetupRobot(qtbot, screen)


def test_a_code_that_was_never_confirmed_is_made_anew_and_asked_back_by_keyboard(
    qtbot: QtBot, worker: Worker, code: str, tmp_path: Path, clock: Clock
) -> None:
    with unlock(tmp_path / "new", PASSPHRASE, clock=clock) as office:
        robot = entering(qtbot, worker, office)
        assert robot.sees("کد تازه این است")
        new = robot.code
        assert "-".join(new) != code
        assert not robot.is_awake("ادامه")
        robot.go_to(TICK).press("Space")
        first, second = robot.asked_back
        robot.type(first, new[robot.asked_back[first]]).type(second, "000000").press("Enter")
        assert robot.line_beside(second)
        assert recovery_code.is_due(office)
        robot.type(second, new[robot.asked_back[second]])
        with qtbot.waitSignal(robot.screen.model.done):
            robot.press("Enter")
        assert not recovery_code.is_due(office)
    recover(tmp_path / "new", "-".join(new), "zahra", NEW, clock=clock, kdf=CHEAP).close()


def test_after_the_code_the_new_key_is_told_of_with_its_letter(
    qtbot: QtBot, worker: Worker, code: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with recover(tmp_path / "new", code, "zahra", NEW, clock=clock, kdf=CHEAP) as office:
        recovery_code.confirm(office)
        replaced = own_key.untold(office)
        assert replaced is not None
        robot = entering(qtbot, worker, office)
        for digest in (replaced.before, replaced.now):
            assert robot.sees("  ".join(digest[at : at + 4] for at in range(0, 32, 4)))
        file = tmp_path / "letter.pdf"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(file), ""))
        robot.go_to("ذخیرهٔ نامه").press("Space")
        robot.wait_to_see("letter.pdf")
        with pypdfium2.PdfDocument(file) as document:
            assert len(document) == 1
        with qtbot.waitSignal(robot.screen.model.done):
            robot.go_to("ادامه").press("Space")
        assert own_key.untold(office) == replaced, "it was not ticked"
        robot.go_to(TOLD).press("Space")
        with qtbot.waitSignal(robot.screen.model.done):
            robot.press("Enter")
        assert own_key.untold(office) is None


def test_the_letters_number_is_written_down_where_it_is_told(
    qtbot: QtBot, worker: Worker, code: str, tmp_path: Path, clock: Clock
) -> None:
    with recover(tmp_path / "new", code, "zahra", NEW, clock=clock, kdf=CHEAP) as office:
        recovery_code.confirm(office)
        robot = entering(qtbot, worker, office)
        robot.go_to(TOLD).press("Space")
        robot.type("شمارهٔ نامه", "۱۲۸/ص").press("Enter").press("Enter")
        robot.qtbot.waitUntil(lambda: robot.line_beside("تاریخ نامه") == "تاریخ نامه را وارد کنید.", timeout=10_000)
        assert own_key.untold(office) is not None
        robot.type("تاریخ نامه", "1405/06/22")
        with qtbot.waitSignal(robot.screen.model.done):
            robot.press("Enter")
        held = own_key.present(office)
        assert (held.letter, held.letter_date, held.told) == ("۱۲۸/ص", office.today(), True)


def test_with_nothing_to_ask_the_way_is_free(qtbot: QtBot, worker: Worker, home: Path, clock: Clock) -> None:
    with unlock(home, PASSPHRASE, clock=clock) as office:
        model = AfterModel(worker, office)
        with qtbot.assertNotEmitted(model.asks), qtbot.waitSignal(model.done) as done:
            model.begin()
        assert done.args == [office]


def test_a_disk_that_is_full_is_said_and_the_page_stays(
    qtbot: QtBot, worker: Worker, code: str, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert code
    with unlock(tmp_path / "new", PASSPHRASE, clock=clock) as office:
        robot = entering(qtbot, worker, office)

        def full(_office: Office) -> None:
            from app.domain.errors import Unavailable

            raise Unavailable("فضای دیسک کافی نیست.")

        monkeypatch.setattr(recovery_code, "confirm", full)
        robot.go_to(TICK).press("Space")
        for label, place in robot.asked_back.items():
            robot.type(label, robot.screen.code._asked.code.split("-")[place])
        robot.press("Enter")
        robot.wait_to_see("فضای دیسک کافی نیست.")
        assert recovery_code.is_due(office)


# what the IT department has set and leads out of the office

TAKE, LATER = "پذیرفتن این تنظیم‌ها", "اکنون نه"
AUTHORITY = "https://tsa.example.ir/"


def test_what_leads_out_of_the_office_is_shown_with_its_source_and_fingerprint_and_taken_by_enter(
    qtbot: QtBot, worker: Worker, home: Path, clock: Clock, lay: Lays, tmp_path: Path
) -> None:
    (tmp_path / "inspection.pem").write_bytes(envelopes.certificate().public_bytes(envelopes.PEM))
    lay(f"receiver_certificate = inspection.pem\ntsa = {AUTHORITY}\nlock = tsa")
    with unlock(home, PASSPHRASE, clock=clock) as office:
        robot = entering(qtbot, worker, office)
        fingerprint = report_receiver.described(envelopes.chosen()[0], office.now()).fingerprint
        for words in ("دفتر بازرسی استانداری", AUTHORITY, str(tmp_path / "didar-preset.ini"), fingerprint[:4]):
            assert robot.sees(words), words
        assert signing_settings.of(office).tsa == "", "nothing is used before it was seen"
        assert report_receiver.usual(office) is None
        with qtbot.waitSignal(robot.screen.model.done):
            robot.press("Enter")
        assert signing_settings.of(office).tsa == AUTHORITY
        usual = report_receiver.usual(office)
        assert usual is not None
        assert usual.fingerprint == fingerprint


def test_what_does_not_fit_is_read_by_page_down(
    qtbot: QtBot, worker: Worker, home: Path, clock: Clock, lay: Lays
) -> None:
    lay("\n".join([f"tsa = {AUTHORITY}", *(f"bad{number} = x" for number in range(30))]))
    with unlock(home, PASSPHRASE, clock=clock) as office:
        robot = entering(qtbot, worker, office)
        robot.screen.resize(1000, 420)
        assert robot.focus == TAKE
        last = robot.screen.findChildren(Note)[-1]
        qtbot.waitUntil(lambda: last.visibleRegion().isEmpty())
        robot.press("PgDown", "PgDown", "PgDown")
        qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty())
        assert robot.sees("و ۲۴ مورد دیگر")


def test_who_says_not_now_works_as_before_and_is_asked_again_for_what_is_locked(
    qtbot: QtBot, worker: Worker, home: Path, clock: Clock, lay: Lays
) -> None:
    lay(f"tsa = {AUTHORITY}\nbackup_folder = /media/usb\nlock = tsa")
    with unlock(home, PASSPHRASE, clock=clock) as office:
        robot = entering(qtbot, worker, office)
        with qtbot.waitSignal(robot.screen.model.done):
            robot.go_to(LATER).press("Enter")
        assert signing_settings.of(office).tsa == ""
        again = entering(qtbot, worker, office)
        assert again.sees(AUTHORITY)
        assert not again.sees("/media/usb")


def test_only_who_administers_is_asked(qtbot: QtBot, worker: Worker, home: Path, clock: Clock, lay: Lays) -> None:
    lay(f"tsa = {AUTHORITY}\ndue_days = 10\nlock = tsa, due_days")
    with unlock(home, PASSPHRASE, clock=clock) as office:
        office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
        model = AfterModel(worker, office)
        with qtbot.assertNotEmitted(model.asks), qtbot.waitSignal(model.done):
            model.begin()
        assert office_settings.of(office).due_days == 10, "what stays within the office holds at once"


def test_a_bad_line_is_told_once(qtbot: QtBot, worker: Worker, home: Path, clock: Clock, lay: Lays) -> None:
    lay("due_days = 900\npassphrase = x")
    with unlock(home, PASSPHRASE, clock=clock) as office:
        robot = entering(qtbot, worker, office)
        assert robot.sees("سطر ۱")
        assert robot.sees("هیچ‌گاه")
        with qtbot.waitSignal(robot.screen.model.done):
            robot.press("Enter")
        model = AfterModel(worker, office)
        with qtbot.assertNotEmitted(model.asks), qtbot.waitSignal(model.done):
            model.begin()


def test_the_code_comes_first_and_the_new_key_after_it(
    qtbot: QtBot, worker: Worker, code: str, tmp_path: Path, clock: Clock, lay: Lays
) -> None:
    lay(f"tsa = {AUTHORITY}")
    with recover(tmp_path / "new", code, "zahra", NEW, clock=clock, kdf=CHEAP) as office:
        recovery_code.confirm(office)
        robot = entering(qtbot, worker, office)
        assert robot.sees(AUTHORITY)
        robot.press("Enter")
        robot.wait_to_see("کلید امضای تازه")
        assert not robot.sees(LATER)
