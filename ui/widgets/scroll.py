"""What has no room scrolls, up and down only: a form's parts between its head and its buttons, and a list's bar."""

from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QMoveEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QWidget,
)

from ui.style import look

WIDTH = 12


class OverlayBar(QScrollBar):
    """A list's bar over its trailing edge: rows keep the whole width and reach the card's edge.

    It moves with the view's own vertical bar, in whose place it stands; the view calls `place` when it is resized.
    """

    def __init__(self, view: QAbstractScrollArea) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        self._view, self._own = view, view.verticalScrollBar()
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._own.rangeChanged.connect(self._follow)
        self._own.valueChanged.connect(self.setValue)
        self.valueChanged.connect(self._own.setValue)
        self.hide()

    def place(self) -> None:
        """Beside the rows, not beside the headings."""
        rows = self._view.viewport().geometry()
        left = rows.x() if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else rows.right() - WIDTH + 1
        self.setGeometry(QRect(left, rows.y(), WIDTH, rows.height()))
        self.raise_()

    def _follow(self, least: int, most: int) -> None:
        self.setPageStep(self._own.pageStep())
        self.setSingleStep(self._own.singleStep())
        self.setRange(least, most)
        self.setValue(self._own.value())
        self.setVisible(most > least)


class Body(QScrollArea):
    """As high as what it holds, unless the window is low or the text large; then that scrolls.

    Its bar stands in the margin beside the trailing edge, as far as there is one: over the edge it would hide what is
    typed there, and one that took room would break lines, which would make the bar needless, and so on without end.
    """

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        inner.setProperty("ground", "surface")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)
        self._part: QWidget | None = None
        self._bar = OverlayBar(self)
        self.verticalScrollBar().rangeChanged.connect(self._see)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_bar()
        self._see()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_bar()

    def _place_bar(self) -> None:
        around = self.parentWidget()
        if around is None:
            return
        shown = not self._bar.isHidden()
        if self._bar.parentWidget() is not around:
            self._bar.setParent(around)
            self._bar.setVisible(shown)
        place = self.geometry()
        to_left = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = max(0, place.x() - WIDTH) if to_left else min(place.right() + 1, around.width() - WIDTH)
        self._bar.setGeometry(QRect(left, place.y(), WIDTH, place.height()))
        self._bar.raise_()

    def show_part(self, part: QWidget) -> None:
        """Keep this in sight, its upper edge before its lower one, also when the room changes."""
        self._part = part
        self._see()

    def _see(self, *_range: int) -> None:
        if self._part is None or not self._part.isVisible():
            return
        top, bar = self._part.mapTo(self.widget(), QPoint()).y(), self.verticalScrollBar()
        if top < bar.value() or top + self._part.height() > bar.value() + self.viewport().height():
            bar.setValue(top)

    def sizeHint(self) -> QSize:
        return self.widget().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.widget().sizeHint().height(), 2 * look().measure("box")))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)


def follow_focus(app: QApplication) -> None:
    """A field that is led to by Enter, a digit or a refusal is brought into sight; Qt does so for Tab alone."""
    app.focusChanged.connect(_followed)


def _followed(_before: QWidget | None, now: QWidget | None) -> None:
    if now is not None:
        QTimer.singleShot(0, now, partial(_into_sight, now))  # what opens just now has its place by then


def _into_sight(part: QWidget) -> None:
    area = part.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is None or not part.hasFocus() or not part.isVisible():
        return
    if 3 * part.visibleRegion().boundingRect().height() < part.height():  # a hand that clicks sees what it clicks
        area.ensureWidgetVisible(part, 0, part.height())


class Yielding(QStackedWidget):
    """A place for forms that hold a Body: it gives way to what stands around it in a low window, and the Body scrolls.

    Something in a form that wraps would else make the whole of its height the least that it takes.
    """

    def hasHeightForWidth(self) -> bool:
        return False


def scrolled(widget: QWidget) -> QScrollArea:
    """Compact screens have no room for all bars; the page scrolls then."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    widget.setProperty("ground", "window")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return area
