"""The outbox by keyboard: what waits goes by itself, and what nobody knows is decided by a person."""

import datetime as dt
from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app import booking_moves, bookings, carrier_settings, issues, meetings, outbox, outcomes, sending
from app.carrier_settings import CarrierRow
from app.carriers import Answer, kavenegar
from app.carriers.ports import Chosen
from app.domain.codes import CarrierKind, MeetingState, MessageState, Purpose, Status, Way
from app.domain.errors import Unavailable
from tests.carrier import Scripted
from tests.conftest import MEETING_DAY
from tests.gateways import KEY, Server, gateway, nobody
from tests.make import by_phone, registered
from tests.robots.outbox import OutboxRobot
from tests.robots.settings import SettingsRobot
from ui.frame.info import OfficeInfo
from ui.frame.office import OfficeFrame
from ui.keys import PhysicalKeys
from ui.outbox.page import OutboxPage
from ui.outbox.runner import Outbox
from ui.outbox.view_model import OutboxModel
from ui.settings.screen import SettingsScreen
from ui.settings.view_model import SettingsModel
from ui.window import Screen, Window

Comes = Callable[..., OutboxRobot]


@pytest.fixture
def server() -> Iterator[Server]:
    with gateway("kavenegar") as made:
        yield made


@pytest.fixture
def sends(desk_office, worker, settings, qtbot) -> Iterator[Comes]:
    """Sit down where messages are sent."""
    made: list[tuple[Window, Outbox]] = []

    def come(pc: str = "", **more: Callable[[], object]) -> OutboxRobot:
        info = OfficeInfo()
        window = Window(info, settings, PhysicalKeys())
        qtbot.addWidget(window)
        window.resize(1366, 768)
        sender = Outbox(desk_office, worker, window, pc=pc, **more)
        stops: list[str] = []
        sender.stopped.connect(stops.append)  # before anything else: it may stop while the window is being made
        made.append((window, sender))
        frame = OfficeFrame(desk_office, worker, window, outbox=sender)
        frame.changed.connect(lambda: info.put(frame.shown))
        model = SettingsModel(desk_office, worker, settings, printers=list)
        model.modem.chosen.connect(sender.renew)
        window.put_screens([Screen("settings", "settings", "تنظیمات", lambda: SettingsScreen(model), foot=True)])
        window.outbox_wanted.connect(lambda: window.lay_over(OutboxPage(OutboxModel(desk_office, worker), sender)))
        window.go("settings")
        robot = OutboxRobot(qtbot, window, worker)
        robot.sender, robot.stops = sender, stops
        robot.window._acts["outbox"].setEnabled(True)  # there is no desk here, whose key it is
        return robot

    yield come
    for window, sender in made:
        sender.leave()
        sender.wait(None)
        window.empty()


def by(office, address: str, kind: CarrierKind = CarrierKind.KAVENEGAR) -> None:
    carrier_settings.change(office, CarrierRow(kind, address, line="10004346", active=True), KEY)


def wanted(office, number: int = 1) -> int:
    own = registered(office, number).issue_ids[0]
    outcomes.record(office, own, Status.RESOLVED, "انجام شد")
    outbox.queue(office, own, Purpose.RESULT)
    return own


def later(office, clock, robot, minutes: int = 1) -> None:
    clock.at += dt.timedelta(minutes=minutes)
    robot.sender.kick()


def test_what_waits_is_sent_and_counts_as_told_once_it_was_delivered(sends, desk_office, clock, server):
    by(desk_office, server.address)
    own = wanted(desk_office)
    robot = sends().open().sees_state("ارسال شد")
    assert [one.text for one in server.got] == [outbox.rows(desk_office)[0].text]
    server.delivery = "10"
    later(desk_office, clock, robot)
    robot.sees_state("تحویل شد")
    assert issues.one(desk_office, own).told_by is Way.SMS
    assert robot.sees("به گوشی رسید.")


def test_a_message_that_is_wanted_meanwhile_goes_at_once(sends, desk_office, server):
    by(desk_office, server.address)
    robot = sends().open()
    assert robot.rows == []
    robot.worker.write(robot.sender, lambda: wanted(desk_office))
    robot.sees_state("ارسال شد")


def test_without_internet_the_status_line_says_what_waits(sends, desk_office, clock, server):
    by(desk_office, nobody())
    wanted(desk_office)
    robot = sends().open()
    robot.qtbot.waitUntil(lambda: robot.status == "۱ پیامک در صف؛ اینترنت قطع است", timeout=10_000)
    assert robot.above == "اتصال به درگاه پیامک برقرار نشد؛ پیامک در صندوق ارسال ماند."
    robot.sees_state("در انتظار ارسال")
    by(desk_office, server.address)  # another gateway is taken as soon as it is chosen
    later(desk_office, clock, robot)
    robot.sees_state("ارسال شد")


@pytest.fixture
def begins(desk_office, worker) -> Iterator[Callable[[], Outbox]]:
    """Make the sender without a window; its first step comes once the test waits for something."""
    made: list[Outbox] = []

    def begin() -> Outbox:
        made.append(Outbox(desk_office, worker))
        return made[0]

    yield begin
    for one in made:
        one.leave()
        one.wait(None)


@pytest.fixture
def steps(monkeypatch) -> list[Callable[[], object]]:
    """What the next steps do; each of them finds nothing."""
    will: list[Callable[[], object]] = []
    monkeypatch.setattr(sending, "step", lambda *_about: (will.pop(0)() if will else None, sending.Step(3600))[1])
    return will


def test_what_is_wanted_while_a_step_finds_nothing_is_looked_at_at_once(begins, steps, qtbot):
    sender = begins()
    steps += [sender.kick, list]
    qtbot.waitUntil(lambda: not steps, timeout=10_000)


def test_after_a_store_that_was_busy_it_goes_on(begins, steps, qtbot, monkeypatch):
    def busy() -> None:
        raise Unavailable("busy")

    monkeypatch.setattr(sending, "IDLE", 0.2)
    steps += [busy, list]
    begins()
    qtbot.waitUntil(lambda: not steps, timeout=10_000)


def test_a_bug_in_it_is_heard_where_bugs_are(begins, steps, qtbot):
    def bug() -> None:
        raise ZeroDivisionError

    steps.append(bug)
    begins()
    with qtbot.captureExceptions() as heard:
        qtbot.waitUntil(lambda: bool(heard), timeout=10_000)
    assert heard[0][0] is ZeroDivisionError


def test_once_it_leaves_no_other_message_begins(begins, desk_office, clock, monkeypatch, qtbot):
    by(desk_office, nobody())
    for number in (1, 2):
        wanted(desk_office, number)

    class Last(Scripted):
        def send(self, outgoing):
            clock.tick(1)  # time enough for another one
            sender._leaving.set()
            return super().send(outgoing)

    carrier = Last()
    monkeypatch.setattr(carrier_settings, "active", lambda *_about: carrier)
    sender = begins()
    qtbot.waitUntil(lambda: bool(carrier.got), timeout=10_000)
    sender.wait(None)
    assert len(carrier.got) == 1


def test_a_carrier_that_waits_is_told_that_it_leaves(begins, monkeypatch, qtbot):
    """As a modem listens, or waits for the operator."""
    waits, told = Event(), Event()

    class Modem(Scripted):
        def listen(self, _seconds: float) -> list[int]:
            waits.set()
            told.wait(10)
            return []

        def is_back(self) -> bool:
            return False

        def cancel(self) -> None:
            told.set()

    monkeypatch.setattr(carrier_settings, "active", lambda *_about: Modem())
    sender = begins()
    qtbot.waitUntil(waits.is_set, timeout=10_000)
    sender.leave()
    assert told.is_set()


def test_a_short_credit_is_said_once_and_a_press_tries_again(sends, desk_office, clock, server):
    by(desk_office, server.address)
    server.script.append("418")
    wanted(desk_office)
    robot = sends().open()
    robot.qtbot.waitUntil(lambda: bool(robot.above), timeout=10_000)
    assert robot.above == "ارسال ایستاده است: اعتبار درگاه پیامک کافی نیست."
    assert robot.status == "۱ پیامک در صف؛ ارسال ایستاده است"
    clock.tick(1)
    robot.go_to("تلاش دوباره").press("Space").sees_state("ارسال شد")
    assert robot.said == "دوباره تلاش می‌شود."
    assert robot.stops == ["اعتبار درگاه پیامک کافی نیست."]
    assert robot.above == ""


@pytest.mark.parametrize("taken", [True, False])
def test_what_nobody_knows_is_decided_by_a_person(sends, desk_office, clock, server, monkeypatch, taken):
    monkeypatch.setattr(kavenegar.Kavenegar, "window", 0.0)  # its time is over at once
    by(desk_office, server.address)
    server.script.append("http_500" if taken else "http_500_not_taken")
    wanted(desk_office)
    robot = sends().open().sees_state("وضعیت ارسال نامعلوم")
    later(desk_office, clock, robot)
    robot.qtbot.waitUntil(lambda: not outbox.rows(desk_office)[0].asked, timeout=10_000)
    robot.press("F5")
    assert robot.sees("وضعیت ارسال نامعلوم است؛ پیش از ارسال دوباره بررسی کنید.")
    assert robot.offered == ["ارسال شده", "ارسال دوباره"]
    assert robot.status == "وضعیت ارسال ۱ پیامک نامعلوم است"
    if taken:
        robot.press("Enter", "Space").sees_state("ارسال شد")
    else:
        robot.press("Enter", "Tab", "Space")
    robot.qtbot.waitUntil(lambda: len(server.got) == 1, timeout=10_000)


def test_by_hand_the_text_is_copied_and_each_step_is_one_press(sends, desk_office):
    own = wanted(desk_office)
    robot = sends().open()
    assert robot.above.startswith("پیامک‌ها دستی فرستاده می‌شود")
    assert robot.status == "۱ پیامک در صف ارسال دستی"
    robot.go_to("کپی متن").press("Space")
    assert QGuiApplication.clipboard().text().startswith("متقاضی گرامی مریم کعبی\n")
    robot.press("Escape", "Enter")
    assert robot.focus == "ارسال شده"
    robot.press("Space").sees_state("ارسال شد")
    assert robot.focus == "صندوق ارسال پیامک"
    robot.press("Enter")
    assert robot.focus == "تحویل شد"
    robot.press("Space").sees_state("تحویل شد")
    assert issues.one(desk_office, own).told_by is Way.SMS
    robot.press("Ctrl+Z").sees_state("ارسال شد")
    assert issues.one(desk_office, own).told_by is None


def test_numbers_are_masked_until_f3_is_held_but_for_who_has_to_type_one(sends, desk_office, clock, server):
    by(desk_office, server.address)
    wanted(desk_office)
    robot = sends().open().sees_state("ارسال شد")

    def numbers() -> tuple[str, str]:
        column = next(one for one in robot.page.table.model().columns if one.key == "number")
        return column.words(robot.page.table.rows[0]), robot.page.about.text

    assert all("۰۹۱۶ ••• ••۰۱" in shown for shown in numbers())
    QTest.keyPress(robot.focused, Qt.Key.Key_F3)
    assert all("۰۹۱۶ ۰۰۰ ۰۰۰۱" in shown for shown in numbers())
    QTest.keyRelease(robot.focused, Qt.Key.Key_F3)
    assert all("۰۹۱۶ ••• ••۰۱" in shown for shown in numbers())
    carrier_settings.change(desk_office, CarrierRow(CarrierKind.BY_HAND, active=True))
    wanted(desk_office, 2)
    robot.press("F5", "Down")
    assert "۰۹۱۶ ۰۰۰ ۰۰۰۲" in robot.page.about.text


def test_a_wrong_press_is_taken_back(sends, desk_office):
    wanted(desk_office)
    robot = sends().open().press("Enter", "Space").sees_state("ارسال شد").press("Ctrl+Z")
    robot.sees_state("در انتظار ارسال").press("Delete").sees_state("لغو شد")
    assert robot.said == "مریم کعبی: ارسال نمی‌شود."
    robot.press("Ctrl+Z").sees_state("در انتظار ارسال")


def test_an_empty_outbox_says_so_and_escape_leads_back(sends):
    robot = sends().open()
    assert robot.page.table.empty == "پیامکی در صندوق ارسال نیست."
    robot.press("Escape")
    assert robot.window.current_id == "settings"
    assert not isinstance(robot.window.current, OutboxPage)


def test_who_may_not_follow_up_sees_and_sends_nothing(sends, desk_office, server, monkeypatch):
    from app.domain.codes import Role
    from app.office import SignedIn

    by(desk_office, server.address)
    wanted(desk_office)
    monkeypatch.setattr(desk_office, "user", SignedIn(desk_office.user.id, "r", "خواننده", (Role.READER,)))
    robot = sends().open()
    assert robot.rows == [("در انتظار ارسال", "مریم کعبی")]
    assert robot.offered == []
    assert server.got == []


# settings


def test_the_key_is_typed_once_and_shown_never_again(sends, desk_office, server, qtbot, worker):
    robot = sends()
    desk = SettingsRobot(qtbot, robot.window, worker).open_group("پیامک")
    assert desk.focus == "راه ارسال پیامک"
    desk.press("Left", "Space")
    assert carrier_settings.of(desk_office)[0].active
    desk.type("نشانی درگاه", server.address).press("Enter")
    desk.type("کلید یا گذرواژه", KEY).press("Enter")
    assert desk.text("کلید یا گذرواژه") == ""
    assert carrier_settings.of(desk_office)[0].has_secret
    desk.go_to("آزمایش اتصال").press("Space")
    assert desk.sees("درگاه پیامک پاسخ می‌دهد. اعتبار: \u2066۱۲۵٬۰۰۰\u2069 ریال")
    server.key = "another"
    desk.press("Space")
    assert desk.sees("درگاه پیامک کلید را نپذیرفت.")


def test_a_text_with_a_place_that_nothing_fills_stays_typed_with_the_reason(sends, desk_office, qtbot, worker):
    from app import sms_settings

    desk = SettingsRobot(qtbot, sends().window, worker).open_group("پیامک")
    desk.type("واژه‌های این متن", "{نام} گرامی").press("Tab")
    assert "{نام}" in desk.line_beside("واژه‌های این متن")
    assert desk.text("واژه‌های این متن") == "{نام} گرامی"
    assert sms_settings.of(desk_office).texts == {}
    desk.type("واژه‌های این متن", "{name} گرامی، ثبت شد.").press("Tab")
    assert sms_settings.of(desk_office).texts == {"registered": "{name} گرامی، ثبت شد."}
    desk.press("Escape", "Ctrl+Z")
    assert sms_settings.of(desk_office).texts == {}


def test_the_hours_are_kept_and_taken_back(sends, desk_office, qtbot, worker):
    from app import sms_settings

    desk = SettingsRobot(qtbot, sends().window, worker).open_group("پیامک")
    desk.type("تا ساعت", "18").press("Enter")
    assert sms_settings.of(desk_office).closes == 18
    desk.press("Escape", "Ctrl+Z")
    assert sms_settings.of(desk_office).closes == 21
    desk.open_group("پیامک").type("از ساعت", "23").press("Enter")
    assert desk.line_beside("از ساعت") or desk.line_beside("تا ساعت")


def test_what_goes_by_itself_is_ticked_here_and_acts(sends, desk_office, qtbot, worker):
    desk = SettingsRobot(qtbot, sends().window, worker).open_group("پیامک")
    assert desk.sees("در ارسال دستی، پیامکی خودبه‌خود ارسال نمی‌شود.")
    by(desk_office, nobody())
    desk.wait()
    assert not desk.sees("در ارسال دستی")
    desk.go_to("کد پیگیری هنگام ثبت مراجعه پیامک شود").press("Space")
    assert desk.said == "ذخیره شد."
    registered(desk_office)
    assert [row.purpose for row in outbox.rows(desk_office)] == [Purpose.REGISTERED]
    moving = "نوبت تازهٔ کسانی که روز دیدارشان برگزار نمی‌شود پیامک شود"
    desk.go_to(moving).press("Space")
    day = MEETING_DAY + dt.timedelta(days=7)
    bookings.book(desk_office, by_phone(), day)
    meetings.mark(desk_office, day, MeetingState.HOLIDAY)
    (moved,) = booking_moves.move_all(desk_office, day)
    assert [row.purpose for row in outbox.rows(desk_office)] == [Purpose.REGISTERED]
    desk.press("Escape", "Ctrl+Z").open_group("پیامک").go_to(moving)
    assert desk.focused.isChecked()
    meetings.mark(desk_office, moved.date, MeetingState.HOLIDAY)
    booking_moves.move_all(desk_office, moved.date)
    assert [row.purpose for row in outbox.rows(desk_office)] == [Purpose.REGISTERED, Purpose.MOVED]


def test_a_state_that_nobody_told_the_page_of_is_read_again(sends, desk_office):
    own = wanted(desk_office)
    robot = sends().open()
    row = outbox.of_issue(desk_office, own)[0]
    robot.worker.write(robot.sender, lambda: outbox.cancel(desk_office, row.id))
    robot.sees_state(MessageState.CANCELLED.label)


def test_a_copied_store_sends_nothing_here_until_that_is_wanted_here(sends, desk_office, server):
    by(desk_office, server.address)
    sending.step(desk_office, None, "another PC")
    wanted(desk_office)
    robot = sends("this PC").open()
    robot.qtbot.waitUntil(robot.page.here.isVisible, timeout=20_000)
    assert robot.above.startswith("پیامک‌ها از رایانهٔ دیگری ارسال می‌شود.")
    robot.sees_state("در انتظار ارسال")
    assert robot.status == "۱ پیامک در صف؛ فرستنده رایانهٔ دیگری است"
    robot.press("Ctrl+Shift+S").sees_state("وضعیت ارسال نامعلوم")
    assert robot.said == "از این پس پیامک‌ها از این رایانه ارسال می‌شود."
    robot.qtbot.waitUntil(lambda: not robot.page.here.isVisible(), timeout=20_000)
    assert server.got == []


@pytest.mark.parametrize("doubt", ["تنظیمات این رایانه تازه است", "تنظیمات این رایانه ذخیره نمی‌شود"])
def test_a_pc_whose_settings_were_lost_is_not_told_of_another_pc(sends, desk_office, server, doubt):
    by(desk_office, server.address)
    sending.step(desk_office, None, "its number before")
    robot = sends("another", doubt=lambda: doubt).open()
    robot.qtbot.waitUntil(robot.page.here.isVisible, timeout=20_000)
    assert robot.above.startswith(f"{doubt} اگر این رایانه فرستنده باشد")


def test_a_modem_that_this_pc_lacks_is_said_and_nothing_goes_another_way(sends, desk_office, settings):
    by(desk_office, "", CarrierKind.MODEM)
    wanted(desk_office)
    made: list[None] = []
    robot = sends(has_modem=lambda: settings.modem is not None, modem=lambda: made.append(None)).open()
    robot.qtbot.waitUntil(lambda: bool(made and robot.above), timeout=10_000)
    assert robot.above.startswith("برای این رایانه مودم پیامک تنظیم نشده است")
    assert robot.status == "۱ پیامک در صف؛ این رایانه مودم ندارد"
    assert (robot.offered, robot.rows) == (["انصراف از ارسال"], [("در انتظار ارسال", "مریم کعبی")])
    robot.press("Escape")
    desk = SettingsRobot(robot.qtbot, robot.window, robot.worker)
    desk.settings.model.modem.choose(Chosen("COM5"))
    robot.qtbot.waitUntil(lambda: robot.status == "۱ پیامک در صف", timeout=10_000)


def test_outside_the_hours_it_is_said_when_what_waits_goes(sends, desk_office, clock, server):
    by(desk_office, server.address)
    clock.set(21)
    wanted(desk_office)
    robot = sends().open()
    assert robot.above == "پیامک‌ها از ساعت ۸ تا ۲۱ ارسال می‌شود؛ آنچه در صف است آن هنگام می‌رود."
    assert robot.status == "۱ پیامک در صف تا ساعت ۸"
    clock.set(8, day=clock.at.date() + dt.timedelta(days=1))
    robot.sender.kick()
    robot.sees_state("ارسال شد")
    assert (robot.above, robot.status) == ("", "")


def test_one_after_another_the_cursor_stays_for_the_next_and_comes_back_with_what_is_undone(sends, desk_office, clock):
    """Three that wait and two that nobody knows of, which come first: a person is wanted there."""
    by(desk_office, nobody())
    for number in range(1, 6):
        wanted(desk_office, number)
    lost = Scripted(Answer(MessageState.UNKNOWN), Answer(MessageState.UNKNOWN))
    lost.window = 0
    for _step in range(4):  # one after the other goes out, and is asked for in vain
        sending.step(desk_office, lost)
        clock.tick(1)
    clock.set(21)  # nothing goes by itself meanwhile
    robot = sends().open()
    unknown, waiting, table = MessageState.UNKNOWN, MessageState.WAITING, robot.page.table
    assert [row.state for row in table.rows] == [unknown, unknown, waiting, waiting, waiting]
    ids = [row.id for row in table.rows]
    robot.press("Enter", "Space")  # it was sent
    assert robot.said == "مریم کعبی: ارسال شده ثبت شد."
    assert table.current.id == ids[1]
    robot.press("Enter", "Tab", "Space", "Ctrl+Z")  # it is to be sent again, or rather not
    assert (table.current.id, table.current.state) == (ids[1], unknown)
    robot.press("Down", "Delete", "Delete")
    assert [row.id for row in table.rows if row.state is MessageState.CANCELLED] == [ids[3], ids[2]]
    assert table.current.id == ids[4]
    robot.press("Ctrl+Z")
    assert (table.current.id, table.current.state) == (ids[3], waiting)
