"""The open matters of who is in the form, one key each: the issue that is typed in goes on with one of them."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.domain.persian.calendar import short_date
from app.domain.texts import _
from app.visitors import Past
from ui.style import look
from ui.widgets.buttons import OUTLINED, Button
from ui.widgets.text import Elided, Icon, Text

MOST = 3


class OpenMatters(QWidget):
    """Hidden while there is none. Signal taken(place): this one is meant, or, if one is joined already, none is."""

    taken = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matters: tuple[Past, ...] = ()
        self._joined: int | None = None
        self.icon = Icon("history", "success")
        self.line = Elided("", "words", "success")
        self.heading = Text(_("Go on with:"), "caption", "muted")
        self.buttons = [self._button(place) for place in range(MOST)]
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        for part in (self.icon, self.line, self.heading, *self.buttons):
            self._row.addWidget(part)
        self._row.addStretch(1)
        look().changed.connect(self._write)
        self._show()

    def _button(self, place: int) -> Button:
        key = f"open_matter_{place + 1}"
        taken = partial(self.taken.emit, place)
        return Button("", "history", kind=OUTLINED, key=key, measure="small", on_click=taken)

    def set_low(self, *, low: bool) -> None:
        """In a low window it takes no more room than a line."""
        for button in self.buttons:
            button.set_measure("chip" if low else "small")

    def show_matters(self, matters: tuple[Past, ...]) -> None:
        """What is open of this person, what is late first."""
        self.matters = matters[:MOST]
        self._show()

    def show_joined(self, matter_id: int | None) -> None:
        """Which matter the shown issue goes on with, or None."""
        self._joined = matter_id
        self._show()

    def _show(self) -> None:
        joined = self._joined is not None
        self.setVisible(joined or bool(self.matters))
        for part in (self.icon, self.line):
            part.setVisible(joined)
        self.heading.setVisible(not joined and len(self.matters) == 2)
        at = next((at for at, one in enumerate(self.matters) if one.issue_id == self._joined), None)
        for place, button in enumerate(self.buttons):
            button.setVisible(place == (at or 0) if joined else place < len(self.matters))
        if joined:
            self.line.set_text(self._said(None if at is None else self.matters[at]), "success")
        self._write()

    @staticmethod
    def _said(matter: Past | None) -> str:
        if matter is None:
            return _("Goes on with an earlier matter; the follow-up code stays.")
        said = _("Goes on with «%(subject)s» of %(date)s; the follow-up code stays.")
        return said % {"subject": matter.subject, "date": short_date(matter.date)}

    def minimumSizeHint(self) -> QSize:
        """Its words give way; the form is never wider for them."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._write()

    def _write(self) -> None:
        """The words of each button, cut where there is no room for all; the whole is in the tooltip."""
        if self._joined is not None:
            for button in self.buttons:
                button.set_text(_("A matter of its own"), "dismiss")
            return
        count = max(len(self.matters), 1)
        font = QFontMetrics(look().font("words"))
        for button, matter in zip(self.buttons, self.matters, strict=False):
            whole = _("Go on with: %(subject)s") % {"subject": matter.subject}
            button.set_text("", "history")
            beside = self.heading.sizeHint().width() + 8 if count == 2 else 0
            room = (self.width() - beside - 8 * (count - 1)) // count - button.sizeHint().width() - 12
            said = whole if count == 1 else matter.subject
            button.set_text(font.elidedText(said, Qt.TextElideMode.ElideRight, max(room, 24)))
            button.setAccessibleName(whole)
            button.setToolTip(whole)
