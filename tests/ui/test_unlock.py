"""Unlocking: wrong passphrases in Persian with growing pauses, the layout's hint, and the recovery code."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.agency import found
from app.office import Office
from app.unlock import unlock
from tests.conftest import CHEAP, NAKHLESTAN, PASSPHRASE, Clock
from tests.robots.setup import UnlockRobot
from ui.setup.unlock import UnlockScreen
from ui.setup.unlock_model import UnlockModel
from ui.worker import Worker

NEW = "نخل بلند کنار رود آرام"
WRONG = "گذرواژه درست نیست."


@pytest.fixture
def card(qtbot: QtBot, worker: Worker, clock: Clock) -> Callable[[Path], UnlockRobot]:
    def at(folder: Path) -> UnlockRobot:
        screen = UnlockScreen(UnlockModel(worker, folder, clock=clock, kdf=CHEAP))
        qtbot.addWidget(screen)
        return UnlockRobot(qtbot, screen)

    return at


@pytest.fixture
def unlocking(card: Callable[[Path], UnlockRobot], home: Path) -> UnlockRobot:
    return card(home)


def opened(robot: UnlockRobot) -> Office:
    with robot.qtbot.waitSignal(robot.screen.opened, timeout=10_000) as signal:
        robot.press("Enter")
    return signal.args[0]


def refuse(robot: UnlockRobot, times: int = 1) -> None:
    for _time in range(times):
        robot.type("گذرواژه", "این گذرواژه نیست")
        with robot.qtbot.waitSignal(robot.screen.model.refused, timeout=10_000):
            robot.press("Enter")


def test_the_card_names_the_agency_and_has_the_cursor_in_the_passphrase(unlocking: UnlockRobot) -> None:
    assert unlocking.screen.model.agency == "شهرداری نخلستان"
    assert unlocking.text("کاربر") == "zahra"
    assert unlocking.focus == "گذرواژه"


def test_the_right_passphrase_opens_the_store(unlocking: UnlockRobot) -> None:
    unlocking.type("گذرواژه", PASSPHRASE)
    with opened(unlocking) as office:
        assert office.user.login == "zahra"


def test_nothing_typed_is_asked_for_at_the_field(unlocking: UnlockRobot) -> None:
    unlocking.press("Enter")
    assert unlocking.line_beside("گذرواژه") == "گذرواژه را وارد کنید."


def test_a_wrong_passphrase_is_refused_at_its_field_with_a_word_on_the_keyboard(unlocking: UnlockRobot) -> None:
    refuse(unlocking)
    assert unlocking.line_beside("گذرواژه") == WRONG
    assert unlocking.sees("صفحه‌کلید فارسی است؛ زبان را بررسی کنید.")
    unlocking.type("گذرواژه", "hplnd")
    assert unlocking.screen.passphrase.edit.layout_now == "EN"
    assert unlocking.focus == "گذرواژه"


def test_capital_letters_without_shift_tell_that_caps_lock_is_on(unlocking: UnlockRobot) -> None:
    unlocking.type("گذرواژه", "ABC")
    with unlocking.qtbot.waitSignal(unlocking.screen.model.refused, timeout=10_000):
        unlocking.press("Enter")
    assert unlocking.sees("Caps Lock روشن است.")


def test_after_three_wrong_ones_there_is_a_pause_that_counts_down(unlocking: UnlockRobot, clock: Clock) -> None:
    refuse(unlocking, 3)
    assert unlocking.sees("چند بار گذرواژهٔ نادرست وارد شد؛ ۳۰ ثانیه صبر کنید.")
    assert not unlocking.is_awake("ورود")
    clock.at = clock.at.replace(second=12)
    unlocking.wait_to_see("۱۸ ثانیه صبر کنید.")
    clock.tick(1)
    unlocking.qtbot.waitUntil(lambda: unlocking.is_awake("ورود"), timeout=5_000)
    unlocking.type("گذرواژه", PASSPHRASE)
    opened(unlocking).close()


def test_escape_clears_the_message(unlocking: UnlockRobot) -> None:
    refuse(unlocking)
    unlocking.press("Esc")
    assert unlocking.line_beside("گذرواژه") == ""


def test_the_eye_shows_what_was_typed(unlocking: UnlockRobot) -> None:
    unlocking.type("گذرواژه", "نخل")
    edit = unlocking.screen.passphrase.edit
    assert edit.echoMode() == edit.EchoMode.Password
    unlocking.go_to("نمایش گذرواژه").press("Space")
    assert edit.echoMode() == edit.EchoMode.Normal


@pytest.fixture
def with_code(tmp_path: Path, clock: Clock) -> tuple[Path, str]:
    folder = tmp_path / "lost"
    office, code = found(folder, NAKHLESTAN, PASSPHRASE, clock=clock, kdf=CHEAP)
    office.close()
    return folder, code


def by_code(robot: UnlockRobot) -> UnlockRobot:
    robot.go_to("ورود با کد بازیابی").press("Space")
    return robot


def test_the_recovery_code_gives_a_new_passphrase(
    card: Callable[[Path], UnlockRobot], with_code: tuple[Path, str]
) -> None:
    folder, code = with_code
    robot = by_code(card(folder))
    robot.type("کد بازیابی", code).type("گذرواژهٔ تازه", NEW).type("تکرار گذرواژهٔ تازه", NEW)
    opened(robot).close()
    with unlock(folder, NEW) as office:
        assert office.user.login == "zahra"


@pytest.mark.parametrize(
    ("code", "new", "again", "label", "said"),
    [
        ("123", NEW, NEW, "کد بازیابی", "کد بازیابی ۴۸ رقم در هشت گروه دارد؛ ۳ رقم وارد شد."),
        ("123", "کوتاه", "کوتاه", "گذرواژهٔ تازه", "گذرواژه دست‌کم ۱۲ نویسه یا چهار واژهٔ پیشنهادی برنامه است."),
        ("123", NEW, NEW + " نه", "تکرار گذرواژهٔ تازه", "دو گذرواژه یکسان نیست؛ دوباره وارد کنید."),
    ],
)
def test_each_field_of_the_recovery_is_refused_at_its_place(
    unlocking: UnlockRobot, code: str, new: str, again: str, label: str, said: str
) -> None:
    robot = by_code(unlocking)
    robot.type("کد بازیابی", code).type("گذرواژهٔ تازه", new).type("تکرار گذرواژهٔ تازه", again)
    with robot.qtbot.waitSignal(robot.screen.model.refused, timeout=10_000):
        robot.press("Enter")
    assert robot.line_beside(label) == said
    assert robot.focus == label
