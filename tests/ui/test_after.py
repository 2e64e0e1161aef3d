"""Between sign-in and desk: a recovery code that nobody has is made anew, a new signing key is told of."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app import agency, own_key, recovery_code
from app.office import Office
from app.unlock import recover, unlock
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock
from tests.robots.setup import SetupRobot
from ui.setup.after import AfterScreen
from ui.setup.after_model import AfterModel
from ui.worker import Worker

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
