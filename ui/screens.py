"""Every screen that exists, in the rail's order; each is loaded when it is first shown."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.domain.texts import _
from ui.frame.screens import Screen

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.office import Office
    from app.report.figures import IssueFacts
    from ui.main import Client


def screens_of(client: "Client", office: "Office") -> list[Screen]:
    return [
        Screen("desk", "desk", _("Meeting desk"), partial(_desk, client, office)),
        Screen("board", "tv", _("Board"), client.boards.raise_head, apart=True),
        Screen("followup", "timer", _("Follow-up"), partial(_followup, client, office)),
        Screen("report", "document_text", _("Report"), partial(_report, client, office)),
        Screen("verify", "shield_checkmark", _("Verification"), partial(_verify, client, office)),
        Screen("settings", "settings", _("Settings"), partial(_settings, client, office), foot=True),
    ]


def _desk(client: "Client", office: "Office") -> "QWidget":
    from ui.desk.screen import DeskScreen

    return DeskScreen(office, client.worker, client.window.pages, printing=client.printing)


def _followup(client: "Client", office: "Office") -> "QWidget":
    from ui.followup.screen import FollowUpScreen

    screen = FollowUpScreen(office, client.worker, client.window.pages)
    screen.ruling_wanted.connect(partial(_rule, client))
    return screen


def _rule(client: "Client", issue_id: int) -> None:
    """On a matter of the worklist, at the desk; then its row is back, with what was done and the way to undo it."""
    if client.window.go("desk"):
        desk = client.window.current

        def back() -> None:
            client.window.go("followup")
            desk.bar.hand_on(client.window.current.bar)

        desk.issues.open_one("ruling", issue_id, back)


def _report(client: "Client", office: "Office") -> "QWidget":
    from ui.report.screen import ReportScreen
    from ui.report.view_model import ReportModel

    screen = ReportScreen(ReportModel(client.worker, office, client.settings.store, parent=client))
    screen.settings_wanted.connect(partial(client.show_settings, "signing"))
    screen.receiver_wanted.connect(partial(client.show_settings, "receiver"))
    screen.desk_wanted.connect(partial(_mend, client))
    return screen


def _mend(client: "Client", issue: "IssueFacts", act: str) -> None:
    """What a row of the report lacks is written where it is written on the day itself; then the row is back."""
    if client.window.go("desk"):
        desk = client.window.current
        if act == "correct":
            desk.model.correct(issue.visit_id)
        else:
            desk.issues.open_one(act, issue.issue_id, partial(client.window.go, "report"))


def _verify(client: "Client", office: "Office") -> "QWidget":
    from ui.verify.screen import VerifyScreen
    from ui.verify.view_model import VerifyModel

    return VerifyScreen(VerifyModel(client.worker, office, client))


def _settings(client: "Client", office: "Office") -> "QWidget":
    from ui.settings.screen import SettingsScreen
    from ui.settings.view_model import SettingsModel

    model = SettingsModel(office, client.worker, client.settings, client)
    model.printing_changed.connect(client.printing.changed)
    model.look_changed.connect(client.window.dress)
    model.updates.begun.connect(client.window.close, Qt.ConnectionType.QueuedConnection)
    model.modem.chosen.connect(lambda *_port: client.outbox.renew() if client.outbox is not None else None)
    return SettingsScreen(model)
