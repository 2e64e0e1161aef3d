"""The search box with its list: the desk's own (44 high, with F2) and the header's quick search (Ctrl+K)."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.texts import _
from ui import icons, keys
from ui.style import look
from ui.widgets.drawing import cap_size, paint_box, paint_cap
from ui.widgets.lines import Line

if TYPE_CHECKING:
    from ui.widgets.dropdown import Choice, Dropdown

_ICON, _PAD = 24, 14


class SearchBox(QWidget):
    """Signals: typed(text) 120 ms after the last key, taken(Choice) by Enter or a click, entered(text) by Enter when
    nothing is marked, left by Esc with no list open.

    key: whose cap is shown at its end; large: the desk's box.
    """

    typed = Signal(str)
    taken = Signal(object)
    entered = Signal(str)
    escaped = Signal()

    def __init__(
        self, placeholder: str, *, key: str = "", name: str = "", large: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._large, self._cap, self._shows_cap = large, keys.cap(key) if key else "", False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.line = Line(self)
        self.line.setProperty("bare", True)
        self.line.setProperty("large", large)
        self._placeholder = placeholder
        self.line.setPlaceholderText(placeholder)
        self.line.setAccessibleName(name or placeholder)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self._list: Dropdown | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(120)
        self._timer.timeout.connect(lambda: self.typed.emit(self.text()))
        self.line.textEdited.connect(self._edited)
        self.line.focused.connect(self.update)
        self.line.blurred.connect(self._blurred)

    def text(self) -> str:
        return self.line.text().strip()

    def clear(self) -> None:
        """Empty it, close the list; nothing is emitted."""
        self._timer.stop()
        self.line.clear()
        self.close_list()

    @property
    def dropdown(self) -> "Dropdown":
        if self._list is None:
            from ui.widgets.dropdown import Dropdown  # noqa: PLC0415 - not painted with the first frame

            self._list = Dropdown(self, measure="box" if self._large else "row")
            self._list.chosen.connect(self._take)
        return self._list

    @property
    def open(self) -> bool:
        return self._list is not None and self._list.isVisible()

    def offer(self, choices: "list[Choice]", *, footer: str = "", mark: int = 0) -> None:
        """The answers, the first one marked. Too late, when the focus has gone."""
        if self.line.hasFocus():
            self.dropdown.offer(choices, footer=footer, mark=mark)

    def close_list(self) -> None:
        if self._list is not None:
            self._list.hide()

    def _edited(self, text: str) -> None:
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self.close_list()
            self.typed.emit("")

    def _take(self, choice: "Choice") -> None:
        self._timer.stop()
        self.close_list()
        self.taken.emit(choice)

    def _blurred(self) -> None:
        self.close_list()
        self.update()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if self.open and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.dropdown.move_mark(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Escape:
            if self.open:
                self.close_list()
            else:
                self.escaped.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._timer.isActive():
                self._timer.stop()
                self.typed.emit(self.text())
            if self.open and self.dropdown.marked:
                self._take(self.dropdown.marked)
            else:
                self.entered.emit(self.text())
        else:
            return False
        return True

    def sizeHint(self) -> QSize:
        return QSize(312, look().measure("box" if self._large else "control"))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, _event: object) -> None:
        """Where all that can be looked for has no room, the name of the field stands there; the key's cap gives way to
        words.
        """
        name, advance = self.line.accessibleName(), self.line.fontMetrics().horizontalAdvance
        cap = cap_size(self._cap).width() + _PAD if self._cap and look().caps else 0
        start, said = _PAD + _ICON + 8, ""
        for end, words in ((cap + 8, (self._placeholder, name)), (8, (name, _("Search")))):
            self._shows_cap = end > 8
            said = next((one for one in words if advance(one) < self.width() - start - end - 12), "")
            if said:
                break
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.line.setGeometry(end if rtl else start, 2, self.width() - start - end, self.height() - 4)
        self.line.setPlaceholderText(said)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        focused = self.line.hasFocus()
        paint_box(painter, self.rect(), ground="surface", edge="focus" if focused else "field", width=1 + focused)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        place = self.rect().adjusted(0, 0, 0, 0)
        place.setWidth(_ICON)
        place.moveLeft(self.width() - _PAD - _ICON if rtl else _PAD)
        size = _ICON if self._large else 20
        icons.paint(painter, place, "search", "link" if self._large else "muted", look().tokens, size=size)
        if self._shows_cap:
            cap = cap_size(self._cap)
            place = self.rect()
            place.setWidth(cap.width())
            place.moveLeft(_PAD if rtl else self.width() - _PAD - cap.width())
            paint_cap(painter, place, self._cap)
