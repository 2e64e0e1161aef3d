"""The story of a matter as a list: arrows go through its events, Enter opens a scan, what is long scrolls.

It shows what it is given (`app.timeline.Story`) and asks for nothing itself.
"""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from app.domain.texts import _
from app.story import Event, whole_day_of
from app.timeline import Story
from ui.followup.story_painter import EVENT, SAID, StoryPainter, scan_words
from ui.style import look
from ui.widgets.drawing import write
from ui.widgets.scroll import OverlayBar

Index = QModelIndex | QPersistentModelIndex


def spoken(event: Event) -> str:
    """An event as a screen reader says it, and as its tooltip has it: all of it."""
    parts = [event.what]
    if event.before:
        parts.append(_("earlier: %(text)s") % {"text": event.before})
    parts.append(scan_words(event) if event.scan is not None else event.detail)
    if not event.stands:
        parts.append(_("stands no more"))
    parts.append(whole_day_of(event))
    if event.by:
        parts.append(_("written by %(name)s") % {"name": event.by})
    return "، ".join(part for part in parts if part)


class StoryRows(QAbstractListModel):
    """The events, with a row without one between what is to come and what happened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Event | None] = []
        self._said: dict[int, str] = {}

    def put(self, events: tuple[Event, ...]) -> None:
        self.beginResetModel()
        ahead = sum(event.ahead for event in events)
        self.rows = [*events[:ahead], *([None] if ahead else []), *events[ahead:]]
        self._said = {}
        self.endResetModel()

    def say(self, scan_id: int, reason: str) -> None:
        self._said = {scan_id: reason}
        self.layoutChanged.emit()

    def said(self, scan_id: int) -> str:
        return self._said.get(scan_id, "")

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        event = self.rows[index.row()]
        if role == EVENT:
            return event
        if role == SAID:
            return self.said(event.scan.id) if event is not None and event.scan is not None else ""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(event) if event is not None else _("Today")
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()] is None:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class StoryView(QListView):
    """Signals: scan_wanted(Scan): it is to be seen; left: Esc."""

    scan_wanted = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("What happened so far"))
        self.story: Story | None = None
        self._rows = StoryRows(self)
        self.setModel(self._rows)
        self.setItemDelegate(StoryPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("story", True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setViewportMargins(0, 12, 0, 0)
        self._bar = OverlayBar(self)
        self.clicked.connect(self._open)
        look().changed.connect(self._measure)

    def show_story(self, story: Story | None) -> None:
        """None: no matter is chosen. The same matter read again keeps the place."""
        same = story is not None and self.story is not None and story.issue.id == self.story.issue.id
        at, place = self.currentIndex().row(), self.verticalScrollBar().value()
        self.story = story
        self._rows.put(story.events if story else ())
        if same:
            self.setCurrentIndex(self._rows.index(min(at, self._rows.rowCount() - 1), 0))
            self.verticalScrollBar().setValue(place)
        else:
            self.scrollToTop()

    @property
    def events(self) -> list[str]:
        """The rows as they are read aloud."""
        return [self._rows.index(at, 0).data() for at in range(self._rows.rowCount())]

    def say_scan(self, scan_id: int, reason: str) -> None:
        """Why a scan could not be opened, in its own row."""
        self._rows.say(scan_id, reason)

    def said(self, scan_id: int) -> str:
        """What its row says of a scan that could not be opened."""
        return self._rows.said(scan_id)

    def _open(self, index: QModelIndex) -> None:
        event: Event | None = index.data(EVENT)
        if event is not None and event.scan is not None:
            self.scan_wanted.emit(event.scan)

    def _measure(self) -> None:
        self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """By the keyboard one lands on an event, so that the focus is seen."""
        if not self.currentIndex().isValid() and self._rows.rows:
            self.setCurrentIndex(self._rows.index(0, 0))
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.story is not None and not self._rows.rows:
            nothing = _("Nothing is recorded yet.")
            write(QPainter(self.viewport()), self.viewport().rect(), nothing, look().font(), look().colour("muted"))
