"""F6: from one pane of the window to the next."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def go_round(panes: Sequence[QWidget], step: int) -> None:
    """Into the pane that is `step` after the one with the focus; from outside into the first, or the last."""
    focused = QApplication.focusWidget()
    here = next((at for at, pane in enumerate(panes) if focused and _within(pane, focused)), -1 if step > 0 else 0)
    enter(panes[(here + step) % len(panes)])


def enter(pane: QWidget) -> None:
    """Put the focus into the pane: where the pane itself wants it, or on its first part that takes it."""
    if pane.focusProxy() is not None:
        pane.setFocus(Qt.FocusReason.TabFocusReason)
        return
    parts = [pane, *pane.findChildren(QWidget)]
    takes = [part for part in parts if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible()]
    for part in [part for part in takes if part.isEnabled()][:1]:
        part.setFocus(Qt.FocusReason.TabFocusReason)


def _within(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)
