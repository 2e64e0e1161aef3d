"""Ctrl+B: the whole store as one encrypted file, where the user says."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app.domain.errors import UserError
from app.domain.persian.calendar import numeric
from app.domain.texts import _
from app.security import backup

if TYPE_CHECKING:
    from ui.main import Client


def back_up(client: "Client") -> None:
    """Ask where to, and write it there; the file that stands there already is replaced."""
    office = client.office
    if office is None:
        return
    name = f"didar-{numeric(office.today()).replace('/', '-')}.didar"
    chosen, _kind = QFileDialog.getSaveFileName(client.window, _("Back up"), str(Path.home() / name))
    if not chosen or client.office is not office:  # it may have locked itself while the dialog stood open
        return
    path = Path(chosen)

    def made(_done: object) -> None:
        client.tell(_("The backup was saved in %(path)s.") % {"path": f"\u2066{path}\u2069"}, "success")
        client.read_frame()

    def refused(error: UserError) -> None:
        client.tell(error.reason, "danger")

    job = partial(backup.backup, office, path, replace=True)  # the dialog has asked whether it may be
    client.worker.read(client, job, made, refused)
