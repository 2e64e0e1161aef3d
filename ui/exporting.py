"""Ctrl+Shift+E: the list in front of the user as a sheet, into the folder of reports."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QWidget

from app.domain.errors import UserError
from app.domain.persian.text import plain
from app.domain.texts import _
from app.exports import ListSheet, write
from ui.widgets.table import Table

if TYPE_CHECKING:
    from ui.main import Client


def export(client: "Client") -> None:
    """The list that has the focus, else the first one that is seen; it is told where it went, and what it holds.

    A screen whose list is longer than what is read of it writes it itself (`write_sheet`).
    """
    if own := getattr(client.window.current, "write_sheet", None):
        own(client.settings.reports_folder)
        return
    office, sheet = client.office, sheet_in_front(client.window)
    if office is None:
        return
    if sheet is None:
        client.tell(_("There is no list here to write."), "warning")
        return

    def told(path: Path) -> None:
        client.tell(written_to(path), "success")

    def refused(error: UserError) -> None:
        client.tell(error.reason, "danger")

    client.worker.write(client, partial(write, office, sheet, client.settings.reports_folder), told, refused)


def written_to(path: Path) -> str:
    said = _("The list was written to %(path)s. It holds what you saw, unencrypted.")
    return said % {"path": f"\u2066{path}\u2069"}


def sheet_in_front(window: QWidget) -> ListSheet | None:
    """as_sheet: of what is no table and has a list of its own, as the box has what it found."""
    focus = QApplication.focusWidget()
    while focus is not None:
        if isinstance(focus, Table):
            return sheet_of(focus)
        if sheet := focus.as_sheet() if hasattr(focus, "as_sheet") else None:
            return sheet
        focus = focus.parentWidget()
    table = next((table for table in window.findChildren(Table) if table.isVisible()), None)
    return sheet_of(table) if table is not None else None


def sheet_of(table: Table) -> ListSheet:
    """All its columns and rows, as words: chips and icons never speak alone."""
    model = table.model()
    columns = [column for column in model.columns if column.heading]
    rows = tuple(tuple(plain(column.words(row)) for column in columns) for row in model.rows)
    return ListSheet(table.accessibleName() or _("List"), tuple(column.heading for column in columns), rows)
