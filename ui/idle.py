"""Locks by itself when nobody has touched keyboard or mouse for a while; said 30 seconds before."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

MINUTES = 15
WARNED = 30
"""Seconds before the lock."""

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Idle(QObject):
    """Watches windows. Signals: soon(True) 30 s before, soon(False) when somebody came back; idle."""

    soon = Signal(bool)
    idle = Signal()

    def __init__(self, parent: QObject | None = None, *, minutes: float = MINUTES) -> None:
        super().__init__(parent)
        self._warned = False
        self._quiet = QTimer(self, singleShot=True, interval=max(0, round(minutes * 60 - WARNED) * 1000))
        self._last = QTimer(self, singleShot=True, interval=WARNED * 1000)
        self._quiet.timeout.connect(self._warn)
        self._last.timeout.connect(self._over)

    def watch(self, top: QWidget) -> None:
        """Listen to this window's handle, as keys.PhysicalKeys does: there Python sees no paints."""
        handle = top.windowHandle()
        handle.removeEventFilter(self)
        handle.installEventFilter(self)
        self._quiet.start()

    def also_watch(self, top: QWidget) -> None:
        """Somebody may sit at this window too; the time goes on as it goes."""
        top.winId()
        top.windowHandle().removeEventFilter(self)
        top.windowHandle().installEventFilter(self)

    def stop(self) -> None:
        """Nobody is signed in: nothing to lock."""
        self._quiet.stop()
        self._last.stop()
        self._say(warned=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and (self._quiet.isActive() or self._last.isActive()):
            self._last.stop()
            self._quiet.start()
            self._say(warned=False)
        return super().eventFilter(watched, event)

    def _warn(self) -> None:
        self._say(warned=True)
        self._last.start()

    def _over(self) -> None:
        self._say(warned=False)
        self.idle.emit()

    def _say(self, *, warned: bool) -> None:
        if warned != self._warned:
            self._warned = warned
            self.soon.emit(warned)
