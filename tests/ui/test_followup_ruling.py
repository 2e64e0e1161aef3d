"""A matter that waits for its ruling is no dead end in the worklist: F9 leads to the ruling, and back."""

import datetime as dt
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app import issues
from tests.conftest import Clock
from tests.make import national_id
from tests.robots.client import Starts, sign_in
from tests.robots.desk import DeskRobot
from tests.robots.followup import LIST, FollowUpRobot
from ui.setup.unlock_model import UnlockModel


def test_one_key_leads_to_the_ruling_and_its_undo_comes_back_along(
    starts: Starts, home: Path, clock: Clock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(UnlockModel.__init__.__kwdefaults__, "clock", clock)
    client = starts(home)
    sign_in(client, qtbot)
    assert client.office is not None
    desk = DeskRobot(qtbot, client.window, client.worker)
    desk.register(national_id=national_id(7), mobile="09160000007", first_name="مریم", last_name="کعبی")
    clock.set(10, day=clock.at.date() + dt.timedelta(days=1))
    desk.press("Ctrl+3")
    followup = FollowUpRobot(qtbot, client.window, client.worker).go_to_tab("همهٔ باز")
    issue_id = followup.list.table.rows[0].issue_id
    assert followup.next_act == "دستور"

    followup.press("F9")
    assert client.window.current_id == "desk"
    followup.press("Esc")
    qtbot.waitUntil(lambda: client.window.current_id == "followup")
    assert followup.focus == LIST

    followup.press("F9").type_on("1").type_on("1").type_on("2").press("Enter")
    qtbot.waitUntil(lambda: client.window.current_id == "followup")
    assert issues.one(client.office, issue_id).ruling
    assert followup.wait().focus == LIST
    assert followup.said.startswith("دستور")
    assert followup.next_act == "یادآوری"

    followup.press("Ctrl+Z")
    assert not issues.one(client.office, issue_id).ruling
