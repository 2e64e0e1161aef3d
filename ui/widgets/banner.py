"""What is said in place: a banner over a form, the bar at the page's foot with its undo, and progress."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.persian.text import persian_digits
from app.domain.texts import _
from ui.style import look
from ui.widgets.announce import announce
from ui.widgets.buttons import PLAIN, Button
from ui.widgets.drawing import paint_box
from ui.widgets.text import Elided, Icon, Text

_STAYS, _ASK_AGAIN = 6000, 1000
"""Milliseconds."""
_ICONS = {
    "success": ("checkmark_circle", True),
    "warning": ("warning", True),
    "danger": ("error_circle", True),
    "plain": ("info", False),
}


class Banner(QWidget):
    """One line on a soft ground: icon, words, then its acts. role: success, warning, danger or plain. wrap: more lines
    where the words need them, as whole sentences do in large text.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "plain",
        icon: str = "",
        *,
        acts: Sequence[QWidget] = (),
        filled: bool = True,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.role, self._said = role, text
        height = QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Expanding, height)
        self._icon = Icon("info", "muted", filled=filled)
        self._words = Text("", "words", wrap=True) if wrap else Elided("", "words")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2 * wrap, 12, 2 * wrap)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        for act in acts:
            row.addWidget(act)
        self.put(text, role, icon, filled=filled)

    @property
    def text(self) -> str:
        return self._said

    def put(self, text: str, role: str | None = None, icon: str = "", *, filled: bool = True) -> None:
        self.role = role or self.role
        usual, full = _ICONS.get(self.role, ("info", False))
        ink = {"plain": "text"}.get(self.role, self.role)
        self._icon.set_icon(icon or usual, ink if self.role != "plain" else "muted", filled=filled if icon else full)
        self._said = text
        if isinstance(self._words, Text):
            self._words.setText(text)
            self._words.set_role(ink)
        else:
            self._words.set_text(text, ink)
        self.setAccessibleName(text)
        self.update()

    def heightForWidth(self, width: int) -> int:
        return max(self.sizeHint().height(), super().heightForWidth(width))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().measure("small") + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        plain = self.role == "plain"
        ground = "raised" if plain else f"{self.role}_soft"
        paint_box(QPainter(self), self.rect(), ground=ground, edge="border" if plain else "")


class Bar(Banner):
    """What was just done, 6 seconds at the page's foot; it stays while the mouse or the focus is on it.

    It lies in the page's layout, takes its own 40 px and covers nothing. `undo` is what Ctrl+Z calls.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._undo_button = Button(_("Undo"), kind=PLAIN, key="undo", icon="arrow_undo")
        super().__init__(acts=[self._undo_button], parent=parent)
        self._undo: Callable[[], object] | None = None
        self._earlier: tuple[str, str] | None = None
        """What was done, with its role, while something newer is said in its place."""
        self._undo_button.clicked.connect(self.undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go)
        self.hide()

    def say(self, text: str, undo: Callable[[], object] | None = None, *, role: str = "success") -> None:
        """Say it; undo: what «برگرداندن» does, or None when there is no way back. The next saying replaces it."""
        self._undo, self._earlier = undo, None
        self._show(text, role, undoable=undo is not None)

    def add(self, text: str, *, role: str = "warning") -> None:
        """Say this by itself, and what was done before again after it: till then its undo has its key, not its button,
        which would stand beside words that it does not belong to.
        """
        if not self.can_undo:
            self.say(text, role=role)
            return
        self._earlier = self._earlier or (self.text, self.role)
        self._show(text, role, undoable=False)

    def go_on(self, text: str) -> None:
        """One more sentence about what was just done; its way back stays."""
        self.say(f"{self.text} {text}", self._undo, role=self.role)

    def _show(self, text: str, role: str, *, undoable: bool) -> None:
        self.put(text, role)
        self._undo_button.setVisible(undoable)
        self.show()
        self._timer.start(_STAYS)
        announce(self, text)

    @property
    def can_undo(self) -> bool:
        """Whether what was just done is still said here, with its way back."""
        return self._undo is not None and not self.isHidden()

    def hand_on(self, other: "Bar") -> None:
        """What was just done is said in another screen's bar instead, where one goes on."""
        if self._undo is not None:
            other.say(self.text, undo=self._undo, role=self.role)
            self._undo = None
            self.hide()

    def undo(self) -> bool:
        """Undo what is said here, once. Whether there was anything."""
        act, self._undo, self._earlier = self._undo, None, None
        self.hide()
        if act is None:
            return False
        act()
        return True

    def take_back(self) -> None:
        """Ctrl+Z: a press that finds nothing says so, or it would be pressed again."""
        if not self.undo():
            self.say(_("There is nothing to undo now."), role="plain")

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().measure("tall"))

    def _go(self) -> None:
        if self.underMouse() or self._undo_button.hasFocus():
            self._timer.start(_ASK_AGAIN)
            return
        if self._earlier is not None:
            (text, role), self._earlier = self._earlier, None
            self._show(text, role, undoable=True)
            return
        self._undo = None
        self.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start(_STAYS)  # also when its page, or the window, was away meanwhile

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


class ProgressLine(QWidget):
    """Words, the count, a 4 px bar and «توقف». Signal stopped; the words then say what is left undone."""

    stopped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._done, self._of = 0, 0
        self._words = Elided("", "body")
        self._stop = Button(_("Stop"), on_click=self.stopped.emit, measure="small")
        self.setFocusProxy(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 8)
        row.setSpacing(8)
        row.addWidget(self._words, 1)
        row.addWidget(self._stop)
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text

    def start(self, text: str) -> None:
        self._done = self._of = 0
        self._words.set_text(text)
        self._stop.setEnabled(True)
        self.show()
        self.update()

    def step(self, done: int, of: int, text: str) -> None:
        """text: «صفحهٔ ۱۲ از ۴۸», see `page_of`; of: 0 while it is not known."""
        self._done, self._of = done, of
        self._words.set_text(text)
        self.update()

    def stopping(self) -> None:
        """«توقف» was heard."""
        self._stop.setEnabled(False)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        track = self.rect()
        track.setTop(track.bottom() - 3)
        painter.fillRect(track, look().colour("border"))
        share = self._done / self._of if self._of else 0
        width = round(track.width() * min(1.0, share))
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            track.setLeft(track.right() - width + 1)
        else:
            track.setWidth(width)
        if width:
            painter.fillRect(track, look().colour("accent"))


def page_of(page: int, of: int) -> str:
    """«صفحهٔ ۱۲ از ۴۸»; without the whole while it is not known."""
    if not of:
        return _("Page %(n)s") % {"n": persian_digits(page)}
    return _("Page %(number)s of %(total)s") % {"number": persian_digits(page), "total": persian_digits(of)}
