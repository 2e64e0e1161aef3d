"""The scroll bar of a list, over its trailing edge: rows keep the whole width and reach the card's edge."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

WIDTH = 12


class OverlayBar(QScrollBar):
    """Moves with the view's own vertical bar, in whose place it stands; the view calls `place` when it is resized."""

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
