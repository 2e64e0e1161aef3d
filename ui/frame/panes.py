"""F6: from one pane of the window to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def go_round(panes: Sequence[QWidget], step: int) -> None:
    """Into the pane that is `step` after the one with the focus; from outside into the first, or the last.

    One that takes no keys just now, as nothing is in it, is passed over.
    """
    focused = QApplication.focusWidget()
    here = next((at for at, pane in enumerate(panes) if focused and _within(pane, focused)), -1 if step > 0 else 0)
    any(enter(panes[(here + step * further) % len(panes)]) for further in range(1, len(panes) + 1))


def enter(pane: QWidget) -> bool:
    """Put the focus into the pane: where the pane itself wants it, or on its first part that takes it. Whether it
    takes any.
    """
    proxy = pane.focusProxy()
    if proxy is not None and proxy.isVisible() and proxy.isEnabled():
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        return True
    parts = [pane, *pane.findChildren(QWidget)]
    takes = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible()]
    awake = [part for part in takes if part.isEnabled()]
    for part in awake[:1]:
        part.setFocus(Qt.FocusReason.TabFocusReason)
    return bool(awake)


def _within(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
