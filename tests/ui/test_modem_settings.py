"""The modem of this PC in the settings, by keyboard: its port, its SIM card's PIN, and a test that tells how it is."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import modem_pin
from app.carriers.modem import Modem, State
from app.carriers.ports import Chosen, Port
from app.domain.errors import Unavailable
from tests.modem_emulator import Emulator
from tests.robots.fields import FormRobot
from ui.keys import PhysicalKeys
from ui.settings.modem_group import ModemGroup
from ui.settings.modem_model import ModemModel

STICK = Port("COM5", "12d1:1436::PC UI", "HUAWEI PC UI")
CABLE = Port("COM3", "0403:6001:A1:", "USB Serial")


class ModemRobot(FormRobot):
    """there: the ports that are plugged in; answers: what the modem at one says, or why not."""

    def __init__(self, qtbot, office, worker, settings) -> None:
        self.worker, self.pc, self.there, self.answers = (
            worker,
            settings,
            [CABLE, STICK],
            State(None, 70, "IR-MCI", "E173"),
        )
        self.asked: list[Chosen] = []
        self.bar: list[tuple] = []
        self.model = ModemModel(office, worker, settings, ports=lambda: self.there, state=self._state)
        self.model.said.connect(lambda text, back: self.bar.append((text, back)))
        page = QWidget()
        page.resize(640, 480)
        column = QVBoxLayout(page)
        column.addWidget(ModemGroup(self.model))
        column.addStretch(1)
        self.model.setParent(page)
        qtbot.addWidget(page)
        self.keys = PhysicalKeys(page)
        self.keys.watch(page)
        super().__init__(qtbot, page)
        self.model.read()
        self.wait()

    def _state(self, _office, chosen: Chosen) -> State:
        self.asked.append(chosen)
        if isinstance(self.answers, Exception):
            raise self.answers
        return self.answers

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: self.worker.idle, timeout=10_000)

    def press(self, *sequences: str) -> "ModemRobot":
        super().press(*sequences)
        self.wait()
        return self


@pytest.fixture
def robot(desk_office, worker, settings, qtbot) -> Iterator[ModemRobot]:
    yield ModemRobot(qtbot, desk_office, worker, settings)
    settings.modem = None


def test_a_port_is_chosen_with_the_arrows_and_kept_for_this_pc(robot):
    robot.go_to("درگاه مودم پیامک").press("Down", "Down")
    assert robot.pc.modem == STICK.chosen
    text, back = robot.bar[-1]
    assert text == "ذخیره شد."
    back()
    assert robot.pc.modem == CABLE.chosen


def test_the_test_says_network_and_signal(robot):
    robot.pc.modem = STICK.chosen
    robot.model.read()
    robot.wait()
    robot.go_to("درگاه مودم پیامک").press("Ctrl+Shift+I")
    assert robot.asked == [STICK.chosen]
    assert robot.sees("مودم آماده است: سیم‌کارت و شبکه پاسخ می‌دهند.")
    assert robot.sees("IR-MCI")
    assert robot.sees("قدرت آنتن: ۷۰ درصد، خوب")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (Unavailable("مودم پیامک پیدا نشد؛ کابل و سیم‌کارت را بررسی کنید."), "مودم پیامک پیدا نشد"),
        (State("سیم‌کارت در مودم نیست."), "سیم‌کارت در مودم نیست."),
        (State(None, 10, "MTN"), "قدرت آنتن: ۱۰ درصد، ضعیف"),
    ],
)
def test_what_is_wrong_with_it_is_said_in_its_place(robot, answers, said):
    robot.answers = answers
    robot.pc.modem = STICK.chosen
    robot.model.read()
    robot.wait()
    robot.go_to("آزمایش مودم").press("Return")
    assert robot.sees(said)
    assert robot.is_awake("آزمایش مودم")


def test_a_modem_that_was_unplugged_stays_chosen_and_is_said_to_be_away(robot):
    robot.pc.modem = STICK.chosen
    robot.there = []
    robot.model.read()
    robot.wait()
    assert "COM5" in robot.text("درگاه مودم پیامک")
    assert robot.pc.modem == STICK.chosen
    assert robot.sees("مودمی وصل نیست؛ آن را وصل کنید و F5 را بزنید.")


def test_where_windows_tells_no_ports_that_is_said_in_place_of_them(robot):
    def untold():
        raise Unavailable("درگاه‌ها خوانده نشد.", "modem_port")

    robot.pc.modem = STICK.chosen
    robot.model._ports = untold
    robot.model.read()
    robot.wait()
    assert robot.sees("درگاه‌ها خوانده نشد.")
    assert not robot.sees("مودمی وصل نیست؛ آن را وصل کنید و F5 را بزنید.")
    assert robot.pc.modem == STICK.chosen


def test_without_a_modem_there_is_nothing_to_test(robot):
    assert not robot.is_awake("آزمایش مودم")
    robot.go_to("درگاه مودم پیامک").press("Ctrl+Shift+I")
    assert robot.asked == []


def test_a_pin_is_kept_by_enter_and_never_shown_again(robot, desk_office):
    robot.type("رمز (PIN) سیم‌کارت", "۱۲۳۴").press("Enter")
    assert modem_pin.of(desk_office) == "1234"
    assert robot.text("رمز (PIN) سیم‌کارت") == ""
    assert robot.bar[-1][0] == "رمز سیم‌کارت در پایگاه دادهٔ رمزشده ثبت شد."
    robot.go_to("پاک کردن رمز").press("Return")
    assert not modem_pin.is_kept(desk_office)


def test_a_pin_that_can_be_none_is_refused_beside_its_field_and_stays_typed(robot, desk_office):
    robot.type("رمز (PIN) سیم‌کارت", "12").press("Enter")
    assert robot.line_beside("رمز (PIN) سیم‌کارت") == "رمز (PIN) سیم‌کارت ۴ تا ۸ رقم است."
    assert robot.text("رمز (PIN) سیم‌کارت") == "12"
    assert not modem_pin.is_kept(desk_office)


def test_with_a_modem_that_is_really_there(desk_office, worker, settings, qtbot):
    with Emulator() as stick:
        settings.modem = Chosen(stick.on_socket())
        robot = ModemRobot(qtbot, desk_office, worker, settings)
        robot.model._state = Modem.state_at
        robot.go_to("آزمایش مودم").press("Return")
        robot.wait_to_see("قدرت آنتن: ۵۸ درصد، متوسط")
    settings.modem = None
