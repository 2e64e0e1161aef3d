"""After an update: what became of it is said once, at the desk, and what it left behind goes."""

from functools import partial
from typing import TYPE_CHECKING

from app import first_start, update_copy
from app.domain.persian.text import isolate_path
from app.domain.texts import _
from app.domain.versions import shown
from app.first_start import FirstStart, NotInstalled

if TYPE_CHECKING:
    from app.office import Office
    from ui.main import Client


def tell(client: "Client", office: "Office") -> None:
    def told(what: FirstStart | NotInstalled | None) -> None:
        if what is not None and client.office is office:
            client.tell(*_said(what))

    client.worker.write(client, partial(_settle, office), told, lambda _error: None)


def _settle(office: "Office") -> FirstStart | NotInstalled | None:
    update_copy.clear(office.folder)
    return first_start.to_tell(office)


def _said(what: FirstStart | NotInstalled) -> tuple[str, str]:
    """In words, and how it is meant."""
    if isinstance(what, FirstStart):
        said = _("Didar is of version %(version)s now. As it was before, the office was kept in %(path)s.")
        return said % {"version": shown(what.version), "path": isolate_path(str(what.copy))}, "success"
    said = _("The update to version %(wanted)s was not installed; version %(version)s works on. Try it again.")
    return said % {"wanted": shown(what.wanted), "version": shown(what.version)}, "warning"
