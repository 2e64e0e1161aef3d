"""Changing one's passphrase over the screen: asked, checked in place, done off the UI thread, said underneath."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app import passphrase
from app.domain.errors import Refused
from app.office import Office
from app.security import keys
from app.unlock import unlock
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock
from tests.robots.client import Starts, sign_in
from tests.robots.desk import DeskRobot
from tests.robots.keys import press, press_here, type_here
from tests.robots.setup import PassphraseRobot
from ui.desk.screen import DeskScreen
from ui.main import Client
from ui.passphrase import PassphrasePage
from ui.worker import Worker

NEW = "نخل بلند کنار رود آرام"
WRONG = "این گذرواژه نیست"
CHANGED = "گذرواژه تغییر کرد. از این پس با گذرواژهٔ تازه وارد شوید."
PRESENT, FRESH, AGAIN = "گذرواژهٔ کنونی", "گذرواژهٔ تازه", "تکرار گذرواژهٔ تازه"


@pytest.fixture
def told() -> list[tuple[str, str]]:
    """What is said where the user is."""
    return []


@pytest.fixture
def page(desk_office: Office, worker: Worker, qtbot: QtBot, told: list[tuple[str, str]]) -> PassphraseRobot:
    made = PassphrasePage(desk_office, NAKHLESTAN.name, worker, lambda *words: told.append(words), kdf=CHEAP)
    qtbot.addWidget(made)
    return PassphraseRobot(qtbot, made)


def test_the_cursor_is_in_the_present_one_and_enter_leads_on_to_the_saving(
    page: PassphraseRobot, home: Path, qtbot: QtBot, told: list[tuple[str, str]]
) -> None:
    assert page.focus == PRESENT
    page.screen.closed.connect(lambda: told.append(("closed", "")))
    with qtbot.waitSignal(page.screen.closed, timeout=10_000):
        for text in (PASSPHRASE, NEW, NEW):
            type_here(text)
            page.press("Enter")
    assert told == [("closed", ""), (CHANGED, "success")]
    unlock(home, NEW).close()
    assert [field.text() for field in page.screen.form.fields.values()] == ["", "", ""]


def test_the_wait_is_not_on_the_ui_thread_and_nothing_is_closed_meanwhile(
    page: PassphraseRobot, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    at, go_on, closed = [], threading.Event(), []

    def slow(*_given: object, **_more: object) -> None:
        at.append(threading.current_thread())
        assert go_on.wait(10)

    monkeypatch.setattr(passphrase, "change", slow)
    page.screen.closed.connect(lambda: closed.append(True))
    page.fill(PASSPHRASE, NEW).press("Enter")
    page.wait_to_see("گذرواژه در حال تغییر است")
    page.press("Esc", "Enter")
    assert not closed
    assert not page.is_awake("بستن")
    go_on.set()
    qtbot.waitUntil(lambda: closed == [True], timeout=10_000)
    assert at != [threading.main_thread()]
    assert len(at) == 1


def test_the_strength_is_said_in_words(page: PassphraseRobot) -> None:
    page.type(FRESH, NEW)
    assert page.screen.new.line.note.text() == "قوی"


@pytest.mark.parametrize(
    ("present", "new", "again", "label", "said"),
    [
        ("", NEW, NEW, PRESENT, "گذرواژه را وارد کنید."),
        (WRONG, NEW, NEW, PRESENT, "گذرواژه درست نیست."),
        (PASSPHRASE, "کوتاه", "کوتاه", FRESH, "گذرواژه دست‌کم ۱۲ نویسه یا چهار واژهٔ پیشنهادی برنامه است."),
        (PASSPHRASE, PASSPHRASE, PASSPHRASE, FRESH, "گذرواژهٔ تازه همان گذرواژهٔ کنونی است. گذرواژهٔ دیگری برگزینید."),
        (PASSPHRASE, NEW, NEW + " نه", AGAIN, "دو گذرواژه یکسان نیست؛ دوباره وارد کنید."),
    ],
)
def test_a_refusal_is_said_on_its_label_line_and_has_the_cursor(
    page: PassphraseRobot, home: Path, present: str, new: str, again: str, label: str, said: str
) -> None:
    page.fill(present, new, again).save()
    assert page.line_beside(label) == said
    assert page.focus == label
    unlock(home, PASSPHRASE).close()


def test_after_three_wrong_ones_there_is_a_pause_that_counts_down(page: PassphraseRobot, clock: Clock) -> None:
    for _time in range(3):
        page.fill(WRONG, NEW).save()
    page.wait_to_see("۳۰ ثانیه صبر کنید.")
    assert not page.is_awake("تغییر گذرواژه")
    clock.tick()
    page.qtbot.waitUntil(lambda: page.is_awake("تغییر گذرواژه"), timeout=5_000)
    with page.qtbot.waitSignal(page.screen.closed, timeout=10_000):
        page.fill(PASSPHRASE, NEW).press("Enter")


def test_four_words_are_offered_readable_and_typed_again(page: PassphraseRobot) -> None:
    page.type(PRESENT, PASSPHRASE)
    page.go_to("پیشنهاد چهار واژه").press("Space")
    assert len(page.text(FRESH).split()) == 4
    assert page.screen.new.edit.echoMode() == page.screen.new.edit.EchoMode.Normal
    assert page.focus == AGAIN


def test_escape_takes_back_what_is_typed_then_closes(page: PassphraseRobot, qtbot: QtBot) -> None:
    page.type(PRESENT, "نیمه").press("Esc")
    assert page.text(PRESENT) == ""
    with qtbot.waitSignal(page.screen.closed):
        page.press("Esc")


# from the menu, over the desk


@pytest.fixture
def client(starts: Starts, home: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    assert home
    monkeypatch.setattr(keys, "calibrated", lambda: CHEAP)
    client = starts(home)
    sign_in(client, qtbot)
    qtbot.waitUntil(client.window.header.user.isVisible, timeout=10_000)
    return client


def at_the_desk(client: Client, qtbot: QtBot) -> DeskRobot:
    return DeskRobot(qtbot, client.window, client.worker)


def by_the_menu(client: Client, desk: DeskRobot) -> PassphraseRobot:
    """Tab to the user's name, then the menu, by keys alone."""
    desk.go_to(client.window.header.user.accessibleName()).press("Space")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    for _time in range(3):
        press(menu, "Down")
    press(menu, "Enter")
    client.window.activateWindow()  # no window manager here to do so when the menu goes
    desk.qtbot.waitUntil(lambda: desk.focus == PRESENT, timeout=5_000)
    return PassphraseRobot(desk.qtbot, client.window.current)


def test_from_the_menu_to_the_new_passphrase_by_keys_alone(client: Client, home: Path, qtbot: QtBot) -> None:
    desk = at_the_desk(client, qtbot)
    by_the_menu(client, desk).fill(PASSPHRASE, NEW).press("Enter")
    qtbot.waitUntil(lambda: isinstance(client.window.current, DeskScreen), timeout=10_000)
    assert desk.says == CHANGED
    with pytest.raises(Refused):
        unlock(home, PASSPHRASE)
    unlock(home, NEW).close()


def test_what_was_being_written_at_the_desk_is_still_there(client: Client, qtbot: QtBot) -> None:
    desk = at_the_desk(client, qtbot)
    desk.search("0000000018").press("Enter")
    desk.type("نام", "نرگس")
    by_the_menu(client, desk).press("Esc")
    qtbot.waitUntil(lambda: isinstance(client.window.current, DeskScreen))
    assert desk.text("نام") == "نرگس"


@pytest.mark.parametrize(("present", "said"), [(PASSPHRASE, CHANGED), (WRONG, "گذرواژه درست نیست.")])
def test_who_goes_to_another_screen_meanwhile_is_told_there(
    client: Client, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, present: str, said: str
) -> None:
    go_on, change = threading.Event(), passphrase.change

    def slow(office: Office, *given: str, **_more: object) -> None:
        assert go_on.wait(10)
        change(office, *given, kdf=CHEAP)

    monkeypatch.setattr(passphrase, "change", slow)
    by_the_menu(client, at_the_desk(client, qtbot)).fill(present, NEW).press("Enter")
    client.window.go("desk")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    go_on.set()
    qtbot.waitUntil(lambda: client.window.current.bar.text == said, timeout=10_000)


def test_the_lock_takes_the_page_away(client: Client, qtbot: QtBot) -> None:
    by_the_menu(client, at_the_desk(client, qtbot)).type(PRESENT, PASSPHRASE)
    press_here("Ctrl+L")
    qtbot.waitUntil(lambda: client.office is None and client.window.current is None, timeout=10_000)
    qtbot.waitUntil(lambda: client.worker.idle, timeout=10_000)


def test_the_demonstration_keeps_its_passphrase(client: Client, qtbot: QtBot) -> None:
    desk = at_the_desk(client, qtbot)
    client.arguments.verb = "demo"
    client.window.header.passphrase_wanted.emit()
    assert isinstance(client.window.current, DeskScreen)
    assert desk.says == "در نسخهٔ نمایشی نمی‌توان گذرواژه را تغییر داد."
    client.arguments.verb = "client"
