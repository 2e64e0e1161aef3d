"""What has room where: the window on the screen, and the help beside a page or over its far side."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

TITLE_BAR = QSize(0, 24)


def fits_the_screen(window: QWidget) -> bool:
    """Whether the window and its title bar have room on the screen: a 1366x768 one has none for our usual size.

    True too where even our smallest has none: then nothing is to be gained.
    """
    room = window.screen().availableSize()
    return _within(window.size() + TITLE_BAR, room) or not _within(window.minimumSize(), room)


def _within(size: QSize, room: QSize) -> bool:
    return size.boundedTo(room) == size


def lay_over(pane: QWidget, page: QWidget) -> bool:
    """Lay the pane over the page's far side if the page would be cut off were it to give way. Whether it was."""
    if page.minimumSizeHint().width() + pane.width() <= page.width():
        return False
    rtl = page.layoutDirection() == Qt.LayoutDirection.RightToLeft
    pane.setParent(page)
    pane.setGeometry(QRect(0 if rtl else page.width() - pane.width(), 0, pane.width(), page.height()))
    return True
