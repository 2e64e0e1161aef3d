"""The scans of the issue that is being ruled on, in one line: attach one, open one, put one away."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QWidget

from app.attachments import Scan
from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui.desk.scan_model import ScanModel
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.text import Elided

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN = 3
"""More of them would push the buttons out; they are told as a number."""


class Scans(QWidget):
    """One button a scan: Enter opens it, Delete takes it back. Signal wanted(Scan): it is to be seen."""

    wanted = Signal(object)

    def __init__(self, model: ScanModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ask_file: Callable[[QWidget], str] = ask_file
        self._model = model
        self._issue_id: int | None = None
        self.buttons: list[Button] = []
        self.attach = Button(_("Attach a scan"), "add", kind=PLAIN, key="attach", measure="small", on_click=self.ask)
        self.line = Elided("", "caption", "danger")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self.attach)
        self._row.addWidget(self.line, 1)
        model.listed.connect(self._list)
        model.opened.connect(lambda _scan, _bytes: self.line.set_text(""))
        model.refused.connect(lambda _field, reason: self.line.set_text(reason, "danger"))

    def show_issue(self, issue_id: int) -> None:
        """Those of this issue, as soon as the store has answered."""
        if issue_id != self._issue_id:
            self._issue_id = issue_id
            self.line.set_text("")
            self._list(issue_id, [])
        self._model.read(issue_id)

    def ask(self) -> None:
        """The file dialog; what it says is attached to the issue that stood here then."""
        issue_id = self._issue_id
        if issue_id is None:
            return
        chosen = self.ask_file(self)
        if chosen:
            self.line.set_text("")
            self._model.attach(issue_id, Path(chosen))

    def _list(self, issue_id: int, scans: list[Scan]) -> None:
        if issue_id != self._issue_id:
            return
        for button in self.buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self.buttons = [self._button(scan) for scan in scans[:SHOWN]]
        for place, button in enumerate(self.buttons, 1):
            self._row.insertWidget(place, button)
        if len(scans) > SHOWN:
            more = _("and %(n)s more") % {"n": persian_digits(len(scans) - SHOWN)}
            self.line.set_text(more, "muted")

    def _button(self, scan: Scan) -> Button:
        size = persian_digits(max(1, round(scan.size / 1024)))
        words = _("%(name)s, %(n)s kB") % {"name": _short(scan.name), "n": size}
        button = Button(words, "document_text", kind=PLAIN, measure="small", on_click=lambda: self._model.open(scan))
        button.setToolTip(scan.name)
        button.setProperty("scan", scan.id)
        button.installEventFilter(self)
        button.scan = scan
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if pressed and event.key() == Qt.Key.Key_Delete:
            self._model.take_back(watched.scan)
            return True
        return super().eventFilter(watched, event)


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:14]}…{name[-9:]}"


def ask_file(parent: QWidget) -> str:
    """The system's own choice of a file."""
    kinds = _("Scans (%(kinds)s)") % {"kinds": "*.pdf *.png *.jpg *.jpeg"}
    chosen, _kind = QFileDialog.getOpenFileName(parent, _("Attach a scan"), "", kinds)
    return chosen
