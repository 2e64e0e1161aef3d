"""The head of the form: whose it is, whether it counts, and the two keys that say more of how somebody came."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.texts import _
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.chips import Chip, State
from ui.widgets.scroll import WIDTH as SCROLL_BAR
from ui.widgets.text import Elided, Text

_GAP = 8


class FormHead(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._named, self._weekly = False, True
        self.name = Elided("", "title")
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.what = Text(_("visitor"), "body", "muted")
        self.kind_chip = Chip(State(_("Not counted in the report"), "warning", "info"))
        self.not_alone = Button(
            _("Companions or representative"), "people_add", kind=PLAIN, key="companions", measure="small"
        )
        self.why_first = Button(_("Priority"), "star", kind=PLAIN, key="priority", measure="small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self.name)
        row.addWidget(self.what)
        row.addStretch(1)
        for part in (self.kind_chip, self.not_alone, self.why_first):
            row.addWidget(part)

    def show_name(self, name: str, *, weekly: bool, booked: bool) -> None:
        """The name as it stands in the fields, or that nobody is there yet. weekly: a visit that counts. booked: with a
        turn that was asked for beforehand.
        """
        self._named, self._weekly = bool(name), weekly
        self.what.setText(_("booked") if booked else _("visitor"))
        self.name.set_text(name or _("New visitor"), "text" if name else "muted")
        self._room_for_name()

    def set_weekly(self, *, weekly: bool) -> None:
        self.kind_chip.setVisible(not weekly)
        self.why_first.setVisible(weekly)

    def _room_for_name(self) -> None:
        """The name is the last to be cut: the word beside it goes first."""
        beside = (self.kind_chip, self.not_alone, self.why_first)
        taken = sum(part.sizeHint().width() + _GAP for part in beside if part.isVisibleTo(self))
        room = self.width() - taken - _GAP - SCROLL_BAR
        wide = self.name.sizeHint().width()
        self.name.setMinimumWidth(max(0, min(wide, room)))
        fits = wide + self.what.sizeHint().width() + _GAP <= room
        self.what.setVisible(self._named and self._weekly and fits)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room_for_name()
