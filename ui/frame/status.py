"""The status line: at the left two or three keys of the screen, at the right backups and whatever waits outside."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.texts import N_, _
from ui import keys
from ui.frame.info import Note, OfficeInfo
from ui.style import look
from ui.widgets.announce import announce
from ui.widgets.buttons import PLAIN, Button, KeyCap
from ui.widgets.text import Icon, Text


class Status(QWidget):
    """Signal act_wanted(act): a note was pressed (backup)."""

    act_wanted = Signal(str)

    def __init__(self, info: OfficeInfo, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._info = info
        self._notes: tuple[Note, ...] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setSpacing(16)
        self._left, self._right = _Run(), _Run()
        self._warning = Text("", "caption", "warning")
        row.addWidget(self._right)
        row.addWidget(self._warning)
        row.addStretch(1)
        row.addWidget(self._left)
        info.changed.connect(self.show_info)
        look().changed.connect(self._measure)
        self._measure()
        self.show_info()

    def _measure(self) -> None:
        margin = look().measure("margin") if not look().compact else 12
        self.layout().setContentsMargins(margin, 1, margin, 0)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(600, look().measure("status"))

    def minimumSizeHint(self) -> QSize:
        return QSize(300, look().measure("status"))

    def hint_for(self, screen: Any) -> None:
        """The hints of a screen, or of the page that lies over it; and anew whenever that says `hints_changed`."""
        self.hint(getattr(screen, "hints", None) or usual_hints())
        changed = getattr(screen, "hints_changed", None)
        if changed is not None:
            changed.connect(lambda: self.hint(screen.hints))

    def hint(self, hints: Sequence[tuple[str, str]]) -> None:
        """The screen's own two or three keys: (cap, words)."""
        self._left.put([_pair(KeyCap(cap), Text(words, "caption", "muted")) for cap, words in hints])
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where large text leaves no room for all of it, hints go; each stands in the help. Search and help stay."""
        margins = self.contentsMargins().left() + self.layout().contentsMargins().left() * 2
        others = [part for part in (self._right, self._warning) if part.sizeHint().width() > 0]
        taken = sum(part.sizeHint().width() + self.layout().spacing() for part in others)
        self._left.fit(self.width() - margins - taken - self.layout().spacing())

    def warn(self, text: str) -> None:
        """«تا ۳۰ ثانیهٔ دیگر قفل می‌شود»; "" takes it back."""
        self._warning.setText(text)
        self._fit()
        announce(self, text)

    def show_info(self) -> None:
        if self._info.shown.notes != self._notes:
            self._notes = self._info.shown.notes
            self._right.put([self._note(note) for note in self._notes])
            self._fit()

    def _note(self, note: Note) -> QWidget:
        if note.act:
            return Button(
                note.words,
                note.icon,
                kind=PLAIN,
                role=note.role,
                measure="cap",
                on_click=lambda: self.act_wanted.emit(note.act),
            )
        quiet = "muted" if note.role == "success" else note.role
        return _pair(Icon(note.icon, note.role, size=16), Text(note.words, "caption", quiet))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("raised"))
        painter.fillRect(0, 0, self.width(), 1, look().colour("border"))


class _Run(QWidget):
    """Parts beside one another, exchanged as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._parts: list[QWidget] = []

    def put(self, parts: Sequence[QWidget]) -> None:
        for part in self._parts:
            self._row.removeWidget(part)
            part.deleteLater()
        for part in parts:
            self._row.addWidget(part)
        self._parts = list(parts)

    def fit(self, room: int) -> None:
        """Those that have room: the last but one goes first."""
        shown = list(self._parts)
        while len(shown) > 2 and self._wanted(shown) > room:
            shown.pop(-2)
        for part in self._parts:
            part.setVisible(part in shown)

    def _wanted(self, parts: Sequence[QWidget]) -> int:
        return sum(part.sizeHint().width() for part in parts) + self._row.spacing() * (len(parts) - 1)


def _pair(first: QWidget, second: QWidget) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(first, alignment=Qt.AlignmentFlag.AlignVCenter)
    row.addWidget(second)
    return pair


_USUAL = (("box", N_("Search")), ("next_pane", N_("Next pane")), ("help", N_("Help")))


def usual_hints() -> list[tuple[str, str]]:
    return [(keys.cap(key), _(words)) for key, words in _USUAL]
