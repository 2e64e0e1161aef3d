"""The outbox in the client: it begins with the screens, ends with the lock, and lies over them when it is asked for."""

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from ui.outbox.page import OutboxPage
from ui.outbox.runner import Outbox
from ui.outbox.view_model import OutboxModel
from ui.outbox.words import doubt

if TYPE_CHECKING:
    from app.carriers import Carrier
    from app.office import Office
    from ui.main import Client


def begin(client: "Client", office: "Office") -> Outbox:
    """Send from now on."""
    pc = client.settings
    sender = Outbox(
        office,
        client.worker,
        client,
        modem=partial(_modem, client, office),
        has_modem=lambda: pc.modem is not None,
        pc=pc.number,
        doubt=lambda: doubt(pc),
    )
    sender.changed.connect(lambda: pc.known() if sender.elsewhere is False else None)
    sender.stopped.connect(partial(client.tell, role="warning"))
    return sender


def _modem(client: "Client", office: "Office") -> "Carrier | None":
    """On the thread that sends."""
    chosen = client.settings.modem
    made: Carrier | None = import_module("app.carriers.modem").Modem(office, chosen) if chosen is not None else None
    return made


def show(client: "Client", office: "Office") -> None:
    """Every message, over the screen at which the user works."""
    page = OutboxPage(OutboxModel(office, client.worker), client.outbox)
    page.settings_wanted.connect(partial(client.show_settings, "sms"))
    client.window.lay_over(page)
