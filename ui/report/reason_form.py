"""Why a day was not held, written in place."""

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.persian.calendar import long_date
from app.domain.texts import _
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.field import TextField
from ui.widgets.text import Text


class ReasonForm(QWidget):
    """Why a day was not held, or that it was an official holiday; Enter saves, Esc goes back."""

    given = Signal(object, str, bool)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._day: dt.date | None = None
        self._label = Text("", "words", wrap=True)
        self.reason = TextField(_("Reason"), "reason")
        self.holiday = QCheckBox(_("Official holiday"))
        save = Button(_("Save the reason"), "checkmark", cap="Enter", on_click=self._save)
        back = Button(_("Cancel"), kind=PLAIN, on_click=self.left.emit)
        row = QHBoxLayout()
        for part in (save, back):
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for widget in (self._label, self.reason, self.holiday):
            column.addWidget(widget)
        column.addLayout(row)

    def open(self, day: dt.date) -> None:
        if day != self._day:
            self._day = day
            self.reason.clear()
            self.holiday.setChecked(False)
        said = _("Reason why the meeting of %(date)s was not held") % {"date": long_date(day)}
        self._label.setText(said)
        self.refuse("")
        self.show()
        self.reason.setFocus()

    def refuse(self, reason: str) -> None:
        """Beside the field; what was typed stays."""
        self.reason.say(reason)
        if reason:
            self.reason.setFocus()

    def _save(self) -> None:
        self.given.emit(self._day, self.reason.text(), self.holiday.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
