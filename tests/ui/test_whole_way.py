"""One matter's whole way through the client as it is started: from the desk to the signed report, by the keyboard."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import carrier_settings
from app.carrier_settings import CarrierRow
from app.domain.codes import CarrierKind
from app.domain.persian.calendar import Quarter, jalali
from app.report import verify
from app.report.trust import Trust, of_office
from tests.conftest import Clock
from tests.gateways import KEY, Server, gateway
from tests.make import national_id
from tests.robots.client import Starts, sign_in
from tests.robots.desk import DeskRobot
from tests.robots.followup import FollowUpRobot
from tests.robots.outbox import OutboxRobot
from tests.robots.report import ReportRobot
from tests.robots.telling import TellingRobot
from ui.setup.unlock_model import UnlockModel
from ui.this_pc import Settings


@pytest.fixture
def server() -> Iterator[Server]:
    with gateway("kavenegar") as made:
        yield made


def test_what_was_promised_at_the_desk_is_told_and_reported(
    starts: Starts,
    home: Path,
    clock: Clock,
    qtbot: QtBot,
    server: Server,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(UnlockModel.__init__.__kwdefaults__, "clock", clock)
    settings.reports_folder = tmp_path
    client = starts(home)
    sign_in(client, qtbot)
    assert client.office is not None
    carrier_settings.change(
        client.office, CarrierRow(CarrierKind.KAVENEGAR, server.address, "10004346", active=True), KEY
    )

    # the meeting day: she comes, is received, and the head refers her matter
    desk = DeskRobot(qtbot, client.window, client.worker)
    desk.register(national_id=national_id(7), mobile="09160000007", first_name="مریم", last_name="کعبی")
    desk.press("F4", "F7", "F9").type_on("1").type_on("1").type_on("2").press("Enter").press("F8")

    # nine days on: the unit is late, is reminded, and answers
    clock.set(10, day=clock.at.date() + dt.timedelta(days=9))
    client.window.activateWindow()
    desk.press("Ctrl+3")
    list_ = FollowUpRobot(qtbot, client.window, client.worker)
    assert list_.tab == "سررسید گذشته"
    assert list_.names == ["مریم کعبی"]
    list_.press("Ctrl+R")
    assert list_.said == "یادآوری به فنی و عمرانی ثبت شد؛ گیرنده: واحد."
    list_.press("Ctrl+Shift+J", "Enter").type_on("کوچه آسفالت شد").press("Enter", "Ctrl+S")
    list_.go_to_tab("همهٔ باز").press("Ctrl+O", "Enter").type_on("کوچهٔ شما آسفالت شد.").press("Enter")

    # she is told, which counts once it was delivered
    list_.go_to_tab("اطلاع داده نشده")
    TellingRobot(list_).open().host.press("Enter")
    assert list_.names == ["مریم کعبی"]
    qtbot.waitUntil(lambda: len(server.got) == 1, timeout=10_000)
    list_.press("Ctrl+Shift+F12")
    sent = OutboxRobot(qtbot, client.window, client.worker).sees_state("ارسال شد")
    server.delivery = "10"
    clock.tick(1)
    client.outbox.kick()
    sent.sees_state("تحویل شد")
    client.window.activateWindow()
    list_.press("Ctrl+3")
    assert list_.wait().tabs["همهٔ باز"] == 0

    # the quarter is over: its report counts her, signed and whole
    clock.set(11, 20, day=jalali(1405, 7, 4))
    list_.press("Ctrl+7")
    report = ReportRobot(qtbot, client.window.current)
    report.screen.model.show(Quarter(1405, 2))
    report.wait()
    assert (report.figures["دیدار کرده"], report.figures["اطلاع‌داده‌شده"]) == ("۱", "۱")
    report.press("Ctrl+S").go_to("امضای گزارش")
    with qtbot.waitSignal(report.screen.model.made, timeout=30_000):
        report.press("Space")
    report.wait()
    (made,) = tmp_path.glob("*.pdf")
    said = verify.verify(made.read_bytes(), trusted=of_office(client.office, Trust()), now=clock.at)
    assert said.ok
    assert said.totals is not None
    assert said.totals["notified"] == 1
