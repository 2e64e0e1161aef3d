"""Ctrl+Shift+K, or a code in quick search: the answer on the telephone over the screen at which the user works."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.domain.errors import UserError
from app.domain.persian.ids import is_follow_up_code
from app.domain.texts import _
from app.search import number
from ui.telling.phone_page import PhonePage

if TYPE_CHECKING:
    from ui.main import Client


def answer(client: "Client", code: str) -> None:
    """code: as it was found; "": the one that stands in the desk's box, if one does."""
    if client.office is None:
        return
    box = getattr(client.window.current, "box", None)
    typed = number(code or (box.line.text() if box is not None else ""))
    page = PhonePage(client.office, client.worker, typed if is_follow_up_code(typed) else "")
    page.said.connect(partial(_say_afterwards, client))
    client.window.lay_over(page)


def _say_afterwards(client: "Client", said: str, undo: Callable[[], object]) -> None:
    """On the screen that is seen once the page over it has gone."""
    QTimer.singleShot(0, client, partial(_say, client, said, undo))


def _say(client: "Client", said: str, undo: Callable[[], object]) -> None:
    bar = getattr(client.window.current, "bar", None)
    if bar is None:
        client.window.status.warn(said)
        return
    undone = partial(client.tell, _("Undone."), "plain")

    def refused(error: UserError) -> None:
        client.tell(error.reason, "danger")

    bar.say(said, undo=lambda: client.worker.write(client, undo, lambda _none: undone(), refused))
