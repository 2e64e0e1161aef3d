"""The ruling as one sentence while it is put together, and what is chosen next; free text is typed in its place."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.persian.calendar import short_date
from app.domain.texts import _
from ui import icons
from ui.style import look
from ui.widgets.drawing import Flow, cap_size, paint_box, paint_cap, width_of, write

PAD, ICON = 12, 20


class Sentence(QWidget):
    """Signal pressed: the mouse asks for free text. role: danger when it says what is missing."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.chosen = self.next = ""
        self._role = ""

    def say(self, chosen: str, to_do: str, role: str = "") -> None:
        """chosen: what the ruling says so far; to_do: what comes next."""
        self.chosen, self.next, self._role = chosen, to_do, role
        self.setAccessibleName(f"{chosen} {to_do}".strip())
        self.setToolTip(self.accessibleName())
        self.update()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self.pressed.emit()

    def sizeHint(self) -> QSize:
        return QSize(320, look().measure("box"))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, look().measure("box"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self.isEnabled():
            paint_box(painter, self.rect(), ground="disabled", edge="border")
            return
        edge = "danger" if self._role == "danger" else "field"
        paint_box(painter, self.rect(), ground="surface", edge=edge, width=2 if self._role else 1)
        flow = Flow(self.rect(), self.layoutDirection())
        flow.take(PAD)
        flow.take_end(PAD)
        name, ink = ("error_circle", "danger") if self._role == "danger" else ("pen", "muted")
        icons.paint(painter, flow.take(ICON), name, ink, look().tokens, filled=bool(self._role))
        flow.take(8)
        if look().caps:
            paint_cap(painter, flow.take_end(cap_size("Tab").width()), "Tab")
            flow.take_end(8)
        words, quiet = look().font("lead"), look().font("body")
        quiet.setPixelSize(words.pixelSize())
        if self.chosen:
            width = min(width_of(self.chosen, words), flow.rect.width())
            write(painter, flow.take(width), self.chosen, words, look().colour("text"), rtl=flow.rtl)
            flow.take(6)
        if flow.rect.width() > 40:
            write(painter, flow.rect, self.next, quiet, look().colour(self._role or "muted"), rtl=flow.rtl)


def put_together(text: str, units: Sequence[str], due: dt.date | None, *, never: bool) -> str:
    """What is chosen so far, in one sentence. never: where there is no due date, that this was chosen."""
    said = [text.replace("\n", " ").removesuffix(".")]  # one sentence with what follows
    if units:
        said.append(_("unit %(names)s") % {"names": _(", ").join(units)})
    if due:
        said.append(_("Due: %(date)s") % {"date": short_date(due)})
    elif never:
        said.append(_("no due date"))
    return "؛ ".join(filter(None, said))
