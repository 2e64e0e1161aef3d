"""Ctrl+B: the whole store as one encrypted file, where the user says; the office's own folder is where it begins."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from app import backup_folder
from app.domain.errors import UserError
from app.domain.persian.calendar import numeric
from app.domain.texts import _
from app.security import backup
from ui.this_pc import documents

if TYPE_CHECKING:
    from app.office import Office
    from ui.main import Client


def back_up(client: "Client") -> None:
    """Ask where to, and write it there; the file that stands there already is replaced."""
    office = client.office
    if office is not None:
        client.worker.read(client, partial(_folder, office), partial(_ask, client, office), partial(_refused, client))


def _folder(office: "Office") -> tuple[Path, bool]:
    """Where the dialog begins, and whether that is where backups usually go: a stick may be away."""
    usual = backup_folder.of(office)
    try:
        is_there = bool(usual) and Path(usual).is_dir()
    except OSError:
        is_there = False
    return (Path(usual), True) if is_there else (documents(), not usual)


def _ask(client: "Client", office: "Office", begins: tuple[Path, bool]) -> None:
    if client.office is not office:  # it may have locked itself meanwhile, as while the dialog stands open
        return
    folder, usual = begins
    if not usual:
        client.tell(_("The folder of backups is not within reach. Plug it in, or choose another place."), "warning")
    name = f"didar-{numeric(office.today()).replace('/', '-')}.didar"
    chosen, _kind = QFileDialog.getSaveFileName(client.window, _("Back up"), str(folder / name))
    if not chosen or client.office is not office:
        return
    path = Path(chosen)

    def made(_done: object) -> None:
        client.tell(_("The backup was saved in %(path)s.") % {"path": f"\u2066{path}\u2069"}, "success")
        client.read_frame()

    job = partial(backup.backup, office, path, replace=True)  # the dialog has asked whether it may be
    client.worker.read(client, job, made, partial(_refused, client))


def _refused(client: "Client", error: UserError) -> None:
    client.tell(error.reason, "danger")
