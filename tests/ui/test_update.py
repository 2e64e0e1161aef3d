"""An update from a stick by keyboard: found by itself, one key, a backup, and Didar closes; or it is said why not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app import VERSION, drafts, first_start, update_copy
from app.domain.codes import Role
from app.office import Office, SignedIn
from app.unlock import unlock
from app.updates import ThisCopy
from db.models import AuditEntry, StoreState
from tests.app.update_files import SETUP, STRANGER, Machine, put, update
from tests.conftest import PASSPHRASE, Clock
from tests.robots.client import Starts, sign_in
from tests.robots.desk import DeskRobot
from tests.robots.keys import press_here
from tests.robots.settings import SettingsRobot
from ui.desk.screen import DeskScreen
from ui.frame.info import OfficeInfo
from ui.keys import PhysicalKeys
from ui.settings.screen import SettingsScreen
from ui.settings.update_page import UpdatePage
from ui.settings.view_model import SettingsModel
from ui.this_pc import Settings
from ui.widgets.text import Text
from ui.window import Screen, Window
from ui.worker import Worker

GROUP = "به‌روزرسانی"
INSTALL, STOP = "نصب و اجرای دوباره", "توقف"

Opens = Callable[..., SettingsRobot]


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


@pytest.fixture
def opens(
    desk_office: Office, worker: Worker, settings: Settings, machine: Machine, stick: Path, qtbot: QtBot
) -> Iterator[Opens]:
    """The settings, at the group of updates, with that stick plugged in."""
    windows: list[Window] = []

    def open_(here: ThisCopy | None = None) -> SettingsRobot:
        window = Window(OfficeInfo(), settings, PhysicalKeys())
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1366, 768)
        model = SettingsModel(desk_office, worker, settings, here=here or machine.here)
        model.updates._places = lambda: [stick]
        window.put_screens([Screen("settings", "settings", "تنظیمات", lambda: SettingsScreen(model), foot=True)])
        window.go("settings")
        return SettingsRobot(qtbot, window, worker).open_group(GROUP)

    yield open_
    for window in windows:
        window.empty()


def page(robot: SettingsRobot) -> UpdatePage:
    return robot.settings.pages.currentWidget().widget()


def words(robot: SettingsRobot) -> str:
    """All that stands on the page, as it is read."""
    return "\n".join(part.text() for part in page(robot).findChildren(Text) if part.isVisible())


def test_what_the_stick_brings_is_found_and_said_with_where_the_backup_goes(
    opens: Opens, stick: Path, desk_office: Office
) -> None:
    put(stick)
    robot = opens()
    said = words(robot)
    assert "دیدار در این رایانه: نسخهٔ \u2066۰.۱.۰\u2069" in said
    assert "به‌روزرسانی به نسخهٔ \u2066۰.۲.۰\u2069" in said
    assert "امضای ناشر دیدار در جمعه ۲۰ شهریور ۱۴۰۵" in said
    assert str(desk_office.folder) in said
    robot.press("Escape", "Enter")
    assert robot.focus == INSTALL


def test_one_key_copies_backs_up_starts_and_closes(
    opens: Opens, stick: Path, machine: Machine, desk_office: Office, qtbot: QtBot
) -> None:
    put(stick)
    robot = opens().press("Escape", "Enter")
    with qtbot.waitSignal(robot.settings.model.updates.begun, timeout=20_000):
        robot.press("Enter")
    assert machine.content == [SETUP]
    assert not machine.started[0].is_relative_to(stick)
    assert len(list(desk_office.folder.glob("before-0.2.0-*.didar"))) == 1
    with desk_office.read() as session:
        assert session.scalars(select(AuditEntry.act).order_by(AuditEntry.seq.desc())).first() == "program.update"
    robot.press("Ctrl+N", "F5")  # too late for anything else
    assert not page(robot).install.isVisible()
    assert len(machine.started) == 1


def test_stopped_in_the_middle_it_is_said_and_the_cursor_is_back(
    opens: Opens,
    stick: Path,
    machine: Machine,
    desk_office: Office,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    go_on = Event()
    chunks = update_copy._chunks

    def slow(setup: Path, size: int) -> Iterator[bytes]:
        for chunk in chunks(setup, size):
            yield chunk
            go_on.wait(10)

    monkeypatch.setattr(update_copy, "_chunks", slow)
    put(stick)
    robot = opens().press("Escape", "Enter")
    model = robot.settings.model.updates
    with qtbot.waitSignal(model.copying, timeout=10_000):
        press_here("Enter")
    assert robot.focus == STOP
    qtbot.waitUntil(lambda: page(robot).progress.text.startswith("کپی از حافظهٔ فلش: ۱ از ۲"), timeout=10_000)
    with qtbot.waitSignal(model.stopped, timeout=10_000):
        press_here("Escape")
        go_on.set()
    robot.wait()
    assert "متوقف شد و چیزی تغییر نکرد." in words(robot)
    assert robot.focus == INSTALL
    assert not list((desk_office.folder / update_copy.FOLDER).iterdir())
    assert machine.started == []
    with qtbot.waitSignal(model.begun, timeout=20_000):
        press_here("Enter")


def test_stopped_at_the_last_moment_nothing_is_started(
    opens: Opens, stick: Path, machine: Machine, desk_office: Office, worker: Worker, qtbot: QtBot
) -> None:
    """All is copied and backed up, and the start waits for another write to end."""
    go_on = Event()
    put(stick)
    robot = opens().press("Escape", "Enter")
    model = robot.settings.model.updates
    worker.write(model, lambda: go_on.wait(20))
    with qtbot.waitSignal(model.backing_up, timeout=10_000):
        press_here("Enter")
    qtbot.waitUntil(lambda: bool(list(desk_office.folder.glob("before-0.2.0-*"))), timeout=10_000)
    with qtbot.waitSignal(model.stopped, timeout=10_000):
        qtbot.wait(300)
        press_here("Escape")
        go_on.set()
    robot.wait()
    assert "متوقف شد و چیزی تغییر نکرد." in words(robot)
    assert robot.focus == INSTALL
    assert machine.started == []
    assert not list((desk_office.folder / update_copy.FOLDER).iterdir())


def test_what_a_look_finds_while_an_update_is_at_work_changes_nothing(
    opens: Opens, stick: Path, machine: Machine, worker: Worker, qtbot: QtBot
) -> None:
    """F5 and Enter at once: a stick may take its time to answer."""
    found, go_on = Event(), Event()
    put(stick)
    robot = opens().press("Escape", "Enter")
    model = robot.settings.model.updates
    model._places = lambda: [stick] if found.wait(20) else []
    press_here("F5")
    worker.write(model, lambda: go_on.wait(20))
    with qtbot.waitSignal(model.backing_up, timeout=10_000):
        press_here("Enter")
    found.set()
    qtbot.wait(500)
    assert not page(robot).install.isVisible()
    assert robot.focus == STOP
    with qtbot.waitSignal(model.begun, timeout=10_000):
        go_on.set()
    assert len(machine.started) == 1


def test_locked_in_the_middle_nothing_is_started(
    opens: Opens, stick: Path, machine: Machine, desk_office: Office, monkeypatch: pytest.MonkeyPatch, worker: Worker
) -> None:
    go_on, begun = Event(), Event()
    chunks = update_copy._chunks

    def slow(setup: Path, size: int) -> Iterator[bytes]:
        for chunk in chunks(setup, size):
            yield chunk
            begun.set()
            go_on.wait(10)

    monkeypatch.setattr(update_copy, "_chunks", slow)
    put(stick)
    robot = opens().press("Escape", "Enter")
    press_here("Enter")
    assert begun.wait(10)
    gone = Event()
    robot.settings.destroyed.connect(lambda _object: gone.set())
    robot.screen.empty()
    robot.qtbot.waitUntil(gone.is_set, timeout=10_000)
    go_on.set()
    robot.wait()
    assert machine.started == []
    assert not list((desk_office.folder / update_copy.FOLDER).iterdir())


def test_a_setup_that_was_cut_off_is_found_out_in_the_copy(
    opens: Opens, stick: Path, machine: Machine, desk_office: Office
) -> None:
    put(stick, content=SETUP[:-5])
    robot = opens().press("Escape", "Enter", "Enter")
    robot.wait()
    assert "امضا شده است؛ ناقص است یا تغییر کرده است." in words(robot)
    assert robot.focus == INSTALL
    assert not list(desk_office.folder.glob("before-*"))
    assert machine.started == []


def test_without_a_backup_nothing_goes_on(
    opens: Opens, stick: Path, machine: Machine, desk_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.security.backup.backup_file.write", full)
    put(stick)
    robot = opens().press("Escape", "Enter", "Enter")
    robot.wait()
    assert "فضای دیسک" in words(robot)
    assert machine.started == []
    assert not list((desk_office.folder / update_copy.FOLDER).iterdir())


@pytest.mark.parametrize(
    ("version", "least", "said"),
    [("0.1.0", "0.0.1", "کاری لازم نیست."), ("3.0.0", "2.0.0", "ابتدا به‌روزرسانی نسخهٔ \u2066۲.۰.۰\u2069 را بخواهید.")],
)
def test_what_does_not_fit_says_why_and_offers_nothing(
    opens: Opens, stick: Path, version: str, least: str, said: str
) -> None:
    put(stick, update(version, least))
    robot = opens()
    assert said in words(robot)
    assert not page(robot).install.isVisible()


def test_a_file_is_chosen_by_ctrl_n_and_is_what_is_offered(
    opens: Opens, stick: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    put(stick, key=STRANGER)
    chosen = put(tmp_path / "folder", update("0.3.0"))
    robot = opens()
    assert "امضای ناشر دیدار را ندارد" in words(robot)
    page(robot)._ask_file = lambda _parent: str(chosen)
    robot.press("Ctrl+N")
    assert "نسخهٔ \u2066۰.۳.۰\u2069" in words(robot)
    assert robot.focus == INSTALL


def test_a_stick_that_comes_later_is_found_by_f5(opens: Opens, stick: Path) -> None:
    robot = opens()
    assert "پیدا نشد" in words(robot)
    put(stick)
    robot.settings.refresh()
    robot.wait()
    assert "به‌روزرسانی به نسخهٔ" in words(robot)


def test_when_the_stick_is_gone_at_f5_the_cursor_stays_on_the_page(opens: Opens, stick: Path) -> None:
    setup = put(stick)
    robot = opens().press("Escape", "Enter")
    assert robot.focus == INSTALL
    for file in stick.iterdir():
        file.unlink()
    robot.press("F5").wait()
    assert "به‌روزرسانی‌ای پیدا نشد" in words(robot)
    assert robot.focus == "انتخاب پروندهٔ نصب"
    put(stick)
    robot.press("F5").wait()
    assert str(setup) in words(robot)


def test_who_may_not_install_reads_who_may(opens: Opens, stick: Path, desk_office: Office) -> None:
    put(stick)
    desk_office.user = SignedIn(1, "zahra", "زهرا موسوی", (Role.SECRETARY,))
    robot = opens()
    assert "تنها مدیر سامانه" in words(robot)
    assert not page(robot).install.isVisible()


def test_a_copy_without_keys_says_so_and_asks_for_nothing(opens: Opens, stick: Path, machine: Machine) -> None:
    put(stick)
    robot = opens(replace(machine.here, publisher={}))
    assert "کلید ناشر" in words(robot)
    robot.press("Ctrl+N")  # no dialog
    assert not any(button.isVisible() for button in (page(robot).install, page(robot).choose, page(robot).again))


def test_this_program_has_no_keys_yet_and_says_so(opens: Opens) -> None:
    """The publisher's keys come with the first release; until then nobody may believe that updates are checked."""
    here = ThisCopy()
    if here.publisher:
        pytest.skip("the publisher's keys are built in")
    assert "کلید ناشر" in words(opens(here))


def test_where_the_office_is_as_it_was_before_this_version_can_be_read_later_too(
    opens: Opens, desk_office: Office
) -> None:
    copy = desk_office.folder / "before-0.1.0-20260913T061200Z.didar"
    copy.write_bytes(b"x")
    assert str(copy) in words(opens())


# the client


def test_it_closes_with_what_was_typed_kept(
    starts: Starts,
    home: Path,
    clock: Clock,
    stick: Path,
    machine: Machine,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.settings.update_model.ThisCopy", lambda: machine.here)
    put(stick)
    client = starts(home)
    sign_in(client, qtbot)
    DeskRobot(qtbot, client.window, client.worker).search("مریم کعبی").press("Enter")
    press_here("Ctrl+9")
    qtbot.waitUntil(lambda: client.worker.idle, timeout=20_000)
    settings = client.window.current
    settings.model.updates._places = lambda: [stick]
    settings.go_to("update")
    qtbot.waitUntil(lambda: client.worker.idle, timeout=20_000)
    settings.enter()
    closed = []
    client.window.closing.connect(lambda: closed.append(True))
    press_here("Enter")
    qtbot.waitUntil(lambda: bool(closed), timeout=20_000)
    assert client.office is None
    with unlock(home, PASSPHRASE, clock=clock) as office:
        kept = drafts.take(office, "desk")
    assert kept is not None
    assert "مریم" in str(kept.values)


def test_after_a_newer_version_s_first_start_the_desk_says_where_the_copy_is_once(
    starts: Starts, home: Path, clock: Clock, qtbot: QtBot
) -> None:
    with unlock(home, PASSPHRASE, clock=clock) as office, office.note() as session:
        session.get_one(StoreState, first_start.PROGRAM).value = "0.0.9"
    (home / update_copy.FOLDER / "x").mkdir(parents=True)
    client = starts(home)
    sign_in(client, qtbot)
    assert isinstance(client.window.current, DeskScreen)
    bar = client.window.current.bar
    qtbot.waitUntil(lambda: "اکنون نسخهٔ" in bar.text, timeout=10_000)
    (copy,) = home.glob(f"before-{VERSION}-*.didar")
    assert str(copy) in bar.text
    assert not (home / update_copy.FOLDER).exists()
    client.lock()
    sign_in(client, qtbot)
    qtbot.wait(900)
    assert "اکنون نسخهٔ" not in client.window.current.bar.text
