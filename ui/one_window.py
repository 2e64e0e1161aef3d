"""One client at a time on a store: the second says so, and the first comes to the front."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import Unavailable
from app.domain.texts import _
from app.security import store_lock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_WAIT = 500  # ms for the other window to hear
READ_BY = 10_000
"""Milliseconds; else each further start would leave a window behind the first, and a process."""


class OneWindow(QObject):
    """Holds the desk of a store. Signals: called: another client has been started, come to the front; needless: this
    one called the other, has said so long enough, and may go.
    """

    called = Signal()
    needless = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock: store_lock.Lock | None = None
        self._server: QLocalServer | None = None

    def take(self) -> None:
        """Raises Unavailable when another window has the store; that one is called to the front."""
        if self._lock is not None:
            return
        try:
            self._lock = store_lock.desk(self._folder)
        except Unavailable:
            if self._call():
                QTimer.singleShot(READ_BY, self, self._go)
            raise Unavailable(_("Didar is open in another window.")) from None

    def listen(self) -> None:
        """From now on, be called to the front. Whoever has taken the store has this name to himself."""
        if self._lock is None or self._server is not None:
            return
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._heard)
        QLocalServer.removeServer(self._name)  # of a client that was killed; its lock is gone, so it is too
        self._server.listen(self._name)

    def release(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def _name(self) -> str:
        import hashlib

        folder = os.path.normcase(self._folder.absolute())
        return "didar-" + hashlib.sha256(folder.encode()).hexdigest()[:16]

    def _go(self) -> None:
        if self._lock is None:  # not tried again with more luck
            self.needless.emit()

    def _call(self) -> bool:
        """Whether the other one has heard."""
        from PySide6.QtNetwork import QLocalSocket

        _let_others_come_forward()
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        heard = socket.waitForConnected(_WAIT)
        socket.abort()
        return heard

    def _heard(self) -> None:
        self._server.nextPendingConnection().deleteLater()
        self.called.emit()


def _let_others_come_forward() -> None:
    """Windows lets nobody come to the front by himself; the client that the user has just started may hand that on."""
    if sys.platform == "win32":
        import ctypes

        anybody = -1
        ctypes.windll.user32.AllowSetForegroundWindow(anybody)
